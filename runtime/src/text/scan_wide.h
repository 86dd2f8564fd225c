/*
 * Wide scan: the cells of rows as most of them are, found many bytes at a time.
 *
 * It takes rows of one line that ends in a line feed, with as many cells as expected, each of which is quoted, or bare
 * without quotes and brackets. It gives up on every other row, which sdn__scan_row can read; where it does not, the
 * outcome is that of sdn__scan_row.
 *
 * Commas outside quotes are found by counting quotes, as if each opened or closed a cell. They did if a comma or line
 * feed stands behind each one that closes, and as many cells start with a quote as are opened. Rows in which they did
 * not, and rows with backslashes, are looked through once more.
 *
 * Calling sequence: sdn__wide_scan_init once, sdn__wide_scan_row for row after row. Rows may be left out.
 */
#ifndef SDN_TEXT_SCAN_WIDE_H
#define SDN_TEXT_SCAN_WIDE_H

#include "text/scan.h"

typedef struct sdn_wide_scan sdn_wide_scan;

/* Scans the row that starts at `start`. False if it is not of the kind above, and *scan and the cells mean nothing.
 * Otherwise *is_text tells that all of its bytes are known to be ASCII without a NUL. `cells` has room for `expected`
 * cells. */
typedef bool sdn_wide_scan_function(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                                    sdn_row_scan *scan, bool *is_text);

struct sdn_wide_scan {
    sdn_wide_scan_function *row; /* the one that suits the processor */
    const char *end;             /* of the text */
    const char *at;              /* so far it was looked through; NULL: to be found out */
    const char *block;           /* the 64 bytes around, or behind, `at` */
    uint64_t stops;              /* in the block, from `at` on: commas outside quotes, line feeds */
    uint64_t newlines;           /* the line feeds among them */
    uint64_t quotes;             /* in the block, from `at` on: quotes that no backslash precedes */
    uint64_t inside;             /* all bits set: the block ends between quotes; else 0 */
    uint64_t closes;             /* 1: the block ends in a quote that closes; else 0 */
    uint64_t escapes;            /* 1: the block ends in a backslash that counts for what follows; else 0 */
    unsigned traits;             /* of the block */
};

/* For a text that ends at `end`, a NUL behind it. */
void sdn__wide_scan_init(sdn_wide_scan *wide, const char *end);

static inline bool sdn__wide_scan_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                                      sdn_row_scan *scan, bool *is_text)
{
    return wide->row(wide, start, cells, expected, scan, is_text);
}

/* For every processor, and for those that have AVX2, BMI and POPCNT. */
sdn_wide_scan_function sdn__wide_scan_row_baseline;
#ifdef SDN_AVX2
sdn_wide_scan_function sdn__wide_scan_row_avx2;
#endif

#endif
