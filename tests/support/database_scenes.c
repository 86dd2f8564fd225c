#include "test.h"

#include "database_scenes.h"

#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"
#include "xorshift.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;
static sdn_store *opened[4];

int database_scene_enter(void **state)
{
    if (tempdir_enter(state) != 0)
        return -1;
    drop_tables();
    return place.use(NULL) == SDN_OK ? 0 : -1;
}

int database_scene_leave(void **state)
{
    for (size_t i = 0; i < sizeof opened / sizeof opened[0]; i++) {
        sdn_store_close(opened[i]);
        opened[i] = NULL;
    }
    return tempdir_leave(state);
}

sdn_store *open_at(int number, const sdn_record_type *type)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.lock_timeout_ms = 50;
    opened[number] = sdn_store_open(type, place.uri, &options, &err);
    if (opened[number] == NULL)
        fail_msg("%s", err.message);
    return opened[number];
}

void close_at(int number)
{
    sdn_store_close(opened[number]);
    opened[number] = NULL;
}

sdn_store *notes_in_database(void)
{
    make_table(&note_record_type);
    return open_at(0, &note_record_type);
}

static sdn_value key_of_text(const char *id)
{
    return (sdn_value){.text = sdn_str_from(id)};
}

const note *find_note(const sdn_store *store, const char *id)
{
    sdn_value key = key_of_text(id);
    return sdn_store_get(store, &key);
}

note *change_note(sdn_store *store, const char *id)
{
    sdn_value key = key_of_text(id);
    note *found = sdn_store_edit(store, &key, &err);
    if (found == NULL)
        fail_msg("%s", err.message);
    return found;
}

void add_note(sdn_store *store, const char *id, const char *text)
{
    note values = note_of(id, text);
    if (sdn_store_insert(store, &values, &err) == NULL)
        fail_msg("%s", err.message);
}

void assert_sql(const char *sql, const char *expected)
{
    assert_string_equal(sql_text(sql), expected);
}

void assert_cannot_open(const sdn_record_type *type, sdn_code code, const char *message)
{
    sdn_store *store = sdn_store_open(type, place.uri, NULL, &err);
    sdn_store_close(store);
    assert_null(store);
    assert_string_equal(err.message, message);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
}

void save_edits(sdn_store *store)
{
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
}

void reload_records(sdn_store *store)
{
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
}

/* ---- what is kept ---- */

void records_are_saved_and_found_again(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "", "first");
    add_note(store, "", "second");
    save_edits(store);
    assert_sql("SELECT id || ' ' || text FROM notes ORDER BY id", "1 first,2 second");
    sdn_store *again = open_at(1, &note_record_type);
    assert_int_equal(sdn_store_count(again), 2);
    assert_string_equal(find_note(again, "2")->text.ptr, "second");
}

void only_changed_columns_are_written(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save_edits(store);
    run_sql("ALTER TABLE notes ADD COLUMN mine TEXT DEFAULT 'x'; UPDATE notes SET mine = 'kept'");
    change_note(store, "1")->number = 7;
    sdn_value from = key_of_text("1"), to = key_of_text("9");
    save_edits(store);
    assert_ok(sdn_store_rename(store, &from, &to, &err), err);
    save_edits(store);
    assert_sql("SELECT id || no || text || mine FROM notes", "97onekept");
}

void every_type_comes_back_as_it_was(void **state)
{
    (void)state;
    uint64_t seed = 20261130;
    sdn_arena arena = SDN_ARENA_INIT;
    make_table(&all_types_record_type);
    sdn_store *store = open_at(0, &all_types_record_type);
    for (int i = 0; i < 300; i++) {
        all_types values = all_types_random(&seed, &arena);
        words.make_holdable(&values, &arena);
        if (sdn_store_insert(store, &values, &err) == NULL)
            fail_msg("%s", err.message);
    }
    save_edits(store);
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
    reload_records(again);
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
        words.make_holdable(&values, arena);
        sdn_store_insert(store, &values, NULL); /* some have the same key, or an empty one */
    }
    save_edits(store);
    assert_true(sdn_store_count(store) > 1);
}

void rows_are_found_by_the_log_whatever_their_key(void **state)
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
        reload_records(store);
        sdn_cursor cursor = sdn_store_all(store);
        for (const all_types *each; (each = sdn_cursor_next(&cursor)) != NULL;)
            assert_string_equal(each->maybe_text.ptr, "touched");
        run_sql("DELETE FROM everything");
        reload_records(store);
        assert_int_equal(sdn_store_count(store), 0);
        close_at(0);
        sdn_arena_release(&arena);
    }
}

void records_without_key_are_added_and_deleted(void **state)
{
    (void)state;
    make_table(&log_record_type);
    sdn_store *store = open_at(0, &log_record_type), *other = open_at(1, &log_record_type);
    for (int i = 0; i < 4; i++)
        add_note(store, "", i % 2 == 0 ? "even" : "odd");
    save_edits(store);
    reload_records(other);
    assert_int_equal(sdn_store_count(other), 4);
    sdn_cursor cursor = sdn_store_all(other);
    sdn_cursor_next(&cursor);
    assert_ok(sdn_cursor_delete(&cursor, other, &err), err);
    save_edits(other);
    reload_records(store);
    assert_int_equal(sdn_store_count(store), 3);
    assert_sql("SELECT text FROM log ORDER BY sdn_row", "odd,even,odd");
}

void make_people(void)
{
    static const sdn_record_type *const types[] = {&team_record_type, &person_record_type};
    make_tables(types, 2);
}

void records_may_exchange_keys_and_unique_values(void **state)
{
    (void)state;
    make_people();
    sdn_options options = sdn_options_default();
    sdn_file *file = sdn_file_open(place.uri, &options, &err);
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
    assert_sql("SELECT id || badge || name || mine FROM people ORDER BY id", "a0bb,b2cc,c1aa");
    sdn_file_close(file);
}

/* People whose references are cleared when what they refer to is deleted. */
static sdn_record_type clearing_person_type(sdn_field fields[PERSON_FIELD_COUNT])
{
    sdn_record_type type = person_record_type;
    memcpy(fields, type.fields, PERSON_FIELD_COUNT * sizeof *fields);
    fields[PERSON_FIELD_TEAM].flags |= SDN_FIELD_ON_DELETE_CLEAR;
    fields[PERSON_FIELD_FRIENDS].flags |= SDN_FIELD_ON_DELETE_CLEAR;
    type.fields = fields;
    return type;
}

static void exchange_keys(sdn_store *store, const char *one, const char *other)
{
    sdn_value first = key_of_text(one), second = key_of_text(other), between = key_of_text("between");
    assert_ok(sdn_store_rename(store, &first, &between, &err), err);
    assert_ok(sdn_store_rename(store, &second, &first, &err), err);
    assert_ok(sdn_store_rename(store, &between, &second, &err), err);
}

static void insert_person(sdn_store *people, const char *id, uint32_t badge, const char *team_name, const char *friend)
{
    sdn_str friends[] = {sdn_str_from(friend)};
    person values = person_of(id, badge);
    values.has_team = true;
    values.team = sdn_str_from(team_name);
    values.friends = (sdn_str_list){friends, 1};
    assert_non_null(sdn_store_insert(people, &values, &err));
}

void exchanged_keys_keep_who_refers_to_them(void **state)
{
    (void)state;
    sdn_field fields[PERSON_FIELD_COUNT];
    sdn_record_type person_type = clearing_person_type(fields);
    const sdn_record_type *const types[] = {&team_record_type, &person_type};
    make_tables(types, 2);
    sdn_file *file = sdn_file_open(place.uri, NULL, &err);
    sdn_store *teams = sdn_file_store(file, &team_record_type, &err),
              *people = sdn_file_store(file, &person_type, &err);
    assert_non_null(people);
    assert_non_null(sdn_store_insert(teams, &(team){SDN_STR("red")}, &err));
    assert_non_null(sdn_store_insert(teams, &(team){SDN_STR("blue")}, &err));
    insert_person(people, "p", 1, "red", "q");
    insert_person(people, "q", 2, "blue", "p");
    assert_ok(sdn_file_save(file, &err), err);
    run_sql("ALTER TABLE people ADD COLUMN mine TEXT; UPDATE people SET mine = id");
    assert_ok(sdn_file_reload(file, &err), err);
    exchange_keys(teams, "red", "blue");
    exchange_keys(people, "p", "q");
    assert_ok(sdn_file_save(file, &err), err);
    assert_sql("SELECT id || badge || team || mine FROM people ORDER BY id", "p2blueq,q1redp");
    assert_sql("SELECT count(*) FROM people WHERE CAST(friends AS TEXT) LIKE '%q%'", "1");
    assert_ok(sdn_file_reload(file, &err), err);
    sdn_value p = key_of_text("p");
    assert_string_equal(((const person *)sdn_store_get(people, &p))->team.ptr, "blue");
    assert_int_equal(((const person *)sdn_store_get(people, &p))->friends.count, 1);
    sdn_file_close(file);
}

/* ---- others ---- */

void changes_by_hand_are_seen(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    run_sql("UPDATE notes SET text = 'hand' WHERE id = '1'; DELETE FROM notes WHERE id = '2'; INSERT INTO notes "
            "SELECT '3', 'new', no, done, kind, side, link, weight, tags FROM notes; UPDATE notes SET id = '4' "
            "WHERE id = '3'");
    reload_records(store);
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(find_note(store, "1")->text.ptr, "hand");
    assert_string_equal(find_note(store, "4")->text.ptr, "new");
}

void stale_edits_are_merged_or_in_conflict(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    add_note(store, "1", "one");
    save_edits(store);
    reload_records(other);
    change_note(store, "1")->number = 5;
    change_note(other, "1")->done = true;
    add_note(other, "2", "two");
    save_edits(other);
    save_edits(store);
    assert_sql("SELECT no FROM notes WHERE id = '1' AND done", "5");
    assert_sql("SELECT count(*) FROM notes", "2");
    reload_records(other);
    change_note(other, "1")->number = 6;
    save_edits(other);
    change_note(store, "1")->number = 7;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, NULL), 1);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_sql("SELECT no FROM notes WHERE id = '1'", "6");
}

/* Statements as people type them, on tables with each kind of key; some fail. */
static void change_by_hand(uint64_t *seed)
{
    const char *const statements[] = {
        "INSERT INTO pairs VALUES (%u, 'n%u', %u = 1, 'by hand') ON CONFLICT DO NOTHING",
        "UPDATE pairs SET number = %u WHERE name = 'n%u' AND flag = (%u = 1)",
        "UPDATE pairs SET value = 'v%u' WHERE name = 'n%u' AND flag = (%u = 1)",
        "DELETE FROM pairs WHERE number = %u AND name = 'n%u' AND flag = (%u = 1)",
        words.replace_pair,
        "INSERT INTO log (id, text, no, done, kind, side) VALUES ('%u', 't%u', %u, false, 'idea', 'left')",
        "UPDATE log SET text = 'u%u' WHERE id = '%u' AND no = %u",
        "DELETE FROM log WHERE id = '%u' AND no IN (%u, %u)",
        "UPDATE pairs SET number = number + 10 * %u WHERE %u + %u = 0",
    };
    char sql[256];
    const char *statement = statements[test_below(seed, sizeof statements / sizeof statements[0])];
    unsigned a = test_below(seed, 4), b = test_below(seed, 4), c = test_below(seed, 2);
    snprintf(sql, sizeof sql, statement, a, b, c);
    try_sql(sql);
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

void replica_follows_what_is_done_by_hand(void **state)
{
    (void)state;
    uint64_t seed = 8;
    make_table(&pair_record_type);
    make_table(&log_record_type);
    sdn_file *file = sdn_file_open(place.uri, NULL, &err);
    sdn_store *pairs = sdn_file_store(file, &pair_record_type, &err),
              *log = sdn_file_store(file, &log_record_type, &err);
    for (int round = 0; round < 150; round++) {
        for (unsigned changes = test_below(&seed, 4); changes > 0; changes--)
            change_by_hand(&seed);
        reload_records(pairs);
        sdn_store *all_pairs = open_at(0, &pair_record_type), *all_log = open_at(1, &log_record_type);
        assert_same_content(pairs, all_pairs, &pair_record_type);
        assert_same_content(log, all_log, &log_record_type);
        close_at(0);
        close_at(1);
    }
    sdn_file_close(file);
}

void pruned_log_makes_all_records_load(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save_edits(store);
    run_sql("UPDATE notes SET text = 'a'; UPDATE notes SET text = 'b'; DELETE FROM sdn_log");
    reload_records(store);
    assert_string_equal(find_note(store, "1")->text.ptr, "b");
}

void value_that_holds_none_of_its_field_is_a_problem(void **state)
{
    (void)state;
    const sdn_problem *list;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    add_note(store, "2", "two");
    save_edits(store);
    run_sql(words.break_side);
    reload_records(store);
    assert_int_equal(sdn_store_count(store), 0);
    assert_int_equal(sdn_store_problems(store, &list), 2);
    add_note(store, "3", "three");
    save_edits(store);
    assert_sql("SELECT count(*) FROM notes", "3");
    run_sql("UPDATE notes SET side = 'left', done = true");
    reload_records(store);
    assert_int_equal(sdn_store_count(store), 3);
}

/* ---- transactions ---- */

void transaction_keeps_others_out(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_file_begin(sdn_store_file(other), &err), SDN_E_TIMEOUT);
    assert_message_has(err, "another program has the");
    add_note(store, "1", "one");
    reload_records(other);
    assert_int_equal(sdn_store_count(other), 0);
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_begin(sdn_store_file(other), &err), err);
    assert_int_equal(sdn_store_count(other), 1);
    sdn_file_rollback(sdn_store_file(other));
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

void save_in_a_transaction_keeps_the_lock(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database(), *other = open_at(1, &note_record_type);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    add_note(store, "1", "one");
    save_edits(store);
    assert_sql("SELECT count(*) FROM notes", "1");
    assert_int_equal(sdn_file_begin(sdn_store_file(other), &err), SDN_E_TIMEOUT);
    add_note(store, "2", "two");
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 1);
    assert_sql("SELECT count(*) FROM notes", "1");
    assert_ok(sdn_file_begin(sdn_store_file(other), &err), err);
}

void refused_commit_changes_nothing(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    run_sql(words.refuse_bad);
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

void reference_to_nothing_is_refused_at_commit(void **state)
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

void several_tables_are_saved_in_one_step(void **state)
{
    (void)state;
    make_table(&note_record_type);
    make_table(&pair_record_type);
    sdn_file *file = sdn_file_open(place.uri, NULL, &err);
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
    assert_sql("SELECT count(*) FROM notes UNION ALL SELECT count(*) FROM pairs", "1,1");
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

/* What was opened of it must not stay behind. */
void table_that_could_not_be_opened_is_left_out(void **state)
{
    (void)state;
    make_table(&note_record_type);
    make_table(&pair_record_type);
    run_sql("DELETE FROM sdn_meta WHERE tbl = 'pairs'");
    sdn_store *notes = open_at(0, &note_record_type);
    sdn_file *file = sdn_store_file(notes);
    assert_null(sdn_file_store(file, &pair_record_type, &err));
    assert_message_has(err, "table 'pairs' has no line in sdn_meta");
    add_note(notes, "1", "one");
    save_edits(notes);
    run_sql("UPDATE notes SET no = 9");
    reload_records(notes);
    assert_int_equal(find_note(notes, "1")->number, 9);
    assert_int_equal(sdn_file_begin(file, &err), SDN_OK);
    change_note(notes, "1")->number = 10;
    assert_int_equal(sdn_file_commit(file, &err), SDN_OK);
    assert_sql("SELECT no FROM notes", "10");
}

/* The message without the place, of which `%s` is the type of a list. */
static void assert_people_need(const char *format)
{
    char rest[512], message[1024];
    snprintf(rest, sizeof rest, format, words.list_type);
    snprintf(message, sizeof message, "%s: table 'people'%s", place.uri, rest);
    assert_cannot_open(&person_record_type, SDN_E_SYNTAX, message);
}

/* As files are read, but for the rename: "name" was one of its names, and is another field's now. */
void column_under_a_former_name_is_to_be_renamed(void **state)
{
    (void)state;
    make_people();
    run_sql("ALTER TABLE people RENAME COLUMN nicks TO aliases");
    assert_people_need(", column 'aliases' is called 'nicks' now; rename it: ALTER TABLE \"people\" RENAME COLUMN "
                       "\"aliases\" TO \"nicks\"");
    run_sql("ALTER TABLE people ADD COLUMN nicknames TEXT");
    assert_people_need(", column 'nicknames' is called 'nicks' now; rename it: ALTER TABLE \"people\" RENAME COLUMN "
                       "\"nicknames\" TO \"nicks\"");
    run_sql("ALTER TABLE people DROP COLUMN nicknames; ALTER TABLE people RENAME COLUMN aliases TO other");
    assert_people_need(
        " lacks column 'nicks'; if the schema is newer than the table add it: ALTER TABLE \"people\" ADD "
        "COLUMN \"nicks\" %s; if it is older, build the program with the newer schema");
}

void table_that_was_altered_while_open_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    const char *hash = strcpy((char[40]){0}, sql_text("SELECT schema_hash FROM sdn_meta"));
    char sql[200];
    add_note(store, "1", "one");
    run_sql("UPDATE sdn_meta SET version = version + 1, schema_hash = 'other'");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "was altered since it was opened");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    snprintf(sql, sizeof sql, "UPDATE sdn_meta SET version = version + 1, schema_hash = '%s'", hash);
    run_sql(sql);
    save_edits(store);
    run_sql("ALTER TABLE notes RENAME COLUMN weight TO mass");
    change_note(store, "1")->has_weight = true;
    change_note(store, "1")->weight = 1;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "column");
}

void change_that_no_trigger_logged_is_found(void **state)
{
    (void)state;
    sdn_store *store = notes_in_database();
    add_note(store, "1", "one");
    save_edits(store);
    run_sql(words.drop_delete_log);
    run_sql("DELETE FROM notes");
    change_note(store, "1")->number = 2;
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_message_has(err, "and sdn_log does not tell");
}
