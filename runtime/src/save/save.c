/* Save: which way a save takes, and what finish does; the contract is in save.h. */
#include "save/save.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "encode/row_encode.h"
#include "record/record.h"
#include "save/image_bytes.h"
#include "save/image_patch.h"
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

static sdn_code prepare_whole(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    sdn_code code = sdn__image_join(&save->layout, &bytes, &len, err);
    if (code == SDN_OK)
        code = sdn__image_renew(image, bytes, len, seed, &save->next, err);
    if (code == SDN_E_SYNTAX)
        return sdn__save_refuse_unreadable(image, err);
    if (code == SDN_OK)
        code = require_size(image, len, err); /* a checksum line may have become longer */
    if (code == SDN_OK)
        code = sdn__save_require_same_image(image, save->next, err);
    if (code != SDN_OK)
        return code;
    save->pieces = &save->whole;
    save->whole.delimiters = &save->next->document.delimiters;
    sdn__pieces_add(&save->whole, save->next->buffer, save->next->len);
    return save->whole.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

/* ---- patch ---- */

/* How many bytes of text in memory the file will no longer have. */
static size_t superseded_bytes(const sdn_image *image, const sdn_layout *layout)
{
    size_t kept = image->buffer_len + image->patched_bytes + layout->text.used + layout->cached_bytes;
    return kept > layout->pieces.len ? kept - layout->pieces.len : 0;
}

/* Whether the edits can be patched into the tables: nothing but whole rows changes, their neighbours read the same, and
 * the memory does not fill with superseded text. */
static bool can_patch(const sdn_image *image, const sdn_layout *layout)
{
    size_t most = image->len / SUPERSEDED_PART > SUPERSEDED_MOST ? image->len / SUPERSEDED_PART : SUPERSEDED_MOST;
    if (!layout->keeps_order || image->document.problem_count > 0 || image->has_loose_quotes ||
        superseded_bytes(image, layout) > most || sdn__checksum_is_due(image->buffer, image->buffer_len))
        return false;
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->problems.count > 0)
            return false;
    return true;
}

/* Copies the records, and their text to where it stays as long as the image. */
static sdn_code own_records(sdn_save *save, sdn_error *err)
{
    sdn_layout *layout = &save->layout;
    save->records = sdn__alloc_zeroed(layout->row_count, sizeof *save->records);
    if (save->records == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < layout->row_count; i++) {
        const sdn_table *table = layout->rows[i].table;
        save->records[i] = sdn_arena_alloc(&layout->text, table->type->size);
        if (save->records[i] == NULL)
            return sdn__fail_memory(err);
        memcpy(save->records[i], sdn__slots_record(&table->slots, layout->rows[i].slot), table->type->size);
        if (sdn__record_own(table->type, save->records[i], &layout->text) != 0)
            return sdn__fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code prepare_patches(const sdn_image *image, sdn_save *save, sdn_error *err)
{
    sdn_code code = sdn__save_require_same_rows(image, &save->layout, err);
    if (code == SDN_OK)
        code = own_records(save, err);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        if (sdn__image_patch_reserve(image->tables[i], save->layout.row_count) != 0)
            code = sdn__fail_memory(err);
    save->pieces = &save->layout.pieces;
    return code;
}

/* Chooses between patching the image and rebuilding it. */
static sdn_code choose_way(const sdn_image *image, sdn_save *save, bool *patches, sdn_error *err)
{
    *patches = can_patch(image, &save->layout);
    if (*patches && save->layout.adds_table)
        return sdn__save_headers_prepare(image, save, patches, err);
    return SDN_OK;
}

static void patch(sdn_image *image, sdn_save *save)
{
    const sdn_layout *layout = &save->layout;
    assert(layout->row_count == 0 || save->records != NULL);
    sdn__save_headers_finish(image, save);
    for (size_t i = 0; i < layout->row_count; i++)
        sdn__image_patch_row(layout->rows[i].table, layout->rows[i].slot, layout->rows[i].text, save->records[i]);
    for (size_t i = 0; i < image->table_count; i++)
        sdn__image_patch_mark_saved(image->tables[i]);
    image->len = layout->pieces.len;
    image->patched_bytes += layout->text.used + layout->cached_bytes;
    sdn__arena_merge(&image->arena, &save->layout.text);
}

/* ---- prepare, finish, cancel ---- */

static void release(sdn_save *save)
{
    sdn__save_headers_release(save);
    sdn__layout_release(&save->layout);
    sdn__pieces_release(&save->whole);
    sdn__free(save->records);
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
}

/* Makes save->pieces, of edits that may be saved. */
static sdn_code plan(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    bool patches = false;
    sdn_code code = sdn__image_lay_out(image, SDN_LAYOUT_EDITS, &save->layout, err);
    if (code == SDN_OK)
        code = require_size(image, save->layout.pieces.len, err);
    if (code == SDN_OK)
        code = choose_way(image, save, &patches, err);
    if (code == SDN_OK)
        code = patches ? prepare_patches(image, save, err) : prepare_whole(image, seed, save, err);
    return code;
}

sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
    sdn_code code = require_savable(image, err);
    if (code == SDN_OK)
        code = sdn__rules_require_changes(image->tables, image->table_count, err);
    if (code == SDN_OK)
        code = plan(image, seed, save, err);
    if (code != SDN_OK)
        sdn__save_cancel(save);
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
    sdn_save save = {.layout = SDN_LAYOUT_INIT};
    sdn_code code = require_savable(image, err);
    if (code == SDN_OK)
        code = plan(image, seed, &save, err);
    if (code == SDN_OK)
        code = add_pieces(save.pieces, bytes, err);
    sdn__save_cancel(&save);
    return code;
}

void sdn__save_finish(sdn_image **image, sdn_save *save)
{
    assert(save->pieces != NULL);
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
