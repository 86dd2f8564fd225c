/* Text files: the lock, and following the path. */
#include "backend/text_file.h"

#include "backend/waiting.h"
#include "base/error.h"
#include "file/atomic_file_internal.h"

/* How often a directory may be replaced while its lock is taken. */
enum { FOLLOW_TRIES = 20 };

void sdn__text_unlock(sdn_connection *connection)
{
    sdn_text_file *file = sdn__text_file_of(connection);
    sdn_lock_release(file->lock);
    file->lock = NULL;
    sdn__snapshot_release(&file->replaced);
}

/* One attempt. *moved: the path now leads to another directory than the one whose lock was asked for. */
static sdn_code lock_here(sdn_text_file *file, bool *moved, sdn_error *err)
{
    const sdn_options *wanted = file->connection.options;
    sdn_lock_options options = {wanted->lock_timeout_ms, wanted->foreign_stale_ms};
    bool is_current = true;
    sdn_code code = sdn__lock_acquire_at(&file->resolved, &options, &file->lock, err);
    sdn_code looked = sdn__path_check(&file->resolved, &is_current, code == SDN_OK ? err : NULL);
    *moved = !is_current;
    if (code == SDN_OK && (looked != SDN_OK || !is_current))
        sdn__text_unlock(&file->connection);
    return code == SDN_OK ? looked : code;
}

/* While the lock is waited for, the directory may be replaced, or removed together with the lock file. */
static sdn_code lock_where_path_leads(sdn_text_file *file, sdn_error *err)
{
    for (int tries = 0; tries < FOLLOW_TRIES; tries++) {
        bool moved;
        sdn_code code = lock_here(file, &moved, err);
        if (!moved)
            return code;
        code = sdn__path_reopen(&file->resolved, err);
        if (code != SDN_OK)
            return code;
        file->swept = false;
    }
    return sdn__fail(err, SDN_E_IO, file->resolved.path, "the directory is replaced again and again; try later");
}

/* Takes the lock of the directory that the path leads to now, and sweeps leftover files the first time. */
sdn_code sdn__text_lock(sdn_connection *connection, sdn_error *err)
{
    sdn_text_file *file = sdn__text_file_of(connection);
    sdn_code code = lock_where_path_leads(file, err);
    sdn__start_waiting(connection, SDN_LOCK_WAIT_FOREVER);
    if (code == SDN_OK && !file->swept) /* leftover files only take space, so failing does no harm */
        file->swept = sdn__atomic_file_sweep_at(&file->resolved, file->lock, NULL) == SDN_OK;
    return code;
}

sdn_code sdn__text_follow_path(sdn_text_file *file, sdn_error *err)
{
    bool is_current = true;
    sdn_code code = sdn__path_check(&file->resolved, &is_current, err);
    if (code != SDN_OK || is_current)
        return code;
    if (file->lock == NULL)
        return sdn__path_reopen(&file->resolved, err);
    sdn__text_unlock(&file->connection);
    return sdn__text_lock(&file->connection, err);
}

bool sdn__text_is_locked(const sdn_connection *connection)
{
    return ((const sdn_text_file *)(const void *)connection)->lock != NULL;
}

void sdn__text_keep_lock(sdn_connection *connection)
{
    const sdn_text_file *file = sdn__text_file_of(connection);
    if (file->lock != NULL)
        (void)sdn_lock_refresh(file->lock, NULL); /* a lost lock is noticed by the save */
}
