#include "record/scalar.h"

#include "base/number.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

/* ---- text ---- */

static int compare_string(const void *a, const void *b)
{
    return sdn_str_compare(*(const sdn_str *)a, *(const sdn_str *)b);
}

static bool equal_string(const void *a, const void *b)
{
    return sdn_str_equal(*(const sdn_str *)a, *(const sdn_str *)b);
}

uint64_t sdn__text_hash(sdn_str text, uint64_t seed)
{
    return XXH3_64bits_withSeed(text.ptr, text.len, seed);
}

static uint64_t hash_string(const void *value, uint64_t seed)
{
    return sdn__text_hash(*(const sdn_str *)value, seed);
}

static bool parse_string(const sdn_field *field, sdn_str text, void *value)
{
    (void)field;
    *(sdn_str *)value = text;
    return true;
}

static sdn_str print_string(const sdn_field *field, const void *value, char *scratch)
{
    const sdn_str *text = value;
    (void)field;
    (void)scratch;
    return text->len > 0 ? *text : SDN_STR("");
}

/* ---- truth values ---- */

static bool parse_bool(const sdn_field *field, sdn_str text, void *value)
{
    (void)field;
    bool truth = sdn_str_equal(text, SDN_STR("true"));
    if (!truth && !sdn_str_equal(text, SDN_STR("false")))
        return false;
    *(bool *)value = truth;
    return true;
}

static sdn_str print_bool(const sdn_field *field, const void *value, char *scratch)
{
    (void)field;
    (void)scratch;
    return *(const bool *)value ? SDN_STR("true") : SDN_STR("false");
}

/* ---- what is the same for all numbers and truth values ---- */

#define DEFINE_PLAIN(name, type)                                  \
    static int compare_##name(const void *a, const void *b)       \
    {                                                             \
        type x = *(const type *)a, y = *(const type *)b;          \
        return (x > y) - (x < y);                                 \
    }                                                             \
    static bool equal_##name(const void *a, const void *b)        \
    {                                                             \
        return *(const type *)a == *(const type *)b;              \
    }                                                             \
    static uint64_t hash_##name(const void *value, uint64_t seed) \
    {                                                             \
        return XXH3_64bits_withSeed(value, sizeof(type), seed);   \
    }

DEFINE_PLAIN(bool, bool)
DEFINE_PLAIN(i32, int32_t)
DEFINE_PLAIN(i64, int64_t)
DEFINE_PLAIN(u32, uint32_t)
DEFINE_PLAIN(u64, uint64_t)

/* ---- integers ---- */

#define DEFINE_INTEGER(name, type, wide, parse_wide, print_wide)                          \
    static bool parse_##name(const sdn_field *field, sdn_str text, void *value)           \
    {                                                                                     \
        wide number;                                                                      \
        (void)field;                                                                      \
        if (!parse_wide)                                                                  \
            return false;                                                                 \
        *(type *)value = (type)number;                                                    \
        return true;                                                                      \
    }                                                                                     \
    static sdn_str print_##name(const sdn_field *field, const void *value, char *scratch) \
    {                                                                                     \
        (void)field;                                                                      \
        return (sdn_str){scratch, print_wide(*(const type *)value, scratch)};             \
    }

DEFINE_INTEGER(i32, int32_t, int64_t, sdn__parse_signed(text, INT32_MIN, INT32_MAX, &number), sdn__print_signed)
DEFINE_INTEGER(i64, int64_t, int64_t, sdn__parse_signed(text, INT64_MIN, INT64_MAX, &number), sdn__print_signed)
DEFINE_INTEGER(u32, uint32_t, uint64_t, sdn__parse_unsigned(text, UINT32_MAX, &number), sdn__print_unsigned)
DEFINE_INTEGER(u64, uint64_t, uint64_t, sdn__parse_unsigned(text, UINT64_MAX, &number), sdn__print_unsigned)

/* ---- real numbers ---- */

/* NaN comes last: no file holds it, but a record being edited may, and indexes need an order. */
static int compare_f64(const void *a, const void *b)
{
    uint64_t x = sdn__real_rank(a), y = sdn__real_rank(b);
    return (x > y) - (x < y);
}

static bool equal_f64(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(double)) == 0;
}

static uint64_t hash_f64(const void *value, uint64_t seed)
{
    uint64_t rank = sdn__real_rank(value);
    return XXH3_64bits_withSeed(&rank, sizeof rank, seed);
}

static bool parse_f64(const sdn_field *field, sdn_str text, void *value)
{
    (void)field;
    return sdn__parse_real(text, value);
}

static sdn_str print_f64(const sdn_field *field, const void *value, char *scratch)
{
    (void)field;
    size_t len = sdn__print_real(*(const double *)value, scratch);
    return (sdn_str){len > 0 ? scratch : NULL, len};
}

/* ---- dates and timestamps ---- */

static int compare_date(const void *a, const void *b)
{
    return sdn_date_compare(*(const sdn_date *)a, *(const sdn_date *)b);
}

static bool equal_date(const void *a, const void *b)
{
    return compare_date(a, b) == 0;
}

static uint64_t hash_date(const void *value, uint64_t seed)
{
    const sdn_date *date = value;
    uint32_t day = (uint32_t)(uint16_t)date->year << 16 | (uint32_t)date->month << 8 | date->day;
    return XXH3_64bits_withSeed(&day, sizeof day, seed);
}

static bool parse_date(const sdn_field *field, sdn_str text, void *value)
{
    (void)field;
    return sdn_date_parse(text, value);
}

static sdn_str print_date(const sdn_field *field, const void *value, char *scratch)
{
    (void)field;
    size_t len = sdn_date_print(*(const sdn_date *)value, scratch);
    return (sdn_str){len > 0 ? scratch : NULL, len};
}

static int compare_timestamp(const void *a, const void *b)
{
    return sdn_timestamp_compare(*(const sdn_timestamp *)a, *(const sdn_timestamp *)b);
}

static bool equal_timestamp(const void *a, const void *b)
{
    return compare_timestamp(a, b) == 0;
}

static uint64_t hash_timestamp(const void *value, uint64_t seed)
{
    const sdn_timestamp *time = value; /* not hashed as bytes: it may hold padding */
    seed = XXH3_64bits_withSeed(&time->seconds, sizeof time->seconds, seed);
    return XXH3_64bits_withSeed(&time->nanoseconds, sizeof time->nanoseconds, seed);
}

static bool parse_timestamp(const sdn_field *field, sdn_str text, void *value)
{
    (void)field;
    return sdn_timestamp_parse(text, value);
}

static sdn_str print_timestamp(const sdn_field *field, const void *value, char *scratch)
{
    (void)field;
    size_t len = sdn_timestamp_print(*(const sdn_timestamp *)value, scratch);
    return (sdn_str){len > 0 ? scratch : NULL, len};
}

/* ---- enums ---- */

/* An enum has the size of uint32_t, but is another type. */
static uint32_t enumerator_at(const void *value)
{
    uint32_t number;
    memcpy(&number, value, sizeof number);
    return number;
}

static int compare_enum(const void *a, const void *b)
{
    uint32_t x = enumerator_at(a), y = enumerator_at(b);
    return (x > y) - (x < y);
}

static bool equal_enum(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(uint32_t)) == 0;
}

static bool parse_enum(const sdn_field *field, sdn_str text, void *value)
{
    uint32_t number = sdn_enum_find(field->enumeration, text);
    if (number == field->enumeration->count)
        return false;
    memcpy(value, &number, sizeof number);
    return true;
}

static sdn_str print_enum(const sdn_field *field, const void *value, char *scratch)
{
    uint32_t number = enumerator_at(value);
    (void)scratch;
    return number < field->enumeration->count ? field->enumeration->names[number] : (sdn_str){NULL, 0};
}

/* ---- the table ---- */

#define OPERATIONS(name) .compare = compare_##name, .equal = equal_##name, .parse = parse_##name, .print = print_##name

/* clang-format off */
const sdn_scalar sdn__scalars[] = {
    [SDN_TYPE_STRING] = {OPERATIONS(string), .hash = hash_string, .size = sizeof(sdn_str),
                         .unwritten = "is text without any memory; set its pointer"},
    [SDN_TYPE_BOOL] = {OPERATIONS(bool), .hash = hash_bool, .size = sizeof(bool), .bare = true,
                       .misread = "is neither true nor false"},
    [SDN_TYPE_I32] = {OPERATIONS(i32), .hash = hash_i32, .size = sizeof(int32_t), .bare = true,
                      .misread = "is not a whole number from -2147483648 to 2147483647"},
    [SDN_TYPE_I64] = {OPERATIONS(i64), .hash = hash_i64, .size = sizeof(int64_t), .bare = true,
                      .misread = "is not a whole number from -9223372036854775808 to 9223372036854775807"},
    [SDN_TYPE_U32] = {OPERATIONS(u32), .hash = hash_u32, .size = sizeof(uint32_t), .bare = true,
                      .misread = "is not a whole number from 0 to 4294967295"},
    [SDN_TYPE_U64] = {OPERATIONS(u64), .hash = hash_u64, .size = sizeof(uint64_t),
                      .misread = "is not a whole number from 0 to 18446744073709551615"},
    [SDN_TYPE_F64] = {OPERATIONS(f64), .hash = hash_f64, .size = sizeof(double), .bare = true,
                      .misread = "is not a number such as 5, -0.25 or 1e9, or too large for one",
                      .unwritten = "is infinite or not a number; files hold finite numbers only"},
    [SDN_TYPE_DATE] = {OPERATIONS(date), .hash = hash_date, .size = sizeof(sdn_date),
                       .misread = "is not a date such as 2026-01-31",
                       .unwritten = "is no date of the calendar; set year, month and day"},
    [SDN_TYPE_TIMESTAMP] =
        {OPERATIONS(timestamp), .hash = hash_timestamp, .size = sizeof(sdn_timestamp),
         .misread = "is not a time such as 2026-01-31T08:15:00Z",
         .unwritten = "is not within the years 0000 to 9999, or its nanoseconds are a second or more"},
    [SDN_TYPE_ENUM] = {OPERATIONS(enum), .hash = hash_u32, .size = sizeof(uint32_t),
                       .misread = "is none of the words of this column",
                       .unwritten = "is none of the values of its enum"},
};
/* clang-format on */

size_t sdn_type_size(sdn_type type)
{
    return (unsigned)type <= SDN_TYPE_ENUM ? sdn__scalars[type].size : 0;
}
