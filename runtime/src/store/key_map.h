/*
 * Key map: from a key to the slot of its record.
 *
 * Open addressing with linear probing (Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithm L) at a load of
 * at most three quarters; removal shifts the following entries back (algorithm R), so there are no tombstones. The
 * map holds hashes and slots; keys are compared in the records themselves.
 *
 * An entry's home is hash * capacity / 2^32, so that any capacity will do, and entries stand in the order of their
 * hashes, apart from a few places: growing goes through old and new memory once, in order.
 */
#ifndef SDN_STORE_KEY_MAP_H
#define SDN_STORE_KEY_MAP_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

struct sdn_table;

#define SDN_NO_SLOT UINT32_MAX

typedef struct sdn_key_entry {
    uint32_t hash; /* lower half */
    uint32_t slot; /* SDN_NO_SLOT: free */
} sdn_key_entry;

typedef struct sdn_key_map {
    const struct sdn_table *table;
    sdn_key_entry *entries;
    size_t capacity;
    size_t count;
    uint64_t seed;
} sdn_key_map;

void sdn_key_map_init(sdn_key_map *map, const struct sdn_table *table, uint64_t seed);
void sdn_key_map_release(sdn_key_map *map);

/* Makes room for `count` keys in all. Returns 0, or -1 when memory ran out. */
int sdn_key_map_reserve(sdn_key_map *map, size_t count);

/* The slot of the record with this key, or SDN_NO_SLOT. */
uint32_t sdn_key_map_find(const sdn_key_map *map, const sdn_value *key);

/* The hash of a key; and for a key that is looked up soon, a hint to fetch the place where it is or will be. */
uint32_t sdn_key_map_hash(const sdn_key_map *map, const sdn_value *key);

static inline void sdn_key_map_prefetch(const sdn_key_map *map, uint32_t hash)
{
#ifdef __GNUC__
    __builtin_prefetch(&map->entries[(uint64_t)hash * map->capacity >> 32], 1);
#else
    (void)map, (void)hash;
#endif
}

/* Enters the key of the record in `slot`, whose hash this is, unless the map has that key; room must be reserved.
 * Returns the slot that has the key already, or SDN_NO_SLOT. */
uint32_t sdn_key_map_enter(sdn_key_map *map, uint32_t slot, uint32_t hash);

/* Enters the key of the record in `slot`, which must not be there yet; room must be reserved. */
void sdn_key_map_insert(sdn_key_map *map, uint32_t slot);

/* Takes the key of the record in `slot` out, if the map has it for that slot. */
void sdn_key_map_erase(sdn_key_map *map, uint32_t slot);

/* Puts `slot` in the place of `old`, which has the same key. */
void sdn_key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot);

#endif
