/* The verbs on schemas. */
#ifndef SDNC_COMMANDS_VERBS_H
#define SDNC_COMMANDS_VERBS_H

#include "cli/verb.h"

extern const verb verb_generate;
extern const verb verb_format;
extern const verb verb_ddl;

#endif
