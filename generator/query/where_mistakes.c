/*
 * Mistakes of grammar: what was expected, and what to write instead of words and signs that other languages have.
 *
 * The grammar is so small that the last few tokens tell what may follow. Words of other languages, such as LIKE, may be
 * names and values here, so they are known as mistakes only where the grammar refuses them.
 */
#include "query/where_private.h"

#include <string.h>

#include "where_tokens.h"

/* Words of other languages, where an operator, or what follows `is`, is expected. */
static const struct {
    const char *word;
    const char *advice;
} foreign_words[] = {
    {"like", "write ~ with a regular expression: title ~ '^a' for LIKE 'a%', or: title has 'text' for LIKE '%text%'"},
    {"ilike", "write ~ with a regular expression: title ~ '^[aA]'"},
    {"glob", "write ~ with a regular expression: file ~ '[.]c$' for '*.c'"},
    {"regexp", "write ~ with a regular expression: file ~ '[.]c$'"},
    {"rlike", "write ~ with a regular expression: file ~ '[.]c$'"},
    {"match", "write ~ with a regular expression: file ~ '[.]c$'"},
    {"matches", "write ~ with a regular expression: file ~ '[.]c$'"},
    {"contains", "write 'has'"},
    {"includes", "write 'has'"},
    {"between", "write two comparisons: line >= 1 and line <= 5"},
    {"null", "write 'absent'"},
    {"isnull", "write 'absent'"},
    {"notnull", "write 'present'"},
    {"none", "write 'absent'"},
    {"nil", "write 'absent'"},
    {"empty", "write 'absent'"},
    {"missing", "write 'absent'"},
    {"exists", "write 'present'"},
    {"set", "write 'present'"},
    {"eq", "write '='"},
    {"equals", "write '='"},
    {"ne", "write '!='"},
    {"lt", "write '<'"},
    {"le", "write '<='"},
    {"gt", "write '>'"},
    {"ge", "write '>='"},
    {"xor", "write: A and not B or B and not A"},
    {"order", "sort with the option --sort"},
    {"sort", "sort with the option --sort"},
    {"limit", "limit with the option --limit"},
    {"group", "count groups with the option --group-by"},
};

/* Messages show at most this many bytes of a token. */
enum { SHOWN_TOKEN = 60 };

/* For "%.*s%s": the start of a token, and dots if there is more. */
#define SHOWN(text) \
    (int)((text).len < SHOWN_TOKEN ? (text).len : SHOWN_TOKEN), (text).ptr, (text).len > SHOWN_TOKEN ? "..." : ""

static bool is_same_word_in_any_case(sdn_str text, const char *word)
{
    if (text.len != strlen(word))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != word[i])
            return false;
    }
    return true;
}

static const char *advice_for(sdn_str word)
{
    for (size_t i = 0; i < sizeof foreign_words / sizeof foreign_words[0]; i++)
        if (is_same_word_in_any_case(word, foreign_words[i].word))
            return foreign_words[i].advice;
    return NULL;
}

/* What the tokens before lead to. */
typedef enum where_place {
    BEFORE_TEST,
    AFTER_FIELD,
    BEFORE_VALUE,
    BEFORE_LIST,
    AFTER_LISTED,
    AFTER_IS,
    AFTER_FIELD_NOT,
    AFTER_TEST,
    WHERE_PLACE_COUNT
} where_place;

static const char *const expected_at[WHERE_PLACE_COUNT] = {
    [BEFORE_TEST] = "a field, 'not' or '('",
    [AFTER_FIELD] = "an operator (= != < <= > >= ~ in has absent present), 'and' or 'or'",
    [BEFORE_VALUE] = "a value",
    [BEFORE_LIST] = "'(' and a list of values",
    [AFTER_LISTED] = "',' or ')'",
    [AFTER_IS] = "'absent' or 'present'",
    [AFTER_FIELD_NOT] = "'in' or 'has'",
    [AFTER_TEST] = "'and' or 'or'",
};

static bool is_word_or_value(int kind)
{
    return kind == WHERE_TOKEN_NAME || kind == WHERE_TOKEN_BRACKETED || kind == WHERE_TOKEN_TEXT ||
           kind == WHERE_TOKEN_NUMBER;
}

static bool asks_for_value(int kind)
{
    return kind == WHERE_TOKEN_COMPARE || kind == WHERE_TOKEN_HAS;
}

/* After a name or a value, which it is shows in what is before it. */
static where_place place_after_word(const where_token *before)
{
    int first = before[1].kind;
    if (asks_for_value(first))
        return AFTER_TEST;
    bool in_list = first == WHERE_TOKEN_COMMA || (first == WHERE_TOKEN_LPAREN && before[2].kind == WHERE_TOKEN_IN);
    return in_list ? AFTER_LISTED : AFTER_FIELD;
}

static where_place place_after(const where_token *before)
{
    if (is_word_or_value(before[0].kind))
        return place_after_word(before);
    switch (before[0].kind) {
    case WHERE_TOKEN_COMPARE:
    case WHERE_TOKEN_HAS:
    case WHERE_TOKEN_COMMA:
        return BEFORE_VALUE;
    case WHERE_TOKEN_LPAREN:
        return before[1].kind == WHERE_TOKEN_IN ? BEFORE_VALUE : BEFORE_TEST;
    case WHERE_TOKEN_IN:
        return BEFORE_LIST;
    case WHERE_TOKEN_IS:
        return AFTER_IS;
    case WHERE_TOKEN_NOT:
        if (before[1].kind == WHERE_TOKEN_IS)
            return AFTER_IS;
        return is_word_or_value(before[1].kind) ? AFTER_FIELD_NOT : BEFORE_TEST;
    case WHERE_TOKEN_ABSENT:
    case WHERE_TOKEN_PRESENT:
    case WHERE_TOKEN_RPAREN:
        return AFTER_TEST;
    default:
        return BEFORE_TEST;
    }
}

/* A word of another language in the place of an operator. */
static bool report_foreign(where_parser *p, const where_token *token)
{
    const char *advice = advice_for(source_text(token->span));
    if (advice == NULL)
        return false;
    diag *d = diag_error(p->diags, token->span, "'%.*s' is no word of expressions", DIAG_STR(token->text));
    diag_help(p->diags, d, "%s", advice);
    return true;
}

static bool expects_operator(where_place place)
{
    return place == AFTER_FIELD || place == AFTER_IS || place == AFTER_FIELD_NOT;
}

/* The words that the grammar accepts as names too. */
static bool may_be_name(int kind)
{
    return kind == WHERE_TOKEN_IN || kind == WHERE_TOKEN_HAS || kind == WHERE_TOKEN_IS || kind == WHERE_TOKEN_ABSENT ||
           kind == WHERE_TOKEN_PRESENT;
}

int where_kind_as_parsed(const where_parser *p, int kind)
{
    return may_be_name(kind) && !expects_operator(place_after(p->before)) ? WHERE_TOKEN_NAME : kind;
}

static void help_before_test(where_parser *p, diag *d, const where_token *token)
{
    if (token->kind == WHERE_TOKEN_TEXT)
        diag_help(p->diags, d, "a field stands first, without quotes or in brackets: [due date] = '2024-01-31'");
    else if (token->kind == WHERE_TOKEN_NUMBER)
        diag_help(p->diags, d, "a field stands first: line > 50");
    else if (token->kind == WHERE_TOKEN_AND || token->kind == WHERE_TOKEN_OR)
        diag_help(p->diags, d, "a field with this name stands in brackets: [%.*s%s]", SHOWN(source_text(token->span)));
}

static void help_to_compare(where_parser *p, diag *d, const where_token *field, const char *sign,
                            const where_token *token)
{
    if (is_word_or_value(token->kind))
        diag_help(p->diags, d, "write: %.*s%s %s %.*s%s", SHOWN(source_text(field->span)), sign,
                  SHOWN(source_text(token->span)));
}

static void help_after_field(where_parser *p, diag *d, const where_token *token)
{
    if (is_same_word_in_any_case(p->before[0].text, "where"))
        diag_help(p->diags, d, "leave out 'where'");
    else
        help_to_compare(p, d, &p->before[0], "=", token);
}

static void help_after_field_not(where_parser *p, diag *d, const where_token *token)
{
    help_to_compare(p, d, &p->before[1], "!=", token);
}

static void help_after_is(where_parser *p, diag *d, const where_token *token)
{
    bool negated = p->before[0].kind == WHERE_TOKEN_NOT;
    help_to_compare(p, d, &p->before[negated ? 2 : 1], negated ? "!=" : "=", token);
}

static void help_before_value(where_parser *p, diag *d, const where_token *token)
{
    if (token->kind == WHERE_TOKEN_LPAREN && asks_for_value(p->before[0].kind))
        diag_help(p->diags, d, "several values stand after 'in': FIELD in (a, b)");
    else if (token->kind == WHERE_TOKEN_AND || token->kind == WHERE_TOKEN_OR || token->kind == WHERE_TOKEN_NOT)
        diag_help(p->diags, d, "as a value it stands in quotes: '%.*s%s'", SHOWN(source_text(token->span)));
}

static void help_after_test(where_parser *p, diag *d, const where_token *token)
{
    if (is_word_or_value(token->kind) && p->before[0].form == WHERE_BARE && is_word_or_value(p->before[0].kind))
        diag_help(p->diags, d, "a value of several words stands in quotes");
    else if (token->kind == WHERE_TOKEN_COMMA)
        diag_help(p->diags, d, "several values stand after 'in': FIELD in (a, b)");
}

static void help_before_list(where_parser *p, diag *d, const where_token *token)
{
    if (is_word_or_value(token->kind))
        diag_help(p->diags, d, "write: in (%.*s%s)", SHOWN(source_text(token->span)));
}

/* NULL: nothing to advise. */
static void (*const help_at[WHERE_PLACE_COUNT])(where_parser *p, diag *d, const where_token *token) = {
    [BEFORE_TEST] = help_before_test, [AFTER_FIELD] = help_after_field,         [BEFORE_VALUE] = help_before_value,
    [BEFORE_LIST] = help_before_list, [AFTER_FIELD_NOT] = help_after_field_not, [AFTER_IS] = help_after_is,
    [AFTER_TEST] = help_after_test,
};

/* Where a message about a token points: at the last character for one about the end. */
static source_span shown_span(const where_parser *p, const where_token *token)
{
    source_span span = token->span;
    if (span.len == 0 && p->source->text.len > 0) {
        span.start = p->before[0].span.start + p->before[0].span.len;
        span.len = 1;
    }
    return span;
}

/* A parenthesis too few or too many. */
static bool report_parenthesis(where_parser *p, const where_token *token, where_place place)
{
    bool is_complete = place == AFTER_FIELD || place == AFTER_TEST;
    if (is_complete && token->kind == 0 && p->open_parentheses > 0) {
        diag *d = diag_error(p->diags, shown_span(p, token), "')' is missing at the end");
        diag_help(p->diags, d, "write one for each '('");
        return true;
    }
    if (is_complete && token->kind == WHERE_TOKEN_RPAREN) {
        diag *d = diag_error(p->diags, token->span, "')' without a '(' before it");
        diag_help(p->diags, d, "leave it out, or write '(' where the condition begins");
        return true;
    }
    return false;
}

void where_report_unexpected(where_parser *p, const where_token *token)
{
    if (p->failed)
        return;
    p->failed = true;
    where_place place = place_after(p->before);
    if (report_parenthesis(p, token, place) ||
        ((place == AFTER_TEST || expects_operator(place)) && report_foreign(p, token)))
        return;
    sdn_str text = source_text(token->span);
    diag *d;
    if (token->kind == 0)
        d = diag_error(p->diags, shown_span(p, token), "expected %s at the end", expected_at[place]);
    else if (token->kind == WHERE_TOKEN_TEXT)
        d = diag_error(p->diags, token->span, "expected %s, found %.*s%s", expected_at[place], SHOWN(text));
    else
        d = diag_error(p->diags, token->span, "expected %s, found '%.*s%s'", expected_at[place], SHOWN(text));
    if (help_at[place] != NULL)
        help_at[place](p, d, token);
}

void where_report_fault(where_parser *p, const where_token *token)
{
    p->failed = true;
    bool in_pattern = p->before[0].kind == WHERE_TOKEN_COMPARE && p->before[0].op == WHERE_MATCHES;
    diag *d = diag_error(p->diags, token->span, "'%.*s%s' %s", SHOWN(source_text(token->span)), token->fault);
    diag_help(p->diags, d, "%s", in_pattern ? "put the regular expression in quotes" : token->advice);
}

void where_report_too_deep(where_parser *p, const where_token *token)
{
    if (p->failed)
        return;
    p->failed = true;
    diag *d = diag_error(p->diags, token->span, "parentheses and 'not' are nested too deeply");
    diag_help(p->diags, d, "join conditions by 'and' or 'or' without parentheses, or list values after 'in'");
}
