/*
 * Another owner's lock file: alive, dead or foreign.
 *
 * The file that has the lock's name is opened as `probe`, and its flock is tried.
 *
 *   flock taken    The owner lives: wait.
 *   flock free     We have it now. If the file is one of ours (mark or text) and this kernel would know of its flock,
 *                  the owner is dead: sweep its temporary files, remove the name, try again at once.
 *   not ours       A program that uses no flock made it. It is removed only when it is older than the option
 *                  foreign_stale_ms; until then: wait.
 *
 * lock.c proves that the first two are right. A foreign file has no flock to hold while its name is removed, so it is
 * renamed to a temporary name first and checked there (break_foreign).
 */
#include "file/lock_private.h"

#include "base/alloc.h"
#include "base/error.h"
#include "file/sweep.h"
#include "file/temp_name.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* During this time an empty file may be one of ours that was created under its name and is not locked yet. */
static const int64_t create_grace_ns = (int64_t)2 * 1000 * 1000 * 1000;

static sdn_lock_step fail_bad_file(const sdn_lock *lock, const char *found, sdn_error *err)
{
    sdn__fail(err, SDN_E_LOCK, lock->resolved->path, "the lock file %s is %s; remove it", lock->resolved->lock_name,
              found);
    return SDN_STEP_FAILED;
}

static sdn_lock_step fail_call(const sdn_lock *lock, int error, const char *what, sdn_error *err)
{
    sdn__fail_os(err, -error, lock->resolved->path, "cannot %s lock file %s", what, lock->resolved->lock_name);
    return SDN_STEP_FAILED;
}

static int open_probe(sdn_lock *lock, unsigned access)
{
    const unsigned flags = access | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK;
    return sdn__descriptor_open_at(&lock->probe, lock->resolved->directory, lock->resolved->lock_name, flags, 0);
}

static sdn_lock_step inspect_open_failure(const sdn_lock *lock, int error, sdn_error *err)
{
    switch (error) {
    case -ENOENT:
        return SDN_STEP_AGAIN;
    case -EACCES: /* of another user, who may be using it */
        return SDN_STEP_BUSY;
    case -ELOOP:
        return fail_bad_file(lock, "a symbolic link", err);
    case -ENXIO:
        return fail_bad_file(lock, "a socket", err);
    default:
        return fail_call(lock, error, "open the", err);
    }
}

/* Added before the flock is tried, so that no release is missed. Without a watch the waiter only sleeps. */
static void watch_owner(sdn_lock *lock, sdn_lock_wait *wait)
{
    wait->watching = false;
    if (!sdn__lock_wait_wants_watch(wait))
        return;
    if (lock->watch.fd < 0)
        (void)sdn__descriptor_open_watch(&lock->watch);
    wait->watching = lock->watch.fd >= 0 && sdn__sys.watch_add(lock->watch.fd, lock->probe.fd) == 0;
}

/* Some network file systems allow flock only on files that are open for writing. */
static int try_lock_probe(sdn_lock *lock)
{
    int error = sdn__sys.try_lock(lock->probe.fd);
    if (error != -EBADF)
        return error;
    (void)sdn__descriptor_close(&lock->probe);
    int fd = open_probe(lock, SDN_OPEN_READ | SDN_OPEN_WRITE);
    return fd < 0 ? fd : sdn__sys.try_lock(fd);
}

static sdn_lock_step inspect_locked(const sdn_lock *lock, const sdn_stat *found, sdn_lock_wait *wait, sdn_error *err)
{
    if (lock->file.fd >= 0 && sdn__same_file(found, &lock->identity))
        return SDN_STEP_HELD; /* a network file system repeated the request and reported what the first one did */
    if (sdn__descriptor_is_held_here(found)) {
        sdn__fail(err, SDN_E_LOCK, lock->resolved->path, "this thread already holds the lock %s; release it first",
                  lock->resolved->lock_name);
        return SDN_STEP_FAILED;
    }
    sdn__lock_wait_note(wait, found);
    return SDN_STEP_BUSY;
}

/* Whether the text was written on this machine. A power cut leaves a file without text. */
static bool is_of_this_machine(const sdn_lock_text *text)
{
    char host[sizeof text->host];
    return text->empty || (sdn__sys.host_name(host, sizeof host) == 0 && strcmp(host, text->host) == 0);
}

/* Whether a free flock proves that the owner of the file is dead. First, the file must be ours: all of our files have a
 * flock before they have mark, text or name. One with the text alone is on a file system that keeps no mark, or is a
 * copy that was made together with its directory. Second, this kernel must know of the flock: it has run since the file
 * was made, or the machine was restarted since and no other machine can reach this file system. */
static bool is_trusted(const sdn_lock *lock, const sdn_stat *found)
{
    sdn_lock_text text;
    char boot_id[sizeof text.boot_id];
    if (sdn__lock_text_read(lock->probe.fd, &text) != 0)
        return false;
    if ((found->mode & SDN_MODE_STICKY) == 0 && !text.is_ours)
        return false;
    if (!text.empty && sdn__sys.boot_id(boot_id, sizeof boot_id) == 0 && strcmp(boot_id, text.boot_id) == 0)
        return true;
    return lock->resolved->is_local && is_of_this_machine(&text);
}

/* Whether its owner created it under its name and died before locking it. An owner that is only slow checks, once it
 * has the flock, whether the name still means its file. */
static bool is_unfinished(const sdn_lock *lock, const sdn_stat *found)
{
    return lock->method == SDN_LOCK_BY_CREATE && (found->mode & SDN_MODE_STICKY) != 0 && found->size == 0 &&
           sdn__sys.realtime_ns() - found->mtime_ns >= create_grace_ns;
}

static bool is_abandoned(const sdn_lock *lock, const sdn_stat *found, const sdn_lock_options *options)
{
    if (options->foreign_stale_ms == 0)
        return false;
    int64_t limit = (int64_t)options->foreign_stale_ms * 1000 * 1000;
    if (lock->method == SDN_LOCK_BY_CREATE && found->size == 0 && limit < create_grace_ns)
        limit = create_grace_ns;
    return sdn__sys.realtime_ns() - found->mtime_ns >= limit;
}

/* Gives the name back to a file that turned out not to be the inspected one. If the name is in use again, the owner of
 * that file has lost its lock, and finds out when it checks before its save. */
static void put_back(const sdn_lock *lock, const char *temp)
{
    const sdn_path *resolved = lock->resolved;
    int error = sdn__sys.rename_new_at(resolved->directory, temp, resolved->lock_name);
    if (error != 0 && error != -EEXIST)
        (void)sdn__sys.link_at(resolved->directory, temp, resolved->lock_name);
    if (error != 0)
        (void)sdn__sys.unlink_at(resolved->directory, temp);
}

/* No system call removes a name only if it means a given file. So the file is renamed to a temporary name first, in
 * which only one process can succeed, and is checked there. */
static sdn_lock_step break_foreign(const sdn_lock *lock, const sdn_stat *found, sdn_error *err)
{
    const sdn_path *resolved = lock->resolved;
    sdn_stat moved;
    char *temp = sdn__temp_name(resolved->lock_name);
    if (temp == NULL) {
        sdn__fail_memory(err);
        return SDN_STEP_FAILED;
    }
    int error = sdn__sys.rename_at(resolved->directory, resolved->lock_name, temp);
    if (sdn__sys.stat_at(resolved->directory, temp, &moved) == 0 && sdn__same_file(&moved, found))
        (void)sdn__sys.unlink_at(resolved->directory, temp); /* a leftover is swept later */
    else if (error != -ENOENT)
        put_back(lock, temp);
    sdn__free(temp);
    return error == 0 || error == -ENOENT ? SDN_STEP_AGAIN : fail_call(lock, error, "remove the abandoned", err);
}

/* While we have the flock and the file has its name, nobody holds the lock, so the temporary files of the dead owner
 * can be removed. */
static sdn_lock_step remove_dead(const sdn_lock *lock, sdn_error *err)
{
    (void)sdn__sweep(lock->resolved); /* leftovers only use space */
    int error = sdn__sys.unlink_at(lock->resolved->directory, lock->resolved->lock_name);
    if (error == -EPERM || error == -EACCES) {
        sdn__fail_os(
            err, -error, lock->resolved->path,
            "cannot remove the lock file %s, whose holder is dead; its owner or root can, or make the directory "
            "writable, without the sticky bit",
            lock->resolved->lock_name);
        return SDN_STEP_FAILED;
    }
    if (error != 0 && error != -ENOENT)
        return fail_call(lock, error, "remove the abandoned", err);
    return SDN_STEP_AGAIN;
}

/* We have its flock, so no other process of ours removes it now, and its inode number is not given to another file. */
static sdn_lock_step inspect_unlocked(const sdn_lock *lock, const sdn_stat *found, const sdn_lock_options *options,
                                      sdn_lock_wait *wait, sdn_error *err)
{
    sdn_stat named;
    int error = sdn__sys.stat_at(lock->resolved->directory, lock->resolved->lock_name, &named);
    if (error == -ENOENT || (error == 0 && !sdn__same_file(&named, found)))
        return SDN_STEP_AGAIN; /* released since it was opened */
    if (error != 0)
        return fail_call(lock, error, "look at the", err);
    if (is_trusted(lock, &named) || is_unfinished(lock, &named))
        return remove_dead(lock, err);
    if (is_abandoned(lock, &named, options))
        return break_foreign(lock, &named, err);
    (void)sdn__sys.unlock(lock->probe.fd);
    sdn__lock_wait_note(wait, found);
    return SDN_STEP_BUSY;
}

static sdn_lock_step inspect_open(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait, sdn_error *err)
{
    sdn_stat found;
    int error = sdn__sys.stat_fd(lock->probe.fd, &found);
    if (error == -ENOENT || error == -ESTALE) /* removed, which some network file systems report for open files */
        return SDN_STEP_AGAIN;
    if (error != 0)
        return fail_call(lock, error, "look at the", err);
    if (found.kind != SDN_KIND_REGULAR)
        return fail_bad_file(lock, found.kind == SDN_KIND_DIRECTORY ? "a directory" : "a pipe or device", err);
    watch_owner(lock, wait);
    error = try_lock_probe(lock);
    if (error == 0)
        return inspect_unlocked(lock, &found, options, wait, err);
    if (error == -EWOULDBLOCK)
        return inspect_locked(lock, &found, wait, err);
    return lock->probe.fd < 0 ? inspect_open_failure(lock, error, err) : fail_call(lock, error, "lock the", err);
}

sdn_lock_step sdn__lock_inspect_owner(sdn_lock *lock, const sdn_lock_options *options, sdn_lock_wait *wait,
                                      sdn_error *err)
{
    wait->watching = false;
    assert(lock->probe.fd < 0);
    int fd = open_probe(lock, SDN_OPEN_READ);
    if (fd < 0)
        return inspect_open_failure(lock, fd, err);
    sdn_lock_step step = inspect_open(lock, options, wait, err);
    (void)sdn__descriptor_close(&lock->probe);
    return step;
}

/* Describes the holder for people, as far as its lock file tells. */
static void describe_holder(const sdn_lock *lock, char *holder, size_t size)
{
    sdn_lock_text text;
    snprintf(holder, size, "another program");
    int fd = sdn__sys.open_at(lock->resolved->directory, lock->resolved->lock_name,
                              SDN_OPEN_READ | SDN_OPEN_NOFOLLOW | SDN_OPEN_NONBLOCK, 0);
    if (fd < 0)
        return;
    if (sdn__lock_text_read(fd, &text) == 0) {
        if (text.is_ours)
            snprintf(holder, size, "process %" PRId64 " (%s) on host %s", text.process, text.program, text.host);
        else if (text.process > 0)
            snprintf(holder, size, "process %" PRId64 " of another program", text.process);
    }
    (void)sdn__sys.close(fd);
}

sdn_code sdn__lock_fail_timeout(const sdn_lock *lock, const sdn_lock_wait *wait, sdn_error *err)
{
    char holder[200];
    describe_holder(lock, holder, sizeof holder);
    return sdn__fail(err, SDN_E_TIMEOUT, lock->resolved->path,
                     "still locked by %s after waiting %" PRId64 " ms; try again later, or remove %s if nobody uses "
                     "the file any more",
                     holder, sdn__lock_wait_elapsed(wait) / (1000 * 1000), lock->resolved->lock_name);
}
