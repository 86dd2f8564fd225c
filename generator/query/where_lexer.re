#include "query/where_lexer.h"

#include "where_tokens.h"

void where_lexer_init(where_lexer *lexer, const source_file *source)
{
    const unsigned char *text = (const unsigned char *)source->text.ptr;
    *lexer = (where_lexer){source, text, text, text + source->text.len};
}

static void take_token(where_lexer *lexer, where_token *token, const unsigned char *start, int kind)
{
    const unsigned char *text = (const unsigned char *)lexer->source->text.ptr;
    size_t len = (size_t)(lexer->cursor - start);
    *token = (where_token){.kind = kind, .text = {(const char *)start, len}};
    token->span = (source_span){lexer->source, (uint32_t)(start - text), (uint32_t)len};
}

/* Leaves out what encloses a text. */
static void strip_enclosing(where_token *token, where_form form)
{
    token->form = form;
    token->text.ptr++;
    token->text.len -= 2;
}

static void set_fault(where_token *token, const char *fault, const char *advice)
{
    token->fault = fault;
    token->advice = advice;
}

#define TAKE(kind)           do { take_token(lexer, token, start, (kind)); return; } while (0)
#define COMPARE(operator)    do { take_token(lexer, token, start, WHERE_TOKEN_COMPARE); token->op = (operator); return; } while (0)
#define ENCLOSED(kind, form) do { take_token(lexer, token, start, (kind)); strip_enclosing(token, (form)); return; } while (0)
#define FAULT(fault, advice) do { take_token(lexer, token, start, 0); set_fault(token, (fault), (advice)); return; } while (0)
#define NO_SIGN(advice)      FAULT("is no operator", (advice))

/*!re2c
    re2c:define:YYCTYPE  = "unsigned char";
    re2c:define:YYCURSOR = "lexer->cursor";
    re2c:define:YYMARKER = "lexer->marker";
    re2c:define:YYLIMIT  = "lexer->limit";
    re2c:yyfill:enable   = 0;
    re2c:eof             = 0;

    blank  = [ \t\r\n]+;
    digit  = [0-9];
    letter = [A-Za-z_\x80-\xff];
    within = letter | digit | [-./+@];

    name   = letter within*;
    number = [-+]? "."? digit (within | ":")*;
*/

void where_lexer_next(where_lexer *lexer, where_token *token)
{
    const unsigned char *start;
again:
    start = lexer->cursor;
    /*!re2c
        'and'     { TAKE(WHERE_TOKEN_AND); }
        'or'      { TAKE(WHERE_TOKEN_OR); }
        'not'     { TAKE(WHERE_TOKEN_NOT); }
        'in'      { TAKE(WHERE_TOKEN_IN); }
        'has'     { TAKE(WHERE_TOKEN_HAS); }
        'is'      { TAKE(WHERE_TOKEN_IS); }
        'absent'  { TAKE(WHERE_TOKEN_ABSENT); }
        'present' { TAKE(WHERE_TOKEN_PRESENT); }
        name      { TAKE(WHERE_TOKEN_NAME); }
        number    { TAKE(WHERE_TOKEN_NUMBER); }

        "["  ([^\]] | "]]")*  "]"  { ENCLOSED(WHERE_TOKEN_BRACKETED, WHERE_BRACKETS); }
        [']  ([^'] | [']['])* [']  { ENCLOSED(WHERE_TOKEN_TEXT, WHERE_QUOTED); }
        ["]  ([^"] | ["]["])* ["]  { ENCLOSED(WHERE_TOKEN_TEXT, WHERE_QUOTED); }

        "("       { TAKE(WHERE_TOKEN_LPAREN); }
        ")"       { TAKE(WHERE_TOKEN_RPAREN); }
        ","       { TAKE(WHERE_TOKEN_COMMA); }
        "="       { COMPARE(WHERE_EQUAL); }
        "!="      { COMPARE(WHERE_DIFFERS); }
        "<"       { COMPARE(WHERE_LESS); }
        "<="      { COMPARE(WHERE_AT_MOST); }
        ">"       { COMPARE(WHERE_MORE); }
        ">="      { COMPARE(WHERE_AT_LEAST); }
        "~"       { COMPARE(WHERE_MATCHES); }

        blank     { goto again; }
        $         { TAKE(0); }

        "==" "="? { NO_SIGN("write '='"); }
        "!=="     { NO_SIGN("write '!='"); }
        "<>"      { NO_SIGN("write '!='"); }
        "=<"      { NO_SIGN("write '<='"); }
        "=>"      { NO_SIGN("write '>='"); }
        "=~"      { NO_SIGN("write '~'"); }
        "~="      { NO_SIGN("write '~'"); }
        "~~"      { NO_SIGN("write '~'"); }
        "!~"      { NO_SIGN("write: not (FIELD ~ 'PATTERN')"); }
        "&" "&"?  { NO_SIGN("write 'and'"); }
        "|" "|"?  { NO_SIGN("write 'or'"); }
        "!"       { NO_SIGN("write 'not'"); }
        ":"       { NO_SIGN("write '='"); }
        ":="      { NO_SIGN("write '='"); }
        [-+*/%^]  { NO_SIGN("expressions do not calculate; compare a field with a value"); }
        ";"       { FAULT("ends nothing here", "write one expression, without ';'"); }
        [`]       { FAULT("encloses nothing here", "write names without quotes, or in brackets: [due date]"); }
        ['"]      { FAULT("begins a text that does not end",
                          "write the same quote after the text, and twice where it is part of the text"); }
        "["       { FAULT("begins a name that does not end", "write ']' after the name"); }
        *         { FAULT("is no part of an expression", "put a text that has it in quotes"); }
    */
}
