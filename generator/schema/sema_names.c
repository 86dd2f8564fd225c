/* Names that would not stand in C, or not beside each other. cname makes the names; this file says whose
 * fault it is. */
#include "schema/sema_internal.h"

#include <string.h>

#include "emit/cname.h"

/* The part of the schema a C name was made for. */
typedef struct taken_name {
    ast_name name;
    const char *what;
    const sema_declaration *declaration; /* that it is, or is part of; NULL where names are local to one */
} taken_name;

static void report_reserved(sema *s, ast_name name, const char *what, const char *reason)
{
    diag *d = diag_error(s->diags, name.span, "'%.*s' cannot name %s %s: it is %s", DIAG_STR(name.text),
                         what[0] == 'e' ? "an" : "a", what, reason);
    diag_help(s->diags, d, "choose another name");
}

static void report_clash(sema *s, const taken_name *made, const taken_name *first, sdn_str c_name)
{
    diag *d = diag_error(
        s->diags, made->name.span, "%s '%.*s' and %s '%.*s' would both need the C name '%.*s'", made->what,
        DIAG_STR(made->name.text), first->what, DIAG_STR(first->name.text), DIAG_STR(c_name));
    diag_note(s->diags, d, first->name.span, "the other one is here");
    diag_help(s->diags, d, "rename one of them");
}

static taken_name *new_owner(sema *s, ast_name name, const char *what, const sema_declaration *declaration)
{
    taken_name *made = sema_alloc(s, 1, sizeof *made);
    if (made != NULL)
        *made = (taken_name){name, what, declaration};
    return made;
}

/* Enters the C names of one part of a declaration and reports those that another part has. Two of the same
 * name are duplicates, which is said elsewhere. */
static void take_names(sema *s, name_table *table, const taken_name *owner, sdn_str_list names)
{
    for (size_t i = 0; i < names.count && !s->out_of_memory; i++) {
        const taken_name *first = sema_add_name(s, table, names.items[i], owner);
        if (first == NULL || sdn_str_equal(first->name.text, owner->name.text))
            continue;
        report_clash(s, owner, first, names.items[i]);
        return;
    }
}

/* As take_names, for something that has one C name. */
static void take_name(sema *s, name_table *table, const taken_name *owner, sdn_str c_name)
{
    if (c_name.ptr == NULL)
        s->out_of_memory = true;
    else
        take_names(s, table, owner, (sdn_str_list){&c_name, 1});
}

/* --- enumerators --- */

void sema_check_enum_constants(sema *s, const ast_enum *ast)
{
    name_table constants = {.arena = s->arena};
    const taken_name *rest = ast->open ? new_owner(s, ast->name, "open enum", NULL) : NULL;
    if (ast->name.text.len == 0)
        return;
    if (rest != NULL)
        take_name(s, &constants, rest, cname_other(s->arena, ast->name.text));
    for (const ast_enumerator *e = ast->enumerators; e != NULL && !s->out_of_memory; e = e->next) {
        const taken_name *owner = new_owner(s, e->name, "enumerator", NULL);
        if (owner != NULL)
            take_name(s, &constants, owner, cname_constant(s->arena, ast->name.text, e->name.text));
    }
}

/* --- fields and indexes --- */

static void check_member(sema *s, name_table *members, const sema_field *field)
{
    ast_name name = field->ast->name;
    const char *reason = cname_reserved(name.text);
    const taken_name *owner = new_owner(s, name, "field", NULL);
    sdn_str_list names;
    if (reason != NULL)
        report_reserved(s, name, "field", reason);
    else if (owner == NULL || cname_of_field(s->arena, field->model, &names) != 0)
        s->out_of_memory = true;
    else
        take_names(s, members, owner, names);
}

void sema_check_members(sema *s, const sema_record *record)
{
    name_table members = {.arena = s->arena};
    for (size_t i = 0; i < record->field_count && !s->out_of_memory; i++)
        check_member(s, &members, &record->fields[i]);
}

static bool same_fields(const model_index *a, const model_index *b)
{
    return a->field_count == b->field_count &&
           memcmp(a->fields, b->fields, a->field_count * sizeof *a->fields) == 0;
}

void sema_check_indexes(sema *s, const sema_record *record)
{
    name_table names = {.arena = s->arena};
    for (size_t i = 0; i < record->model->index_count && !s->out_of_memory; i++) {
        const model_index *index = &record->model->indexes[i];
        sdn_str name = cname_index(s->arena, record->model, index);
        const model_index *first = name.ptr != NULL ? sema_add_name(s, &names, name, index) : NULL;
        if (name.ptr == NULL)
            s->out_of_memory = true;
        if (first == NULL)
            continue;
        source_span span = record->index_spans[i];
        diag *d = same_fields(index, first)
                      ? diag_error(s->diags, span, "duplicate index")
                      : diag_error(s->diags, span, "two indexes would both need the C name '..._by_%.*s'",
                                   DIAG_STR(name));
        diag_note(s->diags, d, record->index_spans[first - record->model->indexes], "the other one is here");
    }
}

/* --- file scope --- */

static int names_of(sema *s, const sema_declaration *d, sdn_str_list *names)
{
    return d->enum_ast != NULL ? cname_of_enum(s->arena, d->enumeration, names)
                               : cname_of_record(s->arena, d->record, names);
}

/* Whether the name by itself can stand in C. */
static bool check_type_name(sema *s, const sema_declaration *d)
{
    const char *reason =
        sema_is_scalar(d->name.text) ? "a type of the language" : cname_reserved(d->name.text);
    if (reason != NULL)
        report_reserved(s, d->name, d->what, reason);
    return reason == NULL;
}

/* Whether everything that is made from the name can. */
static bool check_made_names(sema *s, const sema_declaration *d, sdn_str_list names)
{
    for (size_t i = 0; i < names.count; i++) {
        const char *reason = cname_reserved_global(names.items[i]);
        if (reason == NULL)
            continue;
        diag *made = diag_error(s->diags, d->name.span, "%s '%.*s' would need the C name '%.*s', which is %s",
                                d->what, DIAG_STR(d->name.text), DIAG_STR(names.items[i]), reason);
        diag_help(s->diags, made, "choose another name");
        return false;
    }
    return true;
}

/* The enumerators of an enum by their constants, so that a clash is reported where they stand. */
static void find_owners(sema *s, const sema_declaration *d, name_table *owners)
{
    const ast_enumerator *e = d->enum_ast != NULL ? d->enum_ast->enumerators : NULL;
    for (; e != NULL && !s->out_of_memory; e = e->next) {
        const taken_name *owner = new_owner(s, e->name, "enumerator", d);
        sdn_str constant = cname_constant(s->arena, d->name.text, e->name.text);
        if (constant.ptr == NULL)
            s->out_of_memory = true;
        else if (owner != NULL)
            sema_add_name(s, owners, constant, owner);
    }
}

/*
 * Enters the C names of a declaration: those of enumerators as theirs, the others as its own. Every
 * declaration that has one of them is reported; if it has one of the declaration's own, that once, for then
 * the rest is no news.
 */
static void take_declared(sema *s, name_table *globals, const sema_declaration *d, sdn_str_list names)
{
    name_table owners = {.arena = s->arena};
    const taken_name *self = new_owner(s, d->name, d->what, d);
    const sema_declaration *reported = d;
    find_owners(s, d, &owners);
    for (size_t i = 0; i < names.count && !s->out_of_memory; i++) {
        const taken_name *owner = name_table_find(&owners, names.items[i]);
        if (owner == NULL)
            owner = self;
        const taken_name *first = sema_add_name(s, globals, names.items[i], owner);
        if (first == NULL || first->declaration == d || first->declaration == reported)
            continue;
        report_clash(s, owner, first, names.items[i]);
        if (owner == self)
            reported = first->declaration;
    }
}

static void check_declaration(sema *s, name_table *globals, const sema_declaration *d)
{
    sdn_str_list names;
    if (d->name.text.len == 0 || d->duplicate || !check_type_name(s, d))
        return;
    if (names_of(s, d, &names) != 0)
        s->out_of_memory = true;
    else if (check_made_names(s, d, names))
        take_declared(s, globals, d, names);
}

void sema_check_globals(sema *s)
{
    name_table globals = {.arena = s->arena};
    for (size_t i = 0; i < s->declaration_count && !s->out_of_memory; i++)
        check_declaration(s, &globals, &s->declarations[i]);
}
