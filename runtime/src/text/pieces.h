/*
 * Pieces: a piece table (J Strother Moore; described by Crowley, "Data Structures for Text Sequences", 1998): a text as
 * a list of byte ranges that stay where they are.
 *
 * A save makes the new file from long unchanged ranges of the loaded one and a few new rows. The list can be compared,
 * measured and written without copying the unchanged ranges.
 *
 * Invariants: no piece is empty; two pieces are not adjacent in memory, since the second would have extended the first;
 * `len` is the sum of all lengths. A file that was edited in few rows has few pieces, so they are in a plain array.
 */
#ifndef SDN_TEXT_PIECES_H
#define SDN_TEXT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>

#include "text/delimiters.h"

typedef struct sdn_pieces {
    sdn_str *items; /* none is empty */
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

/* Adds `len` bytes at the end. They must stay valid and unchanged as long as the pieces are used. */
void sdn__pieces_add(sdn_pieces *pieces, const char *bytes, size_t len);
void sdn__pieces_add_str(sdn_pieces *pieces, sdn_str str);

/* The byte `back` bytes before the end, 1 for the last one; '\0' if the text is shorter. */
char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back);

/* Copies bytes of a piece: `len` of them, from `from` on. */
void sdn__pieces_copy_part(const sdn_pieces *pieces, const char *from, size_t len, char *to);

/* Copies the whole text to `to`, which has room for `len` bytes. */
void sdn__pieces_copy(const sdn_pieces *pieces, char *to);

/* A position in the text; lines and columns count from 1, columns in bytes. Starts as {0, first byte, 1, 1}. */
typedef struct sdn_pieces_cursor {
    size_t piece;
    const char *at;
    uint32_t line;
    uint32_t column;
} sdn_pieces_cursor;

/* Moves forward to `to`: a byte of a piece, or the end of one. Does not move if it is neither. */
void sdn__pieces_advance(const sdn_pieces *pieces, sdn_pieces_cursor *cursor, const char *to);

/* Whether the text equals these bytes. */
bool sdn__pieces_equal(const sdn_pieces *pieces, const char *bytes, size_t len);

void sdn__pieces_release(sdn_pieces *pieces);

#endif
