/*
 * Private to document_*.c. Each file calls only those above it:
 *
 *   document.c            the finished document: positions, look-ups; kinds of lines
 *   document_conflict.c   conflicts that git left
 *   document_statement.c  statements that are not tables, and detached rows
 *   document_reader.c     tables, rows, and the loop over all lines
 */
#ifndef SDN_TEXT_DOCUMENT_PRIVATE_H
#define SDN_TEXT_DOCUMENT_PRIVATE_H

#include "base/error.h"
#include "text/document_reader.h"

/* Not options, since they are neither rows nor columns; but each takes far more memory than bytes of the file. */
enum { SDN_MOST_TABLES = 100000, SDN_MOST_STRAY_LINES = 100000 };

typedef enum sdn_line_kind {
    SDN_LINE_BLANK,     /* nothing, or a comment */
    SDN_LINE_TABLE,     /* name |columns| */
    SDN_LINE_STATEMENT, /* name: or name = */
    SDN_LINE_OTHER
} sdn_line_kind;

/* ---- document.c ---- */

bool sdn__document_continues_name(char c);

/* The end of the name that starts at `at`; `at` if there is none. */
const char *sdn__document_name_end(const char *at, const char *end);

/* The kind of a line; `start` is its first byte that is not a blank. */
sdn_line_kind sdn__document_line_kind(const char *start, const char *end);

/* SDN_E_SYNTAX unless the bytes are UTF-8 without a NUL. In a row that is a problem of the row; anywhere else the file
 * is not one of ours. */
sdn_code sdn__document_require_text(sdn_document_reader *r, const char *start, const char *end);

/* Fails with `text` at a position. */
sdn_code sdn__document_fail_at(sdn_document_reader *r, const char *at, sdn_code code, const char *text);

/* SDN_E_SYNTAX at the first problem: saving into a file that holds no table, no statement and no comment alone would
 * add a table to a file of another kind. */
sdn_code sdn__document_refuse_stranger(sdn_document_reader *r);

/* Notes a problem in a line that may be above `at`, where reading is. Its message lasts as long as the document; NULL:
 * memory ran out. SDN_E_SYNTAX, SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn__document_note(sdn_document_reader *r, const char *at, const sdn_problem *problem);

/* ---- document_conflict.c ---- */

bool sdn__document_opens_conflict(sdn_line line);

static inline bool sdn__document_in_conflict(const sdn_document_reader *r, const char *at)
{
    return at < r->conflict_end;
}

/* Passes the line at r->at if it is a marker. The errors of sdn__document_require_text and sdn__document_note. */
sdn_code sdn__document_pass_marker(sdn_document_reader *r, sdn_line line, bool *passed);

/* The first marker that a quoted cell from `start` to `end` must not contain: one of a conflict that is not as a whole
 * inside it. NULL if there is none. */
const char *sdn__document_find_marker(sdn_document_reader *r, const char *start, const char *end);

/* ---- document_statement.c ---- */

/* Passes the lines of a statement and opens its block; `text` is where the line's text starts. May find a detached row.
 * SDN_E_SYNTAX, SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn__document_pass_statement(sdn_document_reader *r, sdn_line line, const char *text);

/* Passes the line at r->at if it belongs to the open block, else closes the block. As sdn__document_pass_statement. */
sdn_code sdn__document_pass_block_line(sdn_document_reader *r);

/* Records where the table ended, unless that is known or no table ended. */
void sdn__document_note_end(sdn_document_reader *r, const char *text);

/* Looks at a line after the end of a table: it is a detached row if it has as many cells as the table has columns.
 * `is_stray`: the line is noted as a stray line, and needs no other problem. */
sdn_code sdn__document_look_for_detached(sdn_document_reader *r, const char *text, bool is_stray);

#endif
