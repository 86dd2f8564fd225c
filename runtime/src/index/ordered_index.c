#include "index/ordered_index.h"

#include "base/alloc.h"
#include "base/pages.h"
#include "index/hash_sort.h"
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
enum { BUILT_FILL = SDN_BLOCK_SLOTS - SDN_INSERTS_PER_SPLIT };

static size_t blocks_for(size_t records)
{
    return records / BUILT_FILL + 1;
}

/* How long a block is, in numbers of 32 bits. */
static size_t block_length(const sdn_ordered_index *index)
{
    return index->is_hashed ? 2 * SDN_BLOCK_SLOTS : SDN_BLOCK_SLOTS;
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

void sdn__ordered_index_init_hashed(sdn_ordered_index *index, const sdn_slots *slots, const sdn_index_type *fields,
                                    uint64_t seed)
{
    assert(fields->field_count > 0);
    sdn__ordered_index_init(index, slots, fields);
    index->is_hashed = true;
    index->seed = seed;
}

/* Blocks made by building are parts of one allocation. */
static void free_block(const sdn_ordered_index *index, uint32_t *slots)
{
    uintptr_t at = (uintptr_t)slots, start = (uintptr_t)index->bulk.blocks;
    size_t size = blocks_for(index->bulk.capacity) * block_length(index) * sizeof *slots;
    if (index->bulk.blocks == NULL || at < start || at >= start + size)
        sdn__free(slots);
}

void sdn__ordered_index_release(sdn_ordered_index *index)
{
    for (size_t i = 0; i < index->block_count; i++)
        free_block(index, index->blocks[i].slots);
    for (size_t i = 0; i < index->spare_count; i++)
        free_block(index, index->spares[i]);
    sdn__free(index->blocks);
    sdn__free(index->bulk.blocks);
    sdn__free(index->bulk.unsorted);
    sdn__free(index->spares);
    sdn__free(index->moves.items);
    *index = (sdn_ordered_index){
        .slots = index->slots,
        .fields = index->fields,
        .has_all = index->has_all,
        .is_hashed = index->is_hashed,
        .seed = index->seed,
    };
}

static bool is_member(const sdn_ordered_index *index, uint32_t slot)
{
    return sdn__index_has(index->slots->type, &index->fields, sdn__slots_indexed(index->slots, slot));
}

/* ---- building ---- */

static void *alloc_array(size_t count, size_t size)
{
    return count <= SIZE_MAX / 2 / size ? sdn__alloc_pages(count * size) : NULL;
}

/* How many records there is room to build the index from, with room for `records`. */
static size_t bulk_capacity(const sdn_ordered_index *index, size_t records)
{
    bool is_enough = index->bulk.blocks != NULL && records <= index->bulk.capacity;
    return is_enough ? index->bulk.capacity : records + records / 2;
}

/* Memory for building from so many. It is not written to before that, so until then it costs address space only. */
static int reserve_bulk(sdn_ordered_index *index, size_t capacity)
{
    if (index->built || (index->bulk.blocks != NULL && capacity == index->bulk.capacity))
        return 0;
    uint32_t *blocks = alloc_array(blocks_for(capacity) * block_length(index), sizeof *blocks);
    sdn_sort_item *unsorted = alloc_array(2 * capacity, sizeof *unsorted);
    if (blocks == NULL || unsorted == NULL) {
        sdn__free(blocks);
        sdn__free(unsorted);
        return -1;
    }
    sdn__free(index->bulk.blocks);
    sdn__free(index->bulk.unsorted);
    index->bulk = (sdn_index_bulk){blocks, unsorted, capacity};
    return 0;
}

static int add_spares(sdn_ordered_index *index, size_t needed)
{
    while (index->spare_count < needed) {
        uint32_t *block = sdn__resize(NULL, block_length(index), sizeof *block);
        if (block == NULL)
            return -1;
        index->spares[index->spare_count++] = block;
    }
    return 0;
}

/* The memory for building comes last: where there is some, the arrays of blocks and spares have room for its blocks. */
int sdn__ordered_index_reserve_more(sdn_ordered_index *index, size_t records, size_t inserts)
{
    size_t needed = (index->inserted + inserts) / SDN_INSERTS_PER_SPLIT + 1 - index->splits;
    size_t capacity = bulk_capacity(index, records + inserts);
    size_t blocks = index->built ? index->block_count : blocks_for(capacity);
    size_t spares = needed > index->spare_count ? needed : index->spare_count;
    if (inserts == 0)
        needed = 0;
    /* Each block in use may become a spare, and each spare a block. */
    if (sdn__reserve(&index->blocks, &index->block_capacity, blocks + spares, sizeof *index->blocks) != 0 ||
        sdn__reserve(&index->spares, &index->spare_capacity, blocks + spares, sizeof *index->spares) != 0 ||
        reserve_bulk(index, capacity) != 0)
        return -1;
    if (add_spares(index, needed) != 0)
        return -1;
    index->reserved = inserts;
    return 0;
}

/* While the index is being built: a block that is not full, at the end. */
static sdn_index_block *last_block(sdn_ordered_index *index, uint32_t hash)
{
    size_t count = index->block_count;
    if (count > 0 && index->blocks[count - 1].count < BUILT_FILL)
        return &index->blocks[count - 1];
    uint32_t *slots = index->bulk.blocks + count * block_length(index);
    index->blocks[count] = (sdn_index_block){.slots = slots, .first_hash = hash};
    return &index->blocks[index->block_count++];
}

static void append(sdn_ordered_index *index, uint32_t slot, uint32_t hash)
{
    sdn_index_block *block = last_block(index, hash);
    if (index->is_hashed)
        sdn__block_hashes(block)[block->count] = hash;
    block->slots[block->count++] = slot;
}

static bool belongs_to(const sdn_ordered_index *index, uint32_t slot)
{
    return sdn__slots_is_live(index->slots, slot) && (index->has_all || is_member(index, slot));
}

/* Building writes to the first `used` bytes of a block, so their pages are asked for at once. */
static void fetch(void *block, size_t size, size_t used)
{
    sdn_pages pages = {.huge_are_slow = false};
    sdn_page_block filled = {.start = block, .size = size};
    sdn__fetch_pages(&pages, &filled, used);
}

static void fetch_items(const sdn_ordered_index *index, size_t item_size)
{
    size_t size = 2 * index->bulk.capacity * sizeof *index->bulk.unsorted;
    fetch(index->bulk.unsorted, size, index->slots->live_count * item_size);
}

static void fetch_blocks(const sdn_ordered_index *index, size_t records)
{
    size_t block_size = block_length(index) * sizeof *index->bulk.blocks;
    fetch(index->bulk.blocks, blocks_for(index->bulk.capacity) * block_size, blocks_for(records) * block_size);
}

static void append_all(sdn_ordered_index *index)
{
    sdn_sort_item *items = index->bulk.unsorted;
    size_t count = 0;
    fetch_items(index, 2 * sizeof *items); /* as many are scratch for sorting */
    for (uint32_t slot = 0; slot < index->slots->row_count; slot++)
        if (belongs_to(index, slot))
            items[count++].slot = slot;
    if (count > 0)
        sdn__index_sort(index->slots, &index->fields, items, items + count, count);
    fetch_blocks(index, count);
    for (size_t i = 0; i < count; i++)
        append(index, items[i].slot, 0);
}

/* The same by hash; those with the same are in the order of their slots. The blocks to be, in which there is room for
 * more than as many items, are scratch for sorting: what is written to first costs the time of making its pages. */
static void append_all_by_hash(sdn_ordered_index *index)
{
    sdn_hash_item *items = (void *)index->bulk.unsorted; /* which are larger */
    size_t count = 0;
    fetch_items(index, sizeof *items);
    for (uint32_t slot = 0; slot < index->slots->row_count; slot++)
        if (belongs_to(index, slot))
            items[count++] = (sdn_hash_item){sdn__ordered_index_hash_of(index, slot), slot};
    fetch_blocks(index, count);
    sdn__hash_sort(items, (void *)index->bulk.blocks, count);
    for (size_t i = 0; i < count; i++)
        append(index, items[i].slot, items[i].hash);
}

/* While an index is being built: the slot number `at`. */
static uint32_t *appended(const sdn_ordered_index *index, size_t at)
{
    return &index->blocks[at / BUILT_FILL].slots[at % BUILT_FILL];
}

static uint32_t appended_hash(const sdn_ordered_index *index, size_t at)
{
    return sdn__block_hashes(&index->blocks[at / BUILT_FILL])[at % BUILT_FILL];
}

/* Sorts the slots from `start` to `end` by key. */
static void sort_by_key(sdn_ordered_index *index, size_t start, size_t end)
{
    static const sdn_index_type by_key_alone;
    sdn_sort_item *items = index->bulk.unsorted;
    size_t count = end - start;
    for (size_t i = 0; i < count; i++)
        items[i].slot = *appended(index, start + i);
    sdn__index_sort(index->slots, &by_key_alone, items, items + count, count);
    for (size_t i = 0; i < count; i++)
        *appended(index, start + i) = items[i].slot;
}

/* Sorts slots that have the same hash by key, if that is not the order of the slots anyway. */
static void sort_equal_hashes(sdn_ordered_index *index)
{
    size_t blocks = index->block_count, start = 0;
    if (sdn__slots_are_sorted(index->slots) || blocks == 0)
        return;
    size_t count = (blocks - 1) * BUILT_FILL + index->blocks[blocks - 1].count;
    for (size_t end; start < count; start = end) {
        for (end = start + 1; end < count && appended_hash(index, end) == appended_hash(index, start);)
            end++;
        if (end - start > 1)
            sort_by_key(index, start, end);
    }
}

void sdn__ordered_index_build(sdn_ordered_index *index)
{
    if (index->built)
        return;
    index->block_count = 0;
    if (index->is_hashed) {
        append_all_by_hash(index);
        sort_equal_hashes(index);
    } else {
        append_all(index);
    }
    sdn__free(index->bulk.unsorted);
    index->bulk.unsorted = NULL;
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

/* ---- changes ---- */

/* An empty block, of which reserving has made sure there is one. */
static uint32_t *take_spare(sdn_ordered_index *index)
{
    assert(index->spare_count > 0 && index->block_count < index->block_capacity);
    index->splits++;
    return index->spares[--index->spare_count];
}

/* To be called when the first record of a block is another one. */
static void note_first(const sdn_ordered_index *index, sdn_index_block *block)
{
    if (index->is_hashed && block->count > 0)
        block->first_hash = sdn__block_hashes(block)[0];
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
    if (index->is_hashed)
        memcpy(sdn__block_hashes(half), sdn__block_hashes(full) + full->count, half->count * sizeof *half->slots);
    note_first(index, half);
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
    sdn_index_position at = sdn__ordered_index_find_slot(index, slot);
    if (at.block > 0 && at.offset == 0) { /* the end of the block before is as good, and always exists */
        at.block--;
        at.offset = index->blocks[at.block].count;
    }
    if (index->blocks[at.block].count < SDN_BLOCK_SLOTS)
        return at;
    split(index, at.block);
    size_t half = index->blocks[at.block].count;
    return at.offset > half ? (sdn_index_position){at.block + 1, at.offset - half} : at;
}

/* Inserts a number at `at` among `count`. */
static void make_gap(uint32_t *numbers, size_t count, size_t at, uint32_t number)
{
    memmove(numbers + at + 1, numbers + at, (count - at) * sizeof *numbers);
    numbers[at] = number;
}

/* Takes out the number at `at` among `count`. */
static void close_gap(uint32_t *numbers, size_t count, size_t at)
{
    memmove(numbers + at, numbers + at + 1, (count - at - 1) * sizeof *numbers);
}

void sdn__ordered_index_insert_built(sdn_ordered_index *index, uint32_t slot)
{
    if (!is_member(index, slot))
        return;
    sdn_index_position at = make_position(index, slot);
    sdn_index_block *block = &index->blocks[at.block];
    assert(at.offset <= block->count && block->count < SDN_BLOCK_SLOTS);
    make_gap(block->slots, block->count, at.offset, slot);
    if (index->is_hashed)
        make_gap(sdn__block_hashes(block), block->count, at.offset, sdn__ordered_index_hash_of(index, slot));
    block->count++;
    note_first(index, block);
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
    sdn_index_position at = sdn__ordered_index_find_slot(index, slot);
    if (at.block >= index->block_count || index->blocks[at.block].slots[at.offset] != slot)
        return;
    sdn_index_block *block = &index->blocks[at.block];
    close_gap(block->slots, block->count, at.offset);
    if (index->is_hashed)
        close_gap(sdn__block_hashes(block), block->count, at.offset);
    block->count--;
    note_first(index, block);
    if (block->count == 0)
        drop_block(index, at.block);
    index->generation++;
}

/* ---- moves ---- */

/* Most changes are inserts and move nothing, so most of this memory is never touched, nor copied to a larger block. */
int sdn__ordered_index_reserve_moves(sdn_ordered_index *index, size_t changes)
{
    sdn_index_moves *moves = &index->moves;
    if (changes <= moves->capacity)
        return 0;
    uint64_t *items = alloc_array(changes, sizeof *items);
    if (items == NULL)
        return -1;
    if (moves->count > 0)
        memcpy(items, moves->items, moves->count * sizeof *items);
    sdn__free(moves->items);
    moves->items = items;
    moves->capacity = changes;
    return 0;
}

void sdn__ordered_index_note_move(sdn_ordered_index *index, uint32_t slot)
{
    sdn_index_moves *moves = &index->moves;
    uint32_t change = index->slots->rows[slot].change;
    assert(change > 0 && change <= moves->capacity);
    if (change > moves->count) {
        memset(moves->items + moves->count, 0, (change - moves->count) * sizeof *moves->items);
        moves->count = change;
    }
    moves->items[change - 1] = index->generation;
}

bool sdn__ordered_index_moved_since(const sdn_ordered_index *index, uint32_t slot, uint64_t generation)
{
    uint32_t change = index->slots->rows[slot].change;
    return change > 0 && change <= index->moves.count && index->moves.items[change - 1] > generation;
}

/* ---- checks for tests ---- */

static const char *hashes_fault(const sdn_ordered_index *index, const sdn_index_block *block)
{
    for (uint32_t i = 0; i < block->count; i++)
        if (sdn__block_hashes(block)[i] != sdn__ordered_index_hash_of(index, block->slots[i]))
            return "a hash is not that of its record";
    return block->first_hash != sdn__block_hashes(block)[0] ? "the first hash of a block is another" : NULL;
}

static const char *block_fault(const sdn_ordered_index *index, size_t at)
{
    const sdn_index_block *block = &index->blocks[at];
    if (block->count == 0 || block->count > SDN_BLOCK_SLOTS)
        return "a block is empty, or has too many slots";
    const uint32_t *before = at > 0 ? &block[-1].slots[block[-1].count - 1] : NULL;
    for (uint32_t i = 0; i < block->count; before = &block->slots[i++]) {
        if (block->slots[i] >= index->slots->row_count || !belongs_to(index, block->slots[i]))
            return "a slot is in the index that does not belong there";
        if (before != NULL && !sdn__ordered_index_is_before(index, *before, block->slots[i]))
            return "slots are not in order";
    }
    return index->is_hashed ? hashes_fault(index, block) : NULL;
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
