/*
 * Path: a resolved database path.
 *
 * A path is resolved when it is opened: symbolic links of its last part are followed, its directory is kept open, and
 * all later calls name files relative to that directory. So a save goes through a link and never replaces it.
 *
 * The path may mean another directory later: the directory was moved away and a copy got its name, git removed and
 * created it again, a link was set to the next release. sdn__path_check finds this out, sdn__path_reopen resolves the
 * path again. A relative path keeps its first start, so a change of the working directory does no harm.
 */
#ifndef SDN_FILE_PATH_H
#define SDN_FILE_PATH_H

#include "base/error.h"
#include "os/sys.h"

typedef struct sdn_path {
    int directory;   /* descriptor of the directory that holds the database */
    char *name;      /* of the database in it; need not exist */
    char *lock_name; /* of its lock file: the extension replaced by `sdn.lock` */
    char *path;      /* as the caller gave it, for messages */
    char *parent;    /* its part up to the last slash, that names the directory unless is_link; may be empty */
    int start;       /* the directory where a relative path starts; -1 if it is absolute or `directory` is the start */
    bool is_link;    /* the last part of the path is a symbolic link, or was one */
    bool is_local;   /* the directory is on a file system that no other machine can reach */
    sdn_stat opened; /* of `directory` */
} sdn_path;

/* An empty path; sdn__path_close allows it. */
#define SDN_PATH_INIT                \
    {                                \
        .directory = -1, .start = -1 \
    }

/* Resolves `path`. The file may be missing, its directory may not. On failure *resolved is untouched.
 * SDN_E_IO (also a name that leaves no room for those of temporary files), SDN_E_NOMEM, SDN_E_MISUSE (path is NULL). */
sdn_code sdn__path_open(const char *path, sdn_path *resolved, sdn_error *err);

/* Whether the path still leads to the open directory and name. One system call, unless the last part of the path is a
 * link. On failure *is_current is untouched. SDN_E_IO (the directory was removed, and the path names no other one; a
 * system call failed), SDN_E_NOMEM. */
sdn_code sdn__path_check(const sdn_path *resolved, bool *is_current, sdn_error *err);

/* Whether `path`, resolved now, would be the text that *resolved was made of, with the same start. Where it leads by now
 * is not asked. */
bool sdn__path_is_repeated(const sdn_path *resolved, const char *path);

/* Resolves the path again. No lock of the path may be held. On failure *resolved is untouched. The errors of
 * sdn__path_open. */
sdn_code sdn__path_reopen(sdn_path *resolved, sdn_error *err);

/* Closes and frees its members and empties it. */
void sdn__path_close(sdn_path *resolved);

/* `name` with its extension, if it has one, replaced by `extension`: ("a.db", "sdn.lock") gives "a.sdn.lock".
 * A leading dot starts no extension. The caller frees it with sdn__free; NULL when memory ran out. */
char *sdn__path_replace_extension(const char *name, const char *extension);

#endif
