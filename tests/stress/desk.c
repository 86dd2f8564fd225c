#define _DEFAULT_SOURCE

#include "desk.h"

#include "desk_worker.h"
#include "files.h"
#include "own_rows.h"
#include "row_text.h"

#include <sdn/store.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LONGEST_CALL_MS = 60 * 1000, LOCK_TIMEOUT_MS = 30 * 1000 };

static const char *const names[DESK_WORKERS + 1] = {"w00", "w01", "w02", "w03", DESK_EDITOR};

const char *desk_worker_name(int worker)
{
    return names[worker];
}

desk *desk_new(const char *directory)
{
    desk *made = mmap(NULL, sizeof *made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED)
        abort();
    made->book = ledger_new(DESK_WORKERS);
    snprintf(made->directory, sizeof made->directory, "%s", directory);
    snprintf(made->path, sizeof made->path, "%s/" CELLS_FILE, directory);
    own_rows_start(made->path, 0, names, DESK_WORKERS + 1);
    return made;
}

void desk_free(desk *of)
{
    ledger_free(of->book);
    munmap(of, sizeof *of);
}

/* ---- processes ---- */

void desk_start_workers(desk *of, child *workers)
{
    for (int i = 0; i < DESK_WORKERS; i++) {
        desk_job job = {of, i};
        workers[i] = child_start(run_desk_worker, &job);
    }
    atomic_store(&of->book->started, true);
}

void desk_end_workers(desk *of, child *workers)
{
    atomic_store(&of->book->over, true);
    for (int i = 0; i < DESK_WORKERS; i++)
        if (child_finish(&workers[i]) != 0)
            ledger_violation(of->book, "worker %d failed", i);
}

/* ---- periods ---- */

void desk_wait_idle(desk *of)
{
    double start = now_ms();
    for (int i = 0; i < DESK_WORKERS; i++) {
        unsigned at_first = atomic_load(&of->calls[i]);
        while (at_first % 2 == 1 && atomic_load(&of->calls[i]) == at_first && now_ms() - start < LONGEST_CALL_MS)
            usleep(200);
    }
    if (now_ms() - start < LONGEST_CALL_MS)
        return;
    ledger_violation(of->book, "a call does not end");
    atomic_store(&of->book->over, true);
}

void desk_begin_period(desk *of, const char *text)
{
    for (int i = 0; i < DESK_WORKERS; i++) {
        int64_t count = text != NULL ? row_text_find(text, names[i]) : 0;
        atomic_store(&of->floors[i], count > 0 ? (unsigned)count : 0);
    }
    atomic_fetch_add(&of->period, 1);
}

void desk_end_period(desk *of)
{
    desk_wait_idle(of);
    atomic_fetch_add(&of->period, 1);
}

const replacement *desk_find_replacement(const desk *of, uint64_t inode)
{
    unsigned count = atomic_load(&of->replaced);
    for (unsigned back = 1; back <= count && back <= DESK_REPLACEMENTS; back++)
        if (of->replacements[(count - back) % DESK_REPLACEMENTS].inode == inode)
            return &of->replacements[(count - back) % DESK_REPLACEMENTS];
    return NULL;
}

/* ---- looking ---- */

sdn_store *desk_open(desk *of, const char *path)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    options.lock_timeout_ms = LOCK_TIMEOUT_MS;
    sdn_store *store = sdn_store_open(&cell_record_type, path, &options, &err);
    if (store == NULL)
        ledger_violation(of->book, "open: %s", err.message);
    return store;
}

bool desk_check_common(desk *of, const sdn_store *store, const char *who)
{
    uint32_t number = 0;
    const sdn_problem *problems;
    int whole = own_rows_common(store, &number);
    if (whole == COMMON_ROWS && sdn_store_problems(store, &problems) == 0)
        return true;
    atomic_fetch_add(&of->torn, 1);
    return ledger_violation(of->book, "%s: a torn version, with %d of %d common rows", who, whole, COMMON_ROWS);
}

unsigned desk_lost(long found, unsigned acknowledged)
{
    if (found < 0)
        return acknowledged > 0 ? acknowledged : 1;
    return (unsigned)found < acknowledged ? acknowledged - (unsigned)found : 1;
}

static void check_worker(desk *of, const sdn_store *store, int worker)
{
    unsigned acknowledged = atomic_load(&of->book->entries[worker].acknowledged);
    long found = own_rows_count(store, names[worker]);
    if (found == (long)acknowledged && own_rows_missing(store, names[worker], acknowledged) == 0)
        return;
    atomic_fetch_add(&of->lost_changes, desk_lost(found, acknowledged));
    ledger_violation(of->book, "in the end: %ld changes of %s, %u acknowledged", found, names[worker], acknowledged);
}

void desk_check_end(desk *of)
{
    sdn_store *store = desk_open(of, of->path);
    if (store == NULL)
        return;
    (void)desk_check_common(of, store, "in the end");
    for (int i = 0; i < DESK_WORKERS; i++)
        check_worker(of, store, i);
    sdn_store_close(store);
    size_t locks = count_names_in(of->directory, ".lock"), temps = count_names_in(of->directory, ".tmp");
    if (locks > 0 || temps > 0)
        ledger_violation(of->book, "in the end: %zu lock files and %zu temporary files", locks, temps);
}
