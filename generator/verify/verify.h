/*
 * Verifying: what is wrong with the data of an open file, measured by its schema.
 *
 * First it is found, as a list of findings with their places; then it is reported, as messages with causes and advice.
 * So the same findings can be counted instead (what a change of a schema breaks), and there is one search for both.
 *
 * Calling sequence: source_init_data or source_read_data, data_file_open of the same bytes, verify_find,
 * verify_find_references with the other files of the run, verify_report; verify_release.
 */
#ifndef SDNC_VERIFY_VERIFY_H
#define SDNC_VERIFY_VERIFY_H

#include <sdn/error.h>

#include "data/data_file.h"
#include "diag/diag.h"

typedef struct verify_finding {
    sdn_problem problem;
    const data_table *table; /* NULL: it is about the file */
    bool is_warning;
} verify_finding;

/* A file that is verified: what is in it, and its text as messages show it. */
typedef struct verify_file {
    const data_file *data;
    const source_file *source;
    verify_finding *findings; /* `count` of them, in no order */
    size_t count;
    size_t capacity;
    sdn_arena arena; /* of messages that the library does not have */
} verify_file;

/* Finds what is wrong in the file by itself. `file` has data and source, and is else zero. SDN_E_NOMEM. */
sdn_code verify_find(verify_file *file, sdn_error *err);

/* Finds references to records that do not exist, of fields that refer to a table which file `which` of the files does
 * not have: among the others, by the name of the record and of the file of its schema. If none has that table the
 * references are not checked, which is a finding that is a warning. SDN_E_NOMEM. */
sdn_code verify_find_references(verify_file *files, size_t count, size_t which, sdn_error *err);

/* Whether any field of these files refers to a table that none of them has. */
bool verify_leads_outside(const verify_file *files, size_t count);

/* Adds messages for all findings, with notes and suggestions. Out of memory is in `diags`. */
void verify_report(const verify_file *file, diag_list *diags);

void verify_release(verify_file *file);

#endif
