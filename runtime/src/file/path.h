/*
 * Place: where a database is.
 *
 * A database path is resolved when it is opened: symbolic links of its last part are followed, its directory is kept
 * open, and every later call names files relative to that directory. So a link is saved through, never replaced.
 *
 * The path may come to mean another directory later: the old one is moved away and a copy takes its name, git removes
 * and makes it again, a link is set to the next release. sdn__path_check finds out, sdn__path_reopen follows. A relative
 * path goes on to start where it started first, so a change of the working directory does no harm.
 */
#ifndef SDN_FILE_PATH_H
#define SDN_FILE_PATH_H

#include "base/error.h"
#include "base/sys.h"

typedef struct sdn_path {
    int directory;   /* descriptor of the directory that holds the database */
    char *name;      /* of the database in it; need not exist */
    char *lock_name; /* of its lock file: the extension replaced by `sdn.lock` */
    char *path;      /* as the caller gave it, for messages */
    char *parent;    /* its part up to the last slash, which names the directory if it is no link; may be empty */
    int start;       /* where a relative path starts; -1: it is absolute, or its directory is where it starts */
    bool is_link;    /* the last part of the path is a symbolic link, or was one */
    bool is_local;   /* the directory is on a file system of this machine alone */
    sdn_stat opened; /* of `directory` */
} sdn_path;

/* What an empty place holds; sdn__path_close takes it. */
#define SDN_PATH_INIT                \
    {                                \
        .directory = -1, .start = -1 \
    }

/* Resolves `path`. The file may be missing, its directory may not. On failure *place is untouched.
 * SDN_E_IO (also a name that leaves no room for those of temporary files), SDN_E_NOMEM, SDN_E_MISUSE (path is NULL). */
sdn_code sdn__path_open(const char *path, sdn_path *resolved, sdn_error *err);

/* Whether the path still leads to the open directory and name; *is_current is true if so. One system call, unless the
 * last part of the path is a link. On failure *is_current is untouched. SDN_E_IO (the directory was removed, and the path
 * names no other one; it cannot be looked at), SDN_E_NOMEM. */
sdn_code sdn__path_check(const sdn_path *resolved, bool *is_current, sdn_error *err);

/* Resolves the path anew. No lock of the place may be held. On failure *place is untouched. The errors of
 * sdn__path_open. */
sdn_code sdn__path_reopen(sdn_path *resolved, sdn_error *err);

/* Frees what the place holds and empties it. */
void sdn__path_close(sdn_path *resolved);

/* `name` with its extension, if it has one, replaced by `extension`: ("a.db", "sdn.lock") gives "a.sdn.lock".
 * A leading dot starts no extension. The caller frees it with sdn__free; NULL when memory ran out. */
char *sdn__path_replace_extension(const char *name, const char *extension);

#endif
