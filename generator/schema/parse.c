#include "schema/parse.h"

#include <string.h>

#include "base/alloc.h"
#include "schema/schema_parser.h"
#include "schema_tokens.h"
#include "text/utf8.h"

static void feed(parser *p, schema_token token)
{
    schema_parser_(p->machine, token.kind, token);
}

/* How a token moves the scope. The kind leads on only from the given scope and, where asked, at an item's
 * start. */
static const struct {
    parser_scope from;
    int kind;
    bool starts_item;
    parser_scope to;
    parser_scope body; /* of a head */
} moves[] = {
    {SCOPE_TOP, TOKEN_RECORD, true, SCOPE_HEAD, SCOPE_RECORD},
    {SCOPE_TOP, TOKEN_ENUM, true, SCOPE_HEAD, SCOPE_ENUM},
    {SCOPE_TOP, TOKEN_OPEN, true, SCOPE_HEAD, SCOPE_ENUM},
    {SCOPE_RECORD, TOKEN_RBRACE, false, SCOPE_TOP, SCOPE_TOP},
    {SCOPE_ENUM, TOKEN_RBRACE, false, SCOPE_TOP, SCOPE_TOP},
};

/* The tokens behind which an item may start. */
static const struct {
    parser_scope scope; /* after the token */
    int kind;
} boundaries[] = {
    {SCOPE_TOP, TOKEN_SEMI},    {SCOPE_TOP, TOKEN_RBRACE},  {SCOPE_RECORD, TOKEN_LBRACE},
    {SCOPE_RECORD, TOKEN_SEMI}, {SCOPE_ENUM, TOKEN_LBRACE}, {SCOPE_ENUM, TOKEN_COMMA},
};

static void move_scope(parser *p, const schema_token *token)
{
    if (p->scope == SCOPE_HEAD && token->kind == TOKEN_LBRACE) {
        p->scope = p->body;
        p->opened = token->span;
        p->misopened = p->misopened && token->span.len > 0 && token->text.ptr[0] != '{';
        return;
    }
    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++)
        if (moves[i].from == p->scope && moves[i].kind == token->kind && (p->item_start || !moves[i].starts_item)) {
            p->scope = moves[i].to;
            p->body = moves[i].body;
            return;
        }
}

static bool is_boundary(parser_scope scope, int kind)
{
    for (size_t i = 0; i < sizeof boundaries / sizeof boundaries[0]; i++)
        if (boundaries[i].scope == scope && boundaries[i].kind == kind)
            return true;
    return false;
}

/* Hands a token to lemon and keeps track of where that leads. */
static void take(parser *p, const schema_token *token)
{
    if (p->item_start)
        p->first = *token;
    feed(p, *token);
    move_scope(p, token);
    p->item_start = is_boundary(p->scope, token->kind);
    if (p->item_start) {
        p->complained = p->quiet;
        p->quiet = false;
    }
}

static bool documents_something(const parser *p)
{
    int kind = p->token.kind;
    bool import = kind == TOKEN_IMPORT && p->scope == SCOPE_TOP; /* elsewhere it is a name */
    return p->item_start && kind != TOKEN_RBRACE && kind != TOKEN_END && !import;
}

void parser_take(parser *p)
{
    if (p->token.doc_span.len > 0 && !documents_something(p))
        parser_report_stray_doc(p, &p->token);
    if (p->token.kind == TOKEN_END)
        p->done = true;
    take(p, &p->token);
    parser_advance(p);
}

void parser_insert(parser *p, int kind)
{
    schema_token token = {.kind = kind, .text = SDN_STR(""), .doc = SDN_STR("")};
    token.span = (source_span){p->source, p->token.span.start, 0};
    if (kind == TOKEN_SKIPPED)
        feed(p, token);
    else
        take(p, &token);
}

static void step(parser *p)
{
    if (p->token.strange.len > 0 && !p->quiet)
        p->doubtful = p->before.span; /* `E.a`, `char *` */
    if (p->token.broken)
        p->quiet = true;
    if (parser_is_c_field(p))
        parser_leave_out_c_field(p);
    else if (parser_leaves_body(p))
        parser_close_body(p);
    else if (parser_leaves_head(p))
        parser_leave_head(p);
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

/* Whether the source is text; what it is not is reported. */
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
    parser p = {.source = source, .arena = arena, .diags = diags, .schema = schema};
    schema_lexer_init(&p.lexer, source);
    p.machine = schema_parser_Alloc(sdn__alloc, &p);
    if (p.machine != NULL)
        run(&p);
    schema_parser_Free(p.machine, sdn__free);
    sdn__buffer_release(&p.doc);
    return p.machine == NULL || p.out_of_memory || diags->out_of_memory ? -1 : 0;
}
