/*
 * That a program finds no difference: random programs run on a text file and on a PostgreSQL database, each with two open
 * files, and after each step all codes and all records are the same.
 *
 *   test_postgres_same                 the same programs each time
 *   SDNC_SEED=7 SDNC_RUNS=1000 test_postgres_same
 *
 * What may differ: the lock of the other file of this process is SDN_E_LOCK for a text file, where the thread is known,
 * and SDN_E_TIMEOUT for a database; the order of records without key.
 */
#include "test.h"

#include "postgres_tables.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"
#include "xorshift.h"

#include <sdn/postgres.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORLDS = 2, FILES = 2, STEPS = 120, MOST_ROWS = 400, TEXT_SIZE = 1 << 16 };

static const sdn_record_type *const types[] = {&note_record_type, &pair_record_type, &log_record_type};

enum { TYPES = sizeof types / sizeof types[0] };

typedef struct world {
    const char *uri;
    sdn_file *files[FILES];
    sdn_store *stores[FILES][TYPES];
} world;

/* One step of a program, drawn before it is run in both worlds. */
typedef struct random_step {
    unsigned what, file, type, key, new_key, number, field;
} random_step;

static sdn_options step_options(unsigned policy)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.lock_timeout_ms = 0;
    options.on_conflict = (sdn_conflict_policy)(policy % 3);
    return options;
}

/* ---- values ---- */

static const char *word(unsigned n)
{
    static const char *const words[] = {"1", "2", "3", "4", "5", "6", "7", "x", "it's \"q\", \n\xc3\xbc", "8"};
    return words[n % (sizeof words / sizeof words[0])];
}

static void fill_key(unsigned type, unsigned n, sdn_value key[SDN_INDEX_FIELDS_MAX])
{
    if (types[type] == &pair_record_type) {
        key[0].text = sdn_str_from(word(n));
        key[1].u32 = n % 3;
        key[2].boolean = n % 2 == 0;
    } else {
        key[0].text = sdn_str_from(word(n));
    }
}

static void fill_record(const random_step *step, void *record)
{
    if (types[step->type] == &pair_record_type) {
        pair *p = record;
        *p = *(const pair *)pair_record_type.defaults;
        p->name = sdn_str_from(word(step->key));
        p->number = step->key % 3;
        p->flag = step->key % 2 == 0;
        p->value = sdn_str_from(word(step->number));
        return;
    }
    note *n = record;
    *n = note_of(types[step->type] == &note_record_type && step->key % 4 == 0 ? "" : word(step->key),
                 word(step->number));
    n->number = step->number;
    n->has_weight = step->field % 2 == 0;
    n->weight = n->has_weight ? step->number : 0;
}

/* ---- steps ---- */

static sdn_code edit_step(sdn_store *store, const random_step *step, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    fill_key(step->type, step->key, key);
    void *record = sdn_store_edit(store, key, err);
    if (record == NULL)
        return err->code;
    const char *text = word(step->number);
    if (types[step->type] == &pair_record_type)
        return sdn_store_set(store, record, PAIR_FIELD_VALUE, sdn_str_from(text), err);
    static const uint32_t fields[] = {NOTE_FIELD_TEXT, NOTE_FIELD_LINK, NOTE_FIELD_KIND, NOTE_FIELD_TAGS};
    return sdn_store_set(store, record, fields[step->field % 4], sdn_str_from(text), err);
}

/* Which of the records without key is deleted must not depend on their order: the one with the least row. */
static sdn_code delete_least(sdn_store *store, const sdn_record_type *type, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_cursor cursor = sdn_store_all(store), least = cursor;
    const char *least_row = NULL;
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        const char *row = sdn_record_to_row(type, each, &arena, NULL).ptr;
        if (least_row == NULL || strcmp(row, least_row) < 0) {
            least_row = row;
            least = cursor;
        }
    }
    sdn_arena_release(&arena);
    return sdn_cursor_delete(&least, store, err);
}

static sdn_code delete_step(sdn_store *store, const random_step *step, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    fill_key(step->type, step->key, key);
    if (types[step->type]->key.field_count > 0)
        return sdn_store_delete(store, key, err);
    return delete_least(store, types[step->type], err);
}

static sdn_code run_step(world *w, const random_step *step, sdn_error *err)
{
    sdn_file *file = w->files[step->file];
    sdn_store *store = w->stores[step->file][step->type];
    sdn_value key[SDN_INDEX_FIELDS_MAX], new_key[SDN_INDEX_FIELDS_MAX];
    union {
        note note;
        pair pair;
    } values;
    fill_key(step->type, step->key, key);
    fill_key(step->type, step->new_key, new_key);
    fill_record(step, &values);
    switch (step->what % 14) {
    case 0:
    case 1:
    case 2:
        return sdn_store_insert(store, &values, err) != NULL ? SDN_OK : err->code;
    case 3:
        if (types[step->type]->key.field_count == 0)
            return SDN_OK;
        return sdn_store_put(store, &values, err) != NULL ? SDN_OK : err->code;
    case 4:
    case 5:
    case 6:
        return types[step->type]->key.field_count > 0 ? edit_step(store, step, err) : SDN_OK;
    case 7:
        return delete_step(store, step, err);
    case 8:
        return types[step->type]->key.field_count > 0 ? sdn_store_rename(store, key, new_key, err) : SDN_OK;
    case 9:
        return sdn_file_begin(file, err);
    case 10:
        return sdn_file_commit(file, err);
    case 11:
        if (step->field % 3 == 0)
            sdn_file_rollback(file);
        return SDN_OK;
    case 12:
        return sdn_file_reload(file, err);
    default:
        return sdn_file_save(file, err);
    }
}

/* ---- comparing ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* All records of a store, sorted, as text. */
static void list_records(const sdn_store *store, const sdn_record_type *type, char text[TEXT_SIZE])
{
    const char *rows[MOST_ROWS];
    size_t count = 0, used = 0;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_cursor cursor = sdn_store_all(store);
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL && count < MOST_ROWS;)
        rows[count++] = sdn_record_to_row(type, each, &arena, NULL).ptr;
    if (count > 0)
        qsort(rows, count, sizeof rows[0], by_text);
    text[0] = '\0';
    for (size_t i = 0; i < count && used < TEXT_SIZE; i++)
        used += (size_t)snprintf(text + used, TEXT_SIZE - used, "%s\n", rows[i]);
    sdn_arena_release(&arena);
}

static void assert_same_records(world worlds[WORLDS], uint64_t seed, int step)
{
    static char texts[WORLDS][TEXT_SIZE];
    for (int file = 0; file < FILES; file++)
        for (unsigned type = 0; type < TYPES; type++) {
            for (int w = 0; w < WORLDS; w++)
                list_records(worlds[w].stores[file][type], types[type], texts[w]);
            if (strcmp(texts[0], texts[1]) != 0)
                fail_msg("seed %llu, step %d, file %d, %s:\n%s-- in the database:\n%s", (unsigned long long)seed, step,
                         file, types[type]->table.ptr, texts[0], texts[1]);
            if (sdn_file_changed(worlds[0].files[file]) != sdn_file_changed(worlds[1].files[file]))
                fail_msg("seed %llu, step %d, file %d: changed in one of them only", (unsigned long long)seed, step,
                         file);
        }
}

static bool is_same_code(sdn_code a, sdn_code b)
{
    return a == b || (a == SDN_E_LOCK && b == SDN_E_TIMEOUT);
}

/* ---- programs ---- */

static void open_world(world *w, unsigned policy)
{
    sdn_error err = {0};
    for (int file = 0; file < FILES; file++) {
        sdn_options options = step_options(policy);
        w->files[file] = sdn_file_open(w->uri, &options, &err);
        if (w->files[file] == NULL)
            fail_msg("%s", err.message);
        for (unsigned type = 0; type < TYPES; type++) {
            w->stores[file][type] = sdn_file_store(w->files[file], types[type], &err);
            if (w->stores[file][type] == NULL)
                fail_msg("%s", err.message);
        }
    }
}

static void close_world(world *w)
{
    for (int file = 0; file < FILES; file++)
        sdn_file_close(w->files[file]);
}

static random_step draw(uint64_t *seed)
{
    random_step step;
    step.what = test_below(seed, 14);
    step.file = test_below(seed, FILES);
    step.type = test_below(seed, TYPES);
    step.key = test_below(seed, 10);
    step.new_key = test_below(seed, 10);
    step.number = test_below(seed, 10);
    step.field = test_below(seed, 12);
    return step;
}

static void run_program(uint64_t seed)
{
    world worlds[WORLDS] = {{.uri = "x.sdn"}, {.uri = URI}};
    uint64_t random = seed * 0x9e3779b97f4a7c15u + 1;
    drop_tables();
    make_tables(types, TYPES);
    for (int w = 0; w < WORLDS; w++)
        open_world(&worlds[w], (unsigned)seed);
    for (int i = 0; i < STEPS; i++) {
        random_step step = draw(&random);
        sdn_error errs[WORLDS] = {{0}, {0}};
        sdn_code codes[WORLDS];
        for (int w = 0; w < WORLDS; w++)
            codes[w] = run_step(&worlds[w], &step, &errs[w]);
        if (!is_same_code(codes[0], codes[1]))
            fail_msg("seed %llu, step %d, what %u: %s %s, in the database %s %s", (unsigned long long)seed, i,
                     step.what, sdn_code_name(codes[0]), errs[0].message, sdn_code_name(codes[1]), errs[1].message);
        assert_same_records(worlds, seed, i);
    }
    for (int w = 0; w < WORLDS; w++)
        close_world(&worlds[w]);
    remove("x.sdn");
    remove("x.sdn.lock");
}

static uint64_t number_of(const char *variable, uint64_t usual)
{
    const char *text = getenv(variable);
    return text != NULL ? strtoull(text, NULL, 10) : usual;
}

static void programs_find_no_difference(void **state)
{
    (void)state;
    uint64_t first = number_of("SDNC_SEED", 1), runs = number_of("SDNC_RUNS", 8);
    assert_int_equal(sdn_postgres_use(NULL), SDN_OK);
    for (uint64_t i = 0; i < runs; i++)
        run_program(first + i);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {TEST_IN_TEMPDIR(programs_find_no_difference)};
    return run_cases(argc, argv, tests);
}
