/* Records as they were loaded, and which fields of a record under edit were changed. */
#include "test.h"

#include "record_types/rules.h"
#include "temp_stores.h"

#include "store/file.h"

#include <stdio.h>
#include <string.h>

static const char NOTES[] = "notes |id, text, kind, no|\n    1, one, idea, 1\n    2, two, idea, 2\n";

static const note *loaded(const sdn_store *store, const note *record)
{
    return sdn_store_loaded(store, record);
}

/* The names of the fields that differ from the record as loaded, each followed by a blank; lasts until the next
 * call. */
static const char *changed(const sdn_store *store, const note *record)
{
    static char names[256];
    uint32_t fields[NOTE_FIELD_TAGS + 1];
    const note *before = loaded(store, record);
    assert_non_null(before);
    size_t count = sdn_record_diff(&note_record_type, before, record, fields);
    assert_int_equal(sdn_record_diff(&note_record_type, before, record, NULL), count);
    names[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(strcat(names, note_record_type.fields[fields[i]].name), " ");
    return names;
}

static void an_edited_record_has_names_of_changed_fields(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    assert_string_equal(changed(store, one), "");
    one->text = SDN_STR("uno");
    one->number = 5;
    assert_string_equal(changed(store, one), "text number ");
    assert_string_equal(loaded(store, one)->text.ptr, "one");
    one->number = 1; /* still under edit */
    assert_string_equal(changed(store, one), "text ");
    assert_int_equal(sdn_store_count(store), 2); /* no longer under edit */
    assert_string_equal(changed(store, one), "text ");
}

static void an_unchanged_record_is_as_loaded_itself(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    const note *two = get_note(store, "2");
    assert_ptr_equal(loaded(store, two), two);
    assert_string_equal(changed(store, two), "");
}

static void what_is_not_in_the_file_was_not_loaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *made = insert_note(store, "3", "three"), elsewhere = note_of("1", "one"), zero;
    memset(&zero, 0, sizeof zero);
    assert_null(loaded(store, made));
    assert_null(loaded(store, &elsewhere));
    assert_null(loaded(store, &zero));
    save_store(store);
    assert_ptr_equal(loaded(store, get_note(store, "3")), get_note(store, "3"));
}

static void a_renamed_record_keeps_the_key_it_was_loaded_with(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    rename_note(store, "1", "9");
    assert_string_equal(changed(store, get_note(store, "9")), "id ");
    assert_string_equal(loaded(store, get_note(store, "9"))->id.ptr, "1");
}

/* Which is not allowed, but must not be taken for another record. */
static void a_key_that_was_written_to_is_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note *one = edit_note(store, "1");
    one->id = SDN_STR("2");
    assert_string_equal(changed(store, one), "id ");
    one->id = SDN_STR("7");
    assert_string_equal(changed(store, one), "id ");
}

static void a_deleted_record_was_loaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_cursor cursor = sdn_store_all(store);
    const note *one = sdn_cursor_next(&cursor);
    delete_note(store, "1");
    assert_string_equal(loaded(store, one)->text.ptr, "one");
    insert_note(store, "1", "new");
    assert_string_equal(loaded(store, one)->text.ptr, "one");
    assert_null(loaded(store, get_note(store, "1")));
}

static void after_a_merge_it_is_what_the_file_is_now(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->number = 5;
    write_store("notes |id, text, kind, no|\n    1, theirs, idea, 1\n    2, two, idea, 2\n");
    begin_store(store);
    assert_string_equal(get_note(store, "1")->text.ptr, "theirs");
    assert_string_equal(changed(store, get_note(store, "1")), "number ");
    commit_store(store);
    assert_string_equal(changed(store, get_note(store, "1")), "");
    assert_int_equal(loaded(store, get_note(store, "1"))->number, 5);
}

static void after_a_rollback_nothing_is_changed(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->number = 5;
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(changed(store, get_note(store, "1")), "");
}

/* Without a key a record is found by its address. */
static void records_without_key_are_found(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    static char text[MANY * 16] = "log |text|\n";
    size_t len = strlen(text), count = 0;
    for (int i = 0; i < MANY; i++)
        len += (size_t)sprintf(text + len, "    t%d\n", i);
    sdn_store *store = store_of(&log_record_type, text);
    sdn_cursor cursor = sdn_store_all(store);
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL; count++) {
        assert_ptr_equal(loaded(store, each), each);
        assert_null(sdn_store_loaded(store, (const char *)each + 1));
    }
    assert_int_equal(count, MANY);
    sdn_error err = {0};
    note values = note_of("", "new");
    note *made = sdn_store_insert(store, &values, &err);
    assert_non_null(made);
    assert_null(loaded(store, made));
    assert_null(sdn_store_loaded(store, made + 1)); /* no record yet */
}

/* The text of a record as loaded ends with a NUL, also if the record was never looked up. */
static void text_as_loaded_ends_with_a_nul(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    note values = note_of("1", "put");
    sdn_error err = {0};
    note *one = sdn_store_put(store, &values, &err);
    assert_non_null(one);
    assert_string_equal(loaded(store, one)->text.ptr, "one");
    assert_string_equal(loaded(store, one)->id.ptr, "1");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(an_edited_record_has_names_of_changed_fields),
        TEST_WITH_STORES(an_unchanged_record_is_as_loaded_itself),
        TEST_WITH_STORES(what_is_not_in_the_file_was_not_loaded),
        TEST_WITH_STORES(a_renamed_record_keeps_the_key_it_was_loaded_with),
        TEST_WITH_STORES(a_key_that_was_written_to_is_seen),
        TEST_WITH_STORES(a_deleted_record_was_loaded),
        TEST_WITH_STORES(after_a_merge_it_is_what_the_file_is_now),
        TEST_WITH_STORES(after_a_rollback_nothing_is_changed),
        TEST_WITH_STORES(records_without_key_are_found),
        TEST_WITH_STORES(text_as_loaded_ends_with_a_nul),
    };
    return run_cases(argc, argv, tests);
}
