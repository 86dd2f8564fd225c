/*
 * The push of a save, and one of which nobody knows whether it took place: the connection was lost while it was
 * committed, and what keeps the records cannot be asked.
 *
 * The edits of such a push stay pending. When they are saved again, or the file is reloaded, the backend finds out first.
 * If they were made they are taken for saved, so that a record without key, or one that would get another number, is not
 * there twice. That is right only if they are the same still, and the program may have written to its records meanwhile:
 * so what the save would have made of the whole content is kept, and compared with what it would make now. If it differs,
 * what was made is merged with as if another program had made it.
 */
#include "store/file.h"

#include "backend/push.h"
#include "backend/replica_problems.h"
#include "base/alloc.h"
#include "save/image_bytes.h"
#include "save/save.h"

#include <string.h>

void sdn__file_forget_try(sdn_file *file)
{
    sdn__free(file->tried);
    file->tried = NULL;
    file->tried_len = 0;
}

static void note_try(sdn_file *file, const sdn_save *save)
{
    sdn__file_forget_try(file);
    if (file->connection->commit_unknown)
        sdn__image_join(sdn__save_pieces(save), &file->tried, &file->tried_len, NULL);
}

/* ---- the push ---- */

static void finish_save(sdn_file *file, sdn_save *save)
{
    const sdn_image *before = file->image;
    sdn__save_finish(&file->image, save);
    if (file->has_records && file->image != before)
        sdn__replica_name_problems(file->image);
    file->is_missing = false;
}

/* One attempt. What finish needs is ready before the edits are made, so after that nothing can fail. */
sdn_code sdn__file_push(sdn_file *file, bool keep_lock, sdn_error *err)
{
    sdn_save save;
    sdn_connection *connection = file->connection;
    sdn_code code = sdn__save_prepare(file->image, file->seed, &save, err);
    if (code != SDN_OK)
        return code;
    code = sdn__save_lay_out(file->image, &save, err);
    if (code == SDN_OK) {
        sdn_push push = {file->image, &save};
        code = connection->backend->push(connection, &push, keep_lock, err);
        file->transaction = file->transaction && connection->backend->is_locked(connection);
    }
    if (!sdn_saved(code)) {
        note_try(file, &save);
        sdn__save_cancel(&save);
        return code;
    }
    finish_save(file, &save);
    return code;
}

/* ---- one of which nobody knows ---- */

/* Prepares to save what was tried; *same: that is what would be saved now, and *save is to be finished or cancelled. */
static sdn_code prepare_again(sdn_file *file, sdn_save *save, bool *same, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    *same = false;
    sdn_code code = file->tried != NULL ? sdn__save_prepare(file->image, file->seed, save, err) : SDN_E_INVALID;
    if (code != SDN_OK)
        return code == SDN_E_NOMEM ? code : SDN_OK;
    code = sdn__save_lay_out(file->image, save, err);
    if (code == SDN_OK)
        code = sdn__image_join(sdn__save_pieces(save), &bytes, &len, err);
    *same = code == SDN_OK && len == file->tried_len && memcmp(bytes, file->tried, len) == 0;
    sdn__free(bytes);
    if (!*same)
        sdn__save_cancel(save);
    return code == SDN_E_NOMEM ? code : SDN_OK;
}

sdn_code sdn__file_find_out(sdn_file *file, sdn_error *err)
{
    sdn_connection *connection = file->connection;
    bool pushed = false, same;
    sdn_save save;
    if (!connection->commit_unknown)
        return SDN_OK;
    sdn_code code = connection->backend->find_out(connection, &pushed, err);
    if (code == SDN_OK)
        code = prepare_again(file, &save, &same, err);
    if (code != SDN_OK)
        return code;
    connection->commit_unknown = false;
    sdn__file_forget_try(file);
    if (same && pushed)
        finish_save(file, &save);
    else if (same)
        sdn__save_cancel(&save);
    if (pushed)
        connection->backend->settle(connection, same);
    return SDN_OK;
}
