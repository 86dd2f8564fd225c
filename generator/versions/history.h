/* The commits that changed a file, newest first, with the blobs of the file before and after each. */
#ifndef SDNC_VERSIONS_HISTORY_H
#define SDNC_VERSIONS_HISTORY_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

typedef struct history_commit {
    sdn_str id; /* short */
    sdn_str author;
    sdn_str date;
    sdn_str subject;
    sdn_str blob;          /* of the file; empty: the commit deletes it */
    const sdn_str *before; /* the blob in each parent; empty: that has no such file */
    size_t before_count;
} history_commit;

typedef struct history {
    const history_commit *commits;
    size_t count;
    sdn_str head; /* the blob of the file in HEAD; empty: that has no such file */
} history;

/* Lists the commits up to HEAD; renames of the file are followed. A merge is there if its version of the file is that of
 * none of its parents. Everything is in the arena. The errors of git_run. */
sdn_code history_read(const char *path, history *found, sdn_arena *arena, sdn_error *err);

/* The content of a blob. The errors of git_run. */
sdn_code history_blob(const char *path, sdn_str blob, sdn_str *bytes, sdn_arena *arena, sdn_error *err);

#endif
