/*
 * Lock: one writer at a time for a database, between threads, processes and programs.
 *
 * The lock of `todo_db.sdn` is the file `todo_db.sdn.lock` next to it (the extension replaced by `sdn.lock`). So
 * `todo_db.txt` has the same one.
 * While it is held, a program that creates the same file with O_CREAT|O_EXCL fails, so simple programs and
 * this library keep each other out. A lock whose holder was killed is taken over at once; a lock whose holder
 * lives, even stopped, is never taken away by this library.
 *
 * Calling sequence:
 *   - sdn_lock_acquire, which waits for at most options->timeout_ms;
 *   - any work on the database; sdn_lock_refresh now and then if it may take longer than 20 s;
 *   - sdn_lock_check directly before making a change visible (sdn_atomic_file_commit does so itself);
 *   - sdn_lock_release, in any case.
 *
 * States of a handle:
 *   held     as acquire returns it.
 *   lost     somebody removed or replaced the lock file. Noticed by sdn_lock_check and sdn_lock_refresh.
 *   forked   this process is a child of the one that acquired it. The parent still holds the lock.
 *   In every state the handle must be released once.
 *
 * Threads: a handle belongs to one thread at a time. Other threads that acquire the same lock wait as other
 * processes do; the thread that has it gets SDN_E_LOCK at once, because it would wait for itself.
 */
#ifndef SDN_LOCK_H
#define SDN_LOCK_H

#include <sdn/api.h>
#include <sdn/error.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct sdn_lock sdn_lock;

/* As timeout_ms: wait for as long as it takes. */
#define SDN_LOCK_WAIT_FOREVER UINT32_MAX

typedef struct sdn_lock_options {
    uint32_t timeout_ms;       /* how long to wait for another holder; 0 tries once */
    uint32_t foreign_stale_ms; /* age at which a lock file not made by this library is removed; 0 = never */
} sdn_lock_options;

/* 10 s and 60 s. */
SDN_API sdn_lock_options sdn_lock_options_default(void);

/* Takes the lock of the database at `database_path`, which need not exist; its directory must. `options` NULL
 * gives the defaults. On success the caller owns *lock; on failure it is untouched. SDN_E_TIMEOUT: still held
 * by another when the time was over; the message names the holder. SDN_E_LOCK: this thread has it already, or
 * the lock file cannot be used. SDN_E_IO (no such directory, a name too long for those of lock and temporary files, a
 * file system without flock, ...), SDN_E_NOMEM, SDN_E_MISUSE (the path is NULL). */
SDN_API sdn_code sdn_lock_acquire(const char *database_path, const sdn_lock_options *options, sdn_lock **lock,
                                  sdn_error *err);

/* Whether the lock is still ours: SDN_OK, SDN_E_LOCK_LOST, SDN_E_FORKED; SDN_E_IO when that cannot be seen,
 * which does not mean that it is lost. */
SDN_API sdn_code sdn_lock_check(const sdn_lock *lock, sdn_error *err);

/* Renews the time stamp of the lock file if it is older than 20 s, because some programs take a lock file of
 * 60 s for abandoned; cheap otherwise. SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO. */
SDN_API sdn_code sdn_lock_refresh(sdn_lock *lock, sdn_error *err);

/* Gives the lock back and frees the handle; a lost or forked one is only freed. NULL is allowed. */
SDN_API void sdn_lock_release(sdn_lock *lock);

#ifdef __cplusplus
}
#endif

#endif
