/* The verb `format`. */
#include "commands/verbs.h"

#include <string.h>

#include "commands/format.h"

static const verb_option format_verb_options[] = {
    {"--diff", "-d", NULL, NULL, "print how they differ from it instead, and fail if any does", false},
    {"--write", "-w", NULL, NULL, "replace the files that differ from it instead", false},
    {0},
};

static command_status run_format(const verb_invocation *call, command_report *report)
{
    bool write = invocation_has(call, "--write");
    format_options options = {
        .mode = write                            ? FORMAT_WRITE
                : invocation_has(call, "--diff") ? FORMAT_DIFF
                                                 : FORMAT_STDOUT,
        .files = call->operands,
        .file_count = call->operand_count,
        .style = call->style,
    };
    command_status status = invocation_exclude(call, report, "--write", "--diff");
    size_t inputs = 0;
    for (size_t i = 0; i < call->operand_count; i++)
        inputs += strcmp(call->operands[i], "-") == 0;
    if (status == COMMAND_FINE && inputs > 1)
        status = usage_error(call, report, "standard input is given twice");
    if (status == COMMAND_FINE && inputs > 0 && write)
        status = usage_error(call, report, "standard input cannot be replaced; leave -w out");
    return status == COMMAND_FINE ? command_format(&options, report) : status;
}

const verb verb_format = {
    .name = "format",
    .alias = "fmt",
    .usage = "[-d | -w] SCHEMA...",
    .summary = "print schemas in canonical layout",
    .description = "Prints schemas in the canonical layout. Comments are kept.",
    .exit_codes =
        "1 if a schema has a mistake or -d found a difference, 2 if the command line is wrong or a file cannot "
        "be read or written.",
    .examples = "# In a check before a commit\nsdnc format --diff schemas/*.schema",
    .options = format_verb_options,
    .operands_min = 1,
    .operands_max = SIZE_MAX,
    .operands = VERB_SCHEMA_FILE,
    .run = run_format,
};
