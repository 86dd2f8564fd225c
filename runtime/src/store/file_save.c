/*
 * Saves and transactions.
 *
 * A save under the lock
 *   1. Edits that change nothing are dropped; if no others are left, nothing is touched.
 *   2. The image is brought up to date, and the edits are merged into what other programs wrote (file_load.c).
 *   3. The save is prepared: the edits are checked and encoded (save/save.h).
 *   4. The backend makes the edits. If the version that they were made on is not the newest by then, it fails with
 *      SDN_E_CONFLICT, and all begins again at 1.
 * Locked programs do not get here at the same time. Those without a lock can change a text file at any moment, so step 4
 * compares at the last one.
 */
#include "store/file.h"

#include <sdn/lock.h>

#include "backend/push.h"
#include "backend/replica_problems.h"
#include "backend/waiting.h"
#include "base/error.h"
#include "edit/edit.h"
#include "save/save.h"

/* A save is tried at least this often, even if the lock timeout is shorter. */
enum { SAVE_TRIES = 5 };

/* ---- files in memory ---- */

static sdn_code require_disk(const sdn_file *file, sdn_error *err)
{
    if (file->connection != NULL)
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, file->path,
                     "the file is in memory only, without transactions, saves and reloads; take its bytes instead");
}

/* ---- saves ---- */

/* One attempt. What finish needs is ready before the edits are made, so after that nothing can fail. */
static sdn_code push_edits(sdn_file *file, bool keep_lock, sdn_error *err)
{
    sdn_save save;
    sdn_connection *connection = file->connection;
    sdn_code code = sdn__save_prepare(file->image, file->seed, &save, err);
    if (code != SDN_OK)
        return code;
    code = sdn__save_lay_out(file->image, &save, err);
    if (code == SDN_OK) {
        sdn_push push;
        code = sdn__push_init(&push, file->image, &save, file->has_records, err);
        if (code == SDN_OK)
            code = connection->backend->push(connection, &push, keep_lock, err);
        sdn__push_release(&push);
        file->transaction = file->transaction && connection->backend->is_locked(connection);
    }
    if (!sdn_saved(code)) {
        sdn__save_cancel(&save);
        return code;
    }
    const sdn_image *before = file->image;
    sdn__save_finish(&file->image, &save);
    if (file->has_records && file->image != before)
        sdn__replica_name_problems(file->image);
    file->is_missing = false;
    return code;
}

/* Whether anything is to be saved. If not, edits that change nothing are dropped: after a save, text that was assigned
 * to records need not live any longer. */
static bool drop_noop_edits(sdn_file *file)
{
    if (sdn__image_changed(file->image))
        return true;
    for (size_t i = 0; i < file->image->table_count; i++)
        sdn__edit_rollback(file->image->tables[i]);
    return false;
}

static sdn_code fail_restless(const sdn_file *file, int tries, sdn_error *err)
{
    return sdn__fail(err, SDN_E_CONFLICT, file->path,
                     "the save was tried %d times, and other programs changed the file each time; nothing was written, "
                     "try later",
                     tries);
}

/* Saves under the lock. Only SDN_E_CONFLICT from push_edits, a file that changed in the last moment, leads to another
 * try; one from sdn__file_refresh is a conflict of edits and ends the save. From the second try on the path is followed
 * again, since its directory may have been replaced, and a file that is being written is waited for. */
static sdn_code save_locked(sdn_file *file, bool keep_lock, sdn_error *err)
{
    int64_t pause_ns = 0;
    for (int tries = 1;; tries++) {
        if (!drop_noop_edits(file))
            return SDN_OK;
        bool is_first = tries == 1;
        sdn_code code = sdn__file_refresh(file, is_first ? SDN_REFRESH_NOW : SDN_REFRESH_FOLLOW, err);
        if (code != SDN_OK)
            return code;
        code = push_edits(file, keep_lock, err);
        if (code != SDN_E_CONFLICT)
            return code;
        if (sdn__gives_up(file->connection, tries, SAVE_TRIES))
            return fail_restless(file, tries, err);
        if (!is_first)
            sdn__pause(file->connection, &pause_ns);
    }
}

/* Saves outside of a transaction. */
static sdn_code save_alone(sdn_file *file, sdn_error *err)
{
    if (!drop_noop_edits(file))
        return SDN_OK;
    sdn_code code = sdn__file_lock(file, err);
    if (code == SDN_OK)
        code = save_locked(file, false, err);
    sdn__file_unlock(file);
    return code;
}

void sdn__file_forget_conflicts(sdn_file *file)
{
    for (size_t i = 0; i < file->store_count; i++)
        sdn__conflict_list_release(&file->stores[i]->conflicts);
}

sdn_code sdn_file_save(sdn_file *file, sdn_error *err)
{
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    sdn__file_forget_conflicts(file);
    sdn__start_waiting(file->connection, SDN_LOCK_WAIT_FOREVER);
    code = file->transaction ? save_locked(file, true, err) : save_alone(file, err);
    sdn__file_end_lifetimes(file);
    return code;
}

/* ---- transactions ---- */

/* Refuses what could not be saved to, before somebody edits it. */
static sdn_code require_savable_to(const sdn_file *file, sdn_error *err)
{
    const sdn_backend *backend = file->connection->backend;
    return backend->require_writable != NULL ? backend->require_writable(file->connection, err) : SDN_OK;
}

sdn_code sdn_file_begin(sdn_file *file, sdn_error *err)
{
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    if (file->transaction)
        return sdn__fail(err, SDN_E_MISUSE, file->path, "a transaction is running already; commit or roll back first");
    sdn__file_forget_conflicts(file);
    code = sdn__file_lock(file, err);
    if (code == SDN_OK)
        code = sdn__file_refresh(file, SDN_REFRESH_AT_REST, err);
    if (code == SDN_OK)
        code = sdn__image_require_resolved(file->image, err);
    if (code == SDN_OK)
        code = require_savable_to(file, err);
    file->transaction = code == SDN_OK;
    if (code != SDN_OK)
        sdn__file_unlock(file);
    sdn__file_end_lifetimes(file);
    return code;
}

sdn_code sdn_file_commit(sdn_file *file, sdn_error *err)
{
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    if (!file->transaction)
        return sdn__fail(err, SDN_E_MISUSE, file->path, "no transaction is running; begin one, or use save");
    sdn__file_forget_conflicts(file);
    sdn__start_waiting(file->connection, SDN_LOCK_WAIT_FOREVER);
    code = save_locked(file, false, err);
    file->transaction = false;
    sdn__file_unlock(file);
    sdn__file_end_lifetimes(file);
    return code;
}

void sdn_file_rollback(sdn_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->image->table_count; i++)
        sdn__edit_rollback(file->image->tables[i]);
    file->transaction = false;
    sdn__file_unlock(file);
    sdn__file_end_lifetimes(file);
}

/* Under the lock, which is taken here. */
static sdn_code reload_locked(sdn_file *file, sdn_error *err)
{
    sdn_code code = sdn__file_lock(file, err);
    if (code == SDN_OK)
        code = sdn__file_refresh(file, SDN_REFRESH_AT_REST, err);
    sdn__file_unlock(file);
    return code;
}

/* Without the lock, or in a transaction, which has it. */
static sdn_code reload_as_it_is(sdn_file *file, sdn_error *err)
{
    sdn__start_waiting(file->connection, file->transaction ? SDN_LOCK_WAIT_FOREVER : SDN_READ_PATIENCE_MS);
    return sdn__file_refresh(file, SDN_REFRESH_FOLLOW, err);
}

sdn_code sdn_file_reload(sdn_file *file, sdn_error *err)
{
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    sdn__file_forget_conflicts(file);
    code = file->options.read_lock && !file->transaction ? reload_locked(file, err) : reload_as_it_is(file, err);
    sdn__file_end_lifetimes(file);
    return code;
}

bool sdn_file_changed(const sdn_file *file)
{
    return file != NULL && sdn__image_changed(file->image);
}
