/*
 * Crew: threads that help the calling one with a piece of work, and a monitor for what they share with it.
 *
 * Calling sequence: sdn__crew_start; sdn__crew_lock, _wait, _wake and _unlock by any of them, as often as they like;
 * sdn__crew_join, once each thread is going to return. Or, for pieces of work that need nothing of one another, just
 * sdn__crew_share.
 */
#ifndef SDN_OS_CREW_H
#define SDN_OS_CREW_H

#include <stdbool.h>
#include <stddef.h>

/* Threads that work at the same time, the calling one included. */
enum { SDN_MOST_THREADS = 8 };

/* What is in it only sys_posix_crew.c knows, since headers of the system are included there alone. */
typedef union sdn_crew {
    max_align_t alignment;
    char bytes[512];
} sdn_crew;

/* Starts up to `count` threads that each call `run`; fewer, or none, where the system refuses. Signals are left to the
 * threads of the program. Returns their number, or -1 when there is no monitor, and nothing to join. */
int sdn__crew_start(sdn_crew *crew, unsigned count, void *(*run)(void *context), void *context);

void sdn__crew_lock(sdn_crew *crew);
void sdn__crew_unlock(sdn_crew *crew);

/* Waits for sdn__crew_wake, or for no reason; the lock is free meanwhile. */
void sdn__crew_wait(sdn_crew *crew);
void sdn__crew_wake(sdn_crew *crew);

/* Waits until all threads have returned, and frees what the crew holds. */
void sdn__crew_join(sdn_crew *crew);

/* Does one piece of work; false: no piece after it need be begun. `worker` is less than the number of threads, and no two
 * threads have the same. */
typedef bool sdn_piece_work(void *context, unsigned worker, size_t piece);

/* Has pieces 0 to count - 1 done by up to `threads` threads, of which the calling one is one, and waits for them. They
 * are begun in that order; so of those before the first for which `work` returns false, each is done. Where the system
 * has no threads to give, the calling one does all. */
void sdn__crew_share(unsigned threads, size_t count, sdn_piece_work *work, void *context);

#endif
