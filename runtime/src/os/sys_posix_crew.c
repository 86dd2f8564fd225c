/* A crew's monitor is a mutex and a condition of POSIX. */
#include "os/sys_posix_private.h" /* first */

#include "os/crew.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>

typedef struct crew_state {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    pthread_t threads[SDN_MOST_THREADS - 1];
    unsigned count;
} crew_state;

static_assert(sizeof(crew_state) <= sizeof(sdn_crew), "the public union is too small");

static crew_state *crew_in(sdn_crew *space)
{
    return (crew_state *)(void *)space->bytes;
}

/* Threads inherit which signals are blocked. */
static void start_threads(crew_state *crew, unsigned count, void *(*run)(void *), void *context)
{
    sigset_t all, before;
    sigfillset(&all);
    if (pthread_sigmask(SIG_SETMASK, &all, &before) != 0)
        return;
    while (crew->count < count && pthread_create(&crew->threads[crew->count], NULL, run, context) == 0)
        crew->count++;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
}

int sdn__crew_start(sdn_crew *space, unsigned count, void *(*run)(void *), void *context)
{
    crew_state *crew = crew_in(space);
    assert(count < SDN_MOST_THREADS);
    crew->count = 0;
    if (pthread_mutex_init(&crew->mutex, NULL) != 0)
        return -1;
    if (pthread_cond_init(&crew->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&crew->mutex);
        return -1;
    }
    start_threads(crew, count, run, context);
    return (int)crew->count;
}

void sdn__crew_lock(sdn_crew *space)
{
    (void)pthread_mutex_lock(&crew_in(space)->mutex);
}

void sdn__crew_unlock(sdn_crew *space)
{
    (void)pthread_mutex_unlock(&crew_in(space)->mutex);
}

void sdn__crew_wait(sdn_crew *space)
{
    (void)pthread_cond_wait(&crew_in(space)->changed, &crew_in(space)->mutex);
}

void sdn__crew_wake(sdn_crew *space)
{
    (void)pthread_cond_broadcast(&crew_in(space)->changed);
}

void sdn__crew_join(sdn_crew *space)
{
    crew_state *crew = crew_in(space);
    for (unsigned i = 0; i < crew->count; i++)
        (void)pthread_join(crew->threads[i], NULL);
    (void)pthread_cond_destroy(&crew->changed);
    (void)pthread_mutex_destroy(&crew->mutex);
}
