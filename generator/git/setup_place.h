/*
 * Where the repository is, seen from the current directory; and paths from its root.
 *
 * Files are opened and named by paths that are relative to the current directory; .gitattributes at the root of the
 * working tree has paths that are relative to that root. No path is absolute.
 */
#ifndef SDNC_GIT_SETUP_PLACE_H
#define SDNC_GIT_SETUP_PLACE_H

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

#include "base/buffer.h"

typedef struct setup_place {
    sdn_str prefix; /* from the root to the current directory: "data/"; empty at the root */
    sdn_str up;     /* from the current directory to the root: "../"; empty at the root */
} setup_place;

/* SDN_E_NOT_FOUND if the current directory is in no working tree; the errors of git_run. */
sdn_code setup_place_find(setup_place *place, sdn_arena *arena, sdn_error *err);

/* Appends the path from the root of one that is relative to the current directory, without `.` and `..`. Returns 0, or
 * -1 if it leads out of the working tree, or is absolute. */
int setup_place_inside(const setup_place *place, sdn_str path, sdn_buffer *inside);

#endif
