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
    table->log_lines++;
    begin_change(c, table, "DELETE FROM ");
    sdn_code code = add_where(c, table, record, err);
    return code == SDN_OK ? end_change(c, table, err) : code;
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
    const sdn_record_type *type = table->type;
    sdn_postgres_text *sql = &c->batch.sql;
    size_t count = sdn_record_diff(type, change->loaded, change->edited, table->changed);
    sdn_code code = SDN_OK;
    table->log_lines += has_key(table, count) ? 2 : 1;
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
        table->log_lines++;
        if (code == SDN_OK && (rows == MOST_ROWS || c->batch.sql.len >= MOST_TEXT)) {
            code = end_insert(c, err);
            rows = 0;
        }
    }
    return code == SDN_OK && rows > 0 ? end_insert(c, err) : code;
}

/* ---- rows that exchange their keys ---- */

/* One new key can be taken by another record that gives it up only if two records are changed. */
static bool may_exchange(sdn_postgres *c, const sdn_push *push, uint32_t number)
{
    sdn_record_change change;
    size_t updates = 0, renamed = 0;
    for (size_t at = 0; sdn_push_next(push, number, &at, &change);)
        if (is_update(&change)) {
            updates++;
            renamed += has_key(&c->tables[number], sdn_record_diff(c->tables[number].type, change.loaded, change.edited,
                                                                   c->tables[number].changed));
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

/* Names as k0, k1, ... */
static void add_numbered(sdn_postgres_text *sql, const char *letter, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : "");
        sdn__postgres_add_text(sql, letter);
        sdn__postgres_add_number(sql, i);
    }
}

/* The names of the new key, which is among the fields, or of the old one. */
static void add_key_names(sdn_postgres_text *sql, const sdn_record_type *type, bool is_new)
{
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : "");
        sdn__postgres_add_text(sql, is_new ? "f" : "k");
        sdn__postgres_add_number(sql, is_new ? type->key.fields[i] : i);
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

/* Keys of one side that the other side has not, with numbers: `, given (g0, n) AS (SELECT f0, row_number() OVER () FROM made
 * WHERE (f0) NOT IN (SELECT k0 FROM made))`; or old ones that nobody has any more. */
static void add_unpaired(sdn_postgres_text *sql, const sdn_record_type *type, bool given)
{
    uint32_t count = type->key.field_count;
    sdn__postgres_add_text(sql, given ? ", given (" : ", left_over (");
    add_numbered(sql, given ? "g" : "s", count);
    sdn__postgres_add_text(sql, ", n) AS (SELECT ");
    add_key_names(sql, type, given);
    sdn__postgres_add_text(sql, ", row_number() OVER () FROM made WHERE (");
    add_key_names(sql, type, given);
    sdn__postgres_add_text(sql, ") NOT IN (SELECT ");
    add_key_names(sql, type, !given);
    sdn__postgres_add_text(sql, " FROM made))");
}

/* Which row becomes which record: the one that has its new key, if there is one; else one of those whose key nobody has
 * any more. So no row is deleted, which would clear what refers to it, and no key is there twice at any time. */
static void add_places(sdn_postgres_text *sql, const sdn_record_type *type)
{
    add_unpaired(sql, type, true);
    add_unpaired(sql, type, false);
    sdn__postgres_add_text(sql, ", placed AS (SELECT made.*, ");
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", coalesce(s" : "coalesce(s");
        sdn__postgres_add_number(sql, i);
        sdn__postgres_add_text(sql, ", f");
        sdn__postgres_add_number(sql, type->key.fields[i]);
        sdn__postgres_add_text(sql, ") AS p");
        sdn__postgres_add_number(sql, i);
    }
    sdn__postgres_add_text(sql, " FROM made LEFT JOIN (given JOIN left_over USING (n)) ON (");
    add_key_names(sql, type, true);
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "g", type->key.field_count);
    sdn__postgres_add_text(sql, "))");
}

/* Gives each row all values of another one at once; the other columns, which may be new ones, go with them. */
static sdn_code exchange_rows(sdn_postgres *c, const sdn_push *push, uint32_t number, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    const sdn_record_type *type = table->type;
    table->log_lines = INT32_MIN; /* nobody counts them */
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
    add_places(sql, type);
    sdn__postgres_add_text(sql, ", done AS (UPDATE ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS place SET (");
    sdn__postgres_add_columns(sql, type, "");
    sdn__postgres_add(sql, table->others.bytes, table->others.len);
    sdn__postgres_add_text(sql, ") = ROW(");
    add_numbered(sql, "placed.f", type->field_count);
    sdn__postgres_add(sql, table->source_others.bytes, table->source_others.len);
    sdn__postgres_add_text(sql, ") FROM placed JOIN ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS source ON (");
    sdn__postgres_add_key_columns(sql, type, "source.");
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "placed.k", type->key.field_count);
    sdn__postgres_add_text(sql, ") WHERE (");
    sdn__postgres_add_key_columns(sql, type, "place.");
    sdn__postgres_add_text(sql, ") = (");
    add_numbered(sql, "placed.p", type->key.field_count);
    sdn__postgres_add_text(sql, ") RETURNING 1) SELECT 1 / (count(*) = (SELECT count(*) FROM made))::int FROM done");
    sdn__postgres_end_statement(c, SDN_POSTGRES_CHANGE);
    if (code == SDN_OK)
        code = sdn__postgres_run(c, NULL, err);
    sdn__postgres_statements(c);
    return code;
}

static sdn_code run_word(sdn_postgres *c, const char *word, sdn_error *err)
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
    sdn_code code = run_word(c, "SAVEPOINT sdn_updates", err);
    if (code != SDN_OK)
        return code;
    code = update_rows(c, push, number, err);
    if (code == SDN_OK)
        code = run_word(c, "RELEASE sdn_updates", err);
    if (code == SDN_OK || strcmp(c->outcome.state, "23505") != 0)
        return code;
    sdn__postgres_statements(c);
    code = run_word(c, "ROLLBACK TO sdn_updates", err);
    return code == SDN_OK ? exchange_rows(c, push, number, err) : code;
}

/* ---- all ---- */

/* Asks for the new versions, and how many lines of the log each has; fails if one of the tables has the version that it had. Edits may be nothing after a merge:
 * then no table is pushed. */
static void ask_pushed_versions(sdn_postgres *c)
{
    sdn_postgres_text *sql = &c->batch.sql;
    sdn__postgres_add_text(sql, "SELECT tbl, version, 1 / (version > CASE tbl");
    for (uint32_t i = 0; i < c->table_count; i++) {
        if (!c->tables[i].is_pushed)
            continue;
        sdn__postgres_add_text(sql, " WHEN ");
        sdn__postgres_add_literal(sql, c->tables[i].type->table);
        sdn__postgres_add_text(sql, " THEN ");
        sdn__postgres_add_number(sql, c->tables[i].settled);
    }
    sdn__postgres_add_text(sql, " WHEN NULL THEN 0 END)::int, (SELECT count(*) FROM sdn_log AS l WHERE l.tbl = m.tbl "
                                "AND l.version = m.version) FROM sdn_meta AS m WHERE tbl");
    sdn__postgres_add_tables(c, true);
    sdn__postgres_end_statement(c, SDN_POSTGRES_LOGGED);
}

/* Of a table that was not pushed nothing new is known; its version stays, and the next pull looks. So it does if the log has
 * another number of lines than the push wrote: triggers or actions of references changed rows too. */
static void take_pushed_versions(sdn_postgres *c, const PGresult *rows)
{
    for (int row = 0; row < PQntuples(rows); row++)
        for (uint32_t i = 0; i < c->table_count; i++)
            if (strcmp(PQgetvalue(rows, row, 0), c->tables[i].type->table.ptr) == 0 &&
                strtoimax(PQgetvalue(rows, row, 3), NULL, 10) == c->tables[i].log_lines)
                c->tables[i].pulled = strtoimax(PQgetvalue(rows, row, 1), NULL, 10);
}

static sdn_code commit_changes(sdn_postgres *c, sdn_error *err)
{
    PGresult *rows;
    ask_pushed_versions(c);
    sdn__postgres_add_text(&c->batch.sql, "COMMIT");
    sdn__postgres_end_statement(c, SDN_POSTGRES_COMMIT);
    sdn_code code = sdn__postgres_run(c, &rows, err);
    if (code == SDN_OK)
        take_pushed_versions(c, rows);
    PQclear(rows);
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
    return code == SDN_OK ? commit_changes(c, err) : code;
}
