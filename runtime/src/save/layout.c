/*
 * How a file is laid out: one pass over the document, which emits pieces of a piece table (text/pieces.h).
 *
 * Order of emission
 *   prefix                 a byte order mark, if the file has one
 *   per table of the file, in file order
 *     header               as it is, or encoded with the columns that are added
 *     rows at the start    new rows that are placed before all others
 *     visited rows         rows of the document that differ from it: rewritten by this save, patched by an earlier
 *                          one, or left out; after each the new rows that are placed there
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
 *   - Nothing is encoded here, and nothing fails but for memory: the rows are those of the plan, in the order in which
 *     they are needed.
 */
#include "save/layout_private.h"

#include "base/error.h"

#include <assert.h>

/* ---- headers ---- */

/* Emits the header up to its second bar. If no column is added it is emitted together with what is around it. */
static void emit_columns(sdn_table_emitter *t)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    if (t->plan->header.ptr == NULL) {
        sdn__layout_emit_document_until(t->file, text->bars_end);
        return;
    }
    sdn__layout_emit_document_until(t->file, text->header.start);
    t->file->at = text->bars_end;
    sdn__pieces_add_str(t->file->out, t->plan->header);
}

/* A row on the header line is the only row of its table. It must move when others come, or leave when it is deleted. */
static bool must_unfold(const sdn_table_emitter *t)
{
    bool dropped = t->table->slots.loaded_count > 0 && (t->table->slots.rows[0].flags & SDN_ROW_DELETED) != 0;
    return sdn__table_text_of(t->table)->inline_row && (t->plan->placement_count > 0 || dropped);
}

/* Moves the row on the header line to a line of its own, new rows before it. */
static void unfold(sdn_table_emitter *t)
{
    sdn__pieces_add_str(t->file->out, t->file->line_end);
    sdn__layout_emit_new_rows(t, SDN_AT_START);
    if (!sdn__is_dropped(t, &t->table->slots.rows[0]))
        sdn__pieces_add_str(t->file->out, sdn__row_encoder_format(t->plan->encoder)->indent);
    t->file->at = sdn__table_row_in_buffer(t->table, 0).ptr;
}

static void emit_header(sdn_table_emitter *t)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    emit_columns(t);
    if (must_unfold(t)) {
        unfold(t);
    } else if (!text->inline_row) {
        sdn__layout_emit_document_until(t->file, text->header.next);
        sdn__layout_emit_new_rows(t, SDN_AT_START);
    }
}

/* ---- tables that the file lacks ---- */

/* Whether the text so far, of whole lines, ends in an empty one, or there is none. */
static bool ends_in_blank_line(const sdn_file_emitter *file)
{
    const sdn_pieces *pieces = file->out;
    size_t len = pieces->len - file->prefix_len, back = 2; /* the last byte is the line end of the last line */
    if (len == 0)
        return true;
    back += len > 1 && sdn__pieces_before_end(pieces, back) == '\r';
    return len < back || sdn__pieces_before_end(pieces, back) == '\n';
}

/* Emits the header, and what is between it and the text before. */
static void emit_new_header(sdn_table_emitter *t)
{
    const sdn_document *document = t->file->document;
    sdn__layout_emit_document_until(t->file, document->bytes + document->len);
    sdn__layout_emit_missing_line_end(t);
    if (!ends_in_blank_line(t->file))
        sdn__pieces_add_str(t->file->out, t->file->line_end);
    sdn__pieces_add_str(t->file->out, t->plan->header);
    sdn__pieces_add_str(t->file->out, t->file->line_end);
}

/* ---- one table ---- */

static void emit_table(sdn_file_emitter *file, const sdn_table *table, const sdn_table_plan *plan)
{
    sdn_table_emitter t = {.file = file, .table = table, .plan = plan};
    if (table->columns.position != SDN_NO_TABLE) {
        if (plan != NULL)
            emit_header(&t);
        if (plan != NULL || table->image_rows.is_patched)
            sdn__layout_emit_rows(&t);
    } else if (plan != NULL) {
        emit_new_header(&t);
        sdn__layout_emit_new_rows(&t, SDN_AT_START);
        sdn__layout_emit_new_rows(&t, SDN_AT_END);
    }
    assert(plan == NULL || t.placed == plan->placement_count);
}

/* Of a table that the file lacks, emits what comes before the rows; another one as it is. */
static void emit_table_without_rows(sdn_file_emitter *file, const sdn_table *table, const sdn_table_plan *plan)
{
    sdn_table_emitter t = {.file = file, .table = table, .plan = plan};
    if (table->columns.position != SDN_NO_TABLE)
        emit_table(file, table, NULL);
    else if (plan != NULL)
        emit_new_header(&t);
}

/* ---- the file ---- */

static sdn_code emit_file(const sdn_image *image, const sdn_save_plan *plan,
                          void (*emit)(sdn_file_emitter *file, const sdn_table *table, const sdn_table_plan *plan),
                          sdn_pieces *out, sdn_error *err)
{
    const sdn_document *document = &image->document;
    const sdn_str prefix = {image->buffer, (size_t)(document->bytes - image->buffer)};
    sdn_file_emitter file = {.document = document,
                             .out = out,
                             .line_end = sdn__document_line_end(document),
                             .prefix_len = prefix.len,
                             .at = document->bytes};
    const sdn_table *table = NULL;
    out->delimiters = &document->delimiters;
    sdn__pieces_add_str(out, prefix);
    while ((table = sdn__image_next_table(image, table)) != NULL)
        emit(&file, table, sdn__save_plan_of(plan, table));
    sdn__layout_emit_document_until(&file, document->bytes + document->len);
    return out->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

sdn_code sdn__layout_build(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err)
{
    return emit_file(image, plan, emit_table, out, err);
}

sdn_code sdn__layout_build_headers(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err)
{
    return emit_file(image, plan, emit_table_without_rows, out, err);
}
