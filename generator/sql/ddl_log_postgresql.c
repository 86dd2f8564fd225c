/*
 * Versions and log in PostgreSQL.
 *
 * All rows that a transaction changes in a table are one version. Its number is in the order of commits, because the row
 * of sdn_meta is locked until the end, and that before any row of the table is: a statement that got the lock after its
 * rows could wait for a transaction that waits for it. The variable that remembers the number is local to the transaction
 * and to its savepoint; the number of a rolled back one is given again, with its row of sdn_meta.
 *
 * The rows of a statement are written at once. An update is logged whatever it changed.
 *
 * `sdn.token`, if the transaction sets it, names the transaction in the log: a program that lost its connection during
 * COMMIT can see there whether the commit took place.
 */
#include "sql/ddl_private.h"

static const char postgresql_common[] =
    "-- The version of each table, and the rows that each version changed.\n"
    "CREATE TABLE IF NOT EXISTS sdn_meta (\n"
    "    tbl text COLLATE \"C\" NOT NULL PRIMARY KEY,\n"
    "    version bigint NOT NULL,\n"
    "    schema_hash text NOT NULL\n"
    ");\n"
    "CREATE TABLE IF NOT EXISTS sdn_log (\n"
    "    tbl text COLLATE \"C\" NOT NULL,\n"
    "    version bigint NOT NULL,\n"
    "    key jsonb NOT NULL,\n"
    "    op text NOT NULL,\n"
    "    token uuid,\n"
    "    at timestamptz NOT NULL DEFAULT clock_timestamp()\n"
    ");\n"
    "CREATE INDEX IF NOT EXISTS \"sdn_log by tbl, version\" ON sdn_log (tbl, version);\n"
    "\n"
    "-- Waits for other transactions that change the table.\n"
    "CREATE OR REPLACE FUNCTION sdn_lock() RETURNS trigger\n"
    "LANGUAGE plpgsql\n"
    "SET search_path FROM CURRENT\n"
    "AS $$\n"
    "BEGIN\n"
    "    PERFORM version FROM sdn_meta WHERE tbl = TG_ARGV[0] FOR UPDATE;\n"
    "    RETURN NULL;\n"
    "END\n"
    "$$;\n"
    "\n"
    "-- Logs changed rows under the version of this transaction.\n"
    "CREATE OR REPLACE FUNCTION sdn_log_rows(name text, what text, keys jsonb[]) RETURNS void\n"
    "LANGUAGE plpgsql\n"
    "AS $$\n"
    "DECLARE\n"
    "    mark text := 'sdn.version_' || 'sdn_meta'::regclass::oid || '_' || encode(convert_to(name, 'UTF8'), 'hex');\n"
    "    made bigint := nullif(current_setting(mark, true), '')::bigint;\n"
    "BEGIN\n"
    "    IF cardinality(keys) = 0 THEN\n"
    "        RETURN;\n"
    "    END IF;\n"
    "    IF made IS NULL THEN\n"
    "        UPDATE sdn_meta SET version = version + 1 WHERE tbl = name RETURNING version INTO STRICT made;\n"
    "        PERFORM set_config(mark, made::text, true);\n"
    "        IF made % " DDL_PRUNE_EVERY " = 0 THEN\n"
    "            PERFORM " DDL_PRUNE_FUNCTION "(name);\n"
    "        END IF;\n"
    "    END IF;\n"
    "    INSERT INTO sdn_log (tbl, version, key, op, token)\n"
    "        SELECT name, made, row_key, what, nullif(current_setting('sdn.token', true), '')::uuid\n"
    "        FROM unnest(keys) AS row_key;\n"
    "END\n"
    "$$;\n";

/* Roles that change rows need not be allowed to delete from the log, so this runs with the rights of who made it. All
 * operators are those of pg_catalog for just these types. */
static void print_postgresql_pruning(const sql_printer *printer, size_t days)
{
    text_printf(printer->out, "\n"
                              "-- Deletes what is old in the log of a table.\n"
                              "CREATE OR REPLACE FUNCTION " DDL_PRUNE_FUNCTION "(name text) RETURNS void\n"
                              "LANGUAGE plpgsql\n"
                              "SECURITY DEFINER\n"
                              "SET search_path FROM CURRENT\n"
                              "AS $$\n");
    if (days == 0)
        text_printf(printer->out, "BEGIN\n"
                                  "    -- It is kept for ever.\n");
    else
        text_printf(printer->out,
                    "DECLARE\n"
                    "    newest bigint := (SELECT max(version) FROM sdn_log WHERE tbl = name);\n"
                    "    most bigint := (SELECT min(version) + " DDL_PRUNE_MOST
                    "::bigint FROM sdn_log WHERE tbl = name);\n"
                    "    young bigint := (SELECT version FROM sdn_log WHERE tbl = name AND version < most\n"
                    "        AND at >= now() - interval '%zu days' ORDER BY version LIMIT 1);\n"
                    "BEGIN\n"
                    "    DELETE FROM sdn_log WHERE tbl = name AND version < least(young, most, newest);\n",
                    days);
    text_printf(printer->out, "END\n"
                              "$$;\n");
}

static void print_postgresql_common(const sql_printer *printer, size_t days)
{
    text_printf(printer->out, "%s", postgresql_common);
    print_postgresql_pruning(printer, days);
}

/* A column of the key as JSON has it, in the same form whatever the time zone of the connection. */
static const char *key_part(const sql_printer *printer, const char *rows, const char *column, bool timestamp)
{
    if (!timestamp)
        return sql_format(printer, "%s.%s", rows, column);
    return sql_format(printer, "to_char(%s.%s AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", rows, column);
}

/* The key of a row as an array of JSON. Columns have the name of `row` before them, for they may be called as a variable of
 * the function. */
static const char *key_of_row(const sql_printer *printer, const sdn_record_type *type, const char *row)
{
    const char *parts = type->key.field_count == 0 ? key_part(printer, row, "\"" DDL_ROW_COLUMN "\"", false) : "";
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        const sdn_field *field = &type->fields[type->key.fields[i]];
        parts = sql_format(printer, "%s%s%s", parts, i > 0 ? ", " : "",
                           key_part(printer, row, ddl_column_name(printer, field), field->type == SDN_TYPE_TIMESTAMP));
    }
    return sql_format(printer, "jsonb_build_array(%s)", parts);
}

/* For each row it is called when its key has changed, and for each statement. */
static void print_function(const sql_printer *printer, const sdn_record_type *type)
{
    const char *name = sql_literal(printer, type->table);
    text_printf(printer->out,
                "CREATE OR REPLACE FUNCTION %s() RETURNS trigger\n"
                "LANGUAGE plpgsql\n"
                "SET search_path FROM CURRENT\n"
                "AS $$\n"
                "BEGIN\n"
                "    IF TG_LEVEL = 'ROW' THEN\n"
                "        PERFORM sdn_log_rows(%s, 'delete', ARRAY[%s]);\n"
                "    ELSIF TG_OP = 'TRUNCATE' THEN\n"
                "        PERFORM sdn_log_rows(%s, 'truncate', ARRAY['[]'::jsonb]);\n"
                "    ELSIF TG_OP = 'DELETE' THEN\n"
                "        PERFORM sdn_log_rows(%s, 'delete', ARRAY(SELECT %s FROM old_rows));\n"
                "    ELSE\n"
                "        PERFORM sdn_log_rows(%s, lower(TG_OP), ARRAY(SELECT %s FROM new_rows));\n"
                "    END IF;\n"
                "    RETURN NULL;\n"
                "END\n"
                "$$;\n",
                sql_name(printer, "%s log", type->table.ptr), name, key_of_row(printer, type, "old"), name, name,
                key_of_row(printer, type, "old_rows"), name, key_of_row(printer, type, "new_rows"));
}

static void print_postgresql_trigger(const sql_printer *printer, const sdn_record_type *type, const char *name,
                                     const char *event, const char *rows)
{
    text_printf(printer->out,
                "CREATE TRIGGER %s AFTER %s ON %s\n"
                "    %s EXECUTE FUNCTION %s();\n",
                sql_name(printer, "%s log %s", type->table.ptr, name), event, ddl_table_name(printer, type), rows,
                sql_name(printer, "%s log", type->table.ptr));
}

static void print_postgresql_triggers(const sql_printer *printer, const sdn_record_type *type)
{
    const char *renamed = sql_format(printer, "FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s))",
                                     ddl_key_columns(printer, type, "OLD."), ddl_key_columns(printer, type, "NEW."));
    print_function(printer, type);
    text_printf(printer->out,
                "CREATE TRIGGER %s BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %s\n"
                "    FOR EACH STATEMENT EXECUTE FUNCTION sdn_lock(%s);\n",
                sql_name(printer, "%s lock", type->table.ptr), ddl_table_name(printer, type),
                sql_literal(printer, type->table));
    print_postgresql_trigger(printer, type, "insert", "INSERT", "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT");
    print_postgresql_trigger(printer, type, "update", "UPDATE", "REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT");
    print_postgresql_trigger(printer, type, "rename", "UPDATE", renamed);
    print_postgresql_trigger(printer, type, "delete", "DELETE", "REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT");
    print_postgresql_trigger(printer, type, "truncate", "TRUNCATE", "FOR EACH STATEMENT");
}

const ddl_log ddl_log_postgresql = {print_postgresql_common, print_postgresql_triggers};
