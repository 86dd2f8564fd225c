/*
 * Ordered index: the slots of a table's records in the order of some fields, then of their key. A record that lacks one
 * of the fields is not in it.
 *
 * The slots stand in blocks of up to 512, the blocks in a directory: a B+tree of two levels. Inserting and erasing
 * move at most one block and one directory, walking is a walk through arrays.
 *
 * States: unbuilt, as loaded, when nothing but the memory for it is there; built, from the first walk on. What
 * changes a table reserves memory first (sdn__ordered_index_reserve); everything else here cannot fail.
 */
#ifndef SDN_INDEX_ORDERED_INDEX_H
#define SDN_INDEX_ORDERED_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/store.h>

struct sdn_table;
struct sdn_sort_item;

typedef struct sdn_index_block {
    uint32_t *slots;
    uint32_t count;
} sdn_index_block;

typedef struct sdn_ordered_index {
    const struct sdn_table *table;
    sdn_index_type fields; /* field_count 0: by key alone */
    bool has_all;          /* none of them is optional, so every record is in the index */
    sdn_index_block *blocks;
    size_t block_count;
    size_t block_capacity;
    uint32_t *bulk;                 /* memory of the blocks made by building */
    struct sdn_sort_item *unsorted; /* scratch for building; NULL once built */
    size_t bulk_capacity;           /* records that building has room for */
    uint32_t **spares;              /* blocks kept for inserts */
    size_t spare_count;
    size_t spare_capacity;
    size_t inserted; /* inserts since the index was built */
    size_t splits;   /* spares they took */
    uint32_t scans;  /* searches that were made without building */
    bool built;
    uint64_t generation; /* changes with every insert and erase */
} sdn_ordered_index;

void sdn__ordered_index_init(sdn_ordered_index *index, const struct sdn_table *table, const sdn_index_type *fields);
void sdn__ordered_index_release(sdn_ordered_index *index);

/* Makes sure that `inserts` more records can be inserted into a table that now has `records`, whether the index is
 * built before or between. Returns 0, or -1 when memory ran out. */
int sdn__ordered_index_reserve(sdn_ordered_index *index, size_t records, size_t inserts);

/* Sorts the table's records, unless that is done. */
void sdn__ordered_index_build(sdn_ordered_index *index);

/* Both do nothing while the index is unbuilt. The record must be as it is to be (was) found. */
void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot);
void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot);

/* A slot other than `slot` whose record has these values, or SDN_NO_SLOT. The first few times the records are searched
 * one by one: to insert a record or two, sorting a large table does not pay. */
uint32_t sdn__ordered_index_other(sdn_ordered_index *index, const sdn_value *values, uint32_t slot);

/* A cursor before the first record whose fields equal `values`; NULL: before the first of all. */
sdn_cursor sdn__ordered_index_from(const sdn_ordered_index *index, const sdn_value *values);

/* The slot after the cursor's last, or SDN_NO_SLOT; moves the cursor there. */
uint32_t sdn__ordered_index_next(sdn_cursor *cursor);

/* The slot before `slot` in a built index that holds it, or SDN_NO_SLOT. */
uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot);

#endif
