/* Save: which way a save takes, and what finish does; the contract is in save.h. */
#include "save/save.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "record/record.h"
#include "save/image_bytes.h"
#include "save/image_patch.h"
#include "save/layout.h"
#include "save/save_headers.h"
#include "save/save_readback.h"
#include "table/changes.h"
#include "table/rules.h"
#include "text/checksum.h"

#include <assert.h>
#include <string.h>

/* Memory that holds superseded text is given up, by reading the file again, once it exceeds both of these: this many
 * bytes, and the file's length divided by this number. */
enum { SUPERSEDED_MOST = 1 << 16, SUPERSEDED_PART = 4 };

/* ---- whether the edits may be saved ---- */

/* The table would be appended, though the file has one that was probably meant but is not read as it. */
static sdn_code refuse_misplaced(const sdn_image *image, const sdn_table *table, sdn_error *err)
{
    if (!sdn__table_changed(table))
        return SDN_OK;
    sdn_misplaced found = sdn__table_find_misplaced(table);
    if (found.at == NULL)
        return SDN_OK;
    return sdn__fail_at(err, SDN_E_INVALID, image->document.path, found.line,
                        sdn__document_column(&image->document, found.at), "%s", found.message);
}

/* What the caller did through pointers to records, and cannot be saved. */
static sdn_code refuse_misuse(const sdn_image *image, const sdn_table *table, sdn_error *err)
{
    const sdn_refusal *refusal = &table->refusal;
    if (refusal->edited_key[0] != '\0')
        return sdn__fail(err, SDN_E_MISUSE, image->document.path,
                         "table '%s', record '%s': its key was changed in place; roll back, then rename the record",
                         table->type->table.ptr, refusal->edited_key);
    if (refusal->unset_field != NULL)
        return sdn__fail(err, SDN_E_MISUSE, image->document.path,
                         "table '%s': field '%s' of a record got a value while its has_... is false; roll back, then "
                         "set both",
                         table->type->table.ptr, refusal->unset_field->name);
    return refusal->text_was_lost ? sdn__fail_memory(err) : SDN_OK;
}

static sdn_code require_savable(const sdn_image *image, sdn_error *err)
{
    sdn_code code = sdn__image_require_resolved(image, err);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        code = refuse_misplaced(image, image->tables[i], err);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        code = refuse_misuse(image, image->tables[i], err);
    return code;
}

static sdn_code require_size(const sdn_image *image, size_t len, sdn_error *err)
{
    if (len <= image->options->max_file_bytes)
        return SDN_OK;
    return sdn__fail(err, SDN_E_LIMIT, image->document.path,
                     "the file would get too large; raise max_file_bytes, or split it");
}

/* ---- whole ---- */

/* Joins the bytes to write and reads them as the image after the save. */
static sdn_code make_next(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    sdn_pieces file = SDN_PIECES_INIT;
    sdn_content content = {0};
    sdn_code code = sdn__layout_build(image, &save->plan, &file, err);
    if (code == SDN_OK)
        code = require_size(image, file.len, err);
    if (code == SDN_OK)
        code = sdn__image_join(&file, &content.bytes, &content.len, err);
    sdn__pieces_release(&file);
    if (code == SDN_OK)
        code = sdn__image_renew(image, content, seed, &save->next, err);
    return code != SDN_E_SYNTAX ? code : sdn__save_refuse_unreadable(image, err);
}

static sdn_code prepare_whole(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    sdn_code code = make_next(image, seed, save, err);
    if (code == SDN_OK)
        code = require_size(image, save->next->len, err); /* a checksum line may have become longer */
    return code == SDN_OK ? sdn__save_require_same_image(image, save->next, err) : code;
}

/* ---- patch ---- */

/* How many bytes of text in memory the file will no longer have. */
static size_t superseded_bytes(const sdn_image *image, const sdn_save_plan *plan)
{
    size_t kept = image->buffer_len + image->patched_bytes + plan->superseded_bytes;
    return kept > image->len ? kept - image->len : 0;
}

/* Whether a table reads the same after the save, but for the rows that are written. What is wrong with it must not
 * reach into these, and the problems that are listed must keep their lines. */
static bool reads_the_same(const sdn_table *table, const sdn_save_plan *plan)
{
    if (table->problems.count == 0)
        return true;
    return !table->has_open_rows && table->columns.position != SDN_NO_TABLE && plan->keeps_lines && !plan->adds_table;
}

/* Whether the edits can be patched into the tables: nothing but whole rows changes, all else reads the same, and the
 * memory does not fill with superseded text. */
static bool can_patch(const sdn_image *image, const sdn_save_plan *plan)
{
    size_t most = image->len / SUPERSEDED_PART > SUPERSEDED_MOST ? image->len / SUPERSEDED_PART : SUPERSEDED_MOST;
    if (!plan->keeps_order || image->document.problem_count > 0 || image->has_loose_quotes ||
        superseded_bytes(image, plan) > most || sdn__checksum_is_due(image->buffer, image->buffer_len))
        return false;
    for (size_t i = 0; i < image->table_count; i++)
        if (!reads_the_same(image->tables[i], plan))
            return false;
    return true;
}

/* Copies a record, and its text to where it stays as long as the image. */
static int own_record(const sdn_table *table, sdn_encoded_row *row, sdn_arena *arena)
{
    row->record = sdn_arena_alloc(arena, table->type->size);
    if (row->record == NULL)
        return -1;
    memcpy(row->record, sdn__slots_record(&table->slots, row->slot), table->type->size);
    return sdn__record_own(table->type, row->record, arena) == SDN_OK ? 0 : -1;
}

static int own_records(sdn_save_plan *plan, const sdn_table_plan *of)
{
    int result = 0;
    for (size_t i = 0; i < of->row_count && result == 0; i++)
        result = own_record(of->table, &of->rows[i], &plan->text);
    return result;
}

static sdn_code prepare_patches(const sdn_image *image, sdn_save *save, sdn_error *err)
{
    sdn_save_plan *plan = &save->plan;
    sdn_code code = sdn__save_require_same_rows(image, plan, err);
    for (size_t i = 0; i < plan->table_count && code == SDN_OK; i++)
        if (own_records(plan, &plan->tables[i]) != 0 ||
            sdn__image_patch_reserve(plan->tables[i].table, plan->tables[i].row_count) != 0)
            code = sdn__fail_memory(err);
    return code;
}

/* Chooses between patching the image and rebuilding it. */
static sdn_code choose_way(const sdn_image *image, sdn_save *save, bool *patches, sdn_error *err)
{
    *patches = can_patch(image, &save->plan);
    if (*patches && save->plan.adds_table)
        return sdn__save_headers_prepare(image, save, patches, err);
    return SDN_OK;
}

static void patch(sdn_image *image, sdn_save *save)
{
    const sdn_save_plan *plan = &save->plan;
    sdn__save_headers_finish(image, save);
    for (size_t i = 0; i < plan->table_count; i++)
        for (size_t row = 0; row < plan->tables[i].row_count; row++)
            sdn__image_patch_row(plan->tables[i].table, &plan->tables[i].rows[row]);
    for (size_t i = 0; i < image->table_count; i++)
        sdn__image_patch_mark_saved(image->tables[i]);
    image->len = save->pieces.len;
    image->patched_bytes += plan->text.used + plan->cached_bytes;
    sdn__arena_merge(&image->arena, &save->plan.text);
}

/* ---- prepare, lay out, finish, cancel ---- */

static void release(sdn_save *save)
{
    sdn__save_headers_release(save);
    sdn__save_plan_release(&save->plan);
    sdn__pieces_release(&save->pieces);
    *save = (sdn_save)SDN_SAVE_INIT;
}

/* Prepares edits that may be saved. */
static sdn_code prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    bool patches = false;
    sdn_code code = sdn__save_plan_make(image, &save->plan, err);
    if (code == SDN_OK)
        code = choose_way(image, save, &patches, err);
    if (code == SDN_OK)
        code = patches ? prepare_patches(image, save, err) : prepare_whole(image, seed, save, err);
    return code;
}

sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    *save = (sdn_save)SDN_SAVE_INIT;
    sdn_code code = require_savable(image, err);
    if (code == SDN_OK)
        code = sdn__rules_require_changes(image->tables, image->table_count, err);
    if (code == SDN_OK)
        code = prepare(image, seed, save, err);
    if (code != SDN_OK)
        sdn__save_cancel(save);
    return code;
}

sdn_code sdn__save_lay_out(const sdn_image *image, sdn_save *save, sdn_error *err)
{
    if (save->next == NULL) {
        sdn_code code = sdn__layout_build(image, &save->plan, &save->pieces, err);
        return code == SDN_OK ? require_size(image, save->pieces.len, err) : code;
    }
    save->pieces.delimiters = &save->next->document.delimiters;
    sdn__pieces_add(&save->pieces, save->next->buffer, save->next->len);
    return save->pieces.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

/* How many rows of the file a save deletes, and how many it adds. */
static void count_rows(const sdn_table_plan *plan, size_t *deleted, size_t *added)
{
    for (size_t i = 0; i < plan->visit_count; i++)
        *deleted += (plan->table->slots.rows[plan->visits[i]].flags & SDN_ROW_DELETED) != 0;
    for (size_t i = 0; i < plan->placement_count; i++)
        *added += plan->placements[i].count;
}

void sdn__save_measure(const sdn_image *image, sdn_save *save)
{
    const sdn_save_plan *plan = &save->plan;
    size_t line_end = sdn__document_line_end(&image->document).len;
    size_t len = image->len + plan->cached_bytes, deleted = 0, added = 0;
    for (size_t i = 0; i < plan->table_count; i++) {
        count_rows(&plan->tables[i], &deleted, &added);
        for (size_t row = 0; row < plan->tables[i].row_count; row++)
            len += plan->tables[i].rows[row].text.len;
    }
    assert(!plan->adds_table);
    save->pieces.len =
        save->next != NULL ? save->next->len : len + line_end * added - plan->superseded_bytes - line_end * deleted;
}

sdn_code sdn__save_adopt(sdn_image **image, uint64_t seed, sdn_error *err)
{
    sdn_save save = SDN_SAVE_INIT;
    sdn_code code = prepare(*image, seed, &save, err);
    if (code != SDN_OK) {
        sdn__save_cancel(&save);
        return code;
    }
    sdn__save_measure(*image, &save);
    sdn__save_finish(image, &save);
    return SDN_OK;
}

static sdn_code add_pieces(const sdn_pieces *pieces, sdn_buffer *bytes, sdn_error *err)
{
    sdn__buffer_reserve(bytes, pieces->len);
    if (bytes->out_of_memory)
        return sdn__fail_memory(err);
    sdn__pieces_copy(pieces, bytes->bytes + bytes->len);
    bytes->len += pieces->len;
    return SDN_OK;
}

sdn_code sdn__save_copy(sdn_image *image, uint64_t seed, sdn_buffer *bytes, sdn_error *err)
{
    sdn_save save = SDN_SAVE_INIT;
    sdn_code code = require_savable(image, err);
    if (code == SDN_OK)
        code = prepare(image, seed, &save, err);
    if (code == SDN_OK)
        code = sdn__save_lay_out(image, &save, err);
    if (code == SDN_OK)
        code = add_pieces(&save.pieces, bytes, err);
    sdn__save_cancel(&save);
    return code;
}

void sdn__save_finish(sdn_image **image, sdn_save *save)
{
    assert(save->pieces.len > 0);
    if (save->next != NULL) {
        sdn__save_free_image(*image);
        *image = save->next;
    } else {
        patch(*image, save);
    }
    release(save);
}

void sdn__save_cancel(sdn_save *save)
{
    sdn__save_free_image(save->next);
    release(save);
}

void sdn__save_free_image(sdn_image *image)
{
    for (size_t i = 0; image != NULL && i < image->table_count; i++)
        sdn__row_encoder_drop(image->tables[i]);
    sdn__image_free(image);
}
