/* Stores in a SQLite database. */
#include "test.h"

#include "database_scenes.h"
#include "sqlite_tables.h"
#include "record_types/composite_key.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

static sdn_error err;

/* SQLite has no -0. */
static void make_holdable(all_types *values, sdn_arena *arena)
{
    (void)arena;
    values->f64 = values->f64 == 0 ? 0 : values->f64;
    values->maybe_f64 = values->maybe_f64 == 0 ? 0 : values->maybe_f64;
}

const database_words words = {
    .break_side = "PRAGMA ignore_check_constraints = ON; UPDATE notes SET side = 'up'",
    .refuse_bad =
        "CREATE TRIGGER refuse BEFORE INSERT ON notes WHEN NEW.text = 'bad' BEGIN SELECT RAISE(ABORT, 'no bad "
        "notes'); END",
    .drop_delete_log = "DROP TRIGGER \"notes log delete\"",
    .list_type = "TEXT",
    .replace_pair = "INSERT OR REPLACE INTO pairs VALUES (%u, 'n%u', %u = 1, 'replaced')",
    .make_holdable = make_holdable,
};

/* ---- what is kept ---- */

static void lists_written_by_others_are_read(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("INSERT INTO notes VALUES ('1', 't', 1, 1, 'idea', 'left', NULL, NULL, "
            "'[ \"a\\/b\", \"\\u00fc\\u0022\\ud83d\\ude00\\u0009\\b\", \"c, d\" ]')");
    reload_records(store);
    const note *one = find_note(store, "1");
    assert_int_equal(one->tags.count, 3);
    assert_string_equal(one->tags.items[0].ptr, "a/b");
    assert_string_equal(one->tags.items[1].ptr, "\xc3\xbc\"\xf0\x9f\x98\x80\t\b");
    assert_string_equal(one->tags.items[2].ptr, "c, d");
}

/* ---- others ---- */

static void rows_that_triggers_change_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("CREATE TRIGGER mine AFTER UPDATE OF no ON notes BEGIN UPDATE notes SET text = 'by trigger' WHERE id "
            "= '1' AND text <> 'by trigger'; END");
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    change_note(store, "2")->number = 5;
    save_edits(store);
    change_note(store, "2")->done = true;
    save_edits(store);
    reload_records(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "by trigger");
    assert_int_equal(find_note(store, "2")->number, 5);
}

static void record_that_a_trigger_leaves_out_is_not_saved(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("CREATE TRIGGER mine BEFORE INSERT ON notes WHEN NEW.text = 'left out' BEGIN SELECT RAISE(IGNORE); END");
    add_note(store, "1", "one");
    add_note(store, "2", "left out");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "table 'notes', record '2': a trigger left it out");
    assert_sql("SELECT count(*) FROM notes", "0");
}

static void rows_without_key_that_triggers_add_are_seen_once(void **state)
{
    (void)state;
    make_table(&log_record_type);
    run_sql("CREATE TRIGGER mine AFTER INSERT ON log WHEN NEW.text <> 'by trigger' BEGIN INSERT INTO log (id, text, "
            "no, done, "
            "kind, side, tags) VALUES (NEW.id, 'by trigger', 0, 0, 'idea', 'left', '[]'); END");
    sdn_store *log = open_at(0, &log_record_type);
    add_note(log, "1", "one");
    save_edits(log);
    reload_records(log);
    assert_int_equal(sdn_store_count(log), 2);
}

static void rows_that_references_change_are_seen(void **state)
{
    (void)state;
    make_table(&pair_record_type);
    make_table(&note_record_type);
    run_sql("CREATE TRIGGER cascade AFTER DELETE ON notes BEGIN UPDATE pairs SET value = 'cleared'; END");
    sdn_file *file = sdn_file_open(URI, NULL, &err);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err),
              *notes = sdn_file_store(file, &note_record_type, &err);
    pair values = *(const pair *)pair_record_type.defaults;
    values.name = SDN_STR("p");
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    add_note(notes, "1", "one");
    save_edits(notes);
    sdn_value one = {.text = SDN_STR("1")};
    assert_ok(sdn_store_delete(notes, &one, &err), err);
    save_edits(notes);
    reload_records(notes);
    sdn_cursor cursor = sdn_store_all(pairs);
    assert_string_equal(((const pair *)sdn_cursor_next(&cursor))->value.ptr, "cleared");
    sdn_file_close(file);
}

static void full_disk_keeps_the_edits_pending(void **state)
{
    (void)state;
    static char text[300000];
    struct rlimit before, small;
    sdn_store *store = notes_in_database();
    memset(text, 'x', sizeof text - 1);
    add_note(store, "1", text);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 100000;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    sdn_code code = sdn_file_save(sdn_store_file(store), &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(code, SDN_E_IO);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_sql("SELECT count(*) FROM notes", "0");
    save_edits(store);
    assert_sql("SELECT length(text) FROM notes", "299999");
}

static void save_without_memory_keeps_the_edits_pending(void **state)
{
    (void)state;
    static char text[3000000];
    sdn_store *store = notes_in_database();
    memset(text, 'x', sizeof text - 1);
    add_note(store, "1", text);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 1000000);
    sdn_code code = sdn_file_save(sdn_store_file(store), &err);
    sqlite3_hard_heap_limit64(0);
    assert_int_equal(code, SDN_E_NOMEM);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    save_edits(store);
    assert_sql("SELECT length(text) FROM notes", "2999999");
}

/* ---- what is refused ---- */

static void missing_database_is_refused(void **state)
{
    (void)state;
    assert_cannot_open(&note_record_type, SDN_E_IO,
                       URI ": the database cannot be opened; make it with: sdnc ddl --apply URI SCHEMA");
}

static void assert_moved(sdn_code code)
{
    assert_string_equal(sdn_code_name(code), "SDN_E_IO");
    assert_message_has(err, "since it was opened; nothing was written, open it again");
}

/* SQLite itself would write into the file that is gone, or mix both. */
static void database_that_was_replaced_is_not_written(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save_edits(store);
    run_sql("VACUUM INTO 'copy.db'");
    change_note(store, "1")->number = 5;
    assert_int_equal(rename("copy.db", DATABASE), 0);
    assert_moved(sdn_file_save(sdn_store_file(store), &err));
    assert_moved(sdn_file_begin(sdn_store_file(store), &err));
    assert_moved(sdn_file_reload(sdn_store_file(store), &err));
    assert_true(sdn_file_changed(sdn_store_file(store)));
    close_at(0);
    remove(DATABASE "-wal");
    remove(DATABASE "-shm");
    assert_sql("PRAGMA integrity_check", "ok");
    assert_sql("SELECT no FROM notes", "7"); /* as it was added */
}

static void database_that_was_removed_is_not_written(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    add_note(store, "1", "one");
    assert_int_equal(remove(DATABASE), 0);
    assert_moved(sdn_file_commit(sdn_store_file(store), &err));
    assert_true(sdn_file_changed(sdn_store_file(store)));
}

static void what_is_no_database_is_refused(void **state)
{
    (void)state;
    FILE *file = fopen(DATABASE, "w");
    for (int i = 0; i < 300; i++)
        fputs("no database ", file);
    fclose(file);
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX, URI ": file is not a database (SQLite)");
}

static void drifted_tables_are_refused_by_column(void **state)
{
    (void)state;
    make_table(&pair_record_type);
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": there is no table 'notes'; make it with: sdnc ddl --apply URI SCHEMA");
    run_sql("ALTER TABLE pairs RENAME COLUMN value TO worth");
    assert_cannot_open(
        &pair_record_type, SDN_E_SYNTAX,
        URI ": table 'pairs' lacks column 'value'; if the schema is newer than the table add it: ALTER TABLE "
            "\"pairs\" ADD COLUMN \"value\" TEXT NOT NULL DEFAULT ...; if it is older, build the program "
            "with the newer schema");
    run_sql("ALTER TABLE pairs ADD COLUMN value INTEGER");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs', column 'value' has the type INTEGER, the schema wants TEXT; make the column "
                       "again, or correct the schema");
    run_sql("DROP TABLE pairs; CREATE TABLE pairs (number INTEGER, name TEXT, flag INTEGER, value TEXT, worth TEXT NOT "
            "NULL, PRIMARY KEY (name, number, flag))");
    assert_cannot_open(
        &pair_record_type, SDN_E_SYNTAX,
        URI ": table 'pairs', column 'worth', which the schema does not know, is NOT NULL without DEFAULT, so "
            "no record can be added; give it a default, or add it to the schema");
    run_sql("DROP TABLE pairs; CREATE TABLE pairs (number INTEGER, name TEXT, flag INTEGER, value TEXT, PRIMARY "
            "KEY (name, number))");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs', column 'flag' is not in its primary key, against the schema; make the table "
                       "again");
    make_table(&note_record_type);
    run_sql("DELETE FROM sdn_meta WHERE tbl = 'notes'");
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": table 'notes' has no line in sdn_meta; make it with: sdnc ddl --apply URI SCHEMA");
}

static void insert_person(sdn_store *people, const char *id, uint32_t badge)
{
    person values = person_of(id, badge);
    assert_non_null(sdn_store_insert(people, &values, &err));
    save_edits(people);
}

static void violations_are_listed_by_where_the_record_is(void **state)
{
    (void)state;
    const sdn_problem *list = NULL;
    size_t count = 0;
    make_people();
    sdn_store *people = open_at(0, &person_record_type);
    insert_person(people, "a", 1);
    insert_person(people, "b", 2);
    insert_person(people, "c", 3);
    run_sql("PRAGMA ignore_check_constraints = ON; UPDATE people SET age = 200 WHERE id = 'b'");
    reload_records(people);
    assert_ok(sdn_store_validate(people, &list, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].line, 3); /* after the header and a */
}

static void update_notes(int times, const char *text)
{
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE notes SET text = '%s'", text);
    for (int i = 0; i < times; i++)
        run_sql(sql);
}

/* What is 31 days old goes with the next version that is a multiple of 256: all before it, and no more than 1024 at once. */
static void old_part_of_the_log_is_deleted_by_changes(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    reload_records(other);
    run_sql("WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 1400) INSERT INTO sdn_log "
            "SELECT 'notes', i, '[\"1\"]', 'update', 'x' FROM n; UPDATE sdn_meta SET version = 1400;"
            "UPDATE sdn_log SET at = datetime('now', '-31 days'); DELETE FROM notes WHERE id = '2'");
    update_notes(134, "later");
    assert_sql("SELECT min(version) || ' ' || max(version) || ' ' || count(*) FROM sdn_log", "1 1535 1535");
    update_notes(1, "last");
    assert_sql("SELECT min(version) || ' ' || max(version) || ' ' || count(*) FROM sdn_log", "1025 1536 512");
    reload_records(other);
    assert_string_equal(find_note(other, "1")->text.ptr, "last");
    assert_null(find_note(other, "2"));
    change_note(other, "1")->number = 70;
    save_edits(other);
    reload_records(store);
    assert_int_equal(find_note(store, "1")->number, 70);
    update_notes(255, "more");
    assert_sql("SELECT min(version) || ' ' || max(version) FROM sdn_log", "1401 1792");
    run_sql("UPDATE sdn_log SET at = datetime('now', '-31 days')");
    update_notes(256, "more");
    assert_sql("SELECT min(version) || ' ' || max(version) FROM sdn_log", "1793 2048");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        DATABASE_SCENES(DATABASE_SCENE_CASE) DATABASE_SCENE(lists_written_by_others_are_read),
        DATABASE_SCENE(rows_that_triggers_change_are_seen),
        DATABASE_SCENE(record_that_a_trigger_leaves_out_is_not_saved),
        DATABASE_SCENE(rows_without_key_that_triggers_add_are_seen_once),
        DATABASE_SCENE(rows_that_references_change_are_seen),
        DATABASE_SCENE(full_disk_keeps_the_edits_pending),
        DATABASE_SCENE(save_without_memory_keeps_the_edits_pending),
        DATABASE_SCENE(missing_database_is_refused),
        DATABASE_SCENE(database_that_was_replaced_is_not_written),
        DATABASE_SCENE(database_that_was_removed_is_not_written),
        DATABASE_SCENE(what_is_no_database_is_refused),
        DATABASE_SCENE(drifted_tables_are_refused_by_column),
        DATABASE_SCENE(violations_are_listed_by_where_the_record_is),
        DATABASE_SCENE(old_part_of_the_log_is_deleted_by_changes),
    };
    return run_cases(argc, argv, tests);
}
