/* SQL as text: names, literals, lists of columns. */
#include "postgres_private.h"

#include <stdlib.h>
#include <string.h>

void sdn__postgres_add(sdn_postgres_text *text, const char *bytes, size_t len)
{
    if (text->capacity - text->len <= len) {
        size_t capacity = 2 * (text->len + len) + 64;
        char *moved = realloc(text->bytes, capacity);
        if (moved == NULL) {
            text->failed = true;
            return;
        }
        text->bytes = moved;
        text->capacity = capacity;
    }
    if (len > 0)
        memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

void sdn__postgres_add_text(sdn_postgres_text *text, const char *words)
{
    sdn__postgres_add(text, words, strlen(words));
}

/* What is quoted, with each of these characters twice. */
static void add_doubled(sdn_postgres_text *text, sdn_str value, const char *doubled)
{
    size_t from = 0;
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] != '\0' && strchr(doubled, value.ptr[i]) != NULL) {
            sdn__postgres_add(text, value.ptr + from, i + 1 - from);
            from = i;
        }
    sdn__postgres_add(text, value.ptr + from, value.len - from);
}

void sdn__postgres_add_name(sdn_postgres_text *text, const char *name)
{
    sdn__postgres_add(text, "\"", 1);
    add_doubled(text, sdn_str_from(name), "\"");
    sdn__postgres_add(text, "\"", 1);
}

/* With a backslash in it the form that is the same whatever standard_conforming_strings is. */
void sdn__postgres_add_literal(sdn_postgres_text *text, sdn_str value)
{
    bool escaped = value.len > 0 && memchr(value.ptr, '\\', value.len) != NULL;
    sdn__postgres_add_text(text, escaped ? " E'" : "'");
    add_doubled(text, value.len > 0 ? value : SDN_STR(""), "'\\");
    sdn__postgres_add(text, "'", 1);
}

void sdn__postgres_add_number(sdn_postgres_text *text, int64_t value)
{
    char digits[24], *at = digits + sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        *--at = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (value < 0)
        *--at = '-';
    sdn__postgres_add(text, at, (size_t)(digits + sizeof digits - at));
}

static void add_column(sdn_postgres_text *text, const char *before, const char *name, bool first)
{
    sdn__postgres_add_text(text, first ? "" : ", ");
    sdn__postgres_add_text(text, before);
    sdn__postgres_add_name(text, name);
}

void sdn__postgres_add_columns(sdn_postgres_text *text, const sdn_record_type *type, const char *before)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        add_column(text, before, type->fields[i].column.ptr, i == 0);
}

void sdn__postgres_add_key_columns(sdn_postgres_text *text, const sdn_record_type *type, const char *before)
{
    if (type->key.field_count == 0)
        add_column(text, before, SDN_POSTGRES_ROW_COLUMN, true);
    for (uint32_t i = 0; i < type->key.field_count; i++)
        add_column(text, before, type->fields[type->key.fields[i]].column.ptr, i == 0);
}
