/*
 * Merging the deletions of a table without key, for example a log.
 *
 * Its records have no name, so a row is found by its text, white space around it left out. Equal texts are
 * interchangeable: only their number counts. With n equal rows when the file was loaded, d of them deleted here, and m
 * of them in the file now, the other side deleted n - m. Those count as the rows that were deleted here too, so d - (n
 * - m) more are deleted. A row that was changed or deleted by the other side is no longer found, and its deletion is
 *   dropped without a conflict.
 *
 * Both tables are sorted by text, and walked side by side.
 */
#ifndef SDN_STORE_MERGE_LOG_H
#define SDN_STORE_MERGE_LOG_H

#include "table/table.h"

/* Deletes from `theirs` the rows that were deleted from `ours`. SDN_E_NOMEM. */
sdn_code sdn__merge_log_deletions(sdn_table *ours, sdn_table *theirs, sdn_error *err);

#endif
