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
#include "save/save.h"

#include <string.h>

/* ---- what was tried ---- */

void sdn__file_forget_try(sdn_file *file)
{
    sdn__buffer_release(&file->tried);
    file->tried = (sdn_buffer)SDN_BUFFER_INIT;
}

/* If memory runs out, nothing is kept. */
static void note_try(sdn_file *file)
{
    sdn__file_forget_try(file);
    if (file->connection->commit_unknown && sdn__save_copy(file->image, file->seed, &file->tried, NULL) != SDN_OK)
        sdn__file_forget_try(file);
}

static sdn_code compare_with_try(const sdn_file *file, bool *same, sdn_error *err)
{
    sdn_buffer now = SDN_BUFFER_INIT;
    const sdn_buffer *tried = &file->tried;
    sdn_code code = tried->len > 0 ? sdn__save_copy(file->image, file->seed, &now, err) : SDN_E_INVALID;
    *same = code == SDN_OK && now.len == tried->len && memcmp(now.bytes, tried->bytes, now.len) == 0;
    sdn__buffer_release(&now);
    return code == SDN_E_NOMEM ? code : SDN_OK;
}

/* ---- the push ---- */

/* The edits of the image before are saved. */
static void note_pushed_edits(sdn_file *file, const sdn_image *before)
{
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
        sdn_push push;
        code = sdn__push_init(&push, file->image, &save, file->has_records, err);
        if (code == SDN_OK)
            code = connection->backend->push(connection, &push, keep_lock, err);
        sdn__push_release(&push);
        file->transaction = file->transaction && connection->backend->is_locked(connection);
    }
    if (!sdn_saved(code)) {
        sdn__save_cancel(&save);
        note_try(file);
        return code;
    }
    const sdn_image *before = file->image;
    sdn__save_finish(&file->image, &save);
    note_pushed_edits(file, before);
    return code;
}

/* ---- one of which nobody knows ---- */

/* Takes the edits for saved. */
static sdn_code adopt_edits(sdn_file *file, sdn_error *err)
{
    const sdn_image *before = file->image;
    sdn_code code = sdn__save_adopt(&file->image, file->seed, err);
    if (code == SDN_OK)
        note_pushed_edits(file, before);
    return code;
}

sdn_code sdn__file_find_out(sdn_file *file, sdn_error *err)
{
    sdn_connection *connection = file->connection;
    bool pushed = false, same = false;
    if (!connection->commit_unknown)
        return SDN_OK;
    sdn_code code = connection->backend->find_out(connection, &pushed, err);
    if (code == SDN_OK && pushed)
        code = compare_with_try(file, &same, err);
    if (code == SDN_OK && same)
        code = adopt_edits(file, err);
    if (code != SDN_OK)
        return code;
    connection->commit_unknown = false;
    sdn__file_forget_try(file);
    if (pushed)
        connection->backend->settle(connection, same);
    return SDN_OK;
}
