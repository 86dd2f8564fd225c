#include "live/live_note.h"

#include <stdarg.h>
#include <string.h>

#include "diag/text.h"

void live_note(live_findings *findings, const char *fix, const char *format, ...)
{
    sdn_buffer line = SDN_BUFFER_INIT;
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&line, format, arguments);
    va_end(arguments);
    sdn__buffer_add(&line, "\n", 1);
    findings->differences.out_of_memory |= line.out_of_memory;
    sdn__buffer_add_str(&findings->differences, text_view(&line));
    if (fix != NULL)
        live_fix(findings, fix);
    else
        sdn__buffer_add_str(&findings->migrations, text_view(&line));
    sdn__buffer_release(&line);
}

void live_remark(live_findings *findings, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    text_vprintf(&findings->remarks, format, arguments);
    va_end(arguments);
    sdn__buffer_add(&findings->remarks, "\n", 1);
}

void live_fix(live_findings *findings, const char *fix)
{
    text_printf(&findings->fixes, "%s%s", fix, fix[0] != '\0' ? ";\n" : "");
}

/* The next version of a table, of this hash, in which all of its rows may be others. The log may know more versions than
 * sdn_meta, if that was lost. */
static const char *version_fix(const sql_printer *printer, const char *table, const char *hash)
{
    const char *name = sql_literal(printer, sdn_str_from(table));
    return sql_format(printer,
                      "INSERT INTO sdn_meta (tbl, version, schema_hash)\n"
                      "    VALUES (%s, (SELECT coalesce(max(version), 0) + 1 FROM sdn_log WHERE tbl = %s), '%s')\n"
                      "    ON CONFLICT (tbl) DO UPDATE SET version = sdn_meta.version + 1, schema_hash = "
                      "excluded.schema_hash;\n"
                      "INSERT INTO sdn_log (tbl, version, key, op)\n"
                      "    SELECT tbl, version, '[]', 'create' FROM sdn_meta WHERE tbl = %s",
                      name, name, hash, name);
}

void live_note_version(live_findings *findings, const sql_printer *printer, const char *table, bool is_new,
                       const char *live, const char *wanted)
{
    if (!is_new && strcmp(live, wanted) == 0)
        return;
    const char *fix = version_fix(printer, table, wanted);
    if (is_new)
        live_fix(findings, fix);
    else if (live[0] == '\0')
        live_note(findings, fix, "table '%s' has no line in sdn_meta", table);
    else
        live_note(findings, fix, "table '%s' has the schema_hash %s; that of the schema is %s", table, live, wanted);
}

static const sdn_field *field_called(const sdn_record_type *type, const char *column)
{
    for (uint32_t i = 0; i < type->field_count; i++)
        if (strcmp(type->fields[i].column.ptr, column) == 0)
            return &type->fields[i];
    return NULL;
}

const sdn_field *live_field(const ddl_request *tables, const char *table, const char *column)
{
    for (size_t i = 0; i < tables->count; i++)
        if (strcmp(tables->tables[i].type->table.ptr, table) == 0)
            return field_called(tables->tables[i].type, column);
    return NULL;
}

bool live_is_rule_of(const char *rule, const char *table, const char *column)
{
    size_t table_len = strlen(table), column_len = strlen(column);
    return strncmp(rule, table, table_len) == 0 && rule[table_len] == '.' &&
           strncmp(rule + table_len + 1, column, column_len) == 0 && rule[table_len + 1 + column_len] == ' ';
}
