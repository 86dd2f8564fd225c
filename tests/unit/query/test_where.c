/* Which records an expression selects. */
#include "test.h"

#include <string.h>

#include "query/where.h"
#include "record_types/all_types.h"
#include "todo.h"

/* Sets fields by name: pairs of name and text, ended by NULL. */
static void set_fields(const sdn_record_type *type, void *record, sdn_arena *arena, const char *const *fields)
{
    sdn_error err = {0};
    for (; *fields != NULL; fields += 2)
        assert_ok(sdn_field_set(type, sdn_field_find(type, sdn_str_from(fields[0])), record, sdn_str_from(fields[1]),
                                arena, &err),
                  err);
}

static bool selects(const char *expression, const sdn_record_type *type, const void *record)
{
    sdn_arena arena = SDN_ARENA_INIT;
    diag_list diags;
    diag_list_init(&diags, &arena);
    where *compiled = where_compile("where", expression, type, &arena, &diags);
    if (compiled == NULL)
        fail_msg("%s: %s", expression, diags.count > 0 ? diags.items[0]->error.text.ptr : "no message");
    bool matches = where_matches(compiled, record);
    where_release(compiled);
    diag_list_release(&diags);
    sdn_arena_release(&arena);
    return matches;
}

/* All of these expressions, up to NULL, give the same. */
static void assert_selected(const sdn_record_type *type, const void *record, bool expected,
                            const char *const *expressions)
{
    for (; *expressions != NULL; expressions++)
        if (selects(*expressions, type, record) != expected)
            fail_msg("%s: %s expected", *expressions, expected ? "match" : "no match");
}

/* ---- all types ---- */

static const char *const sample[] = {"text",       "it's a \"text\"",
                                     "flag",       "true",
                                     "i32",        "-5",
                                     "i64",        "-5000000000",
                                     "u32",        "4000000000",
                                     "u64",        "18446744073709551615",
                                     "f64",        "0.5",
                                     "day",        "2026-01-31",
                                     "time",       "2026-01-31T08:15:00.5Z",
                                     "level",      "just so, so",
                                     "mood",       "sad",
                                     "texts",      "one,two",
                                     "flags",      "false",
                                     "i32s",       "1;-2",
                                     "days",       "2024-02-29",
                                     "levels",     "low,high",
                                     "maybe_text", "x",
                                     "maybe_i32",  "7",
                                     NULL};

static all_types sample_record(sdn_arena *arena)
{
    all_types record;
    all_types_init(&record);
    set_fields(&all_types_record_type, &record, arena, sample);
    return record;
}

static void values_of_every_type_are_compared(void **state)
{
    static const char *const matching[] = {"text = 'it''s a \"text\"'",
                                           "text = \"it's a \"\"text\"\"\"",
                                           "text != it",
                                           "text > 'it'",
                                           "text < 'itt'",
                                           "flag = true",
                                           "flag != false",
                                           "flag",
                                           "not not flag",
                                           "flag > false",
                                           "i32 = -5",
                                           "i32 < -4",
                                           "i32 <= -5",
                                           "i32 >= -5",
                                           "i32 > -6",
                                           "i32 != 5",
                                           "i32='-5'",
                                           "i64 = -5000000000",
                                           "i64 < 0",
                                           "u32 = 4000000000",
                                           "u32 > 3999999999",
                                           "u64 = 18446744073709551615",
                                           "u64 > 9223372036854775807",
                                           "f64 = 0.5",
                                           "f64 = 5e-1",
                                           "f64 < 0.51",
                                           "f64 > -1",
                                           "day = 2026-01-31",
                                           "day > '2026-01-30'",
                                           "day < 2026-02-01",
                                           "day != 2026-02-01",
                                           "time = 2026-01-31T08:15:00.5Z",
                                           "time = '2026-01-31 09:15:00.5+01:00'",
                                           "time > 2026-01-31T08:15:00Z",
                                           "time >= 2026-01-31",
                                           "time < 2026-02-01",
                                           "level = 'just so, so'",
                                           "level > low",
                                           "level < high",
                                           "level != high",
                                           "mood = 'sad'",
                                           "mood != calm",
                                           "mood > merry",
                                           "mood != 'angry'",
                                           "id = 0",
                                           NULL};
    static const char *const others[] = {"text = it",
                                         "text < 'it'",
                                         "not flag",
                                         "flag = false",
                                         "i32 = 5",
                                         "i32 < -5",
                                         "i32 > -5",
                                         "i64 > 0",
                                         "u32 < 1",
                                         "u64 < 18446744073709551615",
                                         "f64 = 0.51",
                                         "f64 > 0.5",
                                         "day = 2026-01-30",
                                         "day > 2026-01-31",
                                         "time < 2026-01-31",
                                         "time >= 2026-02-01",
                                         "level = low",
                                         "level < low",
                                         "mood = calm",
                                         "mood = 'angry'",
                                         "mood != 'sad'",
                                         "mood < calm",
                                         NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    all_types record = sample_record(&arena);
    (void)state;
    assert_selected(&all_types_record_type, &record, true, matching);
    assert_selected(&all_types_record_type, &record, false, others);
    sdn_arena_release(&arena);
}

static void absent_values_make_comparisons_false_but_one(void **state)
{
    static const char *const matching[] = {
        "maybe_f64 absent",      "maybe_f64 is absent", "maybe_f64 is not present", "maybe_f64 != 1",
        "not maybe_f64 = 1",     "not (maybe_f64 < 1)", "maybe_f64 not in (1, 2)",  "not maybe_flag",
        "maybe_flag != true",    "maybe_text present",  "maybe_text is present",    "maybe_text is not absent",
        "not maybe_text absent", "maybe_i32 = 7",       "maybe_i32 present",        "u64s absent",
        "texts present",         "maybe_i32s absent",   "not u64s has 1",           "text present",
        "maybe_f64 != f64",      "f64 != maybe_f64",    "maybe_day != 2024-01-01",  NULL};
    static const char *const others[] = {"maybe_f64 = 1",
                                         "maybe_f64 < 1",
                                         "maybe_f64 >= 0",
                                         "maybe_f64 > 1",
                                         "maybe_f64 in (0, 1)",
                                         "maybe_flag",
                                         "maybe_flag = false",
                                         "maybe_text absent",
                                         "maybe_text = ''",
                                         "maybe_f64 present",
                                         "maybe_f64 = f64",
                                         "text absent",
                                         "f64 = maybe_f64",
                                         "maybe_i32s has 0",
                                         "maybe_f64 ~ '.'",
                                         "texts absent",
                                         NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    all_types record = sample_record(&arena);
    (void)state;
    assert_selected(&all_types_record_type, &record, true, matching);
    assert_selected(&all_types_record_type, &record, false, others);
    sdn_arena_release(&arena);
}

static void lists_sets_and_patterns_are_searched(void **state)
{
    static const char *const matching[] = {"texts has one",
                                           "texts has \"two\"",
                                           "texts not has three",
                                           "i32s has -2",
                                           "flags has false",
                                           "days has 2024-02-29",
                                           "levels has high",
                                           "text has 's a '",
                                           "text has ''",
                                           "text has 'text\"'",
                                           "text not has 'its'",
                                           "i32 in (1, -5, 3)",
                                           "i32 in(-5)",
                                           "level in ('just so, so', low)",
                                           "level not in (low, high)",
                                           "mood in (calm, 'sad')",
                                           "mood in ('sad')",
                                           "mood not in (calm, merry)",
                                           "text in ('a', 'it''s a \"text\"', 'z')",
                                           "f64 in (0.5)",
                                           "u32 in (1,2,3,4,5,6,7,8,9,4000000000)",
                                           "text ~ '^it.s'",
                                           "text ~ 't.*t'",
                                           "text ~ '\"$'",
                                           "texts ~ '^t'",
                                           "levels ~ '^h'",
                                           "i32 ~ '^-5$'",
                                           "day ~ '^2026-'",
                                           "mood ~ 'a.$'",
                                           "level ~ 'so, so'",
                                           "i32s ~ '^1$'",
                                           "text ~ '\\.|t'",
                                           "flag ~ '^true$'",
                                           "f64 ~ '[.]5$'",
                                           NULL};
    static const char *const others[] = {"texts has three",
                                         "texts has on",
                                         "i32s has 2",
                                         "flags has true",
                                         "levels has 'just so, so'",
                                         "text has 'IT'",
                                         "text has 'text\"\"\"'",
                                         "i32 in (1, 2)",
                                         "level in (low, high)",
                                         "mood in ('angry')",
                                         "mood not in ('sad')",
                                         "text in ('a', 'b')",
                                         "text ~ '^t'",
                                         "texts ~ '^$'",
                                         "i32 ~ '^5'",
                                         "text ~ '^'''",
                                         NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    all_types record = sample_record(&arena);
    (void)state;
    assert_selected(&all_types_record_type, &record, true, matching);
    assert_selected(&all_types_record_type, &record, false, others);
    sdn_arena_release(&arena);
}

static void fields_are_compared_with_fields_of_their_type(void **state)
{
    static const char *const matching[] = {
        "i32 < maybe_i32", "maybe_i32 > i32", "i32 = i32",   "f64 <= f64", "text != [maybe_text]",
        "[text] = [text]", "level = level",   "mood = mood", "day >= day", NULL};
    static const char *const others[] = {"i32 > maybe_i32", "i32 != i32", "mood != mood", "level < level", NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    all_types record = sample_record(&arena);
    (void)state;
    assert_selected(&all_types_record_type, &record, true, matching);
    assert_selected(&all_types_record_type, &record, false, others);
    sdn_arena_release(&arena);
}

typedef struct two_moods {
    uint32_t a, b;
    sdn_str a_text, b_text;
} two_moods;

static void other_words_of_open_enums_are_equal_if_they_are_the_same_text(void **state)
{
    static const sdn_str words[] = {SDN_STR_INIT("calm"), SDN_STR_INIT("merry")};
    static const sdn_enum_type mood = {"Mood", words, 2, true};
    static const sdn_field fields[] = {
        {.name = "a",
         .column = SDN_STR_INIT("a"),
         .doc = "",
         .type = SDN_TYPE_ENUM,
         .enumeration = &mood,
         .offset = offsetof(two_moods, a),
         .text_offset = offsetof(two_moods, a_text)},
        {.name = "b",
         .column = SDN_STR_INIT("b"),
         .doc = "",
         .type = SDN_TYPE_ENUM,
         .enumeration = &mood,
         .offset = offsetof(two_moods, b),
         .text_offset = offsetof(two_moods, b_text)},
    };
    static const sdn_record_type type = {
        .name = "Two", .table = SDN_STR_INIT("two"), .fields = fields, .field_count = 2};
    two_moods same = {2, 2, SDN_STR("sad"), SDN_STR("sad")}, other = {2, 2, SDN_STR("sad"), SDN_STR("wild")};
    two_moods known = {1, 2, SDN_STR(""), SDN_STR("sad")};
    (void)state;
    assert_true(selects("a = b", &type, &same));
    assert_false(selects("a = b", &type, &other));
    assert_true(selects("a != b", &type, &other));
    assert_true(selects("a < b", &type, &known));
    assert_false(selects("a = b", &type, &known));
}

/* ---- how tests are joined ---- */

static void and_binds_stronger_than_or_and_not_than_both(void **state)
{
    (void)state;
    todo record = *(const todo *)todo_record_type.defaults;
    /* Every combination of three, against C. */
    for (int i = 0; i < 8; i++) {
        bool a = (i & 1) != 0, b = (i & 2) != 0, c = (i & 4) != 0;
        record.valid = a;
        record.line = b;
        record.status = c ? TODO_STATUS_DONE : TODO_STATUS_OPEN;
        assert_int_equal(selects("valid or line = 1 and status = done", &todo_record_type, &record), a || (b && c));
        assert_int_equal(selects("valid and line = 1 or status = done", &todo_record_type, &record), (a && b) || c);
        assert_int_equal(selects("(valid or line = 1) and status = done", &todo_record_type, &record), (a || b) && c);
        assert_int_equal(selects("not valid and line = 1", &todo_record_type, &record), !a && b);
        assert_int_equal(selects("not (valid and line = 1)", &todo_record_type, &record), !(a && b));
        assert_int_equal(selects("NOT valid OR line = 1 AND NOT status = done", &todo_record_type, &record),
                         !a || (b && !c));
        assert_int_equal(selects("valid and (line = 1 and status = done)", &todo_record_type, &record), a && b && c);
        assert_int_equal(selects("valid or (line = 1 or status = done)", &todo_record_type, &record), a || b || c);
    }
}

static void automatic_text_keys_are_in_the_order_of_their_numbers(void **state)
{
    static const char *const matching[] = {"id > 9", "id < 11", "id < x", "id >= 10", "id in (9, 10)", NULL};
    static const char *const others[] = {"id < 9", "id > 10", "id > x", "id = 010", NULL};
    sdn_arena arena = SDN_ARENA_INIT;
    todo record = *(const todo *)todo_record_type.defaults;
    (void)state;
    record.id = SDN_STR("10");
    assert_selected(&todo_record_type, &record, true, matching);
    assert_selected(&todo_record_type, &record, false, others);
    sdn_arena_release(&arena);
}

static void words_of_the_language_are_names_where_only_a_name_can_stand(void **state)
{
    static const sdn_field fields[] = {
        {.name = "in", .column = SDN_STR_INIT("in"), .doc = "", .type = SDN_TYPE_STRING, .offset = 0},
        {.name = "due date",
         .column = SDN_STR_INIT("due date"),
         .doc = "",
         .type = SDN_TYPE_STRING,
         .offset = sizeof(sdn_str)},
        {.name = "x]y",
         .column = SDN_STR_INIT("x]y"),
         .doc = "",
         .type = SDN_TYPE_STRING,
         .offset = 2 * sizeof(sdn_str)},
        {.name = "not",
         .column = SDN_STR_INIT("not"),
         .doc = "",
         .type = SDN_TYPE_STRING,
         .offset = 3 * sizeof(sdn_str)},
    };
    static const sdn_record_type type = {
        .name = "Odd", .table = SDN_STR_INIT("odd"), .fields = fields, .field_count = 4};
    static const char *const matching[] = {"in = a",
                                           "in in (a, b)",
                                           "in has a",
                                           "in present",
                                           "not in absent",
                                           "in not in (is, has, 'and', absent)",
                                           "[in] = a",
                                           "[due date] = 2024-01-31",
                                           "[x]]y] = c",
                                           "[not] = present",
                                           "not [not] absent",
                                           "[not] = 'present'",
                                           NULL};
    const sdn_str record[] = {SDN_STR_INIT("a"), SDN_STR_INIT("2024-01-31"), SDN_STR_INIT("c"),
                              SDN_STR_INIT("present")};
    (void)state;
    assert_selected(&type, record, true, matching);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_every_type_are_compared),
        cmocka_unit_test(absent_values_make_comparisons_false_but_one),
        cmocka_unit_test(lists_sets_and_patterns_are_searched),
        cmocka_unit_test(fields_are_compared_with_fields_of_their_type),
        cmocka_unit_test(other_words_of_open_enums_are_equal_if_they_are_the_same_text),
        cmocka_unit_test(and_binds_stronger_than_or_and_not_than_both),
        cmocka_unit_test(automatic_text_keys_are_in_the_order_of_their_numbers),
        cmocka_unit_test(words_of_the_language_are_names_where_only_a_name_can_stand),
    };
    return run_cases(argc, argv, tests);
}
