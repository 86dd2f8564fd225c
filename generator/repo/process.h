/* Running another program and collecting what it prints. */
#ifndef SDNC_REPO_PROCESS_H
#define SDNC_REPO_PROCESS_H

#include <sdn/error.h>

#include "base/buffer.h"

/* What became of it. */
typedef struct process_result {
    sdn_buffer out; /* its standard output */
    sdn_buffer err; /* its standard error */
    int exit_code;  /* 128 and the number of the signal, if one ended it */
} process_result;

/* Runs the program arguments[0], which is looked for in PATH, with the arguments up to a NULL, in the locale C, without
 * standard input. *result is to be released in any case. SDN_E_NOT_FOUND: there is no such program; SDN_E_IO,
 * SDN_E_NOMEM. */
sdn_code process_run(const char *const *arguments, process_result *result, sdn_error *err);
void process_release(process_result *result);

#endif
