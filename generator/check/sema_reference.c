/* `references`: checked when the keys of all records are known. */
#include "check/sema_private.h"

#include "diag/suggest.h"

static void report_unknown_record(sema *s, ast_name name)
{
    suggestion search = suggest_for(name.text, &s->diags->suggestions_left);
    for (size_t i = 0; i<s->declaration_count && * search.budget> 0; i++)
        if (s->declarations[i].record_ast != NULL && sema_in_view(s, s->declarations[i].unit))
            suggest_offer(&search, s->declarations[i].name.text);
    diag *d = diag_error(s->diags, name.span, "unknown record '%.*s'", DIAG_STR(name.text));
    if (search.best.len > 0)
        diag_help(s->diags, d, "did you mean '%.*s'?", DIAG_STR(search.best));
}

/* The record of that name, if it can be used here. */
static const sema_declaration *find_record(sema *s, ast_name name)
{
    sema_declaration *known;
    if (!sema_find_declaration(s, name, &known))
        return NULL;
    if (known == NULL) {
        if (!s->unit->ast.incomplete)
            report_unknown_record(s, name);
        return NULL;
    }
    if (known->record_ast != NULL && sema_in_view(s, known->unit))
        return known;
    if (known->contested)
        return NULL;
    diag *d;
    if (known->record_ast == NULL) {
        d = diag_error(s->diags, name.span, "'%.*s' is an enum; only records are referenced", DIAG_STR(name.text));
        diag_note(s->diags, d, known->name.span, "declared here");
    } else {
        d = diag_error(s->diags, name.span, "unknown record '%.*s'", DIAG_STR(name.text));
        sema_help_import(s, d, known);
    }
    return NULL;
}

/* A key that was refused has been reported. */
static void report_no_key(sema *s, ast_name name, const sema_declaration *record)
{
    bool several = record->record->key.field_count > 1;
    if (record->record_ast->incomplete || (record->has_key && !several))
        return;
    diag *d = diag_error(s->diags, name.span,
                         several ? "the key of '%.*s' is made of several fields and cannot be referenced"
                                 : "'%.*s' has no key that could be referenced",
                         DIAG_STR(name.text));
    diag_note(s->diags, d, record->name.span, "the record is declared here");
}

static bool check_referenced_key(sema *s, const sema_field *field, ast_name name, const sema_declaration *record)
{
    const sema_field *key = record->key_field;
    if (record->contested)
        return false;
    if (key == NULL) {
        report_no_key(s, name, record);
        return false;
    }
    if (!key->typed || key->model->type.scalar == field->model->type.scalar)
        return key->typed;
    diag *d = diag_error(s->diags, name.span, "a %s '%.*s' cannot reference '%.*s', whose key is of type '%.*s'",
                         field->model->type.list ? "list of" : "field of type", DIAG_STR(field->ast->type.name.text),
                         DIAG_STR(name.text), DIAG_STR(key->ast->type.name.text));
    diag_note(s->diags, d, key->ast->name.span, "the key is this");
    return false;
}

void sema_check_reference(sema *s, const sema_reference *reference)
{
    const ast_value *value = &reference->attribute->value;
    ast_name name = {value->text, value->span};
    const sema_declaration *record = find_record(s, name);
    if (record == NULL)
        return;
    sema_use(s, record->unit);
    if (check_referenced_key(s, reference->field, name, record))
        reference->field->model->references = record->record;
}
