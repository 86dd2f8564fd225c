/* Saves and transactions. */
#include "store/file.h"
#include "edit/edit.h"
#include "save/image_bytes.h"

#include "base/alloc.h"
#include "file/atomic_file_internal.h"
#include "file/file_attributes.h"
#include "file/lock_internal.h"
#include "save/save.h"

#include <string.h>

/* Large enough to be efficient, small enough to stay in the cache. What has a size worth a call is written from where
 * it stands, the rest gathered first. */
enum { WRITE_CHUNK = 256 * 1024, WORTH_A_CALL = 32 * 1024, GATHERED = 64 * 1024 };

/* How often a file may change between the last look at it and its replacement, if the lock timeout is shorter than that. */
enum { SAVE_TRIES = 5 };

/* ---- writing ---- */

/* Small pieces go out together. */
typedef struct chunk {
    char *bytes; /* GATHERED of them, or the whole file */
    size_t len;
} chunk;

static sdn_code flush(sdn_atomic_file *out, chunk *staged, sdn_error *err)
{
    size_t len = staged->len;
    staged->len = 0;
    return len > 0 ? sdn_atomic_file_write(out, staged->bytes, len, err) : SDN_OK;
}

static sdn_code write_large(sdn_atomic_file *out, sdn_str piece, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t done = 0; done < piece.len && code == SDN_OK; done += WRITE_CHUNK) {
        size_t left = piece.len - done;
        code = sdn_atomic_file_write(out, piece.ptr + done, left < WRITE_CHUNK ? left : WRITE_CHUNK, err);
    }
    return code;
}

static sdn_code write_piece(sdn_atomic_file *out, chunk *staged, sdn_str piece, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (piece.len >= WORTH_A_CALL || piece.len > GATHERED - staged->len)
        code = flush(out, staged, err);
    if (code == SDN_OK && piece.len >= WORTH_A_CALL)
        return write_large(out, piece, err);
    if (code == SDN_OK) {
        memcpy(staged->bytes + staged->len, piece.ptr, piece.len);
        staged->len += piece.len;
    }
    return code;
}

static sdn_code write_pieces(sdn_atomic_file *out, const sdn_pieces *pieces, sdn_error *err)
{
    sdn_code code = SDN_OK;
    size_t room = pieces->len < GATHERED ? pieces->len + 1 : GATHERED;
    chunk staged = {sdn__alloc(room), 0};
    if (staged.bytes == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < pieces->count && code == SDN_OK; i++)
        code = write_piece(out, &staged, pieces->items[i], err);
    if (code == SDN_OK)
        code = flush(out, &staged, err);
    sdn__free(staged.bytes);
    return code;
}

/* Puts what is to be saved in the place of the loaded snapshot. */
static sdn_code replace_file(sdn_file *file, const sdn_pieces *pieces, sdn_snapshot *saved, sdn_error *err)
{
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    sdn_atomic_file *out = NULL;
    options.durability = file->options.durability;
    options.break_links = file->options.break_links;
    sdn_code code = sdn__atomic_file_create_at(&file->resolved, file->lock, &file->snapshot, &options, &out, err);
    if (code == SDN_OK)
        code = write_pieces(out, pieces, err);
    if (code == SDN_OK)
        return sdn__atomic_file_commit_snapshot(&out, saved, err);
    sdn_atomic_file_discard(&out);
    return code;
}

/* Saves under the lock. All is ready before the file is written, so after the rename nothing is left that could fail. */
static sdn_code write_edits(sdn_file *file, sdn_error *err)
{
    sdn_save save;
    sdn_snapshot saved = SDN_SNAPSHOT_INIT;
    sdn_code code = sdn__save_prepare(file->image, file->seed, &save, err);
    if (code != SDN_OK)
        return code;
    code = replace_file(file, save.pieces, &saved, err);
    if (code != SDN_OK && code != SDN_W_NOT_DURABLE) {
        sdn__save_cancel(file->image, &save);
        return code;
    }
    sdn__save_finish(&file->image, &save);
    sdn__snapshot_release(&file->replaced);
    file->replaced = file->snapshot;
    file->snapshot = saved;
    return code;
}

/* Whether anything is to be saved. If not, edits that came to nothing end here, as those that are saved do: the text
 * assigned to them need live no longer. */
static bool drop_noop_edits(sdn_file *file)
{
    if (sdn__image_changed(file->image))
        return true;
    for (size_t i = 0; i < file->image->table_count; i++)
        sdn__edit_rollback(file->image->tables[i]);
    return false;
}

static bool is_over(const sdn_file *file, int tries)
{
    return tries >= SAVE_TRIES && sdn__sys.monotonic_ns() >= file->deadline_ns;
}

static sdn_code fail_restless(const sdn_file *file, sdn_error *err)
{
    return sdn__fail(err, SDN_E_CONFLICT, file->resolved.path,
                     "other programs change the file each time that it is to be saved; nothing was written, try later");
}

/* Saves under the lock. Programs that do not lock may change the file at any time, or replace its directory; their changes
 * are merged too. What write_edits finds wrong with the file is looked at anew; a conflict of edits ends the attempt. */
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
        if (is_over(file, tries))
            return fail_restless(file, err);
        if (!is_first)
            sdn__file_pause(file, &pause_ns);
    }
}

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

static void forget_conflicts(sdn_file *file)
{
    for (size_t i = 0; i < file->store_count; i++)
        sdn__conflict_list_release(&file->stores[i]->conflicts);
}

sdn_code sdn_file_save(sdn_file *file, sdn_error *err)
{
    forget_conflicts(file);
    sdn__file_start_waiting(file, SDN_LOCK_WAIT_FOREVER);
    sdn_code code = file->transaction ? save_locked(file, err) : save_alone(file, err);
    sdn__file_end_lifetimes(file);
    return code;
}

/* ---- transactions ---- */

/* Before somebody edits what cannot be saved. */
static sdn_code check_writable(const sdn_file *file, sdn_error *err)
{
    if (!file->snapshot.exists)
        return SDN_OK;
    return sdn__file_attributes_check_writable(&file->resolved, &file->snapshot.stat, sdn__lock_user(file->lock), err);
}

sdn_code sdn_file_begin(sdn_file *file, sdn_error *err)
{
    if (file->transaction)
        return sdn__fail(err, SDN_E_MISUSE, file->resolved.path,
                         "a transaction is running already; commit or roll back first");
    forget_conflicts(file);
    sdn_code code = sdn__file_lock(file, err);
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
    if (!file->transaction)
        return sdn__fail(err, SDN_E_MISUSE, file->resolved.path, "no transaction is running; begin one, or use save");
    forget_conflicts(file);
    sdn__file_start_waiting(file, SDN_LOCK_WAIT_FOREVER);
    sdn_code code = save_locked(file, err);
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

/* A reader without the lock; a transaction has it. */
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
    forget_conflicts(file);
    sdn_code code = get_ready_to_reload(file, lock_needed, err);
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
