/*
 * URIs as messages show them. What may be a password is left out: nobody knows what a URI with a mistake means, so only what
 * is known to be harmless is shown.
 */
#include <sdn/backend.h>

#include <string.h>

#define SCHEME_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-"

/* Parameters whose values are shown. */
static const char *const harmless[] = {
    "host",
    "hostaddr",
    "port",
    "user",
    "dbname",
    "options",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "connect_timeout",
    "application_name",
    "service",
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "client_encoding",
};

static void cut_out(char *from, const char *to)
{
    memmove(from, to, strlen(to) + 1);
}

/* ---- the authority ---- */

/* The last one in `from`..`to`. NULL: none. */
static char *last_at(char *from, const char *to)
{
    char *at = NULL;
    for (char *c = from; c < to; c++)
        if (*c == '@')
            at = c;
    return at;
}

/* The first colon after which no port is. NULL: all are ports. */
static char *colon_without_port(char *from, const char *to)
{
    for (char *c = from; c < to; c++) {
        if (*c == '[') /* an address with colons */
            c += strcspn(c, "]/");
        const char *end = *c == ':' ? c + 1 + strspn(c + 1, "0123456789") : to;
        if (end != to && *end != ',')
            return c;
    }
    return NULL;
}

/* The @ that ends a password with a slash or question mark in it, which is wrong, but a password. */
static char *stray_at(char *start, char *end)
{
    if (colon_without_port(start, end) != NULL)
        return strrchr(end, '@');
    char *before_slash = last_at(end, end + strcspn(end, "/"));
    return before_slash != NULL ? before_slash : last_at(end, end + strcspn(end, "?"));
}

/* `user:password@`: from the colon to the last @. Of what comes after a stray one no more is shown than looks like a host
 * and a path. */
static void cut_user_password(char *start)
{
    char *end = start + strcspn(start, "/?"); /* a # ends nothing for libpq */
    char *at = last_at(start, end);
    if (at == NULL && (at = stray_at(start, end)) != NULL)
        at[strcspn(at, "?&=#")] = '\0';
    char *from = at != NULL ? memchr(start, ':', (size_t)(at - start)) : colon_without_port(start, end);
    if (from != NULL)
        cut_out(from, at != NULL ? at : end);
}

/* ---- parameters ---- */

static bool is_harmless(const char *parameter)
{
    size_t len = strcspn(parameter, "=&");
    for (size_t i = 0; i < sizeof harmless / sizeof harmless[0]; i++)
        if (parameter[len] == '=' && strlen(harmless[i]) == len && strncmp(harmless[i], parameter, len) == 0)
            return true;
    return false;
}

static void cut_parameters(char *uri)
{
    char *query = strchr(uri, '?');
    if (query == NULL)
        return;
    char *to = query;
    for (const char *from = query; *from != '\0';) {
        size_t len = 1 + strcspn(from + 1, "&");
        if (is_harmless(from + 1)) {
            memmove(to, from, len);
            *query = '?'; /* what comes first now may have had an & before it */
            to += len;
        }
        from += len;
    }
    *to = '\0';
}

/* ---- all ---- */

/* Whether the scheme is this one, in letters of any case. */
static bool is_scheme(const char *uri, size_t len, const char *scheme)
{
    size_t same = 0;
    while (same < len && (uri[same] | ('a' - 'A')) == scheme[same])
        same++;
    return same == len && scheme[len] == '\0';
}

/* One with an authority always; other text after it is a mistake, with anything in it. */
static bool is_of_server(const char *uri, size_t len)
{
    return is_scheme(uri, len, "postgresql") || is_scheme(uri, len, "postgres");
}

void sdn_uri_show(const char *uri, char *shown)
{
    size_t len = strspn(uri, SCHEME_CHARACTERS);
    strcpy(shown, uri);
    if (len == 0 || uri[len] != ':')
        return;
    if (strncmp(uri + len, "://", 3) == 0) {
        cut_user_password(shown + len + 3);
        cut_parameters(shown);
    } else if (is_of_server(uri, len))
        shown[len + 1] = '\0';
}
