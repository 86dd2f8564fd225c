/*
 * Private to the files that load a table. Each calls only those below it:
 *
 *   table_load.c      from the rows of a document to records
 *   table_unread.c    the keys of rows that are not read
 *   table_header.c    which column belongs to which field, and what is wrong with the header
 *   table_problems.c  the list of problems, and their positions
 */
#ifndef SDN_TABLE_TABLE_PRIVATE_H
#define SDN_TABLE_TABLE_PRIVATE_H

#include "table/table.h"

/* ---- table_problems.c ---- */

/* What a problem is about. */
typedef struct sdn_subject {
    sdn_problem_kind kind;
    const sdn_field *field; /* NULL: none */
    sdn_str text;           /* of the document: what is wrong; empty: something is missing there */
} sdn_subject;

/* Notes a problem. SDN_E_NOMEM. */
SDN_PRINTF(4, 5)
sdn_code sdn__table_note(sdn_table *table, sdn_subject about, sdn_error *err, const char *format, ...);

/* To be called after the last row: finds the line numbers of problems and of rows that are not read, adds the problems
 * of the whole file, and sorts. SDN_E_NOMEM. */
sdn_code sdn__table_finish_problems(sdn_table *table, sdn_error *err);

/* ---- table_header.c ---- */

/* Finds the column of each field and notes what is wrong with the header. SDN_E_NOMEM. */
sdn_code sdn__table_read_header(sdn_table *table, const sdn_table_text *text, sdn_error *err);

/* Notes that the table read before is replaced by a later one of its name. SDN_E_NOMEM. */
sdn_code sdn__table_note_earlier(sdn_table *table, const sdn_table_text *later, sdn_error *err);

/* Notes at the header, once, which columns are missing without which no row can be read. SDN_E_NOMEM. */
sdn_code sdn__table_note_missing_columns(sdn_table *table, sdn_error *err);

/* Notes what sdn__table_find_misplaced finds. SDN_E_NOMEM. */
sdn_code sdn__table_note_misplaced(sdn_table *table, sdn_error *err);

/* Whether the header lacks a column of the key without which no row can be read. */
bool sdn__table_lacks_key(const sdn_table *table);

/* ---- table_unread.c ---- */

/* Reads the key of a row whose other cells may be unreadable. False if there is no key, or it cannot be read. */
bool sdn__table_read_key(sdn_table *table, const sdn_row_scan *scan, sdn_row_reader *reader, void *record);

/* Remembers the key of an unreadable row, so that no new record takes it. SDN_E_NOMEM. */
sdn_code sdn__table_keep_unreadable_key(sdn_table *table, uint32_t slot, sdn_error *err);

/* SDN_E_LIMIT: the table has max_rows rows before the one at `at`. */
sdn_code sdn__table_refuse_more_rows(sdn_table *table, const char *at, sdn_error *err);

/* Copies the keys of all rows to the hidden ones, before a later table of that name replaces them. SDN_E_NOMEM,
 * SDN_E_LIMIT. */
sdn_code sdn__table_hide_rows(sdn_table *table, sdn_error *err);

/* Adds the key of a detached row to the hidden ones. SDN_E_NOMEM, SDN_E_LIMIT. */
sdn_code sdn__table_read_detached_row(sdn_table *table, const sdn_row_scan *scan, sdn_error *err);

#endif
