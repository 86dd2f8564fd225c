/*
 * Index sort: brings the records of a table in the order of some fields, then of their key.
 *
 * Values are compared by parts: numbers of 64 bits that order as what they are made of, a whole number or the next bytes
 * of a text. Records are sorted by one part at a time, those alike by the next one: a radix sort from the first part on,
 * where a part is fetched from the record once and stands beside its slot while it is compared. (Multikey quicksort and
 * its caching form, Bentley and Sedgewick 1997, Rantala 2007, do the same with other ways to sort by a part.)
 *
 * Sorting keeps the order of what is alike, so where all keys rise from row to row they need not be looked at.
 */
#ifndef SDN_INDEX_INDEX_SORT_H
#define SDN_INDEX_INDEX_SORT_H

#include "table/table.h"

typedef struct sdn_sort_item {
    uint64_t part; /* scratch */
    uint32_t slot;
} sdn_sort_item;

/* Sorts `count` items, whose slots rise and are in the index of `fields`; field_count 0: by key alone. `spare` has room
 * for as many. */
void sdn__index_sort(const sdn_table *table, const sdn_index_type *fields, sdn_sort_item *items, sdn_sort_item *spare,
                     size_t count);

#endif
