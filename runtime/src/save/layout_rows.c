/* Layout of the rows of one table; the order is described in layout.c. */
#include "save/layout_private.h"

#include "base/alloc.h"
#include "base/error.h"

#include <assert.h>
#include <stdlib.h>

static size_t line_end_len(const sdn_table_emitter *t)
{
    return sdn__document_line_end(t->file->document).len;
}

/* ---- encoded rows ---- */

/* Encodes the row of a slot and notes it; its line end follows it in memory. */
static sdn_code encode_row(sdn_table_emitter *t, uint32_t slot, sdn_str *text, sdn_error *err)
{
    sdn_layout *out = t->file->out;
    sdn_layout_row row = {.table = t->table, .slot = slot};
    sdn_code code = sdn__row_encode(t->encoder, slot, &t->scratch, err);
    if (code == SDN_OK) {
        sdn__buffer_add_str(&t->scratch, sdn__document_line_end(t->file->document));
        code = sdn__layout_keep_encoded(t, line_end_len(t), &row.text, err);
    }
    if (code == SDN_OK && sdn__reserve(&out->rows, &out->row_capacity, out->row_count + 1, sizeof *out->rows) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        out->rows[out->row_count++] = row;
    *text = row.text;
    return code;
}

static bool is_rewritten(const sdn_table_emitter *t, uint32_t slot)
{
    return t->with_edits && sdn__row_encoder_rewrites(t->encoder, slot);
}

/* The text of a row of the file, encoded again if it is edited. */
static sdn_code text_of(sdn_table_emitter *t, uint32_t slot, sdn_str *text, sdn_error *err)
{
    if (is_rewritten(t, slot))
        return encode_row(t, slot, text, err);
    *text = sdn__table_row_text(t->table, slot);
    return SDN_OK;
}

/* Emits a row and its line end, which follows it in memory. */
static void emit_line(sdn_table_emitter *t, sdn_str row)
{
    sdn__pieces_add(&t->file->out->pieces, row.ptr, row.len + line_end_len(t));
}

/* ---- new rows ---- */

static sdn_code emit_new_row(sdn_table_emitter *t, uint32_t slot, sdn_error *err)
{
    sdn_str row = SDN_STR("");
    sdn_code code = SDN_OK;
    if (sdn__row_is_cached(&t->table->slots.rows[slot])) {
        row = sdn__table_row_text(t->table, slot);
        t->file->out->cached_bytes += row.len;
    } else {
        code = encode_row(t, slot, &row, err);
    }
    if (code == SDN_OK)
        emit_line(t, row);
    return code;
}

static sdn_code emit_new_run(sdn_table_emitter *t, const sdn_placement *run, sdn_error *err)
{
    sdn_code code = SDN_OK;
    sdn__layout_emit_missing_line_end(t);
    for (uint32_t i = 0; i < run->count && code == SDN_OK; i++)
        code = emit_new_row(t, run->slot + i, err);
    return code;
}

static bool has_new_rows_after(const sdn_table_emitter *t, uint32_t after)
{
    return t->placed < t->placement_count && t->placements[t->placed].after == after;
}

sdn_code sdn__layout_emit_new_rows(sdn_table_emitter *t, uint32_t after, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (; code == SDN_OK && has_new_rows_after(t, after); t->placed++)
        code = emit_new_run(t, &t->placements[t->placed], err);
    return code;
}

/* ---- visited rows ---- */

static const char *after_line_end(const sdn_document *document, const char *at)
{
    char line_end[2] = {'\0', '\0'};
    size_t left = (size_t)(document->bytes + document->len - at);
    sdn__document_copy(document, at, left < sizeof line_end ? left : sizeof line_end, line_end);
    size_t returns = line_end[0] == '\r';
    return at + returns + (line_end[returns] == '\n');
}

/* A row of the document that is deleted: its line is left out. */
static void skip_loaded_row(sdn_table_emitter *t, sdn_str in_buffer)
{
    sdn__layout_emit_document_until(t->file, in_buffer.ptr);
    t->file->at = after_line_end(t->file->document, in_buffer.ptr + in_buffer.len);
}

/* A row of the document that has another text by now; its line end stays. */
static sdn_code emit_patched_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer, sdn_error *err)
{
    sdn_str text = SDN_STR("");
    sdn__layout_emit_document_until(t->file, in_buffer.ptr);
    t->file->at = in_buffer.ptr + in_buffer.len;
    sdn_code code = text_of(t, slot, &text, err);
    sdn__pieces_add_str(&t->file->out->pieces, text);
    return code;
}

/* A row of the document, and what is between it and the row before. One that is as it was stays part of what is emitted
 * with the next row that differs. */
static sdn_code emit_loaded_row(sdn_table_emitter *t, uint32_t slot, sdn_str in_buffer, sdn_error *err)
{
    const sdn_row *row = &t->table->slots.rows[slot];
    if (sdn__is_dropped(t, row))
        skip_loaded_row(t, in_buffer);
    else if ((row->flags & SDN_ROW_PATCHED) != 0 || is_rewritten(t, slot))
        return emit_patched_row(t, slot, in_buffer, err);
    return SDN_OK;
}

/* A row that an earlier save added, on a line of its own. */
static sdn_code emit_added_row(sdn_table_emitter *t, uint32_t slot, sdn_error *err)
{
    if (sdn__is_dropped(t, &t->table->slots.rows[slot]))
        return SDN_OK;
    sdn_str text = SDN_STR("");
    sdn_code code = text_of(t, slot, &text, err);
    if (code == SDN_OK)
        emit_line(t, text);
    return code;
}

/* A visited row, and the new rows that are placed after it. */
static sdn_code emit_visited_row(sdn_table_emitter *t, uint32_t slot, sdn_error *err)
{
    sdn_str in_buffer = sdn__table_row_in_buffer(t->table, slot);
    bool is_loaded = in_buffer.ptr != NULL;
    sdn_code code = is_loaded ? emit_loaded_row(t, slot, in_buffer, err) : emit_added_row(t, slot, err);
    if (code != SDN_OK || !has_new_rows_after(t, SDN_AFTER(slot)))
        return code;
    if (is_loaded && !sdn__is_dropped(t, &t->table->slots.rows[slot]))
        sdn__layout_emit_document_until(t->file, after_line_end(t->file->document, in_buffer.ptr + in_buffer.len));
    return sdn__layout_emit_new_rows(t, SDN_AFTER(slot), err);
}

/* ---- which rows are visited ---- */

static int slots_ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Visits the rows of unsaved edits, and those that new rows follow. */
static void visit_edits(sdn_table_emitter *t)
{
    const sdn_changes *changes = &t->table->slots.changes;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].base != NULL)
            t->visits[t->visit_count++] = changes->items[i].slot;
    for (size_t i = 0; i < t->placement_count; i++)
        if (t->placements[i].after != SDN_AT_START && t->placements[i].after != SDN_AT_END)
            t->visits[t->visit_count++] = t->placements[i].after - 1;
}

/* Visits the slots from `slot` up to `end`. */
static void visit_span(sdn_table_emitter *t, size_t slot, size_t end)
{
    for (; slot < end; slot++)
        t->visits[t->visit_count++] = (uint32_t)slot;
}

/* Visits the rows that were read and those of the runs. A slot of neither has no row: its record was inserted and
 * deleted before a save. */
static void visit_all(sdn_table_emitter *t)
{
    const sdn_image_rows *image_rows = &t->table->image_rows;
    visit_span(t, 0, sdn__table_read_count(t->table));
    for (size_t i = 0; i < image_rows->run_count; i++)
        visit_span(t, image_rows->runs[i].slot, (size_t)image_rows->runs[i].slot + image_rows->runs[i].count);
}

static void drop_repeated(sdn_table_emitter *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->visit_count; i++)
        if (kept == 0 || t->visits[kept - 1] != t->visits[i])
            t->visits[kept++] = t->visits[i];
    t->visit_count = kept;
}

/* Lists the rows to visit. The touched rows are sorted already, so a layout without edits sorts nothing. */
static sdn_code find_visits(sdn_table_emitter *t, sdn_error *err)
{
    const sdn_table *table = t->table;
    const sdn_image_rows *image_rows = &table->image_rows;
    bool all = t->with_edits && t->encoder->columns.added_count > 0; /* every row gets another cell */
    size_t most = all ? table->slots.loaded_count
                      : image_rows->touched_count + table->slots.changes.edit_count + t->placement_count;
    t->visits = sdn__resize(NULL, most, sizeof *t->visits);
    if (t->visits == NULL)
        return sdn__fail_memory(err);
    if (all) {
        visit_all(t);
        return SDN_OK;
    }
    for (size_t i = 0; i < image_rows->touched_count; i++)
        t->visits[t->visit_count++] = image_rows->touched[i];
    if (t->with_edits)
        visit_edits(t);
    if (t->visit_count > image_rows->touched_count)
        qsort(t->visits, t->visit_count, sizeof *t->visits, slots_ascending);
    drop_repeated(t);
    assert(t->visit_count <= most);
    return SDN_OK;
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

static sdn_code emit_added_run(sdn_table_emitter *t, const sdn_added_run *run, size_t *visit, sdn_error *err)
{
    sdn_code code = SDN_OK;
    uint32_t slot = run->slot, end = slot + run->count;
    for (; *visit < t->visit_count && t->visits[*visit] < end && code == SDN_OK; ++*visit) {
        uint32_t visited = t->visits[*visit];
        assert(visited >= slot);
        emit_untouched_span(t, slot, visited);
        code = emit_visited_row(t, visited, err);
        slot = visited + 1;
    }
    if (code == SDN_OK)
        emit_untouched_span(t, slot, end);
    return code;
}

/* Emits what is left of the document's rows. */
static void emit_document_rows(sdn_table_emitter *t)
{
    const char *rows_end = sdn__table_text_of(t->table)->rows_end;
    if (t->file->at < rows_end)
        sdn__layout_emit_document_until(t->file, rows_end);
}

static sdn_code emit_added_runs(sdn_table_emitter *t, size_t visit, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (t->table->image_rows.run_count == 0)
        return SDN_OK;
    emit_document_rows(t);
    sdn__layout_emit_missing_line_end(t);
    for (size_t i = 0; i < t->table->image_rows.run_count && code == SDN_OK; i++)
        code = emit_added_run(t, &t->table->image_rows.runs[i], &visit, err);
    return code;
}

sdn_code sdn__layout_emit_rows(sdn_table_emitter *t, sdn_error *err)
{
    size_t visit = 0, read = sdn__table_read_count(t->table);
    sdn_code code = find_visits(t, err);
    for (; code == SDN_OK && visit < t->visit_count && t->visits[visit] < read; visit++)
        code = emit_visited_row(t, t->visits[visit], err);
    if (code == SDN_OK)
        code = emit_added_runs(t, visit, err);
    if (code == SDN_OK && t->placed < t->placement_count) {
        emit_document_rows(t);
        code = sdn__layout_emit_new_rows(t, SDN_AT_END, err);
    }
    assert(code != SDN_OK || t->placed == t->placement_count);
    return code;
}
