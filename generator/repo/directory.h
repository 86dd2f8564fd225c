/* Directories and small files: what is in them, and where they are in the tree. A directory is named by a path without
 * final slash; "." is the current one. */
#ifndef SDNC_REPO_DIRECTORY_H
#define SDNC_REPO_DIRECTORY_H

#include <stdbool.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "base/buffer.h"

bool directory_exists(const char *path);

/* Whether there is something of this name, other than a directory. */
bool directory_has_file(const char *path);

/* The directory of a file; the one above another. In the arena; NULL when memory ran out, or there is none above. */
const char *directory_of_file(const char *path, sdn_arena *arena);
const char *directory_above(const char *path, sdn_arena *arena);

/* Where a symbolic link leads, through others too; a path that is none is returned itself. In the arena; NULL when memory
 * ran out. */
const char *directory_follow_links(const char *path, sdn_arena *arena);

/* `name` in a directory; in the arena, NULL when memory ran out. */
const char *directory_join(const char *path, const char *name, sdn_arena *arena);

/* The nearest directory, from this one upwards, that has `.git`: the root of a working tree. NULL: there is none, or
 * memory ran out. */
const char *directory_root(const char *path, sdn_arena *arena);

/* The names in a directory that end in `suffix`, sorted; in the arena. Of a directory that cannot be read: none. Returns
 * 0, or -1 when memory ran out. */
int directory_list(const char *path, const char *suffix, sdn_arena *arena, sdn_str_list *names);

/* Reads a file of at most a megabyte; one that cannot be read, or is larger, counts as empty. The text is in the arena;
 * its ptr is NULL when memory ran out. */
sdn_str directory_read_small(const char *path, sdn_arena *arena);

#endif
