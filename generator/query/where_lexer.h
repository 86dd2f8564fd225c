/*
 * The lexer of expressions: cuts a source into tokens, each a part of its text. It allocates nothing and reports nothing;
 * a token that is none of the language has a fault.
 *
 *   words    and or not in has is absent present, in any case
 *   names    letters, digits, _ and, not at the start, - . / + @; all bytes above 127 count as letters. Others stand in
 *            brackets, where ]] is one ]
 *   numbers  what starts with a digit, or with one after - or +: numbers, dates, times
 *   texts    in ' or ", where that quote is written twice; \ has no meaning in them, for regular expressions have enough
 */
#ifndef SDNC_QUERY_WHERE_LEXER_H
#define SDNC_QUERY_WHERE_LEXER_H

#include "diag/source.h"
#include "query/where_token.h"

typedef struct where_lexer {
    const source_file *source;
    const unsigned char *cursor;
    const unsigned char *marker; /* re2c's */
    const unsigned char *limit;  /* the NUL after the source */
} where_lexer;

void where_lexer_init(where_lexer *lexer, const source_file *source);

/* Fills *token with the next one; at the end one of kind 0, at every call. */
void where_lexer_next(where_lexer *lexer, where_token *token);

#endif
