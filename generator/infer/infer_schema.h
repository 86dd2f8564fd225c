/*
 * A schema for the rows of an input: the narrowest one that loses nothing of them. Above each field a comment says what was
 * seen, so that people can decide what to change.
 */
#ifndef SDNC_INFER_INFER_SCHEMA_H
#define SDNC_INFER_INFER_SCHEMA_H

#include <sdn/error.h>

#include "base/buffer.h"
#include "infer/input_profile.h"

typedef struct infer_request {
    const input_profile *profile; /* names are assigned */
    const char *input;            /* where the rows are from, for the comment at the top */
    sdn_str table;                /* of the record; a name of the language */
    sdn_str record;               /* its name; empty: made of the table's */
    sdn_str key; /* the name, in the input or as a field, of what is to be the key; empty: what fits best */
} infer_request;

/* Appends the schema, which has no mistakes. SDN_E_INVALID: the input has no names, or too many; or the key cannot be one:
 * the message says why. SDN_E_NOT_FOUND: there is no such key. SDN_E_NOMEM. */
sdn_code infer_schema(const infer_request *request, sdn_buffer *out, sdn_error *err);

/* A name for a table that is made of a file's name: without directory and ending, in letters, digits and `_`. ptr is NULL
 * when memory ran out. */
sdn_str infer_table_name(sdn_str path, sdn_arena *arena);

#endif
