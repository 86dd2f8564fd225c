/* A record type written by hand with a field of every type: plain, optional and as a list. */
#ifndef SDNC_TEST_RECORD_TYPES_ALL_TYPES_H
#define SDNC_TEST_RECORD_TYPES_ALL_TYPES_H

#include <sdn/sdn.h>

typedef enum all_types_level { ALL_TYPES_LEVEL_LOW, ALL_TYPES_LEVEL_MIDDLE, ALL_TYPES_LEVEL_HIGH } all_types_level;

typedef enum all_types_mood { ALL_TYPES_MOOD_CALM, ALL_TYPES_MOOD_MERRY, ALL_TYPES_MOOD_OTHER_ } all_types_mood;

typedef struct all_types_level_list {
    const all_types_level *items;
    size_t count;
} all_types_level_list;

typedef struct all_types {
    uint64_t id;
    sdn_str text;
    bool flag;
    int32_t i32;
    int64_t i64;
    uint32_t u32;
    uint64_t u64;
    double f64;
    sdn_date day;
    sdn_timestamp time;
    all_types_level level;
    all_types_mood mood;
    sdn_str mood_text;

    bool has_maybe_text;
    sdn_str maybe_text;
    bool has_maybe_flag;
    bool maybe_flag;
    bool has_maybe_i32;
    int32_t maybe_i32;
    bool has_maybe_i64;
    int64_t maybe_i64;
    bool has_maybe_u64;
    uint64_t maybe_u64;
    bool has_maybe_f64;
    double maybe_f64;
    bool has_maybe_day;
    sdn_date maybe_day;
    bool has_maybe_time;
    sdn_timestamp maybe_time;
    bool has_maybe_level;
    all_types_level maybe_level;

    sdn_str_list texts;
    sdn_bool_list flags;
    sdn_i32_list i32s;
    sdn_i64_list i64s;
    sdn_u32_list u32s;
    sdn_u64_list u64s;
    sdn_f64_list f64s;
    sdn_date_list days;
    sdn_timestamp_list times;
    all_types_level_list levels;
    bool has_maybe_i32s;
    sdn_i32_list maybe_i32s;
} all_types;

/* Fields by position. */
enum {
    ALL_TYPES_FIELD_ID,
    ALL_TYPES_FIELD_TEXT,
    ALL_TYPES_FIELD_FLAG,
    ALL_TYPES_FIELD_I32,
    ALL_TYPES_FIELD_I64,
    ALL_TYPES_FIELD_U32,
    ALL_TYPES_FIELD_U64,
    ALL_TYPES_FIELD_F64,
    ALL_TYPES_FIELD_DAY,
    ALL_TYPES_FIELD_TIME,
    ALL_TYPES_FIELD_LEVEL,
    ALL_TYPES_FIELD_MOOD,
    ALL_TYPES_FIELD_MAYBE_TEXT,
    ALL_TYPES_FIELD_MAYBE_FLAG,
    ALL_TYPES_FIELD_MAYBE_I32,
    ALL_TYPES_FIELD_MAYBE_I64,
    ALL_TYPES_FIELD_MAYBE_U64,
    ALL_TYPES_FIELD_MAYBE_F64,
    ALL_TYPES_FIELD_MAYBE_DAY,
    ALL_TYPES_FIELD_MAYBE_TIME,
    ALL_TYPES_FIELD_MAYBE_LEVEL,
    ALL_TYPES_FIELD_TEXTS,
    ALL_TYPES_FIELD_FLAGS,
    ALL_TYPES_FIELD_I32S,
    ALL_TYPES_FIELD_I64S,
    ALL_TYPES_FIELD_U32S,
    ALL_TYPES_FIELD_U64S,
    ALL_TYPES_FIELD_F64S,
    ALL_TYPES_FIELD_DAYS,
    ALL_TYPES_FIELD_TIMES,
    ALL_TYPES_FIELD_LEVELS,
    ALL_TYPES_FIELD_MAYBE_I32S,
    ALL_TYPES_FIELD_COUNT
};

/* Indexes by position. */
enum { ALL_TYPES_INDEX_F64, ALL_TYPES_INDEX_MAYBE_DAY, ALL_TYPES_INDEX_LEVEL_MAYBE_I32 };

/* Table `everything`, key `id` numbered automatically. The lists are separated by `,`, i32s and f64s by `;`.
 */
extern const sdn_record_type all_types_record_type;

/* The same fields with another key of one field; `flags` are SDN_RECORD_... */
sdn_record_type all_types_keyed_by(uint32_t field, uint32_t flags);

/* All defaults: zero and empty, but 2000-01-01 and 2000-01-01T00:00:00Z. */
void all_types_init(all_types *record);

/* A record of random values, extremes among them, with its text and lists in `arena`; `seed` advances. The id
 * is 0. */
all_types all_types_random(uint64_t *seed, sdn_arena *arena);

#endif
