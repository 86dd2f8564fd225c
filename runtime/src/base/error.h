/* How the library fills an sdn_error. */
#ifndef SDN_BASE_ERROR_H
#define SDN_BASE_ERROR_H

#include <sdn/error.h>

#if defined(__GNUC__)
#define SDN_PRINTF(format_index, first_index) __attribute__((format(printf, format_index, first_index)))
#else
#define SDN_PRINTF(format_index, first_index)
#endif

/* Fills *err, unless err is NULL, with `path: text` and returns `code`. `path` may be NULL: the text stands alone. */
sdn_code sdn_fail(sdn_error *err, sdn_code code, const char *path, const char *format, ...) SDN_PRINTF(4, 5);

/* As sdn_fail, with `path:line:column: text`. */
sdn_code sdn_fail_at(sdn_error *err, sdn_code code, const char *path, uint32_t line, uint32_t column,
                     const char *format, ...) SDN_PRINTF(6, 7);

/* As sdn_fail for a failed system call: keeps `os_error`, an errno value, and ends the text in its meaning. The
 * code is SDN_E_NOMEM for ENOMEM, else SDN_E_IO. */
sdn_code sdn_fail_os(sdn_error *err, int os_error, const char *path, const char *format, ...) SDN_PRINTF(4, 5);

/* SDN_E_NOMEM with a fixed text. */
sdn_code sdn_fail_memory(sdn_error *err);

#endif
