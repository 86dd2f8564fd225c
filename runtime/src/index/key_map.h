/*
 * Key map: from a key to the slot of its record.
 *
 * The map holds slots, and for each key a tag of 32 bits. A key that is a number from 0 to 2^31 - 1, or a text that is
 * the plain decimal form of one (automatic keys are), is its own tag: equal tags are equal keys, and the records need
 * not be looked at. For every other key the tag is a hash, and keys are compared in the records themselves. The hash of
 * a larger number is a product with a random factor, of which the upper bits are taken: two numbers have the same with a
 * probability of at most 2^-30, whoever chose them (Dietzfelbinger et al., A Reliable Randomized Algorithm for the
 * Closest-Pair Problem, 1997). That of anything else is XXH3 with a random seed.
 *
 * Two states
 *   sorted     as long as all keys are numbers and were added in ascending order: an array in that order, half the
 *              memory of a hash table and built without a cache miss. It is searched from where the number would be if
 *              all were evenly spread (Perl, Itai, Avni, Interpolation Search, 1978), in steps that double (Bentley and
 *              Yao, An Almost Optimal Algorithm for Unbounded Searching, 1976). The first `dense` entries are
 *              consecutive numbers in consecutive slots: there the number tells the slot, and nothing is searched.
 *   scattered  from the first key on that cannot be appended: a hash table with open addressing and linear probing
 *              (Knuth, The Art of Computer Programming, vol. 3, 6.4, algorithm L), at most three quarters full; removal
 *              moves the following entries back (algorithm R), so there are no tombstones. It never becomes sorted
 *              again.
 *
 * In a scattered map the home of an entry is a bucket of eight entries, which is a line of the cache, and probing starts
 * at the bucket's first. All eight tags are compared at once, without a branch for each: a branch that depends on memory
 * not in the cache is mispredicted as often as not, and then the processor cannot have the next look-up wait for memory
 * at the same time. The home is computed from the tag by two multiplications with a shift in between: with one
 * multiplication, consecutive numbers would cluster for some factors. The first factor is random, so that nobody can
 * prepare keys that collide. The number of buckets need not be a power of two.
 *
 * Cost of a look-up: in the dense part no access to memory that is not in the cache anyway. In a scattered map one for
 * the entry, as a rule, since neighbours share a cache line; then one for the record and one for its text where the tag
 * is a hash. A key that is not there costs the entry alone. In the rest of a sorted map about log log n for evenly spread
 * numbers, at most a multiple of log n, since steps double and then halve.
 *
 * Invariants
 *   - sorted: the tags of entries [0, used) are numbers in strictly ascending order. An erased key keeps its entry,
 *     with SDN_NO_SLOT, so that rollback can put it back without memory. dense <= used; entry i < dense has slot i.
 *   - scattered: no free entry lies between the start of an entry's home and the entry; so in each bucket the free
 *     entries are the last ones. At least one entry is free; the capacity is a multiple of eight.
 *   - count entries have a slot; no two of them have the same key.
 */
#ifndef SDN_INDEX_KEY_MAP_H
#define SDN_INDEX_KEY_MAP_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/swar.h"
#include "index/key_bucket.h"
#include "index/slots.h"
#include "record/value.h"

/* Which function reads keys: one for each of the types that most keys have, and one for the rest. */
typedef enum sdn_key_kind {
    SDN_KEYS_ANY, /* of several fields, or of another type; none */
    SDN_KEYS_TEXT,
    SDN_KEYS_U32,
    SDN_KEYS_U64
} sdn_key_kind;

typedef struct sdn_key_map {
    const sdn_slots *slots;
    sdn_key_entry *entries;
    size_t capacity;
    size_t used;  /* sorted: number of entries, erased ones included */
    size_t dense; /* sorted: number of entries, from the first on, that are consecutive numbers in slots 0, 1, 2, ... */
    uint64_t first; /* sorted and not empty: the number of the first entry */
    size_t count;   /* keys */
    bool is_scattered;
    sdn_key_kind kind;
    uint64_t seed;   /* of hashes */
    uint64_t factor; /* of homes; odd */
} sdn_key_map;

void sdn__key_map_init(sdn_key_map *map, const sdn_slots *slots, uint64_t seed);
void sdn__key_map_release(sdn_key_map *map);

/* Makes room for `count` keys in all, as long as the state stays what it is. Returns 0, or -1 when memory ran out. */
int sdn__key_map_reserve(sdn_key_map *map, size_t count);

/* Makes room for a key with this tag, which may change the state. Returns 0, or -1 when memory ran out. */
int sdn__key_map_reserve_for(sdn_key_map *map, uint32_t tag);

/* Turns a sorted map into a scattered one; does nothing to a scattered one. Returns 0, or -1 when memory ran out. */
int sdn__key_map_scatter(sdn_key_map *map);

/* The slot of the record with this key, or SDN_NO_SLOT. */
uint32_t sdn__key_map_find(const sdn_key_map *map, const sdn_value *key);

/* The same, given the key's tag. */
uint32_t sdn__key_map_find_tagged(const sdn_key_map *map, const sdn_value *key, uint32_t tag);

/* The number that a key is; or, where that takes longer to tell, or the key is none, UINT64_MAX, which is never dense.
 * Leading zeros make another key. */
static inline uint64_t sdn__key_map_short_number(const sdn_key_map *map, const sdn_value *key)
{
    uint32_t number;
    if (map->kind == SDN_KEYS_TEXT) {
        uint32_t len = (uint32_t)key->text.len;
        if (key->text.len - 1 >= 8 || key->text.ptr[0] == '0' ||
            !sdn__short_number(sdn__exact_word_at(key->text.ptr, len), len, &number))
            return UINT64_MAX;
        return number;
    }
    return map->kind == SDN_KEYS_U64 ? key->u64 : map->kind == SDN_KEYS_U32 ? key->u32 : UINT64_MAX;
}

/* As sdn__key_map_find, for the keys of the dense part that have one of the common types; false is no answer. It is
 * inline, and short: while the processor waits for the memory of one record it begins the next look-ups, and it has only
 * some hundreds of instructions under way. */
static inline bool sdn__key_map_find_dense(const sdn_key_map *map, const sdn_value *key, uint32_t *slot)
{
    uint64_t offset = sdn__key_map_short_number(map, key) - map->first;
    *slot = (uint32_t)offset;
    return offset < map->dense;
}

/* The tag of a number is this bit and the number, which is less. */
#define SDN_TAG_OF_NUMBER UINT32_C(0x80000000)

/* The tag of a key, and of that of the record in `slot`. */
uint32_t sdn__key_map_tag(const sdn_key_map *map, const sdn_value *key);
uint32_t sdn__key_map_tag_of_slot(const sdn_key_map *map, uint32_t slot);

/* What sdn__key_number is of a key with this tag. */
static inline uint64_t sdn__key_map_number(const sdn_key_map *map, const sdn_value *key, uint32_t tag)
{
    return tag >= SDN_TAG_OF_NUMBER ? tag - SDN_TAG_OF_NUMBER : sdn__key_number(map->slots->type, key);
}

/* Where the search for a tag begins in a scattered map: at the start of a bucket. */
static inline size_t sdn__key_map_home(const sdn_key_map *map, uint32_t tag)
{
    uint64_t product = tag * map->factor;
    uint64_t spread = (product ^ product >> 32) * UINT64_C(0xD1342543DE82EF95) >> 32;
    return (size_t)(spread * (map->capacity / SDN_KEY_BUCKET) >> 32) * SDN_KEY_BUCKET;
}

/* Prefetches that entry, for a key that is looked up soon. */
static inline void sdn__key_map_prefetch(const sdn_key_map *map, uint32_t tag)
{
    SDN_PREFETCH_TO_WRITE(&map->entries[sdn__key_map_home(map, tag)]);
}

/* Appends the key of the record in `slot`, whose tag this is, to a sorted map; room must be reserved. False if the map
 * is not sorted, or would no longer be. */
static inline bool sdn__key_map_append(sdn_key_map *map, uint32_t slot, uint32_t tag)
{
    if (map->is_scattered || tag < SDN_TAG_OF_NUMBER || (map->used > 0 && tag <= map->entries[map->used - 1].tag))
        return false;
    assert(map->used < map->capacity);
    size_t at = map->used++;
    map->entries[at] = (sdn_key_entry){tag, slot};
    if (at == 0)
        map->first = tag - SDN_TAG_OF_NUMBER;
    map->dense += map->dense == at && slot == at && tag - map->entries[0].tag == at;
    map->count++;
    return true;
}

/* Adds the key of the record in `slot`, whose tag this is, to a scattered map, unless that has the key; room must be
 * reserved. Returns the slot that has the key already, or SDN_NO_SLOT. */
uint32_t sdn__key_map_enter(sdn_key_map *map, uint32_t slot, uint32_t tag);

/* Adds the key of the record in `slot`, whose tag this is, and which the map must not have yet. Room for it must be
 * reserved, unless the map had the key before and it was erased. */
void sdn__key_map_insert(sdn_key_map *map, uint32_t slot, uint32_t tag);

/* Removes the key of the record in `slot`, if the map has it for that slot. */
void sdn__key_map_erase(sdn_key_map *map, uint32_t slot);

/* Replaces `old` by `slot`, which has the same key. */
void sdn__key_map_replace(sdn_key_map *map, uint32_t old, uint32_t slot);

/* Checks the invariants above, for tests. Returns NULL, or which one does not hold. */
const char *sdn__key_map_fault(const sdn_key_map *map);

#endif
