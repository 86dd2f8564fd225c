/*
 * Cells: the columns of a row as the texts that sdn_field_set takes.
 *
 * Most are the text of the column. Made of it are: a bool of 0 and 1; a u64 above 2^63-1 of its 20 digits; an f64, so that
 * it is read as the same number; and a list, which is JSON and becomes an array of libsdn: that knows of the escapes
 * of JSON only \" \\ \n \r and \t, so the others are replaced by what they stand for. What is none of these is left as it
 * is: then it holds no value of the field, and the record becomes a problem.
 */
#include "sqlite_private.h"

#include <stdlib.h>
#include <string.h>

bool sdn__sqlite_add(sdn_sqlite_text *text, const char *bytes, size_t len)
{
    if (text->capacity - text->len < len) {
        size_t capacity = 2 * (text->len + len) + 32;
        char *moved = realloc(text->bytes, capacity);
        if (moved == NULL)
            return false;
        text->bytes = moved;
        text->capacity = capacity;
    }
    if (len > 0)
        memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    return true;
}

/* ---- numbers ---- */

static bool add_integer(sdn_sqlite_text *made, int64_t value)
{
    char digits[24];
    sqlite3_snprintf(sizeof digits, digits, "%lld", (long long)value);
    return sdn__sqlite_add(made, digits, strlen(digits));
}

static bool add_bool(sdn_sqlite_text *made, int64_t value)
{
    if (value != 0 && value != 1)
        return add_integer(made, value);
    return value != 0 ? sdn__sqlite_add(made, "true", 4) : sdn__sqlite_add(made, "false", 5);
}

static bool add_real(sdn_sqlite_table *table, uint32_t field, sdn_sqlite_text *made, double value)
{
    table->writer.len = 0;
    table->writer.problem = NULL;
    sdn_write_f64(&table->writer, field, value);
    sdn_str text = sdn_row_writer_cell(&table->writer, field);
    return !table->writer.out_of_memory && sdn__sqlite_add(made, text.ptr, text.len);
}

static sdn_str without_zeros(sdn_str digits)
{
    while (digits.len > 1 && digits.ptr[0] == '0') {
        digits.ptr++;
        digits.len--;
    }
    return digits;
}

/* ---- lists ---- */

static bool add_code_point(sdn_sqlite_text *made, uint32_t c)
{
    char bytes[4];
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char first[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = len; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3f));
    bytes[0] = (char)(first[len] | c);
    return sdn__sqlite_add(made, bytes, len);
}

/* The number of four hexadecimal digits; UINT32_MAX: they are none. */
static uint32_t hex_of(const char *at, const char *end)
{
    uint32_t value = 0;
    if (end - at < 4)
        return UINT32_MAX;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char lower = at[i] >= 'A' && at[i] <= 'F' ? (char)(at[i] + ('a' - 'A')) : at[i];
        const char *digit = lower != '\0' ? strchr(digits, lower) : NULL;
        if (digit == NULL)
            return UINT32_MAX;
        value = value << 4 | (uint32_t)(digit - digits);
    }
    return value;
}

/* Adds what `\uXXXX` at *at stands for, with the second half of a pair, and moves behind it. */
static bool add_unicode(sdn_sqlite_text *made, const char **at, const char *end)
{
    uint32_t c = hex_of(*at + 2, end);
    bool is_high = c >= 0xd800 && c < 0xdc00;
    size_t used = c == UINT32_MAX ? 2 : 6;
    if (is_high && end - *at >= 12 && (*at)[6] == '\\' && (*at)[7] == 'u') {
        uint32_t low = hex_of(*at + 8, end);
        if (low >= 0xdc00 && low < 0xe000) {
            c = 0x10000 + ((c - 0xd800) << 10 | (low - 0xdc00));
            used = 12;
        }
    }
    const char *from = *at;
    *at += used;
    if (c == UINT32_MAX || (c >= 0xd800 && c < 0xe000))
        return sdn__sqlite_add(made, from, used); /* it stands for nothing */
    if (c == '"' || c == '\\')
        return sdn__sqlite_add(made, "\\", 1) && add_code_point(made, c);
    return add_code_point(made, c);
}

static bool add_escape(sdn_sqlite_text *made, const char **at, const char *end)
{
    static const char replaced[] = {'/', 'b', 'f'}, by[] = {'/', '\b', '\f'};
    if (end - *at < 2)
        return sdn__sqlite_add(made, (*at)++, 1);
    if ((*at)[1] == 'u')
        return add_unicode(made, at, end);
    const char *from = *at;
    *at += 2;
    for (size_t i = 0; i < sizeof replaced; i++)
        if (from[1] == replaced[i])
            return sdn__sqlite_add(made, &by[i], 1);
    return sdn__sqlite_add(made, from, 2);
}

/* An array without elements is an empty list, whose text is empty. */
static bool is_empty_array(sdn_str json)
{
    for (size_t i = 0; i < json.len; i++)
        if (json.ptr[i] != '[' && json.ptr[i] != ']' && json.ptr[i] != ' ')
            return false;
    return json.len > 0 && json.ptr[0] == '[';
}

/* The zeros before the digits of a large u64. */
static const char *after_zeros(const char *at, const char *end)
{
    while (end - at > 1 && at[0] == '0' && at[1] != '"')
        at++;
    return at;
}

static bool add_list(const sdn_field *field, sdn_sqlite_text *made, sdn_str json)
{
    const char *at = json.ptr, *end = json.ptr + json.len;
    bool in_string = false, ok = true;
    if (is_empty_array(json))
        return true;
    while (at < end && ok) {
        if (in_string && *at == '\\') {
            ok = add_escape(made, &at, end);
            continue;
        }
        bool is_quote = *at == '"';
        in_string = in_string != is_quote;
        ok = sdn__sqlite_add(made, at++, 1);
        if (is_quote && in_string && field->type == SDN_TYPE_U64)
            at = after_zeros(at, end);
    }
    return ok;
}

/* ---- all ---- */

static sdn_str text_of_column(sqlite3_stmt *row, int column)
{
    const char *text = (const char *)sqlite3_column_text(row, column);
    return (sdn_str){text != NULL ? text : "", (size_t)sqlite3_column_bytes(row, column)};
}

/* Whether the text had to be made; *ok: there was memory for it. */
static bool make_text(sdn_sqlite_table *table, sqlite3_stmt *row, int column, uint32_t number, bool *ok)
{
    const sdn_field *field = &table->type->fields[number];
    sdn_sqlite_text *made = &table->made[number];
    int type = sqlite3_column_type(row, column);
    made->len = 0;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        *ok = add_list(field, made, text_of_column(row, column));
    else if (field->type == SDN_TYPE_BOOL && type == SQLITE_INTEGER)
        *ok = add_bool(made, sqlite3_column_int64(row, column));
    else if (type == SQLITE_INTEGER)
        *ok = add_integer(made, sqlite3_column_int64(row, column));
    else if (field->type == SDN_TYPE_F64 && type == SQLITE_FLOAT)
        *ok = add_real(table, number, made, sqlite3_column_double(row, column));
    else
        return false;
    return true;
}

static bool cell(sdn_sqlite_table *table, sqlite3_stmt *row, int column, uint32_t number, sdn_str *text)
{
    bool ok = true;
    if (sqlite3_column_type(row, column) == SQLITE_NULL) {
        *text = (sdn_str){NULL, 0};
    } else if (make_text(table, row, column, number, &ok)) {
        *text = (sdn_str){table->made[number].len > 0 ? table->made[number].bytes : "", table->made[number].len};
    } else {
        *text = text_of_column(row, column);
        if (table->type->fields[number].type == SDN_TYPE_U64)
            *text = without_zeros(*text);
    }
    return ok;
}

sdn_code sdn__sqlite_cells(sdn_sqlite_table *table, sqlite3_stmt *row, const uint32_t *fields, uint32_t count,
                           sdn_error *err)
{
    for (uint32_t i = 0; i < count; i++)
        if (!cell(table, row, (int)i, fields != NULL ? fields[i] : i, &table->texts[i]))
            return sdn_backend_fail_memory(err);
    return SDN_OK;
}
