/*
 * Record types made at run time: the sdn_record_type that generated code would have for a record of a schema, with the
 * struct laid out as a C compiler does it. So the whole library works on tables of any schema, or of none, without
 * compiling anything.
 *
 * Columns of a file that the schema does not name become further fields, of type string, after those of the schema; so
 * they can be shown, compared and merged. Without a schema all columns are such fields, and the first is the key.
 */
#ifndef SDNC_DATA_DYNAMIC_TYPE_H
#define SDNC_DATA_DYNAMIC_TYPE_H

#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/record.h>

#include "model/model.h"

/* One type to be made. */
typedef struct dynamic_request {
    const model_record *record; /* NULL: no schema */
    sdn_str table;              /* its name in the file */
    const sdn_str *extra;       /* columns that the record lacks */
    size_t extra_count;
    bool without_key; /* of a table without schema: no column is the key */
    bool absent; /* the file lacks the table: references of other records to it cannot be checked, and are left out */
} dynamic_request;

/* Makes a type for each request; references between their records are resolved among them, references to others are
 * left out. types[i] is that of requests[i]. Everything is in the arena. Returns 0, or -1 when memory ran out. */
int dynamic_types_make(const dynamic_request *requests, size_t count, sdn_arena *arena, const sdn_record_type **types);

#endif
