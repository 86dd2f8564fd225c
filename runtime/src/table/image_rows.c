#include "table/image_rows.h"

#include "base/alloc.h"

#include <stdlib.h>

/* From this many touched rows on they are sorted as a whole. */
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
    assert(rows->patch_count < rows->patch_capacity);
    rows->patches[rows->patch_count] = (sdn_patch){.text = text, .start = SDN_NO_POSITION};
    row->start = (uint32_t)rows->patch_count++;
    row->length = (uint32_t)text.len;
    row->flags |= SDN_ROW_PATCHED;
}

void sdn__image_rows_uncache(sdn_row *row)
{
    row->flags &= ~(uint32_t)SDN_ROW_PATCHED;
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
    if ((row->flags & SDN_ROW_PATCHED) == 0) {
        assert(rows->patch_count < rows->patch_capacity);
        rows->patches[rows->patch_count] = first_patch(row);
        row->start = (uint32_t)rows->patch_count++;
        row->flags |= SDN_ROW_PATCHED;
    }
    rows->patches[row->start].text = text;
    row->length = (uint32_t)text.len;
    rows->is_patched = true;
}

/* ---- touched and added rows ---- */

static int by_slot(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Those that were touched last are few mostly: each is inserted among the others. */
void sdn__image_rows_sort_touched(sdn_image_rows *rows)
{
    uint32_t *slots = rows->touched;
    size_t sorted = rows->touched_sorted;
    rows->touched_sorted = rows->touched_count;
    if (rows->touched_count - sorted > SORTED_BY_INSERTION) {
        qsort(slots, rows->touched_count, sizeof *slots, by_slot);
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

/* Whether a row continues a run, in slot and in text. */
static bool continues(const sdn_image_rows *rows, const sdn_row *slots, uint32_t slot, size_t line_end)
{
    if (rows->run_count == 0)
        return false;
    const sdn_added_run *run = &rows->runs[rows->run_count - 1];
    if (run->slot + run->count != slot)
        return false;
    sdn_str before = rows->patches[slots[slot - 1].start].text;
    return before.ptr + before.len + line_end == rows->patches[slots[slot].start].text.ptr;
}

void sdn__image_rows_add(sdn_image_rows *rows, const sdn_row *slots, uint32_t slot, size_t line_end)
{
    if (continues(rows, slots, slot, line_end)) {
        rows->runs[rows->run_count - 1].count++;
        return;
    }
    assert(rows->run_count < rows->run_capacity);
    rows->runs[rows->run_count++] = (sdn_added_run){slot, 1};
}
