/*
 * Pieces: a piece table (J Strother Moore; described by Crowley, "Data Structures for Text Sequences", 1998): a text as
 * a list of byte ranges that stay where they are.
 *
 * A loaded file is such a list: at first one piece, the bytes that were read. A save makes a new list from it: long
 * unchanged ranges, and rows that it replaced, left out or added. The list can be compared, measured and written without
 * copying the unchanged ranges, and the next save continues with it.
 *
 * The pieces are in parts, arrays of at most SDN_PART_PIECES. A list that is made from another one shares the parts in
 * which the two do not differ (as nodes of a B-tree are shared by a version that copies what it changes, but of two
 * levels). So an edit costs a step per part and one per piece of the part that it is in, the old list stays whole until
 * the new one is adopted, and one that is not wanted is dropped without a trace.
 *
 * Each piece has a place, which says what it is there for, whatever bytes it has now. Places rise through a list, so a
 * position in the file as it was read, or a row that was added to it, is found again in any later list. There are two
 * kinds
 *   in the text   bytes that were read, or what replaces them, from an offset on
 *   added         what was added at an offset: before the bytes that were read from there on, in the order of a number
 *
 * Invariants
 *   - No piece and no part is empty. A part has at most SDN_PART_PIECES pieces, two neighbours together have more.
 *   - Pieces that continue each other in memory and in place are one; they may be two where lists share a part.
 *   - `len` of a part or a list is the sum of the lengths of its pieces.
 *   - A part that is shared belongs to the list that this one was made from, which must live longer than it.
 */
#ifndef SDN_TEXT_PIECES_H
#define SDN_TEXT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>

#include "text/delimiters.h"

typedef struct sdn_piece {
    sdn_str text;
    uint64_t place;
} sdn_piece;

enum { SDN_PART_PIECES = 64 };

typedef struct sdn_pieces_part {
    sdn_piece *items; /* room for SDN_PART_PIECES */
    size_t len;       /* of the text */
    uint64_t place;   /* of the first piece */
    uint32_t count;
    bool is_shared;
} sdn_pieces_part;

typedef struct sdn_pieces {
    sdn_pieces_part *parts;
    size_t count;
    size_t capacity;
    size_t len;                       /* of the whole text */
    bool out_of_memory;               /* a piece could not be added: the text is not usable */
    const sdn_delimiters *delimiters; /* of pieces that are in its text: that has them there; NULL: none */
} sdn_pieces;

#define SDN_PIECES_INIT            \
    {                              \
        NULL, 0, 0, 0, false, NULL \
    }

/* ---- places ---- */

/* Of bytes that were read, from `offset` on, or of what replaces them. */
static inline uint64_t sdn__place_in_text(size_t offset)
{
    return (uint64_t)offset << 32 | UINT32_MAX;
}

/* Of what was added at `offset`. */
static inline uint64_t sdn__place_added(size_t offset, uint32_t number)
{
    return (uint64_t)offset << 32 | number;
}

/* After everything. */
#define SDN_PLACE_END UINT64_MAX

/* ---- making a list ---- */

/* Adds `len` bytes at the end. They must stay valid and unchanged as long as the pieces are used. */
void sdn__pieces_add(sdn_pieces *pieces, uint64_t place, const char *bytes, size_t len);

/* Frees a list; parts that it shares stay with the other one. */
void sdn__pieces_release(sdn_pieces *pieces);

/* `pieces` becomes `newer`, which was made from it and is empty then. Cannot fail. */
void sdn__pieces_adopt(sdn_pieces *pieces, sdn_pieces *newer);

/* ---- walking through a list ---- */

/* A position in the text: the next byte, and its place. Starts with sdn__pieces_start. */
typedef struct sdn_pieces_walk {
    const sdn_pieces *pieces;
    size_t part;
    size_t index; /* of the piece in its part */
    size_t done;  /* bytes of that piece */
    uint64_t place;
} sdn_pieces_walk;

sdn_pieces_walk sdn__pieces_start(const sdn_pieces *pieces);

/* What is left of the piece at the position; its ptr is NULL after the last one. */
sdn_str sdn__pieces_here(const sdn_pieces_walk *walk);

/* Goes to the next piece; there is one here. */
void sdn__pieces_next(sdn_pieces_walk *walk);

/* Goes forward to `place`, to `at` if that is within a piece with a lesser one, and adds what it passes to `out` unless
 * that is NULL. */
void sdn__pieces_pass(sdn_pieces_walk *walk, uint64_t place, const char *at, sdn_pieces *out);

/* ---- reading ---- */

/* The byte `back` bytes before the end, 1 for the last one; '\0' if the text is shorter. */
char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back);

/* Copies bytes of a piece: `len` of them, from `from` on. */
void sdn__pieces_copy_part(const sdn_pieces *pieces, const char *from, size_t len, char *to);

/* Copies the whole text to `to`, which has room for `len` bytes. */
void sdn__pieces_copy(const sdn_pieces *pieces, char *to);

/* Whether the text equals these bytes. */
bool sdn__pieces_equal(const sdn_pieces *pieces, const char *bytes, size_t len);

/* ---- lines ---- */

/* A position in the text with its line and column, which count from 1, columns in bytes. */
typedef struct sdn_pieces_cursor {
    sdn_pieces_walk walk;
    const char *at; /* in the piece of the walk */
    uint32_t line;
    uint32_t column;
} sdn_pieces_cursor;

/* At `first`, a byte of the first piece, which is line 1, column 1. */
sdn_pieces_cursor sdn__pieces_cursor_at(const sdn_pieces *pieces, const char *first);

/* Moves forward to `to`: a byte of a piece, or the end of one. Does not move if it is neither. */
void sdn__pieces_advance(sdn_pieces_cursor *cursor, const char *to);

#endif
