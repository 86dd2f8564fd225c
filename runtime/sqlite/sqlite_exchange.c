/*
 * Records that exchange keys or unique values: updates of a table in two steps.
 *
 * SQLite judges what must be unique row by row, so no order of updates lets two rows exchange a value. Rows that are
 * deleted and inserted again would do: but then what refers to them may be cleared (on delete clear). So first the columns
 * that change get values which nobody has, in all rows; then they get their new ones. The first values break the rules of
 * the schema, so CHECK is off meanwhile; that they refer to nothing is not judged before the COMMIT. Lists have no part in
 * it: nothing of them is unique.
 */
#include "sqlite_private.h"

#include <stdio.h>

/* Digits of the golden ratio: a program may well have the least number as a value. */
static const int64_t nobodys_number = -0x61c8864680b583eb;

/* A value for the `number`-th row that no record has. */
static int bind_nobodys(sqlite3_stmt *statement, int parameter, const sdn_field *field, size_t number)
{
    char text[32];
    const char *column = sdn__sqlite_column_type(field);
    if (column[0] == 'I')
        return sqlite3_bind_int64(statement, parameter, nobodys_number + (int64_t)number);
    if (column[0] == 'R')
        return sqlite3_bind_double(statement, parameter, -1e308 - 1e293 * (double)number);
    int len = snprintf(text, sizeof text, "\001%zu", number);
    return sqlite3_bind_text(statement, parameter, text, len, SQLITE_TRANSIENT);
}

static bool is_list(const sdn_sqlite_table *table, uint32_t field)
{
    return (table->type->fields[field].flags & SDN_FIELD_LIST) != 0;
}

/* Leaves lists out of table->changed[0 .. count). How many are left. */
static size_t without_lists(sdn_sqlite_table *table, size_t count)
{
    size_t left = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_list(table, table->changed[i]))
            table->changed[left++] = table->changed[i];
    return left;
}

/* Whether a field is among table->changed[0 .. count). */
static bool has_changed(const sdn_sqlite_table *table, size_t count, uint32_t field)
{
    for (size_t i = 0; i < count; i++)
        if (table->changed[i] == field)
            return true;
    return false;
}

static sdn_code finish(const sdn_sqlite *c, sqlite3_stmt *statement, int bound, sdn_error *err)
{
    int rows, result = sdn__sqlite_run(c, statement, bound, &rows);
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

static sdn_code free_values(const sdn_sqlite *c, sdn_sqlite_table *table, const sdn_record_change *change,
                            size_t number, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    sqlite3_stmt *statement;
    int bound = SQLITE_OK;
    size_t count = without_lists(table, sdn_record_diff(type, change->loaded, change->edited, table->changed));
    if (count == 0)
        return SDN_OK;
    sdn_code code = sdn__sqlite_update(c, table, count, &statement, err);
    if (code != SDN_OK)
        return code;
    for (size_t i = 0; i < count && bound == SQLITE_OK; i++)
        bound = bind_nobodys(statement, (int)i + 1, &type->fields[table->changed[i]], number);
    for (uint32_t i = 0; i < type->key.field_count && bound == SQLITE_OK; i++)
        bound = sdn__sqlite_bind(table, statement, (int)(count + i) + 1, type->key.fields[i], change->loaded);
    return finish(c, statement, bound, err);
}

/* The row has nobody's values now, also in its key. */
static sdn_code give_values(const sdn_sqlite *c, sdn_sqlite_table *table, const sdn_record_change *change,
                            size_t number, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    sqlite3_stmt *statement;
    int bound = SQLITE_OK;
    size_t count = sdn_record_diff(type, change->loaded, change->edited, table->changed);
    sdn_code code = sdn__sqlite_update(c, table, count, &statement, err);
    if (code != SDN_OK)
        return code;
    for (size_t i = 0; i < count && bound == SQLITE_OK; i++)
        bound = sdn__sqlite_bind(table, statement, (int)i + 1, table->changed[i], change->edited);
    for (uint32_t i = 0; i < type->key.field_count && bound == SQLITE_OK; i++) {
        int parameter = (int)(count + i) + 1;
        uint32_t field = type->key.fields[i];
        bound = has_changed(table, count, field) ? bind_nobodys(statement, parameter, &type->fields[field], number)
                                                 : sdn__sqlite_bind(table, statement, parameter, field, change->loaded);
    }
    return finish(c, statement, bound, err);
}

static sdn_code update_each(const sdn_sqlite *c, const sdn_push *push, uint32_t number,
                            sdn_code (*update)(const sdn_sqlite *, sdn_sqlite_table *, const sdn_record_change *,
                                               size_t, sdn_error *),
                            sdn_error *err)
{
    sdn_record_change change;
    sdn_code code = SDN_OK;
    size_t at = 0;
    for (size_t row = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change); row++)
        if (sdn__sqlite_is_update(&change))
            code = update(c, &c->tables[number], &change, row, err);
    return code;
}

sdn_code sdn__sqlite_check_rules(sdn_sqlite *c, sdn_error *err)
{
    int result = SQLITE_OK;
    if (c->ignores_checks)
        result = sqlite3_exec(c->db, "PRAGMA ignore_check_constraints = OFF", NULL, NULL, NULL);
    c->ignores_checks = result != SQLITE_OK;
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

sdn_code sdn__sqlite_exchange(sdn_sqlite *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    c->ignores_checks = true;
    int result = sqlite3_exec(c->db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
    sdn_code code = result == SQLITE_OK ? update_each(c, push, number, free_values, err)
                                        : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sdn_code again = sdn__sqlite_check_rules(c, code == SDN_OK ? err : NULL);
    if (code == SDN_OK)
        code = again;
    return code == SDN_OK ? update_each(c, push, number, give_values, err) : code;
}
