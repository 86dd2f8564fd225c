/*
 * Ordered index: the slots of a table's records in the order of some fields, then of their key. A record that lacks one
 * of the fields is not in it.
 *
 * A B+-tree of height 2: leaves ("blocks") are sorted arrays of up to 512 slots, the root is an array of blocks, as
 * long as it needs to be. Searching is two binary searches, a walk is a walk through arrays, an insert or erase moves
 * at most one block and the root; at a million records the root has about 2,600 entries, so a third level would cost
 * more than it saves. (B+-tree: Comer, The Ubiquitous B-Tree, ACM Computing Surveys 11, 1979.)
 *
 * Two states. Unbuilt: nothing but memory is there; a file that is only read by key never pays for sorting. Built: from
 * the first walk on.
 *
 * Inserting and erasing cannot fail, because edits that the caller made through a pointer are applied later, and
 * rollback must always succeed. So memory is reserved before a change: spare blocks for the splits that a number of
 * inserts can cause, and room in the root for all of them. How many spares are enough is proved in ordered_index.c.
 *
 * Invariants of a built index
 *   - No block is empty; each has at most 512 slots.
 *   - All slots, block after block, are in strictly ascending order.
 *   - block_count + spare_count <= block_capacity, spare_capacity: each spare can become a block, each block a spare.
 */
#ifndef SDN_INDEX_ORDERED_INDEX_H
#define SDN_INDEX_ORDERED_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/store.h>

#include "index/slots.h"

struct sdn_sort_item;

typedef struct sdn_index_block {
    uint32_t *slots;
    uint32_t count;
} sdn_index_block;

typedef struct sdn_ordered_index {
    const sdn_slots *slots;
    sdn_index_type fields; /* field_count 0: by key alone */
    bool has_all;          /* none of them is optional, so every record is in the index */
    bool built;
    sdn_index_block *blocks;
    size_t block_count;
    size_t block_capacity;
    uint32_t *bulk;                 /* memory of the blocks made by building */
    struct sdn_sort_item *unsorted; /* scratch for building; NULL once built */
    size_t bulk_capacity;           /* records that building has room for */
    uint32_t **spares;              /* empty blocks for inserts */
    size_t spare_count;
    size_t spare_capacity;
    size_t inserted;     /* inserts since the index was built */
    size_t splits;       /* spares in use; see the proof in ordered_index.c */
    size_t reserved;     /* inserts that the last reservation still allows */
    uint32_t scans;      /* searches that were made without building */
    uint64_t generation; /* changes with every insert and erase */
} sdn_ordered_index;

void sdn__ordered_index_init(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields);
void sdn__ordered_index_release(sdn_ordered_index *index);

/* Reserves memory for `inserts` inserts into a table that now has `records` live records, whether the index is built
 * before, after or between them, and even if records are erased meanwhile. It replaces the reservation before. Returns
 * 0, or -1 when memory ran out and that is still valid. */
int sdn__ordered_index_reserve(sdn_ordered_index *index, size_t records, size_t inserts);

/* Sorts the table's records, unless that was done before. */
void sdn__ordered_index_build(sdn_ordered_index *index);

/* Both do nothing while the index is unbuilt. The record must be as it is to be found, or as it was found so far. An
 * insert must be reserved. */
void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot);
void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot);

/* A slot other than `slot` whose record has these values, or SDN_NO_SLOT. The first few calls compare all records
 * instead of building the index: sorting a large table to insert one or two records costs more than it saves. */
uint32_t sdn__ordered_index_other(sdn_ordered_index *index, const sdn_value *values, uint32_t slot);

/* A cursor before the first record whose fields equal `values`; NULL: before the first of all. */
sdn_cursor sdn__ordered_index_from(const sdn_ordered_index *index, const sdn_value *values);

/* The slot after the cursor's last, or SDN_NO_SLOT; moves the cursor there. */
uint32_t sdn__ordered_index_next(sdn_cursor *cursor);

/* The slot before `slot` in a built index that holds it, or SDN_NO_SLOT. */
uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot);

/* Checks the invariants above, and that the index holds exactly the records it should, for tests. Returns NULL, or
 * which one does not hold. */
const char *sdn__ordered_index_fault(const sdn_ordered_index *index);

#endif
