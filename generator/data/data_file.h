/*
 * Data files: an SDN file with all its tables open, each with the record type that its schema describes. So is a database,
 * if its URI is given instead of a path (data_place.h).
 *
 * Which schema: the one that is named; else the git attribute `sdn-schema` of the file; else the nearest `*.schema` with
 * a record for one of the tables of the file: in the directory of the file, its `schemas/`, then the same in each
 * directory above, up to the root of the repository. Two candidates in one directory are an error that names both.
 * Without a repository only the directory of the file and its `schemas/` count. A path in the attribute starts at the
 * root of the working tree. A file without tables belongs to the only schema of a directory.
 *
 * Tables without a record are opened untyped (dynamic_type.h); then the first column is the key if it can be one.
 *
 * A table that only the schema has is empty, and references of other records to it are not checked: a schema may describe
 * tables of several files.
 *
 * A database has the tables that its schema says, all of them or the one of the record that is named. Its schema is looked
 * for where data_place_path says, as that of a file without tables; if files with tables are opened with it, beside the
 * newest of these.
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
    bool leave_other_columns; /* columns that the schema does not know are no fields, unless another version has them */
    bool may_be_database;     /* else a URI of one is SDN_E_MISUSE */
    const sdn_options *options; /* NULL: defaults */
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

/*
 * Opens several versions of a file at once, the newest last: opened[i] as requests[i] says. All have the same tables in
 * the same order, with the same types, so that records of one can be compared with those of another; the types have all
 * columns of all versions. The schema is that of the last request. The errors of data_file_open. The files are to be
 * closed in any case, all together.
 */
sdn_code data_file_open_versions(data_file *opened, const data_request *requests, size_t count, diag_list *diags,
                                 sdn_error *err);
void data_files_close(data_file *opened, size_t count);

/* The table that the user means: the one of this name; with NULL the only one that is in the file (or that the schema
 * has, if the file has none). SDN_E_NOT_FOUND, SDN_E_MISUSE (several); the message lists the tables. */
sdn_code data_file_table(const data_file *file, const char *name, const data_table **found, sdn_error *err);

#endif
