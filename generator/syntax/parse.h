/* The parser: one source to its AST. */
#ifndef SDNC_SYNTAX_PARSE_H
#define SDNC_SYNTAX_PARSE_H

#include <sdn/arena.h>

#include "diag/diag.h"
#include "diag/source.h"
#include "syntax/ast.h"

/*
 * Parses `source` into *schema, whose nodes live in the arena. All mistakes go to `diags`; the AST has
 * what could be read nevertheless. Returns 0, or -1 when memory ran out.
 */
int parse_schema(const source_file *source, sdn_arena *arena, diag_list *diags, ast_schema *schema);

#endif
