/* The process, its memory and the machine it runs on: names, ids, random bytes. */
#include "os/sys_posix_private.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef SDN_LINUX
#include <sys/random.h>
#endif

/* Not snprintf, whose code is large, and which a process that saves once needs for nothing else. */
static void cut_text(char *text, size_t size, const char *from)
{
    size_t len = strlen(from);
    len = len < size ? len : size - 1;
    memcpy(text, from, len);
    text[len] = '\0';
}

#ifdef SDN_LINUX

/* The boot id cannot change while the process runs, and opening a file of /proc is slow. */
static pthread_once_t boot_id_once = PTHREAD_ONCE_INIT;
static char boot_id_text[40];

static void read_boot_id(void)
{
    int fd = sdn__sys_open_at(SDN_WORKING_DIRECTORY, "/proc/sys/kernel/random/boot_id", SDN_OPEN_READ, 0);
    if (fd < 0)
        return;
    int64_t len = sdn__sys_read_at(fd, boot_id_text, sizeof boot_id_text - 1, 0);
    (void)sdn__sys_close(fd);
    while (len > 0 && boot_id_text[len - 1] == '\n')
        len--;
    boot_id_text[len > 0 ? len : 0] = '\0';
}

int sdn__sys_boot_id(char *text, size_t size)
{
    pthread_once(&boot_id_once, read_boot_id);
    cut_text(text, size, boot_id_text);
    return boot_id_text[0] != '\0' ? 0 : -ENOSYS;
}

int sdn__sys_program_name(char *text, size_t size)
{
    cut_text(text, size, program_invocation_short_name);
    return 0;
}

int sdn__sys_random(void *bytes, size_t size)
{
    ssize_t result;
    RETRIED(result, getrandom(bytes, size, 0));
    if (result < 0)
        return -errno;
    return (size_t)result == size ? 0 : -EIO;
}

#else

/* The second in which the monotonic clock began, which on all systems is the start of the machine, by their wall clock.
 * Both clocks are slowed down and sped up together, so that their difference stays. If the clock is set, what was written
 * before counts as of another machine. */
static pthread_once_t boot_id_once = PTHREAD_ONCE_INIT;
static int64_t boot_second;

static void find_boot_second(void)
{
    boot_second = (sdn__sys_realtime_ns() - sdn__sys_monotonic_ns()) / NS_PER_S;
}

int sdn__sys_boot_id(char *text, size_t size)
{
    pthread_once(&boot_id_once, find_boot_second);
    snprintf(text, size, "started-%" PRId64, boot_second);
    return 0;
}

int sdn__sys_program_name(char *text, size_t size)
{
#if !defined(SDN_POSIX_ONLY) && \
    (defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__) || defined(__APPLE__))
    cut_text(text, size, getprogname());
    return 0;
#else
    cut_text(text, size, "");
    return -ENOSYS;
#endif
}

int sdn__sys_random(void *bytes, size_t size)
{
    int fd = sdn__sys_open_at(SDN_WORKING_DIRECTORY, "/dev/urandom", SDN_OPEN_READ, 0);
    if (fd < 0)
        return fd;
    ssize_t result;
    RETRIED(result, read(fd, bytes, size));
    int error = result < 0 ? -errno : (size_t)result == size ? 0 : -EIO;
    (void)sdn__sys_close(fd);
    return error;
}

#endif

#if defined(MADV_WIPEONFORK) && defined(SDN_LINUX)

/* The id of this process, in a page that the kernel clears in every child with a memory of its own, also in one that a
 * bare clone makes and no fork handler knows of. NULL: there is no such page. */
static pthread_once_t own_id_once = PTHREAD_ONCE_INIT;
static _Atomic int64_t *own_id;

/* A page costs as much as some fifty calls, so a process that asks seldom does without. */
enum { OFTEN = 100 };
static atomic_uint times_asked;

/* Whether the kernel keeps to the advice. The user mode of qemu says so of any, also of one that does not exist, but has
 * children inherit the page. */
static bool wipes_on_fork(void *page, size_t size)
{
    return madvise(page, size, -1) != 0 && madvise(page, size, MADV_WIPEONFORK) == 0;
}

static void make_own_id(void)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return;
    if (wipes_on_fork(page, size))
        own_id = page;
    else
        (void)munmap(page, size);
}

/* Asked at each edit of a transaction, so it must not cost a system call each time. */
int64_t sdn__sys_process_id(void)
{
    unsigned asked = atomic_load_explicit(&times_asked, memory_order_relaxed);
    if (asked < OFTEN) {
        atomic_store_explicit(&times_asked, asked + 1, memory_order_relaxed);
        return (int64_t)getpid();
    }
    pthread_once(&own_id_once, make_own_id);
    if (own_id == NULL)
        return (int64_t)getpid();
    int64_t id = atomic_load_explicit(own_id, memory_order_relaxed);
    if (id == 0) {
        id = (int64_t)getpid();
        atomic_store_explicit(own_id, id, memory_order_relaxed);
    }
    return id;
}

#else

int64_t sdn__sys_process_id(void)
{
    return (int64_t)getpid();
}

#endif

/* Asked once: a host that is renamed stays the same host, and its locks stay valid. */
static pthread_once_t host_name_once = PTHREAD_ONCE_INIT;
static char host_name_text[256];
static int host_name_error;

static void read_host_name(void)
{
    host_name_error = outcome(gethostname(host_name_text, sizeof host_name_text));
    host_name_text[sizeof host_name_text - 1] = '\0'; /* not promised for a name that was cut */
}

int sdn__sys_host_name(char *text, size_t size)
{
    pthread_once(&host_name_once, read_host_name);
    cut_text(text, size, host_name_text);
    return host_name_error;
}

int sdn__sys_fetch_pages(void *start, size_t size)
{
#if defined(MADV_POPULATE_WRITE) && defined(SDN_LINUX)
    return outcome(madvise(start, size, MADV_POPULATE_WRITE));
#else
    (void)start;
    (void)size;
    return -ENOSYS;
#endif
}

int sdn__sys_prefer_huge_pages(void *start, size_t size)
{
#if defined(MADV_HUGEPAGE) && defined(SDN_LINUX)
    return outcome(madvise(start, size, MADV_HUGEPAGE));
#else
    (void)start;
    (void)size;
    return -ENOSYS;
#endif
}
