/*
 * Key map: from a key to the slot of its record.
 *
 * The map holds slots, and of each key a tag. A key that is a number from 0 to 2^31 - 1, or a text that is the plain
 * decimal form of one, as those that are given automatically are, is its tag: equal tags are equal keys, without a look at
 * the records. Of every other key the tag is a hash, and keys are compared in the records themselves.
 *
 * States
 *   sorted     as long as all keys are numbers, entered in rising order: an array in that order, searched from where the
 *              number should be if they were evenly spread (Perl, Itai, Avni, Interpolation Search, 1978), in steps that
 *              double (Bentley and Yao, An Almost Optimal Algorithm for Unbounded Searching, 1976). Up to the first gap
 *              the number tells the slot, and nothing is searched. Erased keys keep their place, so that they can come
 *              back.
 *   scattered  from the first key on that does not fit there: open addressing with linear probing (Knuth, The Art of
 *              Computer Programming, vol. 3, 6.4, algorithm L) at a load of at most three quarters; removal shifts the
 *              following entries back (algorithm R), so there are no tombstones.
 *
 * In a scattered map an entry's home follows from its tag by two multiplications and a shift between: with one alone,
 * numbers in a row would gather in a few places for some factors. The first factor is random, so that nobody can prepare
 * colliding keys. Any capacity will do.
 */
#ifndef SDN_INDEX_KEY_MAP_H
#define SDN_INDEX_KEY_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

struct sdn_table;

#define SDN_NO_SLOT UINT32_MAX

typedef struct sdn_key_entry {
    uint32_t tag;
    uint32_t slot; /* SDN_NO_SLOT: free, or erased */
} sdn_key_entry;

typedef struct sdn_key_map {
    const struct sdn_table *table;
    sdn_key_entry *entries;
    size_t capacity;
    size_t used;  /* sorted: so many entries, erased ones included */
    size_t dense; /* sorted: so many of them, from the first on, are numbers in a row in slots in a row, from 0 on */
    size_t count; /* keys */
    bool is_scattered;
    uint64_t seed;   /* of hashes */
    uint64_t factor; /* of homes; odd */
} sdn_key_map;

void sdn__key_map_init(sdn_key_map *map, const struct sdn_table *table, uint64_t seed);
void sdn__key_map_release(sdn_key_map *map);

/* Makes room for `count` keys in all, if they fit the state. Returns 0, or -1 when memory ran out. */
int sdn__key_map_reserve(sdn_key_map *map, size_t count);

/* Makes room for the key of the record in `slot`, whatever it is. Returns 0, or -1 when memory ran out. */
int sdn__key_map_reserve_for(sdn_key_map *map, uint32_t slot);

/* Makes a map that is sorted one that is scattered. Returns 0, or -1 when memory ran out. */
int sdn__key_map_scatter(sdn_key_map *map);

/* The slot of the record with this key, or SDN_NO_SLOT. */
uint32_t sdn__key_map_find(const sdn_key_map *map, const sdn_value *key);

/* The tag of a number is this bit and the number, which is less. */
#define SDN_TAG_OF_NUMBER UINT32_C(0x80000000)

/* The tag of a key. */
uint32_t sdn__key_map_tag(const sdn_key_map *map, const sdn_value *key);

/* Where the search for a key begins in a scattered map; and a hint to fetch that place, for a key that is looked up soon. */
static inline size_t sdn__key_map_home(const sdn_key_map *map, uint32_t tag)
{
    uint64_t product = tag * map->factor;
    uint64_t spread = (product ^ product >> 32) * UINT64_C(0xD1342543DE82EF95) >> 32;
    return (size_t)(spread * map->capacity >> 32);
}

static inline void sdn__key_map_prefetch(const sdn_key_map *map, uint32_t tag)
{
#ifdef __GNUC__
    __builtin_prefetch(&map->entries[sdn__key_map_home(map, tag)], 1);
#else
    (void)map, (void)tag;
#endif
}

/* Enters the key of the record in `slot`, whose tag this is, behind all others of a sorted map; room must be reserved.
 * False if it does not belong there. */
static inline bool sdn__key_map_append(sdn_key_map *map, uint32_t slot, uint32_t tag)
{
    if (map->is_scattered || tag < SDN_TAG_OF_NUMBER || (map->used > 0 && tag <= map->entries[map->used - 1].tag))
        return false;
    size_t at = map->used++;
    map->entries[at] = (sdn_key_entry){tag, slot};
    map->dense += map->dense == at && slot == at && tag - map->entries[0].tag == at;
    map->count++;
    return true;
}

/* Enters the key of the record in `slot`, whose tag this is, into a scattered map, unless that has the key; room must be
 * reserved. Returns the slot that has the key already, or SDN_NO_SLOT. */
uint32_t sdn__key_map_enter(sdn_key_map *map, uint32_t slot, uint32_t tag);

/* Enters the key of the record in `slot`, which must not be there yet; room for it must be reserved, or it was there
 * before. */
void sdn__key_map_insert(sdn_key_map *map, uint32_t slot);

/* Takes the key of the record in `slot` out, if the map has it for that slot. */
void sdn__key_map_erase(sdn_key_map *map, uint32_t slot);

/* Puts `slot` in the place of `old`, which has the same key. */
void sdn__key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot);

#endif
