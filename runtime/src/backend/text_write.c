/* Text files: the file is replaced by a new one, if it still is the one that was loaded. */
#include "backend/text_file.h"

#include "backend/push.h"
#include "file/file_attributes.h"
#include "save/save_write.h"

/* Refuses a file that could not be replaced, before somebody edits it. */
sdn_code sdn__text_require_writable(sdn_connection *connection, sdn_error *err)
{
    const sdn_text_file *file = sdn__text_file_of(connection);
    if (!file->snapshot.exists)
        return SDN_OK;
    return sdn__file_attributes_check_writable(&file->resolved, &file->snapshot.stat, sdn__lock_user(file->lock), err);
}

static sdn_save_target target_of(sdn_text_file *file)
{
    const sdn_options *options = file->connection.options;
    sdn_save_target target = {.path = &file->resolved,
                              .lock = file->lock,
                              .snapshot = &file->snapshot,
                              .options = sdn_atomic_file_options_default()};
    target.options.durability = options->durability;
    target.options.break_links = options->break_links;
    return target;
}

sdn_code sdn__text_push(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err)
{
    (void)keep_lock; /* it is kept until unlock */
    sdn_text_file *file = sdn__text_file_of(connection);
    sdn_snapshot saved = SDN_SNAPSHOT_INIT;
    sdn_save_target target = target_of(file);
    sdn_code code = sdn__save_write(&target, sdn__save_pieces(push->save), &saved, err);
    if (!sdn_saved(code))
        return code;
    sdn__snapshot_release(&file->replaced);
    file->replaced = file->snapshot;
    file->snapshot = saved;
    return code;
}
