#include "record/record.h"

#include "base/arena.h"
#include "base/compiler.h"
#include "base/error.h"
#include "record/scalar.h"

#include <assert.h>
#include <string.h>

_Static_assert(SDN_GENERATED_ABI == 5, "change the text below, and the name in version.h, with the number");
const char SDN_RECORD_ABI[] = "sdn 4";

/* Only the first member is read: in a type made for another runtime the others may be anywhere. */
sdn_code sdn__record_type_check(const sdn_record_type *type, const char *path, sdn_error *err)
{
    if (type->abi != NULL && strcmp(type->abi, SDN_RECORD_ABI) == 0)
        return SDN_OK;
    return sdn__fail(err, SDN_E_MISUSE, path,
                     "the code for this table was made for another version of the library: run its sdnc on the schema "
                     "again and compile what it makes; a record type written by hand needs .abi = SDN_RECORD_ABI");
}

static const void *at(const void *record, size_t offset)
{
    return (const char *)record + offset;
}

static void *at_writable(void *record, size_t offset)
{
    return (char *)record + offset;
}

static bool lists_equal(const sdn_scalar *scalar, const void *a, const void *b)
{
    sdn_any_list x = sdn__list_at(a), y = sdn__list_at(b);
    if (x.count != y.count)
        return false;
    for (size_t i = 0; i < x.count; i++)
        if (!scalar->equal(sdn__list_item(x, scalar, i), sdn__list_item(y, scalar, i)))
            return false;
    return true;
}

bool sdn__field_is_other_word(const sdn_field *field, const void *record)
{
    return sdn__field_is_open_enum(field) &&
           memcmp(at(record, field->offset), &field->enumeration->count, sizeof(uint32_t)) == 0;
}

/* Whether two values that are no text are the same, given that both are present. */
static inline bool values_equal(const sdn_field *field, const void *a, const void *b)
{
    const sdn_scalar *scalar = sdn__scalar_of(field);
    const void *x = at(a, field->offset), *y = at(b, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return lists_equal(scalar, x, y);
    if (scalar->size == sizeof(uint32_t) ? memcmp(x, y, sizeof(uint32_t)) != 0 : !scalar->equal(x, y))
        return false; /* values of this size have no padding */
    return !sdn__field_is_other_word(field, a) ||
           sdn_str_equal(*(const sdn_str *)at(a, field->text_offset), *(const sdn_str *)at(b, field->text_offset));
}

static inline bool fields_equal(const sdn_field *field, const void *a, const void *b)
{
    bool present = sdn__field_present(field, a);
    if (present != sdn__field_present(field, b))
        return false;
    if (!present)
        return true;
    if (sdn__field_is_text(field)) /* most fields */
        return sdn_str_equal(*(const sdn_str *)at(a, field->offset), *(const sdn_str *)at(b, field->offset));
    return values_equal(field, a, b);
}

bool sdn__field_equal(const sdn_field *field, const void *a, const void *b)
{
    return fields_equal(field, a, b);
}

size_t sdn_record_diff(const sdn_record_type *type, const void *a, const void *b, uint32_t *fields)
{
    size_t count = 0;
    for (uint32_t i = 0; i < type->field_count; i++) {
        if (sdn__field_equal(&type->fields[i], a, b))
            continue;
        if (fields != NULL)
            fields[count] = i;
        count++;
    }
    return count;
}

/* Stops at the first field that differs, as sdn_record_diff cannot. */
bool sdn_record_equal(const sdn_record_type *type, const void *a, const void *b)
{
    for (const sdn_field *field = type->fields, *end = field + type->field_count; field < end; field++)
        if (!fields_equal(field, a, b))
            return false;
    return true;
}

/* Whether a field has another value than in *before. What it points to is not read: the field is absent, so the memory
 * may be freed. Empty text and lists are not a value. */
static bool is_assigned(const sdn_field *field, const void *record, const void *before)
{
    const void *now = at(record, field->offset), *then = at(before, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0) {
        sdn_any_list x = sdn__list_at(now), y = sdn__list_at(then);
        return x.count > 0 && (x.count != y.count || x.items != y.items);
    }
    if (field->type == SDN_TYPE_STRING) {
        const sdn_str *x = now, *y = then;
        return x->len > 0 && (x->len != y->len || x->ptr != y->ptr);
    }
    return !sdn__scalar_of(field)->equal(now, then);
}

const sdn_field *sdn__record_unset(const sdn_record_type *type, const void *record, const void *before)
{
    for (const sdn_field *field = type->fields, *end = field + type->field_count; field < end; field++)
        if (!sdn__field_present(field, record) && !sdn__field_present(field, before) &&
            is_assigned(field, record, before) && is_assigned(field, record, type->defaults))
            return field;
    return NULL;
}

/* Of a list that is not empty. */
static sdn_code copy_list(const sdn_field *field, void *list, sdn_arena *arena)
{
    if (field->type == SDN_TYPE_STRING)
        return sdn_arena_copy_list(arena, *(const sdn_str_list *)list, list);
    sdn_any_list from = sdn__list_at(list);
    size_t size = from.count * sdn__scalar_of(field)->size;
    void *items = sdn_arena_alloc(arena, size);
    if (items == NULL)
        return SDN_E_NOMEM;
    memcpy(items, from.items, size);
    sdn__list_set(list, items, from.count);
    return SDN_OK;
}

static sdn_code copy_text(sdn_str *text, sdn_arena *arena)
{
    sdn_str copy = sdn_arena_copy_str(arena, *text);
    if (copy.ptr == NULL)
        return SDN_E_NOMEM;
    *text = copy;
    return SDN_OK;
}

/* Whether there is a pointer in the value of a field. */
static inline bool has_pointer(const sdn_field *field)
{
    return field->type == SDN_TYPE_STRING || (field->flags & SDN_FIELD_LIST) != 0 || sdn__field_is_open_enum(field);
}

/* Whether what it points to counts; if not, the pointer may be invalid. */
static inline bool has_content(const sdn_field *field, const void *record)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn__field_present(field, record) && sdn__list_at(at(record, field->offset)).count > 0;
    return sdn__field_present(field, record) && (sdn__field_is_text(field) || sdn__field_is_other_word(field, record));
}

/* Makes it an empty text or list. */
static inline void clear_content(const sdn_field *field, void *record)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        sdn__list_set(at_writable(record, field->offset), NULL, 0);
    else
        *(sdn_str *)at_writable(record, sdn__field_text_offset(field)) = SDN_STR("");
}

SDN_NOINLINE static sdn_code own_content(const sdn_field *field, void *record, sdn_arena *arena)
{
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return copy_list(field, at_writable(record, field->offset), arena);
    return copy_text(at_writable(record, sdn__field_text_offset(field)), arena);
}

/* Replaces what a field points to by a copy in the arena. */
SDN_ALWAYS_INLINE sdn_code copy_field(const sdn_field *field, void *record, sdn_arena *arena)
{
    if (!has_pointer(field))
        return SDN_OK;
    if (has_content(field, record))
        return own_content(field, record, arena);
    clear_content(field, record);
    return SDN_OK;
}

size_t sdn__field_value_size(const sdn_field *field)
{
    return (field->flags & SDN_FIELD_LIST) != 0 ? sizeof(sdn_any_list) : sdn__scalar_of(field)->size;
}

static void move_part(void *dst, const void *src, size_t offset, size_t size)
{
    memcpy(at_writable(dst, offset), at(src, offset), size);
}

void sdn__record_reset_absent(const sdn_record_type *type, void *record, const void *before)
{
    for (uint32_t i = 0; i < type->field_count; i++) {
        const sdn_field *field = &type->fields[i];
        if (!sdn__field_present(field, record) && sdn__field_present(field, before))
            move_part(record, type->defaults, field->offset, sdn__field_value_size(field));
    }
}

void sdn__record_make_absent(const sdn_record_type *type, void *record, const sdn_field *field)
{
    assert((field->flags & SDN_FIELD_OPTIONAL) != 0);
    move_part(record, type->defaults, field->offset, sdn__field_value_size(field));
    *(bool *)at_writable(record, field->presence_offset) = false;
}

static bool is_empty_option(const sdn_field *field, const void *record)
{
    const void *value = at(record, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn__list_at(value).count == 0;
    return field->type == SDN_TYPE_STRING && ((const sdn_str *)value)->len == 0;
}

void sdn__record_drop_empty_options(const sdn_record_type *type, void *record)
{
    for (const sdn_field *field = type->fields, *end = field + type->field_count; field < end; field++)
        if ((field->flags & SDN_FIELD_OPTIONAL) != 0 && is_empty_option(field, record))
            *(bool *)at_writable(record, field->presence_offset) = false;
}

sdn_code sdn__field_copy(const sdn_field *field, void *dst, const void *src, sdn_arena *arena)
{
    move_part(dst, src, field->offset, sdn__field_value_size(field));
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        move_part(dst, src, field->presence_offset, sizeof(bool));
    if (sdn__field_is_open_enum(field))
        move_part(dst, src, field->text_offset, sizeof(sdn_str));
    return copy_field(field, dst, arena);
}

/* The text of a field of texts that is present, or NULL. */
static inline sdn_str *present_text(const sdn_field *field, void *record)
{
    return sdn__field_is_text(field) && sdn__field_present(field, record) ? at_writable(record, field->offset) : NULL;
}

/* Copies a text, with a NUL, to where there is room for it. Returns the end. */
static inline char *move_text(sdn_str *text, char *to)
{
    if (text->len > 0)
        memcpy(to, text->ptr, text->len);
    to[text->len] = '\0';
    text->ptr = to;
    return to + text->len + 1;
}

/* The bytes of all present texts, with their NULs; if no memory can hold that many, SIZE_MAX. */
static size_t size_of_texts(const sdn_record_type *type, void *record)
{
    size_t size = 0;
    for (const sdn_field *field = type->fields, *end = field + type->field_count; field < end; field++) {
        const sdn_str *text = present_text(field, record);
        if (text == NULL)
            continue;
        if (text->len >= SIZE_MAX - size)
            return SIZE_MAX;
        size += text->len + 1;
    }
    return size;
}

/* The texts are copied one after the other to memory that is allocated for all of them. */
sdn_code sdn__record_own(const sdn_record_type *type, void *record, sdn_arena *arena)
{
    char *to = sdn__arena_bytes(arena, size_of_texts(type, record));
    if (to == NULL)
        return SDN_E_NOMEM;
    for (const sdn_field *field = type->fields, *end = field + type->field_count; field < end; field++) {
        sdn_str *text = present_text(field, record);
        if (text != NULL)
            to = move_text(text, to);
        else if (copy_field(field, record, arena) != SDN_OK)
            return SDN_E_NOMEM;
    }
    return SDN_OK;
}

sdn_code sdn_record_copy(const sdn_record_type *type, void *dst, const void *src, sdn_arena *arena)
{
    void *copy = sdn_arena_alloc(arena, type->size);
    if (copy == NULL)
        return SDN_E_NOMEM;
    memcpy(copy, src, type->size);
    if (sdn__record_own(type, copy, arena) != SDN_OK)
        return SDN_E_NOMEM;
    memcpy(dst, copy, type->size);
    return SDN_OK;
}
