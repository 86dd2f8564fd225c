/* The verbs of this folder, for the table in main.c. */
#ifndef SDNC_GIT_VERBS_H
#define SDNC_GIT_VERBS_H

#include "cli/verb.h"

extern const verb verb_git_setup;
extern const verb verb_merge;
extern const verb verb_resolve;

#endif
