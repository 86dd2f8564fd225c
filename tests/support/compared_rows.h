/*
 * The rows of a document read in two ways: as a loader reads them, most of them by the lists of the wide scan, and each by
 * sdn__scan_row alone, which is the definition.
 */
#ifndef SDNC_TEST_COMPARED_ROWS_H
#define SDNC_TEST_COMPARED_ROWS_H

#include <stddef.h>

typedef struct compared_rows {
    const char *difference; /* what differs first; NULL: nothing */
    size_t rows;            /* read, detached ones left out */
    size_t smooth_rows;     /* those of them that sdn__document_next_smooth_row took */
} compared_rows;

/* Reads `len` bytes, which are followed by a NUL, with that limit of the size of cells. */
compared_rows compare_rows(const char *bytes, size_t len, size_t max_cell_bytes);

#endif
