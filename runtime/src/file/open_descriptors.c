#undef _POSIX_C_SOURCE /* of a program that compiles this file with its own flags */
#define _POSIX_C_SOURCE 200809L

#include "file/open_descriptors.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

/* Guards the list, and is held during fork. A descriptor is in the list if and only if its fd is not -1. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static sdn_descriptor *first_open;

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
    for (; first_open != NULL; first_open = first_open->next) {
        (void)sdn__sys.close(first_open->fd);
        first_open->fd = -1;
    }
    pthread_mutex_unlock(&mutex);
}

static void install_handlers(void)
{
    handlers_installed = pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child) == 0;
}

/* ---- opening ---- */

static int begin_open(const sdn_descriptor *descriptor)
{
    assert(descriptor->fd < 0);
    (void)descriptor;
    pthread_once(&once, install_handlers);
    if (!handlers_installed)
        return -ENOMEM;
    pthread_mutex_lock(&mutex);
    return 0;
}

static int end_open(sdn_descriptor *descriptor, int fd)
{
    if (fd >= 0) {
        *descriptor = (sdn_descriptor){.next = first_open, .fd = fd};
        first_open = descriptor;
    }
    pthread_mutex_unlock(&mutex);
    return fd;
}

int sdn__descriptor_open_at(sdn_descriptor *descriptor, int directory, const char *name, unsigned flags, uint32_t mode)
{
    int error = begin_open(descriptor);
    return error != 0 ? error : end_open(descriptor, sdn__sys.open_at(directory, name, flags, mode));
}

int sdn__descriptor_open_unnamed(sdn_descriptor *descriptor, int directory, uint32_t mode)
{
    int error = begin_open(descriptor);
    return error != 0 ? error : end_open(descriptor, sdn__sys.open_unnamed(directory, mode));
}

int sdn__descriptor_open_watch(sdn_descriptor *descriptor)
{
    int error = begin_open(descriptor);
    return error != 0 ? error : end_open(descriptor, sdn__sys.watch_open());
}

/* ---- closing ---- */

/* Takes the descriptor out of the list. The caller has the mutex. */
static void unlist(sdn_descriptor *descriptor)
{
    sdn_descriptor **link = &first_open;
    while (*link != descriptor) {
        assert(*link != NULL);
        link = &(*link)->next;
    }
    *link = descriptor->next;
    descriptor->fd = -1;
}

/* Closed and unlisted in one step: by the time of a fork, a number that is closed may be that of another file. */
int sdn__descriptor_close(sdn_descriptor *descriptor)
{
    if (descriptor->fd < 0)
        return 0;
    pthread_mutex_lock(&mutex);
    int error = sdn__sys.close(descriptor->fd);
    unlist(descriptor);
    pthread_mutex_unlock(&mutex);
    return error;
}

void sdn__descriptor_forget(sdn_descriptor *descriptor)
{
    pthread_mutex_lock(&mutex);
    unlist(descriptor);
    pthread_mutex_unlock(&mutex);
}

void sdn__descriptor_close_last(sdn_descriptor *descriptor)
{
    int fd = descriptor->fd;
    if (fd < 0)
        return;
    sdn__descriptor_forget(descriptor);
    (void)sdn__sys.close(fd);
}

/* ---- locks held ---- */

void sdn__descriptor_mark_held(sdn_descriptor *descriptor, const sdn_stat *file)
{
    assert(descriptor->fd >= 0);
    pthread_mutex_lock(&mutex);
    descriptor->held_file = file;
    descriptor->thread = sdn__thread_number();
    pthread_mutex_unlock(&mutex);
}

bool sdn__descriptor_is_held_here(const sdn_stat *file)
{
    uint64_t thread = sdn__thread_number();
    bool found = false;
    pthread_mutex_lock(&mutex);
    for (const sdn_descriptor *at = first_open; at != NULL && !found; at = at->next)
        found = at->held_file != NULL && at->thread == thread && sdn__same_file(at->held_file, file);
    pthread_mutex_unlock(&mutex);
    return found;
}

uint64_t sdn__thread_number(void)
{
    static _Atomic uint64_t last;
    static _Thread_local uint64_t mine;
    if (mine == 0)
        mine = atomic_fetch_add(&last, 1) + 1;
    return mine;
}
