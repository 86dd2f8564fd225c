#include "sql/sql_type.h"

#include <inttypes.h>
#include <string.h>

#include "diag/diag.h"
#include "diag/escape.h"
#include "record/scalar.h"

#define REAL_MOST "1.7976931348623157e308"
#define DIGITS_9  "[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]"

/* Adding no days makes SQLite compute the date; without it, 2026-02-30 is returned as it is. */
#define DATE_FORM "@ IS date(@, '+0 days') AND @ >= '0000'"
#define TIMESTAMP_FORM                                                                \
    "substr(@, 1, 19) IS strftime('%Y-%m-%dT%H:%M:%S', substr(@, 1, 19), '+0 days') " \
    "AND substr(@, 20) GLOB '." DIGITS_9 "Z'"

static const sql_type sqlite_types[] = {
    [SDN_TYPE_STRING] = {"TEXT", "", NULL, NULL, true, NULL, "'text'"},
    [SDN_TYPE_BOOL] = {"INTEGER", "", NULL, NULL, true, "@ IN (0, 1)", "'true', 'false'"},
    [SDN_TYPE_I32] = {"INTEGER", "", "-2147483648", "2147483647", false, NULL, "'integer'"},
    [SDN_TYPE_I64] = {"INTEGER", "", "-9223372036854775808", "9223372036854775807", true, NULL, "'integer'"},
    [SDN_TYPE_U32] = {"INTEGER", "", "0", "4294967295", false, NULL, "'integer'"},
    [SDN_TYPE_U64] = {"ANY", "", "0", "'18446744073709551615'", false, NULL, "'integer', 'text'"},
    [SDN_TYPE_F64] = {"REAL", "", "-" REAL_MOST, REAL_MOST, false, NULL, "'integer', 'real'"},
    [SDN_TYPE_DATE] = {"TEXT", "", NULL, NULL, true, DATE_FORM, "'text'"},
    [SDN_TYPE_TIMESTAMP] = {"TEXT", "", NULL, NULL, true, TIMESTAMP_FORM, "'text'"},
    [SDN_TYPE_ENUM] = {"TEXT", "", NULL, NULL, true, NULL, "'text'"},
};

static const sql_type postgresql_types[] = {
    [SDN_TYPE_STRING] = {"text", " COLLATE \"C\"", NULL, NULL, true, NULL, NULL},
    [SDN_TYPE_BOOL] = {"boolean", "", NULL, NULL, true, NULL, NULL},
    [SDN_TYPE_I32] = {"integer", "", NULL, NULL, true, NULL, NULL},
    [SDN_TYPE_I64] = {"bigint", "", NULL, NULL, true, NULL, NULL},
    [SDN_TYPE_U32] = {"bigint", "", "0", "4294967295", false, NULL, NULL},
    [SDN_TYPE_U64] = {"numeric(20,0)", "", "0", "18446744073709551615", false, NULL, NULL},
    [SDN_TYPE_F64] = {"double precision", "", "'-" REAL_MOST "'", "'" REAL_MOST "'", false, NULL, NULL},
    [SDN_TYPE_DATE] = {"date", "", "'0001-01-01'", "'9999-12-31'", false, NULL, NULL},
    [SDN_TYPE_TIMESTAMP] = {"timestamptz", "", "'0001-01-01T00:00:00Z'", "'9999-12-31T23:59:59.999999Z'", false, NULL,
                            NULL},
    [SDN_TYPE_ENUM] = {"text", " COLLATE \"C\"", NULL, NULL, true, NULL, NULL},
};

const sql_type *sql_type_of(sql_dialect dialect, sdn_type type)
{
    return dialect == SQL_SQLITE ? &sqlite_types[type] : &postgresql_types[type];
}

const char *sql_type_name(sdn_type type)
{
    static const char *const names[] = {
        [SDN_TYPE_STRING] = "string", [SDN_TYPE_BOOL] = "bool", [SDN_TYPE_I32] = "i32",
        [SDN_TYPE_I64] = "i64",       [SDN_TYPE_U32] = "u32",   [SDN_TYPE_U64] = "u64",
        [SDN_TYPE_F64] = "f64",       [SDN_TYPE_DATE] = "date", [SDN_TYPE_TIMESTAMP] = "timestamp",
        [SDN_TYPE_ENUM] = "enum",
    };
    return names[type];
}

const char *sql_column_type(const sql_printer *printer, const sdn_field *field)
{
    const sql_type *type = sql_type_of(printer->dialect, field->type);
    bool list = (field->flags & SDN_FIELD_LIST) != 0;
    if (list && printer->dialect == SQL_SQLITE)
        return "TEXT";
    return sql_format(printer, "%s%s%s", type->column, list ? "[]" : "", type->collation);
}

/* ---- values ---- */

/* The form that SQLite has for a u64 above its own numbers; the others are NULL. */
static const char *large_number(const sql_printer *printer, const sdn_field *field, const void *value)
{
    uint64_t number;
    if (printer->dialect != SQL_SQLITE || field->type != SDN_TYPE_U64)
        return NULL;
    memcpy(&number, value, sizeof number);
    return number > INT64_MAX ? sql_format(printer, "%020" PRIu64, number) : NULL;
}

/* A time with the decimals that the database keeps. */
static sdn_str timestamp_text(const sql_printer *printer, const void *value, char text[SDN_TIMESTAMP_SIZE])
{
    sdn_timestamp time;
    memcpy(&time, value, sizeof time);
    uint32_t decimals = time.nanoseconds;
    time.nanoseconds = 0;
    size_t len = sdn_timestamp_print(time, text);
    if (len == 0)
        return SDN_STR("");
    const char *made = printer->dialect == SQL_SQLITE
                           ? sql_format(printer, "%.19s.%09" PRIu32 "Z", text, decimals)
                           : sql_format(printer, "%.19s.%06" PRIu32 "Z", text, decimals / 1000);
    return sdn_str_from(made);
}

/* The text of a value, before it is quoted. */
static sdn_str value_as_text(const sql_printer *printer, const sdn_field *field, const void *value,
                             char scratch[SDN_SCALAR_SIZE])
{
    const char *large = large_number(printer, field, value);
    if (large != NULL)
        return sdn_str_from(large);
    if (field->type == SDN_TYPE_TIMESTAMP)
        return timestamp_text(printer, value, scratch);
    return sdn__scalar_of(field)->print(field, value, scratch);
}

/* Whether the type is written as text, in SQL and in JSON. */
static bool is_text_type(sdn_type type)
{
    return type == SDN_TYPE_STRING || type == SDN_TYPE_DATE || type == SDN_TYPE_TIMESTAMP || type == SDN_TYPE_ENUM;
}

const char *sql_value(const sql_printer *printer, const sdn_field *field, const void *value)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_str text = value_as_text(printer, field, value, scratch);
    if (is_text_type(field->type) || large_number(printer, field, value) != NULL)
        return sql_literal(printer, text);
    if (field->type == SDN_TYPE_BOOL && printer->dialect == SQL_SQLITE)
        return text.ptr[0] == 't' ? "1" : "0";
    return sql_format(printer, "%.*s", DIAG_STR(text));
}

static void add_json_element(const sql_printer *printer, const sdn_field *field, const void *value, sdn_buffer *json)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_str text = value_as_text(printer, field, value, scratch);
    if (is_text_type(field->type) || large_number(printer, field, value) != NULL)
        add_json_string(json, text);
    else
        sdn__buffer_add_str(json, text);
}

static const char *json_list(const sql_printer *printer, const sdn_field *field, sdn_any_list list)
{
    sdn_buffer json = SDN_BUFFER_INIT;
    for (size_t i = 0; i < list.count; i++) {
        text_printf(&json, i > 0 ? "," : "[");
        add_json_element(printer, field, sdn__list_item(list, sdn__scalar_of(field), i), &json);
    }
    text_printf(&json, list.count > 0 ? "]" : "[]");
    const char *made = sql_literal(printer, text_view(&json));
    printer->out->out_of_memory |= json.out_of_memory;
    sdn__buffer_release(&json);
    return made;
}

static const char *array(const sql_printer *printer, const sdn_field *field, sdn_any_list list)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    for (size_t i = 0; i < list.count; i++)
        text_printf(&made, "%s%s", i > 0 ? ", " : "ARRAY[",
                    sql_value(printer, field, sdn__list_item(list, sdn__scalar_of(field), i)));
    if (list.count > 0)
        text_printf(&made, "]::%s[]", sql_type_of(SQL_POSTGRESQL, field->type)->column);
    else
        text_printf(&made, "'{}'");
    return sql_taken(printer, &made);
}

const char *sql_field_value(const sql_printer *printer, const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    if ((field->flags & SDN_FIELD_LIST) == 0)
        return sql_value(printer, field, value);
    return printer->dialect == SQL_SQLITE ? json_list(printer, field, sdn__list_at(value))
                                          : array(printer, field, sdn__list_at(value));
}

bool sql_can_keep(sql_dialect dialect, const sdn_field *field, const void *value)
{
    char scratch[SDN_SCALAR_SIZE];
    sdn_timestamp time = {0};
    if (dialect == SQL_SQLITE || (field->type != SDN_TYPE_DATE && field->type != SDN_TYPE_TIMESTAMP))
        return true;
    if (field->type == SDN_TYPE_TIMESTAMP)
        memcpy(&time, value, sizeof time);
    sdn_str text = sdn__scalar_of(field)->print(field, value, scratch);
    return time.nanoseconds % 1000 == 0 && memcmp(text.ptr, "0000", 4) != 0;
}
