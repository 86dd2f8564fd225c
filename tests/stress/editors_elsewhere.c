#define _DEFAULT_SOURCE

#include "editors_elsewhere.h"

#include "files.h"
#include "own_rows.h"
#include "plain_program.h"
#include "tempdir.h"
#include "outcome.h"

#include <sdn/lock.h>
#include <sdn/store.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { BETWEEN_US = 20 * 1000, QUIET_US = 30 * 1000, LOCK_TIMEOUT_MS = 30 * 1000, LARGEST = 1 << 20 };

/* ---- git ---- */

/* True if it worked; what it says goes nowhere. */
static bool git(const char *arguments)
{
    char command[512];
    snprintf(command, sizeof command, "git -c user.name=x -c user.email=x@x -c core.fsync=none %s >git.log 2>&1",
             arguments);
    int status = system(command);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool make_repository(void)
{
    static const char *const nobody[] = {"w00", "w01", "w02", "w03", DESK_EDITOR};
    bool made = git("init -q -b one") && git("add " CELLS_FILE) && git("commit -q -m one") && git("checkout -q -b two");
    own_rows_start(CELLS_FILE, 1, nobody, DESK_WORKERS + 1);
    return made && git("commit -q -a -m two") && git("checkout -q one");
}

/* Whether the common rows are those of the branch. */
static bool is_branch(desk *at, int branch)
{
    uint32_t number = UINT32_MAX;
    sdn_store *store = desk_open(at, at->path);
    if (store == NULL)
        return false;
    (void)desk_check_common(at, store, "after a checkout");
    (void)own_rows_common(store, &number);
    sdn_store_close(store);
    return number == (uint32_t)branch;
}

/* git removes the file and makes a new one; who saves in between leaves no place for it, and git says so. */
static void check_out(desk *at, int branch)
{
    desk_begin_period(at, NULL);
    while (!git(branch == 0 ? "checkout -q -f one" : "checkout -q -f two"))
        atomic_fetch_add(&at->retried, 1);
    desk_end_period(at);
    atomic_fetch_add(&at->saves, 1);
    if (is_branch(at, branch))
        return;
    atomic_fetch_add(&at->lost_saves, 1);
    ledger_violation(at->book, "what git checked out is not in the file");
}

bool change_branches(desk *at, int times)
{
    child workers[DESK_WORKERS];
    if (!git("--version") || !make_repository())
        return false;
    at->may_be_missing = true;
    desk_start_workers(at, workers);
    for (int i = 1; i <= times && !atomic_load(&at->book->over); i++) {
        usleep((useconds_t)rand() % BETWEEN_US);
        check_out(at, i % 2);
    }
    desk_end_workers(at, workers);
    return true;
}

/* ---- the directory ---- */

static void need(bool done, const char *what)
{
    if (done)
        return;
    perror(what);
    abort();
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[LARGEST];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_EXCL, 0644);
    ssize_t len = read(in, bytes, sizeof bytes);
    need(in >= 0 && out >= 0 && len > 0 && write(out, bytes, (size_t)len) == len, "copy");
    need(close(in) == 0 && close(out) == 0, "close");
}

/* The copy is whole before it is in its place; for a moment there is no directory. */
static void put_copy_in_place(const desk *at, const char *old)
{
    char from[64];
    snprintf(from, sizeof from, "%s/" CELLS_FILE, at->directory);
    need(mkdir("copy", 0755) == 0, "mkdir");
    copy_file(from, "copy/" CELLS_FILE);
    need(rename(at->directory, old) == 0, "move");
    usleep((useconds_t)rand() % 1000);
    need(rename("copy", at->directory) == 0, "move");
}

/* With the lock of a plain program, which moves away with the directory. */
static void move_under_plain_lock(const desk *at, const char *old)
{
    char lock[64];
    snprintf(lock, sizeof lock, "%s/%s", at->directory, CELLS_LOCK);
    need(plain_acquire(lock, NULL), "lock");
    put_copy_in_place(at, old);
    snprintf(lock, sizeof lock, "%s/%s", old, CELLS_LOCK);
    plain_release(lock);
}

static void move_under_our_lock(const desk *at, const char *old)
{
    sdn_error err = {0};
    sdn_lock *lock = NULL;
    sdn_lock_options options = sdn_lock_options_default();
    options.timeout_ms = LOCK_TIMEOUT_MS;
    if (acquire_lock(at->path, &options, &lock, &err) != SDN_OK)
        ledger_violation(at->book, "mover: %s", err.message);
    put_copy_in_place(at, old);
    sdn_lock_release(lock);
}

/* Every second old directory is removed. */
static void move_once(desk *at, int number)
{
    char old[32];
    snprintf(old, sizeof old, "old%d", number);
    atomic_fetch_add(&at->period, 1);
    if (number % 3 == 0)
        move_under_plain_lock(at, old);
    else
        move_under_our_lock(at, old);
    desk_end_period(at);
    usleep(QUIET_US);
    if (number % 2 == 0)
        need(remove_tree(old) == 0, "remove");
    atomic_fetch_add(&at->saves, 1);
}

void move_directory(desk *at, int times)
{
    child workers[DESK_WORKERS];
    at->may_be_missing = at->only_moves = true;
    desk_start_workers(at, workers);
    for (int i = 1; i <= times && !atomic_load(&at->book->over); i++) {
        usleep((useconds_t)rand() % BETWEEN_US);
        move_once(at, i);
    }
    desk_end_workers(at, workers);
}
