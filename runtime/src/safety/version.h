/*
 * Version: which file was loaded, so that a later look can tell whether it is still the same.
 *
 * The file stays open for as long as the version lives: its inode number cannot be given to another file, so
 * equal device and inode mean the same file. Equal size and times then mean the same content, unless the file
 * was changed within the resolution of its time stamps; that case is reported as in doubt, and only then need
 * the content be compared. Our own saves leave no doubt: they date the new file back by a nanosecond, so that every
 * later change shows in its mtime.
 */
#ifndef SDN_SAFETY_VERSION_H
#define SDN_SAFETY_VERSION_H

#include "base/sys.h"
#include "safety/place.h"

typedef struct sdn_version {
    bool exists;      /* false: there was no file */
    int fd;           /* open for reading; -1 if there was no file */
    sdn_stat stat;    /* of fd when it was taken */
    int64_t taken_ns; /* real time when its content was last known to be what was read */
    bool dated_back;  /* its mtime is older than any that a later change can leave */
} sdn_version;

/* What no file at all looks like; sdn_version_release takes it. */
#define SDN_VERSION_INIT                                                                                     \
    {                                                                                                        \
        .exists = false, .fd = -1                                                                            \
    }

typedef enum sdn_version_verdict {
    SDN_VERSION_SAME,
    SDN_VERSION_CHANGED,
    SDN_VERSION_IN_DOUBT /* looks the same, but was changed so recently that a further change may not show */
} sdn_version_verdict;

/* Opens the database for reading and notes what it is; a missing file gives exists == false. On failure
 * *version is untouched. SDN_E_IO (a directory, a pipe, no permission, ...). */
sdn_code sdn_version_take(const sdn_place *place, sdn_version *version, sdn_error *err);

/* Compares what is on disk now with `version`. On failure *verdict is untouched. SDN_E_IO. */
sdn_code sdn_version_compare(const sdn_place *place, const sdn_version *version, sdn_version_verdict *verdict,
                             sdn_error *err);

/* Settles a doubt: to be called when the content on disk, read after `compared_ns` (real time), was found to
 * be that of the version. */
void sdn_version_confirm(sdn_version *version, int64_t compared_ns);

/* Closes the file and empties the version. */
void sdn_version_release(sdn_version *version);

/* Reads the whole file of `version` (from its start, whatever was read before), into memory from sdn_alloc
 * followed by `padding` NUL bytes, which *len does not count. The caller frees it with sdn_free. A missing
 * file reads as empty. *changed tells that the file was written to meanwhile: what was read may be a mixture,
 * and the caller should take the version anew and read again, a few times at most. (A file that was replaced
 * meanwhile is no mixture.) On failure the outputs are untouched. SDN_E_LIMIT (longer than `limit`),
 * SDN_E_IO, SDN_E_NOMEM. */
sdn_code sdn_version_read(const sdn_place *place, const sdn_version *version, size_t limit, size_t padding,
                          char **bytes, size_t *len, bool *changed, sdn_error *err);

#endif
