/* What the tables of an SDN file hold, as text: for a schema of a file that has none. */
#ifndef SDNC_TABLES_INFER_TABLES_H
#define SDNC_TABLES_INFER_TABLES_H

#include "base/buffer.h"
#include "infer/infer_schema.h"

/* Appends a record, and enums, for each table of the file; with request->table for that one alone. `bytes` is the content of
 * the file that request->input names; profile and table of the request are set for each. The errors of infer_schema and of
 * opening a file; SDN_E_NOT_FOUND: there is no such table. */
sdn_code infer_tables(infer_request request, sdn_str bytes, sdn_buffer *out, sdn_error *err);

#endif
