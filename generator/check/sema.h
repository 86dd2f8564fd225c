/* Sema: from the syntax trees to the model, with all checks of meaning on the way. */
#ifndef SDNC_CHECK_SEMA_H
#define SDNC_CHECK_SEMA_H

#include <sdn/arena.h>

#include "diag/diag.h"
#include "model/model.h"
#include "syntax/load.h"

/*
 * Checks all units together and builds *made in the arena. `prefix`, which cname_bad_prefix allows, is that of the
 * schemas that do not say their own. Mistakes go to `diags`; the model may be given to emitters only if there are none.
 * Returns 0, or -1 when memory ran out.
 */
int sema_check(const load_result *loaded, sdn_str prefix, sdn_arena *arena, diag_list *diags, model *made);

#endif
