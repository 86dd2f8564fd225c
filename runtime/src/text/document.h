/*
 * Document: a file as its tables and everything between them.
 *
 * The document views the file's bytes and never changes them. It knows where each table's header line, rows and end
 * are; all other statements, comments and blank lines are the gaps between. The rows themselves go, one by one and
 * in file order, to whoever asks for them.
 *
 * A table is a line `name |column, column|` that is not inside the block of another statement. Its rows are the
 * following lines, whatever their indent, up to a line that is not indented deeper than the header and starts a
 * statement. Text behind the second bar is a first row.
 *
 * Where git could not merge, it leaves lines that start with seven or more `<`, `|`, `=` and `>` in column 1. From a line
 * of `<` on these are markers and nothing else, up to the line of as many `>`; all rows between them are handed out as
 * rows with a problem. A line of `<` without that end is a conflict of its own. Without a line of `<` above them the
 * others are ordinary lines, as all of them are within one quoted text that holds a conflict from its first to its last
 * marker.
 */
#ifndef SDN_TEXT_DOCUMENT_H
#define SDN_TEXT_DOCUMENT_H

#include <sdn/arena.h>
#include <sdn/store.h>

#include "base/error.h"
#include "text/scan.h"

typedef struct sdn_table_text {
    sdn_str name;
    sdn_str *columns; /* trimmed, in file order */
    uint32_t column_count;
    uint32_t indent;      /* of the header line, in bytes */
    uint32_t line_number; /* of the header line */
    sdn_line header;      /* the whole line */
    const char *bars_end; /* just behind the second bar */
    const char *rows_end; /* behind the line end of the last row, or of the header if there is none */
    bool inline_row;      /* a first row stands on the header line */
} sdn_table_text;

/* What git could not merge, from the first marker to the last; of conflicts within conflicts, the outermost. */
typedef struct sdn_git_conflict {
    const char *start; /* of the first marker's line */
    const char *end;   /* of the last one's line, its line end included */
    uint32_t line;
    const char *message; /* of its problem */
} sdn_git_conflict;

/* A table header where it is none: in the block of another statement, or after `name:`. */
typedef struct sdn_nested_header {
    sdn_str name;
    const char *at;
    uint32_t line;
    bool has_colon;
} sdn_nested_header;

typedef struct sdn_document {
    const char *bytes; /* without a byte order mark; `len` bytes and a NUL */
    size_t len;
    const char *path; /* for messages */
    const sdn_options *options;
    sdn_arena *arena; /* the tables' and columns' */
    sdn_table_text *tables;
    size_t table_count;
    size_t table_capacity;
    sdn_problem *problems; /* stray lines outside tables, conflicts, statements that cut a table short; in line order */
    size_t problem_count;
    size_t problem_capacity;
    sdn_git_conflict *conflicts; /* in file order */
    size_t conflict_count;
    size_t conflict_capacity;
    sdn_nested_header *nested; /* in file order */
    size_t nested_count;
    size_t nested_capacity;
    bool saw_statement;
    size_t effort; /* see sdn__scan_row */
    /* Lines are counted on demand, from the last place asked for. */
    const char *counted_to;
    uint32_t counted_lines;
} sdn_document;

/* Takes the rows of one table. Returns SDN_OK to go on; anything else ends the scan and is its result. `lost` may be
 * NULL; it takes lines that look like rows of the table but come after the statement that ended it. */
typedef struct sdn_row_taker {
    sdn_code (*row)(void *context, const sdn_row_scan *scan, sdn_error *err);
    sdn_code (*lost)(void *context, const sdn_row_scan *scan, sdn_error *err);
    void *context;
    sdn_cell *cells; /* room for the cells of a row: table->column_count + 1 of them */
} sdn_row_taker;

/* Who takes the rows of a table; called at its header. *taker is untouched if nobody does. */
typedef sdn_code sdn_document_claim(void *context, sdn_document *document, size_t table, sdn_row_taker *taker,
                                    sdn_error *err);

/* Finds the tables of `len` bytes and hands out their rows. `bytes` are followed by a NUL and outlive the document.
 * SDN_E_SYNTAX (not a text file of tables), SDN_E_LIMIT (also more than 100,000 tables, or lines of no table),
 * SDN_E_NOMEM, and what the takers return. */
sdn_code sdn__document_read(sdn_document *document, const char *path, const char *bytes, size_t len,
                            const sdn_options *options, sdn_arena *arena, sdn_document_claim *claim, void *context,
                            sdn_error *err);

/* Frees what the document holds besides its arena. */
void sdn__document_release(sdn_document *document);

/* The line number of a place in the text; cheap when asked for in rising order. */
uint32_t sdn__document_line(sdn_document *document, const char *at);

/* The column of a place in its line, from 1, in bytes. */
uint32_t sdn__document_column(const sdn_document *document, const char *at);

/* Whether a line that stands among the rows of a table, whose header is indented by `indent` bytes, is a row of it: no
 * comment, no blank line, and nothing that ends the table. */
bool sdn__document_is_row(uint32_t indent, sdn_line line);

/* The conflict that a place in the text is in, or NULL. */
const sdn_git_conflict *sdn__document_conflict_at(const sdn_document *document, const char *at);

/* The first header of that name in the block of another statement, or NULL. */
const sdn_nested_header *sdn__document_nested(const sdn_document *document, sdn_str name);

/* The last table with this name, or NULL: a later table of one name replaces the earlier ones. */
const sdn_table_text *sdn__document_table(const sdn_document *document, sdn_str name);

#endif
