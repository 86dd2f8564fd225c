/*
 * `SDN_API` marks what libsdn exports.
 *
 * The library is compiled with hidden visibility: of libsdn.so a program sees the marked functions and objects and
 * nothing else, and a private function cannot clash with one of the program.
 *
 * A library that has the sources of libsdn in it may define it as nothing (`-DSDN_API=`), so that it exports none of
 * them, and programs may have another libsdn beside it.
 *
 * `SDN_PRINTF` has compilers check the arguments of a function.
 */
#ifndef SDN_API_H
#define SDN_API_H

#if defined(SDN_API)
/* chosen by who compiles it */
#elif defined(__GNUC__) && !defined(SDN_ISO_C)
/* Exported by the library. */
#define SDN_API __attribute__((visibility("default")))
#else
#define SDN_API
#endif

/* A function like printf: positions of the format and of the first argument for it, counted from 1. */
#if defined(__GNUC__) && !defined(SDN_ISO_C)
#define SDN_PRINTF(format_index, first_index) __attribute__((format(printf, format_index, first_index)))
#else
#define SDN_PRINTF(format_index, first_index)
#endif

#endif
