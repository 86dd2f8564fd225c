#define _DEFAULT_SOURCE

#include "desk_worker.h"

#include "desk_observer.h"
#include "own_rows.h"
#include "jitter.h"

#include <sdn/store.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <signal.h>
#include <unistd.h>

enum { MOST_PAUSE_US = 2000 };

typedef struct state {
    desk *at;
    worker_entry *entry;
    int worker;
    const char *name;
    sdn_store *store;
    sdn_file *file;
    unsigned highest; /* change that was tried */
    unsigned seen;    /* the last period in which the file was looked at, if it was the same all the time */
} state;

static bool is_saved(sdn_code code)
{
    return code == SDN_OK || code == SDN_W_NOT_DURABLE;
}

static bool fail(const state *me, const char *what, const sdn_error *err)
{
    return ledger_violation(me->at->book, "%s: %s: %s", me->name, what, err->message);
}

/* ---- what is found ---- */

/* Whether what was read since the period was `before` must be exactly what was acknowledged. */
static bool is_strict(const state *me, unsigned before)
{
    return me->at->only_moves || (before % 2 == 0 && before == me->seen && atomic_load(&me->at->period) == before);
}

static void note_period(state *me, unsigned before)
{
    bool quiet = before % 2 == 0 && atomic_load(&me->at->period) == before;
    me->seen = quiet ? before : NO_PERIOD;
}

static void lose(const state *me, long found, unsigned acknowledged, const char *what)
{
    atomic_fetch_add(&me->at->lost_changes, desk_lost(found, acknowledged));
    ledger_violation(me->at->book, "%s: finds %ld changes of its own, %u acknowledged, floor %u, tried %u%s", me->name,
                     found, acknowledged, atomic_load(&me->at->floors[me->worker]), me->highest, what);
}

/* Compares the changes found with those acknowledged; from then on those found count. */
static void check_own(state *me, unsigned before)
{
    long found = own_rows_count(me->store, me->name);
    unsigned acknowledged = atomic_load(&me->entry->acknowledged);
    unsigned floor = atomic_load(&me->at->floors[me->worker]);
    bool strict = is_strict(me, before);
    bool right = strict ? found == (long)acknowledged : found >= (long)floor && found <= (long)me->highest;
    if (!right)
        lose(me, found, acknowledged, strict ? "" : ", in a period");
    else if (found < (long)acknowledged)
        atomic_fetch_add(&me->at->overwritten, acknowledged - (unsigned)found);
    unsigned now = found > 0 ? (unsigned)found : 0;
    if (right && own_rows_missing(me->store, me->name, now) > 0)
        lose(me, found, acknowledged, ", without their rows");
    atomic_store(&me->entry->acknowledged, now);
}

/* A careful program does not take a missing file for an empty one. */
static bool is_missing(const state *me)
{
    uint32_t number;
    if (!me->at->may_be_missing || own_rows_common(me->store, &number) > 0)
        return false;
    atomic_fetch_add(&me->at->without_file, 1);
    return true;
}

/* False if there is nothing to continue with. */
static bool look(state *me, unsigned before)
{
    bool there = !is_missing(me);
    if (there) {
        (void)desk_check_common(me->at, me->store, me->name);
        check_own(me, before);
    }
    note_period(me, before);
    return there;
}

/* ---- changes ---- */

static bool change(state *me, unsigned *number)
{
    sdn_error err = {0};
    *number = atomic_load(&me->entry->acknowledged) + 1;
    if (*number > me->highest)
        me->highest = *number;
    return own_rows_change(me->store, me->name, *number, &err) || fail(me, "change", &err);
}

static void acknowledge(state *me, unsigned number)
{
    atomic_store(&me->entry->acknowledged, number);
    atomic_fetch_add(&me->at->changes, 1);
}

/* While the directory is being moved there is nothing to be had. */
static void excuse(state *me, const char *what, sdn_code code, const sdn_error *err, unsigned before)
{
    bool quiet = before % 2 == 0 && atomic_load(&me->at->period) == before;
    if (me->at->may_be_missing && code == SDN_E_IO && !quiet)
        atomic_fetch_add(&me->at->without_file, 1);
    else
        fail(me, what, err);
}

/* A save was not made: because of a conflict with an editor that wrote an old version, or for no good reason. */
static void refuse(state *me, sdn_code code, const sdn_error *err, unsigned before)
{
    if (code == SDN_E_CONFLICT)
        atomic_fetch_add(&me->at->refused, 1);
    if (code != SDN_E_CONFLICT || is_strict(me, before))
        excuse(me, "save", code, err, before);
    sdn_file_rollback(me->file);
}

static void transact(state *me, unsigned before)
{
    sdn_error err = {0};
    unsigned number;
    sdn_code code = sdn_file_begin(me->file, &err);
    if (code != SDN_OK) {
        excuse(me, "begin", code, &err, before);
        return;
    }
    if (!look(me, before) || !change(me, &number)) {
        sdn_file_rollback(me->file);
        return;
    }
    code = sdn_file_commit(me->file, &err);
    if (is_saved(code))
        acknowledge(me, number);
    else
        refuse(me, code, &err, before);
}

static void load_again(state *me, unsigned before)
{
    sdn_error err = {0};
    sdn_code code = sdn_file_reload(me->file, &err);
    if (code == SDN_OK)
        (void)look(me, before);
    else
        excuse(me, "reload", code, &err, before);
}

static void save_alone(state *me, unsigned before)
{
    sdn_error err = {0};
    unsigned number;
    if (is_missing(me)) {
        load_again(me, before);
        return;
    }
    if (!change(me, &number))
        return;
    sdn_code code = sdn_file_save(me->file, &err);
    if (is_saved(code)) {
        acknowledge(me, number);
        (void)look(me, before);
    } else {
        refuse(me, code, &err, before);
        load_again(me, before);
    }
}

static void change_once(state *me)
{
    unsigned before = atomic_load(&me->at->period);
    atomic_fetch_add(&me->at->calls[me->worker], 1);
    if (me->worker == DESK_WORKERS - 1)
        save_alone(me, before);
    else
        transact(me, before);
    atomic_fetch_add(&me->at->calls[me->worker], 1);
}

/* ---- the process ---- */

static sdn_store *open_file(desk *at, int worker)
{
    char directory[PATH_MAX / 2];
    if (worker % 2 == 0)
        return desk_open(at, at->path);
    char path[PATH_MAX];
    if (getcwd(directory, sizeof directory) == NULL)
        return NULL;
    snprintf(path, sizeof path, "%s/%s", directory, at->path);
    return desk_open(at, path);
}

static void work(state *me)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    srand((unsigned)getpid());
    while (!atomic_load(&me->at->book->started))
        usleep(500);
    bool last = false;
    while (!last) { /* once more after the end, when nothing is changed any more */
        last = atomic_load(&me->at->book->over);
        change_once(me);
        usleep((useconds_t)(rand() % MOST_PAUSE_US));
    }
}

int run_desk_worker(child *parent, void *context)
{
    const desk_job *job = context;
    state me = {.at = job->at, .entry = &job->at->book->entries[job->worker], .worker = job->worker};
    (void)parent;
    me.name = desk_worker_name(me.worker);
    if (me.worker == 0)
        jitter_calls((unsigned)getpid());
    observe_replacements(me.at);
    me.store = open_file(me.at, me.worker);
    if (me.store == NULL)
        return 1;
    me.file = sdn_store_file(me.store);
    work(&me);
    sdn_store_close(me.store);
    return 0;
}
