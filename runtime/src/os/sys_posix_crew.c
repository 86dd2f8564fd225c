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

int sdn__crew_start(sdn_crew *crew, unsigned count, void *(*run)(void *), void *context)
{
    crew_state *state = crew_in(crew);
    assert(count < SDN_MOST_THREADS);
    state->count = 0;
    if (pthread_mutex_init(&state->mutex, NULL) != 0)
        return -1;
    if (pthread_cond_init(&state->changed, NULL) != 0) {
        (void)pthread_mutex_destroy(&state->mutex);
        return -1;
    }
    start_threads(state, count, run, context);
    return (int)state->count;
}

void sdn__crew_lock(sdn_crew *crew)
{
    (void)pthread_mutex_lock(&crew_in(crew)->mutex);
}

void sdn__crew_unlock(sdn_crew *crew)
{
    (void)pthread_mutex_unlock(&crew_in(crew)->mutex);
}

void sdn__crew_wait(sdn_crew *crew)
{
    (void)pthread_cond_wait(&crew_in(crew)->changed, &crew_in(crew)->mutex);
}

void sdn__crew_wake(sdn_crew *crew)
{
    (void)pthread_cond_broadcast(&crew_in(crew)->changed);
}

void sdn__crew_join(sdn_crew *crew)
{
    crew_state *state = crew_in(crew);
    for (unsigned i = 0; i < state->count; i++)
        (void)pthread_join(state->threads[i], NULL);
    (void)pthread_cond_destroy(&state->changed);
    (void)pthread_mutex_destroy(&state->mutex);
}
