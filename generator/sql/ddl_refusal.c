/* What a database cannot have under the names of a schema, found before anything is printed: SQLite ignores the case of
 * names, PostgreSQL cuts long ones, and both have names of their own. */
#include <string.h>

#include "record/scalar.h"
#include "sql/ddl_private.h"

/* The names of columns that every table of PostgreSQL has. */
static const char *const system_columns[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid", NULL};

static const char *const database_names[] = {[SQL_SQLITE] = "SQLite", [SQL_POSTGRESQL] = "PostgreSQL"};

/* A byte of a name, as the database compares it. */
static char compared_byte(sql_dialect dialect, char c)
{
    return dialect == SQL_SQLITE && c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool name_starts_with(sql_dialect dialect, const char *name, const char *start)
{
    while (*start != '\0' && compared_byte(dialect, *name) == compared_byte(dialect, *start)) {
        name++;
        start++;
    }
    return *start == '\0';
}

/* Whether the database takes two names for the same. */
static bool is_same_name(sql_dialect dialect, const char *a, const char *b)
{
    return strlen(a) == strlen(b) && name_starts_with(dialect, a, b);
}

static bool is_too_long(const sql_printer *printer, sdn_str name)
{
    return printer->dialect == SQL_POSTGRESQL && name.len > SQL_POSTGRESQL_NAME_MOST;
}

/* What is looked at. */
typedef struct ddl_checked {
    const sql_printer *printer;
    const ddl_request *request;
    const ddl_refuser *refuser;
    size_t table;
    const sdn_record_type *type;
} ddl_checked;

static void refuse_this_table(const ddl_checked *checked, const char *message)
{
    checked->refuser->refuse(checked->refuser->context, checked->table, checked->type->field_count, message,
                             "choose another name");
}

static void refuse_column(const ddl_checked *checked, uint32_t field, const char *message)
{
    checked->refuser->refuse(checked->refuser->context, checked->table, field, message,
                             "give it another one: column \"...\"");
}

/* ---- tables ---- */

/* Names of tables that the database has, or that stand for something else in what is printed. */
static bool is_own_name(sql_dialect dialect, const char *table)
{
    if (dialect == SQL_POSTGRESQL)
        return name_starts_with(dialect, table, "pg_");
    return name_starts_with(dialect, table, "sqlite_") || is_same_name(dialect, table, "json_each");
}

static void check_name_of_table(const ddl_checked *checked)
{
    const sql_printer *printer = checked->printer;
    const char *table = checked->type->table.ptr, *database = database_names[printer->dialect];
    if (is_too_long(printer, checked->type->table))
        refuse_this_table(checked, sql_format(printer, "%s cuts names after %d bytes; '%s' is longer", database,
                                              (int)SQL_POSTGRESQL_NAME_MOST, table));
    if (is_same_name(printer->dialect, table, "sdn_meta") || is_same_name(printer->dialect, table, "sdn_log"))
        refuse_this_table(checked, sql_format(printer, "every database has a table '%s' of sdnc", table));
    if (is_own_name(printer->dialect, table))
        refuse_this_table(checked, sql_format(printer, "'%s' is a name that %s keeps for itself", table, database));
}

static void check_same_tables(const ddl_checked *checked)
{
    const sql_printer *printer = checked->printer;
    const char *name = checked->type->table.ptr;
    for (size_t i = 0; i < checked->table; i++) {
        const ddl_table *other = &checked->request->tables[i];
        if (is_same_name(printer->dialect, name, other->type->table.ptr))
            refuse_this_table(checked,
                              sql_format(printer, "table '%s' and table '%s' of %s would be one in %s", name,
                                         other->type->table.ptr, other->schema, database_names[printer->dialect]));
    }
}

/* ---- columns ---- */

static void check_name_of_column(const ddl_checked *checked, uint32_t number)
{
    const sql_printer *printer = checked->printer;
    sdn_str column = checked->type->fields[number].column;
    if (is_too_long(printer, column))
        refuse_column(checked, number,
                      sql_format(printer, "PostgreSQL cuts names after %d bytes; column '%s' is longer",
                                 (int)SQL_POSTGRESQL_NAME_MOST, column.ptr));
    for (size_t i = 0; printer->dialect == SQL_POSTGRESQL && system_columns[i] != NULL; i++)
        if (strcmp(column.ptr, system_columns[i]) == 0)
            refuse_column(checked, number,
                          sql_format(printer, "every table of PostgreSQL has a column '%s'", column.ptr));
    if (checked->type->key.field_count == 0 && is_same_name(printer->dialect, column.ptr, DDL_ROW_COLUMN))
        refuse_column(checked, number, "a table without a key has a column '" DDL_ROW_COLUMN "' that numbers its rows");
    if (printer->dialect == SQL_SQLITE && is_same_name(SQL_SQLITE, column.ptr, DDL_ELEMENT_COLUMN))
        refuse_column(checked, number, "'" DDL_ELEMENT_COLUMN "' is a column of tables that sdnc makes for lists");
}

static void check_same_columns(const ddl_checked *checked, uint32_t number)
{
    const sql_printer *printer = checked->printer;
    const sdn_field *fields = checked->type->fields;
    for (uint32_t i = 0; i < number; i++)
        if (is_same_name(printer->dialect, fields[number].column.ptr, fields[i].column.ptr))
            refuse_column(checked, number,
                          sql_format(printer, "column '%s' and column '%s' would be one in %s",
                                     fields[number].column.ptr, fields[i].column.ptr,
                                     database_names[printer->dialect]));
}

/* ---- defaults ---- */

static void check_default(const ddl_checked *checked, uint32_t number)
{
    const sdn_field *field = &checked->type->fields[number];
    sdn_any_list values = sdn__elements_of(field, checked->type->defaults);
    for (size_t i = 0; ddl_has_flag(field, SDN_FIELD_DEFAULT) && i < values.count; i++)
        if (!sql_can_keep(checked->printer->dialect, field, sdn__list_item(values, sdn__scalar_of(field), i))) {
            checked->refuser->refuse(checked->refuser->context, checked->table, number,
                                     "PostgreSQL cannot keep this default exactly",
                                     "its years begin with 1, and its times have six decimals");
            return;
        }
}

/* ---- all together ---- */

void ddl_check(const sql_printer *printer, const ddl_request *request, const ddl_refuser *refuser)
{
    for (size_t i = 0; i < request->count; i++) {
        ddl_checked checked = {printer, request, refuser, i, request->tables[i].type};
        check_name_of_table(&checked);
        check_same_tables(&checked);
        for (uint32_t j = 0; j < checked.type->field_count; j++) {
            check_name_of_column(&checked, j);
            check_same_columns(&checked, j);
            check_default(&checked, j);
        }
    }
}
