/*
 * A schema as the formatter sees it: tokens and comments in their order, with as much of the blank space
 * between them as the layout keeps. Doc comments are comments here.
 *
 * Pieces point into the source, which must outlive them and have no syntax mistakes.
 */
#ifndef SDNC_COMMANDS_FORMAT_PIECES_H
#define SDNC_COMMANDS_FORMAT_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

#include "diag/source.h"

enum { PIECE_COMMENT = -1 };

typedef struct format_piece {
    int kind;           /* of a token (schema_tokens.h), or PIECE_COMMENT */
    sdn_str text;       /* as written, without blanks at the end */
    bool first_on_line; /* false for a comment: it is after something on its line */
    bool blank_before;  /* there are blank lines before it */
} format_piece;

typedef struct format_pieces {
    format_piece *items; /* `count` of them, then one of kind TOKEN_END */
    size_t count;
    size_t capacity;
    bool out_of_memory;
} format_pieces;

/* Splits the source. A comment just before a ';', ',' or '{' is moved after it. */
void format_pieces_read(format_pieces *pieces, const source_file *source);
void format_pieces_release(format_pieces *pieces);

#endif
