/*
 * "expected ..." in the user's words: what may be written at the position of a mistake.
 *
 * The list is found by trial. For each kind of token parser_accepts asks a copy of lemon's stack whether the grammar
 * accepts it here. The answer is exact, because the wrong token has not been fed and has set off no reductions; a list
 * read from lemon's action table after the error would miss alternatives.
 *
 * The grammar knows tokens only, and accepts every word of the language as a name. What would be named shows in what
 * may follow: where `name in` is accepted, it is a record. `names` is a table of such sequences; the first row that is
 * accepted counts, so the more specific rows come first. `others` are single tokens, in the order in which they are
 * listed.
 *
 * A message takes about forty trials of a few steps each; at most DIAG_MAX messages are printed, most files have none.
 */
#include "syntax/parse_private.h"

#include "schema_tokens.h"

enum { SEQUENCE_MAX = 3, LIST_MAX = 8 };

const char parser_attributes[] = "the attributes are column, was, unique, nonempty, range, references, on delete, "
                                 "merge and separator";

/* What a name would be. `alone`: nothing else is listed. */
static const struct {
    int tokens[SEQUENCE_MAX];
    const char *words;
    bool alone;
} names[] = {
    {{TOKEN_INDEX, TOKEN_BY}, "a field, 'key', 'index by', 'unique index by', 'order by' or '}'", true},
    {{TOKEN_STRING, TOKEN_SEMI}, "a value", true},
    {{TOKEN_STRING, TOKEN_COMMA}, "a value", false},
    {{TOKEN_LBRACKET, TOKEN_IDENT}, "a type", true},
    {{TOKEN_IDENT, TOKEN_RBRACKET}, "a type", false},
    {{TOKEN_IDENT, TOKEN_COLON}, "a field name", false},
    {{TOKEN_IDENT, TOKEN_IN}, "a record name", false},
    {{TOKEN_IDENT, TOKEN_EQUALS}, "an enumerator", false},
    {{TOKEN_IDENT, TOKEN_UNIQUE}, "a record name", false},
    {{TOKEN_IDENT, TOKEN_SEMI}, "a field name", false},
    {{TOKEN_IDENT, TOKEN_RPAREN}, "a field name", false},
    {{TOKEN_IDENT}, "a name", false},
};

/* What else is listed. Keywords only where they would not be names. */
/* clang-format off */
static const struct {
    int kind;
    const char *words; /* NULL: those of the token */
} others[] = {
    {TOKEN_PREFIX, NULL},
    {TOKEN_IMPORT, NULL},
    {TOKEN_RECORD, NULL},
    {TOKEN_ENUM, NULL},
    {TOKEN_OPEN, "'open enum'"},
    {TOKEN_IN, NULL},
    {TOKEN_BY, NULL},
    {TOKEN_DELETE, NULL},
    {TOKEN_KEY, NULL},
    {TOKEN_STRING, NULL},
    {TOKEN_NUMBER, NULL},
    {TOKEN_COLON, NULL},
    {TOKEN_COMMA, NULL},
    {TOKEN_LPAREN, NULL},
    {TOKEN_RPAREN, NULL},
    {TOKEN_LBRACKET, NULL},
    {TOKEN_RBRACKET, NULL},
    {TOKEN_QUESTION, NULL},
    {TOKEN_EQUALS, NULL},
    {TOKEN_DOTS, NULL},
    {TOKEN_COLUMN, "an attribute"},
    {TOKEN_LBRACE, NULL},
    {TOKEN_RBRACE, NULL},
    {TOKEN_INDEX, NULL},
    {TOKEN_SEMI, NULL},
};
/* clang-format on */

/* The words to list, at most LIST_MAX. */
typedef struct wording {
    const char *words[LIST_MAX];
    size_t count;
} wording;

static void add_words(wording *list, const char *words)
{
    if (list->count < LIST_MAX)
        list->words[list->count++] = words;
}

static size_t sequence_len(const int *tokens)
{
    size_t len = 0;
    while (len < SEQUENCE_MAX && tokens[len] != 0)
        len++;
    return len;
}

static bool accepts_one(const parser *p, int kind)
{
    return parser_accepts(p, &kind, 1);
}

/* Adds the words that may follow a keyword; to the grammar they are any name. False if it takes none. */
static bool add_choices(int keyword, wording *list)
{
    static const struct {
        int keyword;
        const char *words[LIST_MAX];
    } choices[] = {
        {TOKEN_DELETE, {"'refuse'", "'clear'"}},
        {TOKEN_MERGE, {"'max'", "'min'", "'union'", "'ours'", "'theirs'", "'renumber'"}},
    };
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        if (choices[i].keyword != keyword)
            continue;
        for (size_t j = 0; j < LIST_MAX && choices[i].words[j] != NULL; j++)
            add_words(list, choices[i].words[j]);
        return true;
    }
    return false;
}

/* Adds what a name would be; true if nothing else is to be listed. */
static bool add_name(const parser *p, wording *list)
{
    if (add_choices(p->before.kind, list))
        return true;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (parser_accepts(p, names[i].tokens, sequence_len(names[i].tokens))) {
            add_words(list, names[i].words);
            return names[i].alone;
        }
    return false;
}

static void add_others(const parser *p, bool named, wording *list)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        int kind = others[i].kind;
        bool part_of_name = named && (schema_token_is_name(kind) || kind == TOKEN_STRING || kind == TOKEN_NUMBER);
        if (!part_of_name && accepts_one(p, kind))
            add_words(list, others[i].words != NULL ? others[i].words : schema_token_words(kind));
    }
}

static sdn_str join_words(parser *p, const wording *list)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    for (size_t i = 0; i < list->count; i++) {
        const char *between = i + 1 < list->count ? ", " : " or ";
        text_printf(&text, "%s%s", i > 0 ? between : "", list->words[i]);
    }
    sdn_str joined = text_copy(&text, p->arena);
    sdn__buffer_release(&text);
    if (joined.ptr == NULL)
        p->out_of_memory = true;
    return joined.ptr != NULL ? joined : SDN_STR("");
}

bool parser_expects_attribute(const parser *p)
{
    return !accepts_one(p, TOKEN_IDENT) && accepts_one(p, TOKEN_COLUMN);
}

sdn_str parser_expected(parser *p)
{
    wording list = {.count = 0};
    bool named = accepts_one(p, TOKEN_IDENT);
    if (!named || !add_name(p, &list))
        add_others(p, named, &list);
    return join_words(p, &list);
}
