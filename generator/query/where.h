/*
 * Where: expressions that select records, in the words of SQL.
 *
 *   status = open and line > 50        area in (emit, lexer)        blocked has "9"        not (file ~ '\.c$')
 *   issue absent                       due >= 2024-01-31            description = "it's"   (a or b) and c
 *
 * Names are fields of the record type. What stands beside a field is read as a value of that field's type: a bare word, a
 * number, or a text in ' or ". `~` is a POSIX extended regular expression (regcomp). An absent value makes a comparison
 * false, except `!=`, and `absent` itself.
 *
 * The whole language: docs/queries.md.
 *
 * Layers: where_lexer.re, where_parser.y (tree), where_check.c (fields and values, against the type), where_eval.c.
 * Calling sequence: where_compile, where_matches for each record, where_release.
 */
#ifndef SDNC_QUERY_WHERE_H
#define SDNC_QUERY_WHERE_H

#include <stdbool.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "diag/diag.h"

typedef struct where where;

/* Compiles an expression for records of a type. `name` is what messages call it, such as "where" (for --where) or "if".
 * Returns NULL if there are mistakes, which are in `diags`, or memory ran out (diags->out_of_memory). The result and the
 * source of the messages are in the arena, and where_release frees what is not. */
where *where_compile(const char *name, const char *text, const sdn_record_type *type, sdn_arena *arena,
                     diag_list *diags);
void where_release(where *compiled);

/* Whether a record matches. Never fails. Texts of the record end with a NUL, as those of stores and from sdn_field_set do:
 * regexec needs it. */
bool where_matches(const where *compiled, const void *record);

/* Whether the expression looks at a field of its type. */
bool where_looks_at(const where *compiled, const sdn_field *field);

/* What a record has in the fields that the expression looks at, for messages about one that does not match: `status is
 * blocked, line is 7`. In the arena; its ptr is NULL when memory ran out. */
sdn_str where_values(const where *compiled, const sdn_record_type *type, const void *record, sdn_arena *arena);

#endif
