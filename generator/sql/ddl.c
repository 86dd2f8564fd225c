#include "sql/ddl.h"

#include <string.h>

#include "sql/ddl_private.h"
#include "sql/schema_hash.h"

static const ddl_log *log_of(sql_dialect dialect)
{
    return dialect == SQL_SQLITE ? &ddl_log_sqlite : &ddl_log_postgresql;
}

/* Which schemas, each once, in order. */
static const char *schemas_of(const sql_printer *printer, const ddl_request *request)
{
    sdn_buffer made = SDN_BUFFER_INIT;
    const char *last = "";
    for (size_t i = 0; i < request->count; i++) {
        if (strcmp(request->tables[i].schema, last) != 0)
            text_printf(&made, "%s%s", i > 0 ? ", " : "", request->tables[i].schema);
        last = request->tables[i].schema;
    }
    return sql_taken(printer, &made);
}

static bool is_requested(const ddl_request *request, const sdn_record_type *type)
{
    for (size_t i = 0; i < request->count; i++)
        if (request->tables[i].type == type)
            return true;
    return false;
}

/* Names the tables of other schemas that these refer to, as a comment a line. */
static void print_needed(const sql_printer *printer, const ddl_request *request)
{
    for (size_t i = 0; i < request->count; i++)
        for (uint32_t j = 0; j < request->tables[i].type->field_count; j++) {
            const sdn_field *field = &request->tables[i].type->fields[j];
            if (field->references == NULL || is_requested(request, field->references))
                continue;
            const char *needed =
                sql_format(printer, "%s.%s refers to table %s, which must be there.",
                           request->tables[i].type->table.ptr, field->column.ptr, field->references->table.ptr);
            sql_comment(printer, "", sdn_str_from(needed));
        }
}

static void print_head(const sql_printer *printer, const ddl_request *request)
{
    static const char *const hints[] = {
        [SQL_SQLITE] = "SQLite 3.38 or later: sqlite3 -bail FILE <THIS. Every connection that changes rows needs\n"
                       "PRAGMA foreign_keys = ON; and PRAGMA recursive_triggers = ON;",
        [SQL_POSTGRESQL] = "PostgreSQL 12 or later: psql -v ON_ERROR_STOP=1 -f THIS DATABASE",
    };
    const char *made =
        sql_format(printer, "Made by sdnc ddl from %s. Do not edit: change the schema and run sdnc again.",
                   schemas_of(printer, request));
    sql_comment(printer, "", sdn_str_from(made));
    sql_comment(printer, "", sdn_str_from(hints[printer->dialect]));
    print_needed(printer, request);
    text_printf(printer->out, "\nBEGIN;\n");
}

/* What the text needs of the connection and the database. The functions keep this path: whoever changes rows, their
 * tables are found where they were made. Temporary tables, which anybody can make, would come first if they were not last;
 * but then tables would be made there, if the schema did not exist. */
static void print_settings(const sql_printer *printer, const ddl_request *request)
{
    const char *space = request->namespace != NULL
                            ? sql_literal(printer, sdn_str_from(sql_name(printer, "%s", request->namespace)))
                            : "quote_ident(current_schema())";
    text_printf(
        printer->out,
        "SET LOCAL standard_conforming_strings = on;\n"
        "DO $$\n"
        "DECLARE\n"
        "    space text := %s;\n"
        "BEGIN\n"
        "    IF current_setting('server_encoding') <> 'UTF8' THEN\n"
        "        RAISE 'the encoding of the database is %%, but must be UTF8', current_setting('server_encoding');\n"
        "    END IF;\n"
        "    IF to_regnamespace(space) IS NULL THEN\n"
        "        RAISE 'no schema has been selected to create in, or it does not exist';\n"
        "    END IF;\n"
        "    PERFORM set_config('search_path', space || ', pg_temp', true);\n"
        "END\n"
        "$$;\n",
        space);
}

/* A table that is made again, after it was dropped, goes on with the number of the one before. */
static void print_first_version(const sql_printer *printer, const sdn_record_type *type)
{
    const char *table = sql_literal(printer, type->table);
    text_printf(
        printer->out,
        "INSERT INTO sdn_meta (tbl, version, schema_hash) VALUES (%s, 1, '%s')\n"
        "    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = excluded.schema_hash;\n"
        "INSERT INTO sdn_log (tbl, version, key, op)\n"
        "    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = %s;\n",
        table, schema_hash(printer, type), table);
}

void ddl_print(const sql_printer *printer, const ddl_request *request)
{
    const ddl_log *log = log_of(printer->dialect);
    print_head(printer, request);
    if (printer->dialect == SQL_POSTGRESQL)
        print_settings(printer, request);
    text_printf(printer->out, "\n");
    log->print_common(printer, request->log_days);
    for (size_t i = 0; i < request->count; i++) {
        const sdn_record_type *type = request->tables[i].type;
        text_printf(printer->out, "\n");
        ddl_print_table(printer, type);
        if (printer->dialect == SQL_SQLITE)
            ddl_print_list_triggers(printer, type);
        log->print_triggers(printer, type);
        print_first_version(printer, type);
    }
    text_printf(printer->out, "\n");
    for (size_t i = 0; i < request->count; i++)
        ddl_print_references(printer, request->tables[i].type);
    text_printf(printer->out, "COMMIT;\n");
}
