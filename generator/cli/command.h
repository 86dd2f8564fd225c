/* What all commands have in common: they print nothing, but return in a report what is to be printed. */
#ifndef SDNC_CLI_COMMAND_H
#define SDNC_CLI_COMMAND_H

#include <sdn/error.h>

#include "diag/text.h"

/*
 * How a command ended, and the exit code of the program. Inside the commands a function that can fail returns it too,
 * and has then added its message to the report: the caller only passes it on.
 */
typedef enum command_status {
    COMMAND_FINE = 0,
    COMMAND_FINDINGS = 1, /* mistakes, differences, conflicts, no such record */
    COMMAND_FAILED = 2,   /* wrong usage, or a file could not be read or written, or memory ran out */
    COMMAND_BUSY = 3      /* the lock was not free in time: nothing was changed, trying again may succeed */
} command_status;

/* Owned by the caller, who releases both buffers. */
typedef struct command_report {
    sdn_buffer out; /* for standard output */
    sdn_buffer err; /* for standard error */

    /* Prints `out` and empties it, so that large outputs need little memory; false: it cannot be printed, the command
     * should end. NULL, as in tests: `out` keeps everything. */
    bool (*flush)(struct command_report *report);
} command_report;

/* A report without anything, and without flush. */
#define COMMAND_REPORT_INIT                    \
    {                                          \
        SDN_BUFFER_INIT, SDN_BUFFER_INIT, NULL \
    }

/* Flushes once there is much to print; false as flush. To be called now and then while much is added. */
bool report_flush_if_large(command_report *report);

/* Adds the message of an error as `sdnc: MESSAGE`. Returns COMMAND_BUSY for SDN_E_TIMEOUT, else COMMAND_FAILED. */
command_status report_error(command_report *report, const sdn_error *err);

/* Adds `sdnc: out of memory`; returns COMMAND_FAILED. */
command_status report_out_of_memory(command_report *report);

#endif
