#define _POSIX_C_SOURCE 200809L

#include "file/guarded_descriptor.h"

#include "base/sys.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sdn_guarded_descriptor *first;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool handlers_installed;

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
    for (; first != NULL; first = first->next) {
        (void)sdn__sys.close(first->fd);
        first->fd = -1;
    }
    pthread_mutex_unlock(&mutex);
}

static void install_handlers(void)
{
    handlers_installed = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
}

int sdn__guarded_open(sdn_guarded_descriptor *guarded, int directory, const char *name, unsigned flags, uint32_t mode)
{
    pthread_once(&once, install_handlers);
    if (!handlers_installed)
        return -ENOMEM;
    pthread_mutex_lock(&mutex);
    int fd = sdn__sys.open_at(directory, name, flags, mode);
    if (fd >= 0) {
        *guarded = (sdn_guarded_descriptor){first, fd};
        first = guarded;
    }
    pthread_mutex_unlock(&mutex);
    return fd;
}

static void forget(const sdn_guarded_descriptor *guarded)
{
    for (sdn_guarded_descriptor **link = &first; *link != NULL; link = &(*link)->next)
        if (*link == guarded) {
            *link = guarded->next;
            break;
        }
}

/* One step too: a number that is closed and still noted may be another file's by the time of a fork. */
int sdn__guarded_close(sdn_guarded_descriptor *guarded)
{
    if (guarded->fd < 0)
        return 0;
    pthread_mutex_lock(&mutex);
    int error = sdn__sys.close(guarded->fd);
    forget(guarded);
    guarded->fd = -1;
    pthread_mutex_unlock(&mutex);
    return error;
}
