/* Tokens of expressions, with their positions in the source. */
#ifndef SDNC_QUERY_WHERE_TOKEN_H
#define SDNC_QUERY_WHERE_TOKEN_H

#include <sdn/str.h>

#include "diag/source.h"

/* What a test does with a field. */
typedef enum where_operator {
    WHERE_EQUAL,
    WHERE_DIFFERS,
    WHERE_LESS,
    WHERE_AT_MOST,
    WHERE_MORE,
    WHERE_AT_LEAST,
    WHERE_MATCHES,
    WHERE_HAS,
    WHERE_IN,
    WHERE_ABSENT,
    WHERE_PRESENT,
    WHERE_ALONE, /* a truth value by itself */
    WHERE_OPERATOR_COUNT
} where_operator;

/* How a name or value is written. */
typedef enum where_form {
    WHERE_BARE,     /* open, 50, 2024-01-31 */
    WHERE_BRACKETS, /* [due date] */
    WHERE_QUOTED    /* 'text', "text" */
} where_form;

typedef struct where_token {
    int kind; /* WHERE_TOKEN_... of where_tokens.h; 0: the end */
    where_form form;
    where_operator op;  /* of a sign that compares */
    const char *fault;  /* what is wrong with it; NULL: nothing */
    const char *advice; /* with `fault`: what to write instead */
    source_span span;
    sdn_str text; /* as written, without quotes or brackets; those inside are still doubled */
} where_token;

#endif
