#include "file/sweep.h"

#include "base/error.h"
#include "base/sys.h"
#include "file/atomic_file_internal.h"
#include "file/lock_internal.h"
#include "file/temp_name.h"

/* A waiter makes and locks its temporary lock file within this time, where it needs one. */
static const int64_t young_ns = (int64_t)60 * 1000 * 1000 * 1000;

static bool is_leftover(const sdn_path *of, const char *name, int64_t least_age_ns)
{
    sdn_stat stat;
    return sdn__sys.stat_at(of->directory, name, &stat) == 0 && stat.kind == SDN_KIND_REGULAR &&
           sdn__sys.realtime_ns() - stat.mtime_ns >= least_age_ns;
}

/* Who lives has the flock: a waiter that of its lock file, a writer without a lock that of its new file. The
 * writers under the lock are gone, because the lock is ours. */
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

/* What cannot be removed now stays for the next sweep. */
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

sdn_code sdn__atomic_file_sweep_at(const sdn_path *resolved, const sdn_lock *lock, sdn_error *err)
{
    if (lock == NULL)
        return sdn__fail(err, SDN_E_MISUSE, resolved->path, "leftovers are removed under the lock only; acquire it");
    sdn_code code = sdn__lock_check_covers(lock, resolved, err);
    if (code != SDN_OK)
        return code;
    int error = sdn__sweep(resolved);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot list the directory to remove leftovers");
    return SDN_OK;
}

sdn_code sdn_atomic_file_sweep(const char *path, const sdn_lock *lock, sdn_error *err)
{
    sdn_path resolved;
    sdn_code code = sdn__path_open(path, &resolved, err);
    if (code != SDN_OK)
        return code;
    code = sdn__atomic_file_sweep_at(&resolved, lock, err);
    sdn__path_close(&resolved);
    return code;
}
