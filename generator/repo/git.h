/*
 * git: what sdnc asks of it, by running the program `git` with an argument vector, never through a shell. No library of
 * git is needed, and repositories of every kind that the installed git knows can be read.
 *
 * Errors: SDN_E_NOT_FOUND if git is not installed, this is no repository, or there is no such revision or path; the
 * message is what git said. SDN_E_IO, SDN_E_NOMEM.
 */
#ifndef SDNC_REPO_GIT_H
#define SDNC_REPO_GIT_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

/* Runs `git ARGUMENT...` in `directory` (NULL: the current one), `arguments` ending with NULL. *output gets its standard
 * output, in the arena; *exit_code its exit code, NULL: another than 0 is an error. */
sdn_code git_run(const char *directory, const char *const *arguments, sdn_str *output, int *exit_code, sdn_arena *arena,
                 sdn_error *err);

/* How git is to be asked about a file: in which directory (NULL: the current one), and what the file is called there. A
 * file may be in another repository than the current directory; in a hook, where GIT_DIR is set, it is not. */
typedef struct git_place {
    const char *directory;
    const char *name; /* part of the path */
} git_place;

/* Where git is to be asked about `path`; what it needs is in the arena. SDN_E_NOMEM. */
sdn_code git_place_of(const char *path, git_place *place, sdn_arena *arena, sdn_error *err);

/* The content of a file in a revision, such as "HEAD~1"; revision "": in the index. `path` is as on the command line,
 * relative to the current directory. A file that the index has in conflict: SDN_E_NOT_FOUND, and what to do. */
sdn_code git_read_blob(const char *revision, const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err);

/* Whether a revision, or the index, has a file. SDN_E_NOT_FOUND: there is no such revision; SDN_E_IO, SDN_E_NOMEM. */
sdn_code git_has_file(const char *revision, const char *path, bool *has, sdn_arena *arena, sdn_error *err);

/* The path, from the current directory, of what is `path` from the root of the working tree. Errors as those of git_run. */
sdn_code git_path_from_root(const char *path, sdn_str *made, sdn_arena *arena, sdn_error *err);

/* The value of an attribute of a path, as .gitattributes and its kin say: *value is empty if it is unspecified, unset, or
 * this is no repository. git is run only if one of the files where attributes of the path can stand mentions the attribute;
 * those that core.attributesFile names are not looked at. SDN_E_NOT_FOUND, SDN_E_IO, SDN_E_NOMEM. */
sdn_code git_attribute(const char *path, const char *attribute, sdn_str *value, sdn_arena *arena, sdn_error *err);

/* The root of the working tree that the current directory is in. */
sdn_code git_top_level(sdn_str *path, sdn_arena *arena, sdn_error *err);

#endif
