#include "table/image_rows.h"

#include "base/alloc.h"
#include "base/compiler.h"

#include <string.h>

/* Slots per word of `touched`. */
enum { WORD_SLOTS = 64 };

void sdn__image_rows_release(sdn_image_rows *rows)
{
    sdn__free(rows->patches);
    sdn__free(rows->runs);
    sdn__free(rows->touched);
}

int sdn__image_rows_reserve(sdn_image_rows *rows, size_t count)
{
    return sdn__reserve(&rows->patches, &rows->patch_capacity, rows->patch_count + count, sizeof *rows->patches);
}

int sdn__image_rows_reserve_touched(sdn_image_rows *rows, size_t slots)
{
    size_t words = (slots + WORD_SLOTS - 1) / WORD_SLOTS;
    if (words <= rows->touched_words)
        return 0;
    if (sdn__reserve(&rows->touched, &rows->touched_capacity, words, sizeof *rows->touched) != 0)
        return -1;
    memset(rows->touched + rows->touched_words, 0, (words - rows->touched_words) * sizeof *rows->touched);
    rows->touched_words = words;
    return 0;
}

int sdn__image_rows_reserve_runs(sdn_image_rows *rows, size_t count)
{
    return sdn__reserve(&rows->runs, &rows->run_capacity, rows->run_count + count, sizeof *rows->runs);
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

void sdn__image_rows_touch(sdn_image_rows *rows, uint32_t slot)
{
    assert(slot / WORD_SLOTS < rows->touched_words);
    rows->touched[slot / WORD_SLOTS] |= UINT64_C(1) << slot % WORD_SLOTS;
}

uint32_t sdn__image_rows_next_touched(const sdn_image_rows *rows, size_t slot)
{
    size_t word = slot / WORD_SLOTS;
    if (word >= rows->touched_words)
        return SDN_NO_SLOT;
    uint64_t bits = rows->touched[word] & (UINT64_MAX << slot % WORD_SLOTS);
    while (bits == 0 && ++word < rows->touched_words)
        bits = rows->touched[word];
    return bits != 0 ? (uint32_t)(word * WORD_SLOTS + sdn__lowest_bit(bits)) : SDN_NO_SLOT;
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

static bool is_touched(const sdn_image_rows *rows, size_t slot)
{
    return sdn__image_rows_next_touched(rows, slot) == slot;
}

/* A row that came with the file is touched if it has a patch, any row that was in the file if it is gone. */
static const char *touched_fault(const sdn_image_rows *rows, const sdn_slots *slots)
{
    size_t read = slots->loaded_count - rows->added_count;
    if (sdn__image_rows_next_touched(rows, slots->loaded_count) != SDN_NO_SLOT)
        return "a row is touched that is not in the file";
    for (size_t slot = 0; slot < slots->loaded_count; slot++) {
        const sdn_row *row = &slots->rows[slot];
        bool is_read = slot < read, is_patched = (row->flags & SDN_ROW_PATCHED) != 0;
        bool differs = (is_read && is_patched) || ((is_read || is_patched) && sdn__row_is_gone(row));
        if (differs && !is_touched(rows, slot))
            return "a row that was changed or deleted by a save is not touched";
    }
    return NULL;
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
