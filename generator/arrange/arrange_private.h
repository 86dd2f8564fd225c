/* Private to the files of this folder. */
#ifndef SDNC_ARRANGE_ARRANGE_PRIVATE_H
#define SDNC_ARRANGE_ARRANGE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arrange/arrange.h"
#include "index/slots.h"
#include "store/file.h"
#include "text/document_reader.h"

/* A row with the comments and blank lines above it. */
typedef struct arrange_row {
    const char *above; /* where these begin; at the row itself if there are none */
    sdn_line line;
    size_t first_cell; /* in the cells of the table; only of a plain row */
    uint32_t slot;     /* in the loaded table; SDN_NO_SLOT: it holds no record that may be moved */
    bool is_plain;     /* its cells can be told apart, and are on one line, which is not that of the header */
} arrange_row;

/* A table that is being arranged. */
typedef struct arrange_table {
    const sdn_table_text *text;
    const data_table *data; /* NULL: it is no open table, such as an earlier one of the same name */
    sdn_str line_end;       /* of the file, for a line that has none */
    sdn_str introduction;   /* between the header and what is above the first row: stays there */
    arrange_row *rows;
    size_t row_count;
    size_t row_capacity;
    sdn_str *cells; /* of all plain rows, text->column_count each */
    size_t cell_count;
    size_t cell_capacity;
} arrange_table;

/* Sorts the rows by key if the schema wants that, and no row of the table would change its meaning by it. Returns 0, or -1
 * when memory ran out. */
int arrange_sort(arrange_table *table);

/* Appends the table, from the line of its header to its last row. Returns 0, or -1 when memory ran out. */
int arrange_print(const arrange_table *table, sdn_buffer *text);

#endif
