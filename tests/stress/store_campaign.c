/*
 * Processes that work on one file by all means at once while they are killed and stopped at random: exactly the
 * acknowledged changes are in the file. And how fast and how fair that is without kills, compared with plain programs.
 *
 * For 2, 4, 8, 16 and 64 processes, three runs each:
 *   mixed   transactions (some flushed to disk), saves without begin that meet in the same records, and programs with a
 *           plain lock file that rewrite the text (some keep the file's times); readers without a lock check every
 *           version they meet. A killer sends SIGKILL, SIGSTOP and SIGCONT; in the end all are killed at once. Plain
 *           programs are stopped but never killed: nobody can tell the lock they would leave from a live one's.
 *   ours    equal workers: begin, change, commit, not flushed
 *   plain   equal plain programs that make the same changes in the text
 *
 * A violation is: an acknowledged change that is not in the file, or one that is there in part or was never made; a
 * version that a reader finds torn, or older than one before; two holders of the lock; an error that no kill explains;
 * a lock or temporary file left after one more transaction; a next holder too late after the kill of a holder.
 *
 * store_campaign [full | KILLS SECONDS [PROCESSES...]]   (default 500 0.8: half a minute at most)
 *
 * KILLS are shared out over the process counts, SECONDS go to each run. Exits 1 after any violation.
 */
#define _DEFAULT_SOURCE

#include "files.h"
#include "killer.h"
#include "tempdir.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_COUNTS = 8, PAUSE_US = 500 };

typedef struct plan {
    int kills;
    double seconds;
    double limit_ms; /* of the 99th percentile of the delays after the kill of a holder */
    int counts[MOST_COUNTS];
    int count;
} plan;

/* What equal workers came to. */
typedef struct fairness {
    double per_second;
    double worst_wait_ms;
    double jain;
} fairness;

typedef struct outcome {
    kill_report killed;
    long changes, conflicts, reads, acquisitions;
    fairness ours, plain;
    int violations;
} outcome;

/* ---- roles ---- */

static worker_role mixed_role(int number)
{
    static const worker_role roles[] = {ROLE_TRANSACTION, ROLE_MERGE, ROLE_PLAIN,       ROLE_DURABLE,
                                        ROLE_TRANSACTION, ROLE_MERGE, ROLE_TRANSACTION, ROLE_TRANSACTION};
    return roles[number % 8];
}

static worker_role transaction_role(int number)
{
    (void)number;
    return ROLE_TRANSACTION;
}

static worker_role plain_role(int number)
{
    (void)number;
    return ROLE_PLAIN;
}

/* ---- runs ---- */

static void run_mixed(const plan *of, int processes, outcome *result)
{
    team all;
    team_start(&all, processes, mixed_role, MOST_READERS, PAUSE_US);
    kill_at_random(&all, of->kills / of->count, of->seconds * 1000, &result->killed);
    team_kill(&all);
    result->changes = ledger_sum(all.book);
    result->reads = atomic_load(&all.book->reads);
    result->acquisitions = atomic_load(&all.book->acquisitions);
    for (int i = 0; i < processes; i++)
        result->conflicts += atomic_load(&all.book->entries[i].conflicts);
    result->violations += team_check_end(&all);
}

/* Jain's index: 1 if all made the same number of changes, 1/n if one made all. */
static fairness measure(const ledger *book, double ms)
{
    double sum = 0, squares = 0;
    int64_t worst = 0;
    for (int i = 0; i < book->workers; i++) {
        const worker_entry *entry = &book->entries[i];
        double made = atomic_load(&entry->acknowledged);
        sum += made;
        squares += made * made;
        if (atomic_load(&entry->worst_wait_ns) > worst)
            worst = atomic_load(&entry->worst_wait_ns);
    }
    double jain = squares > 0 ? sum * sum / squares / book->workers : 0;
    return (fairness){sum * 1000 / ms, (double)worst / 1e6, jain};
}

/* Who still waits when time is over has the wait counted when it gets the lock. Plain programs give up then. */
static fairness run_equal(const plan *of, int processes, role_of *role, outcome *result)
{
    team all;
    double start = now_ms();
    team_start(&all, processes, role, 0, 0);
    usleep((useconds_t)(of->seconds * 1e6));
    fairness found = measure(all.book, now_ms() - start);
    team_end(&all);
    found.worst_wait_ms = measure(all.book, 1).worst_wait_ms;
    result->violations += team_check_end(&all);
    return found;
}

/* ---- the report ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double percentile(const kill_report *sorted, size_t percent)
{
    return sorted->holders > 0 ? sorted->delays_ms[(sorted->holders - 1) * percent / 100] : 0;
}

static void sort(kill_report *report)
{
    if (report->holders > 0)
        qsort(report->delays_ms, report->holders, sizeof report->delays_ms[0], by_size);
}

static void print_mixed(int processes, const outcome *of)
{
    printf("%5d  %6d %7zu %6d  %8ld %9ld %7ld %8ld  %6.2f %6.2f %6.2f  %d\n", processes, of->killed.kills,
           of->killed.holders, of->killed.stops, of->acquisitions, of->changes, of->conflicts, of->reads,
           percentile(&of->killed, 50), percentile(&of->killed, 99), percentile(&of->killed, 100), of->violations);
    fflush(stdout);
}

static void print_equal(const plan *of, const outcome *outcomes)
{
    printf("\nequal processes, %.1f s each, not flushed to disk: acknowledged changes/s, worst wait for the lock, "
           "Jain's fairness\n",
           of->seconds);
    printf("  procs   ours/s  wait ms   Jain   plain/s  wait ms   Jain   ratio of speeds\n");
    for (int i = 0; i < of->count; i++) {
        fairness ours = outcomes[i].ours, plain = outcomes[i].plain;
        printf("%7d  %7.0f %8.1f %6.3f   %7.0f %8.1f %6.3f   %5.2f\n", of->counts[i], ours.per_second,
               ours.worst_wait_ms, ours.jain, plain.per_second, plain.worst_wait_ms, plain.jain,
               ours.per_second / plain.per_second);
    }
}

static void add_delays(kill_report *to, const kill_report *from)
{
    size_t holders = to->holders + from->holders;
    double *grown = realloc(to->delays_ms, (holders + 1) * sizeof(double));
    if (grown == NULL)
        abort();
    if (from->holders > 0)
        memcpy(grown + to->holders, from->delays_ms, from->holders * sizeof(double));
    *to = (kill_report){to->kills + from->kills, to->stops + from->stops, grown, holders};
}

static int check_delays(const plan *of, const outcome *outcomes)
{
    kill_report all = {0};
    for (int i = 0; i < of->count; i++)
        add_delays(&all, &outcomes[i].killed);
    sort(&all);
    printf("  all  %6d %7zu %6d  %38s%6.2f %6.2f %6.2f\n", all.kills, all.holders, all.stops, "", percentile(&all, 50),
           percentile(&all, 99), percentile(&all, 100));
    bool late = percentile(&all, 99) >= of->limit_ms;
    if (late)
        printf("VIOLATION: after 1 in 100 killed holders the next one had to wait for %.1f ms or more\n", of->limit_ms);
    kill_report_release(&all);
    return late;
}

/* ---- all of it ---- */

static int run(const plan *of)
{
    outcome outcomes[MOST_COUNTS] = {0};
    int violations = 0;
    printf("mixed processes, killed and stopped at random; ms from the kill of a holder to the next holder\n");
    printf("procs   kills holders  stops   lockings changes  refused    reads     p50    p99    max  violations\n");
    for (int i = 0; i < of->count && violations == 0; i++) {
        run_mixed(of, of->counts[i], &outcomes[i]);
        sort(&outcomes[i].killed);
        print_mixed(of->counts[i], &outcomes[i]);
        violations += outcomes[i].violations;
    }
    violations += check_delays(of, outcomes);
    for (int i = 0; i < of->count && violations == 0; i++) {
        outcomes[i].ours = run_equal(of, of->counts[i], transaction_role, &outcomes[i]);
        outcomes[i].plain = run_equal(of, of->counts[i], plain_role, &outcomes[i]);
        violations += outcomes[i].violations;
    }
    if (violations == 0)
        print_equal(of, outcomes);
    for (int i = 0; i < of->count; i++)
        kill_report_release(&outcomes[i].killed);
    return violations;
}

static void usage(void)
{
    fprintf(stderr, "usage: store_campaign [full | KILLS SECONDS [PROCESSES...]]\n"
                    "PROCESSES: up to 8 numbers from 2 to 64\n");
    exit(2);
}

static plan read_plan(int argc, char **argv)
{
    plan made = {500, 0.8, 1000, {2, 4, 8, 16, 64}, 5};
    if (argc == 2 && strcmp(argv[1], "full") == 0)
        made = (plan){10500, 20, 50, {2, 4, 8, 16, 64}, 5};
    else if (argc == 2 || argc - 3 > MOST_COUNTS)
        usage();
    if (argc >= 3) {
        made.kills = atoi(argv[1]);
        made.seconds = atof(argv[2]);
    }
    if (argc > 3)
        made.count = argc - 3;
    for (int i = 0; i < argc - 3; i++) {
        made.counts[i] = atoi(argv[3 + i]);
        if (made.counts[i] < 2 || made.counts[i] > MOST_WORKERS)
            usage();
    }
    return made;
}

int main(int argc, char **argv)
{
    plan chosen = read_plan(argc, argv);
    srand((unsigned)getpid());
    if (tempdir_enter(NULL) != 0) {
        perror("store_campaign: cannot make a directory");
        return 2;
    }
    double start = now_ms();
    int violations = run(&chosen);
    printf("%d violations in %.0f s\n", violations, (now_ms() - start) / 1000);
    tempdir_leave(NULL);
    return violations == 0 ? 0 : 1;
}
