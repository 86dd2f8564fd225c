#include "test.h"

#include "infer/same_number.h"

static bool are_same(const char *a, const char *b)
{
    bool same = same_number(sdn_str_from(a), sdn_str_from(b));
    assert_int_equal(same_number(sdn_str_from(b), sdn_str_from(a)), same);
    return same;
}

static void spellings_of_one_number_are_the_same(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"0", "0"},        {"0", "0.000"},      {"0", "0e7"},    {"-0", "-0.0"},        {"5", "5.0"},
        {"5", "50e-1"},    {"1.5", "15e-1"},    {"1.50", "1.5"}, {"0.05", "5e-2"},      {"0.5", "5E-1"},
        {"100", "1e2"},    {"100", "1e+2"},     {"10.0", "1e1"}, {"-12.30", "-123e-1"}, {"1e300", "1e+300"},
        {"0.001", "1e-3"}, {"1001", "10.01e2"}, {"12e0", "12"},
    };
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
        if (!are_same(same[i][0], same[i][1]))
            fail_msg("%s is not %s", same[i][0], same[i][1]);
}

static void other_numbers_are_not(void **state)
{
    (void)state;
    static const char *const other[][2] = {
        {"0", "-0"},
        {"0", "1"},
        {"1", "-1"},
        {"1", "10"},
        {"1", "0.1"},
        {"12", "123"},
        {"1.5", "15"},
        {"1.05", "1.5"},
        {"1e2", "1e3"},
        {"0.05", "0.5"},
        {"101", "1001"},
        {"1e-400", "0"},
        {"9007199254740993", "9007199254740992"},
        {"0.1", "0.10000000000000001"},
    };
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++)
        if (are_same(other[i][0], other[i][1]))
            fail_msg("%s is %s", other[i][0], other[i][1]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spellings_of_one_number_are_the_same),
        cmocka_unit_test(other_numbers_are_not),
    };
    return run_cases(argc, argv, tests);
}
