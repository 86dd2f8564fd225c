/*
 * What the files that edit a table share.
 *
 *   edit.c        edit, put, delete
 *   on_delete.c   what a deletion does to records that refer to the deleted one
 *   insert.c      insert, and the keys of new records
 *   rename.c      another key for a record
 *   rollback.c    undo
 *   edit_field.c  single fields of a record under edit
 *   edit_check.c  what is checked before a record is accepted
 */
#ifndef SDN_EDIT_EDIT_PRIVATE_H
#define SDN_EDIT_EDIT_PRIVATE_H

#include "base/error.h"
#include "edit/edit.h"
#include "record/value.h"

/* The path of the table's file, for messages. */
static inline const char *sdn__edit_path(const sdn_table *table)
{
    return table->document->path;
}

/* Refuses values of an optional field that is absent, since they would not be saved. What is in `before` already is
 * allowed. SDN_E_MISUSE. */
sdn_code sdn__edit_check_presence(const sdn_table *table, const void *values, const void *before, sdn_error *err);

/* Refuses a key, whose tag this is, that is empty, or that a record or an unreadable row has. `advice` ends the message
 * if a record has it. SDN_E_INVALID, SDN_E_EXISTS. */
sdn_code sdn__edit_check_key(const sdn_table *table, const sdn_value *key, uint32_t tag, const char *advice,
                             sdn_error *err);

/* Refuses values that cannot be written to a row, so that the caller learns it now and not from the save. Fills the
 * encoder of the table. SDN_E_INVALID, SDN_E_NOMEM. */
sdn_code sdn__edit_check_values(sdn_table *table, const void *record, sdn_error *err);

#endif
