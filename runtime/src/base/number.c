/*
 * Integers in text. One function reads all of them: digits of base 10 or 16, `_` between two digits, up to a given
 * maximum, which is checked before each digit is added, so nothing overflows. A sign is handled by its callers.
 */
#include "base/number.h"

#include <assert.h>
#include <string.h>

static int hex_digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

static bool read_digits(sdn_str text, unsigned base, uint64_t high, uint64_t *number)
{
    uint64_t value = 0;
    bool digit_before = false;
    for (size_t i = 0; i < text.len; i++) {
        uint64_t digit = (uint64_t)hex_digit_of(text.ptr[i]);
        if (text.ptr[i] == '_' && digit_before) {
            digit_before = false;
            continue;
        }
        if (digit >= base || digit > high || value > (high - digit) / base)
            return false;
        value = value * base + digit;
        digit_before = true;
    }
    if (!digit_before)
        return false;
    *number = value;
    return true;
}

bool sdn__parse_unsigned(sdn_str text, uint64_t high, uint64_t *number)
{
    return read_digits(text, 10, high, number);
}

bool sdn__parse_hexadecimal(sdn_str digits, uint64_t high, uint64_t *number)
{
    return read_digits(digits, 16, high, number);
}

bool sdn__parse_signed(sdn_str text, int64_t low, int64_t high, int64_t *number)
{
    uint64_t size;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    sdn_str digits = {text.ptr + negative, text.len - negative};
    if (!read_digits(digits, 10, (uint64_t)INT64_MAX + negative, &size))
        return false;
    /* -INT64_MIN does not fit an int64_t, so size - 1 is negated instead of size. */
    int64_t value = negative && size > 0 ? -(int64_t)(size - 1) - 1 : (int64_t)size;
    if (value < low || value > high)
        return false;
    *number = value;
    return true;
}

static size_t print_digits(uint64_t number, char *text)
{
    char digits[20]; /* UINT64_MAX has 20 */
    char *end = digits + sizeof digits, *at = end;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    size_t len = (size_t)(end - at);
    assert(len > 0 && len < SDN_NUMBER_SIZE);
    memcpy(text, at, len);
    text[len] = '\0';
    return len;
}

size_t sdn__print_signed(int64_t number, char text[SDN_NUMBER_SIZE])
{
    if (number >= 0)
        return print_digits((uint64_t)number, text);
    text[0] = '-';
    return 1 + print_digits(0 - (uint64_t)number, text + 1);
}

size_t sdn__print_unsigned(uint64_t number, char text[SDN_NUMBER_SIZE])
{
    return print_digits(number, text);
}
