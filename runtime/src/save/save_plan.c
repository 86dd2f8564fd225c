/*
 * How a save is planned, per table with edits, in file order
 *   columns      which ones the edits add; with any, the header and all rows are encoded again
 *   placements   where the rows of new records go
 *   visits       the rows of the file at which the new file differs
 *   rows         those of the visits that are rewritten, then new rows that are not cached
 *
 * Invariant: each step looks at the changes since the last save alone, unless a column is added, or the last rows of
 * the file are deleted ones.
 */
#include "save/save_plan.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/error.h"
#include "table/changes.h"

#include <stdlib.h>
#include <string.h>

/* One table while it is planned. */
typedef struct planner {
    sdn_save_plan *plan;
    sdn_table_plan *to;
    sdn_table *table;
    sdn_str line_end; /* of the file */
    sdn_buffer scratch;
} planner;

/* ---- encoded text ---- */

/* Moves what was encoded from the scratch buffer to the plan; its last `line_end_len` bytes are not part of *text, but
 * follow it in memory. */
static sdn_code keep_encoded(planner *p, size_t line_end_len, sdn_str *text, sdn_error *err)
{
    size_t len = p->scratch.len;
    char *kept = p->scratch.out_of_memory ? NULL : sdn__arena_bytes(&p->plan->text, len);
    p->scratch.len = 0;
    if (kept == NULL)
        return sdn__fail_memory(err);
    memcpy(kept, p->scratch.bytes, len);
    *text = (sdn_str){kept, len - line_end_len};
    return SDN_OK;
}

static sdn_code plan_row(planner *p, uint32_t slot, sdn_error *err)
{
    sdn_table_plan *to = p->to;
    sdn_encoded_row row = {.slot = slot};
    sdn_code code = sdn__row_encode(to->encoder, slot, &p->scratch, err);
    if (code == SDN_OK) {
        sdn__buffer_add_str(&p->scratch, p->line_end);
        code = keep_encoded(p, p->line_end.len, &row.text, err);
    }
    if (code == SDN_OK && sdn__reserve(&to->rows, &to->row_capacity, to->row_count + 1, sizeof *to->rows) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        to->rows[to->row_count++] = row;
    return code;
}

static sdn_code plan_header(planner *p, sdn_error *err)
{
    const sdn_row_columns *columns = &p->to->encoder->columns;
    if (columns->added_count == 0 && p->table->columns.position != SDN_NO_TABLE)
        return SDN_OK;
    sdn__row_columns_encode_header(columns, &p->scratch);
    return keep_encoded(p, 0, &p->to->header, err);
}

/* ---- visits ---- */

static bool is_deleted(const sdn_table *table, uint32_t slot)
{
    return (table->slots.rows[slot].flags & SDN_ROW_DELETED) != 0;
}

static int slots_ascending(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static void visit(planner *p, size_t slot)
{
    p->to->visits[p->to->visit_count++] = (uint32_t)slot;
}

/* Visits the rows of edits, and those that new rows follow. */
static void visit_edits(planner *p)
{
    const sdn_changes *changes = &p->table->slots.changes;
    for (size_t i = 0; i < changes->count; i++)
        if (changes->items[i].base != NULL)
            visit(p, changes->items[i].slot);
    for (size_t i = 0; i < p->to->placement_count; i++)
        if (p->to->placements[i].after != SDN_AT_START && p->to->placements[i].after != SDN_AT_END)
            visit(p, p->to->placements[i].after - 1);
}

/* Whether the row of a slot is or was in the file: of a record that was inserted and deleted before a save it was not. */
static bool was_written(const sdn_row *row)
{
    return sdn__row_has_patch(row) || row->start != SDN_NO_POSITION;
}

static void visit_all(planner *p)
{
    const sdn_slots *slots = &p->table->slots;
    for (size_t slot = 0; slot < slots->loaded_count; slot++)
        if (was_written(&slots->rows[slot]))
            visit(p, slot);
}

static void sort_visits(sdn_table_plan *to)
{
    size_t kept = 0;
    if (to->visit_count > 1)
        qsort(to->visits, to->visit_count, sizeof *to->visits, slots_ascending);
    for (size_t i = 0; i < to->visit_count; i++)
        if (kept == 0 || to->visits[kept - 1] != to->visits[i])
            to->visits[kept++] = to->visits[i];
    to->visit_count = kept;
}

static sdn_code plan_visits(planner *p, sdn_error *err)
{
    const sdn_slots *slots = &p->table->slots;
    bool all = p->to->encoder->columns.added_count > 0; /* every row gets another cell */
    size_t most = all ? slots->loaded_count : slots->changes.edit_count + p->to->placement_count;
    p->to->visits = sdn__resize(NULL, most, sizeof *p->to->visits);
    if (p->to->visits == NULL)
        return sdn__fail_memory(err);
    if (all) {
        visit_all(p);
    } else {
        visit_edits(p);
        sort_visits(p->to);
    }
    assert(p->to->visit_count <= most);
    return SDN_OK;
}

/* ---- rows ---- */

static sdn_code plan_rewritten_rows(planner *p, sdn_error *err)
{
    sdn_table_plan *to = p->to;
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < to->visit_count && code == SDN_OK; i++) {
        uint32_t slot = to->visits[i];
        bool deleted = is_deleted(p->table, slot);
        if (!deleted && !sdn__row_encoder_rewrites(to->encoder, slot))
            continue; /* new rows follow it, or an edit had no effect */
        p->plan->superseded_bytes += sdn__table_row_text(p->table, slot).len;
        if (!deleted)
            code = plan_row(p, slot, err);
    }
    to->rewritten_count = to->row_count;
    return code;
}

static sdn_code plan_new_row(planner *p, uint32_t slot, sdn_error *err)
{
    if (!sdn__row_is_cached(&p->table->slots.rows[slot]))
        return plan_row(p, slot, err);
    p->plan->cached_bytes += sdn__table_row_text(p->table, slot).len;
    return SDN_OK;
}

static sdn_code plan_new_rows(planner *p, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < p->to->placement_count; i++) {
        const sdn_placement *run = &p->to->placements[i];
        for (uint32_t row = 0; row < run->count && code == SDN_OK; row++)
            code = plan_new_row(p, run->slot + row, err);
    }
    return code;
}

/* ---- the order of rows ---- */

static const char *after_row(const sdn_table *table, sdn_str row)
{
    return sdn__document_after_line_end(table->document, row.ptr + row.len);
}

/* Whether all rows of the file from `slot` on are deleted. */
static bool is_deleted_from(const sdn_table *table, size_t slot)
{
    while (slot < table->slots.loaded_count && is_deleted(table, (uint32_t)slot))
        slot++;
    return slot == table->slots.loaded_count;
}

/* Whether the rest of the table in the document is the rows from `slot` on, with nothing in between, as a comment. */
static bool is_rows_alone_from(const sdn_table *table, size_t slot)
{
    const sdn_table_text *text = sdn__table_text_of(table);
    const char *at = text->header.next;
    if (slot > 0)
        at = after_row(table, sdn__table_row_in_buffer(table, (uint32_t)slot - 1));
    for (; slot < sdn__table_read_count(table); slot++) {
        sdn_str row = sdn__table_row_in_buffer(table, (uint32_t)slot);
        if (row.ptr != at)
            return false;
        at = after_row(table, row);
    }
    return at == text->rows_end;
}

/* Whether the new rows come after all that is left of the table: that is where later saves emit them. */
static bool is_after_all(const sdn_table *table, const sdn_placement *run)
{
    size_t next = run->after == SDN_AT_START ? 0 : run->after; /* the slot after the row that they follow */
    if (run->after == SDN_AT_END || next == table->slots.loaded_count)
        return true;
    return is_deleted_from(table, next) && (next > sdn__table_read_count(table) || is_rows_alone_from(table, next));
}

/* See sdn_save_plan.keeps_order. */
static bool keeps_order(const planner *p)
{
    const sdn_table_text *text = sdn__table_text_of(p->table);
    const sdn_table_plan *to = p->to;
    if (text != NULL && (text->inline_row || to->encoder->columns.added_count > 0))
        return false;
    for (size_t i = 0; i < to->placement_count; i++)
        if (!is_after_all(p->table, &to->placements[i]) ||
            (i > 0 && to->placements[i].slot < to->placements[i - 1].slot))
            return false;
    return true;
}

/* ---- the numbers of lines ---- */

static size_t count_line_feeds(sdn_str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* Whether no other table comes after it in the file. */
static bool is_last_table(const sdn_table *table)
{
    return table->columns.position + 1 == table->document->table_count;
}

/* See sdn_save_plan.keeps_lines. */
static bool keeps_lines(const planner *p)
{
    const sdn_table_plan *to = p->to;
    size_t rewritten = 0;
    if (to->placement_count > 0 && !is_last_table(p->table))
        return false;
    for (size_t i = 0; i < to->visit_count; i++)
        if (is_deleted(p->table, to->visits[i]))
            return false;
    for (; rewritten < to->rewritten_count; rewritten++)
        if (count_line_feeds(to->rows[rewritten].text) !=
            count_line_feeds(sdn__table_row_text(p->table, to->rows[rewritten].slot)))
            return false;
    return true;
}

/* ---- one table ---- */

static sdn_code plan_edits(planner *p, sdn_error *err)
{
    sdn_table_plan *to = p->to;
    sdn_code code = sdn__row_encoder_of(p->table, &to->encoder, err);
    if (code == SDN_OK)
        code = sdn__row_columns_extend(&to->encoder->columns, err);
    if (code == SDN_OK && sdn__placements_find(p->table, &to->placements, &to->placement_count) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = plan_header(p, err);
    if (code == SDN_OK)
        code = plan_visits(p, err);
    if (code == SDN_OK)
        code = plan_rewritten_rows(p, err);
    return code == SDN_OK ? plan_new_rows(p, err) : code;
}

static sdn_code plan_table(const sdn_image *image, sdn_table *table, sdn_save_plan *plan, sdn_error *err)
{
    if (!sdn__table_changed(table))
        return SDN_OK;
    planner p = {.plan = plan,
                 .to = &plan->tables[plan->table_count++],
                 .table = table,
                 .line_end = sdn__document_line_end(&image->document),
                 .scratch = SDN_BUFFER_INIT};
    p.to->table = table;
    sdn_code code = plan_edits(&p, err);
    sdn__buffer_release(&p.scratch);
    if (code != SDN_OK)
        return code;
    plan->keeps_order = plan->keeps_order && keeps_order(&p);
    plan->keeps_lines = plan->keeps_lines && keeps_lines(&p);
    plan->adds_table = plan->adds_table || table->columns.position == SDN_NO_TABLE;
    return SDN_OK;
}

/* ---- all tables ---- */

/* Encoded text is put into the free room of the document's arena: a block for each save would be mostly empty. Unless
 * the save merges the arenas, the room is free again when the plan is released. */
static sdn_arena free_room_of(const sdn_arena *arena)
{
    return (sdn_arena){.next = arena->next, .end = arena->end};
}

sdn_code sdn__save_plan_make(const sdn_image *image, sdn_save_plan *plan, sdn_error *err)
{
    *plan = (sdn_save_plan){.text = free_room_of(&image->arena), .keeps_order = true, .keeps_lines = true};
    plan->tables = sdn__alloc_zeroed(image->table_count, sizeof *plan->tables);
    sdn_code code = plan->tables != NULL ? SDN_OK : sdn__fail_memory(err);
    sdn_table *table = NULL;
    while (code == SDN_OK && (table = sdn__image_next_table(image, table)) != NULL)
        code = plan_table(image, table, plan, err);
    return code;
}

void sdn__save_plan_release(sdn_save_plan *plan)
{
    for (size_t i = 0; i < plan->table_count; i++) {
        sdn__free(plan->tables[i].visits);
        sdn__free(plan->tables[i].placements);
        sdn__free(plan->tables[i].rows);
    }
    sdn__free(plan->tables);
    sdn_arena_release(&plan->text);
    *plan = (sdn_save_plan)SDN_SAVE_PLAN_INIT;
}
