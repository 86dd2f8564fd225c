/* The release, and the contract between generated code and this runtime; docs/abi.md explains the latter. */
#ifndef SDN_VERSION_H
#define SDN_VERSION_H

#include <sdn/api.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The release of these headers. All else that names the release takes it from here. */
#define SDN_VERSION_STRING "0.1.0"

/* The release of the library that the program runs with. It differs from SDN_VERSION_STRING if the program was compiled
 * with the headers of another release. Never NULL; the text is constant. */
SDN_API const char *sdn_version_string(void);

/* Incremented with every change that generated code and runtime must make together. Generated headers do not compile
 * with another value, and what was compiled for another one does not link, since the symbol is named after it. */
#define SDN_GENERATED_ABI 5
#define SDN_RECORD_ABI    sdn_generated_abi_5

/*
 * The name of a generated function for the linker: its C name and a number made from the form of its record or enum. So
 * code that was compiled with a header of another form does not link. In C and in debuggers the function has its C
 * name. Compilers without such names use the C name for the linker too.
 */
#if defined(__GNUC__) && !defined(SDN_ISO_C)
#define SDN_LINKED_AS(symbol) __asm__(SDN_TEXT_OF(__USER_LABEL_PREFIX__) symbol)
/* Private: the value of a macro as a string literal. */
#define SDN_TEXT_OF(macro)     SDN_TEXT_OF_WORD(macro)
#define SDN_TEXT_OF_WORD(word) #word
#else
#define SDN_LINKED_AS(symbol)
#endif

#ifdef __cplusplus
}
#endif

#endif
