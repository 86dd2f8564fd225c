#include "syntax/schema_lexer.h"

#include <string.h>

#include "schema_tokens.h"

void schema_lexer_init(schema_lexer *lexer, const source_file *source)
{
    const unsigned char *text = (const unsigned char *)source->text.ptr;
    *lexer = (schema_lexer){source, text, text, text + source->text.len, true};
}

static void put(schema_lexer *lexer, schema_token *token, const unsigned char *start, int kind,
                schema_fault fault)
{
    size_t len = (size_t)(lexer->cursor - start);
    uint32_t offset = (uint32_t)(start - (const unsigned char *)lexer->source->text.ptr);
    *token = (schema_token){.kind = kind, .fault = fault, .first_on_line = lexer->line_start};
    token->span = (source_span){lexer->source, offset, (uint32_t)len};
    token->text = (sdn_str){(const char *)start, len};
    lexer->line_start = false;
}

/* Removes the quotes of a text; `closed` says whether there is a closing one. */
static void put_text(schema_lexer *lexer, schema_token *token, const unsigned char *start, schema_fault fault,
                     bool closed)
{
    put(lexer, token, start, TOKEN_STRING, fault);
    token->text.ptr++;
    token->text.len -= closed ? 2 : 1;
}

/* Whether the line before a quote is one that a text follows: `name : string = `, `column `. */
static bool asks_for_text(const unsigned char *line, const unsigned char *end)
{
    static const char *const words[] = {"column", "was", "separator", "import"};
    while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (end > line && strchr("=[,", end[-1]) != NULL)
        return true;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t len = strlen(words[i]);
        if ((size_t)(end - line) >= len && memcmp(end - len, words[i], len) == 0)
            return true;
    }
    return false;
}

/* Whether an item ends here or continues with an attribute, as it does after a text. */
static bool ends_text(const unsigned char *at, const unsigned char *end)
{
    const unsigned char *next = at;
    while (next < end && (*next == ' ' || *next == '\t' || *next == '\r'))
        next++;
    return next == end || strchr(";,]}", *next) != NULL || (next > at && *next >= 'a' && *next <= 'z');
}

/* A '"' that is not escaped, or NULL. */
static const unsigned char *find_quote(const unsigned char *at, const unsigned char *end)
{
    for (; at < end; at++)
        if (*at == '"')
            return at;
        else if (*at == '\\')
            at++;
    return NULL;
}

static size_t count_quotes(const unsigned char *at, const unsigned char *end)
{
    size_t count = 0;
    for (; (at = find_quote(at, end)) != NULL; at++)
        count++;
    return count;
}

/* A text that is broken over two lines is one mistake, not one in each line: continues to its end in the next line, if
 * that has an odd number of quotes and the first one looks like the end of a text. */
static bool take_next_line(schema_lexer *lexer)
{
    const unsigned char *broken = memchr(lexer->cursor, '\n', (size_t)(lexer->limit - lexer->cursor));
    if (broken == NULL)
        return false;
    const unsigned char *line = broken + 1;
    const unsigned char *end = memchr(line, '\n', (size_t)(lexer->limit - line));
    end = end != NULL ? end : lexer->limit;
    if (count_quotes(line, end) % 2 == 0)
        return false;
    const unsigned char *quote = find_quote(line, end);
    if (asks_for_text(line, quote) || !ends_text(quote + 1, end))
        return false;
    lexer->cursor = quote + 1;
    return true;
}

#define TAKE(kind)         do { put(lexer, token, start, (kind), SCHEMA_FAULT_NONE); return; } while (0)
#define FAULT(kind, fault) do { put(lexer, token, start, (kind), (fault)); return; } while (0)
#define TEXT(fault, closed) do { put_text(lexer, token, start, (fault), (closed)); return; } while (0)

/*!re2c
    re2c:define:YYCTYPE  = "unsigned char";
    re2c:define:YYCURSOR = "lexer->cursor";
    re2c:define:YYMARKER = "lexer->marker";
    re2c:define:YYLIMIT  = "lexer->limit";
    re2c:yyfill:enable   = 0;
    re2c:eof             = 0;

    blank  = [ \t\r]+;
    line   = [^\n]*;
    digit  = [0-9];
    letter = [A-Za-z_];
    high   = [\x80-\xff];
    stray  = [.!$%&*+<>@\\^`|~];

    name     = letter (letter | digit)*;
    odd_name = (letter | high) (letter | digit | high)*;
    number   = "-"? digit (letter | digit)* ("." (letter | digit)+)?
             | "-"? digit (digit | "_")* ("." (digit | "_")+)? [eE] [+-] (letter | digit)+
             | "-" letter (letter | digit)*;
    date     = digit{4} "-" digit{2} "-" digit{2} (letter | digit | [:.+-])*;
    open_text = ["] ([^"\\\n\r] | "\\" [^\n\r])*;
    fancy     = ("\xe2\x80" [\x98-\x9f] | "\xc2\xab");
    fancy_end = ("\xe2\x80" [\x98-\x9f] | "\xc2\xbb");
    odd_text  = ['] [^'\n\r]* ['] | fancy (letter | digit | [ ,.!/-])* fancy_end;
*/

void schema_lexer_next(schema_lexer *lexer, schema_token *token)
{
    const unsigned char *start;
again:
    start = lexer->cursor;
    /*!re2c
        "by"      { TAKE(TOKEN_BY); }
        "column"  { TAKE(TOKEN_COLUMN); }
        "delete"  { TAKE(TOKEN_DELETE); }
        "enum"    { TAKE(TOKEN_ENUM); }
        "import"  { TAKE(TOKEN_IMPORT); }
        "in"      { TAKE(TOKEN_IN); }
        "index"   { TAKE(TOKEN_INDEX); }
        "key"     { TAKE(TOKEN_KEY); }
        "merge"   { TAKE(TOKEN_MERGE); }
        "nonempty"   { TAKE(TOKEN_NONEMPTY); }
        "on"      { TAKE(TOKEN_ON); }
        "open"    { TAKE(TOKEN_OPEN); }
        "order"   { TAKE(TOKEN_ORDER); }
        "prefix"  { TAKE(TOKEN_PREFIX); }
        "range"   { TAKE(TOKEN_RANGE); }
        "record"  { TAKE(TOKEN_RECORD); }
        "references" { TAKE(TOKEN_REFERENCES); }
        "separator"  { TAKE(TOKEN_SEPARATOR); }
        "unique"  { TAKE(TOKEN_UNIQUE); }
        "was"     { TAKE(TOKEN_WAS); }
        name      { TAKE(TOKEN_IDENT); }
        number    { TAKE(TOKEN_NUMBER); }
        date      { FAULT(TOKEN_STRING, SCHEMA_FAULT_DATE); }

        "{"       { TAKE(TOKEN_LBRACE); }
        "}"       { TAKE(TOKEN_RBRACE); }
        "("       { TAKE(TOKEN_LPAREN); }
        ")"       { TAKE(TOKEN_RPAREN); }
        "["       { TAKE(TOKEN_LBRACKET); }
        "]"       { TAKE(TOKEN_RBRACKET); }
        ":"       { TAKE(TOKEN_COLON); }
        ";"       { TAKE(TOKEN_SEMI); }
        ","       { TAKE(TOKEN_COMMA); }
        "="       { TAKE(TOKEN_EQUALS); }
        "?"       { TAKE(TOKEN_QUESTION); }
        ".."      { TAKE(TOKEN_DOTS); }

        open_text ["]  { TEXT(SCHEMA_FAULT_NONE, true); }
        open_text "\\"?  { TEXT(SCHEMA_FAULT_UNTERMINATED, take_next_line(lexer)); }
        odd_text       { TEXT(SCHEMA_FAULT_QUOTES, true); }

        "////" line    { goto again; }
        "///" line     { TAKE(TOKEN_DOC); }
        "//" line      { goto again; }
        blank          { goto again; }
        "\n"           { lexer->line_start = true; goto again; }
        $              { TAKE(TOKEN_END); }

        "#" line       { FAULT(TOKEN_NOTHING, SCHEMA_FAULT_HASH_COMMENT); }
        "/*" ([^*] | "*"+ [^*/])* "*"+ "/"  { FAULT(TOKEN_NOTHING, SCHEMA_FAULT_BLOCK_COMMENT); }
        "/*"           { lexer->cursor = lexer->limit; FAULT(TOKEN_NOTHING, SCHEMA_FAULT_BLOCK_COMMENT); }
        odd_name       { FAULT(TOKEN_IDENT, SCHEMA_FAULT_NAME); }
        stray+         { FAULT(TOKEN_NOTHING, SCHEMA_FAULT_CHARACTER); }
        *              { FAULT(TOKEN_NOTHING, SCHEMA_FAULT_CHARACTER); }
    */
}
