/*
 * Prepared statements: those that each transaction has. To parse and plan them takes longer than to run them, so that is
 * done once for a connection.
 *
 * They are prepared and executed by SQL, so they go in one message with others. After any failure nobody knows which of
 * them are there: all are prepared again by the next message that executes one.
 *
 * Plans are made once, whatever the values are and however the tables grow, so each statement has a form of which there is
 * one good plan: by indexes (see the settings in postgres_connect.c). Columns come as text: so one that gets another type
 * does not change the type of a result, which the server would refuse ("cached plan must not change result type").
 *
 *   sdn_lock        takes the lock, and gives the versions
 *   sdn_changes_I   of table I: the rows that the log names after a version
 *   sdn_logged_I    of table I: its version, and how many lines of the log that has; fails if the version is not greater
 *                   than the one given
 *   sdn_change_N    an UPDATE or DELETE of one row, with its values as parameters; it is prepared when it is needed first
 */
#include "postgres_private.h"

#include <string.h>

/* Changes that are prepared, at most. */
enum { MOST_PREPARED = 100 };

static void begin_prepare(sdn_postgres *c, const char *name, uint32_t table, const char *rest)
{
    sdn__postgres_add_text(&c->batch.sql, "PREPARE ");
    sdn__postgres_add_text(&c->batch.sql, name);
    sdn__postgres_add_number(&c->batch.sql, table);
    sdn__postgres_add_text(&c->batch.sql, rest);
}

static void begin_execute(sdn_postgres *c, const char *name, uint32_t table)
{
    sdn__postgres_add_text(&c->batch.sql, "EXECUTE ");
    sdn__postgres_add_text(&c->batch.sql, name);
    sdn__postgres_add_number(&c->batch.sql, table);
    sdn__postgres_add_text(&c->batch.sql, "(");
}

/* ---- the lock ---- */

static void prepare_lock(sdn_postgres *c)
{
    sdn_postgres_text *sql = &c->batch.sql;
    sdn__postgres_add_text(sql, "PREPARE sdn_lock (text) AS SELECT tbl, version, schema_hash, set_config('sdn.token', "
                                "$1, true) FROM sdn_meta WHERE tbl");
    sdn__postgres_add_tables(c, false);
    sdn__postgres_add_text(sql, " ORDER BY tbl FOR UPDATE");
    sdn__postgres_add_text(sql, c->options.lock_timeout_ms == 0 ? " NOWAIT" : "");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

void sdn__postgres_ask_lock(sdn_postgres *c)
{
    sdn__postgres_add_text(&c->batch.sql, "EXECUTE sdn_lock (");
    sdn__postgres_add_literal(&c->batch.sql, sdn_str_from(c->tokens.current));
    sdn__postgres_add_text(&c->batch.sql, ")");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

/* ---- changes ---- */

/* `l.key->>0`: a value of the key of a line of the log, as text. */
static void add_logged_value(sdn_postgres_text *sql, uint32_t place)
{
    sdn__postgres_add_text(sql, "l.key->>");
    sdn__postgres_add_number(sql, place);
}

/* `t."id" = (l.key->>0)::text AND ...` */
static void add_equal_keys(sdn_postgres_text *sql, const sdn_record_type *type)
{
    bool keyless = type->key.field_count == 0;
    for (uint32_t i = 0; i == 0 || i < type->key.field_count; i++) {
        const sdn_field *field = keyless ? NULL : &type->fields[type->key.fields[i]];
        sdn__postgres_add_text(sql, i > 0 ? " AND t." : "t.");
        sdn__postgres_add_name(sql, keyless ? SDN_POSTGRES_ROW_COLUMN : field->column.ptr);
        sdn__postgres_add_text(sql, " = (");
        add_logged_value(sql, i);
        sdn__postgres_add_text(sql, ")::");
        sdn__postgres_add_text(sql, keyless ? "bigint" : sdn__postgres_type_of(field));
    }
}

/* OFFSET 0 makes the server look up the key of each line of the log, instead of joining all of the table. */
static void prepare_changes(sdn_postgres *c, uint32_t number)
{
    const sdn_record_type *type = c->tables[number].type;
    sdn_postgres_text *sql = &c->batch.sql;
    begin_prepare(c, "sdn_changes_", number, " (bigint) AS SELECT l.version, l.op, t.\"is there\"");
    for (uint32_t i = 0; i < type->key.field_count; i++) {
        sdn__postgres_add_text(sql, ", ");
        add_logged_value(sql, i);
    }
    for (uint32_t i = 0; i < type->field_count; i++) {
        sdn__postgres_add_text(sql, ", t.");
        sdn__postgres_add_name(sql, type->fields[i].column.ptr);
        sdn__postgres_add_text(sql, "::text");
    }
    sdn__postgres_add_text(sql, " FROM (SELECT version, op, key FROM sdn_log WHERE tbl = ");
    sdn__postgres_add_literal(sql, type->table);
    sdn__postgres_add_text(sql, " AND version > $1 ORDER BY version LIMIT ");
    sdn__postgres_add_number(sql, SDN_POSTGRES_MOST_CHANGES);
    sdn__postgres_add_text(sql, ") AS l LEFT JOIN LATERAL (SELECT true AS \"is there\", ");
    sdn__postgres_add_columns(sql, type, "t.");
    sdn__postgres_add_text(sql, " FROM ");
    sdn__postgres_add_name(sql, type->table.ptr);
    sdn__postgres_add_text(sql, " AS t WHERE ");
    add_equal_keys(sql, type);
    sdn__postgres_add_text(sql, " OFFSET 0) AS t ON true ORDER BY l.version");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

static void ask_after_settled(sdn_postgres *c, const char *name, sdn_postgres_kind kind, uint32_t number)
{
    begin_execute(c, name, number);
    sdn__postgres_add_number(&c->batch.sql, c->tables[number].settled);
    sdn__postgres_add_text(&c->batch.sql, ")");
    sdn__postgres_end_question(c, kind, number);
}

void sdn__postgres_ask_changes(sdn_postgres *c, uint32_t number)
{
    ask_after_settled(c, "sdn_changes_", SDN_POSTGRES_CHANGES, number);
}

/* ---- after a push ---- */

static void prepare_logged(sdn_postgres *c, uint32_t number)
{
    begin_prepare(c, "sdn_logged_", number,
                  " (bigint) AS SELECT version, (SELECT " SDN_POSTGRES_COUNT_LINES
                  " FROM sdn_log AS l WHERE l.tbl = m.tbl "
                  "AND l.version = m.version GROUP BY l.tbl), 1 / (version > $1)::int FROM sdn_meta AS m WHERE tbl = ");
    sdn__postgres_add_literal(&c->batch.sql, c->tables[number].type->table);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

void sdn__postgres_ask_logged(sdn_postgres *c, uint32_t number)
{
    ask_after_settled(c, "sdn_logged_", SDN_POSTGRES_LOGGED, number);
}

/* ---- changes of rows ---- */

sdn_postgres_text *sdn__postgres_begin_change(sdn_postgres *c)
{
    c->prepared.change.len = 0;
    c->prepared.change.failed = false;
    return &c->prepared.change;
}

/* The number of the change that was begun among those that are prepared; their number, if it is none of them. */
static uint32_t find_change(const sdn_postgres *c, bool *is_there)
{
    uint32_t number = 0;
    *is_there = false;
    for (size_t at = 0; at < c->prepared.changes.len; at += strlen(c->prepared.changes.bytes + at) + 1, number++) {
        *is_there = strcmp(c->prepared.changes.bytes + at, c->prepared.change.bytes) == 0;
        if (*is_there)
            break;
    }
    return number;
}

/* Adds the statement that prepares the change that was begun. */
static void prepare_change(sdn_postgres *c, uint32_t number)
{
    begin_prepare(c, "sdn_change_", number, " AS ");
    sdn__postgres_add(&c->batch.sql, c->prepared.change.bytes, c->prepared.change.len);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn__postgres_add(&c->prepared.changes, c->prepared.change.bytes, c->prepared.change.len + 1);
    c->batch.sql.failed = c->batch.sql.failed || c->prepared.changes.failed;
}

void sdn__postgres_execute_change(sdn_postgres *c)
{
    bool is_there;
    c->batch.sql.failed = c->batch.sql.failed || c->prepared.change.failed;
    if (c->batch.sql.failed)
        return;
    sdn__postgres_prepare(c);
    uint32_t number = find_change(c, &is_there);
    if (number == MOST_PREPARED) {
        c->prepared.is_done = false;
        sdn__postgres_prepare(c);
        number = 0;
    }
    if (!is_there)
        prepare_change(c, number);
    begin_execute(c, "sdn_change_", number);
}

/* ---- all ---- */

void sdn__postgres_prepare(sdn_postgres *c)
{
    if (c->prepared.is_done)
        return;
    c->prepared.changes.len = 0;
    c->prepared.changes.failed = false;
    sdn__postgres_add_text(&c->batch.sql, "DEALLOCATE ALL");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    prepare_lock(c);
    for (uint32_t i = 0; i < c->table_count; i++) {
        prepare_changes(c, i);
        prepare_logged(c, i);
    }
    c->prepared.is_done = true;
}
