/* The verbs of this folder, for the table in main.c. */
#ifndef SDNC_VERSIONS_VERBS_H
#define SDNC_VERSIONS_VERBS_H

#include "cli/verb.h"

extern const verb verb_diff;
extern const verb verb_textconv;
extern const verb verb_log;
extern const verb verb_blame;

#endif
