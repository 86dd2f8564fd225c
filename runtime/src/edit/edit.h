/*
 * Edits: inserts, edits, deletions and renames of the records of one table in memory, and how they are undone.
 *
 * Each function flushes open records first, except sdn__edit_open and those that change a record which is open. On
 * failure the table is as it was before. All that can fail is done before the indexes are touched, and memory for
 * undoing is reserved (sdn__table_reserve_change), so that rollback cannot fail.
 */
#ifndef SDN_EDIT_EDIT_H
#define SDN_EDIT_EDIT_H

#include "table/changes.h"

/* SDN_E_INVALID if another row has the key of a record too. */
sdn_code sdn__edit_require_one_row(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* Says why there is no record with the key: SDN_E_NOT_FOUND, or SDN_E_INVALID if its row cannot be read. */
sdn_code sdn__edit_not_found(const sdn_table *table, const sdn_value *key, sdn_error *err);

/* The record with the key, which the caller may write to until the next flush; NULL on failure. */
void *sdn__edit_open(sdn_table *table, const sdn_value *key, sdn_error *err);

/* Adds a copy of *values. Returns the new record; NULL on failure. */
void *sdn__edit_insert(sdn_table *table, const void *values, sdn_error *err);

/* As sdn__edit_insert, for a record that was accepted before: its values and rules are checked when it is saved.
 * `flags` is SDN_ROW_NUMBERED or 0. */
sdn_code sdn__edit_insert_unchecked(sdn_table *table, const void *values, uint32_t flags, sdn_error *err);

/* The same, but the record gets the next number as its key. Sets *inserted to the new record. */
sdn_code sdn__edit_insert_renumbered(sdn_table *table, const void *values, const void **inserted, sdn_error *err);

/* Adds a copy of *values, or overwrites the record that has their key. Returns the record; NULL on failure. */
void *sdn__edit_put(sdn_table *table, const void *values, sdn_error *err);

/* Sets a field of a record from its text. The record is open, or none of the table's. */
sdn_code sdn__edit_set_field(sdn_table *table, void *record, uint32_t field, sdn_str text, sdn_error *err);

/* Adds an element to a list of such a record, or takes away all that equal it. *element has the type of the elements; a
 * text is copied. Without memory the record is unchanged, and saves are refused until rollback. */
void sdn__edit_append(sdn_table *table, void *record, uint32_t field, const void *element);
void sdn__edit_remove(sdn_table *table, void *record, uint32_t field, const void *element);

/* Deletes the record with the key, or in the slot, and does what the fields that refer to it say (on_delete.h). */
sdn_code sdn__edit_delete(sdn_table *table, const sdn_value *key, sdn_error *err);
sdn_code sdn__edit_delete_slot(sdn_table *table, uint32_t slot, sdn_error *err);

/* Deletes the record in the slot and leaves the references to it, for merges, which look at them at the end. */
sdn_code sdn__edit_delete_alone(sdn_table *table, uint32_t slot, sdn_error *err);

/* Gives a record another key. */
sdn_code sdn__edit_rename(sdn_table *table, const sdn_value *key, const sdn_value *new_key, sdn_error *err);

/*
 * The steps of a rename, for several records that may get each other's keys. All records are taken out of the indexes
 * (vacate), then each gets a key that no record in the indexes has (give): `key` from sdn__edit_copy_key, or NULL for
 * the key that it had. No slot may be open. copy_key returns 0, or -1 when memory ran out.
 */
int sdn__edit_copy_key(sdn_table *table, const sdn_value *key, sdn_value *copy);
sdn_code sdn__edit_vacate_key(sdn_table *table, uint32_t slot, sdn_error *err);
void sdn__edit_give_key(sdn_table *table, uint32_t slot, const sdn_value *key);

/* Undoes all changes since the file was loaded or saved. */
void sdn__edit_rollback(sdn_table *table);

#endif
