#include "syntax/schema_token.h"

#include "schema_tokens.h"

/* One row per kind of token; a new keyword is a row here, a rule in the lexer and a name in the grammar. */
static const struct {
    const char *words;
    const char *keyword;
} token_words[] = {
    [TOKEN_END] = {"the end of the file", NULL},
    [TOKEN_IDENT] = {"a name", NULL},
    [TOKEN_STRING] = {"a text in double quotes", NULL},
    [TOKEN_NUMBER] = {"a number", NULL},
    [TOKEN_LBRACE] = {"'{'", NULL},
    [TOKEN_RBRACE] = {"'}'", NULL},
    [TOKEN_LPAREN] = {"'('", NULL},
    [TOKEN_RPAREN] = {"')'", NULL},
    [TOKEN_LBRACKET] = {"'['", NULL},
    [TOKEN_RBRACKET] = {"']'", NULL},
    [TOKEN_COLON] = {"':'", NULL},
    [TOKEN_SEMI] = {"';'", NULL},
    [TOKEN_COMMA] = {"','", NULL},
    [TOKEN_EQUALS] = {"'='", NULL},
    [TOKEN_QUESTION] = {"'?'", NULL},
    [TOKEN_DOTS] = {"'..'", NULL},
    [TOKEN_BY] = {"'by'", "by"},
    [TOKEN_COLUMN] = {"'column'", "column"},
    [TOKEN_DELETE] = {"'delete'", "delete"},
    [TOKEN_ENUM] = {"'enum'", "enum"},
    [TOKEN_IMPORT] = {"'import'", "import"},
    [TOKEN_IN] = {"'in'", "in"},
    [TOKEN_INDEX] = {"'index'", "index"},
    [TOKEN_KEY] = {"'key'", "key"},
    [TOKEN_MERGE] = {"'merge'", "merge"},
    [TOKEN_NONEMPTY] = {"'nonempty'", "nonempty"},
    [TOKEN_ON] = {"'on delete'", "on"},
    [TOKEN_OPEN] = {"'open'", "open"},
    [TOKEN_ORDER] = {"'order'", "order"},
    [TOKEN_PREFIX] = {"'prefix'", "prefix"},
    [TOKEN_RANGE] = {"'range'", "range"},
    [TOKEN_RECORD] = {"'record'", "record"},
    [TOKEN_REFERENCES] = {"'references'", "references"},
    [TOKEN_SEPARATOR] = {"'separator'", "separator"},
    [TOKEN_UNIQUE] = {"'unique'", "unique"},
    [TOKEN_WAS] = {"'was'", "was"},
};

static bool is_known(int kind)
{
    return kind >= 0 && (size_t)kind < sizeof token_words / sizeof token_words[0] && token_words[kind].words != NULL;
}

const char *schema_token_words(int kind)
{
    return is_known(kind) ? token_words[kind].words : "something else";
}

const char *schema_token_keyword(int kind)
{
    return is_known(kind) ? token_words[kind].keyword : NULL;
}

bool schema_token_is_name(int kind)
{
    return kind == TOKEN_IDENT || schema_token_keyword(kind) != NULL;
}
