#include "store/value.h"

#include "store/record.h"
#include "text/decimal.h"
#include "text/utf8.h"

#include <stdio.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

static sdn_value value_of(const sdn_field *field, const void *record)
{
    const char *at = (const char *)record + field->offset;
    switch (field->type) {
    case SDN_TYPE_STRING:
        return (sdn_value){.text = *(const sdn_str *)at};
    case SDN_TYPE_BOOL:
        return (sdn_value){.boolean = *(const bool *)at};
    case SDN_TYPE_U32:
    case SDN_TYPE_ENUM:
        break;
    }
    return (sdn_value){.u32 = sdn_field_number(field, record)};
}

void sdn_values_of(const sdn_record_type *type, const sdn_index_type *index, const void *record, sdn_value *values)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        values[i] = value_of(&type->fields[index->fields[i]], record);
}

static int compare(sdn_type type, sdn_value a, sdn_value b)
{
    switch (type) {
    case SDN_TYPE_STRING:
        return sdn_str_compare(a.text, b.text);
    case SDN_TYPE_BOOL:
        return (int)a.boolean - (int)b.boolean;
    case SDN_TYPE_U32:
        return (a.u32 > b.u32) - (a.u32 < b.u32);
    case SDN_TYPE_ENUM:
        return (a.enumerator > b.enumerator) - (a.enumerator < b.enumerator);
    }
    return 0;
}

int sdn_values_compare(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *a,
                       const sdn_value *b)
{
    int order = 0;
    for (uint32_t i = 0; i < index->field_count && order == 0; i++)
        order = compare(type->fields[index->fields[i]].type, a[i], b[i]);
    return order;
}

static int compare_numbered(sdn_str a, sdn_str b)
{
    uint64_t x = 0, y = 0;
    bool a_counts = sdn_decimal(a, &x), b_counts = sdn_decimal(b, &y);
    if (a_counts != b_counts)
        return a_counts ? -1 : 1;
    if (a_counts && x != y)
        return x < y ? -1 : 1;
    return sdn_str_compare(a, b); /* "7" and "007" are different keys */
}

int sdn_key_compare(const sdn_record_type *type, const sdn_value *a, const sdn_value *b)
{
    bool numbered = (type->flags & SDN_RECORD_KEY_AUTO) != 0;
    if (numbered && type->fields[type->key.fields[0]].type == SDN_TYPE_STRING)
        return compare_numbered(a[0].text, b[0].text);
    return sdn_values_compare(type, &type->key, a, b);
}

bool sdn_key_equal(const sdn_record_type *type, const sdn_value *a, const sdn_value *b)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        sdn_type kind = type->fields[type->key.fields[i]].type;
        bool equal = kind == SDN_TYPE_STRING ? sdn_str_equal(a[i].text, b[i].text) : compare(kind, a[i], b[i]) == 0;
        if (!equal)
            return false;
    }
    return true;
}

uint64_t sdn_key_hash(const sdn_record_type *type, const sdn_value *key, uint64_t seed)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        switch (type->fields[type->key.fields[i]].type) {
        case SDN_TYPE_STRING:
            seed = XXH3_64bits_withSeed(key[i].text.ptr, key[i].text.len, seed);
            break;
        case SDN_TYPE_BOOL:
            seed = XXH3_64bits_withSeed(&key[i].boolean, sizeof key[i].boolean, seed);
            break;
        case SDN_TYPE_U32:
        case SDN_TYPE_ENUM:
            seed = XXH3_64bits_withSeed(&key[i].u32, sizeof key[i].u32, seed);
            break;
        }
    }
    return seed;
}

bool sdn_key_is_empty(const sdn_record_type *type, const sdn_value *key)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->fields[type->key.fields[i]].type == SDN_TYPE_STRING && key[i].text.len == 0)
            return true;
    return false;
}

static size_t print_value(const sdn_field *field, sdn_value value, char *to, size_t size)
{
    char digits[16];
    sdn_str text = value.text;
    switch (field->type) {
    case SDN_TYPE_STRING:
        break;
    case SDN_TYPE_BOOL:
        text = value.boolean ? SDN_STR("true") : SDN_STR("false");
        break;
    case SDN_TYPE_U32:
        snprintf(digits, sizeof digits, "%lu", (unsigned long)value.u32);
        text = sdn_str_from(digits);
        break;
    case SDN_TYPE_ENUM:
        text = sdn_str_from(sdn_enum_name(field->enumeration, value.enumerator));
        break;
    }
    return sdn_utf8_show(to, size, text.ptr, text.len);
}

void sdn_key_print(const sdn_record_type *type, const sdn_value *key, char *to, size_t size)
{
    size_t used = 0;
    to[0] = '\0';
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        if (i > 0)
            used += sdn_utf8_show(to + used, size - used, ", ", 2);
        used += print_value(&type->fields[type->key.fields[i]], key[i], to + used, size - used);
    }
}
