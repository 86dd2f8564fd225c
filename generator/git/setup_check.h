/* git-setup --check: whether this clone does what its .gitattributes says. */
#ifndef SDNC_GIT_SETUP_CHECK_H
#define SDNC_GIT_SETUP_CHECK_H

#include "git/setup_place.h"

#include "diag/diag.h"

/* Adds an error for each of these: files have merge=sdn, but git has no driver of that name, or one that this sdnc does
 * not write; the same for diff=sdn; a table that git merges as merge=union. `attributes` is .gitattributes of the root.
 * The errors of git_run. */
sdn_code setup_check(const setup_place *place, const source_file *attributes, diag_list *diags, sdn_arena *arena,
                     sdn_error *err);

#endif
