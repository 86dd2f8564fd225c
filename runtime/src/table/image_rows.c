#include "table/image_rows.h"

#include "base/alloc.h"

void sdn__image_rows_release(sdn_image_rows *rows)
{
    sdn__free(rows->patches);
}

int sdn__image_rows_reserve(sdn_image_rows *rows, size_t count)
{
    return sdn__reserve(&rows->patches, &rows->patch_capacity, rows->patch_count + count, sizeof *rows->patches);
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

static void set_patched(sdn_row *row)
{
    row->flags &= ~(uint32_t)SDN_ROW_CACHED;
    row->flags |= SDN_ROW_PATCHED;
}

void sdn__image_rows_accept_cached(sdn_row *row)
{
    assert(sdn__row_is_cached(row));
    set_patched(row);
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
    set_patched(row);
}

/* ---- checks for tests ---- */

const char *sdn__image_rows_fault(const sdn_image_rows *rows, const sdn_slots *slots)
{
    if (rows->added_count > slots->loaded_count)
        return "more rows were added than there are";
    for (size_t slot = 0; slot < slots->row_count; slot++) {
        const sdn_row *row = &slots->rows[slot];
        if (sdn__row_has_patch(row) && row->start >= rows->patch_count)
            return "a row has a patch that does not exist";
        if ((row->flags & SDN_ROW_PATCHED) != 0 && row->start >= rows->saved_patches)
            return "a row of the file has a patch that rollback would drop";
    }
    return NULL;
}
