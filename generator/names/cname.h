/*
 * C names: every name in generated code is made here, so that the emitters agree on them and sema can refuse a
 * schema whose names cannot be used in C.
 *
 * For `record Todo`, `enum TodoStatus { open }` and a field `issue`:
 *   type          todo, todo_store, todo_status_list, ...        the name in snake case, plus a suffix
 *   function      todo_init, todo_store_by_status, ...           type, suffix
 *   walk          todo_store_between_file_line, ...            type, what it shows, fields of an index
 *   constant      TODO_STATUS_OPEN, TODO_STATUS_OTHER_           enum and enumerator in upper case
 *   position      TODO_FIELD_ISSUE, TODO_INDEX_STATUS            record, and field or fields of an index, in upper case
 *   member        issue, has_issue, priority_text                the field in snake case, prefix or suffix
 *   linker        todo_init_1c9f02ab_, ...                       the name of todo_init for the linker, see cname_layout
 *   private       todo_fields, todo_parse, ...                   static in the generated .c; listed with the rest
 *
 * In a schema with the prefix `net_` all of these but the members start with it: net_todo, NET_TODO_STATUS_OPEN.
 *
 * Snake case breaks before a capital that follows a small letter or digit, and before the last capital of a run
 * that a small letter follows: `HTTPServer2` is `http_server2`, `MP3File` is `mp3_file`, `P0` is `p0`.
 *
 * Functions that take an arena return text whose ptr is NULL (or -1) when memory ran out.
 */
#ifndef SDNC_NAMES_CNAME_H
#define SDNC_NAMES_CNAME_H

#include <stdbool.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "model/model.h"
#include "names/name_table.h"

sdn_str cname_snake(sdn_arena *arena, sdn_str name);
sdn_str cname_upper(sdn_arena *arena, sdn_str name);

/* The include guard of a schema's header; different for any two base names that differ in more than case. */
sdn_str cname_guard(sdn_arena *arena, sdn_str base_name);

/* A name with a prefix before it. */
sdn_str cname_with_prefix(sdn_arena *arena, sdn_str prefix, sdn_str name);

/* The type of an enum or record, with the prefix of its schema. All names at file scope are made from these two, or from
 * their forms in upper case. */
sdn_str cname_enum(sdn_arena *arena, const model_enum *enumeration);
sdn_str cname_record(sdn_arena *arena, const model_record *record);

/* `ENUM_ENUMERATOR`. */
sdn_str cname_constant(sdn_arena *arena, const model_enum *enumeration, sdn_str enumerator);

/* `ENUM_OTHER_`: any word that an open enum does not know. */
sdn_str cname_other(sdn_arena *arena, const model_enum *enumeration);

/* `a_b` for an index or key over fields a and b. */
sdn_str cname_index(sdn_arena *arena, const model_record *record, const model_index *index);

/* `RECORD_FIELD_A` and `RECORD_INDEX_A_B`: the positions of a field and of an index, as constants. */
sdn_str cname_field_constant(sdn_arena *arena, const model_record *record, size_t field);
sdn_str cname_index_constant(sdn_arena *arena, const model_record *record, const model_index *index);

/* `<record>_store_by_<index>`. */
sdn_str cname_look_up(sdn_arena *arena, const model_record *record, const model_index *index);

/* What a walk over an index or the key shows. */
typedef enum cname_walk_kind {
    CNAME_WALK_BY,       /* the records whose first fields are equal: `<record>_store_by_<fields>` */
    CNAME_WALK_BETWEEN,  /* those that are equal in all of these but the last, and that in a range: `..._between_...` */
    CNAME_WALK_STARTING, /* the same with the start of a text: `..._starting_<fields>` */
    CNAME_WALK_SORTED    /* all records in the order of the index: `..._sorted_by_<fields>` */
} cname_walk_kind;

/* A function for a walk; by all fields of the key it has no fields in its name. */
typedef struct cname_walk {
    cname_walk_kind kind;
    size_t index;       /* position in record->indexes; index_count: the key */
    size_t field_count; /* by how many of its fields, the first ones */
    sdn_str name;
} cname_walk;

/* All of a record, but for the look-ups by all fields of an index. Returns 0, or -1 when memory ran out. */
int cname_walks(sdn_arena *arena, const model_record *record, const cname_walk **walks, size_t *count);

/* The index or key that is walked over. */
const model_index *cname_walked(const model_record *record, const cname_walk *walk);

/* `<record>_store_<type>_list`: copies the elements of a list of that type, which is not text. An enum is named without
 * the prefix of its schema: no record has lists of two enums of one name. */
sdn_str cname_list_copier(sdn_arena *arena, const model_record *record, const model_type *type);

/* Whether a record has that function for the type of this field: for each type of its lists there is one, made for
 * the first field that has it. */
bool cname_copies_list(const model_record *record, size_t field);

/* `<record>_store_append_<field>` and `<record>_store_remove_<field>` of a list. Returns 0, or -1 when memory ran out. */
int cname_list_changers(sdn_arena *arena, const model_record *record, const model_field *field, sdn_str_list *names);

/* `<record>_set_<field>` and `<record>_clear_<field>` of an optional field, `<record>_set_<field>_text` of an open
 * enum: the functions that assign to fields of several members. Returns 0, or -1 when memory ran out. */
int cname_setters(sdn_arena *arena, const model_record *record, const model_field *field, sdn_str_list *names);

/* The suffix of the names of functions for the linker, such as `_1c9f02ab_`: a hash of the record's members, the
 * constants of its enums and its key. Code that was compiled for another layout of the record does not link. No name of
 * a schema ends in an underscore. */
sdn_str cname_layout(sdn_arena *arena, const model_record *record);

/* The same for an enum, from its constants. */
sdn_str cname_enum_layout(sdn_arena *arena, const model_enum *enumeration);

/*
 * Why a name of a schema cannot be used in C or C++, such as "a keyword of C", for a message that starts with "'int'
 * is "; NULL if it can be used. Checks the name as written and in snake case. For fields; any enumerator is fine by
 * itself, because the enum's name comes before it.
 */
const char *cname_reserved(sdn_str name);

/* The same for a record or enum of a schema with this prefix. With one, any word may follow it; what the whole name is
 * in C is for cname_reserved_global. */
const char *cname_reserved_type(sdn_str prefix, sdn_str name);

/* The same for a finished C name at file scope, which must not be one of the C library either: for each name that
 * cname_of_enum and cname_of_record give. */
const char *cname_reserved_global(sdn_str name);

/* The same for the base name of a schema file, which becomes the name of a header: `string.h` would hide one. */
const char *cname_reserved_file(sdn_str base_name);

/* Why a text cannot be the prefix of C names, such as "it does not end in '_'"; NULL if it can. The empty text, which
 * means none, can. */
const char *cname_bad_prefix(sdn_str prefix);

/* The prefix that was probably meant by a bad one, such as `net_` for `Net`; empty if there is none, NULL when memory
 * ran out. */
sdn_str cname_meant_prefix(sdn_arena *arena, sdn_str prefix);

/*
 * Every C name at file scope that a construct takes, private ones included. Two constructs that are visible together
 * (those of one file and of all it imports) must not have a name in common, and no name may be in a list twice. Returns
 * 0, or -1 when memory ran out.
 */
int cname_of_enum(sdn_arena *arena, const model_enum *enumeration, sdn_str_list *names);
int cname_of_record(sdn_arena *arena, const model_record *record, sdn_str_list *names);

/* The struct members of a field: the value, and has_<field> or <field>_text where it has them. No two fields of a
 * record may share one. Returns 0, or -1 when memory ran out. */
int cname_of_field(sdn_arena *arena, const model_field *field, sdn_str_list *names);

/* Enters all names that cname_of_enum and cname_of_record give for a schema and for all it imports. Returns 0, or -1
 * when memory ran out. */
int cname_visible(const model_schema *schema, name_table *names);

/* A name for a parameter or local variable: `wanted`, or `wanted_` where that would hide one of `taken`. */
sdn_str cname_local(sdn_arena *arena, const name_table *taken, sdn_str wanted);

/* The parameter for field number `part` of a key or index: the member's name, or `<member>_value` where that would
 * hide one of `taken` or equal another name in the function. */
sdn_str cname_parameter(sdn_arena *arena, const name_table *taken, const model_record *record, const model_index *index,
                        size_t part);

/* The same for another value of the field, with a word before it: `new_<member>`, `low_<member>`. */
sdn_str cname_worded_parameter(sdn_arena *arena, const name_table *taken, const char *word, const model_record *record,
                               const model_index *index, size_t part);

/* The parameter for the start of a text: `prefix`, or `prefix_` where that is taken, or is a field of the index. */
sdn_str cname_prefix_parameter(sdn_arena *arena, const name_table *taken, const model_record *record,
                               const model_index *index);

#endif
