/* Files: opening, closing, their stores, the lock. */
#include "store/file.h"

#include "backend/backends.h"
#include "backend/waiting.h"
#include "base/alloc.h"
#include "base/error.h"
#include "os/sys.h"
#include "record/record.h"
#include "save/image_bytes.h"
#include "save/save.h"
#include "store/merge_cleared.h"

#include <string.h>

sdn_options sdn_options_default(void)
{
    sdn_lock_options lock = sdn_lock_options_default();
    sdn_options options = {
        .lock_timeout_ms = lock.timeout_ms,
        .foreign_stale_ms = lock.foreign_stale_ms,
        .durability = SDN_DURABLE,
        .max_file_bytes = (size_t)1 << 30,
        .max_cell_bytes = (size_t)16 << 20,
        .max_columns = 1000,
        .max_rows = 10000000,
        .threads = 1,
    };
    return options;
}

/* ---- the lock ---- */

sdn_code sdn__file_lock(sdn_file *file, sdn_error *err)
{
    return file->connection->backend->lock(file->connection, err);
}

void sdn__file_unlock(sdn_file *file)
{
    if (file->connection != NULL)
        file->connection->backend->unlock(file->connection);
}

void sdn__file_refresh_lock(sdn_file *file)
{
    if (file->connection->backend->keep_lock != NULL)
        file->connection->backend->keep_lock(file->connection);
}

/* ---- options ---- */

static sdn_code check_options(const sdn_options *options, sdn_error *err)
{
    if (options->max_file_bytes > UINT32_MAX)
        return sdn__fail(err, SDN_E_MISUSE, NULL,
                         "sdn_options: max_file_bytes is at most 4294967295; start from sdn_options_default()");
    if (options->max_columns >= SDN_NO_COLUMN - 1 || options->max_rows >= SDN_NO_SLOT - 1)
        return sdn__fail(err, SDN_E_MISUSE, NULL, "sdn_options: max_columns and max_rows are at most 4294967293");
    return SDN_OK;
}

/* Limits that are 0 become the usual ones. */
static sdn_options with_limits(sdn_options options)
{
    sdn_options usual = sdn_options_default();
    if (options.max_file_bytes == 0)
        options.max_file_bytes = usual.max_file_bytes;
    if (options.max_cell_bytes == 0)
        options.max_cell_bytes = usual.max_cell_bytes;
    if (options.max_columns == 0)
        options.max_columns = usual.max_columns;
    if (options.max_rows == 0)
        options.max_rows = usual.max_rows;
    return options;
}

/* ---- opening and closing ---- */

static char *copy_path(const char *path)
{
    size_t size = strlen(path) + 1;
    char *copy = sdn__alloc(size);
    if (copy != NULL)
        memcpy(copy, path, size);
    return copy;
}

sdn_file *sdn__file_create(const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_options chosen = options != NULL ? with_limits(*options) : sdn_options_default();
    if (check_options(&chosen, err) != SDN_OK)
        return NULL;
    sdn_file *file = sdn__alloc_zeroed(1, sizeof *file);
    char *copy = file != NULL ? copy_path(path) : NULL;
    if (copy == NULL) {
        sdn__free(file);
        sdn__fail_memory(err);
        return NULL;
    }
    file->options = chosen;
    file->path = copy;
    if (sdn__sys.random(&file->seed, sizeof file->seed) != 0)
        file->seed = (uint64_t)sdn__sys.monotonic_ns();
    return file;
}

/* The path that messages show is the one that the backend made of it, if it did. */
static sdn_code take_shown_path(sdn_file *file, sdn_error *err)
{
    const char *shown = file->connection->path;
    file->connection->path = file->path;
    if (shown == NULL || strcmp(shown, file->path) == 0)
        return SDN_OK;
    char *copy = copy_path(shown);
    if (copy == NULL)
        return sdn__fail_memory(err);
    sdn__free(file->path);
    file->connection->path = file->path = copy;
    return SDN_OK;
}

static sdn_code connect(sdn_file *file, const sdn_backend *backend, sdn_error *err)
{
    sdn_code code = backend->open(file->path, &file->options, &file->connection, err);
    if (code != SDN_OK)
        return code;
    file->connection->backend = backend;
    file->connection->options = &file->options;
    return take_shown_path(file, err);
}

/* A file that is not loaded yet. */
static sdn_file *create_at(const char *path, const sdn_options *options, sdn_error *err)
{
    const sdn_backend *backend;
    if (sdn__backend_of(path, &backend, err) != SDN_OK)
        return NULL;
    sdn_file *file = sdn__file_create(path, options, err);
    if (file == NULL || connect(file, backend, err) == SDN_OK)
        return file;
    sdn_file_close(file);
    return NULL;
}

/* Loads the file, under the lock if the options say so. */
static sdn_code load_first(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn__start_waiting(file->connection, SDN_READ_PATIENCE_MS);
    sdn_code code = file->options.read_lock ? sdn__file_lock(file, err) : SDN_OK;
    if (code == SDN_OK)
        code = sdn__file_load(file, type, err);
    sdn__file_unlock(file);
    return code;
}

static sdn_store *add_store(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn_store **stores = sdn__resize(file->stores, file->store_count + 1, sizeof(sdn_store *));
    if (stores != NULL)
        file->stores = stores;
    sdn_store *store = stores != NULL ? sdn__alloc(sizeof *store) : NULL;
    if (store == NULL) {
        sdn__fail_memory(err);
        return NULL;
    }
    *store = (sdn_store){.type = type, .file = file, .number = file->store_count};
    file->stores[file->store_count++] = store;
    return store;
}

sdn_file *sdn_file_open(const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_file *file = create_at(path, options, err);
    if (file != NULL && load_first(file, NULL, err) != SDN_OK) {
        sdn_file_close(file);
        return NULL;
    }
    return file;
}

static void free_store(sdn_store *store)
{
    sdn__conflict_list_release(&store->conflicts);
    sdn__free(store);
}

void sdn_file_close(sdn_file *file)
{
    if (file == NULL)
        return;
    for (size_t i = 0; i < file->store_count; i++)
        free_store(file->stores[i]);
    sdn__free(file->stores);
    if (file->connection != NULL)
        file->connection->backend->close(file->connection);
    sdn__file_free_retired(file);
    sdn__file_forget_try(file);
    sdn__save_free_image(file->image);
    sdn__free(file->path);
    sdn__free(file);
}

sdn_store *sdn_store_open(const sdn_record_type *type, const char *path, const sdn_options *options, sdn_error *err)
{
    sdn_file *file = sdn__record_type_check(type, path, err) == SDN_OK ? create_at(path, options, err) : NULL;
    sdn_store *store = file != NULL ? add_store(file, type, err) : NULL;
    if (store == NULL || load_first(file, type, err) != SDN_OK) {
        sdn_file_close(file);
        return NULL;
    }
    file->owned_by_store = true;
    return store;
}

void sdn_store_close(sdn_store *store)
{
    if (store != NULL && store->file->owned_by_store)
        sdn_file_close(store->file);
}

/* ---- stores of a file ---- */

/* Its records may refer to some that were deleted before the table was opened. */
static sdn_code clear_deleted_before(sdn_image *image, sdn_error *err)
{
    const sdn_table *added = image->tables[image->table_count - 1];
    return added->on_delete == NULL ? SDN_OK
                                    : sdn__clear_deleted(image->tables, image->tables, image->table_count, added, err);
}

static sdn_code add_record_table(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    if (file->has_records)
        return sdn__file_load_added(file, err);
    sdn_code code = sdn__image_add_table(file->image, type, file->seed, err);
    if (code != SDN_OK)
        return code;
    sdn__image_number_lines(file->image, file->image->tables[file->image->table_count - 1]);
    if (file->options.strict)
        code = sdn__image_require_clean(file->image, err);
    if (code == SDN_OK)
        code = clear_deleted_before(file->image, err);
    if (code != SDN_OK)
        sdn__image_drop_last_table(file->image);
    return code;
}

sdn_store *sdn_file_store(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    if (sdn__record_type_check(type, file->path, err) != SDN_OK)
        return NULL;
    for (size_t i = 0; i < file->store_count; i++) {
        if (file->stores[i]->type == type)
            return file->stores[i];
        if (sdn_str_equal(file->stores[i]->type->table, type->table)) {
            sdn__fail(err, SDN_E_MISUSE, file->path, "table '%s' is open as record type %s already; use that store",
                      type->table.ptr, file->stores[i]->type->name);
            return NULL;
        }
    }
    sdn_store *store = add_store(file, type, err);
    if (store != NULL && add_record_table(file, type, err) != SDN_OK) {
        file->store_count--;
        sdn__free(store);
        return NULL;
    }
    return store;
}

sdn_file *sdn_store_file(const sdn_store *store)
{
    return store != NULL ? store->file : NULL;
}

sdn_image *sdn__store_image(const sdn_store *store)
{
    return store->file->image;
}
