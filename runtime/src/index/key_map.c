#include "index/key_map.h"

#include "base/alloc.h"
#include "base/decimal.h"
#include "base/pages.h"
#include "record/scalar.h"
#include "record/value.h"

#include <string.h>

static sdn_key_kind kind_of_keys(const sdn_record_type *type)
{
    if (type->key.field_count != 1)
        return SDN_KEYS_ANY;
    switch (type->fields[type->key.fields[0]].type) {
    case SDN_TYPE_STRING:
        return SDN_KEYS_TEXT;
    case SDN_TYPE_U32:
        return SDN_KEYS_U32;
    case SDN_TYPE_U64:
        return SDN_KEYS_U64;
    default:
        return SDN_KEYS_ANY;
    }
}

void sdn__key_map_init(sdn_key_map *map, const sdn_slots *slots, uint64_t seed)
{
    uint64_t factor =
        (seed ^ UINT64_C(0x9E3779B97F4A7C15)) * UINT64_C(0xD1342543DE82EF95) | 1; /* a seed may be small */
    *map = (sdn_key_map){.slots = slots, .kind = kind_of_keys(slots->type), .seed = seed, .factor = factor};
}

void sdn__key_map_release(sdn_key_map *map)
{
    sdn__free(map->entries);
    map->entries = NULL;
    map->capacity = map->used = map->dense = map->count = 0;
    map->is_scattered = false;
}

/* ---- tags ---- */

/* Of a hash the upper bits, which are the best ones of a product. */
static inline uint32_t tag_of_hash(uint64_t hash)
{
    return (uint32_t)(hash >> 33);
}

/* Leading zeros make another key: "7" and "007" are two. */
static inline uint32_t tag_of_text(const sdn_key_map *map, sdn_str text)
{
    uint64_t number;
    bool is_plain = text.len <= 10 && text.len > 0 && (text.ptr[0] != '0' || text.len == 1);
    if (is_plain && sdn__decimal(text, &number) && number < SDN_TAG_OF_NUMBER)
        return SDN_TAG_OF_NUMBER | (uint32_t)number;
    return tag_of_hash(sdn__text_hash(text, map->seed));
}

static inline uint32_t tag_of_number(const sdn_key_map *map, uint64_t number)
{
    return number < SDN_TAG_OF_NUMBER ? SDN_TAG_OF_NUMBER | (uint32_t)number : tag_of_hash(number * map->factor);
}

static uint32_t tag_of_any(const sdn_key_map *map, const sdn_value *key)
{
    uint64_t number = sdn__key_number(map->slots->type, key);
    return number > 0 ? tag_of_number(map, number) : tag_of_hash(sdn__key_hash(map->slots->type, key, map->seed));
}

static inline uint32_t tag_of(const sdn_key_map *map, const sdn_value *key)
{
    switch (map->kind) {
    case SDN_KEYS_TEXT:
        return tag_of_text(map, key->text);
    case SDN_KEYS_U32:
        return tag_of_number(map, key->u32);
    case SDN_KEYS_U64:
        return tag_of_number(map, key->u64);
    default:
        return tag_of_any(map, key);
    }
}

uint32_t sdn__key_map_tag(const sdn_key_map *map, const sdn_value *key)
{
    return tag_of(map, key);
}

uint32_t sdn__key_map_tag_of_slot(const sdn_key_map *map, uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(map->slots, slot, key);
    return tag_of(map, key);
}

/* Whether keys of this tag are equal to one another. */
static bool is_whole_key(uint32_t tag)
{
    return (tag & SDN_TAG_OF_NUMBER) != 0;
}

/* ---- sorted ---- */

/* Where a number would be if all were evenly spread. */
static size_t guess(const sdn_key_map *map, uint32_t tag)
{
    uint32_t first = map->entries[0].tag, last = map->entries[map->used - 1].tag;
    if (tag <= first || first == last)
        return 0;
    return tag < last ? (size_t)((uint64_t)(tag - first) * (map->used - 1) / (last - first)) : map->used - 1;
}

typedef struct range {
    size_t low;
    size_t high;
} range;

/* A range that holds the first entry whose tag is not less than `tag`, or ends before it; found from `at` on in steps
 * that double. */
static range surround(const sdn_key_map *map, uint32_t tag, size_t at)
{
    const sdn_key_entry *entries = map->entries;
    size_t step = 1;
    if (entries[at].tag < tag) {
        while (step < map->used - at && entries[at + step].tag < tag)
            step *= 2;
        return (range){at + step / 2 + 1, step < map->used - at ? at + step : map->used};
    }
    while (step <= at && entries[at - step].tag >= tag)
        step *= 2;
    return (range){step <= at ? at - step + 1 : 0, at - step / 2};
}

/* The position of the entry with this tag in a sorted map, or the capacity if there is none. */
static size_t sorted_position(const sdn_key_map *map, uint32_t tag)
{
    if (map->used == 0)
        return map->capacity;
    size_t at = guess(map, tag);
    if (map->entries[at].tag == tag)
        return at;
    range r = surround(map, tag, at);
    while (r.low < r.high) {
        size_t middle = r.low + (r.high - r.low) / 2;
        if (map->entries[middle].tag < tag)
            r.low = middle + 1;
        else
            r.high = middle;
    }
    return r.low < map->used && map->entries[r.low].tag == tag ? r.low : map->capacity;
}

static inline uint32_t find_sorted(const sdn_key_map *map, uint32_t tag)
{
    if (!is_whole_key(tag))
        return SDN_NO_SLOT;
    uint32_t offset = tag - map->entries[0].tag;
    if (offset < map->dense)
        return offset; /* which is its slot too */
    size_t at = sorted_position(map, tag);
    return at < map->capacity ? map->entries[at].slot : SDN_NO_SLOT;
}

/* Gives an entry another slot, or none. */
static void set_sorted(sdn_key_map *map, size_t at, uint32_t slot)
{
    map->entries[at].slot = slot;
    if (at < map->dense)
        map->dense = at;
}

/* ---- scattered ---- */

static size_t next(const sdn_key_map *map, size_t at)
{
    return at + 1 < map->capacity ? at + 1 : 0;
}

static bool is_free(const sdn_key_map *map, size_t at)
{
    return map->entries[at].slot == SDN_NO_SLOT;
}

static void add_scattered(sdn_key_map *map, sdn_key_entry entry)
{
    assert(map->count < map->capacity);
    size_t at = sdn__key_map_home(map, entry.tag);
    while (!is_free(map, at))
        at = next(map, at);
    map->entries[at] = entry;
}

static bool same_key(const sdn_key_map *map, uint32_t a, uint32_t b)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX], other[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(map->slots, a, key);
    sdn__slots_key(map->slots, b, other);
    return sdn__key_equal(map->slots->type, key, other);
}

/* How far it is from one position to another, going on at the start after the last one. */
static size_t distance(const sdn_key_map *map, size_t from, size_t to)
{
    return to >= from ? to - from : to + map->capacity - from;
}

static void close_hole(sdn_key_map *map, size_t hole)
{
    for (size_t at = next(map, hole); !is_free(map, at); at = next(map, at)) {
        size_t home = sdn__key_map_home(map, map->entries[at].tag);
        /* An entry may move back into the hole unless its home lies cyclically after the hole. */
        if (distance(map, home, at) >= distance(map, hole, at)) {
            map->entries[hole] = map->entries[at];
            hole = at;
        }
    }
    map->entries[hole].slot = SDN_NO_SLOT;
}

static size_t scattered_position(const sdn_key_map *map, uint32_t slot, uint32_t tag)
{
    for (size_t at = sdn__key_map_home(map, tag); !is_free(map, at); at = next(map, at))
        if (map->entries[at].slot == slot)
            return at;
    return map->capacity;
}

/* Whether the record of a slot has this key. */
static inline bool slot_has_key(const sdn_key_map *map, uint32_t slot, const sdn_value *key)
{
    const sdn_record_type *type = map->slots->type;
    const sdn_index_type *fields = &type->key;
    const char *record = sdn__slots_indexed(map->slots, slot);
    if (map->kind == SDN_KEYS_TEXT)
        return sdn_str_equal(*(const sdn_str *)(const void *)(record + type->fields[fields->fields[0]].offset),
                             key->text);
    if (map->kind == SDN_KEYS_U64)
        return *(const uint64_t *)(const void *)(record + type->fields[fields->fields[0]].offset) == key->u64;
    sdn_value own[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(type, fields, record, own);
    return sdn__key_equal(type, key, own);
}

/* A free entry may have any tag. */
static inline uint32_t find_scattered(const sdn_key_map *map, const sdn_value *key, uint32_t tag)
{
    for (size_t at = sdn__key_map_home(map, tag);; at = next(map, at + SDN_KEY_BUCKET - 1)) {
        const sdn_key_entry *bucket = map->entries + at;
        for (unsigned found = sdn__bucket_matches(bucket, tag); found != 0; found &= found - 1) {
            uint32_t slot = bucket[sdn__lowest_bit(found)].slot;
            if (slot != SDN_NO_SLOT && (is_whole_key(tag) || slot_has_key(map, slot, key)))
                return slot;
        }
        if (bucket[SDN_KEY_BUCKET - 1].slot == SDN_NO_SLOT)
            return SDN_NO_SLOT;
    }
}

/* ---- room ---- */

/* The capacity for `count` keys at a load of three quarters, and not less than twice that of a scattered map. */
static size_t scattered_capacity(const sdn_key_map *map, size_t count)
{
    size_t capacity = (count + count / 3 + 4 + SDN_KEY_BUCKET - 1) / SDN_KEY_BUCKET * SDN_KEY_BUCKET;
    return capacity > 2 * map->capacity || !map->is_scattered ? capacity : 2 * map->capacity;
}

/* Rebuilds the map as a scattered one with room for `count` keys. */
static int scatter(sdn_key_map *map, size_t count)
{
    sdn_key_map larger = *map;
    larger.capacity = scattered_capacity(map, count);
    if (larger.capacity > UINT32_MAX)
        return -1;
    larger.entries = sdn__alloc_whole(map->slots->pages, larger.capacity * sizeof *larger.entries);
    if (larger.entries == NULL)
        return -1;
    memset(larger.entries, 0xFF, larger.capacity * sizeof *larger.entries); /* SDN_NO_SLOT in each */
    for (size_t i = 0, end = map->is_scattered ? map->capacity : map->used; i < end; i++)
        if (!is_free(map, i))
            add_scattered(&larger, map->entries[i]);
    sdn__free(map->entries);
    *map = larger;
    map->is_scattered = true;
    map->used = map->dense = 0;
    return 0;
}

int sdn__key_map_scatter(sdn_key_map *map)
{
    return map->is_scattered ? 0 : scatter(map, map->capacity > map->count ? map->capacity : map->count + 1);
}

static int extend(sdn_key_map *map, size_t needed)
{
    size_t capacity = needed > 2 * map->capacity ? needed : 2 * map->capacity;
    sdn_key_entry *entries = NULL;
    if (capacity <= UINT32_MAX)
        entries =
            sdn__move_whole(map->slots->pages, map->entries, map->used * sizeof *entries, capacity * sizeof *entries);
    if (entries == NULL)
        return -1;
    map->entries = entries;
    map->capacity = capacity;
    return 0;
}

int sdn__key_map_reserve(sdn_key_map *map, size_t count)
{
    if (map->is_scattered)
        return count <= map->capacity / 4 * 3 ? 0 : scatter(map, count);
    size_t needed = count > map->count ? map->used + (count - map->count) : map->used;
    return needed <= map->capacity ? 0 : extend(map, needed);
}

static bool fits_sorted(const sdn_key_map *map, uint32_t tag)
{
    return is_whole_key(tag) &&
           (map->used == 0 || tag > map->entries[map->used - 1].tag || sorted_position(map, tag) < map->capacity);
}

int sdn__key_map_reserve_for(sdn_key_map *map, uint32_t tag)
{
    if (sdn__key_map_reserve(map, map->count + 1) != 0)
        return -1;
    return map->is_scattered || fits_sorted(map, tag) ? 0 : sdn__key_map_scatter(map);
}

/* ---- keys ---- */

uint32_t sdn__key_map_find(const sdn_key_map *map, const sdn_value *key)
{
    return map->count > 0 ? sdn__key_map_find_tagged(map, key, tag_of(map, key)) : SDN_NO_SLOT;
}

uint32_t sdn__key_map_find_tagged(const sdn_key_map *map, const sdn_value *key, uint32_t tag)
{
    if (map->count == 0)
        return SDN_NO_SLOT;
    return map->is_scattered ? find_scattered(map, key, tag) : find_sorted(map, tag);
}

uint32_t sdn__key_map_enter(sdn_key_map *map, uint32_t slot, uint32_t tag)
{
    size_t at = sdn__key_map_home(map, tag);
    assert(map->is_scattered && map->count < map->capacity);
    for (; !is_free(map, at); at = next(map, at))
        if (map->entries[at].tag == tag && (is_whole_key(tag) || same_key(map, map->entries[at].slot, slot)))
            return map->entries[at].slot;
    map->entries[at] = (sdn_key_entry){tag, slot};
    map->count++;
    return SDN_NO_SLOT;
}

/* Puts back a key that was erased, and kept its entry. */
static void restore_sorted(sdn_key_map *map, uint32_t tag, uint32_t slot)
{
    size_t at = sorted_position(map, tag);
    assert(at < map->capacity && is_free(map, at));
    set_sorted(map, at, slot);
}

void sdn__key_map_insert(sdn_key_map *map, uint32_t slot, uint32_t tag)
{
    if (sdn__key_map_append(map, slot, tag))
        return;
    if (map->is_scattered)
        add_scattered(map, (sdn_key_entry){tag, slot});
    else
        restore_sorted(map, tag, slot);
    map->count++;
}

/* The position of the entry for `slot`, or the capacity if there is none. */
static size_t position_of(const sdn_key_map *map, uint32_t slot)
{
    uint32_t tag = sdn__key_map_tag_of_slot(map, slot);
    if (map->is_scattered)
        return scattered_position(map, slot, tag);
    size_t at = is_whole_key(tag) ? sorted_position(map, tag) : map->capacity;
    return at < map->capacity && map->entries[at].slot == slot ? at : map->capacity;
}

void sdn__key_map_erase(sdn_key_map *map, uint32_t slot)
{
    size_t at = position_of(map, slot);
    if (at == map->capacity)
        return;
    if (map->is_scattered)
        close_hole(map, at);
    else
        set_sorted(map, at, SDN_NO_SLOT);
    map->count--;
}

void sdn__key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot)
{
    size_t at = position_of(map, old);
    if (at == map->capacity)
        return;
    if (map->is_scattered)
        map->entries[at].slot = slot;
    else
        set_sorted(map, at, slot);
}

/* ---- checks for tests ---- */

static const char *sorted_fault(const sdn_key_map *map)
{
    if (map->used > map->capacity || map->dense > map->used)
        return "a sorted map has more entries than room for them";
    for (size_t i = 0; i < map->used; i++) {
        if (!is_whole_key(map->entries[i].tag) || (i > 0 && map->entries[i].tag <= map->entries[i - 1].tag))
            return "a sorted map is not in order";
        if (i < map->dense && (map->entries[i].slot != i || map->entries[i].tag != map->entries[0].tag + i))
            return "an entry is not dense";
    }
    if (map->used > 0 && map->entries[0].tag - SDN_TAG_OF_NUMBER != map->first)
        return "the number of the first entry is another";
    return NULL;
}

/* Whether the map, searched for the key of an entry, finds that entry and no other. */
static bool finds(const sdn_key_map *map, const sdn_key_entry *entry)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(map->slots, entry->slot, key);
    return entry->tag == sdn__key_map_tag(map, key) && sdn__key_map_find(map, key) == entry->slot;
}

static const char *scattered_fault(const sdn_key_map *map)
{
    if (map->capacity % SDN_KEY_BUCKET != 0)
        return "a scattered map has a part of a bucket";
    if (map->count == map->capacity)
        return "a scattered map is full";
    for (size_t i = 1; i < map->capacity; i++)
        if (i % SDN_KEY_BUCKET != 0 && is_free(map, i - 1) && !is_free(map, i))
            return "a bucket has a free entry before others";
    return NULL;
}

const char *sdn__key_map_fault(const sdn_key_map *map)
{
    size_t count = 0, end = map->is_scattered ? map->capacity : map->used;
    const char *fault = map->is_scattered ? scattered_fault(map) : sorted_fault(map);
    for (size_t i = 0; i < end && fault == NULL; i++) {
        if (is_free(map, i))
            continue;
        count++;
        if (!finds(map, &map->entries[i]))
            fault = "a key is not found, or has another tag";
    }
    return fault == NULL && count != map->count ? "the number of keys is wrong" : fault;
}
