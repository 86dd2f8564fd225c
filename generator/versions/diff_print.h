/* The two forms in which differences are printed: lines for people, and JSON lines, which apply reads. */
#ifndef SDNC_VERSIONS_DIFF_PRINT_H
#define SDNC_VERSIONS_DIFF_PRINT_H

#include "cli/command.h"
#include "data/record_diff.h"

/* The differences of one table, and how they are printed. */
typedef struct diff_table {
    const sdn_record_type *type;
    const record_diff *diff;
    bool named; /* the file has several tables: each line says which one it is about */
    bool color;
} diff_table;

/*
 *   ~ 3   status: open -> done
 *   + 11  area: lexer, description: "fold constants"
 *   - 4   description: fourth
 *
 * Of records that are new or gone, the fields that are not at their default are shown. Returns false when the output
 * cannot be printed, or memory ran out (report->out.out_of_memory).
 */
bool diff_print_text(const diff_table *table, command_report *report);

/* {"id":"3","status":"done"} for a change, all fields for a new record, {"id":"4","$delete":true}. As diff_print_text. */
bool diff_print_json(const diff_table *table, command_report *report);

#endif
