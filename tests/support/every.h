/* A record type written by hand with a field of every type: plain, optional and as a list. */
#ifndef SDN_TEST_EVERY_H
#define SDN_TEST_EVERY_H

#include <sdn/sdn.h>

typedef enum every_level { EVERY_LEVEL_LOW, EVERY_LEVEL_MIDDLE, EVERY_LEVEL_HIGH } every_level;

typedef enum every_mood { EVERY_MOOD_CALM, EVERY_MOOD_MERRY, EVERY_MOOD_OTHER_ } every_mood;

typedef struct every_level_list {
    const every_level *items;
    size_t count;
} every_level_list;

typedef struct every {
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
    every_level level;
    every_mood mood;
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
    every_level maybe_level;

    sdn_str_list texts;
    sdn_bool_list flags;
    sdn_i32_list i32s;
    sdn_i64_list i64s;
    sdn_u32_list u32s;
    sdn_u64_list u64s;
    sdn_f64_list f64s;
    sdn_date_list days;
    sdn_timestamp_list times;
    every_level_list levels;
    bool has_maybe_i32s;
    sdn_i32_list maybe_i32s;
} every;

/* Fields by position. */
enum {
    EVERY_ID,
    EVERY_TEXT,
    EVERY_FLAG,
    EVERY_I32,
    EVERY_I64,
    EVERY_U32,
    EVERY_U64,
    EVERY_F64,
    EVERY_DAY,
    EVERY_TIME,
    EVERY_LEVEL,
    EVERY_MOOD,
    EVERY_MAYBE_TEXT,
    EVERY_MAYBE_FLAG,
    EVERY_MAYBE_I32,
    EVERY_MAYBE_I64,
    EVERY_MAYBE_U64,
    EVERY_MAYBE_F64,
    EVERY_MAYBE_DAY,
    EVERY_MAYBE_TIME,
    EVERY_MAYBE_LEVEL,
    EVERY_TEXTS,
    EVERY_FLAGS,
    EVERY_I32S,
    EVERY_I64S,
    EVERY_U32S,
    EVERY_U64S,
    EVERY_F64S,
    EVERY_DAYS,
    EVERY_TIMES,
    EVERY_LEVELS,
    EVERY_MAYBE_I32S,
    EVERY_FIELD_COUNT
};

/* Indexes by position. */
enum { EVERY_BY_F64, EVERY_BY_MAYBE_DAY, EVERY_BY_LEVEL_MAYBE_I32 };

/* Table `everything`, key `id` numbered automatically. The lists are separated by `,`, i32s and f64s by `;`.
 */
extern const sdn_record_type every_record_type;

/* The same fields with another key of one field; `flags` are SDN_RECORD_... */
sdn_record_type every_keyed_by(uint32_t field, uint32_t flags);

/* All defaults: zero and empty, but 2000-01-01 and 2000-01-01T00:00:00Z. */
void every_init(every *record);

/* A record of random values, extremes among them, with its text and lists in `arena`; `seed` goes on. The id
 * is 0. */
every every_random(uint64_t *seed, sdn_arena *arena);

/* The next random number of a seed that is not 0. */
uint64_t every_next(uint64_t *seed);

/* A random double: any bit pattern but those of infinities and of what is not a number. */
double every_double(uint64_t *seed);

#endif
