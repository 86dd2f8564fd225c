#define _DEFAULT_SOURCE

#include "team.h"

#include "change.h"
#include "files.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

enum { MOST_RECOVERY_MS = 1000, SLOW_ONE_IN = 8 };

static void start_worker(team *of, int worker)
{
    of->workers[worker] = child_start(run_worker, &of->jobs[worker]);
}

void team_start(team *of, int workers, role_of *role, int readers, unsigned most_pause_us)
{
    *of = (team){.book = ledger_new(workers), .readers = readers};
    of->book->most_pause_us = most_pause_us;
    for (int i = 0; i < workers; i++) {
        of->book->entries[i].role = role(i);
        of->book->entries[i].slow_calls = most_pause_us > 0 && i % SLOW_ONE_IN == SLOW_ONE_IN / 2;
    }
    change_write_start(of->book);
    for (int i = 0; i < MOST_WORKERS + MOST_READERS; i++)
        of->jobs[i] = (store_job){of->book, i};
    for (int i = 0; i < workers; i++)
        start_worker(of, i);
    for (int i = 0; i < readers; i++)
        of->reading[i] = child_start(run_reader, &of->jobs[MOST_WORKERS + i]);
    atomic_store(&of->book->started, true);
}

bool team_may_kill(const team *of, int worker)
{
    return of->book->entries[worker].role != ROLE_PLAIN;
}

/* The process is gone, so what it wrote in the ledger is final. */
static bool bury(team *of, int worker)
{
    worker_entry *entry = &of->book->entries[worker];
    int expected = worker;
    bool was_killed = child_finish(&of->workers[worker]) == -1;
    bool held = atomic_exchange(&entry->holding, false);
    atomic_compare_exchange_strong(&of->book->holder, &expected, -1);
    return was_killed && held;
}

static void condemn(team *of, int worker)
{
    mutex_checker_will_kill(of->book->guard, of->workers[worker].pid);
    kill(of->workers[worker].pid, SIGKILL);
}

bool team_replace(team *of, int worker)
{
    condemn(of, worker);
    bool held = bury(of, worker);
    start_worker(of, worker);
    return held;
}

static void end_readers(team *of)
{
    for (int i = 0; i < of->readers; i++)
        if (child_finish(&of->reading[i]) != 0)
            ledger_violation(of->book, "a reader failed");
}

void team_end(team *of)
{
    atomic_store(&of->book->over, true);
    for (int i = 0; i < of->book->workers; i++)
        if (child_finish(&of->workers[i]) != 0)
            ledger_violation(of->book, "worker %d failed", i);
    end_readers(of);
}

void team_kill(team *of)
{
    for (int i = 0; i < of->book->workers; i++)
        if (team_may_kill(of, i))
            condemn(of, i);
    atomic_store(&of->book->over, true);
    for (int i = 0; i < of->book->workers; i++)
        (void)bury(of, i);
    end_readers(of);
}

/* ---- the checks at the end ---- */

static bool one_more_transaction(ledger *book, sdn_store *store)
{
    sdn_error err = {0};
    double start = now_ms();
    if (sdn_file_begin(sdn_store_file(store), &err) != SDN_OK)
        return ledger_violation(book, "the last begin: %s", err.message);
    if (now_ms() - start > MOST_RECOVERY_MS)
        return ledger_violation(book, "the last begin took %.0f ms", now_ms() - start);
    if (!change_move_amount(store, &err) || sdn_file_commit(sdn_store_file(store), &err) != SDN_OK)
        return ledger_violation(book, "the last commit: %s", err.message);
    return true;
}

static void check_leftovers(ledger *book)
{
    if (count_names(".lock") > 0 || count_names(".tmp") > 0)
        ledger_violation(book, "%zu lock files and %zu temporary files are left", count_names(".lock"),
                         count_names(".tmp"));
    if (strstr(read_file(CELLS_FILE), CELLS_COMMENT) == NULL)
        ledger_violation(book, "the comment is gone");
}

static void check_file(ledger *book)
{
    unsigned generation;
    sdn_error err = {0};
    tally least = tally_acknowledged(book), most = tally_intended(book);
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    sdn_store *store = sdn_store_open(&cell_record_type, CELLS_FILE, &options, &err);
    if (store == NULL) {
        ledger_violation(book, "the last open: %s", err.message);
        return;
    }
    if (change_check(store, book, &least, &most, "before the last commit", &generation) &&
        one_more_transaction(book, store))
        change_check(store, book, &least, &most, "in the end", &generation);
    sdn_store_close(store);
}

int team_check_end(team *of)
{
    ledger *book = of->book;
    check_file(book);
    check_leftovers(book);
    if (mutex_checker_violations(book->guard) > 0)
        ledger_violation(book, "two held the lock at once, %ld times", mutex_checker_violations(book->guard));
    int violations = atomic_load(&book->violations);
    for (int i = 0; i < violations && i < KEPT_VIOLATIONS; i++)
        printf("VIOLATION (%d processes): %s\n", book->workers, book->messages[i]);
    ledger_free(book);
    return violations;
}
