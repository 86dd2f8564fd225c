#include "emit/emit_private.h"

#include "emit/cnumber.h"
#include "emit/ctext.h"
#include "names/cname.h"

#include <assert.h>

#include <sdn/version.h>

/* Parameters and variables of generated functions. Each is a hole with its own name, because one that is also the
 * name of a type of the schema has to be written differently. */
/* clang-format off */
static const char *const local_names[] = {
    "path", "options", "err", "file", "store", "values", "cursor", "list", "text", "texts", "items", "count", "copy",
    "record", "field", "row", "dst", "src", "arena", "a", "b", "value", "name", "number", "wanted", "renamed",
    "lowest", "highest",
};
/* clang-format on */

void emitter_init(emitter *e, const model_schema *schema, const emit_options *options, const name_table *visible,
                  sdn_arena *arena)
{
    e->arena = arena;
    e->schema = schema;
    e->options = options;
    e->visible = visible;
    cprinter_init(&e->printer, arena);
    for (size_t i = 0; i < sizeof local_names / sizeof local_names[0]; i++)
        cprinter_set(&e->printer, local_names[i], cname_local(arena, visible, sdn_str_from(local_names[i])));
    cprinter_set(&e->printer, "base", schema->base_name);
    cprinter_set(&e->printer, "guard", cname_guard(arena, schema->base_name));
    emit_set_number(e, "abi", SDN_GENERATED_ABI);
    cprinter_set(&e->printer, "api", SDN_STR(""));
    if (options->export_macro.len > 0) {
        cprinter_set(&e->printer, "macro", options->export_macro);
        cprinter_set(&e->printer, "api", cprinter_format(&e->printer, "$macro$ "));
    }
}

void emit_set_number(emitter *e, const char *name, size_t number)
{
    cprinter_set(&e->printer, name, cnumber_unsigned(e->arena, number));
}

void emit_set_literal(emitter *e, const char *name, sdn_str text)
{
    cprinter_set(&e->printer, name, ctext_literal(e->arena, text));
}

void emit_doc(emitter *e, sdn_str doc)
{
    if (doc.len == 0)
        return;
    cprinter_set(&e->printer, "doc", ctext_comment(e->arena, doc));
    cprinter_emit(&e->printer, "$doc$\n");
}

void emit_comment(emitter *e, const char *text)
{
    cprinter_set(&e->printer, "comment", cprinter_format(&e->printer, text));
    emit_doc(e, cprinter_get(&e->printer, "comment"));
}

void emit_function_declaration(emitter *e, const char *comment, const char *head, const char *linked)
{
    emit_comment(e, comment);
    cprinter_set(&e->printer, "head", cprinter_format(&e->printer, head));
    if (linked == NULL) {
        cprinter_emit(&e->printer, "$api$$head$;\n\n");
        return;
    }
    cprinter_set(&e->printer, "linked", cprinter_format(&e->printer, linked));
    cprinter_emit(&e->printer, "$api$$head$\n    SDN_LINKED_AS(\"$linked$$layout$\");\n\n");
}

void emit_function_definition(emitter *e, const char *head, const char *body)
{
    cprinter_set(&e->printer, "head", cprinter_format(&e->printer, head));
    cprinter_emit(&e->printer, "\n$head$\n{\n");
    cprinter_emit(&e->printer, body);
    cprinter_emit(&e->printer, "}\n");
}

void emit_use_enum(emitter *e, const model_enum *enumeration)
{
    cprinter_set(&e->printer, "E", cname_enum(e->arena, enumeration));
    cprinter_set(&e->printer, "Name", enumeration->name);
    cprinter_set(&e->printer, "other", cname_other(e->arena, enumeration));
    cprinter_set(&e->printer, "layout", cname_enum_layout(e->arena, enumeration));
    emit_set_number(e, "enumerators", enumeration->enumerator_count);
}

void emit_use_record(emitter *e, const model_record *record)
{
    cprinter_set(&e->printer, "T", cname_record(e->arena, record));
    cprinter_set(&e->printer, "Name", record->name);
    cprinter_set(&e->printer, "table", record->table);
    cprinter_set(&e->printer, "layout", cname_layout(e->arena, record));
    cprinter_set(&e->printer, "order", record->key.field_count > 0 ? SDN_STR("key") : SDN_STR("file"));
}

const ctype *emit_use_field(emitter *e, const model_record *record, size_t field)
{
    const model_field *f = &record->fields[field];
    const ctype *type = ctype_of(&f->type);
    assert(type != NULL);
    cprinter_set(&e->printer, "member", cname_snake(e->arena, f->name));
    cprinter_set(&e->printer, "position", cname_field_constant(e->arena, record, field));
    if (f->type.enumeration != NULL) {
        cprinter_set(&e->printer, "enum", cname_enum(e->arena, f->type.enumeration));
        cprinter_set(&e->printer, "other", cname_other(e->arena, f->type.enumeration));
    }
    return type;
}

void emit_add_listed(emitter *e, cbuffer *list, const char *text)
{
    cbuffer_add(list, list->len > 0 ? ", " : "");
    cbuffer_add_str(list, cprinter_format(&e->printer, text));
}

sdn_str emit_field_names(emitter *e, const model_record *record, const model_index *index, size_t first, size_t end)
{
    cbuffer names = CBUFFER_INIT(e->arena);
    for (size_t i = first; i < end; i++) {
        const char *between = i == first ? "" : i + 1 == end ? " and " : ", ";
        cbuffer_add(&names, between);
        cbuffer_add_str(&names, record->fields[index->fields[i]].name);
    }
    return cbuffer_text(&names);
}

bool emit_looks_up_text(const model_record *record, const model_index *index, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ctype_of(&record->fields[index->fields[i]].type)->by_reference)
            return true;
    return false;
}
