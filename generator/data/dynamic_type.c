/*
 * Types are made in two passes: first all of them without references, then the references, which may form circles.
 *
 * A struct is laid out as a C compiler lays out the one that emit/emit_record.c declares: members in the order of the
 * fields, each at the next multiple of its alignment, the whole a multiple of the largest. Of a field there are up to
 * three members: whether it is present (optional ones), the value, and the word of an open enum. The layout is kept even
 * though nobody sees it: so one test can compare types made here with those of the generated code, member by member.
 *
 * Parsing and writing need no code for each type: the row knows its type, and field_kind.h has a function for each kind.
 *
 * Texts are copied, so that a type outlives the model and the file that it was made from.
 */
#include "data/dynamic_type.h"

#include <string.h>

#include "base/arena.h"
#include "data/field_kind.h"

_Static_assert((int)MODEL_STRING == (int)SDN_TYPE_STRING && (int)MODEL_BOOL == (int)SDN_TYPE_BOOL &&
                   (int)MODEL_I32 == (int)SDN_TYPE_I32 && (int)MODEL_I64 == (int)SDN_TYPE_I64 &&
                   (int)MODEL_U32 == (int)SDN_TYPE_U32 && (int)MODEL_U64 == (int)SDN_TYPE_U64 &&
                   (int)MODEL_F64 == (int)SDN_TYPE_F64 && (int)MODEL_DATE == (int)SDN_TYPE_DATE &&
                   (int)MODEL_TIMESTAMP == (int)SDN_TYPE_TIMESTAMP && (int)MODEL_ENUM == (int)SDN_TYPE_ENUM,
               "a model_scalar is used as an sdn_type");

_Static_assert((int)MODEL_MERGE_CONFLICT == (int)SDN_MERGE_CONFLICT && (int)MODEL_MERGE_MAX == (int)SDN_MERGE_MAX &&
                   (int)MODEL_MERGE_MIN == (int)SDN_MERGE_MIN && (int)MODEL_MERGE_UNION == (int)SDN_MERGE_UNION &&
                   (int)MODEL_MERGE_OURS == (int)SDN_MERGE_OURS && (int)MODEL_MERGE_THEIRS == (int)SDN_MERGE_THEIRS,
               "a model_merge is used as an sdn_merge_policy");

/* One type under construction. */
typedef struct type_maker {
    const dynamic_request *request;
    sdn_arena *arena;
    sdn_record_type *made;
    sdn_field *fields;
    size_t size;      /* of the members laid out so far */
    size_t alignment; /* the largest of theirs */
    bool out_of_memory;
} type_maker;

/* ---- copies ---- */

static void *maker_alloc(type_maker *maker, size_t size)
{
    void *memory = sdn__arena_zeroed(maker->arena, size);
    if (memory == NULL)
        maker->out_of_memory = true;
    return memory;
}

static sdn_str copy_text(type_maker *maker, sdn_str text)
{
    if (text.len == 0)
        return SDN_STR("");
    sdn_str copy = sdn_arena_copy_str(maker->arena, text);
    if (copy.ptr != NULL)
        return copy;
    maker->out_of_memory = true;
    return SDN_STR("");
}

static const sdn_str *copy_texts(type_maker *maker, const sdn_str *texts, size_t count)
{
    sdn_str *copies = count > 0 ? maker_alloc(maker, count * sizeof *copies) : NULL;
    for (size_t i = 0; copies != NULL && i < count; i++)
        copies[i] = copy_text(maker, texts[i]);
    return copies;
}

static const sdn_enum_type *copy_enum(type_maker *maker, const model_enum *enumeration)
{
    sdn_enum_type *made = maker_alloc(maker, sizeof *made);
    sdn_str *names = maker_alloc(maker, enumeration->enumerator_count * sizeof *names);
    if (made == NULL || names == NULL)
        return NULL;
    for (size_t i = 0; i < enumeration->enumerator_count; i++)
        names[i] = copy_text(maker, enumeration->enumerators[i].spelling);
    *made = (sdn_enum_type){.name = copy_text(maker, enumeration->name).ptr,
                            .names = names,
                            .count = (uint32_t)enumeration->enumerator_count,
                            .open = enumeration->open};
    return made;
}

/* ---- fields ---- */

static uint32_t field_flags_of(const model_field *field)
{
    const struct {
        bool set;
        uint32_t flag;
    } flags[] = {
        {field->type.optional, SDN_FIELD_OPTIONAL},
        {field->type.list, SDN_FIELD_LIST},
        {field->initial.given, SDN_FIELD_DEFAULT},
        {field->nonempty, SDN_FIELD_NONEMPTY},
        {field->range.given, SDN_FIELD_RANGE},
        {field->on_delete == MODEL_ON_DELETE_REFUSE, SDN_FIELD_ON_DELETE_REFUSE},
        {field->on_delete == MODEL_ON_DELETE_CLEAR, SDN_FIELD_ON_DELETE_CLEAR},
    };
    uint32_t set = 0;
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        set |= flags[i].set ? flags[i].flag : 0;
    return set;
}

static sdn_value value_of(const model_type *type, model_value value)
{
    sdn_value made = {.u64 = 0};
    field_kind_of_value((sdn_type)type->scalar)->set(&made, value);
    return made;
}

static void describe_field(type_maker *maker, const model_field *field, sdn_field *made)
{
    *made = (sdn_field){.name = copy_text(maker, field->name).ptr,
                        .column = copy_text(maker, field->column),
                        .doc = copy_text(maker, field->doc).ptr,
                        .type = (sdn_type)field->type.scalar,
                        .flags = field_flags_of(field),
                        .separator = field->type.list ? field->type.separator : '\0',
                        .merge = (sdn_merge_policy)field->merge,
                        .was = copy_texts(maker, field->was, field->was_count),
                        .was_count = (uint32_t)field->was_count};
    if (field->type.enumeration != NULL)
        made->enumeration = copy_enum(maker, field->type.enumeration);
    if (field->range.given) {
        made->low = value_of(&field->type, field->range.low);
        made->high = value_of(&field->type, field->range.high);
    }
}

/* A column that the schema does not name: text. */
static void describe_extra(type_maker *maker, sdn_str column, sdn_field *made)
{
    sdn_str name = copy_text(maker, column);
    *made = (sdn_field){.name = name.ptr, .column = name, .doc = "", .type = SDN_TYPE_STRING};
}

static void describe_fields(type_maker *maker)
{
    const model_record *record = maker->request->record;
    size_t known = record != NULL ? record->field_count : 0;
    for (size_t i = 0; i < known; i++)
        describe_field(maker, &record->fields[i], &maker->fields[i]);
    for (size_t i = 0; i < maker->request->extra_count; i++)
        describe_extra(maker, maker->request->extra[i], &maker->fields[known + i]);
}

/* ---- layout ---- */

static size_t place(type_maker *maker, size_t size, size_t alignment)
{
    size_t at = (maker->size + alignment - 1) / alignment * alignment;
    maker->size = at + size;
    if (alignment > maker->alignment)
        maker->alignment = alignment;
    return at;
}

static void place_field(type_maker *maker, sdn_field *field)
{
    const field_kind *kind = field_kind_of(field);
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        field->presence_offset = place(maker, sizeof(bool), _Alignof(bool));
    field->offset = place(maker, kind->size, kind->alignment);
    if (field->enumeration != NULL && field->enumeration->open)
        field->text_offset = place(maker, sizeof(sdn_str), _Alignof(sdn_str));
}

/* A record without fields, of a table without columns, has a size too. */
static void lay_out(type_maker *maker)
{
    for (uint32_t i = 0; i < maker->made->field_count; i++)
        place_field(maker, &maker->fields[i]);
    maker->made->size = place(maker, 0, maker->alignment);
    if (maker->made->size == 0)
        maker->made->size = maker->alignment;
}

/* ---- defaults ---- */

static void set_default_list(type_maker *maker, const sdn_field *field, const model_default *initial, char *member)
{
    const field_kind *kind = field_kind_of_value(field->type);
    sdn_str_list list = {NULL, 0};
    char *items = initial->item_count > 0 ? maker_alloc(maker, initial->item_count * kind->size) : NULL;
    for (size_t i = 0; items != NULL && i < initial->item_count; i++)
        kind->set(items + i * kind->size, initial->items[i]);
    list.items = (const sdn_str *)(const void *)items;
    list.count = items != NULL ? initial->item_count : 0;
    memcpy(member, &list, sizeof list);
}

/* The texts of defaults are copied by the caller. */
static void set_default(type_maker *maker, const sdn_field *field, const model_default *initial, char *defaults)
{
    static const model_value zero = {.text = {NULL, 0}};
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        *(bool *)(void *)(defaults + field->presence_offset) = initial->given;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        set_default_list(maker, field, initial, defaults + field->offset);
    else
        field_kind_of(field)->set(defaults + field->offset, initial->given ? initial->value : zero);
    if (field->enumeration != NULL && field->enumeration->open)
        *(sdn_str *)(void *)(defaults + field->text_offset) = SDN_STR("");
}

static void set_defaults(type_maker *maker)
{
    static const model_default none = {.given = false};
    const model_record *record = maker->request->record;
    size_t known = record != NULL ? record->field_count : 0;
    char *defaults = maker_alloc(maker, maker->made->size);
    for (uint32_t i = 0; defaults != NULL && i < maker->made->field_count; i++)
        set_default(maker, &maker->fields[i], i < known ? &record->fields[i].initial : &none, defaults);
    maker->made->defaults = defaults;
    if (defaults != NULL && sdn_record_copy(maker->made, defaults, defaults, maker->arena) != SDN_OK)
        maker->out_of_memory = true;
}

/* ---- key, indexes ---- */

static sdn_index_type index_of(const model_index *index)
{
    sdn_index_type made = {.field_count = (uint32_t)index->field_count, .unique = index->unique};
    for (size_t i = 0; i < index->field_count; i++)
        made.fields[i] = (uint32_t)index->fields[i];
    return made;
}

static void set_key(type_maker *maker, const model_record *record)
{
    sdn_record_type *made = maker->made;
    made->key = index_of(&record->key);
    made->key.unique = false; /* meaningless for a key */
    made->flags = (record->key_auto ? SDN_RECORD_KEY_AUTO : 0u) | (record->key_random ? SDN_RECORD_KEY_RANDOM : 0u) |
                  (record->key_renumber ? SDN_RECORD_KEY_RENUMBER : 0u) |
                  (record->order_by_key ? SDN_RECORD_ORDER_BY_KEY : 0u);
}

static void set_indexes(type_maker *maker, const model_record *record)
{
    sdn_index_type *indexes =
        record->index_count > 0 ? maker_alloc(maker, record->index_count * sizeof *indexes) : NULL;
    for (size_t i = 0; indexes != NULL && i < record->index_count; i++)
        indexes[i] = index_of(&record->indexes[i]);
    maker->made->indexes = indexes;
    maker->made->index_count = indexes != NULL ? (uint32_t)record->index_count : 0;
}

/* ---- rows ---- */

static bool parse_dynamic(void *record, sdn_row_reader *row)
{
    const sdn_record_type *type = row->type;
    memcpy(record, type->defaults, type->size);
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
            sdn_read_present(row, i, (bool *)(void *)((char *)record + field->presence_offset));
        if (!field_kind_of(field)->read(row, i, field, record))
            return false;
    }
    return true;
}

static void write_dynamic(const void *record, sdn_row_writer *row)
{
    const sdn_record_type *type = row->type;
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        bool present = true;
        if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
            present = sdn_write_present(row, i, *(const bool *)((const char *)record + field->presence_offset));
        if (present)
            field_kind_of(field)->write(row, i, field, record);
    }
}

/* ---- types ---- */

static void describe_type(type_maker *maker)
{
    const dynamic_request *request = maker->request;
    const model_record *record = request->record;
    size_t known = record != NULL ? record->field_count : 0;
    *maker->made = (sdn_record_type){.abi = SDN_RECORD_ABI,
                                     .table = copy_text(maker, request->table),
                                     .doc = record != NULL ? copy_text(maker, record->doc).ptr : "",
                                     .fields = maker->fields,
                                     .field_count = (uint32_t)(known + request->extra_count),
                                     .parse = parse_dynamic,
                                     .write = write_dynamic};
    maker->made->name = record != NULL ? copy_text(maker, record->name).ptr : maker->made->table.ptr;
    if (record != NULL) {
        set_key(maker, record);
        set_indexes(maker, record);
    } else if (!request->without_key && request->extra_count > 0) {
        maker->made->key = (sdn_index_type){.fields = {0}, .field_count = 1};
    }
}

/* Returns the type without references; NULL when memory ran out. */
static sdn_record_type *make_type(const dynamic_request *request, sdn_arena *arena)
{
    type_maker maker = {.request = request, .arena = arena, .alignment = 1};
    size_t known = request->record != NULL ? request->record->field_count : 0;
    maker.made = maker_alloc(&maker, sizeof *maker.made);
    maker.fields = maker_alloc(&maker, (known + request->extra_count) * sizeof *maker.fields);
    if (maker.out_of_memory)
        return NULL;
    describe_type(&maker);
    describe_fields(&maker);
    if (maker.out_of_memory) /* what follows looks into enums */
        return NULL;
    lay_out(&maker);
    set_defaults(&maker);
    return maker.out_of_memory ? NULL : maker.made;
}

/* ---- references ---- */

/* What a field of requests[from] refers to: NULL if it is nothing, or not among the types, or not in the file. */
static const sdn_record_type *target_of(const dynamic_request *requests, size_t count,
                                        const sdn_record_type *const *types, size_t from, const model_record *record)
{
    for (size_t i = 0; i < count && record != NULL; i++)
        if (requests[i].record == record)
            return requests[i].absent && i != from ? NULL : types[i];
    return NULL;
}

int dynamic_types_make(const dynamic_request *requests, size_t count, sdn_arena *arena, const sdn_record_type **types)
{
    for (size_t i = 0; i < count; i++) {
        types[i] = make_type(&requests[i], arena);
        if (types[i] == NULL)
            return -1;
    }
    for (size_t i = 0; i < count; i++) {
        sdn_field *fields = (sdn_field *)types[i]->fields; /* made here, not constant yet */
        for (size_t j = 0; requests[i].record != NULL && j < requests[i].record->field_count; j++)
            fields[j].references = target_of(requests, count, types, i, requests[i].record->fields[j].references);
    }
    return 0;
}
