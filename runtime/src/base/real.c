/*
 * Real numbers in text, with integer arithmetic only. So the result depends neither on the locale, nor on the program's
 * floating-point state (rounding mode, flushing to zero), nor on compiler options (-ffast-math, -frounding-math).
 *
 * A double is m * 2^e and a text is d * 10^x = d * 5^x * 2^x, with integers m and d. Both directions are exact and then
 * round once, half to even (IEEE 754):
 *
 *   reading   computes d * 5^x, or d / 5^-x if x is negative, to at least 54 bits and a flag for the rest, and rounds
 *             these to the 53 bits of a double
 *   writing   computes all decimal digits of m * 2^e, of which there are at most 767, and rounds them to 15, 16 and 17
 *             digits, until the text reads back as the same double
 *
 * Large integers are arrays of 32-bit limbs. This is slower than the algorithms with tables (Ryu, Eisel-Lemire), but
 * short, without tables, and simple to verify.
 */
#include "base/number.h"

#include <assert.h>
#include <string.h>

enum {
    FRACTION_BITS = 52,
    EXPONENT_END = 2047, /* the exponent of infinity and NaN */
    SMALLEST_EXPONENT = -1074,
    LARGEST_MAGNITUDE = 309, /* no double is 10^309 or more */
    LEAST_MAGNITUDE = -323   /* a number below 10^-324 rounds to 0 */
};

static const uint64_t DOUBLE_SIGN = UINT64_C(1) << 63;
static const uint64_t HIDDEN = UINT64_C(1) << FRACTION_BITS; /* the implicit leading bit of normal doubles */

/* ---- large integers ---- */

/* Room for SDN_REAL_MOST digits, and for the largest power of five that as many digits and LEAST_MAGNITUDE need. */
enum { LIMBS = 136 };

typedef struct large {
    uint32_t limbs[LIMBS]; /* the lowest first */
    size_t count;          /* the last limb that counts is not 0 */
} large;

static void set_large(large *n, uint64_t value)
{
    n->limbs[0] = (uint32_t)value;
    n->limbs[1] = (uint32_t)(value >> 32);
    n->count = n->limbs[1] != 0 ? 2 : n->limbs[0] != 0;
}

/* n * factor + more */
static void scale(large *n, uint32_t factor, uint32_t more)
{
    uint64_t carry = more;
    for (size_t i = 0; i < n->count; i++) {
        carry += (uint64_t)n->limbs[i] * factor;
        n->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry != 0) {
        assert(n->count < LIMBS);
        n->limbs[n->count++] = (uint32_t)carry;
    }
}

static void scale_by_fives(large *n, unsigned power)
{
    enum { STEP = 13, FIVES = 1220703125 }; /* 5^13 is the largest that fits a limb */
    for (; power >= STEP; power -= STEP)
        scale(n, FIVES, 0);
    for (; power > 0; power--)
        scale(n, 5, 0);
}

static size_t bits_of(const large *n)
{
    size_t bits = 32 * n->count;
    for (uint32_t top = n->count > 0 ? n->limbs[n->count - 1] : 0; top != 0 && top >> 31 == 0; top <<= 1)
        bits--;
    return bits;
}

static void shift_up(large *n, size_t bits)
{
    size_t limbs = bits / 32;
    if (n->count == 0)
        return;
    assert(n->count + limbs <= LIMBS);
    memmove(n->limbs + limbs, n->limbs, n->count * sizeof n->limbs[0]);
    memset(n->limbs, 0, limbs * sizeof n->limbs[0]);
    n->count += limbs;
    scale(n, UINT32_C(1) << bits % 32, 0);
}

static bool is_less(const large *a, const large *b)
{
    if (a->count != b->count)
        return a->count < b->count;
    for (size_t i = a->count; i-- > 0;)
        if (a->limbs[i] != b->limbs[i])
            return a->limbs[i] < b->limbs[i];
    return false;
}

/* n - less, where `less` is not larger than n. */
static void subtract(large *n, const large *less)
{
    uint64_t borrow = 0;
    for (size_t i = 0; i < n->count; i++) {
        uint64_t left = (uint64_t)n->limbs[i] - (i < less->count ? less->limbs[i] : 0) - borrow;
        n->limbs[i] = (uint32_t)left;
        borrow = left >> 63;
    }
    assert(borrow == 0);
    while (n->count > 0 && n->limbs[n->count - 1] == 0)
        n->count--;
}

/* n / divisor; returns the remainder. */
static uint32_t divide(large *n, uint32_t divisor)
{
    uint64_t rest = 0;
    for (size_t i = n->count; i-- > 0;) {
        rest = rest << 32 | n->limbs[i];
        n->limbs[i] = (uint32_t)(rest / divisor);
        rest %= divisor;
    }
    while (n->count > 0 && n->limbs[n->count - 1] == 0)
        n->count--;
    return (uint32_t)rest;
}

/* ---- from a quotient to a double ---- */

/* q * 2^e, plus less than 2^e if `more`. q has at least 54 bits: those of a double and one to round by. */
typedef struct quotient {
    uint64_t q;
    int e;
    bool more;
} quotient;

static int leave_out(const quotient *n)
{
    int usual = 63 - FRACTION_BITS;
    return n->e + usual < SMALLEST_EXPONENT ? SMALLEST_EXPONENT - n->e : usual;
}

/* The bits of the nearest double; of two equally near ones, that whose last bit is 0. UINT64_MAX if it is infinite. */
static uint64_t round_quotient(quotient n)
{
    while (n.q >> 63 == 0) {
        n.q <<= 1;
        n.e--;
    }
    int out = leave_out(&n);
    if (out > 64)
        return 0;
    uint64_t kept = out < 64 ? n.q >> out : 0;
    bool half = (n.q >> (out - 1) & 1) != 0;
    bool rest = n.more || (n.q & ((UINT64_C(1) << (out - 1)) - 1)) != 0;
    kept += half && (rest || (kept & 1) != 0);
    if (kept < HIDDEN)
        return kept;
    /* The sum lets a carry out of the fraction increment the exponent. */
    int exponent = n.e + out - SMALLEST_EXPONENT;
    if (exponent >= EXPONENT_END - 1)
        return UINT64_MAX;
    uint64_t bits = ((uint64_t)exponent << FRACTION_BITS) + kept;
    return bits >> FRACTION_BITS == EXPONENT_END ? UINT64_MAX : bits;
}

/* ---- reading ---- */

/* The number in a text: d * 10^x. */
typedef struct decimal {
    bool negative;
    large d;
    int digits; /* of d */
    int x;
} decimal;

/* The upper 64 bits of n. */
static quotient upper_bits(const large *n)
{
    size_t bits = bits_of(n), at = bits > 64 ? bits - 64 : 0;
    quotient made = {0, (int)at, false};
    for (size_t i = n->count; i-- > 0;) {
        int shift = (int)(32 * i) - (int)at;
        if (shift >= 0)
            made.q |= (uint64_t)n->limbs[i] << shift;
        else if (shift > -32)
            made.q |= n->limbs[i] >> -shift;
        uint32_t below = shift >= 0 ? 0 : shift > -32 ? n->limbs[i] << (32 + shift) : n->limbs[i];
        made.more = made.more || below != 0;
    }
    return made;
}

static uint64_t short_value(const large *n)
{
    return (n->count > 0 ? n->limbs[0] : 0) | (n->count > 1 ? (uint64_t)n->limbs[1] << 32 : 0);
}

/* n / divisor for a divisor of at most 47 bits: 9 bits of the quotient at a time, for which the remainder leaves
 * room. */
static quotient divide_short(uint64_t n, uint64_t divisor)
{
    enum { STEP = 9 };
    int e = 0;
    for (; n >> 63 == 0; e--)
        n <<= 1;
    quotient made = {n / divisor, e, false};
    uint64_t rest = n % divisor;
    while (made.q >> 54 == 0) {
        made.q = made.q << STEP | (rest << STEP) / divisor;
        rest = (rest << STEP) % divisor;
        made.e -= STEP;
    }
    made.more = rest != 0;
    return made;
}

/* n / divisor, one bit of the quotient at a time. */
static quotient divide_long(large *n, large *divisor)
{
    enum { BITS = 56 };
    int e = (int)bits_of(n) - (int)bits_of(divisor);
    quotient made = {0, e - BITS, false};
    shift_up(e < 0 ? n : divisor, (size_t)(e < 0 ? -e : e));
    for (int i = 0; i <= BITS; i++) {
        made.q <<= 1;
        if (!is_less(n, divisor)) {
            subtract(n, divisor);
            made.q |= 1;
        }
        scale(n, 2, 0);
    }
    made.more = n->count > 0;
    return made;
}

static quotient divide_by_fives(large *n, unsigned power)
{
    enum { SHORT_POWER = 20 }; /* 5^20 has 47 bits */
    large divisor;
    set_large(&divisor, 1);
    scale_by_fives(&divisor, power);
    if (n->count <= 2 && power <= SHORT_POWER)
        return divide_short(short_value(n), short_value(&divisor));
    return divide_long(n, &divisor);
}

/* The bits of the nearest double; UINT64_MAX if it is infinite. */
static uint64_t nearest(decimal *number)
{
    int magnitude = number->digits + number->x;
    if (number->d.count == 0 || magnitude < LEAST_MAGNITUDE)
        return 0;
    if (magnitude > LARGEST_MAGNITUDE)
        return UINT64_MAX;
    if (number->x >= 0)
        scale_by_fives(&number->d, (unsigned)number->x);
    quotient made = number->x >= 0 ? upper_bits(&number->d) : divide_by_fives(&number->d, (unsigned)-number->x);
    made.e += number->x;
    return round_quotient(made);
}

static bool take(sdn_str *text, char wanted)
{
    if (text->len == 0 || text->ptr[0] != wanted)
        return false;
    text->ptr++;
    text->len--;
    return true;
}

static bool take_digit(sdn_str *text, uint32_t *digit)
{
    uint32_t value = text->len > 0 ? (uint32_t)(unsigned char)text->ptr[0] - '0' : 10;
    if (value > 9)
        return false;
    *digit = value;
    return take(text, text->ptr[0]);
}

static void add_digit(decimal *number, uint32_t digit)
{
    if (number->d.count == 0) { /* leading zeros do not count */
        set_large(&number->d, digit);
        number->digits = digit != 0;
        return;
    }
    scale(&number->d, 10, digit);
    number->digits++;
}

/* Digits with `_` between them; false if there is none. `step` is added to x for each digit: 0 before the point, -1
 * after. */
static bool take_digits(sdn_str *text, decimal *number, int step)
{
    uint32_t digit;
    do {
        if (!take_digit(text, &digit))
            return false;
        do {
            add_digit(number, digit);
            number->x += step;
        } while (take_digit(text, &digit));
    } while (take(text, '_'));
    return true;
}

/* An exponent so large that the result is 0 or infinite anyway stops growing. */
static bool take_exponent(sdn_str *text, int *exponent)
{
    enum { FAR = 100000 };
    bool negative = take(text, '-');
    uint32_t digit;
    int size = 0;
    if (!negative)
        take(text, '+');
    do {
        if (!take_digit(text, &digit))
            return false;
        do
            size = size < FAR ? 10 * size + (int)digit : FAR;
        while (take_digit(text, &digit));
    } while (take(text, '_'));
    *exponent += negative ? -size : size;
    return true;
}

static bool take_decimal(sdn_str *text, decimal *number)
{
    number->negative = take(text, '-');
    if (!take_digits(text, number, 0) || (take(text, '.') && !take_digits(text, number, -1)))
        return false;
    if ((take(text, 'e') || take(text, 'E')) && !take_exponent(text, &number->x))
        return false;
    return text->len == 0;
}

bool sdn__parse_real(sdn_str text, double *number)
{
    decimal read;
    read.d.count = 0;
    read.digits = read.x = 0;
    if (text.len > SDN_REAL_MOST || !take_decimal(&text, &read))
        return false;
    uint64_t bits = nearest(&read);
    if (bits == UINT64_MAX)
        return false;
    bits |= read.negative ? DOUBLE_SIGN : 0;
    memcpy(number, &bits, sizeof bits);
    return true;
}

/* ---- writing ---- */

enum {
    MOST_DIGITS = 800, /* no double has more than 767; room for the last group */
    GROUP = 9
};

/* The decimal digits of 0.d1d2d3... * 10^magnitude, as characters. */
typedef struct real_digits {
    char letters[MOST_DIGITS];
    int count;
    int magnitude;
} real_digits;

/* All digits of an integer that is not 0. The last ones are computed first, so they are filled in from the end. */
static void print_large(large *n, real_digits *made)
{
    enum { BILLION = 1000000000 };
    int at = MOST_DIGITS;
    do {
        uint32_t group = divide(n, BILLION);
        assert(at >= GROUP);
        for (int i = 0; i < GROUP; i++, group /= 10)
            made->letters[--at] = (char)('0' + group % 10);
    } while (n->count > 0);
    while (made->letters[at] == '0')
        at++;
    made->count = MOST_DIGITS - at;
    memmove(made->letters, made->letters + at, (size_t)made->count);
}

/* All digits of m * 2^e, m not 0. If e is negative, this is m * 5^-e / 10^-e. */
static void print_all(uint64_t m, int e, real_digits *made)
{
    large n;
    set_large(&n, m);
    if (e < 0)
        scale_by_fives(&n, (unsigned)-e);
    else
        shift_up(&n, (size_t)e);
    print_large(&n, made);
    made->magnitude = made->count + (e < 0 ? e : 0);
}

static bool rounds_up(const real_digits *all, int count)
{
    if (count >= all->count || all->letters[count] != '5')
        return count < all->count && all->letters[count] > '5';
    for (int i = count + 1; i < all->count; i++)
        if (all->letters[i] != '0')
            return true;
    return (all->letters[count - 1] - '0') % 2 != 0;
}

/* Rounds to at most `count` digits, half to even, without zeros at the end. */
static void round_digits(const real_digits *all, int count, real_digits *made)
{
    bool up = rounds_up(all, count);
    made->magnitude = all->magnitude;
    made->count = count < all->count ? count : all->count;
    memcpy(made->letters, all->letters, (size_t)made->count);
    while (made->count > 0 && made->letters[made->count - 1] == (up ? '9' : '0'))
        made->count--;
    if (up && made->count == 0) { /* only nines */
        made->letters[made->count++] = '1';
        made->magnitude++;
    } else if (up)
        made->letters[made->count - 1]++;
}

static char *put_letters(char *at, const char *letters, int count)
{
    memcpy(at, letters, (size_t)count);
    return at + count;
}

static char *put_zeros(char *at, int count)
{
    for (; count > 0; count--)
        *at++ = '0';
    return at;
}

static char *put_plain(char *at, const real_digits *made)
{
    int whole = made->magnitude > 0 ? made->magnitude : 0;
    int from_digits = whole < made->count ? whole : made->count;
    at = put_letters(at, made->letters, from_digits);
    at = put_zeros(at, whole > 0 ? whole - from_digits : 1);
    if (made->count == from_digits)
        return at;
    *at++ = '.';
    at = put_zeros(at, whole > 0 ? 0 : -made->magnitude);
    return put_letters(at, made->letters + from_digits, made->count - from_digits);
}

static char *put_with_exponent(char *at, const real_digits *made)
{
    int exponent = made->magnitude - 1;
    char text[SDN_NUMBER_SIZE];
    at = put_letters(at, made->letters, 1);
    if (made->count > 1) {
        *at++ = '.';
        at = put_letters(at, made->letters + 1, made->count - 1);
    }
    *at++ = 'e';
    *at++ = exponent < 0 ? '-' : '+';
    size_t len = sdn__print_unsigned((uint64_t)(exponent < 0 ? -exponent : exponent), text);
    return put_letters(put_zeros(at, len < 2), text, (int)len);
}

/* The form that printf gives with %g and this precision. */
static size_t put_digits(const real_digits *made, int precision, bool negative, char *text)
{
    bool plain = made->magnitude > -4 && made->magnitude <= precision;
    char *at = text;
    if (negative)
        *at++ = '-';
    at = plain ? put_plain(at, made) : put_with_exponent(at, made);
    *at = '\0';
    return (size_t)(at - text);
}

static size_t print_bits(uint64_t bits, char *text)
{
    /* A normal double keeps any 15 digits, and 17 digits distinguish it from its neighbours. Subnormal doubles keep
     * fewer, down to one, so for them the search starts with one digit. */
    enum { KEPT_DIGITS = 15, MOST_NEEDED = 17 };
    int exponent = (int)(bits >> FRACTION_BITS & EXPONENT_END);
    uint64_t fraction = bits & (HIDDEN - 1);
    real_digits all, rounded;
    double back;
    size_t len = 0;
    print_all(exponent > 0 ? HIDDEN | fraction : fraction, SMALLEST_EXPONENT + exponent - (exponent > 0), &all);
    for (int count = exponent > 0 ? KEPT_DIGITS : 1; count <= MOST_NEEDED; count++) {
        round_digits(&all, count, &rounded);
        len = put_digits(&rounded, count, (bits & DOUBLE_SIGN) != 0, text);
        if (sdn__parse_real((sdn_str){text, len}, &back) && memcmp(&back, &bits, sizeof bits) == 0)
            break;
    }
    return len;
}

size_t sdn__print_real(double number, char text[SDN_NUMBER_SIZE])
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    text[0] = '\0';
    if ((bits >> FRACTION_BITS & EXPONENT_END) == EXPONENT_END)
        return 0;
    if ((bits & ~DOUBLE_SIGN) != 0)
        return print_bits(bits, text);
    strcpy(text, bits != 0 ? "-0" : "0");
    return strlen(text);
}

uint64_t sdn__real_rank(const void *number)
{
    uint64_t bits;
    memcpy(&bits, number, sizeof bits);
    if ((bits & ~DOUBLE_SIGN) > (uint64_t)EXPONENT_END << FRACTION_BITS)
        return UINT64_MAX;
    if (bits == DOUBLE_SIGN)
        bits = 0;
    return (bits & DOUBLE_SIGN) != 0 ? ~bits : bits | DOUBLE_SIGN;
}
