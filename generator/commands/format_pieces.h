/*
 * A schema as the formatter sees it: tokens and comments in their order, with what the layout must keep of
 * the space between them. Doc comments are comments here.
 *
 * Pieces view the source, which must outlive them and be free of syntax mistakes.
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
    bool first_on_line; /* a comment that is not stands behind something */
    bool blank_before;  /* there are blank lines before it */
} format_piece;

typedef struct format_pieces {
    format_piece *items; /* `count` of them, then one of kind TOKEN_END */
    size_t count;
    size_t capacity;
    bool out_of_memory;
} format_pieces;

/* Cuts the source. A comment right before a ';', ',' or '{' is moved behind it. */
void format_pieces_read(format_pieces *pieces, const source_file *source);
void format_pieces_release(format_pieces *pieces);

#endif
