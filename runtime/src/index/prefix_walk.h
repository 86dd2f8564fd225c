/*
 * Prefix walk: the slots of a built index whose first field has one value. No record enters or leaves the index
 * meanwhile.
 */
#ifndef SDN_INDEX_PREFIX_WALK_H
#define SDN_INDEX_PREFIX_WALK_H

#include "index/ordered_index.h"

typedef struct sdn_prefix_walk {
    const sdn_ordered_index *index;
    sdn_value value;
    size_t block; /* of the slot that comes next */
    size_t offset;
} sdn_prefix_walk;

/* Starts before the first slot with `value`. The index is built, and text of the value outlives the walk. */
sdn_prefix_walk sdn__prefix_walk_of(const sdn_ordered_index *index, const sdn_value *value);

/* The next slot, or SDN_NO_SLOT at the end. The record as the index knows it has the value; that of an open slot may
 * have another one by now. */
uint32_t sdn__prefix_walk_next(sdn_prefix_walk *walk);

#endif
