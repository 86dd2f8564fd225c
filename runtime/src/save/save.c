#include "save/save.h"
#include "table/changes.h"
#include "save/image_patch.h"
#include "save/image_bytes.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "record/record.h"
#include "save/row_encode.h"
#include "table/rules.h"
#include "save/save_headers.h"
#include "record/value.h"
#include "text/checksum.h"

#include <string.h>

/* Patches may take so many bytes, or this part of the file, before it is made anew in one piece. */
enum { PATCHES_MOST = 1 << 16, PATCHES_PART = 4 };

/* A second table would be appended to the one that is meant, though not read. */
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

static sdn_code require_savable(const sdn_image *image, sdn_error *err)
{
    sdn_code code = sdn__image_require_resolved(image, err);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        code = refuse_misplaced(image, image->tables[i], err);
    if (code != SDN_OK)
        return code;
    for (size_t i = 0; i < image->table_count; i++) {
        const sdn_table *table = image->tables[i];
        if (table->refusal.edited_key[0] != '\0')
            return sdn__fail(err, SDN_E_MISUSE, image->document.path,
                             "table '%s', record '%s': its key was changed in place; roll back, then rename the record",
                             table->type->table.ptr, table->refusal.edited_key);
        if (table->refusal.unset_field != NULL)
            return sdn__fail(
                err, SDN_E_MISUSE, image->document.path,
                "table '%s': field '%s' of a record got a value while its has_... is false; roll back, then "
                "set both",
                table->type->table.ptr, table->refusal.unset_field->name);
        if (table->refusal.text_was_lost)
            return sdn__fail_memory(err);
    }
    return SDN_OK;
}

static sdn_code require_size(const sdn_image *image, size_t len, sdn_error *err)
{
    if (len <= image->options->max_file_bytes)
        return SDN_OK;
    return sdn__fail(err, SDN_E_LIMIT, image->document.path,
                     "the file would get too large; raise max_file_bytes, or split it");
}

/* ---- the whole file anew ---- */

static bool is_live(const sdn_table *table, size_t slot)
{
    return (table->slots.rows[slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0;
}

/* Records without key are compared in file order. */
static bool same_in_order(const sdn_table *table, const sdn_table *next)
{
    size_t other = 0;
    for (size_t slot = 0; slot < table->slots.row_count; slot++) {
        if (!is_live(table, slot))
            continue;
        while (other < next->slots.row_count && !is_live(next, other))
            other++;
        if (other == next->slots.row_count ||
            !sdn_record_equal(table->type, sdn__slots_record(&table->slots, (uint32_t)slot),
                              sdn__slots_record(&next->slots, (uint32_t)other)))
            return false;
        other++;
    }
    return true;
}

static bool same_by_key(const sdn_table *table, const sdn_table *next)
{
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        uint32_t slot = table->slots.changes.items[i].slot;
        if (!is_live(table, slot))
            continue;
        sdn__slots_key(&table->slots, slot, key);
        uint32_t found = sdn__key_map_find(&next->lookup.keys, key);
        if (found == SDN_NO_SLOT || !sdn_record_equal(table->type, sdn__slots_record(&table->slots, slot),
                                                      sdn__slots_record(&next->slots, found)))
            return false;
    }
    return true;
}

/* A quote left open in a row that cannot be read may reach into a row written behind it. */
static sdn_code refuse_unfaithful(const sdn_image *image, const sdn_table *table, sdn_error *err)
{
    if (table->problems.count > 0)
        return sdn__fail_at(err, SDN_E_INVALID, image->document.path, table->problems.items[0].line,
                            table->problems.items[0].column,
                            "the edits of table '%s' would not read back as they are beside what cannot be read; "
                            "nothing was written; correct this first: %s",
                            table->type->table.ptr, table->problems.items[0].message);
    return sdn__fail(err, SDN_E_INVALID, image->document.path,
                     "the edits of table '%s' would not read back as they are; nothing was written; save them one by "
                     "one to find the record",
                     table->type->table.ptr);
}

/* What is to be written is no file of tables any more. */
static sdn_code refuse_unreadable(const sdn_image *image, sdn_error *err)
{
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->problems.count > 0)
            return refuse_unfaithful(image, image->tables[i], err);
    return refuse_unfaithful(image, image->tables[0], err);
}

static sdn_code require_same_state(const sdn_image *image, const sdn_image *next, sdn_error *err)
{
    for (size_t i = 0; i < image->table_count; i++) {
        const sdn_table *a = image->tables[i], *b = next->tables[i];
        bool keyed = a->type->key.field_count > 0;
        if (a->slots.live_count != b->slots.live_count || a->problems.count != b->problems.count ||
            !(keyed ? same_by_key(a, b) : same_in_order(a, b)))
            return refuse_unfaithful(image, a, err);
    }
    return SDN_OK;
}

static sdn_code prepare_whole(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    char *bytes = NULL;
    size_t len = 0;
    sdn_code code = sdn__image_join(&save->layout, &bytes, &len, err);
    if (code == SDN_OK)
        code = sdn__image_renew(image, bytes, len, seed, &save->next, err);
    if (code == SDN_E_SYNTAX)
        return refuse_unreadable(image, err);
    if (code == SDN_OK)
        code = require_size(image, len, err); /* a checksum line may have become longer */
    if (code == SDN_OK)
        code = require_same_state(image, save->next, err);
    if (code != SDN_OK)
        return code;
    save->pieces = &save->whole;
    sdn__pieces_add(&save->whole, save->next->buffer, save->next->len);
    return save->whole.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

/* ---- patches ---- */

/* How much of what is kept in memory the file will no longer hold. */
static size_t superseded_bytes(const sdn_image *image, const sdn_layout *layout)
{
    size_t kept = image->buffer_len + image->patched_bytes + layout->text.used + layout->kept_bytes;
    return kept > layout->pieces.len ? kept - layout->pieces.len : 0;
}

/* Whether the edits change nothing but rows of their own, and headers above new ones. */
static bool can_patch(const sdn_image *image, const sdn_layout *layout)
{
    size_t most = image->len / PATCHES_PART > PATCHES_MOST ? image->len / PATCHES_PART : PATCHES_MOST;
    if (!layout->keeps_order || image->document.problem_count > 0 || image->has_loose_quotes ||
        superseded_bytes(image, layout) > most || sdn__checksum_is_due(image->buffer, image->buffer_len))
        return false;
    for (size_t i = 0; i < image->table_count; i++)
        if (image->tables[i]->problems.count > 0)
            return false;
    return true;
}

/* Those of new records were read back when they were encoded. */
static sdn_code require_same_rows(const sdn_image *image, const sdn_layout *layout, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < layout->row_count && code == SDN_OK; i++) {
        const sdn_layout_row *row = &layout->rows[i];
        bool same = false;
        code = sdn__row_encoder_reads_back(row->table->encoder, row->text,
                                           sdn__slots_record(&row->table->slots, row->slot), &same, err);
        if (code == SDN_OK && !same)
            code = refuse_unfaithful(image, row->table, err);
    }
    return code;
}

/* Copies the records to where their text can stay. */
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
    sdn_code code = require_same_rows(image, &save->layout, err);
    if (code == SDN_OK)
        code = own_records(save, err);
    for (size_t i = 0; i < image->table_count && code == SDN_OK; i++)
        if (sdn__table_reserve_save(image->tables[i], save->layout.row_count) != 0)
            code = sdn__fail_memory(err);
    save->pieces = &save->layout.pieces;
    return code;
}

/* Whether the save patches, all that it adds to the file being ready for it. */
static sdn_code choose(const sdn_image *image, sdn_save *save, bool *patches, sdn_error *err)
{
    *patches = can_patch(image, &save->layout);
    if (*patches && save->layout.adds_table)
        return sdn__save_headers_prepare(image, save, patches, err);
    return SDN_OK;
}

static void patch(sdn_image *image, sdn_save *save)
{
    const sdn_layout *layout = &save->layout;
    sdn__save_headers_finish(image, save);
    for (size_t i = 0; i < layout->row_count; i++)
        sdn__table_patch(layout->rows[i].table, layout->rows[i].slot, layout->rows[i].text, save->records[i]);
    for (size_t i = 0; i < image->table_count; i++)
        sdn__table_mark_saved(image->tables[i]);
    image->len = layout->pieces.len;
    image->patched_bytes += layout->text.used + layout->kept_bytes;
    sdn__arena_merge(&image->arena, &save->layout.text);
}

/* ---- a save ---- */

static void release(sdn_save *save)
{
    sdn__save_headers_release(save);
    sdn__layout_release(&save->layout);
    sdn__pieces_release(&save->whole);
    sdn__free(save->records);
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
}

static sdn_code lay_out_edits(const sdn_image *image, sdn_save *save, sdn_error *err)
{
    sdn_code code = require_savable(image, err);
    if (code == SDN_OK)
        code = sdn__rules_require_changes(image->tables, image->table_count, err);
    if (code == SDN_OK)
        code = sdn__image_lay_out(image, SDN_LAYOUT_EDITS, &save->layout, err);
    return code == SDN_OK ? require_size(image, save->layout.pieces.len, err) : code;
}

sdn_code sdn__save_prepare(sdn_image *image, uint64_t seed, sdn_save *save, sdn_error *err)
{
    *save = (sdn_save){.layout = SDN_LAYOUT_INIT};
    sdn__image_restore_bytes(image);
    bool patches = false;
    sdn_code code = lay_out_edits(image, save, err);
    if (code == SDN_OK)
        code = choose(image, save, &patches, err);
    if (code == SDN_OK)
        code = patches ? prepare_patches(image, save, err) : prepare_whole(image, seed, save, err);
    if (code != SDN_OK)
        sdn__save_cancel(image, save);
    return code;
}

void sdn__save_finish(sdn_image **image, sdn_save *save)
{
    if (save->next != NULL) {
        sdn__save_free_image(*image);
        *image = save->next;
    } else {
        patch(*image, save);
        sdn__image_terminate_again(*image);
    }
    release(save);
}

void sdn__save_cancel(sdn_image *image, sdn_save *save)
{
    sdn__save_free_image(save->next);
    release(save);
    sdn__image_terminate_again(image);
}

void sdn__save_free_image(sdn_image *image)
{
    for (size_t i = 0; image != NULL && i < image->table_count; i++)
        sdn__row_encoder_drop(image->tables[i]);
    sdn__image_free(image);
}
