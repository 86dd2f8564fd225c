/*
 * Gone keys: those that records of a table had when it was loaded, and that no record of it has any more.
 *
 * The save looks for references to them (rules.h), the merge for references that are to be cleared (edit/on_delete.h).
 * They are collected first, so that each record that may refer to them is looked at once, however many there are. Where
 * an index leads to the records that refer to a key, they are found by that.
 */
#ifndef SDN_TABLE_GONE_KEYS_H
#define SDN_TABLE_GONE_KEYS_H

#include "table/table.h"

/* The records that had the keys, as they were loaded, in slots of their own. Their text is that of the table. A slot is
 * marked deleted if its record was, and not if it was renamed. */
typedef struct sdn_gone_keys {
    sdn_slots slots;
    sdn_key_map keys;
} sdn_gone_keys;

typedef enum sdn_gone_kind {
    SDN_GONE_ANY,    /* of records that were deleted or renamed */
    SDN_GONE_DELETED /* of deleted ones only */
} sdn_gone_kind;

/* Finds the keys that are gone since the table, which has keys, was loaded. SDN_E_NOMEM; *gone is to be released in any
 * case. */
sdn_code sdn__gone_keys_init(sdn_gone_keys *gone, const sdn_table *table, sdn_gone_kind kind, sdn_error *err);
void sdn__gone_keys_release(sdn_gone_keys *gone);

/* Whether the key is gone; *was_deleted, which may be NULL: because its record was deleted. */
bool sdn__gone_keys_have(const sdn_gone_keys *gone, const sdn_value *key, bool *was_deleted);

/* The index that finds the records whose field is a key, whatever their other fields are; NULL if there is none. */
sdn_ordered_index *sdn__referring_index(sdn_table *table, uint32_t field);

/* Walks in that index over the records whose field is the key. */
sdn_cursor sdn__referring_walk(const sdn_ordered_index *index, const sdn_value *key);

#endif
