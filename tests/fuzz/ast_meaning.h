/* What an AST says, as text without positions: two schemas that say the same give the same text. */
#ifndef SDNC_FUZZ_AST_MEANING_H
#define SDNC_FUZZ_AST_MEANING_H

#include "base/buffer.h"
#include "syntax/ast.h"

/* Appends the schema. Attributes of a field are in order of their kind. */
void ast_meaning(const ast_schema *schema, sdn_buffer *out);

#endif
