/*
 * Push: changed records as statements of the transaction that the lock began.
 *
 * Per table: deletions, changes, then new records, so that keys are free when they are given again. Of a changed record
 * only the changed columns are written. Unique values and references are judged at the end, but keys at once: records
 * that exchange keys, whose update is refused, are taken out and put back by one statement (exchange_rows).
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

/* A row without key is the first one whose columns are equal. */
static sdn_code add_equal_row(sdn_postgres *c, sdn_postgres_table *table, const void *record, sdn_error *err)
{
    sdn_postgres_text *sql = &c->batch.sql;
    sdn_code code = SDN_OK;
    sdn__postgres_add_text(sql, " WHERE sdn_row = (SELECT min(sdn_row) FROM ");
    sdn__postgres_add_name(sql, table->type->table.ptr);
    for (uint32_t i = 0; i < table->type->field_count && code == SDN_OK; i++) {
        sdn__postgres_add_text(sql, i > 0 ? " AND " : " WHERE ");
        sdn__postgres_add_name(sql, table->type->fields[i].column.ptr);
        sdn__postgres_add_text(sql, " IS NOT DISTINCT FROM ");
        code = sdn__postgres_add_value(c, table, sql, i, record, err);
    }
    sdn__postgres_add_text(sql, ")");
    return code;
}

/* ` WHERE` that finds the row of a record. */
static sdn_code add_where(sdn_postgres *c, sdn_postgres_table *table, const void *record, sdn_error *err)
{
    const sdn_index_type *key = &table->type->key;
    if (key->field_count == 0)
        return add_equal_row(c, table, record, err);
    sdn__postgres_add_text(&c->batch.sql, " WHERE (");
    sdn__postgres_add_key_columns(&c->batch.sql, table->type, "");
    sdn__postgres_add_text(&c->batch.sql, ") = (");
    sdn_code code = add_values(c, table, key->fields, key->field_count, record, err);
    sdn__postgres_add_text(&c->batch.sql, ")");
    return code;
}

/* Begins and ends a statement that must find one row. If it is the only one of its table, the version tells that too. */
static void begin_change(sdn_postgres *c, const sdn_postgres_table *table, const char *words)
{
    sdn__postgres_add_text(&c->batch.sql, table->has_many_changes ? "WITH done AS (" : "");
    sdn__postgres_add_text(&c->batch.sql, words);
    sdn__postgres_add_name(&c->batch.sql, table->type->table.ptr);
}

static sdn_code end_change(sdn_postgres *c, const sdn_postgres_table *table, sdn_error *err)
{
    sdn__postgres_add_text(&c->batch.sql, table->has_many_changes ? " RETURNING 1) SELECT 1 / count(*) FROM done" : "");
    sdn__postgres_end_statement(c, SDN_POSTGRES_CHANGE);
    return send_if_long(c, err);
}

static sdn_code delete_row(sdn_postgres *c, sdn_postgres_table *table, const void *record, sdn_error *err)
{
    begin_change(c, table, "DELETE FROM ");
    sdn_code code = add_where(c, table, record, err);
    return code == SDN_OK ? end_change(c, table, err) : code;
}

static sdn_code update_row(sdn_postgres *c, sdn_postgres_table *table, const sdn_record_change *change, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    sdn_postgres_text *sql = &c->batch.sql;
    size_t count = sdn_record_diff(type, change->loaded, change->edited, table->changed);
    sdn_code code = SDN_OK;
    begin_change(c, table, "UPDATE ");
    for (size_t i = 0; i < count && code == SDN_OK; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : " SET ");
        sdn__postgres_add_name(sql, type->fields[table->changed[i]].column.ptr);
        sdn__postgres_add_text(sql, " = ");
        code = sdn__postgres_add_value(c, table, sql, table->changed[i], change->edited, err);
    }
    if (code == SDN_OK)
        code = add_where(c, table, change->loaded, err);
    return code == SDN_OK ? end_change(c, table, err) : code;
}

/* ---- many rows ---- */

static bool is_update(const sdn_record_change *change)
{
    return change->loaded != NULL && change->edited != NULL;
}

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
        if (is_update(&change))
            code = update_row(c, &c->tables[number], &change, err);
    return code;
}

static void begin_insert(sdn_postgres *c, const sdn_record_type *type)
{
    sdn__postgres_add_text(&c->batch.sql, "INSERT INTO ");
    sdn__postgres_add_name(&c->batch.sql, type->table.ptr);
    sdn__postgres_add_text(&c->batch.sql, " (");
    sdn__postgres_add_columns(&c->batch.sql, type, "");
    sdn__postgres_add_text(&c->batch.sql, ") VALUES (");
}

static sdn_code end_insert(sdn_postgres *c, sdn_error *err)
{
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
            begin_insert(c, table->type);
        else
            sdn__postgres_add_text(&c->batch.sql, ", (");
        code = add_values(c, table, NULL, table->type->field_count, change.edited, err);
        sdn__postgres_add_text(&c->batch.sql, ")");
        rows++;
        if (code == SDN_OK && (rows == MOST_ROWS || c->batch.sql.len >= MOST_TEXT)) {
            code = end_insert(c, err);
            rows = 0;
        }
    }
    return code == SDN_OK && rows > 0 ? end_insert(c, err) : code;
}

/* ---- rows that exchange their keys ---- */

static bool is_renamed(const sdn_postgres_table *table, const sdn_record_change *change)
{
    const sdn_record_type *type = table->type;
    size_t count = sdn_record_diff(type, change->loaded, change->edited, table->changed);
    for (size_t i = 0; i < count; i++)
        for (uint32_t k = 0; k < type->key.field_count; k++)
            if (table->changed[i] == type->key.fields[k])
                return true;
    return false;
}

/* One new key can be taken by another record that gives it up only if two records are changed. */
static bool may_exchange(sdn_postgres *c, const sdn_push *push, uint32_t number)
{
    sdn_record_change change;
    size_t updates = 0, renamed = 0;
    for (size_t at = 0; sdn_push_next(push, number, &at, &change);)
        if (is_update(&change)) {
            updates++;
            renamed += is_renamed(&c->tables[number], &change);
        }
    return updates > 1 && renamed > 0;
}

/* `'x'::text`: in a list of rows nothing else says which type it is. */
static sdn_code add_typed_values(sdn_postgres *c, sdn_postgres_table *table, const sdn_index_type *key,
                                 const void *record, sdn_error *err)
{
    const sdn_record_type *type = table->type;
    uint32_t count = key != NULL ? key->field_count : type->field_count;
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < count && code == SDN_OK; i++) {
        const sdn_field *field = &type->fields[key != NULL ? key->fields[i] : i];
        code = sdn__postgres_add_value(c, table, &c->batch.sql, (uint32_t)(field - type->fields), record, err);
        sdn__postgres_add_text(&c->batch.sql, "::");
        sdn__postgres_add_text(&c->batch.sql, sdn__postgres_type_of(field));
        sdn__postgres_add_text(&c->batch.sql, (field->flags & SDN_FIELD_LIST) != 0 ? "[]" : "");
        sdn__postgres_add_text(&c->batch.sql, i + 1 < count ? ", " : "");
    }
    return code;
}

/* Names k0, k1, ... of the old key, then f0, f1, ... of the fields. */
static void add_numbered(sdn_postgres_text *sql, const char *letter, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : "");
        sdn__postgres_add_text(sql, letter);
        sdn__postgres_add_number(sql, i);
    }
}

/* The old keys and all values of the changed records, as rows of `made`. */
static sdn_code add_changed_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    sdn_postgres_text *sql = &c->batch.sql;
    sdn_record_change change;
    sdn_code code = SDN_OK;
    const char *separator = "(VALUES (";
    for (size_t at = 0; code == SDN_OK && sdn_push_next(push, number, &at, &change);) {
        if (!is_update(&change))
            continue;
        sdn__postgres_add_text(sql, separator);
        separator = ", (";
        code = add_typed_values(c, table, &table->type->key, change.loaded, err);
        sdn__postgres_add_text(sql, ", ");
        if (code == SDN_OK)
            code = add_typed_values(c, table, NULL, change.edited, err);
        sdn__postgres_add_text(sql, ")");
    }
    sdn__postgres_add_text(sql, ")");
    return code;
}

/* Deletes the changed rows and inserts them with their new values; the other columns, which may be new ones, keep theirs.
 * Being sorted, the new rows come after the last of the old ones is deleted. */
static sdn_code exchange_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    const sdn_record_type *type = table->type;
    sdn_code code = sdn__postgres_table_check(c, table, err);
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    if (code != SDN_OK)
        return code;
    sdn__postgres_add_text(sql, "WITH made (");
    add_numbered(sql, "k", type->key.field_count);
    sdn__postgres_add_text(sql, ", ");
    add_numbered(sql, "f", type->field_count);
    sdn__postgres_add_text(sql, ") AS ");
    code = add_changed_rows(c, push, number, err);
    sdn__postgres_add_text(sql, ", old AS (DELETE FROM ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " WHERE (");
    sdn__postgres_add_key_columns(sql, type, "");
    sdn__postgres_add_text(sql, ") IN (SELECT ");
    add_numbered(sql, "k", type->key.field_count);
    sdn__postgres_add_text(sql, " FROM made) RETURNING *), done AS (INSERT INTO ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " (");
    sdn__postgres_add_columns(sql, type, "");
    sdn__postgres_add(sql, table->others.bytes, table->others.len);
    sdn__postgres_add_text(sql, ") SELECT ");
    add_numbered(sql, "f", type->field_count);
    sdn__postgres_add(sql, table->others.bytes, table->others.len);
    sdn__postgres_add_text(sql, " FROM old JOIN made ON (");
    sdn__postgres_add_key_columns(sql, type, "old.");
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "k", type->key.field_count);
    sdn__postgres_add_text(
        sql, ") ORDER BY 1 RETURNING 1) SELECT 1 / (count(*) = (SELECT count(*) FROM made))::int FROM done");
    sdn__postgres_end_statement(c, SDN_POSTGRES_CHANGE);
    if (code == SDN_OK)
        code = sdn__postgres_run(c, NULL, err);
    sdn__postgres_statements(c);
    return code;
}

static sdn_code run_savepoint(sdn_postgres *c, const char *word, sdn_error *err)
{
    sdn__postgres_add_text(&c->batch.sql, word);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn_code code = sdn__postgres_run(c, NULL, err);
    sdn__postgres_statements(c);
    return code;
}

static sdn_code change_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    if (!may_exchange(c, push, number))
        return update_rows(c, push, number, err);
    sdn_code code = run_savepoint(c, "SAVEPOINT sdn_updates", err);
    if (code != SDN_OK)
        return code;
    code = update_rows(c, push, number, err);
    if (code == SDN_OK)
        code = run_savepoint(c, "RELEASE sdn_updates", err);
    if (code == SDN_OK || strcmp(c->outcome.state, "23505") != 0)
        return code;
    sdn__postgres_statements(c);
    code = run_savepoint(c, "ROLLBACK TO sdn_updates", err);
    return code == SDN_OK ? exchange_rows(c, push, number, err) : code;
}

/* ---- all ---- */

/* Of a table that was not pushed nothing new is known; its version stays, and the next pull looks. Edits may be nothing
 * after a merge: then no table is pushed. */
static void take_pushed_versions(sdn_postgres *c)
{
    for (uint32_t i = 0; i < c->table_count; i++)
        if (PQntuples(c->tables[i].answer) > 0)
            c->tables[i].pulled = strtoimax(PQgetvalue(c->tables[i].answer, 0, 0), NULL, 10);
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

sdn_code sdn__postgres_write(sdn_postgres *c, const sdn_push *push, sdn_error *err)
{
    sdn_code code = SDN_OK;
    sdn__postgres_statements(c);
    c->outcome = (sdn_postgres_outcome){.lost = false};
    for (uint32_t i = 0; i < sdn_push_table_count(push) && code == SDN_OK; i++) {
        sdn_record_change change;
        size_t at = 0;
        c->tables[i].pulled = c->tables[i].settled;
        c->tables[i].is_pushed = sdn_push_next(push, i, &at, &change);
        c->tables[i].has_many_changes = sdn_push_next(push, i, &at, &change);
        if (!c->tables[i].is_pushed)
            continue;
        code = delete_rows(c, push, i, err);
        if (code == SDN_OK)
            code = change_rows(c, push, i, err);
        if (code == SDN_OK)
            code = insert_rows(c, push, i, err);
    }
    return code == SDN_OK ? commit_changes(c, err) : code;
}
