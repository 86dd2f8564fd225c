#include "names/cname.h"

#include "names/cname_private.h"

/* A hash (64 bit FNV-1a) of everything that the C struct and the functions of a record depend on. Each name ends in a
 * byte that no name contains, so that `ab, c` and `a, bc` differ. */

static void add_bytes(uint64_t *sum, const void *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        *sum = (*sum ^ ((const unsigned char *)bytes)[i]) * UINT64_C(1099511628211);
}

static void sum_name(uint64_t *sum, sdn_str name)
{
    add_bytes(sum, name.ptr, name.len);
    add_bytes(sum, "\n", 1);
}

static void add_number(uint64_t *sum, size_t number)
{
    for (int i = 0; i < 4; i++, number >>= 8) { /* independent of the byte order */
        unsigned char byte = (unsigned char)number;
        add_bytes(sum, &byte, 1);
    }
}

/* The order of the constants is their numbers. */
static void add_enum(uint64_t *sum, const model_enum *enumeration)
{
    sum_name(sum, enumeration->name);
    add_number(sum, enumeration->open);
    for (size_t i = 0; i < enumeration->enumerator_count; i++)
        sum_name(sum, enumeration->enumerators[i].name);
}

static void sum_field(uint64_t *sum, const model_field *field)
{
    sum_name(sum, field->name);
    add_number(sum, (size_t)field->type.scalar);
    add_number(sum, field->type.optional);
    add_number(sum, field->type.list);
    if (field->type.enumeration != NULL)
        add_enum(sum, field->type.enumeration);
}

static const uint64_t START = UINT64_C(14695981039346656037);

static sdn_str print_sum(sdn_arena *arena, uint64_t sum)
{
    enum { DIGITS = 8 };
    char name[DIGITS + 2] = "_";
    for (size_t i = 0; i < DIGITS; i++, sum <<= 4)
        name[1 + i] = "0123456789abcdef"[sum >> 60];
    name[1 + DIGITS] = '_';
    return sdn_arena_copy(arena, name, sizeof name);
}

sdn_str cname_layout(sdn_arena *arena, const model_record *record)
{
    uint64_t sum = START;
    for (size_t i = 0; i < record->field_count; i++)
        sum_field(&sum, &record->fields[i]);
    for (size_t i = 0; i < record->key.field_count; i++)
        add_number(&sum, record->key.fields[i]);
    return print_sum(arena, sum);
}

sdn_str cname_enum_layout(sdn_arena *arena, const model_enum *enumeration)
{
    uint64_t sum = START;
    add_enum(&sum, enumeration);
    return print_sum(arena, sum);
}
