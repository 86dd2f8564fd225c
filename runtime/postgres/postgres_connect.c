/*
 * The connection: settings, statements, results.
 *
 * Settings are made in one trip after connecting. Times and numbers come in one form whatever the server is set to. No
 * statement_timeout is set: a load may take longer than any lock. Plans are made once and for any value, and without reading
 * whole tables, for a table that is small when the plan is made may grow while it is used; a load allows that again.
 */
#define _POSIX_C_SOURCE 200809L

#include "postgres_private.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* How long is waited between two tries to connect, at most. */
enum { RECONNECT_PAUSE_MS = 100 };

/* ---- time ---- */

int64_t sdn__postgres_now(void)
{
    struct timespec now = {0, 0};
    timespec_get(&now, TIME_UTC);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t sdn__postgres_deadline(const sdn_postgres *c)
{
    if (c->options.lock_timeout_ms == UINT32_MAX)
        return INT64_MAX;
    return sdn__postgres_now() + (int64_t)c->options.lock_timeout_ms * 1000000;
}

/* Programs that were in each other's way should not meet again, so each takes its own number from the clock. */
void sdn__postgres_pause(const sdn_postgres *c, int most_ms)
{
    uint64_t mixed = ((uint64_t)sdn__postgres_now() + (uint64_t)PQbackendPID(c->db)) * 0x9e3779b97f4a7c15u;
    poll(NULL, 0, 1 + (int)((mixed >> 33) % (unsigned)most_ms));
}

/* ---- statements ---- */

sdn_postgres_text *sdn__postgres_statements(sdn_postgres *c)
{
    c->batch.sql.len = c->batch.kinds.len = 0;
    c->batch.sql.failed = c->batch.kinds.failed = false;
    return &c->batch.sql;
}

void sdn__postgres_end_statement(sdn_postgres *c, sdn_postgres_kind kind)
{
    char byte = (char)kind;
    sdn__postgres_add(&c->batch.sql, ";\n", 2);
    sdn__postgres_add(&c->batch.kinds, &byte, 1);
}

void sdn__postgres_end_question(sdn_postgres *c, sdn_postgres_kind kind, uint32_t table)
{
    PQclear(c->tables[table].answer);
    c->tables[table].answer = NULL;
    c->tables[table].is_asked = true;
    sdn__postgres_end_statement(c, kind);
}

void sdn__postgres_clear_answers(sdn_postgres *c)
{
    for (uint32_t i = 0; i < c->table_count; i++) {
        PQclear(c->tables[i].answer);
        c->tables[i].answer = NULL;
        c->tables[i].is_asked = false;
    }
}

static sdn_postgres_kind kind_of(const sdn_postgres *c, size_t number)
{
    return number < c->batch.kinds.len ? (sdn_postgres_kind)c->batch.kinds.bytes[number] : SDN_POSTGRES_OTHER;
}

static bool has_commit(const sdn_postgres *c)
{
    return c->batch.kinds.len > 0 && kind_of(c, c->batch.kinds.len - 1) == SDN_POSTGRES_COMMIT;
}

/* Where the rows of a statement are kept: answers come in the order of the tables. NULL: nowhere. */
static PGresult **place_of(sdn_postgres *c, size_t number, PGresult **rows)
{
    sdn_postgres_kind kind = kind_of(c, number);
    if (kind != SDN_POSTGRES_CHANGES && kind != SDN_POSTGRES_LOGGED)
        return rows;
    for (uint32_t i = 0; i < c->table_count; i++)
        if (c->tables[i].is_asked) {
            c->tables[i].is_asked = false;
            return &c->tables[i].answer;
        }
    return NULL;
}

/* Takes a result: it is kept if it has rows. False: it is a failure. */
static bool take_result(sdn_postgres *c, PGresult *result, size_t number, PGresult **rows)
{
    PGresult **place;
    switch (PQresultStatus(result)) {
    case PGRES_TUPLES_OK:
        place = place_of(c, number, rows);
        if (place != NULL) {
            PQclear(*place);
            *place = result;
            return true;
        }
        break;
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY:
        if (kind_of(c, number) == SDN_POSTGRES_COMMIT)
            c->outcome.in_commit = false;
        break;
    default:
        return false;
    }
    PQclear(result);
    return true;
}

static void note_failure(sdn_postgres *c, const PGresult *failed)
{
    const char *state = failed != NULL ? PQresultErrorField(failed, PG_DIAG_SQLSTATE) : NULL;
    c->outcome.lost = PQstatus(c->db) == CONNECTION_BAD;
    snprintf(c->outcome.state, sizeof c->outcome.state, "%s", state != NULL ? state : "");
    if (!c->outcome.lost)
        c->outcome.in_commit = false;
}

/* Waits for the results of all statements. *failed is that of the first that failed. */
static size_t take_results(sdn_postgres *c, PGresult **rows, PGresult **failed)
{
    size_t number = 0, failed_number = 0;
    for (PGresult *result; (result = PQgetResult(c->db)) != NULL; number++) {
        if (take_result(c, result, number, rows))
            continue;
        if (*failed != NULL) {
            PQclear(result);
            continue;
        }
        *failed = result;
        failed_number = number;
    }
    return failed_number;
}

sdn_code sdn__postgres_run(sdn_postgres *c, PGresult **rows, sdn_error *err)
{
    PGresult *failed = NULL;
    sdn_code code = SDN_OK;
    c->outcome = (sdn_postgres_outcome){.in_commit = has_commit(c)};
    if (rows != NULL)
        *rows = NULL;
    if (c->batch.sql.failed || c->batch.kinds.failed) {
        c->outcome.in_commit = c->prepared.is_done = false;
        return sdn_backend_fail_memory(err);
    }
    bool sent = PQsendQuery(c->db, c->batch.sql.bytes) == 1;
    size_t number = sent ? take_results(c, rows, &failed) : 0;
    if (!sent || failed != NULL || PQstatus(c->db) == CONNECTION_BAD) {
        note_failure(c, failed);
        bool done = has_commit(c) && !c->outcome.in_commit && failed == NULL && sent; /* lost after COMMIT */
        code = done ? SDN_OK : sdn__postgres_fail_statement(c, failed, kind_of(c, number), err);
    }
    PQclear(failed);
    c->prepared.is_done = c->prepared.is_done && code == SDN_OK;
    if (code != SDN_OK && rows != NULL) {
        PQclear(*rows);
        *rows = NULL;
    }
    return code;
}

/* ---- COPY ---- */

sdn_code sdn__postgres_start_copy(sdn_postgres *c, sdn_error *err)
{
    c->outcome = (sdn_postgres_outcome){.lost = false};
    if (c->batch.sql.failed)
        return sdn_backend_fail_memory(err);
    PGresult *result = PQsendQuery(c->db, c->batch.sql.bytes) == 1 ? PQgetResult(c->db) : NULL;
    while (PQresultStatus(result) == PGRES_COMMAND_OK) {
        PQclear(result);
        result = PQgetResult(c->db);
    }
    bool started = PQresultStatus(result) == PGRES_COPY_OUT;
    PQclear(started ? result : NULL);
    if (started)
        return SDN_OK;
    PGresult *failed = result;
    while ((result = PQgetResult(c->db)) != NULL)
        PQclear(result);
    note_failure(c, failed);
    sdn_code code = sdn__postgres_fail_statement(c, failed, SDN_POSTGRES_OTHER, err);
    PQclear(failed);
    return code;
}

sdn_code sdn__postgres_end_copy(sdn_postgres *c, bool has_rest, sdn_error *err)
{
    char *line;
    int len = 0;
    PGresult *failed = NULL;
    sdn_code code = SDN_OK;
    while (has_rest && (len = PQgetCopyData(c->db, &line, 0)) > 0)
        PQfreemem(line);
    if (len == -2 && PQstatus(c->db) == CONNECTION_OK) { /* nobody knows how to go on with this connection */
        sdn__postgres_disconnect(c);
        return sdn_backend_fail_memory(err);
    }
    take_results(c, NULL, &failed);
    if (failed != NULL || PQstatus(c->db) == CONNECTION_BAD) {
        note_failure(c, failed);
        code = sdn__postgres_fail_statement(c, failed, SDN_POSTGRES_OTHER, err);
    }
    PQclear(failed);
    return code;
}

/* ---- a connection that may have died ---- */

sdn_code sdn__postgres_run_first(sdn_postgres *c, PGresult **rows, sdn_error *err)
{
    if (rows != NULL)
        *rows = NULL;
    bool was_open = c->locked || PQtransactionStatus(c->db) == PQTRANS_INTRANS;
    sdn_code code = PQstatus(c->db) == CONNECTION_OK ? sdn__postgres_run(c, rows, err) : SDN_E_IO;
    if (code == SDN_OK || was_open || PQstatus(c->db) == CONNECTION_OK)
        return code;
    sdn_postgres_batch batch = c->batch; /* connecting has statements of its own */
    c->batch = (sdn_postgres_batch){.sql = {.bytes = NULL}};
    code = sdn__postgres_connect(c, err);
    free(c->batch.sql.bytes);
    free(c->batch.kinds.bytes);
    c->batch = batch;
    return code == SDN_OK ? sdn__postgres_run(c, rows, err) : code;
}

/* ---- processes ---- */

sdn_code sdn__postgres_require_owner(const sdn_postgres *c, sdn_error *err)
{
    return c->owner == (long)getpid()
               ? SDN_OK
               : sdn_backend_fail(err, SDN_E_MISUSE, c->shown,
                                  "the store was opened by the parent of this process, which has "
                                  "the connection; open it after fork()");
}

/* In a child what libpq says when it closes goes nowhere. */
void sdn__postgres_disconnect(sdn_postgres *c)
{
    int socket = PQsocket(c->db);
    if (socket >= 0 && c->owner != (long)getpid()) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere < 0 || dup2(nowhere, socket) < 0) {
            close(socket);
            return; /* its memory is left */
        }
        close(nowhere);
    }
    PQfinish(c->db);
    c->db = NULL;
    sdn__postgres_forget_lock(c);
}

/* ---- connecting ---- */

/* Notices are for nobody: a library does not print. */
static void ignore_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* In milliseconds; a setting of 0 means none, and is what no limit is. */
static void add_lock_timeout(sdn_postgres *c, sdn_postgres_text *sql)
{
    uint32_t wanted = c->options.lock_timeout_ms;
    int64_t ms = wanted == UINT32_MAX ? 0 : wanted == 0 ? 1 : wanted > INT32_MAX ? INT32_MAX : (int64_t)wanted;
    sdn__postgres_add_text(sql, "; SET lock_timeout = ");
    sdn__postgres_add_number(sql, ms);
}

/* Versions of another server, or of this one before it was started again, say nothing: it may have had fewer of them, and
 * have given the same ones anew. */
static void note_server(sdn_postgres *c, const char *started)
{
    c->is_other_server = c->is_other_server || (c->server[0] != '\0' && strcmp(c->server, started) != 0);
    snprintf(c->server, sizeof c->server, "%s", started);
}

/* Others cannot hold all texts, and would refuse one at its save; SQL_ASCII holds any bytes. */
static sdn_code require_utf8(const sdn_postgres *c, const char *encoding, sdn_error *err)
{
    return strcmp(encoding, "UTF8") == 0
               ? SDN_OK
               : sdn_backend_fail(
                     err, SDN_E_SYNTAX, c->shown,
                     "the encoding of the database is %s, but must be UTF8; make it with: createdb -E UTF8 "
                     "-T template0 NAME",
                     encoding);
}

static sdn_code configure_session(sdn_postgres *c, sdn_error *err)
{
    sdn_postgres_text *sql = sdn__postgres_statements(c);
    sdn__postgres_add_text(sql, "SET DateStyle = 'ISO, YMD'; SET TimeZone = 'UTC'; SET extra_float_digits = 1; "
                                "SET client_min_messages = 'error'; SET transform_null_equals = off; "
                                "SET idle_in_transaction_session_timeout = '60s'; SET plan_cache_mode = "
                                "force_generic_plan; SET enable_seqscan = off; SET jit = off");
    sdn__postgres_add_text(sql, c->options.durability == SDN_DURABLE ? "" : "; SET synchronous_commit = off");
    add_lock_timeout(c, sql);
    sdn__postgres_add_text(sql, "; SELECT pg_postmaster_start_time(), current_setting('server_encoding')");
    PGresult *rows;
    sdn_code code = sdn__postgres_run(c, &rows, err);
    if (code == SDN_OK)
        code = require_utf8(c, PQgetvalue(rows, 0, 1), err);
    if (code == SDN_OK)
        note_server(c, PQgetvalue(rows, 0, 0));
    PQclear(rows);
    return code;
}

/* What comes before the URI it may replace, not what comes after it. */
static PGconn *start_connection(const sdn_postgres *c)
{
    const char *const names[] = {"connect_timeout",  "keepalives_idle",           "keepalives_interval",
                                 "keepalives_count", "tcp_user_timeout",          "dbname",
                                 "client_encoding",  "fallback_application_name", NULL};
    const char *const values[] = {"10", "30", "10", "3", "30000", c->uri, "UTF8", "libsdn", NULL};
    return PQconnectStartParams(names, values, 1);
}

/* The parameter connect_timeout in milliseconds; -1: none. */
static int connect_timeout_ms(PGconn *db)
{
    int seconds = 0;
    PQconninfoOption *options = PQconninfo(db);
    for (const PQconninfoOption *each = options; each != NULL && each->keyword != NULL; each++)
        if (strcmp(each->keyword, "connect_timeout") == 0 && each->val != NULL)
            seconds = atoi(each->val);
    PQconninfoFree(options);
    return seconds <= 0 ? -1 : seconds > INT32_MAX / 1000 ? INT32_MAX : seconds * 1000;
}

/* Waits until the connection stands, so that what the server says meanwhile goes to nobody: PQconnectdb would print it.
 * False: it took too long, or failed. */
static bool wait_for_connection(PGconn *db)
{
    int timeout_ms = connect_timeout_ms(db);
    PostgresPollingStatusType wanted = PGRES_POLLING_WRITING;
    while (PQstatus(db) != CONNECTION_BAD && wanted != PGRES_POLLING_OK && wanted != PGRES_POLLING_FAILED) {
        struct pollfd socket = {.fd = PQsocket(db), .events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        if (poll(&socket, 1, timeout_ms) == 0)
            return false;
        wanted = PQconnectPoll(db);
    }
    return PQstatus(db) == CONNECTION_OK;
}

sdn_code sdn__postgres_connect(sdn_postgres *c, sdn_error *err)
{
    sdn__postgres_disconnect(c);
    c->owner = (long)getpid();
    c->prepared.is_done = false;
    PGconn *db = start_connection(c);
    if (db != NULL) {
        PQsetNoticeReceiver(db, ignore_notice, NULL);
        PQsetErrorVerbosity(db, PQERRORS_VERBOSE); /* with the SQLSTATE */
    }
    if (db == NULL || !wait_for_connection(db)) {
        sdn_code code = sdn__postgres_fail_connection(c, db, err);
        PQfinish(db);
        return code;
    }
    PQsetErrorVerbosity(db, PQERRORS_DEFAULT);
    c->db = db;
    sdn_code code = configure_session(c, err);
    if (code == SDN_E_SYNTAX) /* no statement may go to this database */
        sdn__postgres_disconnect(c);
    return code;
}

sdn_code sdn__postgres_connect_again(sdn_postgres *c, sdn_error *err)
{
    int64_t deadline = sdn__postgres_deadline(c);
    for (;;) {
        sdn_code code = sdn__postgres_connect(c, err);
        if (code != SDN_E_IO || sdn__postgres_now() >= deadline)
            return code;
        sdn__postgres_pause(c, RECONNECT_PAUSE_MS);
    }
}
