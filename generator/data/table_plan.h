/* Which record types the tables of a file, or of several versions of it, need. */
#ifndef SDNC_DATA_TABLE_PLAN_H
#define SDNC_DATA_TABLE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>

#include "data/dynamic_type.h"
#include "model/model.h"
#include "text/document.h"

/* What there is to plan from. */
typedef struct table_sources {
    const sdn_document *const *versions; /* of one file, the newest last */
    size_t version_count;
    const bool *leave_other_columns; /* by version: columns that its schema lacks are not asked for; NULL: all are */
    const model *schemas;            /* NULL: none */
    sdn_str record;                  /* of the schemas, the one that is meant; empty: those with a table in a version */
    bool has_database;               /* one of the versions is one: it has all tables that are meant */
} table_sources;

typedef struct table_plan {
    dynamic_request *requests; /* tables of the newest version in its order, then of older ones, then of the schema */
    size_t count;
    size_t in_files; /* the first of them, which are in a version; the others only the schema has */
} table_plan;

/* Makes the plan, in the arena. SDN_E_NOMEM. */
sdn_code table_plan_make(const table_sources *sources, table_plan *plan, sdn_arena *arena, sdn_error *err);

#endif
