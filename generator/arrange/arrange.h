/*
 * Arranging: the layout of a data file, with the same records. Columns are aligned (formats/align.h), rows are indented
 * as far as the name of their table reaches, and where the schema says `order by key` they are sorted by it.
 *
 * Only blanks and the order of rows change: cells keep their spelling, lines their ends, comments and blank lines their
 * place above a row. Rows that cannot be read, and everything outside of tables, stay as they are and where they are. A
 * checksum line is renewed.
 *
 * Arranging twice gives the same as once.
 */
#ifndef SDNC_ARRANGE_ARRANGE_H
#define SDNC_ARRANGE_ARRANGE_H

#include <sdn/error.h>

#include "base/buffer.h"
#include "data/data_file.h"

/* Appends the arranged text. `data` was opened from `bytes`, which a NUL follows. SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code arrange_text(const data_file *data, sdn_str bytes, sdn_buffer *text, sdn_error *err);

/* Whether two files hold the same: tables with equal records, in the same order where they are not sorted by key, and as
 * many problems. SDN_E_INVALID, with a message that names the first table that differs. */
sdn_code arrange_require_same(const data_file *before, const data_file *after, sdn_error *err);

#endif
