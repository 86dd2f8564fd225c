/* Private to the parser of expressions: its state, the steps of the grammar's actions, and what lemon defines but does
 * not declare. */
#ifndef SDNC_QUERY_WHERE_PRIVATE_H
#define SDNC_QUERY_WHERE_PRIVATE_H

#include <stdio.h>

#include "query/where_lexer.h"
#include "query/where_tree.h"

/* How many tokens a message looks back. */
enum { WHERE_TOKENS_BEFORE = 3 };

typedef struct where_parser {
    const source_file *source;
    sdn_arena *arena;
    diag_list *diags;
    where_lexer lexer;
    where_token before[WHERE_TOKENS_BEFORE]; /* those that were fed, the last one first */
    size_t open_parentheses;                 /* among the tokens that were fed */
    where_node *root;                        /* NULL: not complete */
    bool failed;                             /* a mistake was reported, or memory ran out */
} where_parser;

/* Building the tree (where_tree.c). NULL, and p->failed, when memory ran out; NULL is accepted. */
where_word *where_build_word(where_parser *p, where_token token);
where_words where_build_words(where_words list, where_word *word); /* `list` with one more */
where_node *where_build_test(where_parser *p, where_word *field, where_operator op, source_span at, where_words values);
where_node *where_build_not(where_parser *p, where_node *part);
where_node *where_build_joined(where_parser *p, where_kind kind, where_node *left, where_node *right);

/* Reports that the token cannot stand where it does (where_mistakes.c). */
void where_report_unexpected(where_parser *p, const where_token *token);
void where_report_fault(where_parser *p, const where_token *token);
void where_report_too_deep(where_parser *p, const where_token *token);

/* What the grammar takes a token for that it accepts next: words such as `in` are names where only a name can stand. */
int where_kind_as_parsed(const where_parser *p, int kind);

/* Lemon's. */
void *where_parser_Alloc(void *(*allocate)(size_t size), where_parser *p);
void where_parser_Init(void *machine, where_parser *p);
void where_parser_Finalize(void *machine);
void where_parser_Free(void *machine, void (*release)(void *block));
void where_parser_(void *machine, int kind, where_token token);
int where_parser_Fallback(int kind);
#ifndef NDEBUG
void where_parser_Trace(FILE *stream, char *prefix);
#endif

#endif
