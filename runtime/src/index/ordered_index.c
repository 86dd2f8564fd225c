#include "index/ordered_index.h"

#include "base/alloc.h"
#include "index/index_sort.h"
#include "record/value.h"

#include <string.h>

/*
 * Why an insert always finds a spare block
 *
 * Building fills blocks to 384 of 512 slots, splitting to 256. Let the excess of a block be how many slots it has
 * beyond 384, and E the sum over all blocks. After building E is 0; an insert adds at most 1, an erase adds nothing, a
 * split removes 128 (a block of 512 becomes two of 256). So there are never more than inserted / 128 splits of full
 * blocks.
 *
 * A spare is also taken for the first block of an empty index. `splits` counts the spares taken, less the blocks
 * dropped, and stays 0 when it would fall below. Between two first blocks a block was dropped, so of these `splits`
 * counts at most one: it is never more than inserted / 128 + 1.
 *
 * spare_count + splits never decreases: taking a spare moves 1 from one to the other, dropping a block moves 1 back, or
 * adds a spare where `splits` is 0 already. A reservation for n inserts makes it at least (inserted + n) / 128 + 1,
 * which is the most that `splits` can be after n more inserts: so there is a spare before each of them.
 */
enum { BLOCK_SLOTS = 512, BUILT_FILL = 384, INSERTS_PER_SPLIT = BLOCK_SLOTS - BUILT_FILL };

static size_t blocks_for(size_t records)
{
    return records / BUILT_FILL + 1;
}

void sdn__ordered_index_init(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields)
{
    *index = (sdn_ordered_index){.slots = slots};
    if (fields != NULL)
        index->fields = *fields;
    index->has_all = true;
    for (uint32_t i = 0; i < index->fields.field_count; i++)
        if ((slots->type->fields[index->fields.fields[i]].flags & SDN_FIELD_OPTIONAL) != 0)
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
    sdn__free(index->moves);
    sdn_index_type fields = index->fields;
    sdn__ordered_index_init(index, index->slots, &fields);
}

/* ---- order ---- */

/* Less than 0: the record is before the place; greater: after it; 0: it is the record at the place. */
static int compare(const sdn_ordered_index *index, uint32_t slot, const sdn_index_place *place)
{
    const sdn_slots *slots = index->slots;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    int order = sdn__ordered_index_compare(index, slot, place->values, place->count, place->is_start);
    if (order != 0)
        return order;
    if (place->slot == SDN_NO_SLOT)
        return place->is_past ? -1 : 1;
    if (slot != place->slot && slots->type->key.field_count > 0) {
        sdn__slots_key(slots, slot, own);
        order = sdn__key_compare(slots->type, own, place->key);
        if (order != 0)
            return order;
    }
    return (slot > place->slot) - (slot < place->slot);
}

int sdn__ordered_index_compare(const sdn_ordered_index *index, uint32_t slot, const sdn_value *values, uint32_t count,
                               bool is_start)
{
    const sdn_record_type *type = index->slots->type;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    if (count == 0)
        return 0;
    sdn__values_of(type, sdn__ordered_index_fields(index), sdn__slots_indexed(index->slots, slot), own);
    if (is_start)
        return sdn__values_compare_start(type, sdn__ordered_index_fields(index), count, own, values);
    if (index->fields.field_count == 0 && sdn__key_orders_by_number(type))
        return sdn__key_compare(type, own, values);
    return sdn__values_compare_first(type, sdn__ordered_index_fields(index), count, own, values);
}

static bool is_member(const sdn_ordered_index *index, uint32_t slot)
{
    return sdn__index_has(index->slots->type, &index->fields, sdn__slots_indexed(index->slots, slot));
}

/* ---- building ---- */

/* Memory for building from `records`. It is not written to before that, so until then it costs address space only. */
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
    /* Each block in use may become a spare, and each spare a block. */
    if (reserve_bulk(index, records + inserts) != 0 ||
        sdn__reserve(&index->blocks, &index->block_capacity, blocks + spares, sizeof *index->blocks) != 0 ||
        sdn__reserve(&index->spares, &index->spare_capacity, blocks + spares, sizeof *index->spares) != 0)
        return -1;
    if (add_spares(index, needed) != 0)
        return -1;
    index->reserved = inserts;
    return 0;
}

/* Appends a slot while the index is being built. */
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

static bool belongs_to(const sdn_ordered_index *index, uint32_t slot)
{
    return sdn__slots_is_live(index->slots, slot) && (index->has_all || is_member(index, slot));
}

static void append_all(sdn_ordered_index *index)
{
    sdn_sort_item *items = index->unsorted;
    size_t count = 0;
    for (uint32_t slot = 0; slot < index->slots->row_count; slot++)
        if (belongs_to(index, slot))
            items[count++].slot = slot;
    if (count > 0)
        sdn__index_sort(index->slots, &index->fields, items, items + count, count);
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

bool sdn__ordered_index_build_if_used(sdn_ordered_index *index)
{
    enum { SCANS_BEFORE_BUILDING = 4 };
    if (!index->built && index->scans++ >= SCANS_BEFORE_BUILDING)
        sdn__ordered_index_build(index);
    return index->built;
}

/* ---- positions ---- */

sdn_index_position sdn__ordered_index_find(const sdn_ordered_index *index, const sdn_index_place *place)
{
    size_t low = 0, high = index->block_count; /* the first block whose first record is at or after */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(index, index->blocks[middle].slots[0], place) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return (sdn_index_position){0, 0};
    const sdn_index_block *block = &index->blocks[low - 1];
    size_t from = 0, to = block->count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (compare(index, block->slots[middle], place) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < block->count ? (sdn_index_position){low - 1, from} : (sdn_index_position){low, 0};
}

bool sdn__ordered_index_step_back(const sdn_ordered_index *index, sdn_index_position *at)
{
    if (at->offset == 0 && at->block == 0)
        return false;
    if (at->offset == 0)
        at->offset = index->blocks[--at->block].count;
    at->offset--;
    return true;
}

/* Writes the values and key of the record in `slot` to *values and *key, which the place refers to. */
static sdn_index_place place_of(const sdn_ordered_index *index, uint32_t slot, sdn_value *values, sdn_value *key)
{
    sdn__values_of(index->slots->type, &index->fields, sdn__slots_indexed(index->slots, slot), values);
    sdn__slots_key(index->slots, slot, key);
    return (sdn_index_place){.values = values, .count = index->fields.field_count, .key = key, .slot = slot};
}

static sdn_index_position find_slot(const sdn_ordered_index *index, uint32_t slot)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    sdn_index_place place = place_of(index, slot, values, key);
    return sdn__ordered_index_find(index, &place);
}

/* ---- changes ---- */

/* An empty block, of which reserving has made sure there is one. */
static uint32_t *take_spare(sdn_ordered_index *index)
{
    assert(index->spare_count > 0 && index->block_count < index->block_capacity);
    index->splits++;
    return index->spares[--index->spare_count];
}

/* Moves the second half of a full block to a new one after it. */
static void split(sdn_ordered_index *index, size_t at)
{
    memmove(index->blocks + at + 2, index->blocks + at + 1, (index->block_count - at - 1) * sizeof *index->blocks);
    sdn_index_block *full = &index->blocks[at], *half = &index->blocks[at + 1];
    half->slots = take_spare(index);
    half->count = full->count / 2;
    full->count -= half->count;
    memcpy(half->slots, full->slots + full->count, half->count * sizeof *half->slots);
    index->block_count++;
}

static void add_first_block(sdn_ordered_index *index)
{
    index->blocks[0] = (sdn_index_block){.slots = take_spare(index), .count = 0};
    index->block_count = 1;
}

/* Where the record of `slot` is inserted: in a block that exists and is not full. */
static sdn_index_position make_position(sdn_ordered_index *index, uint32_t slot)
{
    if (index->block_count == 0) {
        add_first_block(index);
        return (sdn_index_position){0, 0};
    }
    sdn_index_position at = find_slot(index, slot);
    if (at.block > 0 && at.offset == 0) { /* the end of the block before is as good, and always exists */
        at.block--;
        at.offset = index->blocks[at.block].count;
    }
    if (index->blocks[at.block].count < BLOCK_SLOTS)
        return at;
    split(index, at.block);
    size_t half = index->blocks[at.block].count;
    return at.offset > half ? (sdn_index_position){at.block + 1, at.offset - half} : at;
}

/* A reservation counts from the last one, built or not, so that one that is too small shows under the first test that
 * uses it up, and not only where memory happens to be short. */
static void use_reservation(sdn_ordered_index *index)
{
    assert(index->reserved > 0);
    index->reserved--;
}

void sdn__ordered_index_insert(sdn_ordered_index *index, uint32_t slot)
{
    use_reservation(index);
    if (!index->built || !is_member(index, slot))
        return;
    sdn_index_position at = make_position(index, slot);
    sdn_index_block *block = &index->blocks[at.block];
    assert(at.offset <= block->count && block->count < BLOCK_SLOTS);
    memmove(block->slots + at.offset + 1, block->slots + at.offset, (block->count - at.offset) * sizeof *block->slots);
    block->slots[at.offset] = slot;
    block->count++;
    index->inserted++;
    index->generation++;
}

/* Makes an empty block a spare. */
static void drop_block(sdn_ordered_index *index, size_t at)
{
    assert(index->blocks[at].count == 0 && index->spare_count < index->spare_capacity);
    index->spares[index->spare_count++] = index->blocks[at].slots;
    index->splits -= index->splits > 0;
    memmove(index->blocks + at, index->blocks + at + 1, (index->block_count - at - 1) * sizeof *index->blocks);
    index->block_count--;
}

void sdn__ordered_index_erase(sdn_ordered_index *index, uint32_t slot)
{
    if (!index->built || !is_member(index, slot))
        return;
    sdn_index_position at = find_slot(index, slot);
    if (at.block >= index->block_count || index->blocks[at.block].slots[at.offset] != slot)
        return;
    sdn_index_block *block = &index->blocks[at.block];
    block->count--;
    memmove(block->slots + at.offset, block->slots + at.offset + 1, (block->count - at.offset) * sizeof *block->slots);
    if (block->count == 0)
        drop_block(index, at.block);
    index->generation++;
}

/* ---- moves ---- */

int sdn__ordered_index_reserve_moves(sdn_ordered_index *index, size_t changes)
{
    size_t capacity = index->move_capacity;
    if (sdn__reserve(&index->moves, &index->move_capacity, changes, sizeof *index->moves) != 0)
        return -1;
    if (index->move_capacity > capacity)
        memset(index->moves + capacity, 0, (index->move_capacity - capacity) * sizeof *index->moves);
    return 0;
}

void sdn__ordered_index_note_move(sdn_ordered_index *index, uint32_t slot)
{
    uint32_t change = index->slots->rows[slot].change;
    assert(change > 0 && change <= index->move_capacity);
    index->moves[change - 1] = index->generation;
}

bool sdn__ordered_index_moved_since(const sdn_ordered_index *index, uint32_t slot, uint64_t generation)
{
    uint32_t change = index->slots->rows[slot].change;
    return change > 0 && change <= index->move_capacity && index->moves[change - 1] > generation;
}

/* ---- neighbours ---- */

uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot)
{
    sdn_index_position at = find_slot(index, slot);
    return sdn__ordered_index_step_back(index, &at) ? index->blocks[at.block].slots[at.offset] : SDN_NO_SLOT;
}

/* ---- checks for tests ---- */

/* Whether the record of `a` is in order before that of `b`. */
static bool is_before(const sdn_ordered_index *index, uint32_t a, uint32_t b)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    sdn_index_place place = place_of(index, b, values, key);
    return compare(index, a, &place) < 0;
}

static const char *block_fault(const sdn_ordered_index *index, size_t at)
{
    const sdn_index_block *block = &index->blocks[at];
    if (block->count == 0 || block->count > BLOCK_SLOTS)
        return "a block is empty, or has too many slots";
    const uint32_t *before = at > 0 ? &block[-1].slots[block[-1].count - 1] : NULL;
    for (uint32_t i = 0; i < block->count; before = &block->slots[i++]) {
        if (block->slots[i] >= index->slots->row_count || !belongs_to(index, block->slots[i]))
            return "a slot is in the index that does not belong there";
        if (before != NULL && !is_before(index, *before, block->slots[i]))
            return "slots are not in order";
    }
    return NULL;
}

const char *sdn__ordered_index_fault(const sdn_ordered_index *index)
{
    size_t count = 0, blocks = index->block_count + index->spare_count;
    if (blocks > index->block_capacity || blocks > index->spare_capacity)
        return "there is no room for all blocks, or for all spares";
    if (!index->built)
        return index->block_count > 0 ? "an unbuilt index has blocks" : NULL;
    for (size_t i = 0; i < index->block_count; i++) {
        const char *fault = block_fault(index, i);
        if (fault != NULL)
            return fault;
        count += index->blocks[i].count;
    }
    for (uint32_t slot = 0; slot < index->slots->row_count; slot++)
        count -= belongs_to(index, slot);
    return count == 0 ? NULL : "a record is missing in the index";
}
