/*
 * Which schema belongs to a data file: the one that is named; else the git attribute `sdn-schema` of the file; else the
 * nearest. data_file.h has the rules.
 */
#ifndef SDNC_DATA_SCHEMA_LOOKUP_H
#define SDNC_DATA_SCHEMA_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/error.h>
#include <sdn/str.h>

/* What is known of the file. */
typedef struct schema_lookup {
    const char *path;      /* of the data file */
    const char *named;     /* FILE or FILE:Record; NULL: none is named */
    const sdn_str *tables; /* of the file */
    size_t table_count;
    bool attribute_last; /* the nearest schema counts before the attribute: it is found without running git */
} schema_lookup;

/* The answer. Several files describe different tables. */
typedef struct schema_choice {
    const char **files;
    size_t count;   /* 0: no schema describes the file */
    sdn_str record; /* the one that is meant; empty: those with a table in the file */
} schema_choice;

/* *choice is in the arena. Whether the files can be read is not known yet. SDN_E_MISUSE: two schemas of one directory
 * describe the same table; SDN_E_NOMEM; the errors of git_attribute. */
sdn_code schema_choose(const schema_lookup *lookup, schema_choice *choice, sdn_arena *arena, sdn_error *err);

#endif
