/* The command `ddl`: schemas to SQL that makes their tables, printed, or compared with a database. */
#ifndef SDNC_COMMANDS_DDL_H
#define SDNC_COMMANDS_DDL_H

#include "cli/command.h"
#include "diag/diag.h"
#include "live/live.h"
#include "sql/sql_text.h"
#include "syntax/load.h"

typedef struct ddl_options {
    sql_dialect dialect;
    const char *namespace; /* see ddl_request */
    size_t log_days;
    bool has_log_days; /* it was asked for, so a database is compared by it too */
    load_request schemas;
    diag_style style; /* of diagnostics */
    const char *uri;  /* of a database that is compared; NULL: the SQL is printed */
    const live_database *live;
    uint32_t lock_timeout_ms; /* of the database */
    bool applies;             /* what is missing is made */
} ddl_options;

/* Prints the tables of the requested schemas. Warnings alone are fine; on anything but COMMAND_FINE nothing is printed.
 * With a database: what differs in it is printed, COMMAND_FINDINGS; if it applies, the SQL that was run. */
command_status command_ddl(const ddl_options *options, command_report *report);

#endif
