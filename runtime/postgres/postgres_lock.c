/*
 * The lock and versions.
 *
 * The lock is the rows of sdn_meta of all tables, taken in the order of their names, so that two files never wait for each
 * other in a circle. The trip that takes them gives their versions, and sets the token of the transaction, which triggers
 * write into sdn_log: by it a program that lost its connection in COMMIT finds out what became of it. It brings what others
 * changed too, if they did so before the last time: a trip less under the lock, for which they wait.
 */
#include "postgres_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How long is waited after a deadlock, at most. */
enum { DEADLOCK_PAUSE_MS = 6 };

/* ---- versions ---- */

void sdn__postgres_add_tables(sdn_postgres *c, bool pushed_only)
{
    const char *separator = " IN (";
    for (uint32_t i = 0; i < c->table_count; i++) {
        if (pushed_only && !c->tables[i].is_pushed)
            continue;
        sdn__postgres_add_text(&c->batch.sql, separator);
        sdn__postgres_add_literal(&c->batch.sql, c->tables[i].type->table);
        separator = ", ";
    }
    sdn__postgres_add_text(&c->batch.sql, separator[0] == ',' ? ")" : " IN (NULL)");
}

void sdn__postgres_ask_versions(sdn_postgres *c)
{
    sdn__postgres_add_text(&c->batch.sql, "SELECT tbl, version, schema_hash FROM sdn_meta WHERE tbl");
    sdn__postgres_add_tables(c, false);
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

static sdn_code note_hash(const sdn_postgres *c, sdn_postgres_table *table, const char *hash, sdn_error *err)
{
    if (table->hash != NULL && strcmp(table->hash, hash) != 0)
        return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                                "table '%s' was altered since it was opened; open the file again",
                                table->type->table.ptr);
    if (table->hash != NULL)
        return SDN_OK;
    table->hash = malloc(strlen(hash) + 1);
    if (table->hash == NULL)
        return sdn_backend_fail_memory(err);
    strcpy(table->hash, hash);
    return SDN_OK;
}

static sdn_code take_version(const sdn_postgres *c, sdn_postgres_table *table, const PGresult *rows, sdn_error *err)
{
    for (int row = 0; row < PQntuples(rows); row++) {
        if (strcmp(PQgetvalue(rows, row, 0), table->type->table.ptr) != 0)
            continue;
        table->pulled = strtoimax(PQgetvalue(rows, row, 1), NULL, 10);
        return note_hash(c, table, PQgetvalue(rows, row, 2), err);
    }
    return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                            "table '%s' has no line in sdn_meta; make it with: sdnc ddl --apply URI SCHEMA",
                            table->type->table.ptr);
}

sdn_code sdn__postgres_take_versions(sdn_postgres *c, const PGresult *rows, sdn_error *err)
{
    sdn_code code = SDN_OK;
    for (uint32_t i = 0; i < c->table_count && code == SDN_OK; i++)
        code = take_version(c, &c->tables[i], rows, err);
    return code;
}

bool sdn__postgres_are_settled(const sdn_postgres *c, uint32_t count)
{
    if (c->is_other_server)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (c->tables[i].pulled != c->tables[i].settled)
            return false;
    return true;
}

/* ---- the lock ---- */

void sdn__postgres_forget_lock(sdn_postgres *c)
{
    c->locked = c->fresh = false;
    sdn__postgres_clear_answers(c);
}

void sdn__postgres_unlock(sdn_connection *connection)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    bool is_open = PQstatus(c->db) == CONNECTION_OK && PQtransactionStatus(c->db) != PQTRANS_IDLE;
    if (is_open && sdn__postgres_require_owner(c, NULL) == SDN_OK) {
        sdn__postgres_add_text(sdn__postgres_statements(c), "ROLLBACK");
        if (sdn__postgres_run(c, NULL, NULL) != SDN_OK)
            sdn__postgres_disconnect(c); /* which ends the transaction, too */
    }
    sdn__postgres_forget_lock(c);
}

/* No two are the same: of the process of the server, which has one connection, the time, and a number of this connection.
 * It need not be secret. */
static void make_token(sdn_postgres *c)
{
    uint64_t now = (uint64_t)sdn__postgres_now();
    snprintf(c->tokens.current, sizeof c->tokens.current, "%08" PRIx32 "-%04x-%04x-%04x-%04x%08" PRIx32,
             (uint32_t)PQbackendPID(c->db), (unsigned)(now >> 48 & 0xffff), (unsigned)(now >> 32 & 0xffff),
             (unsigned)(now >> 16 & 0xffff), (unsigned)(now & 0xffff), ++c->tokens.count);
}

/* The statement for the changes has a snapshot that is newer than the lock, so it sees what the one before had made. */
static void ask_lock_and_changes(sdn_postgres *c)
{
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    sdn__postgres_add_text(sql, "BEGIN ISOLATION LEVEL READ COMMITTED");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
    sdn__postgres_prepare(c);
    make_token(c);
    sdn__postgres_ask_lock(c);
    for (uint32_t i = 0; i < c->table_count && c->expects_changes; i++)
        sdn__postgres_ask_changes(c, i);
}

static sdn_code lock_once(sdn_postgres *c, sdn_error *err)
{
    PGresult *rows;
    ask_lock_and_changes(c);
    sdn_code code = sdn__postgres_run(c, &rows, err);
    if (code == SDN_OK) {
        c->locked = c->tokens.is_newest = true;
        code = sdn__postgres_take_versions(c, rows, err);
        c->expects_changes = !sdn__postgres_are_settled(c, c->table_count);
        PQclear(rows);
    }
    if (code != SDN_OK) {
        sdn_postgres_outcome outcome = c->outcome;
        sdn__postgres_unlock(&c->connection);
        c->outcome = outcome;
    }
    return code;
}

static sdn_code lock_in_turn(sdn_postgres *c, sdn_error *err)
{
    int64_t deadline = sdn__postgres_deadline(c);
    for (;;) {
        sdn_code code = lock_once(c, err);
        if (code == SDN_OK || strncmp(c->outcome.state, "40", 2) != 0 || sdn__postgres_now() >= deadline)
            return code;
        sdn__postgres_pause(c, DEADLOCK_PAUSE_MS);
    }
}

/* Nothing was open, so nothing is lost with a connection that turns out to be dead. */
sdn_code sdn__postgres_lock(sdn_connection *connection, sdn_error *err)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    sdn_code code = sdn__postgres_require_owner(c, err);
    c->lock_pulls = 0;
    if (code == SDN_OK && PQstatus(c->db) != CONNECTION_OK)
        code = sdn__postgres_connect(c, err);
    if (code != SDN_OK)
        return code;
    code = lock_in_turn(c, err);
    if (code == SDN_OK || PQstatus(c->db) == CONNECTION_OK)
        return code;
    code = sdn__postgres_connect(c, err);
    return code == SDN_OK ? lock_in_turn(c, err) : code;
}
