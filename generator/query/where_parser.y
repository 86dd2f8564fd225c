// The grammar of expressions. Actions build the tree and do nothing else; what names and values mean is checked by
// where_check.c. The first mistake ends the parse.

%include {
#include "query/where_private.h"

#include <assert.h>

static const source_span no_place = {NULL, 0, 0};
static const where_words no_values = {NULL, NULL, 0};

static where_node *build_not_test(where_parser *p, where_word *field, where_operator op, source_span at, where_words values)
{
    return where_build_not(p, where_build_test(p, field, op, at, values));
}
}

%name where_parser_

// Tokens are WHERE_TOKEN_AND and so on, in where_tokens.h as well.
%token_prefix WHERE_TOKEN_

// Tokens are views of the source and nodes live in the arena, so nothing here needs a destructor.
%token_type {where_token}
%extra_context {where_parser *p}

// Lists are left-recursive. What is nested takes at most five places for each level, so 100 levels fit.
%stack_size 510
%stack_overflow { where_report_too_deep(p, &p->before[0]); }

%syntax_error { (void)yymajor; where_report_unexpected(p, &yyminor); }

// Where only a name can stand these words are names. `and`, `or` and `not` are not, for the sake of the messages: as names
// they stand in brackets, as values in quotes.
%fallback NAME IN HAS IS ABSENT PRESENT.

%type any    {where_node *}
%type all    {where_node *}
%type term   {where_node *}
%type test   {where_node *}
%type field  {where_word *}
%type value  {where_word *}
%type values {where_words}
%type list   {where_words}
%type one    {where_words}

%start_symbol expression

expression ::= any(A).                             { p->root = A; }

any(R) ::= all(A).                                 { R = A; }
any(R) ::= any(A) OR all(B).                       { R = where_build_joined(p, WHERE_ANY_OF, A, B); }

all(R) ::= term(A).                                { R = A; }
all(R) ::= all(A) AND term(B).                     { R = where_build_joined(p, WHERE_ALL_OF, A, B); }

term(R) ::= NOT term(A).                           { R = where_build_not(p, A); }
term(R) ::= LPAREN any(A) RPAREN.                  { R = A; }
term(R) ::= test(A).                               { R = A; }

test(R) ::= field(F).                              { R = where_build_test(p, F, WHERE_ALONE, no_place, no_values); }
test(R) ::= field(F) COMPARE(O) one(V).            { R = where_build_test(p, F, O.op, O.span, V); }
test(R) ::= field(F) HAS(O) one(V).                { R = where_build_test(p, F, WHERE_HAS, O.span, V); }
test(R) ::= field(F) NOT HAS(O) one(V).            { R = build_not_test(p, F, WHERE_HAS, O.span, V); }
test(R) ::= field(F) IN(O) list(V).                { R = where_build_test(p, F, WHERE_IN, O.span, V); }
test(R) ::= field(F) NOT IN(O) list(V).            { R = build_not_test(p, F, WHERE_IN, O.span, V); }
test(R) ::= field(F) ABSENT(O).                    { R = where_build_test(p, F, WHERE_ABSENT, O.span, no_values); }
test(R) ::= field(F) IS ABSENT(O).                 { R = where_build_test(p, F, WHERE_ABSENT, O.span, no_values); }
test(R) ::= field(F) IS NOT PRESENT(O).            { R = where_build_test(p, F, WHERE_ABSENT, O.span, no_values); }
test(R) ::= field(F) PRESENT(O).                   { R = where_build_test(p, F, WHERE_PRESENT, O.span, no_values); }
test(R) ::= field(F) IS PRESENT(O).                { R = where_build_test(p, F, WHERE_PRESENT, O.span, no_values); }
test(R) ::= field(F) IS NOT ABSENT(O).             { R = where_build_test(p, F, WHERE_PRESENT, O.span, no_values); }

one(R) ::= value(V).                               { R = where_build_words(no_values, V); }

list(R) ::= LPAREN values(V) RPAREN.               { R = V; }

values(R) ::= value(V).                            { R = where_build_words(no_values, V); }
values(R) ::= values(L) COMMA value(V).            { R = where_build_words(L, V); }

field(R) ::= NAME(T).                              { R = where_build_word(p, T); }
field(R) ::= BRACKETED(T).                         { R = where_build_word(p, T); }

value(R) ::= NAME(T).                              { R = where_build_word(p, T); }
value(R) ::= BRACKETED(T).                         { R = where_build_word(p, T); }
value(R) ::= TEXT(T).                              { R = where_build_word(p, T); }
value(R) ::= NUMBER(T).                            { R = where_build_word(p, T); }
