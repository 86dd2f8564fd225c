/* Row style: how the rows of a table are written, as seen in the rows that are there. */
#ifndef SDN_STORE_ROW_STYLE_H
#define SDN_STORE_ROW_STYLE_H

#include "store/table.h"

typedef struct sdn_row_style {
    sdn_str indent;     /* before a row */
    sdn_str separator;  /* between cells: "," or ", " */
    bool *quoted_empty; /* per column: empty cells are written "", not left empty */
    bool quotes_empty;  /* the same for a column that has shown neither */
    bool is_found;
} sdn_row_style;

/* How lines end in a file, as its first line tells. */
sdn_str sdn_row_style_line_end(const sdn_document *document);

/* Makes room. The caller frees quoted_empty with sdn_free. Returns 0, or -1 when memory ran out. */
int sdn_row_style_init(const sdn_table *table, sdn_row_style *style);

/* Looks at the last rows of the table, whose bytes are restored. Uses table->cells. */
void sdn_row_style_find(const sdn_table *table, sdn_row_style *style);

#endif
