/* What all parts of sema share: memory, tables of names, and which declarations the unit being checked may use. */
#include "check/sema_private.h"

#include "base/arena.h"

void *sema_alloc(sema *s, size_t count, size_t size)
{
    void *made = sdn__arena_zeroed(s->arena, count * size);
    s->out_of_memory |= made == NULL;
    return made;
}

const void *sema_add_name(sema *s, name_table *table, sdn_str name, const void *value)
{
    const void *there = value;
    if (name_table_add(table, name, &there) != 0)
        s->out_of_memory = true;
    return there != value ? there : NULL;
}

diag *sema_duplicate(sema *s, const char *what, ast_name name, source_span first)
{
    diag *d = diag_error(s->diags, name.span, "duplicate %s '%.*s'", what, DIAG_STR(name.text));
    diag_note(s->diags, d, first, "first declared here");
    return d;
}

void sema_enter_unit(sema *s, const load_unit *unit)
{
    size_t mark = unit->source.order + 1u;
    if (s->unit == unit)
        return;
    s->unit = unit;
    s->views[unit->source.order] = (sema_view){mark, NULL};
    for (size_t i = 0; i < unit->ast.import_count; i++)
        if (unit->imports[i] != NULL)
            s->views[unit->imports[i]->source.order] = (sema_view){mark, &s->used_imports[unit->source.order][i]};
}

bool sema_in_view(const sema *s, const load_unit *unit)
{
    return s->views[unit->source.order].seen_from == s->unit->source.order + 1u;
}

void sema_use(sema *s, const load_unit *unit)
{
    bool *used = s->views[unit->source.order].used;
    if (used != NULL)
        *used = true;
}

/* Whether two declarations of one name have one C name. */
static bool share_c_name(const sema *s, const sema_declaration *a, const sema_declaration *b)
{
    sdn_str prefix = s->schemas[a->unit->source.order].prefix;
    bool known = sema_knows_prefix(s, a->unit) && sema_knows_prefix(s, b->unit);
    return a->unit == b->unit || (known && sdn_str_equal(prefix, s->schemas[b->unit->source.order].prefix));
}

sema_declaration *sema_enter_declaration(sema *s, sema_declaration *declaration)
{
    sema_declaration *other = (sema_declaration *)sema_add_name(s, &s->types, declaration->name.text, declaration);
    sema_declaration *last = NULL;
    for (; other != NULL; last = other, other = other->homonym)
        if (share_c_name(s, declaration, other))
            return other;
    if (last != NULL)
        last->homonym = declaration;
    return NULL;
}

static void report_ambiguous(sema *s, ast_name name, const sema_declaration *earlier, const sema_declaration *later)
{
    diag *d = diag_error(s->diags, name.span, "'%.*s' is declared by two of the imported schemas", DIAG_STR(name.text));
    diag_note(s->diags, d, earlier->name.span, "one of them is here");
    diag_note(s->diags, d, later->name.span, "the other one is here");
    diag_help(s->diags, d, "rename one of them, or leave out the import that is not needed");
}

bool sema_find_declaration(sema *s, ast_name name, sema_declaration **found)
{
    sema_declaration *d = (sema_declaration *)name_table_find(&s->types, name.text);
    const sema_declaration *earlier = NULL, *later = NULL; /* the last two that are imported */
    *found = d;
    for (; d != NULL; d = d->homonym) {
        if (!sema_in_view(s, d->unit))
            continue;
        *found = d;
        if (d->unit == s->unit)
            return true;
        earlier = later;
        later = d;
    }
    if (earlier != NULL)
        report_ambiguous(s, name, earlier, later);
    return earlier == NULL;
}

void sema_help_import(sema *s, diag *d, const sema_declaration *known)
{
    diag_note(s->diags, d, known->name.span, "%s %s of this name is declared in a schema that is not imported here",
              known->what[0] == 'e' ? "an" : "a", known->what);
    diag_help(s->diags, d, "import \"%.*s.schema\"", DIAG_STR(known->unit->base_name));
}
