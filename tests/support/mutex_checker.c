#define _DEFAULT_SOURCE

#include "mutex_checker.h"

#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_DOOMED = 64 };

struct mutex_checker {
    atomic_int doomed[MOST_DOOMED]; /* the latest */
    atomic_int next_doomed;
    atomic_long turns;
    atomic_long violations;
    atomic_int inside;   /* process id, or 0 */
    atomic_long visits;  /* counted in one step */
    atomic_long count;   /* counted in two */
    long count_on_entry; /* only touched inside */
};

mutex_checker *mutex_checker_new(long turns)
{
    mutex_checker *made = mmap(NULL, sizeof *made, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (made == MAP_FAILED)
        abort();
    atomic_store(&made->turns, turns);
    return made;
}

void mutex_checker_free(mutex_checker *of)
{
    munmap(of, sizeof *of);
}

bool mutex_checker_take_turn(mutex_checker *of)
{
    return atomic_fetch_sub(&of->turns, 1) > 0;
}

void mutex_checker_will_kill(mutex_checker *of, int process)
{
    int slot = atomic_fetch_add(&of->next_doomed, 1) % MOST_DOOMED;
    atomic_store(&of->doomed[slot], process);
}

static bool is_doomed(mutex_checker *of, int process)
{
    for (int i = 0; i < MOST_DOOMED; i++)
        if (atomic_load(&of->doomed[i]) == process)
            return true;
    return false;
}

void mutex_checker_enter(mutex_checker *of, unsigned most_us)
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

void mutex_checker_leave(mutex_checker *of)
{
    atomic_store(&of->count, of->count_on_entry + 1);
    int expected = (int)getpid();
    if (!atomic_compare_exchange_strong(&of->inside, &expected, 0))
        atomic_fetch_add(&of->violations, 1);
}

long mutex_checker_violations(const mutex_checker *of)
{
    return atomic_load(&of->violations);
}

long mutex_checker_count(const mutex_checker *of)
{
    return atomic_load(&of->count);
}

void mutex_checker_report(const mutex_checker *of)
{
    if (atomic_load(&of->violations) > 0 || atomic_load(&of->count) != atomic_load(&of->visits))
        printf("%ld times two were inside; counted %ld of %ld visits\n", atomic_load(&of->violations),
               atomic_load(&of->count), atomic_load(&of->visits));
}
