/*
 * What is in the file already, and line ends.
 *
 * Places (text/pieces.h) of what saves added to a table are at the offset at which its rows end in the document. The
 * first is the line end that the file lacked there, which belongs to the line before, then come the rows in the order of
 * their slots. So a position in the document, and a row of which the slot is known, are found in the pieces of any later
 * file.
 */
#include "save/layout_private.h"

#include <assert.h>

/* The numbers of these places. */
enum { LINE_END = 0, FIRST_SLOT = 1 };

uint64_t sdn__layout_place(const sdn_file_emitter *file, const char *at)
{
    return sdn__place_in_text((size_t)(at - file->buffer));
}

/* Of what saves added to the table. */
static uint64_t place_added(const sdn_table_emitter *t, uint32_t number)
{
    const sdn_document *document = t->file->document;
    const char *rows_end = t->text != NULL ? t->text->rows_end : document->bytes + document->len;
    return sdn__place_added((size_t)(rows_end - t->file->buffer), number);
}

static uint64_t place_of_slot(const sdn_table_emitter *t, uint32_t slot)
{
    return place_added(t, FIRST_SLOT + slot);
}

static const char *row_end(const sdn_table_emitter *t, uint32_t slot)
{
    sdn_str row = sdn__table_row_text(t->table, slot);
    return row.ptr + row.len + t->file->line_end.len;
}

/* ---- positions in the document ---- */

/* Passes what comes before a position, and of what was added there what has a number below `number`. */
static void pass_until(sdn_file_emitter *file, const char *at, uint32_t number, sdn_pieces *out)
{
    sdn__pieces_pass(&file->from, sdn__place_added((size_t)(at - file->buffer), number), at, out);
}

void sdn__layout_emit_until(sdn_file_emitter *file, const char *at)
{
    sdn__pieces_pass(&file->from, sdn__layout_place(file, at), at, file->out);
}

void sdn__layout_emit_line_until(sdn_file_emitter *file, const char *line_end)
{
    pass_until(file, line_end, LINE_END + 1, file->out);
}

void sdn__layout_drop_until(sdn_file_emitter *file, const char *at)
{
    pass_until(file, at, LINE_END, NULL);
}

void sdn__layout_drop_line_until(sdn_file_emitter *file, const char *line_end)
{
    pass_until(file, line_end, LINE_END + 1, NULL);
}

void sdn__layout_emit_rest(sdn_file_emitter *file)
{
    sdn__pieces_pass(&file->from, SDN_PLACE_END, NULL, file->out);
}

/* ---- rows that earlier saves added ---- */

void sdn__layout_emit_until_added(sdn_table_emitter *t, uint32_t slot)
{
    assert(sdn__row_has_patch(&t->table->slots.rows[slot]));
    sdn__pieces_pass(&t->file->from, place_of_slot(t, slot), sdn__table_row_text(t->table, slot).ptr, t->file->out);
}

void sdn__layout_emit_added(sdn_table_emitter *t, uint32_t slot)
{
    sdn__pieces_pass(&t->file->from, place_of_slot(t, slot + 1), row_end(t, slot), t->file->out);
}

void sdn__layout_drop_added(sdn_table_emitter *t, uint32_t slot)
{
    sdn__pieces_pass(&t->file->from, place_of_slot(t, slot + 1), row_end(t, slot), NULL);
}

/* ---- lines ---- */

void sdn__layout_emit_lines(sdn_table_emitter *t, uint32_t slot, sdn_str lines)
{
    sdn__pieces_add(t->file->out, place_of_slot(t, slot), lines.ptr, lines.len);
}

void sdn__layout_emit_missing_line_end(sdn_table_emitter *t)
{
    sdn_pieces *pieces = t->file->out;
    char last = pieces->len > t->file->prefix_len ? sdn__pieces_before_end(pieces, 1) : '\n';
    uint64_t place = place_added(t, LINE_END);
    if (last == '\r')
        sdn__pieces_add(pieces, place, "\n", 1);
    else if (last != '\n')
        sdn__pieces_add(pieces, place, t->file->line_end.ptr, t->file->line_end.len);
}
