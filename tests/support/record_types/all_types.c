#include "test.h"

#include "record_types/all_types.h"

static const sdn_str level_names[] = {SDN_STR_INIT("low"), SDN_STR_INIT("just so, so"), SDN_STR_INIT("high")};
static const sdn_enum_type level_type = {.name = "Level", .names = level_names, .count = 3, .open = false};

static const sdn_str mood_names[] = {SDN_STR_INIT("calm"), SDN_STR_INIT("merry")};
static const sdn_enum_type mood_type = {.name = "Mood", .names = mood_names, .count = 2, .open = true};

static const all_types defaults = {
    .text = SDN_STR_INIT(""),
    .day = {2000, 1, 1},
    .time = {946684800, 0},
    .mood_text = SDN_STR_INIT(""),
    .maybe_text = SDN_STR_INIT(""),
};

#define NAMED(field) .name = #field, .column = SDN_STR_INIT(#field), .doc = "", .offset = offsetof(all_types, field)
#define PLAIN(field, kind)                                     \
    {                                                          \
        NAMED(field), .type = kind, .flags = SDN_FIELD_DEFAULT \
    }
/* clang-format off */
#define MAYBE(field, kind)                                                                                   \
    {                                                                                                        \
        NAMED(field), .type = kind, .flags = SDN_FIELD_OPTIONAL,                                             \
                      .presence_offset = offsetof(all_types, has_##field)                                        \
    }
/* clang-format on */
#define LIST(field, kind, between)                                                \
    {                                                                             \
        NAMED(field), .type = kind, .flags = SDN_FIELD_LIST, .separator = between \
    }

/* clang-format off */
static const sdn_field fields[] = {
    [ALL_TYPES_FIELD_ID] = PLAIN(id, SDN_TYPE_U64),
    [ALL_TYPES_FIELD_TEXT] = PLAIN(text, SDN_TYPE_STRING),
    [ALL_TYPES_FIELD_FLAG] = PLAIN(flag, SDN_TYPE_BOOL),
    [ALL_TYPES_FIELD_I32] = PLAIN(i32, SDN_TYPE_I32),
    [ALL_TYPES_FIELD_I64] = PLAIN(i64, SDN_TYPE_I64),
    [ALL_TYPES_FIELD_U32] = PLAIN(u32, SDN_TYPE_U32),
    [ALL_TYPES_FIELD_U64] = PLAIN(u64, SDN_TYPE_U64),
    [ALL_TYPES_FIELD_F64] = PLAIN(f64, SDN_TYPE_F64),
    [ALL_TYPES_FIELD_DAY] = PLAIN(day, SDN_TYPE_DATE),
    [ALL_TYPES_FIELD_TIME] = PLAIN(time, SDN_TYPE_TIMESTAMP),
    [ALL_TYPES_FIELD_LEVEL] = {NAMED(level), .type = SDN_TYPE_ENUM, .flags = SDN_FIELD_DEFAULT,
                     .enumeration = &level_type},
    [ALL_TYPES_FIELD_MOOD] = {NAMED(mood), .type = SDN_TYPE_ENUM, .flags = SDN_FIELD_DEFAULT, .enumeration = &mood_type,
                    .text_offset = offsetof(all_types, mood_text)},
    [ALL_TYPES_FIELD_MAYBE_TEXT] = MAYBE(maybe_text, SDN_TYPE_STRING),
    [ALL_TYPES_FIELD_MAYBE_FLAG] = MAYBE(maybe_flag, SDN_TYPE_BOOL),
    [ALL_TYPES_FIELD_MAYBE_I32] = MAYBE(maybe_i32, SDN_TYPE_I32),
    [ALL_TYPES_FIELD_MAYBE_I64] = MAYBE(maybe_i64, SDN_TYPE_I64),
    [ALL_TYPES_FIELD_MAYBE_U64] = MAYBE(maybe_u64, SDN_TYPE_U64),
    [ALL_TYPES_FIELD_MAYBE_F64] = MAYBE(maybe_f64, SDN_TYPE_F64),
    [ALL_TYPES_FIELD_MAYBE_DAY] = MAYBE(maybe_day, SDN_TYPE_DATE),
    [ALL_TYPES_FIELD_MAYBE_TIME] = MAYBE(maybe_time, SDN_TYPE_TIMESTAMP),
    [ALL_TYPES_FIELD_MAYBE_LEVEL] = {NAMED(maybe_level), .type = SDN_TYPE_ENUM, .flags = SDN_FIELD_OPTIONAL,
                           .presence_offset = offsetof(all_types, has_maybe_level), .enumeration = &level_type},
    [ALL_TYPES_FIELD_TEXTS] = LIST(texts, SDN_TYPE_STRING, ','),
    [ALL_TYPES_FIELD_FLAGS] = LIST(flags, SDN_TYPE_BOOL, ','),
    [ALL_TYPES_FIELD_I32S] = LIST(i32s, SDN_TYPE_I32, ';'),
    [ALL_TYPES_FIELD_I64S] = LIST(i64s, SDN_TYPE_I64, ','),
    [ALL_TYPES_FIELD_U32S] = LIST(u32s, SDN_TYPE_U32, ','),
    [ALL_TYPES_FIELD_U64S] = LIST(u64s, SDN_TYPE_U64, ','),
    [ALL_TYPES_FIELD_F64S] = LIST(f64s, SDN_TYPE_F64, ';'),
    [ALL_TYPES_FIELD_DAYS] = LIST(days, SDN_TYPE_DATE, ','),
    [ALL_TYPES_FIELD_TIMES] = LIST(times, SDN_TYPE_TIMESTAMP, ','),
    [ALL_TYPES_FIELD_LEVELS] = {NAMED(levels), .type = SDN_TYPE_ENUM, .flags = SDN_FIELD_LIST, .separator = ',',
                      .enumeration = &level_type},
    [ALL_TYPES_FIELD_MAYBE_I32S] = {NAMED(maybe_i32s), .type = SDN_TYPE_I32,
                          .flags = SDN_FIELD_LIST | SDN_FIELD_OPTIONAL, .separator = ',',
                          .presence_offset = offsetof(all_types, has_maybe_i32s)},
};
/* clang-format on */

static const sdn_index_type indexes[] = {
    [ALL_TYPES_INDEX_F64] = {.fields = {ALL_TYPES_FIELD_F64}, .field_count = 1},
    [ALL_TYPES_INDEX_MAYBE_DAY] = {.fields = {ALL_TYPES_FIELD_MAYBE_DAY}, .field_count = 1},
    [ALL_TYPES_INDEX_LEVEL_MAYBE_I32] = {.fields = {ALL_TYPES_FIELD_LEVEL, ALL_TYPES_FIELD_MAYBE_I32},
                                         .field_count = 2},
};

static bool parse_plain(all_types *record, sdn_row_reader *row)
{
    return sdn_read_u64(row, ALL_TYPES_FIELD_ID, &record->id) &&
           sdn_read_string(row, ALL_TYPES_FIELD_TEXT, &record->text) &&
           sdn_read_bool(row, ALL_TYPES_FIELD_FLAG, &record->flag) &&
           sdn_read_i32(row, ALL_TYPES_FIELD_I32, &record->i32) &&
           sdn_read_i64(row, ALL_TYPES_FIELD_I64, &record->i64) &&
           sdn_read_u32(row, ALL_TYPES_FIELD_U32, &record->u32) &&
           sdn_read_u64(row, ALL_TYPES_FIELD_U64, &record->u64) &&
           sdn_read_f64(row, ALL_TYPES_FIELD_F64, &record->f64) &&
           sdn_read_date(row, ALL_TYPES_FIELD_DAY, &record->day) &&
           sdn_read_timestamp(row, ALL_TYPES_FIELD_TIME, &record->time) &&
           sdn_read_enum(row, ALL_TYPES_FIELD_LEVEL, (uint32_t *)&record->level) &&
           sdn_read_open_enum(row, ALL_TYPES_FIELD_MOOD, (uint32_t *)&record->mood, &record->mood_text);
}

static bool parse_maybe(all_types *record, sdn_row_reader *row)
{
    return sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_TEXT, &record->has_maybe_text) &&
           sdn_read_string(row, ALL_TYPES_FIELD_MAYBE_TEXT, &record->maybe_text) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_FLAG, &record->has_maybe_flag) &&
           sdn_read_bool(row, ALL_TYPES_FIELD_MAYBE_FLAG, &record->maybe_flag) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_I32, &record->has_maybe_i32) &&
           sdn_read_i32(row, ALL_TYPES_FIELD_MAYBE_I32, &record->maybe_i32) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_I64, &record->has_maybe_i64) &&
           sdn_read_i64(row, ALL_TYPES_FIELD_MAYBE_I64, &record->maybe_i64) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_U64, &record->has_maybe_u64) &&
           sdn_read_u64(row, ALL_TYPES_FIELD_MAYBE_U64, &record->maybe_u64) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_F64, &record->has_maybe_f64) &&
           sdn_read_f64(row, ALL_TYPES_FIELD_MAYBE_F64, &record->maybe_f64) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_DAY, &record->has_maybe_day) &&
           sdn_read_date(row, ALL_TYPES_FIELD_MAYBE_DAY, &record->maybe_day) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_TIME, &record->has_maybe_time) &&
           sdn_read_timestamp(row, ALL_TYPES_FIELD_MAYBE_TIME, &record->maybe_time) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_LEVEL, &record->has_maybe_level) &&
           sdn_read_enum(row, ALL_TYPES_FIELD_MAYBE_LEVEL, (uint32_t *)&record->maybe_level);
}

static bool parse_lists(all_types *record, sdn_row_reader *row)
{
    return sdn_read_string_list(row, ALL_TYPES_FIELD_TEXTS, &record->texts) &&
           sdn_read_list(row, ALL_TYPES_FIELD_FLAGS, &record->flags) &&
           sdn_read_list(row, ALL_TYPES_FIELD_I32S, &record->i32s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_I64S, &record->i64s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_U32S, &record->u32s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_U64S, &record->u64s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_F64S, &record->f64s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_DAYS, &record->days) &&
           sdn_read_list(row, ALL_TYPES_FIELD_TIMES, &record->times) &&
           sdn_read_list(row, ALL_TYPES_FIELD_LEVELS, &record->levels) &&
           sdn_read_present(row, ALL_TYPES_FIELD_MAYBE_I32S, &record->has_maybe_i32s) &&
           sdn_read_list(row, ALL_TYPES_FIELD_MAYBE_I32S, &record->maybe_i32s);
}

static bool parse(void *memory, sdn_row_reader *row)
{
    all_types *record = memory;
    *record = defaults;
    return parse_plain(record, row) && parse_maybe(record, row) && parse_lists(record, row);
}

static void write_maybe(const all_types *record, sdn_row_writer *row)
{
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_TEXT, record->has_maybe_text))
        sdn_write_string(row, ALL_TYPES_FIELD_MAYBE_TEXT, record->maybe_text);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_FLAG, record->has_maybe_flag))
        sdn_write_bool(row, ALL_TYPES_FIELD_MAYBE_FLAG, record->maybe_flag);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_I32, record->has_maybe_i32))
        sdn_write_i32(row, ALL_TYPES_FIELD_MAYBE_I32, record->maybe_i32);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_I64, record->has_maybe_i64))
        sdn_write_i64(row, ALL_TYPES_FIELD_MAYBE_I64, record->maybe_i64);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_U64, record->has_maybe_u64))
        sdn_write_u64(row, ALL_TYPES_FIELD_MAYBE_U64, record->maybe_u64);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_F64, record->has_maybe_f64))
        sdn_write_f64(row, ALL_TYPES_FIELD_MAYBE_F64, record->maybe_f64);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_DAY, record->has_maybe_day))
        sdn_write_date(row, ALL_TYPES_FIELD_MAYBE_DAY, record->maybe_day);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_TIME, record->has_maybe_time))
        sdn_write_timestamp(row, ALL_TYPES_FIELD_MAYBE_TIME, record->maybe_time);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_LEVEL, record->has_maybe_level))
        sdn_write_enum(row, ALL_TYPES_FIELD_MAYBE_LEVEL, record->maybe_level);
}

static void write(const void *memory, sdn_row_writer *row)
{
    const all_types *record = memory;
    sdn_write_u64(row, ALL_TYPES_FIELD_ID, record->id);
    sdn_write_string(row, ALL_TYPES_FIELD_TEXT, record->text);
    sdn_write_bool(row, ALL_TYPES_FIELD_FLAG, record->flag);
    sdn_write_i32(row, ALL_TYPES_FIELD_I32, record->i32);
    sdn_write_i64(row, ALL_TYPES_FIELD_I64, record->i64);
    sdn_write_u32(row, ALL_TYPES_FIELD_U32, record->u32);
    sdn_write_u64(row, ALL_TYPES_FIELD_U64, record->u64);
    sdn_write_f64(row, ALL_TYPES_FIELD_F64, record->f64);
    sdn_write_date(row, ALL_TYPES_FIELD_DAY, record->day);
    sdn_write_timestamp(row, ALL_TYPES_FIELD_TIME, record->time);
    sdn_write_enum(row, ALL_TYPES_FIELD_LEVEL, record->level);
    sdn_write_open_enum(row, ALL_TYPES_FIELD_MOOD, record->mood, record->mood_text);
    write_maybe(record, row);
    sdn_write_string_list(row, ALL_TYPES_FIELD_TEXTS, record->texts);
    sdn_write_list(row, ALL_TYPES_FIELD_FLAGS, &record->flags);
    sdn_write_list(row, ALL_TYPES_FIELD_I32S, &record->i32s);
    sdn_write_list(row, ALL_TYPES_FIELD_I64S, &record->i64s);
    sdn_write_list(row, ALL_TYPES_FIELD_U32S, &record->u32s);
    sdn_write_list(row, ALL_TYPES_FIELD_U64S, &record->u64s);
    sdn_write_list(row, ALL_TYPES_FIELD_F64S, &record->f64s);
    sdn_write_list(row, ALL_TYPES_FIELD_DAYS, &record->days);
    sdn_write_list(row, ALL_TYPES_FIELD_TIMES, &record->times);
    sdn_write_list(row, ALL_TYPES_FIELD_LEVELS, &record->levels);
    if (sdn_write_present(row, ALL_TYPES_FIELD_MAYBE_I32S, record->has_maybe_i32s))
        sdn_write_list(row, ALL_TYPES_FIELD_MAYBE_I32S, &record->maybe_i32s);
}

const sdn_record_type all_types_record_type = {
    .abi = SDN_RECORD_ABI,
    .name = "Every",
    .table = SDN_STR_INIT("everything"),
    .doc = "",
    .size = sizeof(all_types),
    .defaults = &defaults,
    .fields = fields,
    .field_count = ALL_TYPES_FIELD_COUNT,
    .flags = SDN_RECORD_KEY_AUTO,
    .key = {.fields = {ALL_TYPES_FIELD_ID}, .field_count = 1},
    .indexes = indexes,
    .index_count = sizeof indexes / sizeof indexes[0],
    .parse = parse,
    .write = write,
};

sdn_record_type all_types_keyed_by(uint32_t field, uint32_t flags)
{
    sdn_record_type type = all_types_record_type;
    type.key = (sdn_index_type){.fields = {field}, .field_count = 1};
    type.flags = flags;
    return type;
}

void all_types_init(all_types *record)
{
    *record = defaults;
}
