/* Tokens, with their positions in the source. */
#ifndef SDNC_SYNTAX_SCHEMA_TOKEN_H
#define SDNC_SYNTAX_SCHEMA_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

#include "diag/source.h"

/* Kinds in addition to those of the grammar (schema_tokens.h, all positive). */
enum {
    TOKEN_END = 0,
    TOKEN_DOC = -1,    /* a line of a doc comment */
    TOKEN_NOTHING = -2 /* something that the parser does not see; its fault says what */
};

/* What is malformed in a token. */
typedef enum schema_fault {
    SCHEMA_FAULT_NONE,
    SCHEMA_FAULT_CHARACTER,    /* no token starts like this */
    SCHEMA_FAULT_NAME,         /* letters other than a to z in a name */
    SCHEMA_FAULT_QUOTES,       /* 'text' or typographic quotes */
    SCHEMA_FAULT_DATE,         /* a date without quotes */
    SCHEMA_FAULT_UNTERMINATED, /* the line ends inside a text */
    SCHEMA_FAULT_HASH_COMMENT,
    SCHEMA_FAULT_BLOCK_COMMENT,
    SCHEMA_FAULT_COUNT
} schema_fault;

typedef struct schema_token {
    int kind;
    schema_fault fault;
    source_span span;
    sdn_str text;         /* as written; of a string, the text between the quotes, unescaped by the parser */
    sdn_str doc;          /* the doc comment before it */
    source_span doc_span; /* len 0 if there is none */
    bool first_on_line;
    bool broken;         /* it has a fault, or something between it and the token before has one */
    source_span strange; /* characters before it that start no token, still to be reported; len 0: none */
} schema_token;

/* A token kind in the words of a message: "'record'", "a name". */
const char *schema_token_words(int kind);

/* The spelling of a keyword, NULL for other kinds. */
const char *schema_token_keyword(int kind);

/* Whether a token of this kind may be a name: every keyword may. */
bool schema_token_is_name(int kind);

#endif
