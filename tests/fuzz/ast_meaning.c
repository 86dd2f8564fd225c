#include "ast_meaning.h"

#include "diag/diag.h"
#include "diag/text.h"

static void dump_text(sdn_buffer *out, const char *label, sdn_str text)
{
    text_printf(out, " %s=%zu:", label, text.len);
    sdn__buffer_add_str(out, text);
}

static void dump_value(sdn_buffer *out, const ast_value *value)
{
    text_printf(out, " kind=%d items=%zu", (int)value->kind, value->item_count);
    dump_text(out, "value", value->text);
    for (const ast_value *item = value->items; item != NULL; item = item->next) {
        text_printf(out, " (");
        dump_value(out, item);
        text_printf(out, ")");
    }
}

static void dump_type(sdn_buffer *out, const ast_type *type)
{
    dump_text(out, "type", type->name.text);
    text_printf(out, " list=%d optional=%d element=%d", type->list, type->optional, type->optional_element);
}

static void dump_names(sdn_buffer *out, const ast_names *names)
{
    for (const ast_name_node *node = names->first; node != NULL; node = node->next)
        dump_text(out, "name", node->name.text);
}

static int highest_kind(const ast_field *field)
{
    int highest = -1;
    for (const ast_attribute *a = field->attributes; a != NULL; a = a->next)
        highest = a->kind > highest ? a->kind : highest;
    return highest;
}

static void dump_attributes(sdn_buffer *out, const ast_field *field)
{
    int highest = highest_kind(field);
    for (int kind = 0; kind <= highest; kind++)
        for (const ast_attribute *a = field->attributes; a != NULL; a = a->next)
            if (a->kind == kind) {
                text_printf(out, " attribute=%d", a->kind);
                dump_value(out, &a->value);
                dump_value(out, &a->high);
            }
}

static void dump_field(sdn_buffer *out, const ast_field *field)
{
    text_printf(out, "  field key=%d", field->key);
    dump_text(out, "name", field->name.text);
    dump_text(out, "doc", field->doc);
    dump_type(out, &field->type);
    if (field->initial != NULL)
        dump_value(out, field->initial);
    dump_attributes(out, field);
    text_printf(out, "\n");
}

static void dump_indexes(sdn_buffer *out, const char *label, const ast_index *index)
{
    for (; index != NULL; index = index->next) {
        text_printf(out, "  %s unique=%d", label, index->unique);
        dump_text(out, "doc", index->doc);
        dump_names(out, &index->fields);
        text_printf(out, "\n");
    }
}

static void dump_record(sdn_buffer *out, const ast_record *record)
{
    text_printf(out, "record");
    dump_text(out, "name", record->name.text);
    dump_text(out, "table", record->table.text);
    dump_text(out, "doc", record->doc);
    text_printf(out, "\n");
    for (const ast_field *field = record->fields; field != NULL; field = field->next)
        dump_field(out, field);
    dump_indexes(out, "index", record->indexes);
    dump_indexes(out, "key", record->keys);
    for (const ast_order *order = record->orders; order != NULL; order = order->next)
        text_printf(out, "  order\n");
}

static void dump_enum(sdn_buffer *out, const ast_enum *enumeration)
{
    text_printf(out, "enum open=%d", enumeration->open);
    dump_text(out, "name", enumeration->name.text);
    dump_text(out, "doc", enumeration->doc);
    for (const ast_enumerator *e = enumeration->enumerators; e != NULL; e = e->next) {
        text_printf(out, "\n  enumerator spelled=%d", e->spelling.span.len > 0);
        dump_text(out, "name", e->name.text);
        dump_text(out, "spelling", e->spelling.text);
        dump_text(out, "doc", e->doc);
    }
    text_printf(out, "\n");
}

void ast_meaning(const ast_schema *schema, sdn_buffer *out)
{
    for (const ast_prefix *prefix = schema->prefixes; prefix != NULL; prefix = prefix->next)
        dump_text(out, "prefix", prefix->text.text);
    for (const ast_import *import = schema->imports; import != NULL; import = import->next)
        dump_text(out, "import", import->path.text);
    for (const ast_enum *enumeration = schema->enums; enumeration != NULL; enumeration = enumeration->next)
        dump_enum(out, enumeration);
    for (const ast_record *record = schema->records; record != NULL; record = record->next)
        dump_record(out, record);
}
