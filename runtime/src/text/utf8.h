/* UTF-8, the only encoding of tables (RFC 3629). */
#ifndef SDN_TEXT_UTF8_H
#define SDN_TEXT_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* The first byte that is a NUL or not part of valid UTF-8 as RFC 3629 defines it; NULL if there is none. */
const char *sdn__utf8_fault(const char *bytes, size_t len);

/* The length of the character at `at`, of which `left` bytes, at least one, can be read: 1 to 4; 0 if it is not valid. A
 * NUL is a character here. */
size_t sdn__utf8_length(const char *at, size_t left);

/* The code point of a valid character of that length. */
uint32_t sdn__utf8_decode(const char *at, size_t length);

/* Copies text into a message of one line: as many whole characters as there is room for, with `?` in place of control
 * characters and invalid bytes. *to is NUL-terminated; `size` is at least 1. Returns the length. */
size_t sdn__utf8_show(char *to, size_t size, const char *bytes, size_t len);

#endif
