/* The release, and the contract between generated code and this runtime; docs/abi.md explains the latter. */
#ifndef SDN_VERSION_H
#define SDN_VERSION_H

#include <sdn/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The release of these headers. */
#define SDN_VERSION_STRING "0.1.0"

/* The release of the library that the program runs with, such as "0.1.0". It differs from SDN_VERSION_STRING if the
 * program was compiled with the headers of another release. Never NULL; the text is constant. */
SDN_API const char *sdn_version_string(void);

/* Rises with every change that generated code and runtime must make together; generated headers refuse to compile
 * against any other value, and what was compiled for another one does not link: the symbol is named after it. */
#define SDN_GENERATED_ABI 3
#define SDN_RECORD_ABI    sdn_generated_abi_3

/*
 * What a generated function is called for the linker: its name with a number made from the form of its record or enum.
 * What was compiled with a header of another form does not link. In C, and to debuggers, the function has its plain name.
 * Compilers that know no such names link by the plain one.
 */
#if defined(__GNUC__)
#define SDN_LINKED_AS(symbol)  __asm__(SDN_TEXT_OF(__USER_LABEL_PREFIX__) symbol)
#define SDN_TEXT_OF(macro)     SDN_TEXT_OF_WORD(macro)
#define SDN_TEXT_OF_WORD(word) #word
#else
#define SDN_LINKED_AS(symbol)
#endif

#ifdef __cplusplus
}
#endif

#endif
