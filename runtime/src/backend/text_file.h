/*
 * The text file as a backend, as its files see it.
 *
 *   text_file.c   opening and closing, the functions of the backend
 *   text_lock.c   the lock, and following the path
 *   text_read.c   pull: reading the file
 *   text_write.c  push: replacing the file
 *   text_wait.c   waiting for programs that write the file in place
 *
 * The version of the replica is a snapshot of the file (file/snapshot.h).
 */
#ifndef SDN_BACKEND_TEXT_FILE_H
#define SDN_BACKEND_TEXT_FILE_H

#include <sdn/backend.h>

#include "file/lock_internal.h"
#include "file/snapshot.h"

typedef struct sdn_text_file {
    sdn_connection connection; /* the first member, see <sdn/backend.h> */
    sdn_path resolved;
    sdn_snapshot snapshot; /* which file was loaded, or saved since */
    sdn_snapshot pulled;   /* which file was read by a pull that is not settled */
    sdn_snapshot replaced; /* by a save, and still open: freeing a large file takes time, so it waits for the unlock */
    sdn_lock *lock;        /* NULL: not held */
    bool has_pulled;       /* `pulled` is one */
    bool swept;            /* leftover temporary files were looked for */
} sdn_text_file;

extern const sdn_backend sdn__text_backend;

static inline sdn_text_file *sdn__text_file_of(sdn_connection *connection)
{
    return (sdn_text_file *)(void *)connection;
}

/* ---- text_lock.c ---- */

sdn_code sdn__text_lock(sdn_connection *connection, sdn_error *err);
bool sdn__text_is_locked(const sdn_connection *connection);
void sdn__text_keep_lock(sdn_connection *connection);
void sdn__text_unlock(sdn_connection *connection);

/* Follows the path if it leads to another directory now. With a lock: that of the old directory is given back for that
 * of the new one; on failure there is none. */
sdn_code sdn__text_follow_path(sdn_text_file *file, sdn_error *err);

/* ---- text_read.c ---- */

sdn_code sdn__text_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err);
void sdn__text_settle(sdn_connection *connection, bool accepted);

/* ---- text_write.c ---- */

sdn_code sdn__text_require_writable(sdn_connection *connection, sdn_error *err);
sdn_code sdn__text_push(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err);

/* ---- text_wait.c ---- */

/* Waits while a program has the file of `snapshot` open for writing. *waited: one had, and closed it. At the deadline
 * the holder of the lock fails with SDN_E_TIMEOUT; a reader goes on with what is there. */
sdn_code sdn__text_await_writers(sdn_text_file *file, const sdn_snapshot *snapshot, bool *waited, sdn_error *err);

/* Takes a snapshot of the file. One that disappeared a moment ago is waited for. The errors of sdn__snapshot_take. */
sdn_code sdn__text_take_snapshot(sdn_text_file *file, sdn_snapshot *snapshot, sdn_error *err);

#endif
