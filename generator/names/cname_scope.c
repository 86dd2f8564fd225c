/*
 * The scope of generated names: which C names a record, an enum or a field declares, and which are free.
 *
 * All names are made from tables of suffixes and from the names of fields, indexes and enumerators, so a construct's
 * list can be computed without printing any code. Sema enters the lists of all declarations into one table and reports
 * names that are there already; the emitters use the same functions, and test_emit checks that each identifier in
 * generated code is in a list and each listed name in the code. Names that end in an underscore are reserved for
 * generated code (no name of a schema may end so), which is how a parameter always finds a free name.
 *
 * Invariant: a list has no name twice, unless the schema has an error that is reported elsewhere.
 */
#include "names/cname.h"

#include "names/cname_private.h"

#include <assert.h>

/* The suffixes of a record's type name, one for each name that it declares. */
/* clang-format off */
static const char *const record_suffixes[] = {
    "", "_record_type", "_init", "_copy", "_equal", "_parse_row", "_write_row",
    "_store", "_store_open", "_store_in_file", "_store_close", "_store_reload", "_store_begin", "_store_commit",
    "_store_rollback", "_store_save", "_store_changed", "_store_get", "_store_edit", "_store_insert", "_store_put",
    "_store_delete", "_store_rename", "_store_explain", "_store_count", "_store_all", "_store_problems",
    "_store_in_file_order", "_store_conflicts", "_store_loaded", "_store_set", "_store_text", "_store_list",
    "_store_validate", "_cursor", "_cursor_next", "_cursor_reverse", "_cursor_delete",
    /* private */
    "_defaults", "_fields", "_indexes", "_parse", "_write",
};
/* clang-format on */

/* The same for an enum; the last for closed ones only, because there are no lists of open ones. */
/* clang-format off */
static const char *const enum_suffixes[] = {
    "", "_name", "_from_name", "_enum_type",
    /* private */
    "_names",
    "_list",
};
/* clang-format on */

enum {
    RECORD_SUFFIXES = sizeof record_suffixes / sizeof record_suffixes[0],
    ENUM_SUFFIXES = sizeof enum_suffixes / sizeof enum_suffixes[0],
    SETTERS_MOST = 3, /* of a field */
    LIST_CHANGERS = 2 /* of a list */
};

/* A list with room for `count` names, which starts with `name` and each of the suffixes; NULL when memory ran out. */
static sdn_str *with_suffixes(sdn_arena *arena, sdn_str name, const char *const *suffixes, size_t suffix_count,
                              size_t count)
{
    sdn_str *names = sdn_arena_alloc(arena, count * sizeof *names);
    for (size_t i = 0; names != NULL && i < suffix_count; i++)
        names[i] = cname_join(arena, name, suffixes[i], SDN_STR(""));
    return names;
}

/* Returns a finished list in *list, or -1 if memory ran out for one of its names. */
static int give_names(sdn_str *names, size_t count, sdn_str_list *list)
{
    for (size_t i = 0; i < count; i++)
        if (names == NULL || names[i].ptr == NULL)
            return -1;
    list->items = names;
    list->count = count;
    return 0;
}

int cname_of_enum(sdn_arena *arena, const model_enum *enumeration, sdn_str_list *names)
{
    size_t suffixes = ENUM_SUFFIXES - (enumeration->open ? 1 : 0);
    size_t count = suffixes + enumeration->enumerator_count + (enumeration->open ? 1 : 0);
    sdn_str type = cname_enum(arena, enumeration);
    sdn_str *items = with_suffixes(arena, type, enum_suffixes, suffixes, count);
    for (size_t i = 0; items != NULL && i < enumeration->enumerator_count; i++)
        items[suffixes + i] = cname_constant(arena, enumeration, enumeration->enumerators[i].name);
    if (items != NULL && enumeration->open)
        items[count - 1] = cname_other(arena, enumeration);
    return give_names(items, count, names);
}

/* The types of list elements as part of the names of functions; for enums it is the name of the enum. */
/* clang-format off */
static const sdn_str element_words[] = {
    [MODEL_BOOL] = SDN_STR_INIT("bool"), [MODEL_I32] = SDN_STR_INIT("i32"), [MODEL_I64] = SDN_STR_INIT("i64"),
    [MODEL_U32] = SDN_STR_INIT("u32"), [MODEL_U64] = SDN_STR_INIT("u64"), [MODEL_F64] = SDN_STR_INIT("f64"),
    [MODEL_DATE] = SDN_STR_INIT("date"), [MODEL_TIMESTAMP] = SDN_STR_INIT("timestamp"),
};
/* clang-format on */

sdn_str cname_list_copier(sdn_arena *arena, const model_record *record, const model_type *type)
{
    bool plain = type->scalar != MODEL_ENUM;
    sdn_str word = plain ? element_words[type->scalar] : cname_snake(arena, type->enumeration->name);
    sdn_str function = cname_join(arena, cname_record(arena, record), "_store_", word);
    return cname_join(arena, function, "_", SDN_STR("list"));
}

bool cname_copies_list(const model_record *record, size_t field)
{
    const model_type *type = &record->fields[field].type;
    if (!type->list || type->scalar == MODEL_STRING)
        return false;
    for (size_t i = 0; i < field; i++) {
        const model_type *before = &record->fields[i].type;
        if (before->list && before->scalar == type->scalar && before->enumeration == type->enumeration)
            return false;
    }
    return true;
}

int cname_list_changers(sdn_arena *arena, const model_record *record, const model_field *field, sdn_str_list *names)
{
    sdn_str type = cname_record(arena, record), member = cname_snake(arena, field->name);
    sdn_str *items = sdn_arena_alloc(arena, LIST_CHANGERS * sizeof *items);
    if (items == NULL)
        return -1;
    items[0] = cname_join(arena, type, "_store_append_", member);
    items[1] = cname_join(arena, type, "_store_remove_", member);
    return give_names(items, field->type.list ? LIST_CHANGERS : 0, names);
}

int cname_setters(sdn_arena *arena, const model_record *record, const model_field *field, sdn_str_list *names)
{
    sdn_str type = cname_record(arena, record), member = cname_snake(arena, field->name);
    bool has_text = !field->type.list && field->type.enumeration != NULL && field->type.enumeration->open;
    sdn_str *items = sdn_arena_alloc(arena, SETTERS_MOST * sizeof *items);
    size_t count = 0;
    if (items == NULL)
        return -1;
    if (field->type.optional) {
        items[count++] = cname_join(arena, type, "_set_", member);
        items[count++] = cname_join(arena, type, "_clear_", member);
    }
    if (has_text)
        items[count++] = cname_join(arena, cname_join(arena, type, "_set_", member), "_", SDN_STR("text"));
    return give_names(items, count, names);
}

/* Names that a field has. */
typedef int names_of_field(sdn_arena *arena, const model_record *record, const model_field *field, sdn_str_list *names);

/* Appends those of all fields; items has room for them. Returns 0, or -1 when memory ran out. */
static int add_of_fields(sdn_arena *arena, const model_record *record, names_of_field *names_of, sdn_str *items,
                         size_t *count)
{
    sdn_str_list names;
    for (size_t i = 0; i < record->field_count; i++) {
        if (names_of(arena, record, &record->fields[i], &names) != 0)
            return -1;
        for (size_t j = 0; j < names.count; j++)
            items[(*count)++] = names.items[j];
    }
    return 0;
}

int cname_of_record(sdn_arena *arena, const model_record *record, sdn_str_list *names)
{
    const cname_walk *walks = NULL;
    size_t walk_count = 0;
    if (cname_walks(arena, record, &walks, &walk_count) != 0)
        return -1;
    /* At most: for each index a constant and a look-up; for each field a constant, a copy function, setters and what
     * changes a list. */
    size_t most = RECORD_SUFFIXES + walk_count + 2 * record->index_count +
                  (2 + SETTERS_MOST + LIST_CHANGERS) * record->field_count;
    size_t count = RECORD_SUFFIXES;
    sdn_str type = cname_record(arena, record);
    sdn_str *items = with_suffixes(arena, type, record_suffixes, RECORD_SUFFIXES, most);
    for (size_t i = 0; items != NULL && i < walk_count; i++)
        items[count++] = walks[i].name;
    for (size_t i = 0; items != NULL && i < record->index_count; i++) {
        items[count++] = cname_index_constant(arena, record, &record->indexes[i]);
        items[count++] = cname_look_up(arena, record, &record->indexes[i]);
    }
    for (size_t i = 0; items != NULL && i < record->field_count; i++)
        items[count++] = cname_field_constant(arena, record, i);
    for (size_t i = 0; items != NULL && i < record->field_count; i++)
        if (cname_copies_list(record, i))
            items[count++] = cname_list_copier(arena, record, &record->fields[i].type);
    if (items != NULL && (add_of_fields(arena, record, cname_list_changers, items, &count) != 0 ||
                          add_of_fields(arena, record, cname_setters, items, &count) != 0))
        return -1;
    assert(items == NULL || count <= most);
    return give_names(items, count, names);
}

int cname_of_field(sdn_arena *arena, const model_field *field, sdn_str_list *names)
{
    bool has_text = field->type.enumeration != NULL && field->type.enumeration->open;
    sdn_str member = cname_snake(arena, field->name);
    sdn_str *items = sdn_arena_alloc(arena, 3 * sizeof *items);
    size_t count = 0;
    if (items == NULL)
        return -1;
    items[count++] = member;
    if (field->type.optional)
        items[count++] = cname_join(arena, SDN_STR("has"), "_", member);
    if (has_text)
        items[count++] = cname_join(arena, member, "_", SDN_STR("text"));
    return give_names(items, count, names);
}

/* The names entered so far, and by their base names the schemas that they are from. */
typedef struct visible_names {
    name_table *names;
    name_table schemas;
} visible_names;

static int enter(name_table *table, sdn_str name, const void *value)
{
    return name_table_add(table, name, &value);
}

static int enter_all(visible_names *visible, sdn_str_list names, const model_schema *schema)
{
    for (size_t i = 0; i < names.count; i++)
        if (enter(visible->names, names.items[i], schema) != 0)
            return -1;
    return 0;
}

static int enter_own(visible_names *visible, const model_schema *schema)
{
    sdn_arena *arena = visible->names->arena;
    sdn_str_list names;
    for (size_t i = 0; i < schema->enum_count; i++)
        if (cname_of_enum(arena, schema->enums[i], &names) != 0 || enter_all(visible, names, schema) != 0)
            return -1;
    for (size_t i = 0; i < schema->record_count; i++)
        if (cname_of_record(arena, &schema->records[i], &names) != 0 || enter_all(visible, names, schema) != 0)
            return -1;
    return 0;
}

/* Imports can lead to a schema several times; it is entered once. */
static int enter_schema(visible_names *visible, const model_schema *schema)
{
    if (name_table_find(&visible->schemas, schema->base_name) != NULL)
        return 0;
    if (enter(&visible->schemas, schema->base_name, schema) != 0)
        return -1;
    for (size_t i = 0; i < schema->import_count; i++)
        if (enter_schema(visible, schema->imports[i]) != 0)
            return -1;
    return enter_own(visible, schema);
}

int cname_visible(const model_schema *schema, name_table *names)
{
    visible_names visible = {names, {.arena = names->arena}};
    return enter_schema(&visible, schema);
}

static bool is_taken(const name_table *taken, sdn_str name)
{
    return name_table_find(taken, name) != NULL;
}

sdn_str cname_local(sdn_arena *arena, const name_table *taken, sdn_str wanted)
{
    return is_taken(taken, wanted) ? cname_join(arena, wanted, "", SDN_STR("_")) : wanted;
}

/* Other names in functions that look up. */
static bool is_lookup_local(sdn_str name)
{
    static const sdn_str locals[] = {SDN_STR_INIT("store"),   SDN_STR_INIT("err"),    SDN_STR_INIT("wanted"),
                                     SDN_STR_INIT("renamed"), SDN_STR_INIT("lowest"), SDN_STR_INIT("highest")};
    for (size_t i = 0; i < sizeof locals / sizeof locals[0]; i++)
        if (sdn_str_equal(locals[i], name))
            return true;
    return false;
}

/* Whether a field of the index has this member. */
static bool is_part(sdn_arena *arena, const model_record *record, const model_index *index, sdn_str name)
{
    for (size_t i = 0; i < index->field_count; i++)
        if (sdn_str_equal(cname_snake(arena, record->fields[index->fields[i]].name), name))
            return true;
    return false;
}

sdn_str cname_parameter(sdn_arena *arena, const name_table *taken, const model_record *record, const model_index *index,
                        size_t part)
{
    sdn_str member = cname_snake(arena, record->fields[index->fields[part]].name);
    if (!is_taken(taken, member) && !is_lookup_local(member))
        return member;
    sdn_str made = cname_join(arena, member, "_", SDN_STR("value"));
    bool is_free = !is_taken(taken, made) && !is_part(arena, record, index, made);
    return is_free ? made : cname_join(arena, made, "", SDN_STR("_")); /* a name that no schema can have */
}

sdn_str cname_worded_parameter(sdn_arena *arena, const name_table *taken, const char *word, const model_record *record,
                               const model_index *index, size_t part)
{
    sdn_str member = cname_snake(arena, record->fields[index->fields[part]].name);
    sdn_str made = cname_join(arena, sdn_str_from(word), "_", member);
    bool is_free = !is_taken(taken, made) && !is_part(arena, record, index, made);
    return is_free ? made : cname_join(arena, made, "", SDN_STR("_key_")); /* a name that no schema can have */
}

sdn_str cname_prefix_parameter(sdn_arena *arena, const name_table *taken, const model_record *record,
                               const model_index *index)
{
    sdn_str made = SDN_STR("prefix");
    bool is_free = !is_taken(taken, made) && !is_part(arena, record, index, made);
    return is_free ? made : cname_join(arena, made, "", SDN_STR("_")); /* a name that no schema can have */
}
