/* Merging the deletions of a table without key, whose rows have no name but what they say. */
#ifndef SDN_STORE_MERGE_LOG_H
#define SDN_STORE_MERGE_LOG_H

#include "table/table.h"

/*
 * Deletes from `theirs` the rows that were deleted from `ours`, found by their text, white space around it aside. Of rows
 * of one text those that are missing in `theirs` count as the ones deleted here. A row that is there no longer as it was
 * loaded, because it was changed or deleted, is let be. The bytes of `ours` are restored. SDN_E_NOMEM.
 */
sdn_code sdn__merge_log_deletions(sdn_table *ours, sdn_table *theirs, sdn_error *err);

#endif
