/* Real numbers in text. */
#include "test.h"

#include "record_types/all_types.h"
#include "xorshift.h"

#include "base/number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void assert_real(const char *text, double expected, const char *written)
{
    double number = 99;
    char printed[SDN_NUMBER_SIZE];
    if (!sdn__parse_real(sdn_str_from(text), &number))
        fail_msg("refused: %s", text);
    if (memcmp(&number, &expected, sizeof number) != 0)
        fail_msg("%s: %a, not %a", text, number, expected);
    assert_int_equal(sdn__print_real(number, printed), strlen(written));
    assert_string_equal(printed, written);
}

static void real_numbers_are_read_and_written(void **state)
{
    (void)state;
    assert_real("0", 0.0, "0");
    assert_real("-0", -0.0, "-0");
    assert_real("-0.0", -0.0, "-0");
    assert_real("1.50", 1.5, "1.5");
    assert_real("007", 7, "7");
    assert_real("1_000.000_1", 1000.0001, "1000.0001");
    assert_real("1e9", 1e9, "1000000000");
    assert_real("-2.5E-3", -2.5e-3, "-0.0025");
    assert_real("1e+22", 1e22, "1e+22");
    assert_real("0.1", 0.1, "0.1");
    assert_real("0.30000000000000004", 0x1.3333333333334p-2, "0.30000000000000004");
    assert_real("9007199254740993", 9007199254740992.0, "9007199254740992");
    assert_real("1.7976931348623157e308", 1.7976931348623157e308, "1.7976931348623157e+308");
    assert_real("2.2250738585072014e-308", 2.2250738585072014e-308, "2.2250738585072014e-308");
    assert_real("4.9406564584124654e-324", 5e-324, "5e-324");
    assert_real("1e-320", 1e-320, "1e-320");
    assert_real("2.225073858507201e-308", 2.225073858507201e-308, "2.225073858507201e-308"); /* no normal one */
    assert_real("1e-400", 0.0, "0");                                                         /* the nearest there is */
    assert_real("1e-324", 0.0, "0");
    assert_real("1e-10000000", 0.0, "0");
    assert_real("7450580596923828125e-27", 0x1p-27, "7.450580596923828e-09"); /* 5^27 / 10^27, without a remainder */
}

static void what_is_no_real_number_is_refused(void **state)
{
    (void)state;
    static const char *const others[] = {"",         "-",    ".",     "1.",     ".5",      "-.5",  "1e",   "1e+",
                                         "e5",       "+1",   "1.5.2", "1,5",    "nan",     "NaN",  "inf",  "-inf",
                                         "infinity", "0x10", "0x1p3", "1_",     "1._5",    "1_.5", "1e5_", "1 ",
                                         " 1",       "1f",   "1e999", "-1e999", "1.8e308", "1e1.5"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        double number = 99;
        if (sdn__parse_real(sdn_str_from(others[i]), &number))
            fail_msg("taken: %s", others[i]);
        assert_true(number == 99);
    }
    double number;
    assert_false(sdn__parse_real((sdn_str){"1\0", 2}, &number));
    assert_false(sdn__parse_real(SDN_STR("1.7976931348623159e308"), &number)); /* rounds up to 2^1024 */
    assert_false(sdn__parse_real(SDN_STR("1e10000000"), &number));
}

static void long_numbers_are_rounded_right_or_refused(void **state)
{
    (void)state;
    char text[SDN_REAL_MOST + 2];
    double number;
    /* Just above halfway between 1 and the next double, which only the last digit shows. */
    int len = snprintf(text, sizeof text, "1.00000000000000011102230246251565404236316680908203125");
    memset(text + len, '0', SDN_REAL_MOST - (size_t)len);
    text[SDN_REAL_MOST - 1] = '1';
    text[SDN_REAL_MOST] = '\0';
    assert_true(sdn__parse_real(sdn_str_from(text), &number));
    assert_true(number == 0x1.0000000000001p+0);
    text[SDN_REAL_MOST] = '0';
    assert_false(sdn__parse_real((sdn_str){text, SDN_REAL_MOST + 1}, &number));
}

static void what_is_not_finite_is_not_written(void **state)
{
    (void)state;
    const double others[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < 3; i++) {
        char text[SDN_NUMBER_SIZE] = "before";
        assert_int_equal(sdn__print_real(others[i], text), 0);
        assert_string_equal(text, "");
    }
}

static void ranks_are_in_the_order_of_numbers(void **state)
{
    const double rising[] = {-(double)INFINITY, -1, -5e-324, 0, 5e-324, 1, (double)INFINITY, (double)NAN};
    const double negative = -0.0;
    (void)state;
    for (size_t i = 1; i < sizeof rising / sizeof rising[0]; i++)
        assert_true(sdn__real_rank(&rising[i - 1]) < sdn__real_rank(&rising[i]));
    assert_true(sdn__real_rank(&negative) == sdn__real_rank(&rising[3]));
}

static void assert_all_read_back(uint64_t seed, int count)
{
    for (int i = 0; i < count; i++) {
        char text[SDN_NUMBER_SIZE];
        double number = test_random_double(&seed), back = 0;
        sdn_str printed = {text, sdn__print_real(number, text)};
        if (!sdn__parse_real(printed, &back) || memcmp(&number, &back, sizeof number) != 0)
            fail_msg("%a is %s", number, text);
        if (strpbrk(text, ", ") != NULL)
            fail_msg("the locale shows: %s", text);
    }
}

static void every_double_reads_back_bit_by_bit(void **state)
{
    (void)state;
    assert_all_read_back(1, 100000);
}

/* The digits of a number as it is written, without those that only say how large it is. */
static size_t count_digits(const char *text)
{
    size_t count = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        bool digit = *text >= '0' && *text <= '9';
        count += digit && (count > 0 || *text != '0');
        zeros = *text == '0' ? zeros + 1 : digit ? 0 : zeros;
    }
    return count - (count > 0 ? zeros : 0);
}

/* The fewest digits of all precisions that read back. */
static size_t fewest_digits(double number)
{
    char text[SDN_NUMBER_SIZE];
    int digits = 1;
    while (snprintf(text, sizeof text, "%.*e", digits - 1, number) > 0 && strtod(text, NULL) != number)
        digits++;
    return count_digits(text);
}

static void assert_shortest(double number)
{
    char text[SDN_NUMBER_SIZE];
    sdn__print_real(number, text);
    if (strtod(text, NULL) != number || count_digits(text) != fewest_digits(number))
        fail_msg("%a is %s, but %zu digits are enough", number, text, fewest_digits(number));
}

/* A double with random bits below the first `bits`, all others 0: a denormal up to 52 bits. */
static double small_double(uint64_t *seed, unsigned bits)
{
    uint64_t drawn = test_random(seed) >> (64 - bits);
    double number;
    memcpy(&number, &drawn, sizeof number);
    return number;
}

static void numbers_have_as_few_digits_as_they_can(void **state)
{
    uint64_t seed = 3;
    (void)state;
    for (int i = 0; i < 20000; i++)
        assert_shortest(test_random_double(&seed));
    for (unsigned bits = 1; bits <= 54; bits++) /* the last two are normal */
        for (int i = 0; i < 400; i++)
            assert_shortest(small_double(&seed, bits));
    for (int decimals = 0; decimals < 20000; decimals++)
        assert_shortest(decimals / 1000.0);
}

static void the_locale_does_not_matter(void **state)
{
    (void)state;
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nl_NL.UTF-8", "ps_AF.UTF-8"};
    const char *found = NULL;
    for (size_t i = 0; i < sizeof commas / sizeof commas[0] && found == NULL; i++)
        found = setlocale(LC_ALL, commas[i]);
    if (found == NULL)
        skip();
    assert_real("1.5", 1.5, "1.5");
    assert_real("-2.5e-300", -2.5e-300, "-2.5e-300");
    assert_all_read_back(2, 1000);
    setlocale(LC_ALL, "C");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_numbers_are_read_and_written),
        cmocka_unit_test(what_is_no_real_number_is_refused),
        cmocka_unit_test(long_numbers_are_rounded_right_or_refused),
        cmocka_unit_test(what_is_not_finite_is_not_written),
        cmocka_unit_test(ranks_are_in_the_order_of_numbers),
        cmocka_unit_test(every_double_reads_back_bit_by_bit),
        cmocka_unit_test(numbers_have_as_few_digits_as_they_can),
        cmocka_unit_test(the_locale_does_not_matter),
    };
    return run_cases(argc, argv, tests);
}
