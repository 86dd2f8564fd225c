#define _DEFAULT_SOURCE

#include "witness.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_DOOMED = 64 };

struct witness {
    atomic_int doomed[MOST_DOOMED]; /* the latest */
    atomic_int next_doomed;
    atomic_long turns;
    atomic_long violations;
    atomic_int inside;   /* process id, or 0 */
    atomic_long visits;  /* counted in one step */
    atomic_long count;   /* counted in two */
    long count_on_entry; /* only touched inside */
};

witness *witness_new(long turns)
{
    witness *made = mmap(NULL, sizeof *made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED)
        abort();
    atomic_store(&made->turns, turns);
    return made;
}

void witness_free(witness *of)
{
    munmap(of, sizeof *of);
}

bool witness_take_turn(witness *of)
{
    return atomic_fetch_sub(&of->turns, 1) > 0;
}

void witness_will_kill(witness *of, int process)
{
    int slot = atomic_fetch_add(&of->next_doomed, 1) % MOST_DOOMED;
    atomic_store(&of->doomed[slot], process);
}

static bool is_doomed(witness *of, int process)
{
    for (int i = 0; i < MOST_DOOMED; i++)
        if (atomic_load(&of->doomed[i]) == process)
            return true;
    return false;
}

void witness_enter(witness *of, unsigned most_us)
{
    int found = atomic_exchange(&of->inside, (int)getpid());
    if (found != 0 && !is_doomed(of, found))
        atomic_fetch_add(&of->violations, 1);
    of->count_on_entry = atomic_load(&of->count);
    atomic_fetch_add(&of->visits, 1);
    if (most_us > 0)
        usleep((useconds_t)rand() % most_us);
    sched_yield();
}

void witness_leave(witness *of)
{
    atomic_store(&of->count, of->count_on_entry + 1);
    int expected = (int)getpid();
    if (!atomic_compare_exchange_strong(&of->inside, &expected, 0))
        atomic_fetch_add(&of->violations, 1);
}

long witness_violations(const witness *of)
{
    return atomic_load(&of->violations);
}

long witness_count(const witness *of)
{
    return atomic_load(&of->count);
}

void witness_report(const witness *of)
{
    if (atomic_load(&of->violations) > 0 || atomic_load(&of->count) != atomic_load(&of->visits))
        printf("%ld times two were inside; counted %ld of %ld visits\n", atomic_load(&of->violations),
               atomic_load(&of->count), atomic_load(&of->visits));
}
