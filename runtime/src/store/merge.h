/*
 * Merge: unsaved edits are made again on a newer version of their table.
 *
 * A three-way merge, record by record (found by key) and field by field, as diff3 does it line by line (Khanna, Kunal
 * and Pierce, A Formal Investigation of Diff3, 2007): what only one side changed is taken from that side. The three
 * sides are `base`, a record as it was loaded; `ours`, with the unsaved edits; `theirs`, as it is in the file now.
 *
 * Which record of theirs is the same as one of ours
 *   keyed       The one with the key that it had when it was loaded, even if it was renamed here. A record that was
 *               deleted here and inserted again under its key is two changes: the row is deleted, with the cells that
 *               the schema does not know, and a new one is inserted.
 *   numbered    With automatic numbers another program may have deleted the record and given its number to a new one.
 *               That is assumed if nothing is left of what was loaded: the row held something besides its key, and
 *               every column that did, known to the schema or not, holds something else now. A field at its default
 *               holds nothing, and a changed one with a policy says nothing: it is expected to change. So a record of
 *               which every value was changed counts as replaced; that is a conflict, and nothing is lost.
 *   keyless     The one with the same text of its row, see merge_log.h.
 *
 * References that a deletion cleared are no edits: merge_cleared.h says how they are merged.
 *
 * The row counts, not only the record: a record is deleted only if it is as it was loaded in all columns. What cells
 * hold is compared, so a row may be spelled in another way, and columns may change places.
 */
#ifndef SDN_STORE_MERGE_H
#define SDN_STORE_MERGE_H

#include "base/buffer.h"
#include "store/conflict.h"
#include "table/table.h"

typedef struct sdn_merge_options {
    sdn_conflict_policy policy; /* which side wins what both changed differently */
    bool equal_inserts_are_one; /* Both sides inserted the same record under the same automatic number: that is one
                                 * record, as when git picked a commit. Else it is a conflict, for two programs mean two
                                 * records. */
    bool between_versions;      /* The sides are versions of a file, as in a merge of git. `theirs` is the version that
                                 * is merged into, which the schema, as git, calls ours; and numbers of new records count
                                 * as given automatically, which versions do not tell. */
    sdn_buffer *notes;          /* gets a line for each record that was renumbered; NULL: none is wanted */
} sdn_merge_options;

/* The tables of two versions of a file: with the unsaved edits, and as just read; in the same order. */
typedef struct sdn_merge_sides {
    sdn_table *const *ours;
    sdn_table *const *theirs;
    size_t count;
} sdn_merge_sides;

/*
 * Makes the edits of table `number` of ours on the same one of theirs. Records without key are inserted after those that
 * are there. What both sides changed differently, and the schema does not decide (merge_policy.h), is added to
 * `conflicts`, and decided by options->policy; with SDN_ON_CONFLICT_FAIL theirs must be dropped if the list is not
 * empty.
 *
 * On failure theirs must be dropped: SDN_E_NOMEM; SDN_E_INVALID (several rows of the file have the key of a deleted
 * record; a row that our side is to win against cannot be read); SDN_E_LIMIT. Ours keeps its edits in any case. No table
 * of its file has an open record.
 */
sdn_code sdn__merge(const sdn_merge_sides *sides, size_t number, const sdn_merge_options *options,
                    sdn_conflict_list *conflicts, sdn_error *err);

#endif
