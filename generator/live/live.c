#include "live/live.h"

#include <string.h>

enum { MOST_LIVE_DATABASES = 4 };

static const live_database *live_databases[MOST_LIVE_DATABASES];

void live_findings_release(live_findings *findings)
{
    sdn__buffer_release(&findings->differences);
    sdn__buffer_release(&findings->migrations);
    sdn__buffer_release(&findings->fixes);
    sdn__buffer_release(&findings->remarks);
}

void live_database_use(const live_database *database)
{
    int i = 0;
    while (i < MOST_LIVE_DATABASES - 1 && live_databases[i] != NULL)
        i++;
    live_databases[i] = database;
}

static bool has_scheme_of(const live_database *database, const char *uri)
{
    for (const char *const *scheme = database->schemes; *scheme != NULL; scheme++) {
        size_t len = strlen(*scheme);
        if (strncmp(uri, *scheme, len) == 0 && uri[len] == ':')
            return true;
    }
    return false;
}

const live_database *live_database_of(const char *uri)
{
    for (int i = 0; i < MOST_LIVE_DATABASES && live_databases[i] != NULL; i++)
        if (has_scheme_of(live_databases[i], uri))
            return live_databases[i];
    return NULL;
}
