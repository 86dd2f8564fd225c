#include "base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- integers ---- */

static int digit_of(char c)
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
        uint64_t digit = (uint64_t)digit_of(text.ptr[i]);
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

bool sdn_parse_unsigned(sdn_str text, uint64_t high, uint64_t *number)
{
    return read_digits(text, 10, high, number);
}

bool sdn_parse_hexadecimal(sdn_str digits, uint64_t high, uint64_t *number)
{
    return read_digits(digits, 16, high, number);
}

bool sdn_parse_signed(sdn_str text, int64_t low, int64_t high, int64_t *number)
{
    uint64_t size;
    bool negative = text.len > 0 && text.ptr[0] == '-';
    sdn_str digits = {text.ptr + negative, text.len - negative};
    if (!read_digits(digits, 10, (uint64_t)INT64_MAX + negative, &size))
        return false;
    /* -INT64_MIN is no int64_t, so the size is made negative less one. */
    int64_t value = negative && size > 0 ? -(int64_t)(size - 1) - 1 : (int64_t)size;
    if (value < low || value > high)
        return false;
    *number = value;
    return true;
}

static size_t print_digits(uint64_t number, char *text)
{
    char digits[20]; /* as many as UINT64_MAX has */
    char *end = digits + sizeof digits, *at = end;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    size_t len = (size_t)(end - at);
    memcpy(text, at, len);
    text[len] = '\0';
    return len;
}

size_t sdn_print_signed(int64_t number, char text[SDN_NUMBER_SIZE])
{
    if (number >= 0)
        return print_digits((uint64_t)number, text);
    text[0] = '-';
    return 1 + print_digits(0 - (uint64_t)number, text + 1);
}

size_t sdn_print_unsigned(uint64_t number, char text[SDN_NUMBER_SIZE])
{
    return print_digits(number, text);
}

/* ---- real numbers ---- */

/* strtod and printf speak the decimal point of the locale, which the program may have set; so texts are
 * translated on the way in and out. */
static sdn_str locale_point(void)
{
    return sdn_str_from(localeconv()->decimal_point);
}

/* A text on its way to strtod. */
typedef struct real_text {
    sdn_str from;
    size_t at;
    char to[SDN_REAL_MOST + 64]; /* the point of a locale may be several bytes */
    size_t len;
} real_text;

static void put(real_text *t, const char *bytes, size_t len)
{
    memcpy(t->to + t->len, bytes, len);
    t->len += len;
}

static bool take_one_of(real_text *t, const char *letters)
{
    if (t->at == t->from.len || t->from.ptr[t->at] == '\0' || strchr(letters, t->from.ptr[t->at]) == NULL)
        return false;
    put(t, t->from.ptr + t->at++, 1);
    return true;
}

/* Takes digits with `_` between them; false if there is none. */
static bool take_digits(real_text *t)
{
    static const char digits[] = "0123456789";
    if (!take_one_of(t, digits))
        return false;
    for (;;) {
        bool joint = t->at < t->from.len && t->from.ptr[t->at] == '_';
        t->at += joint;
        if (!take_one_of(t, digits))
            return !joint;
    }
}

static bool take_fraction(real_text *t)
{
    sdn_str point = locale_point();
    if (t->at == t->from.len || t->from.ptr[t->at] != '.')
        return true;
    t->at++;
    put(t, point.ptr, point.len < 32 ? point.len : 32);
    return take_digits(t);
}

static bool take_exponent(real_text *t)
{
    if (!take_one_of(t, "eE"))
        return true;
    take_one_of(t, "+-");
    return take_digits(t);
}

static bool take_real(real_text *t)
{
    take_one_of(t, "-");
    return take_digits(t) && take_fraction(t) && take_exponent(t) && t->at == t->from.len;
}

bool sdn_parse_real(sdn_str text, double *number)
{
    real_text t = {.from = text, .at = 0, .len = 0};
    if (text.len > SDN_REAL_MOST || !take_real(&t))
        return false;
    t.to[t.len] = '\0';
    double value = strtod(t.to, NULL);
    if (!isfinite(value))
        return false;
    *number = value;
    return true;
}

static void use_plain_point(char *text)
{
    sdn_str point = locale_point();
    char *found = strstr(text, point.ptr);
    if (found == NULL || sdn_str_equal(point, SDN_STR(".")))
        return;
    *found = '.';
    memmove(found + 1, found + point.len, strlen(found + point.len) + 1);
}

size_t sdn_print_real(double number, char text[SDN_NUMBER_SIZE])
{
    /* 15 digits are always kept by a normal double, and 17 always tell one from its neighbours. */
    enum { KEPT_DIGITS = 15, MOST_DIGITS = 17 };
    text[0] = '\0';
    if (!isfinite(number))
        return 0;
    /* Those closer to 0 keep fewer, down to one. */
    for (int digits = fabs(number) < DBL_MIN ? 1 : KEPT_DIGITS; digits <= MOST_DIGITS; digits++) {
        snprintf(text, SDN_NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    use_plain_point(text);
    return strlen(text);
}
