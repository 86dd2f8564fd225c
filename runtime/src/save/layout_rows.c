/*
 * Layout of the rows of one table; the order is described in layout.c.
 *
 * Rows that are visited, rows that are rewritten, and new ones are consumed in the order in which the plan has them.
 */
#include "save/layout_private.h"

#include <assert.h>

/* ---- new rows ---- */

static sdn_str text_of_new_row(sdn_table_emitter *t, uint32_t slot)
{
    if (sdn__row_is_cached(&t->table->slots.rows[slot]))
        return sdn__table_row_text(t->table, slot);
    const sdn_encoded_row *row = &t->plan->rows[t->plan->rewritten_count + t->added++];
    assert(row->slot == slot);
    return row->text;
}

/* Emits lines that follow one another in memory together. */
static void emit_new_run(sdn_table_emitter *t, const sdn_placement *run)
{
    size_t line_end = t->file->line_end.len;
    uint32_t first = run->slot;
    sdn_str lines = {NULL, 0};
    sdn__layout_emit_missing_line_end(t);
    for (uint32_t slot = first; slot < run->slot + run->count; slot++) {
        sdn_str row = text_of_new_row(t, slot);
        if (slot > first && row.ptr != lines.ptr + lines.len) {
            sdn__layout_emit_lines(t, first, lines);
            first = slot;
        }
        lines = slot > first ? (sdn_str){lines.ptr, lines.len + row.len + line_end}
                             : (sdn_str){row.ptr, row.len + line_end};
    }
    sdn__layout_emit_lines(t, first, lines);
}

void sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after)
{
    for (; sdn__layout_has_new_rows(t, after); t->placed++)
        emit_new_run(t, &t->plan->placements[t->placed]);
}

/* ---- visited rows ---- */

/* The text that the plan has for a row of the file; its ptr is NULL if it has none. */
static sdn_str next_text_of(sdn_table_emitter *t, uint32_t slot)
{
    const sdn_table_plan *plan = t->plan;
    if (t->rewritten == plan->rewritten_count || plan->rows[t->rewritten].slot != slot)
        return (sdn_str){NULL, 0};
    return plan->rows[t->rewritten++].text;
}

/* A row of the document, and what is between it and the row before. If it is rewritten its line end stays; if it is
 * deleted its line is left out. */
static void emit_read_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer)
{
    sdn_str text = next_text_of(t, slot);
    const char *end = in_buffer.ptr + in_buffer.len;
    if (sdn__is_dropped(&t->table->slots.rows[slot])) {
        sdn__layout_emit_until(t->file, in_buffer.ptr);
        sdn__layout_drop_line_until(t->file, sdn__document_after_line_end(t->file->document, end));
    } else if (text.ptr != NULL) {
        sdn__layout_emit_until(t->file, in_buffer.ptr);
        sdn__layout_drop_until(t->file, end);
        sdn__pieces_add(t->file->out, sdn__layout_place(t->file, in_buffer.ptr), text.ptr, text.len);
    }
    if (sdn__layout_has_new_rows(t, SDN_AFTER(slot)))
        sdn__layout_emit_line_until(t->file, sdn__document_after_line_end(t->file->document, end));
}

/* A row that an earlier save added, on a line of its own. */
static void emit_added_row(sdn_table_emitter *t, uint32_t slot)
{
    sdn_str text = next_text_of(t, slot);
    sdn__layout_emit_until_added(t, slot);
    if (text.ptr != NULL)
        sdn__layout_emit_lines(t, slot, (sdn_str){text.ptr, text.len + t->file->line_end.len});
    if (text.ptr != NULL || sdn__is_dropped(&t->table->slots.rows[slot]))
        sdn__layout_drop_added(t, slot);
    else
        sdn__layout_emit_added(t, slot);
}

/* A visited row, and the new rows that are placed after it. */
static void emit_visited_row(sdn_table_emitter *t, uint32_t slot)
{
    sdn_str in_buffer = sdn__table_row_in_buffer(t->table, slot);
    if (in_buffer.ptr != NULL)
        emit_read_row(t, slot, in_buffer);
    else
        emit_added_row(t, slot);
    sdn__layout_emit_new_rows(t, SDN_AFTER(slot));
}

void sdn__layout_emit_rows(sdn_table_emitter *t)
{
    for (size_t i = 0; i < t->plan->visit_count; i++)
        emit_visited_row(t, t->plan->visits[i]);
    if (sdn__layout_has_new_rows(t, SDN_AT_END)) {
        sdn__layout_emit_until(t->file, t->text->rows_end);
        sdn__layout_emit_new_rows(t, SDN_AT_END);
    }
    assert(t->rewritten == t->plan->rewritten_count);
}

/* ---- rows as they were saved ---- */

/* A row that is in the document, or was. */
static void emit_saved_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer)
{
    const sdn_row *row = &t->table->slots.rows[slot];
    const char *end = in_buffer.ptr + in_buffer.len;
    if (!sdn__row_is_gone(row) && (row->flags & SDN_ROW_PATCHED) == 0)
        return;
    sdn__layout_emit_until(t->file, in_buffer.ptr);
    if (sdn__row_is_gone(row)) {
        sdn__layout_drop_line_until(t->file, sdn__document_after_line_end(t->file->document, end));
    } else {
        sdn_str text = sdn__table_row_text(t->table, slot);
        sdn__layout_drop_until(t->file, end);
        sdn__pieces_add(t->file->out, sdn__layout_place(t->file, in_buffer.ptr), text.ptr, text.len);
    }
}

static void emit_saved_added_row(sdn_table_emitter *t, uint32_t slot)
{
    if (sdn__row_is_gone(&t->table->slots.rows[slot]))
        return;
    sdn_str text = sdn__table_row_text(t->table, slot);
    sdn__layout_emit_until(t->file, t->text->rows_end);
    sdn__layout_emit_missing_line_end(t);
    sdn__layout_emit_lines(t, slot, (sdn_str){text.ptr, text.len + t->file->line_end.len});
}

void sdn__layout_emit_saved_rows(sdn_table_emitter *t)
{
    for (uint32_t slot = 0; slot < t->table->slots.loaded_count; slot++) {
        sdn_str in_buffer = sdn__table_row_in_buffer(t->table, slot);
        if (in_buffer.ptr != NULL)
            emit_saved_row(t, slot, in_buffer);
        else
            emit_saved_added_row(t, slot);
    }
}
