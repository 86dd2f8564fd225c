/*
 * Push: changed records as statements of the transaction that the lock began.
 *
 * Per table: deletions, changes, then new records, so that keys are free when they are given again. Of a changed record
 * only the changed columns are written. Unique values and references are judged at the end, but keys at once: records
 * that may exchange keys are changed by one statement (postgres_exchange.c).
 *
 * All of it and the COMMIT are one message, if it is not large. Nobody looks at the number of changed rows in between, so
 * a statement whose row is not there fails by itself: it divides by that number. And before the COMMIT the new versions
 * are asked for by one that fails if a table has none: then its changes were not made or not logged, and others would
 * never see them.
 */
#include "postgres_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Statements are sent when their text is longer; new records are added by one statement up to so many. */
enum { MOST_TEXT = 256 * 1024, MOST_ROWS = 500 };

/* ---- one statement ---- */

static sdn_code send_if_long(sdn_postgres *c, sdn_error *err)
{
    if (c->batch.sql.len < MOST_TEXT)
        return SDN_OK;
    sdn_code code = sdn__postgres_run(c, NULL, err);
    sdn__postgres_statements(c);
    return code;
}

static sdn_code add_values(sdn_postgres *c, sdn_postgres_table *table, const uint32_t *fields, uint32_t count,
                           const void *record, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        sdn__postgres_add_text(&c->batch.sql, i > 0 ? ", " : "");
        code = sdn__postgres_add_value(c, table, &c->batch.sql, fields != NULL ? fields[i] : i, record, err);
    }
    return code;
}

/* ` WHERE` that finds the row of a record. Without key it is the first one whose columns are equal. */
static void add_where(sdn_postgres_text *sql, const sdn_record_type *type, uint32_t parameter)
{
    bool keyless = type->key.field_count == 0;
    if (keyless) {
        sdn__postgres_add_text(sql,
                               " WHERE " SDN_POSTGRES_ROW_COLUMN " = (SELECT min(" SDN_POSTGRES_ROW_COLUMN ") FROM ");
        sdn__postgres_add_name(sql, type->table.ptr);
    }
    uint32_t count = keyless ? type->field_count : type->key.field_count;
    for (uint32_t i = 0; i < count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? " AND " : " WHERE ");
        sdn__postgres_add_name(sql, type->fields[keyless ? i : type->key.fields[i]].column.ptr);
        sdn__postgres_add_text(sql, keyless ? " IS NOT DISTINCT FROM $" : " = $");
        sdn__postgres_add_number(sql, parameter + i);
    }
    sdn__postgres_add_text(sql, keyless ? ")" : "");
}

static sdn_code add_where_values(sdn_postgres *c, sdn_postgres_table *table, const void *record, sdn_error *err)
{
    const sdn_index_type *key = &table->type->key;
    return key->field_count == 0 ? add_values(c, table, NULL, table->type->field_count, record, err)
                                 : add_values(c, table, key->fields, key->field_count, record, err);
}

/* Begins and ends a statement that must find one row. If it is the only one of its table, the version tells that too. */
static void begin_change(sdn_postgres_text *sql, const sdn_postgres_table *table, const char *words)
{
    sdn__postgres_add_text(sql, table->has_many_changes ? "WITH done AS (" : "");
    sdn__postgres_add_text(sql, words);
    sdn__postgres_add_name(sql, table->type->table.ptr);
}

static void end_change(sdn_postgres_text *sql, const sdn_postgres_table *table)
{
    sdn__postgres_add_text(sql, table->has_many_changes ? " RETURNING 1) SELECT 1 / count(*) FROM done" : "");
}

static sdn_code end_values(sdn_postgres *c, sdn_error *err)
{
    sdn__postgres_add_text(&c->batch.sql, ")");
    sdn__postgres_end_statement(c, SDN_POSTGRES_CHANGE);
    return send_if_long(c, err);
}

static sdn_code delete_row(sdn_postgres *c, sdn_postgres_table *table, const void *record, sdn_error *err)
{
    sdn_postgres_text *sql = sdn__postgres_begin_change(c);
    table->log_lines++;
    begin_change(sql, table, "DELETE FROM ");
    add_where(sql, table->type, 1);
    end_change(sql, table);
    sdn__postgres_execute_change(c);
    sdn_code code = add_where_values(c, table, record, err);
    return code == SDN_OK ? end_values(c, err) : code;
}

static void add_update(sdn_postgres *c, const sdn_postgres_table *table, uint32_t count)
{
    const sdn_record_type *type = table->type;
    sdn_postgres_text *sql = sdn__postgres_begin_change(c);
    begin_change(sql, table, "UPDATE ");
    for (uint32_t i = 0; i < count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : " SET ");
        sdn__postgres_add_name(sql, type->fields[table->changed[i]].column.ptr);
        sdn__postgres_add_text(sql, " = $");
        sdn__postgres_add_number(sql, i + 1);
    }
    add_where(sql, type, count + 1);
    end_change(sql, table);
    sdn__postgres_execute_change(c);
}

/* Whether one of the fields that are changed is of the key. Such a change has two lines in the log. */
static bool has_key(const sdn_postgres_table *table, size_t count)
{
    const sdn_index_type *key = &table->type->key;
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < key->field_count; k++)
            if (table->changed[i] == key->fields[k])
                return true;
    return false;
}

static sdn_code update_row(sdn_postgres *c, sdn_postgres_table *table, const sdn_record_change *change, sdn_error *err)
{
    uint32_t count = (uint32_t)sdn_record_diff(table->type, change->loaded, change->edited, table->changed);
    table->log_lines += has_key(table, count) ? 2 : 1;
    add_update(c, table, count);
    sdn_code code = add_values(c, table, table->changed, count, change->edited, err);
    sdn__postgres_add_text(&c->batch.sql, ", ");
    if (code == SDN_OK)
        code = add_where_values(c, table, change->loaded, err);
    return code == SDN_OK ? end_values(c, err) : code;
}

/* ---- many rows ---- */

static sdn_code delete_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_record_change change;
    sdn_code code = SDN_OK;
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);)
        if (change.edited == NULL)
            code = delete_row(c, &c->tables[number], change.loaded, err);
    return code;
}

static sdn_code update_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_record_change change;
    sdn_code code = SDN_OK;
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);)
        if (sdn__postgres_is_update(&change))
            code = update_row(c, &c->tables[number], &change, err);
    return code;
}

/* A trigger may leave rows out, of which the version tells only if it is the only change. */
static void begin_insert(sdn_postgres *c, const sdn_postgres_table *table)
{
    const sdn_record_type *type = table->type;
    begin_change(&c->batch.sql, table, "INSERT INTO ");
    sdn__postgres_add_text(&c->batch.sql, " (");
    sdn__postgres_add_columns(&c->batch.sql, type, "");
    sdn__postgres_add_text(&c->batch.sql, ") VALUES (");
}

static sdn_code end_insert(sdn_postgres *c, const sdn_postgres_table *table, unsigned rows, sdn_error *err)
{
    if (table->has_many_changes) {
        sdn__postgres_add_text(&c->batch.sql, " RETURNING 1) SELECT 1 / (count(*) = ");
        sdn__postgres_add_number(&c->batch.sql, rows);
        sdn__postgres_add_text(&c->batch.sql, ")::int FROM done");
    }
    sdn__postgres_end_statement(c, SDN_POSTGRES_INSERT);
    return send_if_long(c, err);
}

static sdn_code insert_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    sdn_record_change change;
    sdn_code code = SDN_OK;
    unsigned rows = 0;
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);) {
        if (change.loaded != NULL)
            continue;
        if (rows == 0)
            begin_insert(c, table);
        else
            sdn__postgres_add_text(&c->batch.sql, ", (");
        code = add_values(c, table, NULL, table->type->field_count, change.edited, err);
        sdn__postgres_add_text(&c->batch.sql, ")");
        rows++;
        table->log_lines++;
        if (code == SDN_OK && (rows == MOST_ROWS || c->batch.sql.len >= MOST_TEXT)) {
            code = end_insert(c, table, rows, err);
            rows = 0;
        }
    }
    return code == SDN_OK && rows > 0 ? end_insert(c, table, rows, err) : code;
}

/* ---- rows that exchange their keys ---- */

/* One new key can be taken by another record that gives it up only if two records are changed. */
static bool may_exchange(sdn_postgres *c, const sdn_push *push, uint32_t number)
{
    sdn_record_change change;
    size_t updates = 0, renamed = 0;
    for (size_t at = 0; sdn_push_next(push, number, &at, &change);)
        if (sdn__postgres_is_update(&change)) {
            updates++;
            renamed += has_key(&c->tables[number], sdn_record_diff(c->tables[number].type, change.loaded, change.edited,
                                                                   c->tables[number].changed));
        }
    return updates > 1 && renamed > 0;
}

static sdn_code change_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    bool exchanges = c->tables[number].has_many_changes && may_exchange(c, push, number);
    return exchanges ? sdn__postgres_exchange(c, push, number, err) : update_rows(c, push, number, err);
}

/* ---- all ---- */

/* If the log has another number of lines than the push wrote, triggers or actions of references changed rows too, or what
 * was to be written: then the version stays, and the next pull looks. Rows without key that the push added would be added
 * twice by their lines, so there all are loaded. */
void sdn__postgres_take_pushed_version(sdn_postgres_table *table, const char *version, const char *lines)
{
    if (strtoimax(lines, NULL, 10) == table->log_lines)
        table->pulled = strtoimax(version, NULL, 10);
    else if (table->type->key.field_count == 0)
        table->pulled = SDN_POSTGRES_NO_VERSION;
}

/* Of a table that was not pushed nothing new is known; its version stays, and the next pull looks. Edits may be nothing
 * after a merge: then no table is pushed. */
static void take_pushed_versions(sdn_postgres *c)
{
    for (uint32_t i = 0; i < c->table_count; i++)
        if (PQntuples(c->tables[i].answer) > 0)
            sdn__postgres_take_pushed_version(&c->tables[i], PQgetvalue(c->tables[i].answer, 0, 0),
                                              PQgetvalue(c->tables[i].answer, 0, 1));
}

static sdn_code commit_changes(sdn_postgres *c, sdn_error *err)
{
    sdn__postgres_prepare(c);
    for (uint32_t i = 0; i < c->table_count; i++)
        if (c->tables[i].is_pushed)
            sdn__postgres_ask_logged(c, i);
    sdn__postgres_add_text(&c->batch.sql, "COMMIT");
    sdn__postgres_end_statement(c, SDN_POSTGRES_COMMIT);
    sdn_code code = sdn__postgres_run(c, NULL, err);
    if (code == SDN_OK)
        take_pushed_versions(c);
    sdn__postgres_clear_answers(c);
    return code;
}

static sdn_code write_table(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_code code = delete_rows(c, push, number, err);
    if (code == SDN_OK)
        code = change_rows(c, push, number, err);
    return code == SDN_OK ? insert_rows(c, push, number, err) : code;
}

sdn_code sdn__postgres_write(sdn_postgres *c, const sdn_push *push, sdn_error *err)
{
    sdn_code code = SDN_OK;
    sdn__postgres_statements(c);
    c->outcome = (sdn_postgres_outcome){.lost = false};
    for (uint32_t i = 0; i < c->table_count; i++) {
        sdn_record_change change;
        size_t at = 0;
        c->tables[i].pulled = c->tables[i].settled;
        c->tables[i].log_lines = 0;
        c->tables[i].is_pushed = sdn_push_next(push, i, &at, &change);
        c->tables[i].has_many_changes = sdn_push_next(push, i, &at, &change);
    }
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++)
        if (c->tables[sdn_push_table(push, i)].is_pushed)
            code = write_table(c, push, sdn_push_table(push, i), err);
    if (code != SDN_OK)
        c->prepared.is_done = false; /* what was to prepare statements may not have been sent */
    return code == SDN_OK ? commit_changes(c, err) : code;
}
