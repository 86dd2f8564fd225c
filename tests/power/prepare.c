#define _POSIX_C_SOURCE 200809L

#include "run.h"

#include "contents.h"
#include "transactions.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool make_directory(const char *parent, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", parent, name);
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

static bool keep_version(const char *store_path, const char *versions, const char *series, int number)
{
    char path[4096];
    contents what = contents_read(store_path);
    snprintf(path, sizeof path, "%s/%s/%d", versions, series, number);
    bool ok = what.bytes == NULL || contents_write(path, &what);
    free(what.bytes);
    return ok;
}

/* Goes through the transactions in the directory of the versions, where nothing is cut short. */
static bool keep_versions(const char *versions, const char *series)
{
    char path[4096];
    sdn_error err = {0};
    snprintf(path, sizeof path, "%s/%s/%s", versions, series, POWER_STORE_NAME);
    bool ok = make_directory(versions, series) && (series[0] == 'n' || transactions_prepare(path)) &&
              keep_version(path, versions, series, 0);
    todo_store *store = ok ? todo_store_open(path, NULL, &err) : NULL;
    for (int number = 1; number <= POWER_TRANSACTIONS && ok; number++)
        ok = store != NULL && transactions_do(store, number, &err) == SDN_OK &&
             keep_version(path, versions, series, number);
    todo_store_close(store);
    (void)unlink(path);
    return ok;
}

static bool make_stores(const char *directory)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/store/%s", directory, POWER_STORE_NAME);
    return make_directory(directory, "store") && make_directory(directory, "new") && transactions_prepare(path);
}

int power_prepare(char **arguments)
{
    if (keep_versions(arguments[1], "store") && keep_versions(arguments[1], "new") && make_stores(arguments[0]))
        return 0;
    fprintf(stderr, "power_cuts prepare: cannot make the stores in %s and %s\n", arguments[0], arguments[1]);
    return 1;
}
