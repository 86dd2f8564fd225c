/* The verbs that work with git. */
#ifndef SDNC_GIT_VERBS_H
#define SDNC_GIT_VERBS_H

#include "cli/verb.h"

#endif
