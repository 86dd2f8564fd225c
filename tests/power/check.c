#define _POSIX_C_SOURCE 200809L

#include "run.h"

#include "contents.h"
#include "transactions.h"

#include "os/sys.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { SHORT_MS = 1000, PAST_FOREIGN_STALE_S = 61 };

typedef struct location {
    char directory[1024]; /* of the store */
    char store[1200];
    char lock[1300];
    const char *versions;
    const char *series;
} location;

/* After a power cut the machine boots. */
static int boot_id_of_the_next_start(char *text, size_t size)
{
    snprintf(text, size, "the-start-after-the-cut");
    return 0;
}

static contents version(const location *at, int number)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s/%d", at->versions, at->series, number);
    return contents_read(path);
}

static bool is_version(const location *at, const contents *found, int number)
{
    contents expected = version(at, number);
    bool is = contents_equal(found, &expected);
    free(expected.bytes);
    return is;
}

/* The number of the version that the store's file is, or -1. */
static int find_version(const location *at)
{
    contents found = contents_read(at->store);
    int number = POWER_TRANSACTIONS;
    while (number >= 0 && !is_version(at, &found, number))
        number--;
    free(found.bytes);
    return number;
}

static bool ends_in(const char *name, const char *end)
{
    size_t len = strlen(name), end_len = strlen(end);
    return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

/* How many names of a directory end in `end`. */
static int count_names(const char *directory, const char *end)
{
    int count = 0;
    DIR *names = opendir(directory);
    if (names == NULL)
        return -1;
    for (const struct dirent *entry; (entry = readdir(names)) != NULL;)
        count += entry->d_name[0] != '.' && ends_in(entry->d_name, end);
    closedir(names);
    return count;
}

static const char *describe_lock(const location *at)
{
    contents lock = contents_read(at->lock);
    size_t zeros = 0;
    while (zeros < lock.size && lock.bytes[zeros] == '\0')
        zeros++;
    const char *words = lock.bytes == NULL ? "no-lock" : zeros == lock.size ? "empty-lock" : "lock";
    free(lock.bytes);
    return words;
}

static bool make_old(const char *path)
{
    struct timespec then[2];
    clock_gettime(CLOCK_REALTIME, &then[0]);
    then[0].tv_sec -= PAST_FOREIGN_STALE_S;
    then[1] = then[0];
    return utimensat(AT_FDCWD, path, then, 0) == 0;
}

static sdn_code do_next(const location *at, int number, uint32_t timeout_ms, sdn_error *err)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = timeout_ms;
    todo_store *store = todo_store_open(at->store, &options, err);
    if (store == NULL)
        return err->code;
    sdn_code code = transactions_do(store, number, err);
    todo_store_close(store);
    return code;
}

/* A lock whose text names another start may be of a machine that shares the directory, so it may have to age
 * first. */
static sdn_code go_on(const location *at, int number, bool may_be_late, bool *late, sdn_error *err)
{
    sdn_code code = do_next(at, number, may_be_late ? 0 : SHORT_MS, err);
    *late = code == SDN_E_TIMEOUT && may_be_late && make_old(at->lock);
    return *late ? do_next(at, number, SHORT_MS, err) : code;
}

static int complain(const location *at, const char *what)
{
    fprintf(stderr, "power_cuts check: %s: %s\n", at->store, what);
    return 1;
}

static int check_next(const location *at, int number)
{
    sdn_error err = {0};
    bool late;
    const char *lock = describe_lock(at);
    int temps = count_names(at->directory, ".tmp");
    if (go_on(at, number + 1, strcmp(lock, "lock") == 0, &late, &err) != SDN_OK) {
        fprintf(stderr, "power_cuts check: %s\n", err.message);
        return 1;
    }
    if (find_version(at) != number + 1)
        return complain(at, "the next transaction did not give the next version");
    if (count_names(at->directory, "") != 1)
        return complain(at, "something is left beside the store after the next transaction");
    printf("whole %s %d %s\n", lock, temps, late ? "late" : "at-once");
    return 0;
}

/* A transaction that was not acknowledged may be there, but never one that was not even begun. */
static int check_content(const location *at, int acknowledged)
{
    int number = find_version(at);
    if (number > acknowledged + 1)
        return complain(at, "a version from the future");
    if (number >= acknowledged)
        return check_next(at, number);
    printf("%s\n", number < 0 ? "torn" : "lost");
    return 0;
}

int power_check(char **arguments)
{
    location at = {.versions = arguments[1], .series = arguments[2]};
    snprintf(at.directory, sizeof at.directory, "%s/%s", arguments[0], at.series);
    snprintf(at.store, sizeof at.store, "%s/%s", at.directory, POWER_STORE_NAME);
    snprintf(at.lock, sizeof at.lock, "%s.lock", at.store);
    sdn__sys.boot_id = boot_id_of_the_next_start;
    return check_content(&at, atoi(arguments[3]));
}
