#include "fuzz_format.h"

#include <stdio.h>
#include <stdlib.h>

#include "ast_meaning.h"
#include "commands/format_layout.h"
#include "commands/format_pieces.h"
#include "schema_tokens.h"
#include "syntax/parse.h"

/* A text that was parsed, and what it says. */
typedef struct parsed {
    sdn_arena arena;
    diag_list diags;
    source_file source;
    ast_schema ast;
    sdn_buffer meaning;
    size_t comments;
    bool fine;
} parsed;

static size_t count_comments(const source_file *source)
{
    format_pieces pieces;
    size_t count = 0;
    format_pieces_read(&pieces, source);
    for (size_t i = 0; i < pieces.count; i++)
        count += pieces.items[i].kind == PIECE_COMMENT;
    format_pieces_release(&pieces);
    return count;
}

static void parse(parsed *p, sdn_str text)
{
    sdn_error err = {0};
    *p = (parsed){.arena = SDN_ARENA_INIT};
    diag_list_init(&p->diags, &p->arena);
    if (source_init(&p->source, SDN_STR("t.schema"), text, &p->arena, &err) != SDN_OK ||
        parse_schema(&p->source, &p->arena, &p->diags, &p->ast) != 0)
        abort();
    p->fine = p->diags.errors == 0;
    if (!p->fine)
        return;
    ast_meaning(&p->ast, &p->meaning);
    p->comments = count_comments(&p->source);
}

static void release(parsed *p)
{
    sdn__buffer_release(&p->meaning);
    diag_list_release(&p->diags);
    sdn_arena_release(&p->arena);
}

static void demand(bool holds, const char *what, sdn_str before, sdn_str after)
{
    if (holds)
        return;
    fprintf(stderr, "broken: %s\n--- before\n%.*s\n--- after\n%.*s\n", what, (int)before.len, before.ptr,
            (int)after.len, after.ptr);
    abort();
}

static void check(const parsed *first, sdn_str once)
{
    parsed second;
    sdn_buffer twice = SDN_BUFFER_INIT;
    sdn_str before = first->source.text;
    parse(&second, once);
    demand(second.fine, "a formatted schema does not parse", before, once);
    demand(sdn_str_equal(text_view(&first->meaning), text_view(&second.meaning)), "formatting changed the meaning",
           before, once);
    demand(first->comments == second.comments, "formatting lost a comment", before, once);
    format_layout(&second.source, &twice);
    demand(sdn_str_equal(once, text_view(&twice)), "formatting again changed it again", once, text_view(&twice));
    sdn__buffer_release(&twice);
    release(&second);
}

bool fuzz_format(sdn_str text)
{
    parsed first;
    sdn_buffer once = SDN_BUFFER_INIT;
    parse(&first, text);
    bool fine = first.fine;
    if (fine) {
        format_layout(&first.source, &once);
        check(&first, text_view(&once));
    }
    sdn__buffer_release(&once);
    release(&first);
    return fine;
}
