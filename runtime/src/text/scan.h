/*
 * Scan: finds where the cells of one row begin and end. Nothing is copied or changed.
 *
 * The rules are those of all known SDN readers and writers. Cells are separated by commas outside quotes and brackets,
 * and trimmed of blanks. A cell that starts with a quote ends at the next quote, not counting `\x` and `""` inside.
 * Brackets count only in a cell that starts with `[` or `{` and closes on its line. All other bytes are literal.
 */
#ifndef SDN_TEXT_SCAN_H
#define SDN_TEXT_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/row.h>

/* A line without its line end. */
typedef struct sdn_line {
    const char *start;
    const char *end;  /* before \n or \r\n, or the end of the text */
    const char *next; /* start of the following line, or the end of the text */
} sdn_line;

typedef struct sdn_row_scan {
    sdn_line line;       /* from the row's first byte; includes several lines if a quoted cell does */
    uint32_t count;      /* cells found; only the first `capacity` are stored */
    const char *problem; /* NULL, or why the row cannot be read */
    const char *fault;   /* the position of the problem; NULL: the row as a whole */
} sdn_row_scan;

/* The line that starts at `start`; `end` is the end of the text. */
sdn_line sdn__line_at(const char *start, const char *end);

/* The first byte in [at, end) that is neither space nor tab, or `end`. */
const char *sdn__skip_blanks(const char *at, const char *end);

/* [start, end) without the spaces and tabs at both ends. */
sdn_str sdn__trimmed(const char *start, const char *end);

/*
 * Scans the row that starts at `start` in a text that ends at `end`. Stores at most `capacity` cells. A row whose
 * quoted cells contain line ends must have `expected` cells; otherwise the row is its first line, and has a problem.
 * *effort is a budget: how many bytes may be read in all attempts at such rows that fail. Failed attempts subtract from
 * it.
 */
sdn_row_scan sdn__scan_row(const char *start, const char *end, sdn_cell *cells, uint32_t capacity, uint32_t expected,
                           size_t *effort);

/* The quote that closes a text which starts at `at`, after its opening quote; or NULL. *escapes: it has escapes. */
const char *sdn__closing_quote(const char *at, const char *end, bool *escapes);

/* The bytes of a cell with its quotes. */
sdn_str sdn__cell_extent(const sdn_cell *cell);

#endif
