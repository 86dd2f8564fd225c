/* What the store and the atomic file need of the lock beyond <sdn/lock.h>. */
#ifndef SDN_FILE_LOCK_INTERNAL_H
#define SDN_FILE_LOCK_INTERNAL_H

#include <sdn/lock.h>

#include "file/path.h"

/* As sdn_lock_acquire for a resolved path. `place` must outlive the lock. */
sdn_code sdn__lock_acquire_at(const sdn_path *resolved, const sdn_lock_options *options, sdn_lock **lock,
                              sdn_error *err);

/* The user to whom the new files of this process belong, as the lock file shows. */
uint32_t sdn__lock_user(const sdn_lock *lock);

/* SDN_OK if `lock` is the lock of `place`, and is held unless it was acquired for this very place, which is the caller's to
 * know. SDN_E_MISUSE, SDN_E_LOCK_LOST, SDN_E_FORKED. */
sdn_code sdn__lock_check_covers(const sdn_lock *lock, const sdn_path *resolved, sdn_error *err);

#endif
