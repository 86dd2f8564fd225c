/*
 * Numbers of digits only, as programs write them: automatic keys, checksums.
 *
 * Three functions read decimal numbers, because there are three grammars:
 *   sdn__decimal           digits only, with any number of leading zeros: whether a text key is a number, and which
 *   sdn__parse_unsigned    (number.h) the value of an integer field: `_` is allowed between digits, and there are
 *                          bounds
 *   sdn__short_number      (swar.h) 1 to 8 digits: the fast path of the first, and before the second
 */
#ifndef SDN_BASE_DECIMAL_H
#define SDN_BASE_DECIMAL_H

#include <stdint.h>

#include <sdn/str.h>

#include "base/swar.h"

/* What sdn__decimal does, for texts of any length. */
bool sdn__decimal_of_any_length(sdn_str text, uint64_t *number);

/* Reads a text of digits only. False if it is anything else or greater than UINT64_MAX; *number is unchanged then. */
static inline bool sdn__decimal(sdn_str text, uint64_t *number)
{
    uint32_t few_digits;
    if (text.len - 1 >= 8)
        return sdn__decimal_of_any_length(text, number);
    if (!sdn__short_number(sdn__exact_word_at(text.ptr, (uint32_t)text.len), (uint32_t)text.len, &few_digits))
        return false;
    *number = few_digits;
    return true;
}

#endif
