/*
 * SQL for SQLite: a table and its rows, in one transaction.
 *
 * Columns have the types that sdnc ddl gives them, and the table is STRICT, so values arrive as they are: a u64 that is
 * larger than all INTEGERs is text in a column of the type ANY, and loses no digits. Real numbers have a point or an
 * exponent. Truth values are 0 and 1. Lists are arrays of JSON, for json_each.
 *
 * The key of the record is that of the table, if all of its fields are written.
 */
#include "formats/table_format.h"

#include <string.h>

#include "record/record.h"
#include "sql/sql_type.h"

/* ---- the table ---- */

static void add_sql_name(sdn_buffer *out, sdn_str name)
{
    static const char *const doubled[256] = {['"'] = "\"\""};
    sdn__buffer_add(out, "\"", 1);
    add_replaced(out, name, doubled);
    sdn__buffer_add(out, "\"", 1);
}

static void add_column(table_writer *writer, size_t position)
{
    const sql_printer printer = {writer->out, &writer->arena, SQL_SQLITE};
    const sdn_field *field = layout_field(writer, position);
    add_text(writer->out, position > 0 ? ",\n  " : "\n  ");
    add_sql_name(writer->out, sdn_str_from(field->name));
    add_text(writer->out, " ");
    add_text(writer->out, sql_column_type(&printer, field));
    add_text(writer->out, (field->flags & SDN_FIELD_OPTIONAL) != 0 ? "" : " NOT NULL");
}

static bool is_written(const table_writer *writer, uint32_t field)
{
    for (size_t i = 0; i < writer->layout.field_count; i++)
        if (writer->layout.fields[i] == field)
            return true;
    return false;
}

static void add_key(table_writer *writer)
{
    const sdn_record_type *type = writer->layout.type;
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (!is_written(writer, type->key.fields[i]))
            return;
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        add_text(writer->out, i > 0 ? ", " : ",\n  PRIMARY KEY (");
        add_sql_name(writer->out, sdn_str_from(type->fields[type->key.fields[i]].name));
    }
    add_text(writer->out, type->key.field_count > 0 ? ")" : "");
}

/* The start of each row, up to its first value. */
static void make_insert(table_writer *writer)
{
    sdn_buffer insert = SDN_BUFFER_INIT;
    add_text(&insert, "INSERT INTO ");
    add_sql_name(&insert, writer->layout.type->table);
    add_text(&insert, " VALUES (");
    writer->labels = sdn_arena_alloc(&writer->arena, sizeof *writer->labels);
    if (writer->labels != NULL && !insert.out_of_memory)
        *writer->labels = sdn_arena_copy(&writer->arena, insert.bytes, insert.len);
    if (writer->labels == NULL || insert.out_of_memory || writer->labels->ptr == NULL)
        writer->out->out_of_memory = true;
    sdn__buffer_release(&insert);
}

static void begin_sql(table_writer *writer)
{
    make_insert(writer);
    add_text(writer->out, "BEGIN;\nCREATE TABLE ");
    add_sql_name(writer->out, writer->layout.type->table);
    add_text(writer->out, " (");
    for (size_t i = 0; i < writer->layout.field_count; i++)
        add_column(writer, i);
    add_key(writer);
    add_text(writer->out, "\n) STRICT;\n");
}

/* ---- rows ---- */

/* The shell of SQLite makes a line feed of a carriage return and a line feed, in texts too. */
static void add_sql_text(sdn_buffer *out, sdn_str text)
{
    static const char *const replaced[256] = {['\''] = "''", ['\r'] = "'||char(13)||'"};
    sdn__buffer_add(out, "'", 1);
    add_replaced(out, text, replaced);
    sdn__buffer_add(out, "'", 1);
}

static void add_sql_bare(sdn_buffer *out, sdn_str text)
{
    sdn__buffer_add_str(out, text);
}

static void add_sql_bool(sdn_buffer *out, sdn_str text)
{
    sdn__buffer_add(out, text.ptr[0] == 't' ? "1" : "0", 1);
}

static void add_sql_real(sdn_buffer *out, sdn_str text)
{
    bool is_whole = memchr(text.ptr, '.', text.len) == NULL && memchr(text.ptr, 'e', text.len) == NULL;
    sdn__buffer_add_str(out, text);
    add_text(out, is_whole ? ".0" : "");
}

static void add_sql_u64(sdn_buffer *out, sdn_str text)
{
    static const char largest[] = "9223372036854775807";
    size_t len = sizeof largest - 1;
    if (text.len > len || (text.len == len && memcmp(text.ptr, largest, len) > 0))
        add_sql_text(out, text);
    else
        sdn__buffer_add_str(out, text);
}

static void add_sql_value(sdn_buffer *out, sdn_type type, sdn_str text)
{
    static void (*const add[])(sdn_buffer * out, sdn_str text) = {
        [SDN_TYPE_STRING] = add_sql_text, [SDN_TYPE_BOOL] = add_sql_bool, [SDN_TYPE_I32] = add_sql_bare,
        [SDN_TYPE_I64] = add_sql_bare,    [SDN_TYPE_U32] = add_sql_bare,  [SDN_TYPE_U64] = add_sql_u64,
        [SDN_TYPE_F64] = add_sql_real,    [SDN_TYPE_DATE] = add_sql_text, [SDN_TYPE_TIMESTAMP] = add_sql_text,
        [SDN_TYPE_ENUM] = add_sql_text,
    };
    if (text.ptr == NULL)
        add_text(out, "NULL");
    else
        add[type](out, text);
}

/* An array of JSON as a text of SQL: it is written after the row, quoted from there, and moved back. */
static void add_sql_list(table_writer *writer, size_t position, const void *record)
{
    sdn_buffer *out = writer->out;
    size_t start = out->len;
    if (!sdn__field_present(layout_field(writer, position), record)) {
        add_text(out, "NULL");
        return;
    }
    add_json_value(writer, position, record);
    size_t len = out->len - start;
    sdn__buffer_reserve(out, 2 * len + 2); /* so that the bytes stay where they are */
    if (out->out_of_memory)
        return;
    add_sql_text(out, (sdn_str){out->bytes + start, len});
    memmove(out->bytes + start, out->bytes + start + len, out->len - start - len);
    out->len -= len;
}

static void sql_row(table_writer *writer, const void *record)
{
    sdn__buffer_add_str(writer->out, *writer->labels);
    for (size_t i = 0; i < writer->layout.field_count; i++) {
        const sdn_field *field = layout_field(writer, i);
        if (i > 0)
            sdn__buffer_add(writer->out, ",", 1);
        if ((field->flags & SDN_FIELD_LIST) != 0)
            add_sql_list(writer, i, record);
        else
            add_sql_value(writer->out, field->type, value_text(writer, i, record));
    }
    sdn__buffer_add(writer->out, ");\n", 3);
}

static void end_sql(table_writer *writer)
{
    add_text(writer->out, "COMMIT;\n");
}

const table_format format_sql = {"sql", begin_sql, sql_row, end_sql};
