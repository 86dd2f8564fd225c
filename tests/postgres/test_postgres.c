/* Stores in a PostgreSQL database. */
#include "test.h"

#include "postgres_tables.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "tempdir.h"

#include <sdn/postgres.h>

#include <stdio.h>
#include <string.h>

static sdn_error err;
static sdn_store *opened[4];

static int enter(void **state)
{
    drop_tables();
    return sdn_postgres_use(NULL) == SDN_OK ? tempdir_enter(state) : -1;
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
    make_table(&note_record_type);
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
    assert_string_equal(sql_text(sql), expected);
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
    assert_sql("SELECT string_agg(id || ' ' || text, ',') FROM notes", "1 first,2 second");
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
    run_sql("ALTER TABLE notes ADD COLUMN mine TEXT DEFAULT 'x'; UPDATE notes SET mine = 'kept'");
    change_note(store, "1")->number = 7;
    sdn_value from = key_of_text("1"), to = key_of_text("9");
    save(store);
    assert_ok(sdn_store_rename(store, &from, &to, &err), err);
    save(store);
    assert_sql("SELECT concat(id, no, text, mine) FROM notes", "97onekept");
}

/* Without what the server cannot hold: nanoseconds and the year 0. */
static sdn_timestamp holdable_time(sdn_timestamp time)
{
    static const int64_t year_1 = -62135596800;
    time.nanoseconds -= time.nanoseconds % 1000;
    time.seconds = time.seconds < year_1 ? year_1 : time.seconds;
    return time;
}

static sdn_date holdable_date(sdn_date date)
{
    date.year = date.year == 0 ? 1 : date.year;
    return date;
}

static void make_holdable(all_types *values, sdn_arena *arena)
{
    sdn_date *days = sdn_arena_alloc(arena, (values->days.count + 1) * sizeof *days);
    sdn_timestamp *times = sdn_arena_alloc(arena, (values->times.count + 1) * sizeof *times);
    assert_true(days != NULL && times != NULL);
    for (size_t i = 0; i < values->days.count; i++)
        days[i] = holdable_date(values->days.items[i]);
    for (size_t i = 0; i < values->times.count; i++)
        times[i] = holdable_time(values->times.items[i]);
    values->days.items = days;
    values->times.items = times;
    values->day = holdable_date(values->day);
    values->time = holdable_time(values->time);
    if (values->has_maybe_day)
        values->maybe_day = holdable_date(values->maybe_day);
    if (values->has_maybe_time)
        values->maybe_time = holdable_time(values->maybe_time);
}

static void every_type_comes_back_as_it_was(void **state)
{
    (void)state;
    uint64_t seed = 20261130;
    sdn_arena arena = SDN_ARENA_INIT;
    make_table(&all_types_record_type);
    sdn_store *store = open_at(0, &all_types_record_type);
    for (int i = 0; i < 300; i++) {
        all_types values = all_types_random(&seed, &arena);
        make_holdable(&values, &arena);
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
    run_sql("UPDATE everything SET text = 'touched'");
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

static void insert_some(sdn_store *store, sdn_arena *arena)
{
    uint64_t seed = 15;
    for (int i = 0; i < 20; i++) {
        all_types values = all_types_random(&seed, arena);
        make_holdable(&values, arena);
        sdn_store_insert(store, &values, NULL); /* some have the same key, or an empty one */
    }
    save(store);
    assert_true(sdn_store_count(store) > 1);
}

static void rows_are_found_by_the_log_whatever_their_key(void **state)
{
    (void)state;
    static const uint32_t keys[] = {
        ALL_TYPES_FIELD_TEXT, ALL_TYPES_FIELD_FLAG, ALL_TYPES_FIELD_I32, ALL_TYPES_FIELD_I64,  ALL_TYPES_FIELD_U32,
        ALL_TYPES_FIELD_U64,  ALL_TYPES_FIELD_F64,  ALL_TYPES_FIELD_DAY, ALL_TYPES_FIELD_TIME, ALL_TYPES_FIELD_LEVEL};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        sdn_arena arena = SDN_ARENA_INIT;
        sdn_record_type type = all_types_keyed_by(keys[i], 0);
        drop_tables();
        make_table(&type);
        sdn_store *store = open_at(0, &type);
        insert_some(store, &arena);
        run_sql("UPDATE everything SET maybe_text = 'touched'");
        reload(store);
        sdn_cursor cursor = sdn_store_all(store);
        for (const all_types *each; (each = sdn_cursor_next(&cursor)) != NULL;)
            assert_string_equal(each->maybe_text.ptr, "touched");
        run_sql("DELETE FROM everything");
        reload(store);
        assert_int_equal(sdn_store_count(store), 0);
        sdn_store_close(store);
        opened[0] = NULL;
        sdn_arena_release(&arena);
    }
}

static void lists_written_by_others_are_read(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("INSERT INTO notes VALUES ('1', 't', 1, true, 'idea', 'left', NULL, NULL, "
            "ARRAY['a/b', E'\\u00fc\"\\t\\n\\\\', 'c, d', 'NULL', '', '{}', 'plain'])");
    reload(store);
    const note *one = find_note(store, "1");
    assert_int_equal(one->tags.count, 7);
    assert_string_equal(one->tags.items[0].ptr, "a/b");
    assert_string_equal(one->tags.items[1].ptr, "\xc3\xbc\"\t\n\\");
    assert_string_equal(one->tags.items[2].ptr, "c, d");
    assert_string_equal(one->tags.items[3].ptr, "NULL");
    assert_int_equal(one->tags.items[4].len, 0);
    assert_string_equal(one->tags.items[5].ptr, "{}");
    assert_string_equal(one->tags.items[6].ptr, "plain");
    change_note(store, "1")->number = 2;
    save(store);
    assert_sql("SELECT tags::text FROM notes", "{a/b,\"\xc3\xbc\\\"\t\n\\\\\",\"c, d\",\"NULL\",\"\",\"{}\",plain}");
}

static void records_without_key_are_added_and_deleted(void **state)
{
    (void)state;
    make_table(&log_record_type);
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
    assert_sql("SELECT string_agg(text, ',' ORDER BY sdn_row) FROM log", "odd,even,odd");
}

static void make_people(void)
{
    static const sdn_record_type *const types[] = {&team_record_type, &person_record_type};
    make_tables(types, 2);
}

static void records_may_exchange_keys_and_unique_values(void **state)
{
    (void)state;
    make_people();
    sdn_options options = sdn_options_default();
    sdn_file *file = sdn_file_open(URI, &options, &err);
    assert_non_null(file);
    sdn_store *people = sdn_file_store(file, &person_record_type, &err);
    assert_non_null(people);
    for (uint32_t i = 0; i < 3; i++) {
        static const char *const ids[] = {"a", "b", "c"};
        person values = *(const person *)person_record_type.defaults;
        values.id = sdn_str_from(ids[i]);
        values.name = values.place = values.id;
        values.badge = i;
        assert_non_null(sdn_store_insert(people, &values, &err));
    }
    assert_ok(sdn_file_save(file, &err), err);
    sdn_value a = key_of_text("a"), b = key_of_text("b"), c = key_of_text("c"), x = key_of_text("x");
    ((person *)sdn_store_edit(people, &a, &err))->badge = 1;
    ((person *)sdn_store_edit(people, &b, &err))->badge = 0;
    assert_ok(sdn_store_rename(people, &a, &x, &err), err);
    assert_ok(sdn_store_rename(people, &b, &a, &err), err);
    assert_ok(sdn_store_rename(people, &c, &b, &err), err);
    assert_ok(sdn_store_rename(people, &x, &c, &err), err);
    run_sql("ALTER TABLE people ADD COLUMN mine TEXT; UPDATE people SET mine = name");
    assert_ok(sdn_file_save(file, &err), err);
    assert_sql("SELECT string_agg(concat(id, badge, name, mine), ',' ORDER BY id) FROM people", "a0bb,b2cc,c1aa");
    sdn_file_close(file);
}

/* ---- others ---- */

static void changes_by_hand_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    run_sql("UPDATE notes SET text = 'hand' WHERE id = '1'; DELETE FROM notes WHERE id = '2'; INSERT INTO notes "
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
    assert_sql("SELECT concat(no, done, (SELECT count(*) FROM notes)) FROM notes WHERE id = '1'", "5t2");
    reload(other);
    change_note(other, "1")->number = 6;
    save(other);
    change_note(store, "1")->number = 7;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, NULL), 1);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_sql("SELECT no FROM notes WHERE id = '1'", "6");
}

static void pruned_log_makes_all_records_load(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql("UPDATE notes SET text = 'a'; UPDATE notes SET text = 'b'; DELETE FROM sdn_log");
    reload(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "b");
}

static void value_that_holds_none_of_its_field_is_a_problem(void **state)
{
    (void)state;
    const sdn_problem *list;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save(store);
    run_sql("ALTER TABLE notes DROP CONSTRAINT \"notes.side enum\"; UPDATE notes SET side = 'up'");
    reload(store);
    assert_int_equal(sdn_store_count(store), 0);
    assert_int_equal(sdn_store_problems(store, &list), 2);
    add_note(store, "3", "three");
    save(store);
    assert_sql("SELECT count(*) FROM notes", "3");
    run_sql("UPDATE notes SET side = 'left', done = true");
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
    assert_message_has(err, "another program has the table locked");
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
    run_sql("ALTER TABLE notes ADD CONSTRAINT \"no bad notes\" CHECK (text <> 'bad')");
    add_note(store, "1", "good");
    add_note(store, "2", "bad");
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "no bad notes");
    assert_sql("SELECT count(*) FROM notes", "0");
    change_note(store, "2")->text = SDN_STR("fine");
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_sql("SELECT count(*) FROM notes", "2");
}

static void reference_to_nothing_is_refused_at_commit(void **state)
{
    (void)state;
    make_people();
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
    make_table(&note_record_type);
    make_table(&pair_record_type);
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
    assert_sql("SELECT concat((SELECT count(*) FROM notes), (SELECT count(*) FROM pairs))", "11");
    run_sql("UPDATE pairs SET value = 'by hand'");
    assert_ok(sdn_file_reload(file, &err), err);
    sdn_value key[] = {{.text = SDN_STR("p")}, {.u32 = 4294967295u}, {.boolean = true}};
    assert_string_equal(((const pair *)sdn_store_get(pairs, key))->value.ptr, "by hand");
    run_sql("DELETE FROM pairs");
    assert_ok(sdn_file_reload(file, &err), err);
    assert_int_equal(sdn_store_count(pairs), 0);
    sdn_file_close(file);
}

/* ---- what is refused ---- */

static void drifted_tables_are_refused_by_column(void **state)
{
    (void)state;
    make_table(&pair_record_type);
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": there is no table 'notes'; make it with: sdnc ddl --dialect postgresql SCHEMA | psql "
                           "DATABASE, or set search_path");
    run_sql("ALTER TABLE pairs RENAME COLUMN value TO worth");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI ": table 'pairs' lacks column 'value'; add it: ALTER TABLE \"pairs\" ADD COLUMN \"value\" "
                           "text NOT NULL DEFAULT ...");
    run_sql("ALTER TABLE pairs ADD COLUMN value integer");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI ": table 'pairs', column 'value' has the type integer, the schema wants text; correct it: "
                           "ALTER TABLE \"pairs\" ALTER COLUMN \"value\" TYPE text");
    run_sql("ALTER TABLE pairs DROP COLUMN value; ALTER TABLE pairs ADD COLUMN value text; ALTER TABLE pairs ALTER "
            "COLUMN worth DROP DEFAULT");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI ": table 'pairs', column 'worth', which the schema does not know, is NOT NULL without "
                           "DEFAULT, so no record can be added; give it one: ALTER TABLE \"pairs\" ALTER COLUMN "
                           "\"worth\" SET DEFAULT ...");
    run_sql("DROP TABLE pairs; CREATE TABLE pairs (number bigint, name text, flag boolean, value text, PRIMARY KEY "
            "(name, number))");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI ": table 'pairs', column 'flag' is not in its primary key, against the schema; make the key "
                           "again");
    run_sql("DROP TABLE pairs; CREATE TABLE pairs (number bigint, name text, flag boolean, value text GENERATED ALWAYS "
            "AS (name) STORED, PRIMARY KEY (name, number, flag))");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'pairs', column 'value' is computed, so it cannot be written; make it a plain column");
    make_table(&note_record_type);
    run_sql("DELETE FROM sdn_meta WHERE tbl = 'notes'");
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI
                       ": table 'notes' has no line in sdn_meta; make it with: sdnc ddl --dialect postgresql SCHEMA "
                       "| psql DATABASE");
    run_sql("DROP TABLE sdn_meta");
    sdn_store *store = sdn_store_open(&note_record_type, URI, NULL, &err);
    assert_null(store);
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_message_has(err, "sdnc ddl");
}

static void table_that_was_altered_while_open_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    const char *hash = strcpy((char[40]){0}, sql_text("SELECT schema_hash FROM sdn_meta"));
    char sql[200];
    add_note(store, "1", "one");
    run_sql("UPDATE sdn_meta SET schema_hash = 'other'");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "was altered since it was opened");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    snprintf(sql, sizeof sql, "UPDATE sdn_meta SET schema_hash = '%s'", hash);
    run_sql(sql);
    save(store);
    run_sql("ALTER TABLE notes DROP COLUMN weight");
    change_note(store, "1")->has_weight = true;
    change_note(store, "1")->weight = 1;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "column \"weight\" of relation \"notes\" does not exist");
}

static void change_that_no_trigger_logged_is_found(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql("DROP TRIGGER \"notes log delete\" ON notes; DELETE FROM notes");
    change_note(store, "1")->number = 2;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "is gone or was not written, and sdn_log does not tell");
}

static void change_that_would_not_be_logged_is_not_made(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save(store);
    run_sql("DROP TRIGGER \"notes log update\" ON notes");
    change_note(store, "1")->number = 2;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "sdn_log does not tell");
    assert_sql("SELECT no FROM notes", "7");
}

/* ---- values ---- */

static void assert_not_held(sdn_store *store, const char *message)
{
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, message);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_sql("SELECT count(*) FROM everything", "0");
}

static void values_that_the_server_cannot_hold_are_refused(void **state)
{
    (void)state;
    all_types values;
    all_types_init(&values);
    make_table(&all_types_record_type);
    sdn_store *store = open_at(0, &all_types_record_type);
    values.id = 1;
    values.time.nanoseconds = 5;
    all_types *made = sdn_store_insert(store, &values, &err);
    assert_non_null(made);
    assert_not_held(store, "table 'everything', field 'time' has nanoseconds, PostgreSQL has microseconds");
    sdn_value key = {.u64 = 1};
    made = sdn_store_edit(store, &key, &err);
    made->time.nanoseconds = 5000;
    made->day = (sdn_date){0, 1, 1};
    assert_not_held(store, "field 'day' has the year 0");
    made = sdn_store_edit(store, &key, &err);
    made->day = (sdn_date){1, 1, 1};
    save(store);
    assert_sql("SELECT count(*) FROM everything", "1");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DATABASE(records_are_saved_and_found_again),
        TEST_WITH_DATABASE(only_changed_columns_are_written),
        TEST_WITH_DATABASE(every_type_comes_back_as_it_was),
        TEST_WITH_DATABASE(rows_are_found_by_the_log_whatever_their_key),
        TEST_WITH_DATABASE(lists_written_by_others_are_read),
        TEST_WITH_DATABASE(records_without_key_are_added_and_deleted),
        TEST_WITH_DATABASE(records_may_exchange_keys_and_unique_values),
        TEST_WITH_DATABASE(changes_by_hand_are_seen),
        TEST_WITH_DATABASE(stale_edits_are_merged_or_in_conflict),
        TEST_WITH_DATABASE(pruned_log_makes_all_records_load),
        TEST_WITH_DATABASE(value_that_holds_none_of_its_field_is_a_problem),
        TEST_WITH_DATABASE(transaction_keeps_others_out),
        TEST_WITH_DATABASE(save_in_a_transaction_keeps_the_lock),
        TEST_WITH_DATABASE(refused_commit_changes_nothing),
        TEST_WITH_DATABASE(reference_to_nothing_is_refused_at_commit),
        TEST_WITH_DATABASE(several_tables_are_saved_in_one_step),
        TEST_WITH_DATABASE(drifted_tables_are_refused_by_column),
        TEST_WITH_DATABASE(table_that_was_altered_while_open_is_refused),
        TEST_WITH_DATABASE(change_that_no_trigger_logged_is_found),
        TEST_WITH_DATABASE(change_that_would_not_be_logged_is_not_made),
        TEST_WITH_DATABASE(values_that_the_server_cannot_hold_are_refused),
    };
    return run_cases(argc, argv, tests);
}
