/*
 * How a file is laid out: one pass over the pieces of the file as it is, which emits the pieces of the file as it will
 * be.
 *
 * Order of emission
 *   prefix                 a byte order mark, or a checksum line, if the file has one
 *   per table of the file that the plan changes, in file order
 *     header               as it is, or encoded with the columns that are added
 *     rows at the start    new rows that are placed before all others
 *     visited rows         rows of the file that are rewritten or left out; after each the new rows that are placed there
 *     rows at the end      new rows that are placed after all others
 *   tail                   what is left
 *   per table that the file lacks: a blank line, its header, its rows
 *
 * What the file has between these is emitted when something that follows it is: `from` is how far that is. So the work
 * is in proportion to what the plan changes, and where the pieces of the file are in many parts, a step for each of
 * these.
 *
 * Invariants
 *   - `from` only moves forward; each piece of the file is emitted once, or replaced, or dropped.
 *   - Placements and visits are in file order, and each is consumed once.
 *   - Before a row that starts a line, the text emitted so far ends in a line end, or is empty.
 *   - Nothing is encoded here, and nothing fails but for memory: the rows are those of the plan, in the order in which
 *     they are needed.
 */
#include "save/layout_private.h"

#include "base/error.h"
#include "text/checksum.h"

#include <assert.h>

/* ---- headers ---- */

/* Emits the header up to its second bar, if columns are added. Otherwise it is emitted together with what is around it. */
static void emit_columns(sdn_table_emitter *t)
{
    sdn_str header = t->plan->header;
    if (header.ptr == NULL)
        return;
    sdn__layout_emit_until(t->file, t->text->header.start);
    sdn__layout_drop_until(t->file, t->text->bars_end);
    sdn__pieces_add(t->file->out, sdn__layout_place(t->file, t->text->header.start), header.ptr, header.len);
}

/* A row on the header line is the only row of its table. It must move when others come, or leave when it is deleted. */
static bool must_unfold(const sdn_table_emitter *t)
{
    bool dropped = t->table->slots.loaded_count > 0 && sdn__is_dropped(&t->table->slots.rows[0]);
    return t->text->inline_row && (t->plan->placement_count > 0 || dropped);
}

/* Moves the row on the header line to a line of its own, new rows before it. */
static void unfold(sdn_table_emitter *t)
{
    sdn_file_emitter *file = t->file;
    const char *bars_end = t->text->bars_end, *row = sdn__table_row_in_buffer(t->table, 0).ptr;
    sdn__layout_emit_until(file, bars_end);
    sdn__pieces_add(file->out, sdn__layout_place(file, bars_end), file->line_end.ptr, file->line_end.len);
    sdn__layout_emit_new_rows(t, SDN_AT_START);
    if (!sdn__is_dropped(&t->table->slots.rows[0])) {
        sdn_str indent = sdn__row_encoder_format(t->plan->encoder)->indent;
        sdn__pieces_add(file->out, sdn__layout_place(file, bars_end), indent.ptr, indent.len);
    }
    sdn__layout_drop_until(file, row);
}

static void emit_start(sdn_table_emitter *t)
{
    if (!sdn__layout_has_new_rows(t, SDN_AT_START))
        return;
    sdn__layout_emit_line_until(t->file, t->text->header.next);
    sdn__layout_emit_new_rows(t, SDN_AT_START);
}

static void emit_header(sdn_table_emitter *t)
{
    emit_columns(t);
    if (must_unfold(t))
        unfold(t);
    else
        emit_start(t);
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
    sdn_pieces *out = t->file->out;
    sdn_str line_end = t->file->line_end, header = t->plan->header;
    sdn__layout_emit_rest(t->file);
    sdn__layout_emit_missing_line_end(t);
    if (!ends_in_blank_line(t->file))
        sdn__pieces_add(out, SDN_PLACE_END, line_end.ptr, line_end.len);
    sdn__pieces_add(out, SDN_PLACE_END, header.ptr, header.len);
    sdn__pieces_add(out, SDN_PLACE_END, line_end.ptr, line_end.len);
}

/* ---- one table ---- */

static void emit_table(sdn_table_emitter *t)
{
    if (t->text != NULL) {
        emit_header(t);
        sdn__layout_emit_rows(t);
    } else {
        emit_new_header(t);
        sdn__layout_emit_new_rows(t, SDN_AT_START);
        sdn__layout_emit_new_rows(t, SDN_AT_END);
    }
    assert(t->placed == t->plan->placement_count);
}

static void emit_added_header(sdn_table_emitter *t)
{
    if (t->text == NULL)
        emit_new_header(t);
}

static void emit_rows_alone(sdn_table_emitter *t)
{
    emit_start(t);
    sdn__layout_emit_rows(t);
    assert(t->placed == t->plan->placement_count);
}

/* ---- the file ---- */

/* Emits a checksum line with another sum. */
static void emit_checksum(sdn_file_emitter *file, sdn_str sum)
{
    sdn_str digits = sdn__checksum_line(file->buffer, file->prefix_len + file->document->len).digits;
    sdn__layout_emit_until(file, digits.ptr);
    sdn__layout_drop_until(file, digits.ptr + digits.len);
    sdn__pieces_add(file->out, sdn__layout_place(file, digits.ptr), sum.ptr, sum.len);
}

/* The table's text in the document that is laid out, which need not be that of the image. */
static const sdn_table_text *text_of(const sdn_layout_source *source, const sdn_image *image, const sdn_table *table)
{
    if (source->document == &image->document)
        return sdn__table_text_of(table);
    return sdn__document_table(source->document, table->type->table);
}

static sdn_file_emitter begin_file(const sdn_image *image, const sdn_layout_source *source, sdn_pieces *out)
{
    out->delimiters = &image->document.delimiters; /* new rows are its added text; a renewed document has none */
    return (sdn_file_emitter){.buffer = source->buffer,
                              .document = source->document,
                              .from = sdn__pieces_start(source->pieces),
                              .out = out,
                              .line_end = sdn__document_line_end(source->document),
                              .prefix_len = (size_t)(source->document->bytes - source->buffer)};
}

static sdn_code end_file(sdn_file_emitter *file, sdn_error *err)
{
    sdn__layout_emit_rest(file);
    return file->out->out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

static sdn_code emit_file(const sdn_image *image, const sdn_layout_source *source, const sdn_save_plan *plan,
                          void (*emit)(sdn_table_emitter *t), sdn_pieces *out, sdn_error *err)
{
    sdn_file_emitter file = begin_file(image, source, out);
    if (plan->sum.ptr != NULL)
        emit_checksum(&file, plan->sum);
    for (size_t i = 0; i < plan->table_count; i++) {
        const sdn_table *table = plan->tables[i].table;
        sdn_table_emitter t = {
            .file = &file, .table = table, .text = text_of(source, image, table), .plan = &plan->tables[i]};
        emit(&t);
    }
    return end_file(&file, err);
}

static sdn_layout_source source_of(const sdn_image *image)
{
    return (sdn_layout_source){&image->pieces, image->buffer, &image->document};
}

sdn_code sdn__layout_build(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err)
{
    const sdn_layout_source source = source_of(image);
    return emit_file(image, &source, plan, emit_table, out, err);
}

sdn_code sdn__layout_build_headers(const sdn_image *image, const sdn_save_plan *plan, sdn_pieces *out, sdn_error *err)
{
    const sdn_layout_source source = source_of(image);
    return emit_file(image, &source, plan, emit_added_header, out, err);
}

sdn_code sdn__layout_build_rows(const sdn_image *image, const sdn_layout_source *source, const sdn_save_plan *plan,
                                sdn_pieces *out, sdn_error *err)
{
    return emit_file(image, source, plan, emit_rows_alone, out, err);
}

/* ---- late pieces ---- */

static sdn_code emit_saved(const sdn_image *image, const sdn_pieces *read, sdn_pieces *out, sdn_error *err)
{
    const sdn_layout_source source = {read, image->buffer, &image->document};
    sdn_file_emitter file = begin_file(image, &source, out);
    for (const sdn_table *table = NULL; (table = sdn__image_next_table(image, table)) != NULL;) {
        sdn_table_emitter t = {.file = &file, .table = table, .text = text_of(&source, image, table)};
        if (t.text != NULL)
            sdn__layout_emit_saved_rows(&t);
    }
    return end_file(&file, err);
}

/* The new pieces share parts of those that they are made from, so the image gets these first. */
sdn_code sdn__layout_catch_up(sdn_image *image, sdn_error *err)
{
    sdn_pieces read = {.delimiters = &image->document.delimiters}, now = SDN_PIECES_INIT;
    if (!image->is_late)
        return SDN_OK;
    sdn__pieces_add(&read, sdn__place_in_text(0), image->buffer, image->buffer_len);
    sdn_code code = read.out_of_memory ? sdn__fail_memory(err) : emit_saved(image, &read, &now, err);
    if (code != SDN_OK) {
        sdn__pieces_release(&now);
        sdn__pieces_release(&read);
        return code;
    }
    sdn__pieces_release(&image->pieces);
    image->pieces = read;
    sdn__pieces_adopt(&image->pieces, &now);
    image->pieces.delimiters = &image->document.delimiters;
    image->is_late = false;
    return SDN_OK;
}
