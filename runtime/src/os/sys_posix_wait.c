/* Waiting for changes of a file, sleeping, and clocks. */
#include "os/sys_posix_private.h"

#include <stdio.h>

#ifdef SDN_LINUX
#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>
#endif

#ifdef SDN_LINUX

int sdn__sys_watch_open(void)
{
    return sdn__sys_new_descriptor(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
}

int sdn__sys_watch_add(int watch, int fd)
{
    char path[PROC_PATH_SIZE];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int result;
    RETRIED(result, inotify_add_watch(watch, path, IN_ATTRIB | IN_CLOSE_WRITE | IN_DELETE_SELF));
    return result < 0 ? -errno : 0;
}

int sdn__sys_watch_wait(int watch, int64_t timeout_ns)
{
    struct pollfd wanted = {watch, POLLIN, 0};
    struct timespec timeout = {(time_t)(timeout_ns / NS_PER_S), (long)(timeout_ns % NS_PER_S)};
    int ready = ppoll(&wanted, 1, &timeout, NULL);
    if (ready < 0)
        return errno == EINTR ? 0 : -errno;
    if (ready == 0)
        return 0;
    _Alignas(struct inotify_event) char events[4096];
    while (read(watch, events, sizeof events) > 0) /* only that something happened matters */
        ;
    return 1;
}

#else /* callers sleep instead */

int sdn__sys_watch_open(void)
{
    return -ENOSYS;
}

int sdn__sys_watch_add(int watch, int fd)
{
    (void)watch, (void)fd;
    return -ENOSYS;
}

int sdn__sys_watch_wait(int watch, int64_t timeout_ns)
{
    (void)watch, (void)timeout_ns;
    return -ENOSYS;
}

#endif

void sdn__sys_sleep(int64_t ns)
{
    struct timespec time = {(time_t)(ns / NS_PER_S), (long)(ns % NS_PER_S)};
    (void)nanosleep(&time, NULL);
}

int64_t sdn__sys_monotonic_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return nanoseconds(now);
}

int64_t sdn__sys_realtime_ns(void)
{
    struct timespec now = {0, 0}; /* the epoch, on a system without this clock */
    clock_gettime(CLOCK_REALTIME, &now);
    return nanoseconds(now);
}

int64_t sdn__sys_thread_time_ns(void)
{
    struct timespec now = {0, 0};
#ifdef CLOCK_THREAD_CPUTIME_ID
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
#endif
    return nanoseconds(now);
}
