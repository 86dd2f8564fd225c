/*
 * Wide scan: the cells of rows as most of them are, found many bytes at a time.
 *
 * It takes rows of one line that ends in a line feed, with as many cells as expected, each of which is quoted, or bare
 * without quotes and brackets. It gives up on every other row, which sdn_scan_row can read; where it does not, the
 * outcome is that of sdn_scan_row.
 *
 * Calling sequence: sdn_wide_scan_init once, sdn_wide_scan_row for row after row. Rows may be left out.
 */
#ifndef SDN_TEXT_SCAN_WIDE_H
#define SDN_TEXT_SCAN_WIDE_H

#include "text/scan.h"

typedef struct sdn_wide_scan {
    const char *end;      /* of the text */
    const char *at;       /* so far it was looked through */
    const char *block;    /* the 64 bytes around, or behind, `at` */
    uint64_t marks;       /* in the block, from `at` on: commas, quotes, backslashes, line feeds */
    bool is_plain;        /* the block is ASCII without a NUL */
} sdn_wide_scan;

/* For a text that ends at `end`, a NUL behind it. */
void sdn_wide_scan_init(sdn_wide_scan *wide, const char *end);

/* Scans the row that starts at `start`. False if it is not of the kind above, and *scan and the cells mean nothing.
 * Otherwise *is_text tells that all of its bytes are known to be ASCII without a NUL. `cells` has room for `expected`
 * cells. */
bool sdn_wide_scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected, sdn_row_scan *scan,
                       bool *is_text);

#endif
