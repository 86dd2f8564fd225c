/*
 * Aligned tables: rows of cells, each column as wide as its widest cell, so that they can be read like a table and are
 * SDN all the same. Blanks are added after commas, and before numbers; so each cell still ends at its comma, which is
 * what the library reads fastest.
 *
 *   todos |id, severity, description|
 *           1, P2,       "seventh"
 *          12, P0,       crash
 *
 * A header is printed like a row, since blanks round the names of columns mean nothing; rows are indented as far as the
 * name of the table reaches.
 *
 * Calling sequence: align_init, align_measure for each row and for the names of the columns, align_row for the same again,
 * align_release.
 */
#ifndef SDNC_FORMATS_ALIGN_H
#define SDNC_FORMATS_ALIGN_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

#include "base/buffer.h"

/* A cell that is wider than this does not widen its column; what follows it in its row steps out of line. Otherwise one
 * long text would move all other rows apart. */
enum { ALIGN_WIDEST = 64 };

typedef struct align_columns {
    size_t *widths;
    bool *right; /* whether the cells of a column end in the same column, as numbers do; set by the caller */
    size_t count;
} align_columns;

/* Columns of width 0, none of them aligned to the right. Returns 0, or -1 when memory ran out; they are to be released in
 * both cases. */
int align_init(align_columns *columns, size_t count);
void align_release(align_columns *columns);

/* Takes the cells of a row into account: as they are written, quotes included. */
void align_measure(align_columns *columns, const sdn_str *cells);

/* Appends the cells of a row with commas between them; no indent, no line end. */
void align_row(const align_columns *columns, const sdn_str *cells, sdn_buffer *out);

/* How far a row reaches. */
size_t align_total(const align_columns *columns);

/* How many columns of a terminal a text takes. It is UTF-8; East Asian wide characters take two columns, combining ones
 * none. */
size_t text_width(sdn_str text);

#endif
