/* The main loop of the parser. Each step looks at the token at hand: the grammar accepts it, and it is fed to lemon; or
 * it does not, and parse_recover.c decides. Lemon never gets a token that it would refuse. */
#include "syntax/parse.h"

#include <string.h>

#include "base/alloc.h"
#include "schema_tokens.h"
#include "syntax/parse_private.h"
#include "text/utf8.h"

static void step(parser *p)
{
    if (p->token.strange.len > 0 && !p->quiet)
        p->doubtful = p->before.span; /* `E.a`, `char *` */
    if (p->token.broken)
        p->quiet = true;
    if (parser_is_c_field(p))
        parser_skip_c_field(p);
    else if (parser_body_is_unclosed(p))
        parser_close_body(p);
    else if (parser_head_is_unfinished(p))
        parser_abandon_head(p);
    else if (parser_repeats(p))
        parser_drop_repeated(p);
    else if (parser_accepts(p, &p->token.kind, 1))
        parser_take(p);
    else
        parser_recover(p);
}

static void run(parser *p)
{
    parser_advance(p);
    parser_advance(p);
    p->before.span = source_whole(p->source);
    p->item_start = true;
    while (!p->done && !p->out_of_memory && !p->diags->out_of_memory)
        step(p);
}

/* Whether the source can be read as text; reports what is wrong with it. */
static bool check_text(const source_file *source, diag_list *diags)
{
    sdn_str text = source->text;
    if (text.len >= 2 && (memcmp(text.ptr, "\xFF\xFE", 2) == 0 || memcmp(text.ptr, "\xFE\xFF", 2) == 0)) {
        diag *d = diag_error(diags, source_whole(source), "this file is in UTF-16");
        diag_help(diags, d, "save it as UTF-8");
        return false;
    }
    const char *fault = sdn__utf8_fault(text.ptr, text.len);
    if (fault == NULL)
        return true;
    bool binary = memchr(text.ptr, '\0', text.len) != NULL;
    const char *nul = binary ? memchr(text.ptr, '\0', text.len) : fault;
    source_span span = {source, (uint32_t)(nul - text.ptr), 1};
    diag *d = diag_error(diags, span, binary ? "a NUL byte: this file is not text" : "this byte is not UTF-8");
    diag_help(diags, d, "save the file as UTF-8 text");
    return !binary;
}

int parse_schema(const source_file *source, sdn_arena *arena, diag_list *diags, ast_schema *schema)
{
    *schema = (ast_schema){.source = source};
    if (!check_text(source, diags)) {
        schema->incomplete = true;
        return diags->out_of_memory ? -1 : 0;
    }
    parser p = {.source = source, .arena = arena, .diags = diags, .tree.schema = schema};
    schema_lexer_init(&p.lexer, source);
    p.machine = schema_parser_Alloc(sdn__alloc, &p);
    if (p.machine != NULL)
        run(&p);
    schema_parser_Free(p.machine, sdn__free);
    sdn__buffer_release(&p.doc);
    return p.machine == NULL || p.out_of_memory || diags->out_of_memory ? -1 : 0;
}
