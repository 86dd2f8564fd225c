/*
 * Placement: where in a table the rows of new records go.
 *
 * Rows of the file never move. If they are in key order, or the type says `order by key`, a new row goes to its
 * position in that order, otherwise to the end. Three ways to find it, from cheap to expensive
 *   all keys in order   keys only grew since the file was loaded, so all new rows follow the last one: no comparison
 *   not sorted          the rows of the file are compared with their neighbours; the first pair that is not in order
 *                       ends that, and all new rows go to the end
 *   sorted              a walk over the index of keys meets old and new records in order: a new row goes after the last
 *                       row of the file that was met before it
 * A result is a run of new rows with neighbouring slots, so that many inserts in a row are one placement.
 */
#ifndef SDN_SAVE_PLACEMENT_H
#define SDN_SAVE_PLACEMENT_H

#include "table/table.h"

/* A run of new records whose rows follow one another. */
typedef struct sdn_placement {
    uint32_t after; /* the row of the file that they follow: SDN_AFTER(slot), SDN_AT_START or SDN_AT_END */
    uint32_t slot;  /* of the first one */
    uint32_t count; /* their slots follow one another too */
    uint32_t rank;  /* position in the order in which placements were found */
} sdn_placement;

#define SDN_AT_START 0u
#define SDN_AT_END   UINT32_MAX

/* The row `slot` as a value of `after`. */
#define SDN_AFTER(slot) ((slot) + 1u)

/* Finds the placements of all new records, in the order in which they are to be written. The caller frees *placements
 * with sdn__free. Returns 0, or -1 when memory ran out. */
int sdn__placements_find(sdn_table *table, sdn_placement **placements, size_t *count);

#endif
