/*
 * Merge: unsaved edits made anew on a newer version of their table.
 *
 * A three-way merge, record by record (found by key) and field by field, as diff3 does it line by line (Khanna, Kunal
 * and Pierce, A Formal Investigation of Diff3, 2007): what only one side changed is taken from that side.
 *
 * What a record is
 *   keyed       The record under its key as loaded; one that was renamed here is found by the key it had. A record that was
 *               deleted here and inserted again under its key is two changes: the row goes, with cells that the schema does
 *               not know, and a new one comes.
 *   numbered    Where keys are numbered automatically, another program may have deleted the record and given its number
 *               to a new one. That is taken to have happened if nothing is left of what was loaded: the row held something
 *               besides its key, and no column that did, known to the schema or not, holds the same now. A field at its
 *               default holds nothing. So a record whose every value was changed counts as replaced, which is a conflict
 *               and loses nothing.
 *   keyless     The text of its row, see merge_log.h.
 *
 * The row counts, not the record alone: a record that is deleted here must be as it was loaded in all columns. What cells
 * hold is compared, so that a row may be spelled in another way, and columns may change places.
 */
#ifndef SDN_STORE_MERGE_H
#define SDN_STORE_MERGE_H

#include "store/conflict.h"
#include "table/table.h"

/*
 * Makes the edits of `ours` on `theirs`, the same table as just read from the newest file. Records without key are
 * inserted behind those that are there. What both sides changed differently is added to `conflicts`, and decided by
 * `policy`; with SDN_ON_CONFLICT_FAIL `theirs` is of no use once the list is not empty.
 *
 * On failure `theirs` must be given up: SDN_E_NOMEM; SDN_E_INVALID (several rows of the file have the key of a deleted
 * record; a row that our side is to win against cannot be read); SDN_E_LIMIT. `ours` is only settled.
 */
sdn_code sdn__merge(sdn_table *ours, sdn_table *theirs, sdn_conflict_policy policy, sdn_conflict_list *conflicts,
                    sdn_error *err);

#endif
