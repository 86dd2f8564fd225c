/* The AST as text, for whoever works on the parser or wants to see how a schema was read. */
#ifndef SDNC_SYNTAX_AST_DUMP_H
#define SDNC_SYNTAX_AST_DUMP_H

#include "diag/text.h"
#include "syntax/ast.h"

/*
 * Appends a schema, one node per line, indented below what it belongs to, with the line and column of its
 * name or first word: `field id : string @5:9`. Imports come first, then enums, then records, each in source
 * order. Texts are as the source spells them; doc comments follow their node. What could not be read in full
 * says `incomplete`.
 */
void ast_dump(const ast_schema *schema, sdn_buffer *text);

#endif
