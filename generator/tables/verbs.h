/* The verbs on data files. */
#ifndef SDNC_TABLES_VERBS_H
#define SDNC_TABLES_VERBS_H

#include "cli/verb.h"

extern const verb verb_check;
extern const verb verb_select;

#endif
