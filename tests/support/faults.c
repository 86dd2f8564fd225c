#include "faults.h"

#include "base/alloc.h"
#include "base/sys.h"

#include <stdlib.h>

static sdn_sys_table real;
static bool is_noted;

static int countdown;
static int error_to_report;
static fault_kind kind_of_fault;
static const char *fired;

static bool is_due(const char *name)
{
    if (countdown == 0 || --countdown != 0)
        return false;
    fired = name;
    return true;
}

/* A stand-in for the member `name`: counts, makes the real call unless it is to fail instead, and reports. A
 * call that makes a descriptor is never thrown away, nor is a close left out: that would leak one. */
#define STAND_IN(type, name, parameters, arguments)                                                          \
    static type fault_##name parameters                                                                      \
    {                                                                                                        \
        bool due = is_due(#name);                                                                            \
        if (due && kind_of_fault == FAULT_INSTEAD)                                                           \
            return -error_to_report;                                                                         \
        type result = real.name arguments;                                                                   \
        return due ? -error_to_report : result;                                                              \
    }

#define STAND_IN_INSTEAD_ONLY(type, name, parameters, arguments)                                             \
    static type fault_##name parameters                                                                      \
    {                                                                                                        \
        return is_due(#name) ? -error_to_report : real.name arguments;                                       \
    }

STAND_IN_INSTEAD_ONLY(int, open_at, (int d, const char *n, unsigned f, uint32_t m), (d, n, f, m))
STAND_IN_INSTEAD_ONLY(int, open_unnamed, (int d, uint32_t m), (d, m))
STAND_IN_INSTEAD_ONLY(int, watch_open, (void), ())
STAND_IN(int, stat_fd, (int fd, sdn_stat *s), (fd, s))
STAND_IN(int, stat_at, (int d, const char *n, sdn_stat *s), (d, n, s))
STAND_IN(int64_t, read_at, (int fd, void *b, size_t n, int64_t o), (fd, b, n, o))
STAND_IN(int64_t, write, (int fd, const void *b, size_t n), (fd, b, n))
STAND_IN(int64_t, write_at, (int fd, const void *b, size_t n, int64_t o), (fd, b, n, o))
STAND_IN(int, sync, (int fd), (fd))
STAND_IN(int, set_mode, (int fd, uint32_t m), (fd, m))
STAND_IN(int, set_owner, (int fd, uint32_t u, uint32_t g), (fd, u, g))
STAND_IN(int, set_times_now, (int fd), (fd))
STAND_IN(int64_t, list_attributes, (int fd, char *n, size_t s), (fd, n, s))
STAND_IN(int64_t, get_attribute, (int fd, const char *n, void *v, size_t s), (fd, n, v, s))
STAND_IN(int, set_attribute, (int fd, const char *n, const void *v, size_t s), (fd, n, v, s))
STAND_IN(int, link_fd, (int fd, int d, const char *n), (fd, d, n))
STAND_IN(int, link_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int, unlink_at, (int d, const char *n), (d, n))
STAND_IN(int, rename_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int, rename_new_at, (int d, const char *f, const char *t), (d, f, t))
STAND_IN(int64_t, read_link_at, (int d, const char *n, char *t, size_t s), (d, n, t, s))
STAND_IN(int, list, (int d, sdn_each_name *e, void *c), (d, e, c))
STAND_IN(int, is_local, (int d), (d))
STAND_IN(int, try_lock, (int fd), (fd))
STAND_IN(int, unlock, (int fd), (fd))
STAND_IN(int, watch_add, (int w, int fd), (w, fd))
STAND_IN(int, host_name, (char *t, size_t s), (t, s))
STAND_IN(int, boot_id, (char *t, size_t s), (t, s))
STAND_IN(int, program_name, (char *t, size_t s), (t, s))
STAND_IN(int, random, (void *b, size_t s), (b, s))

static int fault_close(int fd)
{
    int result = real.close(fd);
    return is_due("close") ? -error_to_report : result;
}

void faults_begin(void)
{
    if (!is_noted)
        real = sdn_sys;
    is_noted = true;
}

static void install(void)
{
    sdn_sys.open_at = fault_open_at;
    sdn_sys.open_unnamed = fault_open_unnamed;
    sdn_sys.watch_open = fault_watch_open;
    sdn_sys.stat_fd = fault_stat_fd;
    sdn_sys.stat_at = fault_stat_at;
    sdn_sys.read_at = fault_read_at;
    sdn_sys.write = fault_write;
    sdn_sys.write_at = fault_write_at;
    sdn_sys.sync = fault_sync;
    sdn_sys.set_mode = fault_set_mode;
    sdn_sys.set_owner = fault_set_owner;
    sdn_sys.set_times_now = fault_set_times_now;
    sdn_sys.list_attributes = fault_list_attributes;
    sdn_sys.get_attribute = fault_get_attribute;
    sdn_sys.set_attribute = fault_set_attribute;
    sdn_sys.link_fd = fault_link_fd;
    sdn_sys.link_at = fault_link_at;
    sdn_sys.unlink_at = fault_unlink_at;
    sdn_sys.rename_at = fault_rename_at;
    sdn_sys.rename_new_at = fault_rename_new_at;
    sdn_sys.read_link_at = fault_read_link_at;
    sdn_sys.list = fault_list;
    sdn_sys.is_local = fault_is_local;
    sdn_sys.try_lock = fault_try_lock;
    sdn_sys.unlock = fault_unlock;
    sdn_sys.watch_add = fault_watch_add;
    sdn_sys.host_name = fault_host_name;
    sdn_sys.boot_id = fault_boot_id;
    sdn_sys.program_name = fault_program_name;
    sdn_sys.random = fault_random;
    sdn_sys.close = fault_close;
}

void faults_arm(int nth, int error, fault_kind kind)
{
    install();
    countdown = nth;
    error_to_report = error;
    kind_of_fault = kind;
    fired = NULL;
}

const char *faults_fired(void)
{
    return fired;
}

static int memory_countdown;
static bool memory_fired;

static void *failing_resize(void *block, size_t size)
{
    if (memory_countdown > 0 && --memory_countdown == 0) {
        memory_fired = true;
        return NULL;
    }
    return realloc(block, size);
}

void faults_arm_memory(int nth)
{
    sdn_allocator_in_use.resize = failing_resize;
    memory_countdown = nth;
    memory_fired = false;
}

bool faults_fired_memory(void)
{
    return memory_fired;
}

void faults_remove(void)
{
    sdn_sys = real;
    countdown = 0;
    sdn_allocator_in_use.resize = realloc;
}
