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
        code = require_size(image, save->next->pieces.len, err); /* a checksum line may have become longer */
    return code == SDN_OK ? sdn__save_require_same_image(image, save->next, err) : code;
}

/* ---- patch ---- */

static size_t file_len(const sdn_image *image)
{
    return image->is_late ? image->late_len : image->pieces.len;
}

/* How many bytes of text in memory the file will no longer have. */
static size_t superseded_bytes(const sdn_image *image, const sdn_save_plan *plan)
{
    size_t kept = image->buffer_len + image->patched_bytes + plan->superseded_bytes;
    return kept > file_len(image) ? kept - file_len(image) : 0;
}

/* Whether a table reads the same after the save, but for the rows that are written. What is wrong with it must not
 * reach into these, and the problems that are listed must keep their lines. */
static bool reads_the_same(const sdn_table *table, const sdn_save_plan *plan)
{
    if (table->problems.count == 0)
        return true;
    return !table->has_open_rows && table->columns.position != SDN_NO_TABLE && plan->keeps_lines && !plan->adds_table;
}

/* Whether there is a checksum line without digits, or what is one as soon as it has a line end: where the sum comes has
 * no place of its own yet. */
static bool lacks_sum(const sdn_image *image)
{
    return sdn__checksum_is_due(image->buffer, image->buffer_len) &&
           sdn__checksum_line(image->buffer, image->buffer_len).digits.len == 0;
}

/* Whether the edits can be patched into the tables: nothing but whole rows changes, all else reads the same, and the
 * memory does not fill with superseded text. */
static bool can_patch(const sdn_image *image, const sdn_save_plan *plan)
{
    size_t part = file_len(image) / SUPERSEDED_PART, most = part > SUPERSEDED_MOST ? part : SUPERSEDED_MOST;
    if (!plan->keeps_order || image->document.problem_count > 0 || image->has_loose_quotes ||
        superseded_bytes(image, plan) > most || lacks_sum(image))
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
            sdn__image_rows_reserve(&plan->tables[i].table->image_rows, plan->tables[i].row_count) != 0)
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

/* The length of the file after a save, but for line ends of rows that it adds or deletes. */
static size_t late_len(const sdn_image *image, const sdn_save_plan *plan)
{
    size_t len = file_len(image) + plan->cached_bytes;
    for (size_t i = 0; i < plan->table_count; i++)
        for (size_t row = 0; row < plan->tables[i].row_count; row++)
            len += plan->tables[i].rows[row].text.len;
    return len > plan->superseded_bytes ? len - plan->superseded_bytes : 0;
}

static void patch(sdn_image *image, sdn_save *save)
{
    const sdn_save_plan *plan = &save->plan;
    if (save->buffer != NULL)
        sdn__save_headers_finish(image, save);
    if (save->is_late)
        image->late_len = late_len(image, plan);
    else
        sdn__pieces_adopt(&image->pieces, &save->pieces);
    image->is_late = save->is_late;
    image->pieces.delimiters = &image->document.delimiters;
    for (size_t i = 0; i < plan->table_count; i++)
        for (size_t row = 0; row < plan->tables[i].row_count; row++)
            sdn__image_patch_row(plan->tables[i].table, &plan->tables[i].rows[row]);
    for (size_t i = 0; i < image->table_count; i++)
        sdn__image_patch_mark_saved(image->tables[i]);
    image->patched_bytes += plan->text.used + plan->cached_bytes;
    sdn__arena_merge(&image->arena, &save->plan.text);
}

/* ---- prepare, lay out, finish, cancel ---- */

static void release(sdn_save *save)
{
    sdn__pieces_release(&save->pieces);
    sdn__save_headers_release(save);
    sdn__save_plan_release(&save->plan);
    *save = (sdn_save)SDN_SAVE_INIT;
}

/* Prepares edits that may be saved. */
static sdn_code prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    bool patches = false;
    sdn_code code = sdn__save_plan_make(image, &save->plan, err);
    if (code == SDN_OK)
        code = choose_way(image, save, &patches, err);
    if (code == SDN_OK && !patches)
        code = sdn__layout_catch_up(image, err);
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

/* Makes the sum for the checksum line of what is laid out. */
static sdn_code sum_up(const sdn_layout_source *source, const char *body, sdn_save *save, sdn_error *err)
{
    char digits[SDN_CHECKSUM_MOST];
    sdn_pieces_walk walk = sdn__pieces_start(&save->pieces);
    sdn__pieces_pass(&walk, sdn__place_in_text((size_t)(body - source->buffer)), body, NULL);
    size_t len = sdn__checksum_show(walk, digits);
    char *kept = sdn__arena_bytes(&save->plan.text, len);
    if (kept == NULL)
        return sdn__fail_memory(err);
    memcpy(kept, digits, len);
    save->plan.sum = (sdn_str){kept, len};
    return SDN_OK;
}

/* With a checksum line twice: what comes first in the file is known when the rest is laid out. */
static sdn_code lay_out_rows(const sdn_image *image, const sdn_layout_source *source, sdn_save *save, sdn_error *err)
{
    const char *end = source->document->bytes + source->document->len;
    const char *body = sdn__checksum_line(source->buffer, (size_t)(end - source->buffer)).body;
    sdn_code code = sdn__layout_build_rows(image, source, &save->plan, &save->pieces, err);
    if (code != SDN_OK || body == NULL)
        return code;
    code = sum_up(source, body, save, err);
    sdn__pieces_release(&save->pieces);
    return code == SDN_OK ? sdn__layout_build_rows(image, source, &save->plan, &save->pieces, err) : code;
}

static sdn_code lay_out_patched(sdn_image *image, sdn_save *save, sdn_error *err)
{
    const sdn_layout_source kept = {&image->pieces, image->buffer, &image->document};
    const sdn_layout_source renewed = {&save->headers, save->buffer, &save->document};
    sdn_code code = sdn__layout_catch_up(image, err);
    if (code == SDN_OK)
        code = lay_out_rows(image, save->buffer != NULL ? &renewed : &kept, save, err);
    return code == SDN_OK ? require_size(image, save->pieces.len, err) : code;
}

/* Whether the file is that of a replica, and cannot get too large even if all that is encoded was added to it. */
static bool can_be_late(const sdn_image *image, const sdn_save *save)
{
    const sdn_save_plan *plan = &save->plan;
    size_t most = image->options->max_file_bytes, len = file_len(image) + plan->text.used + plan->cached_bytes;
    bool is_replica = image->table_count > 0 && image->tables[0]->appends_rows;
    return is_replica && save->buffer == NULL && len < most;
}

sdn_code sdn__save_lay_out(sdn_image *image, sdn_save *save, sdn_error *err)
{
    save->is_late = save->next == NULL && can_be_late(image, save);
    return save->next != NULL || save->is_late ? SDN_OK : lay_out_patched(image, save, err);
}

sdn_code sdn__save_adopt(sdn_image **image, uint64_t seed, sdn_error *err)
{
    sdn_save save = SDN_SAVE_INIT;
    sdn_code code = prepare(*image, seed, &save, err);
    if (code == SDN_OK)
        code = sdn__save_lay_out(*image, &save, err);
    if (code == SDN_OK)
        sdn__save_finish(image, &save);
    else
        sdn__save_cancel(&save);
    return code;
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
    if (code == SDN_OK && save.next == NULL)
        code = lay_out_patched(image, &save, err);
    if (code == SDN_OK)
        code = add_pieces(sdn__save_pieces(&save), bytes, err);
    sdn__save_cancel(&save);
    return code;
}

void sdn__save_finish(sdn_image **image, sdn_save *save)
{
    assert(save->is_late || sdn__save_pieces(save)->len > 0);
    if (save->next != NULL) {
        sdn__save_free_image(*image);
        *image = save->next;
        save->next = NULL;
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
