#include "test.h"

#include "faults.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/rules.h"
#include "tempdir.h"

#include "record/record.h"

#include <string.h>

static sdn_arena arena;

static int setup(void **state)
{
    arena = (sdn_arena)SDN_ARENA_INIT;
    return tempdir_enter(state);
}

static int teardown(void **state)
{
    sdn_arena_release(&arena);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

/* ---- names ---- */

static void fields_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("id")), NOTE_FIELD_ID);
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("tags")), NOTE_FIELD_TAGS);
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("tag")), note_record_type.field_count);
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("Tags")), note_record_type.field_count);
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("")), note_record_type.field_count);
    assert_int_equal(sdn_field_find(&note_record_type, (sdn_str){NULL, 0}), note_record_type.field_count);
}

/* A name that is also the column of another field is that of the field. */
static void a_column_counts_after_the_names(void **state)
{
    (void)state;
    static const sdn_field fields[] = {
        {.name = "first", .column = SDN_STR_INIT("second")},
        {.name = "second", .column = SDN_STR_INIT("third")},
    };
    static const sdn_record_type type = {.fields = fields, .field_count = 2};
    assert_int_equal(sdn_field_find(&type, SDN_STR("second")), 1);
    assert_int_equal(sdn_field_find(&type, SDN_STR("third")), 1);
    assert_int_equal(sdn_field_find(&type, SDN_STR("first")), 0);
    assert_string_equal(note_record_type.fields[NOTE_FIELD_NUMBER].column.ptr, "no");
    assert_int_equal(sdn_field_find(&note_record_type, SDN_STR("no")), NOTE_FIELD_NUMBER);
}

/* ---- to text ---- */

static void assert_text(const all_types *record, uint32_t field, const char *expected)
{
    sdn_str text = sdn_field_text(&all_types_record_type, field, record, &arena);
    assert_non_null(text.ptr);
    assert_string_equal(text.ptr, expected);
    assert_int_equal(text.len, strlen(expected));
}

static void values_are_the_text_of_their_cell_without_quotes(void **state)
{
    (void)state;
    all_types record;
    all_types_init(&record);
    record.text = SDN_STR("a \"b\", \\ and\nc");
    record.flag = true;
    record.i32 = -5;
    record.u64 = UINT64_MAX;
    record.f64 = -0.25;
    record.day = (sdn_date){2026, 1, 31};
    record.time = (sdn_timestamp){0, 500000000};
    record.level = ALL_TYPES_LEVEL_MIDDLE;
    record.mood = ALL_TYPES_MOOD_MERRY;
    assert_text(&record, ALL_TYPES_FIELD_TEXT, "a \"b\", \\ and\nc");
    assert_text(&record, ALL_TYPES_FIELD_FLAG, "true");
    assert_text(&record, ALL_TYPES_FIELD_I32, "-5");
    assert_text(&record, ALL_TYPES_FIELD_U64, "18446744073709551615");
    assert_text(&record, ALL_TYPES_FIELD_F64, "-0.25");
    assert_text(&record, ALL_TYPES_FIELD_DAY, "2026-01-31");
    assert_text(&record, ALL_TYPES_FIELD_TIME, "1970-01-01T00:00:00.5Z");
    assert_text(&record, ALL_TYPES_FIELD_LEVEL, "just so, so");
    assert_text(&record, ALL_TYPES_FIELD_MOOD, "merry");
    record.mood = ALL_TYPES_MOOD_OTHER_;
    record.mood_text = SDN_STR("so-so");
    assert_text(&record, ALL_TYPES_FIELD_MOOD, "so-so");
}

static void absent_and_empty_values_are_empty(void **state)
{
    (void)state;
    all_types record;
    all_types_init(&record);
    record.maybe_i32 = 7;
    record.text = (sdn_str){NULL, 0};
    record.mood = ALL_TYPES_MOOD_OTHER_;
    record.mood_text = (sdn_str){NULL, 0};
    assert_text(&record, ALL_TYPES_FIELD_MAYBE_I32, "");
    assert_text(&record, ALL_TYPES_FIELD_TEXT, "");
    assert_text(&record, ALL_TYPES_FIELD_MOOD, "");
    assert_text(&record, ALL_TYPES_FIELD_TEXTS, "");
    record.has_maybe_i32 = true;
    assert_text(&record, ALL_TYPES_FIELD_MAYBE_I32, "7");
}

static void assert_list_text(const char *expected, const sdn_str *items, size_t count)
{
    all_types record;
    all_types_init(&record);
    record.texts = (sdn_str_list){items, count};
    assert_text(&record, ALL_TYPES_FIELD_TEXTS, expected);
}

#define ASSERT_LIST_TEXT(expected, ...)                                    \
    do {                                                                   \
        const sdn_str items[] = {__VA_ARGS__};                             \
        assert_list_text(expected, items, sizeof items / sizeof items[0]); \
    } while (0)

static void lists_are_joined_or_arrays(void **state)
{
    (void)state;
    ASSERT_LIST_TEXT("a", SDN_STR("a"));
    ASSERT_LIST_TEXT("a,b c,d", SDN_STR("a"), SDN_STR("b c"), SDN_STR("d"));
    ASSERT_LIST_TEXT("[\"a,b\", \"c\\n\\\"\"]", SDN_STR("a,b"), SDN_STR("c\n\""));
    ASSERT_LIST_TEXT("[\"\"]", SDN_STR(""));
    ASSERT_LIST_TEXT("[\" a\"]", SDN_STR(" a"));
    /* These would be read as an array if they were joined. */
    ASSERT_LIST_TEXT("[\"[a]\"]", SDN_STR("[a]"));
    ASSERT_LIST_TEXT("[\"[a\", \"b]\"]", SDN_STR("[a"), SDN_STR("b]"));
    ASSERT_LIST_TEXT("[a,b", SDN_STR("[a"), SDN_STR("b"));
    ASSERT_LIST_TEXT("a,b]", SDN_STR("a"), SDN_STR("b]"));
}

static void other_lists_have_their_separator(void **state)
{
    (void)state;
    static const int32_t numbers[] = {1, -2};
    static const all_types_level levels[] = {ALL_TYPES_LEVEL_LOW, ALL_TYPES_LEVEL_MIDDLE};
    all_types record;
    all_types_init(&record);
    record.i32s = (sdn_i32_list){numbers, 2};
    record.levels = (all_types_level_list){levels, 2};
    assert_text(&record, ALL_TYPES_FIELD_I32S, "1;-2");
    assert_text(&record, ALL_TYPES_FIELD_LEVELS, "[\"low\", \"just so, so\"]");
}

static void values_that_no_file_can_hold_are_shown_as_such(void **state)
{
    (void)state;
    static const sdn_date days[] = {{2026, 1, 1}, {0, 0, 0}};
    all_types record;
    all_types_init(&record);
    record.day = (sdn_date){0, 0, 0};
    record.level = (all_types_level)99;
    record.days = (sdn_date_list){days, 2};
    record.text = (sdn_str){NULL, 5};
    record.mood = ALL_TYPES_MOOD_OTHER_;
    record.mood_text = (sdn_str){NULL, 5};
    record.has_maybe_text = true;
    record.maybe_text = SDN_STR("\xFF");
    assert_text(&record, ALL_TYPES_FIELD_MAYBE_TEXT, "(no value of its type)");
    assert_text(&record, ALL_TYPES_FIELD_DAY, "(no value of its type)");
    assert_text(&record, ALL_TYPES_FIELD_LEVEL, "(no value of its type)");
    assert_text(&record, ALL_TYPES_FIELD_DAYS, "(no value of its type)");
    assert_text(&record, ALL_TYPES_FIELD_TEXT, "(no value of its type)");
    assert_text(&record, ALL_TYPES_FIELD_MOOD, "(no value of its type)");
}

/* ---- from text ---- */

static void whatever_a_field_holds_is_set_from_its_text(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 150; round++) {
        sdn_error err = {0};
        all_types from = all_types_random(&seed, &arena), to = all_types_random(&seed, &arena);
        for (uint32_t field = 0; field < ALL_TYPES_FIELD_COUNT; field++) {
            all_types before = to;
            sdn_str text = sdn_field_text(&all_types_record_type, field, &from, &arena);
            assert_ok(sdn_field_set(&all_types_record_type, field, &to, text, &arena, &err), err);
            if (!sdn__field_equal(&all_types_record_type.fields[field], &from, &to))
                fail_msg("field '%s' is not set from '%s'", all_types_record_type.fields[field].name, text.ptr);
            for (uint32_t other = 0; other < ALL_TYPES_FIELD_COUNT; other++)
                assert_true(other == field || sdn__field_equal(&all_types_record_type.fields[other], &before, &to));
        }
        assert_true(sdn_record_equal(&all_types_record_type, &from, &to));
    }
}

static void lists_of_odd_texts_are_set_from_their_text(void **state)
{
    (void)state;
    static const sdn_str odd[] = {SDN_STR_INIT("[a]"), SDN_STR_INIT("[a"), SDN_STR_INIT("b]"), SDN_STR_INIT(""),
                                  SDN_STR_INIT("[]"),  SDN_STR_INIT("["),  SDN_STR_INIT("\"")};
    enum { ODD = sizeof odd / sizeof odd[0] };
    for (size_t i = 0; i < ODD * ODD; i++) {
        sdn_error err = {0};
        const sdn_str items[] = {odd[i / ODD], odd[i % ODD]};
        note from = note_of("1", ""), to = note_of("1", "");
        from.tags = (sdn_str_list){items, 1 + i % 2};
        sdn_str text = sdn_field_text(&note_record_type, NOTE_FIELD_TAGS, &from, &arena);
        assert_ok(sdn_field_set(&note_record_type, NOTE_FIELD_TAGS, &to, text, &arena, &err), err);
        assert_true(sdn_str_list_equal(from.tags, to.tags));
    }
}

static void set(note *record, uint32_t field, const char *text)
{
    sdn_error err = {0};
    assert_ok(sdn_field_set(&note_record_type, field, record, sdn_str_from(text), &arena, &err), err);
}

static void text_is_copied_and_ends_with_a_nul(void **state)
{
    (void)state;
    char text[] = "abcdef";
    sdn_error err = {0};
    note record = note_of("1", "");
    assert_ok(sdn_field_set(&note_record_type, NOTE_FIELD_TEXT, &record, (sdn_str){text, 3}, &arena, &err), err);
    assert_ok(sdn_field_set(&note_record_type, NOTE_FIELD_KIND, &record, (sdn_str){text, 2}, &arena, &err), err);
    assert_ok(sdn_field_set(&note_record_type, NOTE_FIELD_TAGS, &record, (sdn_str){text, 4}, &arena, &err), err);
    memset(text, 'x', sizeof text);
    assert_string_equal(record.text.ptr, "abc");
    assert_int_equal(record.kind, NOTE_KIND_OTHER_);
    assert_string_equal(record.kind_text.ptr, "ab");
    assert_string_equal(record.tags.items[0].ptr, "abcd");
}

/* As the cell of a file: a default, an absent value, or empty text. */
static void empty_text_means_what_an_empty_cell_means(void **state)
{
    (void)state;
    static const sdn_str tags[] = {SDN_STR_INIT("x")};
    note record = note_of("1", "text"), defaults;
    note_init(&defaults);
    record.number = defaults.number + 1;
    record.kind = NOTE_KIND_OTHER_;
    record.kind_text = SDN_STR("other");
    record.has_link = record.has_weight = true;
    record.link = SDN_STR("link");
    record.weight = 5;
    record.tags = (sdn_str_list){tags, 1};
    set(&record, NOTE_FIELD_TEXT, "");
    set(&record, NOTE_FIELD_NUMBER, "");
    set(&record, NOTE_FIELD_KIND, "");
    set(&record, NOTE_FIELD_LINK, "");
    set(&record, NOTE_FIELD_WEIGHT, "");
    set(&record, NOTE_FIELD_TAGS, "");
    assert_string_equal(record.text.ptr, "");
    assert_int_equal(record.number, defaults.number);
    assert_int_equal(record.kind, defaults.kind);
    assert_string_equal(record.kind_text.ptr, "");
    assert_false(record.has_link);
    assert_string_equal(record.link.ptr, "");
    assert_false(record.has_weight);
    assert_int_equal(record.weight, defaults.weight);
    assert_int_equal(record.tags.count, 0);
    assert_null(record.tags.items);
}

static void a_value_makes_an_optional_field_present(void **state)
{
    (void)state;
    note record = note_of("1", "text");
    set(&record, NOTE_FIELD_LINK, "there");
    set(&record, NOTE_FIELD_WEIGHT, "0");
    assert_true(record.has_link);
    assert_string_equal(record.link.ptr, "there");
    assert_true(record.has_weight);
    assert_int_equal(record.weight, 0);
}

static void lists_are_read_in_both_forms(void **state)
{
    (void)state;
    note record = note_of("1", "");
    set(&record, NOTE_FIELD_TAGS, " a , b,,c");
    assert_int_equal(record.tags.count, 3);
    assert_string_equal(record.tags.items[0].ptr, "a");
    set(&record, NOTE_FIELD_TAGS, "[\"a, b\", c]");
    assert_int_equal(record.tags.count, 2);
    assert_string_equal(record.tags.items[0].ptr, "a, b");
}

static void assert_set_fails(const sdn_record_type *type, void *record, uint32_t field, sdn_str text,
                             const char *message)
{
    char before[sizeof(all_types)];
    sdn_error err = {0};
    memcpy(before, record, type->size);
    assert_int_equal(sdn_field_set(type, field, record, text, &arena, &err), SDN_E_INVALID);
    assert_string_equal(err.message, message);
    assert_memory_equal(before, record, type->size);
    assert_int_equal(sdn_field_set(type, field, record, text, &arena, NULL), SDN_E_INVALID);
}

static void what_is_no_value_is_refused_by_name(void **state)
{
    (void)state;
    all_types record;
    all_types_init(&record);
    const struct {
        uint32_t field;
        const char *text;
        const char *message;
    } cases[] = {
        {ALL_TYPES_FIELD_LEVEL, "medum", "field 'level': 'medum' is none of low, just so, so, high; correct it"},
        {ALL_TYPES_FIELD_MAYBE_LEVEL, "x", "field 'maybe_level': 'x' is none of low, just so, so, high; correct it"},
        {ALL_TYPES_FIELD_U32, "-1", "field 'u32': '-1' is not a whole number from 0 to 4294967295; correct it"},
        {ALL_TYPES_FIELD_U32, " 1", "field 'u32': ' 1' is not a whole number from 0 to 4294967295; correct it"},
        {ALL_TYPES_FIELD_MAYBE_I32, "1.5",
         "field 'maybe_i32': '1.5' is not a whole number from -2147483648 to 2147483647; correct it"},
        {ALL_TYPES_FIELD_FLAG, "yes", "field 'flag': 'yes' is neither true nor false; correct it"},
        {ALL_TYPES_FIELD_DAY, "2026-02-30", "field 'day': '2026-02-30' is not a date such as 2026-01-31; correct it"},
        {ALL_TYPES_FIELD_DAY, "(no value of its type)",
         "field 'day': '(no value of its type)' is not a date such as 2026-01-31; correct it"},
        {ALL_TYPES_FIELD_I32S, "1;x;3",
         "field 'i32s': '1;x;3' holds 'x', which is not a whole number from -2147483648 to 2147483647; correct it"},
        {ALL_TYPES_FIELD_LEVELS, "low,x",
         "field 'levels': 'low,x' holds 'x', which is none of the words of this column; correct it"},
        {ALL_TYPES_FIELD_TEXT, "\xFF", "field 'text' is not valid UTF-8 or holds a NUL byte; files hold text only"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_set_fails(&all_types_record_type, &record, cases[i].field, sdn_str_from(cases[i].text),
                         cases[i].message);
    assert_set_fails(&all_types_record_type, &record, ALL_TYPES_FIELD_TEXT, (sdn_str){"a\0b", 3},
                     "field 'text' is not valid UTF-8 or holds a NUL byte; files hold text only");
}

static void what_has_no_default_cannot_be_emptied(void **state)
{
    (void)state;
    person somebody = person_of("a", 1);
    assert_set_fails(&person_record_type, &somebody, PERSON_FIELD_BADGE, SDN_STR(""),
                     "field 'badge' is empty, and has no default; give it a value");
}

/* They are checked when the record is inserted or saved. */
static void rules_are_not_checked(void **state)
{
    (void)state;
    sdn_error err = {0};
    person somebody = person_of("a", 1);
    assert_ok(sdn_field_set(&person_record_type, PERSON_FIELD_AGE, &somebody, SDN_STR("151"), &arena, &err), err);
    assert_int_equal(somebody.age, 151);
    assert_ok(sdn_field_set(&person_record_type, PERSON_FIELD_NAME, &somebody, SDN_STR(""), &arena, &err), err);
}

static void control_characters_do_not_reach_the_message(void **state)
{
    (void)state;
    note record = note_of("1", "");
    assert_set_fails(&note_record_type, &record, NOTE_FIELD_NUMBER, SDN_STR("\x1b[2J\n"),
                     "field 'number': '?[2J?' is not a whole number from 0 to 4294967295; correct it");
}

/* Only the length is looked at: there is no such text. */
static void what_no_cell_can_hold_is_refused(void **state)
{
    (void)state;
#if SIZE_MAX > UINT32_MAX
    sdn_error err = {0};
    note record = note_of("1", "before");
    sdn_str large = {"x", (size_t)UINT32_MAX + 1};
    assert_int_equal(sdn_field_set(&note_record_type, NOTE_FIELD_TEXT, &record, large, &arena, &err), SDN_E_LIMIT);
    assert_string_equal(err.message, "field 'text': the text is larger than 4 GiB; shorten it");
    assert_string_equal(record.text.ptr, "before");
#endif
}

/* ---- memory ---- */

/* A text and a list for which an arena needs memory each time. */
static char huge[1 << 20];

static void without_memory_there_is_no_text(void **state)
{
    (void)state;
    const sdn_str items[] = {{huge, sizeof huge}, SDN_STR("x")};
    note record = note_of("1", "");
    memset(huge, 'h', sizeof huge);
    record.text = items[0];
    record.tags = (sdn_str_list){items, 2};
    const uint32_t fields[] = {NOTE_FIELD_TEXT, NOTE_FIELD_TAGS};
    for (size_t i = 0; i < 2; i++) {
        int failures = 0;
        for (bool fired = true; fired; failures++) {
            faults_arm_memory(failures + 1);
            sdn_str text = sdn_field_text(&note_record_type, fields[i], &record, &arena);
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_int_equal(text.ptr == NULL, fired);
            sdn_arena_release(&arena);
        }
        assert_true(failures > 1);
    }
}

static void without_memory_a_field_stays_as_it_is(void **state)
{
    (void)state;
    const uint32_t fields[] = {NOTE_FIELD_TEXT, NOTE_FIELD_TAGS, NOTE_FIELD_KIND};
    memset(huge, 'h', sizeof huge);
    for (size_t i = 0; i < 3; i++) {
        int failures = 0;
        for (bool fired = true; fired; failures++) {
            sdn_error err = {0};
            note record = note_of("1", "before"), before = record;
            faults_arm_memory(failures + 1);
            sdn_code code =
                sdn_field_set(&note_record_type, fields[i], &record, (sdn_str){huge, sizeof huge}, &arena, &err);
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
            assert_int_equal(err.code, code);
            assert_int_equal(sdn_record_equal(&note_record_type, &record, &before), fired);
            sdn_arena_release(&arena);
        }
        assert_true(failures > 1);
    }
}

static void a_field_that_was_not_found_is_misuse(void **state)
{
    (void)state;
    all_types record;
    all_types_init(&record);
    sdn_error err = {0};
    char message[sizeof err.message];
    uint32_t field = sdn_field_find(&all_types_record_type, SDN_STR("no such field"));
    snprintf(message, sizeof message, "table '%s' has no field at position %u; look the position up by name",
             all_types_record_type.table.ptr, (unsigned)field);
    assert_int_equal(sdn_field_set(&all_types_record_type, field, &record, SDN_STR("x"), &arena, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, message);
    assert_null(sdn_field_text(&all_types_record_type, field, &record, &arena).ptr);
    assert_int_equal(sdn_field_set(&all_types_record_type, UINT32_MAX, &record, SDN_STR("x"), &arena, NULL),
                     SDN_E_MISUSE);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_are_found_by_name),
        TEST(a_column_counts_after_the_names),
        TEST(values_are_the_text_of_their_cell_without_quotes),
        TEST(absent_and_empty_values_are_empty),
        TEST(lists_are_joined_or_arrays),
        TEST(other_lists_have_their_separator),
        TEST(values_that_no_file_can_hold_are_shown_as_such),
        TEST(whatever_a_field_holds_is_set_from_its_text),
        TEST(lists_of_odd_texts_are_set_from_their_text),
        TEST(text_is_copied_and_ends_with_a_nul),
        TEST(empty_text_means_what_an_empty_cell_means),
        TEST(a_value_makes_an_optional_field_present),
        TEST(lists_are_read_in_both_forms),
        TEST(what_is_no_value_is_refused_by_name),
        TEST(what_has_no_default_cannot_be_emptied),
        TEST(rules_are_not_checked),
        TEST(control_characters_do_not_reach_the_message),
        TEST(what_no_cell_can_hold_is_refused),
        TEST(without_memory_there_is_no_text),
        TEST(without_memory_a_field_stays_as_it_is),
        TEST(a_field_that_was_not_found_is_misuse),
    };
    return run_cases(argc, argv, tests);
}
