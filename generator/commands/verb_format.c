/* The verb `format`. */
#include "commands/verbs.h"

#include <string.h>

#include "commands/format.h"
#include "data/data_place.h"

static const verb_option format_verb_options[] = {
    {"--diff", "-d", NULL, NULL, "print how they differ from it instead, and fail if any does", false},
    {"--write", "-w", NULL, NULL, "replace the files that differ from it instead", false},
    {"--check", NULL, NULL, NULL, "print only the names of files that differ from it, and fail if any does", false},
    {"--schema", NULL, "SCHEMA", NULL, "the schema of the data files, FILE or FILE:Record, instead of the one found",
     false},
    {0},
};

static command_status require_files(const verb_invocation *call, command_report *report)
{
    sdn_error err = {0};
    for (size_t i = 0; i < call->operand_count; i++)
        if (data_place_require_file(call->operands[i], &err) != SDN_OK)
            return report_error(report, &err);
    return COMMAND_FINE;
}

static command_status run_format(const verb_invocation *call, command_report *report)
{
    bool write = invocation_has(call, "--write");
    format_options options = {
        .mode = write                             ? FORMAT_WRITE
                : invocation_has(call, "--diff")  ? FORMAT_DIFF
                : invocation_has(call, "--check") ? FORMAT_CHECK
                                                  : FORMAT_STDOUT,
        .files = call->operands,
        .file_count = call->operand_count,
        .schema = invocation_value(call, "--schema"),
        .style = call->style,
    };
    command_status status = invocation_exclude(call, report, "--write", "--diff");
    if (status == COMMAND_FINE)
        status = invocation_exclude(call, report, "--write", "--check");
    if (status == COMMAND_FINE)
        status = invocation_exclude(call, report, "--diff", "--check");
    size_t inputs = 0;
    for (size_t i = 0; i < call->operand_count; i++)
        inputs += strcmp(call->operands[i], "-") == 0;
    if (status == COMMAND_FINE && inputs > 1)
        status = usage_error(call, report, "standard input is given twice");
    if (status == COMMAND_FINE && inputs > 0 && write)
        status = usage_error(call, report, "standard input cannot be replaced; leave -w out");
    if (status == COMMAND_FINE)
        status = require_files(call, report);
    return status == COMMAND_FINE ? command_format(&options, report) : status;
}

const verb verb_format = {
    .name = "format",
    .alias = "fmt",
    .usage = "[-d | -w | --check] [--schema SCHEMA] FILE...",
    .summary = "print schemas and data files in canonical layout",
    .description = "Prints schemas, which end in .schema, and data files in the canonical layout. Comments are kept.\n"
                   "\n"
                   "The tables of data files get aligned columns, and are sorted by key if the schema says order by "
                   "key. Only blanks "
                   "and the order of rows change, no value and no spelling. Rows that cannot be read stay as they are. "
                   "The result is "
                   "read again and compared before it is printed or written.",
    .exit_codes = "1 if a file has a mistake, or -d or --check found a difference; 2 if the command line is wrong or a "
                  "file cannot "
                  "be read or written; 3 if the lock of a data file was busy.",
    .examples = "# In a check before a commit\nsdnc format --diff schemas/*.schema\n"
                "# Sorted, with aligned columns\nsdnc format -w bugs.sdn",
    .options = format_verb_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_ANY_FILE,
    .run = run_format,
};
