#include "check/literal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- digits --- */

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
}

static bool is_digit(char c, int base)
{
    return digit_value(c) < base;
}

static bool starts_hex(sdn_str text)
{
    return text.len > 2 && text.ptr[0] == '0' && (text.ptr[1] == 'x' || text.ptr[1] == 'X');
}

static sdn_str without_first(sdn_str text, size_t count)
{
    return (sdn_str){text.ptr + count, text.len - count};
}

/* How many bytes at the start are digits, with single '_' between them. */
static size_t count_digits(sdn_str text, int base)
{
    size_t len = 0;
    while (len < text.len &&
           (is_digit(text.ptr[len], base) || (text.ptr[len] == '_' && len > 0 && text.ptr[len - 1] != '_')))
        len++;
    return len > 0 && text.ptr[len - 1] == '_' ? len - 1 : len;
}

/* --- whole numbers --- */

static void add_digit(literal_integer *number, uint64_t base, uint64_t digit)
{
    if (number->magnitude > (UINT64_MAX - digit) / base)
        number->too_large = true;
    else
        number->magnitude = number->magnitude * base + digit;
}

bool literal_read_integer(sdn_str text, literal_integer *made)
{
    literal_integer number = {.negative = text.len > 0 && text.ptr[0] == '-'};
    sdn_str digits = without_first(text, number.negative ? 1 : 0);
    int base = starts_hex(digits) ? 16 : 10;
    if (base == 16)
        digits = without_first(digits, 2);
    if (digits.len == 0 || count_digits(digits, base) != digits.len)
        return false;
    for (size_t i = 0; i < digits.len; i++)
        if (digits.ptr[i] != '_')
            add_digit(&number, (uint64_t)base, (uint64_t)digit_value(digits.ptr[i]));
    *made = number;
    return true;
}

/* --- numbers with a point or exponent --- */

/* Removes the digits at the start of *text; false if there are none. */
static bool skip_digits(sdn_str *text, int base)
{
    size_t len = count_digits(*text, base);
    *text = without_first(*text, len);
    return len > 0;
}

static bool skip_char(sdn_str *text, const char *of)
{
    bool found = text->len > 0 && text->ptr[0] != '\0' && strchr(of, text->ptr[0]) != NULL;
    *text = without_first(*text, found ? 1 : 0);
    return found;
}

static bool is_real(sdn_str text)
{
    skip_char(&text, "-");
    if (starts_hex(text)) {
        text = without_first(text, 2);
        return skip_digits(&text, 16) && text.len == 0;
    }
    if (!skip_digits(&text, 10) || (skip_char(&text, ".") && !skip_digits(&text, 10)))
        return false;
    if (skip_char(&text, "eE")) {
        skip_char(&text, "+-");
        if (!skip_digits(&text, 10))
            return false;
    }
    return text.len == 0;
}

/* Whether any digit before the exponent is not 0. */
static bool has_value(const char *digits)
{
    bool hex = digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X');
    for (const char *c = hex ? digits + 2 : digits; *c != '\0' && (hex || (*c != 'e' && *c != 'E')); c++)
        if (*c != '0' && *c != '.' && *c != '-')
            return true;
    return false;
}

literal_result literal_read_real(sdn_str text, sdn_arena *arena, double *made)
{
    if (!is_real(text))
        return LITERAL_WRONG;
    char *digits = sdn_arena_alloc(arena, text.len + 1);
    size_t len = 0;
    if (digits == NULL)
        return LITERAL_NO_MEMORY;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] != '_')
            digits[len++] = text.ptr[i];
    digits[len] = '\0';
    double number = strtod(digits, NULL);
    if (isinf(number) || (number == 0 && has_value(digits)))
        return LITERAL_TOO_FAR;
    *made = number;
    return LITERAL_FINE;
}
