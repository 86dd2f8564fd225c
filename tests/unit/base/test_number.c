#include "test.h"

#include "record_types/all_types.h"

#include "base/number.h"

#include <math.h>

/* ---- integers ---- */

static void integers_are_read_within_their_bounds(void **state)
{
    (void)state;
    int64_t number = 1;
    assert_true(sdn__parse_signed(SDN_STR("0"), INT64_MIN, INT64_MAX, &number) && number == 0);
    assert_true(sdn__parse_signed(SDN_STR("-0"), INT64_MIN, INT64_MAX, &number) && number == 0);
    assert_true(sdn__parse_signed(SDN_STR("007"), INT64_MIN, INT64_MAX, &number) && number == 7);
    assert_true(sdn__parse_signed(SDN_STR("-1_000_000"), INT64_MIN, INT64_MAX, &number) && number == -1000000);
    assert_true(sdn__parse_signed(SDN_STR("9223372036854775807"), INT64_MIN, INT64_MAX, &number) &&
                number == INT64_MAX);
    assert_true(sdn__parse_signed(SDN_STR("-9223372036854775808"), INT64_MIN, INT64_MAX, &number) &&
                number == INT64_MIN);
    number = 5;
    assert_false(sdn__parse_signed(SDN_STR("9223372036854775808"), INT64_MIN, INT64_MAX, &number));
    assert_false(sdn__parse_signed(SDN_STR("-9223372036854775809"), INT64_MIN, INT64_MAX, &number));
    assert_false(sdn__parse_signed(SDN_STR("99999999999999999999999999"), INT64_MIN, INT64_MAX, &number));
    assert_false(sdn__parse_signed(SDN_STR("2147483648"), INT32_MIN, INT32_MAX, &number));
    assert_false(sdn__parse_signed(SDN_STR("-2147483649"), INT32_MIN, INT32_MAX, &number));
    assert_int_equal(number, 5);
    assert_true(sdn__parse_signed(SDN_STR("-2147483648"), INT32_MIN, INT32_MAX, &number) && number == INT32_MIN);
}

static void unsigned_integers_have_no_sign(void **state)
{
    (void)state;
    uint64_t number = 5;
    assert_true(sdn__parse_unsigned(SDN_STR("18446744073709551615"), UINT64_MAX, &number) && number == UINT64_MAX);
    assert_true(sdn__parse_unsigned(SDN_STR("4_294_967_295"), UINT32_MAX, &number) && number == UINT32_MAX);
    assert_true(sdn__parse_unsigned(SDN_STR("0"), 0, &number) && number == 0);
    number = 5;
    assert_false(sdn__parse_unsigned(SDN_STR("18446744073709551616"), UINT64_MAX, &number));
    assert_false(sdn__parse_unsigned(SDN_STR("4294967296"), UINT32_MAX, &number));
    assert_false(sdn__parse_unsigned(SDN_STR("-0"), UINT64_MAX, &number));
    assert_false(sdn__parse_unsigned(SDN_STR("1"), 0, &number));
    assert_int_equal(number, 5);
}

static void what_is_no_integer_is_refused(void **state)
{
    (void)state;
    static const char *const others[] = {"",   "-",   "_",   "_1",   "1_",  "1__0", "-_1", "+1",      " 1",
                                         "1 ", "1.0", "1e3", "0x10", "--1", "a",    "1a",  "\xD9\xA1"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        int64_t number;
        uint64_t size;
        assert_false(sdn__parse_signed(sdn_str_from(others[i]), INT64_MIN, INT64_MAX, &number));
        assert_false(sdn__parse_unsigned(sdn_str_from(others[i]), UINT64_MAX, &size));
    }
}

static void hexadecimal_digits_of_either_case_are_read(void **state)
{
    (void)state;
    uint64_t number;
    assert_true(sdn__parse_hexadecimal(SDN_STR("dead_BEEF"), UINT64_MAX, &number) && number == 0xDEADBEEF);
    assert_true(sdn__parse_hexadecimal(SDN_STR("ffffffffffffffff"), UINT64_MAX, &number) && number == UINT64_MAX);
    assert_false(sdn__parse_hexadecimal(SDN_STR("10000000000000000"), UINT64_MAX, &number));
    assert_false(sdn__parse_hexadecimal(SDN_STR("g"), UINT64_MAX, &number));
    assert_false(sdn__parse_hexadecimal(SDN_STR(""), UINT64_MAX, &number));
}

static void integers_are_written(void **state)
{
    (void)state;
    char text[SDN_NUMBER_SIZE];
    assert_int_equal(sdn__print_signed(INT64_MIN, text), 20);
    assert_string_equal(text, "-9223372036854775808");
    assert_int_equal(sdn__print_unsigned(UINT64_MAX, text), 20);
    assert_string_equal(text, "18446744073709551615");
    assert_int_equal(sdn__print_signed(0, text), 1);
    assert_string_equal(text, "0");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_are_read_within_their_bounds),
        cmocka_unit_test(unsigned_integers_have_no_sign),
        cmocka_unit_test(what_is_no_integer_is_refused),
        cmocka_unit_test(hexadecimal_digits_of_either_case_are_read),
        cmocka_unit_test(integers_are_written),
    };
    return run_cases(argc, argv, tests);
}
