/* Private to the files of this folder; see their tops. */
#ifndef SDNC_VERIFY_VERIFY_PRIVATE_H
#define SDNC_VERIFY_VERIFY_PRIVATE_H

#include "base/compiler.h"
#include "index/slots.h"
#include "store/file.h"
#include "verify/verify.h"

/* ---- verify_place.c: from what the library knows of a file to spans of its source ---- */

/* The loaded table of a store, and the document that it is in. */
const sdn_table *verify_loaded(const data_table *table);
const sdn_document *verify_document(const verify_file *file);

/* A span of the source, from a pointer into the text of the document. */
source_span verify_span(const verify_file *file, const char *at, size_t len);

/* The place of a problem; a problem of line 0 is about the file as a whole. */
source_span verify_problem_span(const verify_file *file, const sdn_problem *problem);

/* A problem at a span, without message. */
sdn_problem verify_problem_at(source_span span, sdn_problem_kind kind);

/* The cells of a row as the source has them, in scratch memory of the table; returns how many, at most as many as there
 * are columns. The library's own copy of the text has NULs where cells end. */
uint32_t verify_cells(const verify_file *file, const data_table *table, uint32_t slot, const sdn_cell **cells);

/* The first line of a row, without blanks around it. */
source_span verify_row_span(const verify_file *file, const data_table *table, uint32_t slot);

/* A cell with its quotes. */
source_span verify_cell_span(const verify_file *file, const sdn_cell *cell);

/* The cell of a field, or the first line of the row if there is no such column. */
source_span verify_field_span(const verify_file *file, const data_table *table, uint32_t slot, uint32_t field);

/* The name of the column of a field in the header; else the name of the table there. */
source_span verify_column_span(const verify_file *file, const data_table *table, uint32_t field);

/* The first slot whose row starts at a position of the source, or after it; the number of slots if there is none. */
uint32_t verify_first_slot(const data_table *table, uint32_t offset);

/* The slot whose row holds a position of the source, or SDN_NO_SLOT. */
uint32_t verify_slot_at(const data_table *table, uint32_t offset);

/* ---- verify_list.c ---- */

/* Adds a finding that has a message. SDN_E_NOMEM. */
sdn_code verify_append(verify_file *file, const verify_finding *found, sdn_error *err);

/* Adds a finding at a span, its message made by printf: a cause and, after the last "; ", what to do. SDN_E_NOMEM. */
SDN_PRINTF(4, 5)
sdn_code verify_add(verify_file *file, verify_finding found, sdn_error *err, const char *format, ...);

/* ---- verify_header.c ---- */

/* Finds columns that the schema does not know but may mean, and tables likewise. SDN_E_NOMEM. */
sdn_code verify_find_headers(verify_file *file, const data_table *table, sdn_error *err);

/* ---- verify_conflict.c ---- */

/* Adds the message of a conflict that git left. */
void verify_report_conflict(const verify_file *file, const sdn_git_conflict *conflict, diag_list *diags);

#endif
