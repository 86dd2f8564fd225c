/* The command `format`: schemas and data files in canonical layout. */
#ifndef SDNC_COMMANDS_FORMAT_H
#define SDNC_COMMANDS_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/command.h"
#include "diag/diag.h"

typedef enum format_mode {
    FORMAT_STDOUT, /* the formatted files to standard output */
    FORMAT_WRITE,  /* files that differ are replaced */
    FORMAT_DIFF,   /* the differences to standard output; a file that differs is a finding */
    FORMAT_CHECK   /* the names of files that differ to standard output; each is a finding */
} format_mode;

typedef struct format_options {
    format_mode mode;
    const char *const *files; /* schemas end in .schema, others are data; "-" is a schema on standard input, not for
                               * FORMAT_WRITE */
    size_t file_count;
    const char *schema; /* of data files; NULL: it is looked for */
    diag_style style;   /* of diagnostics */
} format_options;

/* If any schema has a syntax mistake, or a data file cannot be read, all of that is reported and nothing is written. What
 * names of a schema mean is not checked, unless it is that of a data file. */
command_status command_format(const format_options *options, command_report *report);

#endif
