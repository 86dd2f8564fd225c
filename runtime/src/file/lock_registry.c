#define _POSIX_C_SOURCE 200809L

#include "file/lock_private.h"

#include "base/error.h"

#include <pthread.h>
#include <stdatomic.h>

/* A flock belongs to the open file, which a forked child shares: as long as the child had it open, a killed
 * parent would seem alive. So the child closes every descriptor listed here, and every descriptor is listed
 * before a fork can happen, because the same mutex guards both. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sdn_lock *first;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool handlers_installed;

static void close_slot(int *fd)
{
    if (*fd >= 0)
        (void)sdn__sys.close(*fd);
    *fd = -1;
}

static void close_all(sdn_lock *lock)
{
    /* `file` last: while it is open the lock is held. */
    close_slot(&lock->probe);
    close_slot(&lock->file);
    close_slot(&lock->watch);
}

static void before_fork(void)
{
    pthread_mutex_lock(&mutex);
}

static void after_fork_in_parent(void)
{
    pthread_mutex_unlock(&mutex);
}

static void after_fork_in_child(void)
{
    for (sdn_lock *lock = first; lock != NULL; lock = lock->next) {
        close_all(lock);
        lock->forked = true;
    }
    first = NULL;
    pthread_mutex_unlock(&mutex);
}

static void install_handlers(void)
{
    handlers_installed = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
}

sdn_code sdn__lock_registry_add(sdn_lock *lock, sdn_error *err)
{
    pthread_once(&once, install_handlers);
    if (!handlers_installed)
        return sdn__fail_memory(err);
    sdn__lock_registry_enter();
    lock->next = first;
    first = lock;
    sdn__lock_registry_leave();
    return SDN_OK;
}

void sdn__lock_registry_remove(sdn_lock *lock)
{
    sdn__lock_registry_enter();
    for (sdn_lock **link = &first; *link != NULL; link = &(*link)->next)
        if (*link == lock) {
            *link = lock->next;
            break;
        }
    sdn__lock_registry_leave();
    /* Outside: closing a watch can take the kernel some 10 ms. A fork now would leave the child with
     * descriptors of a lock that has lost its name, which hinders nobody. */
    close_all(lock);
}

void sdn__lock_registry_enter(void)
{
    pthread_mutex_lock(&mutex);
}

void sdn__lock_registry_leave(void)
{
    pthread_mutex_unlock(&mutex);
}

void sdn__lock_registry_close(int *fd)
{
    sdn__lock_registry_enter();
    close_slot(fd);
    sdn__lock_registry_leave();
}

bool sdn__lock_registry_held_here(const sdn_stat *identity)
{
    uint64_t thread = sdn__lock_thread_number();
    bool found = false;
    sdn__lock_registry_enter();
    for (const sdn_lock *lock = first; lock != NULL && !found; lock = lock->next)
        found = lock->held && lock->thread == thread && sdn__same_file(&lock->identity, identity);
    sdn__lock_registry_leave();
    return found;
}

uint64_t sdn__lock_thread_number(void)
{
    static _Atomic uint64_t last;
    static _Thread_local uint64_t mine;
    if (mine == 0)
        mine = atomic_fetch_add(&last, 1) + 1;
    return mine;
}
