/*
 * The parts of reading a document, shared by these files only.
 *
 *   document.c            lines, tables and their rows
 *   document_conflict.c   conflicts that git left
 *   document_statement.c  statements that are not tables, and rows after one that ended their table
 */
#ifndef SDN_TEXT_DOCUMENT_PRIVATE_H
#define SDN_TEXT_DOCUMENT_PRIVATE_H

#include "text/document.h"
#include "text/scan_wide.h"

/* Neither rows nor columns, so no option speaks of them; but both cost far more memory than their few bytes. */
enum { SDN_MOST_TABLES = 100000, SDN_MOST_STRAY_LINES = 100000 };

typedef enum sdn_line_kind {
    SDN_LINE_BLANK,     /* nothing, or a comment */
    SDN_LINE_TABLE,     /* name |columns| */
    SDN_LINE_STATEMENT, /* name: or name = */
    SDN_LINE_OTHER
} sdn_line_kind;

/* A table that a statement has ended, until the next table begins: its rows may go on after that statement. */
typedef struct sdn_ended_table {
    const sdn_table_text *table; /* NULL: none */
    sdn_row_taker taker;
    uint32_t line; /* of the statement */
    uint32_t column;
    bool is_noted;
} sdn_ended_table;

typedef struct sdn_reading {
    sdn_document *document;
    const char *at; /* start of a line */
    const char *end;
    const char *conflict_end; /* of the last conflict that was met */
    sdn_ended_table ended;
    sdn_wide_scan wide;
    sdn_document_claim *claim;
    void *context;
    sdn_cell *spare_cells; /* for tables nobody claims */
    size_t spare_capacity;
} sdn_reading;

/* ---- document.c ---- */

bool sdn__goes_on_name(char c);

/* Where the name that a line may start with ends; `at` if there is none. */
const char *sdn__name_end(const char *at, const char *end);

/* What a line is, from its first byte that is no blank on. */
sdn_line_kind sdn__classify_line(const char *start, const char *end);

/* Bytes that are no text may stand in rows, which then are problems; anywhere else the file is not one of ours:
 * SDN_E_SYNTAX. */
sdn_code sdn__require_text(sdn_reading *r, const char *start, const char *end, sdn_error *err);

/* Notes a problem. `at` is where reading is; the place of the problem may be above. `message` lasts as long as the
 * document; NULL: memory ran out. SDN_E_SYNTAX, SDN_E_LIMIT, SDN_E_NOMEM. */
sdn_code sdn__note_line(sdn_reading *r, const char *at, uint32_t line, uint32_t column, const char *message,
                        sdn_error *err);

/* ---- document_conflict.c ---- */

bool sdn__opens_conflict(sdn_line line);

static inline bool sdn__is_in_conflict(const sdn_reading *r, const char *at)
{
    return at < r->conflict_end;
}

/* Passes the line at r->at if it is a marker. The errors of sdn__require_text and sdn__note_line. */
sdn_code sdn__pass_marker(sdn_reading *r, sdn_line line, bool *passed, sdn_error *err);

/* The first marker that a quoted text from `start` to `end` must not reach over: one of a conflict that is not all
 * within it. NULL if there is none. */
const char *sdn__find_marker(sdn_reading *r, const char *start, const char *end);

/* ---- document_statement.c ---- */

/* Passes a statement and the deeper lines that belong to it; `text` is where the line's text starts. */
sdn_code sdn__pass_statement(sdn_reading *r, sdn_line line, const char *text, sdn_error *err);

/* Notes where the table ended, if one did. */
void sdn__note_end(sdn_reading *r, const char *text);

/* Looks at a line after the end of a table; it is one of its rows if it has as many cells. */
sdn_code sdn__look_for_lost_row(sdn_reading *r, const char *text, bool is_stray, sdn_error *err);

#endif
