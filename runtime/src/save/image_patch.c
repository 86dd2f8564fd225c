/* After a save: the table becomes what the file is now, without reading it again. */
#include "table/table.h"

#include "base/alloc.h"
#include "save/row_encode.h"

#include <stdlib.h>
#include <string.h>

/* More than so many touched rows are sorted anew. */
enum { SORTED_BY_INSERTION = 8 };

int sdn__table_reserve_patches(sdn_table *table, size_t count)
{
    return sdn__reserve(&table->patches, &table->patch_capacity, table->patch_count + count, sizeof *table->patches);
}

int sdn__table_reserve_save(sdn_table *table, size_t rows)
{
    size_t edits = table->edit_count, additions = table->change_count - table->edit_count;
    if (sdn__table_reserve_patches(table, rows) != 0 ||
        sdn__reserve(&table->touched, &table->touched_capacity, table->touched_count + edits, sizeof *table->touched) !=
            0)
        return -1;
    return sdn__reserve(&table->runs, &table->run_capacity, table->run_count + additions, sizeof *table->runs);
}

/* Notes that the row of the slot is no longer as it was read or added. Room is reserved. */
static void touch(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_TOUCHED) == 0)
        table->touched[table->touched_count++] = slot;
    row->flags |= SDN_ROW_TOUCHED;
}

static sdn_patch first_patch(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    bool added = (row->flags & SDN_ROW_NEW) != 0;
    return (sdn_patch){.start = added ? SDN_NO_POSITION : row->start, .length = added ? 0 : row->length};
}

void sdn__table_cache_row(sdn_table *table, uint32_t slot, sdn_str text)
{
    sdn_table_row *row = &table->rows[slot];
    table->patches[table->patch_count] = (sdn_patch){.text = text, .start = SDN_NO_POSITION};
    row->start = (uint32_t)table->patch_count++;
    row->length = (uint32_t)text.len;
    row->flags |= SDN_ROW_PATCHED;
}

void sdn__table_uncache_row(sdn_table *table, uint32_t slot)
{
    table->rows[slot].flags &= ~(uint32_t)SDN_ROW_PATCHED;
}

void sdn__table_patch(sdn_table *table, uint32_t slot, sdn_str text, const void *record)
{
    sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_NEW) == 0)
        touch(table, slot);
    if ((row->flags & SDN_ROW_PATCHED) == 0) {
        table->patches[table->patch_count] = first_patch(table, slot);
        row->start = (uint32_t)table->patch_count++;
        row->flags |= SDN_ROW_PATCHED;
    }
    table->patches[row->start].text = text;
    row->length = (uint32_t)text.len;
    row->flags &= ~(uint32_t)(SDN_ROW_NEW | SDN_ROW_EDITED);
    row->change = 0;
    table->is_patched = true;
    memcpy(sdn__table_record(table, slot), record, table->type->size);
}

/* A new record whose row was written as it was encoded is one of the file now. */
static bool accept_cached_row(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    if (!sdn__table_has_cached_row(row) || (row->flags & SDN_ROW_DELETED) != 0)
        return false;
    row->flags &= ~(uint32_t)SDN_ROW_NEW;
    row->change = 0;
    table->is_patched = true;
    return true;
}

/* A deletion, or an edit that came to nothing. The record becomes what it was: the text assigned to it may live no
 * longer, or stand in another row. A row that was inserted and deleted again is like one that was saved and deleted, but
 * has no place. */
static void forget_change(sdn_table *table, const sdn_change *change)
{
    sdn_table_row *row = &table->rows[change->slot];
    if (row->change == 0 || accept_cached_row(table, change->slot))
        return;
    if (change->base == NULL) {
        row->start = SDN_NO_POSITION;
        row->flags &= ~(uint32_t)SDN_ROW_PATCHED;
    } else {
        memcpy(sdn__table_record(table, change->slot), change->base, table->type->size);
        if ((row->flags & SDN_ROW_DELETED) != 0) {
            table->is_patched = true;
            touch(table, change->slot);
        }
    }
    row->flags &= ~(uint32_t)(SDN_ROW_NEW | SDN_ROW_EDITED);
    row->change = 0;
}

/* ---- what was touched, and what was added ---- */

static int by_slot(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Brings those that were touched last, few mostly, to their places among the others. */
static void sort_touched(sdn_table *table)
{
    uint32_t *slots = table->touched;
    size_t sorted = table->touched_sorted;
    table->touched_sorted = table->touched_count;
    if (table->touched_count - sorted > SORTED_BY_INSERTION) {
        qsort(slots, table->touched_count, sizeof *slots, by_slot);
        return;
    }
    for (; sorted < table->touched_count; sorted++) {
        uint32_t slot = slots[sorted];
        size_t at = sorted;
        for (; at > 0 && slots[at - 1] > slot; at--)
            slots[at] = slots[at - 1];
        slots[at] = slot;
    }
}

/* Whether the row of a slot follows, slot and text, on a run. */
static bool goes_on(const sdn_table *table, const sdn_added_run *run, uint32_t slot, size_t line_end)
{
    if (run->slot + run->count != slot)
        return false;
    sdn_str before = sdn__table_row_text(table, slot - 1);
    return before.ptr + before.len + line_end == sdn__table_row_text(table, slot).ptr;
}

/* Of those that were taken back at once nothing is in the file. */
static void note_added(sdn_table *table)
{
    size_t line_end = sdn__line_end_of(table->document).len;
    for (size_t slot = table->loaded_count; slot < table->row_count; slot++) {
        if ((table->rows[slot].flags & SDN_ROW_DELETED) != 0)
            continue;
        if (table->run_count > 0 && goes_on(table, &table->runs[table->run_count - 1], (uint32_t)slot, line_end))
            table->runs[table->run_count - 1].count++;
        else
            table->runs[table->run_count++] = (sdn_added_run){(uint32_t)slot, 1};
    }
    table->added_count += table->row_count - table->loaded_count;
}

void sdn__table_mark_saved(sdn_table *table)
{
    for (size_t i = 0; i < table->change_count; i++)
        forget_change(table, &table->changes[i]);
    table->change_count = table->edit_count = 0;
    while (table->row_count > table->loaded_count && (table->rows[table->row_count - 1].flags & SDN_ROW_DELETED) != 0)
        table->row_count--; /* inserted in vain */
    sort_touched(table);
    note_added(table);
    table->loaded_count = table->row_count;
    table->saved_patches = table->patch_count;
    if (table->sorted_prefix > table->row_count)
        table->sorted_prefix = table->row_count;
    sdn__row_encoder_drop(table); /* others are like what the file has now */
}
