/*
 * Ordered index: the slots of a table's records in the order of some fields, then of their key. A record that lacks one
 * of the fields is not in it.
 *
 * An index by hash is in the order of a hash of the fields instead, then of the key. It finds the records with equal
 * values, and nothing else, at a fraction of the cost: the hashes lie next to each other, and spread evenly, so they
 * tell where to look (interpolation search), and no record is touched but those that are found. It is also built
 * faster, since whatever the fields are 32 bits are sorted. Records of one hash whose values differ lie among each
 * other; walks leave out those with other values. The hash has a random seed, so that nobody can prepare many such.
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
 *   - By hash: behind the slots of a block are their hashes, in ascending order; first_hash is the first of them.
 */
#ifndef SDN_INDEX_ORDERED_INDEX_H
#define SDN_INDEX_ORDERED_INDEX_H

#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/store.h>

#include "index/slots.h"

struct sdn_sort_item;

/* The second number is explained in ordered_index.c. */
enum { SDN_BLOCK_SLOTS = 512, SDN_INSERTS_PER_SPLIT = 128 };

typedef struct sdn_index_block {
    uint32_t *slots; /* by hash followed by as many hashes: sdn__block_hashes */
    uint32_t count;
    uint32_t first_hash; /* by hash */
} sdn_index_block;

/* Memory for building, which is not written to before that. */
typedef struct sdn_index_bulk {
    uint32_t *blocks;
    struct sdn_sort_item *unsorted; /* scratch; NULL once the index is built */
    size_t capacity;                /* records that there is room for */
} sdn_index_bulk;

/* When edits last moved records in an index, by position in slots->changes: the generation of the index then. */
typedef struct sdn_index_moves {
    uint64_t *items;
    size_t count; /* those after them are 0, and not written yet */
    size_t capacity;
} sdn_index_moves;

typedef struct sdn_ordered_index {
    const sdn_slots *slots;
    sdn_index_type fields; /* field_count 0: by key alone */
    bool has_all;          /* none of them is optional, so every record is in the index */
    bool is_hashed;        /* by the hash of the fields; there are some */
    uint64_t seed;         /* of the hashes */
    bool built;
    sdn_index_block *blocks;
    size_t block_count;
    size_t block_capacity;
    sdn_index_bulk bulk;
    uint32_t **spares; /* empty blocks for inserts */
    size_t spare_count;
    size_t spare_capacity;
    size_t inserted;     /* inserts since the index was built */
    size_t splits;       /* spares in use; see the proof in ordered_index.c */
    size_t reserved;     /* inserts that the last reservation still allows */
    uint32_t scans;      /* searches that were made without building */
    uint64_t generation; /* changes with every insert and erase */
    sdn_index_moves moves;
} sdn_ordered_index;

void sdn__ordered_index_init(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields);

/* The same for an index by hash. */
void sdn__ordered_index_init_hashed(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields,
                                    uint64_t seed);
void sdn__ordered_index_release(sdn_ordered_index *index);

/* Reserves memory for `inserts` inserts into a table that now has `records` live records, whether the index is built
 * before, after or between them, and even if records are erased meanwhile. It replaces the reservation before. Returns
 * 0, or -1 when memory ran out and that is still valid. */
int sdn__ordered_index_reserve_more(sdn_ordered_index *index, size_t records, size_t inserts);
static inline int sdn__ordered_index_reserve(sdn_ordered_index *index, size_t records, size_t inserts)
{
    bool is_covered = !index->built && records + inserts <= index->bulk.capacity &&
                      inserts / SDN_INSERTS_PER_SPLIT < index->spare_count;
    if (!is_covered)
        return sdn__ordered_index_reserve_more(index, records, inserts);
    index->reserved = inserts;
    return 0;
}

/* Sorts the table's records, unless that was done before. */
void sdn__ordered_index_build(sdn_ordered_index *index);

/* The same for searches that can do without: builds it from the fifth on, since sorting a large table for one or two
 * costs more than it saves. Whether it is built. */
bool sdn__ordered_index_build_if_used(sdn_ordered_index *index);

/* Both do nothing while the index is unbuilt. The record must be as it is to be found, or as it was found so far. An
 * insert must be reserved. A reservation counts from the last one, built or not, so that one that is too small shows
 * under the first test that uses it up, and not only where memory happens to be short. */
void sdn__ordered_index_insert_built(sdn_ordered_index *index, uint32_t slot);
static inline void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot)
{
    assert(index->reserved > 0);
    index->reserved--;
    if (index->built)
        sdn__ordered_index_insert_built(index, slot);
}
void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot);

/* Makes room to note that records with up to `changes` changes moved. Returns 0, or -1 when memory ran out. */
int sdn__ordered_index_reserve_moves(sdn_ordered_index *index, size_t changes);

/* Notes that an edit of its fields moved the record of `slot`, which has a change; room is reserved. */
void sdn__ordered_index_note_move(sdn_ordered_index *index, uint32_t slot);

/* Whether an edit moved it after the index had that generation; a generation before the last save does not count. */
bool sdn__ordered_index_moved_since(const sdn_ordered_index *index, uint32_t slot, uint64_t generation);

/* ---- positions in a built index ---- */

static inline uint32_t *sdn__block_hashes(const sdn_index_block *block)
{
    return block->slots + SDN_BLOCK_SLOTS;
}

/* The hash of values, and of the fields of the record in `slot`, in an index by hash. */
uint32_t sdn__ordered_index_hash(const sdn_ordered_index *index, const sdn_value *values);
uint32_t sdn__ordered_index_hash_of(const sdn_ordered_index *index, uint32_t slot);

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
    uint32_t hash;           /* of the values, which by hash count for nothing themselves */
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

/* The position of the record of `slot`, or that at which it would be. */
sdn_index_position sdn__ordered_index_find_slot(const sdn_ordered_index *index, uint32_t slot);

/* Goes to the position before, if there is one. */
bool sdn__ordered_index_step_back(const sdn_ordered_index *index, sdn_index_position *at);

/* The slot before `slot` in a built index that holds it, or SDN_NO_SLOT. */
uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot);

/* Whether the record of `a` is in order before that of `b`. */
bool sdn__ordered_index_is_before(const sdn_ordered_index *index, uint32_t a, uint32_t b);

/* Checks the invariants above, and that the index holds exactly the records it should, for tests. Returns NULL, or
 * which one does not hold. */
const char *sdn__ordered_index_fault(const sdn_ordered_index *index);

#endif
