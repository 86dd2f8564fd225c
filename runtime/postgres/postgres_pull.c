/*
 * Pull: all records, or those that the log names.
 *
 * Without the lock one trip asks for the versions. If they are the settled ones, that is all; else everything is read in
 * one transaction of REPEATABLE READ, which sees one version of all tables. With the lock nobody can change the tables, and
 * what had changed came with it (postgres_lock.c).
 *
 * The log is complete if it has each version after the settled one: else some were deleted, and all records are loaded;
 * so they are if the version went back, as on a server that was restored, and from another server than before. Without
 * key, a row that was changed or deleted cannot be told from its equals; then all are loaded too.
 */
#include "postgres_private.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- the tables of the file ---- */

static sdn_code open_table(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn_postgres_table *tables = realloc(c->tables, (c->table_count + 1) * sizeof *tables);
    if (tables == NULL)
        return sdn_backend_fail_memory(err);
    c->tables = tables;
    sdn_postgres_table *table = &tables[c->table_count];
    sdn_code code = sdn__postgres_table_open(c, sdn_pull_type(pull, c->table_count), table, err);
    if (code == SDN_OK)
        c->table_count++;
    else
        sdn__postgres_table_release(table);
    return code;
}

/* Opens those that are new. */
static sdn_code open_tables(sdn_postgres *c, sdn_pull *pull, bool *changed, sdn_error *err)
{
    sdn_code code = SDN_OK;
    uint32_t count = sdn_pull_table_count(pull);
    *changed = c->table_count < count;
    c->prepared.is_done = c->prepared.is_done && !*changed;
    while (c->table_count < count && code == SDN_OK)
        code = open_table(c, pull, err);
    return code;
}

/* Those that were opened by a pull which came to nothing are no tables of the file. */
static void drop_unsettled_tables(sdn_postgres *c)
{
    c->prepared.is_done = c->prepared.is_done && c->table_count == c->settled_tables;
    while (c->table_count > c->settled_tables)
        sdn__postgres_table_release(&c->tables[--c->table_count]);
}

/* ---- all records ---- */

static bool ends_column(char c)
{
    return c == '\t' || c == '\n' || c == '\0';
}

/* What ends a column, or has to be looked at. */
static const bool is_stop[256] = {['\0'] = true, ['\t'] = true, ['\n'] = true, ['\\'] = true};

/* Takes the escapes away from what begins at a backslash, in place. Behind the column; *to: behind what is left. */
static char *unescape(char *at, char **to)
{
    static const char letters[] = "bfnrtv", stand_for[] = "\b\f\n\r\t\v";
    char *out = at;
    while (!ends_column(*at)) {
        const char *letter = NULL;
        if (*at == '\\' && at[1] != '\0')
            letter = strchr(letters, *++at);
        *out++ = letter != NULL ? stand_for[letter - letters] : *at;
        at++;
    }
    *to = out;
    return at;
}

/* Ends a column of a line of COPY, which is followed by a NUL. Its text; *next is where the next one begins, NULL: this is
 * the last. */
static sdn_str end_column(char *column, char **next)
{
    char *end = column, *to;
    if (column[0] == '\\' && column[1] == 'N') {
        *next = column[2] == '\t' ? column + 3 : NULL;
        return (sdn_str){NULL, 0};
    }
    while (!is_stop[(unsigned char)*end])
        end++;
    to = end;
    if (*end == '\\')
        end = unescape(end, &to);
    *next = *end == '\t' ? end + 1 : NULL;
    return (sdn_str){column, (size_t)(to - column)};
}

/* One line, which is changed. */
static sdn_code load_line(sdn_postgres *c, sdn_pull *pull, uint32_t number, char *line, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    char *column = line;
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        if (column == NULL)
            return sdn_backend_fail(err, SDN_E_IO, c->shown, "the server sent a row that is too short; try again");
        if (!sdn__postgres_cell(table, i, end_column(column, &column), &table->texts[i]))
            return sdn_backend_fail_memory(err);
    }
    return sdn_pull_record(pull, number, table->texts, err);
}

static sdn_code load_lines(sdn_postgres *c, sdn_pull *pull, uint32_t number, sdn_error *err)
{
    sdn_code code = SDN_OK;
    char *line;
    int len = 0;
    while (code == SDN_OK && (len = PQgetCopyData(c->db, &line, 0)) > 0) {
        code = load_line(c, pull, number, line, err);
        PQfreemem(line);
    }
    bool failed = len == -2 && PQstatus(c->db) == CONNECTION_OK; /* else the end of the COPY tells */
    return code == SDN_OK && failed ? sdn_backend_fail_memory(err) : code;
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
    sdn__postgres_add_text(sql, "SET LOCAL enable_seqscan = on;\nCOPY (SELECT ");
    sdn__postgres_add_columns(sql, type, "");
    sdn__postgres_add_text(sql, " FROM ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " ORDER BY ");
    sdn__postgres_add_key_columns(sql, type, "");
    sdn__postgres_add_text(sql, ") TO STDOUT");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    if (!c->locked && number + 1 == c->table_count)
        sdn__postgres_add_text(sql, "COMMIT");
    sdn_code code = sdn__postgres_start_copy(c, err);
    if (code != SDN_OK)
        return code;
    code = load_lines(c, pull, number, err);
    if (code != SDN_OK)
        stop_copy(c);
    sdn_code ended = sdn__postgres_end_copy(c, code != SDN_OK, code == SDN_OK ? err : NULL);
    return code == SDN_OK ? ended : code;
}

/* Not those of tables that are known and did not change. */
static sdn_code load_all(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    uint32_t known = sdn_pull_known_count(pull);
    if (!sdn__postgres_are_settled(c, known))
        known = 0;
    sdn_code code = known > 0 ? sdn_pull_added(pull, err) : sdn_pull_all(pull, err);
    for (uint32_t i = known; i < c->table_count && code == SDN_OK; i++)
        code = load_rows(c, pull, i, err);
    return code;
}

/* ---- changes ---- */

/* Columns of a change: its version, what was done, whether the row is there, the values of the key, and the row. */
enum { VERSION_COLUMN, OP_COLUMN, THERE_COLUMN, KEY_COLUMN };

/* The key as JSON may lack digits of a real number. */
static bool has_real_key(const sdn_record_type *type)
{
    for (uint32_t i = 0; i < type->key.field_count; i++)
        if (type->fields[type->key.fields[i]].type == SDN_TYPE_F64)
            return true;
    return false;
}

/* Whether a line of the log names one record. */
static bool is_told(const sdn_record_type *type, const char *op)
{
    bool added = strcmp(op, "insert") == 0;
    return added || (type->key.field_count > 0 && (strcmp(op, "update") == 0 || strcmp(op, "delete") == 0));
}

/* Whether the answer has all changes of the table, each version after the other, and they can be made one by one. */
static bool is_complete(const sdn_postgres_table *table)
{
    const PGresult *rows = table->answer;
    int64_t version = table->settled;
    int count = PQntuples(rows);
    bool ok = count < SDN_POSTGRES_MOST_CHANGES && !has_real_key(table->type);
    for (int row = 0; row < count && ok; row++) {
        int64_t next = strtoimax(PQgetvalue(rows, row, VERSION_COLUMN), NULL, 10);
        ok = (next == version || next == version + 1) && is_told(table->type, PQgetvalue(rows, row, OP_COLUMN));
        version = next;
    }
    return ok && version == table->pulled;
}

/* Columns of a row of a result from `column` on as texts, of `count` fields; `fields` says which, NULL: the first. */
static bool take_cells(sdn_postgres_table *table, const PGresult *rows, int row, int column, const uint32_t *fields,
                       uint32_t count)
{
    bool ok = true;
    for (uint32_t i = 0; i < count && ok; i++) {
        int at = column + (int)i;
        sdn_str value = {PQgetvalue(rows, row, at), (size_t)PQgetlength(rows, row, at)};
        value.ptr = PQgetisnull(rows, row, at) == 1 ? NULL : value.ptr;
        ok = sdn__postgres_cell(table, fields != NULL ? fields[i] : i, value, &table->texts[i]);
    }
    return ok;
}

static sdn_code give_row(sdn_postgres *c, sdn_pull *pull, uint32_t number, int row, sdn_error *err)
{
    sdn_postgres_table *table = &c->tables[number];
    const sdn_index_type *key = &table->type->key;
    bool gone = PQgetisnull(table->answer, row, THERE_COLUMN) == 1;
    bool ok = gone ? take_cells(table, table->answer, row, KEY_COLUMN, key->fields, key->field_count)
                   : take_cells(table, table->answer, row, KEY_COLUMN + (int)key->field_count, NULL,
                                table->type->field_count);
    if (!ok)
        return sdn_backend_fail_memory(err);
    return gone ? sdn_pull_gone(pull, number, table->texts, err) : sdn_pull_record(pull, number, table->texts, err);
}

/* Whether the next line is of the same record: then it is given once. */
static bool is_given_next(const sdn_postgres_table *table, int row)
{
    const PGresult *rows = table->answer;
    bool same = row + 1 < PQntuples(rows) && table->type->key.field_count > 0;
    for (int i = KEY_COLUMN; same && i < KEY_COLUMN + (int)table->type->key.field_count; i++)
        same = strcmp(PQgetvalue(rows, row, i), PQgetvalue(rows, row + 1, i)) == 0;
    return same;
}

static bool is_unchanged(const sdn_postgres_table *table)
{
    return table->pulled == table->settled;
}

/* Asks for the changes that were not asked for with the versions. */
static sdn_code require_answers(sdn_postgres *c, sdn_error *err)
{
    uint32_t asked = 0;
    for (uint32_t i = 0; i < c->table_count; i++) {
        if (is_unchanged(&c->tables[i]) || c->tables[i].answer != NULL)
            continue;
        if (asked++ == 0) {
            sdn__postgres_statements(c);
            sdn__postgres_prepare(c);
        }
        sdn__postgres_ask_changes(c, i);
    }
    return asked > 0 ? sdn__postgres_run(c, NULL, err) : SDN_OK;
}

/* Gives the changes if those of all tables are complete: else nothing is given, and *given is false. */
static sdn_code give_changes(sdn_postgres *c, sdn_pull *pull, bool *given, sdn_error *err)
{
    sdn_code code = require_answers(c, err);
    *given = code == SDN_OK;
    for (uint32_t i = 0; i < c->table_count && *given; i++)
        *given = is_unchanged(&c->tables[i]) || is_complete(&c->tables[i]);
    for (uint32_t i = 0; i < c->table_count && *given; i++)
        for (int row = 0; code == SDN_OK && row < PQntuples(c->tables[i].answer); row++)
            if (!is_given_next(&c->tables[i], row))
                code = give_row(c, pull, i, row, err);
    return code;
}

/* ---- one version ---- */

#define BEGIN_SNAPSHOT "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

static sdn_code take_versions(sdn_postgres *c, PGresult *rows, sdn_code code, sdn_error *err)
{
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
    if (!sdn_pull_is_first(pull) && sdn__postgres_are_settled(c, c->table_count))
        return SDN_OK;
    if (!sdn_pull_wants_all(pull) && !c->is_other_server)
        code = give_changes(c, pull, &given, err);
    sdn__postgres_clear_answers(c);
    return code != SDN_OK || given ? code : load_all(c, pull, err);
}

/* Takes the lock of tables that were opened since, and asks for what is not known. */
static sdn_code ask_locked(sdn_postgres *c, sdn_error *err)
{
    PGresult *rows;
    sdn__postgres_statements(c);
    sdn__postgres_prepare(c);
    sdn__postgres_ask_lock(c);
    sdn_code code = sdn__postgres_run(c, &rows, err);
    return take_versions(c, rows, code, err);
}

static sdn_code pull_locked(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    bool changed = false;
    sdn__postgres_statements(c);
    sdn_code code = open_tables(c, pull, &changed, err);
    if (code == SDN_OK && (changed || !c->tokens.is_newest))
        code = ask_locked(c, err);
    c->tokens.is_newest = code == SDN_OK;
    return code == SDN_OK ? read_changes(c, pull, err) : code;
}

static sdn_code read_versions(sdn_postgres *c, sdn_error *err)
{
    PGresult *rows;
    sdn__postgres_ask_versions(c);
    sdn_code code = sdn__postgres_run_first(c, &rows, err);
    return take_versions(c, rows, code, err);
}

/* Begins a transaction that sees one version, and asks in it. */
static sdn_code ask_snapshot(sdn_postgres *c, sdn_error *err)
{
    PGresult *rows;
    sdn__postgres_statements(c);
    sdn__postgres_add_text(&c->batch.sql, BEGIN_SNAPSHOT);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn__postgres_prepare(c);
    sdn__postgres_ask_versions(c);
    for (uint32_t i = 0; i < c->table_count; i++)
        sdn__postgres_ask_changes(c, i);
    sdn_code code = sdn__postgres_run(c, &rows, err);
    return take_versions(c, rows, code, err);
}

/* The same for tables that may have to be opened, of which all will be read. */
static sdn_code open_snapshot(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    bool changed;
    sdn__postgres_add_text(sdn__postgres_statements(c), BEGIN_SNAPSHOT);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn_code code = open_tables(c, pull, &changed, err);
    return code == SDN_OK ? read_versions(c, err) : code;
}

static sdn_code end_snapshot(sdn_postgres *c, sdn_error *err)
{
    sdn__postgres_add_text(sdn__postgres_statements(c), "COMMIT");
    return sdn__postgres_run(c, NULL, err);
}

static sdn_code pull_snapshot(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn_code code = sdn_pull_is_first(pull) ? open_snapshot(c, pull, err) : ask_snapshot(c, err);
    if (code == SDN_OK)
        code = read_changes(c, pull, err);
    if (code == SDN_OK && PQtransactionStatus(c->db) != PQTRANS_IDLE) /* a load ends it */
        code = end_snapshot(c, err);
    if (code != SDN_OK)
        sdn__postgres_unlock(&c->connection);
    return code;
}

static sdn_code pull_unlocked(sdn_postgres *c, sdn_pull *pull, sdn_error *err)
{
    sdn__postgres_statements(c);
    sdn_code code = sdn_pull_is_first(pull) ? SDN_OK : read_versions(c, err);
    if (code != SDN_OK || (!sdn_pull_is_first(pull) && sdn__postgres_are_settled(c, c->table_count)))
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
    sdn_code code = sdn__postgres_require_owner(c, err);
    if (code != SDN_OK)
        return code;
    code = c->locked ? pull_locked(c, pull, err) : pull_unlocked(c, pull, err);
    if (code != SDN_OK && c->locked)
        sdn__postgres_unlock(connection);
    if (code != SDN_OK)
        drop_unsettled_tables(c);
    c->has_pulled = code == SDN_OK;
    return code;
}

void sdn__postgres_settle(sdn_connection *connection, bool accepted)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    bool of_commit = c->tokens.was_found;
    c->tokens.was_found = false;
    if (!accepted) {
        drop_unsettled_tables(c);
        return;
    }
    c->fresh = c->locked && !of_commit;
    if (!c->has_pulled && !of_commit)
        return;
    c->settled_tables = c->table_count;
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].settled = c->tables[i].pulled;
    c->is_other_server = c->is_other_server && of_commit;
    c->has_pulled = false;
}
