/*
 * Rules: what the schema demands of records beyond their types: nonempty, range, references, unique.
 *
 * Records that break a rule are read all the same: a file that somebody edited must not become unreadable. But no
 * record that breaks one is inserted, put, renamed or saved with a change; sdn_store_validate lists those that were
 * read.
 *
 * A check is a walk: sdn__rules_next returns one violation after the other, at most one for each rule of a field and
 * for each unique index. So whoever needs only the first one stops there, and whoever lists all of them needs no
 * callback.
 *
 * References are checked where the table they refer to is open in the same file. Both directions are: a record must
 * refer to one that exists, and before a save no record may refer to a key that was deleted or renamed. For the latter
 * the keys that are gone are collected first, so that each record is looked at once, however many keys are gone.
 */
#ifndef SDN_TABLE_RULES_H
#define SDN_TABLE_RULES_H

#include "table/table.h"
#include "text/pieces.h"

/* The rules of a field come first, in the order in which they are checked. */
typedef enum sdn_rule { SDN_RULE_NONEMPTY, SDN_RULE_RANGE, SDN_RULE_REFERENCES, SDN_RULE_UNIQUE } sdn_rule;

enum { SDN_VIOLATION_SIZE = 640 };

typedef struct sdn_violation {
    sdn_rule rule;
    uint32_t field;                /* its position; of the first field of a unique index of several */
    char text[SDN_VIOLATION_SIZE]; /* names field, value and rule */
} sdn_violation;

/* A check of one record. All open slots of the table are flushed. */
typedef struct sdn_rules_check {
    sdn_table *table;
    uint32_t slot;      /* of the record, which may differ from what the slot holds now */
    const void *record; /* the values that are checked */
    uint32_t next;      /* how many rules were checked: all but unique for each field, then unique for each index */
} sdn_rules_check;

/* Starts a check of `record` as the record of `slot`. */
static inline sdn_rules_check sdn__rules_of(sdn_table *table, uint32_t slot, const void *record)
{
    return (sdn_rules_check){table, slot, record, 0};
}

/* Finds the next violation; false if there is none left. */
bool sdn__rules_next(sdn_rules_check *check, sdn_violation *violation);

/* Fails with the first violation: `if_taken` for a value that must be unique, else SDN_E_INVALID. */
sdn_code sdn__rules_require(sdn_table *table, uint32_t slot, const void *record, sdn_code if_taken, sdn_error *err);

/* Checks every changed record of the tables of one file, and that no record refers to one that was deleted or renamed.
 * SDN_E_INVALID, SDN_E_NOMEM. */
sdn_code sdn__rules_require_changes(sdn_table *const *tables, size_t count, sdn_error *err);

/* Lists the violations of all records of the table in table->violations. `file` is the text of the file, without
 * unsaved edits. SDN_E_NOMEM: no list. */
sdn_code sdn__rules_list(sdn_table *table, const sdn_pieces *file, sdn_error *err);

#endif
