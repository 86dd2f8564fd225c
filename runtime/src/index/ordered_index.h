/*
 * Ordered index: the slots of a table's records in the order of some fields, then of their key. A record that lacks one
 * of the fields is not in it.
 *
 * A B+-tree of height 2: leaves ("blocks") are sorted arrays of up to 512 slots, the root is an array of blocks, as
 * long as it needs to be. Searching is two binary searches, a walk is a walk through arrays, an insert or erase moves
 * at most one block and the root; at a million records the root has about 2,600 entries, so a third level would cost
 * more than it saves. (B+-tree: Comer, The Ubiquitous B-Tree, ACM Computing Surveys 11, 1979.)
 *
 * Walks are in index_walk.h.
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
    uint64_t *moves;     /* by position in slots->changes: the generation when an edit last moved that record */
    size_t move_capacity;
} sdn_ordered_index;

void sdn__ordered_index_init(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields);
void sdn__ordered_index_release(sdn_ordered_index *index);

/* Reserves memory for `inserts` inserts into a table that now has `records` live records, whether the index is built
 * before, after or between them, and even if records are erased meanwhile. It replaces the reservation before. Returns
 * 0, or -1 when memory ran out and that is still valid. */
int sdn__ordered_index_reserve(sdn_ordered_index *index, size_t records, size_t inserts);

/* Sorts the table's records, unless that was done before. */
void sdn__ordered_index_build(sdn_ordered_index *index);

/* The same for searches that can do without: builds it from the fifth on, since sorting a large table for one or two
 * costs more than it saves. Whether it is built. */
bool sdn__ordered_index_build_if_used(sdn_ordered_index *index);

/* Both do nothing while the index is unbuilt. The record must be as it is to be found, or as it was found so far. An
 * insert must be reserved. */
void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot);
void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot);

/* Makes room to note that records with up to `changes` changes moved. Returns 0, or -1 when memory ran out. */
int sdn__ordered_index_reserve_moves(sdn_ordered_index *index, size_t changes);

/* Notes that an edit of its fields moved the record of `slot`, which has a change; room is reserved. */
void sdn__ordered_index_note_move(sdn_ordered_index *index, uint32_t slot);

/* Whether an edit moved it after the index had that generation; a generation before the last save does not count. */
bool sdn__ordered_index_moved_since(const sdn_ordered_index *index, uint32_t slot, uint64_t generation);

/* ---- positions in a built index ---- */

/* What an index is sorted by before all else: its fields, or those of the key. */
static inline const sdn_index_type *sdn__ordered_index_fields(const sdn_ordered_index *index)
{
    return index->fields.field_count > 0 ? &index->fields : &index->slots->type->key;
}

/* Compares the first `count` of these fields of the record in `slot` with `values`: less than 0, 0, or greater than 0.
 * With `is_start` the last value is the start of a text, and equals each text that starts so. */
int sdn__ordered_index_compare(const sdn_ordered_index *index, uint32_t slot, const sdn_value *values, uint32_t count,
                               bool is_start);

/* A place in the order: that of a record, or before or after all records with some values. */
typedef struct sdn_index_place {
    const sdn_value *values; /* as for sdn__ordered_index_compare */
    uint32_t count;
    bool is_start;
    bool is_past;         /* of a place without record: after those with the values, not before */
    const sdn_value *key; /* of the record; count is 0, or all fields of the index */
    uint32_t slot;        /* of the record; SDN_NO_SLOT: none */
} sdn_index_place;

typedef struct sdn_index_position {
    size_t block; /* block_count: the end */
    size_t offset;
} sdn_index_position;

/* The first position whose record is at or after the place. */
sdn_index_position sdn__ordered_index_find(const sdn_ordered_index *index, const sdn_index_place *place);

/* Goes to the position before, if there is one. */
bool sdn__ordered_index_step_back(const sdn_ordered_index *index, sdn_index_position *at);

/* The slot before `slot` in a built index that holds it, or SDN_NO_SLOT. */
uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot);

/* Checks the invariants above, and that the index holds exactly the records it should, for tests. Returns NULL, or
 * which one does not hold. */
const char *sdn__ordered_index_fault(const sdn_ordered_index *index);

#endif
