/*
 * Row columns: which columns encoded rows have: those of the table's header, then those that the edits add.
 *
 * A column is added only when a changed record holds a value that the absence of the column would not mean, so the
 * header stays as it is for as long as possible. A table that the file lacks gets a column for every field.
 *
 * Calling sequence: init; sdn__row_columns_extend before each use of the columns unless they are known, since edits may
 * have been made since; release.
 */
#ifndef SDN_ENCODE_ROW_COLUMNS_H
#define SDN_ENCODE_ROW_COLUMNS_H

#include "base/buffer.h"
#include "table/table.h"

typedef struct sdn_row_columns {
    const sdn_table *table;
    uint32_t *fields;    /* per column of the file: the field it holds, or SDN_NO_FIELD */
    uint32_t file_count; /* columns of the file */
    uint32_t *added;     /* the fields that get a new column, in schema order */
    uint32_t added_count;
    uint32_t *of_field; /* per field: its column in encoded rows, or SDN_NO_COLUMN */
    size_t *texts;      /* offsets in a record of each sdn_str, in the order of their columns, if these are known */
    uint32_t text_count;
    bool has_repeated; /* a field's column is twice in the header */
    bool known;        /* they do not depend on edits: the header has all fields, or the table is new */
} sdn_row_columns;

#define SDN_NO_FIELD UINT32_MAX

/* Returns 0, or -1 when memory ran out; release *columns in both cases. */
int sdn__row_columns_init(sdn_row_columns *columns, const sdn_table *table);
void sdn__row_columns_release(sdn_row_columns *columns);

/* Finds the columns that the edits add. SDN_E_INVALID: one must be added, but a row of the table cannot be read, or
 * another column was probably meant for the field. SDN_E_LIMIT: too many columns. Never fails if columns->known. */
sdn_code sdn__row_columns_extend(sdn_row_columns *columns, sdn_error *err);

/* How many columns encoded rows have. */
static inline uint32_t sdn__row_columns_count(const sdn_row_columns *columns)
{
    return columns->file_count + columns->added_count;
}

/* Appends the header with the added columns, up to its second bar, without line end. */
void sdn__row_columns_encode_header(const sdn_row_columns *columns, sdn_buffer *out);

/* Whether the edits of a slot's record changed the field. False for a new record, and for SDN_NO_FIELD. */
bool sdn__row_columns_is_edited(const sdn_table *table, uint32_t slot, uint32_t field);

/* Refuses to write to a column that is twice in the header: any of a new row, those of edited fields of another.
 * SDN_E_INVALID. */
sdn_code sdn__row_columns_refuse_repeated(const sdn_row_columns *columns, uint32_t slot, sdn_error *err);

#endif
