/*
 * Pull: all records, or those that the log names.
 *
 * Everything is read in one transaction, so it is of one version. The log is complete if it has a line for each version
 * after the settled one: else some were deleted, and all records are loaded. Without key, a row that was changed or
 * deleted cannot be told from its equals; then all are loaded too.
 */
#include "sqlite_private.h"

#include <stdlib.h>
#include <string.h>

sdn_code sdn__sqlite_data_version(const sdn_sqlite *c, int64_t *version, sdn_error *err)
{
    int result = sqlite3_step(c->data_version);
    if (result == SQLITE_ROW)
        *version = sqlite3_column_int64(c->data_version, 0);
    sqlite3_reset(c->data_version);
    return result == SQLITE_ROW ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

/* ---- the tables of the file ---- */

static sdn_code open_table(sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    sdn_sqlite_table *tables = realloc(c->tables, (c->table_count + 1) * sizeof *tables);
    if (tables == NULL)
        return sdn_backend_fail_memory(err);
    c->tables = tables;
    sdn_sqlite_table *table = &tables[c->table_count];
    sdn_code code = sdn__sqlite_table_open(c, sdn_pull_type(pull, c->table_count), table, err);
    if (code == SDN_OK)
        c->table_count++;
    else
        sdn__sqlite_table_release(table);
    return code;
}

/* Opens those that are new. */
static sdn_code open_tables(sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    sdn_code code = SDN_OK;
    uint32_t count = sdn_pull_table_count(pull);
    while (c->table_count < count && code == SDN_OK)
        code = open_table(c, pull, err);
    return code;
}

/* Those that were opened by a pull which came to nothing are no tables of the file. */
static void drop_unsettled_tables(sdn_sqlite *c)
{
    while (c->table_count > c->settled_tables)
        sdn__sqlite_table_release(&c->tables[--c->table_count]);
}

/* ---- all records ---- */

static sdn_code load_rows(const sdn_sqlite *c, sdn_pull *pull, uint32_t number, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    sqlite3_stmt *row;
    int result = SQLITE_DONE;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_ALL, &row, err);
    if (code != SDN_OK)
        return code;
    while (code == SDN_OK && (result = sqlite3_step(row)) == SQLITE_ROW) {
        code = sdn__sqlite_cells(table, row, NULL, table->type->field_count, err);
        if (code == SDN_OK)
            code = sdn_pull_record(pull, number, table->texts, err);
    }
    if (code == SDN_OK && result != SQLITE_DONE)
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sqlite3_reset(row);
    return code;
}

/* How many tables need not be loaded: they are known, and did not change. */
static uint32_t unchanged_tables(const sdn_sqlite *c, const sdn_pull *pull)
{
    uint32_t known = sdn_pull_known_count(pull);
    for (uint32_t i = 0; i < known; i++)
        if (c->tables[i].pulled != c->tables[i].settled)
            return 0;
    return known;
}

static sdn_code load_all(const sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    uint32_t known = unchanged_tables(c, pull);
    sdn_code code = known > 0 ? sdn_pull_added(pull, err) : sdn_pull_all(pull, err);
    for (uint32_t i = known; i < c->table_count && code == SDN_OK; i++)
        code = load_rows(c, pull, i, err);
    return code;
}

/* ---- changes ---- */

/* A key of the log whose row is gone. */
static sdn_code give_gone(const sdn_sqlite *c, sdn_pull *pull, uint32_t number, sqlite3_value *key, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    const sdn_index_type *fields = &table->type->key;
    sqlite3_stmt *values;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_KEY, &values, err);
    if (code != SDN_OK)
        return code;
    int result = sqlite3_bind_value(values, 1, key);
    if (result == SQLITE_OK)
        result = sqlite3_step(values);
    if (result != SQLITE_ROW)
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    if (code == SDN_OK)
        code = sdn__sqlite_cells(table, values, fields->fields, fields->field_count, err);
    if (code == SDN_OK)
        code = sdn_pull_gone(pull, number, table->texts, err);
    sqlite3_reset(values);
    return code;
}

/* The row of a key of the log, as it is now. */
static sdn_code give_changed(const sdn_sqlite *c, sdn_pull *pull, uint32_t number, sqlite3_value *key, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    sqlite3_stmt *row;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_ONE, &row, err);
    if (code != SDN_OK)
        return code;
    int result = sqlite3_bind_value(row, 1, key);
    if (result == SQLITE_OK)
        result = sqlite3_step(row);
    if (result == SQLITE_DONE)
        code = give_gone(c, pull, number, key, err);
    else if (result != SQLITE_ROW)
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    else
        code = sdn__sqlite_cells(table, row, NULL, table->type->field_count, err);
    if (code == SDN_OK && result == SQLITE_ROW)
        code = sdn_pull_record(pull, number, table->texts, err);
    sqlite3_reset(row);
    return code;
}

/* The lines of the log for one key. The key [] stands for all rows. */
typedef struct logged_key {
    int64_t lines;
    bool is_all;
    bool is_inserted; /* nothing else happened to the row */
} logged_key;

static bool column_is(sqlite3_stmt *line, int column, const char *text)
{
    const char *found = (const char *)sqlite3_column_text(line, column);
    return found != NULL && strcmp(found, text) == 0;
}

static logged_key read_logged(sqlite3_stmt *line)
{
    return (logged_key){.lines = sqlite3_column_int64(line, 1),
                        .is_all = column_is(line, 0, "[]"),
                        .is_inserted = column_is(line, 2, "insert") && column_is(line, 3, "insert")};
}

/* Walks the keys of the log after the settled version. With `pull` each is given; else *complete says whether all changes
 * can be given so. */
static sdn_code walk_log(const sdn_sqlite *c, sdn_pull *pull, uint32_t number, bool *complete, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    bool is_keyed = table->type->key.field_count > 0, can_be_told = true;
    int64_t count = 0;
    sqlite3_stmt *line;
    int result = SQLITE_DONE;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_LOG, &line, err);
    if (code != SDN_OK)
        return code;
    sqlite3_bind_int64(line, 1, table->settled);
    while (code == SDN_OK && (result = sqlite3_step(line)) == SQLITE_ROW) {
        logged_key logged = read_logged(line);
        count += logged.lines;
        can_be_told = can_be_told && !logged.is_all && (is_keyed || logged.is_inserted);
        if (pull != NULL)
            code = give_changed(c, pull, number, sqlite3_column_value(line, 0), err);
    }
    if (code == SDN_OK && result != SQLITE_DONE)
        code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sqlite3_reset(line);
    *complete = can_be_told && count == table->pulled - table->settled;
    return code;
}

/* The key as JSON of SQLite has not all digits of a real number. */
static bool has_real_key(const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->fields[type->key.fields[i]].type == SDN_TYPE_F64)
            return true;
    return false;
}

static sdn_code can_give_changes(const sdn_sqlite *c, bool *can, sdn_error *err)
{
    sdn_code code = SDN_OK;
    *can = true;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK && *can; i++) {
        if (c->tables[i].pulled == c->tables[i].settled)
            continue;
        *can = c->tables[i].pulled > c->tables[i].settled && !has_real_key(c->tables[i].type);
        if (*can)
            code = walk_log(c, NULL, i, can, err);
    }
    return code;
}

static sdn_code give_changes(const sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    sdn_code code = SDN_OK;
    bool complete = false;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++)
        if (c->tables[i].pulled != c->tables[i].settled)
            code = walk_log(c, pull, i, &complete, err);
    return code;
}

/* ---- one version ---- */

static sdn_code read_versions(const sdn_sqlite *c, bool *changed, sdn_error *err)
{
    sdn_code code = SDN_OK;
    *changed = false;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++) {
        sdn_sqlite_table *table = &c->tables[i];
        code = sdn__sqlite_version(c, table, &table->pulled, err);
        *changed = *changed || table->pulled != table->settled;
    }
    return code;
}

static sdn_code read_changes(const sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    bool changed = false, can = false;
    bool first = sdn_pull_is_first(pull), all = first || sdn_pull_wants_all(pull);
    sdn_code code = read_versions(c, &changed, err);
    if (code != SDN_OK || (!changed && !first))
        return code;
    if (!all)
        code = can_give_changes(c, &can, err);
    if (code != SDN_OK)
        return code;
    return can ? give_changes(c, pull, err) : load_all(c, pull, err);
}

/* In a transaction: nothing else is seen while it lasts. */
static sdn_code read_one_version(sdn_sqlite *c, sdn_pull *pull, sdn_error *err)
{
    int64_t data_version = 0;
    sdn_code code = sdn__sqlite_data_version(c, &data_version, err);
    if (code == SDN_OK && !sdn_pull_is_first(pull) && data_version == c->settled_data_version)
        return SDN_OK;
    if (code == SDN_OK)
        code = open_tables(c, pull, err);
    if (code == SDN_OK)
        code = read_changes(c, pull, err);
    c->pulled_data_version = data_version;
    c->has_pulled = code == SDN_OK;
    return code;
}

/* The first read of a transaction is what fixes the version, and PRAGMA data_version is none. */
static sdn_code begin_reading(const sdn_sqlite *c, sdn_error *err)
{
    int result = sqlite3_exec(c->db, "BEGIN; PRAGMA schema_version", NULL, NULL, NULL);
    if (result == SQLITE_OK)
        return SDN_OK;
    sdn_code code = sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}

sdn_code sdn__sqlite_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    c->has_pulled = false;
    if (c->fresh && !sdn_pull_is_first(pull))
        return SDN_OK;
    sdn_code code = sdn__sqlite_require_place(c, err);
    if (code == SDN_OK && !c->locked)
        code = begin_reading(c, err);
    if (code != SDN_OK)
        return code;
    code = read_one_version(c, pull, err);
    if (!c->locked)
        sqlite3_exec(c->db, "COMMIT", NULL, NULL, NULL);
    if (code != SDN_OK)
        drop_unsettled_tables(c);
    return code;
}

void sdn__sqlite_settle(sdn_connection *connection, bool accepted)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    if (!accepted) {
        drop_unsettled_tables(c);
        return;
    }
    c->fresh = c->locked;
    if (!c->has_pulled)
        return;
    c->settled_tables = c->table_count;
    c->settled_data_version = c->pulled_data_version;
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].settled = c->tables[i].pulled;
    c->has_pulled = false;
}
