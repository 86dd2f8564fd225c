#include "index/index_walk.h"

#include "record/value.h"

#include <string.h>

/* ---- beginning ---- */

static sdn_cursor begin_walk(const sdn_ordered_index *index, uint32_t flags)
{
    return (sdn_cursor){
        .index = index,
        .flags = flags,
        .last = SDN_NO_SLOT,
        .started = index->generation,
        .generation = index->generation - 1, /* not that of any position */
    };
}

static uint32_t copy_bound(const sdn_ordered_index *index, const sdn_value *values, uint32_t count, sdn_value *bound)
{
    uint32_t most = sdn__ordered_index_fields(index)->field_count;
    if (count > most)
        count = most;
    if (count > 0)
        memcpy(bound, values, count * sizeof *values);
    return count;
}

/* A walk over equal values has no use for those of its last record, and keeps their hash in that place. */
static void set_hash(sdn_cursor *cursor, uint32_t hash)
{
    cursor->passed[0].u32 = hash;
}

static uint32_t wanted_hash(const sdn_cursor *cursor)
{
    return cursor->index->is_hashed ? cursor->passed[0].u32 : 0;
}

sdn_cursor sdn__index_walk_all(const sdn_ordered_index *index)
{
    assert(!index->is_hashed);
    return begin_walk(index, 0);
}

sdn_cursor sdn__index_walk_equal(const sdn_ordered_index *index, const sdn_value *values)
{
    sdn_cursor cursor = begin_walk(index, SDN_WALK_EQUAL);
    cursor.low_count = copy_bound(index, values, SDN_INDEX_FIELDS_MAX, cursor.low);
    if (index->is_hashed)
        set_hash(&cursor, sdn__ordered_index_hash(index, values));
    return cursor;
}

sdn_cursor sdn__index_walk_range(const sdn_ordered_index *index, const sdn_value *low, uint32_t low_count,
                                 const sdn_value *high, uint32_t high_count)
{
    assert(!index->is_hashed);
    sdn_cursor cursor = begin_walk(index, 0);
    cursor.low_count = copy_bound(index, low, low_count, cursor.low);
    cursor.high_count = copy_bound(index, high, high_count, cursor.high);
    return cursor;
}

sdn_cursor sdn__index_walk_starting(const sdn_ordered_index *index, const sdn_value *values, uint32_t count)
{
    bool by_number = index->fields.field_count == 0 && sdn__key_orders_by_number(index->slots->type);
    sdn_cursor cursor = sdn__index_walk_range(index, values, count, values, count);
    if (count == 0)
        return cursor;
    cursor.flags = by_number ? SDN_WALK_FILTER : SDN_WALK_START;
    if (by_number)
        cursor.low_count = cursor.high_count = 0;
    return cursor;
}

sdn_cursor sdn__index_walk_reverse(sdn_cursor cursor)
{
    cursor.flags ^= SDN_WALK_BACKWARD;
    cursor.last = SDN_NO_SLOT;
    cursor.started = cursor.index->generation;
    cursor.generation = cursor.index->generation - 1;
    return cursor;
}

/* ---- bounds ---- */

static bool is_backward(const sdn_cursor *cursor)
{
    return (cursor->flags & SDN_WALK_BACKWARD) != 0;
}

/* The place before the first record of the walk, or after the last. */
static sdn_index_place bound_of(const sdn_cursor *cursor, bool is_high)
{
    bool is_equal = (cursor->flags & SDN_WALK_EQUAL) != 0;
    return (sdn_index_place){
        .values = is_high && !is_equal ? cursor->high : cursor->low,
        .hash = wanted_hash(cursor),
        .count = is_high && !is_equal ? cursor->high_count : cursor->low_count,
        .is_start = (cursor->flags & SDN_WALK_START) != 0,
        .is_past = is_high,
        .slot = SDN_NO_SLOT,
    };
}

/* Whether the record at a position is beyond the bound that the walk goes towards. */
static bool is_beyond(const sdn_cursor *cursor, sdn_index_position at)
{
    const sdn_index_block *block = &cursor->index->blocks[at.block];
    uint32_t slot = block->slots[at.offset];
    if (cursor->index->is_hashed)
        return sdn__block_hashes(block)[at.offset] != wanted_hash(cursor);
    sdn_index_place bound = bound_of(cursor, !is_backward(cursor));
    int order = sdn__ordered_index_compare(cursor->index, slot, bound.values, bound.count, bound.is_start);
    return is_backward(cursor) ? order < 0 : order > 0;
}

/* Whether a record between the bounds is one of the walk. */
static bool is_shown(const sdn_cursor *cursor, uint32_t slot)
{
    const sdn_ordered_index *index = cursor->index;
    if (index->is_hashed)
        return sdn__ordered_index_compare(index, slot, cursor->low, cursor->low_count, false) == 0;
    if ((cursor->flags & SDN_WALK_EQUAL) == 0 && sdn__ordered_index_moved_since(index, slot, cursor->started))
        return false;
    return (cursor->flags & SDN_WALK_FILTER) == 0 || sdn__ordered_index_compare(index, slot, cursor->low, 1, true) == 0;
}

/* ---- positions ---- */

/* Whether `slot`, the first one at or after the cursor's last record, is that record, or one that was inserted with its
 * key after it had been deleted: a walk that replaces every record must come to an end. */
static bool is_same_record(const sdn_cursor *cursor, const sdn_value *key, uint32_t slot)
{
    const sdn_slots *slots = cursor->index->slots;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    if (slot == cursor->last || slots->type->key.field_count == 0)
        return slot == cursor->last;
    sdn__slots_key(slots, slot, own);
    return sdn__key_equal(slots->type, own, key);
}

static bool comes_before(sdn_index_position a, sdn_index_position b)
{
    return a.block != b.block ? a.block < b.block : a.offset < b.offset;
}

/* A record of a walk by key may be renamed to a key outside of the bounds; the walk stays between them. */
static sdn_index_position keep_in_bounds(const sdn_cursor *cursor, sdn_index_position at)
{
    sdn_index_place bound = bound_of(cursor, is_backward(cursor));
    if (cursor->index->fields.field_count > 0 || bound.count == 0)
        return at;
    sdn_index_position most = sdn__ordered_index_find(cursor->index, &bound);
    return (is_backward(cursor) ? comes_before(most, at) : comes_before(at, most)) ? most : at;
}

/* Where the walk continues after the index was changed: in a forward walk the position after the last record, or where
 * that would be; in a backward one the position of that record, from which a step back leads on. */
static sdn_index_position find_last(const sdn_cursor *cursor)
{
    const sdn_ordered_index *index = cursor->index;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(index->slots, cursor->last, key);
    sdn_index_place place = {
        .values = (cursor->flags & SDN_WALK_EQUAL) != 0 ? cursor->low : cursor->passed,
        .hash = wanted_hash(cursor),
        .count = index->fields.field_count,
        .key = key,
        .slot = cursor->last,
    };
    sdn_index_position at = sdn__ordered_index_find(index, &place);
    if (!is_backward(cursor) && at.block < index->block_count &&
        is_same_record(cursor, key, index->blocks[at.block].slots[at.offset]))
        at.offset++;
    return keep_in_bounds(cursor, at);
}

static sdn_index_position find_next(const sdn_cursor *cursor)
{
    if (cursor->last != SDN_NO_SLOT)
        return find_last(cursor);
    sdn_index_place start = bound_of(cursor, is_backward(cursor));
    return sdn__ordered_index_find(cursor->index, &start);
}

/* ---- steps ---- */

/* Makes a position found, or the one after a step, that of a record; false if there is none. */
static bool settle(const sdn_cursor *cursor, sdn_index_position *at)
{
    const sdn_ordered_index *index = cursor->index;
    if (is_backward(cursor))
        return sdn__ordered_index_step_back(index, at);
    if (at->block < index->block_count && at->offset >= index->blocks[at->block].count)
        *at = (sdn_index_position){at->block + 1, 0};
    return at->block < index->block_count;
}

static void stop_at(sdn_cursor *cursor, sdn_index_position at, uint32_t slot)
{
    const sdn_ordered_index *index = cursor->index;
    cursor->block = (uint32_t)at.block;
    cursor->position = (uint32_t)at.offset;
    cursor->generation = index->generation;
    cursor->last = slot;
    if ((cursor->flags & SDN_WALK_EQUAL) == 0)
        sdn__values_of(index->slots->type, &index->fields, sdn__slots_indexed(index->slots, slot), cursor->passed);
}

uint32_t sdn__index_walk_next(sdn_cursor *cursor)
{
    const sdn_ordered_index *index = cursor->index;
    size_t step = is_backward(cursor) ? 0 : 1; /* a step back is made by settling */
    sdn_index_position at = {cursor->block, cursor->position + step};
    if (cursor->generation != index->generation)
        at = find_next(cursor);
    for (; settle(cursor, &at); at.offset += step) {
        uint32_t slot = index->blocks[at.block].slots[at.offset];
        if (is_beyond(cursor, at))
            return SDN_NO_SLOT;
        if (!is_shown(cursor, slot))
            continue;
        stop_at(cursor, at, slot);
        return slot;
    }
    return SDN_NO_SLOT;
}

/* ---- one other record ---- */

/* Does what sdn__index_other does, without the index. */
static uint32_t scan_for_other(const sdn_ordered_index *index, const sdn_value *values, uint32_t slot)
{
    const sdn_slots *slots = index->slots;
    for (uint32_t other = 0; other < slots->row_count; other++) {
        if (other == slot || !sdn__slots_is_live(slots, other) ||
            !sdn__index_has(slots->type, &index->fields, sdn__slots_indexed(slots, other)))
            continue;
        if (sdn__ordered_index_compare(index, other, values, index->fields.field_count, false) == 0)
            return other;
    }
    return SDN_NO_SLOT;
}

uint32_t sdn__index_other(sdn_ordered_index *index, const sdn_value *values, uint32_t slot)
{
    if (!sdn__ordered_index_build_if_used(index))
        return scan_for_other(index, values, slot);
    sdn_cursor cursor = sdn__index_walk_equal(index, values);
    uint32_t found = sdn__index_walk_next(&cursor);
    return found == slot ? sdn__index_walk_next(&cursor) : found;
}
