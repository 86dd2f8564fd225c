/*
 * The lock and its protocol.
 *
 * The lock of a database is a file with a fixed name next to it (path.h). The name alone keeps out programs that create
 * the file with O_CREAT|O_EXCL. A holder of ours also has an exclusive flock on the file, which the kernel drops when
 * the last descriptor of the open file is closed, so also when the holder is killed. The order of the steps is the
 * protocol:
 *
 *   acquire   1. create a file without the lock's name, mark it, lock it with flock
 *             2. give it the name, with a call that fails if the name exists: name after flock
 *   release   3. remove the name
 *             4. close the file, which drops the flock: name before flock
 *
 * So our file has a flock at every moment at which it has the name, as long as its holder lives: a file with the name
 * and the mark, but without a flock, has a dead owner. (With SDN_LOCK_BY_CREATE, where nothing better works, the name
 * comes first; lock_owner.c says how such a file is told from a dead one.)
 *
 *   take over 5. lock the file that has the name with flock; while its holder lives, that fails
 *             6. check that the name still means this file; from now on nobody else removes it, because that needs
 *                its flock, and no new file gets the name while it exists
 *             7. remove the name, and only then drop the flock; go on with step 2
 *
 * No two processes can remove the same dead file, and none can remove a live one. tests/model/lock.pml checks this with
 * the Spin model checker, for all orders in which the steps of several processes can follow each other.
 */
#include "file/lock_internal.h"
#include "file/lock_private.h"

#include "base/alloc.h"
#include "base/error.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

/* Upper bound on attempts without waiting. Reached only where inode numbers change from call to call, so that the name
 * never seems to mean our file. */
enum { MOST_ATTEMPTS_AT_ONCE = 100 };

static const int64_t refresh_after_ns = (int64_t)20 * 1000 * 1000 * 1000;

sdn_lock_options sdn_lock_options_default(void)
{
    return (sdn_lock_options){.timeout_ms = 10 * 1000, .foreign_stale_ms = 60 * 1000};
}

static sdn_lock *make_lock(void)
{
    sdn_lock *lock = sdn__alloc(sizeof *lock);
    if (lock == NULL)
        return NULL;
    *lock = (sdn_lock){
        .own_path = SDN_PATH_INIT,
        .file = SDN_DESCRIPTOR_INIT,
        .probe = SDN_DESCRIPTOR_INIT,
        .watch = SDN_DESCRIPTOR_INIT,
        .method = SDN_LOCK_BY_LINK_FD,
        .process = sdn__sys.process_id(),
    };
    return lock;
}

/* Closing `file` drops the flock. The slow close of the watch comes after it. */
static void free_lock(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    assert(lock->probe.fd < 0);
    sdn__descriptor_close_last(&lock->file);
    sdn__descriptor_close_last(&lock->watch);
    sdn__path_close(&lock->own_path);
    sdn__free(lock);
}

static sdn_lock_step attempt(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait, sdn_error *err)
{
    sdn_lock_step step = sdn__lock_file_publish(lock, err);
    return step == SDN_STEP_TAKEN ? sdn__lock_inspect_owner(lock, options, wait, err) : step;
}

/* Repeats the attempt without waiting while each one removes an obstacle. */
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
        sdn__lock_wait_once(&wait, lock->watch.fd);
    }
}

static void mark_held(sdn_lock *lock)
{
    sdn__lock_file_drop_temp(lock);
    sdn__descriptor_mark_held(&lock->file, &lock->identity);
}

static sdn_code acquire(sdn_lock *lock, const sdn_lock_options *options, sdn_error *err)
{
    const sdn_lock_options defaults = sdn_lock_options_default();
    sdn_code code = sdn__lock_file_prepare(lock, err);
    if (code == SDN_OK)
        code = compete(lock, options != NULL ? options : &defaults, err);
    if (code == SDN_OK)
        mark_held(lock);
    return code;
}

sdn_code sdn__lock_acquire_at(const sdn_path *resolved, const sdn_lock_options *options, sdn_lock **lock,
                              sdn_error *err)
{
    sdn_lock *made = make_lock();
    if (made == NULL)
        return sdn__fail_memory(err);
    made->resolved = resolved;
    sdn_code code = acquire(made, options, err);
    if (code == SDN_OK)
        *lock = made;
    else
        free_lock(made);
    return code;
}

sdn_lock *sdn_lock_acquire(const char *database_path, const sdn_lock_options *options, sdn_error *err)
{
    sdn_lock *lock = make_lock();
    if (lock == NULL) {
        sdn__fail_memory(err);
        return NULL;
    }
    lock->resolved = &lock->own_path;
    sdn_code code = sdn__path_open(database_path, &lock->own_path, err);
    if (code == SDN_OK)
        code = acquire(lock, options, err);
    if (code == SDN_OK)
        return lock;
    free_lock(lock);
    return NULL;
}

/* A fork closes the file of a held lock in the child. The process id is compared too, because a bare clone runs no
 * fork handlers. */
static bool is_forked(const sdn_lock *lock)
{
    return lock->file.fd < 0 || sdn__sys.process_id() != lock->process;
}

static sdn_code check_process(const sdn_lock *lock, sdn_error *err)
{
    if (!is_forked(lock))
        return SDN_OK;
    return sdn__fail(err, SDN_E_FORKED, lock->resolved->path,
                     "the lock belongs to the parent process; acquire one in this process");
}

sdn_code sdn_lock_check(const sdn_lock *lock, sdn_error *err)
{
    bool is_ours;
    if (check_process(lock, err) != SDN_OK)
        return SDN_E_FORKED;
    int error = sdn__lock_name_check(lock, &is_ours);
    if (error != 0)
        return sdn__fail_os(err, -error, lock->resolved->path, "cannot look at the lock file %s",
                            lock->resolved->lock_name);
    if (!is_ours)
        return sdn__fail(err, SDN_E_LOCK_LOST, lock->resolved->path,
                         "the lock file %s was removed or replaced while we held it; nothing was written, try again",
                         lock->resolved->lock_name);
    return SDN_OK;
}

const sdn_path *sdn__lock_path(const sdn_lock *lock)
{
    return lock->resolved;
}

uint32_t sdn__lock_user(const sdn_lock *lock)
{
    return lock->identity.uid;
}

sdn_code sdn__lock_check_covers(const sdn_lock *lock, const sdn_path *resolved, sdn_error *err)
{
    sdn_stat here, there;
    if (lock->resolved == resolved)
        return check_process(lock, err);
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
                         "the lock given is that of %s; acquire the lock of this file", lock->resolved->path);
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
    int error = sdn__sys.set_times_now(lock->file.fd);
    if (error != 0)
        return sdn__fail_os(err, -error, lock->resolved->path, "cannot renew the lock file %s",
                            lock->resolved->lock_name);
    lock->refreshed_ns = now;
    return SDN_OK;
}

/* A failed unlink is tried once more if the name is still ours: a lock file that stays is taken over by this library,
 * but keeps out plain programs. Returns whether name and descriptor were ours. */
static bool remove_name(const sdn_lock *lock)
{
    const sdn_path *resolved = lock->resolved;
    bool is_ours = !is_forked(lock) && sdn__lock_name_is_held(lock);
    if (is_ours && sdn__sys.unlink_at(resolved->directory, resolved->lock_name) != 0 && sdn__lock_name_is_held(lock))
        (void)sdn__sys.unlink_at(resolved->directory, resolved->lock_name);
    return is_ours;
}

/* A program that closes all descriptors it does not know may have reused our number for another file, which we must not
 * close. */
static void forget_reused_descriptor(sdn_lock *lock)
{
    sdn_stat open;
    int error = sdn__sys.stat_fd(lock->file.fd, &open);
    if (error == -EBADF || (error == 0 && !sdn__same_file(&open, &lock->identity)))
        sdn__descriptor_forget(&lock->file);
}

void sdn_lock_release(sdn_lock *lock)
{
    if (lock == NULL)
        return;
    bool is_ours = remove_name(lock);
    if (!is_ours && lock->file.fd >= 0)
        forget_reused_descriptor(lock);
    free_lock(lock);
}
