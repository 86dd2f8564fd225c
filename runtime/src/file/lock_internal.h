/* The lock beyond <sdn/lock.h>, for the store and the atomic file. */
#ifndef SDN_FILE_LOCK_INTERNAL_H
#define SDN_FILE_LOCK_INTERNAL_H

#include <sdn/lock.h>

#include "file/path.h"

/* As sdn_lock_acquire for a resolved path. `resolved` must outlive the lock. */
sdn_code sdn__lock_acquire_at(const sdn_path *resolved, const sdn_lock_options *options, sdn_lock **lock,
                              sdn_error *err);

/* The user that new files of this process belong to, taken from the lock file. */
uint32_t sdn__lock_user(const sdn_lock *lock);

/* The path that it was acquired with. */
const sdn_path *sdn__lock_path(const sdn_lock *lock);

/* SDN_OK if `lock` is the lock of the database at `resolved` and still held. The latter is not asked of the
 * system if `lock` was acquired with this same `resolved`, since a commit asks. SDN_E_MISUSE, SDN_E_LOCK_LOST, SDN_E_FORKED. */
sdn_code sdn__lock_check_covers(const sdn_lock *lock, const sdn_path *resolved, sdn_error *err);

#endif
