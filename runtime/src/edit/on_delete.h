/*
 * On delete: what a deletion does to the records that refer to the deleted one. `refuse` fails it; `clear` makes an
 * optional field absent and takes the key out of a list.
 *
 * All or nothing: a plan is made first. It finds the records, refuses what cannot be done, opens them as an edit does
 * and allocates what they will hold; until it is applied no record differs. Applying cannot fail. So a deletion is:
 * plan, delete, apply, release.
 *
 * A record that is open already, since the caller holds a pointer from edit, is looked at as the caller has left it, and
 * stays open: its pointer may be written through as before. The tables of the referring records are not flushed.
 *
 * A record is found by an index that starts with the field, if there is one, else by looking at every record.
 */
#ifndef SDN_EDIT_ON_DELETE_H
#define SDN_EDIT_ON_DELETE_H

#include "record/scalar.h"
#include "table/changes.h"
#include "table/gone_keys.h"

/* A field of a record that refers to a deleted one. */
typedef struct sdn_clearing {
    sdn_table *table;
    uint32_t slot;
    uint32_t field;
    sdn_any_list kept; /* what a list will hold */
} sdn_clearing;

typedef struct sdn_clearings {
    sdn_clearing *items;
    size_t count;
    size_t capacity;
} sdn_clearings;

/* Plans what the deletion of the record in `slot` does. Its table is flushed. SDN_E_INVALID: a field refuses it, or
 * cannot be cleared; SDN_E_NOMEM. To be released in any case. */
sdn_code sdn__on_delete_plan(sdn_table *table, uint32_t slot, sdn_clearings *plan, sdn_error *err);

/*
 * Plans clearing the references to keys that were deleted elsewhere, from records of the table that `referrer` names.
 * Left as they are, so that the save names them: fields with `refuse`, new records, fields that were changed since the
 * table was loaded, and records that cannot be changed or would break a rule. SDN_E_NOMEM; to be released in any case.
 */
sdn_code sdn__on_delete_plan_gone(const sdn_referrer *referrer, const sdn_gone_keys *gone, sdn_clearings *plan,
                                  sdn_error *err);

void sdn__on_delete_apply(const sdn_clearings *plan);
void sdn__on_delete_release(sdn_clearings *plan);

/* Whether a field is one that `clear` can be done to. */
bool sdn__on_delete_clears(const sdn_record_type *type, uint32_t field);

#endif
