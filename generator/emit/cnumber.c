#include "emit/cnumber.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    INTEGER_SIZE = 24,
    REAL_SIZE = 40,
    REAL_DIGITS = 17 /* enough to distinguish any two doubles */
};

/* Numbers from here on have an exponent; every integer below is a double exactly. */
static const double PLAIN_MAX = 1e15;

sdn_str cnumber_signed(sdn_arena *arena, int64_t number)
{
    char digits[INTEGER_SIZE];
    if (number == INT64_MIN)
        return SDN_STR("INT64_MIN");
    int len = snprintf(digits, sizeof digits, "%" PRId64, number);
    return sdn_arena_copy(arena, digits, (size_t)len);
}

sdn_str cnumber_unsigned(sdn_arena *arena, uint64_t number)
{
    char digits[INTEGER_SIZE];
    int len = snprintf(digits, sizeof digits, "%" PRIu64 "%s", number, number > INT32_MAX ? "u" : "");
    return sdn_arena_copy(arena, digits, (size_t)len);
}

/* Whether the printed text reads back as the number, and has no exponent where people write none: 100, not 1e+02. */
static bool reads_well(const char *printed, double number)
{
    bool plain = fabs(number) >= 1 && fabs(number) < PLAIN_MAX;
    return strtod(printed, NULL) == number && !(plain && strchr(printed, 'e') != NULL);
}

/*
 * Whether the number with so many digits is still this one if it is rounded twice. Where C computes with more bits than a
 * double has, as on i386, a constant is rounded to 64 bits first, and may then be just halfway between two doubles. So
 * what is a hundredth of the 17th digit more or less, which is further than that rounding goes, must read as the number.
 */
static bool is_far_from_halfway(int digits, double number)
{
    char printed[REAL_SIZE], more[REAL_SIZE], less[REAL_SIZE];
    snprintf(printed, sizeof printed, "%.*e", digits - 1, fabs(number));
    uint64_t mantissa = 0;
    int used = 0;
    for (const char *c = printed; *c != 'e'; c++)
        if (*c != '.') {
            mantissa = mantissa * 10 + (uint64_t)(*c - '0');
            used++;
        }
    if (mantissa == 0)
        return true;
    for (; used < REAL_DIGITS; used++)
        mantissa *= 10;
    int exponent = atoi(strchr(printed, 'e') + 1) - (REAL_DIGITS - 1) - 2;
    snprintf(more, sizeof more, "%" PRIu64 "01e%d", mantissa, exponent);
    snprintf(less, sizeof less, "%" PRIu64 "99e%d", mantissa - 1, exponent);
    return strtod(more, NULL) == fabs(number) && strtod(less, NULL) == fabs(number);
}

/* The program never sets a locale, so printf and strtod use the "C" locale, whose numbers are valid in C source. */
sdn_str cnumber_real(sdn_arena *arena, double number)
{
    char printed[REAL_SIZE];
    char literal[REAL_SIZE];
    for (int digits = 1; digits <= REAL_DIGITS; digits++) {
        snprintf(printed, sizeof printed, "%.*g", digits, number);
        if (reads_well(printed, number) && is_far_from_halfway(digits, number))
            break;
    }
    const char *exponent = strchr(printed, 'e');
    bool integer = exponent == NULL && strchr(printed, '.') == NULL;
    int len = snprintf(literal, sizeof literal, "%.*s%s", (int)strcspn(printed, "e"), printed, integer ? ".0" : "");
    if (exponent != NULL)
        len += snprintf(literal + len, sizeof literal - (size_t)len, "e%d", atoi(exponent + 1));
    return sdn_arena_copy(arena, literal, (size_t)len);
}
