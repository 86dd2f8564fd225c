/* The encoded rows of new records: they are made while the values are at hand, so that a save finds them ready. */
#include "store/edit_private.h"

#include "base/arena.h"
#include "record/row_write.h"
#include "save/row_encode.h"

#include <string.h>

/* The bytes of rows that were handed out are not as in the file. */
static void find_format(sdn_table *table)
{
    if (table->encoder->format.is_found)
        return;
    sdn__table_restore_bytes(table);
    sdn__row_encoder_format(table->encoder);
    sdn__table_terminate_again(table);
}

/* Composes the row of the record whose values were checked last, so that a save finds it ready. Where that cannot be done
 * now, because memory runs out, or would not read back, it is left to the save. */
void sdn__cache_row(sdn_table *table, uint32_t slot)
{
    sdn_row_encoder *encoder = table->encoder;
    sdn_str end = sdn__document_line_end(table->document);
    bool same = false;
    if (!encoder->columns_known)
        return;
    (void)sdn__row_encoder_add_columns(encoder, NULL); /* adds none, or all of a new table, neither of which fails */
    find_format(table);
    encoder->row.len = 0;
    sdn__encode_new_row(encoder, &encoder->row);
    size_t len = encoder->row.len;
    sdn__buffer_add_str(&encoder->row, end);
    sdn_str row = {encoder->row.bytes, len};
    if (encoder->row.out_of_memory ||
        sdn__row_encoder_reads_back(encoder, row, sdn__slots_record(&table->slots, slot), &same, NULL) != SDN_OK ||
        !same || sdn__image_rows_reserve(&table->image_rows, 1) != 0)
        return;
    char *kept = sdn__arena_bytes(&table->image_rows.row_text, len + end.len);
    if (kept == NULL)
        return;
    memcpy(kept, encoder->row.bytes, len + end.len);
    sdn__image_rows_cache(&table->image_rows, &table->slots.rows[slot], (sdn_str){kept, len});
}
