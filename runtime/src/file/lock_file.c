/*
 * Our lock file: created, marked, locked, and only then given the lock's name.
 *
 * A local file system gets a file without a name (O_TMPFILE), so a process that is killed leaves nothing. Where there
 * is no such file, it is created under a temporary name, and a leftover is swept later. The mark is the sticky bit,
 * which no program sets on a file by accident; it tells our lock files from those of programs that use no flock. All is
 * done before the name exists, except with SDN_LOCK_BY_CREATE, the last resort: there the file exists for a moment
 * without flock and text, and others wait for that moment (lock_owner.c: is_unfinished).
 */
#include "file/lock_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "file/temp_name.h"

#include <assert.h>
#include <errno.h>

enum { LOCK_MODE = SDN_MODE_STICKY | 0644, MOST_TRIES_TO_LOCK = 50, MOST_LOCK_TEMP_NAMES = 3 };

static sdn_code fail_lock_create(const sdn_lock *lock, int error, sdn_error *err)
{
    if (error == -EACCES || error == -EPERM || error == -EROFS)
        return sdn__fail_os(err, -error, lock->resolved->path,
                            "cannot create the lock file %s; make the directory writable", lock->resolved->lock_name);
    return sdn__fail_os(err, -error, lock->resolved->path, "cannot create the lock file %s", lock->resolved->lock_name);
}

static sdn_code fail_flock(const sdn_lock *lock, int error, sdn_error *err)
{
    return sdn__fail_os(err, -error, lock->resolved->path,
                        "cannot lock the lock file %s; use a file system that supports flock",
                        lock->resolved->lock_name);
}

/* ---- creating ---- */

static int open_new(sdn_lock *lock, const char *name, uint32_t mode)
{
    const unsigned flags = SDN_OPEN_READ | SDN_OPEN_WRITE | SDN_OPEN_CREATE | SDN_OPEN_NOFOLLOW;
    return sdn__descriptor_open_at(&lock->file, lock->resolved->directory, name, flags, mode);
}

static int open_temp(sdn_lock *lock)
{
    int fd = -EEXIST;
    for (int tries = 0; fd == -EEXIST && tries < MOST_LOCK_TEMP_NAMES; tries++) {
        lock->temp_name = sdn__temp_name(lock->resolved->lock_name);
        if (lock->temp_name == NULL)
            return -ENOMEM;
        fd = open_new(lock, lock->temp_name, LOCK_MODE);
        if (fd < 0)
            sdn__temp_name_drop(lock->resolved->directory, &lock->temp_name, fd);
    }
    return fd;
}

/* Systems report in many ways that they have no unnamed files, so after any failure a temporary name is tried. What is
 * really wrong shows there. */
static int open_candidate(sdn_lock *lock)
{
    if (lock->method == SDN_LOCK_BY_LINK_FD) {
        const sdn_path *resolved = lock->resolved;
        int fd = resolved->is_local ? sdn__descriptor_open_unnamed(&lock->file, resolved->directory, LOCK_MODE)
                                    : -EOPNOTSUPP;
        if (fd >= 0)
            return fd;
        lock->method = SDN_LOCK_BY_RENAME_NEW;
    }
    return open_temp(lock);
}

/* Most files have the mark since they were made; a umask or the access list of the directory may have taken some of the
 * mode. Where the mark is refused or not kept, the text identifies our files. */
static int mark(sdn_lock *lock)
{
    int error = sdn__sys.stat_fd(lock->file.fd, &lock->identity);
    if (error == 0 && lock->identity.mode != LOCK_MODE)
        (void)sdn__sys.set_mode(lock->file.fd, LOCK_MODE);
    return error;
}

/* Another process may have the flock of the new file for a moment, to inspect or sweep it. */
static int lock_patiently(int fd)
{
    int error = sdn__sys.try_lock(fd);
    for (int tries = 1; error == -EWOULDBLOCK && tries < MOST_TRIES_TO_LOCK; tries++) {
        sdn__sys.sleep(1000 * 1000);
        error = sdn__sys.try_lock(fd);
    }
    return error;
}

static sdn_code mark_and_lock(sdn_lock *lock, sdn_error *err)
{
    int error = mark(lock);
    if (error != 0)
        return fail_lock_create(lock, error, err);
    error = lock_patiently(lock->file.fd);
    return error != 0 ? fail_flock(lock, error, err) : SDN_OK;
}

static void drop_candidate(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    (void)sdn__descriptor_close(&lock->file);
}

sdn_code sdn__lock_file_prepare(sdn_lock *lock, sdn_error *err)
{
    if (lock->method == SDN_LOCK_BY_CREATE)
        return SDN_OK;
    int fd = open_candidate(lock);
    if (fd < 0)
        return fail_lock_create(lock, fd, err);
    sdn_code code = mark_and_lock(lock, err);
    if (code == SDN_OK && !lock->resolved->is_local && sdn__lock_name_try_methods(lock) != 0)
        return sdn__fail_memory(err);
    if (lock->method == SDN_LOCK_BY_CREATE)
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

/* ---- publishing ---- */

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
    error = sdn__lock_name_give(lock);
    if (error == -EEXIST)
        return SDN_STEP_TAKEN;
    /* A network file system may have given the name, and only the reply was lost. */
    if (error == 0 || sdn__lock_name_is_ours(lock)) {
        sdn__lock_file_drop_temp(lock);
        return SDN_STEP_HELD;
    }
    if (sdn__lock_name_next_method(lock, error))
        return start_over(lock, err);
    fail_lock_create(lock, error, err);
    return SDN_STEP_FAILED;
}

/* Whether this file system does not even keep the flock of a file that was created under its name. Then it has no way
 * to lock. */
static bool is_flock_useless(const sdn_lock *lock)
{
    return !lock->resolved->is_local && !sdn__lock_name_keeps_flock(lock, lock->resolved->lock_name) &&
           sdn__lock_name_is_ours(lock);
}

static int lock_created(sdn_lock *lock)
{
    int error = sdn__sys.stat_fd(lock->file.fd, &lock->identity);
    if (error == 0)
        error = lock_patiently(lock->file.fd);
    if (error == 0)
        error = sdn__lock_text_write(lock);
    if (error == 0)
        error = mark(lock);
    return error == 0 && is_flock_useless(lock) ? -ENOLCK : error;
}

/* The file has the mark from its creation on, where the mark is kept. But others rely on the mark only once there is a
 * text, or after a while; until then they wait. */
static sdn_lock_step publish_by_create(sdn_lock *lock, sdn_error *err)
{
    int fd = open_new(lock, lock->resolved->lock_name, SDN_MODE_STICKY | 0600);
    if (fd == -EEXIST)
        return SDN_STEP_TAKEN;
    int error = fd < 0 ? fd : lock_created(lock);
    if (fd >= 0 && error != 0) /* removing it needs its identity, and the first stat may be what failed */
        (void)sdn__sys.stat_fd(lock->file.fd, &lock->identity);
    bool is_named = fd >= 0 && sdn__lock_name_is_ours(lock);
    if (error == 0 && is_named)
        return SDN_STEP_HELD;
    if (is_named)
        (void)sdn__sys.unlink_at(lock->resolved->directory, lock->resolved->lock_name);
    (void)sdn__descriptor_close(&lock->file);
    if (error == 0)
        return SDN_STEP_AGAIN; /* another process took it for abandoned and removed it before it was locked */
    if (error == -ENOLCK)
        fail_flock(lock, error, err);
    else
        fail_lock_create(lock, error, err);
    return SDN_STEP_FAILED;
}

sdn_lock_step sdn__lock_file_publish(sdn_lock *lock, sdn_error *err)
{
    assert((lock->file.fd < 0) == (lock->method == SDN_LOCK_BY_CREATE));
    return lock->method == SDN_LOCK_BY_CREATE ? publish_by_create(lock, err) : publish_candidate(lock, err);
}
