/* Stores in a SQLite database. */
#include "test.h"

#include "sqlite_tables.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "tempdir.h"
#include "xorshift.h"

#include <sdn/sqlite.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define DATABASE "x.db"
#define URI      "sqlite:" DATABASE

static sdn_error err;
static sdn_store *opened[4];

static int enter(void **state)
{
    return sdn_sqlite_use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
}

static int leave(void **state)
{
    for (size_t i = 0; i < sizeof opened / sizeof opened[0]; i++) {
        sdn_store_close(opened[i]);
        opened[i] = NULL;
    }
    return tempdir_leave(state);
}

#define TEST_WITH_DATABASE(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static sdn_store *open_at(int place, const sdn_record_type *type)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.lock_timeout_ms = 50;
    opened[place] = sdn_store_open(type, URI, &options, &err);
    if (opened[place] == NULL)
        fail_msg("%s", err.message);
    return opened[place];
}

static sdn_store *notes_in_database(void)
{
    make_table(DATABASE, &note_record_type);
    return open_at(0, &note_record_type);
}

static sdn_value key_of_text(const char *id)
{
    return (sdn_value){.text = sdn_str_from(id)};
}

static const note *find_note(const sdn_store *store, const char *id)
{
    sdn_value key = key_of_text(id);
    return sdn_store_get(store, &key);
}

static note *change_note(sdn_store *store, const char *id)
{
    sdn_value key = key_of_text(id);
    note *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    return found;
}

static void add_note(sdn_store *store, const char *id, const char *text)
{
    note values = note_of(id, text);
    if (sdn_store_insert(store, &values, &err) == NULL)
        fail_msg("%s", err.message);
}

static void save(sdn_store *store)
{
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
}

static void reload(sdn_store *store)
{
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
}

static void assert_sql(const char *sql, const char *expected)
{
    assert_string_equal(sql_text(DATABASE, sql), expected);
}

static void assert_cannot_open(const sdn_record_type *type, sdn_code code, const char *message)
{
    sdn_store *store = sdn_store_open(type, URI, NULL, &err);
    sdn_store_close(store);
    assert_null(store);
    assert_string_equal(err.message, message);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
}

/* ---- what is kept ---- */

static void records_are_saved_and_found_again(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "", "first");
    add_note(store, "", "second");
    save(store);
    assert_sql("SELECT group_concat(id || ' ' || text) FROM notes", "1 first,2 second");
    sdn_store *again = open_at(1, &note_record_type);
    assert_int_equal(sdn_store_count(again), 2);
    assert_string_equal(find_note(again, "2")->text.ptr, "second");
}

static void only_changed_columns_are_written(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql(DATABASE, "ALTER TABLE notes ADD COLUMN mine TEXT DEFAULT 'x'; UPDATE notes SET mine = 'kept'");
    change_note(store, "1")->number = 7;
    sdn_value from = key_of_text("1"), to = key_of_text("9");
    save(store);
    assert_ok(sdn_store_rename(store, &from, &to, &err), err);
    save(store);
    assert_sql("SELECT id || no || text || mine FROM notes", "97onekept");
}

static void every_type_comes_back_as_it_was(void **state)
{
    (void)state;
    uint64_t seed = 20261130;
    sdn_arena arena = SDN_ARENA_INIT;
    make_table(DATABASE, &all_types_record_type);
    sdn_store *store = open_at(0, &all_types_record_type);
    for (int i = 0; i < 300; i++) {
        all_types values = all_types_random(&seed, &arena);
        values.f64 = values.f64 == 0 ? 0 : values.f64; /* SQLite has no -0 */
        values.maybe_f64 = values.maybe_f64 == 0 ? 0 : values.maybe_f64;
        if (sdn_store_insert(store, &values, &err) == NULL)
            fail_msg("%s", err.message);
    }
    save(store);
    sdn_store *again = open_at(1, &all_types_record_type);
    assert_int_equal(sdn_store_problems(again, NULL), 0);
    assert_int_equal(sdn_store_count(again), 300);
    sdn_cursor cursor = sdn_store_all(store);
    for (const all_types *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        sdn_value key = {.u64 = each->id};
        const all_types *other = sdn_store_get(again, &key);
        assert_non_null(other);
        uint32_t fields[ALL_TYPES_FIELD_COUNT];
        if (sdn_record_diff(&all_types_record_type, each, other, fields) > 0)
            fail_msg("%s: %s, %s", all_types_record_type.fields[fields[0]].name,
                     sdn_field_text(&all_types_record_type, fields[0], each, &arena).ptr,
                     sdn_field_text(&all_types_record_type, fields[0], other, &arena).ptr);
    }
    run_sql(DATABASE, "UPDATE everything SET text = 'touched'");
    reload(again);
    cursor = sdn_store_all(store);
    for (const all_types *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        sdn_value key = {.u64 = each->id};
        all_types now = *(const all_types *)sdn_store_get(again, &key);
        assert_string_equal(now.text.ptr, "touched");
        now.text = each->text;
        assert_true(sdn_record_equal(&all_types_record_type, each, &now));
    }
    sdn_arena_release(&arena);
}

static void lists_written_by_others_are_read(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(DATABASE, "INSERT INTO notes VALUES ('1', 't', 1, 1, 'idea', 'left', NULL, NULL, "
                      "'[ \"a\\/b\", \"\\u00fc\\u0022\\ud83d\\ude00\\u0009\\b\", \"c, d\" ]')");
    reload(store);
    const note *one = find_note(store, "1");
    assert_int_equal(one->tags.count, 3);
    assert_string_equal(one->tags.items[0].ptr, "a/b");
    assert_string_equal(one->tags.items[1].ptr, "\xc3\xbc\"\xf0\x9f\x98\x80\t\b");
    assert_string_equal(one->tags.items[2].ptr, "c, d");
}

static void records_without_key_are_added_and_deleted(void **state)
{
    (void)state;
    make_table(DATABASE, &log_record_type);
    sdn_store *store = open_at(0, &log_record_type), *other = open_at(1, &log_record_type);
    for (int i = 0; i < 4; i++)
        add_note(store, "", i % 2 == 0 ? "even" : "odd");
    save(store);
    reload(other);
    assert_int_equal(sdn_store_count(other), 4);
    sdn_cursor cursor = sdn_store_all(other);
    sdn_cursor_next(&cursor);
    assert_ok(sdn_cursor_delete(&cursor, other, &err), err);
    save(other);
    reload(store);
    assert_int_equal(sdn_store_count(store), 3);
    assert_sql("SELECT group_concat(text) FROM (SELECT text FROM log ORDER BY sdn_row)", "odd,even,odd");
}

static void insert_person(sdn_store *people, const char *id, uint32_t badge)
{
    person values = *(const person *)person_record_type.defaults;
    values.id = values.name = values.place = sdn_str_from(id);
    values.badge = badge;
    assert_non_null(sdn_store_insert(people, &values, &err));
    save(people);
}

static void records_may_exchange_keys_and_unique_values(void **state)
{
    (void)state;
    make_table(DATABASE, &team_record_type);
    make_table(DATABASE, &person_record_type);
    sdn_options options = sdn_options_default();
    sdn_file *file = sdn_file_open(URI, &options, &err);
    assert_non_null(file);
    sdn_store *people = sdn_file_store(file, &person_record_type, &err);
    assert_non_null(people);
    for (uint32_t i = 0; i < 3; i++) {
        static const char *const ids[] = {"a", "b", "c"};
        insert_person(people, ids[i], i);
    }
    sdn_value a = key_of_text("a"), b = key_of_text("b"), c = key_of_text("c"), x = key_of_text("x");
    ((person *)sdn_store_edit(people, &a, &err))->badge = 1;
    ((person *)sdn_store_edit(people, &b, &err))->badge = 0;
    assert_ok(sdn_store_rename(people, &a, &x, &err), err);
    assert_ok(sdn_store_rename(people, &b, &a, &err), err);
    assert_ok(sdn_store_rename(people, &c, &b, &err), err);
    assert_ok(sdn_store_rename(people, &x, &c, &err), err);
    run_sql(DATABASE, "ALTER TABLE people ADD COLUMN mine TEXT; UPDATE people SET mine = name");
    assert_ok(sdn_file_save(file, &err), err);
    assert_sql("SELECT group_concat(id || badge || name || mine) FROM (SELECT * FROM people ORDER BY id)",
               "a0bb,b2cc,c1aa");
    sdn_file_close(file);
}

static void violations_are_listed_by_where_the_record_is(void **state)
{
    (void)state;
    const sdn_problem *list = NULL;
    size_t count = 0;
    make_table(DATABASE, &team_record_type);
    make_table(DATABASE, &person_record_type);
    sdn_store *people = open_at(0, &person_record_type);
    insert_person(people, "a", 1);
    insert_person(people, "b", 2);
    insert_person(people, "c", 3);
    run_sql(DATABASE, "UPDATE people SET age = 200 WHERE id = 'b'");
    reload(people);
    assert_ok(sdn_store_validate(people, &list, &count, &err), err);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].line, 3); /* after the header and a */
}

/* ---- others ---- */

static void changes_by_hand_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    run_sql(DATABASE,
            "UPDATE notes SET text = 'hand' WHERE id = '1'; DELETE FROM notes WHERE id = '2'; INSERT INTO notes "
            "SELECT '3', 'new', no, done, kind, side, link, weight, tags FROM notes; UPDATE notes SET id = '4' "
            "WHERE id = '3'");
    reload(store);
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(find_note(store, "1")->text.ptr, "hand");
    assert_string_equal(find_note(store, "4")->text.ptr, "new");
}

static void stale_edits_are_merged_or_in_conflict(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    add_note(store, "1", "one");
    save(store);
    reload(other);
    change_note(store, "1")->number = 5;
    change_note(other, "1")->done = true;
    add_note(other, "2", "two");
    save(other);
    save(store);
    assert_sql("SELECT no || done || (SELECT count(*) FROM notes) FROM notes WHERE id = '1'", "512");
    reload(other);
    change_note(other, "1")->number = 6;
    save(other);
    change_note(store, "1")->number = 7;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, NULL), 1);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_sql("SELECT no FROM notes WHERE id = '1'", "6");
}

static void rows_that_triggers_change_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(DATABASE,
            "CREATE TRIGGER mine AFTER UPDATE OF no ON notes BEGIN UPDATE notes SET text = 'by trigger' WHERE id "
            "= '1' AND text <> 'by trigger'; END");
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    change_note(store, "2")->number = 5;
    save(store);
    change_note(store, "2")->done = true;
    save(store);
    reload(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "by trigger");
    assert_int_equal(find_note(store, "2")->number, 5);
}

static void rows_that_references_change_are_seen(void **state)
{
    (void)state;
    make_table(DATABASE, &pair_record_type);
    make_table(DATABASE, &note_record_type);
    run_sql(DATABASE, "CREATE TRIGGER cascade AFTER DELETE ON notes BEGIN UPDATE pairs SET value = 'cleared'; END");
    sdn_file *file = sdn_file_open(URI, NULL, &err);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err),
              *notes = sdn_file_store(file, &note_record_type, &err);
    pair values = *(const pair *)pair_record_type.defaults;
    values.name = SDN_STR("p");
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    add_note(notes, "1", "one");
    save(notes);
    sdn_value one = key_of_text("1");
    assert_ok(sdn_store_delete(notes, &one, &err), err);
    save(notes);
    reload(notes);
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
    save(store);
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
    save(store);
    assert_sql("SELECT length(text) FROM notes", "2999999");
}

/* Statements as people type them, on tables with each kind of key. */
static void change_by_hand(uint64_t *seed)
{
    static const char *const statements[] = {
        "INSERT OR IGNORE INTO pairs VALUES (%u, 'n%u', %u, 'by hand')",
        "UPDATE OR IGNORE pairs SET number = %u WHERE name = 'n%u' AND flag = %u",
        "UPDATE pairs SET value = 'v%u' WHERE name = 'n%u' AND flag = %u",
        "DELETE FROM pairs WHERE number = %u AND name = 'n%u' AND flag = %u",
        "INSERT OR REPLACE INTO pairs VALUES (%u, 'n%u', %u, 'replaced')",
        "INSERT INTO log VALUES ('%u', 't%u', %u, 0, 'idea', 'left', NULL, NULL, '[]', NULL)",
        "UPDATE log SET text = 'u%u' WHERE id = '%u' AND no = %u",
        "DELETE FROM log WHERE id = '%u' AND no IN (%u, %u)",
        "UPDATE pairs SET number = number + 10 * %u WHERE %u + %u = 0",
    };
    char sql[256];
    const char *statement = statements[test_below(seed, sizeof statements / sizeof statements[0])];
    unsigned a = test_below(seed, 4), b = test_below(seed, 4), c = test_below(seed, 2);
    snprintf(sql, sizeof sql, statement, a, b, c);
    run_sql(DATABASE, sql);
}

/* That both have the same records; those without key in the same order too. */
static void assert_same_content(const sdn_store *pulled, const sdn_store *loaded, const sdn_record_type *type)
{
    sdn_cursor a = sdn_store_all(pulled), b = sdn_store_all(loaded);
    const void *x, *y;
    do {
        x = sdn_cursor_next(&a);
        y = sdn_cursor_next(&b);
        assert_true((x == NULL) == (y == NULL));
        if (x != NULL && !sdn_record_equal(type, x, y))
            fail_msg("a record of table %s is another one in the replica", type->table.ptr);
    } while (x != NULL);
}

static void replica_follows_what_is_done_by_hand(void **state)
{
    (void)state;
    uint64_t seed = 8;
    make_table(DATABASE, &pair_record_type);
    make_table(DATABASE, &log_record_type);
    sdn_file *file = sdn_file_open(URI, NULL, &err);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err),
              *log = sdn_file_store(file, &log_record_type, &err);
    for (int round = 0; round < 150; round++) {
        for (unsigned changes = test_below(&seed, 4); changes > 0; changes--)
            change_by_hand(&seed);
        reload(pairs);
        sdn_store *all_pairs = open_at(0, &pair_record_type), *all_log = open_at(1, &log_record_type);
        assert_same_content(pairs, all_pairs, &pair_record_type);
        assert_same_content(log, all_log, &log_record_type);
        sdn_store_close(all_pairs);
        sdn_store_close(all_log);
        opened[0] = opened[1] = NULL;
    }
    sdn_file_close(file);
}

static void pruned_log_makes_all_records_load(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql(DATABASE, "UPDATE notes SET text = 'a'; UPDATE notes SET text = 'b'; DELETE FROM sdn_log");
    reload(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "b");
}

static void update_notes(int times, const char *text)
{
    char sql[100];
    snprintf(sql, sizeof sql, "UPDATE notes SET text = '%s'", text);
    for (int i = 0; i < times; i++)
        run_sql(DATABASE, sql);
}

/* What is 31 days old goes with the next version that is a multiple of 256: all before it, and no more than 1024 at once. */
static void old_part_of_the_log_is_deleted_by_changes(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    reload(other);
    run_sql(DATABASE,
            "WITH RECURSIVE n(i) AS (SELECT 4 UNION ALL SELECT i + 1 FROM n WHERE i < 1400) INSERT INTO sdn_log "
            "SELECT 'notes', i, '[\"1\"]', 'update', 'x' FROM n; UPDATE sdn_meta SET version = 1400;"
            "UPDATE sdn_log SET at = datetime('now', '-31 days'); DELETE FROM notes WHERE id = '2'");
    update_notes(134, "later");
    assert_sql("SELECT min(version) || ' ' || max(version) || ' ' || count(*) FROM sdn_log", "2 1535 1534");
    update_notes(1, "last");
    assert_sql("SELECT min(version) || ' ' || max(version) || ' ' || count(*) FROM sdn_log", "1026 1536 511");
    reload(other);
    assert_string_equal(find_note(other, "1")->text.ptr, "last");
    assert_null(find_note(other, "2"));
    change_note(other, "1")->number = 70;
    save(other);
    reload(store);
    assert_int_equal(find_note(store, "1")->number, 70);
    update_notes(255, "more");
    assert_sql("SELECT min(version) || ' ' || max(version) FROM sdn_log", "1401 1792");
    run_sql(DATABASE, "UPDATE sdn_log SET at = datetime('now', '-31 days')");
    update_notes(256, "more");
    assert_sql("SELECT min(version) || ' ' || max(version) FROM sdn_log", "1793 2048");
}

static void value_that_holds_none_of_its_field_is_a_problem(void **state)
{
    (void)state;
    const sdn_problem *list;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    run_sql(DATABASE, "UPDATE notes SET side = 'up' WHERE id = '1'; UPDATE notes SET done = 5 WHERE id = '2'");
    reload(store);
    assert_int_equal(sdn_store_count(store), 0);
    assert_int_equal(sdn_store_problems(store, &list), 2);
    add_note(store, "3", "three");
    save(store);
    assert_sql("SELECT count(*) FROM notes", "3");
    run_sql(DATABASE, "UPDATE notes SET side = 'left', done = 1");
    reload(store);
    assert_int_equal(sdn_store_count(store), 3);
}

/* ---- transactions ---- */

static void transaction_keeps_others_out(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_file_begin(sdn_store_file(other), &err), SDN_E_TIMEOUT);
    assert_message_has(err, "another program has the database locked");
    add_note(store, "1", "one");
    reload(other);
    assert_int_equal(sdn_store_count(other), 0);
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_begin(sdn_store_file(other), &err), err);
    assert_int_equal(sdn_store_count(other), 1);
    sdn_file_rollback(sdn_store_file(other));
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

static void save_in_a_transaction_keeps_the_lock(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    add_note(store, "1", "one");
    save(store);
    assert_sql("SELECT count(*) FROM notes", "1");
    assert_int_equal(sdn_file_begin(sdn_store_file(other), &err), SDN_E_TIMEOUT);
    add_note(store, "2", "two");
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 1);
    assert_sql("SELECT count(*) FROM notes", "1");
    assert_ok(sdn_file_begin(sdn_store_file(other), &err), err);
}

static void refused_commit_changes_nothing(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(DATABASE,
            "CREATE TRIGGER refuse BEFORE INSERT ON notes WHEN NEW.text = 'bad' BEGIN SELECT RAISE(ABORT, 'no "
            "bad notes'); END");
    add_note(store, "1", "good");
    add_note(store, "2", "bad");
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "table 'notes', record '2': no bad notes (SQLite)");
    assert_sql("SELECT count(*) FROM notes", "0");
    change_note(store, "2")->text = SDN_STR("fine");
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_sql("SELECT count(*) FROM notes", "2");
}

static void reference_to_nothing_is_refused_at_commit(void **state)
{
    (void)state;
    make_table(DATABASE, &team_record_type);
    make_table(DATABASE, &person_record_type);
    sdn_store *people =
        open_at(0, &person_record_type); /* the table of teams is not open: only the database can tell */
    person values = *(const person *)person_record_type.defaults;
    values.id = values.name = SDN_STR("a");
    values.has_team = true;
    values.team = SDN_STR("nobody");
    assert_non_null(sdn_store_insert(people, &values, &err));
    assert_int_equal(sdn_file_save(sdn_store_file(people), &err), SDN_E_INVALID);
    assert_message_has(err, "refers to one that is not there");
    assert_true(sdn_file_changed(sdn_store_file(people)));
    assert_sql("SELECT count(*) FROM people", "0");
}

static void several_tables_are_saved_in_one_step(void **state)
{
    (void)state;
    make_table(DATABASE, &note_record_type);
    make_table(DATABASE, &pair_record_type);
    sdn_file *file = sdn_file_open(URI, NULL, &err);
    sdn_store *notes = sdn_file_store(file, &note_record_type, &err);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err);
    pair values = *(const pair *)pair_record_type.defaults;
    values.name = SDN_STR("p");
    values.number = 4294967295u;
    values.flag = true;
    assert_ok(sdn_file_begin(file, &err), err);
    add_note(notes, "1", "one");
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    assert_ok(sdn_file_commit(file, &err), err);
    assert_sql("SELECT (SELECT count(*) FROM notes) || (SELECT count(*) FROM pairs)", "11");
    run_sql(DATABASE, "UPDATE pairs SET value = 'by hand'");
    assert_ok(sdn_file_reload(file, &err), err);
    sdn_value key[] = {{.text = SDN_STR("p")}, {.u32 = 4294967295u}, {.boolean = true}};
    assert_string_equal(((const pair *)sdn_store_get(pairs, key))->value.ptr, "by hand");
    run_sql(DATABASE, "DELETE FROM pairs");
    assert_ok(sdn_file_reload(file, &err), err);
    assert_int_equal(sdn_store_count(pairs), 0);
    sdn_file_close(file);
}

/* ---- what is refused ---- */

static void missing_database_is_refused(void **state)
{
    (void)state;
    assert_cannot_open(
        &note_record_type, SDN_E_IO,
        URI ": the database cannot be opened; make it with: sdnc ddl --dialect sqlite SCHEMA | sqlite3 -bail "
            "DATABASE");
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
    make_table(DATABASE, &pair_record_type);
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI
                       ": there is no table 'notes'; make it with: sdnc ddl --dialect sqlite SCHEMA | sqlite3 -bail "
                       "DATABASE");
    run_sql(DATABASE, "ALTER TABLE pairs RENAME COLUMN value TO worth");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs' lacks column 'value'; add it: ALTER TABLE \"pairs\" ADD COLUMN \"value\" TEXT "
                       "NOT NULL DEFAULT ...");
    run_sql(DATABASE, "ALTER TABLE pairs ADD COLUMN value INTEGER");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs', column 'value' has the type INTEGER, the schema wants TEXT; make the column "
                       "again, or correct the schema");
    run_sql(DATABASE, "ALTER TABLE pairs DROP COLUMN value; ALTER TABLE pairs ADD COLUMN value TEXT");
    assert_cannot_open(
        &pair_record_type, SDN_E_SYNTAX,
        URI ": table 'pairs', column 'worth', which the schema does not know, is NOT NULL without DEFAULT, so "
            "no record can be added; give it a default, or add it to the schema");
    run_sql(DATABASE,
            "DROP TABLE pairs; CREATE TABLE pairs (number INTEGER, name TEXT, flag INTEGER, value TEXT, PRIMARY "
            "KEY (name, number))");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs', column 'flag' is not in its primary key, against the schema; make the table "
                       "again");
    make_table(DATABASE, &note_record_type);
    run_sql(DATABASE, "DELETE FROM sdn_meta WHERE tbl = 'notes'");
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": table 'notes' has no line in sdn_meta; make it with: sdnc ddl --dialect sqlite SCHEMA | "
                           "sqlite3 -bail DATABASE");
}

/* As files are read, but for the rename: "name" was one of its names, and is another field's now. */
static void column_under_a_former_name_is_to_be_renamed(void **state)
{
    (void)state;
    make_table(DATABASE, &team_record_type);
    make_table(DATABASE, &person_record_type);
    run_sql(DATABASE, "ALTER TABLE people RENAME COLUMN nicks TO aliases");
    assert_cannot_open(&person_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'people', column 'aliases' is called 'nicks' now; rename it: ALTER TABLE \"people\" "
                       "RENAME COLUMN \"aliases\" TO \"nicks\"");
    run_sql(DATABASE, "ALTER TABLE people ADD COLUMN nicknames TEXT");
    assert_cannot_open(&person_record_type, SDN_E_SYNTAX,
                       URI ": table 'people', column 'nicknames' is called 'nicks' now; rename it: ALTER TABLE "
                           "\"people\" RENAME COLUMN \"nicknames\" TO \"nicks\"");
    run_sql(DATABASE, "ALTER TABLE people DROP COLUMN nicknames; ALTER TABLE people DROP COLUMN aliases");
    assert_cannot_open(
        &person_record_type, SDN_E_SYNTAX,
        URI ": table 'people' lacks column 'nicks'; add it: ALTER TABLE \"people\" ADD COLUMN \"nicks\" TEXT");
}

static void table_that_was_altered_while_open_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    run_sql(DATABASE, "UPDATE sdn_meta SET version = version + 1, schema_hash = 'other'");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "was altered since it was opened");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    run_sql(DATABASE,
            "UPDATE sdn_meta SET version = version + 1, schema_hash = 'abc'; INSERT INTO sdn_log VALUES ('notes', "
            "3, '[]', 'create', '')");
    save(store);
    run_sql(DATABASE, "ALTER TABLE notes DROP COLUMN weight");
    change_note(store, "1")->has_weight = true;
    change_note(store, "1")->weight = 1;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "no such column");
}

static void change_that_no_trigger_logged_is_found(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql(DATABASE, "DROP TRIGGER \"notes log DELETE\"; DELETE FROM notes");
    change_note(store, "1")->number = 2;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "record '1': its row is gone, and sdn_log does not tell");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DATABASE(records_are_saved_and_found_again),
        TEST_WITH_DATABASE(only_changed_columns_are_written),
        TEST_WITH_DATABASE(every_type_comes_back_as_it_was),
        TEST_WITH_DATABASE(lists_written_by_others_are_read),
        TEST_WITH_DATABASE(records_without_key_are_added_and_deleted),
        TEST_WITH_DATABASE(records_may_exchange_keys_and_unique_values),
        TEST_WITH_DATABASE(violations_are_listed_by_where_the_record_is),
        TEST_WITH_DATABASE(changes_by_hand_are_seen),
        TEST_WITH_DATABASE(stale_edits_are_merged_or_in_conflict),
        TEST_WITH_DATABASE(rows_that_triggers_change_are_seen),
        TEST_WITH_DATABASE(rows_that_references_change_are_seen),
        TEST_WITH_DATABASE(full_disk_keeps_the_edits_pending),
        TEST_WITH_DATABASE(save_without_memory_keeps_the_edits_pending),
        TEST_WITH_DATABASE(replica_follows_what_is_done_by_hand),
        TEST_WITH_DATABASE(pruned_log_makes_all_records_load),
        TEST_WITH_DATABASE(old_part_of_the_log_is_deleted_by_changes),
        TEST_WITH_DATABASE(value_that_holds_none_of_its_field_is_a_problem),
        TEST_WITH_DATABASE(transaction_keeps_others_out),
        TEST_WITH_DATABASE(save_in_a_transaction_keeps_the_lock),
        TEST_WITH_DATABASE(refused_commit_changes_nothing),
        TEST_WITH_DATABASE(reference_to_nothing_is_refused_at_commit),
        TEST_WITH_DATABASE(several_tables_are_saved_in_one_step),
        TEST_WITH_DATABASE(missing_database_is_refused),
        TEST_WITH_DATABASE(what_is_no_database_is_refused),
        TEST_WITH_DATABASE(drifted_tables_are_refused_by_column),
        TEST_WITH_DATABASE(column_under_a_former_name_is_to_be_renamed),
        TEST_WITH_DATABASE(table_that_was_altered_while_open_is_refused),
        TEST_WITH_DATABASE(change_that_no_trigger_logged_is_found),
    };
    return run_cases(argc, argv, tests);
}
