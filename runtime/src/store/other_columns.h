/*
 * Other columns: what two versions of a table hold in columns that are no field of the record type.
 *
 * Columns are found by name; one that a version lacks is empty there. What cells hold is compared, not how it is spelled:
 * quotes, blanks and the order of columns do not count.
 */
#ifndef SDN_STORE_OTHER_COLUMNS_H
#define SDN_STORE_OTHER_COLUMNS_H

#include "table/table.h"

/* One version of the table. */
typedef struct sdn_columns_side {
    uint32_t *columns; /* per other column: its number, or SDN_NO_COLUMN */
    sdn_cell *cells;   /* of one row */
    uint32_t count;    /* of the table's columns */
} sdn_columns_side;

typedef struct sdn_other_columns {
    sdn_columns_side base;
    sdn_columns_side theirs;
    uint32_t count; /* of other columns */
    sdn_arena text; /* of the cells being compared */
} sdn_other_columns;

typedef struct sdn_likeness {
    bool is_equal; /* all cells hold the same */
    bool is_empty; /* no cell of `base` holds anything */
    bool shares;   /* a cell that holds anything holds the same in both */
} sdn_likeness;

/* SDN_E_NOMEM. Release it then, too. */
sdn_code sdn__other_columns_init(sdn_other_columns *columns, const sdn_table *base, const sdn_table *theirs,
                                 sdn_error *err);
void sdn__other_columns_release(sdn_other_columns *columns);

/* Compares a row of each version, as the file has it. SDN_E_NOMEM. */
sdn_code sdn__other_columns_compare(sdn_other_columns *columns, sdn_str base, sdn_str theirs, sdn_likeness *likeness,
                                    sdn_error *err);

#endif
