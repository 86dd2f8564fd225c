/*
 * An open file and its stores, as the files of this folder see them.
 *
 *   file.c            opening, closing, stores, the lock
 *   file_load.c       loading, and bringing the image up to date
 *   file_push.c       the push of a save, and one of which nobody knows whether it took place
 *   file_save.c       saves and transactions
 *   file_bytes.c      files in memory
 *   file_lifetimes.c  records made again when their lifetime ends, under AddressSanitizer
 *   store.c           the public functions on one table
 *
 * Invariants
 *   - stores[i] is the store of image->tables[i].
 *   - `image` is the content of the version that the connection has settled (sdn/backend.h), with the unsaved edits.
 *   - transaction: the lock is held.
 */
#ifndef SDN_STORE_FILE_H
#define SDN_STORE_FILE_H

#include <sdn/backend.h>

#include "base/buffer.h"
#include "store/conflict.h"
#include "store/merge.h"
#include "table/changes.h"
#include "table/image.h"

struct sdn_store {
    const sdn_record_type *type;
    sdn_file *file;
    size_t number;               /* of its table in file->image->tables */
    sdn_conflict_list conflicts; /* of the last call that merged */
};

struct sdn_file {
    sdn_options options;
    char *path;                 /* as the program gave it, for messages */
    sdn_connection *connection; /* to what keeps the records; NULL: the file is in memory only (file_bytes.h) */
    sdn_image *image;
    sdn_image **retired; /* images before, while their records are valid still */
    size_t retired_count;
    sdn_store **stores;
    size_t store_count;
    sdn_buffer tried; /* the content after a push of which nobody knows; empty: there is none, or no memory for it */
    bool transaction;
    bool is_missing;  /* nothing is there yet: the first save makes it */
    bool has_records; /* the backend gives records, not a text */
    bool owned_by_store;
    uint64_t seed; /* of the key maps, so that nobody can prepare colliding keys */
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

/* A file in memory, without content yet; sdn_file_close frees it. `path` is what messages name. NULL: SDN_E_MISUSE
 * (options that cannot be), SDN_E_NOMEM. */
sdn_file *sdn__file_create(const char *path, const sdn_options *options, sdn_error *err);

/* Takes the lock, and releases it if it is held. */
sdn_code sdn__file_lock(sdn_file *file, sdn_error *err);
void sdn__file_unlock(sdn_file *file);

/* ---- file_load.c ---- */

/* Loads the file for the first time, with a table of `type`, or without one if that is NULL. */
sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err);

/* As sdn__file_load, without a table, of a copy of these bytes instead of what is on disk. */
sdn_code sdn__file_load_bytes(sdn_file *file, sdn_str bytes, sdn_error *err);

/* Makes the unsaved edits of the file, if it has any, on `newest`, an image of newer content with the same tables. On
 * failure `newest` is to be dropped. The errors of sdn__merge; SDN_E_SYNTAX (a git conflict), SDN_E_CONFLICT. */
sdn_code sdn__file_merge_into(sdn_file *file, sdn_image *newest, const sdn_merge_options *options, sdn_error *err);

/* How the image is brought up to date, see struct sdn_pull. */
typedef enum sdn_refresh {
    SDN_REFRESH_NOW,     /* under the lock, for a save */
    SDN_REFRESH_AT_REST, /* a file that another program is writing in place is waited for, even if it is the one loaded */
    SDN_REFRESH_FOLLOW   /* the same; and the path is followed, which after the lock was taken is done already */
} sdn_refresh;

/* Brings the image up to date; unsaved edits are merged into what was read. On failure the image stays; a transaction is
 * over if the lock was lost. The errors of open; SDN_E_CONFLICT; with a lock SDN_E_TIMEOUT. */
sdn_code sdn__file_refresh(sdn_file *file, sdn_refresh how, sdn_error *err);

/* Loads all tables again, with that of the store that was added last. The image before is retired. SDN_E_MISUSE
 * (unsaved edits, whose records the program may be writing to), and the errors of sdn__file_load. */
sdn_code sdn__file_load_added(sdn_file *file, sdn_error *err);

/* Frees the images that were retired. */
void sdn__file_free_retired(sdn_file *file);

/* ---- file_push.c ---- */

/* Prepares a save and has the backend make the edits: one attempt. What ends the save is ready before that, so after it
 * nothing can fail. The errors of sdn__save_prepare, sdn__save_lay_out and of push (sdn/backend.h). */
sdn_code sdn__file_push(sdn_file *file, bool keep_lock, sdn_error *err);

/* To be called before a pull. After a push of which nobody knew: finds out whether the edits were made; if they were, and
 * the program did not change them since, they are saved. The errors of find_out (sdn/backend.h), SDN_E_NOMEM. */
sdn_code sdn__file_find_out(sdn_file *file, sdn_error *err);

/* Frees what was kept to compare. */
void sdn__file_forget_try(sdn_file *file);

/* ---- file_save.c ---- */

/* Empties the lists of conflicts, as each call that may merge does first. */
void sdn__file_forget_conflicts(sdn_file *file);

/* ---- file_lifetimes.c ---- */

/* To be called wherever the records handed out so far cease to be valid. */
void sdn__file_end_lifetimes(sdn_file *file);

#endif
