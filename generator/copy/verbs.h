/* The verb that copies tables. */
#ifndef SDNC_COPY_VERBS_H
#define SDNC_COPY_VERBS_H

#include "cli/verb.h"

extern const verb verb_copy;

#endif
