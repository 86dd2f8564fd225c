/*
 * Pieces: lines of text, and elements between them, in the order of a version; which of them two versions have in common.
 */
#ifndef SDNC_MERGE_PIECES_H
#define SDNC_MERGE_PIECES_H

#include "merge/merge_private.h"

/* A line, or an element. */
typedef struct piece {
    sdn_str text;
    uint32_t element; /* its position in its version; UINT32_MAX: a line */
} piece;

typedef struct piece_list {
    piece *items;
    size_t count;
    size_t capacity;
} piece_list;

/* A part of a list. */
typedef struct piece_range {
    const piece *items;
    size_t count;
} piece_range;

/* Whether a piece is a line. */
static inline bool piece_is_line(const piece *p)
{
    return p->element == UINT32_MAX;
}

/* Whether two pieces are the same line. Elements are in one version only, and equal to nothing. */
bool pieces_are_equal(const piece *a, const piece *b);

/* Finds lines of `before` that stand in `after` too, in the same order: as many as possible, unless both lists are very
 * long. matches[i] is the position in `after` of line i of `before`, or UINT32_MAX. Returns 0, or -1 when memory ran
 * out. */
int pieces_match(piece_range before, piece_range after, uint32_t *matches);

/* ---- region.c ---- */

/* Whether a piece is the header of a table. */
bool merge_piece_is_header(const file_merger *m, merge_side side, const piece *p);

/* Whether a line says nothing to programs: it is blank, or a comment. */
bool merge_line_is_comment(sdn_str line);

/* Writes pieces of a version. */
sdn_code merge_put_pieces(file_merger *m, merge_side side, const piece *pieces, size_t count);

/* Writes the lines of a region, merged, and its elements. `ranges` are what each version has there; `peers` is the element
 * below them. */
sdn_code merge_region(file_merger *m, const piece_range *ranges, const uint32_t *peers);

#endif
