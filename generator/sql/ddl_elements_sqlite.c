/*
 * References of the elements of a list in SQLite, which has no constraint for them: triggers keep a table of the elements
 * of each row, `todos.blocked`, and that refers to the other table. So they are checked at the end of the transaction, as
 * other references are. No table of a schema can be called so.
 */
#include "sql/ddl_private.h"

/* The table of the elements. */
static const char *elements_table(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    return sql_name(printer, "%s.%s", type->table.ptr, field->column.ptr);
}

static void print_elements_table(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *table = elements_table(printer, type, field), *key = ddl_key_columns(printer, type, "");
    text_printf(printer->out, "CREATE TABLE %s (\n", table);
    if (type->key.field_count == 0)
        text_printf(printer->out, "    \"" DDL_ROW_COLUMN "\" INTEGER NOT NULL,\n");
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        const sdn_field *part = &type->fields[type->key.fields[i]];
        text_printf(printer->out, "    %s %s NOT NULL,\n", ddl_column_name(printer, part),
                    sql_column_type(printer, part));
    }
    text_printf(printer->out,
                "    \"" DDL_ELEMENT_COLUMN "\" %s NOT NULL,\n"
                "    PRIMARY KEY (%s, \"" DDL_ELEMENT_COLUMN "\"),\n"
                "    CONSTRAINT %s FOREIGN KEY (\"" DDL_ELEMENT_COLUMN "\") REFERENCES %s (%s) "
                "DEFERRABLE INITIALLY DEFERRED\n"
                ") STRICT, WITHOUT ROWID;\n",
                sql_type_of(SQL_SQLITE, field->type)->column, key, ddl_reference_name(printer, type, field),
                ddl_table_name(printer, field->references), ddl_key_columns(printer, field->references, ""));
    text_printf(printer->out, "CREATE INDEX %s ON %s (\"" DDL_ELEMENT_COLUMN "\");\n",
                sql_name(printer, "%s.%s elements", type->table.ptr, field->column.ptr), table);
}

static void print_elements_head(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                                const char *name, const char *event, const char *condition)
{
    text_printf(printer->out, "CREATE TRIGGER %s AFTER %s ON %s%s BEGIN\n",
                sql_name(printer, "%s.%s elements %s", type->table.ptr, field->column.ptr, name), event,
                ddl_table_name(printer, type), condition);
}

static void print_forgetting(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    text_printf(printer->out, "    DELETE FROM %s WHERE (%s) = (%s);\n", elements_table(printer, type, field),
                ddl_key_columns(printer, type, ""), ddl_key_columns(printer, type, "OLD."));
}

static void print_noting(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    text_printf(printer->out,
                "    INSERT INTO %s (%s, \"" DDL_ELEMENT_COLUMN "\")\n"
                "        SELECT DISTINCT %s, value FROM json_each(NEW.%s);\n",
                elements_table(printer, type, field), ddl_key_columns(printer, type, ""),
                ddl_key_columns(printer, type, "NEW."), ddl_column_name(printer, field));
}

/* Takes a deleted row out of the lists. */
static void print_clearing(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *column = ddl_column_name(printer, field), *key = ddl_key_columns(printer, type, "");
    const char *deleted = ddl_key_columns(printer, field->references, "OLD.");
    text_printf(printer->out,
                "CREATE TRIGGER %s AFTER DELETE ON %s BEGIN\n"
                "    UPDATE %s\n"
                "        SET %s = (SELECT json_group_array(value) FROM json_each(%s.%s) WHERE value IS NOT %s)\n"
                "        WHERE (%s) IN (SELECT %s FROM %s WHERE \"" DDL_ELEMENT_COLUMN "\" = %s);\n"
                "END;\n",
                sql_name(printer, "%s.%s clear", type->table.ptr, field->column.ptr),
                ddl_table_name(printer, field->references), ddl_table_name(printer, type), column,
                ddl_table_name(printer, type), column, deleted, key, key, elements_table(printer, type, field),
                deleted);
}

void ddl_print_elements_sqlite(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    print_elements_table(printer, type, field);
    print_elements_head(printer, type, field, "insert", "INSERT",
                        sql_format(printer, " WHEN NEW.%s <> '[]'", ddl_column_name(printer, field)));
    print_noting(printer, type, field);
    text_printf(printer->out, "END;\n");
    print_elements_head(printer, type, field, "update", "UPDATE",
                        sql_format(printer, " WHEN OLD.%s <> NEW.%s OR (%s) IS NOT (%s)",
                                   ddl_column_name(printer, field), ddl_column_name(printer, field),
                                   ddl_key_columns(printer, type, "OLD."), ddl_key_columns(printer, type, "NEW.")));
    print_forgetting(printer, type, field);
    print_noting(printer, type, field);
    text_printf(printer->out, "END;\n");
    print_elements_head(printer, type, field, "delete", "DELETE",
                        sql_format(printer, " WHEN OLD.%s <> '[]'", ddl_column_name(printer, field)));
    print_forgetting(printer, type, field);
    text_printf(printer->out, "END;\n");
    if (ddl_has_flag(field, SDN_FIELD_ON_DELETE_CLEAR))
        print_clearing(printer, type, field);
}
