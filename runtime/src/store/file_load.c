/*
 * Loading: making an image of what a backend has, and bringing the image up to date when that has changed.
 *
 * How the image is brought up to date
 *   1. The backend is asked what changed since the version that was settled (sdn/backend.h). If nothing did, that is all.
 *   2. Otherwise it gives the whole content. If its bytes are those of the image, as after touch, only the version is
 *      settled.
 *   3. Otherwise the bytes become a new image, and the unsaved edits are merged into it (merge.h).
 * The new image replaces the old one, and its version is settled, only when all of that went well.
 */
#include "store/file.h"

#include "backend/pull.h"
#include "base/alloc.h"
#include "base/error.h"
#include "file/snapshot.h"
#include "save/image_bytes.h"
#include "save/save.h"
#include "store/merge.h"
#include "store/merge_cleared.h"

#include <string.h>

/* ---- pulling ---- */

/* On success *pull is to be settled. */
static sdn_code pull_newest(sdn_file *file, sdn_pull *pull, sdn_error *err)
{
    sdn_connection *connection = file->connection;
    sdn_code code = connection->backend->pull(connection, pull, err);
    file->transaction = file->transaction && connection->backend->is_locked(connection);
    if (code != SDN_OK)
        sdn__pull_release(pull);
    return code;
}

static void settle_pull(sdn_file *file, sdn_pull *pull, bool accepted)
{
    file->connection->backend->settle(file->connection, accepted);
    if (accepted && pull->given != SDN_PULLED_NOTHING)
        file->is_missing = pull->is_missing;
    sdn__pull_release(pull);
}

/* ---- images ---- */

static void adopt_image(sdn_file *file, sdn_image *image)
{
    sdn__save_free_image(file->image);
    file->image = image;
}

/* Makes an image of the content, which owns the bytes from then on. `type` is the table of the first image; later ones
 * have the tables of the image before. */
static sdn_code parse(const sdn_file *file, sdn_content *owned, const sdn_record_type *type, sdn_image **image,
                      sdn_error *err)
{
    sdn_content content = *owned;
    owned->bytes = NULL;
    sdn_code code = file->image != NULL ? sdn__image_renew(file->image, content, file->seed, image, err)
                                        : sdn__image_create(file->path, content, &file->options, &type,
                                                            type != NULL ? 1 : 0, file->seed, image, err);
    if (code == SDN_OK && file->options.strict && (code = sdn__image_require_clean(*image, err)) != SDN_OK)
        sdn__save_free_image(*image);
    return code;
}

sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn_pull pull = {.is_first = true};
    sdn_image *image = NULL;
    sdn_code code = pull_newest(file, &pull, err);
    if (code != SDN_OK)
        return code;
    code = parse(file, &pull.content, type, &image, err);
    if (code == SDN_OK)
        adopt_image(file, image);
    settle_pull(file, &pull, code == SDN_OK);
    return code;
}

/* Copies bytes to where an image can own them. */
static sdn_code copy_content(const sdn_file *file, sdn_str bytes, sdn_content *content, sdn_error *err)
{
    const sdn_path named = {.path = file->path};
    *content = (sdn_content){.len = bytes.len};
    if (bytes.len > file->options.max_file_bytes)
        return sdn__snapshot_refuse_size(&named, bytes.len, file->options.max_file_bytes, err);
    char *copy = sdn__alloc_whole(&content->pages, bytes.len + SDN_PADDING);
    if (copy == NULL)
        return sdn__fail_memory(err);
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    memset(copy + bytes.len, 0, SDN_PADDING);
    content->bytes = copy;
    return SDN_OK;
}

sdn_code sdn__file_load_bytes(sdn_file *file, sdn_str bytes, sdn_error *err)
{
    sdn_content content;
    sdn_image *image = NULL;
    sdn_code code = copy_content(file, bytes, &content, err);
    if (code == SDN_OK)
        code = parse(file, &content, NULL, &image, err);
    if (code == SDN_OK)
        adopt_image(file, image);
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
    return count > 0 ? sdn__conflict_fail(first->type, &first->conflicts, count, file->path, err) : SDN_OK;
}

/* ---- bringing up to date ---- */

/* Whether what was pulled is the content of the image, its unsaved edits left out. */
static sdn_code is_loaded_content(const sdn_file *file, const sdn_pull *pull, bool *same, sdn_error *err)
{
    *same = false;
    if (pull->is_missing != file->is_missing || pull->content.len != file->image->len)
        return SDN_OK;
    return sdn__image_compare(file->image, pull->content.bytes, pull->content.len, same, err);
}

/* Makes the image of what was pulled the current one, with the unsaved edits merged into it. */
static sdn_code adopt_content(sdn_file *file, sdn_pull *pull, sdn_error *err)
{
    sdn_image *newest = NULL;
    const sdn_merge_options options = {.policy = file->options.on_conflict};
    sdn_code code = parse(file, &pull->content, NULL, &newest, err);
    if (code != SDN_OK)
        return code;
    code = sdn__file_merge_into(file, newest, &options, err);
    if (code == SDN_OK)
        adopt_image(file, newest);
    else
        sdn__save_free_image(newest);
    return code;
}

sdn_code sdn__file_refresh(sdn_file *file, sdn_refresh how, sdn_error *err)
{
    sdn_pull pull = {.follows_path = how == SDN_REFRESH_FOLLOW, .at_rest = how != SDN_REFRESH_NOW};
    bool same = true;
    sdn_code code = pull_newest(file, &pull, err);
    if (code != SDN_OK)
        return code;
    if (pull.given == SDN_PULLED_CONTENT)
        code = is_loaded_content(file, &pull, &same, err);
    if (code == SDN_OK && !same)
        code = adopt_content(file, &pull, err);
    settle_pull(file, &pull, code == SDN_OK);
    return code;
}
