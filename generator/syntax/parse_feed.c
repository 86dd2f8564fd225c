/*
 * Feeding tokens to lemon, and keeping track of where that leads.
 *
 * Lemon says only whether a token is accepted, not where in the schema it is. Recovery must know: whether a
 * declaration, field or enumerator may start here, and which body is open. So the driver follows the tokens that it
 * feeds with a small state machine of its own: `moves` are the changes of scope, `boundaries` the tokens after which an
 * item may start. Both see accepted tokens only, so scope and item_start never contradict lemon's state. SKIPPED is no
 * token of the source and moves nothing.
 */
#include "syntax/parse_private.h"

#include <assert.h>

#include "schema_tokens.h"

/* SKIPPED is accepted only after lemon's own error handling, which parser_accepts does not try. */
static void feed(parser *p, schema_token token)
{
    assert(token.kind == TOKEN_SKIPPED || parser_accepts(p, &token.kind, 1));
    schema_parser_(p->machine, token.kind, token);
}

/* The tokens that change the scope: in scope `from`, and with starts_item only at the start of an item. */
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

/* The tokens after which an item may start. */
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
        p->brace.span = token->span;
        p->brace.is_other_mark = p->brace.is_other_mark && token->span.len > 0 && token->text.ptr[0] != '{';
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

/* Feeds a token and follows it. */
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
    bool statement = (kind == TOKEN_IMPORT || kind == TOKEN_PREFIX) && p->scope == SCOPE_TOP; /* elsewhere a name */
    return p->item_start && kind != TOKEN_RBRACE && kind != TOKEN_END && !statement;
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
