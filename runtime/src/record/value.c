#include "record/value.h"

#include "record/scalar.h"
#include "record/record.h"
#include "base/decimal.h"
#include "text/utf8.h"

#include <assert.h>

static const sdn_field *index_field_at(const sdn_record_type *type, const sdn_index_type *index, uint32_t position)
{
    return &type->fields[index->fields[position]];
}

/* Copies the sizes that most fields have without a call of memcpy. */
static inline void copy_value(sdn_value *to, const void *from, size_t size)
{
    if (size == sizeof(sdn_str))
        memcpy(to, from, sizeof(sdn_str));
    else if (size == sizeof(uint32_t))
        memcpy(to, from, sizeof(uint32_t));
    else
        memcpy(to, from, size);
}

void sdn__values_of(const sdn_record_type *type, const sdn_index_type *index, const void *record, sdn_value *values)
{
    for (uint32_t i = 0; i < index->field_count; i++) {
        const sdn_field *field = index_field_at(type, index, i);
        copy_value(&values[i], (const char *)record + field->offset, sdn__scalar_of(field)->size);
    }
}

bool sdn__key_has(const sdn_record_type *type, uint32_t field)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->key.fields[i] == field)
            return true;
    return false;
}

bool sdn__index_has(const sdn_record_type *type, const sdn_index_type *index, const void *record)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        if (!sdn__field_present(index_field_at(type, index, i), record))
            return false;
    return true;
}

int sdn__values_compare(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *a,
                        const sdn_value *b)
{
    return sdn__values_compare_first(type, index, index->field_count, a, b);
}

int sdn__values_compare_first(const sdn_record_type *type, const sdn_index_type *index, uint32_t count,
                              const sdn_value *a, const sdn_value *b)
{
    int order = 0;
    for (uint32_t i = 0; i < count && order == 0; i++)
        order = sdn__scalar_of(index_field_at(type, index, i))->compare(&a[i], &b[i]);
    return order;
}

int sdn__values_compare_start(const sdn_record_type *type, const sdn_index_type *index, uint32_t count,
                              const sdn_value *a, const sdn_value *b)
{
    assert(count > 0 && index_field_at(type, index, count - 1)->type == SDN_TYPE_STRING);
    int order = sdn__values_compare_first(type, index, count - 1, a, b);
    sdn_str text = a[count - 1].text, start = b[count - 1].text;
    if (text.len > start.len)
        text.len = start.len;
    return order != 0 ? order : sdn_str_compare(text, start);
}

int sdn__numbered_compare(sdn_str a, sdn_str b)
{
    uint64_t x = 0, y = 0;
    bool a_counts = sdn__decimal(a, &x), b_counts = sdn__decimal(b, &y);
    if (a_counts != b_counts)
        return a_counts ? -1 : 1;
    if (a_counts && x != y)
        return x < y ? -1 : 1;
    return sdn_str_compare(a, b); /* "7" and "007" are different keys */
}

int sdn__key_compare(const sdn_record_type *type, const sdn_value *a, const sdn_value *b)
{
    if (sdn__key_orders_by_number(type))
        return sdn__numbered_compare(a[0].text, b[0].text);
    return sdn__values_compare(type, &type->key, a, b);
}

bool sdn__key_equal(const sdn_record_type *type, const sdn_value *a, const sdn_value *b)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (!sdn__scalar_of(index_field_at(type, &type->key, i))->equal(&a[i], &b[i]))
            return false;
    return true;
}

uint64_t sdn__fields_hash(const sdn_record_type *type, const sdn_index_type *index, const void *record, uint64_t seed)
{
    for (uint32_t i = 0; i < index->field_count; i++) {
        const sdn_field *field = index_field_at(type, index, i);
        seed = sdn__scalar_of(field)->hash((const char *)record + field->offset, seed);
    }
    return seed;
}

uint64_t sdn__values_hash(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *values,
                          uint64_t seed)
{
    for (uint32_t i = 0; i < index->field_count; i++)
        seed = sdn__scalar_of(index_field_at(type, index, i))->hash(&values[i], seed);
    return seed;
}

uint64_t sdn__key_hash(const sdn_record_type *type, const sdn_value *key, uint64_t seed)
{
    return sdn__values_hash(type, &type->key, key, seed);
}

uint32_t sdn__key_empty_part(const sdn_record_type *type, const sdn_value *key)
{
    uint32_t i = 0;
    while (i < type->key.field_count &&
           (index_field_at(type, &type->key, i)->type != SDN_TYPE_STRING || key[i].text.len > 0))
        i++;
    return i;
}

bool sdn__key_is_empty(const sdn_record_type *type, const sdn_value *key)
{
    return sdn__key_empty_part(type, key) < type->key.field_count;
}

uint64_t sdn__key_number(const sdn_record_type *type, const sdn_value *key)
{
    uint64_t number = 0;
    if (type->key.field_count != 1)
        return 0;
    switch (index_field_at(type, &type->key, 0)->type) {
    case SDN_TYPE_STRING:
        return sdn__decimal(key[0].text, &number) ? number : 0;
    case SDN_TYPE_I32:
        return key[0].i32 > 0 ? (uint64_t)key[0].i32 : 0;
    case SDN_TYPE_I64:
        return key[0].i64 > 0 ? (uint64_t)key[0].i64 : 0;
    case SDN_TYPE_U32:
        return key[0].u32;
    case SDN_TYPE_U64:
        return key[0].u64;
    default:
        return 0;
    }
}

size_t sdn__value_print(const sdn_field *field, const void *value, char *to, size_t size)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_str text = sdn__scalar_of(field)->print(field, value, scratch);
    if (text.ptr == NULL)
        text = SDN_STR(SDN_NO_VALUE_TEXT);
    return sdn__utf8_show(to, size, text.ptr, text.len);
}

size_t sdn__values_print(const sdn_record_type *type, const sdn_index_type *index, const sdn_value *values, char *to,
                         size_t size)
{
    size_t used = 0;
    assert(size > 0);
    to[0] = '\0';
    for (uint32_t i = 0; i < index->field_count; i++) {
        if (i > 0)
            used += sdn__utf8_show(to + used, size - used, ", ", 2);
        used += sdn__value_print(index_field_at(type, index, i), &values[i], to + used, size - used);
    }
    return used;
}

const char *sdn__key_show(const sdn_record_type *type, const sdn_value *key, char shown[SDN_SHOWN_KEY_SIZE])
{
    sdn__values_print(type, &type->key, key, shown, SDN_SHOWN_KEY_SIZE);
    return shown;
}
