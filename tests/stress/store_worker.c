#define _DEFAULT_SOURCE

#include "store_worker.h"

#include "change.h"
#include "observed_lock.h"
#include "jitter.h"
#include "plain_program.h"

#include <sdn/store.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOCK_TIMEOUT_MS = 30 * 1000 };

typedef struct state {
    ledger *book;
    worker_entry *entry;
    int worker;
    sdn_store *store;
    sdn_file *file;
} state;

static bool chance(int one_in)
{
    return rand() % one_in == 0;
}

static bool fail(const state *me, const char *what, const sdn_error *err)
{
    return ledger_violation(me->book, "worker %d: %s: %s", me->worker, what, err->message);
}

/* ---- one change ---- */

static bool is_where_it_was(const state *me)
{
    unsigned count = 0, acknowledged = atomic_load(&me->entry->acknowledged);
    if (change_count(me->store, me->book, me->worker, &count) && count == acknowledged)
        return true;
    return ledger_violation(me->book, "worker %d finds %u changes of its own, %u are acknowledged", me->worker, count,
                            acknowledged);
}

/* A child that closes the store must not take anything from its parent. */
static void let_a_child_close(const state *me)
{
    pid_t pid = fork();
    if (pid == 0) {
        sdn_store_close(me->store);
        _exit(0);
    }
    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

static bool is_saved(sdn_code code)
{
    return code == SDN_OK || code == SDN_W_NOT_DURABLE;
}

static bool commit(const state *me, unsigned number, sdn_error *err)
{
    atomic_store(&me->entry->intended, number);
    if (chance(32) && !is_saved(sdn_file_save(me->file, err)))
        return fail(me, "save in a transaction", err);
    if (!is_saved(sdn_file_commit(me->file, err)))
        return fail(me, "commit", err);
    atomic_store(&me->entry->acknowledged, number);
    return true;
}

static bool change_in_transaction(const state *me)
{
    sdn_error err = {0};
    unsigned number = atomic_load(&me->entry->acknowledged) + 1;
    ledger_asks(me->book, me->worker);
    if (sdn_file_begin(me->file, &err) != SDN_OK)
        return fail(me, "begin", &err);
    if (!is_where_it_was(me))
        return false;
    if (!change_make(me->store, me->book, me->worker, number, &err))
        return fail(me, "change", &err);
    if (me->book->most_pause_us > 0 && chance(16)) {
        sdn_file_rollback(me->file);
        return true;
    }
    if (me->book->most_pause_us > 0 && chance(64))
        let_a_child_close(me);
    return commit(me, number, &err);
}

/* Refused because of what others changed: nothing was written, so begin again with the newest file. */
static bool start_over(const state *me)
{
    sdn_error err = {0};
    atomic_fetch_add(&me->entry->conflicts, 1);
    sdn_file_rollback(me->file);
    if (sdn_file_reload(me->file, &err) != SDN_OK)
        return fail(me, "reload", &err);
    return is_where_it_was(me);
}

static bool change_by_merge(const state *me)
{
    sdn_error err = {0};
    unsigned number = atomic_load(&me->entry->acknowledged) + 1;
    if (chance(4) && sdn_file_reload(me->file, &err) != SDN_OK)
        return fail(me, "reload", &err);
    if (!is_where_it_was(me))
        return false;
    if (!change_make(me->store, me->book, me->worker, number, &err))
        return fail(me, "change", &err);
    atomic_store(&me->entry->intended, number);
    ledger_asks(me->book, me->worker);
    sdn_code code = sdn_file_save(me->file, &err);
    if (code == SDN_E_CONFLICT)
        return start_over(me);
    if (!is_saved(code))
        return fail(me, "save", &err);
    atomic_store(&me->entry->acknowledged, number);
    return true;
}

static bool change_once(const state *me)
{
    switch (me->entry->role) {
    case ROLE_PLAIN:
        return plain_change(me->book, me->worker);
    case ROLE_MERGE:
        return change_by_merge(me);
    default:
        return change_in_transaction(me);
    }
}

/* ---- processes ---- */

static sdn_store *open_cells(ledger *book, worker_role role)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = LOCK_TIMEOUT_MS;
    options.durability = role == ROLE_DURABLE ? SDN_DURABLE : SDN_ATOMIC;
    sdn_store *store = sdn_store_open(&cell_record_type, CELLS_FILE, &options, &err);
    if (store == NULL)
        ledger_violation(book, "open: %s", err.message);
    return store;
}

/* The change under way when its predecessor was killed has happened or not; nobody else changes its records. */
static bool go_on(const state *me)
{
    unsigned count = 0;
    unsigned least = atomic_load(&me->entry->acknowledged), most = atomic_load(&me->entry->intended);
    if (!change_count(me->store, me->book, me->worker, &count) || count < least || count > most)
        return ledger_violation(me->book, "worker %d starts with %u changes, %u acknowledged, %u intended", me->worker,
                                count, least, most);
    atomic_store(&me->entry->acknowledged, count);
    atomic_store(&me->entry->intended, count);
    return true;
}

static void pause_at_random(const ledger *book)
{
    if (book->most_pause_us > 0)
        usleep((useconds_t)rand() % book->most_pause_us);
}

static void wait_for_start(const ledger *book)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    srand((unsigned)getpid());
    while (!atomic_load(&book->started))
        usleep(500);
}

static bool work(const state *me)
{
    bool fine = me->store != NULL && go_on(me);
    wait_for_start(me->book);
    while (fine && !atomic_load(&me->book->over)) {
        fine = change_once(me);
        if (me->entry->role == ROLE_PLAIN && atomic_load(&me->book->over))
            return true;
        pause_at_random(me->book);
    }
    return fine;
}

int run_worker(child *parent, void *context)
{
    const store_job *job = context;
    state me = {.book = job->book, .entry = &job->book->entries[job->worker], .worker = job->worker};
    (void)parent;
    if (me.entry->slow_calls)
        jitter_calls((unsigned)getpid());
    observe_lock(me.book, me.worker, CELLS_LOCK);
    me.store = open_cells(me.book, me.entry->role);
    me.file = me.store != NULL ? sdn_store_file(me.store) : NULL;
    bool fine = work(&me);
    sdn_store_close(me.store);
    return fine ? 0 : 1;
}

/* ---- readers ---- */

static bool read_again(ledger *book, sdn_store **store)
{
    sdn_error err = {0};
    if (chance(8)) {
        sdn_store_close(*store);
        *store = open_cells(book, ROLE_TRANSACTION);
        return *store != NULL;
    }
    if (sdn_file_reload(sdn_store_file(*store), &err) != SDN_OK)
        return ledger_violation(book, "reader: %s", err.message);
    return true;
}

/* What was acknowledged before the file was read must be in it. */
static bool read_and_check(ledger *book, sdn_store **store, unsigned *latest)
{
    unsigned generation = 0;
    tally least = tally_acknowledged(book);
    if (!read_again(book, store))
        return false;
    tally most = tally_intended(book);
    if (!change_check(*store, book, &least, &most, "reader", &generation))
        return false;
    if (generation < *latest)
        return ledger_violation(book, "reader: generation %u after %u", generation, *latest);
    *latest = generation;
    atomic_fetch_add(&book->reads, 1);
    return true;
}

int run_reader(child *parent, void *context)
{
    ledger *book = ((const store_job *)context)->book;
    unsigned latest = 0;
    (void)parent;
    sdn_store *store = open_cells(book, ROLE_TRANSACTION);
    wait_for_start(book);
    bool fine = store != NULL;
    while (fine && !atomic_load(&book->over)) {
        fine = read_and_check(book, &store, &latest);
        usleep(1000);
    }
    sdn_store_close(store);
    return fine ? 0 : 1;
}
