#include "test.h"

#include "temp_stores.h"

#include "place.h"
#include "temp_tables.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPENED = 64 };

static sdn_store *opened_stores[MOST_OPENED];
static sdn_file *opened_files[MOST_OPENED];
static char *content;

int temp_stores_enter(void **state)
{
    if (tempdir_enter(state) != 0)
        return -1;
    forget_tables();
    return place.use(NULL) == SDN_OK ? 0 : -1;
}

int temp_stores_leave(void **state)
{
    for (int i = 0; i < MOST_OPENED; i++) {
        sdn_store_close(opened_stores[i]);
        sdn_file_close(opened_files[i]);
        opened_stores[i] = NULL;
        opened_files[i] = NULL;
    }
    free(content);
    content = NULL;
    return tempdir_leave(state);
}

/* ---- files ---- */

void write_bytes(const char *path, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    size_t wrote = fwrite(bytes, 1, len, file);
    int closed = fclose(file);
    assert_int_equal(wrote, len);
    assert_int_equal(closed, 0);
}

void write_store(const char *text)
{
    write_bytes(STORE_PATH, text, strlen(text));
    take_over_tables();
}

void forget_store(void)
{
    (void)remove(STORE_PATH);
    forget_tables();
}

sdn_str read_bytes(const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    free(content);
    content = malloc((size_t)size + 1);
    size_t got = content != NULL ? fread(content, 1, (size_t)size, file) : 0;
    fclose(file);
    assert_int_equal(got, size);
    content[got] = '\0';
    return (sdn_str){content, got};
}

void assert_content(const char *expected)
{
    if (place.has_tables) {
        assert_store_tables(expected);
        return;
    }
    sdn_str text = read_bytes(STORE_PATH);
    assert_string_equal(text.ptr, expected);
    assert_int_equal(text.len, strlen(expected));
}

/* ---- opening ---- */

sdn_store *open_store_with(const sdn_record_type *type, const sdn_options *options)
{
    sdn_error err = {0};
    know_table(type);
    sdn_store *store = sdn_store_open(type, place.uri, options, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    for (int i = 0; i < MOST_OPENED; i++)
        if (opened_stores[i] == NULL) {
            opened_stores[i] = store;
            return store;
        }
    fail_msg("too many stores");
    return NULL;
}

/* Not flushed to disk: nothing here is about power cuts. */
static sdn_options quick_options(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    return options;
}

sdn_store *open_store(const sdn_record_type *type)
{
    sdn_options options = quick_options();
    return open_store_with(type, &options);
}

sdn_store *store_of(const sdn_record_type *type, const char *text)
{
    write_store(text);
    return open_store(type);
}

sdn_store *notes_of(const char *text)
{
    return store_of(&note_record_type, text);
}

sdn_file *open_file_of(const char *text)
{
    sdn_error err = {0};
    sdn_options options = quick_options();
    write_store(text);
    sdn_file *file = sdn_file_open(place.uri, &options, &err);
    if (file == NULL)
        fail_msg("%s", err.message);
    for (int i = 0; i < MOST_OPENED; i++)
        if (opened_files[i] == NULL) {
            opened_files[i] = file;
            return file;
        }
    fail_msg("too many files");
    return NULL;
}

sdn_store *store_in(sdn_file *file, const sdn_record_type *type)
{
    sdn_error err = {0};
    know_table(type);
    sdn_store *store = sdn_file_store(file, type, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

void close_store(sdn_store *store)
{
    for (int i = 0; i < MOST_OPENED; i++)
        if (opened_stores[i] == store)
            opened_stores[i] = NULL;
    sdn_store_close(store);
}

void assert_open_fails(const sdn_record_type *type, const sdn_options *options, sdn_code code, const char *message)
{
    sdn_error err = {0};
    know_table(type);
    sdn_store *store = sdn_store_open(type, place.uri, options, &err);
    sdn_store_close(store);
    assert_null(store);
    assert_message_is(err.message, message);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
}

/* ---- notes ---- */

static sdn_value key_of(const char *id)
{
    return (sdn_value){.text = sdn_str_from(id)};
}

const note *get_note(const sdn_store *store, const char *id)
{
    sdn_value key = key_of(id);
    return sdn_store_get(store, &key);
}

static void *need(void *record, const sdn_error *err)
{
    if (record == NULL)
        fail_msg("%s", err->message);
    return record;
}

note *edit_note(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    return need(sdn_store_edit(store, &key, &err), &err);
}

note *insert_note(sdn_store *store, const char *id, const char *text)
{
    sdn_error err = {0};
    note values = note_of(id, text);
    return need(sdn_store_insert(store, &values, &err), &err);
}

note *put_note(sdn_store *store, const char *id, const char *text)
{
    sdn_error err = {0};
    note values = note_of(id, text);
    return need(sdn_store_put(store, &values, &err), &err);
}

void delete_note(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    assert_ok(sdn_store_delete(store, &key, &err), err);
}

void rename_note(sdn_store *store, const char *id, const char *new_id)
{
    sdn_error err = {0};
    sdn_value key = {.text = sdn_str_from(id)}, new_key = {.text = sdn_str_from(new_id)};
    assert_ok(sdn_store_rename(store, &key, &new_key, &err), err);
}

void save_store(sdn_store *store)
{
    sdn_error err = {0};
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
}

void begin_store(sdn_store *store)
{
    sdn_error err = {0};
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
}

void commit_store(sdn_store *store)
{
    sdn_error err = {0};
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
}

/* ---- failures ---- */

void assert_message_is(const char *found, const char *expected)
{
    char text[SDN_ERROR_MESSAGE_SIZE];
    const char *at;
    size_t used = 0;
    for (const char *from = expected; used < sizeof text; from = at + strlen(STORE_PATH)) {
        at = strstr(from, STORE_PATH);
        used += (size_t)snprintf(text + used, sizeof text - used, "%.*s%s",
                                 at != NULL ? (int)(at - from) : (int)strlen(from), from, at != NULL ? place.uri : "");
        if (at == NULL)
            break;
    }
    assert_string_equal(found, text);
}

static void assert_failure(sdn_code got, const sdn_error *err, sdn_code code, const char *message)
{
    assert_message_is(err->message, message);
    assert_string_equal(sdn_code_name(got), sdn_code_name(code));
    assert_string_equal(sdn_code_name(err->code), sdn_code_name(code));
}

void assert_insert_fails(sdn_store *store, const note *values, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_null(sdn_store_insert(store, values, &err));
    assert_failure(err.code, &err, code, message);
}

void assert_put_fails(sdn_store *store, const note *values, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_null(sdn_store_put(store, values, &err));
    assert_failure(err.code, &err, code, message);
}

void assert_edit_fails(sdn_store *store, const char *id, sdn_code code, const char *message)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    assert_null(sdn_store_edit(store, &key, &err));
    assert_failure(err.code, &err, code, message);
}

void assert_delete_fails(sdn_store *store, const char *id, sdn_code code, const char *message)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    assert_failure(sdn_store_delete(store, &key, &err), &err, code, message);
}

void assert_save_fails(sdn_store *store, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_failure(sdn_file_save(sdn_store_file(store), &err), &err, code, message);
}

/* ---- looking ---- */

void assert_problems(const sdn_store *store, const char *expected)
{
    static char found[16384];
    const sdn_problem *list;
    size_t used = 0, count = sdn_store_problems(store, &list);
    found[0] = '\0';
    for (size_t i = 0; i < count && used < sizeof found; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%lu:%lu: %s\n", (unsigned long)list[i].line,
                                 (unsigned long)list[i].column, list[i].message);
    assert_string_equal(found, expected);
}

const char *ids_of(sdn_cursor cursor)
{
    static char ids[16384];
    size_t used = 0;
    ids[0] = '\0';
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL && used < sizeof ids;)
        used += (size_t)snprintf(ids + used, sizeof ids - used, "%s ", each->id.ptr);
    return ids;
}
