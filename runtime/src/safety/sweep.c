#include "safety/sweep.h"

#include "base/alloc.h"
#include "base/error.h"
#include "base/sys.h"
#include "safety/atomic_file_internal.h"
#include "safety/lock_internal.h"
#include "safety/temp_name.h"

#include <errno.h>
#include <string.h>

/* A waiter makes and locks its temporary lock file within this time, where it needs one. */
static const int64_t young_ns = (int64_t)60 * 1000 * 1000 * 1000;

typedef struct leftovers {
    const sdn_place *place;
    const char *plain_temp; /* the fixed name that plain programs write to before they rename */
} leftovers;

/* Whose writer is gone because we hold the lock under which it wrote. */
static bool is_data_leftover(const leftovers *of, const char *name)
{
    return sdn_temp_name_matches(name, of->place->name) || strcmp(name, of->plain_temp) == 0;
}

static bool is_old(const leftovers *of, const char *name)
{
    sdn_stat stat;
    return sdn_sys.stat_at(of->place->directory, name, &stat) == 0 && stat.kind == SDN_KIND_REGULAR &&
           sdn_sys.realtime_ns() - stat.mtime_ns >= young_ns;
}

/* A temporary lock file may be that of a live waiter, who then has its flock. */
static void sweep_lock_temp(const leftovers *of, const char *name)
{
    if (!is_old(of, name))
        return;
    int fd =
        sdn_sys.open_at(of->place->directory, name, SDN_OPEN_READ | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return;
    if (sdn_sys.try_lock(fd) == 0)
        (void)sdn_sys.unlink_at(of->place->directory, name);
    (void)sdn_sys.close(fd);
}

/* What cannot be removed now stays for the next sweep. */
static int sweep_name(void *context, const char *name)
{
    const leftovers *of = context;
    if (is_data_leftover(of, name))
        (void)sdn_sys.unlink_at(of->place->directory, name);
    else if (sdn_temp_name_matches(name, of->place->lock_name))
        sweep_lock_temp(of, name);
    return 0;
}

int sdn_sweep(const sdn_place *place)
{
    char *plain_temp = sdn_place_replace_extension(place->name, "sdn.tmp");
    if (plain_temp == NULL)
        return -ENOMEM;
    leftovers of = {place, plain_temp};
    int error = sdn_sys.list(place->directory, sweep_name, &of);
    sdn_free(plain_temp);
    return error;
}

sdn_code sdn_atomic_file_sweep_at(const sdn_place *place, const sdn_lock *lock, sdn_error *err)
{
    if (lock == NULL)
        return sdn_fail(err, SDN_E_MISUSE, place->path,
                        "leftovers are removed under the lock only; acquire it");
    sdn_code code = sdn_lock_check_covers(lock, place, err);
    if (code != SDN_OK)
        return code;
    int error = sdn_sweep(place);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot list the directory to remove leftovers");
    return SDN_OK;
}

sdn_code sdn_atomic_file_sweep(const char *path, const sdn_lock *lock, sdn_error *err)
{
    sdn_place place;
    sdn_code code = sdn_place_open(path, &place, err);
    if (code != SDN_OK)
        return code;
    code = sdn_atomic_file_sweep_at(&place, lock, err);
    sdn_place_close(&place);
    return code;
}
