/* Files: loading, transactions, saves. */
#include "store/file.h"

#include "base/alloc.h"
#include "base/sys.h"
#include "safety/atomic_file_internal.h"
#include "safety/lock_internal.h"
#include "safety/version.h"

#include <string.h>

/* A file that changes during every one of so many reads is given up on. */
enum { READ_TRIES = 20 };

/* Large enough to be efficient, small enough to stay in the cache. */
enum { WRITE_CHUNK = 256 * 1024 };

struct sdn_file {
    sdn_options options;
    sdn_place place;
    sdn_version version; /* that `state` was read from, or is the content of */
    sdn_state *state;
    sdn_store **stores; /* in the order of state->tables */
    size_t store_count;
    sdn_lock *lock; /* during a transaction or save */
    bool transaction;
    bool swept; /* leftover temporary files were looked for */
    bool owned_by_store;
    uint64_t seed; /* of the key maps, so that nobody can prepare colliding keys */
};

sdn_options sdn_options_default(void)
{
    sdn_lock_options lock = sdn_lock_options_default();
    sdn_options options = {
        .lock_timeout_ms = lock.timeout_ms,
        .foreign_stale_ms = lock.foreign_stale_ms,
        .durability = SDN_DURABLE,
        .max_file_bytes = (size_t)1 << 30,
        .max_cell_bytes = (size_t)16 << 20,
        .max_columns = 1000,
        .max_rows = 50000000,
    };
    return options;
}

/* ---- reading ---- */

static sdn_code read_version(const sdn_file *file, sdn_version *version, char **bytes, size_t *len, sdn_error *err)
{
    for (int tries = 0; tries < READ_TRIES; tries++) {
        bool changed = false;
        sdn_code code = sdn_version_take(&file->place, version, err);
        if (code != SDN_OK)
            return code;
        code = sdn_version_read(&file->place, version, file->options.max_file_bytes, SDN_PADDING, bytes, len, &changed,
                                err);
        if (code == SDN_OK && !changed)
            return SDN_OK;
        sdn_version_release(version);
        if (code != SDN_OK)
            return code;
        sdn_free(*bytes);
    }
    return sdn_fail(err, SDN_E_IO, file->place.path, "the file changes while it is read, again and again; try later");
}

static sdn_code create_state(const sdn_file *file, char *bytes, size_t len, sdn_state **state, sdn_error *err)
{
    const sdn_record_type **types = sdn_resize(NULL, file->store_count, sizeof *types);
    if (types == NULL)
        return sdn_fail_memory(err);
    for (size_t i = 0; i < file->store_count; i++)
        types[i] = file->stores[i]->type;
    sdn_code code = sdn_state_create(file->place.path, bytes, len, &file->options, types, file->store_count, file->seed,
                                     state, err);
    sdn_free(types);
    if (code == SDN_OK && file->options.strict)
        code = sdn_state_require_clean(*state, err);
    return code;
}

static void adopt(sdn_file *file, sdn_state *state, sdn_version version)
{
    sdn_state_free(file->state);
    sdn_version_release(&file->version);
    file->state = state;
    file->version = version;
}

/* Reads the file as it is now. On failure the loaded state stays. */
static sdn_code load(sdn_file *file, sdn_error *err)
{
    sdn_version version = SDN_VERSION_INIT;
    sdn_state *state = NULL;
    char *bytes = NULL;
    size_t len = 0;
    sdn_code code = read_version(file, &version, &bytes, &len, err);
    if (code != SDN_OK)
        return code;
    code = create_state(file, bytes, len, &state, err);
    if (code == SDN_OK) {
        adopt(file, state, version);
        return SDN_OK;
    }
    if (state != NULL)
        sdn_state_free(state);
    else
        sdn_free(bytes);
    sdn_version_release(&version);
    return code;
}

/* Compares the content. If it is the same, the new look at the file replaces the old one, so that the question does
 * not come back. */
static sdn_code compare_content(sdn_file *file, bool *same, sdn_error *err)
{
    sdn_version version = SDN_VERSION_INIT;
    char *bytes = NULL;
    size_t len = 0;
    sdn_code code = read_version(file, &version, &bytes, &len, err);
    if (code != SDN_OK)
        return code;
    sdn_state_restore_bytes(file->state);
    *same = version.exists == file->version.exists && len == file->state->len &&
            memcmp(bytes, file->state->buffer, len) == 0;
    sdn_state_terminate_again(file->state);
    sdn_free(bytes);
    if (*same) {
        sdn_version_release(&file->version);
        file->version = version;
    } else {
        sdn_version_release(&version);
    }
    return SDN_OK;
}

static sdn_code is_current(sdn_file *file, bool *current, sdn_error *err)
{
    sdn_version_verdict verdict = SDN_VERSION_CHANGED;
    sdn_code code = sdn_version_compare(&file->place, &file->version, &verdict, err);
    if (code != SDN_OK)
        return code;
    /* A file that was touched, or written anew as it was, is no reason to refuse edits. */
    bool matters = verdict == SDN_VERSION_CHANGED && sdn_state_changed(file->state);
    if (verdict == SDN_VERSION_IN_DOUBT || matters)
        return compare_content(file, current, err);
    *current = verdict == SDN_VERSION_SAME;
    return SDN_OK;
}

static sdn_code refuse_stale_edits(const sdn_file *file, sdn_error *err)
{
    return sdn_fail(err, SDN_E_CONFLICT, file->place.path,
                    "the file was changed since it was loaded, and there are unsaved edits; roll back and make them "
                    "again between begin and commit");
}

/* Brings the state up to date unless that would lose edits. */
static sdn_code update(sdn_file *file, sdn_error *err)
{
    bool current = false;
    sdn_code code = is_current(file, &current, err);
    if (code != SDN_OK || current)
        return code;
    return sdn_state_changed(file->state) ? refuse_stale_edits(file, err) : load(file, err);
}

/* ---- stale pointers ---- */

#if defined(__SANITIZE_ADDRESS__)
#define SDN_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SDN_ADDRESS_SANITIZER 1
#endif
#endif

/* Called wherever records handed out so far cease to be valid. Under AddressSanitizer they are made anew then, so that
 * the use of an old one is found at once, and not only where the file happened to change. */
static void end_lifetimes(sdn_file *file)
{
#ifdef SDN_ADDRESS_SANITIZER
    sdn_state *state = NULL;
    size_t size = file->state->len + SDN_PADDING;
    char *bytes = sdn_state_changed(file->state) ? NULL : sdn_alloc(size);
    if (bytes == NULL)
        return;
    sdn_state_restore_bytes(file->state);
    memcpy(bytes, file->state->buffer, size);
    sdn_state_terminate_again(file->state);
    if (create_state(file, bytes, file->state->len, &state, NULL) == SDN_OK) {
        /* A number given to a record that was deleted again stays used, as it does without a sanitizer. */
        for (size_t i = 0; i < state->table_count; i++)
            state->tables[i]->largest_number = file->state->tables[i]->largest_number;
        sdn_state_free(file->state);
        file->state = state;
    } else if (state != NULL) {
        sdn_state_free(state);
    } else {
        sdn_free(bytes);
    }
#else
    (void)file;
#endif
}

/* ---- the lock ---- */

static sdn_code lock(sdn_file *file, sdn_error *err)
{
    sdn_lock_options options = {file->options.lock_timeout_ms, file->options.foreign_stale_ms};
    sdn_code code = sdn_lock_acquire_at(&file->place, &options, &file->lock, err);
    if (code != SDN_OK || file->swept)
        return code;
    file->swept = true;
    (void)sdn_atomic_file_sweep_at(&file->place, file->lock, NULL); /* leftovers only take space */
    return SDN_OK;
}

static void unlock(sdn_file *file)
{
    sdn_lock_release(file->lock);
    file->lock = NULL;
}

/* ---- life ---- */

static sdn_code check_options(const sdn_options *options, sdn_error *err)
{
    if (options->max_file_bytes > UINT32_MAX)
        return sdn_fail(err, SDN_E_MISUSE, NULL, "sdn_options: max_file_bytes is at most 4294967295; start from "
                                                 "sdn_options_default()");
    if (options->max_columns >= SDN_NO_COLUMN - 1 || options->max_rows >= SDN_NO_SLOT - 1)
        return sdn_fail(err, SDN_E_MISUSE, NULL, "sdn_options: max_columns and max_rows are at most 4294967293");
    return SDN_OK;
}

static sdn_file *create_file(const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_options chosen = options != NULL ? *options : sdn_options_default();
    if (path == NULL) {
        sdn_fail(err, SDN_E_MISUSE, NULL, "the path of the file is NULL");
        return NULL;
    }
    if (check_options(&chosen, err) != SDN_OK)
        return NULL;
    sdn_file *file = sdn_alloc_zeroed(1, sizeof *file);
    if (file == NULL) {
        sdn_fail_memory(err);
        return NULL;
    }
    file->options = chosen;
    file->place = (sdn_place)SDN_PLACE_INIT;
    file->version = (sdn_version)SDN_VERSION_INIT;
    if (sdn_sys.random(&file->seed, sizeof file->seed) != 0)
        file->seed = (uint64_t)sdn_sys.monotonic_ns();
    if (sdn_place_open(path, &file->place, err) == SDN_OK)
        return file;
    sdn_file_close(file);
    return NULL;
}

static sdn_code load_first(sdn_file *file, sdn_error *err)
{
    sdn_code code = file->options.read_lock ? lock(file, err) : SDN_OK;
    if (code == SDN_OK)
        code = load(file, err);
    unlock(file);
    return code;
}

static sdn_store *add_store(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn_store **stores = sdn_resize(file->stores, file->store_count + 1, sizeof(sdn_store *));
    if (stores != NULL)
        file->stores = stores;
    sdn_store *store = stores != NULL ? sdn_alloc(sizeof *store) : NULL;
    if (store == NULL) {
        sdn_fail_memory(err);
        return NULL;
    }
    *store = (sdn_store){.type = type, .file = file, .number = file->store_count};
    file->stores[file->store_count++] = store;
    return store;
}

sdn_file *sdn_file_open(const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_file *file = create_file(path, options, err);
    if (file != NULL && load_first(file, err) != SDN_OK) {
        sdn_file_close(file);
        return NULL;
    }
    return file;
}

void sdn_file_close(sdn_file *file)
{
    if (file == NULL)
        return;
    unlock(file);
    for (size_t i = 0; i < file->store_count; i++)
        sdn_free(file->stores[i]);
    sdn_free(file->stores);
    sdn_state_free(file->state);
    sdn_version_release(&file->version);
    sdn_place_close(&file->place);
    sdn_free(file);
}

sdn_store *sdn_store_open(const sdn_record_type *type, const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_file *file = create_file(path, options, err);
    sdn_store *store = file != NULL ? add_store(file, type, err) : NULL;
    if (store == NULL || load_first(file, err) != SDN_OK) {
        sdn_file_close(file);
        return NULL;
    }
    file->owned_by_store = true;
    return store;
}

void sdn_store_close(sdn_store *store)
{
    if (store != NULL && store->file->owned_by_store)
        sdn_file_close(store->file);
}

static sdn_code add_table(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn_code code = sdn_state_add_table(file->state, type, file->seed, err);
    if (code == SDN_OK && file->options.strict && (code = sdn_state_require_clean(file->state, err)) != SDN_OK)
        sdn_state_drop_last_table(file->state);
    return code;
}

sdn_store *sdn_store_in(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    for (size_t i = 0; i < file->store_count; i++) {
        if (file->stores[i]->type == type)
            return file->stores[i];
        if (sdn_str_equal(file->stores[i]->type->table, type->table)) {
            sdn_fail(err, SDN_E_MISUSE, file->place.path, "table '%s' is open as record type %s already; use that store",
                     type->table.ptr, file->stores[i]->type->name);
            return NULL;
        }
    }
    sdn_store *store = add_store(file, type, err);
    if (store != NULL && add_table(file, type, err) != SDN_OK) {
        file->store_count--;
        sdn_free(store);
        return NULL;
    }
    return store;
}

sdn_file *sdn_store_file(const sdn_store *store)
{
    return store->file;
}

sdn_state *sdn_store_state(const sdn_store *store)
{
    return store->file->state;
}

sdn_table *sdn_store_table(const sdn_store *store)
{
    if (store->file->transaction)
        (void)sdn_lock_refresh(store->file->lock, NULL); /* a lost lock is noticed by commit */
    return store->file->state->tables[store->number];
}

sdn_table *sdn_store_enter(const sdn_store *store)
{
    sdn_table *table = sdn_store_table(store);
    sdn_table_settle(table);
    return table;
}

/* ---- saving ---- */

static sdn_code write_chunks(sdn_atomic_file *out, const char *bytes, size_t len, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t done = 0; done < len && code == SDN_OK;) {
        size_t part = len - done < WRITE_CHUNK ? len - done : WRITE_CHUNK;
        code = sdn_atomic_file_write(out, bytes + done, part, err);
        done += part;
    }
    return code;
}

/* Puts the content of `next` in the place of the loaded version. */
static sdn_code replace_file(sdn_file *file, const sdn_state *next, sdn_version *saved, sdn_error *err)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    sdn_atomic_file *out = NULL;
    options.durability = file->options.durability;
    options.break_links = file->options.break_links;
    sdn_code code = sdn_atomic_file_create_at(&file->place, file->lock, &file->version, &options, &out, err);
    if (code == SDN_OK)
        code = write_chunks(out, next->buffer, next->len, err);
    if (code == SDN_OK)
        return sdn_atomic_file_commit_version(&out, saved, err);
    sdn_atomic_file_discard(&out);
    return code;
}

/* Saves under the lock. What the file will be is read back before it is written, so after the rename nothing is left
 * that could fail. */
static sdn_code write_edits(sdn_file *file, sdn_error *err)
{
    sdn_state *next = NULL;
    sdn_version saved = SDN_VERSION_INIT;
    if (!sdn_state_changed(file->state))
        return SDN_OK;
    sdn_code code = sdn_state_advance(file->state, file->seed, &next, err);
    if (code != SDN_OK)
        return code;
    code = replace_file(file, next, &saved, err);
    if (code == SDN_OK || code == SDN_W_NOT_DURABLE)
        adopt(file, next, saved);
    else
        sdn_state_free(next);
    return code;
}

static sdn_code save_alone(sdn_file *file, sdn_error *err)
{
    bool current = false;
    if (!sdn_state_changed(file->state))
        return SDN_OK;
    sdn_code code = lock(file, err);
    if (code != SDN_OK)
        return code;
    code = is_current(file, &current, err);
    if (code == SDN_OK)
        code = current ? write_edits(file, err) : refuse_stale_edits(file, err);
    unlock(file);
    return code;
}

sdn_code sdn_file_save(sdn_file *file, sdn_error *err)
{
    sdn_code code = file->transaction ? write_edits(file, err) : save_alone(file, err);
    end_lifetimes(file);
    return code;
}

/* ---- transactions ---- */

sdn_code sdn_file_begin(sdn_file *file, sdn_error *err)
{
    if (file->transaction)
        return sdn_fail(err, SDN_E_MISUSE, file->place.path, "a transaction is running already; commit or roll back first");
    sdn_code code = lock(file, err);
    if (code == SDN_OK)
        code = update(file, err);
    file->transaction = code == SDN_OK;
    if (code != SDN_OK)
        unlock(file);
    end_lifetimes(file);
    return code;
}

sdn_code sdn_file_commit(sdn_file *file, sdn_error *err)
{
    if (!file->transaction)
        return sdn_fail(err, SDN_E_MISUSE, file->place.path, "no transaction is running; begin one, or use save");
    sdn_code code = write_edits(file, err);
    file->transaction = false;
    unlock(file);
    end_lifetimes(file);
    return code;
}

void sdn_file_rollback(sdn_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->state->table_count; i++)
        sdn_table_rollback(file->state->tables[i]);
    file->transaction = false;
    unlock(file);
    end_lifetimes(file);
}

sdn_code sdn_file_reload(sdn_file *file, sdn_error *err)
{
    bool lock_needed = file->options.read_lock && !file->transaction;
    sdn_code code = lock_needed ? lock(file, err) : SDN_OK;
    if (code == SDN_OK)
        code = update(file, err);
    if (lock_needed)
        unlock(file);
    end_lifetimes(file);
    return code;
}

bool sdn_file_changed(const sdn_file *file)
{
    return sdn_state_changed(file->state);
}
