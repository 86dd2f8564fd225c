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

void sema_duplicate(sema *s, const char *what, ast_name name, source_span first)
{
    diag *d = diag_error(s->diags, name.span, "duplicate %s '%.*s'", what, DIAG_STR(name.text));
    diag_note(s->diags, d, first, "first declared here");
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

void sema_help_import(sema *s, diag *d, const sema_declaration *known)
{
    diag_note(s->diags, d, known->name.span, "%s %s of this name is declared in a schema that is not imported here",
              known->what[0] == 'e' ? "an" : "a", known->what);
    diag_help(s->diags, d, "import \"%.*s.schema\"", DIAG_STR(known->unit->base_name));
}
