/* Pieces: a text made of parts that stay where they are, as in a piece table (J Strother Moore, 1973). */
#ifndef SDN_TEXT_PIECES_H
#define SDN_TEXT_PIECES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>

typedef struct sdn_pieces {
    sdn_str *items; /* none is empty */
    size_t count;
    size_t capacity;
    size_t len;         /* of all together */
    bool out_of_memory; /* something is missing; the text is of no use */
} sdn_pieces;

#define SDN_PIECES_INIT      \
    {                        \
        NULL, 0, 0, 0, false \
    }

/* Adds `len` bytes, which must stay as long as the pieces are used. */
void sdn__pieces_add(sdn_pieces *pieces, const char *bytes, size_t len);
void sdn__pieces_add_str(sdn_pieces *pieces, sdn_str str);

/* The byte `back` places before the end, 1 for the last one; '\0' where there is none. */
char sdn__pieces_before_end(const sdn_pieces *pieces, size_t back);

/* Copies all to `to`. */
void sdn__pieces_copy(const sdn_pieces *pieces, char *to);

/* A place in the text; lines and columns count from 1, columns in bytes. Starts as {0, first byte, 1, 1}. */
typedef struct sdn_pieces_cursor {
    size_t piece;
    const char *at;
    uint32_t line;
    uint32_t column;
} sdn_pieces_cursor;

/* Moves forward to `to`: a byte of a piece, or if it is none, the end of one. */
void sdn__pieces_advance(const sdn_pieces *pieces, sdn_pieces_cursor *cursor, const char *to);

/* Whether the text is these bytes. */
bool sdn__pieces_equal(const sdn_pieces *pieces, const char *bytes, size_t len);

void sdn__pieces_release(sdn_pieces *pieces);

#endif
