#include "counts.h"

#include "bug.h"

static const char *name(void) /* also in names.c */
{
    return "no.sdn";
}

size_t count_bugs(void)
{
    bug_store *bugs = bug_store_open(name(), NULL, NULL);
    size_t count = bugs != NULL ? bug_store_count(bugs) : 1;
    bug_store_close(bugs);
    return count;
}
