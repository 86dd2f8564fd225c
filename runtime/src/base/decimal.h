/*
 * Numbers of digits only, as programs write them: automatic keys, checksums.
 *
 * Three functions read decimal numbers, because there are three grammars:
 *   sdn__decimal           digits only, with any number of leading zeros: whether a text key is a number, and which
 *   sdn__parse_unsigned    (number.h) the value of an integer field: `_` is allowed between digits, and there are
 *                          bounds
 *   sdn__short_number_at   (swar.h) 1 to 8 digits where eight bytes can be read: the fast path before either of these
 */
#ifndef SDN_BASE_DECIMAL_H
#define SDN_BASE_DECIMAL_H

#include <stdint.h>

#include <sdn/str.h>

/* Reads a text of digits only. False if it is anything else or greater than UINT64_MAX; *number is unchanged then. */
bool sdn__decimal(sdn_str text, uint64_t *number);

#endif
