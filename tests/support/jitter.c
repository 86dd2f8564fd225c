#include "jitter.h"

#include "os/sys.h"

#include <stdatomic.h>

static sdn_sys_table real;
static _Atomic unsigned random_state;

/* A linear congruence is random enough to vary the order of events. */
static unsigned next_random(void)
{
    unsigned value = atomic_load(&random_state) * 1664525u + 1013904223u;
    atomic_store(&random_state, value);
    return value >> 16;
}

/* Mostly none, else up to 0.5 ms. */
static void pause_at_random(void)
{
    if (next_random() % 4 == 0)
        real.sleep((int64_t)(next_random() % 500) * 1000);
}

#define PAUSED(name, parameters, arguments) \
    static int paused_##name parameters     \
    {                                       \
        pause_at_random();                  \
        int result = real.name arguments;   \
        pause_at_random();                  \
        return result;                      \
    }

PAUSED(close, (int fd), (fd))
PAUSED(stat_at, (int d, const char *n, sdn_stat *s), (d, n, s))
PAUSED(link_fd, (int fd, int d, const char *n), (fd, d, n))
PAUSED(unlink_at, (int d, const char *n), (d, n))
PAUSED(rename_at, (int d, const char *f, const char *t), (d, f, t))
PAUSED(exchange_at, (int d, const char *a, const char *b), (d, a, b))
PAUSED(is_being_written, (int fd), (fd))
PAUSED(try_lock, (int fd), (fd))
PAUSED(unlock, (int fd), (fd))

void jitter_calls(unsigned seed)
{
    real = sdn__sys;
    atomic_store(&random_state, seed * 2654435761u + 1);
    sdn__sys.close = paused_close;
    sdn__sys.stat_at = paused_stat_at;
    sdn__sys.link_fd = paused_link_fd;
    sdn__sys.unlink_at = paused_unlink_at;
    sdn__sys.rename_at = paused_rename_at;
    sdn__sys.exchange_at = paused_exchange_at;
    sdn__sys.is_being_written = paused_is_being_written;
    sdn__sys.try_lock = paused_try_lock;
    sdn__sys.unlock = paused_unlock;
}
