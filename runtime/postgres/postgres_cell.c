/*
 * Cells: what the server prints for a column as the text that sdn_field_set takes.
 *
 * Most are the same. Made of it are: a bool of t and f; a timestamp of `2026-01-31 08:15:00.5+00`, which the settings of
 * the connection ask for; and a list of `{1,"a b"}`, which becomes an array of libsdn. What has another form is left as it
 * is: then it holds no value of the field, and the record becomes a problem.
 */
#include "postgres_private.h"

#include <string.h>

enum { DATE_LEN = 10 };

/* ---- single values ---- */

static sdn_str text_of_bool(const char *text, size_t len)
{
    if (len != 1 || (*text != 't' && *text != 'f'))
        return (sdn_str){text, len};
    return *text == 't' ? SDN_STR("true") : SDN_STR("false");
}

static void add_timestamp(sdn_postgres_text *made, const char *text, size_t len)
{
    bool known = len > DATE_LEN + 3 && text[DATE_LEN] == ' ' && memcmp(text + len - 3, "+00", 3) == 0;
    if (!known) {
        sdn__postgres_add(made, text, len);
        return;
    }
    sdn__postgres_add(made, text, DATE_LEN);
    sdn__postgres_add(made, "T", 1);
    sdn__postgres_add(made, text + DATE_LEN + 1, len - DATE_LEN - 4);
    sdn__postgres_add(made, "Z", 1);
}

/* ---- lists ---- */

/* Adds a character of a quoted element as libsdn escapes it. */
static void add_quoted_character(sdn_postgres_text *made, char c)
{
    static const char plain[] = "\"\\\n\r\t", escaped[] = "\"\\nrt";
    const char *found = c != '\0' ? strchr(plain, c) : NULL;
    char pair[2] = {'\\', found != NULL ? escaped[found - plain] : c};
    if (found != NULL)
        sdn__postgres_add(made, pair, 2);
    else
        sdn__postgres_add(made, &c, 1);
}

static void add_bare(sdn_postgres_text *made, const sdn_field *field, const char *text, size_t len)
{
    sdn_str value = field->type == SDN_TYPE_BOOL ? text_of_bool(text, len) : (sdn_str){text, len};
    sdn__postgres_add(made, value.ptr, value.len);
}

static bool is_text_type(sdn_type type)
{
    return type == SDN_TYPE_STRING || type == SDN_TYPE_ENUM || type == SDN_TYPE_DATE || type == SDN_TYPE_TIMESTAMP;
}

static void add_text_element(sdn_postgres_text *made, const sdn_field *field, const char *text, size_t len)
{
    sdn__postgres_add(made, "\"", 1);
    if (field->type == SDN_TYPE_TIMESTAMP)
        add_timestamp(made, text, len);
    for (size_t i = 0; field->type != SDN_TYPE_TIMESTAMP && i < len; i++)
        add_quoted_character(made, text[i]);
    sdn__postgres_add(made, "\"", 1);
}

/* An element without quotes. NULL is no value of any type. */
static const char *add_bare_element(sdn_postgres_text *made, const sdn_field *field, const char *at, const char *end)
{
    const char *from = at;
    while (at < end && *at != ',' && *at != '}')
        at++;
    size_t len = (size_t)(at - from);
    if (is_text_type(field->type) && !(len == 4 && memcmp(from, "NULL", 4) == 0))
        add_text_element(made, field, from, len);
    else
        add_bare(made, field, from, len);
    return at;
}

/* An element in quotes, in which a backslash stands before each quote and backslash. Behind its end. */
static const char *add_quoted_element(sdn_postgres_text *made, const sdn_field *field, const char *at, const char *end)
{
    const char *from = ++at;
    sdn__postgres_add(made, "\"", 1);
    while (at < end && *at != '"') {
        at += *at == '\\' && at + 1 < end;
        if (field->type != SDN_TYPE_TIMESTAMP)
            add_quoted_character(made, *at);
        at++;
    }
    if (field->type == SDN_TYPE_TIMESTAMP)
        add_timestamp(made, from, (size_t)(at - from));
    sdn__postgres_add(made, "\"", 1);
    return at < end ? at + 1 : at;
}

static void add_list(sdn_postgres_text *made, const sdn_field *field, const char *text, size_t len)
{
    const char *at = text, *end = text + len;
    while (at < end) {
        char bracket = *at == '{' ? '[' : *at == '}' ? ']' : '\0';
        if (bracket != '\0' || *at == ',') {
            sdn__postgres_add(made, bracket != '\0' ? &bracket : at, 1);
            at++;
        } else if (*at == '"') {
            at = add_quoted_element(made, field, at, end);
        } else {
            at = add_bare_element(made, field, at, end);
        }
    }
}

/* ---- all ---- */

/* `{}` is an empty list, whose text is empty. */
static bool is_empty_list(sdn_str text)
{
    return text.len == 2 && memcmp(text.ptr, "{}", 2) == 0;
}

bool sdn__postgres_make_cell(sdn_postgres_table *table, uint32_t number, sdn_str *cell)
{
    const sdn_field *field = &table->type->fields[number];
    sdn_postgres_text *made = &table->made[number];
    bool is_list = (field->flags & SDN_FIELD_LIST) != 0;
    if (!is_list && field->type == SDN_TYPE_BOOL) {
        *cell = text_of_bool(cell->ptr, cell->len);
        return true;
    }
    made->len = 0;
    made->failed = false;
    if (!is_list)
        add_timestamp(made, cell->ptr, cell->len);
    else if (!is_empty_list(*cell))
        add_list(made, field, cell->ptr, cell->len);
    *cell = (sdn_str){made->len > 0 ? made->bytes : "", made->len};
    return !made->failed;
}
