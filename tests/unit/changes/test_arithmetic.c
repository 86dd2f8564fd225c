/* Sums of numbers at the limits of their types. */
#include "test.h"

#include "changes/arithmetic.h"

#define assert_sum(c_type, sdn_constant, a, b, subtract, expected)               \
    do {                                                                         \
        c_type value_ = (a), operand_ = (b);                                     \
        assert_true(arithmetic_add(sdn_constant, &value_, &operand_, subtract)); \
        assert_true(value_ == (expected));                                       \
    } while (0)

#define assert_no_sum(c_type, sdn_constant, a, b, subtract)                       \
    do {                                                                          \
        c_type value_ = (a), operand_ = (b);                                      \
        assert_false(arithmetic_add(sdn_constant, &value_, &operand_, subtract)); \
        assert_true(value_ == (a));                                               \
    } while (0)

static void numbers_can_be_added_and_nothing_else(void **state)
{
    (void)state;
    static const bool expected[] = {
        [SDN_TYPE_I32] = true, [SDN_TYPE_I64] = true, [SDN_TYPE_U32] = true,
        [SDN_TYPE_U64] = true, [SDN_TYPE_F64] = true, [SDN_TYPE_ENUM] = false,
    };
    for (int type = SDN_TYPE_STRING; type <= SDN_TYPE_ENUM; type++)
        assert_int_equal(arithmetic_has((sdn_type)type), expected[type]);
}

static void sums_reach_the_limits_of_their_type(void **state)
{
    (void)state;
    assert_sum(int32_t, SDN_TYPE_I32, INT32_MAX - 1, 1, false, INT32_MAX);
    assert_sum(int32_t, SDN_TYPE_I32, -1, INT32_MIN, true, INT32_MAX);
    assert_sum(int32_t, SDN_TYPE_I32, -1, INT32_MAX, true, INT32_MIN);
    assert_sum(int64_t, SDN_TYPE_I64, INT64_MIN, INT64_MAX, false, -1);
    assert_sum(int64_t, SDN_TYPE_I64, -1, INT64_MIN, true, INT64_MAX);
    assert_sum(int64_t, SDN_TYPE_I64, INT64_MIN, INT64_MIN, true, 0);
    assert_sum(uint32_t, SDN_TYPE_U32, UINT32_MAX - 7, 7, false, UINT32_MAX);
    assert_sum(uint32_t, SDN_TYPE_U32, 7, 7, true, 0);
    assert_sum(uint64_t, SDN_TYPE_U64, UINT64_MAX, 0, false, UINT64_MAX);
    assert_sum(double, SDN_TYPE_F64, 0.5, 0.25, true, 0.25);
}

static void sums_beyond_them_change_nothing(void **state)
{
    (void)state;
    assert_no_sum(int32_t, SDN_TYPE_I32, INT32_MAX, 1, false);
    assert_no_sum(int32_t, SDN_TYPE_I32, INT32_MIN, -1, false);
    assert_no_sum(int32_t, SDN_TYPE_I32, INT32_MIN, 1, true);
    assert_no_sum(int32_t, SDN_TYPE_I32, 0, INT32_MIN, true);
    assert_no_sum(int64_t, SDN_TYPE_I64, INT64_MAX, 1, false);
    assert_no_sum(int64_t, SDN_TYPE_I64, INT64_MIN, INT64_MIN, false);
    assert_no_sum(int64_t, SDN_TYPE_I64, 0, INT64_MIN, true);
    assert_no_sum(uint32_t, SDN_TYPE_U32, UINT32_MAX, 1, false);
    assert_no_sum(uint32_t, SDN_TYPE_U32, 6, 7, true);
    assert_no_sum(uint64_t, SDN_TYPE_U64, 1, UINT64_MAX, false);
    assert_no_sum(double, SDN_TYPE_F64, 1.7e308, 1.7e308, false);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_can_be_added_and_nothing_else),
        cmocka_unit_test(sums_reach_the_limits_of_their_type),
        cmocka_unit_test(sums_beyond_them_change_nothing),
    };
    return run_cases(argc, argv, tests);
}
