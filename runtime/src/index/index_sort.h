/*
 * Index sort: sorts the records of a table by some fields, then by their key.
 *
 * A radix sort from the most significant part on (MSD). Every value is a sequence of parts: numbers of 64 bits whose
 * order is the order of the values. A whole number is one part; a text is a part for each seven bytes, and the eighth
 * byte of the part is how many there are, so that a shorter text comes first. All records are sorted by their first
 * part; then each group of records with the same part is sorted by the next one, until the groups are single records or
 * no part is left.
 *
 * Why: comparing two records means two cache misses and a call for each field. Here the part is read from the record
 * once per pass and lies next to its slot while it is compared. (Multikey quicksort and its caching form do the same
 * with other ways to sort by one part: Bentley and Sedgewick, Fast Algorithms for Sorting and Searching Strings, 1997;
 * Rantala, 2007.) Within a group, the way depends on its size: insertion sort, merge sort, or a byte-wise radix sort
 * (LSD) of the part.
 *
 * Invariants
 *   - Every way is stable, and the slots that are given ascend. So where keys ascend from slot to slot already
 *     (key_order.h), the key is not sorted by at all.
 *   - The groups of one level cover items that lie next to each other; `spare` is used by one of them at a time.
 *   - The largest group of a level is handled by the loop and not by a call, so calls nest at most log2(count) deep.
 */
#ifndef SDN_INDEX_INDEX_SORT_H
#define SDN_INDEX_INDEX_SORT_H

#include "index/slots.h"

typedef struct sdn_sort_item {
    uint64_t part; /* scratch: the part that is compared at the moment */
    uint32_t slot;
} sdn_sort_item;

/* Sorts `count` items, whose slots ascend and are in the index of `fields`; field_count 0: by key alone. `spare` has
 * room for as many. */
void sdn__index_sort(const sdn_slots *slots, const sdn_index_type *fields, sdn_sort_item *items, sdn_sort_item *spare,
                     size_t count);

/* ---- parts of values, for other sorts ---- */

/* Part number `part` of a value, of which all parts before are equal to those it is compared with. */
uint64_t sdn__sort_part(sdn_type type, const void *value, size_t part);

/* Whether values with the same parts so far may differ in a further one; `last` is the last of them, number `part`. */
bool sdn__sort_part_goes_on(sdn_type type, size_t part, uint64_t last);

/* The parts, two, of a text key that is numbered automatically: keys that are numbers come first, in the order of the
 * numbers. Texts that are equal in both are in the order of their own parts. */
uint64_t sdn__sort_part_of_numbered(const void *value, size_t part);

#endif
