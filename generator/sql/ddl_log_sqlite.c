/*
 * Versions and log in SQLite. Each row that is changed is a version of its own: there is one writer at a time, so the
 * numbers are in the order of commits, and a transaction needs no name.
 */
#include <string.h>

#include "sql/ddl_private.h"

static const char sqlite_common[] = "-- The version of each table, and the rows that each version changed.\n"
                                    "CREATE TABLE IF NOT EXISTS sdn_meta (\n"
                                    "    tbl TEXT NOT NULL PRIMARY KEY,\n"
                                    "    version INTEGER NOT NULL,\n"
                                    "    schema_hash TEXT NOT NULL\n"
                                    ") STRICT, WITHOUT ROWID;\n"
                                    "CREATE TABLE IF NOT EXISTS sdn_log (\n"
                                    "    tbl TEXT NOT NULL,\n"
                                    "    version INTEGER NOT NULL,\n"
                                    "    key TEXT NOT NULL,\n"
                                    "    op TEXT NOT NULL,\n"
                                    "    at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,\n"
                                    "    PRIMARY KEY (tbl, version)\n"
                                    ") STRICT, WITHOUT ROWID;\n";

/* The row that is being inserted is young enough, so there is one that ends what is deleted. */
static void print_sqlite_pruning(const sql_printer *printer, size_t days)
{
    text_printf(printer->out, "DROP TRIGGER IF EXISTS \"" DDL_PRUNE_TRIGGER "\";\n");
    if (days == 0)
        return;
    text_printf(
        printer->out,
        "CREATE TRIGGER \"" DDL_PRUNE_TRIGGER "\" AFTER INSERT ON sdn_log WHEN NEW.version %% " DDL_PRUNE_EVERY
        " = 0 BEGIN\n"
        "    DELETE FROM sdn_log WHERE tbl = NEW.tbl AND version < (SELECT version FROM sdn_log WHERE tbl = NEW.tbl\n"
        "        AND (at >= datetime('now', '-%zu days')\n"
        "            OR version >= (SELECT min(version) + " DDL_PRUNE_MOST " FROM sdn_log WHERE tbl = NEW.tbl))\n"
        "        ORDER BY version LIMIT 1);\n"
        "END;\n",
        days);
}

static void print_sqlite_common(const sql_printer *printer, size_t days)
{
    text_printf(printer->out, "%s", sqlite_common);
    print_sqlite_pruning(printer, days);
}

/* The key of a row, OLD or NEW, as an array of JSON. */
static const char *json_key(const sql_printer *printer, const sdn_record_type *type, const char *row)
{
    return sql_format(printer, "json_array(%s)", ddl_key_columns(printer, type, row));
}

/* Counts a version and writes it down; without a row of sdn_meta the change is refused. */
static void print_entry(const sql_printer *printer, const sdn_record_type *type, const char *key, const char *operation)
{
    const char *table = sql_literal(printer, type->table);
    text_printf(printer->out,
                "    UPDATE sdn_meta SET version = version + 1 WHERE tbl = %s;\n"
                "    INSERT INTO sdn_log (tbl, version, key, op)\n"
                "        VALUES (%s, (SELECT version FROM sdn_meta WHERE tbl = %s), %s, '%s');\n",
                table, table, table, key, operation);
}

static void print_event(const sql_printer *printer, const sdn_record_type *type, const char *name, const char *event,
                        const char *condition, const char *key)
{
    text_printf(printer->out, "CREATE TRIGGER %s AFTER %s ON %s%s BEGIN\n",
                sql_name(printer, "%s log %s", type->table.ptr, name), event, ddl_table_name(printer, type), condition);
    print_entry(printer, type, key, strcmp(name, "rename") == 0 ? "delete" : name);
    text_printf(printer->out, "END;\n");
}

/* Which updates may give a row another key: those that set a column of it, or the number of the row under one of its names.
 * For others the trigger costs nothing. */
static const char *event_of_rename(const sql_printer *printer, const sdn_record_type *type)
{
    return sql_format(printer, "UPDATE OF %s, rowid, oid, _rowid_", ddl_key_columns(printer, type, ""));
}

/* A row that got another key is a deletion of the one, too. */
static void print_sqlite_triggers(const sql_printer *printer, const sdn_record_type *type)
{
    const char *old_key = json_key(printer, type, "OLD."), *new_key = json_key(printer, type, "NEW.");
    const char *differs = sql_format(printer, " WHEN (%s) IS NOT (%s)", ddl_key_columns(printer, type, "OLD."),
                                     ddl_key_columns(printer, type, "NEW."));
    print_event(printer, type, "insert", "INSERT", "", new_key);
    print_event(printer, type, "update", "UPDATE", "", new_key);
    print_event(printer, type, "rename", event_of_rename(printer, type), differs, old_key);
    print_event(printer, type, "delete", "DELETE", "", old_key);
}

const ddl_log ddl_log_sqlite = {print_sqlite_common, print_sqlite_triggers};
