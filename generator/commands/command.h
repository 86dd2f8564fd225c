/* What all commands have in common: they print nothing, but return in a report what is to be printed. */
#ifndef SDNC_COMMANDS_COMMAND_H
#define SDNC_COMMANDS_COMMAND_H

#include "diag/text.h"

/*
 * How a command ended, and the exit code of the program. Inside the commands a function that can fail returns it too,
 * and has then added its message to the report: the caller only passes it on.
 */
typedef enum command_status {
    COMMAND_FINE = 0,
    COMMAND_FINDINGS = 1, /* mistakes in a schema, stale files */
    COMMAND_FAILED = 2    /* wrong usage, or a file could not be read or written, or memory ran out */
} command_status;

/* Owned by the caller, who releases both. */
typedef struct command_report {
    sdn_buffer out; /* for standard output */
    sdn_buffer err; /* for standard error */
} command_report;

#endif
