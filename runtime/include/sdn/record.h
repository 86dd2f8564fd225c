/*
 * Record types: what the runtime must know of a generated (or hand-written) record struct.
 *
 * An sdn_record_type is a constant that describes one struct: the table it is kept in, its fields with their offsets
 * in the struct, its key and indexes, and the two functions that turn a row of text into the struct and back. sdnc
 * writes one per record, `<record>_record_type`; with it generic code can print, compare or fill any record without
 * knowing its C type. The functions at the end do that for whole records and for single fields.
 *
 * How a field is laid out in the struct:
 *   string            sdn_str                          bool              bool
 *   i32 i64 u32 u64   int32_t int64_t ...              f64               double
 *   date              sdn_date                         timestamp         sdn_timestamp
 *   closed enum       the enum, as wide as uint32_t    open enum         the enum, and an sdn_str `<field>_text`
 *   list ([T])        sdn_<T>_list, see <sdn/list.h>; sdn_str_list for strings
 *   optional (T?)     a bool `has_<field>`, then the value as above, which counts only when has_<field> is true; a
 *                     value assigned while it is false would be lost, so insert, put and saves refuse it (SDN_E_MISUSE)
 *
 * The rules of a type (SDN_FIELD_NONEMPTY, SDN_FIELD_RANGE, references, unique indexes) are checked for each record
 * that is inserted, put or saved with a change. Records in the file that break a rule are read all the same, and other
 * records can be saved; sdn_store_validate lists them.
 */
#ifndef SDN_RECORD_H
#define SDN_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <sdn/api.h>
#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/list.h>
#include <sdn/row.h>
#include <sdn/str.h>
#include <sdn/time.h>
#include <sdn/version.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The types of values. */
typedef enum sdn_type {
    SDN_TYPE_STRING,    /* sdn_str */
    SDN_TYPE_BOOL,      /* bool */
    SDN_TYPE_I32,       /* int32_t */
    SDN_TYPE_I64,       /* int64_t */
    SDN_TYPE_U32,       /* uint32_t */
    SDN_TYPE_U64,       /* uint64_t */
    SDN_TYPE_F64,       /* double */
    SDN_TYPE_DATE,      /* sdn_date */
    SDN_TYPE_TIMESTAMP, /* sdn_timestamp */
    SDN_TYPE_ENUM       /* an enum of C; in an sdn_value its number */
} sdn_type;

/* The size of one value in C: so many bytes from the offset of a field on are its value, of a list those are from one
 * element to the next. Copied into an sdn_value they are the member of the type. 0 if there is no such type. */
SDN_API size_t sdn_type_size(sdn_type type);

/* Flags of an sdn_field. */
enum {
    SDN_FIELD_OPTIONAL = 1 << 0, /* T?: has a presence flag; an empty cell is absent */
    SDN_FIELD_LIST = 1 << 1,     /* [T] */
    SDN_FIELD_DEFAULT = 1 << 2,  /* the schema gives a default; an empty cell means it */
    SDN_FIELD_NONEMPTY = 1 << 3, /* text or a list that must not be empty; an optional one may be absent */
    SDN_FIELD_RANGE = 1 << 4,    /* not less than `low`, not more than `high`; each element of a list */

    /* Of a reference: what a deletion of the record that is referred to does, see sdn_store_delete. Neither: the save
     * refuses to leave the reference behind. Both: as REFUSE. CLEAR of a field that is neither optional nor a list, or
     * that is part of the key: as REFUSE. */
    SDN_FIELD_ON_DELETE_REFUSE = 1 << 5, /* it fails */
    SDN_FIELD_ON_DELETE_CLEAR = 1 << 6   /* the field becomes absent, or the list loses these elements */
};

/* How a merge decides a field that both sides changed differently; a field that one side changed is taken from that
 * side. What a policy decides is no conflict. In a save, a commit and a reload `ours` are the unsaved edits and `theirs`
 * is the file. */
typedef enum sdn_merge_policy {
    SDN_MERGE_CONFLICT, /* it does not: the field is in conflict */
    SDN_MERGE_MAX,      /* the larger number, the later date or timestamp; a value rather than none */
    SDN_MERGE_MIN,      /* the smaller, the earlier one; a value rather than none */
    SDN_MERGE_UNION, /* lists as sets: the elements of both, without those that one side removed. Those that were there
                         * keep their order; those that were added come after them, in rising order. */
    SDN_MERGE_OURS,  /* ours */
    SDN_MERGE_THEIRS /* theirs */
} sdn_merge_policy;

/* The words of an enum. Enumerator i has the C value i and is spelled names[i] in files. */
typedef struct sdn_enum_type {
    const char *name;     /* as in the schema */
    const sdn_str *names; /* `count` spellings */
    uint32_t count;       /* in an open enum, the value `count` means any other word */
    bool open;            /* whether other words are kept, as text */
} sdn_enum_type;

/* One value, to look up by or as a bound; the field's type says which member is used. */
typedef union sdn_value {
    sdn_str text;            /* SDN_TYPE_STRING */
    bool boolean;            /* SDN_TYPE_BOOL */
    int32_t i32;             /* SDN_TYPE_I32 */
    int64_t i64;             /* SDN_TYPE_I64 */
    uint32_t u32;            /* SDN_TYPE_U32 */
    uint64_t u64;            /* SDN_TYPE_U64 */
    double f64;              /* SDN_TYPE_F64 */
    sdn_date date;           /* SDN_TYPE_DATE */
    sdn_timestamp timestamp; /* SDN_TYPE_TIMESTAMP */
    uint32_t enumerator;     /* SDN_TYPE_ENUM */
} sdn_value;

/* One field of a record type. */
typedef struct sdn_field {
    const char *name;                 /* as in the schema */
    sdn_str column;                   /* as in the table's header line */
    const char *doc;                  /* the schema's doc comment, "" if none */
    sdn_type type;                    /* of the value; of one element for a list */
    uint32_t flags;                   /* SDN_FIELD_... */
    size_t offset;                    /* of the value in the struct */
    size_t presence_offset;           /* of bool has_<field>; SDN_FIELD_OPTIONAL only */
    size_t text_offset;               /* of sdn_str <field>_text; open enums only */
    const sdn_enum_type *enumeration; /* NULL unless type is SDN_TYPE_ENUM */
    char separator;                   /* between the elements of a list */
    sdn_merge_policy merge;           /* not of a field of the key */
    sdn_value low;                    /* SDN_FIELD_RANGE only */
    sdn_value high;                   /* the same */
    const sdn_str *was;               /* older names of the column, read where the file lacks `column`; newest first */
    uint32_t was_count;               /* how many; 0: none */
    const struct sdn_record_type *references; /* the value (each element) is a key of that type; NULL: no reference */
} sdn_field;

/* How many fields a key or an index may have. */
enum { SDN_INDEX_FIELDS_MAX = 4 };

/* An ordered index over one to SDN_INDEX_FIELDS_MAX fields, none of them a list. A record is in it only if all of its
 * optional fields are present. */
typedef struct sdn_index_type {
    uint32_t fields[SDN_INDEX_FIELDS_MAX]; /* positions in sdn_record_type.fields */
    uint32_t field_count;                  /* how many of them count */
    bool unique; /* no two records in it have the same values; meaningless for a key, which always is */
} sdn_index_type;

/* Flags of an sdn_record_type: how a record gets its key, and where its row is written. */
enum {
    SDN_RECORD_KEY_AUTO = 1 << 0,     /* an empty text key, or a number key of 0, asks for the next number */
    SDN_RECORD_ORDER_BY_KEY = 1 << 1, /* new rows are written in key order even if the table is not sorted */
    SDN_RECORD_KEY_RANDOM = 1 << 2,   /* an empty text key asks for a short random one, which no other record has */
    SDN_RECORD_KEY_RENUMBER = 1 << 3  /* with KEY_AUTO: a merge gives a new record of ours whose number a new record of
                                       * theirs has the next number, if no record of ours refers to it */
};

/* The interface between generated code and runtime that a record type was made for. It is the first member in every
 * version, so that a type without it, or of another version, is refused (SDN_E_MISUSE). */
extern SDN_API const char SDN_RECORD_ABI[];

/* One type of record; a constant. */
typedef struct sdn_record_type {
    const char *abi;                                        /* SDN_RECORD_ABI */
    const char *name;                                       /* as in the schema */
    sdn_str table;                                          /* as in the file */
    const char *doc;                                        /* the schema's doc comment, "" if none */
    size_t size;                                            /* sizeof the struct */
    const void *defaults;                                   /* a struct with every field at its default */
    const sdn_field *fields;                                /* in the order of the schema */
    uint32_t field_count;                                   /* how many */
    uint32_t flags;                                         /* SDN_RECORD_... */
    sdn_index_type key;                                     /* field_count 0: records have no key */
    const sdn_index_type *indexes;                          /* NULL if index_count is 0 */
    uint32_t index_count;                                   /* how many */
    bool (*parse)(void *record, sdn_row_reader *row);       /* starts from the defaults; false: see row->problem */
    void (*write)(const void *record, sdn_row_writer *row); /* every field once; errors stay in the writer */
} sdn_record_type;

/* The number of the enumerator with this spelling, or type->count if there is none. */
SDN_API uint32_t sdn_enum_find(const sdn_enum_type *type, sdn_str text);

/* The spelling of an enumerator; "" if there is none with this number. Never NULL. */
SDN_API const char *sdn_enum_name(const sdn_enum_type *type, uint32_t number);

/* ---- whole records; each is a struct of `type` ---- */

/* Whether two records hold the same values. */
SDN_API bool sdn_record_equal(const sdn_record_type *type, const void *a, const void *b);

/* Writes the positions of the fields in which two records differ to `fields`, in order; it has room for
 * type->field_count, or is NULL. Returns their number. With sdn_store_loaded it tells which fields of a record under
 * edit were changed. */
SDN_API size_t sdn_record_diff(const sdn_record_type *type, const void *a, const void *b, uint32_t *fields);

/* Copies *src into *dst, text and lists into `arena`. *dst is set on success only. SDN_E_NOMEM. */
SDN_API sdn_code sdn_record_copy(const sdn_record_type *type, void *dst, const void *src, sdn_arena *arena);

/* Prints a record for people: a line `name: value` for each field, values below one another, absent and empty ones
 * empty. Further lines of a text are indented, so none of them can pass for a field. Control characters, and those that
 * change the direction of text, are printed as escapes such as `\x1b` or `\u202e`: what a file holds cannot act on a
 * terminal. SDN_E_IO: `out` took not all of it, errno has the reason; the caller flushes `out`, which may fail too.
 * SDN_E_NOMEM. */
SDN_API sdn_code sdn_record_print(const sdn_record_type *type, const void *record, FILE *out);

/* Reads a record from a row as files have them: one cell for each field, in the order of type->fields, separated by
 * commas, such as `1, "crash on empty input", high`. A line end after it is allowed. An empty cell means the field's
 * default, as in a file. Text and lists are in `arena`, or constant. *record is set on success only. SDN_E_SYNTAX (not
 * one row of that many cells, or not UTF-8), SDN_E_INVALID (a cell holds no value of its field, which *err names),
 * SDN_E_LIMIT (more than 4 GiB), SDN_E_NOMEM. Rules such as `range` are not checked. */
SDN_API sdn_code sdn_record_from_row(const sdn_record_type *type, void *record, sdn_str row, sdn_arena *arena,
                                     sdn_error *err);

/* The row that sdn_record_from_row reads the same record from, without a line end; in `arena`. Its ptr is NULL on
 * error: SDN_E_INVALID (a value that no file can hold, such as a date of zeros or text that is not UTF-8; *err names
 * the field), SDN_E_NOMEM. */
SDN_API sdn_str sdn_record_to_row(const sdn_record_type *type, const void *record, sdn_arena *arena, sdn_error *err);

/* ---- single fields, by position in type->fields ---- */

/* The position of the field with this name in the schema; if there is none, of the one with this column;
 * type->field_count if there is none either. */
SDN_API uint32_t sdn_field_find(const sdn_record_type *type, sdn_str name);

/* The value of a field as text: that of its cell in a file, without quotes and escapes around it. Elements of a list are
 * joined by the field's separator; if they could not be told apart then, the text is an array, `["a, b", "c"]`. Empty
 * for an absent value, and "(no value of its type)" for one that no file can hold: a date of zeros, a number that is
 * infinite, text that is not UTF-8. The text is in `arena`, or constant; its ptr is NULL when memory ran out, or the type
 * has no such field, as sdn_field_find says by type->field_count. */
SDN_API sdn_str sdn_field_text(const sdn_record_type *type, uint32_t field, const void *record, sdn_arena *arena);

/*
 * Sets a field from its text, which is read as the cell of a file is, without quotes: sdn_field_set of what
 * sdn_field_text returned gives the same value. Empty text means empty text or an empty list; for an optional field that
 * it is absent; for any other the default. A list in brackets is read as an array. Blanks around the text count.
 *
 * Text and lists are copied to `arena`. On failure the record is unchanged. SDN_E_INVALID: no value of the field's type,
 * not UTF-8, or empty without a default; the message names the field: `field 'severity': 'medum' is none of low, medium,
 * high, critical; correct it`. SDN_E_LIMIT: more than 4 GiB. SDN_E_NOMEM. SDN_E_MISUSE: there is no such field, as when
 * sdn_field_find found none. The rules of the field (nonempty, range, references) are not checked here, but when the
 * record is inserted, put or saved. For a record of a store see sdn_store_set.
 */
SDN_API sdn_code sdn_field_set(const sdn_record_type *type, uint32_t field, void *record, sdn_str text,
                               sdn_arena *arena, sdn_error *err);

#ifdef __cplusplus
}
#endif

#endif
