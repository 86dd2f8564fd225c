/*
 * Data files: an SDN file with all its tables open, each with the record type that its schema describes.
 *
 * Which schema: the one that is named; else the git attribute `sdn-schema` of the file; else the nearest `*.schema` with
 * a record for one of the tables of the file: in the directory of the file, its `schemas/`, then the same in each
 * directory above, up to the root of the repository. Two candidates in one directory are an error that names both.
 * Tables without a record are opened untyped (dynamic_type.h).
 *
 * Calling sequence: data_file_open, then the functions of <sdn/store.h> on file->tables[i].store and on file->file,
 * data_file_close.
 */
#ifndef SDNC_DATA_DATA_FILE_H
#define SDNC_DATA_DATA_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include <sdn/arena.h>
#include <sdn/store.h>

#include "diag/diag.h"
#include "model/model.h"

/* What is to be opened. Members that are left 0 mean the usual. */
typedef struct data_request {
    const char *path;            /* of the file; "-": standard input; by it the schema is found, and messages name it */
    const char *revision;        /* of git, to read the file from; "": the index. NULL: the file on disk */
    const sdn_str *bytes;        /* the content, instead of a file; NULL: none */
    const char *schema;          /* FILE or FILE:Record; NULL: it is looked for */
    const char *schema_revision; /* of git, to read the schema from; NULL: from disk */
    bool never_fail_for_schema;  /* a schema that is missing or has mistakes counts as none */
    bool must_exist;             /* a file that is not there is an error (SDN_E_NOT_FOUND), not an empty one */
    const sdn_options *options;  /* NULL: defaults */
} data_request;

typedef struct data_table {
    const sdn_record_type *type;
    const model_record *record; /* NULL: no schema describes it */
    sdn_store *store;
    bool in_file; /* false: only the schema has it */
} data_table;

typedef struct data_file {
    sdn_arena arena;      /* of everything here */
    sdn_str path;         /* as in messages */
    sdn_str schema_path;  /* empty: none */
    const model *schemas; /* NULL: none */
    sdn_file *file;       /* one that is not on disk cannot be saved (sdn__file_from_bytes) */
    data_table *tables;   /* in the order of the file, then those that only the schema has */
    size_t table_count;
} data_file;

/* Opens a file. Mistakes in the schema go to `diags`, whose sources and arena are the caller's; then the result is
 * SDN_E_INVALID with a message that says only which schema it is. *opened is to be closed in any case. SDN_E_NOT_FOUND,
 * SDN_E_SYNTAX, SDN_E_IO, SDN_E_LIMIT, SDN_E_NOMEM, SDN_E_MISUSE (several candidates for the schema). */
sdn_code data_file_open(data_file *opened, const data_request *request, diag_list *diags, sdn_error *err);
void data_file_close(data_file *opened);

/* The table that the user means: the one of this name; with NULL the only one that is in the file (or that the schema
 * has, if the file has none). SDN_E_NOT_FOUND, SDN_E_MISUSE (several); the message lists the tables. */
sdn_code data_file_table(const data_file *file, const char *name, const data_table **found, sdn_error *err);

#endif
