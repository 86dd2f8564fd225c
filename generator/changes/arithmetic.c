/* A result is compared with the limits of its type before it is computed, since an overflow of signed numbers has no
 * defined result in C. */
#include "changes/arithmetic.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* a + b or a - b, if it is from `low`, below 0, to `high`. */
static bool sum_signed(int64_t a, int64_t b, bool subtract, int64_t low, int64_t high, int64_t *sum)
{
    bool falls = subtract ? b > 0 : b < 0;
    if (subtract ? (falls ? a < low + b : a > high + b) : (falls ? a < low - b : a > high - b))
        return false;
    *sum = subtract ? a - b : a + b;
    return true;
}

static bool sum_unsigned(uint64_t a, uint64_t b, bool subtract, uint64_t high, uint64_t *sum)
{
    if (subtract ? a < b : a > high || b > high - a)
        return false;
    *sum = subtract ? a - b : a + b;
    return true;
}

static bool add_i32(void *value, const void *operand, bool subtract)
{
    int32_t a, b;
    int64_t sum;
    memcpy(&a, value, sizeof a);
    memcpy(&b, operand, sizeof b);
    if (!sum_signed(a, b, subtract, INT32_MIN, INT32_MAX, &sum))
        return false;
    a = (int32_t)sum;
    memcpy(value, &a, sizeof a);
    return true;
}

static bool add_i64(void *value, const void *operand, bool subtract)
{
    int64_t a, b;
    memcpy(&a, value, sizeof a);
    memcpy(&b, operand, sizeof b);
    if (!sum_signed(a, b, subtract, INT64_MIN, INT64_MAX, &a))
        return false;
    memcpy(value, &a, sizeof a);
    return true;
}

static bool add_u32(void *value, const void *operand, bool subtract)
{
    uint32_t a, b;
    uint64_t sum;
    memcpy(&a, value, sizeof a);
    memcpy(&b, operand, sizeof b);
    if (!sum_unsigned(a, b, subtract, UINT32_MAX, &sum))
        return false;
    a = (uint32_t)sum;
    memcpy(value, &a, sizeof a);
    return true;
}

static bool add_u64(void *value, const void *operand, bool subtract)
{
    uint64_t a, b;
    memcpy(&a, value, sizeof a);
    memcpy(&b, operand, sizeof b);
    if (!sum_unsigned(a, b, subtract, UINT64_MAX, &a))
        return false;
    memcpy(value, &a, sizeof a);
    return true;
}

static bool add_f64(void *value, const void *operand, bool subtract)
{
    double a, b;
    memcpy(&a, value, sizeof a);
    memcpy(&b, operand, sizeof b);
    double sum = subtract ? a - b : a + b;
    if (!isfinite(sum))
        return false;
    memcpy(value, &sum, sizeof sum);
    return true;
}

static bool (*const adders[])(void *value, const void *operand, bool subtract) = {
    [SDN_TYPE_I32] = add_i32, [SDN_TYPE_I64] = add_i64, [SDN_TYPE_U32] = add_u32,
    [SDN_TYPE_U64] = add_u64, [SDN_TYPE_F64] = add_f64,
};

bool arithmetic_has(sdn_type type)
{
    return (size_t)type < sizeof adders / sizeof adders[0] && adders[type] != NULL;
}

bool arithmetic_add(sdn_type type, void *value, const void *operand, bool subtract)
{
    return adders[type](value, operand, subtract);
}
