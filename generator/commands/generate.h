/* The command `generate`: schemas to C, from end to end. */
#ifndef SDNC_COMMANDS_GENERATE_H
#define SDNC_COMMANDS_GENERATE_H

#include <stdbool.h>

#include <sdn/error.h>

#include "cli/command.h"
#include "emit/emit.h"
#include "syntax/load.h"

typedef enum generate_mode {
    GENERATE_FILES,  /* write what differs */
    GENERATE_LIST,   /* print the paths of the outputs; the schemas are not read */
    GENERATE_STDOUT, /* all files to standard output */
    GENERATE_CHECK,  /* compare with the existing files: the differences to standard output */
    GENERATE_AST     /* the schemas as they were parsed, to standard output; names are not resolved */
} generate_mode;

typedef struct generate_options {
    generate_mode mode;
    load_request schemas;
    const char *prefix;  /* of C names, for schemas that do not say theirs; NULL: none; see generate_check_prefix */
    const char *out_dir; /* NULL: file names without a directory; not for GENERATE_FILES and GENERATE_CHECK */
    const char *depfile; /* NULL: none */
    diag_style style;    /* of diagnostics and other messages */
    bool strict;         /* warnings are errors */
    emit_options emit;   /* a macro that is a name of a schema is refused */
} generate_options;

/* Whether C names can have this prefix; "" can, and is none. SDN_E_INVALID says why not, and what may be meant;
 * SDN_E_NOMEM. */
sdn_code generate_check_prefix(const char *prefix, sdn_error *err);

/* Warnings alone are fine. On anything but COMMAND_FINE nothing was written. */
command_status command_generate(const generate_options *options, command_report *report);

#endif
