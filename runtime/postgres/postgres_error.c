/* Errors: which code an SQLSTATE becomes, and what to do about it. */
#include "postgres_private.h"

#include <stdio.h>
#include <string.h>

/* ---- what an SQLSTATE means ---- */

/* The first row whose state is the start of the one that came. */
typedef struct meaning {
    const char *state;
    sdn_code code;
    const char *advice;
} meaning;

static const meaning meanings[] = {
    {"23503", SDN_E_INVALID, "; a record refers to one that is not there"},
    {"23", SDN_E_INVALID, ""},    /* a rule */
    {"22", SDN_E_INVALID, ""},    /* a value that its column cannot hold */
    {"P0001", SDN_E_INVALID, ""}, /* what a trigger refused */
    {"40", SDN_E_TIMEOUT, "; other transactions were in the way, try again"},
    {"55P03", SDN_E_TIMEOUT, "; another program has the table locked, try again when it is done"},
    {"57014", SDN_E_TIMEOUT, "; the server ended the statement, see statement_timeout"},
    {"42501", SDN_E_IO, "; the role needs rights, see \"Who may do what\" in docs/backends.md"},
    {"428C9", SDN_E_SYNTAX, "; make it a plain column"},
    {"42P01", SDN_E_SYNTAX, "; make it with: sdnc ddl --apply URI SCHEMA"},
    {"42", SDN_E_SYNTAX, "; compare and mend the tables with: sdnc ddl --check URI SCHEMA, or --apply"},
    {"0A000", SDN_E_SYNTAX, "; the table was altered, open the file again"},
    {"54000", SDN_E_LIMIT, "; keys, unique values and indexed fields take at most about 2,700 bytes, shorten it"},
    {"54", SDN_E_LIMIT, ""},
    {"53200", SDN_E_NOMEM, ""},
    {"53", SDN_E_IO, "; make room on the server, the edits are pending"},
    {"25006", SDN_E_IO, "; this server only reads, name the one that writes: target_session_attrs=read-write"},
    {"", SDN_E_IO, ""},
};

static const meaning *meaning_of(const char *state)
{
    const meaning *found = meanings;
    while (strncmp(state, found->state, strlen(found->state)) != 0)
        found++;
    return found;
}

static sdn_code fail_without_row(const sdn_postgres *c, sdn_error *err)
{
    return sdn_backend_fail(err, SDN_E_SYNTAX, c->shown,
                            "the row of a record is gone or was not written, and sdn_log does not tell; make the "
                            "triggers again that sdnc ddl prints, then open the file again");
}

/* What is said by a message of libpq that came from the server: it can end with a line end. */
static int length_of_line(const char *text)
{
    return (int)strcspn(text, "\n");
}

static sdn_code fail_lost(const sdn_postgres *c, const char *why, sdn_error *err)
{
    return sdn_backend_fail(err, SDN_E_IO, c->shown, "the connection was lost: %.*s; the edits are pending, try again",
                            length_of_line(why), why);
}

sdn_code sdn__postgres_fail_statement(const sdn_postgres *c, const PGresult *result, sdn_postgres_kind kind,
                                      sdn_error *err)
{
    const char *state = c->outcome.state;
    if (result == NULL || c->outcome.lost)
        return PQstatus(c->db) == CONNECTION_BAD ? fail_lost(c, PQerrorMessage(c->db), err)
                                                 : sdn_backend_fail_memory(err);
    const char *detail = PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL);
    const char *text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const meaning *found = meaning_of(state);
    bool is_taken = strcmp(state, "23505") == 0 && kind == SDN_POSTGRES_INSERT;
    if (strcmp(state, "22012") == 0 &&
        (kind == SDN_POSTGRES_CHANGE || kind == SDN_POSTGRES_INSERT || kind == SDN_POSTGRES_LOGGED))
        return fail_without_row(c, err);
    text = text != NULL ? text : PQresultErrorMessage(result);
    return sdn_backend_fail(err, is_taken ? SDN_E_EXISTS : found->code, c->shown, "%.*s%s%.*s (PostgreSQL)%s",
                            length_of_line(text), text, detail != NULL ? ": " : "",
                            detail != NULL ? length_of_line(detail) : 0, detail != NULL ? detail : "", found->advice);
}

/* ---- connecting ---- */

/* What to do when a server refused a connection. */
static const struct {
    const char *state;
    const char *advice;
} refusals[] = {
    {"28", "see that the user and the password of the URI are right, and may connect"},
    {"3D000", "see that the URI names a database of this server, or make it: createdb NAME"},
    {"42501", "the role needs the right to connect: GRANT CONNECT ON DATABASE ..."},
    {"53300", "close other connections, or raise max_connections, and try again"},
    {"57P03", "the server starts or stops, try again"},
    {"", "see that the parameters of the URI are right"},
};

/* The SQLSTATE of what a server said, as libpq writes it: `FATAL:  28P01: ...`. NULL: there is none, so it is libpq that
 * found no server. */
static const char *state_in(const char *text)
{
    size_t len = (size_t)length_of_line(text);
    for (const char *at = text; (at = strstr(at, ":  ")) != NULL && (size_t)(at - text) < len; at++)
        if (strspn(at + 3, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 5 && strncmp(at + 8, ": ", 2) == 0)
            return at + 3;
    return NULL;
}

static const char *advice_on_connecting(const PGconn *db, const char *why)
{
    const char *state = PQconnectionNeedsPassword(db) ? "28" : state_in(why);
    if (state == NULL)
        return "see that the server runs and the URI is right";
    size_t i = 0;
    while (strncmp(state, refusals[i].state, strlen(refusals[i].state)) != 0)
        i++;
    return refusals[i].advice;
}

sdn_code sdn__postgres_fail_connection(const sdn_postgres *c, const PGconn *db, sdn_error *err)
{
    if (db == NULL)
        return sdn_backend_fail_memory(err);
    const char *why = PQstatus(db) == CONNECTION_BAD ? PQerrorMessage(db) : "no answer within connect_timeout";
    return sdn_backend_fail(err, SDN_E_IO, c->shown, "cannot connect: %.*s; %s", length_of_line(why), why,
                            advice_on_connecting(db, why));
}
