/*
 * What the user is told, and the exit status that goes with it.
 */
#ifndef BUGS_REPORT_H
#define BUGS_REPORT_H

#include "bug.h"

#include <stdio.h>

/* The exit statuses of the program. */
enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1, /* no such bug, a value that is not allowed, a conflict, rows that cannot be read */
    EXIT_USAGE = 2,   /* the command line is wrong */
    EXIT_BUSY = 3,    /* another program holds the lock: try again */
    EXIT_FAILED = 4   /* the file, or memory, cannot be used */
};

/* Prints an error, and the fields in conflict if there are any. Returns the exit status for it. */
int report_error(const bug_store *bugs, const sdn_error *err);

/* Lists the rows of the file that cannot be read: no look-up or walk has them. Returns EXIT_REFUSED if there are any,
 * else EXIT_DONE. */
int report_problems(const bug_store *bugs, const char *path);

/* Prints text on one line; each control character, which a terminal would obey, is shown as `?`. */
void print_text(FILE *out, sdn_str text);

#endif
