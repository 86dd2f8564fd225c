/*
 * Hash sort: sorts slots by a hash of 32 bits, and keeps the order of those with the same one.
 *
 * A radix sort from the lowest byte to the highest (LSD): four passes over the items, each of which distributes them by
 * one byte. All counts are taken in one pass before. A hash spreads evenly, so no byte can be left out, and four passes
 * cost less than comparing: 1,000,000 items take four times what reading and writing 8 MB does.
 */
#ifndef SDN_INDEX_HASH_SORT_H
#define SDN_INDEX_HASH_SORT_H

#include <stddef.h>
#include <stdint.h>

typedef struct sdn_hash_item {
    uint32_t hash;
    uint32_t slot;
} sdn_hash_item;

/* Sorts `count` items; `spare` has room for as many. */
void sdn__hash_sort(sdn_hash_item *items, sdn_hash_item *spare, size_t count);

#endif
