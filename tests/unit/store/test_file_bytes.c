/* Files in memory: what they were made of, their bytes with edits, merges of one version into another. */
#include "test.h"

#include "faults.h"
#include "files.h"
#include "temp_people.h"
#include "temp_stores.h"

#include "store/file_bytes.h"

#include <stdio.h>
#include <string.h>

static const char NOTES[] = "# mine\nnotes |id, text|\n    1, one\n    2,  two\n";

static sdn_file *first, *second;
static sdn_buffer written;

static int leave(void **state)
{
    sdn_file_close(first);
    sdn_file_close(second);
    sdn__buffer_release(&written);
    first = second = NULL;
    written = (sdn_buffer)SDN_BUFFER_INIT;
    return temp_stores_leave(state);
}

#define TEST_IN_MEMORY(function) cmocka_unit_test_setup_teardown(function, temp_stores_enter, leave)

static sdn_file *file_of(const char *text)
{
    sdn_error err = {0};
    sdn_file *file = sdn__file_from_bytes("x.sdn", (sdn_str){text, strlen(text)}, NULL, &err);
    assert_string_equal(err.message, "");
    assert_non_null(file);
    return file;
}

static sdn_store *notes_in(sdn_file *file)
{
    return store_in(file, &note_record_type);
}

static void assert_bytes(sdn_file *file, const char *expected)
{
    sdn_error err = {0};
    written.len = 0;
    assert_ok(sdn__file_to_bytes(file, &written, &err), err);
    assert_int_equal(written.len, strlen(expected));
    assert_memory_equal(written.bytes, expected, written.len);
}

static void assert_misuse(sdn_code code, const sdn_error *err)
{
    assert_int_equal(code, SDN_E_MISUSE);
    assert_string_equal(err->message,
                        "x.sdn: the file is in memory only, without transactions, saves and reloads; take "
                        "its bytes instead");
}

/* ---- one file ---- */

static void records_are_those_of_the_bytes(void **state)
{
    (void)state;
    first = file_of(NOTES);
    sdn_store *notes = notes_in(first);
    assert_int_equal(sdn_store_count(notes), 2);
    assert_true(sdn_str_equal(get_note(notes, "2")->text, SDN_STR("two")));
    assert_int_equal(file_exists("x.sdn"), false);
}

static void bytes_without_edits_are_those_given(void **state)
{
    (void)state;
    first = file_of(NOTES);
    assert_bytes(first, NOTES);
    (void)ids_of(sdn_store_all(notes_in(first))); /* hands out records, with NULs in the buffer */
    assert_bytes(first, NOTES);
}

static void an_empty_file_has_no_bytes_and_takes_records(void **state)
{
    (void)state;
    first = sdn__file_from_bytes("x.sdn", (sdn_str){NULL, 0}, NULL, NULL);
    assert_non_null(first);
    sdn_store *notes = notes_in(first);
    assert_bytes(first, "");
    insert_note(notes, "1", "one");
    assert_int_equal(sdn__file_to_bytes(first, &written, NULL), SDN_OK);
    assert_int_equal(sdn_store_count(notes), 1);
}

static void edits_are_in_the_bytes_and_stay_edits(void **state)
{
    (void)state;
    static const char expected[] = "# mine\nnotes |id, text|\n    1, ein\n    2,  two\n";
    first = file_of(NOTES);
    sdn_store *notes = notes_in(first);
    edit_note(notes, "1")->text = SDN_STR("ein");
    assert_bytes(first, expected);
    assert_bytes(first, expected);
    assert_true(sdn_file_changed(first));
    sdn_file_rollback(first);
    assert_bytes(first, NOTES);
}

static void bytes_are_added_to_those_there(void **state)
{
    (void)state;
    first = file_of("notes |id, text|\n    1, one\n");
    edit_note(notes_in(first), "1")->text = SDN_STR("ein");
    sdn__buffer_add(&written, "> ", 2);
    assert_int_equal(sdn__file_to_bytes(first, &written, NULL), SDN_OK);
    assert_memory_equal(written.bytes, "> notes |id, text|\n    1, ein\n", 30);
    assert_int_equal(written.len, 30);
}

static void rules_are_not_looked_at(void **state)
{
    (void)state;
    first = file_of("people |id, badge, name|\n    1, 7, ann\n");
    sdn_store *people = store_in(first, &person_record_type);
    edit_person(people, "1")->name = SDN_STR("");
    assert_int_equal(sdn__file_to_bytes(first, &written, NULL), SDN_OK);
    assert_memory_equal(written.bytes, "people |id, badge, name|\n    1, 7, \"\"\n", written.len);
}

static void what_a_save_refuses_has_no_bytes(void **state)
{
    (void)state;
    sdn_error err = {0};
    first = file_of(NOTES);
    edit_note(notes_in(first), "1")->text = SDN_STR("\xff");
    assert_int_equal(sdn__file_to_bytes(first, &written, &err), SDN_E_INVALID);
    assert_int_equal(written.len, 0);
}

static void an_unresolved_conflict_is_read_but_takes_no_edits(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text|\n<<<<<<< a\n    1, one\n=======\n    1, uno\n>>>>>>> b\n    2, two\n";
    sdn_error err = {0};
    first = file_of(text);
    assert_bytes(first, text);
    edit_note(notes_in(first), "2")->text = SDN_STR("due");
    assert_int_equal(sdn__file_to_bytes(first, &written, &err), SDN_E_SYNTAX);
}

static void a_file_in_memory_is_not_on_disk(void **state)
{
    (void)state;
    sdn_error err = {0};
    first = file_of(NOTES);
    edit_note(notes_in(first), "1")->text = SDN_STR("ein");
    assert_misuse(sdn_file_begin(first, &err), &err);
    assert_misuse(sdn_file_save(first, &err), &err);
    assert_misuse(sdn_file_commit(first, &err), &err);
    assert_misuse(sdn_file_reload(first, &err), &err);
    assert_true(sdn_file_changed(first));
}

static void content_beyond_the_limits_is_refused(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.max_file_bytes = 10;
    assert_null(sdn__file_from_bytes("x.sdn", (sdn_str){NOTES, 11}, &options, &err));
    assert_int_equal(err.code, SDN_E_LIMIT);
    assert_string_equal(err.message,
                        "x.sdn: the file has 11 bytes, more than the limit of 10; raise the limit or split the file");
}

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    sdn_error err = {0};
    for (int fails_at = 1;; fails_at++) {
        faults_arm_memory(fails_at);
        sdn_file *file = sdn__file_from_bytes("x.sdn", (sdn_str){NOTES, strlen(NOTES)}, NULL, &err);
        bool failed = faults_fired_memory();
        faults_remove();
        sdn_file_close(file);
        if (!failed)
            break;
        assert_null(file);
        assert_int_equal(err.code, SDN_E_NOMEM);
    }
}

static void memory_that_runs_out_for_the_bytes_is_an_error(void **state)
{
    (void)state;
    int failures = 0;
    first = file_of(NOTES);
    edit_note(notes_in(first), "1")->text = SDN_STR("ein");
    for (bool failed = true; failed; failures += failed) {
        sdn__buffer_release(&written);
        written = (sdn_buffer)SDN_BUFFER_INIT;
        faults_arm_memory(failures + 1);
        sdn_code code = sdn__file_to_bytes(first, &written, NULL);
        failed = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, failed ? SDN_E_NOMEM : SDN_OK);
        assert_true(sdn_file_changed(first));
    }
    assert_true(failures > 1);
    assert_bytes(first, "# mine\nnotes |id, text|\n    1, ein\n    2,  two\n");
}

/* ---- merges ---- */

static const sdn_merge_options FAILS = {.policy = SDN_ON_CONFLICT_FAIL};

static void edits_are_made_on_the_newer_file(void **state)
{
    (void)state;
    sdn_error err = {0};
    first = file_of(NOTES);
    second = file_of("notes |id, text|\n    2, zwei\n    1, one\n");
    sdn_store *ours = notes_in(first);
    (void)notes_in(second);
    edit_note(ours, "1")->text = SDN_STR("ein");
    insert_note(ours, "3", "drei");
    assert_ok(sdn__file_merge(first, second, &FAILS, &err), err);
    assert_bytes(second, "notes |id, text|\n    2, zwei\n    1, ein\n    3, drei\n");
}

static void a_file_without_edits_merges_to_the_newer_one(void **state)
{
    (void)state;
    first = file_of(NOTES);
    second = file_of("notes |id, text|\n    2, zwei\n");
    (void)notes_in(first), (void)notes_in(second);
    assert_int_equal(sdn__file_merge(first, second, &FAILS, NULL), SDN_OK);
    assert_bytes(second, "notes |id, text|\n    2, zwei\n");
}

static void conflicts_are_listed_in_the_store_of_ours(void **state)
{
    (void)state;
    sdn_error err = {0};
    const sdn_conflict *conflicts;
    first = file_of("notes |id, text, number|\n    1, one, 5\n");
    second = file_of("notes |id, text, number|\n    1, eins, 5\n");
    sdn_store *ours = notes_in(first);
    (void)notes_in(second);
    edit_note(ours, "1")->text = SDN_STR("uno");
    assert_int_equal(sdn__file_merge(first, second, &FAILS, &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(ours, &conflicts), 1);
    assert_string_equal(conflicts[0].theirs, "eins");
    assert_string_equal(conflicts[0].ours, "uno");
}

static void the_policy_of_the_merge_decides(void **state)
{
    (void)state;
    const sdn_merge_options ours_wins = {.policy = SDN_ON_CONFLICT_OURS};
    first = file_of("notes |id, text, number|\n    1, one, 5\n");
    second = file_of("notes |id, text, number|\n    1, eins, 5\n");
    edit_note(notes_in(first), "1")->text = SDN_STR("uno");
    (void)notes_in(second);
    assert_int_equal(sdn__file_merge(first, second, &ours_wins, NULL), SDN_OK);
    assert_bytes(second, "notes |id, text, number|\n    1, uno, 5\n");
}

/* Both files get a note with the next number; the texts are those given. */
static void insert_in_both(const char *ours, const char *theirs)
{
    char text[100];
    first = file_of("notes |id, text|\n    1, one\n");
    snprintf(text, sizeof text, "notes |id, text|\n    1, one\n    2, %s\n", theirs);
    second = file_of(text);
    sdn_store *notes = notes_in(first);
    (void)notes_in(second);
    assert_non_null(insert_note(notes, "", ours));
}

static void equal_inserts_under_one_number_are_one_if_asked_for(void **state)
{
    (void)state;
    const sdn_merge_options one = {.policy = SDN_ON_CONFLICT_FAIL, .equal_inserts_are_one = true};
    insert_in_both("two", "two");
    assert_int_equal(sdn__file_merge(first, second, &FAILS, NULL), SDN_E_CONFLICT);
    assert_int_equal(sdn__file_merge(first, second, &one, NULL), SDN_OK);
    assert_bytes(second, "notes |id, text|\n    1, one\n    2, two\n");
}

static void unequal_inserts_under_one_number_are_two(void **state)
{
    (void)state;
    const sdn_merge_options one = {.policy = SDN_ON_CONFLICT_FAIL, .equal_inserts_are_one = true};
    insert_in_both("two", "zwei");
    assert_int_equal(sdn__file_merge(first, second, &one, NULL), SDN_E_CONFLICT);
}

static void numbers_continue_after_those_of_both(void **state)
{
    (void)state;
    first = file_of("notes |id, text|\n    1, one\n    7, seven\n");
    second = file_of("notes |id, text|\n    1, one\n");
    sdn_store *ours = notes_in(first), *theirs = notes_in(second);
    delete_note(ours, "7");
    assert_int_equal(sdn__file_merge(first, second, &FAILS, NULL), SDN_OK);
    assert_true(sdn_str_equal(insert_note(theirs, "", "new")->id, SDN_STR("8")));
}

static void files_of_other_stores_are_not_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    first = file_of(NOTES);
    second = file_of(NOTES);
    (void)notes_in(first);
    assert_int_equal(sdn__file_merge(first, second, &FAILS, &err), SDN_E_MISUSE);
    assert_string_equal(err.message,
                        "x.sdn: the files to be merged have different stores; open the same ones in the same order");
}

static void edits_of_the_newer_file_are_refused(void **state)
{
    (void)state;
    sdn_error err = {0};
    first = file_of(NOTES);
    second = file_of(NOTES);
    (void)notes_in(first);
    edit_note(notes_in(second), "1")->text = SDN_STR("ein");
    assert_int_equal(sdn__file_merge(first, second, &FAILS, &err), SDN_E_MISUSE);
    assert_string_equal(err.message, "x.sdn: the newer file has unsaved edits; make them on the older one");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_MEMORY(records_are_those_of_the_bytes),
        TEST_IN_MEMORY(bytes_without_edits_are_those_given),
        TEST_IN_MEMORY(an_empty_file_has_no_bytes_and_takes_records),
        TEST_IN_MEMORY(edits_are_in_the_bytes_and_stay_edits),
        TEST_IN_MEMORY(bytes_are_added_to_those_there),
        TEST_IN_MEMORY(rules_are_not_looked_at),
        TEST_IN_MEMORY(what_a_save_refuses_has_no_bytes),
        TEST_IN_MEMORY(an_unresolved_conflict_is_read_but_takes_no_edits),
        TEST_IN_MEMORY(a_file_in_memory_is_not_on_disk),
        TEST_IN_MEMORY(content_beyond_the_limits_is_refused),
        TEST_IN_MEMORY(memory_that_runs_out_is_an_error),
        TEST_IN_MEMORY(memory_that_runs_out_for_the_bytes_is_an_error),
        TEST_IN_MEMORY(edits_are_made_on_the_newer_file),
        TEST_IN_MEMORY(a_file_without_edits_merges_to_the_newer_one),
        TEST_IN_MEMORY(conflicts_are_listed_in_the_store_of_ours),
        TEST_IN_MEMORY(the_policy_of_the_merge_decides),
        TEST_IN_MEMORY(equal_inserts_under_one_number_are_one_if_asked_for),
        TEST_IN_MEMORY(unequal_inserts_under_one_number_are_two),
        TEST_IN_MEMORY(numbers_continue_after_those_of_both),
        TEST_IN_MEMORY(files_of_other_stores_are_not_merged),
        TEST_IN_MEMORY(edits_of_the_newer_file_are_refused),
    };
    return run_cases(argc, argv, tests);
}
