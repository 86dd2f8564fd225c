#include "store/key_map.h"

#include "base/alloc.h"
#include "store/table.h"
#include "store/value.h"

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

static uint32_t hash_of(const sdn_key_map *map, const sdn_value *key)
{
    return (uint32_t)sdn_key_hash(map->table->type, key, map->seed);
}

static uint32_t hash_of_slot(const sdn_key_map *map, uint32_t slot)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn_table_key(map->table, slot, key);
    return hash_of(map, key);
}

static void place(sdn_key_map *map, sdn_key_entry entry)
{
    size_t mask = map->capacity - 1;
    size_t at = entry.hash & mask;
    while (map->entries[at].slot != SDN_NO_SLOT)
        at = (at + 1) & mask;
    map->entries[at] = entry;
}

int sdn_key_map_reserve(sdn_key_map *map, size_t count)
{
    size_t capacity = map->capacity > 0 ? map->capacity : 16;
    while (capacity / 4 * 3 < count)
        capacity *= 2;
    if (capacity == map->capacity)
        return 0;
    sdn_key_map larger = *map;
    larger.entries = sdn_resize(NULL, capacity, sizeof *larger.entries);
    larger.capacity = capacity;
    if (larger.entries == NULL)
        return -1;
    for (size_t i = 0; i < capacity; i++)
        larger.entries[i].slot = SDN_NO_SLOT;
    for (size_t i = 0; i < map->capacity; i++)
        if (map->entries[i].slot != SDN_NO_SLOT)
            place(&larger, map->entries[i]);
    sdn_free(map->entries);
    *map = larger;
    return 0;
}

uint32_t sdn_key_map_find(const sdn_key_map *map, const sdn_value *key)
{
    if (map->count == 0)
        return SDN_NO_SLOT;
    uint32_t hash = hash_of(map, key);
    size_t mask = map->capacity - 1;
    for (size_t at = hash & mask; map->entries[at].slot != SDN_NO_SLOT; at = (at + 1) & mask) {
        sdn_value other[SDN_INDEX_FIELDS_MAX];
        if (map->entries[at].hash != hash)
            continue;
        sdn_table_key(map->table, map->entries[at].slot, other);
        if (sdn_key_equal(map->table->type, key, other))
            return map->entries[at].slot;
    }
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
    size_t mask = map->capacity - 1;
    for (size_t at = hash_of_slot(map, slot) & mask; map->entries[at].slot != SDN_NO_SLOT; at = (at + 1) & mask)
        if (map->entries[at].slot == slot)
            return at;
    return map->capacity;
}

void sdn_key_map_erase(sdn_key_map *map, uint32_t slot)
{
    size_t hole = position_of(map, slot);
    if (hole == map->capacity)
        return;
    size_t mask = map->capacity - 1;
    for (size_t at = (hole + 1) & mask; map->entries[at].slot != SDN_NO_SLOT; at = (at + 1) & mask) {
        size_t home = map->entries[at].hash & mask;
        /* An entry may move back into the hole unless its home lies cyclically behind the hole. */
        if (((at - home) & mask) >= ((at - hole) & mask)) {
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
