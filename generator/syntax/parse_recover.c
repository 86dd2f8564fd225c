/*
 * Recovery from syntax mistakes: one message for each, and as much as possible of the file is still read.
 *
 * A token that the grammar would refuse is never fed: parser_accepts asks a copy of lemon's stack first. So lemon's
 * state is always that after a correct start, and a mistake can still be repaired. Two methods, in this order:
 *
 *   1. Repair. A mistake that one token explains (a missing ';', a misspelt keyword, ',' for ';') is repaired by
 *      inserting, replacing or dropping that token, if the grammar then accepts what follows. One or two tokens of
 *      look-ahead keep wrong guesses rare.
 *   2. Skip (panic mode). The rest of the item is skipped, up to a token that ends an item in this scope, or to what is
 *      certainly the start of a declaration. Lemon gets the token SKIPPED in its place, unless it accepts the end as it
 *      is.
 *
 * Invariants: a token is inserted or replaced only if the grammar then accepts the one at hand, and every other step
 * consumes a token, so parsing ends. After its first message an item is `quiet`. What was skipped is marked
 * `incomplete`, so that sema does not report names as unknown that may be declared there.
 */
#include "syntax/parse_private.h"

#include <string.h>

#include "diag/suggest.h"
#include "schema_tokens.h"

/* NULL if a mistake in the item has been reported already. */
#define COMPLAIN(p, span, ...) ((p)->quiet ? NULL : diag_error((p)->diags, (span), __VA_ARGS__))

static bool accepts_two(const parser *p, int first, int second)
{
    int kinds[] = {first, second};
    return parser_accepts(p, kinds, 2);
}

/* The byte after the last token: there something is missing. */
static source_span after_last(const parser *p)
{
    return (source_span){p->source, p->before.span.start + p->before.span.len, 1};
}

/* What was found, for a message. */
static sdn_str found_text(const schema_token *token)
{
    return token->kind == TOKEN_END ? SDN_STR("the end of the file") : source_text(token->span);
}

static const char *found_quote(const schema_token *token)
{
    bool bare = token->kind == TOKEN_END || token->kind == TOKEN_STRING;
    return bare ? "" : "'";
}

/* The end of the file has no text to underline. */
static source_span token_span(const schema_token *token)
{
    source_span span = token->span;
    if (span.len == 0)
        span.len = 1;
    return span;
}

/* The text from the token at hand to the next blank, mark or quote: `common.schema`. */
static sdn_str word_at(const parser *p)
{
    const char *text = p->source->text.ptr;
    size_t start = p->token.span.start, end = start + p->token.span.len;
    while (end < p->source->text.len && (unsigned char)text[end] > ' ' && strchr(";,{}\"'", text[end]) == NULL)
        end++;
    return (sdn_str){text + start, end - start};
}

static diag *report_unexpected(parser *p)
{
    if (p->quiet)
        return NULL;
    sdn_str expected = parser_expected(p);
    const char *quote = found_quote(&p->token);
    return diag_error(p->diags, token_span(&p->token), "expected %.*s, found %s%.*s%s", DIAG_STR(expected), quote,
                      DIAG_STR(found_text(&p->token)), quote);
}

/* `on delete set null` and `on delete no action` of SQL; NULL: none of them. */
static const char *help_for_sql(const parser *p)
{
    static const char *const pairs[][3] = {
        {"set", "null", "write 'on delete clear'"},
        {"set", "default", "write 'on delete clear', or 'on delete refuse'"},
        {"no", "action", "leave 'on delete' out: then a save with such a reference fails"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        if (sdn_str_equal(p->before.text, sdn_str_from(pairs[i][0])) &&
            sdn_str_equal(p->token.text, sdn_str_from(pairs[i][1])))
            return pairs[i][2];
    return NULL;
}

/* Whether a text follows the keyword at top level. */
static bool takes_text(int keyword)
{
    return keyword == TOKEN_IMPORT || keyword == TOKEN_PREFIX;
}

/* Help for a token that was not expected. */
static void help_unexpected(parser *p, diag *d)
{
    const char *sql = help_for_sql(p);
    if (sql != NULL) {
        diag_help(p->diags, d, "%s", sql);
        return;
    }
    if (p->token.kind == TOKEN_SEMI && p->before.kind == TOKEN_RBRACE)
        diag_help(p->diags, d, "leave it out: no ';' follows a '}'");
    if (parser_expects_attribute(p))
        diag_help(p->diags, d, "%s", parser_attributes);
    bool misses_text = p->scope == SCOPE_TOP && takes_text(p->before.kind);
    if (misses_text && p->token.kind == TOKEN_EQUALS)
        diag_help(p->diags, d, "leave it out");
    if (misses_text && schema_token_is_name(p->token.kind))
        diag_help(p->diags, d, "write %s \"%.*s\";", schema_token_keyword(p->before.kind), DIAG_STR(word_at(p)));
}

/* --- repair --- */

/* `recrod`: the keyword of a similar spelling that the grammar accepts here, or TOKEN_END. */
static int nearest_keyword(parser *p)
{
    static const int keywords[] = {TOKEN_RECORD, TOKEN_ENUM,     TOKEN_OPEN,      TOKEN_IMPORT,     TOKEN_IN,
                                   TOKEN_BY,     TOKEN_KEY,      TOKEN_INDEX,     TOKEN_COLUMN,     TOKEN_WAS,
                                   TOKEN_UNIQUE, TOKEN_NONEMPTY, TOKEN_RANGE,     TOKEN_REFERENCES, TOKEN_ON,
                                   TOKEN_DELETE, TOKEN_MERGE,    TOKEN_SEPARATOR, TOKEN_PREFIX};
    suggestion search = suggest_for(p->token.text, &p->diags->suggestions_left);
    int nearest = TOKEN_END;
    for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++)
        if (accepts_two(p, keywords[i], p->next.kind)) {
            size_t before = search.distance;
            suggest_offer(&search, sdn_str_from(schema_token_keyword(keywords[i])));
            if (search.distance < before)
                nearest = keywords[i];
        }
    return nearest;
}

static bool repair_keyword(parser *p)
{
    int keyword = p->token.kind == TOKEN_IDENT ? nearest_keyword(p) : TOKEN_END;
    if (keyword == TOKEN_END)
        return false;
    diag *d = report_unexpected(p);
    diag_help(p->diags, d, "did you mean '%s'?", schema_token_keyword(keyword));
    p->token.kind = keyword;
    p->quiet = true;
    return true;
}

static void report_missing(parser *p, int kind)
{
    if (p->quiet)
        return;
    sdn_str last = source_text(p->before.span);
    const char *quote = found_quote(&p->before);
    if (kind == TOKEN_IN && p->before.kind == TOKEN_IN) { /* `record in notes` */
        p->doubtful = p->before.span;
        diag_error(p->diags, p->before.span, "expected a record name, found '%.*s'", DIAG_STR(last));
        return;
    }
    diag_error(p->diags, after_last(p), "missing %s after %s%.*s%s", schema_token_words(kind), quote, DIAG_STR(last),
               quote);
}

/*
 * A missing ';' is plausible only at the end of a line or body, a missing '=' only before what can only be a value, a
 * missing `enum` only after `open`, and any keyword only where it would not be a name.
 */
static bool is_plausible(const parser *p, int kind)
{
    int name = TOKEN_IDENT;
    if (kind == TOKEN_SEMI)
        return p->token.first_on_line || p->token.kind == TOKEN_RBRACE;
    if (kind == TOKEN_EQUALS)
        return p->token.kind == TOKEN_STRING || p->token.kind == TOKEN_NUMBER;
    if (kind == TOKEN_ENUM && p->before.kind != TOKEN_OPEN)
        return false;
    if (kind == TOKEN_COLON && p->before.kind == TOKEN_BY)
        return false; /* `key by a` is no field */
    return !schema_token_is_name(kind) || !parser_accepts(p, &name, 1);
}

/* A missing token. */
static bool repair_missing(parser *p)
{
    static const int candidates[] = {TOKEN_SEMI,  TOKEN_IN,     TOKEN_BY,       TOKEN_ENUM,  TOKEN_COLON,
                                     TOKEN_COMMA, TOKEN_EQUALS, TOKEN_RBRACKET, TOKEN_LBRACE};
    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        int kind = candidates[i];
        int kinds[] = {kind, p->token.kind, p->next.kind};
        if (is_plausible(p, kind) && parser_accepts(p, kinds, kind == TOKEN_SEMI ? 2 : 3)) {
            report_missing(p, kind);
            p->quiet = true;
            parser_insert(p, kind);
            return true;
        }
    }
    return false;
}

/* Groups of marks that are written for each other; 0 ends a group. */
static const int marks[][4] = {
    {TOKEN_SEMI, TOKEN_COMMA, 0, 0},
    {TOKEN_COLON, TOKEN_EQUALS, 0, 0},
    {TOKEN_LBRACE, TOKEN_LPAREN, TOKEN_LBRACKET, 0},
    {TOKEN_RBRACE, TOKEN_RPAREN, TOKEN_RBRACKET, 0},
};

static const int *group_of(int mark)
{
    for (size_t group = 0; group < sizeof marks / sizeof marks[0]; group++)
        for (size_t i = 0; marks[group][i] != 0; i++)
            if (marks[group][i] == mark)
                return marks[group];
    return NULL;
}

/* One mark for another: ',' after a field, ';' after an enumerator, '=' for ':', '(' for '{'. */
static bool repair_wrong_mark(parser *p)
{
    const int *group = group_of(p->token.kind);
    for (size_t i = 0; group != NULL && group[i] != 0; i++)
        if (accepts_two(p, group[i], p->next.kind)) {
            bool closes = group[i] == TOKEN_RBRACE && p->brace.is_other_mark;
            if (!closes)
                COMPLAIN(p, p->token.span, "expected %s, found '%.*s'", schema_token_words(group[i]),
                         DIAG_STR(p->token.text));
            p->brace.is_other_mark = p->brace.is_other_mark || (group[i] == TOKEN_LBRACE && p->scope == SCOPE_HEAD);
            p->token.kind = group[i];
            p->quiet = true;
            return true;
        }
    return false;
}

/* The same mark or keyword twice. Of two ';' the first may be what a mistake was about: `separator ;;`. */
static bool repair_doubled(parser *p)
{
    bool known = group_of(p->token.kind) != NULL || schema_token_keyword(p->token.kind) != NULL;
    if (!known || p->token.kind != p->before.kind || !parser_accepts(p, &p->next.kind, 1))
        return false;
    if (!p->complained || p->token.kind != TOKEN_SEMI)
        report_unexpected(p);
    p->quiet = !p->item_start; /* the next item is another one */
    parser_advance(p);
    return true;
}

/* A comma between two attributes. */
static bool repair_needless_comma(parser *p)
{
    int kind = p->next.kind;
    if (p->token.kind != TOKEN_COMMA || !parser_expects_attribute(p) || p->next.first_on_line ||
        !schema_token_is_name(kind) || !parser_accepts(p, &kind, 1))
        return false;
    diag *d = report_unexpected(p);
    diag_help(p->diags, d, "leave it out: attributes follow each other without commas");
    parser_advance(p);
    return true;
}

/* `enum enum E`, `enum open E`: without this check the second keyword would be the name, and the name a mistake. */
bool parser_repeats(const parser *p)
{
    int kind = p->token.kind, before = p->before.kind;
    bool twice = kind == before && (kind == TOKEN_ENUM || kind == TOKEN_RECORD);
    bool turned = kind == TOKEN_OPEN && before == TOKEN_ENUM;
    return p->scope == SCOPE_HEAD && (twice || turned) && p->next.kind == TOKEN_IDENT;
}

void parser_drop_repeated(parser *p)
{
    diag *d;
    if (p->token.kind == p->before.kind) {
        d = COMPLAIN(p, p->token.span, "%s is written twice", schema_token_words(p->token.kind));
        diag_help(p->diags, d, "leave one of them out");
    } else {
        d = COMPLAIN(p, p->token.span, "expected a name, found '%.*s'", DIAG_STR(p->token.text));
        diag_help(p->diags, d, "write open enum");
    }
    parser_advance(p);
}

/* A ';' where a declaration may start, such as after a '}': dropping it loses nothing. */
static bool repair_needless(parser *p)
{
    if (p->scope != SCOPE_TOP || !p->item_start || p->token.kind != TOKEN_SEMI)
        return false;
    help_unexpected(p, report_unexpected(p));
    parser_advance(p);
    return true;
}

/* --- skipping --- */

/* Whether a declaration certainly starts here: at the start of a line, and what must follow is on that line. */
static bool begins_declaration(const parser *p)
{
    int kind = p->token.kind, next = p->next.kind;
    if (!p->token.first_on_line || p->next.first_on_line)
        return false;
    return ((kind == TOKEN_RECORD || kind == TOKEN_ENUM) && schema_token_is_name(next)) ||
           (kind == TOKEN_OPEN && next == TOKEN_ENUM) || (takes_text(kind) && next == TOKEN_STRING);
}

/* The token after the next one. */
static schema_token after_next(const parser *p)
{
    schema_lexer lexer = p->lexer;
    schema_token token;
    do
        schema_lexer_next(&lexer, &token);
    while (token.kind < 0);
    return token;
}

/* The same in the middle of a line, if an item may start here and no item starts like this. */
static bool begins_beside_item(const parser *p)
{
    int kind = p->token.kind, next = p->next.kind;
    if (!p->item_start && p->scope != SCOPE_ENUM)
        return false;
    if (kind == TOKEN_RECORD)
        return schema_token_is_name(next) && after_next(p).kind == TOKEN_IN;
    if (kind == TOKEN_ENUM)
        return schema_token_is_name(next) && after_next(p).kind == TOKEN_LBRACE;
    return kind == TOKEN_OPEN && next == TOKEN_ENUM && schema_token_is_name(after_next(p).kind);
}

/* A '{' at the end of an unterminated text: `record A in "notes {`. */
static bool hides_brace(const parser *p)
{
    sdn_str text = p->token.text;
    if (p->scope != SCOPE_HEAD || p->token.fault != SCHEMA_FAULT_UNTERMINATED)
        return false;
    while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]) != NULL)
        text.len--;
    return text.len > 0 && text.ptr[text.len - 1] == '{';
}

static void uncover_brace(parser *p)
{
    schema_token *token = &p->token;
    while (token->text.ptr[token->text.len - 1] != '{')
        token->text.len--;
    token->text = (sdn_str){token->text.ptr + token->text.len - 1, 1};
    token->span.start = (uint32_t)(token->text.ptr - p->source->text.ptr);
    token->span.len = 1;
    token->kind = TOKEN_LBRACE;
}

/* Skipping ends before these tokens, by scope, except between braces that were skipped. */
static bool ends_item(const parser *p)
{
    static const int ends[SCOPE_COUNT][3] = {
        [SCOPE_TOP] = {TOKEN_SEMI, TOKEN_SEMI, TOKEN_SEMI},
        [SCOPE_HEAD] = {TOKEN_LBRACE, TOKEN_SEMI, TOKEN_RBRACE},
        [SCOPE_RECORD] = {TOKEN_SEMI, TOKEN_RBRACE, TOKEN_RBRACE},
        [SCOPE_ENUM] = {TOKEN_COMMA, TOKEN_RBRACE, TOKEN_RBRACE},
    };
    for (size_t i = 0; i < 3; i++)
        if (p->token.kind == ends[p->scope][i])
            return true;
    return false;
}

/* At top level a closing brace ends the skipped part, and belongs to it. */
void parser_skip_item(parser *p)
{
    size_t braces = 0;
    if (hides_brace(p))
        uncover_brace(p);
    while (p->token.kind != TOKEN_END && !begins_declaration(p) && (braces > 0 || !ends_item(p))) {
        int kind = p->token.kind;
        braces += kind == TOKEN_LBRACE;
        braces -= kind == TOKEN_RBRACE && braces > 0;
        parser_advance(p);
        if (p->scope == SCOPE_TOP && kind == TOKEN_RBRACE && braces == 0)
            break;
        if (hides_brace(p))
            uncover_brace(p);
    }
}

/* A head without a body gets an empty one. */
static void finish_head(parser *p)
{
    int brace = TOKEN_LBRACE;
    if (!parser_accepts(p, &brace, 1))
        parser_insert(p, TOKEN_SKIPPED);
    if (p->token.kind == TOKEN_LBRACE)
        return;
    parser_insert(p, TOKEN_LBRACE);
    if (p->scope == SCOPE_RECORD && p->tree.record != NULL)
        p->tree.record->incomplete = true;
    if (p->scope == SCOPE_ENUM && p->tree.enumeration != NULL)
        p->tree.enumeration->incomplete = true;
    parser_insert(p, TOKEN_RBRACE);
    if (p->token.kind == TOKEN_SEMI)
        parser_advance(p);
}

void parser_finish_item(parser *p)
{
    parser_insert(p, TOKEN_SKIPPED);
    if (p->scope != SCOPE_ENUM && p->token.kind != TOKEN_SEMI)
        parser_insert(p, TOKEN_SEMI);
}

/* Names that are declared in a skipped item may be used elsewhere. */
void parser_note_loss(parser *p)
{
    if (p->scope == SCOPE_TOP)
        p->tree.schema->incomplete = true;
    if (p->scope == SCOPE_RECORD && p->item_start)
        p->tree.record->incomplete = true;
    if (p->scope == SCOPE_ENUM && p->item_start)
        p->tree.enumeration->incomplete = true;
}

static void resume(parser *p, bool only_open)
{
    if (!only_open && p->scope == SCOPE_HEAD)
        finish_head(p);
    else if (only_open || !parser_accepts(p, &p->token.kind, 1)) /* an enum may follow, but `open` is not part of it */
        parser_finish_item(p);
}

/* Tokens that may follow a word in other languages. */
static bool continues_word(int kind)
{
    return kind == TOKEN_LBRACE || kind == TOKEN_LPAREN || kind == TOKEN_LBRACKET || kind == TOKEN_COLON;
}

/* Whether the head is only `open` so far. In `record open` that is the name. */
static bool head_is_only_open(const parser *p)
{
    return p->scope == SCOPE_HEAD && p->before.kind == TOKEN_OPEN && p->first.span.start == p->before.span.start;
}

/* `open` without enum: what follows is skipped. */
static bool drop_open(parser *p)
{
    bool only_open = head_is_only_open(p);
    if (only_open)
        p->scope = SCOPE_TOP;
    return only_open;
}

void parser_recover(parser *p)
{
    if (repair_needless(p) || repair_keyword(p) || repair_doubled(p) || repair_missing(p) || repair_needless_comma(p) ||
        repair_wrong_mark(p))
        return;
    if (continues_word(p->token.kind))
        p->doubtful = p->before.span; /* `enum { a }`, `string[]`, `E::a` */
    help_unexpected(p, report_unexpected(p));
    p->quiet = true;
    bool only_open = drop_open(p);
    parser_note_loss(p);
    parser_skip_item(p);
    resume(p, only_open);
}

/* --- declarations that end too early --- */

/* A keyword may be a name: a declaration starts only with what the grammar does not accept. */
static bool begins_early(const parser *p)
{
    return begins_declaration(p) && !accepts_two(p, p->token.kind, p->next.kind);
}

static bool head_is_unfinished(const parser *p)
{
    bool opens = head_is_only_open(p) && p->token.kind == TOKEN_ENUM;
    return p->scope == SCOPE_HEAD && !opens && begins_early(p);
}

/* `import` or `prefix`, and a declaration on the next line. */
static bool statement_is_unfinished(const parser *p)
{
    return p->scope == SCOPE_TOP && !p->item_start && takes_text(p->before.kind) && begins_declaration(p);
}

bool parser_head_is_unfinished(const parser *p)
{
    return head_is_unfinished(p) || statement_is_unfinished(p);
}

void parser_abandon_head(parser *p)
{
    sdn_str last = source_text(p->before.span);
    sdn_str expected = parser_expected(p);
    COMPLAIN(p, after_last(p), "missing %.*s after '%.*s'", DIAG_STR(expected), DIAG_STR(last));
    p->quiet = true;
    bool only_open = drop_open(p);
    parser_note_loss(p);
    resume(p, only_open);
}

static bool in_body(const parser *p)
{
    return p->scope == SCOPE_RECORD || p->scope == SCOPE_ENUM;
}

bool parser_body_is_unclosed(const parser *p)
{
    return in_body(p) && (p->token.kind == TOKEN_END || begins_early(p) || begins_beside_item(p));
}

void parser_close_body(parser *p)
{
    const char *what = p->scope == SCOPE_RECORD ? "record" : "enum";
    if (p->token.kind != TOKEN_END)
        p->quiet = false; /* a mistake of its own, even if the last item had one */
    diag *d = COMPLAIN(p, token_span(&p->token), "missing '}' at the end of the %s", what);
    if (p->brace.span.len > 0)
        diag_note(p->diags, d, p->brace.span, "the '{' to be closed");
    p->quiet = true;
    int brace = TOKEN_RBRACE;
    if (!parser_accepts(p, &brace, 1))
        parser_finish_item(p);
    parser_insert(p, TOKEN_RBRACE);
}
