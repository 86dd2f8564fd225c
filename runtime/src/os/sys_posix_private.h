/*
 * What the files sys_posix*.c share. To be included first: it chooses what the system headers declare.
 *
 * Calls that POSIX has not are made only on the system that has them, and each has a form for the others: SDN_LINUX, or
 * what the system itself calls its own. With SDN_POSIX_ONLY, which tests use, every system is one of the others, and its
 * headers declare POSIX.1-2008 alone.
 *
 * A member `name` of sdn__sys is the function sdn__sys_<name>, declared here from the list of calls.
 */
#ifndef SDN_OS_SYS_POSIX_PRIVATE_H
#define SDN_OS_SYS_POSIX_PRIVATE_H

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

#include "os/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/types.h>
#include <time.h>

#define SDN_SYS_CALL(type, name, parameters, arguments) type sdn__sys_##name parameters;
#include "os/sys_calls.def"

enum { NS_PER_S = 1000000000, PROC_PATH_SIZE = 48 };

/* The result of `call`, made again as long as a signal interrupts it. */
#define RETRIED(result, call) \
    do                        \
        (result) = (call);    \
    while ((result) < 0 && errno == EINTR)

static inline int outcome(int result)
{
    return result < 0 ? -errno : result;
}

static inline int64_t length(ssize_t result)
{
    return result < 0 ? -(int64_t)errno : (int64_t)result;
}

static inline int at_directory(int directory)
{
    return directory == SDN_WORKING_DIRECTORY ? AT_FDCWD : directory;
}

static inline int64_t nanoseconds(struct timespec time)
{
    return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

/* A descriptor that was just opened, moved above 2 if need be; or -errno. */
int sdn__sys_new_descriptor(int fd);

#endif
