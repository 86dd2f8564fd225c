/* The atomic file beyond <sdn/atomic_file.h>, for the store. */
#ifndef SDN_FILE_ATOMIC_FILE_INTERNAL_H
#define SDN_FILE_ATOMIC_FILE_INTERNAL_H

#include <sdn/atomic_file.h>

#include "file/path.h"
#include "file/snapshot.h"

/* As sdn_atomic_file_create for a resolved path. `expected` is the snapshot that the new content replaces; NULL takes
 * one now. If commit finds the file changed since, or the path leads to another directory, it returns SDN_E_CONFLICT.
 * `resolved`, `lock` and `expected` must outlive the file. */
sdn_code sdn__atomic_file_create_at(const sdn_path *resolved, const sdn_lock *lock, sdn_snapshot *expected,
                                    const sdn_atomic_file_options *options, sdn_atomic_file **file, sdn_error *err);

/* As sdn_atomic_file_commit. If the file was replaced (SDN_OK, SDN_W_NOT_DURABLE), *saved is the snapshot of the new
 * file, which the caller releases; otherwise it is untouched. */
sdn_code sdn__atomic_file_commit_snapshot(sdn_atomic_file **file, sdn_snapshot *saved, sdn_error *err);

/* As sdn_atomic_file_sweep for a resolved path. */
sdn_code sdn__atomic_file_sweep_at(const sdn_path *resolved, const sdn_lock *lock, sdn_error *err);

#endif
