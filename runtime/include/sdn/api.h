/*
 * `SDN_API` marks what libsdn exports.
 *
 * The library is compiled with hidden visibility: of libsdn.so a program sees the marked functions and objects and
 * nothing else, and a private function cannot clash with one of the program.
 *
 * A library that has the sources of libsdn in it may define it as nothing (`-DSDN_API=`), so that it exports none of
 * them, and programs may have another libsdn beside it.
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

#endif
