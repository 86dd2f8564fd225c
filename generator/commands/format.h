/* The command `format`: schemas in canonical layout. */
#ifndef SDNC_COMMANDS_FORMAT_H
#define SDNC_COMMANDS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "diag/diag.h"

typedef enum format_mode {
    FORMAT_STDOUT, /* the formatted schemas to standard output */
    FORMAT_WRITE,  /* files that differ are replaced */
    FORMAT_DIFF    /* the differences to standard output; a schema that differs is a finding */
} format_mode;

typedef struct format_options {
    format_mode mode;
    const char *const *files; /* "-" is standard input; not for FORMAT_WRITE */
    size_t file_count;
    diag_style style; /* of diagnostics */
} format_options;

/* If any schema has a syntax mistake, all of those are reported and nothing is written. What names mean is not
 * checked. */
command_status command_format(const format_options *options, command_report *report);

#endif
