/* The AST as text, to see how a schema was read. */
#ifndef SDNC_SYNTAX_AST_DUMP_H
#define SDNC_SYNTAX_AST_DUMP_H

#include "diag/text.h"
#include "syntax/ast.h"

/*
 * Appends a schema, one node per line, indented below its parent, with the line and column of its
 * name or first word: `field id : string @5:9`. Imports come first, then enums, then records, each in source
 * order. Texts are as in the source; doc comments follow their node. A node that could not be read in full
 * has a line `incomplete`.
 */
void ast_dump(const ast_schema *schema, sdn_buffer *text);

#endif
