/*
 * From the words of a tree to steps that try records: finds fields, reads values as those of their fields, and compiles
 * patterns. All mistakes are reported, not the first alone.
 */
#ifndef SDNC_QUERY_WHERE_CHECK_H
#define SDNC_QUERY_WHERE_CHECK_H

#include <string.h>

#include "query/where_eval.h"
#include "query/where_tree.h"

/* A compiled pattern, to be freed with where_pattern_free. */
typedef struct where_pattern {
    regex_t compiled;
    struct where_pattern *next;
} where_pattern;

typedef struct where_checker {
    const sdn_record_type *type;
    sdn_arena *arena;
    diag_list *diags;
    where_pattern *patterns; /* those that were compiled */
} where_checker;

/* The steps of a tree. NULL: mistakes were reported, or memory ran out (diags->out_of_memory). */
const where_step *where_check(where_checker *c, const where_node *tree);

/* What stands beside a field. */
typedef enum where_operand_kind {
    WHERE_OPERAND_VALUE,
    WHERE_OPERAND_OTHER_WORD, /* of an open enum, none of its enumerators: value.text */
    WHERE_OPERAND_FIELD
} where_operand_kind;

typedef struct where_operand {
    where_operand_kind kind;
    sdn_value value;
    const sdn_field *field;
} where_operand;

/* Reads a word beside a field, for an operator (where_value.c). False: it was reported. */
bool where_operand_read(where_checker *c, const sdn_field *field, where_operator op, const where_word *word,
                        where_operand *read);

/* Compiles a regular expression (where_pattern.c). NULL: it was reported, or memory ran out. */
const regex_t *where_pattern_compile(where_checker *c, const where_word *word);
void where_patterns_free(where_pattern *patterns);

/* Zeroed room in the arena; NULL, and diags->out_of_memory, when memory ran out. */
static inline void *where_alloc(where_checker *c, size_t size)
{
    void *made = sdn_arena_alloc(c->arena, size);
    if (made == NULL)
        c->diags->out_of_memory = true;
    else
        memset(made, 0, size);
    return made;
}

#endif
