/* The verbs about the program itself: help and completion. */
#ifndef SDNC_CLI_VERB_HELP_H
#define SDNC_CLI_VERB_HELP_H

#include "cli/verb.h"

extern const verb verb_help;
extern const verb verb_completion;

#endif
