/* Types of fields and their defaults: a row per scalar says what it may be and how its default is written. */
#include "schema/sema_internal.h"

#include <string.h>

#include "schema/suggest.h"

typedef struct scalar_type scalar_type;

struct scalar_type {
    const char *name; /* in schemas; NULL for enums, which bring their own */
    model_scalar scalar;
    bool key;            /* may be a key */
    bool list;           /* may be in a list */
    const char *example; /* of a default */
    bool (*read)(sema *s, const sema_field *field, const ast_value *value, model_default *made);
};

static bool read_text(sema *s, const sema_field *field, const ast_value *value, model_default *made);
static bool read_bool(sema *s, const sema_field *field, const ast_value *value, model_default *made);
static bool read_u32(sema *s, const sema_field *field, const ast_value *value, model_default *made);
static bool read_word(sema *s, const sema_field *field, const ast_value *value, model_default *made);

static const scalar_type scalars[] = {
    {"string", MODEL_STRING, true, true, "\"text\"", read_text},
    {"bool", MODEL_BOOL, false, false, "true or false", read_bool},
    {"u32", MODEL_U32, true, false, "a whole number from 0 to 4294967295", read_u32},
    {NULL, MODEL_ENUM, false, false, "one of its enumerators", read_word},
};

enum { SCALAR_COUNT = sizeof scalars / sizeof scalars[0] };

static const scalar_type *scalar_named(sdn_str name)
{
    for (size_t i = 0; i < SCALAR_COUNT; i++)
        if (scalars[i].name != NULL && sdn_str_equal(name, sdn_str_from(scalars[i].name)))
            return &scalars[i];
    return NULL;
}

bool sema_is_scalar(sdn_str name)
{
    return scalar_named(name) != NULL;
}

static const scalar_type *scalar_of(const sema_field *field)
{
    for (size_t i = 0; i < SCALAR_COUNT; i++)
        if (scalars[i].scalar == field->model->type.scalar)
            return &scalars[i];
    return &scalars[0];
}

/* --- names of types --- */

/* "string, bool, u32 and the enums in view": for whoever is far off. */
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
        diag_help(s->diags, d, "known types are %.*s%s", DIAG_STR(text_view(&text)),
                  enums == 8 ? ", ..." : "");
    sdn_buffer_release(&text);
}

static void report_unknown(sema *s, ast_name name)
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
    if (known->record_ast != NULL) {
        diag *d = diag_error(s->diags, name.span, "'%.*s' is a record and cannot be the type of a field",
                             DIAG_STR(name.text));
        diag_note(s->diags, d, known->name.span, "declared here");
        return;
    }
    diag *d = diag_error(s->diags, name.span, "unknown type '%.*s'", DIAG_STR(name.text));
    diag_note(s->diags, d, known->name.span,
              "an enum of this name is declared in a schema that is not imported here");
    diag_help(s->diags, d, "import \"%.*s.schema\"", DIAG_STR(known->unit->base_name));
}

static bool find_enum(sema *s, sema_field *field, ast_name name)
{
    sema_declaration *known = (sema_declaration *)name_table_find(&s->types, name.text);
    if (known == NULL) {
        if (!s->unit->ast.incomplete)
            report_unknown(s, name);
        return false;
    }
    if (known->record_ast != NULL || !sema_in_view(s, known->unit)) {
        report_unusable(s, name, known);
        return false;
    }
    field->enum_type = known;
    field->model->type.scalar = MODEL_ENUM;
    field->model->type.enumeration = known->enumeration;
    return true;
}

static bool find_scalar(sema *s, sema_field *field, ast_name name)
{
    const scalar_type *scalar = scalar_named(name.text);
    if (scalar == NULL)
        return find_enum(s, field, name);
    field->model->type.scalar = scalar->scalar;
    return true;
}

/* --- what a type may be --- */

static bool check_list(sema *s, const sema_field *field)
{
    const ast_type *type = &field->ast->type;
    if (type->optional || type->optional_element) {
        diag *d = diag_error(s->diags, type->span,
                             type->optional ? "a list cannot be optional"
                                            : "the elements of a list cannot be optional");
        diag_help(s->diags, d, "write [%.*s]; a list may be empty", DIAG_STR(type->name.text));
        return false;
    }
    if (scalar_of(field)->list)
        return true;
    diag *d = diag_error(s->diags, type->span, "there are no lists of '%.*s'", DIAG_STR(type->name.text));
    diag_help(s->diags, d, "lists hold text: [string]");
    return false;
}

void sema_check_type(sema *s, sema_field *field)
{
    const ast_type *type = &field->ast->type;
    field->model->type = (model_type){.scalar = MODEL_STRING, .separator = ','};
    if (type->name.text.len == 0)
        return;
    field->model->type.optional = type->optional;
    field->model->type.list = type->list;
    field->typed = find_scalar(s, field, type->name);
    if (field->typed && type->list)
        field->typed = check_list(s, field);
}

bool sema_check_key_type(sema *s, const sema_field *field, source_span where)
{
    if (!field->typed)
        return false;
    const ast_type *type = &field->ast->type;
    if (scalar_of(field)->key && !type->list && !type->optional)
        return true;
    const char *why = type->optional ? "an optional field" : type->list ? "a list" : NULL;
    diag *d;
    if (why != NULL)
        d = diag_error(s->diags, where, "%s cannot be a key", why);
    else
        d = diag_error(s->diags, where, "a field of type '%.*s' cannot be a key", DIAG_STR(type->name.text));
    diag_help(s->diags, d, "a key is a string or u32");
    return false;
}

bool sema_check_index_type(sema *s, const sema_field *field, source_span where)
{
    const ast_type *type = &field->ast->type;
    if (!field->typed || (!type->list && !type->optional))
        return field->typed;
    diag *d =
        diag_error(s->diags, where, "%s cannot be in an index", type->list ? "a list" : "an optional field");
    diag_note(s->diags, d, type->span, "'%.*s' is one", DIAG_STR(field->ast->name.text));
    return false;
}

/* --- defaults --- */

static bool fail_default(sema *s, const sema_field *field, const ast_value *value)
{
    const scalar_type *type = scalar_of(field);
    sdn_str name = field->ast->type.name.text;
    diag *d = diag_error(s->diags, value->span, "this cannot be the default of a field of type '%.*s'",
                         DIAG_STR(name));
    diag_help(s->diags, d, "write %s", type->example);
    return false;
}

static bool read_text(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    if (value->kind == AST_TEXT) {
        made->text = value->text;
        return true;
    }
    if (value->kind == AST_LIST)
        return fail_default(s, field, value);
    diag *d = diag_error(s->diags, value->span, "the default of a string stands in double quotes");
    diag_help(s->diags, d, "write \"%.*s\"", DIAG_STR(value->text));
    return false;
}

static bool read_bool(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    bool yes = sdn_str_equal(value->text, SDN_STR("true"));
    bool no = sdn_str_equal(value->text, SDN_STR("false"));
    if (value->kind != AST_WORD || (!yes && !no))
        return fail_default(s, field, value);
    made->number = yes;
    return true;
}

/* A number of digits only, as far as it fits. */
static bool read_digits(sdn_str text, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        if (*number <= UINT32_MAX)
            *number = *number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return text.len > 0;
}

static bool read_u32(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    uint64_t number;
    sdn_str digits = value->text;
    bool negative = value->kind == AST_NUMBER && digits.ptr[0] == '-';
    if (negative)
        digits = (sdn_str){digits.ptr + 1, digits.len - 1};
    if (value->kind != AST_NUMBER || !read_digits(digits, &number))
        return fail_default(s, field, value);
    if (negative || number > UINT32_MAX) {
        diag *d = diag_error(s->diags, value->span, "%.*s does not fit into u32", DIAG_STR(value->text));
        diag_help(s->diags, d, "u32 holds 0 to 4294967295");
        return false;
    }
    made->number = (uint32_t)number;
    return true;
}

/* The enumerator that is meant by a word or text that names none. */
static void help_enumerator(sema *s, diag *d, const sema_field *field, const ast_value *value)
{
    const model_enum *type = field->enum_type->enumeration;
    suggestion search = suggest_for(value->text, &s->diags->suggestions_left);
    for (size_t i = 0; i<type->enumerator_count && * search.budget> 0; i++) {
        if (sdn_str_equal(type->enumerators[i].spelling, value->text)) {
            search.best = type->enumerators[i].name;
            break;
        }
        suggest_offer(&search, type->enumerators[i].name);
    }
    diag_note(s->diags, d, field->enum_type->name.span, "the enum is declared here");
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
}

static bool read_word(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    const model_enum *type = field->enum_type->enumeration;
    sdn_str name = field->ast->type.name.text;
    const model_enumerator *found = name_table_find(&field->enum_type->enumerators, value->text);
    if (value->kind == AST_WORD && found != NULL) {
        made->number = (uint32_t)(found - type->enumerators);
        return true;
    }
    if (value->kind != AST_WORD && value->kind != AST_TEXT)
        return fail_default(s, field, value);
    if (field->enum_type->enum_ast->incomplete)
        return false;
    diag *d;
    if (value->kind == AST_TEXT)
        d = diag_error(s->diags, value->span, "the default of an enum is an enumerator, without quotes");
    else
        d = diag_error(s->diags, value->span, "'%.*s' is not an enumerator of '%.*s'", DIAG_STR(value->text),
                       DIAG_STR(name));
    help_enumerator(s, d, field, value);
    return false;
}

static bool read_list(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    if (value->kind != AST_LIST) {
        diag *d = diag_error(s->diags, value->span, "the default of a list stands in brackets");
        diag_help(s->diags, d, "write [%s]", scalar_of(field)->example);
        return false;
    }
    sdn_str *items = sema_alloc(s, value->item_count + 1, sizeof *items);
    size_t count = 0;
    for (const ast_value *item = value->items; items != NULL && item != NULL; item = item->next) {
        model_default one = {.text = SDN_STR("")};
        if (!scalar_of(field)->read(s, field, item, &one))
            return false;
        items[count++] = one.text;
    }
    made->items = items;
    made->item_count = count;
    return items != NULL;
}

/* An empty text and no text are the same where a field is optional. */
static bool check_empty(sema *s, const sema_field *field, const ast_value *value)
{
    const model_type *type = &field->model->type;
    if (!type->optional || type->scalar != MODEL_STRING || value->kind != AST_TEXT || value->text.len > 0)
        return true;
    diag *d = diag_error(s->diags, value->span, "an empty default of an optional field is none");
    diag_help(s->diags, d, "leave it out");
    return false;
}

/* `auto` is not a value, unless an enum has it as enumerator. */
static bool is_auto(const sema_field *field, const ast_value *value)
{
    return value->kind == AST_WORD && sdn_str_equal(value->text, SDN_STR("auto")) && field->enum_type == NULL;
}

void sema_check_default(sema *s, sema_field *field)
{
    const ast_value *value = field->ast->initial;
    field->model->initial = (model_default){.text = SDN_STR("")};
    if (value == NULL)
        return;
    if (is_auto(field, value)) {
        field->asks_auto = true;
        return;
    }
    if (!field->typed || !check_empty(s, field, value))
        return;
    bool list = field->model->type.list;
    field->model->initial.given =
        (list ? read_list : scalar_of(field)->read)(s, field, value, &field->model->initial);
}
