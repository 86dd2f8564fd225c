/* Attributes of fields: a row per attribute says how it is read, and what a field must be to have it. */
#include "check/sema_private.h"

#include <string.h>

#include "schema_tokens.h"

/* --- names of columns --- */

static bool check_column_name(sema *s, const ast_value *value)
{
    if (value->kind == AST_TEXT && sema_is_column_name(value->text))
        return true;
    diag *d;
    if (value->kind == AST_TEXT)
        d = diag_error(s->diags, value->span, "\"%.*s\" cannot be the name of a column", DIAG_STR(value->text));
    else
        d = diag_error(s->diags, value->span, "the name of a column must be in double quotes");
    diag_help(s->diags, d, "%s", sema_column_rule);
    return false;
}

static void read_column(sema *s, sema_field *field, const ast_attribute *attribute)
{
    field->model->column = attribute->value.text;
    field->column_span = attribute->value.span;
    check_column_name(s, &attribute->value);
}

/* The names. Whether another column has one of them is checked when all columns are known. */
static void read_was(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const ast_value *value = &attribute->value;
    bool list = value->kind == AST_LIST;
    sdn_str *names = sema_alloc(s, value->item_count + 1, sizeof *names);
    if (names == NULL)
        return;
    if (list && value->item_count == 0)
        diag_error(s->diags, value->span, "this list names no column");
    for (const ast_value *v = list ? value->items : value; v != NULL; v = list ? v->next : NULL)
        if (check_column_name(s, v))
            names[field->model->was_count++] = v->text;
    field->model->was = names;
    field->was = value;
}

/* --- what a field must be --- */

/* "'range' is for numbers, ..." */
static void fail_kind(sema *s, const sema_field *field, const ast_attribute *attribute, const char *what)
{
    sdn_str type = source_text(field->ast->type.span);
    diag_error(s->diags, attribute->span, "'%.*s' is for %s, not for a field of type '%.*s'",
               DIAG_STR(source_text(attribute->span)), what, DIAG_STR(type));
}

/* The number of values of a type that has few; 0 for other types. */
static size_t count_values(const sema_field *field)
{
    if (field->model->type.scalar == MODEL_BOOL)
        return 2;
    bool closed = field->enum_type != NULL && !field->enum_type->enum_ast->open;
    return closed ? field->enum_type->enumeration->enumerator_count : 0;
}

static void warn_unique(sema *s, const sema_field *field, source_span span)
{
    size_t values = count_values(field);
    if (values > 0) {
        diag_warning(s->diags, span, "a unique field of type '%.*s' leaves room for %zu record%s only",
                     DIAG_STR(field->ast->type.name.text), values, values == 1 ? "" : "s");
    } else if (field->model->initial.given) {
        diag *d =
            diag_warning(s->diags, field->ast->initial->span, "only one record can have the default of a unique field");
        diag_help(s->diags, d, "leave the default out, or make the field optional");
    }
}

static void read_unique(sema *s, sema_field *field, const ast_attribute *attribute)
{
    if (field->model->type.list) {
        fail_kind(s, field, attribute, "single values");
        return;
    }
    field->model->unique = true;
    field->unique_span = attribute->span;
    warn_unique(s, field, attribute->span);
}

static bool is_empty_default(const sema_field *field)
{
    const model_default *initial = &field->model->initial;
    bool list = field->model->type.list;
    return initial->given && (list ? initial->item_count : initial->value.text.len) == 0;
}

static void read_nonempty(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const model_type *type = &field->model->type;
    if (!type->list && type->scalar != MODEL_STRING) {
        fail_kind(s, field, attribute, "text and lists");
        return;
    }
    field->model->nonempty = true;
    if (is_empty_default(field)) {
        diag *d = diag_error(s->diags, field->ast->initial->span, "this default is empty");
        diag_note(s->diags, d, attribute->span, "which is not allowed here");
        diag_help(s->diags, d, "leave one of them out");
    }
    if (!type->optional)
        return;
    diag *d = diag_warning(s->diags, attribute->span, "'nonempty' changes nothing for an optional field");
    diag_help(s->diags, d, "leave it out: empty text is the same as none; or leave the '?' out");
}

/* --- ranges --- */

static void check_in_range(sema *s, const sema_field *field, const ast_attribute *attribute, const model_value *value,
                           const ast_value *written)
{
    const model_range *range = &field->model->range;
    model_scalar scalar = field->model->type.scalar;
    if (sema_compare_numbers(scalar, value, &range->low) >= 0 && sema_compare_numbers(scalar, value, &range->high) <= 0)
        return;
    diag *d = diag_error(s->diags, written->span, "the default is out of range");
    diag_note(s->diags, d, source_join(attribute->value.span, attribute->high.span), "the range is this");
}

static void check_range(sema *s, const sema_field *field, const ast_attribute *attribute)
{
    const model_field *made = field->model;
    const model_range *range = &made->range;
    const ast_value *written = field->ast->initial;
    if (sema_compare_numbers(made->type.scalar, &range->low, &range->high) > 0) {
        source_span span = source_join(attribute->value.span, attribute->high.span);
        diag *d = diag_error(s->diags, span, "nothing is in this range");
        diag_help(s->diags, d, "write the lower bound first");
        return;
    }
    if (made->initial.given && !made->type.list)
        check_in_range(s, field, attribute, &made->initial.value, written);
    if (!made->initial.given || !made->type.list)
        return;
    written = written->items;
    for (size_t i = 0; i < made->initial.item_count; i++, written = written->next)
        check_in_range(s, field, attribute, &made->initial.items[i], written);
}

static void read_range(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const sema_scalar *scalar = field->scalar;
    model_range *range = &field->model->range;
    sema_role role = field->model->type.list ? SEMA_ELEMENT_BOUND : SEMA_BOUND;
    if (!scalar->number) {
        fail_kind(s, field, attribute, "numbers");
        return;
    }
    bool low = scalar->read(s, field, role, &attribute->value, &range->low);
    bool high = scalar->read(s, field, role, &attribute->high, &range->high);
    range->given = low && high;
    if (range->given)
        check_range(s, field, attribute);
}

/* --- references and separators --- */

static void read_references(sema *s, sema_field *field, const ast_attribute *attribute)
{
    sema_reference *made = sema_alloc(s, 1, sizeof *made);
    if (made == NULL)
        return;
    *made = (sema_reference){.unit = s->unit, .field = field, .attribute = attribute};
    AST_APPEND(s->references, s->last_reference, made);
}

/* What may follow `on delete`, in the order of model_on_delete after its first; and what people write who know other
 * languages. */
static const sema_words actions = {
    .words = (const char *const[]){"refuse", "clear", NULL},
    .others =
        (const sema_other_word[]){
            {"restrict", "write 'on delete refuse'"},
            {"deny", "write 'on delete refuse'"},
            {"prevent", "write 'on delete refuse'"},
            {"set", "write 'on delete clear'"},
            {"null", "write 'on delete clear'"},
            {"nullify", "write 'on delete clear'"},
            {"remove", "write 'on delete clear'"},
            {"no", "leave 'on delete' out: then a save with such a reference fails"},
            {"cascade",
             "records are not deleted for others: write 'on delete refuse', and delete those that refer first"},
            {"delete",
             "records are not deleted for others: write 'on delete refuse', and delete those that refer first"},
            {NULL, NULL}},
    .otherwise = "write 'on delete refuse' or 'on delete clear'",
};

/* Reports an unknown word. */
static model_on_delete find_action(sema *s, const ast_value *value)
{
    size_t position = sema_find_word(&actions, value->text);
    if (actions.words[position] != NULL)
        return (model_on_delete)(MODEL_ON_DELETE_NOTHING + 1 + position);
    diag *d = diag_error(s->diags, value->span, "unknown action '%.*s' after 'on delete'", DIAG_STR(value->text));
    sema_help_word(s, d, &actions, value->text);
    return MODEL_ON_DELETE_NOTHING;
}

static bool has_references(const sema_field *field)
{
    const ast_attribute *a = field->ast->attributes;
    while (a != NULL && a->kind != TOKEN_REFERENCES)
        a = a->next;
    return a != NULL;
}

static bool check_clearable(sema *s, const sema_field *field, const ast_attribute *attribute)
{
    const model_type *type = &field->model->type;
    if (type->optional || type->list)
        return true;
    diag *d = diag_error(s->diags, attribute->value.span, "a field of type '%.*s' cannot be cleared",
                         DIAG_STR(source_text(field->ast->type.span)));
    if (field->ast->key)
        diag_help(s->diags, d, "a key is never absent: write 'on delete refuse'");
    else
        diag_help(s->diags, d, "make it optional, '%.*s?', or write 'on delete refuse'",
                  DIAG_STR(source_text(field->ast->type.span)));
    return false;
}

static void read_on_delete(sema *s, sema_field *field, const ast_attribute *attribute)
{
    model_on_delete action = find_action(s, &attribute->value);
    if (!has_references(field)) {
        diag *d = diag_error(s->diags, attribute->span, "'on delete' is for a field that references a record");
        diag_help(s->diags, d, "write 'references' and the record before it");
        return;
    }
    if (action != MODEL_ON_DELETE_CLEAR || check_clearable(s, field, attribute))
        field->model->on_delete = action;
}

static bool is_separator(char c)
{
    bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    bool digit = c >= '0' && c <= '9';
    return c > ' ' && c < 0x7F && !letter && !digit && strchr("\"'`\\()[]{}", c) == NULL;
}

static void read_separator(sema *s, sema_field *field, const ast_attribute *attribute)
{
    const ast_value *value = &attribute->value;
    if (!field->model->type.list) {
        fail_kind(s, field, attribute, "lists");
        return;
    }
    if (value->text.len != 1 || !is_separator(value->text.ptr[0])) {
        diag *d =
            diag_error(s->diags, value->span, "\"%.*s\" cannot separate the elements of a list", DIAG_STR(value->text));
        diag_help(s->diags, d, "use one character such as ; or |, but no letter, digit, quote, bracket or backslash");
        return;
    }
    field->model->type.separator = value->text.ptr[0];
    if (strchr(field->scalar->separators, value->text.ptr[0]) == NULL)
        return;
    diag *d = diag_error(s->diags, value->span, "'%.*s' is part of values of type '%.*s' and cannot separate them",
                         DIAG_STR(value->text), DIAG_STR(field->ast->type.name.text));
    diag_help(s->diags, d, "use another one, such as ;");
}

/* --- all together --- */

/* One row per attribute. */
static const struct {
    int kind;
    bool needs_type; /* reports nothing if the type is not known */
    void (*read)(sema *s, sema_field *field, const ast_attribute *attribute);
} attributes[] = {
    {TOKEN_COLUMN, false, read_column},      {TOKEN_WAS, false, read_was},
    {TOKEN_UNIQUE, true, read_unique},       {TOKEN_NONEMPTY, true, read_nonempty},
    {TOKEN_RANGE, true, read_range},         {TOKEN_REFERENCES, true, read_references},
    {TOKEN_ON, true, read_on_delete},        {TOKEN_MERGE, true, sema_read_merge},
    {TOKEN_SEPARATOR, true, read_separator},
};

enum { ATTRIBUTE_COUNT = sizeof attributes / sizeof attributes[0] };

static size_t find_attribute(int kind)
{
    size_t i = 0;
    while (i < ATTRIBUTE_COUNT && attributes[i].kind != kind)
        i++;
    return i;
}

void sema_check_attributes(sema *s, sema_field *field)
{
    const ast_attribute *first[ATTRIBUTE_COUNT + 1] = {NULL};
    field->column_span = field->ast->name.span;
    for (const ast_attribute *a = field->ast->attributes; a != NULL && !s->out_of_memory; a = a->next) {
        size_t i = find_attribute(a->kind);
        if (first[i] != NULL) {
            diag *d = diag_error(s->diags, a->span, "duplicate attribute '%.*s'", DIAG_STR(source_text(a->span)));
            diag_note(s->diags, d, first[i]->span, "first given here");
            if (a->kind == TOKEN_WAS)
                diag_help(s->diags, d, "for several names write a list: was [\"a\", \"b\"]");
            continue;
        }
        first[i] = a;
        bool fine = !a->value.doubtful && (field->typed || !attributes[i].needs_type);
        if (i < ATTRIBUTE_COUNT && fine)
            attributes[i].read(s, field, a);
    }
}
