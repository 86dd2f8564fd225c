#define _POSIX_C_SOURCE 200809L

#include "calls.h"

#include "base/sys.h"

#include <signal.h>
#include <stddef.h>

static sdn_sys_table real;
static power_syncs honest;
static calls_count *counter;
static int due;
static bool is_before;
static int signal_to_raise;

static bool count(const char *name)
{
    counter->last = name;
    return ++counter->made == due;
}

#define STAND_IN(type, name, parameters, arguments) \
    static type counted_##name parameters           \
    {                                               \
        bool is_due = count(#name);                 \
        if (is_due && is_before)                    \
            raise(signal_to_raise);                 \
        type result = real.name arguments;          \
        if (is_due && !is_before)                   \
            raise(signal_to_raise);                 \
        return result;                              \
    }

static bool is_directory(int fd)
{
    sdn_stat stat;
    return real.stat_fd(fd, &stat) == 0 && stat.kind == SDN_KIND_DIRECTORY;
}

static int sync_or_pretend(int fd)
{
    switch (honest) {
    case POWER_SYNC_NONE:
        return 0;
    case POWER_SYNC_FILES:
        return is_directory(fd) ? 0 : real.sync(fd);
    case POWER_SYNC_DIRECTORIES:
        return is_directory(fd) ? real.sync(fd) : 0;
    default:
        return real.sync(fd);
    }
}

static int counted_sync(int fd)
{
    bool is_due = count("sync");
    if (is_due && is_before)
        raise(signal_to_raise);
    int result = sync_or_pretend(fd);
    if (is_due && !is_before)
        raise(signal_to_raise);
    return result;
}

STAND_IN(int, open_at, (int d, const char *n, unsigned f, uint32_t m), (d, n, f, m))
STAND_IN(int, open_unnamed, (int d, uint32_t m), (d, m))
STAND_IN(int, close, (int fd), (fd))
STAND_IN(int, stat_fd, (int fd, sdn_stat *s), (fd, s))
STAND_IN(int, stat_at, (int d, const char *n, sdn_stat *s), (d, n, s))
STAND_IN(int64_t, read_at, (int fd, void *b, size_t n, int64_t o), (fd, b, n, o))
STAND_IN(int64_t, write, (int fd, const void *b, size_t n), (fd, b, n))
STAND_IN(int64_t, write_at, (int fd, const void *b, size_t n, int64_t o), (fd, b, n, o))
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

void calls_install(power_syncs syncs, calls_count *count_here)
{
    real = sdn__sys;
    honest = syncs;
    counter = count_here;
    sdn__sys.open_at = counted_open_at;
    sdn__sys.open_unnamed = counted_open_unnamed;
    sdn__sys.close = counted_close;
    sdn__sys.stat_fd = counted_stat_fd;
    sdn__sys.stat_at = counted_stat_at;
    sdn__sys.read_at = counted_read_at;
    sdn__sys.write = counted_write;
    sdn__sys.write_at = counted_write_at;
    sdn__sys.sync = counted_sync;
    sdn__sys.set_mode = counted_set_mode;
    sdn__sys.set_owner = counted_set_owner;
    sdn__sys.set_times_now = counted_set_times_now;
    sdn__sys.set_mtime = counted_set_mtime;
    sdn__sys.may_write = counted_may_write;
    sdn__sys.is_being_written = counted_is_being_written;
    sdn__sys.start_write_back = counted_start_write_back;
    sdn__sys.list_attributes = counted_list_attributes;
    sdn__sys.get_attribute = counted_get_attribute;
    sdn__sys.set_attribute = counted_set_attribute;
    sdn__sys.remove_attribute = counted_remove_attribute;
    sdn__sys.link_fd = counted_link_fd;
    sdn__sys.link_at = counted_link_at;
    sdn__sys.unlink_at = counted_unlink_at;
    sdn__sys.rename_at = counted_rename_at;
    sdn__sys.rename_new_at = counted_rename_new_at;
    sdn__sys.exchange_at = counted_exchange_at;
    sdn__sys.read_link_at = counted_read_link_at;
    sdn__sys.list = counted_list;
    sdn__sys.is_local = counted_is_local;
    sdn__sys.try_lock = counted_try_lock;
    sdn__sys.unlock = counted_unlock;
}

void calls_arm(int nth, bool before, int signal)
{
    counter->made = 0;
    due = nth;
    is_before = before;
    signal_to_raise = signal;
}
