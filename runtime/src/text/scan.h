/*
 * Scan: where the cells of one row begin and end.
 *
 * The rules hold for every SDN reader and writer known: cells are trimmed of blanks and split at commas outside
 * quotes and brackets; a cell that starts with a quote ends at the next one, `\x` and `""` inside it not counting;
 * brackets count only in a cell that starts with `[` or `{` and closes on its line; everything else is as it
 * stands. Nothing is copied or changed.
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
    sdn_line line;       /* from the row's first byte; spans several lines if a quoted cell does */
    uint32_t count;      /* cells found; only the first `capacity` are stored */
    const char *problem; /* NULL, or why the row cannot be read */
    const char *fault;   /* where; NULL: the row as a whole */
} sdn_row_scan;

/* The line that starts at `start`; `end` is the end of the text. */
sdn_line sdn__line_at(const char *start, const char *end);

/* The first byte in [at, end) that is neither space nor tab, or `end`. */
const char *sdn__skip_blanks(const char *at, const char *end);

/* What is left of [start, end) without the spaces and tabs at both ends. */
sdn_str sdn__trimmed(const char *start, const char *end);

/*
 * Scans the row that starts at `start` in a text that ends at `end`. Stores at most `capacity` cells. `expected` is
 * the number of cells a row of several lines must have to be taken as one; *effort is how many more bytes may be
 * looked at in vain for such rows, and is drawn down.
 */
sdn_row_scan sdn__scan_row(const char *start, const char *end, sdn_cell *cells, uint32_t capacity, uint32_t expected,
                           size_t *effort);

/* The quote that closes one opened before `at`, or NULL; *escapes tells whether the text between has any. */
const char *sdn__closing_quote(const char *at, const char *end, bool *escapes);

/* The bytes of a cell with its quotes. */
sdn_str sdn__cell_extent(const sdn_cell *cell);

#endif
