/* Row writer: one record's fields as cells. Set up once, filled for record after record. */
#ifndef SDN_RECORD_ROW_WRITE_H
#define SDN_RECORD_ROW_WRITE_H

#include <sdn/record.h>

/* Returns 0, or -1 when memory ran out and *row is empty. */
int sdn__row_writer_init(sdn_row_writer *row, const sdn_record_type *type);

/* Takes an empty writer. */
void sdn__row_writer_release(sdn_row_writer *row);

/* Writes every field of `record`, replacing what was there; see row->problem and row->out_of_memory. */
void sdn__row_writer_fill(sdn_row_writer *row, const void *record);

/* Finds fault with a cell that reading would find longer than `most` bytes. */
void sdn__row_writer_limit(sdn_row_writer *row, size_t most);

/* The cell written for a field; valid until the next fill. */
sdn_str sdn__row_writer_cell(const sdn_row_writer *row, uint32_t field);

#endif
