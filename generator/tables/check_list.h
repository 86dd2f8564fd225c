/* Files of a repository: data files, or schemas. */
#ifndef SDNC_TABLES_CHECK_LIST_H
#define SDNC_TABLES_CHECK_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>

/* Where the versions that are checked are. */
typedef enum check_version {
    CHECK_ON_DISK,
    CHECK_STAGED,  /* what git has in the index */
    CHECK_REVISION /* what it has in a revision */
} check_version;

typedef struct checked_paths {
    const char **paths; /* `count` of them, relative to the current directory; in the arena */
    size_t count;
} checked_paths;

/* The files of the repository with an extension, such as ".sdn": those that git tracks, those that are staged, or those of
 * `revision`. SDN_E_NOT_FOUND (no repository, no such revision), SDN_E_IO, SDN_E_NOMEM. */
sdn_code check_list_repository(check_version version, const char *revision, const char *extension, checked_paths *list,
                               sdn_arena *arena, sdn_error *err);

/* Takes the paths out of a list that another one has. */
void check_list_subtract(checked_paths *from, const checked_paths *those);

/* Whether a path ends in an extension, such as ".schema". */
bool check_list_ends_in(const char *path, const char *extension);

#endif
