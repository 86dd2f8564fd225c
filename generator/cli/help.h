/* The texts that are made from the table of verbs: help, the manual page, completion for shells. */
#ifndef SDNC_CLI_HELP_H
#define SDNC_CLI_HELP_H

#include "cli/verb.h"

/* All verbs, a line each. */
void help_overview(const verb_set *set, sdn_buffer *text);

/* One verb: usage, description, options, exit codes, examples. */
void help_verb(const verb *one, sdn_buffer *text);

/* The manual page sdnc(1), in mdoc(7); in help_page.c. */
void help_page(const verb_set *set, sdn_buffer *text);

/* A completion script for a shell: "bash", "zsh" or "fish"; in completion.c. False: no such shell. */
bool help_completion(const verb_set *set, const char *shell, sdn_buffer *text);

/* Calls `each` for the options of a verb, its own first. */
void help_each_option(const verb *one, void (*each)(const verb_option *option, void *context), void *context);

#endif
