/* The model has no positions; they are found in the syntax trees, by name. */
#include "breaking/breaking_private.h"

#include "syntax/schema_token.h"

#include "schema_tokens.h"

static const load_unit *unit_of(const breaking_side *side, const model_schema *schema)
{
    for (size_t i = 0; i < side->loaded.unit_count; i++)
        if (sdn_str_equal(side->loaded.units[i]->source.path, schema->path))
            return side->loaded.units[i];
    return side->loaded.units[0];
}

source_span place_of_schema(const breaking_side *side, const model_schema *schema)
{
    return source_whole(&unit_of(side, schema)->source);
}

static const ast_enum *tree_of_enum(const breaking_side *side, const model_enum *enumeration)
{
    for (const ast_enum *e = unit_of(side, enumeration->schema)->ast.enums; e != NULL; e = e->next)
        if (sdn_str_equal(e->name.text, enumeration->name))
            return e;
    return NULL;
}

static const ast_record *tree_of_record(const breaking_side *side, const model_record *record)
{
    for (const ast_record *r = unit_of(side, record->schema)->ast.records; r != NULL; r = r->next)
        if (sdn_str_equal(r->name.text, record->name))
            return r;
    return NULL;
}

static const ast_field *tree_of_field(const breaking_side *side, const model_record *record, size_t field)
{
    const ast_record *tree = tree_of_record(side, record);
    for (const ast_field *f = tree != NULL ? tree->fields : NULL; f != NULL; f = f->next)
        if (field < record->field_count && sdn_str_equal(f->name.text, record->fields[field].name))
            return f;
    return NULL;
}

source_span place_of_enum(const breaking_side *side, const model_enum *enumeration)
{
    const ast_enum *tree = tree_of_enum(side, enumeration);
    return tree != NULL ? tree->name.span : place_of_schema(side, enumeration->schema);
}

source_span place_of_record(const breaking_side *side, const model_record *record)
{
    const ast_record *tree = tree_of_record(side, record);
    return tree != NULL ? tree->name.span : place_of_schema(side, record->schema);
}

source_span place_of_field(const breaking_side *side, const model_record *record, size_t field)
{
    const ast_field *tree = tree_of_field(side, record, field);
    return tree != NULL ? tree->name.span : place_of_record(side, record);
}

source_span place_of_enumerator(const breaking_side *side, const model_enum *enumeration, size_t enumerator)
{
    const ast_enum *tree = tree_of_enum(side, enumeration);
    for (const ast_enumerator *e = tree != NULL ? tree->enumerators : NULL; e != NULL; e = e->next)
        if (enumerator < enumeration->enumerator_count &&
            sdn_str_equal(e->name.text, enumeration->enumerators[enumerator].name))
            return e->name.span;
    return place_of_enum(side, enumeration);
}

source_span place_of_key(const breaking_side *side, const model_record *record)
{
    const ast_record *tree = tree_of_record(side, record);
    if (tree != NULL && tree->keys != NULL)
        return tree->keys->span;
    return record->key.field_count > 0 ? place_of_field(side, record, record->key.fields[0])
                                       : place_of_record(side, record);
}

static const ast_attribute *tree_of_attribute(const breaking_side *side, const model_record *record, size_t field,
                                              int token)
{
    const ast_field *tree = tree_of_field(side, record, field);
    const ast_attribute *found = tree != NULL ? tree->attributes : NULL;
    while (found != NULL && found->kind != token)
        found = found->next;
    return found;
}

source_span place_of_attribute(const breaking_side *side, const model_record *record, size_t field, int token)
{
    const ast_attribute *found = tree_of_attribute(side, record, field, token);
    return found != NULL ? found->span : place_of_field(side, record, field);
}

sdn_str text_of_range(const breaking_side *side, const model_record *record, size_t field)
{
    const ast_attribute *range = tree_of_attribute(side, record, field, TOKEN_RANGE);
    return range != NULL ? source_text(source_join(range->value.span, range->high.span)) : SDN_STR("");
}

sdn_str text_of_type(const breaking_side *side, const model_record *record, size_t field)
{
    const ast_field *tree = tree_of_field(side, record, field);
    return tree != NULL ? source_text(tree->type.span) : SDN_STR("");
}
