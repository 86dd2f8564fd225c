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

/* What is said besides the schema. */
typedef struct emit_options {
    sdn_str export_macro;  /* written before each declaration of a function or object; "" for none */
    sdn_str export_header; /* the header that is included for it; "" for none */
} emit_options;

typedef struct emit_output {
    sdn_str name; /* of the file, without directory */
    sdn_str text;
} emit_output;

/* The names of the files that emit_schema makes. Returns their number, or 0 when memory ran out. */
size_t emit_output_names(const model_schema *schema, sdn_str names[EMIT_OUTPUTS_MAX], sdn_arena *arena);

/* Makes all files of a schema; no options are NULL. Returns 0, or -1 when memory ran out; outputs are set on success
 * only. */
int emit_schema(const model_schema *schema, const emit_options *options, emit_output outputs[EMIT_OUTPUTS_MAX],
                size_t *count, sdn_arena *arena);

#endif
