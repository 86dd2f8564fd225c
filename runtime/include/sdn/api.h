/*
 * SDN_API marks what libsdn exports.
 *
 * The library is compiled with hidden visibility: of libsdn.so a program sees the marked functions and objects and
 * nothing else, and a private function cannot clash with one of the program.
 */
#ifndef SDN_API_H
#define SDN_API_H

#if defined(__GNUC__) && !defined(SDN_ISO_C)
#define SDN_API __attribute__((visibility("default")))
#else
#define SDN_API
#endif

#endif
