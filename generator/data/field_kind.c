#include "data/field_kind.h"

static sdn_str never_null(sdn_str text)
{
    return text.ptr != NULL ? text : SDN_STR("");
}

/* A kind whose member is one value of type `type`, made from a model_value by an expression; `name` is what the library
 * calls it. */
#define DEFINE_VALUE(name, type, made)                                                                         \
    static void set_##name(void *member, model_value value)                                                    \
    {                                                                                                          \
        *(type *)member = made;                                                                                \
    }                                                                                                          \
    static bool read_##name(sdn_row_reader *row, uint32_t number, const sdn_field *field, void *record)        \
    {                                                                                                          \
        return sdn_read_##name(row, number, (type *)(void *)((char *)record + field->offset));                 \
    }                                                                                                          \
    static void write_##name(sdn_row_writer *row, uint32_t number, const sdn_field *field, const void *record) \
    {                                                                                                          \
        sdn_write_##name(row, number, *(const type *)(const void *)((const char *)record + field->offset));    \
    }

DEFINE_VALUE(string, sdn_str, never_null(value.text))
DEFINE_VALUE(bool, bool, value.boolean)
DEFINE_VALUE(i32, int32_t, (int32_t)value.signed_number)
DEFINE_VALUE(i64, int64_t, value.signed_number)
DEFINE_VALUE(u32, uint32_t, (uint32_t)value.number)
DEFINE_VALUE(u64, uint64_t, value.number)
DEFINE_VALUE(f64, double, value.real)
DEFINE_VALUE(date, sdn_date, value.date)
DEFINE_VALUE(timestamp, sdn_timestamp, value.timestamp)
DEFINE_VALUE(enum, uint32_t, (uint32_t)value.number)

static bool read_open_enum(sdn_row_reader *row, uint32_t number, const sdn_field *field, void *record)
{
    char *start = record;
    return sdn_read_open_enum(row, number, (uint32_t *)(void *)(start + field->offset),
                              (sdn_str *)(void *)(start + field->text_offset));
}

static void write_open_enum(sdn_row_writer *row, uint32_t number, const sdn_field *field, const void *record)
{
    const char *start = record;
    sdn_write_open_enum(row, number, *(const uint32_t *)(const void *)(start + field->offset),
                        *(const sdn_str *)(const void *)(start + field->text_offset));
}

static bool read_any_list(sdn_row_reader *row, uint32_t number, const sdn_field *field, void *record)
{
    return sdn_read_list(row, number, (char *)record + field->offset);
}

static void write_any_list(sdn_row_writer *row, uint32_t number, const sdn_field *field, const void *record)
{
    sdn_write_list(row, number, (const char *)record + field->offset);
}

#define VALUE(name, type)                                                   \
    {                                                                       \
        sizeof(type), _Alignof(type), set_##name, read_##name, write_##name \
    }

static const field_kind value_kinds[] = {
    [SDN_TYPE_STRING] = VALUE(string, sdn_str),
    [SDN_TYPE_BOOL] = VALUE(bool, bool),
    [SDN_TYPE_I32] = VALUE(i32, int32_t),
    [SDN_TYPE_I64] = VALUE(i64, int64_t),
    [SDN_TYPE_U32] = VALUE(u32, uint32_t),
    [SDN_TYPE_U64] = VALUE(u64, uint64_t),
    [SDN_TYPE_F64] = VALUE(f64, double),
    [SDN_TYPE_DATE] = VALUE(date, sdn_date),
    [SDN_TYPE_TIMESTAMP] = VALUE(timestamp, sdn_timestamp),
    [SDN_TYPE_ENUM] = VALUE(enum, uint32_t),
};

static const field_kind open_enum_kind = {
    sizeof(uint32_t), _Alignof(uint32_t), set_enum, read_open_enum, write_open_enum,
};

static const field_kind list_kind = {
    sizeof(sdn_str_list), _Alignof(sdn_str_list), NULL, read_any_list, write_any_list,
};

const field_kind *field_kind_of(const sdn_field *field)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return &list_kind;
    if (field->enumeration != NULL && field->enumeration->open)
        return &open_enum_kind;
    return &value_kinds[field->type];
}

const field_kind *field_kind_of_value(sdn_type type)
{
    return &value_kinds[type];
}
