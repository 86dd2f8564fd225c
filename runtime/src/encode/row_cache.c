#include "encode/row_cache.h"

#include "base/arena.h"
#include "encode/row_compose.h"
#include "record/row_read.h"

#include <assert.h>
#include <string.h>

/* Errors are not reported, because the record is accepted already and the cache only saves time: a row that does not
 * read back, or has no memory, is encoded again by the save, and that reports what is wrong with it. */
static bool reads_back(sdn_row_encoder *encoder, sdn_str row, bool has_array, const void *record)
{
    bool same = false;
    sdn_code code = has_array
                        ? sdn__row_readback_compare(&encoder->readback, &encoder->columns, row, record, &same, NULL)
                        : sdn__row_readback_compare_cells(&encoder->readback, &encoder->columns, record, &same, NULL);
    return code == SDN_OK && same;
}

/* Room for the row, its line end and the padding, behind the rows cached before; NULL when memory ran out. */
static char *reserve_row(sdn_table *table, sdn_str line_end)
{
    if (sdn__image_rows_reserve(&table->image_rows, 1) != 0)
        return NULL;
    return sdn__arena_room(&table->image_rows.row_text,
                           sdn__row_compose_most(table->encoder) + line_end.len + SDN_ROW_PADDING);
}

/* Composes the row at `to`, its line end and the padding after it. */
static sdn_str compose(sdn_row_encoder *encoder, sdn_str line_end, char *to, bool *has_array)
{
    sdn_str row = sdn__row_compose(encoder, to, has_array);
    memcpy(to + row.len, line_end.ptr, line_end.len);
    memset(to + row.len + line_end.len, 0, SDN_ROW_PADDING);
    return row;
}

void sdn__row_cache(sdn_table *table, uint32_t slot)
{
    bool has_array;
    sdn_row_encoder *encoder = table->encoder;
    assert((table->slots.rows[slot].flags & SDN_ROW_NEW) != 0 && !sdn__row_is_cached(&table->slots.rows[slot]));
    if (!encoder->columns.known)
        return; /* a later edit may add a column, and then this row would lack a cell */
    sdn_str line_end = sdn__document_line_end(table->document);
    char *to = reserve_row(table, line_end);
    if (to == NULL)
        return;
    sdn_str row = compose(encoder, line_end, to, &has_array);
    if (!reads_back(encoder, row, has_array, sdn__slots_record(&table->slots, slot)))
        return;
    sdn__arena_take(&table->image_rows.row_text, row.len + line_end.len);
    sdn__image_rows_cache(&table->image_rows, &table->slots.rows[slot], row);
}
