/*
 * Key map: from a key to the slot of its record.
 *
 * Open addressing with linear probing (Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithm L) at a load of
 * at most three quarters; removal shifts the following entries back (algorithm R), so there are no tombstones. The
 * map holds hashes and slots; keys are compared in the records themselves.
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
    size_t capacity; /* 0 or a power of two */
    size_t count;
    uint64_t seed;
} sdn_key_map;

void sdn_key_map_init(sdn_key_map *map, const struct sdn_table *table, uint64_t seed);
void sdn_key_map_release(sdn_key_map *map);

/* Makes room for `count` keys in all. Returns 0, or -1 when memory ran out. */
int sdn_key_map_reserve(sdn_key_map *map, size_t count);

/* The slot of the record with this key, or SDN_NO_SLOT. */
uint32_t sdn_key_map_find(const sdn_key_map *map, const sdn_value *key);

/* Enters the key of the record in `slot`, which must not be there yet; room must be reserved. */
void sdn_key_map_insert(sdn_key_map *map, uint32_t slot);

/* Takes the key of the record in `slot` out, if the map has it for that slot. */
void sdn_key_map_erase(sdn_key_map *map, uint32_t slot);

/* Puts `slot` in the place of `old`, which has the same key. */
void sdn_key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot);

#endif
