/*
 * Private to sema: its state, and what its parts share.
 *
 * Records and enums share one name space for all schemas of one prefix in a run, because their C names do. A schema may
 * use what it declares itself and what the schemas that it imports declare; its own comes first.
 *
 * A mistake is reported where it is first found. Then the part is left out or its value guessed, so that it is not
 * reported again through everything that refers to it. Where something could not be read at all (`incomplete`), a name
 * that is not found is not reported either: it may be declared there.
 */
#ifndef SDNC_CHECK_SEMA_PRIVATE_H
#define SDNC_CHECK_SEMA_PRIVATE_H

#include "check/data_names.h"
#include "check/sema.h"
#include "names/name_table.h"

typedef struct sema_field sema_field;

/* A record or enum of the run. */
typedef struct sema_declaration {
    const load_unit *unit;
    ast_name name;
    const char *what;         /* "record" or "enum" */
    const ast_enum *enum_ast; /* one of these two */
    const ast_record *record_ast;
    model_record *record;                   /* of a record */
    const sema_field *key_field;            /* of a record whose key is one field */
    bool has_key;                           /* of a record: it declares one, correct or not */
    const sema_field *fields;               /* of a record, side by side with those of the model */
    const source_span *index_spans;         /* of a record, as record->indexes */
    model_enum *enumeration;                /* of an enum */
    const ast_enumerator **enumerator_asts; /* as enumeration->enumerators */
    name_table enumerators;                 /* of an enum: name to model_enumerator */
    struct sema_declaration *homonym;       /* the next one of this name, in a schema of another prefix */
    bool duplicate;                         /* an earlier declaration has the same name */
    bool contested;                         /* a later declaration has the same name, so references are ambiguous */
} sema_declaration;

/* `references` of a field, to be checked when all records are known. */
typedef struct sema_reference {
    const load_unit *unit;
    const sema_field *field;
    const ast_attribute *attribute;
    struct sema_reference *next;
} sema_reference;

/* Whether a unit is in view of the one being checked, which is: the unit itself, and what it imports. */
typedef struct sema_view {
    size_t seen_from; /* 1 + order of the last unit that had it in view */
    bool *used;       /* by that unit; NULL: it is that unit itself */
} sema_view;

typedef struct sema {
    sdn_arena *arena;
    diag_list *diags;
    const load_result *loaded;
    sdn_str prefix;        /* of schemas that do not say theirs */
    model_schema *schemas; /* in order of loading, as loaded->units */
    sema_declaration *declarations;
    size_t declaration_count;
    name_table types;      /* name to sema_declaration, the first of its homonyms */
    const load_unit *unit; /* being checked */
    sema_view *views;      /* in order of loading */
    bool **used_imports;   /* in order of loading, as the imports of each unit */
    sema_reference *references, *last_reference;
    bool out_of_memory;
} sema;

typedef struct sema_scalar sema_scalar;

/* A field under construction. */
struct sema_field {
    const ast_field *ast;
    model_field *model;
    const sema_scalar *scalar;   /* of its type, or of the elements of a list */
    sema_declaration *enum_type; /* NULL unless the type is an enum */
    bool typed;                  /* the type is known and allowed */
    bool named;                  /* its name can be used in C, and no other field has it there */
    bool asks_auto;              /* `= auto` */
    bool asks_random;            /* `= random` */
    bool renumbers;              /* `merge renumber` */
    source_span merge_span;      /* of `merge` and its word; len 0 unless there is a policy */
    source_span unique_span;     /* len 0 unless it is unique */
    source_span column_span;     /* of the name of its column */
    const ast_value *was;        /* NULL: none */
};

/* A record under construction. */
typedef struct sema_record {
    const ast_record *ast;
    model_record *model;
    sema_field *fields;
    model_field *models; /* side by side with fields; the model's */
    size_t field_count;
    source_span *index_spans; /* as model->indexes */
    name_table by_name;       /* to sema_field; the first of several with one name */
    source_span key_span;
    size_t key_count; /* how many keys are declared */
} sema_record;

/* Shared by all parts (sema_scope.c). */

/* Zeroed memory of the model; NULL, and remembered, when it ran out. */
void *sema_alloc(sema *s, size_t count, size_t size);

/* As name_table_add; returns the older value, or NULL if the name is new. */
const void *sema_add_name(sema *s, name_table *table, sdn_str name, const void *value);

/* "duplicate <what> 'name'", with both positions. Returns the message. */
diag *sema_duplicate(sema *s, const char *what, ast_name name, source_span first);

/* From here on `unit` is the one being checked: it and its imports are in view. */
void sema_enter_unit(sema *s, const load_unit *unit);

/* Whether the unit being checked may use what `unit` declares. */
bool sema_in_view(const sema *s, const load_unit *unit);

/* Remembers that the unit being checked uses something of `unit`, which is in view. */
void sema_use(sema *s, const load_unit *unit);

/* Enters a declaration by its name. Returns an older one of the same name that has the same prefix too, or NULL if
 * there is none. */
sema_declaration *sema_enter_declaration(sema *s, sema_declaration *declaration);

/* What a name means for the unit being checked: what that declares itself, else what one of its imports does, else one
 * that is not in view, else NULL. Returns false if two imports declare it, which is reported. */
bool sema_find_declaration(sema *s, ast_name name, sema_declaration **found);

/* Adds a note about a record or enum that is not in view, and how to import it. */
void sema_help_import(sema *s, diag *d, const sema_declaration *known);

/* Prefixes (sema_prefix.c). */

/* Gives the schema of a unit its prefix, and reports what is wrong with it. The text of a bad one is NULL. */
void sema_read_prefix(sema *s, const load_unit *unit);

/* Whether the prefix is known, so that C names can be compared. */
bool sema_knows_prefix(const sema *s, const load_unit *unit);

/* Types (sema_type.c). */

/* What a value is for, as messages say it. */
typedef enum sema_role { SEMA_DEFAULT, SEMA_ELEMENT, SEMA_BOUND, SEMA_ELEMENT_BOUND } sema_role;

struct sema_scalar {
    const char *name; /* in schemas; NULL for enums, which have names of their own */
    model_scalar scalar;
    bool key;               /* may be a key */
    bool key_part;          /* may be part of a composite key */
    bool counts;            /* a key of it may be `auto` */
    bool number;            /* may have a range */
    const char *separators; /* characters of its values, which cannot separate them in a list */
    const char *example;    /* of a default */
    bool (*read)(sema *s, const sema_field *field, sema_role role, const ast_value *value, model_value *made);
};

bool sema_is_scalar(sdn_str name); /* the name of a type that is no enum */
void sema_check_type(sema *s, sema_field *field);

/* Whether a type may be that of a key, of one of the fields of a key, or of a field of an index. Reports if
 * not; `where` is the position for that. */
bool sema_check_key_type(sema *s, const sema_field *field, source_span where);
bool sema_check_key_part_type(sema *s, const sema_field *field, source_span where);
bool sema_check_index_type(sema *s, const sema_field *field, source_span where);

/* Values (sema_value.c): one reader per kind of scalar, for the table of types. */
bool sema_read_text(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_bool(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_integer(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_real(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_date(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_timestamp(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);
bool sema_read_enumerator(sema *s, const sema_field *f, sema_role role, const ast_value *v, model_value *made);

/* The order of two numbers: less than, equal to or greater than 0. */
int sema_compare_numbers(model_scalar scalar, const model_value *a, const model_value *b);

void sema_check_default(sema *s, sema_field *field);

/* Attributes of a field whose type and default are known (sema_attribute.c). */
void sema_check_attributes(sema *s, sema_field *field);

/* Words that may follow a keyword (sema_word.c). */

/* A word of another language, and what to write instead. */
typedef struct sema_other_word {
    const char *word;
    const char *help;
} sema_other_word;

typedef struct sema_words {
    const char *const *words;      /* ended by NULL */
    const sema_other_word *others; /* ended by {NULL, NULL} */
    const char *otherwise;         /* the help if no word is near */
} sema_words;

/* The position of a word; that of the NULL if it is none of them. */
size_t sema_find_word(const sema_words *known, sdn_str word);

/* Adds to the report of an unknown word what to write. */
void sema_help_word(sema *s, diag *d, const sema_words *known, sdn_str word);

/* Merge policies (sema_merge.c): reads the attribute `merge`; reports it for a field of the key. */
void sema_read_merge(sema *s, sema_field *field, const ast_attribute *attribute);
void sema_refuse_key_policy(sema *s, const sema_field *field);

/* Records (sema_record.c) and what refers to them (sema_reference.c). */
void sema_check_record(sema *s, sema_declaration *declaration);
void sema_check_reference(sema *s, const sema_reference *reference);

/* Names in C (sema_names.c). */
void sema_check_enum_constants(sema *s, const sema_declaration *declaration);
void sema_check_members(sema *s, sema_record *record);
void sema_check_indexes(sema *s, const sema_record *record);
void sema_check_list_copiers(sema *s, const sema_record *record);
void sema_check_globals(sema *s);

/* Whether two indexes are over the same fields, in the same order. */
bool sema_same_fields(const model_index *a, const model_index *b);

#endif
