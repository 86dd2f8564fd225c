/*
 * Emit: the C header and source of one schema, as text in memory.
 *
 * Reads the model only, and trusts it: names are usable in C, literals are in range, types exist in ctype.
 * All results are in the arena.
 */
#ifndef SDNC_EMIT_EMIT_H
#define SDNC_EMIT_EMIT_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/str.h>

#include "model/model.h"

enum { EMIT_OUTPUTS_MAX = 4 };

typedef struct emit_output {
    sdn_str name; /* of the file, without directory */
    sdn_str text;
} emit_output;

/* The names of the files that emit_schema makes. Returns their number, or 0 when memory ran out. */
size_t emit_output_names(const model_schema *schema, sdn_str names[EMIT_OUTPUTS_MAX], sdn_arena *arena);

/* Makes all files of a schema. Returns 0, or -1 when memory ran out; outputs are set on success only. */
int emit_schema(const model_schema *schema, emit_output outputs[EMIT_OUTPUTS_MAX], size_t *count, sdn_arena *arena);

#endif
