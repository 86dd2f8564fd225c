/*
 * Document: the structure of one SDN file: its tables, and what is between them.
 *
 * A document refers to the bytes of the file. Once a row is read, NULs may end its texts (delimiters.h); whoever needs
 * the bytes as they are in the file copies them (sdn__document_copy). It records where the header line, the rows and the
 * end of each table are. All other statements, comments and blank lines are the gaps between tables. The rows are not
 * stored here: document_reader.h hands them out one by one, in file order, while it fills in the document.
 *
 * A table starts with a line `name |column, column|` outside the block of any other statement. Its rows are the lines
 * that follow, at any indentation, up to a line that is not indented deeper than the header and starts a statement or
 * a table. Text after the second bar is the first row.
 *
 * Where git could not merge, it leaves marker lines: lines that start with seven or more `<`, `|`, `=` or `>` in column
 * 1. A conflict reaches from a line of `<` to the line with as many `>`. The marker lines within it are markers and
 * nothing else, and each row between them is a row with a problem. A line of `<` without a matching end is a conflict
 * of one line. Outside conflicts, lines of `|`, `=` and `>` are ordinary lines. So are all markers of a conflict that
 * is as a whole inside one quoted cell.
 */
#ifndef SDN_TEXT_DOCUMENT_H
#define SDN_TEXT_DOCUMENT_H

#include <sdn/arena.h>
#include <sdn/error.h>

#include "text/delimiters.h"
#include "text/scan.h"

typedef struct sdn_table_text {
    sdn_str name;
    sdn_str *columns; /* trimmed, in file order */
    uint32_t column_count;
    uint32_t indent;      /* of the header line, in bytes */
    uint32_t line_number; /* of the header line */
    sdn_line header;      /* the whole line */
    const char *bars_end; /* just after the second bar */
    const char *rows_end; /* after the line end of the last row, or of the header if there are no rows */
    bool inline_row;      /* the first row is on the header line */
} sdn_table_text;

/* A conflict that git left, from its first marker to its last. Conflicts within conflicts belong to the outermost. */
typedef struct sdn_git_conflict {
    const char *start; /* of the first marker's line */
    const char *end;   /* of the last marker's line, including its line end */
    uint32_t line;
    const char *message; /* of its problem */
} sdn_git_conflict;

/* A table header where no table can begin: in the block of another statement, or after `name:`. */
typedef struct sdn_nested_header {
    sdn_str name;
    const char *at;
    uint32_t line;
    bool has_colon;
} sdn_nested_header;

/* The limits of sdn_options that apply to the content of a file. */
typedef struct sdn_document_limits {
    size_t max_cell_bytes;
    uint32_t max_columns;
    uint32_t max_rows; /* of one table; checked where the rows are stored */
} sdn_document_limits;

/* Lines are counted on demand, starting from the last position asked for. */
typedef struct sdn_line_count {
    const char *to;
    uint32_t lines;
} sdn_line_count;

typedef struct sdn_document {
    const char *bytes; /* without a byte order mark; `len` bytes and a NUL */
    size_t len;
    const char *path; /* for messages */
    sdn_document_limits limits;
    sdn_arena *arena; /* holds the columns, and messages of problems */
    sdn_table_text *tables;
    size_t table_count;
    size_t table_capacity;
    sdn_problem *problems; /* lines outside tables, conflicts, statements that cut a table short; in line order */
    size_t problem_count;
    size_t problem_capacity;
    sdn_git_conflict *conflicts; /* in file order */
    size_t conflict_count;
    size_t conflict_capacity;
    sdn_nested_header *nested; /* in file order */
    size_t nested_count;
    size_t nested_capacity;
    sdn_line_count counted;
    sdn_str line_end;          /* used in the file, "\n" or "\r\n": that of its first line */
    sdn_delimiters delimiters; /* that NULs replaced after records were read */
} sdn_document;

/* The number of columns that a text takes up in the line where it starts: without its further lines and blanks before
 * a line end; at least 1. */
uint32_t sdn__document_width(sdn_str text);

/* Frees what the document holds outside its arena. */
void sdn__document_release(sdn_document *document);

/* The line number of a position in the text; cheap when asked for in rising order. */
uint32_t sdn__document_line(sdn_document *document, const char *at);

/* The column of a position in its line, from 1, in bytes. */
uint32_t sdn__document_column(const sdn_document *document, const char *at);

/* Copies `len` bytes from `from` on as they are in the file, if they are of the document; else as they are. */
static inline void sdn__document_copy(const sdn_document *document, const char *from, size_t len, char *to)
{
    sdn__delimiters_copy(&document->delimiters, from, len, to);
}

/* The line end used in the file, "\n" or "\r\n": that of its first line. */
static inline sdn_str sdn__document_line_end(const sdn_document *document)
{
    return document->line_end;
}

/* After the line end at `at`, or the part of one with which the file breaks off; `at` itself if there is none. */
const char *sdn__document_after_line_end(const sdn_document *document, const char *at);

/* Whether a line among the rows of a table, whose header is indented by `indent` bytes, is read as a row of it: it is
 * no comment, not blank, and does not end the table. */
bool sdn__document_is_row(uint32_t indent, sdn_line line);

/* The number of marks that a marker line of git starts with, seven or more of one kind; 0 if the line is not a marker. */
size_t sdn__document_marks(sdn_line line);

/* The conflict that contains a position in the text, or NULL. */
const sdn_git_conflict *sdn__document_conflict_at(const sdn_document *document, const char *at);

/* The first header of that name where no table can begin, or NULL. */
const sdn_nested_header *sdn__document_nested(const sdn_document *document, sdn_str name);

/* The last table with this name, or NULL: a later table replaces earlier ones of its name. */
const sdn_table_text *sdn__document_table(const sdn_document *document, sdn_str name);

#endif
