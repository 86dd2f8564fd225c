/*
 * Merging references that a deletion cleared (`on delete clear`).
 *
 * Clearing follows from the deletion, it is no edit of its own. So a merge does not carry it over: what the other side
 * made of such a field is kept, and once all tables are merged the references that are there now are cleared. A
 * reference that the other side added is cleared like the others, one that it turned to another record stays, and a
 * deletion that gave way to an edit of the other side (SDN_ON_CONFLICT_THEIRS) clears nothing.
 *
 * A key counts as deleted if its record was loaded and is gone here: not if a new record has it, which the references
 * would mean. Then the fields that were cleared are edits like others, except in records without key, which have none:
 * those refer to the new record.
 */
#ifndef SDN_STORE_MERGE_CLEARED_H
#define SDN_STORE_MERGE_CLEARED_H

#include "table/gone_keys.h"

/* Which keys were deleted here, for each field of a table. */
typedef struct sdn_cleared {
    const sdn_table *ours;
    sdn_gone_keys *of_field; /* per field; NULL: none of its references can have been cleared */
} sdn_cleared;

/* SDN_E_NOMEM; release *cleared in any case. */
sdn_code sdn__cleared_init(sdn_cleared *cleared, const sdn_table *ours, sdn_error *err);
void sdn__cleared_release(sdn_cleared *cleared);

/* Whether our record differs from the one that was loaded in nothing but what was cleared: in one field; in all. */
bool sdn__cleared_explains(const sdn_cleared *cleared, uint32_t field, const void *base, const void *ours);
bool sdn__cleared_explains_all(const sdn_cleared *cleared, const void *base, const void *ours);

/* Whether two versions of a field hold the same, the deleted keys left out. */
bool sdn__cleared_alike(const sdn_cleared *cleared, uint32_t field, const void *a, const void *b);

/* Clears the references to records that were deleted from `ours`, in all tables of `theirs`: the tables of a file with
 * unsaved edits, and the same of a newer version after these were merged into it. They may be one: then only in table
 * `only`, else that is NULL. SDN_E_NOMEM. */
sdn_code sdn__clear_deleted(sdn_table *const *ours, sdn_table *const *theirs, size_t count, const sdn_table *only,
                            sdn_error *err);

#endif
