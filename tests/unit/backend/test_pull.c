/* Records that travel through the seam, both ways, with a backend in memory. */
#include "test.h"

#include "faults.h"
#include "memory_backend.h"
#include "record_types/basic.h"

#include <string.h>

#include "store/file.h"

#define TEST_WITH_MEMORY(function) cmocka_unit_test_setup_teardown(function, memory_backend_enter, memory_backend_leave)

static sdn_error err;

/* id, text, number, done, kind, side, link, weight, tags */
static void put_note_of(const char *id, const char *text, const char *number, const char *tags)
{
    const char *texts[] = {id, text, number, "true", "idea", "left", NULL, "", tags};
    memory_put(&note_record_type, texts);
}

static sdn_store *open_notes_with(const sdn_options *options)
{
    sdn_store *store = sdn_store_open(&note_record_type, "memory:x", options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static sdn_store *open_notes(void)
{
    return open_notes_with(NULL);
}

static const note *note_at(const sdn_store *store, const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return sdn_store_get(store, &key);
}

static note *edited(sdn_store *store, const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    note *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    return found;
}

static void assert_sound(const sdn_store *store)
{
    const char *fault = sdn__table_fault(store->file->image->tables[store->number]);
    if (fault != NULL)
        fail_msg("%s", fault);
}

static void all_records_are_loaded(void **state)
{
    (void)state;
    put_note_of("1", "plain", "7", "a, b");
    put_note_of("2", "say \"hi\", \n<<<<<<< ours\n  # no comment", "4294967295", "[\"a, b\", \"c\"]");
    put_note_of("3", "", "", NULL);
    sdn_store *store = open_notes();
    const note *first = note_at(store, "1"), *second = note_at(store, "2"), *third = note_at(store, "3");
    assert_int_equal(sdn_store_count(store), 3);
    assert_string_equal(first->text.ptr, "plain");
    assert_true(first->done && !first->has_link && !first->has_weight);
    assert_int_equal(first->tags.count, 2);
    assert_string_equal(second->text.ptr, "say \"hi\", \n<<<<<<< ours\n  # no comment");
    assert_int_equal(second->number, 4294967295);
    assert_int_equal(second->tags.count, 2);
    assert_string_equal(second->tags.items[0].ptr, "a, b");
    assert_int_equal(third->text.len, 0);
    assert_int_equal(sdn_store_problems(store, NULL), 0);
    sdn_store_close(store);
}

static void what_holds_no_value_is_a_problem(void **state)
{
    (void)state;
    const sdn_problem *list;
    put_note_of("1", "one", "1", "");
    put_note_of("2", "two", "many", "");
    sdn_store *store = open_notes();
    assert_int_equal(sdn_store_count(store), 1);
    assert_int_equal(sdn_store_problems(store, &list), 1);
    assert_non_null(strstr(list[0].message, "record '2': column 'no': 'many'"));
    sdn_options strict = sdn_options_default();
    strict.strict = true;
    assert_null(sdn_store_open(&note_record_type, "memory:x", &strict, &err));
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_message_has(err, "record '2': column 'no': 'many'");
    note values = note_of("2", "again");
    assert_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_EXISTS);
    put_note_of("2", "two", "2", "");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 2);
    assert_int_equal(sdn_store_problems(store, NULL), 0);
    put_note_of("1", "one", "a few", "");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_count(store), 1);
    assert_int_equal(sdn_store_problems(store, NULL), 1);
    sdn_store_close(store);
}

static void text_that_no_file_can_hold_is_refused_with_its_record(void **state)
{
    (void)state;
    put_note_of("1", "one", "1", "");
    put_note_of("2", "\xff", "1", "");
    assert_null(sdn_store_open(&note_record_type, "memory:x", NULL, &err));
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_string_equal(err.message, "memory:x: table 'notes', record '2': field 'text' is not valid UTF-8 or holds a "
                                     "NUL byte; correct it there");
}

static void changes_are_made_on_the_image(void **state)
{
    (void)state;
    put_note_of("1", "one", "1", "");
    put_note_of("2", "two", "2", "");
    sdn_store *store = open_notes();
    for (int round = 0; round < 50; round++) {
        put_note_of("2", round % 2 == 0 ? "changed" : "two", "2", "x");
        put_note_of("3", "three", "3", "");
        if (round > 0)
            memory_delete(&note_record_type, "1");
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        assert_sound(store);
        assert_int_equal(sdn_store_count(store), round > 0 ? 2 : 3);
        assert_string_equal(note_at(store, "2")->text.ptr, round % 2 == 0 ? "changed" : "two");
        assert_int_equal(note_at(store, "3")->number, 3);
        assert_false(sdn_file_changed(sdn_store_file(store)));
        put_note_of("1", "one again", "1", "");
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        assert_string_equal(note_at(store, "1")->text.ptr, "one again");
    }
    assert_int_equal(memory_state.whole_pulls, 1);
    sdn_store_close(store);
}

static void edits_are_pushed_once_and_nothing_is_read_again(void **state)
{
    (void)state;
    put_note_of("1", "one", "1", "");
    put_note_of("2", "two", "2", "");
    put_note_of("5", "five", "5", "");
    sdn_store *store = open_notes();
    sdn_value two = {.text = SDN_STR("2")}, four = {.text = SDN_STR("4")}, five = {.text = SDN_STR("5")};
    note values = note_of("", "new");
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    edited(store, "1")->number = 10;
    assert_ok(sdn_store_rename(store, &two, &four, &err), err);
    assert_ok(sdn_store_delete(store, &five, &err), err);
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_sound(store);
    assert_string_equal(memory_record(&note_record_type, "1", 0), "1|one|10|true|idea|left|||");
    assert_null(memory_record(&note_record_type, "2", 0));
    assert_string_equal(memory_record(&note_record_type, "4", 0), "4|two|2|true|idea|left|||");
    assert_null(memory_record(&note_record_type, "5", 0));
    assert_non_null(memory_record(&note_record_type, "6", 0));
    assert_int_equal(memory_state.pushes, 1);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(memory_state.whole_pulls, 1);
    assert_int_equal(sdn_store_count(store), 3);
    sdn_store_close(store);
}

static void pending_edits_are_merged(void **state)
{
    (void)state;
    put_note_of("1", "one", "1", "");
    sdn_store *store = open_notes();
    edited(store, "1")->number = 10;
    put_note_of("1", "changed", "1", "");
    put_note_of("2", "two", "2", "");
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(memory_record(&note_record_type, "1", 0), "1|changed|10|true|idea|left|||");
    assert_int_equal(sdn_store_count(store), 2);
    edited(store, "1")->number = 11;
    put_note_of("1", "changed", "12", "");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, NULL), 1);
    sdn_file_rollback(sdn_store_file(store));
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(note_at(store, "1")->number, 12);
    assert_sound(store);
    sdn_store_close(store);
}

static void failures_leave_edits_and_records_as_they_were(void **state)
{
    (void)state;
    put_note_of("1", "one", "1", "");
    sdn_store *store = open_notes();
    memory_state.fails_pull = SDN_E_IO;
    put_note_of("1", "changed", "1", "");
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_IO);
    assert_string_equal(note_at(store, "1")->text.ptr, "one");
    assert_false(sdn_file_changed(sdn_store_file(store)));
    memory_state.fails_pull = SDN_OK;
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_string_equal(note_at(store, "1")->text.ptr, "changed");
    edited(store, "1")->number = 5;
    memory_state.fails_push = SDN_E_IO;
    memory_state.loses_lock = true;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_IO);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_MISUSE); /* the transaction is over */
    memory_state.fails_push = SDN_OK;
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_string_equal(memory_record(&note_record_type, "1", 0), "1|changed|5|true|idea|left|||");
    sdn_store_close(store);
}

static void opening_a_table_does_not_load_others_again(void **state)
{
    (void)state;
    const char *texts[] = {"b", "other", "1", "false", "fact", "left", NULL, NULL, ""};
    put_note_of("1", "one", "1", "");
    put_note_of("2", "two", "1", "");
    memory_put(&ordered_note_record_type, texts);
    sdn_file *file = sdn_file_open("memory:x", NULL, &err);
    sdn_store *notes = sdn_file_store(file, &note_record_type, &err);
    assert_non_null(notes);
    assert_int_equal(memory_state.given, 2);
    edited(notes, "1")->number = 7;
    assert_ok(sdn_file_save(file, &err), err);
    assert_non_null(sdn_file_store(file, &ordered_note_record_type, &err));
    assert_int_equal(memory_state.given, 3);
    assert_int_equal(note_at(notes, "1")->number, 7);
    assert_string_equal(note_at(notes, "2")->text.ptr, "two");
    assert_sound(notes);
    put_note_of("2", "changed by another", "1", "");
    sdn_store *log = sdn_file_store(file, &log_record_type, &err);
    assert_non_null(log);
    assert_int_equal(memory_state.given, 6);
    assert_string_equal(note_at(notes, "2")->text.ptr, "changed by another");
    sdn_file_close(file);
}

static void table_that_is_opened_later_is_loaded_with_the_others(void **state)
{
    (void)state;
    const char *texts[] = {"b", "other", "1", "false", "fact", "left", NULL, NULL, ""};
    put_note_of("1", "one", "1", "");
    memory_put(&ordered_note_record_type, texts);
    sdn_file *file = sdn_file_open("memory:x", NULL, &err);
    assert_non_null(file);
    sdn_store *notes = sdn_file_store(file, &note_record_type, &err);
    assert_non_null(notes);
    const note *held = note_at(notes, "1");
    sdn_store *others = sdn_file_store(file, &ordered_note_record_type, &err);
    assert_non_null(others);
    assert_string_equal(held->text.ptr, "one");
    assert_string_equal(note_at(others, "b")->text.ptr, "other");
    edited(notes, "1")->number = 2;
    assert_null(sdn_file_store(file, &log_record_type, &err));
    assert_int_equal(err.code, SDN_E_MISUSE);
    assert_ok(sdn_file_save(file, &err), err);
    assert_non_null(sdn_file_store(file, &log_record_type, &err));
    sdn_file_close(file);
}

static void new_records_come_last_whatever_their_keys(void **state)
{
    (void)state;
    const char *texts[] = {"m", "", "1", "false", "fact", "left", NULL, NULL, ""};
    memory_put(&ordered_note_record_type, texts);
    sdn_store *store = sdn_store_open(&ordered_note_record_type, "memory:x", NULL, &err);
    const char *const ids[] = {"z", "a", "k"};
    char order[8] = "";
    for (size_t i = 0; i < 3; i++) {
        note values = note_of(ids[i], "");
        assert_non_null(sdn_store_insert(store, &values, &err));
        assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
        assert_sound(store);
    }
    sdn_cursor cursor = sdn_store_in_file_order(store);
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL;)
        strcat(order, each->id.ptr);
    assert_string_equal(order, "mzak");
    cursor = sdn_store_all(store);
    order[0] = '\0';
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL;)
        strcat(order, each->id.ptr);
    assert_string_equal(order, "akmz");
    sdn_store_close(store);
}

/* Without all records there is nothing that a file could be opened with. */
static void first_pull_must_give_all_records(void **state)
{
    (void)state;
    memory_state.omits_all = true;
    for (int round = 0; round < 2; round++) {
        err = (sdn_error){.code = SDN_OK};
        assert_null(sdn_file_open("memory:x", NULL, &err));
        assert_int_equal(err.code, SDN_E_MISUSE);
        assert_null(sdn_store_open(&note_record_type, "memory:x", NULL, &err));
        assert_int_equal(err.code, SDN_E_MISUSE);
        assert_string_equal(err.message, "memory:x: the backend did not give all records");
        put_note_of("1", "one", "1", "");
    }
}

/* ---- memory that runs out ---- */

/* Another program changes, adds and deletes a record. */
static void change_behind(void)
{
    put_note_of("1", "changed", "1", "x, y");
    put_note_of("3", "three", "3", "");
    memory_delete(&note_record_type, "2");
}

static void assert_changed_behind(const sdn_store *store)
{
    assert_sound(store);
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(note_at(store, "1")->text.ptr, "changed");
    assert_int_equal(note_at(store, "3")->number, 3);
}

/* Runs `call` on a store that is out of date, with each allocation failing once. `pending`: with an unsaved edit. */
static void fail_each_allocation(sdn_code (*call)(sdn_file *file, sdn_error *error), bool pending)
{
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        assert_int_equal(memory_backend_enter(NULL), 0);
        put_note_of("1", "one", "1", "");
        put_note_of("2", "two", "2", "");
        sdn_store *store = open_notes();
        if (pending) {
            note *one = edited(store, "1");
            one->has_weight = true;
            one->weight = 5;
        }
        change_behind();
        faults_arm_memory(nth);
        sdn_code code = call(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_true(code == SDN_OK || (fired && code == SDN_E_NOMEM)); /* some allocations need not succeed */
        assert_sound(store);
        assert_true(code == SDN_OK || sdn_file_changed(sdn_store_file(store)) == pending);
        assert_ok(call(sdn_store_file(store), &err), err);
        assert_changed_behind(store);
        assert_int_equal(note_at(store, "1")->weight, pending ? 5 : 0);
        sdn_store_close(store);
    }
}

static void reload_without_memory_changes_nothing(void **state)
{
    (void)state;
    faults_begin();
    fail_each_allocation(sdn_file_reload, false);
    fail_each_allocation(sdn_file_reload, true);
}

static void save_without_memory_changes_nothing(void **state)
{
    (void)state;
    faults_begin();
    fail_each_allocation(sdn_file_save, true);
    assert_string_equal(memory_record(&note_record_type, "1", 0), "1|changed|1|true|idea|left||5|x,y");
}

static void opening_without_memory_fails_cleanly(void **state)
{
    (void)state;
    bool fired = true;
    put_note_of("1", "one", "1", "a");
    faults_begin();
    for (int nth = 1; fired; nth++) {
        faults_arm_memory(nth);
        sdn_file *file = sdn_file_open("memory:x", NULL, &err);
        sdn_store *notes = file != NULL ? sdn_file_store(file, &note_record_type, &err) : NULL;
        sdn_store *others = notes != NULL ? sdn_file_store(file, &log_record_type, &err) : NULL;
        fired = faults_fired_memory();
        faults_remove();
        assert_true((others == NULL) == fired);
        assert_true(!fired || err.code == SDN_E_NOMEM);
        if (notes != NULL) {
            assert_non_null(sdn_file_store(file, &log_record_type, &err));
            assert_string_equal(note_at(notes, "1")->text.ptr, "one");
        }
        sdn_file_close(file);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_MEMORY(all_records_are_loaded),
        TEST_WITH_MEMORY(what_holds_no_value_is_a_problem),
        TEST_WITH_MEMORY(text_that_no_file_can_hold_is_refused_with_its_record),
        TEST_WITH_MEMORY(changes_are_made_on_the_image),
        TEST_WITH_MEMORY(edits_are_pushed_once_and_nothing_is_read_again),
        TEST_WITH_MEMORY(pending_edits_are_merged),
        TEST_WITH_MEMORY(failures_leave_edits_and_records_as_they_were),
        TEST_WITH_MEMORY(opening_a_table_does_not_load_others_again),
        TEST_WITH_MEMORY(table_that_is_opened_later_is_loaded_with_the_others),
        TEST_WITH_MEMORY(new_records_come_last_whatever_their_keys),
        TEST_WITH_MEMORY(first_pull_must_give_all_records),
        TEST_WITH_MEMORY(reload_without_memory_changes_nothing),
        TEST_WITH_MEMORY(save_without_memory_changes_nothing),
        TEST_WITH_MEMORY(opening_without_memory_fails_cleanly),
    };
    return run_cases(argc, argv, tests);
}
