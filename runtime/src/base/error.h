/* Filling an sdn_error. */
#ifndef SDN_BASE_ERROR_H
#define SDN_BASE_ERROR_H

#include <stdarg.h>
#include <stddef.h>

#include <sdn/error.h>

#include "base/compiler.h"

/* Fills *err, unless err is NULL, with `path: text` and returns `code`. If `path` is NULL, the message is the text
 * alone. */
sdn_code sdn__fail(sdn_error *err, sdn_code code, const char *path, const char *format, ...) SDN_PRINTF(4, 5);

sdn_code sdn__fail_args(sdn_error *err, sdn_code code, const char *path, const char *format, va_list args)
    SDN_PRINTF(4, 0);

/* As sdn__fail, with `path:line:column: text`. */
sdn_code sdn__fail_at(sdn_error *err, sdn_code code, const char *path, uint32_t line, uint32_t column,
                      const char *format, ...) SDN_PRINTF(6, 7);

/* As sdn__fail for a failed system call: keeps `os_error`, an errno value, and appends its meaning to the
 * text. The code is SDN_E_NOMEM for ENOMEM, SDN_E_IO otherwise. */
sdn_code sdn__fail_os(sdn_error *err, int os_error, const char *path, const char *format, ...) SDN_PRINTF(4, 5);

/* The largest buffer of sdn__show_controls; an error needs less. */
enum { SDN_SHOWN_MESSAGE_SIZE = 1024 };

/* Replaces control characters in a message by C escapes such as `\n` and `\x1b`. A newline from a name or text would
 * make it two messages, and escape sequences would act on the terminal. `text` has room for `size` bytes, at most
 * SDN_SHOWN_MESSAGE_SIZE; a longer message is cut off. The functions above do this with every message. */
void sdn__show_controls(char *text, size_t size);

/* SDN_E_NOMEM with a fixed text. */
sdn_code sdn__fail_memory(sdn_error *err);

/* An analyzer that looks at one file cannot know that none of these returns SDN_OK. */
#if defined(__clang_analyzer__) && !defined(SDN_DEFINES_FAIL)
#define sdn__fail(err, code, ...)    (sdn__fail(err, code, __VA_ARGS__), (code))
#define sdn__fail_at(err, code, ...) (sdn__fail_at(err, code, __VA_ARGS__), (code))
#define sdn__fail_os(err, ...)       (sdn__fail_os(err, __VA_ARGS__), SDN_E_IO)
#define sdn__fail_memory(err)        (sdn__fail_memory(err), SDN_E_NOMEM)
#endif

#endif
