/*
 * Real numbers in text in any floating-point state of the program: each rounding mode, and on x86 numbers near 0
 * flushed to 0. What is right is what libc says in the usual state.
 *
 * Built several times, with the runtime's own code for numbers compiled in other ways too (-frounding-math,
 * -ffast-math).
 */
#include "test.h"

#include "record_types/all_types.h"
#include "xorshift.h"

#include "base/number.h"
#include "record/scalar.h"

#include <fenv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(__SSE__)
#include <xmmintrin.h>
#endif

enum { DRAWN = 4000, DECIMALS = 4000, NUMBERS = DRAWN + DECIMALS + 8 };

/* A number as its bits, which no state touches, and its text. */
typedef struct known {
    uint64_t bits;
    char text[40];
    bool is_shortest; /* else it is but one of the texts that read as the number */
} known;

static known numbers[NUMBERS];

/* libc's shortest text of at least 15 digits, or of one for a number near 0. */
static void keep(known *entry, double number)
{
    memcpy(&entry->bits, &number, sizeof number);
    entry->is_shortest = true;
    bool is_near_0 = (entry->bits & UINT64_C(0x7ff0000000000000)) == 0;
    for (int digits = is_near_0 ? 1 : 15; digits <= 17; digits++) {
        snprintf(entry->text, sizeof entry->text, "%.*g", digits, number);
        if (strtod(entry->text, NULL) == number)
            break;
    }
}

static void keep_text(known *entry, const char *text)
{
    double number = strtod(text, NULL);
    memcpy(&entry->bits, &number, sizeof number);
    snprintf(entry->text, sizeof entry->text, "%s", text);
    entry->is_shortest = false;
}

static void draw(void)
{
    static const double edges[] = {5e-324, -5e-324, 2.2250738585072014e-308, 2.2250738585072009e-308,
                                   0.0,    -0.0,    1.7976931348623157e308,  1e22};
    uint64_t seed = 11;
    size_t count = 0;
    for (size_t i = 0; i < sizeof edges / sizeof edges[0]; i++)
        keep(&numbers[count++], edges[i]);
    for (int i = 0; i < DRAWN; i++)
        keep(&numbers[count++], test_random_double(&seed));
    for (int i = 0; i < DECIMALS; i++) {
        char text[SDN_NUMBER_SIZE];
        snprintf(text, sizeof text, "%d.%03de%d", i, i * 7 % 1000, i % 61 - 30);
        keep_text(&numbers[count++], text);
    }
}

static void assert_known(const known *entry, const char *mode)
{
    double number;
    char text[SDN_NUMBER_SIZE];
    if (!sdn__parse_real(sdn_str_from(entry->text), &number) || memcmp(&number, &entry->bits, sizeof number) != 0)
        fail_msg("%s: %s is read as another number", mode, entry->text);
    memcpy(&number, &entry->bits, sizeof number);
    sdn__print_real(number, text);
    if (entry->is_shortest && strcmp(text, entry->text) != 0)
        fail_msg("%s: %s is written for %s", mode, text, entry->text);
}

static void assert_all_known(const char *mode)
{
    for (size_t i = 0; i < NUMBERS; i++)
        assert_known(&numbers[i], mode);
}

static void numbers_are_the_same_in_every_rounding_mode(void **state)
{
    static const struct {
        int mode;
        const char *name;
    } modes[] = {{FE_TONEAREST, "nearest"}, {FE_DOWNWARD, "down"}, {FE_UPWARD, "up"}, {FE_TOWARDZERO, "to 0"}};
    (void)state;
    for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++) {
        assert_int_equal(fesetround(modes[i].mode), 0);
        assert_all_known(modes[i].name);
        assert_int_equal(fegetround(), modes[i].mode);
    }
    fesetround(FE_TONEAREST);
}

static void numbers_near_0_are_not_flushed(void **state)
{
    (void)state;
#if defined(__SSE__)
    unsigned before = _mm_getcsr();
    _mm_setcsr(before | 0x8040); /* both results and operands */
    assert_all_known("flushed to 0");
    _mm_setcsr(before);
#else
    skip();
#endif
}

static const sdn_field field = {.name = "x", .type = SDN_TYPE_F64};

/* The bits, so that no compiler sees what is compared. */
static double from_bits(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static void what_is_not_finite_is_refused(void **state)
{
    static const uint64_t others[] = {0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0xfff8000000000001,
                                      0x7fffffffffffffff};
    char text[SDN_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        double number = from_bits(others[i]);
        assert_int_equal(sdn__print_real(number, text), 0);
        assert_null(sdn__scalar_of(&field)->print(&field, &number, text).ptr);
    }
    double number = 1;
    assert_false(sdn__parse_real(SDN_STR("1e309"), &number));
    assert_false(sdn__parse_real(SDN_STR("1.7976931348623159e308"), &number));
}

/* What is not a number comes last, -0 is 0, and numbers near 0 are not equal to it. */
static void the_order_is_that_of_the_bits(void **state)
{
    static const uint64_t rising[] = {0xfff0000000000000, 0xbff0000000000000, 0x8000000000000001, 0x0000000000000000,
                                      0x0000000000000001, 0x3ff0000000000000, 0x7ff0000000000000, 0x7ff8000000000000};
    const sdn_scalar *scalar = sdn__scalar_of(&field);
    double zero = 0, negative = from_bits(UINT64_C(1) << 63);
    (void)state;
    fesetround(FE_DOWNWARD);
    for (size_t i = 1; i < sizeof rising / sizeof rising[0]; i++) {
        double less = from_bits(rising[i - 1]), more = from_bits(rising[i]);
        assert_true(scalar->compare(&less, &more) < 0);
        assert_true(scalar->compare(&more, &less) > 0);
        assert_int_equal(scalar->compare(&more, &more), 0);
    }
    assert_int_equal(scalar->compare(&zero, &negative), 0);
    assert_true(scalar->hash(&zero, 1) == scalar->hash(&negative, 1));
    fesetround(FE_TONEAREST);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_the_same_in_every_rounding_mode),
        cmocka_unit_test(numbers_near_0_are_not_flushed),
        cmocka_unit_test(what_is_not_finite_is_refused),
        cmocka_unit_test(the_order_is_that_of_the_bits),
    };
    draw();
    return run_cases(argc, argv, tests);
}
