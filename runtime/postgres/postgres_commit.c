/*
 * The commit, and what is done when it fails.
 *
 *   a deadlock                          again, after a pause of random length, until the lock timeout is over
 *   the connection is lost before       a new one; nothing happened yet, so again
 *   the connection is lost in COMMIT    a new one, and the server is asked for the token of the transaction in sdn_log.
 *                                       The lock is taken for that: the lost transaction has it until it ends, so what the
 *                                       log says under the lock is final. It is there: SDN_OK. It is not: again. The
 *                                       server cannot be asked: SDN_E_IO, nobody knows
 *
 * `Again` is right only if nobody changed the tables since the lock was lost. If somebody did, a save is told
 * (SDN_E_CONFLICT) and merges. A transaction of the program has promised more: it ends with SDN_E_LOCK_LOST.
 */
#include "postgres_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often a push is made on new connections, and how long is waited after a deadlock, at most. */
enum { MOST_CONNECTIONS = 3, PAUSE_MS = 6 };

/* A transaction pulls when it begins and before it ends, a save once. */
static bool is_in_transaction(const sdn_postgres *c)
{
    return c->lock_pulls > 1;
}

/* ---- the lock, again ---- */

/* Takes the lock that was lost. If nothing changed meanwhile, all is as if it had not been lost. */
static sdn_code lock_again(sdn_postgres *c, sdn_error *err)
{
    unsigned pulls = c->lock_pulls;
    sdn_code code = sdn__postgres_lock(&c->connection, err);
    c->lock_pulls = pulls;
    c->fresh = code == SDN_OK && sdn__postgres_are_settled(c, c->table_count);
    return code;
}

static sdn_code require_fresh(sdn_postgres *c, sdn_error *err)
{
    sdn_code code = c->locked ? SDN_OK : lock_again(c, err);
    if (code != SDN_OK || c->fresh)
        return code;
    if (!is_in_transaction(c))
        return sdn_backend_fail(err, SDN_E_CONFLICT, c->shown, "another program changed the tables meanwhile");
    sdn__postgres_unlock(&c->connection);
    return sdn_backend_fail(err, SDN_E_LOCK_LOST, c->shown,
                            "the connection was lost in the transaction, and another program changed the tables; "
                            "nothing was written, the edits are pending: begin again, or save to merge them");
}

/* ---- a commit of which nobody knows ---- */

static sdn_code fail_unknown(sdn_postgres *c, sdn_error *err)
{
    sdn_error why = {.code = SDN_OK};
    if (err != NULL)
        why = *err;
    c->connection.commit_unknown = true;
    return sdn_backend_fail(err, SDN_E_IO, c->shown,
                            "commit unknown: the connection was lost in COMMIT, and the server cannot be asked; "
                            "the edits are pending, save or reload later: then it is found out (%s)",
                            why.message);
}

static void ask_for_token(sdn_postgres *c)
{
    int64_t oldest = INT64_MAX;
    for (uint32_t i = 0; i < c->table_count; i++)
        if (c->tables[i].is_pushed && c->tables[i].settled < oldest)
            oldest = c->tables[i].settled;
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    sdn__postgres_add_text(sql, "SELECT tbl, max(version), " SDN_POSTGRES_COUNT_LINES " FROM sdn_log AS l WHERE tbl");
    sdn__postgres_add_tables(c, true);
    sdn__postgres_add_text(sql, " AND version > ");
    sdn__postgres_add_number(sql, oldest);
    sdn__postgres_add_text(sql, " AND token = ");
    sdn__postgres_add_literal(sql, sdn_str_from(c->tokens.lost));
    sdn__postgres_add_text(sql, " GROUP BY tbl");
    sdn__postgres_end_statement(c, SDN_POSTGRES_OTHER);
}

/* What was pulled are the versions of now; those of the commit may be older. */
static void take_versions_of_commit(sdn_postgres *c, const PGresult *rows)
{
    for (uint32_t i = 0; i < c->table_count; i++) {
        c->tables[i].pulled = c->tables[i].settled;
        for (int row = 0; row < PQntuples(rows); row++)
            if (strcmp(PQgetvalue(rows, row, 0), c->tables[i].type->table.ptr) == 0)
                sdn__postgres_take_pushed_version(&c->tables[i], PQgetvalue(rows, row, 1), PQgetvalue(rows, row, 2));
    }
}

/* Under the lock. */
static sdn_code look_for_token(sdn_postgres *c, bool *committed, sdn_error *err)
{
    PGresult *rows = NULL;
    ask_for_token(c);
    sdn_code code = sdn__postgres_run(c, &rows, err);
    *committed = code == SDN_OK && PQntuples(rows) > 0;
    if (*committed)
        take_versions_of_commit(c, rows);
    PQclear(rows);
    return code;
}

/* After it the lock is held, if it is SDN_OK. */
static sdn_code find_out_at_once(sdn_postgres *c, bool *committed, sdn_error *err)
{
    *committed = false;
    memcpy(c->tokens.lost, c->tokens.current, sizeof c->tokens.lost);
    sdn_code code = sdn__postgres_connect_again(c, err);
    if (code == SDN_OK)
        code = lock_again(c, err);
    if (code == SDN_OK)
        code = look_for_token(c, committed, err);
    return code == SDN_OK ? SDN_OK : fail_unknown(c, err);
}

/* What came with the lock is of the version before: what others changed is asked for once more. */
sdn_code sdn__postgres_find_out(sdn_connection *connection, bool *pushed, sdn_error *err)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    bool had_lock = c->locked;
    sdn_code code = had_lock ? SDN_OK : sdn__postgres_lock(connection, err);
    if (code == SDN_OK)
        code = look_for_token(c, pushed, err);
    sdn__postgres_clear_answers(c);
    c->tokens.was_found = code == SDN_OK && *pushed;
    c->tokens.is_newest = c->fresh = false;
    if (!had_lock || code != SDN_OK)
        sdn__postgres_unlock(connection);
    return code;
}

/* ---- all ---- */

/* Whether it can be tried again after a failure; the lock is gone then. */
static bool can_try_again(sdn_postgres *c, int64_t deadline, int *connections)
{
    bool in_the_way = strncmp(c->outcome.state, "40", 2) == 0, lost = c->outcome.lost;
    if (!in_the_way && !lost)
        return false;
    sdn__postgres_unlock(&c->connection);
    if (lost)
        return ++*connections < MOST_CONNECTIONS;
    sdn__postgres_pause(c, PAUSE_MS);
    return sdn__postgres_now() < deadline;
}

/* Until it is committed, or cannot be. */
static sdn_code commit_push(sdn_postgres *c, const sdn_push *push, sdn_error *err)
{
    int64_t deadline = sdn__postgres_deadline(c);
    int connections = 0;
    for (;;) {
        bool committed = false;
        sdn_code code = require_fresh(c, err);
        if (code != SDN_OK)
            return code;
        code = sdn__postgres_write(c, push, err);
        if (code == SDN_OK)
            return SDN_OK;
        bool unknown = c->outcome.in_commit;
        if (unknown) {
            code = find_out_at_once(c, &committed, err);
            if (code != SDN_OK || committed)
                return code;
        }
        if (!unknown && !can_try_again(c, deadline, &connections))
            return code;
        if (unknown && ++connections >= MOST_CONNECTIONS)
            return sdn_backend_fail(err, SDN_E_IO, c->shown,
                                    "the connection was lost in COMMIT again and again; nothing was written, the edits "
                                    "are pending, try again");
    }
}

static void settle_pushed(sdn_postgres *c)
{
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].settled = c->tables[i].pulled;
}

/* A conflict keeps the lock: the runtime pulls and comes again. */
sdn_code sdn__postgres_push(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    sdn_code code = sdn__postgres_require_owner(c, err);
    if (code == SDN_OK)
        code = commit_push(c, push, err);
    if (code == SDN_E_CONFLICT)
        return code;
    if (code == SDN_OK)
        settle_pushed(c);
    sdn__postgres_unlock(connection);
    if (keep_lock && code != SDN_E_LOCK_LOST) {
        lock_again(c, NULL);
        if (code != SDN_OK && !c->fresh) /* the edits were made on what is not the newest any more */
            sdn__postgres_unlock(connection);
    }
    return code;
}
