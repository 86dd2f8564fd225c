/* Values as schemas write them: defaults, elements of lists, bounds. */
#include "check/sema_private.h"

#include <assert.h>

#include "check/literal.h"
#include "diag/suggest.h"

static bool fail_value(sema *s, const sema_field *field, sema_role role, const ast_value *value)
{
    static const char *const roles[] = {
        [SEMA_DEFAULT] = "the default of a field of type",
        [SEMA_ELEMENT] = "in a list of",
        [SEMA_BOUND] = "a bound of a field of type",
        [SEMA_ELEMENT_BOUND] = "a bound in a list of",
    };
    diag *d = diag_error(s->diags, value->span, "this cannot be %s '%.*s'", roles[role],
                         DIAG_STR(field->ast->type.name.text));
    diag_help(s->diags, d, "write %s", field->scalar->example);
    return false;
}

/* --- text and bool --- */

bool sema_read_text(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    if (value->kind == AST_TEXT) {
        made->text = value->text;
        return true;
    }
    if (value->kind == AST_LIST)
        return fail_value(s, field, role, value);
    diag *d = diag_error(s->diags, value->span, "a text must be in double quotes");
    diag_help(s->diags, d, "write \"%.*s\"", DIAG_STR(value->text));
    return false;
}

bool sema_read_bool(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    bool yes = sdn_str_equal(value->text, SDN_STR("true"));
    bool no = sdn_str_equal(value->text, SDN_STR("false"));
    if (value->kind != AST_WORD || (!yes && !no))
        return fail_value(s, field, role, value);
    made->boolean = yes;
    return true;
}

/* --- numbers --- */

/* The ranges of the integer types: from -below to above. */
static const struct integer_type {
    model_scalar scalar;
    uint64_t below, above;
    const char *holds;
} integers[] = {
    {MODEL_I32, (uint64_t)INT32_MAX + 1, INT32_MAX, "-2147483648 to 2147483647"},
    {MODEL_I64, (uint64_t)INT64_MAX + 1, INT64_MAX, "-9223372036854775808 to 9223372036854775807"},
    {MODEL_U32, 0, UINT32_MAX, "0 to 4294967295"},
    {MODEL_U64, 0, UINT64_MAX, "0 to 18446744073709551615"},
};

enum { INTEGER_TYPES = sizeof integers / sizeof integers[0] };

static const struct integer_type *integer_type_of(model_scalar scalar)
{
    size_t i = 0;
    while (i + 1 < INTEGER_TYPES && integers[i].scalar != scalar)
        i++;
    assert(integers[i].scalar == scalar);
    return &integers[i];
}

static bool fail_range(sema *s, const sema_field *field, const ast_value *value, const char *holds)
{
    diag *d =
        diag_error(s->diags, value->span, "%.*s does not fit into %s", DIAG_STR(value->text), field->scalar->name);
    diag_help(s->diags, d, "%s holds %s", field->scalar->name, holds);
    return false;
}

/* The number in two's complement, which is what a model_value of either sign reads back. */
static void set_integer(model_value *made, const struct integer_type *type, const literal_integer *number)
{
    bool negative = number->negative && number->magnitude > 0;
    if (type->below == 0)
        made->number = number->magnitude;
    else
        made->signed_number = negative ? -1 - (int64_t)(number->magnitude - 1) : (int64_t)number->magnitude;
}

bool sema_read_integer(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    literal_integer number;
    const struct integer_type *type = integer_type_of(field->scalar->scalar);
    if (value->kind != AST_NUMBER || !literal_read_integer(value->text, &number))
        return fail_value(s, field, role, value);
    if (number.too_large || number.magnitude > (number.negative ? type->below : type->above))
        return fail_range(s, field, value, type->holds);
    set_integer(made, type, &number);
    return true;
}

bool sema_read_real(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    literal_result result = LITERAL_WRONG;
    if (value->kind == AST_NUMBER)
        result = literal_read_real(value->text, s->arena, &made->real);
    if (result == LITERAL_WRONG)
        return fail_value(s, field, role, value);
    if (result == LITERAL_TOO_FAR)
        return fail_range(s, field, value, "0 and what is about 5e-324 to 1.8e308 away from it");
    if (result == LITERAL_NO_MEMORY)
        s->out_of_memory = true;
    return result == LITERAL_FINE;
}

int sema_compare_numbers(model_scalar scalar, const model_value *a, const model_value *b)
{
    if (scalar == MODEL_F64)
        return (a->real > b->real) - (a->real < b->real);
    if (integer_type_of(scalar)->below == 0)
        return (a->number > b->number) - (a->number < b->number);
    return (a->signed_number > b->signed_number) - (a->signed_number < b->signed_number);
}

/* --- dates --- */

static bool fail_date(sema *s, const sema_field *field, const ast_value *value, const char *help)
{
    diag *d = diag_error(s->diags, value->span, "\"%.*s\" is not a %s", DIAG_STR(value->text), field->scalar->name);
    diag_help(s->diags, d, "%s", help);
    return false;
}

bool sema_read_date(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    if (value->kind != AST_TEXT)
        return fail_value(s, field, role, value);
    if (sdn_date_parse(value->text, &made->date))
        return true;
    return fail_date(s, field, value, "write year, month and day of the calendar, as in \"2026-01-31\"");
}

bool sema_read_timestamp(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    if (value->kind != AST_TEXT)
        return fail_value(s, field, role, value);
    if (sdn_timestamp_parse(value->text, &made->timestamp))
        return true;
    return fail_date(s, field, value,
                     "write date, time and offset, as in \"2026-01-31T08:15:00Z\" or "
                     "\"2026-01-31T10:15:00+02:00\"");
}

/* --- enumerators --- */

/* Help for a word or text that is not an enumerator. */
static void help_enumerator(sema *s, diag *d, const sema_field *field, const ast_value *value)
{
    const model_enum *type = field->enum_type->enumeration;
    suggestion search = suggest_for(value->text, &s->diags->suggestions_left);
    for (size_t i = 0; *search.budget > 0 && i < type->enumerator_count; i++) {
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

bool sema_read_enumerator(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made)
{
    assert(field->enum_type != NULL);
    const model_enum *type = field->enum_type->enumeration;
    const model_enumerator *found = name_table_find(&field->enum_type->enumerators, value->text);
    if (value->kind == AST_WORD && found != NULL) {
        made->number = (uint64_t)(found - type->enumerators);
        return true;
    }
    if (value->kind != AST_WORD && value->kind != AST_TEXT)
        return fail_value(s, field, role, value);
    if (field->enum_type->enum_ast->incomplete || field->enum_type->contested)
        return false;
    diag *d;
    if (value->kind == AST_TEXT)
        d = diag_error(s->diags, value->span, "an enumerator is written without quotes");
    else
        d = diag_error(s->diags, value->span, "'%.*s' is not an enumerator of '%.*s'", DIAG_STR(value->text),
                       DIAG_STR(field->ast->type.name.text));
    help_enumerator(s, d, field, value);
    return false;
}

/* --- defaults --- */

static bool read_list(sema *s, const sema_field *field, const ast_value *value, model_default *made)
{
    if (value->kind != AST_LIST) {
        diag *d = diag_error(s->diags, value->span, "the default of a list must be in brackets");
        diag_help(s->diags, d, "write [...], or [] for none");
        return false;
    }
    model_value *items = sema_alloc(s, value->item_count + 1, sizeof *items);
    size_t count = 0;
    for (const ast_value *item = value->items; items != NULL && item != NULL; item = item->next)
        if (!field->scalar->read(s, field, SEMA_ELEMENT, item, &items[count++]))
            return false;
    made->items = items;
    made->item_count = count;
    return items != NULL;
}

/* In an optional field an empty text is the same as none. */
static bool check_empty(sema *s, const sema_field *field, const ast_value *value)
{
    const model_type *type = &field->model->type;
    if (!type->optional || type->scalar != MODEL_STRING || value->kind != AST_TEXT || value->text.len > 0)
        return true;
    diag *d = diag_error(s->diags, value->span, "an empty default of an optional field is none");
    diag_help(s->diags, d, "leave it out");
    return false;
}

/* `auto` and `random` are not values, unless an enum has such an enumerator. */
static bool is_request(const sema_field *field, const ast_value *value, const char *word)
{
    return value->kind == AST_WORD && sdn_str_equal(value->text, sdn_str_from(word)) && field->enum_type == NULL;
}

void sema_check_default(sema *s, sema_field *field)
{
    const ast_value *value = field->ast->initial;
    model_default *made = &field->model->initial;
    *made = (model_default){.value = {.text = SDN_STR("")}};
    if (value == NULL || value->doubtful)
        return;
    field->asks_auto = is_request(field, value, "auto");
    field->asks_random = is_request(field, value, "random");
    if (field->asks_auto || field->asks_random || !field->typed || !check_empty(s, field, value))
        return;
    made->given = field->model->type.list ? read_list(s, field, value, made)
                                          : field->scalar->read(s, field, SEMA_DEFAULT, value, &made->value);
}
