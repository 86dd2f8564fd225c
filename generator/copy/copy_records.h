/* Makes tables as others are, by the fewest changes. */
#ifndef SDNC_COPY_COPY_RECORDS_H
#define SDNC_COPY_COPY_RECORDS_H

#include <stdbool.h>

#include <sdn/arena.h>

#include "data/data_file.h"
#include "data/record_diff.h"

/* A copy of some tables of a file or database to the same tables of another one: files of data_file_open_versions. */
typedef struct record_copy {
    const data_file *from;
    const data_file *to;
    const bool *chosen; /* by table */
    bool keep_others;   /* records that `from` does not have stay */
    sdn_arena *arena;
    size_t added, deleted, changed; /* what was done */
} record_copy;

/* Makes the changes on the stores of `to`, in a transaction; nothing is saved. On failure that is to be rolled back: the
 * errors of edits; SDN_E_INVALID if a record would not become the same, or two can only be there together, each because of
 * the other; *err names it. */
sdn_code record_copy_make(record_copy *copy, sdn_error *err);

#endif
