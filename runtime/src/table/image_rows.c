#include "table/image_rows.h"

#include "base/alloc.h"

#include <stdlib.h>

/* Up to this many newly touched rows are inserted among the sorted ones; if there are more, all are sorted again. */
enum { SORTED_BY_INSERTION = 8 };

void sdn__image_rows_release(sdn_image_rows *rows)
{
    sdn__free(rows->patches);
    sdn__free(rows->runs);
    sdn__free(rows->touched);
    sdn_arena_release(&rows->row_text);
}

int sdn__image_rows_reserve(sdn_image_rows *rows, size_t count)
{
    return sdn__reserve(&rows->patches, &rows->patch_capacity, rows->patch_count + count, sizeof *rows->patches);
}

int sdn__image_rows_reserve_touched(sdn_image_rows *rows, size_t edits, size_t additions)
{
    if (sdn__reserve(&rows->touched, &rows->touched_capacity, rows->touched_count + edits, sizeof *rows->touched) != 0)
        return -1;
    return sdn__reserve(&rows->runs, &rows->run_capacity, rows->run_count + additions, sizeof *rows->runs);
}

void sdn__image_rows_cache(sdn_image_rows *rows, sdn_row *row, sdn_str text)
{
    assert((row->flags & SDN_ROW_NEW) != 0 && !sdn__row_has_patch(row));
    assert(rows->patch_count < rows->patch_capacity);
    rows->patches[rows->patch_count] = (sdn_patch){.text = text, .start = SDN_NO_POSITION};
    row->start = (uint32_t)rows->patch_count++;
    row->length = (uint32_t)text.len;
    row->flags |= SDN_ROW_CACHED;
}

void sdn__image_rows_uncache(sdn_row *row)
{
    assert((row->flags & SDN_ROW_PATCHED) == 0);
    row->flags &= ~(uint32_t)SDN_ROW_CACHED;
}

static void set_patched(sdn_image_rows *rows, sdn_row *row)
{
    row->flags &= ~(uint32_t)SDN_ROW_CACHED;
    row->flags |= SDN_ROW_PATCHED;
    rows->is_patched = true;
}

void sdn__image_rows_accept_cached(sdn_image_rows *rows, sdn_row *row)
{
    assert(sdn__row_is_cached(row) && row->start < rows->patch_count);
    set_patched(rows, row);
}

void sdn__image_rows_touch(sdn_image_rows *rows, sdn_row *row, uint32_t slot)
{
    if ((row->flags & SDN_ROW_TOUCHED) == 0) {
        assert(rows->touched_count < rows->touched_capacity);
        rows->touched[rows->touched_count++] = slot;
    }
    row->flags |= SDN_ROW_TOUCHED;
}

/* The first patch of a row: where the row is in the buffer, if it is there. */
static sdn_patch first_patch(const sdn_row *row)
{
    bool added = (row->flags & SDN_ROW_NEW) != 0;
    return (sdn_patch){.start = added ? SDN_NO_POSITION : row->start, .length = added ? 0 : row->length};
}

void sdn__image_rows_patch(sdn_image_rows *rows, sdn_row *row, sdn_str text)
{
    if (!sdn__row_has_patch(row)) {
        assert(rows->patch_count < rows->patch_capacity);
        rows->patches[rows->patch_count] = first_patch(row);
        row->start = (uint32_t)rows->patch_count++;
    }
    rows->patches[row->start].text = text;
    row->length = (uint32_t)text.len;
    set_patched(rows, row);
}

/* ---- touched and added rows ---- */

static int touched_by_slot(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

void sdn__image_rows_sort_touched(sdn_image_rows *rows)
{
    uint32_t *slots = rows->touched;
    size_t sorted = rows->touched_sorted;
    rows->touched_sorted = rows->touched_count;
    if (rows->touched_count - sorted > SORTED_BY_INSERTION) {
        qsort(slots, rows->touched_count, sizeof *slots, touched_by_slot);
        return;
    }
    for (; sorted < rows->touched_count; sorted++) {
        uint32_t slot = slots[sorted];
        size_t at = sorted;
        for (; at > 0 && slots[at - 1] > slot; at--)
            slots[at] = slots[at - 1];
        slots[at] = slot;
    }
}

/* Whether the row of `slot` continues the last run, in slot and in text. */
static bool continues(const sdn_image_rows *rows, const sdn_row *all, uint32_t slot, size_t line_end)
{
    if (rows->run_count == 0)
        return false;
    const sdn_added_run *run = &rows->runs[rows->run_count - 1];
    if (run->slot + run->count != slot)
        return false;
    sdn_str before = rows->patches[all[slot - 1].start].text;
    return before.ptr + before.len + line_end == rows->patches[all[slot].start].text.ptr;
}

void sdn__image_rows_add(sdn_image_rows *rows, const sdn_row *all, uint32_t slot, size_t line_end)
{
    assert((all[slot].flags & SDN_ROW_PATCHED) != 0);
    if (continues(rows, all, slot, line_end)) {
        rows->runs[rows->run_count - 1].count++;
        return;
    }
    assert(rows->run_count < rows->run_capacity);
    rows->runs[rows->run_count++] = (sdn_added_run){slot, 1};
}

/* ---- checks for tests ---- */

static const char *touched_fault(const sdn_image_rows *rows, const sdn_slots *slots)
{
    size_t count = 0;
    if (rows->touched_sorted != rows->touched_count)
        return "touched rows are not sorted";
    for (size_t slot = 0; slot < slots->row_count; slot++)
        count += (slots->rows[slot].flags & SDN_ROW_TOUCHED) != 0;
    for (size_t i = 0; i < rows->touched_count; i++) {
        if (i > 0 && rows->touched[i - 1] >= rows->touched[i])
            return "touched rows are not in ascending order";
        if (rows->touched[i] >= slots->row_count || (slots->rows[rows->touched[i]].flags & SDN_ROW_TOUCHED) == 0)
            return "a row in the list of touched ones is not marked so";
    }
    return count == rows->touched_count ? NULL : "a touched row is not in the list";
}

static const char *runs_fault(const sdn_image_rows *rows, const sdn_slots *slots)
{
    size_t next = slots->loaded_count - rows->added_count;
    if (rows->added_count > slots->loaded_count)
        return "more rows were added than there are";
    for (size_t i = 0; i < rows->run_count; i++) {
        if (rows->runs[i].slot < next || rows->runs[i].count == 0)
            return "runs are not in ascending order, or hold rows that came with the file";
        next = (size_t)rows->runs[i].slot + rows->runs[i].count;
    }
    return next <= slots->loaded_count ? NULL : "a run holds rows that are not in the file";
}

const char *sdn__image_rows_fault(const sdn_image_rows *rows, const sdn_slots *slots)
{
    const char *fault = touched_fault(rows, slots);
    for (size_t slot = 0; slot < slots->row_count && fault == NULL; slot++) {
        const sdn_row *row = &slots->rows[slot];
        if (sdn__row_has_patch(row) && row->start >= rows->patch_count)
            fault = "a row has a patch that does not exist";
        else if ((row->flags & SDN_ROW_PATCHED) != 0 && row->start >= rows->saved_patches)
            fault = "a row of the file has a patch that rollback would drop";
    }
    return fault != NULL ? fault : runs_fault(rows, slots);
}
