/*
 * What the files that edit a table share.
 *
 *   edit.c       edit, put, delete
 *   insert.c     insert, and the keys of new records
 *   edit_check.c what a record must be before it is accepted
 *   rename.c     another key for a record
 *   row_cache.c  the encoded rows of new records
 *   rollback.c   undo
 */
#ifndef SDN_STORE_EDIT_PRIVATE_H
#define SDN_STORE_EDIT_PRIVATE_H

#include "base/error.h"
#include "record/value.h"
#include "store/edit.h"

/* The path of the table's file, for messages. */
static inline const char *sdn__table_path(const sdn_table *table)
{
    return table->document->path;
}

/* Refuses values of which one would not be saved, because it lacks its presence: SDN_E_MISUSE. */
sdn_code sdn__edit_check_presence(const sdn_table *table, const void *values, const void *before, sdn_error *err);

/* Whether a record may get the key; `advice` is for one that another record has. SDN_E_INVALID, SDN_E_EXISTS. */
sdn_code sdn__edit_check_key(const sdn_table *table, const sdn_value *key, const char *advice, sdn_error *err);

/* Refuses values that could not be saved, while the caller still has the record at hand. SDN_E_INVALID, SDN_E_NOMEM. */
sdn_code sdn__edit_check_values(sdn_table *table, const void *record, sdn_error *err);

/* Encodes the row of the record whose values were checked last, so that a save finds it ready. Where that cannot be done
 * now, because memory runs out, or would not read back, it is left to the save. */
void sdn__cache_row(sdn_table *table, uint32_t slot);

#endif
