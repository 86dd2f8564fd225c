/*
 * Snapshot: identifies the file and the content that were loaded, to find out later whether they changed.
 *
 * It keeps the file open and its stat. Comparing costs one system call; only if the file was changed shortly before it
 * was loaded, its content is read and compared by a hash. snapshot.c says why this is enough.
 */
#ifndef SDN_FILE_SNAPSHOT_H
#define SDN_FILE_SNAPSHOT_H

#include "base/pages.h"
#include "os/sys.h"
#include "file/path.h"

typedef struct sdn_snapshot {
    bool exists;      /* false: there was no file */
    int fd;           /* open for reading; -1 if there was no file */
    sdn_stat stat;    /* of fd when it was taken */
    int64_t taken_ns; /* real time when its content was last known to be the content read */
    bool has_hash;    /* set if it was read and is doubtful */
    uint64_t hash;    /* of the content */
} sdn_snapshot;

/* The snapshot of a missing file; sdn__snapshot_release allows it. */
#define SDN_SNAPSHOT_INIT         \
    {                             \
        .exists = false, .fd = -1 \
    }

/* Opens the database for reading and takes its stat; a missing file gives exists == false. On failure
 * *snapshot is untouched. SDN_E_IO (a directory, a pipe, no permission, ...). */
sdn_code sdn__snapshot_take(const sdn_path *resolved, sdn_snapshot *snapshot, sdn_error *err);

/* Whether the file on disk is that of the snapshot, unchanged; reads its content if the snapshot is doubtful. On
 * failure *same is untouched. SDN_E_IO. */
sdn_code sdn__snapshot_compare(const sdn_path *resolved, sdn_snapshot *snapshot, bool *same, sdn_error *err);

/* Whether a program has the file of the snapshot open for writing. False also where the system cannot tell. */
bool sdn__snapshot_is_being_written(const sdn_snapshot *snapshot);

/* Adds the hash of the content to a doubtful snapshot that is not read. 0 or a negative errno. */
int sdn__snapshot_keep_hash(sdn_snapshot *snapshot);

/* As sdn__snapshot_compare for a file that was just renamed, whose stat is `now`. False if the content cannot be
 * read. */
bool sdn__snapshot_is_intact(sdn_snapshot *snapshot, const sdn_stat *now);

/* SDN_E_LIMIT, for a file that is larger than `limit`. */
sdn_code sdn__snapshot_refuse_size(const sdn_path *resolved, uint64_t size, size_t limit, sdn_error *err);

/* Closes the file and empties the snapshot. */
void sdn__snapshot_release(sdn_snapshot *snapshot);

/* How a file is read. */
typedef struct sdn_read_options {
    size_t limit;     /* bytes at most */
    size_t padding;   /* NUL bytes after those of the file, which its length does not count */
    unsigned threads; /* that read a large file; 0 is 1, the calling one */
} sdn_read_options;

/* From how many bytes on a file is read by several threads, and how many bytes each reads at a time; tests change it. */
typedef struct sdn_read_sizes {
    size_t least;
    size_t piece;
} sdn_read_sizes;

extern sdn_read_sizes sdn__read_sizes_in_use;

/* Reads the whole file of the snapshot. A missing file
 * reads as empty. *changed is set if the file was written to meanwhile: the content may be a mixture of old and new then,
 * and the caller should take a new snapshot and read again, a few times at most. (A file that was replaced meanwhile gives
 * no mixture.) On failure the outputs are untouched. SDN_E_LIMIT (longer than the limit), SDN_E_IO, SDN_E_NOMEM. */
sdn_code sdn__snapshot_read(const sdn_path *resolved, sdn_snapshot *snapshot, const sdn_read_options *options,
                            sdn_content *content, bool *changed, sdn_error *err);

#endif
