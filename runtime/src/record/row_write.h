/* Row writer: the fields of one record as cells. One writer is used for many records; the typed functions are in
 * <sdn/row.h>. */
#ifndef SDN_RECORD_ROW_WRITE_H
#define SDN_RECORD_ROW_WRITE_H

#include <sdn/record.h>

/* Returns 0, or -1 when memory ran out and *row is empty. */
int sdn__row_writer_init(sdn_row_writer *row, const sdn_record_type *type);

/* Empty writers are allowed. */
void sdn__row_writer_release(sdn_row_writer *row);

/* Writes every field of `record`, replacing what was there; see row->problem and row->out_of_memory. */
void sdn__row_writer_fill(sdn_row_writer *row, const void *record);

/* Sets row->problem if a cell is longer than `most` bytes, as reading counts them. */
void sdn__row_writer_limit(sdn_row_writer *row, size_t most);

/* The cell written for a field; valid until the next fill. */
sdn_str sdn__row_writer_cell(const sdn_row_writer *row, uint32_t field);

#endif
