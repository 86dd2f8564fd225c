/*
 * What the system headers are asked to declare. To be included before any of them; the amalgamation starts with it.
 *
 * Calls that POSIX has not are made only on the system that has them, and each has a form for the others: SDN_LINUX, or
 * what the system itself calls its own. With SDN_POSIX_ONLY, which tests use, every system is one of the others, and its
 * headers declare POSIX.1-2008 alone.
 */
#ifndef SDN_OS_SYS_FEATURES_H
#define SDN_OS_SYS_FEATURES_H

#if defined(SDN_POSIX_ONLY)
#undef _GNU_SOURCE /* of a program that compiles these files with its own flags */
#undef _DEFAULT_SOURCE
#undef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#elif defined(__linux__)
#undef _GNU_SOURCE
#define _GNU_SOURCE
#define SDN_LINUX
#endif
#undef _FILE_OFFSET_BITS
#undef _TIME_BITS
#define _FILE_OFFSET_BITS 64
#define _TIME_BITS        64 /* dates after 2038 where a long has 32 bits */

#endif
