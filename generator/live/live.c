#include "live/live.h"

#include <string.h>

enum { MOST_LIVE_DATABASES = 4 };

static const live_database *live_databases[MOST_LIVE_DATABASES];

void live_findings_release(live_findings *findings)
{
    sdn__buffer_release(&findings->differences);
    sdn__buffer_release(&findings->migrations);
    sdn__buffer_release(&findings->fixes);
}

void live_database_use(const live_database *database)
{
    int i = 0;
    while (i < MOST_LIVE_DATABASES - 1 && live_databases[i] != NULL)
        i++;
    live_databases[i] = database;
}

const live_database *live_database_of(const char *uri)
{
    for (int i = 0; i < MOST_LIVE_DATABASES && live_databases[i] != NULL; i++) {
        size_t len = strlen(live_databases[i]->scheme);
        if (strncmp(uri, live_databases[i]->scheme, len) == 0 && uri[len] == ':')
            return live_databases[i];
    }
    return NULL;
}
