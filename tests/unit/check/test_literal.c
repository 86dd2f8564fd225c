#include "test.h"

#include <math.h>

#include "check/literal.h"

static void whole_numbers_are_decimal_or_hexadecimal(void **state)
{
    static const struct {
        const char *text;
        uint64_t magnitude;
        bool negative, too_large;
    } cases[] = {
        {"0", 0, false, false},
        {"-0", 0, true, false},
        {"007", 7, false, false},
        {"1_000_000", 1000000, false, false},
        {"-5", 5, true, false},
        {"0x1F", 31, false, false},
        {"0XfF_ff", 65535, false, false},
        {"-0x8000000000000000", (uint64_t)INT64_MAX + 1, true, false},
        {"18446744073709551615", UINT64_MAX, false, false},
        {"0xFFFFFFFFFFFFFFFF", UINT64_MAX, false, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        literal_integer made;
        assert_true(literal_read_integer(sdn_str_from(cases[i].text), &made));
        assert_int_equal(made.magnitude, cases[i].magnitude);
        assert_int_equal(made.negative, cases[i].negative);
        assert_false(made.too_large);
    }
}

static void what_64_bits_do_not_hold_is_too_large(void **state)
{
    static const char *const cases[] = {"18446744073709551616", "0x1_0000_0000_0000_0000",
                                        "-99999999999999999999999999"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        literal_integer made;
        assert_true(literal_read_integer(sdn_str_from(cases[i]), &made));
        assert_true(made.too_large);
    }
}

static void other_texts_are_no_whole_numbers(void **state)
{
    static const char *const cases[] = {"",    "-",   "--1", "+1",  "1_",  "_1", "1__0", "0x",  "0x_1",
                                        "0b1", "1.0", "1e3", "12a", "0xg", " 1", "1 ",   "0x1_"};
    literal_integer made = {.magnitude = 42};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_false(literal_read_integer(sdn_str_from(cases[i]), &made));
    assert_int_equal(made.magnitude, 42);
}

static literal_result read_real(const char *text, double *made)
{
    sdn_arena arena = SDN_ARENA_INIT;
    literal_result result = literal_read_real(sdn_str_from(text), &arena, made);
    sdn_arena_release(&arena);
    return result;
}

static void numbers_may_have_a_point_and_an_exponent(void **state)
{
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"0", 0},           {"1", 1},
        {"-5", -5},         {"1.5", 1.5},
        {"-0.5", -0.5},     {"1e9", 1e9},
        {"1E+9", 1e9},      {"1_000.2_5", 1000.25},
        {"25e-1", 2.5},     {"0x10", 16},
        {"0e999", 0},       {"0.0e-999", 0},
        {"5e-324", 5e-324}, {"1.7976931348623157e308", 1.7976931348623157e308},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        double made = -1;
        assert_int_equal(read_real(cases[i].text, &made), LITERAL_FINE);
        assert_true(made == cases[i].number);
    }
    double zero = 1;
    assert_int_equal(read_real("-0.0", &zero), LITERAL_FINE);
    assert_true(signbit(zero));
}

static void other_texts_are_no_numbers(void **state)
{
    static const char *const cases[] = {"",   "-",    ".5",   "1.",   "1.e5",  "1e",    "1e+", "1e1.5", "nan", "inf",
                                        "1_", "1._5", "1_.5", "1e_5", "0x1.8", "0x1p3", "+1",  "1,5",   "1 "};
    double made = 42;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(read_real(cases[i], &made), LITERAL_WRONG);
    assert_int_equal(read_real("1e999", &made), LITERAL_TOO_FAR);
    assert_int_equal(read_real("-1e999", &made), LITERAL_TOO_FAR);
    assert_int_equal(read_real("1e-999", &made), LITERAL_TOO_FAR);
    assert_true(made == 42);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_numbers_are_decimal_or_hexadecimal),
        cmocka_unit_test(what_64_bits_do_not_hold_is_too_large),
        cmocka_unit_test(other_texts_are_no_whole_numbers),
        cmocka_unit_test(numbers_may_have_a_point_and_an_exponent),
        cmocka_unit_test(other_texts_are_no_numbers),
    };
    return run_cases(argc, argv, tests);
}
