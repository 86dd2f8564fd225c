/*
 * Atomic file: replaces a file with a new one in a single step.
 *
 * Readers see the complete old file or the complete new one, also after a crash or a power cut. If anything fails
 * before the step, the old file is unchanged.
 *
 * Calling sequence:
 *   - sdn_lock_acquire, unless no other program writes the file;
 *   - sdn_atomic_file_create: makes a temporary file `<name>.<16 hex digits>.tmp` next to the target;
 *   - sdn_atomic_file_write, any number of times;
 *   - sdn_atomic_file_commit, or sdn_atomic_file_discard; both end the handle and set it to NULL;
 *   - sdn_lock_release.
 *
 * Programs that use no lock: if one of them has the file open for writing, or changed or replaced it between create and
 * the step, commit returns SDN_E_CONFLICT and their file stays. This needs a file system that can exchange two names
 * and tells who has a file open for writing (see docs/limits.md). On others, a change within the last
 * microseconds before the step is lost.
 *
 * Kept from the old file, as far as the system allows: mode, owner and group, access list, user attributes. If the
 * owner cannot be kept, the set-id bits are cleared. If the group cannot be kept, group and others get the permissions
 * that both had (664 gives 644), and the access list is dropped. So nobody gains access, and no permission is lost that
 * everybody had. A file without write permission for the user is not replaced, even if it is the user's own (mode
 * 0444). A new file gets mode 0666 less the umask. A symbolic link is followed: its target is replaced, the link stays.
 *
 * A process that is killed leaves its temporary file. sdn_atomic_file_sweep removes such leftovers; a process that
 * takes over the lock of a killed one does too.
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

/* What is promised after a power cut. */
typedef enum sdn_durability {
    SDN_DURABLE = 0, /* on disk when commit returns: file and directory are flushed */
    SDN_ATOMIC       /* not flushed: after a power cut the change, or on some file systems the file, may be gone */
} sdn_durability;

/* How a file is replaced. */
typedef struct sdn_atomic_file_options {
    sdn_durability durability; /* what commit promises */
    bool break_links;          /* replace a file that has other hard links; these keep the old content */
} sdn_atomic_file_options;

/* SDN_DURABLE; a file with other hard links is refused. */
SDN_API sdn_atomic_file_options sdn_atomic_file_options_default(void);

/* A file that is being replaced; from create to commit or discard. */
typedef struct sdn_atomic_file sdn_atomic_file;

/* Starts to replace the file at `path`, which need not exist. `lock` is the held lock of that path, or NULL
 * to replace without a lock; it must outlive the file. If `options` is NULL, the defaults apply. The
 * caller owns the handle. NULL on error: SDN_E_MISUSE (the lock is that of another path), SDN_E_LOCK_LOST (or only
 * commit tells), SDN_E_FORKED, SDN_E_IO (the old file may not be written, or has other hard links; no file can be created
 * in the directory; ...), SDN_E_NOMEM. */
SDN_API sdn_atomic_file *sdn_atomic_file_create(const char *path, const sdn_lock *lock,
                                                const sdn_atomic_file_options *options, sdn_error *err);

/* Appends `len` bytes. After a failure only discard is useful. SDN_E_IO. */
SDN_API sdn_code sdn_atomic_file_write(sdn_atomic_file *file, const void *bytes, size_t len, sdn_error *err);

/* Replaces the old file with the new one. In any case frees *file and sets it to NULL. SDN_W_NOT_DURABLE: replaced, but
 * the directory could not be flushed to disk. After any other failure the old file is unchanged and the temporary one
 * removed: SDN_E_CONFLICT (the file was changed since create, is open for writing elsewhere, or the path leads to
 * another directory now), SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO. One exception: if another program changed the file
 * at the moment of the step, and the step could not be undone, the message of SDN_E_IO names the temporary file with
 * that program's content. */
SDN_API sdn_code sdn_atomic_file_commit(sdn_atomic_file **file, sdn_error *err);

/* Removes the temporary file, frees *file and sets it to NULL. *file may be NULL. */
SDN_API void sdn_atomic_file_discard(sdn_atomic_file **file);

/* Removes the temporary files that killed writers of `path` left. `lock` is the held lock of that path, which proves
 * that no other process writes under it. Removed are regular files `<name>.<16 hex digits>.tmp` whose digits prove that
 * this library made the name, and that no process is writing. All other files stay, also those of another user that
 * this process may not open. Must not be called while an atomic file created under `lock` is open. SDN_E_MISUSE (no
 * lock, or that of another path), SDN_E_LOCK_LOST, SDN_E_FORKED, SDN_E_IO, SDN_E_NOMEM. */
SDN_API sdn_code sdn_atomic_file_sweep(const char *path, const sdn_lock *lock, sdn_error *err);

#ifdef __cplusplus
}
#endif

#endif
