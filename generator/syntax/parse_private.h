/*
 * Private to the parser: its state, the calls that build the AST from the grammar's actions, and what lemon
 * defines but does not declare.
 *
 * The AST is built by side effect: a record or enum is in the schema as soon as its name has been read, and its
 * members are added one by one. So nothing that was read is lost when lemon unwinds its stack after a mistake.
 */
#ifndef SDNC_SYNTAX_PARSE_PRIVATE_H
#define SDNC_SYNTAX_PARSE_PRIVATE_H

#include <stddef.h>
#include <stdio.h>

#include "diag/diag.h"
#include "diag/text.h"
#include "syntax/ast.h"
#include "syntax/schema_lexer.h"
#include "syntax/schema_token.h"

/* Where in a schema the parser is, as far as recovery depends on it. */
typedef enum parser_scope {
    SCOPE_TOP,
    SCOPE_HEAD, /* from `record`, `enum` or `open` to the '{' */
    SCOPE_RECORD,
    SCOPE_ENUM,
    SCOPE_COUNT
} parser_scope;

/* What the grammar's actions build. */
typedef struct parser_tree {
    ast_schema *schema;
    ast_record *record; /* under construction, as the next two */
    ast_enum *enumeration;
    ast_field *field;
} parser_tree;

/* The '{' of the body. */
typedef struct parser_brace {
    source_span span;   /* len 0: there is none */
    bool is_other_mark; /* it was another mark, which was reported */
} parser_brace;

typedef struct parser {
    const source_file *source;
    sdn_arena *arena;
    diag_list *diags;
    void *machine; /* lemon's */

    schema_lexer lexer;
    schema_token before; /* the last one fed */
    schema_token token;  /* the one at hand */
    schema_token next;
    sdn_buffer doc; /* the doc comment being collected */

    parser_scope scope;
    parser_scope body; /* what the head leads to */
    bool item_start;   /* a declaration, field, enumerator or line may start here */
    bool quiet;        /* a mistake in this item has been reported: report no more */
    bool complained;   /* the same for the item before */
    bool done;
    bool out_of_memory;
    parser_brace brace;
    source_span doubtful; /* a word that may be only part of what is meant */
    schema_token first;   /* of the item at hand: the item has its doc comment and position */

    parser_tree tree;
} parser;

/* Tokens (parse_tokens.c). */
void parser_advance(parser *p); /* token = next, next = the one after */
void parser_report_stray_doc(parser *p, const schema_token *token);

/* Feeding tokens to lemon (parse_feed.c). */
void parser_take(parser *p);             /* the token at hand, which must be acceptable */
void parser_insert(parser *p, int kind); /* one that is not in the source */

/* Mistakes (parse_recover.c). */
void parser_recover(parser *p);
void parser_note_loss(parser *p);     /* marks what is skipped next as incomplete */
void parser_skip_item(parser *p);     /* up to the end of the item at hand */
void parser_finish_item(parser *p);   /* after it was skipped */
bool parser_repeats(const parser *p); /* `enum enum X`: the keyword at hand is written twice */
void parser_drop_repeated(parser *p);
bool parser_head_is_unfinished(const parser *p); /* a declaration starts here, though the one at hand has no body yet */
void parser_abandon_head(parser *p);
bool parser_body_is_unclosed(const parser *p); /* the body at hand ends here, though its '}' is missing */
void parser_close_body(parser *p);

/* Fields in the manner of C (parse_c_fields.c). */
bool parser_is_c_field(const parser *p); /* `u32 line;` */
void parser_skip_c_field(parser *p);

/* What may be written here (parse_expected.c): "':' or '?'". */
sdn_str parser_expected(parser *p);
bool parser_expects_attribute(const parser *p);
extern const char parser_attributes[]; /* a list of them, for a help */

/* Whether lemon would accept these tokens, one after the other (schema_parser.y). */
bool parser_accepts(const parser *p, const int *kinds, size_t count);

/* Building (parse_build.c). Each is a step of a grammar action. */
void *parser_new(parser *p, size_t size); /* zeroed; NULL, and remembered, when memory ran out */
ast_name build_name(schema_token token);
ast_names build_names(parser *p, ast_names names, ast_name name);
ast_type build_type(ast_name name);
ast_type build_list_type(ast_type element, schema_token open, schema_token close);
ast_type build_optional(ast_type type, schema_token mark);
ast_value build_value(ast_value_kind kind, schema_token token);
ast_value build_word(ast_name name);
ast_value build_list(schema_token open);
ast_value build_list_start(ast_value list, schema_token open);
ast_value build_list_first(parser *p, ast_value item);
ast_value build_list_item(parser *p, ast_value list, ast_value item);
ast_value build_list_end(ast_value list, schema_token close);
void build_prefix(parser *p, schema_token keyword, const schema_token *text); /* text NULL: it could not be read */
void build_import(parser *p, schema_token path);
void build_record(parser *p, ast_name name, ast_name table);
void build_field(parser *p, ast_name name, const schema_token *key); /* key NULL: not a key field */
void build_field_type(parser *p, ast_type type);
void build_default(parser *p, ast_value value);
void build_attribute(parser *p, schema_token keyword);
void build_attribute_value(parser *p, schema_token keyword, ast_value value);
void build_attribute_word(parser *p, schema_token keyword, ast_name word);
void build_on_delete(parser *p, schema_token on, schema_token delete_word, ast_name action);
void build_range(parser *p, schema_token keyword, schema_token low, schema_token high);
void build_index(parser *p, ast_names fields, bool unique);
void build_key(parser *p, ast_names fields);
void build_order(parser *p);
void build_enum(parser *p, ast_name name, bool open);
void build_enumerator(parser *p, ast_name name);
void build_spelling(parser *p, schema_token text);

/* Lemon's. */
void *schema_parser_Alloc(void *(*allocate)(size_t size), parser *p);
void schema_parser_Init(void *machine, parser *p);
void schema_parser_Finalize(void *machine);
void schema_parser_Free(void *machine, void (*release)(void *block));
void schema_parser_(void *machine, int kind, schema_token token);
int schema_parser_Fallback(int kind);
#ifndef NDEBUG
void schema_parser_Trace(FILE *stream, char *prefix);
#endif

#endif
