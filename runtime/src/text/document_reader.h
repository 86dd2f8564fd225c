/*
 * Document reader: reads a document from its first byte to its last. The caller pulls its tables and their rows.
 *
 * Calling sequence
 *   sdn__document_open
 *   while sdn__document_next_table:
 *       while sdn__document_next_row:            the rows of the table
 *       while sdn__document_next_detached_row:   what looks like rows of it after its end
 *   sdn__document_close
 *
 * A caller in a hurry may ask sdn__document_next_smooth_row before each next_row: most rows are found by it.
 *
 * Rows that are not pulled are skipped by the next call of next_table. After an error all calls return NULL or false,
 * but for a detached row that was found before it; close returns the error. Closing early is allowed.
 *
 * A detached row is a line with as many cells as the table has columns, after a statement that ended the table and
 * before the next table. Usually the statement, or the missing indentation of a row, is a mistake.
 */
#ifndef SDN_TEXT_DOCUMENT_READER_H
#define SDN_TEXT_DOCUMENT_READER_H

#include "text/document.h"
#include "text/scan_wide.h"

/* A table that a statement has ended; detached rows are looked for until the next table begins. */
typedef struct sdn_ended_table {
    const sdn_table_text *table; /* NULL: none */
    uint32_t line;               /* of the statement; 0: the table ended, but no statement was met yet */
    uint32_t column;
    uint32_t end_column;
    bool is_noted; /* as a problem */
} sdn_ended_table;

/* Where the value of a statement is, as far as its first line tells. */
typedef enum sdn_statement_value {
    SDN_VALUE_BELOW,   /* nothing follows `name:` or `name =`: deeper lines are the value, or other statements */
    SDN_VALUE_ON_LINE, /* all of it is on the line: no other lines belong to it */
    SDN_VALUE_OPEN     /* brackets or a typed table, which may go on in deeper lines */
} sdn_statement_value;

/* The block of a statement: the deeper lines that follow it. */
typedef struct sdn_statement_block {
    bool is_open;
    sdn_statement_value value; /* of the statement */
    size_t indent;             /* of the statement */
    size_t nested_indent;      /* of a statement or table in the block, to which deeper lines belong; SIZE_MAX: none */
} sdn_statement_block;

/* Callers may read `document` and `cells`; the rest is private to document_*.c. */
typedef struct sdn_document_reader {
    sdn_document *document;
    const char *at;           /* start of the line to be read next; of a row on a header line: of the row */
    const char *end;          /* of the text */
    const char *conflict_end; /* of the last conflict met */
    sdn_table_text *rows;     /* the last table of the document, while its rows are read; else NULL */
    bool at_inline_row;       /* `at` is the row on the header line */
    bool at_table;            /* the header of the last table was read, but the table was not handed out */
    bool has_detached;        /* `detached` was found and not handed out */
    bool saw_statement;       /* or a table */
    sdn_ended_table ended;
    sdn_statement_block block;
    sdn_row_scan detached;
    const sdn_cell *cells; /* of the row that was pulled last */
    sdn_cell *own_cells;   /* for column_count + 1 of them, unless the wide scan has them */
    size_t cell_capacity;
    size_t effort; /* see sdn__scan_row */
    sdn_code code; /* of the first failure */
    sdn_error *err;
    sdn_wide_scan wide; /* the last one */
} sdn_document_reader;

/* Starts to read `len` bytes. `bytes` are followed by a NUL; they and `path` must outlive the document. *document is
 * overwritten; it is valid, as far as it was read, even after an error, and needs sdn__document_release. */
void sdn__document_open(sdn_document_reader *reader, sdn_document *document, const char *path, const char *bytes,
                        size_t len, const sdn_document_limits *limits, sdn_arena *arena, sdn_error *err);

/* The next table, valid until the next call; it is the last of document->tables. NULL at the end and after an error. */
const sdn_table_text *sdn__document_next_table(sdn_document_reader *reader);

/* ---- rows ---- */

/* The next row of the table if it is like most: smooth (scan_wide.h), indented by spaces and deeper than the header, short,
 * not part of a conflict, and without problems; and its cells in reader->cells, one for each column. False:
 * sdn__document_next_row tells what is next. */
static inline bool sdn__document_next_smooth_row(sdn_document_reader *reader, sdn_line *line)
{
    sdn_table_text *table = reader->rows;
    const char *start = reader->at, *first = start;
    if (table == NULL || !sdn__wide_scan_is_smooth(&reader->wide, start, table->column_count))
        return false;
    while (*first == ' ')
        first++;
    *line = sdn__wide_scan_line(&reader->wide);
    if ((size_t)(first - start) <= table->indent || first == line->end || *first == '\t' || *first == '#' ||
        start < reader->conflict_end || (size_t)(line->end - start) > reader->document->limits.max_cell_bytes)
        return false;
    reader->cells = sdn__wide_scan_cells(&reader->wide, first, *line, table->column_count);
    sdn__wide_scan_pass(&reader->wide, *line, table->column_count);
    reader->at = table->rows_end = line->next;
    return true;
}

/* The next row of the table, and its cells in reader->cells: the first column_count + 1 of them if it has more. False
 * after the last row and after an error. */
bool sdn__document_next_row(sdn_document_reader *reader, sdn_row_scan *row);

/* ---- rows of a part of the table, by another thread ---- */

/*
 * Makes `part` a reader of the plain rows from `start`, the start of a line, up to `end`, the end of a line or of the text. For
 * it are only sdn__document_next_smooth_row, sdn__document_next_plain_row and sdn__document_close. It reads of the document
 * the limits and nothing else, and of the text nothing before `start` and only a few bytes after `end`; `table` is a copy
 * that nobody else uses. If `start` is where a row of the table, or a line between rows, begins, then the rows are those
 * that a reader of the document finds outside of conflicts. Returns 0, or -1 when memory ran out.
 */
int sdn__document_open_part(sdn_document_reader *part, sdn_document *document, sdn_table_text *table, const char *start,
                            const char *end);

/* Passes comments and blank lines; then the next row of the part if it is plain: of one line that ends in a line feed,
 * indented deeper than the header, with a cell for each column, short, and without problems. False: part->at is at the
 * end or at something else. */
bool sdn__document_next_plain_row(sdn_document_reader *part, sdn_row_scan *row);

/* ---- rows after the table ---- */

/* The next detached row of the table, to be called once next_row has returned false. As sdn__document_next_row. */
bool sdn__document_next_detached_row(sdn_document_reader *reader, sdn_row_scan *row);

/* Frees what the reader holds and returns the first error: SDN_E_SYNTAX (not a text file of tables), SDN_E_LIMIT (also
 * more than 100,000 tables, or as many lines outside tables), SDN_E_NOMEM. */
sdn_code sdn__document_close(sdn_document_reader *reader);

/* Opens, reads to the end without any rows, and closes. */
sdn_code sdn__document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
                            const sdn_document_limits *limits, sdn_arena *arena, sdn_error *err);

#endif
