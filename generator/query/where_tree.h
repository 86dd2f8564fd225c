/*
 * The tree of an expression, as the grammar builds it. Names and values are still words here: what they mean is found by
 * where_check.c.
 *
 * `and` and `or` have any number of parts, so the tree is as deep as parentheses and `not` are nested, no deeper.
 */
#ifndef SDNC_QUERY_WHERE_TREE_H
#define SDNC_QUERY_WHERE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>

#include "diag/diag.h"
#include "query/where_token.h"

typedef enum where_kind { WHERE_ALL_OF, WHERE_ANY_OF, WHERE_NOT, WHERE_TEST } where_kind;

/* A name or a value. */
typedef struct where_word {
    sdn_str text; /* without quotes */
    where_form form;
    source_span span;
    struct where_word *next; /* in a list of values */
} where_word;

/* A list of values. */
typedef struct where_words {
    where_word *first, *last;
    size_t count;
} where_words;

typedef struct where_node {
    where_kind kind;
    struct where_node *first, *last; /* the parts of WHERE_ALL_OF, WHERE_ANY_OF, WHERE_NOT */
    size_t part_count;
    struct where_node *next; /* of the parts of the same node */

    where_operator op; /* this and the next ones: of WHERE_TEST */
    source_span op_span;
    where_word *field;
    where_words values;
} where_node;

/* Reads an expression. NULL: there is a mistake, which is in `diags`, or memory ran out (diags->out_of_memory). The tree
 * is in the arena. */
const where_node *where_parse(const source_file *source, sdn_arena *arena, diag_list *diags);

#endif
