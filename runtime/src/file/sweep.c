/*
 * Sweep: removes the temporary files of killed processes.
 *
 * Candidates are the names that this library makes for the database and for its lock file. A live process is told from
 * a dead one by its flock: a waiter has that of its lock file, a writer without a lock that of its new file. A writer
 * under the lock takes no flock on its new file, but it cannot be alive, since the caller has the lock. A waiter's file
 * exists for a moment before it is locked, so a young one stays.
 */
#include "file/sweep.h"

#include "os/sys.h"
#include "file/temp_name.h"

/* A waiter locks its temporary lock file long before it is this old. */
static const int64_t young_ns = (int64_t)60 * 1000 * 1000 * 1000;

static bool is_leftover(const sdn_path *of, const char *name, int64_t least_age_ns)
{
    sdn_stat stat;
    return sdn__sys.stat_at(of->directory, name, &stat) == 0 && stat.kind == SDN_KIND_REGULAR &&
           sdn__sys.realtime_ns() - stat.mtime_ns >= least_age_ns;
}

static void sweep_temp(const sdn_path *of, const char *name, int64_t least_age_ns)
{
    if (!is_leftover(of, name, least_age_ns))
        return;
    int fd = sdn__sys.open_at(of->directory, name, SDN_OPEN_READ | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return;
    if (sdn__sys.try_lock(fd) == 0)
        (void)sdn__sys.unlink_at(of->directory, name);
    (void)sdn__sys.close(fd);
}

/* Returns 0, so that the listing goes on, also after a file that cannot be removed. */
static int sweep_name(void *context, const char *name)
{
    const sdn_path *of = context;
    if (sdn__temp_name_matches(name, of->name))
        sweep_temp(of, name, INT64_MIN);
    else if (sdn__temp_name_matches(name, of->lock_name))
        sweep_temp(of, name, young_ns);
    return 0;
}

int sdn__sweep(const sdn_path *resolved)
{
    sdn_path of = *resolved;
    return sdn__sys.list(resolved->directory, sweep_name, &of);
}
