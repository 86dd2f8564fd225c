/*
 * Breaking changes: what a new version of a schema does to programs that use the old one [api], and to rows that were
 * written by it [data].
 *
 * What programs see follows from the two models. What happens to rows is not guessed from them: the data files are read
 * with both versions, and what is wrong now and was not before, or is read as another value, is counted.
 *
 * Calling sequence: breaking_load; breaking_find_api; breaking_find_data for each data file, breaking_report_data;
 * breaking_release.
 */
#ifndef SDNC_BREAKING_BREAKING_H
#define SDNC_BREAKING_BREAKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/error.h>

#include "data/data_file.h"
#include "diag/diag.h"
#include "syntax/load.h"

/* One version of a schema and of all that it imports. */
typedef struct breaking_side {
    load_result loaded;
    model made;
} breaking_side;

/* No field of the new version. */
#define BREAKING_GONE SIZE_MAX

/* A record in both versions. */
typedef struct breaking_record {
    const model_record *before, *after;
    size_t *after_of; /* for each field of before its position in after, or BREAKING_GONE */
    bool *is_guess;   /* whether that is by similarity alone: neither the name nor `was` says so */
} breaking_record;

/* What happens to rows. */
typedef enum breaking_effect {
    BREAKING_NOTHING,
    BREAKING_RULE,      /* a value is against a rule that is new or stricter */
    BREAKING_WORD,      /* a word that the enum had */
    BREAKING_VALUE,     /* a cell is no value of its field any more */
    BREAKING_KEY,       /* rows have the same key now */
    BREAKING_COLUMN,    /* no row can be read, since the table lacks a column */
    BREAKING_LOST,      /* a value has no field any more */
    BREAKING_RENAMED,   /* the same, but there is a field that probably means it */
    BREAKING_DIFFERENT, /* a value is read as another one */
    BREAKING_TABLE      /* a table is read by no record any more */
} breaking_effect;

/* One effect on one field, or one word of it, in one file. */
typedef struct breaking_group {
    breaking_effect effect;
    const breaking_record *record;
    size_t field;        /* in the later version, of a lost one in the earlier; BREAKING_GONE: none */
    const char *rule;    /* of BREAKING_RULE */
    sdn_str word;        /* of BREAKING_WORD */
    sdn_str path;        /* of the file */
    size_t count;        /* of rows */
    size_t rows;         /* that there are in the table */
    uint32_t first_line; /* of the rows that count */
    sdn_str first_text;  /* the value there */
} breaking_group;

/* A schema in two versions. */
typedef struct breaking_schema {
    breaking_side before, after;
    bool is_new;              /* there is no earlier version: nothing can break */
    bool is_changed;          /* the text of a file differs */
    breaking_record *records; /* `record_count` of them */
    size_t record_count;
    breaking_group *groups;
    size_t group_count;
    size_t group_capacity;
    const struct breaking_origin *origin;
    sdn_arena *arena;
    diag_list *diags;
} breaking_schema;

/* What is compared with what. */
typedef struct breaking_origin {
    const char *revision; /* of git, where the earlier version is */
    const char *file;     /* or another file; NULL: a revision */
    const char *const
        *compared; /* all schemas of the run: what they declare is not looked at where they are imported */
    size_t compared_count;
} breaking_origin;

/* Whether a schema of the earlier version is looked at: the one that was asked for, and imports that are not compared by
 * themselves. */
bool breaking_looks_at(const breaking_schema *schema, const model_schema *earlier);

/* Whether the schema, in either version, has a record for this table, and is to be asked what happens to its rows. */
bool breaking_has_table(const breaking_schema *schema, sdn_str table);

/* Loads both versions of the schema at `path`. Mistakes in either go to `diags`: then the result is SDN_E_INVALID.
 * SDN_E_NOMEM. */
sdn_code breaking_load(breaking_schema *schema, const char *path, const breaking_origin *origin, sdn_arena *arena,
                       diag_list *diags, sdn_error *err);
void breaking_release(breaking_schema *schema);

/* Adds messages about what programs see. SDN_E_NOMEM. */
sdn_code breaking_find_api(breaking_schema *schema, sdn_error *err);

/* Counts what happens to the rows of a file, which was opened twice from the bytes of `source`. SDN_E_NOMEM. */
sdn_code breaking_find_data(breaking_schema *schema, const data_file *before, const data_file *after,
                            const source_file *source, sdn_error *err);

/* Adds messages about what was counted. Out of memory is in the list of messages. */
void breaking_report_data(breaking_schema *schema);

#endif
