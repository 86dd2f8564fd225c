/*
 * The parts of the generated files, one function per construct, named after it. Private to emit.
 *
 * Each part prints its construct and nothing around it: blank lines between parts are the caller's. Names for a whole
 * construct are set by emit_use_...:
 *   emitter_init     $base$ $guard$ $abi$, $api$ (what starts a declaration in the header: nothing, or the export macro
 *                    and a blank), and the parameters and variables of all functions: $store$, $err$, ...
 *   emit_use_enum    $E$ the type, $Name$ as in the schema, $layout$, $other$
 *   emit_use_record  $T$ the type, $Name$ as in the schema, $table$, $layout$, and $order$, in which walks go
 *   emit_use_field   those of ctype.h
 */
#ifndef SDNC_EMIT_EMIT_PRIVATE_H
#define SDNC_EMIT_EMIT_PRIVATE_H

#include "emit/cbuffer.h"
#include "emit/cprinter.h"
#include "emit/ctype.h"
#include "emit/emit.h"
#include "model/model.h"
#include "names/name_table.h"

typedef struct emitter {
    cprinter printer;
    sdn_arena *arena;
    const model_schema *schema;
    const emit_options *options;
    const name_table *visible; /* the names that parameters must not hide */
} emitter;

/* `visible` is what cname_visible says of the schema. It and the options must outlive the emitter. */
void emitter_init(emitter *e, const model_schema *schema, const emit_options *options, const name_table *visible,
                  sdn_arena *arena);

void emit_use_enum(emitter *e, const model_enum *enumeration);
void emit_use_record(emitter *e, const model_record *record);
const ctype *emit_use_field(emitter *e, const model_record *record, size_t field);

/* Appends a template to a list with ", " between. */
void emit_add_listed(emitter *e, cbuffer *list, const char *text);

/* `a`, `a and b`, `a, b and c`: names of the fields of an index from `first` to before `end`. */
sdn_str emit_field_names(emitter *e, const model_record *record, const model_index *index, size_t first, size_t end);

/* Whether one of the first `count` fields is looked up by text, which must outlive the cursor. */
bool emit_looks_up_text(const model_record *record, const model_index *index, size_t count);

/* Gives a name the decimal form of a number, or a C string literal. */
void emit_set_number(emitter *e, const char *name, size_t number);
void emit_set_literal(emitter *e, const char *name, sdn_str text);

/* A doc comment; nothing if there is none. */
void emit_doc(emitter *e, sdn_str doc);

/* A template as a comment, broken into lines where it is long. */
void emit_comment(emitter *e, const char *text);

/* A function: its comment and prototype, or its definition with a blank line before it. All are templates. `linked` is
 * its name if the linker is to see the layout of the record in it, else NULL. */
void emit_function_declaration(emitter *e, const char *comment, const char *head, const char *linked);
void emit_function_definition(emitter *e, const char *head, const char *body);

/* Whole files. */
void emit_header(emitter *e);
void emit_source(emitter *e);

/* Parts of the header. `index` is a position in record->indexes, or index_count for the key. */
void emit_enum_declaration(emitter *e, const model_enum *enumeration);
void emit_record_declaration(emitter *e, const model_record *record);
void emit_store_declaration(emitter *e, const model_record *record);
void emit_walk_declarations(emitter *e, const model_record *record, size_t index);
void emit_setter_declarations(emitter *e, const model_record *record);

/* Parts of the source. */
void emit_enum_definition(emitter *e, const model_enum *enumeration);
void emit_record_tables(emitter *e, const model_record *record);
void emit_record_functions(emitter *e, const model_record *record);
void emit_store_definition(emitter *e, const model_record *record);
void emit_walk_definitions(emitter *e, const model_record *record, size_t index);
void emit_setter_definitions(emitter *e, const model_record *record);

#endif
