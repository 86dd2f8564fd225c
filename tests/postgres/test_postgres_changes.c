/* What others changed, as it comes with the lock: of a store that found changes the last time, too; and the statements that
 * are prepared for a connection. At the end processes that share one. */
#include "test.h"

#include "child.h"
#include "postgres_tables.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"

#include <sdn/postgres.h>

#include <stdio.h>
#include <string.h>

static sdn_error err;
static sdn_file *file;
static sdn_store *store; /* of notes */

static int enter(void **state)
{
    drop_tables();
    make_table(&note_record_type);
    make_table(&pair_record_type);
    run_sql("INSERT INTO notes (id, text) VALUES ('1', 'one'), ('2', 'two')");
    return sdn_postgres_use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static int leave(void **state)
{
    sdn_file_close(file);
    file = NULL;
    return tempdir_leave(state);
}

#define TEST_OF_CHANGES(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static void open_notes(const sdn_record_type *type)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 200;
    file = sdn_file_open(URI, &options, &err);
    store = file != NULL ? sdn_file_store(file, type, &err) : NULL;
    if (store == NULL)
        fail_msg("%s", err.message);
}

/* Opens it, and lets it find a change under the lock, so that it asks for changes with the next one. */
static void open_among_others(void)
{
    open_notes(&note_record_type);
    run_sql("UPDATE notes SET no = no + 1");
    assert_ok(sdn_file_begin(file, &err), err);
    sdn_file_rollback(file);
}

/* What a transaction sees, which is to be rolled back. */
static const note *begin_and_find(const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    assert_ok(sdn_file_begin(file, &err), err);
    return sdn_store_get(store, &key);
}

static void assert_text(const char *id, const char *text)
{
    const note *found = begin_and_find(id);
    assert_non_null(found);
    assert_string_equal(found->text.ptr, text);
    sdn_file_rollback(file);
}

static void assert_gone(const char *id)
{
    assert_null(begin_and_find(id));
    sdn_file_rollback(file);
}

/* ---- with the lock ---- */

static void changes_come_with_the_lock(void **state)
{
    (void)state;
    open_among_others();
    run_sql("UPDATE notes SET text = 'hand' WHERE id = '1'");
    assert_text("1", "hand");
    run_sql("DELETE FROM notes WHERE id = '2'");
    run_sql("INSERT INTO notes (id, text) VALUES ('3', 'three')");
    assert_text("3", "three");
    assert_gone("2");
    assert_text("1", "hand");
}

static void record_that_changed_often_is_as_it_is_now(void **state)
{
    (void)state;
    open_among_others();
    run_sql("UPDATE notes SET text = 'a' WHERE id = '1'");
    run_sql("UPDATE notes SET text = 'b' WHERE id = '1'");
    run_sql("UPDATE notes SET text = 'c' WHERE id = '2'");
    run_sql("DELETE FROM notes WHERE id = '1'");
    run_sql("INSERT INTO notes (id, text) VALUES ('1', 'd')");
    assert_text("1", "d");
    assert_text("2", "c");
}

static void pruned_log_is_no_lost_change(void **state)
{
    (void)state;
    open_among_others();
    run_sql("UPDATE notes SET text = 'a' WHERE id = '1'");
    run_sql("UPDATE notes SET text = 'b' WHERE id = '2'");
    run_sql("DELETE FROM sdn_log WHERE version < (SELECT max(version) FROM sdn_log)");
    assert_text("1", "a");
    run_sql("UPDATE notes SET text = 'c'");
    run_sql("DELETE FROM sdn_log");
    assert_text("2", "c");
}

static void gap_in_the_log_is_no_lost_change(void **state)
{
    (void)state;
    open_among_others();
    run_sql("UPDATE notes SET text = 'a' WHERE id = '1'");
    run_sql("UPDATE notes SET text = 'b' WHERE id = '2'");
    run_sql("UPDATE notes SET text = 'c' WHERE id = '2'");
    run_sql("DELETE FROM sdn_log WHERE version = (SELECT max(version) - 2 FROM sdn_log)");
    assert_text("1", "a");
}

static void version_that_went_back_makes_all_records_load(void **state)
{
    (void)state;
    open_among_others();
    run_sql("UPDATE notes SET text = 'a'");
    run_sql("UPDATE sdn_meta SET version = 1");
    run_sql("DELETE FROM sdn_log WHERE version > 1");
    assert_text("1", "a");
}

static void truncated_table_is_empty(void **state)
{
    (void)state;
    open_among_others();
    run_sql("TRUNCATE notes");
    assert_gone("1");
    assert_int_equal(sdn_store_count(store), 0);
}

static void more_changes_than_are_pulled_make_all_records_load(void **state)
{
    (void)state;
    open_among_others();
    run_sql("INSERT INTO notes (id, text) SELECT 'n' || i, i::text FROM generate_series(1, 10001) AS i");
    assert_text("n10001", "10001");
    assert_int_equal(sdn_store_count(store), 10003);
}

/* The server tells so after the connection has ended. */
static void log_is_read_by_its_index_however_short(void **state)
{
    (void)state;
    static const char used[] = "SELECT idx_scan > 0 FROM pg_stat_user_tables WHERE relname = 'sdn_log'",
                      whole[] = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'sdn_log'";
    char before[24];
    run_sql("ANALYZE");
    snprintf(before, sizeof before, "%.20s", sql_text(whole));
    open_among_others();
    run_sql("UPDATE notes SET text = 'a'");
    assert_text("1", "a");
    sdn_file_close(file);
    file = NULL;
    for (int tries = 0; tries < 100 && strcmp(sql_text(used), "t") != 0; tries++)
        run_sql("SELECT pg_sleep(0.05)");
    assert_string_equal(sql_text(used), "t");
    assert_string_equal(sql_text(whole), before);
}

/* ---- several tables ---- */

static sdn_store *open_pairs_too(void)
{
    open_notes(&note_record_type);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err);
    assert_non_null(pairs);
    run_sql("INSERT INTO pairs (name, number, flag, value) VALUES ('p', 1, true, 'first')");
    assert_ok(sdn_file_begin(file, &err), err);
    sdn_file_rollback(file);
    return pairs;
}

static void assert_pair(const sdn_store *pairs, const char *value)
{
    sdn_value key[] = {{.text = SDN_STR("p")}, {.u32 = 1}, {.boolean = true}};
    const pair *found = sdn_store_get(pairs, key);
    assert_non_null(found);
    assert_string_equal(found->value.ptr, value);
}

static void changes_of_several_tables_come_with_the_lock(void **state)
{
    (void)state;
    sdn_store *pairs = open_pairs_too();
    assert_pair(pairs, "first");
    run_sql("UPDATE pairs SET value = 'second'; UPDATE notes SET text = 'a' WHERE id = '1'");
    assert_text("1", "a");
    assert_pair(pairs, "second");
    run_sql("UPDATE notes SET text = 'b' WHERE id = '1'");
    assert_text("1", "b");
    run_sql("UPDATE pairs SET value = 'third'");
    assert_text("1", "b");
    assert_pair(pairs, "third");
}

static void pruned_log_of_one_of_several_tables_is_no_lost_change(void **state)
{
    (void)state;
    sdn_store *pairs = open_pairs_too();
    run_sql("UPDATE pairs SET value = 'second'; UPDATE notes SET text = 'a' WHERE id = '1'");
    run_sql("DELETE FROM sdn_log WHERE tbl = 'pairs'");
    assert_text("1", "a");
    assert_pair(pairs, "second");
}

static void rows_without_key_come_with_the_lock(void **state)
{
    (void)state;
    make_table(&log_record_type);
    open_notes(&log_record_type);
    for (int i = 1; i < 4; i++) {
        run_sql("INSERT INTO log (id, text) VALUES ('', 'new'), ('', 'new')");
        assert_ok(sdn_file_begin(file, &err), err);
        assert_int_equal(sdn_store_count(store), 2 * i);
        sdn_file_rollback(file);
    }
    run_sql("DELETE FROM log WHERE sdn_row = (SELECT min(sdn_row) FROM log)");
    assert_ok(sdn_file_begin(file, &err), err);
    assert_int_equal(sdn_store_count(store), 5);
}

/* ---- prepared statements ---- */

/* Changes those columns of the first note whose bits are set. */
static void change_note(uint32_t columns)
{
    sdn_value key = {.text = SDN_STR("1")};
    note *found = sdn_store_edit(store, &key, &err);
    assert_non_null(found);
    if ((columns & 1) != 0)
        found->text = strcmp(found->text.ptr, "odd") == 0 ? SDN_STR("even") : SDN_STR("odd");
    if ((columns & 2) != 0)
        found->number++;
    if ((columns & 4) != 0)
        found->done = !found->done;
    if ((columns & 8) != 0)
        found->kind = found->kind == NOTE_KIND_IDEA ? NOTE_KIND_FACT : NOTE_KIND_IDEA;
    if ((columns & 16) != 0)
        found->side = found->side == NOTE_SIDE_LEFT ? NOTE_SIDE_RIGHT : NOTE_SIDE_LEFT;
    if ((columns & 32) != 0) {
        found->has_weight = !found->has_weight;
        found->weight = found->has_weight ? 5 : 0;
    }
    if ((columns & 64) != 0) {
        found->has_link = !found->has_link;
        found->link = found->has_link ? SDN_STR("x") : SDN_STR("");
    }
}

/* They are more than those that stay prepared. */
static void every_set_of_columns_can_be_changed(void **state)
{
    (void)state;
    sdn_value key = {.text = SDN_STR("1")};
    open_notes(&note_record_type);
    for (uint32_t columns = 1; columns < 128; columns++) {
        change_note(columns);
        assert_ok(sdn_file_save(file, &err), err);
    }
    sdn_store *again = sdn_store_open(&note_record_type, URI, NULL, &err);
    assert_non_null(again);
    assert_true(sdn_record_equal(&note_record_type, sdn_store_get(store, &key), sdn_store_get(again, &key)));
    assert_int_equal(((const note *)sdn_store_get(again, &key))->number, 7 + 64);
    sdn_store_close(again);
}

static void column_of_another_type_is_no_failure(void **state)
{
    (void)state;
    open_among_others();
    change_note(2);
    assert_ok(sdn_file_save(file, &err), err);
    run_sql("ALTER TABLE notes ALTER COLUMN no TYPE integer; UPDATE notes SET no = 40");
    assert_int_equal(begin_and_find("1")->number, 40);
    sdn_file_rollback(file);
    change_note(2);
    assert_ok(sdn_file_save(file, &err), err);
    assert_string_equal(sql_text("SELECT no FROM notes WHERE id = '1'"), "41");
}

static void statements_are_prepared_again_after_a_failure(void **state)
{
    (void)state;
    open_among_others();
    run_sql("ALTER TABLE notes ADD CONSTRAINT \"few\" CHECK (no < 10)");
    change_note(2);
    assert_ok(sdn_file_save(file, &err), err);
    change_note(2);
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "few");
    run_sql("ALTER TABLE notes DROP CONSTRAINT \"few\"");
    assert_ok(sdn_file_save(file, &err), err);
    assert_string_equal(sql_text("SELECT no FROM notes WHERE id = '1'"), "10");
}

static void statements_that_could_not_be_prepared_are_prepared_later(void **state)
{
    (void)state;
    open_notes(&note_record_type);
    run_sql("ALTER TABLE notes RENAME COLUMN no TO number");
    assert_int_equal(sdn_file_begin(file, &err), SDN_E_SYNTAX);
    assert_message_has(err, "no does not exist");
    run_sql("ALTER TABLE notes RENAME COLUMN number TO no");
    change_note(2);
    assert_ok(sdn_file_save(file, &err), err);
}

static void statements_are_prepared_on_a_new_connection(void **state)
{
    (void)state;
    open_among_others();
    for (int i = 0; i < 2; i++) {
        run_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'libsdn'");
        change_note(2);
        assert_ok(sdn_file_save(file, &err), err);
    }
}

/* ---- processes that share a connection ---- */

static int use_of_parent(child *parent, void *context)
{
    (void)parent;
    (void)context;
    sdn_code begun = sdn_file_begin(file, &err);
    bool said = strstr(err.message, "after fork()") != NULL;
    sdn_code reloaded = sdn_file_reload(file, &err);
    change_note(2);
    sdn_code saved = sdn_file_save(file, &err);
    sdn_file_close(file);
    return begun == SDN_E_MISUSE && reloaded == SDN_E_MISUSE && saved == SDN_E_MISUSE && said ? 0 : 1;
}

static void store_of_the_parent_cannot_be_used_in_a_child(void **state)
{
    (void)state;
    open_notes(&note_record_type);
    child one = child_start(use_of_parent, NULL);
    assert_int_equal(child_finish(&one), 0);
    assert_string_equal(sql_text("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'libsdn'"), "1");
    assert_text("1", "one");
}

static int end_transaction_of_parent(child *parent, void *context)
{
    (void)parent;
    bool commits = *(const bool *)context;
    sdn_code code = commits ? sdn_file_commit(file, &err) : SDN_E_MISUSE;
    if (!commits)
        sdn_file_rollback(file);
    sdn_file_close(file);
    return code == SDN_E_MISUSE ? 0 : 1;
}

static void child_does_not_end_the_transaction_of_its_parent(void **state)
{
    (void)state;
    open_notes(&note_record_type);
    for (int commits = 0; commits < 2; commits++) {
        bool child_commits = commits == 1;
        assert_ok(sdn_file_begin(file, &err), err);
        change_note(2);
        child one = child_start(end_transaction_of_parent, &child_commits);
        assert_int_equal(child_finish(&one), 0);
        assert_false(try_sql("SET lock_timeout = 50; UPDATE notes SET no = 0"));
        assert_ok(sdn_file_commit(file, &err), err);
    }
    assert_string_equal(sql_text("SELECT no FROM notes WHERE id = '1'"), "9");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_OF_CHANGES(changes_come_with_the_lock),
        TEST_OF_CHANGES(record_that_changed_often_is_as_it_is_now),
        TEST_OF_CHANGES(pruned_log_is_no_lost_change),
        TEST_OF_CHANGES(gap_in_the_log_is_no_lost_change),
        TEST_OF_CHANGES(version_that_went_back_makes_all_records_load),
        TEST_OF_CHANGES(truncated_table_is_empty),
        TEST_OF_CHANGES(more_changes_than_are_pulled_make_all_records_load),
        TEST_OF_CHANGES(log_is_read_by_its_index_however_short),
        TEST_OF_CHANGES(changes_of_several_tables_come_with_the_lock),
        TEST_OF_CHANGES(pruned_log_of_one_of_several_tables_is_no_lost_change),
        TEST_OF_CHANGES(rows_without_key_come_with_the_lock),
        TEST_OF_CHANGES(every_set_of_columns_can_be_changed),
        TEST_OF_CHANGES(column_of_another_type_is_no_failure),
        TEST_OF_CHANGES(statements_are_prepared_again_after_a_failure),
        TEST_OF_CHANGES(statements_that_could_not_be_prepared_are_prepared_later),
        TEST_OF_CHANGES(statements_are_prepared_on_a_new_connection),
        TEST_OF_CHANGES(store_of_the_parent_cannot_be_used_in_a_child),
        TEST_OF_CHANGES(child_does_not_end_the_transaction_of_its_parent),
    };
    return run_cases(argc, argv, tests);
}
