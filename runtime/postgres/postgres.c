/* PostgreSQL: opening, closing, and the functions of the backend. */
#include <sdn/postgres.h>

#include "postgres_private.h"

#include <stdlib.h>
#include <string.h>

#define SCHEME "postgresql"

static bool is_locked(const sdn_connection *connection)
{
    return ((const sdn_postgres *)(const void *)connection)->locked;
}

static void close_database(sdn_connection *connection)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    sdn__postgres_disconnect(c); /* which ends a transaction */
    for (uint32_t i = 0; i < c->table_count; i++)
        sdn__postgres_table_release(&c->tables[i]);
    free(c->tables);
    free(c->batch.sql.bytes);
    free(c->batch.kinds.bytes);
    free(c->change.bytes);
    free(c->changes.bytes);
    free(c->shown);
    free(c->uri);
    free(c);
}

static char *copy_of(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy != NULL ? strcpy(copy, text) : NULL;
}

/* Whether there is an @ behind the host, as after a password with a slash in it: libpq would take it for a port. */
static bool has_stray_at(const char *uri)
{
    const char *host = strstr(uri, "://");
    host = host != NULL ? host + strlen("://") : uri;
    const char *path = host + strcspn(host, "/?");
    const char *at = strchr(path, '@');
    return at != NULL && at < path + strcspn(path, "?");
}

/* What libpq says to a URI that is none may have the password in it. */
static sdn_code check_uri(const sdn_postgres *c, sdn_error *err)
{
    PQconninfoOption *parsed = PQconninfoParse(c->uri, NULL);
    bool ok = parsed != NULL && strncmp(c->uri, SCHEME "://", strlen(SCHEME "://")) == 0 && !has_stray_at(c->uri);
    PQconninfoFree(parsed);
    return ok ? SDN_OK
              : sdn__postgres_fail(err, SDN_E_INVALID, c->shown,
                                   "is no URI of a database; write it as " SCHEME
                                   "://user@host:port/database?parameter=value, with %%2F for / and %%40 for @ in "
                                   "names and passwords");
}

static sdn_code open_database(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    sdn_postgres *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sdn__postgres_fail_memory(err);
    c->options = *options;
    c->uri = copy_of(path);
    c->shown = sdn__postgres_without_password(path);
    sdn_code code = c->uri != NULL && c->shown != NULL ? SDN_OK : sdn__postgres_fail_memory(err);
    if (code == SDN_OK)
        code = check_uri(c, err);
    if (code == SDN_OK)
        code = sdn__postgres_connect(c, err);
    c->connection.path = c->shown;
    if (code == SDN_OK)
        *opened = &c->connection;
    else
        close_database(&c->connection);
    return code;
}

sdn_code sdn_postgres_use(sdn_error *err)
{
    static const sdn_backend postgres_backend = {
        .abi = SDN_RECORD_ABI,
        .scheme = SCHEME,
        .open = open_database,
        .lock = sdn__postgres_lock,
        .pull = sdn__postgres_pull,
        .settle = sdn__postgres_settle,
        .push = sdn__postgres_push,
        .is_locked = is_locked,
        .unlock = sdn__postgres_unlock,
        .close = close_database,
    };
    return sdn_backend_use(&postgres_backend, err);
}
