/*
 * Atomic file: replaces a file by a new one in a single step.
 *
 * Readers see the old file or the new one, never a part; so does everybody after a crash or a power cut. If
 * anything fails before that step, the old file is as it was.
 *
 * Calling sequence:
 *   - sdn_lock_acquire, unless nobody else writes the file;
 *   - sdn_atomic_file_create: makes a temporary file `<name>.<16 hex digits>.tmp` next to the target;
 *   - sdn_atomic_file_write, any number of times;
 *   - sdn_atomic_file_commit, or sdn_atomic_file_discard; both end the handle and set it to NULL;
 *   - sdn_lock_release.
 *
 * Programs that do not lock: if one of them has the file open for writing, or changed or replaced it since create, up to
 * the step itself, commit is SDN_E_CONFLICT and the file stays theirs. That holds where the file system can exchange two
 * names and says who writes (see Limits in the README); elsewhere what they do within the last microseconds is lost.
 *
 * Kept from the old file: mode, owner and group, access list, user attributes, as far as the system allows. Where the
 * owner cannot be kept the set-id bits go; where the group cannot, group and others get what both of them had (664 gives
 * 644), and the access list goes. So nobody gains access, and nobody loses what all had. A file that the user may not
 * write, even his own with mode 0444, is not replaced. A new file gets mode 0666 less the umask. A symbolic link is
 * followed: its target is replaced, the link stays.
 *
 * A process that is killed leaves its temporary file; sdn_atomic_file_sweep removes such leftovers, and so does whoever
 * takes over the lock of a killed process.
 */
#ifndef SDN_ATOMIC_FILE_H
#define SDN_ATOMIC_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/api.h>
#include <sdn/error.h>
#include <sdn/lock.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum sdn_durability {
    SDN_DURABLE = 0, /* on disk when commit returns: file and directory are flushed */
    SDN_ATOMIC       /* not flushed: after a power cut the change, or on some file systems the file, may be gone */
} sdn_durability;

typedef struct sdn_atomic_file_options {
    sdn_durability durability;
    bool break_links; /* replace a file that has further hard links, which then keep the old content */
} sdn_atomic_file_options;

/* SDN_DURABLE; a file with further hard links is refused. */
SDN_API sdn_atomic_file_options sdn_atomic_file_options_default(void);

typedef struct sdn_atomic_file sdn_atomic_file;

/* Starts to replace the file at `path`, which need not exist. `lock` is the held lock of that path, or NULL
 * to replace without one; it must outlive the file. `options` NULL gives the defaults. On success the caller
 * owns *file; on failure it is untouched. SDN_E_MISUSE (the lock is that of another path), SDN_E_LOCK_LOST,
 * SDN_E_FORKED, SDN_E_IO (the old file may not be written, or has further hard links, or the directory takes no new one,
 * ...), SDN_E_NOMEM. */
SDN_API sdn_code sdn_atomic_file_create(const char *path, const sdn_lock *lock, const sdn_atomic_file_options *options,
                                        sdn_atomic_file **file, sdn_error *err);

/* Appends `len` bytes. After a failure only discard is useful. SDN_E_IO. */
SDN_API sdn_code sdn_atomic_file_write(sdn_atomic_file *file, const void *bytes, size_t len, sdn_error *err);

/* Puts the new file in place, frees *file and sets it to NULL, whatever the result.
 * SDN_W_NOT_DURABLE: done, but the directory could not be flushed. Any other failure leaves the old file and
 * no temporary one: SDN_E_CONFLICT (the file was changed since create, is open for writing elsewhere, or the path leads
 * to another directory now), SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO. Only if another program changed the file in the
 * moment of the step, and taking the step back failed, SDN_E_IO names the temporary file that holds what it wrote. */
SDN_API sdn_code sdn_atomic_file_commit(sdn_atomic_file **file, sdn_error *err);

/* Removes the temporary file, frees *file and sets it to NULL. Does nothing if it is NULL already. */
SDN_API void sdn_atomic_file_discard(sdn_atomic_file **file);

/* Removes the temporary files that killed writers of `path` left behind. `lock`, the held lock of that path, is needed:
 * it proves that those who write under it are gone. Removed are regular files `<name>.<16 hex digits>.tmp` whose digits
 * show that this library made the name, and that no process writes: a file that somebody else named so, `<name>.tmp` and
 * all others stay, and so does one of another user that this process may not open. Not while an atomic file made under
 * `lock` is open. SDN_E_MISUSE (no lock, or that of another path), SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO, SDN_E_NOMEM.
 */
SDN_API sdn_code sdn_atomic_file_sweep(const char *path, const sdn_lock *lock, sdn_error *err);

#ifdef __cplusplus
}
#endif

#endif
