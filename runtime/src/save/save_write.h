/* Save write: the pieces of a save are written to a new file, which then replaces the old one (sdn/atomic_file.h). */
#ifndef SDN_SAVE_SAVE_WRITE_H
#define SDN_SAVE_SAVE_WRITE_H

#include "file/atomic_file_internal.h"
#include "text/pieces.h"

/* The file that is saved. */
typedef struct sdn_save_target {
    const sdn_path *path;
    const sdn_lock *lock;   /* held */
    sdn_snapshot *snapshot; /* what is replaced; another file there is a conflict */
    sdn_atomic_file_options options;
} sdn_save_target;

/* Replaces the file by the pieces. With SDN_OK and SDN_W_NOT_DURABLE that has happened, and *saved is the snapshot of
 * the new file, open and the caller's to release. Otherwise the file is as it was: SDN_E_CONFLICT (it is not the one of
 * the snapshot), SDN_E_LOCK_LOST, SDN_E_IO, SDN_E_NOMEM. */
sdn_code sdn__save_write(const sdn_save_target *target, const sdn_pieces *pieces, sdn_snapshot *saved, sdn_error *err);

#endif
