/*
 * Key order: how many slots of a table, from the first on, hold their records in ascending order of the keys.
 *
 * Most tables are written in the order of their keys, because keys are numbered automatically or rows are appended by
 * date. Loading and inserting therefore compare each key with the one before (one comparison per row), and a table that
 * turns out to be sorted needs no index by key: walks go from slot to slot, sorting leaves the key out.
 *
 * Invariants
 *   - The readable records of slots [0, sorted_prefix) are in strictly ascending order of their keys.
 *   - keys_sorted: the same is true of all slots seen so far; it becomes false at the first key that is not greater
 *     than the one before, and then sorted_prefix no longer grows.
 *   - last_number (and last_key, where keys are not ordered by number) is the key of the last record in the prefix. It
 *     is a copy: the record may be deleted by now. Both may be too large, never too small, so that at worst a sorted
 *     table is not recognised as one.
 */
#ifndef SDN_INDEX_KEY_ORDER_H
#define SDN_INDEX_KEY_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

typedef struct sdn_key_order {
    size_t sorted_prefix;
    bool keys_sorted;
    sdn_value last_key[SDN_INDEX_FIELDS_MAX];
    uint64_t last_number;
} sdn_key_order;

/* No slots. */
void sdn__key_order_init(sdn_key_order *order);

/* Notes the key of the record in `slot`, which is the last slot; `number` is sdn__key_number of it. */
void sdn__key_order_track(sdn_key_order *order, const sdn_record_type *type, uint32_t slot, const sdn_value *key,
                          uint64_t number);

/* At most the first `count` slots are known to be in order from now on. */
void sdn__key_order_limit(sdn_key_order *order, size_t count);

/* The slots from `count` on were removed, and were in the prefix as all others are. `last_key` is the key of the record
 * in slot count - 1; NULL: that slot has none that can be read, and the keys of the removed slots count as seen. */
void sdn__key_order_resume(sdn_key_order *order, const sdn_record_type *type, size_t count, const sdn_value *last_key);

#endif
