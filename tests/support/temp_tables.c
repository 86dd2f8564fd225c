#include "test.h"

#include "temp_tables.h"

#include "files.h"
#include "place.h"
#include "temp_stores.h"

#include "base/buffer.h"
#include "record/value.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_TABLES = 16, MOST_ROWS = 400 };

#define EXPECTED_PATH "expected.sdn"

static const sdn_record_type *known[MOST_TABLES];
static size_t known_count;

void forget_tables(void)
{
    known_count = 0;
    if (!place.has_tables)
        return;
    place.drop_tables();
    place.make_tables(NULL, 0); /* an empty database */
}

/* ---- records of a file ---- */

static void *need(void *opened, const sdn_error *err)
{
    if (opened == NULL)
        fail_msg("%s", err->message);
    return opened;
}

static void delete_all(sdn_store *store)
{
    sdn_error err = {0};
    sdn_cursor cursor = sdn_store_all(store);
    while (sdn_cursor_next(&cursor) != NULL)
        assert_ok(sdn_cursor_delete(&cursor, store, &err), err);
}

/* Returns how many were refused, as those are that others refer to. */
static size_t delete_others(sdn_store *store, const sdn_store *wanted, const sdn_record_type *type, sdn_error *err)
{
    size_t refused = 0;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_cursor cursor = sdn_store_all(store);
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        sdn__values_of(type, &type->key, each, key);
        if (sdn_store_get(wanted, key) == NULL)
            refused += sdn_cursor_delete(&cursor, store, err) != SDN_OK;
    }
    return refused;
}

/* What is the same stays the same record. Returns how many were refused, as those are that refer to later ones. */
static size_t put_all(sdn_store *store, const sdn_store *wanted, bool keyed, sdn_error *err)
{
    size_t refused = 0;
    sdn_cursor cursor = sdn_store_all(wanted);
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL;)
        refused += (keyed ? sdn_store_put(store, each, err) : sdn_store_insert(store, each, err)) == NULL;
    return refused;
}

typedef struct take_over {
    sdn_file *from, *to;
    sdn_store *wanted[MOST_TABLES], *stores[MOST_TABLES];
} take_over;

/* Of the tables with key. */
static size_t put_tables(const take_over *t, sdn_error *err)
{
    size_t refused = 0;
    for (size_t i = 0; i < known_count; i++)
        if (known[i]->key.field_count > 0)
            refused += put_all(t->stores[i], t->wanted[i], true, err);
    return refused;
}

static size_t delete_from_tables(const take_over *t, sdn_error *err)
{
    size_t refused = 0;
    for (size_t i = 0; i < known_count; i++)
        if (known[i]->key.field_count > 0)
            refused += delete_others(t->stores[i], t->wanted[i], known[i], err);
    return refused;
}

/* Again and again, as long as fewer are refused each time. */
static void repeat(size_t (*change)(const take_over *t, sdn_error *err), const take_over *t)
{
    sdn_error err = {0};
    size_t refused = change(t, &err), before = refused + 1;
    for (; refused > 0 && refused < before; refused = change(t, &err))
        before = refused;
    if (refused > 0)
        fail_msg("%s", err.message);
}

static void change_records(const take_over *t)
{
    sdn_error err = {0};
    for (size_t i = 0; i < known_count; i++)
        if (known[i]->key.field_count == 0)
            delete_all(t->stores[i]);
    repeat(put_tables, t);
    repeat(delete_from_tables, t);
    for (size_t i = 0; i < known_count; i++)
        if (known[i]->key.field_count == 0 && put_all(t->stores[i], t->wanted[i], false, &err) > 0)
            fail_msg("%s", err.message);
}

void take_over_tables(void)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.lock_timeout_ms = 0;
    if (!place.has_tables || known_count == 0)
        return;
    take_over t = {.from = need(sdn_file_open(STORE_PATH, &options, &err), &err)};
    t.to = need(sdn_file_open(place.uri, &options, &err), &err);
    for (size_t i = 0; i < known_count; i++) {
        t.wanted[i] = need(sdn_file_store(t.from, known[i], &err), &err);
        t.stores[i] = need(sdn_file_store(t.to, known[i], &err), &err);
    }
    change_records(&t);
    sdn_code code = sdn_file_save(t.to, &err);
    sdn_file_close(t.from);
    sdn_file_close(t.to);
    assert_ok(code, err);
}

/* ---- tables ---- */

static bool is_known(const sdn_record_type *type)
{
    for (size_t i = 0; i < known_count; i++)
        if (sdn_str_equal(known[i]->table, type->table))
            return true;
    return false;
}

/* Notes a type that is new, and what it refers to. */
static void note_types(const sdn_record_type *type)
{
    if (is_known(type))
        return;
    assert_true(known_count < MOST_TABLES);
    known[known_count++] = type;
    for (uint32_t i = 0; i < type->field_count; i++)
        if (type->fields[i].references != NULL)
            note_types(type->fields[i].references);
}

void know_table(const sdn_record_type *type)
{
    know_tables(&type, 1);
}

void know_tables(const sdn_record_type *const *types, size_t count)
{
    size_t before = known_count;
    for (size_t i = 0; place.has_tables && i < count; i++)
        note_types(types[i]);
    if (known_count == before)
        return;
    place.make_tables(known + before, known_count - before);
    if (file_exists(STORE_PATH))
        take_over_tables();
}

/* ---- comparing ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(((const sdn_str *)a)->ptr, ((const sdn_str *)b)->ptr);
}

/* All records as text, sorted. */
static const char *list_of(const char *path, const sdn_record_type *type, sdn_arena *arena)
{
    static sdn_str rows[MOST_ROWS];
    sdn_error err = {0};
    sdn_buffer text = SDN_BUFFER_INIT;
    size_t count = 0;
    sdn_store *store = need(sdn_store_open(type, path, NULL, &err), &err);
    sdn_cursor cursor = sdn_store_all(store);
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL && count < MOST_ROWS;)
        rows[count++] = sdn_record_to_row(type, each, arena, NULL);
    sdn_store_close(store);
    if (count > 0)
        qsort(rows, count, sizeof rows[0], by_text);
    for (size_t i = 0; i < count; i++) {
        sdn__buffer_add_str(&text, rows[i]);
        sdn__buffer_add(&text, "\n", 1);
    }
    const char *list = sdn_arena_copy(arena, text.bytes != NULL ? text.bytes : "", text.len).ptr;
    sdn__buffer_release(&text);
    return list;
}

void assert_store_tables(const char *text)
{
    sdn_arena arena = SDN_ARENA_INIT;
    write_bytes(EXPECTED_PATH, text, strlen(text));
    for (size_t i = 0; i < known_count; i++)
        assert_string_equal(list_of(place.uri, known[i], &arena), list_of(EXPECTED_PATH, known[i], &arena));
    (void)remove(EXPECTED_PATH);
    sdn_arena_release(&arena);
}
