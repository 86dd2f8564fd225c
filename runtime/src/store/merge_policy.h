/*
 * Policies of the schema: how a merge decides what it could not decide by itself.
 *
 *   merge_field.c     a field that both sides changed differently (sdn_merge_policy)
 *   merge_renumber.c  new records of both sides that got the same number (SDN_RECORD_KEY_RENUMBER)
 *
 * max, min and union do not depend on which side is which, so a merge from either side gives the same record. What a
 * policy decides is no conflict.
 */
#ifndef SDN_STORE_MERGE_POLICY_H
#define SDN_STORE_MERGE_POLICY_H

#include "store/merge.h"

/* Room for a field whose merged value neither side has. */
typedef struct sdn_merged {
    void *record;    /* a struct of the table's type; only the field is set */
    sdn_arena arena; /* its list; the elements stay those of the three records */
} sdn_merged;

/* SDN_E_NOMEM. Release *merged in any case. */
sdn_code sdn__merged_init(sdn_merged *merged, const sdn_record_type *type, sdn_error *err);
void sdn__merged_release(sdn_merged *merged);

/* Sets *winner to a record that has the merged value of a field that all three versions hold differently: one of the
 * versions, or merged->record until the next call; NULL: the field has no policy, and is in conflict. `file_is_ours`:
 * for the schema the version `theirs` is ours. SDN_E_NOMEM. */
sdn_code sdn__merge_by_policy(const sdn_field *field, const sdn_versions *versions, bool file_is_ours,
                              sdn_merged *merged, const void **winner, sdn_error *err);

/* Marks the changes of `ours` that inserted a record to which a record of any of the tables of its file refers. The
 * caller has made *referred zero, a byte per change. */
void sdn__mark_referred(const sdn_table *ours, sdn_table *const *tables, size_t count, uint8_t *referred);

/* Inserts a new record of ours into `theirs`, with the next number as its key. With `notes` adds a line there that says
 * so. SDN_E_LIMIT (no number is left; max_rows), SDN_E_NOMEM. */
sdn_code sdn__insert_renumbered(sdn_table *theirs, const void *record, sdn_buffer *notes, sdn_error *err);

#endif
