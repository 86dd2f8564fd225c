/*
 * An open file and its stores, as the files of this folder see them.
 *
 *   file.c            opening, closing, stores, the lock
 *   file_load.c       reading, and bringing the image up to date
 *   file_save.c       saves and transactions
 *   file_bytes.c      files in memory
 *   file_wait.c       waiting for programs that write the file in place
 *   file_lifetimes.c  records made again when their lifetime ends, under AddressSanitizer
 *   store.c           the public functions on one table
 *
 * Invariants
 *   - stores[i] is the store of image->tables[i].
 *   - `image` is the content of `snapshot`, with the unsaved edits.
 *   - transaction: the lock is held.
 */
#ifndef SDN_STORE_FILE_H
#define SDN_STORE_FILE_H

#include "file/lock_internal.h"
#include "file/snapshot.h"
#include "store/conflict.h"
#include "store/merge.h"
#include "table/changes.h"
#include "table/image.h"

/* A reader without the lock waits at most this long for a program that writes in place; then it reads what is there. */
enum { SDN_READ_PATIENCE_MS = 1000 };

struct sdn_store {
    const sdn_record_type *type;
    sdn_file *file;
    size_t number;               /* of its table in file->image->tables */
    sdn_conflict_list conflicts; /* of the last call that merged */
};

struct sdn_file {
    sdn_options options;
    sdn_path resolved;
    sdn_snapshot snapshot; /* which file was loaded, or saved since */
    sdn_snapshot replaced; /* by a save, and still open: freeing a large file takes time, so it waits for the unlock */
    sdn_image *image;
    sdn_store **stores;
    size_t store_count;
    sdn_lock *lock;      /* during a transaction or save */
    int64_t deadline_ns; /* on the monotonic clock: until when this call waits for programs that write in place */
    bool transaction;
    bool swept; /* leftover temporary files were looked for */
    bool owned_by_store;
    bool in_memory; /* it is on no disk (file_bytes.h): no snapshot, never a lock */
    uint64_t seed;  /* of the key maps, so that nobody can prepare colliding keys */
};

/* The image that the table of a store is in. */
sdn_image *sdn__store_image(const sdn_store *store);

/* Shows other programs that the lock of a running transaction is in use. */
void sdn__file_refresh_lock(sdn_file *file);

/* The table of a store; refreshes the lock of a running transaction. */
static inline sdn_table *sdn__store_table(const sdn_store *store)
{
    if (store->file->transaction)
        sdn__file_refresh_lock(store->file);
    return store->file->image->tables[store->number];
}

/* As sdn__store_table; flushes open records, as everything that reads or inserts must. */
static inline sdn_table *sdn__store_enter(const sdn_store *store)
{
    sdn_table *table = sdn__store_table(store);
    sdn__table_flush_open(table);
    return table;
}

/* The table, where sdn__store_enter has nothing to do; else NULL. */
static inline const sdn_table *sdn__store_table_at_rest(const sdn_store *store)
{
    const sdn_table *table = store->file->image->tables[store->number];
    return !store->file->transaction && table->slots.changes.open_count == 0 ? table : NULL;
}

/* ---- file.c ---- */

/* A file that has neither path nor content yet; sdn_file_close frees it. NULL: SDN_E_MISUSE (options that
 * cannot be), SDN_E_NOMEM. */
sdn_file *sdn__file_create(const sdn_options *options, sdn_error *err);

/* Takes the lock of the directory that the path leads to now, and sweeps leftover files the first time. */
sdn_code sdn__file_lock(sdn_file *file, sdn_error *err);

/* Releases the lock, if it is held, and closes the file that a save replaced. */
void sdn__file_unlock(sdn_file *file);

/* Follows the path if it leads to another directory now. With a lock: that of the old directory is given back for that
 * of the new one; on failure there is none, and no transaction. */
sdn_code sdn__file_follow_path(sdn_file *file, sdn_error *err);

/* ---- file_wait.c ---- */

/* Sets the deadline of a call: after the lock timeout, but at most `most_ms` from now. */
void sdn__file_start_waiting(sdn_file *file, uint32_t most_ms);

/* Whether a call that was tried `tries` times gives up: at the deadline, but not before `least_tries`. */
bool sdn__file_gives_up(const sdn_file *file, int tries, int least_tries);

/* Pauses before another look at the file; twice as long each time, starting from *pause_ns == 0. Refreshes the lock, so
 * that it does not look abandoned. */
void sdn__file_pause(const sdn_file *file, int64_t *pause_ns);

/* Waits while a program has the file of `snapshot` open for writing. *waited: one had, and closed it. At the deadline
 * the holder of the lock fails with SDN_E_TIMEOUT; a reader goes on with what is there. */
sdn_code sdn__file_await_writers(const sdn_file *file, const sdn_snapshot *snapshot, bool *waited, sdn_error *err);

/* Takes a snapshot of the file. One that disappeared a moment ago is waited for. The errors of sdn__snapshot_take. */
sdn_code sdn__file_take_snapshot(const sdn_file *file, sdn_snapshot *snapshot, sdn_error *err);

/* ---- file_load.c ---- */

/* Reads the file for the first time, with a table of `type`, or without one if that is NULL. */
sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err);

/* As sdn__file_load, without a table, of a copy of these bytes instead of what is on disk. */
sdn_code sdn__file_load_bytes(sdn_file *file, sdn_str bytes, sdn_error *err);

/* Makes the unsaved edits of the file, if it has any, on `newest`, an image of newer content with the same tables. On
 * failure `newest` is to be dropped. The errors of sdn__merge; SDN_E_SYNTAX (a git conflict), SDN_E_CONFLICT. */
sdn_code sdn__file_merge_into(sdn_file *file, sdn_image *newest, const sdn_merge_options *options, sdn_error *err);

/* Brings the image up to date; unsaved edits are merged into what was read. A file that another program is writing in
 * place is waited for before it is read, and with `at_rest` also if it is the one loaded. On failure the image stays.
 * The errors of open; SDN_E_CONFLICT; with a lock SDN_E_TIMEOUT. */
sdn_code sdn__file_refresh(sdn_file *file, bool at_rest, sdn_error *err);

/* ---- file_save.c ---- */

/* Empties the lists of conflicts, as each call that may merge does first. */
void sdn__file_forget_conflicts(sdn_file *file);

/* ---- file_lifetimes.c ---- */

/* To be called wherever the records handed out so far cease to be valid. */
void sdn__file_end_lifetimes(sdn_file *file);

#endif
