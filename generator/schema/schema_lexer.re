#include "schema/schema_lexer.h"

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

/* A text loses its quotes; `closed` says whether there is a closing one. */
static void put_text(schema_lexer *lexer, schema_token *token, const unsigned char *start, schema_fault fault,
                     bool closed)
{
    put(lexer, token, start, TOKEN_STRING, fault);
    token->text.ptr++;
    token->text.len -= closed ? 2 : 1;
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
             | "-"? digit (digit | "_")* ("." (digit | "_")+)? [eE] [+-] (letter | digit)+;
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
        "enum"    { TAKE(TOKEN_ENUM); }
        "import"  { TAKE(TOKEN_IMPORT); }
        "in"      { TAKE(TOKEN_IN); }
        "index"   { TAKE(TOKEN_INDEX); }
        "key"     { TAKE(TOKEN_KEY); }
        "nonempty"   { TAKE(TOKEN_NONEMPTY); }
        "open"    { TAKE(TOKEN_OPEN); }
        "order"   { TAKE(TOKEN_ORDER); }
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
        open_text "\\"?  { TEXT(SCHEMA_FAULT_UNTERMINATED, false); }
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
