#define _POSIX_C_SOURCE 200809L

#include "faults.h"

#include "base/alloc.h"
#include "base/sys.h"

#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

enum { MOST_FAULTS = 2, MOST_NAMES = 4096 };

typedef struct fault {
    int nth;
    int error;
    fault_kind kind;
} fault;

static sdn_sys_table real; /* before the test */
static sdn_sys_table base; /* before the faults: real, less what the test took away */
static bool is_noted;
static bool is_installed;

static fault planned[MOST_FAULTS];
static bool to_the_end; /* planned[0] and all that follow */
static size_t most_bytes;
static int seen;
static const char *names[MOST_NAMES];
static const char *fired;

static bool is_due(const fault *of)
{
    return of->nth != 0 && (seen == of->nth || (to_the_end && of == planned && seen > of->nth));
}

/* Counts a call; the fault it is to meet, or NULL. */
static const fault *meet(const char *name)
{
    if (++seen <= MOST_NAMES)
        names[seen - 1] = name;
    for (int i = 0; i < MOST_FAULTS; i++)
        if (is_due(&planned[i])) {
            fired = name;
            return &planned[i];
        }
    return NULL;
}

static bool is(const fault *met, fault_kind kind)
{
    return met != NULL && met->kind == kind;
}

static void send_if(const fault *met, fault_kind kind)
{
    if (is(met, kind))
        (void)raise(met->error);
}

static size_t cut(size_t size)
{
    return size < most_bytes ? size : most_bytes;
}

/* A stand-in for the member `name`. */
#define STAND_IN(type, name, parameters, arguments)         \
    static type fault_##name parameters                     \
    {                                                       \
        const fault *met = meet(#name);                     \
        if (is(met, FAULT_INSTEAD))                         \
            return -met->error;                             \
        send_if(met, FAULT_SIGNAL_BEFORE);                  \
        type result = base.name arguments;                  \
        send_if(met, FAULT_SIGNAL_AFTER);                   \
        return is(met, FAULT_AFTER) ? -met->error : result; \
    }

/* As above for a call that makes a descriptor, which nobody could close if it were only thrown away. */
#define STAND_IN_FOR_OPEN(name, parameters, arguments) \
    static int fault_##name parameters                 \
    {                                                  \
        const fault *met = meet(#name);                \
        if (is(met, FAULT_INSTEAD))                    \
            return -met->error;                        \
        send_if(met, FAULT_SIGNAL_BEFORE);             \
        int fd = base.name arguments;                  \
        send_if(met, FAULT_SIGNAL_AFTER);              \
        if (!is(met, FAULT_AFTER))                     \
            return fd;                                 \
        if (fd >= 0)                                   \
            (void)base.close(fd);                      \
        return -met->error;                            \
    }

STAND_IN_FOR_OPEN(open_at, (int d, const char *n, unsigned f, uint32_t m), (d, n, f, m))
STAND_IN_FOR_OPEN(open_unnamed, (int d, uint32_t m), (d, m))
STAND_IN_FOR_OPEN(watch_open, (void), ())
STAND_IN(int, stat_fd, (int fd, sdn_stat *s), (fd, s))
STAND_IN(int, stat_at, (int d, const char *n, sdn_stat *s), (d, n, s))
STAND_IN(int64_t, read_at, (int fd, void *b, size_t n, int64_t o), (fd, b, cut(n), o))
STAND_IN(int64_t, write, (int fd, const void *b, size_t n), (fd, b, cut(n)))
STAND_IN(int64_t, write_at, (int fd, const void *b, size_t n, int64_t o), (fd, b, cut(n), o))
STAND_IN(int, sync, (int fd), (fd))
STAND_IN(int, set_mode, (int fd, uint32_t m), (fd, m))
STAND_IN(int, set_owner, (int fd, uint32_t u, uint32_t g), (fd, u, g))
STAND_IN(int, set_times_now, (int fd), (fd))
STAND_IN(int, set_mtime, (int fd, int64_t t), (fd, t))
STAND_IN(int, may_write, (int d, const char *n), (d, n))
STAND_IN(int, is_being_written, (int fd), (fd))
STAND_IN(int, start_write_back, (int fd), (fd))
STAND_IN(int64_t, list_attributes, (int fd, char *n, size_t s), (fd, n, s))
STAND_IN(int64_t, get_attribute, (int fd, const char *n, void *v, size_t s), (fd, n, v, s))
STAND_IN(int, set_attribute, (int fd, const char *n, const void *v, size_t s), (fd, n, v, s))
STAND_IN(int, remove_attribute, (int fd, const char *n), (fd, n))
STAND_IN(int, link_fd, (int fd, int d, const char *n), (fd, d, n))
STAND_IN(int, link_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int, unlink_at, (int d, const char *n), (d, n))
STAND_IN(int, rename_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int, rename_new_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int, exchange_at, (int d, const char *a, const char *b), (d, a, b))
STAND_IN(int64_t, read_link_at, (int d, const char *n, char *t, size_t s), (d, n, t, s))
STAND_IN(int, list, (int d, sdn_each_name *e, void *c), (d, e, c))
STAND_IN(int, is_local, (int d), (d))
STAND_IN(int, try_lock, (int fd), (fd))
STAND_IN(int, unlock, (int fd), (fd))
STAND_IN(int, watch_add, (int w, int fd), (w, fd))
STAND_IN(int, watch_wait, (int w, int64_t t), (w, t))
STAND_IN(int, host_name, (char *t, size_t s), (t, s))
STAND_IN(int, boot_id, (char *t, size_t s), (t, s))
STAND_IN(int, program_name, (char *t, size_t s), (t, s))
STAND_IN(int, random, (void *b, size_t s), (b, s))

static int fault_close(int fd)
{
    const fault *met = meet("close");
    send_if(met, FAULT_SIGNAL_BEFORE);
    int result = base.close(fd);
    send_if(met, FAULT_SIGNAL_AFTER);
    return is(met, FAULT_INSTEAD) || is(met, FAULT_AFTER) ? -met->error : result;
}

void faults_begin(void)
{
    if (!is_noted)
        real = sdn__sys;
    is_noted = true;
}

static void install(void)
{
    if (is_installed)
        return;
    is_installed = true;
    base = sdn__sys;
    sdn__sys.open_at = fault_open_at;
    sdn__sys.open_unnamed = fault_open_unnamed;
    sdn__sys.watch_open = fault_watch_open;
    sdn__sys.stat_fd = fault_stat_fd;
    sdn__sys.stat_at = fault_stat_at;
    sdn__sys.read_at = fault_read_at;
    sdn__sys.write = fault_write;
    sdn__sys.write_at = fault_write_at;
    sdn__sys.sync = fault_sync;
    sdn__sys.set_mode = fault_set_mode;
    sdn__sys.set_owner = fault_set_owner;
    sdn__sys.set_times_now = fault_set_times_now;
    sdn__sys.set_mtime = fault_set_mtime;
    sdn__sys.may_write = fault_may_write;
    sdn__sys.is_being_written = fault_is_being_written;
    sdn__sys.start_write_back = fault_start_write_back;
    sdn__sys.list_attributes = fault_list_attributes;
    sdn__sys.get_attribute = fault_get_attribute;
    sdn__sys.set_attribute = fault_set_attribute;
    sdn__sys.remove_attribute = fault_remove_attribute;
    sdn__sys.link_fd = fault_link_fd;
    sdn__sys.link_at = fault_link_at;
    sdn__sys.unlink_at = fault_unlink_at;
    sdn__sys.rename_at = fault_rename_at;
    sdn__sys.rename_new_at = fault_rename_new_at;
    sdn__sys.exchange_at = fault_exchange_at;
    sdn__sys.read_link_at = fault_read_link_at;
    sdn__sys.list = fault_list;
    sdn__sys.is_local = fault_is_local;
    sdn__sys.try_lock = fault_try_lock;
    sdn__sys.unlock = fault_unlock;
    sdn__sys.watch_add = fault_watch_add;
    sdn__sys.watch_wait = fault_watch_wait;
    sdn__sys.host_name = fault_host_name;
    sdn__sys.boot_id = fault_boot_id;
    sdn__sys.program_name = fault_program_name;
    sdn__sys.random = fault_random;
    sdn__sys.close = fault_close;
}

static void plan(fault first, bool goes_on, size_t transfer)
{
    install();
    planned[0] = first;
    planned[1] = (fault){0};
    to_the_end = goes_on;
    most_bytes = transfer;
    seen = 0;
    fired = NULL;
}

void faults_arm(int nth, int error, fault_kind kind)
{
    plan((fault){nth, error, kind}, false, SIZE_MAX);
}

void faults_arm_second(int nth, int error, fault_kind kind)
{
    planned[1] = (fault){nth, error, kind};
}

void faults_arm_from(int nth, int error)
{
    plan((fault){nth, error, FAULT_INSTEAD}, true, SIZE_MAX);
}

void faults_arm_short(size_t most)
{
    plan((fault){0}, false, most);
}

int faults_calls(void)
{
    return seen;
}

const char *faults_call(int nth)
{
    return nth >= 1 && nth <= seen && nth <= MOST_NAMES ? names[nth - 1] : NULL;
}

const char *faults_fired(void)
{
    return fired;
}

static int first_refused, last_refused;
static int allocations;
static bool memory_fired;

static void *failing_resize(void *block, size_t size)
{
    allocations++;
    if (allocations >= first_refused && allocations <= last_refused) {
        memory_fired = true;
        return NULL;
    }
    return realloc(block, size);
}

static void refuse(int first, int last)
{
    sdn__allocator_in_use.resize = failing_resize;
    first_refused = first;
    last_refused = last;
    allocations = 0;
    memory_fired = false;
}

void faults_arm_memory(int nth)
{
    refuse(nth, nth);
}

void faults_arm_memory_from(int nth)
{
    refuse(nth, INT_MAX);
}

int faults_allocations(void)
{
    return allocations;
}

bool faults_fired_memory(void)
{
    return memory_fired;
}

void faults_remove(void)
{
    if (is_noted)
        sdn__sys = real;
    is_installed = false;
    sdn__allocator_in_use.resize = realloc;
}
