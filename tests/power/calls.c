#define _POSIX_C_SOURCE 200809L

#include "calls.h"

#include "os/sys.h"

#include <signal.h>
#include <stddef.h>

static sdn_sys_table real;
static sdn_sys_table base; /* real, with syncs that may only pretend */
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

/* A function counted_NAME for each call NAME. */
#define SDN_SYS_CALL(type, name, parameters, arguments) \
    static type counted_##name parameters               \
    {                                                   \
        bool is_due = count(#name);                     \
        if (is_due && is_before)                        \
            raise(signal_to_raise);                     \
        type result = base.name arguments;              \
        if (is_due && !is_before)                       \
            raise(signal_to_raise);                     \
        return result;                                  \
    }
#define SDN_SYS_QUERY(type, name, parameters, arguments)
#include "os/sys_calls.def"

void calls_install(power_syncs syncs, calls_count *count_here)
{
    real = base = sdn__sys;
    base.sync = sync_or_pretend;
    honest = syncs;
    counter = count_here;
#define SDN_SYS_CALL(type, name, parameters, arguments) sdn__sys.name = counted_##name;
#define SDN_SYS_QUERY(type, name, parameters, arguments)
#include "os/sys_calls.def"
}

void calls_arm(int nth, bool before, int signal)
{
    counter->made = 0;
    due = nth;
    is_before = before;
    signal_to_raise = signal;
}
