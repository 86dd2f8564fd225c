/* Single fields of a record under edit: from text, and elements of lists. */
#include "test.h"

#include "faults.h"
#include "record_types/all_types.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "temp_stores.h"

#include "store/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char NOTES[] =
    "notes |id, text, kind, no, tags|\n    1, one, idea, 1, \"a,b\"\n    2, two, idea, 2, \"\"\n";

/* ---- from text ---- */

static void set(sdn_store *store, note *record, uint32_t field, const char *text)
{
    sdn_error err = {0};
    assert_ok(sdn_store_set(store, record, field, sdn_str_from(text), &err), err);
}

static void fields_set_from_text_are_saved_and_found(void **state)
{
    (void)state;
    sdn_value fact = {.enumerator = NOTE_KIND_FACT};
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    char text[] = "a new text";
    set(store, one, NOTE_FIELD_TEXT, text);
    set(store, one, NOTE_FIELD_KIND, "fact");
    set(store, one, NOTE_FIELD_TAGS, "x,y");
    memset(text, 'x', sizeof text - 1);
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &fact)), "1 ");
    save_store(store);
    assert_content(
        "notes |id, text, kind, no, tags|\n    1, \"a new text\", fact, 1, \"x,y\"\n    2, two, idea, 2, \"\"\n");
}

/* The record stays under edit from one call to the next. */
static void setting_does_not_end_the_edit(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1"), *two = edit_note(store, "2");
    set(store, one, NOTE_FIELD_NUMBER, "5");
    set(store, two, NOTE_FIELD_NUMBER, "6");
    sdn_str tag = SDN_STR("c");
    sdn_store_append(store, one, NOTE_FIELD_TAGS, &tag);
    sdn_store_remove(store, one, NOTE_FIELD_TAGS, &tag);
    assert_non_null(sdn_store_loaded(store, one));
    set(store, one, NOTE_FIELD_NUMBER, "7");
    assert_int_equal(get_note(store, "1")->number, 7);
    assert_int_equal(get_note(store, "2")->number, 6);
}

static void assert_set_fails(sdn_store *store, void *record, uint32_t field, const char *text, sdn_code code,
                             const char *message)
{
    sdn_error err = {0};
    assert_int_equal(sdn_store_set(store, record, field, sdn_str_from(text), &err), code);
    assert_message_is(err.message, message);
    assert_int_equal(sdn_store_set(store, record, field, sdn_str_from(text), NULL), code);
}

static void what_is_no_value_changes_nothing(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    assert_set_fails(store, one, NOTE_FIELD_NUMBER, "many", SDN_E_INVALID,
                     "field 'number': 'many' is not a whole number from 0 to 4294967295; correct it");
    assert_int_equal(one->number, 1);
    assert_set_fails(store, one, note_record_type.field_count, "x", SDN_E_MISUSE,
                     "table 'notes' has no field at position 9; look the position up by name");
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_int_equal(sdn_store_count(store), 2);
    assert_set_fails(store, one, UINT32_MAX, "x", SDN_E_MISUSE,
                     "table 'notes' has no field at position 4294967295; look the position up by name");
}

static void a_key_is_changed_by_rename_alone(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    assert_set_fails(store, edit_note(store, "1"), NOTE_FIELD_ID, "9", SDN_E_MISUSE,
                     "x.sdn: table 'notes': field 'id' is part of the key; use rename");
    assert_set_fails(store, insert_note(store, "3", "new"), NOTE_FIELD_ID, "9", SDN_E_MISUSE,
                     "x.sdn: table 'notes': field 'id' is part of the key; use rename");
    save_store(store);
    sdn_store *pairs = store_of(&pair_record_type, "pairs |number, name, flag, value|\n    1, a, true, x\n");
    const sdn_value key[] = {{.text = SDN_STR("a")}, {.u32 = 1}, {.boolean = true}};
    sdn_error err = {0};
    pair *edited = sdn_store_edit(pairs, key, &err);
    assert_non_null(edited);
    assert_set_fails(pairs, edited, PAIR_FIELD_NUMBER, "2", SDN_E_MISUSE,
                     "x.sdn: table 'pairs': field 'number' is part of the key; use rename");
    assert_ok(sdn_store_set(pairs, edited, PAIR_FIELD_VALUE, SDN_STR("y"), &err), err);
}

/* A record that is no longer under edit: what was assigned would not be found by the indexes. */
static void a_record_that_is_not_under_edit_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    assert_int_equal(sdn_store_count(store), 2);
    assert_set_fails(store, one, NOTE_FIELD_TEXT, "late", SDN_E_MISUSE,
                     "x.sdn: table 'notes': field 'text' of a record that is not under edit; call edit, and set it "
                     "before other calls");
    assert_string_equal(one->text.ptr, "one");
    set(store, edit_note(store, "1"), NOTE_FIELD_TEXT, "in time");
    assert_string_equal(one->text.ptr, "in time");
}

static void values_for_an_insert_are_set_with_the_key(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    note values;
    note_init(&values);
    set(store, &values, NOTE_FIELD_ID, "5");
    set(store, &values, NOTE_FIELD_TEXT, "five");
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(get_note(store, "5")->text.ptr, "five");
    note zero = {.number = 0};
    set(store, &zero, NOTE_FIELD_TEXT, "of nothing");
    assert_string_equal(zero.text.ptr, "of nothing");
}

static void new_records_without_key_are_set_too(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |text|\n    a\n");
    sdn_error err = {0};
    note values = note_of("", "b"), *made = sdn_store_insert(store, &values, &err);
    set(store, made, NOTE_FIELD_TEXT, "c");
    save_store(store);
    assert_content("log |text|\n    a\n    c\n");
}

/* ---- elements of lists ---- */

static void append(sdn_store *store, note *record, const char *text)
{
    const sdn_str tag = sdn_str_from(text);
    sdn_store_append(store, record, NOTE_FIELD_TAGS, &tag);
}

static void take_away(sdn_store *store, note *record, const char *text)
{
    const sdn_str tag = sdn_str_from(text);
    sdn_store_remove(store, record, NOTE_FIELD_TAGS, &tag);
}

static void assert_tags(const note *record, const char *expected)
{
    char all[256] = "";
    for (size_t i = 0; i < record->tags.count; i++) {
        assert_int_equal(record->tags.items[i].ptr[record->tags.items[i].len], '\0');
        strcat(strcat(all, record->tags.items[i].ptr), " ");
    }
    assert_string_equal(all, expected);
}

static void elements_are_appended_and_removed(void **state)
{
    (void)state;
    char tag[] = "c";
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    append(store, one, tag);
    tag[0] = 'x';
    assert_tags(one, "a b c ");
    append(store, one, "a");
    take_away(store, one, "a");
    assert_tags(one, "b c ");
    take_away(store, one, "missing");
    assert_tags(one, "b c ");
    note *two = edit_note(store, "2");
    append(store, two, "");
    assert_int_equal(two->tags.count, 1);
    take_away(store, two, "");
    assert_int_equal(two->tags.count, 0);
    assert_null(two->tags.items);
    save_store(store);
    assert_content("notes |id, text, kind, no, tags|\n    1, one, idea, 1, \"b,c\"\n    2, two, idea, 2, \"\"\n");
}

/* The list that was appended to last grows in its place, which nothing else that points there may see. */
static void lists_that_share_elements_do_not_see_each_other(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, tags|\n    1, \"a,b,c,d\"\n    2, \"\"\n");
    note *one = edit_note(store, "1"), *two = edit_note(store, "2");
    append(store, one, "e");
    sdn_str_list before = one->tags;
    two->tags = one->tags;
    append(store, one, "f");
    assert_ptr_equal(one->tags.items, before.items); /* in its place */
    append(store, two, "g");
    append(store, one, "h");
    assert_tags(one, "a b c d e f h ");
    assert_tags(two, "a b c d e g ");
    assert_int_equal(before.count, 5);
    assert_string_equal(before.items[4].ptr, "e");
    sdn_file_rollback(sdn_store_file(store));
    one = edit_note(store, "1");
    append(store, one, "i");
    assert_tags(one, "a b c d i ");
}

static void a_list_that_was_saved_grows_in_its_place_and_can_be_rolled_back(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    append(store, edit_note(store, "1"), "c");
    save_store(store);
    append(store, edit_note(store, "1"), "d");
    assert_tags(get_note(store, "1"), "a b c d ");
    sdn_file_rollback(sdn_store_file(store));
    assert_tags(get_note(store, "1"), "a b c ");
    append(store, edit_note(store, "1"), "e");
    assert_tags(get_note(store, "1"), "a b c e ");
    save_store(store);
    assert_content("notes |id, text, kind, no, tags|\n    1, one, idea, 1, \"a,b,c,e\"\n    2, two, idea, 2, \"\"\n");
}

static void many_elements_cost_little_more_than_one_copy(void **state)
{
    (void)state;
    enum { MANY = 4000 };
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    size_t used = sdn__store_table(store)->arena.used;
    for (int i = 0; i < MANY; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        append(store, one, text);
    }
    used = sdn__store_table(store)->arena.used - used;
    assert_true(used < 5 * MANY * sizeof(sdn_str));
    assert_int_equal(one->tags.count, 2 + MANY);
    for (int i = 0; i < MANY; i++)
        assert_int_equal(strtol(one->tags.items[2 + i].ptr, NULL, 10), i);
}

static void optional_lists_become_present_and_absent(void **state)
{
    (void)state;
    sdn_store *store = store_of(&all_types_record_type, "everything |id|\n    1\n");
    sdn_error err = {0};
    const sdn_value key = {.u64 = 1};
    all_types *record = sdn_store_edit(store, &key, &err);
    assert_non_null(record);
    const int32_t five = 5, six = 6;
    sdn_store_append(store, record, ALL_TYPES_FIELD_MAYBE_I32S, &five);
    sdn_store_append(store, record, ALL_TYPES_FIELD_MAYBE_I32S, &six);
    assert_true(record->has_maybe_i32s);
    assert_int_equal(record->maybe_i32s.count, 2);
    sdn_store_remove(store, record, ALL_TYPES_FIELD_MAYBE_I32S, &five);
    assert_int_equal(record->maybe_i32s.items[0], 6);
    sdn_store_remove(store, record, ALL_TYPES_FIELD_MAYBE_I32S, &six);
    assert_false(record->has_maybe_i32s);
    assert_null(record->maybe_i32s.items);
    sdn_store_remove(store, record, ALL_TYPES_FIELD_MAYBE_I32S, &six);
    save_store(store);
    assert_content("everything |id|\n    1\n");
}

static void elements_of_every_type_are_appended(void **state)
{
    (void)state;
    static const int32_t i32 = -3;
    static const int64_t i64 = -4;
    static const uint32_t u32 = 5;
    static const uint64_t u64 = 6;
    static const double f64 = 0.5;
    static const bool flag = true;
    static const sdn_date day = {2026, 1, 31};
    static const sdn_timestamp time = {1, 2};
    static const all_types_level level = ALL_TYPES_LEVEL_HIGH;
    const struct {
        uint32_t field;
        const void *element;
        const char *text;
    } cases[] = {
        {ALL_TYPES_FIELD_FLAGS, &flag, "true,true"},
        {ALL_TYPES_FIELD_I32S, &i32, "-3;-3"},
        {ALL_TYPES_FIELD_I64S, &i64, "-4,-4"},
        {ALL_TYPES_FIELD_U32S, &u32, "5,5"},
        {ALL_TYPES_FIELD_U64S, &u64, "6,6"},
        {ALL_TYPES_FIELD_F64S, &f64, "0.5;0.5"},
        {ALL_TYPES_FIELD_DAYS, &day, "2026-01-31,2026-01-31"},
        {ALL_TYPES_FIELD_TIMES, &time, "1970-01-01T00:00:01.000000002Z,1970-01-01T00:00:01.000000002Z"},
        {ALL_TYPES_FIELD_LEVELS, &level, "high,high"},
    };
    sdn_store *store = store_of(&all_types_record_type, "everything |id|\n    1\n");
    sdn_error err = {0};
    sdn_arena arena = SDN_ARENA_INIT;
    const sdn_value key = {.u64 = 1};
    all_types *record = sdn_store_edit(store, &key, &err);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_store_append(store, record, cases[i].field, cases[i].element);
        sdn_store_append(store, record, cases[i].field, cases[i].element);
        assert_string_equal(sdn_field_text(&all_types_record_type, cases[i].field, record, &arena).ptr, cases[i].text);
        sdn_store_remove(store, record, cases[i].field, cases[i].element);
        assert_string_equal(sdn_field_text(&all_types_record_type, cases[i].field, record, &arena).ptr, "");
    }
    sdn_arena_release(&arena);
}

/* ---- memory ---- */

/* Longer than a block of an arena. */
static char huge[1 << 21];

static bool set_huge(sdn_store *store, note *record)
{
    return sdn_store_set(store, record, NOTE_FIELD_TEXT, (sdn_str){huge, sizeof huge}, NULL) == SDN_OK;
}

static void a_set_without_memory_changes_nothing(void **state)
{
    (void)state;
    memset(huge, 'h', sizeof huge);
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    faults_arm_memory(1);
    assert_false(set_huge(store, one));
    assert_true(faults_fired_memory());
    faults_arm_memory(0);
    assert_string_equal(one->text.ptr, "one");
    assert_false(sdn_file_changed(sdn_store_file(store)));
    save_store(store);
    assert_true(set_huge(store, edit_note(store, "1")));
}

static void append_huge(sdn_store *store, note *record)
{
    const sdn_str tag = {huge, sizeof huge};
    sdn_store_append(store, record, NOTE_FIELD_TAGS, &tag);
}

static void append_to_many(sdn_store *store, note *record)
{
    static sdn_str many[1 << 16];
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
        many[i] = SDN_STR("x");
    record->tags = (sdn_str_list){many, sizeof many / sizeof many[0]};
    faults_arm_memory(1);
    append(store, record, "y");
}

static void remove_from_many(sdn_store *store, note *record)
{
    static sdn_str many[1 << 17];
    for (size_t i = 0; i < sizeof many / sizeof many[0]; i++)
        many[i] = i == 0 ? SDN_STR("y") : SDN_STR("x");
    record->tags = (sdn_str_list){many, sizeof many / sizeof many[0]};
    faults_arm_memory(1);
    take_away(store, record, "y");
}

/* The list is what it was, and saves fail until rollback. */
static void a_list_without_memory_is_unchanged_and_not_saved(void **state)
{
    (void)state;
    void (*const changes[])(sdn_store *, note *) = {append_huge, append_to_many, remove_from_many};
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        sdn_error err = {0};
        sdn_store *store = notes_of(NOTES);
        note *one = edit_note(store, "1");
        faults_arm_memory(1);
        changes[i](store, one);
        assert_true(faults_fired_memory());
        faults_arm_memory(0);
        assert_int_equal(one->tags.count, i == 0 ? 2 : i == 1 ? 1 << 16 : 1 << 17);
        assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
        assert_content(NOTES);
        sdn_file_rollback(sdn_store_file(store));
        append(store, edit_note(store, "1"), "c");
        save_store(store);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(fields_set_from_text_are_saved_and_found),
        TEST_WITH_STORES(setting_does_not_end_the_edit),
        TEST_WITH_STORES(what_is_no_value_changes_nothing),
        TEST_WITH_STORES(a_key_is_changed_by_rename_alone),
        TEST_WITH_STORES(a_record_that_is_not_under_edit_is_refused),
        TEST_WITH_STORES(values_for_an_insert_are_set_with_the_key),
        TEST_WITH_STORES(new_records_without_key_are_set_too),
        TEST_WITH_STORES(elements_are_appended_and_removed),
        TEST_WITH_STORES(lists_that_share_elements_do_not_see_each_other),
        TEST_WITH_STORES(a_list_that_was_saved_grows_in_its_place_and_can_be_rolled_back),
        TEST_WITH_STORES(many_elements_cost_little_more_than_one_copy),
        TEST_WITH_STORES(optional_lists_become_present_and_absent),
        TEST_WITH_STORES(elements_of_every_type_are_appended),
        TEST_WITH_STORES(a_set_without_memory_changes_nothing),
        TEST_WITH_STORES(a_list_without_memory_is_unchanged_and_not_saved),
    };
    return run_cases(argc, argv, tests);
}
