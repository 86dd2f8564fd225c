/* PostgreSQL: opening, closing, and the functions of the backend. */
#include <sdn/postgres.h>

#include "postgres_private.h"

#include <stdlib.h>
#include <string.h>

#define SCHEME "postgresql"

/* What libpq takes for it too. */
#define SHORT_SCHEME "postgres"

static bool is_locked(const sdn_connection *connection)
{
    return ((const sdn_postgres *)(const void *)connection)->locked;
}

void sdn__postgres_close(sdn_connection *connection)
{
    sdn_postgres *c = sdn__postgres_of(connection);
    sdn__postgres_disconnect(c); /* which ends a transaction */
    for (uint32_t i = 0; i < c->table_count; i++)
        sdn__postgres_table_release(&c->tables[i]);
    free(c->tables);
    free(c->batch.sql.bytes);
    free(c->batch.kinds.bytes);
    free(c->prepared.change.bytes);
    free(c->prepared.changes.bytes);
    free(c->shown);
    free(c->uri);
    free(c);
}

static char *copy_of(const char *text)
{
    char *copy = malloc(strlen(text) + 1);
    return copy != NULL ? strcpy(copy, text) : NULL;
}

static char *without_password(const char *uri)
{
    char *shown = malloc(strlen(uri) + 1);
    if (shown != NULL)
        sdn_uri_show(uri, shown);
    return shown;
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

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Whether all ports are numbers: libpq would say what is none, which may be a password without host. */
static bool has_only_ports(const PQconninfoOption *parsed)
{
    for (; parsed->keyword != NULL; parsed++)
        if (strcmp(parsed->keyword, "port") == 0 && parsed->val != NULL)
            return parsed->val[strspn(parsed->val, "0123456789,")] == '\0';
    return true;
}

/* Of what libpq takes for a host, a part would be the password. */
static bool has_two_ats(const char *uri)
{
    const char *host = strstr(uri, "://");
    size_t len = host != NULL ? strcspn(host + 3, "/?") : 0;
    const char *at = len > 0 ? memchr(host + 3, '@', len) : NULL;
    return at != NULL && memchr(at + 1, '@', len - (size_t)(at + 1 - (host + 3))) != NULL;
}

/* What libpq says to a URI that is none may have the password in it. */
static sdn_code check_uri(const sdn_postgres *c, sdn_error *err)
{
    PQconninfoOption *parsed = PQconninfoParse(c->uri, NULL);
    bool is_uri = begins_with(c->uri, SCHEME "://") || begins_with(c->uri, SHORT_SCHEME "://");
    bool ok = parsed != NULL && is_uri && !has_stray_at(c->uri) && has_only_ports(parsed);
    PQconninfoFree(parsed);
    if (has_two_ats(c->uri))
        return sdn_backend_fail(err, SDN_E_INVALID, c->shown,
                                "has more than one @ before the path; write %%40 for one in a name or password");
    return ok ? SDN_OK
              : sdn_backend_fail(err, SDN_E_INVALID, c->shown,
                                 "is no URI of a database; write it as " SCHEME
                                 "://user@host:port/database?parameter=value, with %%2F for / and %%40 for @ in "
                                 "names and passwords");
}

sdn_code sdn__postgres_open(const char *path, const sdn_options *options, sdn_connection **opened, sdn_error *err)
{
    sdn_postgres *c = calloc(1, sizeof *c);
    if (c == NULL)
        return sdn_backend_fail_memory(err);
    c->options = *options;
    c->uri = copy_of(path);
    c->shown = without_password(path);
    sdn_code code = c->uri != NULL && c->shown != NULL ? SDN_OK : sdn_backend_fail_memory(err);
    if (code == SDN_OK)
        code = check_uri(c, err);
    if (code == SDN_OK)
        code = sdn__postgres_connect(c, err);
    c->connection.path = c->shown;
    if (code == SDN_OK)
        *opened = &c->connection;
    else
        sdn__postgres_close(&c->connection);
    return code;
}

#define BACKEND_OF(uri_scheme)                                                                                 \
    {                                                                                                          \
        .abi = SDN_RECORD_ABI, .scheme = (uri_scheme), .open = sdn__postgres_open, .lock = sdn__postgres_lock, \
        .pull = sdn__postgres_pull, .settle = sdn__postgres_settle, .push = sdn__postgres_push,                \
        .find_out = sdn__postgres_find_out, .is_locked = is_locked, .unlock = sdn__postgres_unlock,            \
        .close = sdn__postgres_close,                                                                          \
    }

sdn_code sdn_postgres_use(sdn_error *err)
{
    static const sdn_backend backends[] = {BACKEND_OF(SCHEME), BACKEND_OF(SHORT_SCHEME)};
    sdn_code code = SDN_OK;
    for (size_t i = 0; i < sizeof backends / sizeof backends[0] && code == SDN_OK; i++)
        code = sdn_backend_use(&backends[i], err);
    return code;
}
