#include "emit/emit_private.h"

#include "emit/cbuffer.h"
#include "emit/ctext.h"
#include "names/cname.h"

static void field_default(emitter *e, const model_record *record, size_t field)
{
    cprinter *p = &e->printer;
    const model_field *f = &record->fields[field];
    const ctype *type = emit_use_field(e, record, field);
    if (f->type.optional)
        cprinter_emit(p, f->initial.given ? ".has_$member$ = true,\n" : ".has_$member$ = false,\n");
    cprinter_set(p, "initial", ctype_initial(p, f));
    cprinter_set(p, "remark", ctype_remark(p, f));
    cprinter_emit(p, ".$member$ = $initial$,$remark$\n");
    if (type->text != NULL)
        cprinter_emit(p, ".$member$_text = SDN_STR_INIT(\"\"),\n");
}

static void defaults_table(emitter *e, const model_record *record)
{
    cprinter_emit(&e->printer, "static const $T$ $T$_defaults = {\n");
    cprinter_indent(&e->printer);
    for (size_t i = 0; i < record->field_count; i++)
        field_default(e, record, i);
    cprinter_outdent(&e->printer);
    cprinter_emit(&e->printer, "};\n");
}

static void add_flag(cbuffer *flags, bool set, const char *flag)
{
    if (!set)
        return;
    cbuffer_add(flags, flags->len > 0 ? " | " : "");
    cbuffer_add(flags, flag);
}

/* `    .flags = A | B,` if there are any. */
static void emit_flags(emitter *e, cbuffer *flags)
{
    cprinter_set(&e->printer, "flags", cbuffer_text(flags));
    if (flags->len > 0)
        cprinter_emit(&e->printer, "    .flags = $flags$,\n");
}

static void field_flags(emitter *e, const model_field *field)
{
    cbuffer flags = CBUFFER_INIT(e->arena);
    add_flag(&flags, field->type.optional, "SDN_FIELD_OPTIONAL");
    add_flag(&flags, field->type.list, "SDN_FIELD_LIST");
    add_flag(&flags, field->initial.given, "SDN_FIELD_DEFAULT");
    add_flag(&flags, field->nonempty, "SDN_FIELD_NONEMPTY");
    add_flag(&flags, field->range.given, "SDN_FIELD_RANGE");
    add_flag(&flags, field->on_delete == MODEL_ON_DELETE_REFUSE, "SDN_FIELD_ON_DELETE_REFUSE");
    add_flag(&flags, field->on_delete == MODEL_ON_DELETE_CLEAR, "SDN_FIELD_ON_DELETE_CLEAR");
    emit_flags(e, &flags);
}

static const char *const policy_constants[] = {
    [MODEL_MERGE_CONFLICT] = "SDN_MERGE_CONFLICT", [MODEL_MERGE_MAX] = "SDN_MERGE_MAX",
    [MODEL_MERGE_MIN] = "SDN_MERGE_MIN",           [MODEL_MERGE_UNION] = "SDN_MERGE_UNION",
    [MODEL_MERGE_OURS] = "SDN_MERGE_OURS",         [MODEL_MERGE_THEIRS] = "SDN_MERGE_THEIRS",
};

static void field_rules(emitter *e, const model_field *field)
{
    cprinter *p = &e->printer;
    if (field->range.given) {
        cprinter_set(p, "low", ctype_value(p, &field->type, field->range.low));
        cprinter_set(p, "high", ctype_value(p, &field->type, field->range.high));
        cprinter_emit(p, "    .low = $low$,\n"
                         "    .high = $high$,\n");
    }
    if (field->references != NULL) {
        cprinter_set(p, "target", cname_record(e->arena, field->references));
        cprinter_emit(p, "    .references = &$target$_record_type,\n");
    }
    if (field->merge != MODEL_MERGE_CONFLICT) {
        cprinter_set(p, "policy", sdn_str_from(policy_constants[field->merge]));
        cprinter_emit(p, "    .merge = $policy$,\n");
    }
}

/* The columns that a field had before. */
static void field_was(emitter *e, const model_field *field)
{
    cbuffer columns = CBUFFER_INIT(e->arena);
    if (field->was_count == 0)
        return;
    for (size_t i = 0; i < field->was_count; i++) {
        emit_set_literal(e, "column", field->was[i]);
        cbuffer_add(&columns, i > 0 ? ", " : "");
        cbuffer_add_str(&columns, cprinter_format(&e->printer, "SDN_STR_INIT($column$)"));
    }
    cprinter_set(&e->printer, "columns", cbuffer_text(&columns));
    emit_set_number(e, "length", field->was_count);
    cprinter_emit(&e->printer, "    .was = (const sdn_str[]){$columns$},\n"
                               "    .was_count = $length$,\n");
}

static void field_entry(emitter *e, const model_record *record, size_t field)
{
    cprinter *p = &e->printer;
    const model_field *f = &record->fields[field];
    const ctype *type = emit_use_field(e, record, field);
    cprinter_set(p, "field_name", f->name);
    cprinter_set(p, "type", sdn_str_from(type->constant));
    emit_set_literal(e, "column", f->column);
    emit_set_literal(e, "literal", f->doc);
    cprinter_emit(p, "[$position$] = {\n"
                     "    .name = \"$field_name$\",\n"
                     "    .column = SDN_STR_INIT($column$),\n"
                     "    .doc = $literal$,\n"
                     "    .type = $type$,\n");
    field_flags(e, f);
    cprinter_emit(p, "    .offset = offsetof($T$, $member$),\n");
    if (f->type.optional)
        cprinter_emit(p, "    .presence_offset = offsetof($T$, has_$member$),\n");
    if (type->text != NULL)
        cprinter_emit(p, "    .text_offset = offsetof($T$, $member$_text),\n");
    if (f->type.enumeration != NULL)
        cprinter_emit(p, "    .enumeration = &$enum$_enum_type,\n");
    if (f->type.list) {
        cprinter_set(p, "separator", ctext_character(e->arena, f->type.separator));
        cprinter_emit(p, "    .separator = $separator$,\n");
    }
    field_rules(e, f);
    field_was(e, f);
    cprinter_emit(p, "},\n");
}

static void fields_table(emitter *e, const model_record *record)
{
    cprinter_emit(&e->printer, "static const sdn_field $T$_fields[] = {\n");
    cprinter_indent(&e->printer);
    for (size_t i = 0; i < record->field_count; i++)
        field_entry(e, record, i);
    cprinter_outdent(&e->printer);
    cprinter_emit(&e->printer, "};\n");
}

/* Sets $positions$ and $length$ to the fields of an index. */
static void use_index(emitter *e, const model_record *record, const model_index *index)
{
    cbuffer positions = CBUFFER_INIT(e->arena);
    for (size_t i = 0; i < index->field_count; i++) {
        cbuffer_add(&positions, i > 0 ? ", " : "");
        cbuffer_add_str(&positions, cname_field_constant(e->arena, record, index->fields[i]));
    }
    emit_set_number(e, "length", index->field_count);
    cprinter_set(&e->printer, "positions", cbuffer_text(&positions));
}

static void indexes_table(emitter *e, const model_record *record)
{
    if (record->index_count == 0)
        return;
    cprinter_emit(&e->printer, "static const sdn_index_type $T$_indexes[] = {\n");
    for (size_t i = 0; i < record->index_count; i++) {
        use_index(e, record, &record->indexes[i]);
        cprinter_set(&e->printer, "index", cname_index_constant(e->arena, record, &record->indexes[i]));
        cprinter_set(&e->printer, "unique",
                     record->indexes[i].unique ? SDN_STR("        .unique = true,\n") : SDN_STR(""));
        cprinter_emit(&e->printer, "    [$index$] = {\n"
                                   "        .fields = {$positions$},\n"
                                   "        .field_count = $length$,\n"
                                   "$unique$"
                                   "    },\n");
    }
    cprinter_emit(&e->printer, "};\n\n");
}

/* The runtime calls parse and write without knowing the type. */
static void untyped_functions(emitter *e)
{
    cprinter_emit(&e->printer, "static bool $T$_parse(void *$record$, sdn_row_reader *$row$)\n"
                               "{\n"
                               "    return $T$_parse_row($record$, $row$);\n"
                               "}\n"
                               "\n"
                               "static void $T$_write(const void *$record$, sdn_row_writer *$row$)\n"
                               "{\n"
                               "    $T$_write_row($record$, $row$);\n"
                               "}\n");
}

static void record_flags(emitter *e, const model_record *record)
{
    cbuffer flags = CBUFFER_INIT(e->arena);
    add_flag(&flags, record->key_auto, "SDN_RECORD_KEY_AUTO");
    add_flag(&flags, record->key_renumber, "SDN_RECORD_KEY_RENUMBER");
    add_flag(&flags, record->key_random, "SDN_RECORD_KEY_RANDOM");
    add_flag(&flags, record->order_by_key, "SDN_RECORD_ORDER_BY_KEY");
    emit_flags(e, &flags);
}

static void record_type(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    emit_set_literal(e, "table_literal", record->table);
    emit_set_literal(e, "literal", record->doc);
    emit_set_number(e, "field_count", record->field_count);
    emit_set_number(e, "index_count", record->index_count);
    cprinter_emit(p, "const sdn_record_type $T$_record_type = {\n"
                     "    .abi = SDN_RECORD_ABI,\n"
                     "    .name = \"$Name$\",\n"
                     "    .table = SDN_STR_INIT($table_literal$),\n"
                     "    .doc = $literal$,\n"
                     "    .size = sizeof($T$),\n"
                     "    .defaults = &$T$_defaults,\n"
                     "    .fields = $T$_fields,\n"
                     "    .field_count = $field_count$,\n");
    record_flags(e, record);
    use_index(e, record, &record->key);
    if (record->key.field_count > 0)
        cprinter_emit(p, "    .key = {.fields = {$positions$}, .field_count = $length$},\n");
    if (record->index_count > 0)
        cprinter_emit(p, "    .indexes = $T$_indexes,\n"
                         "    .index_count = $index_count$,\n");
    cprinter_emit(p, "    .parse = $T$_parse,\n"
                     "    .write = $T$_write,\n"
                     "};\n");
}

void emit_record_tables(emitter *e, const model_record *record)
{
    emit_use_record(e, record);
    cprinter_emit(&e->printer, "\n");
    defaults_table(e, record);
    cprinter_emit(&e->printer, "\n");
    fields_table(e, record);
    cprinter_emit(&e->printer, "\n");
    indexes_table(e, record);
    untyped_functions(e);
    cprinter_emit(&e->printer, "\n");
    record_type(e, record);
}
