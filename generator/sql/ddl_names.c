/*
 * Names of what is made beside tables and columns. They tell where the schema says it: `todos.line range`,
 * `todos by file, line`. Names of tables and columns have no blanks, so none of these names is one of those, nor the same
 * for two different things.
 */
#include "sql/ddl_private.h"

const char *ddl_table_name(const sql_printer *printer, const sdn_record_type *type)
{
    return sql_name(printer, "%s", type->table.ptr);
}

const char *ddl_column_name(const sql_printer *printer, const sdn_field *field)
{
    return sql_name(printer, "%s", field->column.ptr);
}

const char *ddl_columns(const sql_printer *printer, const sdn_record_type *type, const sdn_index_type *index,
                        const char *prefix)
{
    const char *made = "";
    for (uint32_t i = 0; i < index->field_count; i++)
        made = sql_format(printer, "%s%s%s%s", made, i > 0 ? ", " : "", prefix,
                          ddl_column_name(printer, &type->fields[index->fields[i]]));
    return made;
}

const char *ddl_key_columns(const sql_printer *printer, const sdn_record_type *type, const char *prefix)
{
    if (type->key.field_count == 0)
        return sql_format(printer, "%s\"" DDL_ROW_COLUMN "\"", prefix);
    return ddl_columns(printer, type, &type->key, prefix);
}

const char *ddl_plain_columns(const sql_printer *printer, const sdn_record_type *type, const sdn_index_type *index)
{
    const char *made = "";
    for (uint32_t i = 0; i < index->field_count; i++)
        made = sql_format(printer, "%s%s%s", made, i > 0 ? ", " : "", type->fields[index->fields[i]].column.ptr);
    return made;
}

const char *ddl_reference_name(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    return sql_name(printer, "%s.%s references %s", type->table.ptr, field->column.ptr, field->references->table.ptr);
}

const char *ddl_reference_literal(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                                  const char *words)
{
    const char *name = sql_format(printer, "%s%s.%s references %s", words, type->table.ptr, field->column.ptr,
                                  field->references->table.ptr);
    return sql_literal(printer, sdn_str_from(name));
}
