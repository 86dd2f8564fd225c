/*
 * The lexer: cuts a source into tokens, each a part of its text. It allocates nothing and reports nothing; a
 * malformed token has a fault, and the kind as which the parser should treat it.
 */
#ifndef SDNC_SYNTAX_SCHEMA_LEXER_H
#define SDNC_SYNTAX_SCHEMA_LEXER_H

#include "diag/source.h"
#include "syntax/schema_token.h"

typedef struct schema_lexer {
    const source_file *source;
    const unsigned char *cursor;
    const unsigned char *marker; /* re2c's */
    const unsigned char *limit;  /* the NUL after the source */
    bool line_start;             /* no token on this line yet */
} schema_lexer;

void schema_lexer_init(schema_lexer *lexer, const source_file *source);

/* Fills *token with the next one; at the end TOKEN_END, at every call. doc is left empty. */
void schema_lexer_next(schema_lexer *lexer, schema_token *token);

#endif
