/* The verbs about the program itself. */
#include "cli/verb_help.h"

#include <string.h>

#include "cli/help.h"

static command_status run_help(const verb_invocation *call, command_report *report)
{
    if (invocation_has(call, "--man")) {
        help_page(call->set, &report->out);
        return COMMAND_FINE;
    }
    if (call->operand_count == 0) {
        help_overview(call->set, &report->out);
        return COMMAND_FINE;
    }
    const char *name = call->operands[0];
    const verb *one = verb_find(call->set, name);
    if (one != NULL) {
        help_verb(one, &report->out);
        return COMMAND_FINE;
    }
    const char *meant = verb_suggest(call->set, name);
    return meant != NULL ? usage_error(call, report, "there is no command '%s'; did you mean '%s'?", name, meant)
                         : usage_error(call, report, "there is no command '%s'; 'sdnc help' lists the commands", name);
}

static const verb_option help_options[] = {
    {"--man", NULL, NULL, NULL, "print the manual page sdnc(1), for man -l -", false},
    {0},
};

const verb verb_help = {
    .name = "help",
    .usage = "[COMMAND]",
    .summary = "tell about a command, with its options and examples",
    .description = "Tells about one command, or lists all of them.",
    .exit_codes = "2 if there is no such command.",
    .examples = "# What select can do\nsdnc help select",
    .options = help_options,
    .operands_max = 1,
    .operands = VERB_OTHER,
    .run = run_help,
};

static command_status run_completion(const verb_invocation *call, command_report *report)
{
    const char *shell = call->operands[0];
    if (help_completion(call->set, shell, &report->out))
        return COMMAND_FINE;
    return usage_error(call, report, "completion is for bash, zsh and fish, not '%s'", shell);
}

const verb verb_completion = {
    .name = "completion",
    .usage = "bash|zsh|fish",
    .summary = "print a completion script for a shell",
    .description = "Prints a script that lets the shell complete commands, options, their words, and names of files.",
    .exit_codes = "2 if there is no script for that shell.",
    .examples = "# For this shell, bash\neval \"$(sdnc completion bash)\"\n"
                "# For every fish to come\nsdnc completion fish > ~/.config/fish/completions/sdnc.fish",
    .operands_min = 1,
    .operands_max = 1,
    .operands = VERB_OTHER,
    .run = run_completion,
};
