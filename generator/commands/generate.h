/* The command `generate`: schemas to C, from end to end. */
#ifndef SDNC_COMMANDS_GENERATE_H
#define SDNC_COMMANDS_GENERATE_H

#include <stdbool.h>

#include "commands/command.h"
#include "syntax/load.h"

typedef enum generate_mode {
    GENERATE_FILES,  /* write what differs */
    GENERATE_LIST,   /* the paths of the files there would be; the schemas are not even read */
    GENERATE_STDOUT, /* all files to standard output */
    GENERATE_CHECK,  /* compare with what is there: the difference to standard output */
    GENERATE_AST     /* the schemas as they are read, to standard output; what names mean is not looked at */
} generate_mode;

typedef struct generate_options {
    generate_mode mode;
    load_request schemas;
    const char *out_dir; /* NULL: names stand alone; not for GENERATE_FILES and GENERATE_CHECK */
    const char *depfile; /* NULL: none */
    diag_style style;    /* of diagnostics and other messages */
    bool strict;         /* warnings are errors */
} generate_options;

/* Warnings alone are fine. On anything but COMMAND_FINE nothing was written. */
command_status command_generate(const generate_options *options, command_report *report);

#endif
