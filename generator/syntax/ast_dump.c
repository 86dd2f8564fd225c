#include "syntax/ast_dump.h"

#include "diag/diag.h"
#include "syntax/schema_token.h"

typedef struct dumper {
    sdn_buffer *text;
    size_t depth;
} dumper;

static void indent(const dumper *d)
{
    text_repeat(d->text, ' ', 2 * d->depth);
}

/* Ends a line with the position of a node. */
static void dump_position(const dumper *d, source_span span)
{
    source_position position = source_locate(span.source, span.start);
    text_printf(d->text, " @%lu:%lu\n", (unsigned long)position.line, (unsigned long)position.column);
}

static void dump_source(const dumper *d, source_span span)
{
    sdn__buffer_add_str(d->text, source_text(span));
}

/* A part that could not be read has no position. */
static void dump_source_or_unknown(const dumper *d, source_span span)
{
    if (span.source != NULL)
        dump_source(d, span);
    else
        text_printf(d->text, "?");
}

static void dump_name(const dumper *d, ast_name name)
{
    sdn__buffer_add_str(d->text, name.text.len > 0 ? name.text : SDN_STR("?"));
}

static void put_doc(const dumper *d, sdn_str doc)
{
    for (size_t start = 0; start < doc.len;) {
        const char *end = memchr(doc.ptr + start, '\n', doc.len - start);
        size_t len = end != NULL ? (size_t)(end - doc.ptr) - start : doc.len - start;
        indent(d);
        text_printf(d->text, "/// %.*s\n", (int)len, doc.ptr + start);
        start += len + 1;
    }
}

static void put_incomplete(const dumper *d, bool incomplete)
{
    if (!incomplete)
        return;
    indent(d);
    text_printf(d->text, "incomplete\n");
}

static void put_names(const dumper *d, const ast_names *names)
{
    const char *between = "";
    for (const ast_name_node *n = names->first; n != NULL; n = n->next) {
        text_printf(d->text, "%s", between);
        dump_name(d, n->name);
        between = ", ";
    }
}

/* --- fields --- */

static void dump_default(const dumper *d, const ast_field *field)
{
    if (field->initial == NULL)
        return;
    indent(d);
    text_printf(d->text, "= ");
    dump_source(d, field->initial->span);
    dump_position(d, field->initial->span);
}

static void dump_attribute(const dumper *d, const ast_attribute *a)
{
    indent(d);
    dump_source(d, a->span);
    if (a->value.span.source != NULL) {
        text_printf(d->text, " ");
        dump_source(d, a->value.span);
    }
    if (a->high.span.source != NULL) {
        text_printf(d->text, "..");
        dump_source(d, a->high.span);
    }
    dump_position(d, a->span);
}

static void dump_field(dumper *d, const ast_field *field)
{
    indent(d);
    text_printf(d->text, "%s ", field->key ? "key field" : "field");
    dump_name(d, field->name);
    text_printf(d->text, " : ");
    dump_source_or_unknown(d, field->type.span);
    dump_position(d, field->name.span);
    d->depth++;
    put_doc(d, field->doc);
    dump_default(d, field);
    for (const ast_attribute *a = field->attributes; a != NULL; a = a->next)
        dump_attribute(d, a);
    d->depth--;
}

/* --- records and enums --- */

static void dump_index(dumper *d, const char *words, const ast_index *index)
{
    indent(d);
    text_printf(d->text, "%s%s ", index->unique ? "unique " : "", words);
    put_names(d, &index->fields);
    dump_position(d, index->span);
    d->depth++;
    put_doc(d, index->doc);
    d->depth--;
}

static void dump_lines(dumper *d, const ast_record *record)
{
    for (const ast_index *key = record->keys; key != NULL; key = key->next)
        dump_index(d, "key", key);
    for (const ast_index *index = record->indexes; index != NULL; index = index->next)
        dump_index(d, "index by", index);
    for (const ast_order *order = record->orders; order != NULL; order = order->next) {
        indent(d);
        text_printf(d->text, "order by key");
        dump_position(d, order->span);
    }
}

static void dump_record(dumper *d, const ast_record *record)
{
    indent(d);
    text_printf(d->text, "record ");
    dump_name(d, record->name);
    text_printf(d->text, " in ");
    dump_name(d, record->table);
    dump_position(d, record->span);
    d->depth++;
    put_doc(d, record->doc);
    for (const ast_field *field = record->fields; field != NULL; field = field->next)
        dump_field(d, field);
    dump_lines(d, record);
    put_incomplete(d, record->incomplete);
    d->depth--;
}

static void dump_enumerator(dumper *d, const ast_enumerator *e)
{
    indent(d);
    dump_name(d, e->name);
    if (e->spelling.span.len > 0) {
        text_printf(d->text, " = ");
        dump_source(d, e->spelling.span);
    }
    dump_position(d, e->name.span);
    d->depth++;
    put_doc(d, e->doc);
    d->depth--;
}

static void dump_enum(dumper *d, const ast_enum *e)
{
    indent(d);
    text_printf(d->text, "%senum ", e->open ? "open " : "");
    dump_name(d, e->name);
    dump_position(d, e->span);
    d->depth++;
    put_doc(d, e->doc);
    for (const ast_enumerator *one = e->enumerators; one != NULL; one = one->next)
        dump_enumerator(d, one);
    put_incomplete(d, e->incomplete);
    d->depth--;
}

void ast_dump(const ast_schema *schema, sdn_buffer *text)
{
    dumper d = {text, 1};
    text_printf(text, "schema %.*s\n", DIAG_STR(schema->source->path));
    for (const ast_prefix *prefix = schema->prefixes; prefix != NULL; prefix = prefix->next) {
        indent(&d);
        text_printf(text, "prefix ");
        dump_source_or_unknown(&d, prefix->text.span);
        dump_position(&d, prefix->span);
    }
    for (const ast_import *import = schema->imports; import != NULL; import = import->next) {
        indent(&d);
        text_printf(text, "import ");
        dump_source(&d, import->path.span);
        dump_position(&d, import->path.span);
    }
    for (const ast_enum *e = schema->enums; e != NULL; e = e->next)
        dump_enum(&d, e);
    for (const ast_record *record = schema->records; record != NULL; record = record->next)
        dump_record(&d, record);
    put_incomplete(&d, schema->incomplete);
}
