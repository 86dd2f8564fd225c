/* Binding: the fields of a record as sdnc ddl has its columns; the reverse of sqlite_cell.c. */
#include "sqlite_private.h"

#include <string.h>

/* The digits of a u64 that is no number of SQLite, so that they are in its order. */
enum { U64_DIGITS = 20 };

/* ---- texts that are made ---- */

static int bind_made(sqlite3_stmt *statement, int parameter, const sdn_sqlite_text *made, bool ok)
{
    if (!ok)
        return SQLITE_NOMEM;
    return sqlite3_bind_text64(statement, parameter, made->len > 0 ? made->bytes : "", made->len, SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

static bool add_large_number(sdn_sqlite_text *made, uint64_t value)
{
    char digits[U64_DIGITS + 1];
    sqlite3_snprintf(sizeof digits, digits, "%020llu", (unsigned long long)value);
    return sdn__sqlite_add(made, digits, U64_DIGITS);
}

static bool add_timestamp(sdn_sqlite_text *made, sdn_timestamp time)
{
    char text[SDN_TIMESTAMP_SIZE], full[SDN_TIMESTAMP_SIZE + 12];
    uint32_t nanoseconds = time.nanoseconds;
    time.nanoseconds = 0;
    sdn_timestamp_print(time, text);
    sqlite3_snprintf(sizeof full, full, "%.19s.%09uZ", text, nanoseconds);
    return sdn__sqlite_add(made, full, strlen(full));
}

static bool add_date(sdn_sqlite_text *made, sdn_date date)
{
    char text[SDN_DATE_SIZE];
    return sdn__sqlite_add(made, text, sdn_date_print(date, text));
}

/* ---- lists ---- */

static bool add_json_text(sdn_sqlite_text *made, sdn_str text)
{
    bool ok = sdn__sqlite_add(made, "\"", 1);
    for (size_t i = 0; i < text.len && ok; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        char escape[8];
        if (c == '"' || c == '\\')
            sqlite3_snprintf(sizeof escape, escape, "\\%c", c);
        else if (c < ' ')
            sqlite3_snprintf(sizeof escape, escape,
                             c == '\n'   ? "\\n"
                             : c == '\t' ? "\\t"
                             : c == '\r' ? "\\r"
                                         : "\\u%04x",
                             c);
        else
            sqlite3_snprintf(sizeof escape, escape, "%s", "");
        ok = escape[0] != '\0' ? sdn__sqlite_add(made, escape, strlen(escape)) : sdn__sqlite_add(made, text.ptr + i, 1);
    }
    return ok && sdn__sqlite_add(made, "\"", 1);
}

/* The cell that the row writer made last, which is bare: numbers and truth values. */
static bool add_written(sdn_sqlite_table *table, uint32_t field, sdn_sqlite_text *made)
{
    sdn_str cell = sdn_row_writer_cell(&table->writer, field);
    return !table->writer.out_of_memory && sdn__sqlite_add(made, cell.ptr, cell.len);
}

static bool add_quoted(sdn_sqlite_text *made, bool (*add)(sdn_sqlite_text *, const void *), const void *item)
{
    return sdn__sqlite_add(made, "\"", 1) && add(made, item) && sdn__sqlite_add(made, "\"", 1);
}

static bool add_large_item(sdn_sqlite_text *made, const void *item)
{
    uint64_t value;
    memcpy(&value, item, sizeof value);
    return add_large_number(made, value);
}

static bool add_timestamp_item(sdn_sqlite_text *made, const void *item)
{
    sdn_timestamp value;
    memcpy(&value, item, sizeof value);
    return add_timestamp(made, value);
}

static bool add_date_item(sdn_sqlite_text *made, const void *item)
{
    sdn_date value;
    memcpy(&value, item, sizeof value);
    return add_date(made, value);
}

static bool add_number_item(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const void *item)
{
    sdn_row_writer *writer = &table->writer;
    sdn_value value;
    writer->len = 0;
    switch (table->type->fields[number].type) {
    case SDN_TYPE_BOOL:
        memcpy(&value.boolean, item, sizeof value.boolean);
        sdn_write_bool(writer, number, value.boolean);
        break;
    case SDN_TYPE_I32:
        memcpy(&value.i32, item, sizeof value.i32);
        sdn_write_i32(writer, number, value.i32);
        break;
    case SDN_TYPE_I64:
        memcpy(&value.i64, item, sizeof value.i64);
        sdn_write_i64(writer, number, value.i64);
        break;
    case SDN_TYPE_U32:
        memcpy(&value.u32, item, sizeof value.u32);
        sdn_write_u32(writer, number, value.u32);
        break;
    case SDN_TYPE_U64:
        memcpy(&value.u64, item, sizeof value.u64);
        if (value.u64 > INT64_MAX)
            return add_quoted(made, add_large_item, item);
        sdn_write_u64(writer, number, value.u64);
        break;
    default:
        memcpy(&value.f64, item, sizeof value.f64);
        sdn_write_f64(writer, number, value.f64);
        break;
    }
    return add_written(table, number, made);
}

static bool add_item(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const void *item)
{
    const sdn_field *field = &table->type->fields[number];
    uint32_t enumerator;
    switch (field->type) {
    case SDN_TYPE_STRING:
        return add_json_text(made, *(const sdn_str *)item);
    case SDN_TYPE_ENUM:
        memcpy(&enumerator, item, sizeof enumerator);
        return add_json_text(made, field->enumeration->names[enumerator]);
    case SDN_TYPE_DATE:
        return add_quoted(made, add_date_item, item);
    case SDN_TYPE_TIMESTAMP:
        return add_quoted(made, add_timestamp_item, item);
    default:
        return add_number_item(table, number, made, item);
    }
}

static size_t item_size(sdn_type type)
{
    static const size_t sizes[] = {
        [SDN_TYPE_STRING] = sizeof(sdn_str),
        [SDN_TYPE_BOOL] = sizeof(bool),
        [SDN_TYPE_I32] = sizeof(int32_t),
        [SDN_TYPE_I64] = sizeof(int64_t),
        [SDN_TYPE_U32] = sizeof(uint32_t),
        [SDN_TYPE_U64] = sizeof(uint64_t),
        [SDN_TYPE_F64] = sizeof(double),
        [SDN_TYPE_DATE] = sizeof(sdn_date),
        [SDN_TYPE_TIMESTAMP] = sizeof(sdn_timestamp),
        [SDN_TYPE_ENUM] = sizeof(uint32_t),
    };
    return sizes[type];
}

static bool add_json_list(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const void *value)
{
    sdn_str_list list; /* all lists have its layout */
    memcpy(&list, value, sizeof list);
    const char *item = (const char *)(const void *)list.items;
    bool ok = sdn__sqlite_add(made, "[", 1);
    for (size_t i = 0; i < list.count && ok; i++, item += item_size(table->type->fields[number].type))
        ok = (i == 0 || sdn__sqlite_add(made, ",", 1)) && add_item(table, number, made, item);
    return ok && sdn__sqlite_add(made, "]", 1);
}

/* ---- all ---- */

static int bind_str(sqlite3_stmt *statement, int parameter, sdn_str text)
{
    return sqlite3_bind_text64(statement, parameter, text.len > 0 ? text.ptr : "", text.len, SQLITE_STATIC,
                               SQLITE_UTF8);
}

/* An enumerator by its word; that of an open enum which is none of them is a text of its own. */
static int bind_word(sqlite3_stmt *statement, int parameter, const sdn_field *field, const char *record)
{
    const sdn_enum_type *words = field->enumeration;
    uint32_t number;
    sdn_str text = SDN_STR("");
    memcpy(&number, record + field->offset, sizeof number);
    if (number < words->count)
        text = words->names[number];
    else if (words->open)
        memcpy(&text, record + field->text_offset, sizeof text);
    return bind_str(statement, parameter, text);
}

static int bind_scalar(sdn_sqlite_table *table, sqlite3_stmt *statement, int parameter, const sdn_field *field,
                       const char *record)
{
    sdn_sqlite_text *made = &table->made[field - table->type->fields];
    sdn_value value;
    memcpy(&value, record + field->offset, item_size(field->type));
    switch (field->type) {
    case SDN_TYPE_STRING:
        return bind_str(statement, parameter, value.text);
    case SDN_TYPE_BOOL:
        return sqlite3_bind_int(statement, parameter, value.boolean);
    case SDN_TYPE_I32:
        return sqlite3_bind_int64(statement, parameter, value.i32);
    case SDN_TYPE_I64:
        return sqlite3_bind_int64(statement, parameter, value.i64);
    case SDN_TYPE_U32:
        return sqlite3_bind_int64(statement, parameter, value.u32);
    case SDN_TYPE_U64:
        if (value.u64 <= INT64_MAX)
            return sqlite3_bind_int64(statement, parameter, (int64_t)value.u64);
        return bind_made(statement, parameter, made, add_large_number(made, value.u64));
    case SDN_TYPE_F64:
        return sqlite3_bind_double(statement, parameter, value.f64);
    case SDN_TYPE_DATE:
        return bind_made(statement, parameter, made, add_date(made, value.date));
    case SDN_TYPE_TIMESTAMP:
        return bind_made(statement, parameter, made, add_timestamp(made, value.timestamp));
    default:
        return bind_word(statement, parameter, field, record);
    }
}

int sdn__sqlite_bind(sdn_sqlite_table *table, sqlite3_stmt *statement, int parameter, uint32_t number,
                     const void *record)
{
    const sdn_field *field = &table->type->fields[number];
    const char *from = record;
    table->made[number].len = 0;
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0 && !*(const bool *)(const void *)(from + field->presence_offset))
        return sqlite3_bind_null(statement, parameter);
    if ((field->flags & SDN_FIELD_LIST) == 0)
        return bind_scalar(table, statement, parameter, field, from);
    sdn_sqlite_text *made = &table->made[number];
    bool ok = add_json_list(table, number, made, from + field->offset);
    return bind_made(statement, parameter, made, ok);
}
