/*
 * How a file is laid out: one pass over the document, which emits pieces of a piece table (text/pieces.h).
 *
 * Order of emission
 *   prefix                 a byte order mark, if the file has one
 *   per table of the file, in file order
 *     header               as it is, or encoded with the columns that are added
 *     rows at the start    new rows that are placed before all others
 *     visited rows         rows of the document that differ from it: rewritten, patched by an earlier save, or left
 *                          out; after each the new rows that are placed there
 *     added runs           rows that earlier saves added, which the document does not have; visited ones as above
 *     rows at the end      new rows that are placed after all others
 *   tail                   what the document has after the last table
 *   per table that the file lacks: a blank line, its header, its rows
 *
 * The document's bytes between these are emitted when something that follows them is, as one piece each: `at` is how
 * far that is. So the work is in proportion to what differs from the document, not to its size.
 *
 * Invariants
 *   - `at` only moves forward; each byte of the document is emitted once, or replaced, or dropped.
 *   - Placements and visits are in file order, and each is consumed once.
 *   - Before a row that starts a line, the text emitted so far ends in a line end, or is empty.
 *   - Pieces stay where they are until the layout is released: encoded text is in the layout's arena, which never moves
 *     it.
 */
#include "save/layout_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "table/changes.h"

static sdn_str line_end_of_file(const sdn_table_emitter *t)
{
    return sdn__document_line_end(t->file->document);
}

/* ---- headers ---- */

static sdn_code emit_encoded_header(sdn_table_emitter *t, sdn_error *err)
{
    sdn_str text;
    sdn__row_columns_encode_header(&t->encoder->columns, &t->scratch);
    sdn_code code = sdn__layout_keep_encoded(t, 0, &text, err);
    if (code == SDN_OK)
        sdn__pieces_add_str(&t->file->out->pieces, text);
    return code;
}

/* Emits the header up to its second bar. If no column is added it is emitted together with what is around it. */
static sdn_code emit_columns(sdn_table_emitter *t, sdn_error *err)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    if (t->encoder->columns.added_count == 0) {
        sdn__layout_emit_document_until(t->file, text->bars_end);
        return SDN_OK;
    }
    sdn__layout_emit_document_until(t->file, text->header.start);
    t->file->at = text->bars_end;
    return emit_encoded_header(t, err);
}

/* A row on the header line is the only row of its table. It must move when others come, or leave when it is deleted. */
static bool must_unfold(const sdn_table_emitter *t)
{
    bool dropped = t->table->slots.loaded_count > 0 && (t->table->slots.rows[0].flags & SDN_ROW_DELETED) != 0;
    return sdn__table_text_of(t->table)->inline_row && (t->placement_count > 0 || dropped);
}

/* Moves the row on the header line to a line of its own, new rows before it. */
static sdn_code unfold(sdn_table_emitter *t, sdn_error *err)
{
    sdn_pieces *pieces = &t->file->out->pieces;
    sdn__pieces_add_str(pieces, line_end_of_file(t));
    sdn_code code = sdn__layout_emit_new_rows(t, SDN_AT_START, err);
    if (!sdn__is_dropped(t, &t->table->slots.rows[0]))
        sdn__pieces_add_str(pieces, sdn__row_encoder_format(t->encoder)->indent);
    t->file->at = sdn__table_row_in_buffer(t->table, 0).ptr;
    return code;
}

static sdn_code emit_header(sdn_table_emitter *t, sdn_error *err)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    sdn_code code = emit_columns(t, err);
    if (code != SDN_OK)
        return code;
    if (must_unfold(t))
        return unfold(t, err);
    if (text->inline_row)
        return SDN_OK;
    sdn__layout_emit_document_until(t->file, text->header.next);
    return sdn__layout_emit_new_rows(t, SDN_AT_START, err);
}

/* ---- tables that the file lacks ---- */

/* Whether the text so far, of whole lines, ends in an empty one, or there is none. */
static bool ends_in_blank_line(const sdn_file_emitter *file)
{
    const sdn_pieces *pieces = &file->out->pieces;
    size_t len = pieces->len - file->prefix_len, back = 2; /* the last byte is the line end of the last line */
    if (len == 0)
        return true;
    back += len > 1 && sdn__pieces_before_end(pieces, back) == '\r';
    return len < back || sdn__pieces_before_end(pieces, back) == '\n';
}

static sdn_code emit_new_table(sdn_table_emitter *t, sdn_error *err)
{
    const sdn_document *document = t->file->document;
    sdn_pieces *pieces = &t->file->out->pieces;
    sdn__layout_emit_document_until(t->file, document->bytes + document->len);
    sdn__layout_emit_missing_line_end(t);
    if (!ends_in_blank_line(t->file))
        sdn__pieces_add_str(pieces, line_end_of_file(t));
    sdn_code code = emit_encoded_header(t, err);
    sdn__pieces_add_str(pieces, line_end_of_file(t));
    if (code == SDN_OK)
        code = sdn__layout_emit_new_rows(t, SDN_AT_START, err);
    return code == SDN_OK ? sdn__layout_emit_new_rows(t, SDN_AT_END, err) : code;
}

/* ---- one table ---- */

/* Whether the new rows come after all rows of the file. */
static bool is_after_all(const sdn_table_emitter *t, const sdn_placement *run)
{
    size_t loaded = t->table->slots.loaded_count;
    return run->after == SDN_AT_END || run->after == (loaded > 0 ? SDN_AFTER((uint32_t)loaded - 1) : SDN_AT_START);
}

/* See sdn_layout.keeps_order. */
static bool keeps_order(const sdn_table_emitter *t)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    if (text != NULL && (text->inline_row || t->encoder->columns.added_count > 0))
        return false;
    for (size_t i = 0; i < t->placement_count; i++)
        if (!is_after_all(t, &t->placements[i]) || (i > 0 && t->placements[i].slot < t->placements[i - 1].slot))
            return false;
    return true;
}

/* Finds the columns and the placements that the edits need. */
static sdn_code plan_edits(sdn_table_emitter *t, sdn_error *err)
{
    sdn_code code = sdn__row_encoder_of(t->table, &t->encoder, err);
    if (code == SDN_OK)
        code = sdn__row_columns_extend(&t->encoder->columns, err);
    if (code == SDN_OK && sdn__placements_find(t->table, &t->placements, &t->placement_count) != 0)
        code = sdn__fail_memory(err);
    return code;
}

static sdn_code emit_edited_table(sdn_table_emitter *t, sdn_error *err)
{
    sdn_code code = plan_edits(t, err);
    if (code != SDN_OK)
        return code;
    if (!keeps_order(t))
        t->file->out->keeps_order = false;
    if (t->table->columns.position == SDN_NO_TABLE) {
        t->file->out->adds_table = true;
        return emit_new_table(t, err);
    }
    code = emit_header(t, err);
    return code == SDN_OK ? sdn__layout_emit_rows(t, err) : code;
}

/* Of a table that the file lacks, emits what comes before the rows. */
static sdn_code emit_new_header(sdn_table_emitter *t, sdn_error *err)
{
    sdn_code code = plan_edits(t, err);
    if (code != SDN_OK || t->table->columns.position != SDN_NO_TABLE)
        return code;
    t->placed = t->placement_count; /* no rows */
    return emit_new_table(t, err);
}

static sdn_code emit_table(sdn_file_emitter *file, sdn_table *table, sdn_layout_what what, sdn_error *err)
{
    sdn_table_emitter t = {.file = file, .table = table, .scratch = SDN_BUFFER_INIT};
    t.with_edits = what != SDN_LAYOUT_SAVED && sdn__table_changed(table);
    sdn_code code = SDN_OK;
    if (!t.with_edits)
        code = table->image_rows.is_patched ? sdn__layout_emit_rows(&t, err) : SDN_OK;
    else
        code = what == SDN_LAYOUT_EDITS ? emit_edited_table(&t, err) : emit_new_header(&t, err);
    sdn__buffer_release(&t.scratch);
    sdn__free(t.placements);
    sdn__free(t.visits);
    return code;
}

/* ---- the file ---- */

static sdn_code emit_tables(sdn_file_emitter *file, sdn_table *const *tables, size_t table_count, sdn_layout_what what,
                            sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t position = 0; position < file->document->table_count; position++)
        for (size_t i = 0; i < table_count && code == SDN_OK; i++)
            if (tables[i]->columns.position == position)
                code = emit_table(file, tables[i], what, err);
    for (size_t i = 0; i < table_count && code == SDN_OK; i++)
        if (tables[i]->columns.position == SDN_NO_TABLE)
            code = emit_table(file, tables[i], what, err);
    return code;
}

/* Encoded text is put into the free room of the document's arena: a block for each save would be mostly empty. Unless
 * the save merges the arenas, the room is free again when the layout is released. */
static sdn_arena free_room_of(const sdn_arena *arena)
{
    return (sdn_arena){.next = arena->next, .end = arena->end};
}

sdn_code sdn__layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                           sdn_layout_what what, sdn_layout *out, sdn_error *err)
{
    sdn_file_emitter file = {.document = document, .out = out, .prefix_len = prefix.len, .at = document->bytes};
    *out = (sdn_layout)SDN_LAYOUT_INIT;
    if (what != SDN_LAYOUT_HEADERS) /* built while another layout uses the room */
        out->text = free_room_of(document->arena);
    out->keeps_order = true;
    out->pieces.delimiters = &document->delimiters;
    sdn__pieces_add_str(&out->pieces, prefix);
    sdn_code code = emit_tables(&file, tables, table_count, what, err);
    if (code != SDN_OK)
        return code;
    sdn__layout_emit_document_until(&file, document->bytes + document->len);
    return out->pieces.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

void sdn__layout_release(sdn_layout *out)
{
    sdn__pieces_release(&out->pieces);
    sdn__free(out->rows);
    sdn_arena_release(&out->text);
    *out = (sdn_layout)SDN_LAYOUT_INIT;
}
