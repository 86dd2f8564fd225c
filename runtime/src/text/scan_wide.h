/*
 * Wide scan: finds the cells of the most frequent kind of row, 64 bytes at a time.
 *
 * It accepts rows of one line that ends in a line feed, with the expected number of cells, each of which is quoted, or
 * bare and without quotes and brackets. All other rows are left to sdn__scan_row (it returns false). For rows it
 * accepts the result equals that of sdn__scan_row.
 *
 * Calling sequence: sdn__wide_scan_init once, sdn__wide_scan_row for row after row. Rows may be left out. The algorithm
 * is described in scan_wide.inc.h.
 */
#ifndef SDN_TEXT_SCAN_WIDE_H
#define SDN_TEXT_SCAN_WIDE_H

#include "text/scan.h"

typedef struct sdn_wide_scan sdn_wide_scan;

/* Scans the row that starts at `start`. False if it is not of the kind above; *scan and the cells are then undefined.
 * Otherwise *is_text tells whether all of its bytes are known to be ASCII without a NUL. `cells` has room for
 * `expected` cells. */
typedef bool sdn_wide_scan_function(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                                    sdn_row_scan *scan, bool *is_text);

struct sdn_wide_scan {
    sdn_wide_scan_function *row; /* the one for this processor */
    const char *end;             /* of the text */
    const char *at;              /* scanned up to here: the start of the next row; NULL: unknown */
    const char *block;           /* the 64 bytes that contain `at`, or end at it */
    uint64_t stops;              /* in the block, from `at` on: commas outside quotes, line feeds */
    uint64_t newlines;           /* the line feeds among them */
    uint64_t quotes;             /* in the block, from `at` on: quotes that are not escaped by a backslash */
    uint64_t inside;             /* all bits set: the block ends between quotes; else 0 */
    uint64_t closes;             /* 1: the last byte of the block is a closing quote; else 0 */
    uint64_t escapes;            /* 1: the last byte of the block is a backslash that escapes the next byte; else 0 */
    unsigned traits;             /* of the block */
};

/* For a text that ends at `end` and is followed by a NUL. */
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
