/*
 * A number is its digits without zeros at both ends, and the power of ten of the first digit; two numbers are the same if
 * these are. Nothing is computed with the digits, so there is no loss.
 */
#include "infer/same_number.h"

#include <stdint.h>
#include <string.h>

typedef struct decimal_parts {
    bool is_negative;
    const char *first, *last; /* digits, a point perhaps between them; first > last: zero */
    const char *point;        /* or the end of the digits */
    int64_t exponent;         /* as written */
} decimal_parts;

/* More than any exponent that matters: two that are larger are not told apart by it, but by the bytes of the text. */
enum { LARGEST_EXPONENT = 1000000 };

static int64_t read_exponent(const char *at, const char *end)
{
    int64_t exponent = 0;
    bool is_negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    for (; at < end; at++)
        exponent = exponent < LARGEST_EXPONENT ? exponent * 10 + (*at - '0') : exponent;
    return is_negative ? -exponent : exponent;
}

static const char *find_byte(const char *at, const char *end, const char *bytes)
{
    while (at < end && strchr(bytes, *at) == NULL)
        at++;
    return at;
}

static decimal_parts parts_of(sdn_str text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    decimal_parts made = {.is_negative = text.len > 0 && *at == '-'};
    at += made.is_negative;
    const char *digits_end = find_byte(at, end, "eE");
    made.exponent = digits_end < end ? read_exponent(digits_end + 1, end) : 0;
    made.point = find_byte(at, digits_end, ".");
    for (made.first = at; made.first < digits_end && (*made.first == '0' || *made.first == '.');)
        made.first++;
    for (made.last = digits_end - 1; made.last > made.first && (*made.last == '0' || *made.last == '.');)
        made.last--;
    return made;
}

/* The power of ten of the first digit. */
static int64_t magnitude(const decimal_parts *parts)
{
    int64_t before_point = parts->point - parts->first; /* digits; negative: zeros after the point, and the point */
    return parts->exponent + (before_point > 0 ? before_point : before_point + 1);
}

static const char *next_digit(const char *at)
{
    return at[1] == '.' ? at + 2 : at + 1;
}

bool same_number(sdn_str a, sdn_str b)
{
    decimal_parts x = parts_of(a), y = parts_of(b);
    bool x_is_zero = x.first > x.last, y_is_zero = y.first > y.last;
    if (x.is_negative != y.is_negative || x_is_zero != y_is_zero)
        return false;
    if (x_is_zero)
        return true;
    if (magnitude(&x) != magnitude(&y))
        return false;
    const char *p = x.first, *q = y.first;
    while (*p == *q && p < x.last && q < y.last) {
        p = next_digit(p);
        q = next_digit(q);
    }
    return *p == *q && p == x.last && q == y.last;
}
