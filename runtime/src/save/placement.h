/* Placement: where in a table the rows of new records go. */
#ifndef SDN_SAVE_PLACEMENT_H
#define SDN_SAVE_PLACEMENT_H

#include "table/table.h"

/* A run of new records whose rows follow one another. */
typedef struct sdn_placement {
    uint32_t after; /* the row of the file that they follow; SDN_AT_START, SDN_AT_END */
    uint32_t slot;  /* of the first one */
    uint32_t count; /* their slots follow one another too */
    uint32_t rank;  /* among all placements */
} sdn_placement;

#define SDN_AT_START 0u
#define SDN_AT_END   UINT32_MAX

/* The row `slot` as a value of `after`. */
#define SDN_AFTER(slot) ((slot) + 1u)

/*
 * Finds a place for every new record, in the order they are to be written. Where the rows of the file stand in key
 * order, or the type says `order by key`, a new row goes to its place in that order, else to the end. Rows of the
 * file never move. The caller frees *placements with sdn__free. Returns 0, or -1 when memory ran out.
 */
int sdn__placements_find(sdn_table *table, sdn_placement **placements, size_t *count);

#endif
