/* SQLite: opening, closing, the lock, commits, and the functions of the backend. */
#include <sdn/sqlite.h>

#include "sqlite_private.h"

#include <stdlib.h>
#include <string.h>

#define SCHEME "sqlite"

/* ---- the lock ---- */

static int step_once(sqlite3_stmt *statement)
{
    int result = sqlite3_step(statement);
    sqlite3_reset(statement);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static void forget_lock(sdn_sqlite *c)
{
    c->locked = c->fresh = false;
}

static void unlock_database(sdn_connection *connection)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    if (c->locked && !sqlite3_get_autocommit(c->db))
        sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
    forget_lock(c);
}

/* SQLite would go on with the file that is no longer there, and with the WAL of the other one. */
sdn_code sdn__sqlite_require_place(const sdn_sqlite *c, sdn_error *err)
{
    int has_moved = 0;
    int result = sqlite3_file_control(c->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);
    if (result != SQLITE_OK || has_moved == 0)
        return SDN_OK;
    return sdn_backend_fail(err, SDN_E_IO, c->connection.path,
                            "the database was removed, or another file was put in its place, since it was opened; "
                            "nothing was written, open it again");
}

static sdn_code lock_database(sdn_connection *connection, sdn_error *err)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    sdn_code code = sdn__sqlite_require_place(c, err);
    if (code != SDN_OK)
        return code;
    int result = step_once(c->begin);
    if (result != SQLITE_OK)
        return sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
    c->locked = true;
    c->fresh = false;
    code = sdn__sqlite_check_rules(c, err);
    if (code != SDN_OK)
        unlock_database(connection);
    return code;
}

static bool is_database_locked(const sdn_connection *connection)
{
    return ((const sdn_sqlite *)(const void *)connection)->locked;
}

/* ---- push ---- */

static sdn_code commit_changes(sdn_sqlite *c, sdn_error *err)
{
    int result = step_once(c->commit);
    return result == SQLITE_OK ? SDN_OK : sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

/* After the commit, with which data_version stays as it is: what it counts are commits of others. */
static void settle_pushed(sdn_sqlite *c)
{
    for (uint32_t i = 0; i < c->table_count; i++)
        c->tables[i].settled = c->tables[i].pulled;
    if (c->is_behind)
        c->settled_data_version = SDN_SQLITE_NO_VERSION;
    forget_lock(c);
}

/* A version is not the settled one any more if somebody wrote rows after the last pull, as can be in a transaction whose
 * lock was given back by a push and taken again. */
static sdn_code require_fresh(const sdn_sqlite *c, sdn_error *err)
{
    int64_t now = 0;
    sdn_code code = c->fresh ? SDN_OK : sdn__sqlite_data_version(c, &now, err);
    if (code != SDN_OK || c->fresh || now == c->settled_data_version)
        return code;
    return sdn_backend_fail(err, SDN_E_CONFLICT, c->connection.path, "another program changed the database meanwhile");
}

static sdn_code push_changes(sdn_connection *connection, sdn_push *push, bool keep_lock, sdn_error *err)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    sdn_code code = require_fresh(c, err);
    if (code == SDN_OK)
        code = sdn__sqlite_write(c, push, err);
    if (code == SDN_OK)
        code = sdn__sqlite_require_place(c, err);
    if (code == SDN_OK)
        code = commit_changes(c, err);
    if (code == SDN_OK)
        settle_pushed(c);
    else
        unlock_database(connection);
    if (keep_lock)
        lock_database(connection, NULL); /* if it fails, the transaction is over: is_locked */
    return code;
}

/* ---- opening and closing ---- */

static void close_database(sdn_connection *connection)
{
    sdn_sqlite *c = sdn__sqlite_of(connection);
    unlock_database(connection);
    for (uint32_t i = 0; i < c->table_count; i++)
        sdn__sqlite_table_release(&c->tables[i]);
    free(c->tables);
    sqlite3_finalize(c->begin);
    sqlite3_finalize(c->commit);
    sqlite3_finalize(c->data_version);
    sqlite3_close(c->db);
    free(c);
}

static int keep_statement(const sdn_sqlite *c, const char *sql, sqlite3_stmt **statement)
{
    return sqlite3_prepare_v3(c->db, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
}

/* That WAL cannot be had, as where another program has the database open, does no harm. */
static int configure(sdn_sqlite *c, const sdn_options *options)
{
    const char *durability =
        options->durability == SDN_DURABLE ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
    int timeout = options->lock_timeout_ms > INT32_MAX ? INT32_MAX : (int)options->lock_timeout_ms;
    sqlite3_extended_result_codes(c->db, 1);
    int result = sqlite3_busy_timeout(c->db, timeout);
    if (result == SQLITE_OK)
        result = sqlite3_exec(c->db, "PRAGMA schema_version", NULL, NULL, NULL); /* whether it is a database */
    if (result != SQLITE_OK)
        return result;
    sqlite3_exec(c->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
    result = sqlite3_exec(c->db, "PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON", NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_exec(c->db, durability, NULL, NULL, NULL);
    if (result == SQLITE_OK)
        result = keep_statement(c, "BEGIN IMMEDIATE", &c->begin);
    if (result == SQLITE_OK)
        result = keep_statement(c, "COMMIT", &c->commit);
    return result == SQLITE_OK ? keep_statement(c, "PRAGMA data_version", &c->data_version) : result;
}

static sdn_code fail_to_open(const sdn_sqlite *c, int result, sdn_error *err)
{
    if (c->db == NULL || (result & 0xff) == SQLITE_NOMEM)
        return sdn_backend_fail_memory(err);
    if ((result & 0xff) == SQLITE_CANTOPEN)
        return sdn_backend_fail(err, SDN_E_IO, c->connection.path,
                                "the database cannot be opened; make it with: sdnc ddl --apply URI SCHEMA");
    return sdn__sqlite_fail_db(c, result, SDN_E_INVALID, err);
}

static sdn_code open_database(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    sdn_sqlite *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sdn_backend_fail_memory(err);
    c->connection.path = path;
    int result = sqlite3_open_v2(path + strlen(SCHEME ":"), &c->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result == SQLITE_OK)
        result = configure(c, options);
    if (result == SQLITE_OK) {
        *opened = &c->connection;
        return SDN_OK;
    }
    sdn_code code = fail_to_open(c, result, err);
    close_database(&c->connection);
    return code;
}

sdn_code sdn_sqlite_use(sdn_error *err)
{
    static const sdn_backend sqlite_backend = {
        .abi = SDN_RECORD_ABI,
        .scheme = SCHEME,
        .open = open_database,
        .lock = lock_database,
        .pull = sdn__sqlite_pull,
        .settle = sdn__sqlite_settle,
        .push = push_changes,
        .is_locked = is_database_locked,
        .unlock = unlock_database,
        .close = close_database,
    };
    return sdn_backend_use(&sqlite_backend, err);
}
