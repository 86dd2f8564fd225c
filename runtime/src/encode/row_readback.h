/*
 * Read back: whether an encoded row, read from the file, gives the record that it was encoded from.
 *
 * A row is accepted only if reading the whole file would take its bytes for one row of the table with the right number
 * of cells, and if those cells give an equal record. So a fault of encoding is noticed before the file is replaced.
 */
#ifndef SDN_ENCODE_ROW_READBACK_H
#define SDN_ENCODE_ROW_READBACK_H

#include "base/buffer.h"
#include "encode/row_columns.h"

/* Memory that one row after another uses. */
typedef struct sdn_row_readback {
    sdn_cell *cells;  /* of the row; room for all columns of the file, and a new one for every field */
    void *record;     /* that is read */
    sdn_buffer copy;  /* of the row */
    sdn_arena values; /* text and lists of the record */
} sdn_row_readback;

/* Returns 0, or -1 when memory ran out; release *readback in both cases. */
int sdn__row_readback_init(sdn_row_readback *readback, const sdn_row_columns *columns);
void sdn__row_readback_release(sdn_row_readback *readback);

/* Sets *same: whether readback->cells, which a row was composed of, read back as `record`. Eight bytes can be read from
 * the start of each. What was read is in readback->record until the next call; its texts are in the cells, lists and
 * texts with escapes in `arena`. SDN_E_NOMEM. */
sdn_code sdn__row_readback_compare_cells(sdn_row_readback *readback, const sdn_row_columns *columns, const void *record,
                                         sdn_arena *arena, bool *same, sdn_error *err);

/* Sets *same: whether `row`, without line end, reads back as `record`. Sets readback->cells. SDN_E_NOMEM. */
sdn_code sdn__row_readback_compare(sdn_row_readback *readback, const sdn_row_columns *columns, sdn_str row,
                                   const void *record, bool *same, sdn_error *err);

#endif
