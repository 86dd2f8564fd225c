/*
 * Version: which file was loaded, so that a later look can tell whether it is still the same.
 *
 * The file stays open for as long as the snapshot lives: its inode number cannot be given to another file, so equal device
 * and inode mean the same file. Equal size and times then mean the same content, unless the file was changed within the
 * resolution of its time stamps (git calls such a file racily clean). In that case alone the content is compared, by its
 * hash. A file whose mtime is older than its ctime leaves no doubt: any later write gives it a newer mtime. Saves of
 * ours see to that.
 */
#ifndef SDN_FILE_SNAPSHOT_H
#define SDN_FILE_SNAPSHOT_H

#include "base/sys.h"
#include "file/path.h"

typedef struct sdn_snapshot {
    bool exists;      /* false: there was no file */
    int fd;           /* open for reading; -1 if there was no file */
    sdn_stat stat;    /* of fd when it was taken */
    int64_t taken_ns; /* real time when its content was last known to be what was read */
    bool has_hash;    /* where its stamps leave a doubt and it was read */
    uint64_t hash;    /* of the content */
} sdn_snapshot;

/* What no file at all looks like; sdn__snapshot_release takes it. */
#define SDN_SNAPSHOT_INIT         \
    {                             \
        .exists = false, .fd = -1 \
    }

/* Opens the database for reading and notes what it is; a missing file gives exists == false. On failure
 * *snapshot is untouched. SDN_E_IO (a directory, a pipe, no permission, ...). */
sdn_code sdn__snapshot_take(const sdn_path *resolved, sdn_snapshot *snapshot, sdn_error *err);

/* Whether what is on disk now is `snapshot`; its content is read where the stamps leave a doubt. On failure *same is
 * untouched. SDN_E_IO. */
sdn_code sdn__snapshot_compare(const sdn_path *resolved, sdn_snapshot *snapshot, bool *same, sdn_error *err);

/* Whether a program has the file of the snapshot open for writing. False also where the system does not tell. */
bool sdn__snapshot_is_being_written(const sdn_snapshot *snapshot);

/* Notes the hash of the content if the stamps leave a doubt. For a snapshot that is not read. 0 or a negative errno. */
int sdn__snapshot_keep_hash(sdn_snapshot *snapshot);

/* Whether `now`, of any name, is the file of the snapshot with the content that was read. For a file that was just given
 * another name, which changes its ctime. False if that cannot be found out. */
bool sdn__snapshot_is_intact(sdn_snapshot *snapshot, const sdn_stat *now);

/* Closes the file and empties the snapshot. */
void sdn__snapshot_release(sdn_snapshot *snapshot);

/* Reads the whole file of `snapshot` (from its start, whatever was read before), into memory from sdn__alloc
 * followed by `padding` NUL bytes, which *len does not count. The caller frees it with sdn__free. A missing
 * file reads as empty. *changed tells that the file was written to meanwhile: what was read may be a mixture,
 * and the caller should take the snapshot anew and read again, a few times at most. (A file that was replaced
 * meanwhile is no mixture.) On failure the outputs are untouched. SDN_E_LIMIT (longer than `limit`),
 * SDN_E_IO, SDN_E_NOMEM. */
sdn_code sdn__snapshot_read(const sdn_path *resolved, sdn_snapshot *snapshot, size_t limit, size_t padding,
                            char **bytes, size_t *len, bool *changed, sdn_error *err);

#endif
