/*
 * Rules: what the schema demands of records beyond their types: nonempty, range, references, unique.
 *
 * Records in the file may break them; what is inserted, put or saved with a change may not. References count
 * where the table they lead to is open in the same file.
 */
#ifndef SDN_TABLE_RULES_H
#define SDN_TABLE_RULES_H

#include "table/table.h"
#include "text/pieces.h"

typedef enum sdn_rule { SDN_RULE_NONEMPTY, SDN_RULE_RANGE, SDN_RULE_REFERENCES, SDN_RULE_UNIQUE } sdn_rule;

enum { SDN_VIOLATION_SIZE = 512 };

typedef struct sdn_violation {
    sdn_rule rule;
    uint32_t field;                /* its position; of the first field of a unique index of several */
    char text[SDN_VIOLATION_SIZE]; /* names field, value and rule */
} sdn_violation;

/* Takes one violation; false ends the check. */
typedef bool sdn_violation_taker(void *context, const sdn_violation *violation);

/* Checks `record` as the record of `slot`, whatever the slot holds now. The table is settled. Returns false
 * if the taker ended the check. */
bool sdn__rules_check(sdn_table *table, uint32_t slot, const void *record, sdn_violation_taker *taker, void *context);

/* As above; fails with the first violation: `if_taken` for a value that must be unique, else SDN_E_INVALID.
 */
sdn_code sdn__rules_require(sdn_table *table, uint32_t slot, const void *record, sdn_code if_taken, sdn_error *err);

/* Checks every changed record of the tables of one file, and that no record refers to one that is deleted.
 * SDN_E_INVALID, SDN_E_NOMEM. */
sdn_code sdn__rules_require_changes(sdn_table *const *tables, size_t count, sdn_error *err);

/* Lists in table->violations what all its records violate. `file` is the file as it is, laid out. SDN_E_NOMEM: no
 * list. */
sdn_code sdn__rules_list(sdn_table *table, const sdn_pieces *file, sdn_error *err);

#endif
