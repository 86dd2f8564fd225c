/* UTF-8: the one encoding of tables. */
#ifndef SDN_TEXT_UTF8_H
#define SDN_TEXT_UTF8_H

#include <stddef.h>

/* The first byte that keeps `len` bytes from being text (a NUL, or not valid UTF-8 as RFC 3629 defines it), or NULL
 * if all of it is text. */
const char *sdn__utf8_fault(const char *bytes, size_t len);

/* Copies for a message of one line: whole characters only, as many as fit, `?` for control characters and what is no
 * text. *to is NUL-terminated; `size` is at least 1. Returns the length. */
size_t sdn__utf8_show(char *to, size_t size, const char *bytes, size_t len);

#endif
