/*
 * Layout: the bytes of a file with the edits of its tables in it.
 *
 * Everything that was not edited comes out as the bytes it was. An edited row keeps its indent and the spelling of its
 * other cells; a new row looks like its neighbours.
 *
 * The rows' text in the buffer must be as in the file (sdn_table_restore_bytes), and the tables settled.
 */
#ifndef SDN_STORE_LAYOUT_H
#define SDN_STORE_LAYOUT_H

#include "store/table.h"

/* Builds the new content of a file: `prefix_len` bytes at `prefix` that come before the document (a byte order mark),
 * the document, and the edits of `tables`. *bytes is from sdn_alloc, followed by `padding` NULs that *len does not
 * count. On failure the outputs are untouched.
 * SDN_E_INVALID (a value that cannot be written; a column to be added to a table with unreadable rows), SDN_E_LIMIT,
 * SDN_E_NOMEM. */
sdn_code sdn_layout_build(const sdn_document *document, sdn_str prefix, sdn_table *const *tables, size_t table_count,
                          size_t padding, char **bytes, size_t *len, sdn_error *err);

#endif
