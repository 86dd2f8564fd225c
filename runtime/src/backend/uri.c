/* URIs as messages show them. */
#include <sdn/backend.h>

#include <string.h>

static bool has_any_scheme(const char *uri)
{
    size_t len = strspn(uri, "abcdefghijklmnopqrstuvwxyz0123456789");
    return len > 0 && uri[len] == ':';
}

static void cut_out(char *from, const char *to)
{
    memmove(from, to, strlen(to) + 1);
}

/* `user:password@`: from the colon to the last @ before the path. Nothing is taken for a host that is none. */
static void cut_user_password(char *uri)
{
    char *start = strstr(uri, "://");
    if (start == NULL)
        return;
    start += 3;
    char *end = start + strcspn(start, "/?"), *at = NULL;
    for (char *c = start; c < end; c++)
        if (*c == '@')
            at = c;
    if (at == NULL) /* a password with a slash in it is wrong, but a password */
        at = strrchr(end, '@');
    char *colon = at != NULL ? memchr(start, ':', (size_t)(at - start)) : NULL;
    if (colon != NULL)
        cut_out(colon, at);
}

/* Parameters whose name ends with `password`. */
static void cut_passwords(char *uri)
{
    for (char *found; (found = strstr(uri, "password=")) != NULL;) {
        char *from = found;
        while (from > uri && from[-1] != '?' && from[-1] != '&')
            from--;
        const char *end = found + strcspn(found, "&");
        bool is_last = *end == '\0';
        cut_out(is_last && from > uri ? from - 1 : from, is_last ? end : end + 1);
    }
}

void sdn_uri_show(const char *uri, char *shown)
{
    strcpy(shown, uri);
    if (!has_any_scheme(uri))
        return;
    cut_user_password(shown);
    cut_passwords(shown);
}
