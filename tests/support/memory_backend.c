#include "test.h"

#include "memory_backend.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_RECORDS = 200, MOST_FIELDS = 12, MOST_TABLES = 8 };

/* A record; one that is gone stays, with the version at which it went. */
typedef struct kept {
    char table[32];
    char *texts[MOST_FIELDS];
    uint32_t count;
    uint64_t version;
    bool gone;
} kept;

memory_backend_state memory_state;

static kept records[MOST_RECORDS];
static size_t record_count;
static uint64_t version;

static void free_texts(kept *record)
{
    for (uint32_t i = 0; i < record->count; i++) {
        free(record->texts[i]);
        record->texts[i] = NULL;
    }
    record->count = 0;
}

static void forget(void)
{
    for (size_t i = 0; i < record_count; i++)
        free_texts(&records[i]);
    memset(records, 0, sizeof records);
    record_count = 0;
    version = 0;
    memory_state = (memory_backend_state){.pulls = 0};
}

static uint32_t key_field(const sdn_record_type *type)
{
    return type->key.fields[0];
}

/* `gone`: one that was deleted. */
static kept *find_kept(const sdn_record_type *type, const char *key, bool gone)
{
    for (size_t i = 0; i < record_count && type->key.field_count > 0; i++)
        if (records[i].gone == gone && strcmp(records[i].table, type->table.ptr) == 0 &&
            strcmp(records[i].texts[key_field(type)], key) == 0)
            return &records[i];
    return NULL;
}

static kept *find(const sdn_record_type *type, const char *key)
{
    return find_kept(type, key, false);
}

static char *copied(const char *text)
{
    char *copy = text != NULL ? malloc(strlen(text) + 1) : NULL;
    return copy != NULL ? strcpy(copy, text) : NULL;
}

void memory_put(const sdn_record_type *type, const char *const *texts)
{
    kept *to = type->key.field_count > 0 ? find(type, texts[key_field(type)]) : NULL;
    if (to == NULL && type->key.field_count > 0)
        to = find_kept(type, texts[key_field(type)], true);
    assert_true(record_count < MOST_RECORDS && type->field_count <= MOST_FIELDS);
    if (to == NULL)
        to = &records[record_count++];
    free_texts(to);
    to->gone = false;
    strcpy(to->table, type->table.ptr);
    for (to->count = 0; to->count < type->field_count; to->count++)
        to->texts[to->count] = copied(texts[to->count]);
    to->version = ++version;
}

void memory_delete(const sdn_record_type *type, const char *key)
{
    kept *found = find(type, key);
    assert_non_null(found);
    found->gone = true;
    found->version = ++version;
}

static const char *joined(const kept *record)
{
    static char text[2048];
    text[0] = '\0';
    for (uint32_t i = 0; i < record->count; i++) {
        strcat(text, i > 0 ? "|" : "");
        strcat(text, record->texts[i] != NULL ? record->texts[i] : "-");
    }
    return text;
}

const char *memory_record(const sdn_record_type *type, const char *key, size_t n)
{
    const kept *found = key != NULL ? find(type, key) : NULL;
    for (size_t i = 0; i < record_count && key == NULL && found == NULL; i++)
        if (!records[i].gone && strcmp(records[i].table, type->table.ptr) == 0 && n-- == 0)
            found = &records[i];
    return found != NULL ? joined(found) : NULL;
}

/* ---- the backend ---- */

typedef struct memory_connection {
    sdn_connection connection;
    uint64_t settled, pulled, tried; /* tried: the version of a push that was made and reported as unknown; 0: none */
    bool locked;
} memory_connection;

/* Who has the lock. */
static const sdn_connection *holder;

static memory_connection *of(sdn_connection *connection)
{
    return (memory_connection *)(void *)connection;
}

static sdn_code fail_as_told(memory_connection *c, sdn_code code, sdn_error *err)
{
    if (memory_state.loses_lock) {
        c->locked = false;
        holder = NULL;
    }
    if (err != NULL) {
        *err = (sdn_error){.code = code};
        strcpy(err->message, "as told");
    }
    return code;
}

static sdn_code open_memory(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    (void)path;
    (void)options;
    (void)err;
    memory_connection *c = calloc(1, sizeof *c);
    assert_non_null(c);
    *opened = &c->connection;
    return SDN_OK;
}

static sdn_code lock_memory(sdn_connection *connection, sdn_error *err)
{
    if (memory_state.fails_lock != SDN_OK)
        return fail_as_told(of(connection), memory_state.fails_lock, err);
    if (holder != NULL)
        return fail_as_told(of(connection), SDN_E_TIMEOUT, err);
    of(connection)->locked = true;
    holder = connection;
    return SDN_OK;
}

static sdn_code give(sdn_pull *pull, uint32_t table, const kept *record, sdn_error *err)
{
    sdn_str texts[MOST_FIELDS] = {{NULL, 0}};
    for (uint32_t i = 0; i < record->count; i++)
        if (record->texts[i] != NULL)
            texts[i] = sdn_str_from(record->texts[i]);
    if (record->gone)
        return sdn_pull_gone(pull, table, &texts[key_field(sdn_pull_type(pull, table))], err);
    return sdn_pull_record(pull, table, texts, err);
}

static sdn_code give_since(sdn_pull *pull, uint32_t table, uint64_t since, bool all, sdn_error *err)
{
    const char *name = sdn_pull_type(pull, table)->table.ptr;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < record_count && code == SDN_OK; i++)
        if (records[i].version > since && strcmp(records[i].table, name) == 0 && !(all && records[i].gone))
            code = give(pull, table, &records[i], err), memory_state.given++;
    return code;
}

static sdn_code pull_memory(sdn_connection *connection, sdn_pull *pull, sdn_error *err)
{
    memory_connection *c = of(connection);
    bool first = sdn_pull_is_first(pull);
    bool all = first || sdn_pull_wants_all(pull) || memory_state.knows_no_changes;
    memory_state.pulls++;
    if (!first && c->settled == version)
        return memory_state.fails_pull == SDN_OK ? SDN_OK : fail_as_told(c, memory_state.fails_pull, err);
    memory_state.whole_pulls += all;
    c->pulled = version;
    uint32_t known = c->settled == version ? sdn_pull_known_count(pull) : 0;
    sdn_code code = SDN_OK;
    if (all && !memory_state.omits_all)
        code = known > 0 ? sdn_pull_added(pull, err) : sdn_pull_all(pull, err);
    for (uint32_t i = known; i < sdn_pull_table_count(pull) && code == SDN_OK; i++)
        code = give_since(pull, i, all ? 0 : c->settled, all, err);
    return code == SDN_OK && memory_state.fails_pull != SDN_OK ? fail_as_told(c, memory_state.fails_pull, err) : code;
}

static void settle_memory(sdn_connection *connection, bool accepted)
{
    memory_connection *c = of(connection);
    c->tried = 0;
    if (accepted && c->pulled > c->settled)
        c->settled = c->pulled;
}

/* A changed record as texts. Making them may fail, so they are made before anything is changed. */
typedef struct saved_change {
    const sdn_record_type *type;
    const char *gone; /* its key as it was loaded; NULL: it is new */
    const char *texts[MOST_FIELDS];
    bool is_there; /* the texts are those of the record as it is to be */
} saved_change;

static bool make_saved(const sdn_record_type *type, const sdn_record_change *change, saved_change *to, sdn_arena *arena)
{
    bool made = true;
    *to = (saved_change){.type = type, .is_there = change->edited != NULL};
    if (change->loaded != NULL) {
        to->gone = sdn_field_text(type, key_field(type), change->loaded, arena).ptr;
        made = to->gone != NULL;
    }
    for (uint32_t i = 0; i < type->field_count && change->edited != NULL; i++) {
        to->texts[i] = sdn_field_text(type, i, change->edited, arena).ptr;
        made = made && to->texts[i] != NULL;
    }
    return made;
}

/* All that changed is taken away before the first record is put: records may exchange their keys. */
static void save_all(const saved_change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (changes[i].gone != NULL)
            memory_delete(changes[i].type, changes[i].gone);
    for (size_t i = 0; i < count; i++)
        if (changes[i].is_there)
            memory_put(changes[i].type, changes[i].texts);
}

static sdn_code save_changes(sdn_push *push)
{
    static saved_change changes[MOST_RECORDS];
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_record_change change;
    size_t count = 0;
    bool made = true;
    for (uint32_t i = 0; i < sdn_push_table_count(push); i++)
        for (size_t at = 0; made && sdn_push_next(push, i, &at, &change) && count < MOST_RECORDS; count++)
            made = make_saved(sdn_push_type(push, i), &change, &changes[count], &arena);
    if (made)
        save_all(changes, count);
    sdn_arena_release(&arena);
    return made ? SDN_OK : SDN_E_NOMEM;
}

static sdn_code fail_unknown(memory_connection *c, sdn_error *err)
{
    c->connection.commit_unknown = true;
    return fail_as_told(c, SDN_E_IO, err);
}

static sdn_code push_memory(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err)
{
    memory_connection *c = of(connection);
    (void)keep_lock;
    assert_true(c->locked);
    memory_state.pushes++;
    if (memory_state.fails_push != SDN_OK)
        return fail_as_told(c, memory_state.fails_push, err);
    if (memory_state.loses_push)
        return fail_unknown(c, err);
    assert_int_equal(c->settled, version);
    sdn_code code = save_changes(push);
    if (code != SDN_OK)
        return fail_as_told(c, code, err);
    if (memory_state.hides_push) {
        c->tried = version;
        return fail_unknown(c, err);
    }
    c->settled = c->pulled = version;
    return SDN_OK;
}

static sdn_code find_out_memory(sdn_connection *connection, bool *pushed, sdn_error *err)
{
    memory_connection *c = of(connection);
    memory_state.asked++;
    if (memory_state.fails_find_out != SDN_OK)
        return fail_as_told(c, memory_state.fails_find_out, err);
    *pushed = c->tried > 0;
    if (*pushed)
        c->pulled = c->tried;
    return SDN_OK;
}

static bool is_locked_memory(const sdn_connection *connection)
{
    return ((const memory_connection *)(const void *)connection)->locked;
}

static void unlock_memory(sdn_connection *connection)
{
    of(connection)->locked = false;
    holder = holder == connection ? NULL : holder;
}

static void close_memory(sdn_connection *connection)
{
    unlock_memory(connection);
    free(of(connection));
}

static const sdn_backend memory_backend = {
    .abi = SDN_RECORD_ABI,
    .scheme = "memory",
    .open = open_memory,
    .lock = lock_memory,
    .pull = pull_memory,
    .settle = settle_memory,
    .push = push_memory,
    .find_out = find_out_memory,
    .is_locked = is_locked_memory,
    .unlock = unlock_memory,
    .close = close_memory,
};

int memory_backend_enter(void **state)
{
    (void)state;
    forget();
    return sdn_backend_use(&memory_backend, NULL) == SDN_OK ? 0 : -1;
}

int memory_backend_leave(void **state)
{
    (void)state;
    forget();
    return 0;
}
