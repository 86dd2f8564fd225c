/*
 * The name of our lock file: how it is given, and whether it still means our file.
 *
 * On a local file system, link and rename keep the inode, so the flock that we hold is met by everybody who opens the
 * file by its new name. On a file system of another program or machine (FUSE, NFS) the new name may lead to another
 * inode with a flock of its own: on FUSE a link does, and some such file systems even change the inode number. A lock
 * named in that way would seem free to everybody else. So there each method is tried first with a temporary name: we
 * rename or link our locked file, open it by the new name as another process would, and check that it is the same file
 * and that its flock is taken.
 */
#include "file/lock_private.h"

#include "base/alloc.h"
#include "file/temp_name.h"

#include <assert.h>
#include <errno.h>

/* ---- whether a name means our file ---- */

bool sdn__lock_name_is_ours(const sdn_lock *lock)
{
    sdn_stat named;
    return sdn__sys.stat_at(lock->resolved->directory, lock->resolved->lock_name, &named) == 0 &&
           sdn__same_file(&named, &lock->identity);
}

static int check_name(const sdn_lock *lock, const char *name, bool *is_ours)
{
    sdn_stat open, named;
    bool same = false;
    int error = sdn__sys.stat_fd(lock->file.fd, &open);
    if (error == 0 && sdn__same_file(&open, &lock->identity)) {
        error = sdn__sys.stat_at(lock->resolved->directory, name, &named);
        same = error == 0 && sdn__same_file(&named, &lock->identity);
    }
    *is_ours = same;
    return error == -EBADF || error == -ENOENT ? 0 : error;
}

int sdn__lock_name_check(const sdn_lock *lock, bool *is_ours)
{
    return check_name(lock, lock->resolved->lock_name, is_ours);
}

bool sdn__lock_name_is_held(const sdn_lock *lock)
{
    bool is_ours = false;
    for (int tries = 0; !is_ours && tries < 2; tries++)
        (void)sdn__lock_name_check(lock, &is_ours);
    return is_ours;
}

/* Opened for writing, because some network file systems allow flock only then. */
bool sdn__lock_name_keeps_flock(const sdn_lock *lock, const char *name)
{
    bool is_ours = false;
    if (check_name(lock, name, &is_ours) != 0 || !is_ours)
        return false;
    int fd = sdn__sys.open_at(lock->resolved->directory, name,
                              SDN_OPEN_READ | SDN_OPEN_WRITE | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return false;
    int error = sdn__sys.try_lock(fd);
    (void)sdn__sys.close(fd);
    return error == -EWOULDBLOCK;
}

/* ---- giving the name ---- */

int sdn__lock_name_give(const sdn_lock *lock)
{
    const sdn_path *resolved = lock->resolved;
    assert(lock->file.fd >= 0 && lock->method != SDN_LOCK_BY_CREATE);
    assert((lock->method == SDN_LOCK_BY_LINK_FD) == (lock->temp_name == NULL));
    switch (lock->method) {
    case SDN_LOCK_BY_LINK_FD:
        return sdn__sys.link_fd(lock->file.fd, resolved->directory, resolved->lock_name);
    case SDN_LOCK_BY_RENAME_NEW:
        return sdn__sys.rename_new_at(resolved->directory, lock->temp_name, resolved->lock_name);
    default:
        return sdn__sys.link_at(resolved->directory, lock->temp_name, resolved->lock_name);
    }
}

static bool is_method_unsupported(int error)
{
    return error == -EOPNOTSUPP || error == -ENOSYS || error == -EPERM;
}

bool sdn__lock_name_next_method(sdn_lock *lock, int error)
{
    if (lock->method ==
        SDN_LOCK_BY_LINK_FD) { /* link_fd may need /proc; if it failed for another reason, create will show it */
        lock->method = SDN_LOCK_BY_RENAME_NEW;
        return true;
    }
    if (!is_method_unsupported(error))
        return error == -ENOENT;
    lock->method = lock->method == SDN_LOCK_BY_RENAME_NEW ? SDN_LOCK_BY_LINK : SDN_LOCK_BY_CREATE;
    return true;
}

/* ---- trying the methods ---- */

/* After a rename the file has the new name, whether it kept its flock or not. */
static bool rename_keeps_flock(sdn_lock *lock, char **other)
{
    if (sdn__sys.rename_new_at(lock->resolved->directory, lock->temp_name, *other) != 0)
        return false;
    char *old = lock->temp_name;
    lock->temp_name = *other;
    *other = old;
    return sdn__lock_name_keeps_flock(lock, lock->temp_name);
}

static bool link_keeps_flock(const sdn_lock *lock, const char *other)
{
    return sdn__sys.link_at(lock->resolved->directory, lock->temp_name, other) == 0 &&
           sdn__lock_name_keeps_flock(lock, other);
}

int sdn__lock_name_try_methods(sdn_lock *lock)
{
    assert(lock->file.fd >= 0 && lock->temp_name != NULL);
    char *other = sdn__temp_name(lock->resolved->lock_name);
    if (other == NULL)
        return -ENOMEM;
    if (rename_keeps_flock(lock, &other))
        lock->method = SDN_LOCK_BY_RENAME_NEW;
    else
        lock->method = link_keeps_flock(lock, other) ? SDN_LOCK_BY_LINK : SDN_LOCK_BY_CREATE;
    (void)sdn__sys.unlink_at(lock->resolved->directory, other);
    sdn__free(other);
    return 0;
}
