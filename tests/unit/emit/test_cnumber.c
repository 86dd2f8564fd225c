#include "test.h"

#include "xorshift.h"

#include "emit/cnumber.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static sdn_arena arena;

static int teardown(void **state)
{
    (void)state;
    sdn_arena_release(&arena);
    return 0;
}

static void integers_keep_their_value(void **state)
{
    (void)state;
    assert_string_equal(cnumber_signed(&arena, 0).ptr, "0");
    assert_string_equal(cnumber_signed(&arena, -5).ptr, "-5");
    assert_string_equal(cnumber_signed(&arena, INT32_MIN).ptr, "-2147483648");
    assert_string_equal(cnumber_signed(&arena, INT64_MAX).ptr, "9223372036854775807");
    assert_string_equal(cnumber_signed(&arena, INT64_MIN + 1).ptr, "-9223372036854775807");
    assert_string_equal(cnumber_signed(&arena, INT64_MIN).ptr, "INT64_MIN");
    assert_string_equal(cnumber_unsigned(&arena, INT32_MAX).ptr, "2147483647");
    assert_string_equal(cnumber_unsigned(&arena, (uint64_t)INT32_MAX + 1).ptr, "2147483648u");
    assert_string_equal(cnumber_unsigned(&arena, UINT64_MAX).ptr, "18446744073709551615u");
}

static void reals_are_as_short_as_they_can_be(void **state)
{
    static const struct {
        double number;
        const char *literal;
    } cases[] = {
        {0.0, "0.0"},
        {-0.0, "-0.0"},
        {1.0, "1.0"},
        {-1.5, "-1.5"},
        {100.0, "100.0"},
        {1234567890.0, "1234567890.0"},
        {0.1, "0.1"},
        {0.30000000000000004, "0.30000000000000004"},
        {1.0 / 3, "0.3333333333333333"},
        {1e14, "100000000000000.0"},
        {1e15, "1e15"},
        {1e300, "1e300"},
        {-1e-300, "-1e-300"},
        {1e-5, "1e-5"},
        {123456.75, "123456.75"},
        {9007199254740993.0, "9007199254740992.0"},
        {DBL_MAX, "1.7976931348623157e308"},
        {DBL_MIN, "2.2250738585072014e-308"},
        {DBL_TRUE_MIN, "5e-324"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(cnumber_real(&arena, cases[i].number).ptr, cases[i].literal);
}

/* Any bits that make a number, and both neighbours of every power of two. */
static void reals_read_back(void **state)
{
    uint64_t seed = 88172645463325252u;
    (void)state;
    for (int i = 0; i < 10000; i++) {
        double number;
        uint64_t bits = test_random(&seed);
        uint64_t seen = i < 2048 * 3 ? ((uint64_t)(i / 3) << 52) + (uint64_t)(i % 3) - 1 : bits;
        memcpy(&number, &seen, sizeof number);
        if (!isfinite(number))
            continue;
        double back = strtod(cnumber_real(&arena, number).ptr, NULL);
        assert_memory_equal(&back, &number, sizeof number);
        if (i % 1000 == 0)
            sdn_arena_release(&arena);
    }
}

/* Where C computes with more bits than a double has, as on i386, a constant is rounded to those first (C11 5.2.4.2.2). A
 * text that is halfway between two doubles then is no more what was meant. */
static void reals_stay_what_they_are_if_they_are_rounded_twice(void **state)
{
    (void)state;
    assert_string_equal(cnumber_real(&arena, 0x1.0f01baa33f307p-6).ptr, "0.016540939582216498");
    assert_string_equal(cnumber_real(&arena, -0x1.1114deca92c97p-16).ptr, "-1.6276927264063752e-5");
    assert_string_equal(cnumber_real(&arena, 0x1.1b776134e7529p+14).ptr, "18141.844928373732");
#if LDBL_MANT_DIG == 64
    uint64_t seed = 88172645463325252u;
    for (int i = 0; i < 5000; i++) {
        double number = (double)(test_random(&seed) % 1000000007) / (double)(1 + test_random(&seed) % 1000000007);
        assert_true((double)strtold(cnumber_real(&arena, number).ptr, NULL) == number);
        if (i % 1000 == 0)
            sdn_arena_release(&arena);
    }
#endif
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_keep_their_value),
        cmocka_unit_test(reals_are_as_short_as_they_can_be),
        cmocka_unit_test(reals_read_back),
        cmocka_unit_test(reals_stay_what_they_are_if_they_are_rounded_twice),
    };
    return run_cases_with(argc, argv, tests, NULL, teardown);
}
