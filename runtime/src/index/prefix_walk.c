#include "index/prefix_walk.h"

#include "record/scalar.h"

#include <assert.h>

/* The order of a record's first field and the value: less than, equal to or greater than 0. An index of no fields is in
 * the order of the key. */
static int compare_with_walk(const sdn_prefix_walk *walk, uint32_t slot)
{
    const sdn_slots *slots = walk->index->slots;
    const sdn_index_type *order = &walk->index->fields;
    if (order->field_count == 0)
        order = &slots->type->key;
    const sdn_field *field = &slots->type->fields[order->fields[0]];
    const char *record = sdn__slots_indexed(slots, slot);
    return sdn__scalar_of(field)->compare(record + field->offset, &walk->value);
}

/* The last block whose first record is before the value, or the first of all: there the search begins. */
static size_t find_block(const sdn_prefix_walk *walk)
{
    size_t low = 0, high = walk->index->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_with_walk(walk, walk->index->blocks[middle].slots[0]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

/* The first position in the block whose record is not before the value; perhaps its end. */
static size_t find_offset(const sdn_prefix_walk *walk, const sdn_index_block *block)
{
    size_t low = 0, high = block->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_with_walk(walk, block->slots[middle]) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

sdn_prefix_walk sdn__prefix_walk_of(const sdn_ordered_index *index, const sdn_value *value)
{
    sdn_prefix_walk walk = {.index = index, .value = *value};
    assert(index->built);
    walk.block = find_block(&walk);
    if (walk.block < index->block_count)
        walk.offset = find_offset(&walk, &index->blocks[walk.block]);
    return walk;
}

uint32_t sdn__prefix_walk_next(sdn_prefix_walk *walk)
{
    const sdn_ordered_index *index = walk->index;
    if (walk->block < index->block_count && walk->offset >= index->blocks[walk->block].count) {
        walk->block++;
        walk->offset = 0;
    }
    if (walk->block >= index->block_count)
        return SDN_NO_SLOT;
    uint32_t slot = index->blocks[walk->block].slots[walk->offset];
    if (compare_with_walk(walk, slot) != 0)
        return SDN_NO_SLOT;
    walk->offset++;
    return slot;
}
