/*
 * Lock: one writer at a time for a database, among threads, processes and programs.
 *
 * The lock of `todo_db.sdn` is the file `todo_db.sdn.lock` next to it (the extension replaced by `sdn.lock`; so
 * `todo_db.txt` has the same lock). While it is held, a program that tries to create the same file with O_CREAT|O_EXCL
 * fails, so simple programs and this library exclude each other. If the holder was killed, the next waiter takes the
 * lock over at once. The lock of a live holder, even of a stopped one, is never taken away by this library.
 *
 * Calling sequence:
 *   - sdn_lock_acquire, which waits at most options->timeout_ms;
 *   - any work on the database; sdn_lock_refresh at intervals, if it may take longer than 20 s;
 *   - sdn_lock_check immediately before a change becomes visible (sdn_atomic_file_commit calls it itself);
 *   - sdn_lock_release, in any case.
 *
 * States of a handle:
 *   held     after acquire.
 *   lost     another program removed or replaced the lock file. Detected by sdn_lock_check and sdn_lock_refresh.
 *   forked   this process is a child of the one that acquired it. The parent still holds the lock.
 *   In every state the handle must be released once.
 *
 * Threads: only one thread may use a handle at a time. Other threads that acquire the same lock wait, as other
 * processes do. The thread that holds it gets SDN_E_LOCK at once, because it would wait for itself.
 */
#ifndef SDN_LOCK_H
#define SDN_LOCK_H

#include <sdn/api.h>
#include <sdn/error.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A lock that was acquired, in one of the states above. */
typedef struct sdn_lock sdn_lock;

/* For timeout_ms: wait without a limit. */
#define SDN_LOCK_WAIT_FOREVER UINT32_MAX

/* How long a lock is waited for. */
typedef struct sdn_lock_options {
    uint32_t timeout_ms;       /* how long to wait for another holder; 0 tries once */
    uint32_t foreign_stale_ms; /* age at which a lock file that this library did not make is removed; 0: never */
} sdn_lock_options;

/* 10 s and 60 s. */
SDN_API sdn_lock_options sdn_lock_options_default(void);

/* Takes the lock of the database at `database_path`, which need not exist; its directory must. If `options` is NULL,
 * the defaults apply. The caller owns the handle. NULL on error: SDN_E_TIMEOUT: another holder had
 * it for the whole timeout; the message names the holder. SDN_E_LOCK: this thread has it already, or the lock file
 * cannot be used. SDN_E_IO (no such directory, a name so long that those of lock and temporary files are too long, a
 * file system without flock, ...), SDN_E_NOMEM, SDN_E_MISUSE (the path is NULL). */
SDN_API sdn_lock *sdn_lock_acquire(const char *database_path, const sdn_lock_options *options, sdn_error *err);

/* Whether the lock is still held by this handle: SDN_OK, SDN_E_LOCK_LOST, SDN_E_FORKED. SDN_E_IO: this could not be
 * found out; the lock may still be held. */
SDN_API sdn_code sdn_lock_check(const sdn_lock *lock, sdn_error *err);

/* Renews the time stamp of the lock file if it is older than 20 s, because some programs take a lock file that is 60 s
 * old for abandoned. Otherwise it costs almost nothing. SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO. */
SDN_API sdn_code sdn_lock_refresh(sdn_lock *lock, sdn_error *err);

/* Releases the lock and frees the handle; a lost or forked handle is only freed. NULL is allowed. */
SDN_API void sdn_lock_release(sdn_lock *lock);

#ifdef __cplusplus
}
#endif

#endif
