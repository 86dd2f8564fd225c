/*
 * Row format: how the existing rows of a table are written, so that new cells and rows look like them.
 *
 * Found by looking at the last rows of the table: the indent and the separator are those of the last row on a line of
 * its own; whether an empty cell is quoted ("") is asked per column, of the last row that has an empty cell there. A
 * column in which no cell is empty follows the others: it is quoted if all columns with empty cells are.
 */
#ifndef SDN_ENCODE_ROW_FORMAT_H
#define SDN_ENCODE_ROW_FORMAT_H

#include "table/table.h"

typedef struct sdn_row_format {
    sdn_str indent;     /* before a row */
    sdn_str separator;  /* between cells: "," or ", " */
    bool *quoted_empty; /* per column of the file: empty cells are written "", not left empty */
    bool quotes_empty;  /* the same for columns without an empty cell, and for new ones */
    sdn_buffer row;     /* room for the longest row that is looked at */
    bool is_found;      /* the rows were looked at; until then all is at its default */
} sdn_row_format;

/* Sets the format of a table without rows. Returns 0, or -1 when memory ran out; release *format in both cases. */
int sdn__row_format_init(const sdn_table *table, sdn_row_format *format);
void sdn__row_format_release(sdn_row_format *format);

/* Looks at the last rows of the table. Uses table->columns.cells. */
void sdn__row_format_find(const sdn_table *table, sdn_row_format *format);

#endif
