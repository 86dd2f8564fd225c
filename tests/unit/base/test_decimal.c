#include "test.h"

#include "xorshift.h"

#include "base/decimal.h"

#include <stdlib.h>
#include <string.h>

/* ---- decimal numbers ---- */

static void decimals_are_digits_that_fit(void **state)
{
    (void)state;
    uint64_t number = 1;
    assert_true(sdn__decimal(SDN_STR("0"), &number));
    assert_int_equal(number, 0);
    assert_true(sdn__decimal(SDN_STR("007"), &number));
    assert_int_equal(number, 7);
    assert_true(sdn__decimal(SDN_STR("18446744073709551615"), &number));
    assert_true(number == UINT64_MAX);
}

static void anything_else_is_no_decimal(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "-1",
                                         "+1",
                                         " 1",
                                         "1 ",
                                         "1.0",
                                         "1_0",
                                         "0x1",
                                         "a",
                                         "18446744073709551616",
                                         "99999999999999999999",
                                         "1234567890123456789x",
                                         "1234567890123456789 "};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        uint64_t number = 42;
        assert_false(sdn__decimal(sdn_str_from(others[i]), &number));
        assert_int_equal(number, 42);
    }
}

/* Short texts are read as words: from memory of just their length, which a sanitizer watches. */
static void short_decimals_are_read_as_long_ones_are(void **state)
{
    (void)state;
    static const char *const texts[] = {"7", "42", "007", "1234", "98765", "654321", "7654321", "98765432"};
    for (size_t len = 1; len <= 8; len++) {
        char *bytes = malloc(len);
        assert_non_null(bytes);
        for (size_t at = 0; at < len; at++) {
            for (int byte = 0; byte < 256; byte++) {
                uint64_t number = 5, wanted = 5;
                memcpy(bytes, texts[len - 1], len);
                bytes[at] = (char)byte;
                sdn_str text = {bytes, len};
                assert_int_equal(sdn__decimal(text, &number), sdn__decimal_of_any_length(text, &wanted));
                assert_int_equal(number, wanted);
            }
        }
        free(bytes);
    }
}

/* Random values of digits, of which some words have one that is too large. */
static void eight_digits_are_one_number_with_and_without_wide_instructions(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 200000; i++) {
        uint64_t digits = 0, value = 0;
        for (int at = 0; at < 8; at++) {
            uint64_t digit = test_below(&seed, 10);
            digits |= digit << 8 * at;
            value = value * 10 + digit;
        }
        if (i % 4 == 0)
            digits ^= (uint64_t)test_below(&seed, 256) << 8 * (i / 4 % 8);
        uint32_t wide = 77, plain = 77;
        bool is_number = sdn__eight_digits_plain(digits, &plain);
        assert_int_equal(sdn__eight_digits(digits, &wide), is_number);
        assert_int_equal(wide, plain);
        if (i % 4 != 0)
            assert_int_equal(plain, value);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_digits_that_fit),
        cmocka_unit_test(anything_else_is_no_decimal),
        cmocka_unit_test(short_decimals_are_read_as_long_ones_are),
        cmocka_unit_test(eight_digits_are_one_number_with_and_without_wide_instructions),
    };
    return run_cases(argc, argv, tests);
}
