#include "safety/lock_internal.h"
#include "safety/lock_parts.h"

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
    sdn_lock *lock = sdn_alloc(sizeof *lock);
    if (lock == NULL)
        return NULL;
    *lock = (sdn_lock){
        .own_place = SDN_PLACE_INIT,
        .file = -1,
        .probe = -1,
        .watch = -1,
        .method = SDN_LOCK_BY_LINK_FD,
        .process = sdn_sys.process_id(),
        .thread = sdn_lock_thread_number(),
    };
    return lock;
}

/* Closes the descriptors, with which the kernel drops the flock, and frees the rest. */
static void free_handle(sdn_lock *lock)
{
    sdn_lock_file_drop_temp(lock);
    sdn_lock_registry_remove(lock);
    sdn_place_close(&lock->own_place);
    sdn_free(lock);
}

static sdn_lock_step attempt(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait,
                             sdn_error *err)
{
    sdn_lock_step step = sdn_lock_file_publish(lock, err);
    return step == SDN_STEP_TAKEN ? sdn_lock_judge(lock, options, wait, err) : step;
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
    sdn_lock_wait_start(&wait, options->timeout_ms, lock->process);
    for (;;) {
        sdn_lock_step step = attempt_at_once(lock, options, &wait, &failure);
        if (step == SDN_STEP_HELD)
            return SDN_OK;
        if (step == SDN_STEP_FAILED) {
            if (err != NULL)
                *err = failure;
            return failure.code;
        }
        if (sdn_lock_wait_is_over(&wait))
            return sdn_lock_fail_timeout(lock, &wait, err);
        sdn_lock_wait_once(&wait, lock->watch);
    }
}

/* `held` is read by other threads that look for their own locks. */
static void settle(sdn_lock *lock)
{
    sdn_lock_file_drop_temp(lock);
    sdn_lock_registry_enter();
    lock->held = true;
    sdn_lock_registry_leave();
}

static sdn_code acquire(sdn_lock *lock, const sdn_lock_options *options, sdn_error *err)
{
    const sdn_lock_options defaults = sdn_lock_options_default();
    sdn_code code = sdn_lock_registry_add(lock, err);
    if (code == SDN_OK)
        code = sdn_lock_file_prepare(lock, err);
    if (code == SDN_OK)
        code = compete(lock, options != NULL ? options : &defaults, err);
    if (code == SDN_OK)
        settle(lock);
    return code;
}

sdn_code sdn_lock_acquire_at(const sdn_place *place, const sdn_lock_options *options, sdn_lock **lock,
                             sdn_error *err)
{
    sdn_lock *made = make_handle();
    if (made == NULL)
        return sdn_fail_memory(err);
    made->place = place;
    sdn_code code = acquire(made, options, err);
    if (code == SDN_OK)
        *lock = made;
    else
        free_handle(made);
    return code;
}

sdn_code sdn_lock_acquire(const char *database_path, const sdn_lock_options *options, sdn_lock **lock,
                          sdn_error *err)
{
    sdn_lock *made = make_handle();
    if (made == NULL)
        return sdn_fail_memory(err);
    made->place = &made->own_place;
    sdn_code code = sdn_place_open(database_path, &made->own_place, err);
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
    return lock->forked || sdn_sys.process_id() != lock->process;
}

sdn_code sdn_lock_check(const sdn_lock *lock, sdn_error *err)
{
    if (is_forked(lock))
        return sdn_fail(err, SDN_E_FORKED, lock->place->path,
                        "the lock belongs to the parent process; acquire one in this process");
    bool is_ours;
    int error = sdn_lock_file_look(lock, &is_ours);
    if (error != 0)
        return sdn_fail_os(err, -error, lock->place->path, "cannot look at the lock file %s",
                           lock->place->lock_name);
    if (!is_ours)
        return sdn_fail(
            err, SDN_E_LOCK_LOST, lock->place->path,
            "the lock file %s was removed or replaced while we held it; nothing was written, try again",
            lock->place->lock_name);
    return SDN_OK;
}

uint32_t sdn_lock_user(const sdn_lock *lock)
{
    return lock->identity.uid;
}

sdn_code sdn_lock_check_covers(const sdn_lock *lock, const sdn_place *place, sdn_error *err)
{
    sdn_stat here, there;
    if (lock->place == place) /* whether it is still held is checked before the step that counts */
        return SDN_OK;
    sdn_code code = sdn_lock_check(lock, err);
    if (code != SDN_OK)
        return code;
    int error = sdn_sys.stat_fd(lock->place->directory, &here);
    if (error == 0)
        error = sdn_sys.stat_fd(place->directory, &there);
    if (error != 0)
        return sdn_fail_os(err, -error, place->path, "cannot look at the directory");
    if (strcmp(lock->place->lock_name, place->lock_name) != 0 || !sdn_same_file(&here, &there))
        return sdn_fail(err, SDN_E_MISUSE, place->path,
                        "the lock given is that of %s; acquire the one of this file", lock->place->path);
    return SDN_OK;
}

sdn_code sdn_lock_refresh(sdn_lock *lock, sdn_error *err)
{
    int64_t now = sdn_sys.realtime_ns();
    bool is_recent = now >= lock->refreshed_ns && now - lock->refreshed_ns < refresh_after_ns;
    if (is_recent && !is_forked(lock))
        return SDN_OK;
    sdn_code code = sdn_lock_check(lock, err);
    if (code != SDN_OK)
        return code;
    int error = sdn_sys.set_times_now(lock->file);
    if (error != 0)
        return sdn_fail_os(err, -error, lock->place->path, "cannot renew the lock file %s",
                           lock->place->lock_name);
    lock->refreshed_ns = now;
    return SDN_OK;
}

/* The name goes before the flock: the other way round, a waiter could take the flock of a file that still has
 * its name, find it dead, and then lose its own lock to our unlink. A file that stays is taken over by ours,
 * but holds up plain programs, so a failure is tried once more; the name may be another's by then. Whether name and
 * descriptor were seen to be ours. */
static bool remove_name(const sdn_lock *lock)
{
    const sdn_place *place = lock->place;
    bool is_ours = lock->held && !is_forked(lock) && sdn_lock_file_is_ours(lock);
    if (is_ours && sdn_sys.unlink_at(place->directory, place->lock_name) != 0 && sdn_lock_file_is_ours(lock))
        (void)sdn_sys.unlink_at(place->directory, place->lock_name);
    return is_ours;
}

/* A program that closes whatever it does not know may have another file under our number by now. */
static void forget_reused_descriptor(sdn_lock *lock)
{
    sdn_stat open;
    int error = sdn_sys.stat_fd(lock->file, &open);
    if (error == -EBADF || (error == 0 && !sdn_same_file(&open, &lock->identity)))
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
