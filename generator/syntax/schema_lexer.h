/*
 * The lexer: cuts a source into tokens, each a view of its text. It allocates nothing and reports nothing; a
 * token that is wrong in itself carries a fault and the kind the parser should take it for.
 */
#ifndef SDNC_SYNTAX_SCHEMA_LEXER_H
#define SDNC_SYNTAX_SCHEMA_LEXER_H

#include "diag/source.h"
#include "syntax/schema_token.h"

typedef struct schema_lexer {
    const source_file *source;
    const unsigned char *cursor;
    const unsigned char *marker; /* re2c's */
    const unsigned char *limit;  /* where the source's NUL stands */
    bool line_start;             /* no token on this line yet */
} schema_lexer;

void schema_lexer_init(schema_lexer *lexer, const source_file *source);

/* Fills *token with the next one; TOKEN_END at the end, again and again. doc is left empty. */
void schema_lexer_next(schema_lexer *lexer, schema_token *token);

#endif
