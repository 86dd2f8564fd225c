/*
 * The ledger: what the workers of the store campaign are about to do and what was acknowledged to them, in memory
 * shared with the process that kills them, so that a kill at any moment leaves an exact record.
 *
 * A worker's changes are numbered 1, 2, 3, ... and what its records look like after change n follows from n. Before a
 * change it writes n as intended, after it as acknowledged. So at any moment the file holds a number of changes of
 * each worker from the acknowledged one up to the intended one.
 *
 * Who holds the lock is noted here too, from outside of the lock: by a checker, which finds two holders, and by the
 * time of each acquisition.
 */
#ifndef SDNC_STRESS_LEDGER_H
#define SDNC_STRESS_LEDGER_H

#include "mutex_checker.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum { MOST_WORKERS = 64, LATEST_ACQUISITIONS = 1024, KEPT_VIOLATIONS = 8 };

typedef enum worker_role {
    ROLE_TRANSACTION, /* begin, changes, commit; not flushed to disk */
    ROLE_DURABLE,     /* the same, flushed */
    ROLE_MERGE,       /* changes, save without begin */
    ROLE_PLAIN        /* a program with a plain lock file, which rewrites the text */
} worker_role;

typedef struct worker_entry {
    worker_role role;
    bool slow_calls; /* pauses at random around its system calls */
    atomic_uint intended;
    atomic_uint acknowledged;
    atomic_uint conflicts; /* saves refused */
    atomic_bool holding;   /* the lock, from just after it got it to just before it gives it back */
    int64_t asked_ns;      /* for the lock; only the worker's own */
    _Atomic int64_t worst_wait_ns;
} worker_entry;

typedef struct ledger {
    int workers;
    unsigned most_pause_us; /* of a worker between two changes */
    worker_entry entries[MOST_WORKERS];
    atomic_bool started; /* workers wait for it */
    atomic_bool over;    /* workers end when they see it */
    atomic_long reads;   /* checked by readers */
    atomic_int holder;   /* number of the worker that has the lock, or -1 */
    mutex_checker *guard;
    atomic_uint acquisitions;
    _Atomic int64_t acquired_ns[LATEST_ACQUISITIONS];
    atomic_int violations;
    char messages[KEPT_VIOLATIONS][400];
} ledger;

/* For `workers` processes, whose roles are all ROLE_TRANSACTION. */
ledger *ledger_new(int workers);
void ledger_free(ledger *book);

/* Something happened that must not. Returns false. */
bool ledger_violation(ledger *book, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The worker asks for the lock; got it; is about to give it back. */
void ledger_asks(ledger *book, int worker);
void ledger_holds(ledger *book, int worker);
void ledger_leaves(ledger *book, int worker);

/* When the lock was next acquired after `since_ns`, given that `before` acquisitions had been noted then; 0: not
 * yet. */
int64_t ledger_next_acquisition(const ledger *book, unsigned before, int64_t since_ns);

/* Acknowledged changes of all workers. */
long ledger_sum(const ledger *book);

int64_t monotonic_ns(void);

#endif
