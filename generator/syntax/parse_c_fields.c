/* Fields written as in C: `u32 line;`, `const char *name = "x";`. This most common mistake of C programmers gets one
 * message that says how the field is written here. */
#include "syntax/parse_private.h"

#include <string.h>

#include "schema_tokens.h"

/* Words that start a declaration in C, and the type for each here; NULL: a later word decides. */
static const struct {
    const char *word;
    const char *type;
} c_words[] = {
    {"string", "string"}, {"bool", "bool"},        {"i32", "i32"},
    {"i64", "i64"},       {"u32", "u32"},          {"u64", "u64"},
    {"f64", "f64"},       {"date", "date"},        {"timestamp", "timestamp"},
    {"char", "string"},   {"int", "i32"},          {"short", "i32"},
    {"long", "i64"},      {"float", "f64"},        {"double", "f64"},
    {"_Bool", "bool"},    {"int8_t", "i32"},       {"int16_t", "i32"},
    {"int32_t", "i32"},   {"int64_t", "i64"},      {"uint8_t", "u32"},
    {"uint16_t", "u32"},  {"uint32_t", "u32"},     {"uint64_t", "u64"},
    {"size_t", "u64"},    {"time_t", "timestamp"}, {"unsigned", NULL},
    {"signed", NULL},     {"const", NULL},         {"volatile", NULL},
    {"static", NULL},     {"struct", NULL},        {"union", NULL},
    {"enum", NULL},
};

enum { C_WORD_COUNT = sizeof c_words / sizeof c_words[0], C_WORDS_MAX = 8 };

static size_t find_c_word(sdn_str text)
{
    size_t i = 0;
    while (i < C_WORD_COUNT && !sdn_str_equal(text, sdn_str_from(c_words[i].word)))
        i++;
    return i;
}

static bool is_c_word(sdn_str text)
{
    return find_c_word(text) < C_WORD_COUNT;
}

/* The names in a row that start with the token at hand, up to an attribute, and the token after them. */
typedef struct name_row {
    schema_token names[C_WORDS_MAX];
    size_t count;
    schema_token end;
} name_row;

static bool is_attribute(int kind)
{
    static const int kinds[] = {TOKEN_COLUMN, TOKEN_WAS,        TOKEN_UNIQUE, TOKEN_NONEMPTY,
                                TOKEN_RANGE,  TOKEN_REFERENCES, TOKEN_MERGE,  TOKEN_SEPARATOR};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i] == kind)
            return true;
    return false;
}

static bool has_another_name(const name_row *row)
{
    return row->count < C_WORDS_MAX && schema_token_is_name(row->end.kind) && !row->end.first_on_line &&
           (row->count < 2 || !is_attribute(row->end.kind));
}

static void read_names(const parser *p, name_row *row)
{
    schema_lexer lexer = p->lexer;
    row->names[0] = p->token;
    row->count = 1;
    row->end = p->next;
    while (has_another_name(row)) {
        row->names[row->count++] = row->end;
        do
            schema_lexer_next(&lexer, &row->end);
        while (row->end.kind < 0);
    }
}

static bool starts_big(sdn_str text)
{
    return text.ptr[0] >= 'A' && text.ptr[0] <= 'Z';
}

/* `Level level`, `level *l`; but in `level Level` only the ':' is missing. */
static bool is_type_and_name(const parser *p, sdn_str type, sdn_str name)
{
    bool pointer = p->next.strange.len > 0 && source_text(p->next.strange).ptr[0] == '*';
    return pointer || (starts_big(type) && !starts_big(name) && !is_c_word(name));
}

static bool is_day(sdn_str word)
{
    return sdn_str_equal(word, SDN_STR("date")) || sdn_str_equal(word, SDN_STR("timestamp"));
}

/* Of two names of types the second one is the type, as in `date string`; but `string date` is a field `date`. */
static bool names_a_field(sdn_str type, sdn_str word)
{
    return !is_c_word(word) || (is_day(word) && !is_day(type));
}

static bool is_c_field(const parser *p, const name_row *row)
{
    sdn_str type = row->names[0].text, name = row->names[row->count - 1].text;
    int end = row->end.kind;
    bool ends = end == TOKEN_SEMI || end == TOKEN_EQUALS || end == TOKEN_LBRACKET || is_attribute(end);
    if (row->names[0].kind == TOKEN_ENUM)
        return ends && row->count == 3;
    if (!ends && end != TOKEN_COMMA && end != TOKEN_RBRACE && !row->end.first_on_line)
        return false;
    return is_c_word(type) ? names_a_field(type, name) : row->count == 2 && is_type_and_name(p, type, name);
}

bool parser_is_c_field(const parser *p)
{
    int kinds[] = {p->token.kind, p->next.kind};
    bool names = schema_token_is_name(kinds[0]) && schema_token_is_name(kinds[1]);
    if (p->scope != SCOPE_RECORD || !names || p->next.first_on_line)
        return false;
    int field[] = {p->token.kind, TOKEN_COLON};
    if (!parser_accepts(p, field, 2) || parser_accepts(p, kinds, 2))
        return false;
    name_row row;
    read_names(p, &row);
    return is_c_field(p, &row);
}

/* The type that the field has here: `unsigned long` is u64, `const char` is string. */
static sdn_str type_of_c(const name_row *row)
{
    const char *type = NULL;
    bool is_unsigned = false;
    for (size_t i = 0; i + 1 < row->count; i++) {
        size_t word = find_c_word(row->names[i].text);
        if (word < C_WORD_COUNT && type == NULL)
            type = c_words[word].type;
        is_unsigned = is_unsigned || sdn_str_equal(row->names[i].text, SDN_STR("unsigned"));
    }
    if (is_unsigned)
        return type != NULL && strcmp(type, "i64") == 0 ? SDN_STR("u64") : SDN_STR("u32");
    return type != NULL ? sdn_str_from(type) : row->names[row->count - 2].text;
}

/* `= false` or `range 1..9`, if it is on one line. The tokens up to the ';' have been skipped. */
static sdn_str rest_of_c(const parser *p, const name_row *row)
{
    bool has_rest = row->end.kind == TOKEN_EQUALS || is_attribute(row->end.kind);
    if (!has_rest || p->token.kind != TOKEN_SEMI)
        return SDN_STR("");
    sdn_str text = source_text(source_join(row->end.span, p->before.span));
    return memchr(text.ptr, '\n', text.len) == NULL ? text : SDN_STR("");
}

static void report_c_field(parser *p, const name_row *row, bool key)
{
    const schema_token *name = &row->names[row->count - 1];
    sdn_str type = type_of_c(row), rest = rest_of_c(p, row);
    bool list = row->end.kind == TOKEN_LBRACKET && !sdn_str_equal(type, SDN_STR("string"));
    diag *d = diag_error(p->diags, source_join(row->names[0].span, name->span), "a field is written 'name : type'");
    diag_help(p->diags, d, "write '%s%.*s : %s%.*s%s%s%.*s;'", key ? "key " : "", DIAG_STR(name->text), list ? "[" : "",
              DIAG_STR(type), list ? "]" : "", rest.len > 0 ? " " : "", DIAG_STR(rest));
}

void parser_skip_c_field(parser *p)
{
    name_row row;
    bool key = !p->item_start, quiet = p->quiet;
    read_names(p, &row);
    p->quiet = true;
    parser_note_loss(p);
    for (size_t i = 0; i < row.count; i++)
        parser_advance(p);
    if (!row.end.first_on_line)
        parser_skip_item(p);
    if (!quiet)
        report_c_field(p, &row, key);
    parser_finish_item(p);
}
