/*
 * The schema as understood: names resolved, defaults typed, positions counted. Sema builds it from the AST;
 * the emitters read nothing else. All memory is the arena's of the compilation.
 */
#ifndef SDNC_MODEL_MODEL_H
#define SDNC_MODEL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/str.h>
#include <sdn/time.h>

typedef enum model_scalar {
    MODEL_STRING,
    MODEL_BOOL,
    MODEL_I32,
    MODEL_I64,
    MODEL_U32,
    MODEL_U64,
    MODEL_F64,
    MODEL_DATE,
    MODEL_TIMESTAMP,
    MODEL_ENUM
} model_scalar;

typedef struct model_enumerator {
    sdn_str name;     /* as in the schema */
    sdn_str spelling; /* as in data files; the name unless the schema says otherwise */
    sdn_str doc;      /* text of the doc comment, lines separated by '\n'; "" if there is none */
} model_enumerator;

typedef struct model_enum {
    sdn_str name;
    sdn_str doc;
    bool open;
    const model_enumerator *enumerators;
    size_t enumerator_count;
    const struct model_schema *schema; /* the one that declares it */
} model_enum;

typedef struct model_type {
    model_scalar scalar;           /* of one element for a list */
    const model_enum *enumeration; /* NULL unless scalar is MODEL_ENUM */
    bool optional;
    bool list;
    char separator; /* lists: ',' unless the schema says otherwise */
} model_type;

/* One value; its scalar says which member is used. */
typedef union model_value {
    sdn_str text; /* string, unescaped */
    bool boolean;
    int64_t signed_number; /* i32, i64 */
    uint64_t number;       /* u32, u64; of an enum the position of the enumerator */
    double real;           /* f64 */
    sdn_date date;
    sdn_timestamp timestamp;
} model_value;

/* A default. */
typedef struct model_default {
    bool given;               /* false: the zero of the type */
    model_value value;        /* unless the type is a list */
    const model_value *items; /* of a list */
    size_t item_count;
} model_default;

/* The bounds of a number, both inclusive. */
typedef struct model_range {
    bool given;
    model_value low;
    model_value high;
} model_range;

/* What the deletion of a record does to a reference to it. */
typedef enum model_on_delete { MODEL_ON_DELETE_NOTHING, MODEL_ON_DELETE_REFUSE, MODEL_ON_DELETE_CLEAR } model_on_delete;

/* How a merge decides what both sides changed differently. */
typedef enum model_merge {
    MODEL_MERGE_CONFLICT,
    MODEL_MERGE_MAX,
    MODEL_MERGE_MIN,
    MODEL_MERGE_UNION,
    MODEL_MERGE_OURS,
    MODEL_MERGE_THEIRS
} model_merge;

typedef struct model_field {
    sdn_str name;
    sdn_str column; /* as in data files; the name unless the schema says otherwise */
    sdn_str doc;
    model_type type;
    model_default initial;
    const sdn_str *was; /* names that the column had before, newest first */
    size_t was_count;
    bool unique;   /* no two records have the same value; there is a unique index on it too */
    bool nonempty; /* text or list is not empty; an optional one may be absent */
    model_range range;
    const struct model_record *references; /* its value is a key of that record; NULL: none */
    model_on_delete on_delete;             /* of a reference only */
    model_merge merge;
} model_field;

/* Fields of an index or key, by position in the record. */
typedef struct model_index {
    const size_t *fields;
    size_t field_count;
    bool unique; /* finds one record; otherwise a walk over several */
    sdn_str doc;
} model_index;

typedef struct model_record {
    sdn_str name;
    sdn_str table;
    sdn_str doc;
    const model_field *fields;
    size_t field_count;
    model_index key;   /* field_count 0: no key */
    bool key_auto;     /* an empty (0) key asks for the next number */
    bool key_renumber; /* a merge may give a new record another number; key_auto only */
    bool key_random;   /* an empty text key asks for a random one */
    bool order_by_key;
    const model_index *indexes; /* in schema order; those of unique fields first */
    size_t index_count;
    const struct model_schema *schema; /* the one that declares it */
} model_record;

typedef struct model_schema {
    sdn_str path;      /* as given or found */
    sdn_str base_name; /* file name without directory and ".schema": names the outputs */
    sdn_str prefix;    /* of all its C names at file scope, such as "net_"; empty: none */
    bool requested;    /* named on the command line, not only imported */
    const struct model_schema *const *imports;
    size_t import_count;
    const model_enum *const *enums;
    size_t enum_count;
    const model_record *records;
    size_t record_count;
} model_schema;

typedef struct model {
    const model_schema *const *schemas; /* imported before importing; otherwise as on the command line */
    size_t schema_count;
} model;

#endif
