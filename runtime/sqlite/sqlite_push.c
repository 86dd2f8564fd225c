/*
 * Push: changed records as statements of the transaction that the lock began.
 *
 * Tables come before those that they refer to: the deletion of a row changes the rows that refer to it (ON DELETE), which
 * must be written by then, or be gone; of a circle any may be the first. Per table: deletions, changes, then new records,
 * so that keys and unique values are free when they are given again. Of a changed record only the changed columns are
 * written. Two records may exchange keys or unique values, which SQLite refuses, since it judges each row: then all updates
 * of the table are made in two steps (sqlite_exchange.c).
 */
#include "sqlite_private.h"

#include <string.h>

/* ---- one statement ---- */

int sdn__sqlite_run(const sdn_sqlite *c, sqlite3_stmt *statement, int bound, int *rows)
{
    int result = bound == SQLITE_OK ? sqlite3_step(statement) : bound;
    *rows = result == SQLITE_DONE ? sqlite3_changes(c->db) : 0;
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

/* Binds what finds the row of a record: its key, or without one all fields. */
static int bind_where(sdn_sqlite_table *table, sqlite3_stmt *statement, int parameter, const void *record)
{
    const sdn_record_type *type = table->type;
    int result = SQLITE_OK;
    for (uint32_t i = 0; i < type->key.field_count && result == SQLITE_OK; i++)
        result = sdn__sqlite_bind(table, statement, parameter + (int)i, type->key.fields[i], record);
    for (uint32_t i = 0; type->key.field_count == 0 && i < type->field_count && result == SQLITE_OK; i++)
        result = sdn__sqlite_bind(table, statement, parameter + (int)i, i, record);
    return result;
}

static int bind_changed(sdn_sqlite_table *table, sqlite3_stmt *statement, size_t count, const void *record)
{
    int result = SQLITE_OK;
    for (size_t i = 0; i < count && result == SQLITE_OK; i++)
        result = sdn__sqlite_bind(table, statement, (int)i + 1, table->changed[i], record);
    return result;
}

/* Says of what the database refused which record it is. */
static sdn_code name_record(const sdn_sqlite *c, const sdn_sqlite_table *table, const void *record, sdn_code code,
                            sdn_error *err)
{
    const sdn_record_type *type = table->type;
    size_t path = strlen(c->connection.path);
    if (err == NULL || (code != SDN_E_INVALID && code != SDN_E_EXISTS && code != SDN_E_LIMIT) ||
        strncmp(err->message, c->connection.path, path) != 0)
        return code;
    sdn_error said = *err;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str key = sdn_field_text(type, type->key.field_count > 0 ? type->key.fields[0] : 0, record, &arena);
    sdn_backend_fail(err, code, c->connection.path, "table '%s', record '%.*s'%s", type->table.ptr,
                     (int)(key.len < 100 ? key.len : 100), key.ptr != NULL ? key.ptr : "", said.message + path);
    err->os_error = said.os_error;
    sdn_arena_release(&arena);
    return code;
}

/* The row is not there, though no change of it was logged. */
static sdn_code fail_without_row(const sdn_sqlite *c, const sdn_sqlite_table *table, const void *record, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str key = sdn_field_text(type, type->key.field_count > 0 ? type->key.fields[0] : 0, record, &arena);
    sdn_code code =
        sdn_backend_fail(err, SDN_E_SYNTAX, c->connection.path,
                         "table '%s', record '%.*s': its row is gone, and sdn_log does not tell; make the "
                         "triggers again that sdnc ddl prints, then open the file again",
                         type->table.ptr, (int)(key.len < 100 ? key.len : 100), key.ptr != NULL ? key.ptr : "");
    sdn_arena_release(&arena);
    return code;
}

static sdn_code delete_row(const sdn_sqlite *c, sdn_sqlite_table *table, const void *record, sdn_error *err)
{
    sqlite3_stmt *statement;
    int rows;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_DELETE, &statement, err);
    if (code != SDN_OK)
        return code;
    int result = sdn__sqlite_run(c, statement, bind_where(table, statement, 1, record), &rows);
    if (result != SQLITE_OK)
        return sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    table->expected++;
    return rows == 1 ? SDN_OK : fail_without_row(c, table, record, err);
}

static sdn_code insert_row(const sdn_sqlite *c, sdn_sqlite_table *table, const void *record, sdn_error *err)
{
    sqlite3_stmt *statement;
    int rows, bound = SQLITE_OK;
    sdn_code code = sdn__sqlite_statement(c, table, SDN_SQLITE_INSERT, &statement, err);
    if (code != SDN_OK)
        return code;
    for (uint32_t i = 0; i < table->type->field_count && bound == SQLITE_OK; i++)
        bound = sdn__sqlite_bind(table, statement, (int)i + 1, i, record);
    int result = sdn__sqlite_run(c, statement, bound, &rows);
    table->expected++;
    if (result == SQLITE_OK && rows != 1)
        return sdn_backend_fail(err, SDN_E_INVALID, c->connection.path,
                                "a trigger left it out; correct it, or change the trigger");
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_EXISTS, err);
}

/* A rename is two lines of the log. */
static bool is_rename(const sdn_sqlite_table *table, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < table->type->key.field_count; k++)
            if (table->changed[i] == table->type->key.fields[k])
                return true;
    return false;
}

/* *taken: another row has a value that must be unique; that is no failure yet. */
static sdn_code update_row(const sdn_sqlite *c, sdn_sqlite_table *table, const sdn_record_change *change, bool *taken,
                           sdn_error *err)
{
    sqlite3_stmt *statement;
    int rows;
    size_t count = sdn_record_diff(table->type, change->loaded, change->edited, table->changed);
    sdn_code code = sdn__sqlite_update(c, table, count, &statement, err);
    if (code != SDN_OK)
        return code;
    int bound = bind_changed(table, statement, count, change->edited);
    if (bound == SQLITE_OK)
        bound = bind_where(table, statement, (int)count + 1, change->loaded);
    int result = sdn__sqlite_run(c, statement, bound, &rows);
    table->expected += is_rename(table, count) ? 2 : 1;
    int extended = sqlite3_extended_errcode(c->db);
    *taken = result != SQLITE_OK && (extended == SQLITE_CONSTRAINT_PRIMARYKEY || extended == SQLITE_CONSTRAINT_UNIQUE ||
                                     extended == SQLITE_CONSTRAINT_ROWID);
    if (result != SQLITE_OK)
        return sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    return rows == 1 ? SDN_OK : fail_without_row(c, table, change->loaded, err);
}

/* ---- one table ---- */

static sdn_code run_word(const sdn_sqlite *c, const char *sql, sdn_error *err)
{
    int result = sqlite3_exec(c->db, sql, NULL, NULL, NULL);
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

/* Deletions, or new records. */
static sdn_code write_rows(const sdn_sqlite *c, const sdn_push *push, uint32_t number, bool deletions, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    sdn_record_change change;
    sdn_code code = SDN_OK;
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);) {
        if (deletions && change.edited == NULL)
            code = name_record(c, table, change.loaded, delete_row(c, table, change.loaded, err), err);
        else if (!deletions && change.loaded == NULL)
            code = name_record(c, table, change.edited, insert_row(c, table, change.edited, err), err);
    }
    return code;
}

static sdn_code update_rows(const sdn_sqlite *c, const sdn_push *push, uint32_t number, bool *taken, sdn_error *err)
{
    sdn_record_change change;
    sdn_code code = SDN_OK;
    *taken = false;
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);)
        if (sdn__sqlite_is_update(&change))
            code = name_record(c, &c->tables[number], change.edited,
                               update_row(c, &c->tables[number], &change, taken, err), err);
    return code;
}

static size_t count_updates(const sdn_push *push, uint32_t number)
{
    sdn_record_change change;
    size_t count = 0;
    for (size_t at = 0; sdn_push_next(push, number, &at, &change);)
        count += sdn__sqlite_is_update(&change);
    return count;
}

/* One record alone cannot exchange anything, so it needs no savepoint. */
static sdn_code change_rows(sdn_sqlite *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    bool taken;
    if (count_updates(push, number) < 2 || c->tables[number].type->key.field_count == 0)
        return update_rows(c, push, number, &taken, err);
    sdn_code code = run_word(c, "SAVEPOINT sdn_updates", err);
    if (code != SDN_OK)
        return code;
    code = update_rows(c, push, number, &taken, err);
    if (code != SDN_OK && taken) {
        code = run_word(c, "ROLLBACK TO sdn_updates", err);
        if (code == SDN_OK)
            code = sdn__sqlite_exchange(c, push, number, err);
    }
    return code == SDN_OK ? run_word(c, "RELEASE sdn_updates", err) : code;
}

static sdn_code write_table(sdn_sqlite *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_code code = write_rows(c, push, number, true, err);
    if (code == SDN_OK)
        code = change_rows(c, push, number, err);
    return code == SDN_OK ? write_rows(c, push, number, false, err) : code;
}

/* How many rows the push changes if nothing but the triggers of the log acts: its own, and for each line of the log that
 * line and the one of sdn_meta. */
static int64_t rows_of_push(const sdn_sqlite *c, int64_t own_rows)
{
    int64_t rows = own_rows;
    for (uint32_t i = 0; i < c->table_count; i++)
        rows += 2 * (c->tables[i].expected - c->tables[i].settled);
    return rows;
}

/* If the log has another number of lines than the push wrote, triggers or actions of references changed rows too, of this
 * table or of another one. Then the version stays, so that the next pull finds them. Rows without key that the push added
 * would be added twice by their lines, so there all are loaded. */
static sdn_code note_version(sdn_sqlite *c, uint32_t number, sdn_error *err)
{
    sdn_sqlite_table *table = &c->tables[number];
    int64_t version = table->settled;
    sdn_code code = sdn__sqlite_version(c, table, &version, err);
    bool is_ours = version == table->expected;
    bool is_told_twice = !is_ours && table->type->key.field_count == 0 && table->expected > table->settled;
    table->pulled = is_ours ? version : is_told_twice ? SDN_SQLITE_NO_VERSION : table->settled;
    c->is_behind = c->is_behind || !is_ours;
    return code;
}

/* Usually as many rows were changed as is expected, and the versions need not be asked for. */
static sdn_code note_versions(sdn_sqlite *c, int64_t changed_rows, int64_t own_rows, sdn_error *err)
{
    bool is_ours = changed_rows == rows_of_push(c, own_rows);
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++) {
        c->tables[i].pulled = c->tables[i].expected;
        if (!is_ours)
            code = note_version(c, i, err);
    }
    return code;
}

static int64_t count_changes(const sdn_push *push, uint32_t number)
{
    sdn_record_change change;
    int64_t count = 0;
    for (size_t at = 0; sdn_push_next(push, number, &at, &change);)
        count++;
    return count;
}

sdn_code sdn__sqlite_write(sdn_sqlite *c, sdn_push *push, sdn_error *err)
{
    int64_t before = sqlite3_total_changes64(c->db), own_rows = 0;
    sdn_code code = SDN_OK;
    c->is_behind = false;
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].expected = c->tables[i].settled;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++) {
        uint32_t number = sdn_push_table(push, i);
        int64_t count = count_changes(push, number);
        own_rows += count;
        if (count > 0)
            code = write_table(c, push, number, err);
    }
    if (code == SDN_OK)
        code = note_versions(c, sqlite3_total_changes64(c->db) - before, own_rows, err);
    return code;
}
