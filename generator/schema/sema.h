/* Sema: from schemas as written to the model, with every check of meaning on the way. */
#ifndef SDNC_SCHEMA_SEMA_H
#define SDNC_SCHEMA_SEMA_H

#include <sdn/arena.h>

#include "schema/diag.h"
#include "schema/load.h"
#include "schema/model.h"

/*
 * Checks all units together and builds *made in the arena. Mistakes go to `diags`; the model is fit for
 * emitters only if there are none. Returns 0, or -1 when memory ran out.
 */
int sema_check(const load_result *loaded, sdn_arena *arena, diag_list *diags, model *made);

#endif
