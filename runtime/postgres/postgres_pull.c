/*
 * Pull: all records, or those that the log names.
 *
 * Without the lock one trip asks for the versions. If they are the settled ones, that is all; else everything is read in
 * one transaction of REPEATABLE READ, which sees one version of all tables. With the lock nobody can change the tables.
 *
 * The log is complete if it has each version after the settled one: else some were deleted, and all records are loaded;
 * so they are if the version went back, as on a server that was restored, and from another server than before. Without key, a row that was changed or deleted
 * cannot be told from its equals; then all are loaded too.
 */
#include "postgres_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- the tables of the file ---- */

static sdn_code open_table(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn_postgres_table *tables = realloc(c->tables, (c->table_count + 1) * sizeof *tables);
    if (tables == NULL)
        return sdn__postgres_fail_memory(err);
    c->tables = tables;
    sdn_postgres_table *table = &tables[c->table_count];
    sdn_code code = sdn__postgres_table_open(c, sdn_pull_type(pull, c->table_count), table, err);
    if (code == SDN_OK)
        c->table_count++;
    else
        sdn__postgres_table_release(table);
    return code;
}

/* Opens those that are new. One that could not be loaded then may have stayed behind. */
static sdn_code open_tables(sdn_postgres *c, sdn_pull *pull, bool *changed, sdn_error *err)
{
    sdn_code code = SDN_OK;
    uint32_t count = sdn_pull_table_count(pull), kept = 0;
    while (kept < c->table_count && kept < count && c->tables[kept].type == sdn_pull_type(pull, kept))
        kept++;
    *changed = kept < count || kept < c->table_count;
    while (c->table_count > kept)
        sdn__postgres_table_release(&c->tables[--c->table_count]);
    while (c->table_count < count && code == SDN_OK)
        code = open_table(c, pull, err);
    return code;
}

/* ---- all records ---- */

/* Ends a column of a line of COPY: takes its escapes away in place. Where the next one begins; NULL: this is the last. */
static char *end_column(char *column, char *end, size_t *len, bool *is_null)
{
    static const char letters[] = "bfnrtv", stand_for[] = "\b\f\n\r\t\v";
    char *to = column, *at = column;
    *is_null = end - column >= 2 && column[0] == '\\' && column[1] == 'N';
    while (at < end && *at != '\t' && *at != '\n') {
        if (*at == '\\' && at + 1 < end) {
            const char *letter = strchr(letters, *++at);
            *to++ = letter != NULL ? stand_for[letter - letters] : *at;
        } else {
            *to++ = *at;
        }
        at++;
    }
    *len = (size_t)(to - column);
    return at < end && *at == '\t' ? at + 1 : NULL;
}

/* One line, which is changed. */
static sdn_code load_line(sdn_postgres *c, sdn_pull *pull, uint32_t number, char *line, size_t line_len, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    char *column = line, *end = line + line_len;
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        size_t len;
        bool is_null;
        if (column == NULL)
            return sdn__postgres_fail(err, SDN_E_IO, c->shown, "the server sent a row that is too short; try again");
        char *next = end_column(column, end, &len, &is_null);
        if (!sdn__postgres_cell(table, i, column, len, is_null, &table->texts[i]))
            return sdn__postgres_fail_memory(err);
        column = next;
    }
    return sdn_pull_record(pull, number, table->texts, err);
}

static sdn_code load_lines(sdn_postgres *c, sdn_pull *pull, uint32_t number, sdn_error *err)
{
    sdn_code code = SDN_OK;
    char *line;
    int len;
    while ((len = PQgetCopyData(c->db, &line, 0)) > 0) {
        if (code == SDN_OK)
            code = load_line(c, pull, number, line, (size_t)len, err);
        PQfreemem(line);
        if (code != SDN_OK)
            break;
    }
    bool failed = len == -2 && PQstatus(c->db) == CONNECTION_OK; /* else the end of the COPY tells */
    return code == SDN_OK && failed ? sdn__postgres_fail_memory(err) : code;
}

/* What is left of a COPY: its rows too, if it failed in between; asking the server to stop spares most of them. */
static void stop_copy(sdn_postgres *c)
{
    char reason[256];
    PGcancel *cancel = PQgetCancel(c->db);
    if (cancel != NULL)
        PQcancel(cancel, reason, sizeof reason);
    PQfreeCancel(cancel);
}

static sdn_code load_rows(sdn_postgres *c, sdn_pull *pull, uint32_t number, sdn_error *err)
{
    const sdn_record_type *type = c->tables[number].type;
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    sdn__postgres_add_text(sql, "COPY (SELECT ");
    sdn__postgres_add_columns(sql, type, "");
    sdn__postgres_add_text(sql, " FROM ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " ORDER BY ");
    sdn__postgres_add_key_columns(sql, type, "");
    sdn__postgres_add_text(sql, ") TO STDOUT");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn_code code = sdn__postgres_start_copy(c, err);
    if (code != SDN_OK)
        return code;
    code = load_lines(c, pull, number, err);
    if (code != SDN_OK)
        stop_copy(c);
    sdn_code ended = sdn__postgres_end_copy(c, code != SDN_OK, code == SDN_OK ? err : NULL);
    return code == SDN_OK ? ended : code;
}

static sdn_code load_all(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn_code code = sdn_pull_all(pull, err);
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++)
        code = load_rows(c, pull, i, err);
    return code;
}

/* ---- changes ---- */

/* The key as JSON may lack digits of a real number. */
static bool has_real_key(const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->fields[type->key.fields[i]].type == SDN_TYPE_F64)
            return true;
    return false;
}

/* ` FROM sdn_log WHERE` of what was changed since. */
static void add_log(sdn_postgres *c, const sdn_postgres_table *table)
{
    sdn_postgres_text *sql = &c->batch.sql;
    sdn__postgres_add_text(sql, " FROM sdn_log WHERE tbl = ");
    sdn__postgres_add_literal(sql, table->type->table);
    sdn__postgres_add_text(sql, " AND version > ");
    sdn__postgres_add_number(sql, table->settled);
    sdn__postgres_add_text(sql, " AND version <= ");
    sdn__postgres_add_number(sql, table->pulled);
}

/* A value that says whether the log has all of the table, and each of it can be told. */
static void add_completeness(sdn_postgres *c, const sdn_postgres_table *table)
{
    sdn_postgres_text *sql = &c->batch.sql;
    sdn__postgres_add_text(sql, "(SELECT count(DISTINCT version) = ");
    sdn__postgres_add_number(sql, table->pulled - table->settled);
    sdn__postgres_add_text(sql, table->type->key.field_count > 0 ? " AND bool_and(op IN ('insert', 'update', 'delete'))"
                                                                 : " AND bool_and(op = 'insert')");
    add_log(c, table);
    sdn__postgres_add_text(sql, ")");
}

/* A value of the key of a line `l` of the log, as its column has it. */
static void add_logged_value(sdn_postgres_text *sql, const sdn_record_type *type, uint32_t place)
{
    bool keyless = type->key.field_count == 0;
    sdn__postgres_add_text(sql, "(l.key->>");
    sdn__postgres_add_number(sql, place);
    sdn__postgres_add_text(sql, ")::");
    sdn__postgres_add_text(sql, keyless ? "bigint" : sdn__postgres_type_of(&type->fields[type->key.fields[place]]));
}

/* Columns of a line of the log: whether it is complete, the values of the key, and the row, of which tableoid is NULL if
 * there is none. */
enum { COMPLETE_COLUMN, KEY_COLUMN };

static void ask_changes(sdn_postgres *c, const sdn_postgres_table *table)
{
    const sdn_record_type *type = table->type;
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    sdn__postgres_add_text(sql, "SELECT ");
    add_completeness(c, table);
    sdn__postgres_add_text(sql, ", ");
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        add_logged_value(sql, type, i);
        sdn__postgres_add_text(sql, ", ");
    }
    sdn__postgres_add_text(sql, "t.tableoid, ");
    sdn__postgres_add_columns(sql, type, "t.");
    sdn__postgres_add_text(sql, " FROM (SELECT DISTINCT key");
    add_log(c, table);
    sdn__postgres_add_text(sql, ") AS l LEFT JOIN ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS t ON (");
    sdn__postgres_add_key_columns(sql, type, "t.");
    sdn__postgres_add_text(sql, ") = (");
    for (uint32_t i = 0; i == 0 || i < type->key.field_count; i++) {
        sdn__postgres_add_text(sql, i > 0 ? ", " : "");
        add_logged_value(sql, type, i);
    }
    sdn__postgres_add_text(sql, ") ORDER BY ");
    sdn__postgres_add_key_columns(sql, type, "t.");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

/* Columns of a row of a result from `column` on as texts, of `count` fields; `fields` says which, NULL: the first. */
static bool take_cells(sdn_postgres_table *table, const PGresult *rows, int row, int column, const uint32_t *fields,
                       uint32_t count)
{
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        int at = column + (int)i;
        ok = sdn__postgres_cell(table, fields != NULL ? fields[i] : i, PQgetvalue(rows, row, at),
                                (size_t)PQgetlength(rows, row, at), PQgetisnull(rows, row, at) == 1, &table->texts[i]);
    }
    return ok;
}

static sdn_code give_row(sdn_postgres *c, sdn_pull *pull, uint32_t number, int row, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    const sdn_index_type *key = &table->type->key;
    int row_column = KEY_COLUMN + (int)key->field_count;
    bool gone = PQgetisnull(table->changes, row, row_column) == 1;
    bool ok = gone ? take_cells(table, table->changes, row, KEY_COLUMN, key->fields, key->field_count)
                   : take_cells(table, table->changes, row, row_column + 1, NULL, table->type->field_count);
    if (!ok)
        return sdn__postgres_fail_memory(err);
    return gone ? sdn_pull_gone(pull, number, table->texts, err) : sdn_pull_record(pull, number, table->texts, err);
}

/* Gets the changes of a table. *complete: they are all. */
static sdn_code get_changes(sdn_postgres *c, sdn_postgres_table *table, bool *complete, sdn_error *err)
{
    *complete = table->pulled > table->settled && !has_real_key(table->type);
    if (!*complete)
        return SDN_OK;
    ask_changes(c, table);
    sdn_code code = sdn__postgres_run(c, &table->changes, err);
    *complete =
        code == SDN_OK && PQntuples(table->changes) > 0 && PQgetvalue(table->changes, 0, COMPLETE_COLUMN)[0] == 't';
    return code;
}

static void clear_changes(sdn_postgres *c)
{
    for (uint32_t i = 0; i < c->table_count; i++) {
        PQclear(c->tables[i].changes);
        c->tables[i].changes = NULL;
    }
}

/* Gives them if those of all tables are complete: else nothing is given, and *given is false. */
static sdn_code give_changes(sdn_postgres *c, sdn_pull *pull, bool *given, sdn_error *err)
{
    sdn_code code = SDN_OK;
    *given = true;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK && *given; i++)
        if (c->tables[i].pulled != c->tables[i].settled)
            code = get_changes(c, &c->tables[i], given, err);
    for (uint32_t i = 0; i < c->table_count && *given; i++)
        for (int row = 0; code == SDN_OK && row < PQntuples(c->tables[i].changes); row++)
            code = give_row(c, pull, i, row, err);
    clear_changes(c);
    return code;
}

/* ---- one version ---- */

static sdn_code read_versions(sdn_postgres *c, bool first, sdn_error *err)
{
    PGresult *rows;
    sdn__postgres_statements(c);
    sdn__postgres_ask_versions(c, c->locked);
    sdn_code code = first ? sdn__postgres_run_first(c, &rows, err) : sdn__postgres_run(c, &rows, err);
    if (code == SDN_OK)
        code = sdn__postgres_take_versions(c, rows, err);
    PQclear(rows);
    return code;
}

/* The versions are known, and nothing else is seen meanwhile. */
static sdn_code read_changes(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    bool given = false;
    sdn_code code = SDN_OK;
    if (!sdn_pull_is_first(pull) && sdn__postgres_is_settled(c))
        return SDN_OK;
    if (!sdn_pull_wants_all(pull) && !c->is_other_server)
        code = give_changes(c, pull, &given, err);
    return code != SDN_OK || given ? code : load_all(c, pull, err);
}

static sdn_code pull_locked(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    bool changed = false;
    sdn_code code = open_tables(c, pull, &changed, err);
    if (code == SDN_OK && (changed || !c->knows_versions))
        code = read_versions(c, false, err);
    c->knows_versions = c->knows_versions || code == SDN_OK;
    return code == SDN_OK ? read_changes(c, pull, err) : code;
}

static sdn_code run_word(sdn_postgres *c, const char *word, bool first, sdn_error *err)
{
    sdn__postgres_add_text(sdn__postgres_statements(c), word);
    return first ? sdn__postgres_run_first(c, NULL, err) : sdn__postgres_run(c, NULL, err);
}

/* In a transaction that sees one version. */
static sdn_code pull_snapshot(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    bool changed;
    sdn_code code = run_word(c, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", true, err);
    if (code == SDN_OK)
        code = open_tables(c, pull, &changed, err);
    if (code == SDN_OK)
        code = read_versions(c, false, err);
    if (code == SDN_OK)
        code = read_changes(c, pull, err);
    if (code == SDN_OK)
        return run_word(c, "COMMIT", false, err);
    sdn__postgres_unlock(&c->connection);
    return code;
}

static sdn_code pull_unlocked(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (sdn_pull_is_first(pull))
        return pull_snapshot(c, pull, err);
    code = read_versions(c, true, err);
    if (code != SDN_OK || sdn__postgres_is_settled(c))
        return code;
    return pull_snapshot(c, pull, err);
}

sdn_code sdn__postgres_pull(sdn_connection *connection, sdn_pull *pull, sdn_error *err)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    c->has_pulled = false;
    c->lock_pulls++;
    if (c->fresh && !sdn_pull_is_first(pull))
        return SDN_OK;
    sdn_code code = c->locked ? pull_locked(c, pull, err) : pull_unlocked(c, pull, err);
    if (code != SDN_OK && c->locked)
        sdn__postgres_unlock(connection);
    c->has_pulled = code == SDN_OK;
    return code;
}

void sdn__postgres_settle(sdn_connection *connection, bool accepted)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    if (!accepted)
        return;
    c->fresh = c->locked;
    if (!c->has_pulled)
        return;
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].settled = c->tables[i].pulled;
    c->has_pulled = c->is_other_server = false;
}
