/*
 * The parts of loading a table, shared by these files only.
 *
 *   table_load.c      from the rows of a document to records
 *   table_header.c    which column is that of which field, and what is wrong with the header
 *   table_unread.c    rows that are not read, but for their keys
 *   table_problems.c  all problems, and their places
 */
#ifndef SDN_TABLE_TABLE_PRIVATE_H
#define SDN_TABLE_TABLE_PRIVATE_H

#include "table/table.h"

/* ---- table_problems.c ---- */

/* Notes a problem at a place in the document's bytes. SDN_E_NOMEM. */
SDN_PRINTF(4, 5)
sdn_code sdn__table_note(sdn_table *table, const char *at, sdn_error *err, const char *format, ...);

/* When all rows are there: finds the lines of problems and of rows that are not read, adds the problems that concern the
 * whole file, and sorts. SDN_E_NOMEM. */
sdn_code sdn__table_finish_problems(sdn_table *table, sdn_error *err);

/* ---- table_header.c ---- */

/* Finds the columns of the fields and notes what is wrong with the header. SDN_E_NOMEM. */
sdn_code sdn__table_read_header(sdn_table *table, const sdn_table_text *text, sdn_error *err);

/* Notes that the table read so far is not the one that counts. SDN_E_NOMEM. */
sdn_code sdn__table_note_earlier(sdn_table *table, const sdn_table_text *later, sdn_error *err);

/* Notes at the header, once, which columns are missing without which no row can be read. SDN_E_NOMEM. */
sdn_code sdn__table_note_missing_columns(sdn_table *table, sdn_error *err);

/* Notes what sdn__table_find_misplaced finds. SDN_E_NOMEM. */
sdn_code sdn__table_note_misplaced(sdn_table *table, sdn_error *err);

/* Whether the header lacks a column of the key without which no row can be read. */
bool sdn__table_lacks_key(const sdn_table *table);

/* ---- table_unread.c ---- */

/* Reads the key of a row whose other cells may be beyond reading. */
bool sdn__table_read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record);

/* Keeps the key of an unreadable row, so that no new record takes it. SDN_E_NOMEM. */
sdn_code sdn__table_keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err);

/* SDN_E_LIMIT: the row at `at` is one too many. */
sdn_code sdn__table_refuse_more_rows(sdn_table *table, const char *at, sdn_error *err);

/* Moves the rows of a table that does not count to the hidden ones. SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code sdn__table_hide_rows(sdn_table *table, sdn_error *err);

/* Reads the key of a row that comes after the end of its table. SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code sdn__table_read_detached_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err);

#endif
