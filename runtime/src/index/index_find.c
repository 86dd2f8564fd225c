/* Where records are in an ordered index. */
#include "index/ordered_index.h"

#include "record/value.h"

/* ---- order ---- */

uint32_t sdn__ordered_index_hash(const sdn_ordered_index *index, const sdn_value *values)
{
    return (uint32_t)(sdn__values_hash(index->slots->type, &index->fields, values, index->seed) >> 32);
}

uint32_t sdn__ordered_index_hash_of(const sdn_ordered_index *index, uint32_t slot)
{
    const void *record = sdn__slots_indexed(index->slots, slot);
    return (uint32_t)(sdn__fields_hash(index->slots->type, &index->fields, record, index->seed) >> 32);
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

/* Less than 0: the record is before the place; greater: after it; 0: it is the record at the place. Their values, or
 * hashes, are equal. */
static int compare_keys(const sdn_ordered_index *index, uint32_t slot, const sdn_index_place *place)
{
    const sdn_slots *slots = index->slots;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    if (place->slot == SDN_NO_SLOT)
        return place->is_past ? -1 : 1;
    if (slot != place->slot && slots->type->key.field_count > 0) {
        sdn__slots_key(slots, slot, own);
        int order = sdn__key_compare(slots->type, own, place->key);
        if (order != 0)
            return order;
    }
    return (slot > place->slot) - (slot < place->slot);
}

static int compare(const sdn_ordered_index *index, uint32_t slot, const sdn_index_place *place)
{
    int order = sdn__ordered_index_compare(index, slot, place->values, place->count, place->is_start);
    return order != 0 ? order : compare_keys(index, slot, place);
}

/* ---- searching ---- */

/* The first records of all blocks, or the records of one block. */
typedef struct searched {
    const sdn_ordered_index *index;
    const sdn_index_place *place;
    const sdn_index_block *block; /* NULL: all blocks */
} searched;

/* By hash, neither a slot nor its record is touched unless the hashes are equal. */
static bool is_before(const searched *in, size_t at)
{
    const sdn_index_block *block = in->block != NULL ? in->block : &in->index->blocks[at];
    size_t offset = in->block != NULL ? at : 0;
    if (!in->index->is_hashed)
        return compare(in->index, block->slots[offset], in->place) < 0;
    uint32_t hash = offset == 0 ? block->first_hash : sdn__block_hashes(block)[offset];
    if (hash != in->place->hash)
        return hash < in->place->hash;
    return compare_keys(in->index, block->slots[offset], in->place) < 0;
}

typedef struct extent {
    size_t low;
    size_t high;
} extent;

/* Narrows the extent in which the first record is that is not before the place, from `guess` on in steps that double. */
static extent narrow(const searched *in, extent r, size_t guess)
{
    size_t step = 1;
    if (r.low == r.high)
        return r;
    if (is_before(in, guess)) {
        for (r.low = guess + 1; step < r.high - guess && is_before(in, guess + step); step *= 2)
            r.low = guess + step + 1;
        return (extent){r.low, step < r.high - guess ? guess + step : r.high};
    }
    for (r.high = guess; step <= guess && !is_before(in, guess - step); step *= 2)
        r.high = guess - step;
    return (extent){step <= guess ? guess - step + 1 : 0, r.high};
}

static size_t first_not_before(const searched *in, extent r)
{
    while (r.low < r.high) {
        size_t middle = r.low + (r.high - r.low) / 2;
        if (is_before(in, middle))
            r.low = middle + 1;
        else
            r.high = middle;
    }
    return r.low;
}

/* Where a hash is among `count` that are spread evenly from `first` to before `end`. */
static size_t guess_of(uint32_t hash, uint32_t first, uint64_t end, size_t count)
{
    if (hash <= first || end <= first)
        return 0;
    uint64_t guess = (uint64_t)(hash - first) * count / (end - first);
    return guess < count ? (size_t)guess : count - 1;
}

/* The first block whose first record is at or after the place. */
static size_t find_block(const sdn_ordered_index *index, const sdn_index_place *place)
{
    const searched in = {index, place, NULL};
    extent all = {0, index->block_count};
    if (index->is_hashed)
        all = narrow(&in, all, guess_of(place->hash, 0, UINT64_C(1) << 32, index->block_count));
    return first_not_before(&in, all);
}

static size_t find_in_block(const sdn_ordered_index *index, size_t at, const sdn_index_place *place)
{
    const sdn_index_block *block = &index->blocks[at];
    const searched in = {index, place, block};
    extent all = {0, block->count};
    if (index->is_hashed) {
        uint64_t end = at + 1 < index->block_count ? block[1].first_hash : UINT64_C(1) << 32;
        all = narrow(&in, all, guess_of(place->hash, block->first_hash, end, block->count));
    }
    return first_not_before(&in, all);
}

sdn_index_position sdn__ordered_index_find(const sdn_ordered_index *index, const sdn_index_place *place)
{
    size_t next = find_block(index, place);
    if (next == 0)
        return (sdn_index_position){0, 0};
    size_t offset = find_in_block(index, next - 1, place);
    return offset < index->blocks[next - 1].count ? (sdn_index_position){next - 1, offset}
                                                  : (sdn_index_position){next, 0};
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

/* ---- records ---- */

/* Writes the values and key of the record in `slot` to *values and *key, which the place refers to. */
static sdn_index_place place_of(const sdn_ordered_index *index, uint32_t slot, sdn_value *values, sdn_value *key)
{
    sdn__values_of(index->slots->type, &index->fields, sdn__slots_indexed(index->slots, slot), values);
    sdn__slots_key(index->slots, slot, key);
    return (sdn_index_place){
        .values = values,
        .hash = index->is_hashed ? sdn__ordered_index_hash(index, values) : 0,
        .count = index->fields.field_count,
        .key = key,
        .slot = slot,
    };
}

sdn_index_position sdn__ordered_index_find_slot(const sdn_ordered_index *index, uint32_t slot)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    sdn_index_place place = place_of(index, slot, values, key);
    return sdn__ordered_index_find(index, &place);
}

uint32_t sdn__ordered_index_before(const sdn_ordered_index *index, uint32_t slot)
{
    sdn_index_position at = sdn__ordered_index_find_slot(index, slot);
    return sdn__ordered_index_step_back(index, &at) ? index->blocks[at.block].slots[at.offset] : SDN_NO_SLOT;
}

bool sdn__ordered_index_is_before(const sdn_ordered_index *index, uint32_t a, uint32_t b)
{
    sdn_value values[SDN_INDEX_FIELDS_MAX], key[SDN_INDEX_FIELDS_MAX];
    sdn_index_place place = place_of(index, b, values, key);
    if (!index->is_hashed)
        return compare(index, a, &place) < 0;
    uint32_t hash = sdn__ordered_index_hash_of(index, a);
    return hash != place.hash ? hash < place.hash : compare_keys(index, a, &place) < 0;
}
