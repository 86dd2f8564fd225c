/* Text files: opening and closing, and the functions of the backend. */
#include "backend/text_file.h"

#include "base/alloc.h"
#include "base/error.h"

static void close_file(sdn_connection *connection)
{
    sdn_text_file *file = sdn__text_file_of(connection);
    sdn__text_unlock(connection);
    sdn__snapshot_release(&file->pulled);
    sdn__snapshot_release(&file->snapshot);
    sdn__path_close(&file->resolved);
    sdn__free(file);
}

static sdn_code open_file(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    (void)options;
    sdn_text_file *file = sdn__alloc_zeroed(1, sizeof *file);
    if (file == NULL)
        return sdn__fail_memory(err);
    file->resolved = (sdn_path)SDN_PATH_INIT;
    file->snapshot = file->pulled = file->replaced = (sdn_snapshot)SDN_SNAPSHOT_INIT;
    sdn_code code = sdn__path_open(path, &file->resolved, err);
    if (code == SDN_OK)
        *opened = &file->connection;
    else
        close_file(&file->connection);
    return code;
}

const sdn_backend sdn__text_backend = {
    .abi = SDN_RECORD_ABI,
    .scheme = "",
    .open = open_file,
    .lock = sdn__text_lock,
    .pull = sdn__text_pull,
    .settle = sdn__text_settle,
    .require_writable = sdn__text_require_writable,
    .push = sdn__text_push,
    .is_locked = sdn__text_is_locked,
    .keep_lock = sdn__text_keep_lock,
    .unlock = sdn__text_unlock,
    .close = close_file,
};
