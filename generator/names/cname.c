#include "names/cname.h"

#include "names/cname_private.h"

#include <assert.h>

static size_t count_breaks(sdn_str name)
{
    size_t count = 0;
    for (size_t i = 0; i < name.len; i++)
        count += cname_breaks_before(name, i);
    return count;
}

/* `name` with '_' between its words, each letter through `letter`. */
static sdn_str words(sdn_arena *arena, sdn_str name, char (*letter)(char))
{
    size_t len = name.len + count_breaks(name);
    char *made = name.ptr != NULL ? sdn_arena_alloc(arena, len + 1) : NULL;
    char *end = made;
    for (size_t i = 0; made != NULL && i < name.len; i++) {
        if (cname_breaks_before(name, i))
            *end++ = '_';
        *end++ = letter(name.ptr[i]);
    }
    if (made != NULL)
        *end = '\0';
    return (sdn_str){made, made != NULL ? len : 0};
}

sdn_str cname_snake(sdn_arena *arena, sdn_str name)
{
    return words(arena, name, cname_to_lower);
}

sdn_str cname_upper(sdn_arena *arena, sdn_str name)
{
    return words(arena, name, cname_to_upper);
}

sdn_str cname_join(sdn_arena *arena, sdn_str first, const char *between, sdn_str second)
{
    size_t len = strlen(between);
    char *made = sdn_arena_alloc(arena, first.len + len + second.len + 1);
    if (made == NULL || first.ptr == NULL || second.ptr == NULL)
        return (sdn_str){NULL, 0};
    memcpy(made, first.ptr, first.len);
    memcpy(made + first.len, between, len);
    memcpy(made + first.len + len, second.ptr, second.len);
    made[first.len + len + second.len] = '\0';
    return (sdn_str){made, first.len + len + second.len};
}

sdn_str cname_with_prefix(sdn_arena *arena, sdn_str prefix, sdn_str name)
{
    return prefix.len > 0 ? cname_join(arena, prefix, "", name) : name;
}

/* The name of something that a schema declares, with the prefix of the schema; both through `form`. */
static sdn_str prefixed(sdn_arena *arena, const model_schema *schema, sdn_str name,
                        sdn_str (*form)(sdn_arena *arena, sdn_str name))
{
    assert(schema != NULL);
    sdn_str prefix = schema->prefix.len > 0 ? form(arena, schema->prefix) : schema->prefix;
    return cname_with_prefix(arena, prefix, form(arena, name));
}

sdn_str cname_enum(sdn_arena *arena, const model_enum *enumeration)
{
    return prefixed(arena, enumeration->schema, enumeration->name, cname_snake);
}

sdn_str cname_record(sdn_arena *arena, const model_record *record)
{
    return prefixed(arena, record->schema, record->name, cname_snake);
}

static sdn_str upper_enum(sdn_arena *arena, const model_enum *enumeration)
{
    return prefixed(arena, enumeration->schema, enumeration->name, cname_upper);
}

static sdn_str upper_record(sdn_arena *arena, const model_record *record)
{
    return prefixed(arena, record->schema, record->name, cname_upper);
}

sdn_str cname_constant(sdn_arena *arena, const model_enum *enumeration, sdn_str enumerator)
{
    return cname_join(arena, upper_enum(arena, enumeration), "_", cname_upper(arena, enumerator));
}

sdn_str cname_other(sdn_arena *arena, const model_enum *enumeration)
{
    return cname_join(arena, upper_enum(arena, enumeration), "_", SDN_STR("OTHER_"));
}

sdn_str cname_index(sdn_arena *arena, const model_record *record, const model_index *index)
{
    sdn_str name = cname_snake(arena, record->fields[index->fields[0]].name);
    for (size_t i = 1; i < index->field_count; i++)
        name = cname_join(arena, name, "_", cname_snake(arena, record->fields[index->fields[i]].name));
    return name;
}

sdn_str cname_field_constant(sdn_arena *arena, const model_record *record, size_t field)
{
    return cname_join(arena, upper_record(arena, record), "_FIELD_", cname_upper(arena, record->fields[field].name));
}

sdn_str cname_index_constant(sdn_arena *arena, const model_record *record, const model_index *index)
{
    sdn_str name = cname_upper(arena, cname_index(arena, record, index));
    return cname_join(arena, upper_record(arena, record), "_INDEX_", name);
}

/* Whether a byte of a base name is kept as it is. Not an underscore beside another one, nor at an end, where the guard
 * adds one: two in a row are reserved. */
static bool fits_guard(sdn_str base_name, size_t i)
{
    char c = base_name.ptr[i];
    if (c == '_')
        return i > 0 && i + 1 < base_name.len && base_name.ptr[i - 1] != '_';
    return cname_is_upper(c) || cname_is_lower(c) || cname_is_digit(c);
}

/* Appends the form in a guard of a byte of a base name: itself in upper case, or xHH. Nothing else gives a lower case
 * x, so different names have different guards. Returns the new end. */
static char *put_guard_byte(char *out, sdn_str base_name, size_t i)
{
    static const char hex[] = "0123456789ABCDEF";
    unsigned char byte = (unsigned char)base_name.ptr[i];
    if (fits_guard(base_name, i)) {
        *out++ = cname_to_upper(base_name.ptr[i]);
        return out;
    }
    *out++ = 'x';
    *out++ = hex[byte >> 4];
    *out++ = hex[byte & 15];
    return out;
}

sdn_str cname_guard(sdn_arena *arena, sdn_str base_name)
{
    char *made = sdn_arena_alloc(arena, 3 * base_name.len + 1);
    char *end = made;
    if (made == NULL)
        return (sdn_str){NULL, 0};
    for (size_t i = 0; i < base_name.len; i++)
        end = put_guard_byte(end, base_name, i);
    *end = '\0';
    sdn_str body = {made, (size_t)(end - made)};
    return cname_join(arena, cname_join(arena, SDN_STR("SDNC"), "_", body), "_", SDN_STR("SCHEMA_H"));
}
