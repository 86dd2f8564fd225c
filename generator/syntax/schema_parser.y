// The grammar of schemas. Actions call build_... and do nothing else; what the names and values mean is
// checked by sema. Mistakes are handled before lemon sees them (parse_recover.c): a token is fed only if the
// grammar accepts it. After a mistake that cannot be repaired, the tokens concerned are skipped and SKIPPED is fed
// in their place. In the grammar it occurs only after lemon's `error`, so lemon unwinds its stack to the innermost rule
// that can continue.
//
// SKIPPED is never lexed: no text of a schema can give it, only parse_feed.c feeds it. So the error productions never
// match by accident, and a schema without mistakes never enters them.

%include {
#include "syntax/parse_private.h"

#include <assert.h>
}

%name schema_parser_

// Tokens are TOKEN_KEY and so on, in schema_tokens.h as well.
%token_prefix TOKEN_

// Tokens are views of the source and nodes live in the arena, so nothing here needs a destructor.
%token_type {schema_token}
%extra_context {parser *p}

// Lists are left-recursive and nothing is nested deeper than a list of values, so a small stack is enough.
%stack_size 64
%stack_overflow { p->out_of_memory = true; }

// SKIPPED is the only token that gets here, and the mistake has been reported by then.
%syntax_error { (void)p; (void)yymajor; (void)yyminor; }

%type name            {ast_name}
%type names           {ast_names}
%type element         {ast_type}
%type type            {ast_type}
%type scalar          {ast_value}
%type value           {ast_value}
%type list            {ast_value}
%type values          {ast_value}

%start_symbol schema

schema ::= declarations.

declarations ::= .
declarations ::= declarations prefix.
declarations ::= declarations import.
declarations ::= declarations record.
declarations ::= declarations enumeration.
declarations ::= declarations error SKIPPED SEMI.       { p->tree.schema->incomplete = true; }

prefix ::= PREFIX(K) STRING(T) SEMI.                    { build_prefix(p, K, &T); }
prefix ::= PREFIX(K) error SKIPPED SEMI.                { build_prefix(p, K, NULL); }

import ::= IMPORT STRING(PATH) SEMI.                    { build_import(p, PATH); }

// Records.

record ::= record_head LBRACE items RBRACE.

record_head ::= RECORD name(N) IN name(T).              { build_record(p, N, T); }
record_head ::= RECORD name(N) error SKIPPED.           { build_record(p, N, (ast_name){0}); }
record_head ::= RECORD error SKIPPED.                   { build_record(p, (ast_name){0}, (ast_name){0}); }

items ::= .
items ::= items item SEMI.
items ::= items error SKIPPED SEMI.                     { p->tree.record->incomplete = true; }

item ::= field_head field_type default attributes.
item ::= field_head error SKIPPED.
item ::= INDEX BY names(F).                             { build_index(p, F, false); }
item ::= UNIQUE INDEX BY names(F).                      { build_index(p, F, true); }
item ::= KEY LPAREN names(F) RPAREN.                    { build_key(p, F); }
item ::= ORDER BY KEY.                                  { build_order(p); }

field_head ::= name(N) COLON.                           { build_field(p, N, NULL); }
field_head ::= KEY(K) name(N) COLON.                    { build_field(p, N, &K); }

names(R) ::= name(N).                                   { R = build_names(p, (ast_names){0}, N); }
names(R) ::= names(L) COMMA name(N).                    { R = build_names(p, L, N); }

field_type ::= type(T).                                 { build_field_type(p, T); }

type(R) ::= element(E).                                 { R = E; }
type(R) ::= LBRACKET(A) element(E) RBRACKET(B).         { R = build_list_type(E, A, B); }
type(R) ::= LBRACKET(A) element(E) RBRACKET(B) QUESTION(Q).
                                                        { R = build_optional(build_list_type(E, A, B), Q); }
element(R) ::= name(N).                                 { R = build_type(N); }
element(R) ::= name(N) QUESTION(Q).                     { R = build_optional(build_type(N), Q); }

default ::= .
default ::= EQUALS value(V).                            { build_default(p, V); }

value(R) ::= scalar(V).                                 { R = V; }
value(R) ::= list(V).                                   { R = V; }

list(R) ::= LBRACKET(A) RBRACKET(B).                    { R = build_list_end(build_list(A), B); }
list(R) ::= LBRACKET(A) values(V) RBRACKET(B).          { R = build_list_end(build_list_start(V, A), B); }
list(R) ::= LBRACKET(A) values(V) COMMA RBRACKET(B).    { R = build_list_end(build_list_start(V, A), B); }

values(R) ::= scalar(V).                                { R = build_list_first(p, V); }
values(R) ::= values(L) COMMA scalar(V).                { R = build_list_item(p, L, V); }

scalar(R) ::= name(N).                                  { R = build_word(N); }
scalar(R) ::= NUMBER(T).                                { R = build_value(AST_NUMBER, T); }
scalar(R) ::= STRING(T).                                { R = build_value(AST_TEXT, T); }

attributes ::= .
attributes ::= attributes attribute.

attribute ::= UNIQUE(K).                                { build_attribute(p, K); }
attribute ::= NONEMPTY(K).                              { build_attribute(p, K); }
attribute ::= COLUMN(K) STRING(V).                      { build_attribute_value(p, K, build_value(AST_TEXT, V)); }
attribute ::= WAS(K) STRING(V).                         { build_attribute_value(p, K, build_value(AST_TEXT, V)); }
attribute ::= WAS(K) list(V).                           { build_attribute_value(p, K, V); }
attribute ::= SEPARATOR(K) STRING(V).                   { build_attribute_value(p, K, build_value(AST_TEXT, V)); }
attribute ::= REFERENCES(K) name(N).                    { build_attribute_value(p, K, build_word(N)); }
attribute ::= ON(K) DELETE(D) name(N).                   { build_on_delete(p, K, D, N); }
attribute ::= MERGE(K) name(N).                         { build_attribute_word(p, K, N); }
attribute ::= RANGE(K) NUMBER(L) DOTS NUMBER(H).        { build_range(p, K, L, H); }

// Enums.

enumeration ::= enum_head LBRACE enumerators RBRACE.

enum_head ::= ENUM name(N).                             { build_enum(p, N, false); }
enum_head ::= OPEN ENUM name(N).                        { build_enum(p, N, true); }
enum_head ::= ENUM error SKIPPED.                       { build_enum(p, (ast_name){0}, false); }
enum_head ::= OPEN ENUM error SKIPPED.                  { build_enum(p, (ast_name){0}, true); }

enumerators ::= .
enumerators ::= enumerator_list.
enumerators ::= enumerator_list COMMA.

enumerator_list ::= enumerator.
enumerator_list ::= enumerator_list COMMA enumerator.

enumerator ::= enumerator_name.
enumerator ::= enumerator_name EQUALS STRING(T).        { build_spelling(p, T); }
enumerator ::= enumerator_name error SKIPPED.
enumerator ::= error SKIPPED.                           { p->tree.enumeration->incomplete = true; }

enumerator_name ::= name(N).                            { build_enumerator(p, N); }

// Every word of the language may be a name, wherever a name is allowed.

name(R) ::= IDENT(T).                                   { R = build_name(T); }
name(R) ::= BY(T).                                      { R = build_name(T); }
name(R) ::= COLUMN(T).                                  { R = build_name(T); }
name(R) ::= DELETE(T).                                  { R = build_name(T); }
name(R) ::= ENUM(T).                                    { R = build_name(T); }
name(R) ::= IMPORT(T).                                  { R = build_name(T); }
name(R) ::= IN(T).                                      { R = build_name(T); }
name(R) ::= INDEX(T).                                   { R = build_name(T); }
name(R) ::= KEY(T).                                     { R = build_name(T); }
name(R) ::= MERGE(T).                                   { R = build_name(T); }
name(R) ::= NONEMPTY(T).                                { R = build_name(T); }
name(R) ::= ON(T).                                      { R = build_name(T); }
name(R) ::= OPEN(T).                                    { R = build_name(T); }
name(R) ::= ORDER(T).                                   { R = build_name(T); }
name(R) ::= PREFIX(T).                                  { R = build_name(T); }
name(R) ::= RANGE(T).                                   { R = build_name(T); }
name(R) ::= RECORD(T).                                  { R = build_name(T); }
name(R) ::= REFERENCES(T).                              { R = build_name(T); }
name(R) ::= SEPARATOR(T).                               { R = build_name(T); }
name(R) ::= UNIQUE(T).                                  { R = build_name(T); }
name(R) ::= WAS(T).                                     { R = build_name(T); }

%code {
/*
 * What lemon would do with further tokens, tried on a copy of its stack of states. This is the loop of its
 * parser without the values. Asked before a token is fed and causes default reductions, it gives exact lists of
 * what is accepted.
 */
typedef struct trial {
    YYACTIONTYPE states[YYSTACKDEPTH + 1];
    int top;
} trial;

static void trial_start(trial *t, const yyParser *machine)
{
    t->top = (int)(machine->yytos - machine->yystack);
    for (int i = 0; i <= t->top; i++)
        t->states[i] = machine->yystack[i].stateno;
}

static bool trial_push(trial *t, int state)
{
    if (t->top >= YYSTACKDEPTH)
        return false;
    t->states[++t->top] = (YYACTIONTYPE)state;
    return true;
}

static bool trial_take(trial *t, YYCODETYPE kind)
{
    int action = yy_find_shift_action(kind, t->states[t->top]);
    while (action >= YY_MIN_REDUCE) {
        int rule = action - YY_MIN_REDUCE;
        t->top += yyRuleInfoNRhs[rule];
        int state = yy_find_reduce_action(t->states[t->top], yyRuleInfoLhs[rule]);
        if (!trial_push(t, state))
            return false;
        action = yy_find_shift_action(kind, (YYACTIONTYPE)state);
    }
    if (action > YY_MAX_SHIFTREDUCE)
        return action == YY_ACCEPT_ACTION;
    return trial_push(t, action > YY_MAX_SHIFT ? action + YY_MIN_REDUCE - YY_MIN_SHIFTREDUCE : action);
}

bool parser_accepts(const parser *p, const int *kinds, size_t count)
{
    trial t;
    trial_start(&t, p->machine);
    for (size_t i = 0; i < count; i++)
        if (!trial_take(&t, (YYCODETYPE)kinds[i]))
            return false;
    return true;
}
}
