/* The command `ddl`: schemas to SQL that makes their tables. */
#ifndef SDNC_COMMANDS_DDL_H
#define SDNC_COMMANDS_DDL_H

#include "cli/command.h"
#include "diag/diag.h"
#include "sql/sql_text.h"
#include "syntax/load.h"

typedef struct ddl_options {
    sql_dialect dialect;
    const char *namespace; /* see ddl_request */
    load_request schemas;
    diag_style style; /* of diagnostics */
} ddl_options;

/* Prints the tables of the requested schemas. Warnings alone are fine; on anything but COMMAND_FINE nothing is printed. */
command_status command_ddl(const ddl_options *options, command_report *report);

#endif
