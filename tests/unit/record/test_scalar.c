#include "test.h"

#include "faults.h"
#include "record_types/all_types.h"
#include "temp_stores.h"
#include "xorshift.h"

#include "record/record.h"
#include "record/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- helpers ---- */

static const all_types *get_number(const sdn_store *store, uint64_t id)
{
    sdn_value key = {.u64 = id};
    return sdn_store_get(store, &key);
}

static all_types *edit_number(sdn_store *store, uint64_t id)
{
    sdn_error err = {0};
    sdn_value key = {.u64 = id};
    all_types *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    return found;
}

static all_types *insert_every(sdn_store *store, const all_types *values)
{
    sdn_error err = {0};
    all_types *made = sdn_store_insert(store, values, &err);
    if (made == NULL)
        fail_msg("%s", err.message);
    return made;
}

/* The record of a file with one row, `cell` in `column`. */
static const all_types *read_cell(const char *column, const char *cell)
{
    char text[512];
    snprintf(text, sizeof text, "everything |id, %s|\n    1, %s\n", column, cell);
    const all_types *read = get_number(store_of(&all_types_record_type, text), 1);
    assert_non_null(read);
    return read;
}

static void assert_unreadable(const char *column, const char *cell, const char *message)
{
    char text[512], expected[512];
    snprintf(text, sizeof text, "everything |id, %s|\n    1, %s\n", column, cell);
    snprintf(expected, sizeof expected, "2:8: column '%s': %s\n", column, message);
    sdn_store *store = store_of(&all_types_record_type, text);
    assert_problems(store, expected);
    assert_int_equal(sdn_store_count(store), 0);
    close_store(store);
}

/* ---- reading ---- */

static void every_type_is_read_from_its_cell(void **state)
{
    (void)state;
    sdn_store *store = store_of(&all_types_record_type,
                                "everything |id, flag, i32, i64, u32, u64, f64, day, time, level, mood, maybe_day|\n"
                                "    1, true, -2_147_483_648, \"-5\", 7, 18446744073709551615, -1.5e-3, 2026-01-31, "
                                "2026-01-31T08:15:00+01:00, \"just so, so\", grim, \"2000-02-29\"\n");
    assert_problems(store, "");
    const all_types *one = get_number(store, 1);
    assert_true(one->flag);
    assert_int_equal(one->i32, INT32_MIN);
    assert_int_equal(one->i64, -5);
    assert_int_equal(one->u32, 7);
    assert_true(one->u64 == UINT64_MAX);
    assert_true(one->f64 == (double)-1.5e-3);
    assert_int_equal(one->day.day, 31);
    assert_int_equal(one->time.seconds, 1769843700);
    assert_int_equal(one->level, ALL_TYPES_LEVEL_MIDDLE);
    assert_int_equal(one->mood, ALL_TYPES_MOOD_OTHER_);
    assert_string_equal(one->mood_text.ptr, "grim");
    assert_true(one->has_maybe_day);
    assert_int_equal(one->maybe_day.month, 2);
    assert_false(one->has_maybe_i32);
}

static void empty_cells_are_defaults_or_absent(void **state)
{
    (void)state;
    sdn_store *store = store_of(&all_types_record_type, "everything |id, f64, day, time, maybe_f64, maybe_time, i32s|\n"
                                                        "    1, , \"\", , , \"\", \n");
    const all_types *one = get_number(store, 1);
    assert_true(one->f64 == 0);
    assert_int_equal(one->day.year, 2000);
    assert_int_equal(one->time.seconds, 946684800);
    assert_false(one->has_maybe_f64);
    assert_false(one->has_maybe_time);
    assert_int_equal(one->i32s.count, 0);
}

static void cells_that_do_not_fit_are_problems(void **state)
{
    (void)state;
    assert_unreadable("i32", "2147483648",
                      "'2147483648' is not a whole number from -2147483648 to 2147483647; correct it");
    assert_unreadable("i64", "9223372036854775808",
                      "'9223372036854775808' is not a whole number from "
                      "-9223372036854775808 to 9223372036854775807; correct it");
    assert_unreadable("u64", "-1", "'-1' is not a whole number from 0 to 18446744073709551615; correct it");
    assert_unreadable("f64", "nan", "'nan' is not a number such as 5, -0.25 or 1e9, or too large for one; correct it");
    assert_unreadable("f64", "1e999",
                      "'1e999' is not a number such as 5, -0.25 or 1e9, or too large for one; correct it");
    assert_unreadable("day", "2026-02-29", "'2026-02-29' is not a date such as 2026-01-31; correct it");
    assert_unreadable("time", "2026-02-28", "'2026-02-28' is not a time such as 2026-01-31T08:15:00Z; correct it");
    assert_unreadable("maybe_flag", "yes", "'yes' is neither true nor false; correct it");
    assert_unreadable("u32s", "\"1,x,3\"",
                      "'1,x,3' holds 'x', which is not a whole number from 0 to 4294967295; correct it");
    assert_unreadable("levels", "[low, deep]",
                      "'[low, deep]' holds 'deep', which is none of the words of this column; "
                      "correct it");
    assert_unreadable("days", "[\"\"]", "'[\"\"]' holds '', which is not a date such as 2026-01-31; correct it");
}

static void lists_are_read_in_both_forms(void **state)
{
    (void)state;
    const all_types *read = read_cell("i32s", "\"1; -2 ;;3;\"");
    assert_int_equal(read->i32s.count, 3);
    assert_int_equal(read->i32s.items[1], -2);
    read = read_cell("i32s", "[1, \"-2\", 3]");
    assert_int_equal(read->i32s.count, 3);
    assert_int_equal(read->i32s.items[1], -2);
    read = read_cell("i32s", "5");
    assert_int_equal(read->i32s.count, 1);
    read = read_cell("i32s", "[]");
    assert_int_equal(read->i32s.count, 0);
    assert_null(read->i32s.items);
    read = read_cell("levels", "[\"just so, so\", high]");
    assert_int_equal(read->levels.count, 2);
    assert_int_equal(read->levels.items[0], ALL_TYPES_LEVEL_MIDDLE);
    read = read_cell("times", "\"1970-01-01T00:00:01Z, 1970-01-01 00:00:02Z\"");
    assert_int_equal(read->times.count, 2);
    assert_int_equal(read->times.items[1].seconds, 2);
    read = read_cell("flags", "\"true,false\"");
    assert_true(read->flags.items[0] && !read->flags.items[1]);
}

/* ---- writing ---- */

/* The cell that a save writes for one changed field of a table with that column. */
static void assert_cell(sdn_store *store, const char *column, const char *cell)
{
    char expected[512];
    snprintf(expected, sizeof expected, "everything |id, %s|\n    1, %s\n", column, cell);
    save_store(store);
    assert_content(expected);
    close_store(store);
}

static sdn_store *one_column(const char *column)
{
    char text[128];
    snprintf(text, sizeof text, "everything |id, %s|\n    1, \"\"\n", column);
    return store_of(&all_types_record_type, text);
}

#define ASSERT_WRITTEN(field, cell, ...)            \
    do {                                            \
        sdn_store *store = one_column(#field);      \
        edit_number(store, 1)->field = __VA_ARGS__; \
        assert_cell(store, #field, cell);           \
    } while (0)

static void values_are_written_as_other_readers_take_them(void **state)
{
    (void)state;
    ASSERT_WRITTEN(i32, "-2147483648", INT32_MIN);
    ASSERT_WRITTEN(i64, "9223372036854775807", INT64_MAX);
    ASSERT_WRITTEN(u64, "9223372036854775807", INT64_MAX);
    ASSERT_WRITTEN(u64, "\"18446744073709551615\"", UINT64_MAX); /* bare, others would read 0 */
    ASSERT_WRITTEN(f64, "0.1", 0.1);
    ASSERT_WRITTEN(f64, "-1e+300", -1e300);
    ASSERT_WRITTEN(day, "\"2026-01-31\"", (sdn_date){2026, 1, 31});
    ASSERT_WRITTEN(time, "\"1970-01-01T00:00:00.5Z\"", (sdn_timestamp){0, 500000000});
    ASSERT_WRITTEN(level, "\"just so, so\"", ALL_TYPES_LEVEL_MIDDLE);
}

static void a_zero_keeps_its_sign(void **state)
{
    (void)state;
    sdn_store *store = store_of(&all_types_record_type, "everything |id, f64|\n    1, 0\n");
    edit_number(store, 1)->f64 = -0.0;
    save_store(store);
    assert_content("everything |id, f64|\n    1, -0\n");
    assert_true(signbit(get_number(store, 1)->f64));
}

static void lists_are_joined_where_every_element_allows_it(void **state)
{
    (void)state;
    static const int32_t numbers[] = {1, -2};
    static const sdn_date days[] = {{2026, 1, 31}};
    static const all_types_level levels[] = {ALL_TYPES_LEVEL_LOW, ALL_TYPES_LEVEL_HIGH, ALL_TYPES_LEVEL_MIDDLE};
    ASSERT_WRITTEN(i32s, "\"1;-2\"", (sdn_i32_list){numbers, 2});
    ASSERT_WRITTEN(i32s, "1", (sdn_i32_list){numbers, 1});
    ASSERT_WRITTEN(days, "\"2026-01-31\"", (sdn_date_list){days, 1});
    ASSERT_WRITTEN(levels, "\"low,high\"", (all_types_level_list){levels, 2});
    ASSERT_WRITTEN(levels, "[\"low\", \"high\", \"just so, so\"]", (all_types_level_list){levels, 3});
}

static void what_files_cannot_hold_is_refused(void **state)
{
    (void)state;
    static const double infinite[] = {1, (double)INFINITY};
    sdn_store *store = open_store(&all_types_record_type);
    sdn_error err = {0};
    all_types values;
    all_types_init(&values);
    values.f64 = (double)NAN;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(
        err.message,
        "x.sdn: table 'everything', record '1': field 'f64' is infinite or not a number; files hold finite "
        "numbers only");
    all_types_init(&values);
    values.day = (sdn_date){2026, 2, 29};
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(
        err.message,
        "x.sdn: table 'everything', record '1': field 'day' is no date of the calendar; set year, month and day");
    all_types_init(&values);
    values.time.nanoseconds = 1000000000;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    all_types_init(&values);
    values.f64s = (sdn_f64_list){infinite, 2};
    assert_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    all_types_init(&values);
    all_types *made = insert_every(store, &values);
    made->f64 = (double)NAN;
    sdn_cursor walk = sdn_store_by(store, ALL_TYPES_INDEX_F64, &(sdn_value){.f64 = 0});
    assert_null(sdn_cursor_next(&walk));
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    edit_number(store, made->id)->f64 = 0;
    save_store(store);
}

/* A default that cannot be written (no date) must not spoil the other cells of the row. */
static void one_bad_value_leaves_the_other_cells_as_they_are(void **state)
{
    (void)state;
    static sdn_field fields[ALL_TYPES_FIELD_COUNT];
    memcpy(fields, all_types_record_type.fields, sizeof fields);
    static all_types initial;
    all_types_init(&initial);
    initial.day = (sdn_date){0, 0, 0};
    initial.text = SDN_STR("default");
    fields[ALL_TYPES_FIELD_DAY].flags = 0;
    static sdn_record_type type;
    type = all_types_record_type;
    type.fields = fields;
    type.defaults = &initial;
    sdn_store *store = store_of(&type, "everything |id, day|\n    1, 2026-01-31\n    2, 2026-01-31\n");
    assert_problems(store, "");
    edit_number(store, 2)->text = SDN_STR("new");
    /* all_types_record_type's parse starts from its own defaults, so row 1 is not compared; the bytes are what
     * matters */
    save_store(store);
    assert_content("everything |id, day, text|\n    1, 2026-01-31, default\n    2, 2026-01-31, new\n");
    close_store(store);
}

/* ---- equality and copies ---- */

static void copies_are_equal_and_share_nothing(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 200; i++) {
        sdn_arena from = SDN_ARENA_INIT, to = SDN_ARENA_INIT;
        all_types record = all_types_random(&seed, &from), copy, reference;
        assert_int_equal(sdn_record_copy(&all_types_record_type, &copy, &record, &to), 0);
        assert_true(sdn_record_equal(&all_types_record_type, &copy, &record));
        assert_int_equal(sdn_record_copy(&all_types_record_type, &reference, &record, &to), 0);
        sdn_arena_release(&from); /* with a sanitizer, a shared part shows here */
        assert_true(sdn_record_equal(&all_types_record_type, &copy, &reference));
        sdn_arena_release(&to);
    }
}

#define ASSERT_COUNTS(changed)                                                   \
    do {                                                                         \
        all_types other = record;                                                \
        other.changed;                                                           \
        assert_false(sdn_record_equal(&all_types_record_type, &record, &other)); \
        assert_false(sdn_record_equal(&all_types_record_type, &other, &record)); \
    } while (0)

static void every_field_counts_for_equality(void **state)
{
    (void)state;
    static const double numbers[] = {0.0, 1.0}, others[] = {-0.0, 1.0};
    all_types record;
    all_types_init(&record);
    record.f64s = (sdn_f64_list){numbers, 2};
    ASSERT_COUNTS(id = 1);
    ASSERT_COUNTS(flag = true);
    ASSERT_COUNTS(i32 = -1);
    ASSERT_COUNTS(i64 = -1);
    ASSERT_COUNTS(u32 = 1);
    ASSERT_COUNTS(u64 = 1);
    ASSERT_COUNTS(f64 = -0.0);
    ASSERT_COUNTS(day.day = 2);
    ASSERT_COUNTS(time.nanoseconds = 1);
    ASSERT_COUNTS(level = ALL_TYPES_LEVEL_HIGH);
    ASSERT_COUNTS(has_maybe_time = true);
    ASSERT_COUNTS(f64s.items = others);
    ASSERT_COUNTS(f64s.count = 1);
    all_types same = record;
    same.maybe_i64 = 5; /* absent, so it does not count */
    assert_true(sdn_record_equal(&all_types_record_type, &record, &same));
}

static void values_are_shown_and_compared_by_their_type(void **state)
{
    (void)state;
    static const struct {
        uint32_t field;
        sdn_value less, more;
        const char *shown;
    } cases[] = {
        {ALL_TYPES_FIELD_TEXT, {.text = SDN_STR_INIT("a")}, {.text = SDN_STR_INIT("b")}, "a"},
        {ALL_TYPES_FIELD_FLAG, {.boolean = false}, {.boolean = true}, "false"},
        {ALL_TYPES_FIELD_I32, {.i32 = -1}, {.i32 = 0}, "-1"},
        {ALL_TYPES_FIELD_I64, {.i64 = INT64_MIN}, {.i64 = 1}, "-9223372036854775808"},
        {ALL_TYPES_FIELD_U32, {.u32 = 1}, {.u32 = UINT32_MAX}, "1"},
        {ALL_TYPES_FIELD_U64, {.u64 = 1}, {.u64 = UINT64_MAX}, "1"},
        {ALL_TYPES_FIELD_F64, {.f64 = -0.5}, {.f64 = 1e300}, "-0.5"},
        {ALL_TYPES_FIELD_DAY, {.date = {1999, 12, 31}}, {.date = {2000, 1, 1}}, "1999-12-31"},
        {ALL_TYPES_FIELD_TIME, {.timestamp = {-1, 5}}, {.timestamp = {0, 0}}, "1969-12-31T23:59:59.000000005Z"},
        {ALL_TYPES_FIELD_LEVEL, {.enumerator = 1}, {.enumerator = 2}, "just so, so"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static sdn_record_type type;
        type = all_types_keyed_by(cases[i].field, 0);
        char shown[SDN_SHOWN_KEY_SIZE];
        assert_true(sdn__key_compare(&type, &cases[i].less, &cases[i].more) < 0);
        assert_true(sdn__key_compare(&type, &cases[i].more, &cases[i].less) > 0);
        assert_true(sdn__key_compare(&type, &cases[i].less, &cases[i].less) == 0);
        assert_true(sdn__key_equal(&type, &cases[i].less, &cases[i].less));
        assert_false(sdn__key_equal(&type, &cases[i].less, &cases[i].more));
        assert_true(sdn__key_hash(&type, &cases[i].less, 1) != sdn__key_hash(&type, &cases[i].more, 1));
        sdn__key_show(&type, &cases[i].less, shown);
        assert_string_equal(shown, cases[i].shown);
    }
}

/* ---- keys ---- */

static void assert_numbered(uint32_t field, const char *content, const char *next, const char *last)
{
    char text[128], message[128];
    sdn_error err = {0};
    static sdn_record_type type;
    type = all_types_keyed_by(field, SDN_RECORD_KEY_AUTO);
    const char *name = type.fields[field].name;
    all_types values;
    all_types_init(&values);
    snprintf(text, sizeof text, "everything |%s|\n    %s\n", name, content);
    sdn_store *store = store_of(&type, text);
    all_types *made = insert_every(store, &values);
    char shown[SDN_SHOWN_KEY_SIZE];
    sdn_value key;
    sdn__values_of(&type, &type.key, made, &key);
    sdn__key_show(&type, &key, shown);
    assert_string_equal(shown, next);
    assert_ptr_equal(sdn_store_get(store, &key), made);
    close_store(store);
    snprintf(text, sizeof text, "everything |%s|\n    %s\n", name, last);
    store = store_of(&type, text);
    assert_null(sdn_store_insert(store, &values, &err));
    snprintf(message, sizeof message, "x.sdn: no number is left for a new record of table 'everything'; give it a key");
    assert_string_equal(err.message, message);
    assert_int_equal(err.code, SDN_E_LIMIT);
    close_store(store);
}

static void number_keys_of_every_type_are_given_in_turn(void **state)
{
    (void)state;
    assert_numbered(ALL_TYPES_FIELD_I32, "-7", "1", "2147483647");
    assert_numbered(ALL_TYPES_FIELD_I64, "41", "42", "9223372036854775807");
    assert_numbered(ALL_TYPES_FIELD_U32, "41", "42", "4294967295");
    assert_numbered(ALL_TYPES_FIELD_U64, "9223372036854775807", "9223372036854775808", "18446744073709551615");
}

static void keys_of_every_type_are_found_ordered_and_saved(void **state)
{
    (void)state;
    static const struct {
        uint32_t field;
        const char *rows, *sorted;
    } cases[] = {
        {ALL_TYPES_FIELD_I32, "    5\n    -10\n    0\n", "-10 0 5 "},
        {ALL_TYPES_FIELD_I64, "    5\n    -10000000000\n    0\n", "-10000000000 0 5 "},
        {ALL_TYPES_FIELD_DAY, "    2026-01-31\n    \"0000-01-01\"\n    2025-12-31\n",
         "0000-01-01 2025-12-31 2026-01-31 "},
        {ALL_TYPES_FIELD_TIME, "    1970-01-01T00:00:00Z\n    \"1970-01-01T01:00:00+02:00\"\n",
         "1969-12-31T23:00:00Z 1970-01-01T00:00:00Z "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256], found[256] = "";
        static sdn_record_type type;
        type = all_types_keyed_by(cases[i].field, 0);
        snprintf(text, sizeof text, "everything |%s|\n%s", type.fields[cases[i].field].name, cases[i].rows);
        sdn_store *store = store_of(&type, text);
        sdn_cursor walk = sdn_store_all(store);
        for (const all_types *each; (each = sdn_cursor_next(&walk)) != NULL;) {
            sdn_value key;
            char shown[SDN_SHOWN_KEY_SIZE];
            sdn__values_of(&type, &type.key, each, &key);
            assert_ptr_equal(sdn_store_get(store, &key), each);
            sdn__key_show(&type, &key, shown);
            snprintf(found + strlen(found), sizeof found - strlen(found), "%s ", shown);
        }
        assert_string_equal(found, cases[i].sorted);
        close_store(store);
    }
}

static void the_same_time_in_two_spellings_is_one_key(void **state)
{
    (void)state;
    static sdn_record_type type;
    type = all_types_keyed_by(ALL_TYPES_FIELD_TIME, 0);
    sdn_store *store = store_of(&type, "everything |time, text|\n    1970-01-01T01:00:00+01:00, a\n"
                                       "    1970-01-01T00:00:00Z, b\n");
    assert_problems(store,
                    "2:5: key '1970-01-01T00:00:00Z' occurs again further down, and that row counts; remove one of "
                    "them\n");
    close_store(store);
}

static void composite_keys_hold_enums_dates_and_truth_values(void **state)
{
    (void)state;
    static sdn_record_type type;
    type = all_types_keyed_by(ALL_TYPES_FIELD_LEVEL, SDN_RECORD_ORDER_BY_KEY);
    type.key = (sdn_index_type){
        .fields = {ALL_TYPES_FIELD_LEVEL, ALL_TYPES_FIELD_DAY, ALL_TYPES_FIELD_FLAG, ALL_TYPES_FIELD_I64},
        .field_count = 4};
    sdn_store *store = store_of(&type, "everything |level, day, flag, i64, u32|\n"
                                       "    low, 2026-01-01, true, -1, 1\n"
                                       "    high, 2026-01-01, true, -1, many\n"
                                       "    high, 2026-01-02, false, 0, 3\n");
    sdn_value key[] = {{.enumerator = ALL_TYPES_LEVEL_HIGH}, {.date = {2026, 1, 2}}, {.boolean = false}, {.i64 = 0}};
    assert_int_equal(((const all_types *)sdn_store_get(store, key))->u32, 3);
    key[3].i64 = 1;
    assert_null(sdn_store_get(store, key));
    sdn_error err = {0};
    all_types values;
    all_types_init(&values);
    values.level = ALL_TYPES_LEVEL_HIGH;
    values.day = (sdn_date){2026, 1, 1};
    values.flag = true;
    values.i64 = -1;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(err.message, "x.sdn:3:1: a row that cannot be read has the key 'high, 2026-01-01, true, -1'; "
                                     "correct that row first");
    values.level = ALL_TYPES_LEVEL_MIDDLE;
    insert_every(store, &values);
    save_store(store);
    assert_content("everything |level, day, flag, i64, u32|\n"
                   "    low, 2026-01-01, true, -1, 1\n"
                   "    \"just so, so\", \"2026-01-01\", true, -1, 0\n"
                   "    high, 2026-01-01, true, -1, many\n"
                   "    high, 2026-01-02, false, 0, 3\n");
    close_store(store);
}

/* ---- optional fields in indexes ---- */

static const char *numbers_by(sdn_store *store, uint32_t index, const sdn_value *values)
{
    static char found[256];
    found[0] = '\0';
    sdn_cursor walk = sdn_store_by(store, index, values);
    for (const all_types *each; (each = sdn_cursor_next(&walk)) != NULL;)
        snprintf(found + strlen(found), sizeof found - strlen(found), "%d ", (int)each->id);
    return found;
}

static void absent_values_are_not_in_an_index(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&all_types_record_type, "everything |id, maybe_day, level, maybe_i32|\n"
                                         "    1, 2026-01-01, low, 0\n    2, , low, \n    3, 2026-01-01, low, 0\n");
    sdn_value day = {.date = {2026, 1, 1}}, none = {.date = {0, 0, 0}};
    sdn_value low0[] = {{.enumerator = ALL_TYPES_LEVEL_LOW}, {.i32 = 0}};
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &day), "1 3 ");
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &none), "");
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_LEVEL_MAYBE_I32, low0), "1 3 ");
    all_types *two = edit_number(store, 2), *one = edit_number(store, 1);
    two->has_maybe_day = true;
    two->maybe_day = (sdn_date){2026, 1, 1};
    two->has_maybe_i32 = true;
    one->has_maybe_day = false;
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &day), "2 3 ");
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_LEVEL_MAYBE_I32, low0), "1 2 3 ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &day), "1 3 ");
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_LEVEL_MAYBE_I32, low0), "1 3 ");
    sdn_error err = {0};
    assert_ok(sdn_store_delete(store, &(sdn_value){.u64 = 2}, &err), err);
    assert_ok(sdn_store_delete(store, &(sdn_value){.u64 = 3}, &err), err);
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &day), "1 ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &day), "1 3 ");
}

/* After a random history of presence and value the index is as if it were built from the records. */
static void an_index_of_optional_values_follows_every_change(void **state)
{
    (void)state;
    uint64_t seed = 11;
    sdn_store *store = open_store(&all_types_record_type);
    all_types values;
    all_types_init(&values);
    sdn_value days[3] = {{.date = {2026, 1, 1}}, {.date = {2026, 1, 2}}, {.date = {2026, 1, 3}}};
    for (int i = 0; i < 40; i++)
        insert_every(store, &values);
    for (int step = 0; step < 3000; step++) {
        all_types *each = edit_number(store, 1 + test_random(&seed) % 40);
        each->has_maybe_day = test_random(&seed) % 3 != 0;
        sdn_date drawn = days[test_random(&seed) % 3].date;
        if (each->has_maybe_day)
            each->maybe_day = drawn;
        if (step % 97 == 0)
            sdn_store_count(store); /* flushes open records */
        if (step % 251 != 0)
            continue;
        for (int d = 0; d < 3; d++) {
            char expected[256] = "";
            for (uint64_t id = 1; id <= 40; id++) {
                const all_types *found = get_number(store, id);
                if (found->has_maybe_day && sdn_date_compare(found->maybe_day, days[d].date) == 0)
                    snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%d ", (int)id);
            }
            assert_string_equal(numbers_by(store, ALL_TYPES_INDEX_MAYBE_DAY, &days[d]), expected);
        }
    }
}

/* ---- what is put is what is read ---- */

enum { RANDOM_RECORDS = 300, RANDOM_ROUNDS = 8 };

static void assert_same(const sdn_store *store, const all_types *expected)
{
    const all_types *found = get_number(store, expected->id);
    assert_non_null(found);
    for (uint32_t i = 0; i < ALL_TYPES_FIELD_COUNT; i++)
        if (!sdn__field_equal(&all_types_record_type.fields[i], found, expected))
            fail_msg("record %d: field %s", (int)expected->id, all_types_record_type.fields[i].name);
}

static void put_save_load_gives_every_value_back(void **state)
{
    (void)state;
    uint64_t seed = 5;
    all_types records[RANDOM_RECORDS];
    for (int round = 0; round < RANDOM_ROUNDS; round++) {
        sdn_arena arena = SDN_ARENA_INIT;
        sdn_store *store = store_of(&all_types_record_type, "");
        for (int i = 0; i < RANDOM_RECORDS; i++) {
            records[i] = all_types_random(&seed, &arena);
            records[i].id = insert_every(store, &records[i])->id;
        }
        save_store(store);
        for (int i = 0; i < RANDOM_RECORDS; i += 3) { /* edited rows go another way than new ones */
            uint64_t id = records[i].id;
            records[i] = all_types_random(&seed, &arena);
            records[i].id = id;
            *edit_number(store, id) = records[i];
        }
        save_store(store);
        close_store(store);
        store = open_store(&all_types_record_type);
        assert_problems(store, "");
        for (int i = 0; i < RANDOM_RECORDS; i++)
            assert_same(store, &records[i]);
        close_store(store);
        sdn_arena_release(&arena);
    }
}

static void every_double_survives_the_file(void **state)
{
    (void)state;
    enum { COUNT = 100000 };
    uint64_t seed = 77;
    double *numbers = malloc(COUNT * sizeof *numbers);
    assert_non_null(numbers);
    for (int i = 0; i < COUNT; i++)
        numbers[i] = test_random_double(&seed);
    sdn_store *store = open_store(&all_types_record_type);
    all_types values;
    all_types_init(&values);
    for (int i = 0; i < COUNT / 100; i++) {
        values.f64s = (sdn_f64_list){numbers + (ptrdiff_t)100 * i, 100};
        insert_every(store, &values);
    }
    save_store(store);
    close_store(store);
    store = open_store(&all_types_record_type);
    for (int i = 0; i < COUNT / 100; i++) {
        const all_types *found = get_number(store, (uint64_t)i + 1);
        assert_int_equal(found->f64s.count, 100);
        assert_memory_equal(found->f64s.items, numbers + (ptrdiff_t)100 * i, 100 * sizeof *numbers);
    }
    free(numbers);
}

/* ---- memory ---- */

static bool insert_and_save(sdn_store *store, const all_types *values)
{
    sdn_error err = {0};
    bool done = sdn_store_insert(store, values, &err) != NULL && sdn_file_save(sdn_store_file(store), &err) == SDN_OK;
    if (!done && err.code != SDN_E_NOMEM)
        fail_msg("%s", err.message);
    return done;
}

static void after_any_failed_allocation_the_store_goes_on(void **state)
{
    (void)state;
    uint64_t seed = 9;
    sdn_arena arena = SDN_ARENA_INIT;
    all_types values = all_types_random(&seed, &arena);
    bool done = false;
    for (int nth = 1; !done; nth++) {
        sdn_store *store = store_of(&all_types_record_type, "everything |id, i32s|\n    1, \"1;2\"\n");
        faults_arm_memory(nth);
        done = insert_and_save(store, &values);
        faults_arm_memory(0);
        if (!done) {
            sdn_file_rollback(sdn_store_file(store));
            assert_int_equal(sdn_store_count(store), 1);
            assert_true(insert_and_save(store, &values));
        }
        assert_int_equal(sdn_store_count(store), 2);
        values.id = get_number(store, 2) != NULL ? 2 : 3; /* a number may have been used up */
        assert_same(store, &values);
        values.id = 0;
        close_store(store);
    }
    sdn_arena_release(&arena);
}

static void after_a_failed_allocation_opening_fails_cleanly(void **state)
{
    (void)state;
    static const char text[] = "everything |id, texts, days, i32s, u32s|\n"
                               "    1, \"a,b\", \"2026-01-01,2026-01-02\", [1, \"2\"], \"1,x\"\n    2, , , , \n";
    sdn_options options = sdn_options_default();
    bool done = false;
    write_bytes(STORE_PATH, text, sizeof text - 1);
    for (int nth = 1; !done; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_store *store = sdn_store_open(&all_types_record_type, STORE_PATH, &options, &err);
        faults_arm_memory(0);
        done = store != NULL;
        if (!done && err.code != SDN_E_NOMEM)
            fail_msg("%s", err.message);
        if (done)
            assert_int_equal(sdn_store_count(store), 1);
        sdn_store_close(store);
    }
}

static void the_size_of_a_type_is_that_of_its_value_in_c(void **state)
{
    static const all_types record = {.id = 0};
    const size_t sizes[] = {
        [SDN_TYPE_STRING] = sizeof *record.texts.items,    [SDN_TYPE_BOOL] = sizeof *record.flags.items,
        [SDN_TYPE_I32] = sizeof *record.i32s.items,        [SDN_TYPE_I64] = sizeof *record.i64s.items,
        [SDN_TYPE_U32] = sizeof *record.u32s.items,        [SDN_TYPE_U64] = sizeof *record.u64s.items,
        [SDN_TYPE_F64] = sizeof *record.f64s.items,        [SDN_TYPE_DATE] = sizeof *record.days.items,
        [SDN_TYPE_TIMESTAMP] = sizeof *record.times.items, [SDN_TYPE_ENUM] = sizeof *record.levels.items,
    };
    (void)state;
    for (int type = 0; type < (int)(sizeof sizes / sizeof *sizes); type++)
        assert_int_equal(sdn_type_size((sdn_type)type), sizes[type]);
    assert_int_equal(sdn_type_size((sdn_type)(SDN_TYPE_ENUM + 1)), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(every_type_is_read_from_its_cell),
        TEST_WITH_STORES(empty_cells_are_defaults_or_absent),
        TEST_WITH_STORES(cells_that_do_not_fit_are_problems),
        TEST_WITH_STORES(lists_are_read_in_both_forms),
        TEST_WITH_STORES(values_are_written_as_other_readers_take_them),
        TEST_WITH_STORES(a_zero_keeps_its_sign),
        TEST_WITH_STORES(lists_are_joined_where_every_element_allows_it),
        TEST_WITH_STORES(what_files_cannot_hold_is_refused),
        TEST_WITH_STORES(one_bad_value_leaves_the_other_cells_as_they_are),
        TEST_WITH_STORES(copies_are_equal_and_share_nothing),
        TEST_WITH_STORES(every_field_counts_for_equality),
        TEST_WITH_STORES(values_are_shown_and_compared_by_their_type),
        TEST_WITH_STORES(number_keys_of_every_type_are_given_in_turn),
        TEST_WITH_STORES(keys_of_every_type_are_found_ordered_and_saved),
        TEST_WITH_STORES(the_same_time_in_two_spellings_is_one_key),
        TEST_WITH_STORES(composite_keys_hold_enums_dates_and_truth_values),
        TEST_WITH_STORES(absent_values_are_not_in_an_index),
        TEST_WITH_STORES(an_index_of_optional_values_follows_every_change),
        TEST_WITH_STORES(put_save_load_gives_every_value_back),
        TEST_WITH_STORES(every_double_survives_the_file),
        TEST_WITH_STORES(after_any_failed_allocation_the_store_goes_on),
        TEST_WITH_STORES(after_a_failed_allocation_opening_fails_cleanly),
        cmocka_unit_test(the_size_of_a_type_is_that_of_its_value_in_c),
    };
    return run_cases(argc, argv, tests);
}
