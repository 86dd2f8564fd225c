#include "emit/emit_private.h"

#include "emit/cbuffer.h"
#include "names/cname.h"

static bool in_index(const model_index *index, size_t field)
{
    for (size_t i = 0; i < index->field_count; i++)
        if (index->fields[i] == field)
            return true;
    return false;
}

/* The struct. */

/* What the schema says about a member beyond its type and doc, in parts; NULL where it says nothing. */

static const char *presence_note(const model_record *record, size_t field)
{
    return record->fields[field].type.optional ? "counts only if has_$member$" : NULL;
}

static const char *key_note(const model_record *record, size_t field)
{
    if (!in_index(&record->key, field))
        return NULL;
    if (record->key.field_count > 1)
        return "part of the key";
    if (record->key_random)
        return "key; empty text asks for a random one";
    if (record->key_renumber)
        return "key; $next_key$ asks for the next number, which a merge may change";
    return record->key_auto ? "key; $next_key$ asks for the next number" : "key";
}

static const char *reference_note(const model_record *record, size_t field)
{
    const model_field *f = &record->fields[field];
    if (f->references == NULL)
        return NULL;
    return f->type.list ? "keys of `$target$`" : "key of a `$target$`";
}

/* By model_on_delete and whether the field is a list. */
static const char *on_delete_note(const model_record *record, size_t field)
{
    static const char *const words[][2] = {
        [MODEL_ON_DELETE_NOTHING] = {NULL, NULL},
        [MODEL_ON_DELETE_REFUSE] = {"keeps that from being deleted", "keep these from being deleted"},
        [MODEL_ON_DELETE_CLEAR] = {"absent once that is deleted", "left out once deleted"},
    };
    return words[record->fields[field].on_delete][record->fields[field].type.list];
}

static const char *unique_note(const model_record *record, size_t field)
{
    return record->fields[field].unique ? "unique" : NULL;
}

static const char *nonempty_note(const model_record *record, size_t field)
{
    return record->fields[field].nonempty ? "not empty" : NULL;
}

static const char *merge_note(const model_record *record, size_t field)
{
    static const char *const words[] = {
        [MODEL_MERGE_CONFLICT] = NULL,
        [MODEL_MERGE_MAX] = "a merge takes the larger",
        [MODEL_MERGE_MIN] = "a merge takes the smaller",
        [MODEL_MERGE_UNION] = "merged as sets",
        [MODEL_MERGE_OURS] = "a merge takes ours",
        [MODEL_MERGE_THEIRS] = "a merge takes theirs",
    };
    return words[record->fields[field].merge];
}

static const char *range_note(const model_record *record, size_t field)
{
    const model_field *f = &record->fields[field];
    if (!f->range.given)
        return NULL;
    return f->type.list ? "each from $low$ to $high$" : "from $low$ to $high$";
}

/* Every other type has a zero that can be written to a file. */
static const char *date_note(const model_record *record, size_t field)
{
    const model_field *f = &record->fields[field];
    bool plain = !f->type.list && !f->type.optional && !f->initial.given;
    return plain && f->type.scalar == MODEL_DATE && !in_index(&record->key, field) ? "no default: set it" : NULL;
}

static const char *(*const notes[])(const model_record *record, size_t field) = {
    presence_note, key_note,   reference_note, on_delete_note, unique_note,
    nonempty_note, range_note, date_note,      merge_note,
};

/* Sets the names that the notes use. */
static void use_rules(emitter *e, const model_field *field, const ctype *type)
{
    cprinter *p = &e->printer;
    cprinter_set(p, "next_key", sdn_str_from(type->next_key));
    if (field->references != NULL)
        cprinter_set(p, "target", cname_record(e->arena, field->references));
    if (field->range.given) {
        cprinter_set(p, "low", ctype_number(p, &field->type, field->range.low));
        cprinter_set(p, "high", ctype_number(p, &field->type, field->range.high));
    }
}

/* All notes as a comment after the member; "" if there are none. */
static sdn_str member_note(emitter *e, const model_record *record, size_t field)
{
    cbuffer text = CBUFFER_INIT(e->arena);
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        const char *note = notes[i](record, field);
        if (note == NULL)
            continue;
        cbuffer_add(&text, text.len > 0 ? "; " : "");
        cbuffer_add_str(&text, cprinter_format(&e->printer, note));
    }
    cprinter_set(&e->printer, "notes", cbuffer_text(&text));
    return text.len > 0 ? cprinter_format(&e->printer, " /* $notes$ */") : SDN_STR("");
}

static void member(emitter *e, const model_record *record, size_t field)
{
    cprinter *p = &e->printer;
    const ctype *type = emit_use_field(e, record, field);
    emit_doc(e, record->fields[field].doc);
    if (record->fields[field].type.optional)
        cprinter_emit(p, "bool has_$member$;\n");
    cprinter_set(p, "declaration", cprinter_format(p, type->member));
    use_rules(e, &record->fields[field], type);
    cprinter_set(p, "note", member_note(e, record, field));
    cprinter_emit(p, "$declaration$;$note$\n");
    if (type->text != NULL) {
        cprinter_set(p, "declaration", cprinter_format(p, type->text));
        cprinter_emit(p, "$declaration$\n");
    }
}

/* The positions, by which the functions of <sdn/store.h> name fields and indexes. */

static void position(emitter *e, sdn_str constant, bool last)
{
    cprinter_set(&e->printer, "constant", constant);
    cprinter_emit(&e->printer, last ? "    $constant$\n" : "    $constant$,\n");
}

static void positions(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    cprinter_emit(p, "/* The positions of its fields, for generic code. */\nenum {\n");
    for (size_t i = 0; i < record->field_count; i++)
        position(e, cname_field_constant(e->arena, record, i), i + 1 == record->field_count);
    cprinter_emit(p, "};\n\n");
    if (record->index_count == 0)
        return;
    cprinter_emit(p, "/* The positions of its indexes. */\nenum {\n");
    for (size_t i = 0; i < record->index_count; i++)
        position(e, cname_index_constant(e->arena, record, &record->indexes[i]), i + 1 == record->index_count);
    cprinter_emit(p, "};\n\n");
}

void emit_record_declaration(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    emit_use_record(e, record);
    emit_doc(e, record->doc);
    cprinter_emit(p, "typedef struct $T$ {\n");
    cprinter_indent(p);
    for (size_t i = 0; i < record->field_count; i++)
        member(e, record, i);
    cprinter_outdent(p);
    cprinter_emit(p, "} $T$;\n"
                     "\n");
    positions(e, record);
    cprinter_emit(p,
                  "/* The record type, for generic code. */\n"
                  "extern $api$const sdn_record_type $T$_record_type;\n"
                  "\n"
                  "/* Sets every field to its default. */\n"
                  "$api$void $T$_init($T$ *$record$)\n"
                  "    SDN_LINKED_AS(\"$T$_init$layout$\");\n"
                  "\n"
                  "/* Copies *$src$ to *$dst$, its text and lists to *$arena$. SDN_E_NOMEM: *$dst$ is unchanged. */\n"
                  "$api$sdn_code $T$_copy($T$ *$dst$, const $T$ *$src$, sdn_arena *$arena$);\n"
                  "\n"
                  "/* Whether all fields are equal. */\n"
                  "$api$bool $T$_equal(const $T$ *$a$, const $T$ *$b$);\n"
                  "\n"
                  "/* Reads a row. Text is in the row's memory or its arena. Returns false if it cannot: *$row$ has "
                  "the problem. */\n"
                  "$api$bool $T$_parse_row($T$ *$record$, sdn_row_reader *$row$);\n"
                  "\n"
                  "/* Writes each field as a cell. Errors are kept in *$row$. */\n"
                  "$api$void $T$_write_row(const $T$ *$record$, sdn_row_writer *$row$);\n"
                  "\n");
}

/* The functions. */

static void read_field(emitter *e, const model_record *record, size_t field)
{
    cprinter *p = &e->printer;
    const ctype *type = emit_use_field(e, record, field);
    bool optional = record->fields[field].type.optional;
    cprinter_set(p, "lead", field == 0 ? SDN_STR("return ") : SDN_STR("    && "));
    cprinter_set(p, "end", field + 1 == record->field_count ? SDN_STR(";") : SDN_STR(""));
    cprinter_set(p, "present",
                 optional ? cprinter_format(p, "sdn_read_present($row$, $position$, &$record$->has_$member$) && ")
                          : SDN_STR(""));
    cprinter_set(p, "read", cprinter_format(p, type->read));
    cprinter_emit(p, "$lead$$present$$read$$end$\n");
}

static void parse_row(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    cprinter_emit(p, "bool $T$_parse_row($T$ *$record$, sdn_row_reader *$row$)\n"
                     "{\n"
                     "    $T$_init($record$);\n");
    cprinter_indent(p);
    for (size_t i = 0; i < record->field_count; i++)
        read_field(e, record, i);
    cprinter_outdent(p);
    cprinter_emit(p, "}\n");
}

static void write_field(emitter *e, const model_record *record, size_t field)
{
    cprinter *p = &e->printer;
    const ctype *type = emit_use_field(e, record, field);
    cprinter_set(p, "write", cprinter_format(p, type->write));
    if (record->fields[field].type.optional)
        cprinter_emit(p, "if (sdn_write_present($row$, $position$, $record$->has_$member$))\n"
                         "    $write$;\n");
    else
        cprinter_emit(p, "$write$;\n");
}

static void write_row(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    cprinter_emit(p, "void $T$_write_row(const $T$ *$record$, sdn_row_writer *$row$)\n"
                     "{\n");
    cprinter_indent(p);
    for (size_t i = 0; i < record->field_count; i++)
        write_field(e, record, i);
    cprinter_outdent(p);
    cprinter_emit(p, "}\n");
}

void emit_record_functions(emitter *e, const model_record *record)
{
    cprinter *p = &e->printer;
    emit_use_record(e, record);
    cprinter_emit(p, "\n"
                     "void $T$_init($T$ *$record$)\n"
                     "{\n"
                     "    *$record$ = $T$_defaults;\n"
                     "}\n"
                     "\n"
                     "sdn_code $T$_copy($T$ *$dst$, const $T$ *$src$, sdn_arena *$arena$)\n"
                     "{\n"
                     "    return sdn_record_copy(&$T$_record_type, $dst$, $src$, $arena$);\n"
                     "}\n"
                     "\n"
                     "bool $T$_equal(const $T$ *$a$, const $T$ *$b$)\n"
                     "{\n"
                     "    return sdn_record_equal(&$T$_record_type, $a$, $b$);\n"
                     "}\n"
                     "\n");
    parse_row(e, record);
    cprinter_emit(p, "\n");
    write_row(e, record);
}
