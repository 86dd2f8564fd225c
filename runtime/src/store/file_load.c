/*
 * Loading: reading a file into an image, and bringing the image up to date when the file has changed.
 *
 * How the file is read
 *   1. A snapshot is taken: the file is opened, and its stamps are noted (file/snapshot.h).
 *   2. If a program has it open for writing, that is waited for, and all begins again.
 *   3. It is read. If its stamps changed meanwhile, the bytes may be a mixture, and all begins again.
 * A file that is replaced meanwhile is no mixture: the old one stays open and is read to its end.
 *
 * How the image is brought up to date
 *   1. If the snapshot still is what is on disk, nothing is read.
 *   2. Otherwise the file is read. If its bytes are those of the image, as after touch, only the snapshot is renewed.
 *   3. Otherwise the bytes become a new image, and the unsaved edits are merged into it (merge.h).
 * The new image replaces the old one only when all of that went well.
 */
#include "store/file.h"

#include "base/alloc.h"
#include "base/error.h"
#include "save/save.h"
#include "store/merge.h"
#include "store/merge_cleared.h"

#include <string.h>

/* A file that changes during each of this many reads is an error, unless the deadline is later. */
enum { READ_TRIES = 20 };

/* One snapshot of the file, read. */
typedef struct reading {
    sdn_snapshot snapshot;
    sdn_content content; /* followed by SDN_PADDING NULs */
} reading;

static void release_reading(reading *read)
{
    sdn__snapshot_release(&read->snapshot);
    sdn__free(read->content.bytes);
    read->content.bytes = NULL;
}

/* ---- reading ---- */

/* One attempt. *changed: it does not count, because the file was being written before, or was changed while it was
 * read. */
static sdn_code try_to_read(const sdn_file *file, reading *read, bool *changed, sdn_error *err)
{
    *read = (reading){.snapshot = SDN_SNAPSHOT_INIT};
    sdn_code code = sdn__file_take_snapshot(file, &read->snapshot, err);
    if (code == SDN_OK)
        code = sdn__file_await_writers(file, &read->snapshot, changed, err);
    if (code != SDN_OK || *changed)
        return code;
    const sdn_read_options options = {file->options.max_file_bytes, SDN_PADDING, file->options.threads};
    return sdn__snapshot_read(&file->resolved, &read->snapshot, &options, &read->content, changed, err);
}

static sdn_code read_content(const sdn_file *file, reading *read, sdn_error *err)
{
    int64_t pause_ns = 0;
    for (int tries = 1;; tries++) {
        bool changed = false;
        sdn_code code = try_to_read(file, read, &changed, err);
        if (code == SDN_OK && !changed)
            return SDN_OK;
        release_reading(read);
        if (code != SDN_OK)
            return code;
        if (sdn__file_gives_up(file, tries, READ_TRIES))
            return sdn__fail(err, SDN_E_IO, file->resolved.path,
                             "the file changes while it is read, again and again; try later");
        sdn__file_pause(file, &pause_ns);
    }
}

static void adopt_image(sdn_file *file, sdn_image *image, sdn_snapshot snapshot)
{
    sdn__save_free_image(file->image);
    sdn__snapshot_release(&file->snapshot);
    file->image = image;
    file->snapshot = snapshot;
}

/* Makes an image of what was read, which owns the bytes from then on. `type` is the table of the first image; later
 * ones have the tables of the image before. */
static sdn_code parse(const sdn_file *file, reading *read, const sdn_record_type *type, sdn_image **image,
                      sdn_error *err)
{
    sdn_content content = read->content;
    read->content.bytes = NULL;
    sdn_code code = file->image != NULL ? sdn__image_renew(file->image, content, file->seed, image, err)
                                        : sdn__image_create(file->resolved.path, content, &file->options, &type,
                                                            type != NULL ? 1 : 0, file->seed, image, err);
    if (code == SDN_OK && file->options.strict && (code = sdn__image_require_clean(*image, err)) != SDN_OK)
        sdn__save_free_image(*image);
    return code;
}

sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    reading read;
    sdn_image *image = NULL;
    sdn_code code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    code = parse(file, &read, type, &image, err);
    if (code == SDN_OK)
        adopt_image(file, image, read.snapshot);
    else
        release_reading(&read);
    return code;
}

/* Copies bytes to where an image can own them. */
static sdn_code copy_content(const sdn_file *file, sdn_str bytes, reading *read, sdn_error *err)
{
    *read = (reading){.snapshot = SDN_SNAPSHOT_INIT, .content = {.len = bytes.len}};
    if (bytes.len > file->options.max_file_bytes)
        return sdn__snapshot_refuse_size(&file->resolved, bytes.len, file->options.max_file_bytes, err);
    char *copy = sdn__alloc_whole(&read->content.pages, bytes.len + SDN_PADDING);
    if (copy == NULL)
        return sdn__fail_memory(err);
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    memset(copy + bytes.len, 0, SDN_PADDING);
    read->content.bytes = copy;
    return SDN_OK;
}

sdn_code sdn__file_load_bytes(sdn_file *file, sdn_str bytes, sdn_error *err)
{
    reading read;
    sdn_image *image = NULL;
    sdn_code code = copy_content(file, bytes, &read, err);
    if (code == SDN_OK)
        code = parse(file, &read, NULL, &image, err);
    if (code == SDN_OK)
        adopt_image(file, image, read.snapshot);
    return code;
}

/* ---- merging ---- */

/* The number of conflicts of all stores, and the first store that has any. */
static size_t count_conflicts(const sdn_file *file, const sdn_store **first)
{
    size_t count = 0;
    for (size_t i = file->store_count; i-- > 0;) {
        count += file->stores[i]->conflicts.count;
        if (file->stores[i]->conflicts.count > 0)
            *first = file->stores[i];
    }
    return count;
}

static sdn_code merge_tables(sdn_file *file, sdn_image *newest, const sdn_merge_options *options, sdn_error *err)
{
    const sdn_merge_sides sides = {file->image->tables, newest->tables, file->store_count};
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < file->store_count && code == SDN_OK; i++)
        code = sdn__merge(&sides, i, options, &file->stores[i]->conflicts, err);
    if (code == SDN_OK)
        code = sdn__clear_deleted(file->image->tables, newest->tables, file->store_count, NULL, err);
    return code;
}

sdn_code sdn__file_merge_into(sdn_file *file, sdn_image *newest, const sdn_merge_options *options, sdn_error *err)
{
    const sdn_store *first = NULL;
    if (!sdn__image_changed(file->image))
        return SDN_OK;
    sdn_code code = sdn__image_require_resolved(newest, err);
    if (code == SDN_OK)
        code = merge_tables(file, newest, options, err);
    if (code != SDN_OK || options->policy != SDN_ON_CONFLICT_FAIL)
        return code;
    size_t count = count_conflicts(file, &first);
    return count > 0 ? sdn__conflict_fail(first->type, &first->conflicts, count, file->resolved.path, err) : SDN_OK;
}

/* ---- bringing up to date ---- */

/* Whether what was read is the content of the image, its unsaved edits left out. */
static bool is_loaded_content(const sdn_file *file, const reading *read)
{
    return read->snapshot.exists == file->snapshot.exists &&
           sdn__pieces_equal(&file->image->pieces, read->content.bytes, read->content.len);
}

/* For a file that was touched, or written again with the same bytes. The new snapshot spares reading it the next
 * time. */
static void adopt_snapshot(sdn_file *file, reading *read)
{
    sdn__snapshot_release(&file->snapshot);
    file->snapshot = read->snapshot;
    read->snapshot = (sdn_snapshot)SDN_SNAPSHOT_INIT;
}

/* Makes the image of what was read the current one, with the unsaved edits merged into it. */
static sdn_code adopt_content(sdn_file *file, reading *read, sdn_error *err)
{
    sdn_image *newest = NULL;
    const sdn_merge_options options = {.policy = file->options.on_conflict};
    sdn_code code = parse(file, read, NULL, &newest, err);
    if (code != SDN_OK)
        return code;
    code = sdn__file_merge_into(file, newest, &options, err);
    if (code != SDN_OK) {
        sdn__save_free_image(newest);
        return code;
    }
    adopt_image(file, newest, read->snapshot);
    read->snapshot = (sdn_snapshot)SDN_SNAPSHOT_INIT;
    return SDN_OK;
}

/* Whether the file is the one loaded and, with `at_rest`, nobody is writing it. */
static sdn_code is_loaded_file(sdn_file *file, bool at_rest, bool *same, sdn_error *err)
{
    bool waited = true;
    sdn_code code = SDN_OK;
    while (code == SDN_OK && waited) {
        waited = false;
        code = sdn__snapshot_compare(&file->resolved, &file->snapshot, same, err);
        if (code == SDN_OK && *same && at_rest)
            code = sdn__file_await_writers(file, &file->snapshot, &waited, err);
    }
    return code;
}

sdn_code sdn__file_refresh(sdn_file *file, bool at_rest, sdn_error *err)
{
    bool same = false;
    reading read;
    sdn_code code = is_loaded_file(file, at_rest, &same, err);
    if (code != SDN_OK || same)
        return code;
    code = read_content(file, &read, err);
    if (code != SDN_OK)
        return code;
    if (is_loaded_content(file, &read))
        adopt_snapshot(file, &read);
    else
        code = adopt_content(file, &read, err);
    release_reading(&read);
    return code;
}
