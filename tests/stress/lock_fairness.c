/*
 * How long one waits for the lock among equals, and how evenly it is shared, compared with the plain protocol.
 *
 * 2, 4, 16 and 64 processes take the lock again and again, hold it for up to 2 ms and want it again at once: first the
 * library's, then a plain lock file with the waits of the plain protocol. As the machine may be busy with other things,
 * only the comparison of the two runs counts, and coarsely: ours must not make anybody wait much longer than the
 * plain one, nor share the lock much less evenly, nor leave anybody without it where the plain one does not.
 *
 * lock_fairness [seconds [processes...]]   (default 1, for each of the eight runs)
 */
#define _DEFAULT_SOURCE

#include "child.h"
#include "ledger.h"
#include "plain_program.h"
#include "tempdir.h"
#include "outcome.h"

#include <sdn/lock.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { MOST_HOLD_US = 2000, MOST_COUNTS = 8 };

/* Two runs differ by chance; what counts is an order of things, not a few percent. */
static const double tolerated_jain = 0.2, tolerated_wait_ms = 500;

typedef struct job {
    ledger *book;
    int worker;
    bool plain;
} job;

typedef struct figures {
    double per_second, worst_wait_ms, jain;
    long fewest;
} figures;

static bool take(const job *me, sdn_lock **lock)
{
    sdn_lock_options options = {SDN_LOCK_WAIT_FOREVER, 0};
    ledger_asks(me->book, me->worker);
    if (me->plain)
        return plain_acquire("x.sdn.lock", &me->book->over);
    return acquire_lock("x.sdn", &options, lock, NULL) == SDN_OK;
}

static void give_back(const job *me, sdn_lock *lock)
{
    if (me->plain)
        plain_release("x.sdn.lock");
    else
        sdn_lock_release(lock);
}

/* Only the plain one may, when time is over; it has waited all the same. */
static int give_up(const job *me)
{
    worker_entry *entry = &me->book->entries[me->worker];
    int64_t waited_ns = monotonic_ns() - entry->asked_ns;
    if (waited_ns > atomic_load(&entry->worst_wait_ns))
        atomic_store(&entry->worst_wait_ns, waited_ns);
    return me->plain ? 0 : 1;
}

/* A lock got after the end is not counted, but the wait for it is. */
static int compete(child *parent, void *context)
{
    const job *me = context;
    (void)parent;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    srand((unsigned)getpid());
    while (!atomic_load(&me->book->started))
        usleep(500);
    while (!atomic_load(&me->book->over)) {
        sdn_lock *lock = NULL;
        if (!take(me, &lock))
            return give_up(me);
        ledger_holds(me->book, me->worker);
        usleep((useconds_t)rand() % MOST_HOLD_US);
        if (!atomic_load(&me->book->over))
            atomic_fetch_add(&me->book->entries[me->worker].acknowledged, 1);
        ledger_leaves(me->book, me->worker);
        give_back(me, lock);
    }
    return 0;
}

static figures add_up(const ledger *book, double seconds)
{
    figures found = {.fewest = -1};
    double squares = 0, sum = 0;
    for (int i = 0; i < book->workers; i++) {
        long count = atomic_load(&book->entries[i].acknowledged);
        double wait_ms = (double)atomic_load(&book->entries[i].worst_wait_ns) / 1e6;
        sum += (double)count;
        squares += (double)count * (double)count;
        if (wait_ms > found.worst_wait_ms)
            found.worst_wait_ms = wait_ms;
        if (found.fewest < 0 || count < found.fewest)
            found.fewest = count;
    }
    found.per_second = sum / seconds;
    found.jain = squares > 0 ? sum * sum / squares / book->workers : 0;
    return found;
}

static figures run(int processes, bool plain, double seconds)
{
    job jobs[MOST_WORKERS];
    child children[MOST_WORKERS];
    ledger *book = ledger_new(processes);
    for (int i = 0; i < processes; i++) {
        jobs[i] = (job){book, i, plain};
        children[i] = child_start(compete, &jobs[i]);
    }
    atomic_store(&book->started, true);
    usleep((useconds_t)(seconds * 1e6));
    atomic_store(&book->over, true);
    bool fine = true;
    for (int i = 0; i < processes; i++)
        fine = child_finish(&children[i]) == 0 && fine;
    figures found = add_up(book, seconds);
    if (!fine || mutex_checker_violations(book->guard) > 0)
        found.fewest = -1;
    ledger_free(book);
    return found;
}

static bool is_fair(int processes, figures ours, figures plain)
{
    printf("%5d   %7.0f %9.1f %6.3f %7ld   %7.0f %9.1f %6.3f %7ld\n", processes, ours.per_second, ours.worst_wait_ms,
           ours.jain, ours.fewest, plain.per_second, plain.worst_wait_ms, plain.jain, plain.fewest);
    fflush(stdout);
    bool served = ours.fewest > 0 || (ours.fewest == 0 && plain.fewest <= 0);
    return served && ours.worst_wait_ms < plain.worst_wait_ms + tolerated_wait_ms &&
           ours.jain > plain.jain - tolerated_jain;
}

int main(int argc, char **argv)
{
    int counts[MOST_COUNTS] = {2, 4, 16, 64}, count = 4;
    double seconds = argc > 1 ? atof(argv[1]) : 1;
    bool fair = true;
    if (argc > 2)
        count = argc - 2;
    for (int i = 0; i < count && i < MOST_COUNTS && argc > 2; i++)
        counts[i] = atoi(argv[i + 2]);
    if (tempdir_enter(NULL) != 0)
        return 2;
    printf("procs    ours/s  worst ms   Jain  fewest   plain/s  worst ms   Jain  fewest\n");
    for (int i = 0; i < count && i < MOST_COUNTS; i++) {
        if (counts[i] < 1 || counts[i] > MOST_WORKERS)
            return 2;
        figures ours = run(counts[i], false, seconds);
        fair = is_fair(counts[i], ours, run(counts[i], true, seconds)) && fair;
    }
    tempdir_leave(NULL);
    puts(fair ? "fair" : "UNFAIR");
    return fair ? 0 : 1;
}
