/*
 * An open file and its stores, as the parts of the store see them.
 *
 *   file.c          opening, closing, stores, the lock
 *   file_load.c     reading, and bringing the image up to date
 *   file_save.c     saves and transactions
 */
#ifndef SDN_STORE_FILE_H
#define SDN_STORE_FILE_H

#include "file/lock_internal.h"
#include "file/snapshot.h"
#include "store/conflict.h"
#include "table/image.h"

/* A reader without the lock waits so long at most for a program that writes in place; then it reads what is there. */
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
    sdn_snapshot snapshot; /* that `image` was read from, or is the content of */
    sdn_snapshot replaced; /* by a save, and still open: freeing a large file takes time, so it waits for the unlock */
    sdn_image *image;
    sdn_store **stores; /* in the order of image->tables */
    size_t store_count;
    sdn_lock *lock;      /* during a transaction or save */
    int64_t deadline_ns; /* on the monotonic clock: until when this call waits for programs that write in place */
    bool transaction;
    bool swept; /* leftover temporary files were looked for */
    bool owned_by_store;
    uint64_t seed; /* of the key maps, so that nobody can prepare colliding keys */
};

/* The image its file is in. */
sdn_image *sdn__store_image(const sdn_store *store);

/* Keeps the lock of a running transaction fresh. */
void sdn__file_refresh_lock(sdn_file *file);

/* The table of a store; keeps a running transaction's lock fresh. */
static inline sdn_table *sdn__store_table(const sdn_store *store)
{
    if (store->file->transaction)
        sdn__file_refresh_lock(store->file);
    return store->file->image->tables[store->number];
}

/* As sdn__store_table; settles the table, as everything that reads or inserts must. */
static inline sdn_table *sdn__store_enter(const sdn_store *store)
{
    sdn_table *table = sdn__store_table(store);
    sdn__table_flush_open(table);
    return table;
}

/* ---- file.c ---- */

/* Starts the time that a call may wait for programs that write in place: the lock timeout, `most_ms` at most. */
void sdn__file_start_waiting(sdn_file *file, uint32_t most_ms);

/* Takes the lock where the path leads now, and sweeps leftovers the first time. Gives it back, and lets go of what was
 * replaced under it. */
sdn_code sdn__file_lock(sdn_file *file, sdn_error *err);
void sdn__file_unlock(sdn_file *file);

/* Follows the path if it leads to another directory now. With a lock: that of the old directory is given back for that of
 * the new one; on failure there is none, and no transaction. */
sdn_code sdn__file_follow_path(sdn_file *file, sdn_error *err);

/* ---- file_load.c ---- */

/* Reads the file for the first time, with a table of `type`, or none if that is NULL. */
sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err);

/* Brings the image up to date; unsaved edits are merged into what was read. A file that another program is writing in
 * place is waited for before it is read, and with `at_rest` also if it is the one loaded. On failure the image stays. The
 * errors of open; SDN_E_CONFLICT; with a lock SDN_E_TIMEOUT. */
sdn_code sdn__file_refresh(sdn_file *file, bool at_rest, sdn_error *err);

/* Pauses before another look at the file: twice as long each time, from *pause_ns == 0 on. Keeps a lock from looking
 * abandoned. */
void sdn__file_pause(const sdn_file *file, int64_t *pause_ns);

/* To be called wherever records handed out so far cease to be valid. */
void sdn__file_end_lifetimes(sdn_file *file);

#endif
