#include "file/lock_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "file/temp_name.h"

#include <errno.h>

enum { LOCK_MODE = SDN_MODE_STICKY | 0644, MOST_TRIES_TO_LOCK = 50, MOST_TEMP_NAMES = 3 };

static sdn_code fail_create(const sdn_lock *lock, int error, sdn_error *err)
{
    if (error == -EACCES || error == -EPERM || error == -EROFS)
        return sdn__fail_os(err, -error, lock->resolved->path,
                            "cannot create the lock file %s; make the directory writable", lock->resolved->lock_name);
    return sdn__fail_os(err, -error, lock->resolved->path, "cannot create the lock file %s", lock->resolved->lock_name);
}

static int open_unnamed(sdn_lock *lock)
{
    sdn__lock_registry_enter();
    lock->file = sdn__sys.open_unnamed(lock->resolved->directory, 0600);
    int result = lock->file;
    sdn__lock_registry_leave();
    return result;
}

static int open_new(sdn_lock *lock, const char *name, uint32_t mode)
{
    const unsigned flags = SDN_OPEN_READ | SDN_OPEN_WRITE | SDN_OPEN_CREATE | SDN_OPEN_NOFOLLOW;
    sdn__lock_registry_enter();
    lock->file = sdn__sys.open_at(lock->resolved->directory, name, flags, mode);
    int result = lock->file;
    sdn__lock_registry_leave();
    return result;
}

static int open_temp(sdn_lock *lock)
{
    int fd = -EEXIST;
    for (int tries = 0; fd == -EEXIST && tries < MOST_TEMP_NAMES; tries++) {
        lock->temp_name = sdn__temp_name(lock->resolved->lock_name);
        if (lock->temp_name == NULL)
            return -ENOMEM;
        fd = open_new(lock, lock->temp_name, 0600);
        if (fd < 0)
            sdn__temp_name_drop(lock->resolved->directory, &lock->temp_name, fd);
    }
    return fd;
}

/* A file system without unnamed files, or a system without /proc to name them through, gets a temporary name.
 * Systems say in many ways that they have none, so any failure counts: the named one will tell what is wrong.
 */
static int open_candidate(sdn_lock *lock)
{
    if (lock->method == SDN_LOCK_BY_LINK_FD) {
        int fd = lock->resolved->is_local ? open_unnamed(lock) : -EOPNOTSUPP;
        if (fd >= 0)
            return fd;
        lock->method = SDN_LOCK_BY_RENAME_NEW;
    }
    return open_temp(lock);
}

/* Where the mark is refused or not kept, the text serves instead. */
static int mark(sdn_lock *lock)
{
    (void)sdn__sys.set_mode(lock->file, LOCK_MODE);
    return sdn__sys.stat_fd(lock->file, &lock->identity);
}

/* Who judges or sweeps the new file has its flock for a moment. */
static int lock_patiently(int fd)
{
    int error = sdn__sys.try_lock(fd);
    for (int tries = 1; error == -EWOULDBLOCK && tries < MOST_TRIES_TO_LOCK; tries++) {
        sdn__sys.sleep(1000 * 1000);
        error = sdn__sys.try_lock(fd);
    }
    return error;
}

static sdn_code fail_flock(const sdn_lock *lock, int error, sdn_error *err)
{
    return sdn__fail_os(err, -error, lock->resolved->path,
                        "cannot lock the lock file %s; use a file system that supports flock",
                        lock->resolved->lock_name);
}

static sdn_code mark_and_lock(sdn_lock *lock, sdn_error *err)
{
    int error = mark(lock);
    if (error != 0)
        return fail_create(lock, error, err);
    error = lock_patiently(lock->file);
    return error != 0 ? fail_flock(lock, error, err) : SDN_OK;
}

static void drop_candidate(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    sdn__lock_registry_close(&lock->file);
}

sdn_code sdn__lock_file_prepare(sdn_lock *lock, sdn_error *err)
{
    if (lock->method == SDN_LOCK_IN_PLACE)
        return SDN_OK;
    int fd = open_candidate(lock);
    if (fd < 0)
        return fail_create(lock, fd, err);
    sdn_code code = mark_and_lock(lock, err);
    if (code == SDN_OK && !lock->resolved->is_local && sdn__lock_try_methods(lock) != 0)
        return sdn__fail_memory(err);
    if (lock->method == SDN_LOCK_IN_PLACE)
        drop_candidate(lock);
    return code;
}

void sdn__lock_file_drop_temp(sdn_lock *lock)
{
    if (lock->temp_name == NULL)
        return;
    (void)sdn__sys.unlink_at(lock->resolved->directory, lock->temp_name); /* a leftover is swept later */
    sdn__free(lock->temp_name);
    lock->temp_name = NULL;
}

static bool name_is_ours(const sdn_lock *lock)
{
    sdn_stat named;
    return sdn__sys.stat_at(lock->resolved->directory, lock->resolved->lock_name, &named) == 0 &&
           sdn__same_file(&named, &lock->identity);
}

static int look_at(const sdn_lock *lock, const char *name, bool *is_ours)
{
    sdn_stat open, named;
    bool same = false;
    int error = sdn__sys.stat_fd(lock->file, &open);
    if (error == 0 && sdn__same_file(&open, &lock->identity)) {
        error = sdn__sys.stat_at(lock->resolved->directory, name, &named);
        same = error == 0 && sdn__same_file(&named, &lock->identity);
    }
    *is_ours = same;
    return error == -EBADF || error == -ENOENT ? 0 : error;
}

int sdn__lock_file_look(const sdn_lock *lock, bool *is_ours)
{
    return look_at(lock, lock->resolved->lock_name, is_ours);
}

/* Opened for writing, which flock needs on some network file systems. */
bool sdn__lock_file_is_held_as(const sdn_lock *lock, const char *name)
{
    bool is_ours = false;
    if (look_at(lock, name, &is_ours) != 0 || !is_ours)
        return false;
    int fd = sdn__sys.open_at(lock->resolved->directory, name,
                              SDN_OPEN_READ | SDN_OPEN_WRITE | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return false;
    int error = sdn__sys.try_lock(fd);
    (void)sdn__sys.close(fd);
    return error == -EWOULDBLOCK;
}

bool sdn__lock_file_is_ours(const sdn_lock *lock)
{
    bool is_ours = false;
    for (int looks = 0; !is_ours && looks < 2; looks++)
        (void)sdn__lock_file_look(lock, &is_ours);
    return is_ours;
}

static int give_name(const sdn_lock *lock)
{
    const sdn_path *resolved = lock->resolved;
    switch (lock->method) {
    case SDN_LOCK_BY_LINK_FD:
        return sdn__sys.link_fd(lock->file, resolved->directory, resolved->lock_name);
    case SDN_LOCK_BY_RENAME_NEW:
        return sdn__sys.rename_new_at(resolved->directory, lock->temp_name, resolved->lock_name);
    default:
        return sdn__sys.link_at(resolved->directory, lock->temp_name, resolved->lock_name);
    }
}

static bool is_unsupported(int error)
{
    return error == -EOPNOTSUPP || error == -ENOSYS || error == -EPERM;
}

/* The method to go on with after `error`; the same one if it should be repeated with a new file, which
 * someone who swept leftovers removed. */
static bool next_method(sdn_lock *lock, int error)
{
    if (lock->method == SDN_LOCK_BY_LINK_FD) {
        lock->method = SDN_LOCK_BY_RENAME_NEW; /* no /proc, or none of ours: creating will tell what is wrong */
        return true;
    }
    if (!is_unsupported(error))
        return error == -ENOENT;
    lock->method = lock->method == SDN_LOCK_BY_RENAME_NEW ? SDN_LOCK_BY_LINK : SDN_LOCK_IN_PLACE;
    return true;
}

static sdn_lock_step start_over(sdn_lock *lock, sdn_error *err)
{
    drop_candidate(lock);
    return sdn__lock_file_prepare(lock, err) == SDN_OK ? SDN_STEP_AGAIN : SDN_STEP_FAILED;
}

static sdn_lock_step publish_candidate(sdn_lock *lock, sdn_error *err)
{
    int error = sdn__lock_text_write(lock);
    if (error != 0) {
        sdn__fail_os(err, -error, lock->resolved->path, "cannot write the lock file %s", lock->resolved->lock_name);
        return SDN_STEP_FAILED;
    }
    error = give_name(lock);
    if (error == -EEXIST)
        return SDN_STEP_TAKEN;
    /* A network file system may have done it and lost the reply. */
    if (error == 0 || name_is_ours(lock)) {
        sdn__lock_file_drop_temp(lock);
        return SDN_STEP_HELD;
    }
    if (next_method(lock, error))
        return start_over(lock, err);
    fail_create(lock, error, err);
    return SDN_STEP_FAILED;
}

/* On a file system where not even this keeps the flock, there is no lock to be had. */
static bool flock_is_void(const sdn_lock *lock)
{
    return !lock->resolved->is_local && !sdn__lock_file_is_held_as(lock, lock->resolved->lock_name) &&
           name_is_ours(lock);
}

static int lock_in_place(sdn_lock *lock)
{
    int error = sdn__sys.stat_fd(lock->file, &lock->identity);
    if (error == 0)
        error = lock_patiently(lock->file);
    if (error == 0)
        error = sdn__lock_text_write(lock);
    if (error == 0)
        error = mark(lock);
    return error == 0 && flock_is_void(lock) ? -ENOLCK : error;
}

/* The last resort, where a file cannot be made first and named later. It is born with the mark, where that is kept, but
 * others trust the mark only once there is a text, or a while later, and wait. */
static sdn_lock_step publish_in_place(sdn_lock *lock, sdn_error *err)
{
    int fd = open_new(lock, lock->resolved->lock_name, SDN_MODE_STICKY | 0600);
    if (fd == -EEXIST)
        return SDN_STEP_TAKEN;
    int error = fd < 0 ? fd : lock_in_place(lock);
    if (fd >= 0 && error != 0) /* perhaps because it could not be looked at, which removing it needs */
        (void)sdn__sys.stat_fd(lock->file, &lock->identity);
    bool is_named = fd >= 0 && name_is_ours(lock);
    if (error == 0 && is_named)
        return SDN_STEP_HELD;
    if (is_named)
        (void)sdn__sys.unlink_at(lock->resolved->directory, lock->resolved->lock_name);
    sdn__lock_registry_close(&lock->file);
    if (error == 0)
        return SDN_STEP_AGAIN; /* taken for abandoned and removed before it was locked */
    if (error == -ENOLCK)
        fail_flock(lock, error, err);
    else
        fail_create(lock, error, err);
    return SDN_STEP_FAILED;
}

sdn_lock_step sdn__lock_file_publish(sdn_lock *lock, sdn_error *err)
{
    return lock->method == SDN_LOCK_IN_PLACE ? publish_in_place(lock, err) : publish_candidate(lock, err);
}
