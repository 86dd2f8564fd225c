/* Tables without key: their records are deleted through a cursor, and that is merged by what their rows say. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "faults.h"
#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

static sdn_store *log_of(const char *text)
{
    return store_of(&log_record_type, text);
}

/* Deletes the records with this id, but for the first `spared` ones. */
static void prune(sdn_store *store, const char *id, int spared)
{
    sdn_error err = {0};
    const note *found;
    for (sdn_cursor all = sdn_store_all(store); (found = sdn_cursor_next(&all)) != NULL;)
        if (strcmp(found->id.ptr, id) == 0 && --spared < 0)
            assert_ok(sdn_cursor_delete(&all, store, &err), err);
}

static void append(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    note values = note_of(id, "new");
    assert_non_null(sdn_store_insert(store, &values, &err));
}

/* ---- deleting ---- */

static void records_without_key_are_deleted_through_a_cursor(void **state)
{
    (void)state;
    sdn_store *store = log_of("log |id, text|\n    a, 1\n# between\n    b, 2\n    a, 3\n    c, 4\n");
    append(store, "a");
    append(store, "d");
    prune(store, "a", 0);
    assert_string_equal(ids_of(sdn_store_all(store)), "b c d ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "a b a c ");
    append(store, "d");
    prune(store, "a", 1);
    save_store(store);
    assert_content("log |id, text|\n    a, 1\n# between\n    b, 2\n    c, 4\n    d, new\n");
    prune(store, "d", 0);
    prune(store, "b", 0);
    append(store, "e");
    save_store(store);
    assert_content("log |id, text|\n    a, 1\n# between\n    c, 4\n    e, new\n");
    assert_int_equal(sdn_store_count(store), 3);
}

static void a_cursor_deletes_keyed_records_too(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of("notes |id, kind|\n    3, idea\n    1, idea\n    2, fact\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    for (sdn_cursor ideas = sdn_store_by(store, NOTE_INDEX_KIND, &idea); sdn_cursor_next(&ideas) != NULL;)
        assert_ok(sdn_cursor_delete(&ideas, store, &err), err);
    assert_string_equal(ids_of(sdn_store_all(store)), "2 ");
    close_store(store);
    store = notes_of("notes |id, text|\n    1, one\n    1, again\n");
    sdn_cursor all = sdn_store_all(store);
    assert_non_null(sdn_cursor_next(&all));
    assert_int_equal(sdn_cursor_delete(&all, store, &err), SDN_E_INVALID);
}

static void a_cursor_without_a_record_deletes_nothing(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("log |id|\n    a\nnotes |id|\n    1\n");
    sdn_store *log = store_in(file, &log_record_type), *notes = store_in(file, &note_record_type);
    sdn_cursor all = sdn_store_all(log);
    assert_int_equal(sdn_cursor_delete(&all, log, &err), SDN_E_MISUSE);
    assert_message_is(err.message, "x.sdn: the cursor has returned no record of table 'log' that could be deleted");
    assert_non_null(sdn_cursor_next(&all));
    assert_int_equal(sdn_cursor_delete(&all, notes, &err), SDN_E_MISUSE);
    assert_ok(sdn_cursor_delete(&all, log, &err), err);
    assert_int_equal(sdn_cursor_delete(&all, log, &err), SDN_E_NOT_FOUND);
    assert_message_is(err.message,
                      "x.sdn: the record of table 'log' that the cursor returned last was deleted already; go "
                      "on with the next");
    assert_null(sdn_cursor_next(&all));
    assert_int_equal(sdn_store_count(log), 0);
    assert_int_equal(sdn_store_count(notes), 1);
}

static void a_deletion_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = log_of("log |id|\n    a\n    b\n");
        sdn_cursor all = sdn_store_all(store);
        assert_non_null(sdn_cursor_next(&all));
        faults_arm_memory(nth);
        sdn_code code = sdn_cursor_delete(&all, store, &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(sdn_store_count(store), fired ? 2 : 1);
        close_store(store);
    }
}

/* ---- merging ---- */

static void deletions_are_merged_by_row(void **state)
{
    (void)state;
    static const struct {
        const char *what, *base, *theirs, *merged;
        int spared;
    } cases[] = {
        {"rows moved", "    a, 1\n    b, 2\n    a, 3\n", "    a, 3\n  \t a, 1  \n    n, 4\n    b, 2\n",
         "    n, 4\n    b, 2\n", 0},
        {"one was changed", "    a, 1\n    a, 2\n    b, 3\n", "    a, 1\n    a, 22\n    b, 3\n",
         "    a, 22\n    b, 3\n", 0},
        {"one was deleted", "    a, 1\n    a, 2\n    b, 3\n", "    a, 2\n    b, 3\n", "    b, 3\n", 0},
        {"equal rows, one deleted here", "    a, 1\n    a, 1\n    a, 1\n", "    a, 1\n    a, 1\n    a, 1\n    n, 2\n",
         "    a, 1\n    a, 1\n    n, 2\n", 2},
        {"equal rows, each side deleted one", "    a, 1\n    a, 1\n    a, 1\n", "    a, 1\n    a, 1\n    n, 2\n",
         "    a, 1\n    a, 1\n    n, 2\n", 2},
        {"equal rows, two deleted here and one there", "    a, 1\n    a, 1\n    a, 1\n",
         "    a, 1\n    a, 1\n    n, 2\n", "    a, 1\n    n, 2\n", 1},
        {"another of the same came", "    a, 1\n    b, 2\n", "    a, 1\n    b, 2\n    a, 1\n", "    b, 2\n    a, 1\n",
         0},
        {"all went", "    a, 1\n    b, 2\n", "    n, 2\n", "    n, 2\n", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "log |id, text|\n%s", cases[i].base);
        sdn_store *store = log_of(text);
        prune(store, "a", cases[i].spared);
        append(store, "mine");
        snprintf(text, sizeof text, "log |id, text|\n%s", cases[i].theirs);
        write_store(text);
        save_store(store);
        snprintf(text, sizeof text, "log |id, text|\n%s    mine, new\n", cases[i].merged);
        if (strcmp(read_bytes(STORE_PATH).ptr, text) != 0)
            fail_msg("%s: %s", cases[i].what, read_bytes(STORE_PATH).ptr);
        close_store(store);
    }
}

/* Under another header the same text is another record. */
static void rows_under_another_header_are_let_be(void **state)
{
    (void)state;
    sdn_store *store = log_of("log |id, text|\n    a, b\n");
    prune(store, "a", 0);
    write_store("log |text, id|\n    a, b\n");
    save_store(store);
    assert_content("log |text, id|\n    a, b\n");
}

static void a_merge_of_deletions_is_repeated_and_rolled_back(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = log_of("log |id, text|\n    a, 1\n    b, 2\n");
    prune(store, "a", 0);
    for (int round = 0; round < 3; round++) {
        char text[128];
        snprintf(text, sizeof text, "log |id, text|\n    a, 1\n    b, 2\n    n, %d\n", round);
        write_store(text);
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        assert_string_equal(ids_of(sdn_store_all(store)), "b n ");
    }
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "a b n ");
}

static void rows_that_are_not_read_are_no_rows_of_a_log(void **state)
{
    (void)state;
    static const char row[] = "    x, t, many\n";
    sdn_store *store = log_of("log |id, text, no|\n    x, t, many\n    a, t, 1\n    b, t, 2\n");
    prune(store, "b", 0);
    append(store, "n");
    write_store("log |id, text, no|\n    x, t, many\n    a, t, 1\n    b, t, 2\n    c, t, 3\n");
    save_store(store);
    assert_string_equal(ids_of(sdn_store_all(store)), "a c n ");
    prune(store, "a", 0); /* after a save rows are gone that have slots */
    write_store("log |id, text, no|\n    x, t, many\n    a, t, 1\n    c, t, 3\n    z, t, 4\n");
    append(store, "o");
    assert_int_equal(sdn_file_save(sdn_store_file(store), NULL), SDN_OK);
    close_store(store);

    store = log_of("log |id, text, no|\n    x, t, many\n");
    append(store, "n");
    write_store("log |id, text, no|\n    x, t, many\n    y, t, more\n");
    save_store(store);
    assert_string_equal(ids_of(sdn_store_all(store)), "n ");
    assert_non_null(strstr(read_bytes(STORE_PATH).ptr, row));
}

static void a_row_that_was_deleted_on_both_sides_is_deleted_once(void **state)
{
    (void)state;
    sdn_store *store = log_of("log |id, text|\n    a, 1\n    y, 2\n    z, 3\n");
    prune(store, "y", 0);
    prune(store, "z", 0);
    write_store("log |id, text|\n    a, 1\n    b, 4\n");
    save_store(store);
    assert_content("log |id, text|\n    a, 1\n    b, 4\n");
}

static void a_log_is_merged_after_saves_and_without_rows_of_others(void **state)
{
    (void)state;
    sdn_store *store = log_of("log |id, text|\n    a, 1\n    b, 2\n    c, 3\n");
    prune(store, "b", 0);
    save_store(store);
    prune(store, "a", 0);
    write_store("log |id, text|\n    a, 1\n    c, 3\n    d, 4\n");
    save_store(store);
    assert_content("log |id, text|\n    c, 3\n    d, 4\n");
    prune(store, "d", 0);
    write_store("log |id, text|\n");
    save_store(store);
    assert_content("log |id, text|\n");
}

static void equal_rows_are_deleted_all_or_none_when_memory_runs_out(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        static const char theirs[] = "log |id, text|\n    a, 1\n    a, 1\n    b, 2\n    c, 3\n";
        sdn_error err = {0};
        sdn_store *store = log_of("log |id, text|\n    a, 1\n    a, 1\n    b, 2\n");
        prune(store, "a", 0);
        write_store(theirs);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_content(code == SDN_OK ? "log |id, text|\n    b, 2\n    c, 3\n" : theirs);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(records_without_key_are_deleted_through_a_cursor),
        TEST_WITH_STORES(a_cursor_deletes_keyed_records_too),
        TEST_WITH_STORES(a_cursor_without_a_record_deletes_nothing),
        TEST_WITH_STORES(a_deletion_that_runs_out_of_memory_changes_nothing),
        TEST_WITH_STORES(deletions_are_merged_by_row),
        TEST_WITH_STORES(rows_under_another_header_are_let_be),
        TEST_WITH_STORES(a_merge_of_deletions_is_repeated_and_rolled_back),
        TEST_WITH_STORES(rows_that_are_not_read_are_no_rows_of_a_log),
        TEST_WITH_STORES(a_row_that_was_deleted_on_both_sides_is_deleted_once),
        TEST_WITH_STORES(a_log_is_merged_after_saves_and_without_rows_of_others),
        TEST_WITH_STORES(equal_rows_are_deleted_all_or_none_when_memory_runs_out),
    };
    return run_cases(argc, argv, tests);
}
