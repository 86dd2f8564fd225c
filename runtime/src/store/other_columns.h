/*
 * Other columns: what two versions of a table hold in columns that the schema does not know.
 *
 * Columns are paired by name; a column that a version lacks counts as empty. The values of cells are compared, not
 * their spelling: quotes, blanks and the order of columns do not count.
 */
#ifndef SDN_STORE_OTHER_COLUMNS_H
#define SDN_STORE_OTHER_COLUMNS_H

#include "table/table.h"

/* One version of the table. */
typedef struct sdn_columns_side {
    const sdn_table *table;
    uint32_t *columns; /* per other column: its number, or SDN_NO_COLUMN */
    sdn_cell *cells;   /* of one row */
    uint32_t count;    /* of the table's columns */
    sdn_buffer row;    /* scratch: that row */
} sdn_columns_side;

typedef struct sdn_other_columns {
    sdn_columns_side base;
    sdn_columns_side theirs;
    uint32_t count; /* of other columns */
    sdn_arena text; /* of the cells being compared */
} sdn_other_columns;

typedef struct sdn_likeness {
    bool is_equal; /* all cells hold the same */
    bool is_empty; /* no cell of `base` has a value */
    bool shares;   /* a cell has the same value, not empty, in both */
} sdn_likeness;

/* SDN_E_NOMEM; release *columns in any case. */
sdn_code sdn__other_columns_init(sdn_other_columns *columns, const sdn_table *base, const sdn_table *theirs,
                                 sdn_error *err);
void sdn__other_columns_release(sdn_other_columns *columns);

/* Compares a row of each version, as it is in the file, by their slots. SDN_E_NOMEM. */
sdn_code sdn__other_columns_compare(sdn_other_columns *columns, uint32_t base, uint32_t theirs, sdn_likeness *likeness,
                                    sdn_error *err);

#endif
