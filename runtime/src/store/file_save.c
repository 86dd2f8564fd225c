/*
 * Saves and transactions.
 *
 * A save under the lock
 *   1. Edits that change nothing are dropped; if no others are left, nothing is touched.
 *   2. The image is brought up to date, and the edits are merged into what other programs wrote (file_load.c).
 *   3. The save is prepared: the edits are checked and encoded (save/save.h).
 *   4. The new file is laid out, written and exchanged with the old one (save/save_write.h). If that is not the loaded
 *      one by then, the exchange fails with SDN_E_CONFLICT, and all begins again at 1.
 * Locked programs do not get here at the same time. Those without a lock can change the file at any moment, so step 4
 * compares at the last one.
 */
#include "store/file.h"

#include "base/error.h"
#include "edit/edit.h"
#include "file/file_attributes.h"
#include "save/save.h"
#include "save/save_write.h"

/* A save is tried at least this often, even if the lock timeout is shorter. */
enum { SAVE_TRIES = 5 };

/* ---- files in memory ---- */

static sdn_code require_disk(const sdn_file *file, sdn_error *err)
{
    if (!file->in_memory)
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, file->resolved.path,
                     "the file is in memory only, without transactions, saves and reloads; take its bytes instead");
}

/* ---- saves ---- */

static sdn_save_target target_of(sdn_file *file)
{
    sdn_save_target target = {.path = &file->resolved,
                              .lock = file->lock,
                              .snapshot = &file->snapshot,
                              .options = sdn_atomic_file_options_default()};
    target.options.durability = file->options.durability;
    target.options.break_links = file->options.break_links;
    return target;
}

/* One attempt. What finish needs is ready before the file is written, so after it is replaced nothing can fail. */
static sdn_code write_edits(sdn_file *file, sdn_error *err)
{
    sdn_save save;
    sdn_snapshot saved = SDN_SNAPSHOT_INIT;
    sdn_save_target target = target_of(file);
    sdn_code code = sdn__save_prepare(file->image, file->seed, &save, err);
    if (code != SDN_OK)
        return code;
    code = sdn__save_lay_out(file->image, &save, err);
    if (code == SDN_OK)
        code = sdn__save_write(&target, sdn__save_pieces(&save), &saved, err);
    if (code != SDN_OK && code != SDN_W_NOT_DURABLE) {
        sdn__save_cancel(&save);
        return code;
    }
    sdn__save_finish(&file->image, &save);
    sdn__snapshot_release(&file->replaced);
    file->replaced = file->snapshot;
    file->snapshot = saved;
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
    return sdn__fail(err, SDN_E_CONFLICT, file->resolved.path,
                     "the save was tried %d times, and other programs changed the file each time; nothing was written, "
                     "try later",
                     tries);
}

/* Saves under the lock. Only SDN_E_CONFLICT from write_edits, a file that changed in the last moment, leads to another
 * try; one from sdn__file_refresh is a conflict of edits and ends the save. From the second try on the path is followed
 * again, since its directory may have been replaced, and a file that is being written is waited for. */
static sdn_code save_locked(sdn_file *file, sdn_error *err)
{
    int64_t pause_ns = 0;
    for (int tries = 1;; tries++) {
        if (!drop_noop_edits(file))
            return SDN_OK;
        bool is_first = tries == 1;
        sdn_code code = is_first ? SDN_OK : sdn__file_follow_path(file, err);
        if (code == SDN_OK)
            code = sdn__file_refresh(file, !is_first, err);
        if (code != SDN_OK)
            return code;
        code = write_edits(file, err);
        if (code != SDN_E_CONFLICT)
            return code;
        if (sdn__file_gives_up(file, tries, SAVE_TRIES))
            return fail_restless(file, tries, err);
        if (!is_first)
            sdn__file_pause(file, &pause_ns);
    }
}

/* Saves outside of a transaction. */
static sdn_code save_alone(sdn_file *file, sdn_error *err)
{
    if (!drop_noop_edits(file))
        return SDN_OK;
    sdn_code code = sdn__file_lock(file, err);
    if (code == SDN_OK)
        code = save_locked(file, err);
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
    sdn__file_start_waiting(file, SDN_LOCK_WAIT_FOREVER);
    code = file->transaction ? save_locked(file, err) : save_alone(file, err);
    sdn__file_end_lifetimes(file);
    return code;
}

/* ---- transactions ---- */

/* Refuses a file that could not be replaced, before somebody edits it. */
static sdn_code check_writable(const sdn_file *file, sdn_error *err)
{
    if (!file->snapshot.exists)
        return SDN_OK;
    return sdn__file_attributes_check_writable(&file->resolved, &file->snapshot.stat, sdn__lock_user(file->lock), err);
}

sdn_code sdn_file_begin(sdn_file *file, sdn_error *err)
{
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    if (file->transaction)
        return sdn__fail(err, SDN_E_MISUSE, file->resolved.path,
                         "a transaction is running already; commit or roll back first");
    sdn__file_forget_conflicts(file);
    code = sdn__file_lock(file, err);
    if (code == SDN_OK)
        code = sdn__file_refresh(file, true, err);
    if (code == SDN_OK)
        code = sdn__image_require_resolved(file->image, err);
    if (code == SDN_OK)
        code = check_writable(file, err);
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
        return sdn__fail(err, SDN_E_MISUSE, file->resolved.path, "no transaction is running; begin one, or use save");
    sdn__file_forget_conflicts(file);
    sdn__file_start_waiting(file, SDN_LOCK_WAIT_FOREVER);
    code = save_locked(file, err);
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

/* Takes the lock if the options say so, or follows the path. A transaction has the lock already. */
static sdn_code get_ready_to_reload(sdn_file *file, bool lock_needed, sdn_error *err)
{
    if (lock_needed)
        return sdn__file_lock(file, err);
    sdn__file_start_waiting(file, file->transaction ? SDN_LOCK_WAIT_FOREVER : SDN_READ_PATIENCE_MS);
    return sdn__file_follow_path(file, err);
}

sdn_code sdn_file_reload(sdn_file *file, sdn_error *err)
{
    bool lock_needed = file->options.read_lock && !file->transaction;
    sdn_code code = require_disk(file, err);
    if (code != SDN_OK)
        return code;
    sdn__file_forget_conflicts(file);
    code = get_ready_to_reload(file, lock_needed, err);
    if (code == SDN_OK)
        code = sdn__file_refresh(file, true, err);
    if (lock_needed)
        sdn__file_unlock(file);
    sdn__file_end_lifetimes(file);
    return code;
}

bool sdn_file_changed(const sdn_file *file)
{
    return file != NULL && sdn__image_changed(file->image);
}
