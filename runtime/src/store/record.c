/* Records of any type: equality and copies, field by field. */
#include "store/record.h"

uint32_t sdn_enum_find(const sdn_enum_type *type, sdn_str text)
{
    for (uint32_t i = 0; i < type->count; i++)
        if (sdn_str_equal(type->names[i], text))
            return i;
    return type->count;
}

const char *sdn_enum_name(const sdn_enum_type *type, uint32_t number)
{
    return number < type->count ? type->names[number].ptr : "";
}

static const void *at(const void *record, size_t offset)
{
    return (const char *)record + offset;
}

static void *at_writable(void *record, size_t offset)
{
    return (char *)record + offset;
}

bool sdn_field_present(const sdn_field *field, const void *record)
{
    return (field->flags & SDN_FIELD_OPTIONAL) == 0 || *(const bool *)at(record, field->presence_offset);
}

uint32_t sdn_field_number(const sdn_field *field, const void *record)
{
    uint32_t number; /* enums are as wide as uint32_t; memcpy, because they are not the same type */
    memcpy(&number, at(record, field->offset), sizeof number);
    return number;
}

static bool has_text(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING && (field->flags & SDN_FIELD_LIST) == 0;
}

static bool is_open_enum(const sdn_field *field)
{
    return field->type == SDN_TYPE_ENUM && field->enumeration->open;
}

size_t sdn_field_text_offset(const sdn_field *field)
{
    if (has_text(field))
        return field->offset;
    return is_open_enum(field) ? field->text_offset : SDN_NO_OFFSET;
}

static bool numbers_equal(const sdn_field *field, const void *a, const void *b)
{
    uint32_t number = sdn_field_number(field, a);
    if (number != sdn_field_number(field, b))
        return false;
    if (!is_open_enum(field) || number != field->enumeration->count)
        return true;
    return sdn_str_equal(*(const sdn_str *)at(a, field->text_offset), *(const sdn_str *)at(b, field->text_offset));
}

bool sdn_field_equal(const sdn_field *field, const void *a, const void *b)
{
    bool present = sdn_field_present(field, a);
    if (present != sdn_field_present(field, b))
        return false;
    if (!present)
        return true;
    const void *x = at(a, field->offset), *y = at(b, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn_str_list_equal(*(const sdn_str_list *)x, *(const sdn_str_list *)y);
    switch (field->type) {
    case SDN_TYPE_STRING:
        return sdn_str_equal(*(const sdn_str *)x, *(const sdn_str *)y);
    case SDN_TYPE_BOOL:
        return *(const bool *)x == *(const bool *)y;
    case SDN_TYPE_U32:
    case SDN_TYPE_ENUM:
        return numbers_equal(field, a, b);
    }
    return false;
}

bool sdn_record_equal(const sdn_record_type *type, const void *a, const void *b)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (!sdn_field_equal(&type->fields[i], a, b))
            return false;
    return true;
}

static int copy_text(sdn_str *text, sdn_arena *arena)
{
    sdn_str copy = sdn_arena_copy_str(arena, *text);
    if (copy.ptr == NULL)
        return -1;
    *text = copy;
    return 0;
}

/* Replaces what a field points to by a copy in the arena. */
static int copy_field(const sdn_field *field, void *record, sdn_arena *arena)
{
    if ((field->flags & SDN_FIELD_LIST) != 0) {
        sdn_str_list *list = at_writable(record, field->offset);
        return sdn_arena_copy_list(arena, *list, list);
    }
    size_t offset = sdn_field_text_offset(field);
    return offset != SDN_NO_OFFSET ? copy_text(at_writable(record, offset), arena) : 0;
}

int sdn_record_own(const sdn_record_type *type, void *record, sdn_arena *arena)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (copy_field(&type->fields[i], record, arena) != 0)
            return -1;
    return 0;
}

int sdn_record_copy(const sdn_record_type *type, void *dst, const void *src, sdn_arena *arena)
{
    void *copy = sdn_arena_alloc(arena, type->size);
    if (copy == NULL)
        return -1;
    memcpy(copy, src, type->size);
    if (sdn_record_own(type, copy, arena) != 0)
        return -1;
    memcpy(dst, copy, type->size);
    return 0;
}
