/*
 * Semantic analysis: from the syntax trees of a run to the model, with all checks on the way.
 *
 * The order of work is that of check_all; each step needs what the steps before it have found:
 *   1. Every file gets its prefix, and every enum and record of all files its entry in the model, empty, and its name in
 *      one table. From here on pointers to entries are final, so it does not matter what is declared before what.
 *   2. Enums, because defaults of fields name enumerators.
 *   3. Of each file the imports and the names of tables.
 *   4. Records: fields with types, defaults and attributes; then key, indexes and order. `references` are only listed.
 *   5. References, now that the key of every record is known.
 *   6. Names in C, over the whole run, because files that are included together must not clash.
 *   7. Unused imports, only if there is no error, which could be the reason.
 *
 * Invariants: entries never move, since their number is known from the trees; the model is complete only if no error
 * was reported; an error is reported once, where it is found, and what depends on it is marked (`typed`, `named`,
 * `contested`, `incomplete`) and not reported again.
 */
#include "check/sema_private.h"

#include <assert.h>

/* --- declarations --- */

static void report_duplicate(sema *s, const sema_declaration *d, const sema_declaration *first)
{
    diag *made = sema_duplicate(s, d->what, d->name, first->name.span);
    if (d->unit != first->unit)
        diag_help(s->diags, made, "rename one of them, or give one of the schemas a prefix of its own");
}

static void declare(sema *s, sema_declaration *made)
{
    sema_declaration *kept = &s->declarations[s->declaration_count++];
    *kept = *made;
    kept->enumerators.arena = s->arena;
    sema_declaration *first = kept->name.text.len > 0 ? sema_enter_declaration(s, kept) : NULL;
    if (first == NULL)
        return;
    kept->duplicate = first->contested = true;
    report_duplicate(s, kept, first);
}

static size_t count_declarations(const load_result *loaded)
{
    size_t count = 0;
    for (size_t i = 0; i < loaded->unit_count; i++)
        count += loaded->units[i]->ast.enum_count + loaded->units[i]->ast.record_count;
    return count;
}

/* Gives every enum and record an empty entry in the model, and enters their names. */
static void declare_unit(sema *s, const load_unit *unit)
{
    model_schema *schema = &s->schemas[unit->source.order];
    model_enum *enums = sema_alloc(s, unit->ast.enum_count + 1, sizeof *enums);
    const model_enum **list = sema_alloc(s, unit->ast.enum_count + 1, sizeof *list);
    model_record *records = sema_alloc(s, unit->ast.record_count + 1, sizeof *records);
    if (enums == NULL || list == NULL || records == NULL)
        return;
    for (const ast_enum *e = unit->ast.enums; e != NULL; e = e->next) {
        list[schema->enum_count] = enums;
        schema->enum_count++;
        declare(s, &(sema_declaration){
                       .unit = unit, .name = e->name, .what = "enum", .enum_ast = e, .enumeration = enums++});
    }
    schema->enums = list;
    schema->records = records;
    for (const ast_record *r = unit->ast.records; r != NULL; r = r->next) {
        schema->record_count++;
        declare(s, &(sema_declaration){
                       .unit = unit, .name = r->name, .what = "record", .record_ast = r, .record = records++});
    }
}

/* --- enums --- */

/* Two enumerators with the same spelling would make a word in a data file ambiguous. */
static void check_spelling(sema *s, name_table *spellings, const ast_enumerator *e)
{
    ast_name spelled = e->spelling.span.len > 0 ? e->spelling : e->name;
    if (spelled.text.len == 0) {
        diag *d = diag_error(s->diags, spelled.span, "the spelling of an enumerator cannot be empty");
        diag_help(s->diags, d, "an empty cell means the field's default");
        return;
    }
    const ast_enumerator *first = sema_add_name(s, spellings, spelled.text, e);
    if (first == NULL || sdn_str_equal(first->name.text, e->name.text))
        return;
    diag *d = diag_error(s->diags, spelled.span, "'%.*s' is spelled \"%.*s\" like another enumerator",
                         DIAG_STR(e->name.text), DIAG_STR(spelled.text));
    diag_note(s->diags, d, first->spelling.span.len > 0 ? first->spelling.span : first->name.span, "'%.*s' is this one",
              DIAG_STR(first->name.text));
}

static void add_enumerator(sema *s, sema_declaration *d, const ast_enumerator *ast, model_enumerator *made)
{
    *made = (model_enumerator){ast->name.text, ast->name.text, ast->doc};
    if (ast->spelling.span.len > 0)
        made->spelling = ast->spelling.text;
    const model_enumerator *first = sema_add_name(s, &d->enumerators, ast->name.text, made);
    if (first == NULL)
        return;
    const ast_enumerator *other = d->enumerator_asts[first - d->enumeration->enumerators];
    sema_duplicate(s, "enumerator", ast->name, other->name.span);
}

static void check_enum(sema *s, sema_declaration *d)
{
    const ast_enum *ast = d->enum_ast;
    name_table spellings = {.arena = s->arena};
    model_enumerator *made = sema_alloc(s, ast->enumerator_count + 1, sizeof *made);
    d->enumerator_asts = sema_alloc(s, ast->enumerator_count + 1, sizeof *d->enumerator_asts);
    if (made == NULL || d->enumerator_asts == NULL)
        return;
    *d->enumeration = (model_enum){
        ast->name.text, ast->doc, ast->open, made, ast->enumerator_count, &s->schemas[d->unit->source.order]};
    size_t i = 0;
    for (const ast_enumerator *e = ast->enumerators; e != NULL && !s->out_of_memory; e = e->next) {
        d->enumerator_asts[i] = e;
        add_enumerator(s, d, e, &made[i++]);
        check_spelling(s, &spellings, e);
    }
    if (i == 0 && !ast->incomplete && ast->name.text.len > 0)
        diag_error(s->diags, ast->name.span, "an enum needs at least one enumerator");
    sema_check_enum_constants(s, d);
}

/* --- schemas --- */

/* Two records of one schema in one table would read each other's rows. */
static void check_tables(sema *s, const load_unit *unit)
{
    name_table tables = {.arena = s->arena};
    for (const ast_record *r = unit->ast.records; r != NULL && !s->out_of_memory; r = r->next) {
        if (r->table.text.len == 0)
            continue;
        if (sema_is_data_keyword(r->table.text)) {
            diag_error(s->diags, r->table.span, "'%.*s' cannot name a table: it means something else in data files",
                       DIAG_STR(r->table.text));
            continue;
        }
        const ast_record *first = sema_add_name(s, &tables, r->table.text, r);
        if (first == NULL)
            continue;
        diag *d = diag_error(s->diags, r->table.span, "duplicate table '%.*s'", DIAG_STR(r->table.text));
        diag_note(s->diags, d, first->table.span, "first used here");
    }
}

/* The imports in the model: those that can be used, each schema once. */
static void list_imports(sema *s, const load_unit *unit, model_schema *schema)
{
    const model_schema **imports = sema_alloc(s, unit->ast.import_count + 1, sizeof *imports);
    name_table seen = {.arena = s->arena};
    const ast_import *ast = unit->ast.imports;
    for (size_t i = 0; imports != NULL && i < unit->ast.import_count; i++, ast = ast->next) {
        if (unit->imports[i] == NULL)
            continue;
        const ast_import *first = sema_add_name(s, &seen, unit->imports[i]->source.path, ast);
        if (first != NULL) {
            diag *d = diag_error(s->diags, ast->path.span, "duplicate import");
            diag_note(s->diags, d, first->path.span, "first imported here");
        } else {
            imports[schema->import_count++] = &s->schemas[unit->imports[i]->source.order];
        }
    }
    schema->imports = imports;
}

static void check_unit(sema *s, const load_unit *unit)
{
    model_schema *schema = &s->schemas[unit->source.order];
    schema->path = unit->source.path;
    schema->base_name = sdn_arena_copy_str(s->arena, unit->base_name);
    schema->requested = unit->requested;
    if (schema->base_name.ptr == NULL)
        s->out_of_memory = true;
    list_imports(s, unit, schema);
    s->used_imports[unit->source.order] = sema_alloc(s, unit->ast.import_count + 1, sizeof(bool));
    check_tables(s, unit);
}

static void list_schemas(sema *s, model *made)
{
    const model_schema **list = sema_alloc(s, s->loaded->unit_count + 1, sizeof *list);
    for (size_t i = 0; list != NULL && i < s->loaded->unit_count; i++) {
        assert(s->loaded->ordered[i]->rank == i);
        list[i] = &s->schemas[s->loaded->ordered[i]->source.order];
    }
    *made = (model){list, s->loaded->unit_count};
}

/* Only if there is no error, which may be the reason why an import is not used. */
static void check_imports_used(sema *s, const load_unit *unit)
{
    size_t i = 0;
    for (const ast_import *import = unit->ast.imports; import != NULL; import = import->next, i++)
        if (unit->imports[i] != NULL && !s->used_imports[unit->source.order][i]) {
            diag *d = diag_warning(s->diags, import->path.span, "nothing from this import is used");
            diag_help(s->diags, d, "leave it out");
        }
}

static void check_records(sema *s)
{
    for (size_t i = 0; i < s->declaration_count && !s->out_of_memory; i++)
        if (s->declarations[i].record_ast != NULL) {
            sema_enter_unit(s, s->declarations[i].unit);
            sema_check_record(s, &s->declarations[i]);
        }
    for (const sema_reference *r = s->references; r != NULL && !s->out_of_memory; r = r->next) {
        sema_enter_unit(s, r->unit);
        sema_check_reference(s, r);
    }
}

/* The steps, as the top of this file says. */
static void check_all(sema *s, model *made)
{
    const load_result *loaded = s->loaded;
    for (size_t i = 0; i < loaded->unit_count && !s->out_of_memory; i++)
        sema_read_prefix(s, loaded->units[i]);
    for (size_t i = 0; i < loaded->unit_count && !s->out_of_memory; i++)
        declare_unit(s, loaded->units[i]);
    for (size_t i = 0; i < s->declaration_count && !s->out_of_memory; i++)
        if (s->declarations[i].enum_ast != NULL)
            check_enum(s, &s->declarations[i]);
    for (size_t i = 0; i < loaded->unit_count && !s->out_of_memory; i++)
        check_unit(s, loaded->units[i]);
    check_records(s);
    if (!s->out_of_memory)
        sema_check_globals(s);
    for (size_t i = 0; i < loaded->unit_count && !s->out_of_memory && s->diags->errors == 0; i++)
        check_imports_used(s, loaded->units[i]);
    list_schemas(s, made);
}

int sema_check(const load_result *loaded, sdn_str prefix, sdn_arena *arena, diag_list *diags, model *made)
{
    sema s = {.arena = arena, .diags = diags, .loaded = loaded, .prefix = prefix, .types = {.arena = arena}};
    s.schemas = sema_alloc(&s, loaded->unit_count + 1, sizeof *s.schemas);
    s.views = sema_alloc(&s, loaded->unit_count + 1, sizeof *s.views);
    s.used_imports = sema_alloc(&s, loaded->unit_count + 1, sizeof *s.used_imports);
    s.declarations = sema_alloc(&s, count_declarations(loaded) + 1, sizeof *s.declarations);
    if (!s.out_of_memory)
        check_all(&s, made);
    return s.out_of_memory || diags->out_of_memory ? -1 : 0;
}
