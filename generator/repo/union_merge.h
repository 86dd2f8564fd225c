/* merge=union: the driver of git that keeps the lines of both sides. In a table that means both rows of a record that was
 * changed, and deleted rows back. */
#ifndef SDNC_REPO_UNION_MERGE_H
#define SDNC_REPO_UNION_MERGE_H

#include <stdbool.h>

#include <sdn/arena.h>

/* Why it must not be used for tables, and what to do, as `%s` with the path of the file; for messages. */
#define GIT_UNION_WARNING \
    "merge=union loses records of %s: it brings deleted rows back and keeps both rows of a changed one"
#define GIT_UNION_HELP "run: sdnc git-setup %s"

/* Whether git merges this file so, as .gitattributes and its kin say. False if that cannot be found out. */
bool git_merges_as_union(const char *path, sdn_arena *arena);

#endif
