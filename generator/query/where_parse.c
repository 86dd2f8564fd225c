#include "query/where_private.h"

#include <string.h>

#include "base/alloc.h"
#include "where_tokens.h"

/* Keeps what messages look back at. */
static void note_token(where_parser *p, where_token token)
{
    token.kind = where_kind_as_parsed(p, token.kind);
    memmove(p->before + 1, p->before, sizeof p->before - sizeof p->before[0]);
    p->before[0] = token;
    p->open_parentheses += token.kind == WHERE_TOKEN_LPAREN;
    p->open_parentheses -= token.kind == WHERE_TOKEN_RPAREN;
}

/* Reads tokens until the first mistake. */
static void feed_parser(where_parser *p, void *machine)
{
    where_token token;
    do {
        where_lexer_next(&p->lexer, &token);
        if (token.fault != NULL) {
            where_report_fault(p, &token);
            return;
        }
        where_parser_(machine, token.kind, token);
        note_token(p, token);
    } while (token.kind != 0 && !p->failed);
}

const where_node *where_parse(const source_file *source, sdn_arena *arena, diag_list *diags)
{
    where_parser p = {.source = source, .arena = arena, .diags = diags};
    where_lexer_init(&p.lexer, source);
    void *machine = where_parser_Alloc(sdn__alloc, &p);
    if (machine == NULL) {
        diags->out_of_memory = true;
        return NULL;
    }
    feed_parser(&p, machine);
    where_parser_Free(machine, sdn__free);
    return p.failed ? NULL : p.root;
}
