#include "store/key_map.h"

#include "base/alloc.h"
#include "store/table.h"
#include "store/value.h"

#include <string.h>

void sdn_key_map_init(sdn_key_map *map, const sdn_table *table, uint64_t seed)
{
    *map = (sdn_key_map){.table = table, .seed = seed};
}

void sdn_key_map_release(sdn_key_map *map)
{
    sdn_free(map->entries);
    map->entries = NULL;
    map->capacity = map->count = 0;
}

uint32_t sdn_key_map_hash(const sdn_key_map *map, const sdn_value *key)
{
    return (uint32_t)sdn_key_hash(map->table->type, key, map->seed);
}

static uint32_t hash_of_slot(const sdn_key_map *map, uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(map->table, slot, key);
    return sdn_key_map_hash(map, key);
}

static size_t home_of(const sdn_key_map *map, uint32_t hash)
{
    return (size_t)((uint64_t)hash * map->capacity >> 32);
}

static size_t behind(const sdn_key_map *map, size_t at)
{
    return at + 1 < map->capacity ? at + 1 : 0;
}

static bool is_free(const sdn_key_map *map, size_t at)
{
    return map->entries[at].slot == SDN_NO_SLOT;
}

static void place(sdn_key_map *map, sdn_key_entry entry)
{
    size_t at = home_of(map, entry.hash);
    while (!is_free(map, at))
        at = behind(map, at);
    map->entries[at] = entry;
}

/* For `count` keys at a load of three quarters, and not less than twice what there is. */
static size_t capacity_for(const sdn_key_map *map, size_t count)
{
    size_t capacity = count + count / 3 + 4;
    return capacity > 2 * map->capacity ? capacity : 2 * map->capacity;
}

int sdn_key_map_reserve(sdn_key_map *map, size_t count)
{
    if (count <= map->capacity / 4 * 3)
        return 0;
    sdn_key_map larger = *map;
    larger.capacity = capacity_for(map, count);
    if (larger.capacity > UINT32_MAX)
        return -1;
    larger.entries = sdn_alloc_scattered(larger.capacity * sizeof *larger.entries);
    if (larger.entries == NULL)
        return -1;
    memset(larger.entries, 0xFF, larger.capacity * sizeof *larger.entries); /* SDN_NO_SLOT in each */
    for (size_t i = 0; i < map->capacity; i++)
        if (!is_free(map, i))
            place(&larger, map->entries[i]);
    sdn_free(map->entries);
    *map = larger;
    return 0;
}

uint32_t sdn_key_map_find(const sdn_key_map *map, const sdn_value *key)
{
    if (map->count == 0)
        return SDN_NO_SLOT;
    uint32_t hash = sdn_key_map_hash(map, key);
    for (size_t at = home_of(map, hash); !is_free(map, at); at = behind(map, at)) {
        sdn_value other[SDN_INDEX_FIELDS_MAX];
        if (map->entries[at].hash != hash)
            continue;
        sdn_table_key(map->table, map->entries[at].slot, other);
        if (sdn_key_equal(map->table->type, key, other))
            return map->entries[at].slot;
    }
    return SDN_NO_SLOT;
}

static bool same_key(const sdn_key_map *map, uint32_t a, uint32_t b)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX], other[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(map->table, a, key);
    sdn_table_key(map->table, b, other);
    return sdn_key_equal(map->table->type, key, other);
}

uint32_t sdn_key_map_enter(sdn_key_map *map, uint32_t slot, uint32_t hash)
{
    size_t at = home_of(map, hash);
    for (; !is_free(map, at); at = behind(map, at))
        if (map->entries[at].hash == hash && same_key(map, map->entries[at].slot, slot))
            return map->entries[at].slot;
    map->entries[at] = (sdn_key_entry){hash, slot};
    map->count++;
    return SDN_NO_SLOT;
}

void sdn_key_map_insert(sdn_key_map *map, uint32_t slot)
{
    place(map, (sdn_key_entry){hash_of_slot(map, slot), slot});
    map->count++;
}

/* The position of the entry for `slot`, or the capacity if there is none. */
static size_t position_of(const sdn_key_map *map, uint32_t slot)
{
    if (map->count == 0)
        return map->capacity;
    for (size_t at = home_of(map, hash_of_slot(map, slot)); !is_free(map, at); at = behind(map, at))
        if (map->entries[at].slot == slot)
            return at;
    return map->capacity;
}

/* How far it is from one position to another, going round behind the last. */
static size_t distance(const sdn_key_map *map, size_t from, size_t to)
{
    return to >= from ? to - from : to + map->capacity - from;
}

void sdn_key_map_erase(sdn_key_map *map, uint32_t slot)
{
    size_t hole = position_of(map, slot);
    if (hole == map->capacity)
        return;
    for (size_t at = behind(map, hole); !is_free(map, at); at = behind(map, at)) {
        size_t home = home_of(map, map->entries[at].hash);
        /* An entry may move back into the hole unless its home lies cyclically behind the hole. */
        if (distance(map, home, at) >= distance(map, hole, at)) {
            map->entries[hole] = map->entries[at];
            hole = at;
        }
    }
    map->entries[hole].slot = SDN_NO_SLOT;
    map->count--;
}

void sdn_key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot)
{
    size_t at = position_of(map, old);
    if (at < map->capacity)
        map->entries[at].slot = slot;
}
