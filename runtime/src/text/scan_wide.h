/*
 * Wide scan: finds the cells of the most frequent kind of row, many rows at a time.
 *
 * It accepts rows of one line that ends in a line feed, with the expected number of cells, each of which is quoted, or
 * bare and without quotes and brackets. All other rows are left to sdn__scan_row (it returns false). For rows it
 * accepts the result equals that of sdn__scan_row.
 *
 * Calling sequence: sdn__wide_scan_init once, sdn__wide_scan_row for row after row. Rows may be left out.
 *
 * It works in two steps. The first goes over a chunk of text, 64 bytes at a time and without looking at rows, lists where
 * cells end, and stores the cells between (scan_wide.inc.h). The second takes one row after the other from the lists. For
 * a smooth row, as most are, that is only a look at the lists, made by inline functions; others are checked cell by cell.
 *
 * Invariants
 *   - Positions are counted from `chunk`, which is the start of a row and outside quotes.
 *   - The lists hold what is in [chunk, scanned), in rising order: `stops` the commas and line feeds outside quotes,
 *     `lines` the line feeds among them, `odd` the blocks that need a closer look. `lines` and `odd` end with an
 *     entry that is larger than any position.
 *   - `cells` are those before the stops, if they are smooth (see below); of a row's first cell more blanks may have to be
 *     cut off, of its last one a carriage return.
 *   - If `at` is not NULL, it is the start of a row outside quotes, and the next entries are the first ones that are not
 *     before it.
 */
#ifndef SDN_TEXT_SCAN_WIDE_H
#define SDN_TEXT_SCAN_WIDE_H

#include "base/compiler.h"
#include "text/scan.h"

typedef struct sdn_wide_scan sdn_wide_scan;

/* Fills the lists from `start` on, which is outside quotes: `reach` bytes, if there are as many and the lists have room. */
typedef void sdn_find_stops_function(sdn_wide_scan *wide, const char *start, size_t reach);

/* Room in the lists. What is found in one block may go beyond it. */
enum { SDN_MOST_STOPS = 640, SDN_MOST_ODD_BLOCKS = 256, SDN_STOPS_OF_BLOCK = 64 };

/* In the list of odd blocks, in the bits that the position of a block leaves free. */
enum {
    SDN_BLOCK_IS_ROUGH = 1 << 0,   /* a cell may have escapes, brackets, quotes inside, or blanks to be cut off */
    SDN_BLOCK_IS_FOREIGN = 1 << 1, /* not only ASCII, or a NUL */
    SDN_BLOCK_BITS = SDN_BLOCK_IS_ROUGH | SDN_BLOCK_IS_FOREIGN
};

struct sdn_wide_scan {
    sdn_find_stops_function *find_stops; /* the one for this processor */
    const char *end;                     /* of the text */
    const char *at;                      /* the start of the next row; NULL: unknown */
    const char *chunk;                   /* NULL: none yet */
    const char *scanned;                 /* the end of the chunk */
    size_t reach;                        /* how much to scan at once */
    const uint32_t *stop;                /* the next entries */
    const uint32_t *line;
    const uint32_t *odd;
    const uint32_t *stops_end;
    uint32_t stops[1 + SDN_MOST_STOPS + SDN_STOPS_OF_BLOCK]; /* the first one is before the chunk */
    uint32_t lines[SDN_MOST_STOPS + SDN_STOPS_OF_BLOCK + 1];
    uint32_t odd_blocks[SDN_MOST_ODD_BLOCKS + 2];
    sdn_cell cells[SDN_MOST_STOPS + SDN_STOPS_OF_BLOCK];
};

/* For a text that ends at `end` and is followed by a NUL. */
void sdn__wide_scan_init(sdn_wide_scan *wide, const char *end);

/* For every processor, and for those that have AVX2, BMI, POPCNT and PCLMUL. */
sdn_find_stops_function sdn__find_stops_baseline;
#ifdef SDN_AVX2
sdn_find_stops_function sdn__find_stops_avx2;
#endif

/* ---- any row ---- */

/* Scans the row that starts at `start`. False if it is not of the kind above; *scan and the cells are then undefined.
 * Otherwise *is_text tells whether all of its bytes are known to be ASCII without a NUL. `cells` has room for
 * `expected` cells. */
bool sdn__wide_scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected, sdn_row_scan *scan,
                        bool *is_text);

/* ---- smooth rows: of the kind above, ASCII, in the lists, and without rough blocks ---- */

/* Whether the row that starts at `start` is smooth and has `expected` cells. */
static inline bool sdn__wide_scan_is_smooth(const sdn_wide_scan *wide, const char *start, uint32_t expected)
{
    uint32_t end = *wide->line;
    size_t last = (size_t)expected - 1; /* a table without columns has no smooth rows */
    return wide->at == start && last < (size_t)(wide->stops_end - wide->stop) && wide->stop[last] == end &&
           (*wide->odd & ~(uint32_t)SDN_BLOCK_BITS) > end;
}

/* The line of the row at wide->at, which the lists have. */
static inline sdn_line sdn__wide_scan_line(const sdn_wide_scan *wide)
{
    const char *start = wide->at, *newline = wide->chunk + *wide->line;
    bool has_return = newline > start && newline[-1] == '\r';
    return (sdn_line){start, newline - has_return, newline + 1};
}

/* A cell without blanks from `at` to `stop`. Whether it is quoted cannot be predicted, so there is no branch on it. */
static inline void sdn__wide_scan_set_cell(sdn_cell *cell, const char *at, const char *stop)
{
    const char *text = at + (*at == '"');
    size_t quotes = 2 * (size_t)(text - at);
    cell->ptr = text;
    cell->len = (uint32_t)((size_t)(stop - at) - quotes);
    cell->form = (sdn_cell_form)quotes; /* 2: SDN_CELL_QUOTED */
}

/* The cells of the row at wide->at, which has no rough blocks and whose first byte that is not a blank is at `at`; valid
 * until the next row is looked for. */
static inline const sdn_cell *sdn__wide_scan_cells(sdn_wide_scan *wide, const char *at, sdn_line line, uint32_t count)
{
    sdn_cell *cells = wide->cells + (wide->stop - wide->stops - 1);
    sdn__wide_scan_set_cell(cells, at, wide->chunk + *wide->stop);
    cells[count - 1].len -= (uint32_t)(line.next - line.end) - 1; /* a carriage return */
    return cells;
}

/* Passes the row at wide->at, which has `count` stops. */
static inline void sdn__wide_scan_pass(sdn_wide_scan *wide, sdn_line line, uint32_t count)
{
    wide->stop += count;
    wide->line++;
    wide->at = line.next;
}

#endif
