#include "file/lock_private.h"

#include "base/alloc.h"
#include "file/temp_name.h"

#include <errno.h>

/* On a file system of another program or machine, the name that a file is given later may lead to another
 * inode than the open descriptor: on FUSE a link does, with a flock of its own, and on some even with a
 * number of its own. A lock that got its name so would seem free to everybody else. So each way is tried with
 * a name that nobody looks at. */

/* The file is what its new name says from then on, kept or not. */
static bool rename_keeps_flock(sdn_lock *lock, char **other)
{
    if (sdn__sys.rename_new_at(lock->resolved->directory, lock->temp_name, *other) != 0)
        return false;
    char *old = lock->temp_name;
    lock->temp_name = *other;
    *other = old;
    return sdn__lock_file_is_held_as(lock, lock->temp_name);
}

static bool link_keeps_flock(const sdn_lock *lock, const char *other)
{
    return sdn__sys.link_at(lock->resolved->directory, lock->temp_name, other) == 0 &&
           sdn__lock_file_is_held_as(lock, other);
}

int sdn__lock_try_methods(sdn_lock *lock)
{
    char *other = sdn__temp_name(lock->resolved->lock_name);
    if (other == NULL)
        return -ENOMEM;
    if (rename_keeps_flock(lock, &other))
        lock->method = SDN_LOCK_BY_RENAME_NEW;
    else
        lock->method = link_keeps_flock(lock, other) ? SDN_LOCK_BY_LINK : SDN_LOCK_IN_PLACE;
    (void)sdn__sys.unlink_at(lock->resolved->directory, other);
    sdn__free(other);
    return 0;
}
