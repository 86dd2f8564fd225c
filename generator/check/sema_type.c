/* Types of fields: a row per scalar says what it may be and how its values are written. */
#include "check/sema_private.h"

#include <string.h>

#include "diag/suggest.h"

#define I32_EXAMPLE "a whole number from -2147483648 to 2147483647"
#define I64_EXAMPLE "a whole number from -9223372036854775808 to 9223372036854775807"
#define U32_EXAMPLE "a whole number from 0 to 4294967295"
#define U64_EXAMPLE "a whole number from 0 to 18446744073709551615"

/* key, key_part, counts and number, as in the struct. */
/* clang-format off */
static const sema_scalar scalars[] = {
    {"string", MODEL_STRING, true, true, true, false, "", "\"text\"", sema_read_text},
    {"bool", MODEL_BOOL, false, true, false, false, "", "true or false", sema_read_bool},
    {"i32", MODEL_I32, true, true, true, true, "-", I32_EXAMPLE, sema_read_integer},
    {"i64", MODEL_I64, true, true, true, true, "-", I64_EXAMPLE, sema_read_integer},
    {"u32", MODEL_U32, true, true, true, true, "", U32_EXAMPLE, sema_read_integer},
    {"u64", MODEL_U64, true, true, true, true, "", U64_EXAMPLE, sema_read_integer},
    {"f64", MODEL_F64, false, false, false, true, "+-.", "a number such as 1.5", sema_read_real},
    {"date", MODEL_DATE, true, true, false, false, "-", "\"2026-01-31\"", sema_read_date},
    {"timestamp", MODEL_TIMESTAMP, true, true, false, false, "+-.:", "\"2026-01-31T08:15:00Z\"",
     sema_read_timestamp},
    {NULL, MODEL_ENUM, false, true, false, false, "", "one of its enumerators", sema_read_enumerator},
};
/* clang-format on */

enum { SCALAR_COUNT = sizeof scalars / sizeof scalars[0] };

static const sema_scalar *scalar_named(sdn_str name)
{
    for (size_t i = 0; i < SCALAR_COUNT; i++)
        if (scalars[i].name != NULL && sdn_str_equal(name, sdn_str_from(scalars[i].name)))
            return &scalars[i];
    return NULL;
}

static const sema_scalar *enum_scalar(void)
{
    return &scalars[SCALAR_COUNT - 1];
}

bool sema_is_scalar(sdn_str name)
{
    return scalar_named(name) != NULL;
}

/* --- names of types --- */

/* "string, bool, ... and the enums in view", if no known type is similar. */
static void help_known_types(sema *s, diag *d)
{
    sdn_buffer text = SDN_BUFFER_INIT;
    size_t enums = 0;
    for (size_t i = 0; i < SCALAR_COUNT; i++)
        if (scalars[i].name != NULL)
            text_printf(&text, "%s%s", i > 0 ? ", " : "", scalars[i].name);
    for (size_t i = 0; i < s->declaration_count && enums < 8; i++) {
        const sema_declaration *known = &s->declarations[i];
        if (known->enum_ast != NULL && known->name.text.len > 0 && sema_in_view(s, known->unit)) {
            text_printf(&text, ", %.*s", DIAG_STR(known->name.text));
            enums++;
        }
    }
    if (text.out_of_memory)
        s->out_of_memory = true;
    else
        diag_help(s->diags, d, "known types are %.*s%s", DIAG_STR(text_view(&text)), enums == 8 ? ", ..." : "");
    sdn__buffer_release(&text);
}

static void report_unknown_type(sema *s, ast_name name)
{
    suggestion search = suggest_for(name.text, &s->diags->suggestions_left);
    for (size_t i = 0; i < SCALAR_COUNT; i++)
        if (scalars[i].name != NULL)
            suggest_offer(&search, sdn_str_from(scalars[i].name));
    for (size_t i = 0; i<s->declaration_count && * search.budget> 0; i++)
        if (s->declarations[i].enum_ast != NULL && sema_in_view(s, s->declarations[i].unit))
            suggest_offer(&search, s->declarations[i].name.text);
    diag *d = diag_error(s->diags, name.span, "unknown type '%.*s'", DIAG_STR(name.text));
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
    else
        help_known_types(s, d);
}

/* A record or enum that exists but cannot be used here. */
static void report_unusable(sema *s, ast_name name, const sema_declaration *known)
{
    diag *d;
    if (known->contested)
        return;
    if (known->record_ast != NULL) {
        d = diag_error(s->diags, name.span, "'%.*s' is a record and cannot be the type of a field",
                       DIAG_STR(name.text));
        diag_note(s->diags, d, known->name.span, "declared here");
        diag_help(s->diags, d, "give the field the type of that record's key, and 'references %.*s'",
                  DIAG_STR(name.text));
    } else {
        d = diag_error(s->diags, name.span, "unknown type '%.*s'", DIAG_STR(name.text));
        sema_help_import(s, d, known);
    }
}

static bool find_enum(sema *s, sema_field *field, ast_name name)
{
    sema_declaration *known;
    if (!sema_find_declaration(s, name, &known))
        return false;
    if (known == NULL) {
        if (!s->unit->ast.incomplete)
            report_unknown_type(s, name);
        return false;
    }
    if (known->record_ast != NULL || !sema_in_view(s, known->unit)) {
        report_unusable(s, name, known);
        return false;
    }
    sema_use(s, known->unit);
    field->enum_type = known;
    field->scalar = enum_scalar();
    field->model->type.enumeration = known->enumeration;
    return true;
}

static bool find_scalar(sema *s, sema_field *field, ast_name name)
{
    const sema_scalar *scalar = scalar_named(name.text);
    if (scalar == NULL && !find_enum(s, field, name))
        return false;
    if (scalar != NULL)
        field->scalar = scalar;
    field->model->type.scalar = field->scalar->scalar;
    return true;
}

/* --- what a type may be --- */

static bool is_open_enum(const sema_field *field)
{
    return field->enum_type != NULL && field->enum_type->enum_ast->open;
}

static bool check_list(sema *s, const sema_field *field)
{
    const ast_type *type = &field->ast->type;
    if (type->optional || type->optional_element) {
        diag *d =
            diag_error(s->diags, type->span,
                       type->optional ? "a list cannot be optional" : "the elements of a list cannot be optional");
        diag_help(s->diags, d, "write [%.*s]; a list may be empty", DIAG_STR(type->name.text));
        return false;
    }
    if (!is_open_enum(field))
        return true;
    diag *d = diag_error(s->diags, type->span, "there are no lists of open enums");
    diag_note(s->diags, d, field->enum_type->name.span, "'%.*s' is one", DIAG_STR(type->name.text));
    diag_help(s->diags, d, "write [string], or leave 'open' out");
    return false;
}

void sema_check_type(sema *s, sema_field *field)
{
    const ast_type *type = &field->ast->type;
    field->scalar = &scalars[0];
    field->model->type = (model_type){.scalar = MODEL_STRING, .separator = ','};
    if (type->name.text.len == 0)
        return;
    field->model->type.optional = type->optional;
    field->model->type.list = type->list;
    field->typed = find_scalar(s, field, type->name);
    if (field->typed && type->list)
        field->typed = check_list(s, field);
}

static bool check_key_type(sema *s, const sema_field *field, source_span where, bool allowed, const char *help)
{
    const ast_type *type = &field->ast->type;
    if (!field->typed || (allowed && !type->list && !type->optional))
        return field->typed;
    const char *why = type->optional        ? "an optional field"
                      : type->list          ? "a list"
                      : is_open_enum(field) ? "a field of an open enum"
                                            : NULL;
    diag *d;
    if (why != NULL)
        d = diag_error(s->diags, where, "%s cannot be a key", why);
    else
        d = diag_error(s->diags, where, "a field of type '%.*s' cannot be a key", DIAG_STR(type->name.text));
    diag_help(s->diags, d, "%s", help);
    return false;
}

bool sema_check_key_type(sema *s, const sema_field *field, source_span where)
{
    return check_key_type(s, field, where, field->scalar->key,
                          "a key is a string, a whole number, a date or a timestamp");
}

bool sema_check_key_part_type(sema *s, const sema_field *field, source_span where)
{
    return check_key_type(s, field, where, field->scalar->key_part && !is_open_enum(field),
                          "a key of several fields is made of strings, whole numbers, dates, timestamps, bools and "
                          "closed enums");
}

bool sema_check_index_type(sema *s, const sema_field *field, source_span where)
{
    const ast_type *type = &field->ast->type;
    if (!field->typed || !type->list)
        return field->typed;
    diag *d = diag_error(s->diags, where, "a list cannot be in an index");
    diag_note(s->diags, d, type->span, "'%.*s' is one", DIAG_STR(field->ast->name.text));
    return false;
}
