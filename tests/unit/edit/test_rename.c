/* Renaming records: their rows, indexes, rules, cursors, and how it is taken back. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "temp_stores.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char NOTES[] =
    "notes |id, mood, text|\n    # of one\n    1, glad, one\n    2, \"so so\", two # no comment\n"
    "    3, sad, three\n";

static sdn_code rename_to(sdn_store *store, const char *id, const char *new_id, sdn_error *err)
{
    sdn_value key = {.text = sdn_str_from(id)}, new_key = {.text = sdn_str_from(new_id)};
    return sdn_store_rename(store, &key, &new_key, err);
}

static void assert_rename_fails(sdn_store *store, const char *id, const char *new_id, sdn_code code,
                                const char *message)
{
    sdn_error err = {0};
    assert_int_equal(rename_to(store, id, new_id, &err), code);
    assert_message_is(err.message, message);
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

/* ---- rows ---- */

static void a_renamed_record_keeps_its_row_its_place_and_its_comment(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    rename_note(store, "1", "one");
    assert_null(get_note(store, "1"));
    assert_string_equal(get_note(store, "one")->text.ptr, "one");
    save_store(store);
    assert_content("notes |id, mood, text|\n    # of one\n    one, glad, one\n    2, \"so so\", two # no comment\n"
                   "    3, sad, three\n");
    rename_note(store, "one", "10");
    edit_note(store, "10")->text = SDN_STR("ten");
    rename_note(store, "10", "11");
    insert_note(store, "1", "new"); /* under the old key */
    save_store(store);
    assert_content("notes |id, mood, text|\n    # of one\n    11, glad, ten\n    2, \"so so\", two # no comment\n"
                   "    3, sad, three\n    1, \"\", new\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 11 ");
}

static void a_rename_that_is_taken_back_is_no_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    rename_note(store, "2", "9");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    rename_note(store, "9", "2");
    assert_false(sdn_file_changed(sdn_store_file(store)));
    rename_note(store, "2", "2");
    save_store(store);
    assert_content(NOTES);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
}

static void a_renamed_record_can_be_deleted(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    rename_note(store, "1", "9");
    delete_note(store, "9");
    rename_note(store, "2", "1");
    save_store(store);
    assert_content("notes |id, mood, text|\n    # of one\n    1, \"so so\", two # no comment\n    3, sad, three\n");
}

static void a_new_record_is_renamed_too(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    insert_note(store, "", "two");
    rename_note(store, "2", "0");
    assert_string_equal(insert_note(store, "", "three")->id.ptr, "3"); /* 2 was given */
    save_store(store);
    assert_content("notes |id, text|\n    0, two\n    1, one\n    3, three\n");
}

/* Numbers continue from a key that a record was given. */
static void a_new_key_that_is_a_number_counts(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    rename_note(store, "1", "41");
    assert_string_equal(insert_note(store, "", "next")->id.ptr, "42");
}

static void a_renamed_record_stays_where_it_is_in_a_table_in_order(void **state)
{
    (void)state;
    write_store("ordered_notes |id, text|\n    b, 1\n    d, 2\n");
    sdn_store *store = open_store(&ordered_note_record_type);
    rename_note(store, "b", "x");
    insert_note(store, "c", "3");
    save_store(store);
    assert_content("ordered_notes |id, text|\n    c, 3\n    x, 1\n    d, 2\n");
}

static void keys_of_several_fields_are_renamed(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store =
        store_of(&pair_record_type, "pairs |name, number, flag, value|\n    a, 1, true, one\n    b, 2, false, two\n");
    sdn_value key[] = {{.text = SDN_STR("a")}, {.u32 = 1}, {.boolean = true}};
    sdn_value new_key[] = {{.text = SDN_STR("z z")}, {.u32 = 7}, {.boolean = false}};
    sdn_value taken[] = {{.text = SDN_STR("b")}, {.u32 = 2}, {.boolean = false}};
    assert_int_equal(sdn_store_rename(store, key, taken, &err), SDN_E_EXISTS);
    assert_ok(sdn_store_rename(store, key, new_key, &err), err);
    assert_null(sdn_store_get(store, key));
    assert_non_null(sdn_store_get(store, new_key));
    save_store(store);
    pair added = {.number = 3, .name = SDN_STR("c"), .value = SDN_STR("three")};
    assert_non_null(sdn_store_insert(store, &added, &err));
    sdn_value c[] = {{.text = SDN_STR("c")}, {.u32 = 3}, {.boolean = false}};
    assert_ok(sdn_store_rename(store, c, key, &err), err);
    save_store(store);
    assert_content("pairs |name, number, flag, value|\n    \"z z\", 7, false, one\n    b, 2, false, two\n"
                   "    a, 1, true, three\n");
}

static void a_whole_file_is_saved_with_renamed_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n    3\n");
    rename_note(store, "1", "x");
    rename_note(store, "2", "1");
    rename_note(store, "x", "2");
    save_store(store);
    assert_content("notes |id, text|\n    2, one\n    1, two\n    3\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
}

/* ---- what is refused ---- */

static void a_key_that_cannot_be_given_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n    3, three, x\n");
    assert_rename_fails(store, "9", "8", SDN_E_NOT_FOUND, "x.sdn: no record '9' in table 'notes'; check the key");
    assert_rename_fails(store, "1", "2", SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '2' already; use another key");
    assert_rename_fails(store, "1", "3", SDN_E_EXISTS,
                        "x.sdn:4:1: a row that cannot be read has the key '3'; correct that row first");
    assert_rename_fails(store, "1", "", SDN_E_INVALID, "x.sdn: table 'notes': the key is empty; give the record a key");
    sdn_error err = {0};
    assert_int_equal(rename_to(store, "1", "a\xFF", &err), SDN_E_INVALID);
    assert_false(sdn_file_changed(sdn_store_file(store)));
    close_store(store);
    store = notes_of("notes |id, text|\n    1, one\n    1, again\n");
    assert_rename_fails(store, "1", "2", SDN_E_INVALID,
                        "x.sdn:2:1: another row has the key '1' too; remove one of them first");
}

static void records_that_refer_to_the_old_key_are_named(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("teams |name|\n    red\n    blue\n");
    sdn_store *people = store_in(file, &person_record_type), *teams = store_in(file, &team_record_type);
    person ann = person_of("ann", 1);
    ann.has_team = true;
    ann.team = SDN_STR("red");
    assert_non_null(sdn_store_insert(people, &ann, &err));
    assert_ok(sdn_file_save(file, &err), err);
    assert_ok(rename_to(teams, "red", "green", &err), err);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "that record was renamed; correct the field");
    assert_ok(rename_to(teams, "blue", "red", &err), err); /* there is one again */
    assert_ok(sdn_file_save(file, &err), err);
    assert_ok(rename_to(teams, "red", "white", &err), err);
    ((person *)sdn_store_edit(people, &(sdn_value){.text = SDN_STR("ann")}, &err))->team = SDN_STR("white");
    assert_ok(sdn_file_save(file, &err), err);
}

/* ---- indexes, cursors, rolling back ---- */

static void indexes_and_cursors_follow_a_rename(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, idea\n    3, fact\n    4, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor all = sdn_store_all(store), ideas = sdn_store_by(store, NOTE_INDEX_KIND, &idea);
    assert_string_equal(((const note *)sdn_cursor_next(&all))->id.ptr, "1");
    assert_string_equal(((const note *)sdn_cursor_next(&ideas))->id.ptr, "1");
    rename_note(store, "1", "3x");
    rename_note(store, "2", "5");
    assert_string_equal(ids_of(all), ""); /* texts sort after all numbers */
    assert_string_equal(ids_of(ideas), "");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "4 5 3x ");
    assert_string_equal(ids_of(sdn_store_all(store)), "3 4 5 3x ");
}

static void a_rollback_gives_the_keys_back(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    rename_note(store, "1", "x");
    rename_note(store, "2", "1");
    rename_note(store, "x", "2");
    delete_note(store, "3");
    rename_note(store, "1", "3");
    insert_note(store, "1", "new");
    sdn_file_rollback(sdn_store_file(store));
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(get_note(store, "2")->text.ptr, "two # no comment");
    assert_string_equal(get_note(store, "3")->text.ptr, "three");
    assert_null(get_note(store, "x"));
}

/* Once all records are replaced by as many others, the room for keys is just enough for either of them. */
static void a_rollback_needs_no_more_room_than_there_was(void **state)
{
    (void)state;
    enum { MOST = 40 };
    alarm(20); /* a key map that is too full is searched without end */
    for (int count = 1; count <= MOST; count++) {
        char text[64 + 32 * MOST] = "notes |id, text|\n", id[16];
        for (int i = 0; i < count; i++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "    old%d, x\n", i);
        sdn_store *store = notes_of(text);
        for (int i = 0; i < count; i++) {
            snprintf(id, sizeof id, "old%d", i);
            delete_note(store, id);
        }
        for (int i = 0; i < count; i++) {
            snprintf(id, sizeof id, "new%d", i);
            insert_note(store, id, "y");
        }
        sdn_file_rollback(sdn_store_file(store));
        assert_int_equal(sdn_store_count(store), count);
        assert_non_null(get_note(store, "old0"));
        assert_null(get_note(store, "new0"));
        close_store(store);
    }
    alarm(0);
}

static void a_rename_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = notes_of(NOTES);
        assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
        faults_arm_memory(nth);
        sdn_code code = rename_to(store, "1", "a key that is long", &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(get_note(store, "1") == NULL, !fired);
        assert_int_equal(get_note(store, "a key that is long") != NULL, !fired);
        if (fired)
            rename_note(store, "1", "a key that is long");
        save_store(store);
        assert_int_equal(sdn_store_count(store), 3);
        close_store(store);
    }
}

/* The keys are so long that each copy needs memory of its own. */
static void a_rename_to_a_long_key_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    static char name[20000];
    memset(name, 'k', sizeof name - 1);
    const sdn_value old = {.text = SDN_STR("a")}, new_key = {.text = sdn_str_from(name)};
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = notes_of("notes |id, text|\n    a, one\n");
        faults_arm_memory(nth);
        sdn_code code = sdn_store_rename(store, &old, &new_key, &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(get_note(store, "a") != NULL, fired);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_renamed_record_keeps_its_row_its_place_and_its_comment),
        TEST_WITH_STORES(a_rename_that_is_taken_back_is_no_change),
        TEST_WITH_STORES(a_renamed_record_can_be_deleted),
        TEST_WITH_STORES(a_new_record_is_renamed_too),
        TEST_WITH_STORES(a_new_key_that_is_a_number_counts),
        TEST_WITH_STORES(a_renamed_record_stays_where_it_is_in_a_table_in_order),
        TEST_WITH_STORES(keys_of_several_fields_are_renamed),
        TEST_WITH_STORES(a_whole_file_is_saved_with_renamed_records),
        TEST_WITH_STORES(a_key_that_cannot_be_given_is_refused),
        TEST_WITH_STORES(records_that_refer_to_the_old_key_are_named),
        TEST_WITH_STORES(indexes_and_cursors_follow_a_rename),
        TEST_WITH_STORES(a_rollback_gives_the_keys_back),
        TEST_WITH_STORES(a_rollback_needs_no_more_room_than_there_was),
        TEST_WITH_STORES(a_rename_that_runs_out_of_memory_changes_nothing),
        TEST_WITH_STORES(a_rename_to_a_long_key_that_runs_out_of_memory_changes_nothing),
    };
    return run_cases(argc, argv, tests);
}
