/*
 * Private to sema: its state, and what its parts offer each other.
 *
 * Records and enums share one space of names over the whole run, because their C names do. A schema may use
 * what it declares itself and what the schemas that it imports declare.
 *
 * What is wrong is reported where it is first seen and then left out or guessed, so that it is not reported
 * again through everything that refers to it; where something could not be read at all (`incomplete`), a name
 * that cannot be found is not reported either.
 */
#ifndef SDNC_SCHEMA_SEMA_INTERNAL_H
#define SDNC_SCHEMA_SEMA_INTERNAL_H

#include "schema/name_table.h"
#include "schema/sema.h"

/* A record or enum of the run. */
typedef struct sema_declaration {
    const load_unit *unit;
    ast_name name;
    const char *what;         /* "record" or "enum" */
    const ast_enum *enum_ast; /* one of these two */
    const ast_record *record_ast;
    model_record *record;                   /* of a record */
    model_enum *enumeration;                /* of an enum */
    const ast_enumerator **enumerator_asts; /* as enumeration->enumerators */
    name_table enumerators;                 /* of an enum: name to model_enumerator */
    bool duplicate;                         /* another one has its name */
} sema_declaration;

typedef struct sema {
    sdn_arena *arena;
    diag_list *diags;
    const load_result *loaded;
    model_schema *schemas; /* in order of loading, as loaded->units */
    sema_declaration *declarations;
    size_t declaration_count;
    name_table types;      /* name to sema_declaration */
    const load_unit *unit; /* being checked */
    size_t *seen_from;     /* by order of loading: 1 + order of the last unit that had it in view */
    bool out_of_memory;
} sema;

/* A field on its way into the model. */
typedef struct sema_field {
    const ast_field *ast;
    model_field *model;
    sema_declaration *enum_type; /* NULL unless the type is an enum */
    bool typed;                  /* the type is known and allowed */
    bool asks_auto;              /* `= auto` */
} sema_field;

/* A record on its way into the model. */
typedef struct sema_record {
    const ast_record *ast;
    model_record *model;
    sema_field *fields;
    model_field *models; /* side by side with fields; the model's */
    size_t field_count;
    const ast_index **index_asts; /* as model->indexes */
    name_table by_name;           /* to sema_field; the first of several with one name */
    source_span key_span;
    size_t key_count; /* keys that were declared */
} sema_record;

/* Zeroed memory of the model; NULL, and remembered, when it ran out. */
void *sema_alloc(sema *s, size_t count, size_t size);

/* As name_table_add; returns the older value, or NULL if the name is new. */
const void *sema_add_name(sema *s, name_table *table, sdn_str name, const void *value);

/* "duplicate <what> 'name'", with both places. */
void sema_duplicate(sema *s, const char *what, ast_name name, source_span first);

/* Whether the unit being checked may use what `unit` declares. */
bool sema_in_view(const sema *s, const load_unit *unit);

/* Types and defaults (sema_type.c). */
bool sema_is_scalar(sdn_str name); /* the name of a type that is no enum */
void sema_check_type(sema *s, sema_field *field);
void sema_check_default(sema *s, sema_field *field);

/* Whether a type may be that of a key, or of an index. Reports if not; `where` names the place in the schema.
 */
bool sema_check_key_type(sema *s, const sema_field *field, source_span where);
bool sema_check_index_type(sema *s, const sema_field *field, source_span where);

/* Records (sema_record.c). */
void sema_check_record(sema *s, const sema_declaration *declaration);

/* Names in C (sema_names.c). */
void sema_check_enum_constants(sema *s, const ast_enum *ast);
void sema_check_members(sema *s, const sema_record *record);
void sema_check_indexes(sema *s, const sema_record *record);
void sema_check_globals(sema *s);

/* Whether every reader of data files takes `name`, which is made of letters and so on, for a column or table.
 */
bool sema_is_table_word(sdn_str name);

#endif
