/*
 * Loading: making an image of what a backend has, and bringing the image up to date when that has changed.
 *
 * How the image is brought up to date
 *   1. The backend is asked what changed since the version that was settled (sdn/backend.h). If nothing did, that is all.
 *   2. If it gives changes, they are made on the image. That takes as long as they are many; and it is done only without
 *      unsaved edits.
 *   3. Otherwise it gives the whole content. If its bytes are those of the image, as after touch, only the version is
 *      settled.
 *   4. Otherwise the bytes become a new image, and the unsaved edits are merged into it (merge.h).
 * The new image replaces the old one, and its version is settled, only when all of that went well.
 */
#include "store/file.h"

#include "backend/pull.h"
#include "backend/replica_problems.h"
#include "base/alloc.h"
#include "base/error.h"
#include "file/snapshot.h"
#include "save/layout.h"
#include "save/save.h"
#include "store/merge.h"
#include "store/merge_cleared.h"

#include <string.h>

/* ---- pulling ---- */

/* On success *pull is to be settled. */
static sdn_code pull_newest(sdn_file *file, sdn_pull *pull, sdn_error *err)
{
    sdn_connection *connection = file->connection;
    pull->path = file->path;
    pull->options = &file->options;
    sdn_code code = connection->backend->pull(connection, pull, err);
    file->transaction = file->transaction && connection->backend->is_locked(connection);
    if (code == SDN_OK) {
        code = sdn__pull_end(pull, err);
        if (code == SDN_OK)
            return SDN_OK;
        connection->backend->settle(connection, false);
    }
    sdn__pull_undo(pull);
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

/* Refuses an image that the options do not allow. The image is freed on failure. */
static sdn_code require_strict(const sdn_file *file, sdn_image *image, sdn_error *err)
{
    if (file->has_records)
        sdn__replica_name_problems(image);
    sdn_code code = file->options.strict ? sdn__image_require_clean(image, err) : SDN_OK;
    if (code != SDN_OK)
        sdn__save_free_image(image);
    return code;
}

/* Makes an image of the content, which owns the bytes from then on, with the tables of the image before. */
static sdn_code parse_again(const sdn_file *file, sdn_content *owned, sdn_image **image, sdn_error *err)
{
    sdn_content content = *owned;
    owned->bytes = NULL;
    sdn_code code = sdn__image_renew(file->image, content, file->seed, image, err);
    return code == SDN_OK ? require_strict(file, *image, err) : code;
}

/* The same for an image with tables of these types. */
static sdn_code parse_first(const sdn_file *file, sdn_content *owned, const sdn_record_type *const *types, size_t count,
                            sdn_image **image, sdn_error *err)
{
    sdn_content content = *owned;
    owned->bytes = NULL;
    sdn_code code = sdn__image_create(file->path, content, &file->options, types, count, file->seed, image, err);
    return code == SDN_OK ? require_strict(file, *image, err) : code;
}

/* Pulls all of these tables as a new image. On success *pull is to be settled. */
static sdn_code load_tables(sdn_file *file, sdn_pull *pull, sdn_image **image, sdn_error *err)
{
    sdn_code code = pull_newest(file, pull, err);
    if (code != SDN_OK)
        return code;
    file->has_records = pull->has_records;
    code = parse_first(file, &pull->content, pull->types, pull->type_count, image, err);
    if (code != SDN_OK) {
        settle_pull(file, pull, false);
        return code;
    }
    for (size_t i = 0; i < (*image)->table_count; i++)
        (*image)->tables[i]->appends_rows = pull->has_records;
    return SDN_OK;
}

sdn_code sdn__file_load(sdn_file *file, const sdn_record_type *type, sdn_error *err)
{
    sdn_pull pull = {.types = &type, .type_count = type != NULL ? 1 : 0};
    sdn_image *image = NULL;
    sdn_code code = load_tables(file, &pull, &image, err);
    if (code != SDN_OK)
        return code;
    adopt_image(file, image);
    settle_pull(file, &pull, true);
    return SDN_OK;
}

/* ---- a table that is added ---- */

static int retire_image(sdn_file *file)
{
    sdn_image **retired = sdn__resize(file->retired, file->retired_count + 1, sizeof(sdn_image *));
    if (retired == NULL)
        return -1;
    file->retired = retired;
    file->retired[file->retired_count++] = file->image;
    return 0;
}

void sdn__file_free_retired(sdn_file *file)
{
    for (size_t i = 0; i < file->retired_count; i++)
        sdn__save_free_image(file->retired[i]);
    sdn__free(file->retired);
    file->retired = NULL;
    file->retired_count = 0;
}

static sdn_code load_all_stores(sdn_file *file, const sdn_record_type **types, sdn_error *err)
{
    sdn_image *image = NULL;
    for (size_t i = 0; i < file->store_count; i++)
        types[i] = file->stores[i]->type;
    sdn_pull pull = {.types = types,
                     .type_count = (uint32_t)file->store_count,
                     .known = file->has_records && file->image->table_count > 0 ? file->image : NULL};
    sdn_code code = load_tables(file, &pull, &image, err);
    if (code != SDN_OK)
        return code;
    bool retired = retire_image(file) == 0;
    if (retired) {
        sdn__image_keep_numbers(file->image, image);
        file->image = image;
    } else {
        sdn__save_free_image(image);
    }
    settle_pull(file, &pull, retired);
    return retired ? SDN_OK : sdn__fail_memory(err);
}

sdn_code sdn__file_load_added(sdn_file *file, sdn_error *err)
{
    if (sdn__image_changed(file->image))
        return sdn__fail(err, SDN_E_MISUSE, file->path,
                         "a table cannot be opened while there are unsaved edits; open all tables first");
    const sdn_record_type **types = sdn__resize(NULL, file->store_count, sizeof *types);
    sdn_code code = types != NULL ? load_all_stores(file, types, err) : sdn__fail_memory(err);
    sdn__free(types);
    return code;
}

/* ---- files in memory ---- */

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
        code = parse_first(file, &content, NULL, 0, &image, err);
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

/* Whether what was pulled is the content of the image, its unsaved edits left out. If memory runs out it is taken for
 * another one, which does no harm. */
static bool is_loaded_content(const sdn_file *file, const sdn_pull *pull)
{
    return pull->is_missing == file->is_missing && sdn__layout_catch_up(file->image, NULL) == SDN_OK &&
           sdn__pieces_equal(&file->image->pieces, pull->content.bytes, pull->content.len);
}

/* Makes the image of what was pulled the current one, with the unsaved edits merged into it. */
static sdn_code adopt_content(sdn_file *file, sdn_pull *pull, sdn_error *err)
{
    sdn_image *newest = NULL;
    const sdn_merge_options options = {.policy = file->options.on_conflict};
    sdn_code code = parse_again(file, &pull->content, &newest, err);
    if (code != SDN_OK)
        return code;
    code = sdn__file_merge_into(file, newest, &options, err);
    if (code == SDN_OK)
        adopt_image(file, newest);
    else
        sdn__save_free_image(newest);
    return code;
}

/* Makes what was pulled the image. */
static sdn_code adopt_pulled(sdn_file *file, sdn_pull *pull, sdn_error *err)
{
    if (pull->given == SDN_PULLED_CHANGES) {
        sdn_code kept = sdn__pull_keep(pull, file->seed, &file->image, err);
        if (kept != SDN_OK)
            sdn__pull_undo(pull);
        else if (file->image != pull->image)
            sdn__replica_name_problems(file->image);
        return kept;
    }
    return is_loaded_content(file, pull) ? SDN_OK : adopt_content(file, pull, err);
}

/* Pulls and adopts. *unclear: nothing was adopted, because some change cannot be made on the image; all records are
 * wanted. */
static sdn_code refresh_once(sdn_file *file, sdn_pull *pull, bool *unclear, sdn_error *err)
{
    sdn_code code = pull_newest(file, pull, err);
    if (code != SDN_OK)
        return code;
    *unclear = pull->is_unclear;
    if (pull->is_unclear)
        sdn__pull_undo(pull);
    else if (pull->given != SDN_PULLED_NOTHING)
        code = adopt_pulled(file, pull, err);
    settle_pull(file, pull, code == SDN_OK && !*unclear);
    return code;
}

static sdn_code pull_and_merge(sdn_file *file, sdn_refresh how, sdn_error *err)
{
    sdn_pull asked = {.image = file->image,
                      .wants_all = file->has_records && sdn__image_changed(file->image),
                      .follows_path = how == SDN_REFRESH_FOLLOW,
                      .at_rest = how != SDN_REFRESH_NOW};
    sdn_pull pull = asked;
    bool unclear = false;
    sdn_code code = refresh_once(file, &pull, &unclear, err);
    if (code != SDN_OK || !unclear)
        return code;
    pull = asked;
    pull.wants_all = true;
    code = refresh_once(file, &pull, &unclear, err);
    return code == SDN_OK && unclear
               ? sdn__fail(err, SDN_E_MISUSE, file->path, "the backend gave changes where all records are wanted")
               : code;
}

sdn_code sdn__file_refresh(sdn_file *file, sdn_refresh how, sdn_error *err)
{
    sdn_code code = sdn__file_find_out(file, err);
    return code == SDN_OK ? pull_and_merge(file, how, err) : code;
}
