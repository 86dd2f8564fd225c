/*
 * Row encoder: the text of new and edited rows of one table.
 *
 * How it is done
 *   - The generated write function of the record type fills a row writer with one cell per field.
 *   - A new row is written in the format of its neighbours (row_format.h), cell by cell (row_compose.h).
 *   - Of an edited row only the cells of changed fields are replaced; all other bytes are copied from the row that is
 *     in the file, so comments, unknown columns and the spelling of other cells are kept.
 *
 * A table has one encoder, made when it is first needed. It lasts until the table is saved: a save changes what its
 * format and columns were found from.
 *
 * Calling sequence: sdn__row_encoder_of; sdn__row_columns_extend on its columns; then sdn__row_encode in any order,
 * which appends to a buffer of the caller.
 */
#ifndef SDN_ENCODE_ROW_ENCODE_H
#define SDN_ENCODE_ROW_ENCODE_H

#include "base/buffer.h"
#include "encode/row_columns.h"
#include "encode/row_format.h"
#include "encode/row_readback.h"

typedef struct sdn_row_encoder {
    const sdn_table *table;
    sdn_row_columns columns;
    sdn_row_format format;
    sdn_row_writer writer;   /* the cells of the record filled in last */
    sdn_row_writer defaults; /* the cells of a record at its defaults */
    sdn_row_readback readback;
    sdn_cell *cells;   /* of the edited row as it is in the file */
    sdn_buffer loaded; /* that row */
} sdn_row_encoder;

/* The encoder of a table. SDN_E_NOMEM. */
sdn_code sdn__row_encoder_of(sdn_table *table, sdn_row_encoder **encoder, sdn_error *err);

/* Frees the encoder of a table, if it has one. */
void sdn__row_encoder_drop(sdn_table *table);

/* How the rows of the table are written. Found at the first call. */
static inline const sdn_row_format *sdn__row_encoder_format(sdn_row_encoder *encoder)
{
    if (!encoder->format.is_found)
        sdn__row_format_find(encoder->table, &encoder->format);
    return &encoder->format;
}

/* Whether an empty cell of a column is written as "". A row of one empty cell would be a blank line without. */
static inline bool sdn__row_encoder_quotes_empty(sdn_row_encoder *encoder, uint32_t column)
{
    const sdn_row_format *format = sdn__row_encoder_format(encoder);
    return sdn__row_columns_count(&encoder->columns) == 1 ||
           (column < encoder->columns.file_count ? format->quoted_empty[column] : format->quotes_empty);
}

/* The length of a row without the blanks at its end: an empty last cell needs none before it, and editors remove white
 * space at line ends. */
static inline size_t sdn__row_trimmed(const char *row, size_t len)
{
    while (len > 0 && row[len - 1] == ' ')
        len--;
    return len;
}

/* Fills encoder->writer with a record. SDN_E_INVALID: a value cannot be written. SDN_E_NOMEM. */
sdn_code sdn__row_encoder_fill(sdn_row_encoder *encoder, const void *record, sdn_error *err);

/* Whether a slot's row will differ from the one in the file. */
bool sdn__row_encoder_rewrites(const sdn_row_encoder *encoder, uint32_t slot);

/* Appends the row of a slot that is rewritten, without line end. SDN_E_INVALID: a value cannot be written.
 * SDN_E_NOMEM. */
sdn_code sdn__row_encode(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out, sdn_error *err);

#endif
