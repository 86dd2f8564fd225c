/* Names that cannot be used in C, or clash there. cname makes the names; this file says which part of the schema a bad
 * one is made from. */
#include "check/sema_private.h"

#include <string.h>

#include "names/cname.h"

/* The part of the schema that a C name was made for. */
typedef struct taken_name {
    ast_name name;
    const char *what;
    const sema_declaration *declaration; /* that it is or belongs to; NULL where names are local to one */
    bool reported;                       /* its name was refused already: do not report what is made from it */
} taken_name;

static diag *report_reserved(sema *s, ast_name name, const char *what, const char *reason)
{
    return diag_error(s->diags, name.span, "'%.*s' cannot name %s %s: it is %s", DIAG_STR(name.text),
                      what[0] == 'e' ? "an" : "a", what, reason);
}

/* Whether two declarations are of schemas that could have different prefixes. */
static bool are_apart(const sema_declaration *a, const sema_declaration *b)
{
    return a != NULL && b != NULL && a->unit != b->unit;
}

static void report_clash(sema *s, const taken_name *made, const taken_name *first, sdn_str c_name)
{
    diag *d =
        diag_error(s->diags, made->name.span, "%s '%.*s' and %s '%.*s' would both need the C name '%.*s'", made->what,
                   DIAG_STR(made->name.text), first->what, DIAG_STR(first->name.text), DIAG_STR(c_name));
    diag_note(s->diags, d, first->name.span, "the other one is here");
    diag_help(s->diags, d, "rename one of them%s",
              are_apart(made->declaration, first->declaration) ? ", or give one of the schemas a prefix of its own"
                                                               : "");
}

/* Help for a name at file scope that is taken. Not every one becomes free by a prefix, such as those that end in _t. */
static void help_taken(sema *s, diag *d, const sema_declaration *declaration, sdn_str c_name)
{
    sdn_str with_prefix = cname_with_prefix(s->arena, SDN_STR("x_"), c_name);
    if (with_prefix.ptr == NULL)
        s->out_of_memory = true;
    else if (cname_reserved_global(with_prefix) != NULL)
        diag_help(s->diags, d, "choose another name");
    else if (s->schemas[declaration->unit->source.order].prefix.len > 0)
        diag_help(s->diags, d, "choose another name, or give the schema another prefix");
    else
        diag_help(s->diags, d, "choose another name, or give the schema a prefix, as in: prefix \"net_\";");
}

static taken_name *new_owner(sema *s, ast_name name, const char *what, const sema_declaration *declaration)
{
    taken_name *made = sema_alloc(s, 1, sizeof *made);
    if (made != NULL)
        *made = (taken_name){.name = name, .what = what, .declaration = declaration};
    return made;
}

/* Enters the C names of one part of a declaration; false if another part has one of them, which is reported. Two of
 * the same name are duplicates, which are reported elsewhere. */
static bool take_names(sema *s, name_table *table, const taken_name *owner, sdn_str_list names)
{
    for (size_t i = 0; i < names.count && !s->out_of_memory; i++) {
        const taken_name *first = sema_add_name(s, table, names.items[i], owner);
        if (first == NULL)
            continue;
        if (!sdn_str_equal(first->name.text, owner->name.text))
            report_clash(s, owner, first, names.items[i]);
        return false;
    }
    return true;
}

/* As take_names, for a part with one C name. */
static void take_name(sema *s, name_table *table, const taken_name *owner, sdn_str c_name)
{
    if (c_name.ptr == NULL)
        s->out_of_memory = true;
    else
        take_names(s, table, owner, (sdn_str_list){&c_name, 1});
}

/* --- enumerators --- */

void sema_check_enum_constants(sema *s, const sema_declaration *declaration)
{
    const ast_enum *ast = declaration->enum_ast;
    const model_enum *made = declaration->enumeration;
    name_table constants = {.arena = s->arena};
    const taken_name *other = ast->open ? new_owner(s, ast->name, "open enum", NULL) : NULL;
    if (ast->name.text.len == 0)
        return;
    if (other != NULL)
        take_name(s, &constants, other, cname_other(s->arena, made));
    for (const ast_enumerator *e = ast->enumerators; e != NULL && !s->out_of_memory; e = e->next) {
        const taken_name *owner = new_owner(s, e->name, "enumerator", NULL);
        if (owner != NULL)
            take_name(s, &constants, owner, cname_constant(s->arena, made, e->name.text));
    }
}

/* --- fields and indexes --- */

static void check_member(sema *s, name_table *members, sema_field *field)
{
    ast_name name = field->ast->name;
    const char *reason = cname_reserved(name.text);
    const taken_name *owner = new_owner(s, name, "field", NULL);
    sdn_str_list names;
    if (reason != NULL)
        diag_help(s->diags, report_reserved(s, name, "field", reason), "choose another name");
    else if (owner == NULL || cname_of_field(s->arena, field->model, &names) != 0)
        s->out_of_memory = true;
    else
        field->named = take_names(s, members, owner, names);
}

void sema_check_members(sema *s, sema_record *record)
{
    name_table members = {.arena = s->arena};
    for (size_t i = 0; i < record->field_count && !s->out_of_memory; i++)
        check_member(s, &members, &record->fields[i]);
}

bool sema_same_fields(const model_index *a, const model_index *b)
{
    return a->field_count == b->field_count && memcmp(a->fields, b->fields, a->field_count * sizeof *a->fields) == 0;
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
        diag *d =
            sema_same_fields(index, first)
                ? diag_error(s->diags, span, "duplicate index")
                : diag_error(s->diags, span, "two indexes would both need the C name '..._by_%.*s'", DIAG_STR(name));
        diag_note(s->diags, d, record->index_spans[first - record->model->indexes], "the other one is here");
    }
}

/* Two indexes with the same name have been reported already. */
static void enter_look_ups(sema *s, const sema_record *record, name_table *functions)
{
    for (size_t i = 0; i < record->model->index_count && !s->out_of_memory; i++) {
        const model_index *index = &record->model->indexes[i];
        ast_name name = {record->models[index->fields[0]].name, record->index_spans[i]};
        const taken_name *owner = new_owner(s, name, "index by", NULL);
        sdn_str function = cname_look_up(s->arena, record->model, index);
        if (function.ptr == NULL)
            s->out_of_memory = true;
        else if (owner != NULL)
            sema_add_name(s, functions, function, owner);
    }
}

/* No two fields have one of these in common. */
static void enter_list_changers(sema *s, const sema_record *record, name_table *functions)
{
    for (size_t i = 0; i < record->field_count && !s->out_of_memory; i++) {
        sdn_str_list changers;
        const taken_name *owner = new_owner(s, record->fields[i].ast->name, "field", NULL);
        if (owner == NULL || cname_list_changers(s->arena, record->model, &record->models[i], &changers) != 0) {
            s->out_of_memory = true;
            return;
        }
        for (size_t j = 0; j < changers.count; j++)
            sema_add_name(s, functions, changers.items[j], owner);
    }
}

/* The functions that walk over an index or the key, each entered as made from its first field. */
static void enter_walks(sema *s, const sema_record *record, name_table *functions)
{
    const cname_walk *walks = NULL;
    size_t count = 0;
    if (cname_walks(s->arena, record->model, &walks, &count) != 0)
        s->out_of_memory = true;
    for (size_t i = 0; i < count && !s->out_of_memory; i++) {
        bool is_key = walks[i].index == record->model->index_count;
        size_t field = cname_walked(record->model, &walks[i])->fields[0];
        ast_name name = record->fields[field].ast->name;
        if (!is_key)
            name.span = record->index_spans[walks[i].index];
        const taken_name *owner = new_owner(s, name, is_key ? "key" : "index by", NULL);
        if (owner != NULL)
            sema_add_name(s, functions, walks[i].name, owner);
    }
}

/* A function that copies lists must not have the name of one that looks up, walks or changes a list, or copies lists of
 * another type. */
void sema_check_list_copiers(sema *s, const sema_record *record)
{
    name_table functions = {.arena = s->arena};
    if (record->model->name.len == 0)
        return; /* a mistake that is told already; without it the functions have no names */
    enter_look_ups(s, record, &functions);
    enter_list_changers(s, record, &functions);
    enter_walks(s, record, &functions);
    for (size_t i = 0; i < record->field_count && !s->out_of_memory; i++) {
        const taken_name *owner = new_owner(s, record->fields[i].ast->type.name, "list of", NULL);
        if (owner != NULL && cname_copies_list(record->model, i))
            take_name(s, &functions, owner, cname_list_copier(s->arena, record->model, &record->models[i].type));
    }
}

/* --- file scope --- */

static int names_of(sema *s, const sema_declaration *d, sdn_str_list *names)
{
    return d->enum_ast != NULL ? cname_of_enum(s->arena, d->enumeration, names)
                               : cname_of_record(s->arena, d->record, names);
}

/* Whether the name by itself can be used in C. */
static bool check_type_name(sema *s, const sema_declaration *d)
{
    bool scalar = sema_is_scalar(d->name.text);
    sdn_str prefix = sema_knows_prefix(s, d->unit) ? s->schemas[d->unit->source.order].prefix : SDN_STR("x_");
    const char *reason = scalar ? "a type of the language" : cname_reserved_type(prefix, d->name.text);
    if (reason == NULL)
        return true;
    diag *made = report_reserved(s, d->name, d->what, reason);
    if (scalar || cname_reserved_type(SDN_STR("x_"), d->name.text) != NULL)
        diag_help(s->diags, made, "choose another name");
    else
        help_taken(s, made, d, cname_snake(s->arena, d->name.text));
    return false;
}

/* The parts of a declaration that its C names are made for. */
typedef struct name_owners {
    const sema_declaration *declaration;
    const taken_name *self;
    name_table parts; /* C name to taken_name, for names that are not made from its own name alone */
} name_owners;

static void add_owner(sema *s, name_owners *owners, const taken_name *owner, sdn_str c_name)
{
    if (c_name.ptr == NULL)
        s->out_of_memory = true;
    else if (owner != NULL)
        sema_add_name(s, &owners->parts, c_name, owner);
}

/* A part that has one C name. */
static void add_part(sema *s, name_owners *owners, ast_name name, const char *what, sdn_str c_name)
{
    add_owner(s, owners, new_owner(s, name, what, owners->declaration), c_name);
}

/* The names made for a field: the constant of its position, its setters, and what changes a list. */
static void add_field(sema *s, name_owners *owners, const model_record *record, const sema_field *field)
{
    sdn_str_list setters, changers;
    taken_name *owner = new_owner(s, field->ast->name, "field", owners->declaration);
    if (owner == NULL || cname_setters(s->arena, record, field->model, &setters) != 0 ||
        cname_list_changers(s->arena, record, field->model, &changers) != 0) {
        s->out_of_memory = true;
        return;
    }
    owner->reported = !field->named;
    add_owner(s, owners, owner, cname_field_constant(s->arena, record, (size_t)(field->model - record->fields)));
    for (size_t i = 0; i < setters.count; i++)
        add_owner(s, owners, owner, setters.items[i]);
    for (size_t i = 0; i < changers.count; i++)
        add_owner(s, owners, owner, changers.items[i]);
}

static void add_indexes(sema *s, name_owners *owners, const sema_declaration *d)
{
    for (size_t i = 0; i < d->record->index_count && !s->out_of_memory; i++) {
        const model_index *index = &d->record->indexes[i];
        ast_name name = {d->record->fields[index->fields[0]].name, d->index_spans[i]};
        add_part(s, owners, name, "index by", cname_index_constant(s->arena, d->record, index));
    }
}

/* The functions that walk over an index; those of the key are the record's. */
static void add_walks(sema *s, name_owners *owners, const sema_declaration *d)
{
    const cname_walk *walks = NULL;
    size_t count = 0;
    if (cname_walks(s->arena, d->record, &walks, &count) != 0)
        s->out_of_memory = true;
    for (size_t i = 0; i < count && !s->out_of_memory; i++) {
        const model_index *index = cname_walked(d->record, &walks[i]);
        if (index == &d->record->key)
            continue;
        ast_name name = {d->record->fields[index->fields[0]].name, d->index_spans[walks[i].index]};
        add_part(s, owners, name, "index by", walks[i].name);
    }
}

/* Finds the enumerator, field, index or list type that a C name is made for, so that it is reported there. */
static void find_owners(sema *s, const sema_declaration *d, name_owners *owners)
{
    const ast_enumerator *e = d->enum_ast != NULL ? d->enum_ast->enumerators : NULL;
    size_t fields = d->record_ast != NULL && d->fields != NULL ? d->record->field_count : 0;
    *owners = (name_owners){d, new_owner(s, d->name, d->what, d), {.arena = s->arena}};
    for (; e != NULL && !s->out_of_memory; e = e->next)
        add_part(s, owners, e->name, "enumerator", cname_constant(s->arena, d->enumeration, e->name.text));
    for (size_t i = 0; i < fields && !s->out_of_memory; i++)
        add_field(s, owners, d->record, &d->fields[i]);
    if (fields > 0) {
        add_indexes(s, owners, d);
        add_walks(s, owners, d);
    }
    for (size_t i = 0; i < fields && !s->out_of_memory; i++)
        if (cname_copies_list(d->record, i))
            add_part(s, owners, d->fields[i].ast->type.name, "list of",
                     cname_list_copier(s->arena, d->record, &d->record->fields[i].type));
}

static const taken_name *owner_of(const name_owners *owners, sdn_str c_name)
{
    const taken_name *part = name_table_find(&owners->parts, c_name);
    return part != NULL ? part : owners->self;
}

/* Whether all names that are made from a declaration can be used in C. A mistake in its own name is reported once. */
static bool check_made_names(sema *s, const name_owners *owners, sdn_str_list names)
{
    const taken_name *reported = NULL;
    for (size_t i = 0; i < names.count && !s->out_of_memory; i++) {
        const char *reason = cname_reserved_global(names.items[i]);
        const taken_name *owner = owner_of(owners, names.items[i]);
        if (reason == NULL || owner->reported || reported == owners->self || reported == owner)
            continue;
        diag *made = diag_error(s->diags, owner->name.span, "%s '%.*s' would need the C name '%.*s', which is %s",
                                owner->what, DIAG_STR(owner->name.text), DIAG_STR(names.items[i]), reason);
        help_taken(s, made, owners->declaration, names.items[i]);
        reported = owner;
    }
    return reported == NULL;
}

/*
 * Enters the C names of a declaration. Each name that another declaration has already is reported; but if a name made
 * from the declaration's own name is among them, only that, since the others follow from it.
 */
static void take_declared(sema *s, name_table *globals, const sema_declaration *d, const name_owners *owners,
                          sdn_str_list names)
{
    const sema_declaration *reported = d;
    for (size_t i = 0; i < names.count && !s->out_of_memory; i++) {
        const taken_name *owner = owner_of(owners, names.items[i]);
        const taken_name *first = owner->reported ? NULL : sema_add_name(s, globals, names.items[i], owner);
        if (first == NULL || first->declaration == d || first->declaration == reported)
            continue;
        report_clash(s, owner, first, names.items[i]);
        if (owner == owners->self)
            reported = first->declaration;
    }
}

static void check_declaration(sema *s, name_table *globals, const sema_declaration *d)
{
    sdn_str_list names;
    name_owners owners;
    if (d->name.text.len == 0 || d->duplicate || !check_type_name(s, d) || !sema_knows_prefix(s, d->unit))
        return;
    if (names_of(s, d, &names) != 0)
        s->out_of_memory = true;
    if (!s->out_of_memory)
        find_owners(s, d, &owners);
    if (!s->out_of_memory && check_made_names(s, &owners, names))
        take_declared(s, globals, d, &owners, names);
}

void sema_check_globals(sema *s)
{
    name_table globals = {.arena = s->arena};
    for (size_t i = 0; i < s->declaration_count && !s->out_of_memory; i++)
        check_declaration(s, &globals, &s->declarations[i]);
}
