#include "test.h"

#include "base/decimal.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decimals_are_digits_that_fit),
        cmocka_unit_test(anything_else_is_no_decimal),
    };
    return run_cases(argc, argv, tests);
}
