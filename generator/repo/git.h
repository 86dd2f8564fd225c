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

/* The same with text on standard input, and standard output passed through to that of this program. */
sdn_code git_pass_through(const char *const *arguments, int *exit_code, sdn_error *err);

/* The content of a file in a revision, such as "HEAD~1"; revision "": in the index. `path` is as on the command line,
 * relative to the current directory. */
sdn_code git_read_blob(const char *revision, const char *path, sdn_str *bytes, sdn_arena *arena, sdn_error *err);

/* The value of an attribute of a path, as .gitattributes and its kin say: *value is empty if it is unspecified, unset, or
 * this is no repository. */
sdn_code git_attribute(const char *path, const char *attribute, sdn_str *value, sdn_arena *arena, sdn_error *err);

/* The root of the working tree that the current directory is in. */
sdn_code git_top_level(sdn_str *path, sdn_arena *arena, sdn_error *err);

#endif
