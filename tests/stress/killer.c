#define _DEFAULT_SOURCE

#include "killer.h"

#include "files.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    MOST_PAUSE_US = 1500,
    MOST_STOP_US = 20000,
    MOST_DELAY_MS = 5000,
    STOP_ONE_IN = 8,
    LOOKS = 50 /* for a holder to aim at */
};

static int any_worker(const team *victims)
{
    return rand() % victims->book->workers;
}

/* The holder if one shows up soon. */
static int holder(const team *victims)
{
    for (int looks = 0; looks < LOOKS; looks++) {
        int found = atomic_load(&victims->book->holder);
        if (found >= 0 && team_may_kill(victims, found))
            return found;
        usleep(20);
    }
    return any_worker(victims);
}

static void add_delay(kill_report *report, double ms)
{
    size_t size = (report->holders + 1) * sizeof *report->delays_ms;
    double *grown = realloc(report->delays_ms, size);
    if (grown == NULL)
        abort();
    report->delays_ms = grown;
    report->delays_ms[report->holders++] = ms;
}

static void wait_for_next_holder(team *victims, unsigned before, int64_t killed_ns, kill_report *report)
{
    double start = now_ms();
    int64_t acquired_ns;
    while ((acquired_ns = ledger_next_acquisition(victims->book, before, killed_ns)) == 0) {
        if (now_ms() - start > MOST_DELAY_MS) {
            ledger_violation(victims->book, "no next holder %d ms after a holder was killed", MOST_DELAY_MS);
            return;
        }
        usleep(300);
    }
    add_delay(report, (double)(acquired_ns - killed_ns) / 1e6);
}

static void kill_one(team *victims, int victim, kill_report *report)
{
    unsigned before = atomic_load(&victims->book->acquisitions);
    int64_t killed_ns = monotonic_ns();
    report->kills++;
    if (team_replace(victims, victim))
        wait_for_next_holder(victims, before, killed_ns, report);
}

/* A stopped holder keeps the lock; everybody waits. */
static void stop_one(team *victims, int victim, kill_report *report)
{
    report->stops++;
    kill(victims->workers[victim].pid, SIGSTOP);
    usleep((useconds_t)rand() % MOST_STOP_US);
    if (rand() % 2 == 0 && team_may_kill(victims, victim))
        kill_one(victims, victim, report);
    else
        kill(victims->workers[victim].pid, SIGCONT);
}

static void strike(team *victims, kill_report *report)
{
    usleep((useconds_t)rand() % MOST_PAUSE_US);
    int victim = rand() % 2 == 0 ? holder(victims) : any_worker(victims);
    if (rand() % STOP_ONE_IN == 0)
        stop_one(victims, victim, report);
    else if (team_may_kill(victims, victim))
        kill_one(victims, victim, report);
}

void kill_at_random(team *victims, int kills, double least_ms, kill_report *report)
{
    double end = now_ms() + least_ms;
    while (report->kills < kills && atomic_load(&victims->book->violations) == 0)
        strike(victims, report);
    while (now_ms() < end && atomic_load(&victims->book->violations) == 0)
        usleep(10000);
}

void kill_report_release(kill_report *report)
{
    free(report->delays_ms);
    *report = (kill_report){0};
}
