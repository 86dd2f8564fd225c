/*
 * The schema as written: one node per construct, in source order, with its position. Names are not resolved and
 * values not checked; sema does that. Nodes are in the arena of the compilation and point into the source.
 */
#ifndef SDNC_SYNTAX_AST_H
#define SDNC_SYNTAX_AST_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/str.h>

#include "diag/source.h"

typedef struct ast_name {
    sdn_str text; /* empty: it is missing, and that was reported */
    source_span span;
} ast_name;

/* A list of names, such as the fields of an index. */
typedef struct ast_name_node {
    ast_name name;
    struct ast_name_node *next;
} ast_name_node;

typedef struct ast_names {
    ast_name_node *first;
    ast_name_node *last;
    size_t count;
} ast_names;

typedef struct ast_type {
    ast_name name; /* of the element for a list; empty if it could not be read */
    source_span span;
    bool list;
    bool optional;
    bool optional_element; /* [T?] */
} ast_type;

typedef enum ast_value_kind { AST_WORD, AST_NUMBER, AST_TEXT, AST_LIST } ast_value_kind;

typedef struct ast_value {
    ast_value_kind kind;
    source_span span;
    sdn_str text;            /* of a word or number as written; of a text unescaped */
    struct ast_value *items; /* of a list */
    struct ast_value *last;
    size_t item_count;
    bool doubtful;          /* it, or part of it, was reported as wrong: it is not checked further */
    struct ast_value *next; /* in a list */
} ast_value;

/* `unique`, `column "x"` and all else that may follow a field's default. */
typedef struct ast_attribute {
    int kind; /* token of its keyword */
    source_span span;
    ast_value value; /* of a range, the lower bound */
    ast_value high;  /* of a range only */
    struct ast_attribute *next;
} ast_attribute;

typedef struct ast_field {
    sdn_str doc;
    ast_name name;
    bool key;
    source_span key_span;
    ast_type type;
    ast_value *initial; /* NULL: no default */
    ast_attribute *attributes;
    ast_attribute *last_attribute;
    struct ast_field *next;
} ast_field;

/* `index by a, b;`, `unique index by a;` and `key (a, b);` */
typedef struct ast_index {
    sdn_str doc;
    source_span span; /* of its first word */
    bool unique;
    ast_names fields;
    struct ast_index *next;
} ast_index;

typedef struct ast_order {
    source_span span;
    struct ast_order *next;
} ast_order;

typedef struct ast_record {
    sdn_str doc;
    source_span span; /* of its first word */
    ast_name name;
    ast_name table;
    ast_field *fields, *last_field;
    size_t field_count;
    ast_index *indexes, *last_index;
    size_t index_count;
    ast_index *keys, *last_key;
    ast_order *orders, *last_order;
    bool incomplete; /* something in it could not be read */
    struct ast_record *next;
} ast_record;

typedef struct ast_enumerator {
    sdn_str doc;
    ast_name name;
    ast_name spelling; /* span.len 0: none given */
    struct ast_enumerator *next;
} ast_enumerator;

typedef struct ast_enum {
    sdn_str doc;
    source_span span; /* of its first word */
    bool open;
    ast_name name;
    ast_enumerator *enumerators, *last_enumerator;
    size_t enumerator_count;
    bool incomplete;
    struct ast_enum *next;
} ast_enum;

typedef struct ast_import {
    ast_name path; /* the text between the quotes and its position */
    struct ast_import *next;
} ast_import;

typedef struct ast_prefix {
    ast_name text;    /* between the quotes; ptr NULL: it could not be read, and that was reported */
    source_span span; /* of its first word */
    struct ast_prefix *next;
} ast_prefix;

typedef struct ast_schema {
    const source_file *source;
    ast_prefix *prefixes, *last_prefix;
    ast_import *imports, *last_import;
    size_t import_count;
    ast_enum *enums, *last_enum;
    size_t enum_count;
    ast_record *records, *last_record;
    size_t record_count;
    bool incomplete; /* something at top level could not be read, so names may be missing */
} ast_schema;

/* Adds a node at the end of a list kept as first and last pointer. */
#define AST_APPEND(first, last, node) \
    do {                              \
        if ((last) != NULL)           \
            (last)->next = (node);    \
        else                          \
            (first) = (node);         \
        (last) = (node);              \
    } while (0)

#endif
