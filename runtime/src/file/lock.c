#include "file/lock_internal.h"
#include "file/lock_private.h"

#include "base/alloc.h"
#include "base/error.h"

#include <errno.h>
#include <string.h>

/* More attempts in a row without waiting than honest competitors cause: a file system whose inode numbers
 * change from call to call would otherwise keep us busy for ever. */
enum { MOST_ATTEMPTS_AT_ONCE = 100 };

static const int64_t refresh_after_ns = (int64_t)20 * 1000 * 1000 * 1000;

sdn_lock_options sdn_lock_options_default(void)
{
    return (sdn_lock_options){.timeout_ms = 10 * 1000, .foreign_stale_ms = 60 * 1000};
}

static sdn_lock *make_handle(void)
{
    sdn_lock *lock = sdn__alloc(sizeof *lock);
    if (lock == NULL)
        return NULL;
    *lock = (sdn_lock){
        .own_place = SDN_PATH_INIT,
        .file = -1,
        .probe = -1,
        .watch = -1,
        .method = SDN_LOCK_BY_LINK_FD,
        .process = sdn__sys.process_id(),
        .thread = sdn__lock_thread_number(),
    };
    return lock;
}

/* Closes the descriptors, with which the kernel drops the flock, and frees the rest. */
static void free_handle(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    sdn__lock_registry_remove(lock);
    sdn__path_close(&lock->own_place);
    sdn__free(lock);
}

static sdn_lock_step attempt(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait, sdn_error *err)
{
    sdn_lock_step step = sdn__lock_file_publish(lock, err);
    return step == SDN_STEP_TAKEN ? sdn__lock_inspect_owner(lock, options, wait, err) : step;
}

/* Attempts at once for as long as each one moves something out of the way. */
static sdn_lock_step attempt_at_once(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait,
                                     sdn_error *err)
{
    sdn_lock_step step = SDN_STEP_AGAIN;
    for (int attempts = 0; step == SDN_STEP_AGAIN && attempts < MOST_ATTEMPTS_AT_ONCE; attempts++)
        step = attempt(lock, options, wait, err);
    return step;
}

static sdn_code compete(sdn_lock *lock, const sdn_lock_options *options, sdn_error *err)
{
    sdn_error failure;
    sdn_lock_wait wait;
    sdn__lock_wait_start(&wait, options->timeout_ms, lock->process);
    for (;;) {
        sdn_lock_step step = attempt_at_once(lock, options, &wait, &failure);
        if (step == SDN_STEP_HELD)
            return SDN_OK;
        if (step == SDN_STEP_FAILED) {
            if (err != NULL)
                *err = failure;
            return failure.code;
        }
        if (sdn__lock_wait_is_over(&wait))
            return sdn__lock_fail_timeout(lock, &wait, err);
        sdn__lock_wait_once(&wait, lock->watch);
    }
}

/* `held` is read by other threads that look for their own locks. */
static void settle(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    sdn__lock_registry_enter();
    lock->held = true;
    sdn__lock_registry_leave();
}

static sdn_code acquire(sdn_lock *lock, const sdn_lock_options *options, sdn_error *err)
{
    const sdn_lock_options defaults = sdn_lock_options_default();
    sdn_code code = sdn__lock_registry_add(lock, err);
    if (code == SDN_OK)
        code = sdn__lock_file_prepare(lock, err);
    if (code == SDN_OK)
        code = compete(lock, options != NULL ? options : &defaults, err);
    if (code == SDN_OK)
        settle(lock);
    return code;
}

sdn_code sdn__lock_acquire_at(const sdn_path *resolved, const sdn_lock_options *options, sdn_lock **lock,
                              sdn_error *err)
{
    sdn_lock *made = make_handle();
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = resolved;
    sdn_code code = acquire(made, options, err);
    if (code == SDN_OK)
        *lock = made;
    else
        free_handle(made);
    return code;
}

sdn_code sdn_lock_acquire(const char *database_path, const sdn_lock_options *options, sdn_lock **lock, sdn_error *err)
{
    sdn_lock *made = make_handle();
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = &made->own_place;
    sdn_code code = sdn__path_open(database_path, &made->own_place, err);
    if (code == SDN_OK)
        code = acquire(made, options, err);
    if (code == SDN_OK)
        *lock = made;
    else
        free_handle(made);
    return code;
}

/* The process is asked too, because a bare clone runs no fork handlers. */
static bool is_forked(const sdn_lock *lock)
{
    return lock->forked || sdn__sys.process_id() != lock->process;
}

sdn_code sdn_lock_check(const sdn_lock *lock, sdn_error *err)
{
    if (is_forked(lock))
        return sdn__fail(err, SDN_E_FORKED, lock->resolved->path,
                         "the lock belongs to the parent process; acquire one in this process");
    bool is_ours;
    int error = sdn__lock_file_look(lock, &is_ours);
    if (error != 0)
        return sdn__fail_os(err, -error, lock->resolved->path, "cannot look at the lock file %s",
                            lock->resolved->lock_name);
    if (!is_ours)
        return sdn__fail(err, SDN_E_LOCK_LOST, lock->resolved->path,
                         "the lock file %s was removed or replaced while we held it; nothing was written, try again",
                         lock->resolved->lock_name);
    return SDN_OK;
}

uint32_t sdn__lock_user(const sdn_lock *lock)
{
    return lock->identity.uid;
}

sdn_code sdn__lock_check_covers(const sdn_lock *lock, const sdn_path *resolved, sdn_error *err)
{
    sdn_stat here, there;
    if (lock->resolved == resolved) /* whether it is still held is checked before the step that counts */
        return SDN_OK;
    sdn_code code = sdn_lock_check(lock, err);
    if (code != SDN_OK)
        return code;
    int error = sdn__sys.stat_fd(lock->resolved->directory, &here);
    if (error == 0)
        error = sdn__sys.stat_fd(resolved->directory, &there);
    if (error != 0)
        return sdn__fail_os(err, -error, resolved->path, "cannot look at the directory");
    if (strcmp(lock->resolved->lock_name, resolved->lock_name) != 0 || !sdn__same_file(&here, &there))
        return sdn__fail(err, SDN_E_MISUSE, resolved->path,
                         "the lock given is that of %s; acquire the one of this file", lock->resolved->path);
    return SDN_OK;
}

sdn_code sdn_lock_refresh(sdn_lock *lock, sdn_error *err)
{
    int64_t now = sdn__sys.realtime_ns();
    bool is_recent = now >= lock->refreshed_ns && now - lock->refreshed_ns < refresh_after_ns;
    if (is_recent && !is_forked(lock))
        return SDN_OK;
    sdn_code code = sdn_lock_check(lock, err);
    if (code != SDN_OK)
        return code;
    int error = sdn__sys.set_times_now(lock->file);
    if (error != 0)
        return sdn__fail_os(err, -error, lock->resolved->path, "cannot renew the lock file %s",
                            lock->resolved->lock_name);
    lock->refreshed_ns = now;
    return SDN_OK;
}

/* The name goes before the flock: the other way round, a waiter could take the flock of a file that still has
 * its name, find it dead, and then lose its own lock to our unlink. A file that stays is taken over by ours,
 * but holds up plain programs, so a failure is tried once more; the name may be another's by then. Whether name and
 * descriptor were seen to be ours. */
static bool remove_name(const sdn_lock *lock)
{
    const sdn_path *resolved = lock->resolved;
    bool is_ours = lock->held && !is_forked(lock) && sdn__lock_file_is_ours(lock);
    if (is_ours && sdn__sys.unlink_at(resolved->directory, resolved->lock_name) != 0 && sdn__lock_file_is_ours(lock))
        (void)sdn__sys.unlink_at(resolved->directory, resolved->lock_name);
    return is_ours;
}

/* A program that closes whatever it does not know may have another file under our number by now. */
static void forget_reused_descriptor(sdn_lock *lock)
{
    sdn_stat open;
    int error = sdn__sys.stat_fd(lock->file, &open);
    if (error == -EBADF || (error == 0 && !sdn__same_file(&open, &lock->identity)))
        lock->file = -1;
}

void sdn_lock_release(sdn_lock *lock)
{
    if (lock == NULL)
        return;
    bool is_ours = remove_name(lock);
    if (!is_ours && !lock->forked)
        forget_reused_descriptor(lock);
    free_handle(lock);
}
