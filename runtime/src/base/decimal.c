#include "base/decimal.h"

/* Any 19 digits fit a uint64_t. */
enum { SAFE_DIGITS = 19 };

static unsigned decimal_digit_of(char letter)
{
    return (unsigned)(unsigned char)letter - '0';
}

bool sdn__decimal_of_any_length(sdn_str text, uint64_t *number)
{
    uint64_t value = 0;
    size_t i = 0;
    if (text.len == 0)
        return false;
    for (; i < text.len && i < SAFE_DIGITS; i++) {
        unsigned digit = decimal_digit_of(text.ptr[i]);
        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    for (; i < text.len; i++) {
        unsigned digit = decimal_digit_of(text.ptr[i]);
        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *number = value;
    return true;
}
