/*
 * Flat text: a file of tables with one field in each line, for tools that compare lines:
 *
 *   todos |id, area, priority|
 *   todos 5 area = lexer
 *   todos 5 priority = P0
 *
 * A line has the table, the key of the record, the column, and the value without quotes. Empty cells are left out: an
 * absent value and a missing column are the same. Everything else of the file is there too, so that no difference is
 * hidden: comments, other statements and rows that cannot be read, as they are; only blank lines and indents are not. What
 * would act on a terminal becomes an escape.
 *
 * The text depends on the bytes of the file and on which columns are keys, not on the types of a schema: so it can be
 * kept in a cache, and a schema with mistakes does no harm.
 */
#ifndef SDNC_VERSIONS_FLAT_TEXT_H
#define SDNC_VERSIONS_FLAT_TEXT_H

#include <sdn/arena.h>
#include <sdn/error.h>

#include "base/buffer.h"
#include "model/model.h"

/* Appends the flat text of a file; `schemas` may be NULL: then the first column of each table is its key. A record without
 * key is one line, its row. SDN_E_SYNTAX: it is no file of tables, or has a git conflict; SDN_E_LIMIT, SDN_E_NOMEM. What
 * was appended before a failure is to be dropped. */
sdn_code flat_text(sdn_str bytes, const model *schemas, sdn_buffer *out, sdn_error *err);

/* Appends the names of the tables of a file to a list in the arena; none if it cannot be read. NULL: memory ran out. */
const sdn_str *flat_text_tables(sdn_str bytes, sdn_arena *arena, size_t *count);

#endif
