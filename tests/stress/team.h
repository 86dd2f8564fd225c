/* The processes that work on one file together: started, replaced, ended, and what they leave checked. */
#ifndef SDNC_STRESS_TEAM_H
#define SDNC_STRESS_TEAM_H

#include "store_worker.h"

enum { MOST_READERS = 2 };

typedef struct team {
    ledger *book;
    int readers;
    store_job jobs[MOST_WORKERS + MOST_READERS];
    child workers[MOST_WORKERS];
    child reading[MOST_READERS];
} team;

/* Which role worker `number` has. */
typedef worker_role role_of(int number);

/* Writes a new file in the working directory, starts the processes, and lets them begin at once. `most_pause_us` is
 * that between two changes; with 0 there are no surprises either, such as rollbacks and slow system calls. */
void team_start(team *of, int workers, role_of *role, int readers, unsigned most_pause_us);

/* Kills a worker and starts it again. True if it was alive and held the lock when it died. */
bool team_replace(team *of, int worker);

/* Asks everybody to end, and waits for it. */
void team_end(team *of);

/* Kills at once all that may be killed; the others end. */
void team_kill(team *of);

/* Checks what is in the file when all have ended, and that one more transaction leaves no lock and no temporary file;
 * what is wrong becomes a violation. Frees the ledger. Returns the number of violations, which it prints. */
int team_check_end(team *of);

/* A plain program that is killed leaves a lock that nobody can tell from a live one's, so these are not killed. */
bool team_may_kill(const team *of, int worker);

#endif
