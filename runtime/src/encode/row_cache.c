#include "encode/row_cache.h"

#include "base/arena.h"
#include "encode/row_encode.h"

#include <assert.h>
#include <string.h>

/* Encodes the row into encoder->row, its line end after it. */
static sdn_str encode(sdn_row_encoder *encoder)
{
    encoder->row.len = 0;
    sdn__row_encode_new(encoder, &encoder->row);
    size_t len = encoder->row.len;
    sdn__buffer_add_str(&encoder->row, sdn__document_line_end(encoder->table->document));
    return (sdn_str){encoder->row.bytes, len};
}

/* Errors are not reported, because the record is accepted already and the cache only saves time: a row that does not
 * read back, or has no memory, is encoded again by the save, and that reports what is wrong with it. */
static bool reads_back(sdn_row_encoder *encoder, sdn_str row, const void *record)
{
    bool same = false;
    return sdn__row_readback_compare(&encoder->readback, &encoder->columns, row, record, &same, NULL) == SDN_OK && same;
}

void sdn__row_cache(sdn_table *table, uint32_t slot)
{
    sdn_row_encoder *encoder = table->encoder;
    assert((table->slots.rows[slot].flags & SDN_ROW_NEW) != 0 && !sdn__row_is_cached(&table->slots.rows[slot]));
    if (!encoder->columns.known)
        return; /* a later edit may add a column, and then this row would lack a cell */
    sdn_code extended = sdn__row_columns_extend(&encoder->columns, NULL);
    assert(extended == SDN_OK);
    (void)extended;
    sdn_str row = encode(encoder);
    if (encoder->row.out_of_memory || !reads_back(encoder, row, sdn__slots_record(&table->slots, slot)) ||
        sdn__image_rows_reserve(&table->image_rows, 1) != 0)
        return;
    char *kept = sdn__arena_bytes(&table->image_rows.row_text, encoder->row.len);
    if (kept == NULL)
        return;
    memcpy(kept, row.ptr, encoder->row.len);
    sdn__image_rows_cache(&table->image_rows, &table->slots.rows[slot], (sdn_str){kept, row.len});
}
