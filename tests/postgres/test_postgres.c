/* Stores in a PostgreSQL database. */
#include "test.h"

#include "database_scenes.h"
#include "postgres_tables.h"
#include "record_types/composite_key.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;

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

const database_words words = {
    .break_side = "ALTER TABLE notes DROP CONSTRAINT \"notes.side enum\"; UPDATE notes SET side = 'up'",
    .refuse_bad = "ALTER TABLE notes ADD CONSTRAINT \"no bad notes\" CHECK (text <> 'bad')",
    .drop_delete_log = "DROP TRIGGER \"notes log delete\" ON notes",
    .list_type = "text[]",
    .replace_pair =
        "INSERT INTO pairs VALUES (%u, 'n%u', %u = 1, 'replaced') ON CONFLICT (name, number, flag) DO UPDATE "
        "SET value = 'replaced'",
    .make_holdable = make_holdable,
};

/* ---- what is kept ---- */

static void lists_written_by_others_are_read(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("INSERT INTO notes VALUES ('1', 't', 1, true, 'idea', 'left', NULL, NULL, "
            "ARRAY['a/b', E'\\u00fc\"\\t\\n\\\\', 'c, d', 'NULL', '', '{}', 'plain'])");
    reload_records(store);
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
    save_edits(store);
    assert_sql("SELECT tags::text FROM notes", "{a/b,\"\xc3\xbc\\\"\t\n\\\\\",\"c, d\",\"NULL\",\"\",\"{}\",plain}");
}

/* ---- others ---- */

static void rows_that_triggers_change_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql("CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE notes SET text = 'by trigger' "
            "WHERE id = '1' AND text <> 'by trigger'; RETURN NULL; END $$; CREATE TRIGGER mine AFTER UPDATE OF no ON "
            "notes FOR EACH ROW EXECUTE FUNCTION mine()");
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    change_note(store, "2")->number = 5;
    save_edits(store);
    reload_records(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "by trigger");
    change_note(store, "2")->done = true;
    save_edits(store);
    assert_int_equal(find_note(store, "2")->number, 5);
}

static void values_that_triggers_change_before_they_are_written_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(
        "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.text = lower(NEW.text); RETURN NEW; "
        "END $$; CREATE TRIGGER mine BEFORE INSERT OR UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION mine()");
    add_note(store, "1", "ONE");
    save_edits(store);
    reload_records(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "one");
}

static void record_that_a_trigger_leaves_out_is_not_saved(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(
        "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN CASE WHEN NEW.text <> 'left out' "
        "THEN NEW END; END $$; CREATE TRIGGER mine BEFORE INSERT ON notes FOR EACH ROW EXECUTE FUNCTION mine()");
    add_note(store, "1", "one");
    add_note(store, "2", "left out");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "or was not written");
    assert_sql("SELECT count(*) FROM notes", "0");
}

static void rows_without_key_that_triggers_add_are_seen_once(void **state)
{
    (void)state;
    make_table(&log_record_type);
    run_sql(
        "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.text <> 'by trigger' THEN INSERT "
        "INTO log VALUES (NEW.id, 'by trigger', 0, false, 'idea', 'left', NULL, NULL, '{}'); END IF; RETURN NULL; END "
        "$$; CREATE TRIGGER mine AFTER INSERT ON log FOR EACH ROW EXECUTE FUNCTION mine()");
    sdn_store *log = open_at(0, &log_record_type);
    add_note(log, "1", "one");
    save_edits(log);
    reload_records(log);
    assert_int_equal(sdn_store_count(log), 2);
}

/* ---- what is refused ---- */

static void drifted_tables_are_refused_by_column(void **state)
{
    (void)state;
    make_table(&pair_record_type);
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": there is no table 'notes'; make it with: sdnc ddl --apply URI SCHEMA, or set "
                           "search_path");
    run_sql("ALTER TABLE pairs RENAME COLUMN value TO worth");
    assert_cannot_open(&pair_record_type, SDN_E_SYNTAX,
                       URI ": table 'pairs' lacks column 'value'; if the schema is newer than the table add it: ALTER "
                           "TABLE \"pairs\" ADD COLUMN \"value\" text NOT NULL DEFAULT ...; if it is older, build "
                           "the program with the newer schema");
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
                       URI ": table 'notes' has no line in sdn_meta; make it with: sdnc ddl --apply URI SCHEMA");
    run_sql("DROP TABLE sdn_meta");
    assert_cannot_open(&note_record_type, SDN_E_SYNTAX,
                       URI ": relation \"sdn_meta\" does not exist (PostgreSQL); make it with: sdnc ddl --apply URI "
                           "SCHEMA");
}

static void change_that_would_not_be_logged_is_not_made(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save_edits(store);
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
    assert_not_held(store, "table 'everything', record '1': field 'time' has nanoseconds, PostgreSQL has microseconds");
    sdn_value key = {.u64 = 1};
    made = sdn_store_edit(store, &key, &err);
    made->time.nanoseconds = 5000;
    made->day = (sdn_date){0, 1, 1};
    assert_not_held(store, "record '1': field 'day' has the year 0");
    made = sdn_store_edit(store, &key, &err);
    made->day = (sdn_date){1, 1, 1};
    save_edits(store);
    assert_sql("SELECT count(*) FROM everything", "1");
    made = sdn_store_edit(store, &key, &err); /* a change of a row that is there is prepared */
    made->day = (sdn_date){0, 1, 1};
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    made = sdn_store_edit(store, &key, &err);
    made->day = (sdn_date){2, 1, 1};
    save_edits(store);
    assert_sql("SELECT day FROM everything", "0002-01-01");
}

static void update_notes(int times, const char *text)
{
    char sql[200];
    snprintf(sql, sizeof sql, "DO $$ BEGIN FOR i IN 1..%d LOOP UPDATE notes SET text = '%s'; COMMIT; END LOOP; END $$",
             times, text);
    run_sql(sql);
}

/* What is 31 days old goes with the next version that is a multiple of 256: all before it, and no more than 1024 at once. */
static void old_part_of_the_log_is_deleted_by_changes(void **state)
{
    (void)state;
    static const char kept[] =
        "SELECT concat_ws(' ', min(version), max(version), count(DISTINCT version)) FROM sdn_log";
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    reload_records(other);
    run_sql(
        "INSERT INTO sdn_log (tbl, version, key, op) SELECT 'notes', i, '[\"1\"]', 'update' FROM generate_series(3, "
        "1400) AS i; UPDATE sdn_meta SET version = 1400; UPDATE sdn_log SET at = now() - interval '31 days'");
    run_sql("DELETE FROM notes WHERE id = '2'");
    update_notes(134, "later");
    assert_sql(kept, "1 1535 1535");
    update_notes(1, "last");
    assert_sql(kept, "1025 1536 512");
    reload_records(other);
    assert_string_equal(find_note(other, "1")->text.ptr, "last");
    assert_null(find_note(other, "2"));
    change_note(other, "1")->number = 70;
    save_edits(other);
    reload_records(store);
    assert_int_equal(find_note(store, "1")->number, 70);
    update_notes(255, "more");
    assert_sql(kept, "1401 1792 392");
    run_sql("UPDATE sdn_log SET at = now() - interval '31 days'");
    update_notes(256, "more");
    assert_sql(kept, "1793 2048 256");
    run_sql("UPDATE sdn_log SET at = now() - interval '31 days'");
    run_sql("SELECT sdn_prune_log('notes'), sdn_prune_log('none')");
    assert_sql(kept, "2048 2048 1");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        DATABASE_SCENES(DATABASE_SCENE_CASE) DATABASE_SCENE(lists_written_by_others_are_read),
        DATABASE_SCENE(rows_that_triggers_change_are_seen),
        DATABASE_SCENE(values_that_triggers_change_before_they_are_written_are_seen),
        DATABASE_SCENE(record_that_a_trigger_leaves_out_is_not_saved),
        DATABASE_SCENE(rows_without_key_that_triggers_add_are_seen_once),
        DATABASE_SCENE(drifted_tables_are_refused_by_column),
        DATABASE_SCENE(change_that_would_not_be_logged_is_not_made),
        DATABASE_SCENE(values_that_the_server_cannot_hold_are_refused),
        DATABASE_SCENE(old_part_of_the_log_is_deleted_by_changes),
    };
    return run_cases(argc, argv, tests);
}
