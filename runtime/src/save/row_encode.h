/*
 * Compose: the text of new and edited rows, and of the header where columns are added.
 *
 * A table has one encoder, made when it is first asked for; it lasts until the table is saved, since it looks at the
 * rows that are there to write others like them. Its calling sequence: sdn__row_encoder_of, then sdn__encode_header and
 * sdn__encode_row in any order. What is encoded is appended to a buffer of the caller's.
 */
#ifndef SDN_SAVE_ROW_ENCODE_H
#define SDN_SAVE_ROW_ENCODE_H

#include "base/buffer.h"
#include "save/row_format.h"

typedef struct sdn_row_encoder {
    const sdn_table *table;
    sdn_row_writer writer;
    sdn_row_writer defaults; /* the cells of a record at its defaults */
    sdn_row_format format;
    uint32_t *fields; /* per column of the file: the field it holds, or SDN_NO_FIELD */
    uint32_t column_count;
    uint32_t *added; /* fields that get a new column, in schema order */
    uint32_t added_count;
    uint32_t *columns; /* per field: its column in encoded rows, or SDN_NO_COLUMN */
    bool
        columns_known; /* which columns there will be does not depend on the edits: none is added, or the table is new */
    sdn_buffer row;    /* scratch */
    sdn_cell *cells;   /* of a row that is edited, or read back */
    sdn_arena read;    /* what its text takes */
    sdn_buffer copy;   /* of the row that is read back */
} sdn_row_encoder;

#define SDN_NO_FIELD UINT32_MAX

/* The encoder of a table. SDN_E_NOMEM. */
sdn_code sdn__row_encoder_of(sdn_table *table, sdn_row_encoder **encoder, sdn_error *err);

/* How the rows of its table are written; the table's bytes are restored when it is first asked for. */
const sdn_row_format *sdn__row_encoder_format(sdn_row_encoder *encoder);

/* Frees the encoder of a table. Takes one without. */
void sdn__row_encoder_drop(sdn_table *table);

/* Finds out which columns the edits add. SDN_E_INVALID: one must be added, but a row of the table cannot be read, or
 * another column was probably meant for it.
 * SDN_E_LIMIT: one column too many. */
sdn_code sdn__row_encoder_add_columns(sdn_row_encoder *encoder, sdn_error *err);

/* Fails with the problem of encoder->writer, which was filled with the record: SDN_E_INVALID. */
sdn_code sdn__row_encoder_refuse_written(const sdn_row_encoder *encoder, const void *record, sdn_error *err);

/* Refuses to write to a column that is twice in the header, as a new row would. SDN_E_INVALID. */
sdn_code sdn__row_encoder_refuse_repeated(const sdn_table *table, uint32_t slot, sdn_error *err);

/* Appends a new row of the record that encoder->writer was filled with. */
void sdn__encode_new_row(sdn_row_encoder *encoder, sdn_buffer *out);

/* Whether a encoded row is a row of the table that holds this record, as it would be read from the file. SDN_E_NOMEM. */
sdn_code sdn__row_encoder_reads_back(sdn_row_encoder *encoder, sdn_str row, const void *record, bool *same,
                                     sdn_error *err);

/* Whether a slot's row comes out other than it stands in the file. */
bool sdn__row_encoder_rewrites(const sdn_row_encoder *encoder, uint32_t slot);

/* Appends the header, to which columns are added, up to its second bar, without line end. */
void sdn__encode_header(const sdn_row_encoder *encoder, sdn_buffer *out);

/* Appends the row of a slot that is rewritten, without line end. SDN_E_INVALID: a value
 * that cannot be written. SDN_E_NOMEM. */
sdn_code sdn__encode_row(sdn_row_encoder *encoder, uint32_t slot, sdn_buffer *out, sdn_error *err);

#endif
