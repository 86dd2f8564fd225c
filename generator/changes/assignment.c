#include "changes/assignment.h"

#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "changes/arithmetic.h"
#include "changes/field_word.h"
#include "query/field_name.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

/* What is read, and where it goes. */
typedef struct assignment_reader {
    const sdn_record_type *type;
    sdn_arena *arena;
    diag_list *diags;
    assignment *items; /* those read so far */
    size_t count;
} assignment_reader;

/* ---- the parts of a word ---- */

static const char operators[] = {[ASSIGN_VALUE] = '=', [ASSIGN_ADD] = '+', [ASSIGN_REMOVE] = '-'};

/* A word, cut at its operator. */
typedef struct word_parts {
    source_span name;
    source_span value;
    source_span shown_name; /* as in messages: if it is empty, the whole word */
    source_span shown_value;
    assignment_kind kind;
} word_parts;

static source_span span_of(const source_file *source, size_t start, size_t len)
{
    return (source_span){source, (uint32_t)start, (uint32_t)len};
}

/* A column may end in + or -: then that is no operator. */
static assignment_kind kind_of(const sdn_record_type *type, sdn_str name)
{
    if (name.len == 0 || sdn_field_find(type, name) < type->field_count)
        return ASSIGN_VALUE;
    char last = name.ptr[name.len - 1];
    return last == operators[ASSIGN_ADD] ? ASSIGN_ADD : last == operators[ASSIGN_REMOVE] ? ASSIGN_REMOVE : ASSIGN_VALUE;
}

static bool cut_word(const assignment_reader *reader, const source_file *source, word_parts *parts)
{
    sdn_str text = source->text;
    const char *equals = text.len > 0 ? memchr(text.ptr, operators[ASSIGN_VALUE], text.len) : NULL;
    if (equals == NULL) {
        diag *d = diag_error(reader->diags, span_of(source, 0, text.len), "'%.*s' is no assignment", DIAG_STR(text));
        diag_help(reader->diags, d, "write FIELD=VALUE, FIELD+=VALUE or FIELD-=VALUE");
        return false;
    }
    size_t at = (size_t)(equals - text.ptr);
    parts->kind = kind_of(reader->type, (sdn_str){text.ptr, at});
    parts->name = span_of(source, 0, parts->kind == ASSIGN_VALUE ? at : at - 1);
    parts->value = span_of(source, at + 1, text.len - at - 1);
    parts->shown_name = parts->name.len > 0 ? parts->name : span_of(source, 0, text.len);
    parts->shown_value = parts->value.len > 0 ? parts->value : span_of(source, 0, text.len);
    return true;
}

/* ---- what fields allow ---- */

/* += and -= need a list or a number, outside of the key. */
static bool check_kind(const assignment_reader *reader, const word_parts *parts, uint32_t position)
{
    const sdn_field *field = &reader->type->fields[position];
    bool is_sum = (field->flags & SDN_FIELD_LIST) != 0 || arithmetic_has(field->type);
    if (parts->kind == ASSIGN_VALUE || (is_sum && !sdn__key_has(reader->type, position)))
        return true;
    diag *d = diag_error(reader->diags, parts->name, "field '%s' is %s", field->name,
                         is_sum ? "part of the key" : "neither a list nor a number");
    diag_help(reader->diags, d, "give its new value: %s=VALUE", field->name);
    return false;
}

/* A field has one value; but several elements may be added and removed. */
static bool check_once(const assignment_reader *reader, const word_parts *parts, uint32_t position)
{
    for (size_t i = 0; i < reader->count; i++)
        if (reader->items[i].field == position &&
            (parts->kind == ASSIGN_VALUE || reader->items[i].kind == ASSIGN_VALUE)) {
            diag_error(reader->diags, parts->name, "field '%s' is assigned twice", reader->type->fields[position].name);
            return false;
        }
    return true;
}

/* ---- reading ---- */

static int add_assignment(assignment_reader *reader, const word_parts *parts, uint32_t position)
{
    sdn_str text = source_text(parts->value);
    void *record = field_word_record(reader->type, reader->arena);
    if (record == NULL) {
        reader->diags->out_of_memory = true;
        return -1;
    }
    if (field_word_set(reader->type, position, record, text, parts->shown_value, reader->arena, reader->diags) != 0)
        return -1;
    reader->items[reader->count++] = (assignment){position, parts->kind, text, record};
    return 0;
}

static int read_assignment(assignment_reader *reader, const source_file *source)
{
    word_parts parts;
    if (!cut_word(reader, source, &parts))
        return -1;
    uint32_t position = field_name_find(reader->type, source_text(parts.name), parts.shown_name, reader->diags);
    if (position == reader->type->field_count || !check_kind(reader, &parts, position) ||
        !check_once(reader, &parts, position))
        return -1;
    return add_assignment(reader, &parts, position);
}

static bool assigns_key(const assignment_reader *reader)
{
    for (size_t i = 0; i < reader->count; i++)
        if (sdn__key_has(reader->type, reader->items[i].field))
            return true;
    return false;
}

int assignments_read(const sdn_record_type *type, const char *const *words, size_t count, size_t first,
                     sdn_arena *arena, diag_list *diags, assignments *read)
{
    assignment_reader reader = {.type = type, .arena = arena, .diags = diags};
    reader.items = sdn_arena_alloc(arena, (count + 1) * sizeof *reader.items);
    if (reader.items == NULL) {
        diags->out_of_memory = true;
        return -1;
    }
    int result = 0;
    for (size_t i = 0; i < count; i++) {
        const source_file *source = field_word_source(words[i], first + i, arena, diags);
        if (source == NULL || read_assignment(&reader, source) != 0)
            result = -1;
    }
    *read = (assignments){reader.items, reader.count, assigns_key(&reader)};
    return result;
}

/* ---- making them ---- */

static const void *value_at_field(const sdn_field *field, const void *record)
{
    return (const char *)record + field->offset;
}

static sdn_any_list list_in(const sdn_field *field, const void *record)
{
    static const sdn_any_list none = {NULL, 0};
    return sdn__field_present(field, record) ? sdn__elements_of(field, record) : none;
}

static bool has_element(const sdn_field *field, sdn_any_list list, const void *element)
{
    const sdn_scalar *scalar = sdn__scalar_of(field);
    for (size_t i = 0; i < list.count; i++)
        if (scalar->equal(sdn__list_item(list, scalar, i), element))
            return true;
    return false;
}

static void change_list(const assignment *a, const sdn_field *field, sdn_store *store, void *record)
{
    sdn_any_list given = list_in(field, a->read);
    for (size_t i = 0; i < given.count; i++) {
        const void *element = sdn__list_item(given, sdn__scalar_of(field), i);
        if (a->kind == ASSIGN_REMOVE)
            sdn_store_remove(store, record, a->field, element);
        else if (!has_element(field, list_in(field, record), element))
            sdn_store_append(store, record, a->field, element);
    }
}

/* An absent number counts as 0. An absent operand, that of an empty text, leaves the number as it is. */
static sdn_code change_number(const assignment *a, const sdn_field *field, void *record, sdn_error *err)
{
    sdn_value sum = {.u64 = 0};
    const bool present = true;
    if (!sdn__field_present(field, a->read))
        return SDN_OK;
    if (sdn__field_present(field, record))
        memcpy(&sum, value_at_field(field, record), sdn__field_value_size(field));
    if (!arithmetic_add(field->type, &sum, value_at_field(field, a->read), a->kind == ASSIGN_REMOVE))
        return sdn__fail(err, SDN_E_INVALID, NULL, "field '%s': its type cannot hold the result of %s%c=%s",
                         field->name, field->name, operators[a->kind], a->text.ptr);
    memcpy((char *)record + field->offset, &sum, sdn__field_value_size(field));
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy((char *)record + field->presence_offset, &present, sizeof present);
    return SDN_OK;
}

static sdn_code make_assignment(const assignment *a, sdn_store *store, const sdn_record_type *type, void *record,
                                sdn_error *err)
{
    const sdn_field *field = &type->fields[a->field];
    if (a->kind == ASSIGN_VALUE)
        return sdn_store_set(store, record, a->field, a->text, err);
    if ((field->flags & SDN_FIELD_LIST) == 0)
        return change_number(a, field, record, err);
    change_list(a, field, store, record);
    return SDN_OK;
}

sdn_code assignments_make(const assignments *list, sdn_store *store, const sdn_record_type *type, void *record,
                          bool whole, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < list->count && code == SDN_OK; i++)
        if (whole || !sdn__key_has(type, list->items[i].field))
            code = make_assignment(&list->items[i], store, type, record, err);
    return code;
}

sdn_code assignments_new_key(const assignments *list, const sdn_record_type *type, const void *record, sdn_arena *arena,
                             sdn_value *key, sdn_error *err)
{
    void *renamed = sdn_arena_alloc(arena, type->size);
    if (renamed == NULL)
        return sdn__fail_memory(err);
    memcpy(renamed, record, type->size);
    for (size_t i = 0; i < list->count; i++) {
        const assignment *a = &list->items[i];
        const sdn_field *field = &type->fields[a->field];
        if (sdn__key_has(type, a->field))
            memcpy((char *)renamed + field->offset, value_at_field(field, a->read), sdn__field_value_size(field));
    }
    sdn__values_of(type, &type->key, renamed, key);
    return SDN_OK;
}
