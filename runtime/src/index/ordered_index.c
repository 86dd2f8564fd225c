#include "index/ordered_index.h"

#include "base/alloc.h"
#include "index/index_sort.h"
#include "table/table.h"
#include "record/value.h"

#include <string.h>

/* Building fills blocks to three quarters, splitting to one half, so a block takes at least 128 inserts before it is
 * split: that bounds how many spare blocks a number of inserts can need. */
enum { BLOCK_SLOTS = 512, BUILT_FILL = 384, INSERTS_PER_SPLIT = BLOCK_SLOTS - BUILT_FILL };

enum { SCANS_BEFORE_BUILDING = 4 };

static size_t blocks_for(size_t records)
{
    return records / BUILT_FILL + 1;
}

void sdn__ordered_index_init(sdn_ordered_index *index, const sdn_table *table, const sdn_index_type *fields)
{
    *index = (sdn_ordered_index){.table = table};
    if (fields != NULL)
        index->fields = *fields;
    index->has_all = true;
    for (uint32_t i = 0; i < index->fields.field_count; i++)
        if ((table->type->fields[index->fields.fields[i]].flags & SDN_FIELD_OPTIONAL) != 0)
            index->has_all = false;
}

/* Blocks made by building are parts of one allocation. */
static void free_block(const sdn_ordered_index *index, uint32_t *slots)
{
    uintptr_t at = (uintptr_t)slots, start = (uintptr_t)index->bulk;
    size_t size = blocks_for(index->bulk_capacity) * BLOCK_SLOTS * sizeof *slots;
    if (index->bulk == NULL || at < start || at >= start + size)
        sdn__free(slots);
}

void sdn__ordered_index_release(sdn_ordered_index *index)
{
    for (size_t i = 0; i < index->block_count; i++)
        free_block(index, index->blocks[i].slots);
    for (size_t i = 0; i < index->spare_count; i++)
        free_block(index, index->spares[i]);
    sdn__free(index->blocks);
    sdn__free(index->bulk);
    sdn__free(index->unsorted);
    sdn__free(index->spares);
    sdn_index_type fields = index->fields;
    sdn__ordered_index_init(index, index->table, &fields);
}

/* ---- order ---- */

/* Where a record stands against a place in the index: `values` of the fields, then, if `after` is a slot, behind that
 * record. Less than 0: before the place; greater: behind it; 0: it is that record. */
static int compare(const sdn_ordered_index *index, uint32_t slot, const sdn_value *values, const sdn_value *key,
                   uint32_t after)
{
    const sdn_table *table = index->table;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    if (values != NULL && index->fields.field_count > 0) {
        sdn__values_of(table->type, &index->fields, sdn__table_indexed(table, slot), own);
        int order = sdn__values_compare(table->type, &index->fields, own, values);
        if (order != 0)
            return order;
    }
    if (after == SDN_NO_SLOT)
        return 1;
    if (slot != after && table->type->key.field_count > 0) {
        sdn__table_key(table, slot, own);
        int order = sdn__key_compare(table->type, own, key);
        if (order != 0)
            return order;
    }
    return (slot > after) - (slot < after);
}

static bool is_member(const sdn_ordered_index *index, uint32_t slot)
{
    return sdn__index_has(index->table->type, &index->fields, sdn__table_indexed(index->table, slot));
}

/* ---- building ---- */

/* Room for building from `records`. Untouched until then, so it costs address space only. */
static int reserve_bulk(sdn_ordered_index *index, size_t records)
{
    if (index->built || (index->bulk != NULL && records <= index->bulk_capacity))
        return 0;
    size_t capacity = records + records / 2;
    uint32_t *bulk = sdn__resize(NULL, blocks_for(capacity) * BLOCK_SLOTS, sizeof *bulk);
    sdn_sort_item *unsorted = sdn__resize(NULL, 2 * capacity, sizeof *unsorted);
    if (bulk == NULL || unsorted == NULL) {
        sdn__free(bulk);
        sdn__free(unsorted);
        return -1;
    }
    sdn__free(index->bulk);
    sdn__free(index->unsorted);
    index->bulk = bulk;
    index->unsorted = unsorted;
    index->bulk_capacity = capacity;
    return 0;
}

static int add_spares(sdn_ordered_index *index, size_t needed)
{
    while (index->spare_count < needed) {
        uint32_t *block = sdn__resize(NULL, BLOCK_SLOTS, sizeof *block);
        if (block == NULL)
            return -1;
        index->spares[index->spare_count++] = block;
    }
    return 0;
}

int sdn__ordered_index_reserve(sdn_ordered_index *index, size_t records, size_t inserts)
{
    size_t needed = (index->inserted + inserts) / INSERTS_PER_SPLIT + 1 - index->splits;
    size_t blocks = index->built ? index->block_count : blocks_for(records + inserts);
    size_t spares = needed > index->spare_count ? needed : index->spare_count;
    if (inserts == 0)
        needed = 0;
    /* Any block in use may become a spare one day. */
    if (reserve_bulk(index, records + inserts) != 0 ||
        sdn__reserve(&index->blocks, &index->block_capacity, blocks + spares, sizeof *index->blocks) != 0 ||
        sdn__reserve(&index->spares, &index->spare_capacity, blocks + spares, sizeof *index->spares) != 0)
        return -1;
    return add_spares(index, needed);
}

/* Appends a slot while the index is built. */
static void append(sdn_ordered_index *index, uint32_t slot)
{
    sdn_index_block *block = &index->blocks[index->block_count];
    if (index->block_count > 0 && block[-1].count < BUILT_FILL) {
        block[-1].slots[block[-1].count++] = slot;
        return;
    }
    block->slots = index->bulk + index->block_count * BLOCK_SLOTS;
    block->slots[0] = slot;
    block->count = 1;
    index->block_count++;
}

static bool is_to_be_built_in(const sdn_ordered_index *index, uint32_t slot)
{
    bool is_live = (index->table->rows[slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0;
    return is_live && (index->has_all || is_member(index, slot));
}

static void append_all(sdn_ordered_index *index)
{
    sdn_sort_item *items = index->unsorted;
    size_t count = 0;
    for (uint32_t slot = 0; slot < index->table->row_count; slot++)
        if (is_to_be_built_in(index, slot))
            items[count++].slot = slot;
    if (count > 0)
        sdn__index_sort(index->table, &index->fields, items, items + count, count);
    for (size_t i = 0; i < count; i++)
        append(index, items[i].slot);
}

void sdn__ordered_index_build(sdn_ordered_index *index)
{
    if (index->built)
        return;
    index->block_count = 0;
    append_all(index);
    sdn__free(index->unsorted);
    index->unsorted = NULL;
    index->built = true;
    index->generation++;
}

/* ---- places ---- */

typedef struct place {
    size_t block;
    size_t position;
} place;

/* The first place whose record is at or behind the given one. */
static place find(const sdn_ordered_index *index, const sdn_value *values, const sdn_value *key, uint32_t after)
{
    size_t low = 0, high = index->block_count; /* first block whose first record is at or behind */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(index, index->blocks[middle].slots[0], values, key, after) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return (place){0, 0};
    const sdn_index_block *block = &index->blocks[low - 1];
    size_t from = 0, to = block->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(index, block->slots[middle], values, key, after) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < block->count ? (place){low - 1, from} : (place){low, 0};
}

static place find_slot(const sdn_ordered_index *index, uint32_t slot)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(index->table->type, &index->fields, sdn__table_indexed(index->table, slot), values);
    sdn__table_key(index->table, slot, key);
    return find(index, values, key, slot);
}

/* ---- changes ---- */

static void split(sdn_ordered_index *index, size_t at)
{
    memmove(index->blocks + at + 2, index->blocks + at + 1, (index->block_count - at - 1) * sizeof *index->blocks);
    sdn_index_block *full = &index->blocks[at], *half = &index->blocks[at + 1];
    half->slots = index->spares[--index->spare_count];
    index->splits++;
    half->count = full->count / 2;
    full->count -= half->count;
    memcpy(half->slots, full->slots + full->count, half->count * sizeof *half->slots);
    index->block_count++;
}

static void add_first_block(sdn_ordered_index *index)
{
    index->blocks[0] = (sdn_index_block){.slots = index->spares[--index->spare_count], .count = 0};
    index->block_count = 1;
    index->splits++;
}

void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot)
{
    if (!index->built || !is_member(index, slot))
        return;
    place at = {0, 0};
    if (index->block_count == 0)
        add_first_block(index);
    else
        at = find_slot(index, slot);
    if (at.block > 0 && at.position == 0) { /* the end of the block before is as good, and exists */
        at.block--;
        at.position = index->blocks[at.block].count;
    }
    if (index->blocks[at.block].count == BLOCK_SLOTS) {
        split(index, at.block);
        if (at.position > index->blocks[at.block].count) {
            at.position -= index->blocks[at.block].count;
            at.block++;
        }
    }
    sdn_index_block *block = &index->blocks[at.block];
    memmove(block->slots + at.position + 1, block->slots + at.position,
            (block->count - at.position) * sizeof *block->slots);
    block->slots[at.position] = slot;
    block->count++;
    index->inserted++;
    index->generation++;
}

static void drop_block(sdn_ordered_index *index, size_t at)
{
    index->spares[index->spare_count++] = index->blocks[at].slots;
    index->splits -= index->splits > 0;
    memmove(index->blocks + at, index->blocks + at + 1, (index->block_count - at - 1) * sizeof *index->blocks);
    index->block_count--;
}

void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot)
{
    if (!index->built || !is_member(index, slot))
        return;
    place at = find_slot(index, slot);
    if (at.block >= index->block_count || index->blocks[at.block].slots[at.position] != slot)
        return;
    sdn_index_block *block = &index->blocks[at.block];
    block->count--;
    memmove(block->slots + at.position, block->slots + at.position + 1,
            (block->count - at.position) * sizeof *block->slots);
    if (block->count == 0)
        drop_block(index, at.block);
    index->generation++;
}

/* ---- walks ---- */

sdn_cursor sdn__ordered_index_from(const sdn_ordered_index *index, const sdn_value *values)
{
    sdn_cursor cursor = {.index = index, .last = SDN_NO_SLOT, .generation = index->generation - 1};
    if (values != NULL) {
        cursor.value_count = index->fields.field_count;
        memcpy(cursor.values, values, cursor.value_count * sizeof *values);
    }
    return cursor;
}

/* Whether `slot`, the first one at or behind the cursor's last record, is that record, or one that was inserted under
 * its key after it had been deleted: a walk that replaces every record must come to an end. */
static bool is_behind_itself(const sdn_cursor *cursor, const sdn_value *key, uint32_t slot)
{
    const sdn_table *table = cursor->index->table;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    if (slot == cursor->last || table->type->key.field_count == 0)
        return slot == cursor->last;
    sdn__table_key(table, slot, own);
    return sdn__key_equal(table->type, own, key);
}

/* Where the walk goes on: directly behind the last record, wherever that is or would be by now. */
static place place_behind(const sdn_cursor *cursor)
{
    const sdn_ordered_index *index = cursor->index;
    const sdn_value *values = cursor->value_count > 0 ? cursor->values : NULL;
    if (cursor->last == SDN_NO_SLOT)
        return values != NULL ? find(index, values, NULL, SDN_NO_SLOT) : (place){0, 0};
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__table_key(index->table, cursor->last, key);
    place at = find(index, values, key, cursor->last);
    if (at.block < index->block_count && is_behind_itself(cursor, key, index->blocks[at.block].slots[at.position]))
        at.position++;
    return at;
}

static bool matches(const sdn_cursor *cursor, uint32_t slot)
{
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    const sdn_ordered_index *index = cursor->index;
    if (cursor->value_count == 0)
        return true;
    sdn__values_of(index->table->type, &index->fields, sdn__table_indexed(index->table, slot), own);
    return sdn__values_compare(index->table->type, &index->fields, own, cursor->values) == 0;
}

uint32_t sdn__ordered_index_next(sdn_cursor *cursor)
{
    const sdn_ordered_index *index = cursor->index;
    place at = {cursor->block, (size_t)cursor->position + 1};
    if (cursor->generation != index->generation)
        at = place_behind(cursor);
    if (at.block < index->block_count && at.position >= index->blocks[at.block].count)
        at = (place){at.block + 1, 0};
    if (at.block >= index->block_count || !matches(cursor, index->blocks[at.block].slots[at.position]))
        return SDN_NO_SLOT;
    cursor->block = (uint32_t)at.block;
    cursor->position = (uint32_t)at.position;
    cursor->generation = index->generation;
    cursor->last = index->blocks[at.block].slots[at.position];
    return cursor->last;
}

/* As sdn__ordered_index_other, without the index. */
static uint32_t scan_for_other(const sdn_ordered_index *index, const sdn_value *values, uint32_t slot)
{
    const sdn_table *table = index->table;
    for (uint32_t other = 0; other < table->row_count; other++) {
        sdn_value own[SDN_INDEX_FIELDS_MAX];
        bool live = (table->rows[other].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED)) == 0;
        if (other == slot || !live || !is_member(index, other))
            continue;
        sdn__values_of(table->type, &index->fields, sdn__table_indexed(table, other), own);
        if (sdn__values_compare(table->type, &index->fields, own, values) == 0)
            return other;
    }
    return SDN_NO_SLOT;
}

uint32_t sdn__ordered_index_other(sdn_ordered_index *index, const sdn_value *values, uint32_t slot)
{
    if (!index->built && index->scans < SCANS_BEFORE_BUILDING) {
        index->scans++;
        return scan_for_other(index, values, slot);
    }
    sdn__ordered_index_build(index);
    sdn_cursor cursor = sdn__ordered_index_from(index, values);
    uint32_t found = sdn__ordered_index_next(&cursor);
    return found == slot ? sdn__ordered_index_next(&cursor) : found;
}

uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot)
{
    place at = find_slot(index, slot);
    if (at.position > 0)
        return index->blocks[at.block].slots[at.position - 1];
    if (at.block == 0)
        return SDN_NO_SLOT;
    const sdn_index_block *before = &index->blocks[at.block - 1];
    return before->slots[before->count - 1];
}
