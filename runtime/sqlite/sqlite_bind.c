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

static bool add_number_item(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const sdn_value *value)
{
    sdn_row_writer *writer = &table->writer;
    writer->len = 0;
    switch (table->type->fields[number].type) {
    case SDN_TYPE_BOOL:
        sdn_write_bool(writer, number, value->boolean);
        break;
    case SDN_TYPE_I32:
        sdn_write_i32(writer, number, value->i32);
        break;
    case SDN_TYPE_I64:
        sdn_write_i64(writer, number, value->i64);
        break;
    case SDN_TYPE_U32:
        sdn_write_u32(writer, number, value->u32);
        break;
    case SDN_TYPE_U64:
        sdn_write_u64(writer, number, value->u64);
        break;
    default:
        sdn_write_f64(writer, number, value->f64);
        break;
    }
    return add_written(table, number, made);
}

static bool is_number_item(const sdn_field *field, const sdn_value *value)
{
    if (field->type == SDN_TYPE_U64)
        return value->u64 <= INT64_MAX;
    return field->type != SDN_TYPE_DATE && field->type != SDN_TYPE_TIMESTAMP;
}

/* One of those that are quoted, and have nothing to be escaped. */
static bool add_quoted_item(const sdn_field *field, sdn_sqlite_text *made, const sdn_value *value)
{
    if (!sdn__sqlite_add(made, "\"", 1))
        return false;
    bool ok = field->type == SDN_TYPE_U64    ? add_large_number(made, value->u64)
              : field->type == SDN_TYPE_DATE ? add_date(made, value->date)
                                             : add_timestamp(made, value->timestamp);
    return ok && sdn__sqlite_add(made, "\"", 1);
}

static bool add_item(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const void *item)
{
    const sdn_field *field = &table->type->fields[number];
    sdn_value value;
    memcpy(&value, item, sdn_type_size(field->type));
    if (field->type == SDN_TYPE_STRING)
        return add_json_text(made, value.text);
    if (field->type == SDN_TYPE_ENUM)
        return add_json_text(made, field->enumeration->names[value.enumerator]);
    if (is_number_item(field, &value))
        return add_number_item(table, number, made, &value);
    return add_quoted_item(field, made, &value);
}

static bool add_json_list(sdn_sqlite_table *table, uint32_t number, sdn_sqlite_text *made, const void *value)
{
    sdn_str_list list; /* all lists have its layout */
    memcpy(&list, value, sizeof list);
    const char *item = (const char *)(const void *)list.items;
    bool ok = sdn__sqlite_add(made, "[", 1);
    for (size_t i = 0; i < list.count && ok; i++, item += sdn_type_size(table->type->fields[number].type))
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
    memcpy(&value, record + field->offset, sdn_type_size(field->type));
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
