/*
 * Progress: how far a command is that takes more than a second, on a line of standard error that is overwritten and at last
 * removed. Nothing is shown if standard error is no terminal.
 *
 * Calling sequence: progress_start, progress_step as often as is convenient, progress_end before anything is printed.
 */
#ifndef SDNC_CLI_PROGRESS_H
#define SDNC_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct progress {
    const char *what; /* "reading operations"; NULL: nothing is shown */
    size_t total;     /* of the steps; 0: not known */
    size_t next;      /* the step at which the clock is looked at again */
    int64_t shown_ms; /* when the line was printed last, or the command started */
    bool is_visible;
} progress;

/* Starts the count. The text stays the caller's. */
void progress_start(progress *p, const char *what, size_t total);

/* `done` steps are done; cheap enough to be called for each row. */
void progress_step(progress *p, size_t done);
void progress_end(progress *p);

#endif
