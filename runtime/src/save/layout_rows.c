/*
 * Layout of the rows of one table; the order is described in layout.c.
 *
 * The rows that need a look come from two lists, both in the order of slots: those that earlier saves touched, and those
 * that the plan visits. They are merged while they are walked. Rows that the plan rewrites, and new ones, are consumed
 * in the order in which the plan has them.
 */
#include "save/layout_private.h"

#include <assert.h>

/* Emits a row and its line end, which follows it in memory. */
static void emit_line(sdn_table_emitter *t, sdn_str row)
{
    sdn__pieces_add(t->file->out, row.ptr, row.len + t->file->line_end.len);
}

/* ---- new rows ---- */

static sdn_str text_of_new_row(sdn_table_emitter *t, uint32_t slot)
{
    if (sdn__row_is_cached(&t->table->slots.rows[slot]))
        return sdn__table_row_text(t->table, slot);
    const sdn_encoded_row *row = &t->plan->rows[t->plan->rewritten_count + t->added++];
    assert(row->slot == slot);
    return row->text;
}

static void emit_new_run(sdn_table_emitter *t, const sdn_placement *run)
{
    sdn__layout_emit_missing_line_end(t);
    for (uint32_t i = 0; i < run->count; i++)
        emit_line(t, text_of_new_row(t, run->slot + i));
}

static bool has_new_rows_after(const sdn_table_emitter *t, uint32_t after)
{
    return t->plan != NULL && t->placed < t->plan->placement_count && t->plan->placements[t->placed].after == after;
}

void sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after)
{
    for (; has_new_rows_after(t, after); t->placed++)
        emit_new_run(t, &t->plan->placements[t->placed]);
}

/* ---- visited rows ---- */

static bool is_rewritten(const sdn_table_emitter *t, uint32_t slot)
{
    return t->plan != NULL && t->rewritten < t->plan->rewritten_count && t->plan->rows[t->rewritten].slot == slot;
}

/* The text of a row of the file, that of the plan if it is edited. */
static sdn_str text_of(sdn_table_emitter *t, uint32_t slot)
{
    return is_rewritten(t, slot) ? t->plan->rows[t->rewritten++].text : sdn__table_row_text(t->table, slot);
}

/* A row of the document that is deleted: its line is left out. */
static void skip_loaded_row(sdn_table_emitter *t, sdn_str in_buffer)
{
    sdn__layout_emit_document_until(t->file, in_buffer.ptr);
    t->file->at = sdn__document_after_line_end(t->file->document, in_buffer.ptr + in_buffer.len);
}

/* A row of the document that has another text by now; its line end stays. */
static void emit_patched_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer)
{
    sdn__layout_emit_document_until(t->file, in_buffer.ptr);
    t->file->at = in_buffer.ptr + in_buffer.len;
    sdn__pieces_add_str(t->file->out, text_of(t, slot));
}

/* A row of the document, and what is between it and the row before. One that is as it was stays part of what is emitted
 * with the next row that differs. */
static void emit_loaded_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer)
{
    const sdn_row *row = &t->table->slots.rows[slot];
    if (sdn__is_dropped(t, row))
        skip_loaded_row(t, in_buffer);
    else if ((row->flags & SDN_ROW_PATCHED) != 0 || is_rewritten(t, slot))
        emit_patched_row(t, slot, in_buffer);
}

/* A row that an earlier save added, on a line of its own. */
static void emit_added_row(sdn_table_emitter *t, uint32_t slot)
{
    if (!sdn__is_dropped(t, &t->table->slots.rows[slot]))
        emit_line(t, text_of(t, slot));
}

/* A visited row, and the new rows that are placed after it. */
static void emit_visited_row(sdn_table_emitter *t, uint32_t slot)
{
    sdn_str in_buffer = sdn__table_row_in_buffer(t->table, slot);
    bool is_loaded = in_buffer.ptr != NULL;
    if (is_loaded)
        emit_loaded_row(t, slot, in_buffer);
    else
        emit_added_row(t, slot);
    if (!has_new_rows_after(t, SDN_AFTER(slot)))
        return;
    if (is_loaded && !sdn__is_dropped(t, &t->table->slots.rows[slot]))
        sdn__layout_emit_document_until(t->file,
                                        sdn__document_after_line_end(t->file->document, in_buffer.ptr + in_buffer.len));
    sdn__layout_emit_new_rows(t, SDN_AFTER(slot));
}

/* ---- which rows are visited ---- */

/* Sets the visit to the first one from `slot` on. */
static void find_visit(sdn_table_emitter *t, size_t slot)
{
    const sdn_table_plan *plan = t->plan;
    t->visit = sdn__image_rows_next_touched(&t->table->image_rows, slot);
    if (plan == NULL)
        return;
    while (t->visited < plan->visit_count && plan->visits[t->visited] < slot)
        t->visited++;
    if (t->visited < plan->visit_count && plan->visits[t->visited] < t->visit)
        t->visit = plan->visits[t->visited];
}

/* Emits the row of the visit, and goes on to the next one. */
static void emit_visit(sdn_table_emitter *t)
{
    emit_visited_row(t, t->visit);
    find_visit(t, (size_t)t->visit + 1);
}

/* ---- rows that earlier saves added ---- */

/* The rows of the slots from `slot` up to `end`, which follow one another in memory, as one piece. */
static void emit_untouched_span(sdn_table_emitter *t, uint32_t slot, uint32_t end)
{
    if (slot == end)
        return;
    const char *start = sdn__table_row_text(t->table, slot).ptr;
    sdn_str last = sdn__table_row_text(t->table, end - 1);
    assert(start <= last.ptr);
    emit_line(t, (sdn_str){start, (size_t)(last.ptr - start) + last.len});
}

static void emit_added_run(sdn_table_emitter *t, const sdn_added_run *run)
{
    uint32_t slot = run->slot, end = slot + run->count;
    while (t->visit < end) {
        uint32_t visited = t->visit;
        assert(visited >= slot);
        emit_untouched_span(t, slot, visited);
        emit_visit(t);
        slot = visited + 1;
    }
    emit_untouched_span(t, slot, end);
}

/* Emits what is left of the document's rows. */
static void emit_document_rows(sdn_table_emitter *t)
{
    const char *rows_end = sdn__table_text_of(t->table)->rows_end;
    if (t->file->at < rows_end)
        sdn__layout_emit_document_until(t->file, rows_end);
}

static void emit_added_runs(sdn_table_emitter *t)
{
    const sdn_image_rows *rows = &t->table->image_rows;
    if (rows->run_count == 0)
        return;
    emit_document_rows(t);
    sdn__layout_emit_missing_line_end(t);
    for (size_t i = 0; i < rows->run_count; i++)
        emit_added_run(t, &rows->runs[i]);
}

void sdn__layout_emit_rows(sdn_table_emitter *t)
{
    size_t read = sdn__table_read_count(t->table);
    find_visit(t, 0);
    while (t->visit < read)
        emit_visit(t);
    emit_added_runs(t);
    if (has_new_rows_after(t, SDN_AT_END)) {
        emit_document_rows(t);
        sdn__layout_emit_new_rows(t, SDN_AT_END);
    }
    assert(t->plan == NULL || t->rewritten == t->plan->rewritten_count);
}
