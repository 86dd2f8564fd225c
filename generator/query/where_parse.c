#include "query/where_private.h"

#include <string.h>

#include "base/alloc.h"

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
        memmove(p->before + 1, p->before, sizeof p->before - sizeof p->before[0]);
        p->before[0] = token;
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
