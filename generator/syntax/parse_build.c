/* The AST, node by node. */
#include "syntax/parse_private.h"

#include "base/arena.h"

void *parser_new(parser *p, size_t size)
{
    void *node = sdn__arena_zeroed(p->arena, size);
    p->out_of_memory |= node == NULL;
    return node;
}

ast_name build_name(schema_token token)
{
    return (ast_name){token.text, token.span};
}

ast_names build_names(parser *p, ast_names names, ast_name name)
{
    ast_name_node *node = parser_new(p, sizeof *node);
    if (node == NULL)
        return names;
    node->name = name;
    AST_APPEND(names.first, names.last, node);
    names.count++;
    return names;
}

ast_type build_type(ast_name name)
{
    return (ast_type){.name = name, .span = name.span};
}

ast_type build_list_type(ast_type element, schema_token open, schema_token close)
{
    element.list = true;
    element.optional_element = element.optional;
    element.optional = false;
    element.span = source_join(open.span, close.span);
    return element;
}

ast_type build_optional(ast_type type, schema_token mark)
{
    type.optional = true;
    type.span = source_join(type.span, mark.span);
    return type;
}

ast_value build_value(ast_value_kind kind, schema_token token)
{
    bool doubtful = token.fault != SCHEMA_FAULT_NONE;
    return (ast_value){.kind = kind, .span = token.span, .text = token.text, .doubtful = doubtful};
}

ast_value build_word(ast_name name)
{
    return (ast_value){.kind = AST_WORD, .span = name.span, .text = name.text};
}

ast_value build_list(schema_token open)
{
    return (ast_value){.kind = AST_LIST, .span = open.span, .text = SDN_STR("")};
}

ast_value build_list_start(ast_value list, schema_token open)
{
    list.span = open.span;
    return list;
}

ast_value build_list_item(parser *p, ast_value list, ast_value item)
{
    ast_value *node = parser_new(p, sizeof *node);
    if (node == NULL)
        return list;
    *node = item;
    AST_APPEND(list.items, list.last, node);
    list.doubtful = list.doubtful || item.doubtful;
    list.item_count++;
    return list;
}

ast_value build_list_first(parser *p, ast_value item)
{
    ast_value list = {.kind = AST_LIST, .span = item.span, .text = SDN_STR("")};
    return build_list_item(p, list, item);
}

ast_value build_list_end(ast_value list, schema_token close)
{
    list.span = source_join(list.span, close.span);
    return list;
}

/* What was reported as wrong may be meant otherwise. */
void build_prefix(parser *p, schema_token keyword, const schema_token *text)
{
    ast_prefix *node = parser_new(p, sizeof *node);
    if (node == NULL)
        return;
    node->span = keyword.span;
    if (text != NULL && text->fault == SCHEMA_FAULT_NONE)
        node->text = build_name(*text);
    AST_APPEND(p->tree.schema->prefixes, p->tree.schema->last_prefix, node);
}

/* A path without its quotes has been reported, and is not looked for. */
void build_import(parser *p, schema_token path)
{
    ast_import *node = parser_new(p, sizeof *node);
    bool readable = path.fault == SCHEMA_FAULT_NONE;
    if (!readable)
        p->tree.schema->incomplete = true;
    if (node == NULL || !readable)
        return;
    node->path = build_name(path);
    AST_APPEND(p->tree.schema->imports, p->tree.schema->last_import, node);
    p->tree.schema->import_count++;
}

static bool is_doubtful(const parser *p, source_span span)
{
    return p->doubtful.len > 0 && p->doubtful.start == span.start;
}

void build_record(parser *p, ast_name name, ast_name table)
{
    ast_record *node = parser_new(p, sizeof *node);
    if (node == NULL)
        return;
    *node = (ast_record){.doc = p->first.doc, .span = p->first.span, .name = name, .table = table};
    if (name.text.len == 0)
        p->tree.schema->incomplete = true;
    if (is_doubtful(p, name.span)) /* `record in notes`: two of them have no name in common */
        node->name.text = SDN_STR("");
    AST_APPEND(p->tree.schema->records, p->tree.schema->last_record, node);
    p->tree.schema->record_count++;
    p->tree.record = node;
}

void build_field(parser *p, ast_name name, const schema_token *key)
{
    ast_field *node = parser_new(p, sizeof *node);
    if (node == NULL || p->tree.record == NULL)
        return;
    *node = (ast_field){.doc = p->first.doc, .name = name, .key = key != NULL};
    if (key != NULL)
        node->key_span = key->span;
    AST_APPEND(p->tree.record->fields, p->tree.record->last_field, node);
    p->tree.record->field_count++;
    p->tree.field = node;
}

void build_field_type(parser *p, ast_type type)
{
    if (is_doubtful(p, type.name.span))
        type.name.text = SDN_STR("");
    if (p->tree.field != NULL)
        p->tree.field->type = type;
}

void build_default(parser *p, ast_value value)
{
    ast_value *node = parser_new(p, sizeof *node);
    if (node == NULL || p->tree.field == NULL)
        return;
    *node = value;
    node->doubtful = value.doubtful || is_doubtful(p, value.span);
    p->tree.field->initial = node;
}

static void add_attribute(parser *p, schema_token keyword, ast_value value, ast_value high)
{
    ast_attribute *node = parser_new(p, sizeof *node);
    if (node == NULL || p->tree.field == NULL)
        return;
    *node = (ast_attribute){.kind = keyword.kind, .span = keyword.span, .value = value, .high = high};
    AST_APPEND(p->tree.field->attributes, p->tree.field->last_attribute, node);
}

void build_attribute(parser *p, schema_token keyword)
{
    ast_value none = {.text = SDN_STR("")};
    add_attribute(p, keyword, none, none);
}

void build_attribute_value(parser *p, schema_token keyword, ast_value value)
{
    add_attribute(p, keyword, value, (ast_value){.text = SDN_STR("")});
}

/* After a mistake in what follows, as in `set null`, the word is part of that mistake. */
void build_attribute_word(parser *p, schema_token keyword, ast_name word)
{
    ast_value value = build_word(word);
    value.doubtful = p->quiet;
    build_attribute_value(p, keyword, value);
}

/* Its keyword is both words. */
void build_on_delete(parser *p, schema_token on, schema_token delete_word, ast_name action)
{
    on.span = source_join(on.span, delete_word.span);
    build_attribute_word(p, on, action);
}

void build_range(parser *p, schema_token keyword, schema_token low, schema_token high)
{
    add_attribute(p, keyword, build_value(AST_NUMBER, low), build_value(AST_NUMBER, high));
}

static ast_index *new_index(parser *p, ast_names fields)
{
    ast_index *node = parser_new(p, sizeof *node);
    if (node != NULL)
        *node = (ast_index){.doc = p->first.doc, .span = p->first.span, .fields = fields};
    return p->tree.record != NULL ? node : NULL;
}

void build_index(parser *p, ast_names fields, bool unique)
{
    ast_index *node = new_index(p, fields);
    if (node == NULL)
        return;
    node->unique = unique;
    AST_APPEND(p->tree.record->indexes, p->tree.record->last_index, node);
    p->tree.record->index_count++;
}

void build_key(parser *p, ast_names fields)
{
    ast_index *node = new_index(p, fields);
    if (node != NULL)
        AST_APPEND(p->tree.record->keys, p->tree.record->last_key, node);
}

void build_order(parser *p)
{
    ast_order *node = parser_new(p, sizeof *node);
    if (node == NULL || p->tree.record == NULL)
        return;
    node->span = p->first.span;
    AST_APPEND(p->tree.record->orders, p->tree.record->last_order, node);
}

void build_enum(parser *p, ast_name name, bool open)
{
    ast_enum *node = parser_new(p, sizeof *node);
    if (node == NULL)
        return;
    *node = (ast_enum){.doc = p->first.doc, .span = p->first.span, .open = open, .name = name};
    if (name.text.len == 0)
        p->tree.schema->incomplete = true;
    AST_APPEND(p->tree.schema->enums, p->tree.schema->last_enum, node);
    p->tree.schema->enum_count++;
    p->tree.enumeration = node;
}

void build_enumerator(parser *p, ast_name name)
{
    ast_enumerator *node = parser_new(p, sizeof *node);
    if (node == NULL || p->tree.enumeration == NULL)
        return;
    *node = (ast_enumerator){.doc = p->first.doc, .name = name};
    AST_APPEND(p->tree.enumeration->enumerators, p->tree.enumeration->last_enumerator, node);
    p->tree.enumeration->enumerator_count++;
}

void build_spelling(parser *p, schema_token text)
{
    if (p->tree.enumeration != NULL && p->tree.enumeration->last_enumerator != NULL)
        p->tree.enumeration->last_enumerator->spelling = build_name(text);
}
