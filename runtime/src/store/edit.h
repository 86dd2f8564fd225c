/*
 * Edits: inserts, edits, deletions and renames in memory, and how they are undone.
 *
 * Each function flushes open records first. On failure the table is as it was before.
 */
#ifndef SDN_STORE_EDIT_H
#define SDN_STORE_EDIT_H

#include "table/changes.h"

/* SDN_E_INVALID if another row has the key of a record too. */
sdn_code sdn__table_require_one_row(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* Says why there is no record with the key: SDN_E_NOT_FOUND, or SDN_E_INVALID if its row cannot be read. */
sdn_code sdn__table_not_found(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* The record with the key, to be written to until the next flush; NULL on failure. */
void *sdn__table_edit(sdn_table *table, const sdn_value *key, sdn_error *err);

/* The new record; NULL on failure. */
void *sdn__table_insert(sdn_table *table, const void *values, sdn_error *err);

/* As sdn__table_insert, for a record that was accepted before: its values and rules are checked when it is saved. `flags`
 * is SDN_ROW_NUMBERED or 0. */
sdn_code sdn__table_insert_unchecked(sdn_table *table, const void *values, uint32_t flags, sdn_error *err);

void *sdn__table_put(sdn_table *table, const void *values, sdn_error *err);
sdn_code sdn__table_delete(sdn_table *table, const sdn_value *key, sdn_error *err);

/* The same for the record of a slot. */
sdn_code sdn__table_delete_slot(sdn_table *table, uint32_t slot, sdn_error *err);

sdn_code sdn__table_rename(sdn_table *table, const sdn_value *key, const sdn_value *new_key, sdn_error *err);

/* The steps of renaming, for several records that may get each other's keys: each is taken out from under its key, then put
 * under one that no other has; `key` from sdn__table_own_key, or NULL for the one it had. No slot is open. */
int sdn__table_own_key(sdn_table *table, const sdn_value *key, sdn_value *owned); /* 0, or -1: memory ran out */
sdn_code sdn__table_vacate_key(sdn_table *table, uint32_t slot, sdn_error *err);
void sdn__table_take_key(sdn_table *table, uint32_t slot, const sdn_value *key);

/* Undoes all changes. */
void sdn__table_rollback(sdn_table *table);

#endif
