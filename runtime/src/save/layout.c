#include "save/layout.h"
#include "table/changes.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "save/placement.h"
#include "encode/row_encode.h"

#include <stdlib.h>
#include <string.h>

typedef struct layout {
    const sdn_document *document;
    sdn_layout *out;
    size_t prefix_len; /* of what comes before the document */
    const char *done;  /* the document is laid out up to here */
} layout;

/* One table while it is laid out. */
typedef struct table_layout {
    layout *layout;
    sdn_table *table;
    bool edited; /* its edits are laid out too; the rest counts only then */
    sdn_row_encoder *encoder;
    sdn_buffer scratch;
    sdn_placement *placements;
    size_t placement_count;
    size_t placed;
    uint32_t *visits; /* slots of rows that need a look, rising; those between stay as they are */
    size_t visit_count;
} table_layout;

static void copy_until(layout *l, const char *end)
{
    sdn__pieces_add(&l->out->pieces, l->done, (size_t)(end - l->done));
    l->done = end;
}

static sdn_str line_end(const table_layout *t)
{
    return sdn__document_line_end(t->layout->document);
}

/* A row is about to follow: the line before it must have an end. A file may break off between the two bytes of one. */
static void end_line(table_layout *t)
{
    sdn_pieces *pieces = &t->layout->out->pieces;
    char last = pieces->len > t->layout->prefix_len ? sdn__pieces_before_end(pieces, 1) : '\n';
    if (last == '\r')
        sdn__pieces_add(pieces, "\n", 1);
    else if (last != '\n')
        sdn__pieces_add_str(pieces, line_end(t));
}

/* ---- encoded text ---- */

/* Moves what was encoded from the scratch buffer to where it stays; `spare` bytes at its end are not part of it. */
static sdn_code keep_composed(table_layout *t, size_t spare, sdn_str *text, sdn_error *err)
{
    size_t len = t->scratch.len;
    char *kept = t->scratch.out_of_memory ? NULL : sdn__arena_bytes(&t->layout->out->text, len);
    t->scratch.len = 0;
    if (kept == NULL)
        return sdn__fail_memory(err);
    memcpy(kept, t->scratch.bytes, len);
    *text = (sdn_str){kept, len - spare};
    return SDN_OK;
}

/* Composes the row of a slot; its line end stands behind it. */
static sdn_code cache_encoded_row(table_layout *t, uint32_t slot, sdn_str *text, sdn_error *err)
{
    sdn_layout *out = t->layout->out;
    sdn_layout_row row = {.table = t->table, .slot = slot};
    sdn_code code = sdn__row_encode(t->encoder, slot, &t->scratch, err);
    if (code == SDN_OK) {
        sdn__buffer_add_str(&t->scratch, line_end(t));
        code = keep_composed(t, line_end(t).len, &row.text, err);
    }
    if (code == SDN_OK && sdn__reserve(&out->rows, &out->row_capacity, out->row_count + 1, sizeof *out->rows) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        out->rows[out->row_count++] = row;
    *text = row.text;
    return code;
}

/* A row that takes a line of its own: its line end stands behind it. */
static void add_line(table_layout *t, sdn_str row)
{
    sdn__pieces_add(&t->layout->out->pieces, row.ptr, row.len + line_end(t).len);
}

/* Lays out the row of a new record. */
static sdn_code add_new_row(table_layout *t, uint32_t slot, sdn_error *err)
{
    sdn_str row = SDN_STR("");
    sdn_code code = SDN_OK;
    if (sdn__row_is_cached(&t->table->slots.rows[slot])) {
        row = sdn__table_row_text(t->table, slot);
        t->layout->out->kept_bytes += row.len;
    } else {
        code = cache_encoded_row(t, slot, &row, err);
    }
    if (code == SDN_OK)
        add_line(t, row);
    return code;
}

static sdn_code add_run(table_layout *t, const sdn_placement *run, sdn_error *err)
{
    sdn_code code = SDN_OK;
    end_line(t);
    for (uint32_t i = 0; i < run->count && code == SDN_OK; i++)
        code = add_new_row(t, run->slot + i, err);
    return code;
}

static sdn_code add_new_rows(table_layout *t, uint32_t after, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (; code == SDN_OK && t->placed < t->placement_count && t->placements[t->placed].after == after; t->placed++)
        code = add_run(t, &t->placements[t->placed], err);
    return code;
}

/* ---- rows of the file ---- */

static const char *behind_line_end(const sdn_document *document, const char *at)
{
    const char *end = document->bytes + document->len;
    at += at < end && *at == '\r';
    at += at < end && *at == '\n';
    return at;
}

/* Whether the row is not to be in the layout: deleted, and not only since the last save unless edits count. */
static bool is_dropped(const table_layout *t, const sdn_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0 && (t->edited || row->change == 0);
}

static bool is_rewritten(const table_layout *t, uint32_t slot)
{
    return t->edited && sdn__row_encoder_rewrites(t->encoder, slot);
}

static sdn_code row_text(table_layout *t, uint32_t slot, sdn_str *row, sdn_error *err)
{
    if (is_rewritten(t, slot))
        return cache_encoded_row(t, slot, row, err);
    *row = sdn__table_row_text(t->table, slot);
    return SDN_OK;
}

/* Lays out a row that came with the document, and what stands between it and the row before. */
static sdn_code add_row_in_place(table_layout *t, uint32_t slot, sdn_str place, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_row *row = &t->table->slots.rows[slot];
    if (is_dropped(t, row)) {
        copy_until(l, place.ptr);
        l->done = behind_line_end(l->document, place.ptr + place.len);
    } else if ((row->flags & SDN_ROW_PATCHED) != 0 || is_rewritten(t, slot)) {
        sdn_str text = SDN_STR("");
        copy_until(l, place.ptr);
        l->done = place.ptr + place.len;
        sdn_code code = row_text(t, slot, &text, err);
        sdn__pieces_add_str(&l->out->pieces, text);
        return code;
    }
    return SDN_OK;
}

/* Lays out a row that was added by an earlier save, on a line of its own. */
static sdn_code add_row_behind(table_layout *t, uint32_t slot, sdn_error *err)
{
    if (is_dropped(t, &t->table->slots.rows[slot]))
        return SDN_OK;
    sdn_str text = SDN_STR("");
    sdn_code code = row_text(t, slot, &text, err);
    if (code == SDN_OK)
        add_line(t, text);
    return code;
}

static sdn_code add_row(table_layout *t, uint32_t slot, sdn_error *err)
{
    layout *l = t->layout;
    sdn_str place = sdn__table_row_in_buffer(t->table, slot);
    sdn_code code = place.ptr != NULL ? add_row_in_place(t, slot, place, err) : add_row_behind(t, slot, err);
    bool more = t->placed < t->placement_count && t->placements[t->placed].after == SDN_AFTER(slot);
    if (code != SDN_OK || !more)
        return code;
    if (place.ptr != NULL && !is_dropped(t, &t->table->slots.rows[slot]))
        copy_until(l, behind_line_end(l->document, place.ptr + place.len));
    return add_new_rows(t, SDN_AFTER(slot), err);
}

/* ---- the rows that are to be looked at ---- */

static int by_slot(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Appends the slots that unsaved edits concern: their own, and those of the rows that new ones follow. */
static void visit_edits(table_layout *t)
{
    const sdn_table *table = t->table;
    for (size_t i = 0; i < table->slots.changes.count; i++)
        if (table->slots.changes.items[i].base != NULL)
            t->visits[t->visit_count++] = table->slots.changes.items[i].slot;
    for (size_t i = 0; i < t->placement_count; i++)
        if (t->placements[i].after != SDN_AT_START && t->placements[i].after != SDN_AT_END)
            t->visits[t->visit_count++] = t->placements[i].after - 1;
}

static void visit_all(table_layout *t)
{
    for (size_t slot = 0; slot < t->table->slots.loaded_count; slot++)
        t->visits[t->visit_count++] = (uint32_t)slot;
}

static void drop_repeated(table_layout *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->visit_count; i++)
        if (kept == 0 || t->visits[kept - 1] != t->visits[i])
            t->visits[kept++] = t->visits[i];
    t->visit_count = kept;
}

/* Lists the slots of all rows that are laid out other than as part of what surrounds them, in their order. */
static sdn_code find_visits(table_layout *t, sdn_error *err)
{
    const sdn_table *table = t->table;
    bool all = t->edited && t->encoder->columns.added_count > 0; /* every row gets a cell more */
    size_t most = all ? table->slots.loaded_count
                      : table->image_rows.touched_count + table->slots.changes.edit_count + t->placement_count;
    t->visits = sdn__resize(NULL, most, sizeof *t->visits);
    if (t->visits == NULL)
        return sdn__fail_memory(err);
    if (all) {
        visit_all(t);
        return SDN_OK;
    }
    for (size_t i = 0; i < table->image_rows.touched_count; i++)
        t->visits[t->visit_count++] = table->image_rows.touched[i];
    if (t->edited)
        visit_edits(t);
    if (t->visit_count > table->image_rows.touched_count)
        qsort(t->visits, t->visit_count, sizeof *t->visits, by_slot);
    drop_repeated(t);
    return SDN_OK;
}

/* The slots from `slot` up to `end`, of a run and not touched, at once. */
static void add_span(table_layout *t, uint32_t slot, uint32_t end)
{
    if (slot == end)
        return;
    const char *start = sdn__table_row_text(t->table, slot).ptr;
    sdn_str last = sdn__table_row_text(t->table, end - 1);
    add_line(t, (sdn_str){start, (size_t)(last.ptr - start) + last.len});
}

static sdn_code add_added_run(table_layout *t, const sdn_added_run *run, size_t *visit, sdn_error *err)
{
    sdn_code code = SDN_OK;
    uint32_t slot = run->slot, end = slot + run->count;
    for (; *visit < t->visit_count && t->visits[*visit] < end && code == SDN_OK; ++*visit) {
        uint32_t visited = t->visits[*visit];
        add_span(t, slot, visited);
        code = add_row(t, visited, err);
        slot = visited + 1;
    }
    if (code == SDN_OK)
        add_span(t, slot, end);
    return code;
}

/* Rows that were added stand behind all that came with the document. */
static sdn_code add_added_rows(table_layout *t, size_t visit, sdn_error *err)
{
    const char *rows_end = sdn__table_text_of(t->table)->rows_end;
    sdn_code code = SDN_OK;
    if (t->table->image_rows.run_count == 0)
        return SDN_OK;
    if (t->layout->done < rows_end)
        copy_until(t->layout, rows_end);
    end_line(t);
    for (size_t i = 0; i < t->table->image_rows.run_count && code == SDN_OK; i++)
        code = add_added_run(t, &t->table->image_rows.runs[i], &visit, err);
    return code;
}

static sdn_code add_rows(table_layout *t, sdn_error *err)
{
    size_t visit = 0, read = sdn__table_read_count(t->table);
    sdn_code code = find_visits(t, err);
    for (; code == SDN_OK && visit < t->visit_count && t->visits[visit] < read; visit++)
        code = add_row(t, t->visits[visit], err);
    if (code == SDN_OK)
        code = add_added_rows(t, visit, err);
    if (code == SDN_OK && t->placed < t->placement_count) {
        const char *rows_end = sdn__table_text_of(t->table)->rows_end;
        if (t->layout->done < rows_end)
            copy_until(t->layout, rows_end);
        code = add_new_rows(t, SDN_AT_END, err);
    }
    return code;
}

/* ---- headers ---- */

/* A row on the header line can stay there only as the table's one row. */
static bool must_unfold(const table_layout *t)
{
    bool dropped = t->table->slots.loaded_count > 0 && (t->table->slots.rows[0].flags & SDN_ROW_DELETED) != 0;
    return sdn__table_text_of(t->table)->inline_row && (t->placement_count > 0 || dropped);
}

/* Moves the row on the header line to a line of its own, new rows before it. */
static sdn_code unfold(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_row *row = &t->table->slots.rows[0];
    sdn__pieces_add_str(&l->out->pieces, line_end(t));
    sdn_code code = add_new_rows(t, SDN_AT_START, err);
    if (!is_dropped(t, row))
        sdn__pieces_add_str(&l->out->pieces, sdn__row_encoder_format(t->encoder)->indent);
    l->done = sdn__table_row_in_buffer(t->table, 0).ptr;
    return code;
}

static sdn_code compose_header(table_layout *t, sdn_error *err)
{
    sdn_str text;
    sdn__row_columns_encode_header(&t->encoder->columns, &t->scratch);
    sdn_code code = keep_composed(t, 0, &text, err);
    if (code == SDN_OK)
        sdn__pieces_add_str(&t->layout->out->pieces, text);
    return code;
}

/* Lays out the header up to its second bar. Mostly it stays, and with all that surrounds it. */
static sdn_code add_bars(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_table_text *text = sdn__table_text_of(t->table);
    if (t->encoder->columns.added_count == 0) {
        copy_until(l, text->bars_end);
        return SDN_OK;
    }
    copy_until(l, text->header.start);
    l->done = text->bars_end;
    return compose_header(t, err);
}

static sdn_code add_header(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    const sdn_table_text *text = sdn__table_text_of(t->table);
    sdn_code code = add_bars(t, err);
    if (code != SDN_OK)
        return code;
    if (must_unfold(t))
        return unfold(t, err);
    if (text->inline_row)
        return SDN_OK;
    copy_until(l, text->header.next);
    return add_new_rows(t, SDN_AT_START, err);
}

/* Whether what is laid out ends in an empty line, or is nothing at all. */
static bool ends_in_blank_line(const layout *l)
{
    const sdn_pieces *pieces = &l->out->pieces;
    size_t len = pieces->len - l->prefix_len, back = 2; /* the last byte is the line end of the last line */
    if (len == 0)
        return true;
    back += len > 1 && sdn__pieces_before_end(pieces, back) == '\r';
    return len < back || sdn__pieces_before_end(pieces, back) == '\n';
}

/* A table that the file lacks goes to its end, behind a blank line. */
static sdn_code add_table(table_layout *t, sdn_error *err)
{
    layout *l = t->layout;
    sdn_pieces *pieces = &l->out->pieces;
    copy_until(l, l->document->bytes + l->document->len);
    end_line(t);
    if (!ends_in_blank_line(l))
        sdn__pieces_add_str(pieces, line_end(t));
    sdn_code code = compose_header(t, err);
    sdn__pieces_add_str(pieces, line_end(t));
    if (code == SDN_OK)
        code = add_new_rows(t, SDN_AT_START, err);
    return code == SDN_OK ? add_new_rows(t, SDN_AT_END, err) : code;
}

/* ---- tables ---- */

/* Whether a run of new rows comes behind all rows that are there. */
static bool is_behind_all(const table_layout *t, const sdn_placement *run)
{
    size_t loaded = t->table->slots.loaded_count;
    return run->after == SDN_AT_END || run->after == (loaded > 0 ? SDN_AFTER((uint32_t)loaded - 1) : SDN_AT_START);
}

/* See sdn_layout.keeps_order. */
static bool keeps_order(const table_layout *t)
{
    const sdn_table_text *text = sdn__table_text_of(t->table);
    if (text != NULL && (text->inline_row || t->encoder->columns.added_count > 0))
        return false;
    for (size_t i = 0; i < t->placement_count; i++)
        if (!is_behind_all(t, &t->placements[i]) || (i > 0 && t->placements[i].slot < t->placements[i - 1].slot))
            return false;
    return true;
}

static sdn_code find_places(table_layout *t, sdn_error *err)
{
    sdn_code code = sdn__row_encoder_of(t->table, &t->encoder, err);
    if (code == SDN_OK)
        code = sdn__row_columns_extend(&t->encoder->columns, err);
    if (code == SDN_OK && sdn__placements_find(t->table, &t->placements, &t->placement_count) != 0)
        code = sdn__fail_memory(err);
    return code;
}

static sdn_code lay_out_edited(table_layout *t, sdn_error *err)
{
    sdn_code code = find_places(t, err);
    if (code != SDN_OK)
        return code;
    if (!keeps_order(t))
        t->layout->out->keeps_order = false;
    if (t->table->columns.position != SDN_NO_TABLE) {
        code = add_header(t, err);
        return code == SDN_OK ? add_rows(t, err) : code;
    }
    t->layout->out->adds_table = true;
    return add_table(t, err);
}

/* Only what stands above the rows of a table that the file lacks. */
static sdn_code lay_out_new_header(table_layout *t, sdn_error *err)
{
    sdn_code code = find_places(t, err);
    if (code != SDN_OK || t->table->columns.position != SDN_NO_TABLE)
        return code;
    t->placed = t->placement_count;
    return add_table(t, err);
}

static sdn_code lay_out_table(layout *l, sdn_table *table, sdn_layout_what what, sdn_error *err)
{
    table_layout t = {.layout = l, .table = table, .scratch = SDN_BUFFER_INIT};
    t.edited = what != SDN_LAYOUT_SAVED && sdn__table_changed(table);
    sdn_code code = SDN_OK;
    if (!t.edited)
        code = table->image_rows.is_patched ? add_rows(&t, err) : SDN_OK;
    else
        code = what == SDN_LAYOUT_EDITS ? lay_out_edited(&t, err) : lay_out_new_header(&t, err);
    sdn__buffer_release(&t.scratch);
    sdn__free(t.placements);
    sdn__free(t.visits);
    return code;
}

/* Tables in file order, those that the file lacks last. */
static sdn_code lay_out_all(layout *l, sdn_table *const *tables, size_t table_count, sdn_layout_what what,
                            sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t position = 0; position < l->document->table_count; position++)
        for (size_t i = 0; i < table_count && code == SDN_OK; i++)
            if (tables[i]->columns.position == position)
                code = lay_out_table(l, tables[i], what, err);
    for (size_t i = 0; i < table_count && code == SDN_OK; i++)
        if (tables[i]->columns.position == SDN_NO_TABLE)
            code = lay_out_table(l, tables[i], what, err);
    return code;
}

/* Composed text goes behind what the document's arena holds: a block for each save would be mostly empty. Unless it is
 * absorbed there, the room is free again afterwards. */
static sdn_arena room_behind(const sdn_arena *arena)
{
    return (sdn_arena){.next = arena->next, .end = arena->end};
}

sdn_code sdn__layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                           sdn_layout_what what, sdn_layout *out, sdn_error *err)
{
    layout l = {.document = document, .out = out, .prefix_len = prefix.len, .done = document->bytes};
    *out = (sdn_layout)SDN_LAYOUT_INIT;
    if (what != SDN_LAYOUT_HEADERS) /* that is laid out beside another */
        out->text = room_behind(document->arena);
    out->keeps_order = true;
    sdn__pieces_add_str(&out->pieces, prefix);
    sdn_code code = lay_out_all(&l, tables, table_count, what, err);
    if (code != SDN_OK)
        return code;
    copy_until(&l, document->bytes + document->len);
    return out->pieces.out_of_memory ? sdn__fail_memory(err) : SDN_OK;
}

void sdn__layout_release(sdn_layout *out)
{
    sdn__pieces_release(&out->pieces);
    sdn__free(out->rows);
    sdn_arena_release(&out->text);
    *out = (sdn_layout)SDN_LAYOUT_INIT;
}
