/*
 * References of the elements of a list in PostgreSQL, which has no constraint for them: triggers check them at the end of
 * the transaction, as other references are.
 *
 * Of two transactions, one that refers to a row and one that deletes it, the second to end sees what the first did: the
 * check of the one locks the row as a foreign key would, and so waits for the other, or makes it wait.
 */
#include "sql/ddl_private.h"

/* A trigger whose function is called when the transaction ends. */
static void print_late_trigger(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field,
                               const sdn_record_type *on, const char *name, const char *event, const char *condition,
                               const char *function)
{
    text_printf(printer->out,
                "CREATE CONSTRAINT TRIGGER %s AFTER %s ON %s\n"
                "    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW%s EXECUTE FUNCTION %s();\n",
                sql_name(printer, "%s.%s %s", type->table.ptr, field->column.ptr, name), event,
                ddl_table_name(printer, on), condition, function);
}

/* Checks a row that refers. It may have been changed or deleted since: its list of now counts. */
static void print_check_of_list(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *name = ddl_reference_name(printer, type, field), *column = ddl_column_name(printer, field);
    const char *target = ddl_table_name(printer, field->references);
    const char *target_key = ddl_key_columns(printer, field->references, "target.");
    text_printf(printer->out,
                "CREATE OR REPLACE FUNCTION %s() RETURNS trigger\n"
                "LANGUAGE plpgsql\n"
                "SET search_path FROM CURRENT\n"
                "AS $$\n"
                "BEGIN\n"
                "    PERFORM FROM %s AS target WHERE %s = ANY (new.%s) FOR KEY SHARE;\n"
                "    IF EXISTS (\n"
                "        SELECT FROM %s AS referring, unnest(referring.%s) AS listed(element)\n"
                "        WHERE (%s) = (%s)\n"
                "            AND NOT EXISTS (SELECT FROM %s AS target WHERE %s = listed.element)) THEN\n"
                "        RAISE foreign_key_violation USING CONSTRAINT = %s, MESSAGE = %s;\n"
                "    END IF;\n"
                "    RETURN NULL;\n"
                "END\n"
                "$$;\n",
                name, target, target_key, column, ddl_table_name(printer, type), column,
                ddl_key_columns(printer, type, "referring."), ddl_key_columns(printer, type, "new."), target,
                target_key, ddl_reference_literal(printer, type, field, ""),
                ddl_reference_literal(printer, type, field, "an element violates foreign key constraint "));
    print_late_trigger(printer, type, field, type, "insert", "INSERT",
                       sql_format(printer, " WHEN (NEW.%s <> '{}')", column), name);
    print_late_trigger(printer, type, field, type, "update", "UPDATE",
                       sql_format(printer, " WHEN (NEW.%s <> OLD.%s)", column, column), name);
}

/* Checks when a row is gone that was referred to. */
static void print_check_of_target(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *name = sql_name(printer, "%s.%s referred", type->table.ptr, field->column.ptr);
    const char *table = ddl_table_name(printer, type), *column = ddl_column_name(printer, field);
    const char *target = ddl_table_name(printer, field->references);
    const char *old_key = ddl_key_columns(printer, field->references, "old.");
    text_printf(printer->out,
                "CREATE OR REPLACE FUNCTION %s() RETURNS trigger\n"
                "LANGUAGE plpgsql\n"
                "SET search_path FROM CURRENT\n"
                "AS $$\n"
                "BEGIN\n"
                "    IF NOT EXISTS (SELECT FROM %s AS target WHERE %s = %s)\n"
                "        AND EXISTS (SELECT FROM %s AS referring WHERE referring.%s @> ARRAY[%s]) THEN\n"
                "        RAISE foreign_key_violation USING CONSTRAINT = %s, MESSAGE = %s;\n"
                "    END IF;\n"
                "    RETURN NULL;\n"
                "END\n"
                "$$;\n",
                name, target, ddl_key_columns(printer, field->references, "target."), old_key, table, column, old_key,
                ddl_reference_literal(printer, type, field, ""),
                ddl_reference_literal(printer, type, field, "an element violates foreign key constraint "));
    print_late_trigger(printer, type, field, field->references, "delete", "DELETE", "", name);
    print_late_trigger(
        printer, type, field, field->references, "rename", "UPDATE",
        sql_format(printer, " WHEN (%s <> %s)", old_key, ddl_key_columns(printer, field->references, "NEW.")), name);
}

static void print_clearing_of_lists(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    const char *name = sql_name(printer, "%s.%s clear", type->table.ptr, field->column.ptr);
    const char *column = ddl_column_name(printer, field);
    const char *old_key = ddl_key_columns(printer, field->references, "old.");
    text_printf(printer->out,
                "CREATE OR REPLACE FUNCTION %s() RETURNS trigger\n"
                "LANGUAGE plpgsql\n"
                "SET search_path FROM CURRENT\n"
                "AS $$\n"
                "BEGIN\n"
                "    UPDATE %s AS referring SET %s = array_remove(referring.%s, %s)\n"
                "        WHERE referring.%s @> ARRAY[%s];\n"
                "    RETURN NULL;\n"
                "END\n"
                "$$;\n"
                "CREATE TRIGGER %s AFTER DELETE ON %s\n"
                "    FOR EACH ROW EXECUTE FUNCTION %s();\n",
                name, ddl_table_name(printer, type), column, column, old_key, column, old_key, name,
                ddl_table_name(printer, field->references), name);
}

void ddl_print_elements_postgresql(const sql_printer *printer, const sdn_record_type *type, const sdn_field *field)
{
    text_printf(printer->out, "CREATE INDEX %s ON %s USING gin (%s);\n",
                sql_name(printer, "%s.%s elements", type->table.ptr, field->column.ptr), ddl_table_name(printer, type),
                ddl_column_name(printer, field));
    print_check_of_list(printer, type, field);
    print_check_of_target(printer, type, field);
    if (ddl_has_flag(field, SDN_FIELD_ON_DELETE_CLEAR))
        print_clearing_of_lists(printer, type, field);
}
