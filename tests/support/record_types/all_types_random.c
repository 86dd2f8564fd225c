#include "test.h"

#include "record_types/all_types.h"
#include "xorshift.h"

#include <string.h>

static uint64_t below(uint64_t *seed, uint64_t limit)
{
    return (test_random(seed) >> 16) % limit;
}

/* A number whose bits are random, but often few, all or at the edge of the sign. */
static uint64_t bits(uint64_t *seed)
{
    static const uint64_t edges[] = {0,         1,          UINT64_MAX,       INT64_MAX, UINT64_C(1) << 63,
                                     INT32_MAX, UINT32_MAX, UINT64_C(1) << 31};
    if (below(seed, 3) == 0)
        return edges[below(seed, sizeof edges / sizeof edges[0])];
    return test_random(seed) >> below(seed, 64);
}

static bool chance(uint64_t *seed)
{
    return below(seed, 2) == 0;
}

static double real(uint64_t *seed)
{
    static const double edges[] = {0.0,
                                   -0.0,
                                   1.0,
                                   0.1,
                                   5e-324,
                                   2.2250738585072014e-308,
                                   1.7976931348623157e308,
                                   -1.7976931348623157e308,
                                   9007199254740993.0,
                                   1e22,
                                   1e23,
                                   123456789012345680.0};
    return chance(seed) ? edges[below(seed, sizeof edges / sizeof edges[0])] : test_random_double(seed);
}

static sdn_date day(uint64_t *seed)
{
    sdn_date date = {(int16_t)below(seed, 10000), (uint8_t)(1 + below(seed, 12)), (uint8_t)(1 + below(seed, 31))};
    while (!sdn_date_valid(date))
        date.day--;
    return date;
}

static sdn_timestamp moment(uint64_t *seed)
{
    int64_t seconds = (int64_t)below(seed, UINT64_C(315569520000)) - INT64_C(62167219200);
    uint32_t parts = (uint32_t)below(seed, 1000000000);
    sdn_timestamp time = {seconds, chance(seed) ? 0 : chance(seed) ? parts : parts / 1000000 * 1000000};
    return time;
}

static sdn_str words(uint64_t *seed, sdn_arena *arena)
{
    static const char *const pieces[] = {"a",
                                         "word",
                                         " ",
                                         ",",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "\t",
                                         "\r",
                                         "#",
                                         "[",
                                         "]",
                                         "7",
                                         "true",
                                         "\xC3\xA4",
                                         "\xE2\x82\xAC",
                                         "\xF0\x9F\x98\x80",
                                         ";",
                                         "-",
                                         "{",
                                         "|"};
    char text[256] = "";
    size_t len = 0;
    for (uint64_t left = below(seed, 12); left > 0; left--) {
        const char *piece = pieces[below(seed, sizeof pieces / sizeof pieces[0])];
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
    }
    return sdn_arena_copy(arena, text, len);
}

#define FILL_LIST(list, type, value)                                       \
    do {                                                                   \
        size_t count = (size_t)below(seed, 5);                             \
        type *items = sdn_arena_alloc(arena, (count + 1) * sizeof *items); \
        for (size_t i = 0; i < count; i++)                                 \
            items[i] = (value);                                            \
        (list).items = count > 0 ? items : NULL;                           \
        (list).count = count;                                              \
    } while (0)

static void fill_lists(all_types *record, uint64_t *seed, sdn_arena *arena)
{
    FILL_LIST(record->texts, sdn_str, words(seed, arena));
    FILL_LIST(record->flags, bool, chance(seed));
    FILL_LIST(record->i32s, int32_t, (int32_t)bits(seed));
    FILL_LIST(record->i64s, int64_t, (int64_t)bits(seed));
    FILL_LIST(record->u32s, uint32_t, (uint32_t)bits(seed));
    FILL_LIST(record->u64s, uint64_t, bits(seed));
    FILL_LIST(record->f64s, double, real(seed));
    FILL_LIST(record->days, sdn_date, day(seed));
    FILL_LIST(record->times, sdn_timestamp, moment(seed));
    FILL_LIST(record->levels, all_types_level, (all_types_level)below(seed, 3));
    FILL_LIST(record->maybe_i32s, int32_t, (int32_t)bits(seed));
    record->has_maybe_i32s = record->maybe_i32s.count > 0;
}

static void fill_maybe(all_types *record, uint64_t *seed, sdn_arena *arena)
{
    record->maybe_text = words(seed, arena);
    record->has_maybe_text = record->maybe_text.len > 0 && chance(seed);
    record->has_maybe_flag = chance(seed);
    record->maybe_flag = chance(seed);
    record->has_maybe_i32 = chance(seed);
    record->maybe_i32 = (int32_t)bits(seed);
    record->has_maybe_i64 = chance(seed);
    record->maybe_i64 = (int64_t)bits(seed);
    record->has_maybe_u64 = chance(seed);
    record->maybe_u64 = bits(seed);
    record->has_maybe_f64 = chance(seed);
    record->maybe_f64 = real(seed);
    record->has_maybe_day = chance(seed);
    record->maybe_day = day(seed);
    record->has_maybe_time = chance(seed);
    record->maybe_time = moment(seed);
    record->has_maybe_level = chance(seed);
    record->maybe_level = (all_types_level)below(seed, 3);
}

/* What is absent has no value. */
#define DROP_IF_ABSENT(record, field) ((record)->has_##field ? (void)0 : (void)((record)->field = defaults->field))

static void drop_absent(all_types *record)
{
    const all_types *defaults = all_types_record_type.defaults;
    DROP_IF_ABSENT(record, maybe_text);
    DROP_IF_ABSENT(record, maybe_flag);
    DROP_IF_ABSENT(record, maybe_i32);
    DROP_IF_ABSENT(record, maybe_i64);
    DROP_IF_ABSENT(record, maybe_u64);
    DROP_IF_ABSENT(record, maybe_f64);
    DROP_IF_ABSENT(record, maybe_day);
    DROP_IF_ABSENT(record, maybe_time);
    DROP_IF_ABSENT(record, maybe_level);
}

all_types all_types_random(uint64_t *seed, sdn_arena *arena)
{
    all_types record;
    all_types_init(&record);
    record.text = words(seed, arena);
    record.flag = chance(seed);
    record.i32 = (int32_t)bits(seed);
    record.i64 = (int64_t)bits(seed);
    record.u32 = (uint32_t)bits(seed);
    record.u64 = bits(seed);
    record.f64 = real(seed);
    record.day = day(seed);
    record.time = moment(seed);
    record.level = (all_types_level)below(seed, 3);
    record.mood = (all_types_mood)below(seed, 3);
    record.mood_text = record.mood == ALL_TYPES_MOOD_OTHER_ ? SDN_STR("so, so") : SDN_STR("");
    fill_maybe(&record, seed, arena);
    drop_absent(&record);
    fill_lists(&record, seed, arena);
    return record;
}
