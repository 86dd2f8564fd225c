/*
 * Values: the fields of a record as literals, of which the server finds the type by their column; the reverse of
 * postgres_cell.c. What a column cannot hold is refused here, before anything is sent: the server would round nanoseconds.
 */
#include "postgres_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Room for any number, date or timestamp. */
enum { VALUE_SIZE = 40 };

/* ---- what the server cannot hold ---- */

static const char *what_cannot_be_held(sdn_type type, const sdn_value *value)
{
    char text[SDN_TIMESTAMP_SIZE];
    if (type == SDN_TYPE_DATE && value->date.year == 0)
        return "has the year 0, which PostgreSQL has not";
    if (type != SDN_TYPE_TIMESTAMP)
        return NULL;
    if (value->timestamp.nanoseconds % 1000 != 0)
        return "has nanoseconds, PostgreSQL has microseconds";
    if (sdn_timestamp_print(value->timestamp, text) > 0 && memcmp(text, "0000", 4) == 0)
        return "has the year 0, which PostgreSQL has not";
    return NULL;
}

/* ---- texts of single values ---- */

/* The text of a number, truth value or time, in `text`. */
static sdn_str print_value(sdn_type type, const sdn_value *value, char text[VALUE_SIZE])
{
    switch (type) {
    case SDN_TYPE_BOOL:
        return value->boolean ? SDN_STR("true") : SDN_STR("false");
    case SDN_TYPE_I32:
        snprintf(text, VALUE_SIZE, "%" PRId32, value->i32);
        break;
    case SDN_TYPE_I64:
        snprintf(text, VALUE_SIZE, "%" PRId64, value->i64);
        break;
    case SDN_TYPE_U32:
        snprintf(text, VALUE_SIZE, "%" PRIu32, value->u32);
        break;
    case SDN_TYPE_U64:
        snprintf(text, VALUE_SIZE, "%" PRIu64, value->u64);
        break;
    case SDN_TYPE_F64:
        snprintf(text, VALUE_SIZE, "%.17g", value->f64);
        break;
    case SDN_TYPE_DATE:
        sdn_date_print(value->date, text);
        break;
    default:
        sdn_timestamp_print(value->timestamp, text);
        break;
    }
    return sdn_str_from(text);
}

/* The text of a value at `item`; of one element of a list too. */
static sdn_str text_of_item(const sdn_field *field, const void *item, char text[VALUE_SIZE])
{
    sdn_value value;
    memcpy(&value, item, sdn_type_size(field->type));
    if (field->type == SDN_TYPE_STRING)
        return value.text;
    if (field->type == SDN_TYPE_ENUM)
        return value.enumerator < field->enumeration->count ? field->enumeration->names[value.enumerator] : SDN_STR("");
    return print_value(field->type, &value, text);
}

/* A word of an open enum which is none of its own is a text beside it. */
static sdn_str text_of_field(const sdn_field *field, const char *record, char text[VALUE_SIZE])
{
    uint32_t number;
    if (field->type == SDN_TYPE_ENUM && field->enumeration->open) {
        memcpy(&number, record + field->offset, sizeof number);
        if (number >= field->enumeration->count) {
            sdn_str word;
            memcpy(&word, record + field->text_offset, sizeof word);
            return word;
        }
    }
    return text_of_item(field, record + field->offset, text);
}

/* ---- lists ---- */

/* An element, quoted, so that it is none of the words and signs of an array. */
static void add_element(sdn_postgres_text *made, sdn_str text)
{
    sdn__postgres_add(made, "\"", 1);
    size_t from = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') {
            sdn__postgres_add(made, text.ptr + from, i - from);
            sdn__postgres_add(made, "\\", 1);
            from = i;
        }
    sdn__postgres_add(made, text.ptr + from, text.len - from);
    sdn__postgres_add(made, "\"", 1);
}

/* ---- all ---- */

/* How much of a key is shown. */
enum { MOST_SHOWN = 100 };

static sdn_code refuse(const sdn_postgres *c, const sdn_record_type *type, const sdn_field *field, const void *record,
                       const char *why, sdn_error *err)
{
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str key = sdn_field_text(type, type->key.field_count > 0 ? type->key.fields[0] : 0, record, &arena);
    sdn_backend_fail(err, SDN_E_INVALID, c->shown, "table '%s', record '%.*s': field '%s' %s; correct it",
                     type->table.ptr, (int)(key.len < MOST_SHOWN ? key.len : MOST_SHOWN),
                     key.ptr != NULL ? key.ptr : "", field->name, why);
    sdn_arena_release(&arena);
    return SDN_E_INVALID;
}

/* The first of `count` values from `items` on that the server cannot hold: why. */
static const char *find_refused(const sdn_field *field, const char *items, size_t count)
{
    sdn_value value;
    const char *why = NULL;
    if (field->type != SDN_TYPE_DATE && field->type != SDN_TYPE_TIMESTAMP)
        return NULL;
    for (size_t i = 0; i < count && why == NULL; i++) {
        memcpy(&value, items + i * sdn_type_size(field->type), sdn_type_size(field->type));
        why = what_cannot_be_held(field->type, &value);
    }
    return why;
}

static void add_list_literal(sdn_postgres_table *table, sdn_postgres_text *sql, uint32_t number,
                             const sdn_str_list *list)
{
    const sdn_field *field = &table->type->fields[number];
    const char *item = (const char *)(const void *)list->items;
    sdn_postgres_text *made = &table->made[number];
    char text[VALUE_SIZE];
    made->len = 0;
    made->failed = false;
    sdn__postgres_add(made, "{", 1);
    for (size_t i = 0; i < list->count; i++, item += sdn_type_size(field->type)) {
        sdn__postgres_add(made, ",", i > 0);
        add_element(made, text_of_item(field, item, text));
    }
    sdn__postgres_add(made, "}", 1);
    if (made->failed)
        sql->failed = true;
    else
        sdn__postgres_add_literal(sql, (sdn_str){made->bytes, made->len});
}

static bool is_absent(const sdn_field *field, const char *record)
{
    return (field->flags & SDN_FIELD_OPTIONAL) != 0 && !*(const bool *)(const void *)(record + field->presence_offset);
}

/* Empty text and lists of optional fields are absent, as in a file. */
sdn_code sdn__postgres_add_value(const sdn_postgres *c, sdn_postgres_table *table, sdn_postgres_text *sql,
                                 uint32_t number, const void *record, sdn_error *err)
{
    const sdn_field *field = &table->type->fields[number];
    const char *from = record;
    bool optional = (field->flags & SDN_FIELD_OPTIONAL) != 0, is_list = (field->flags & SDN_FIELD_LIST) != 0;
    char text[VALUE_SIZE];
    sdn_str_list list = {NULL, 0}; /* all lists have its layout */
    if (is_absent(field, from)) {
        sdn__postgres_add_text(sql, "NULL");
        return SDN_OK;
    }
    if (is_list)
        memcpy(&list, from + field->offset, sizeof list);
    const char *items = is_list ? (const char *)(const void *)list.items : from + field->offset;
    const char *why = find_refused(field, items, is_list ? list.count : 1);
    if (why != NULL)
        return refuse(c, table->type, field, record, why, err);
    sdn_str value = is_list ? (sdn_str){"", list.count} : text_of_field(field, from, text);
    if (optional && value.len == 0)
        sdn__postgres_add_text(sql, "NULL");
    else if (is_list)
        add_list_literal(table, sql, number, &list);
    else
        sdn__postgres_add_literal(sql, value);
    return SDN_OK;
}
