/* Row format: how the rows of a table are written, as seen in the rows that are there. */
#ifndef SDN_SAVE_ROW_FORMAT_H
#define SDN_SAVE_ROW_FORMAT_H

#include "table/table.h"

typedef struct sdn_row_format {
    sdn_str indent;     /* before a row */
    sdn_str separator;  /* between cells: "," or ", " */
    bool *quoted_empty; /* per column: empty cells are written "", not left empty */
    bool quotes_empty;  /* the same for a column that has shown neither */
    bool is_found;
} sdn_row_format;

/* How lines end in a file, as its first line tells. */
sdn_str sdn__line_end_of(const sdn_document *document);

/* Makes room. The caller frees quoted_empty with sdn__free. Returns 0, or -1 when memory ran out. */
int sdn__row_format_init(const sdn_table *table, sdn_row_format *format);

/* Looks at the last rows of the table, whose bytes are restored. Uses table->cells. */
void sdn__row_format_find(const sdn_table *table, sdn_row_format *format);

#endif
