/* The verbs on data files. */
#ifndef SDNC_TABLES_VERBS_H
#define SDNC_TABLES_VERBS_H

#include "cli/verb.h"

extern const verb verb_get;
extern const verb verb_import;
extern const verb verb_infer;
extern const verb verb_breaking;
extern const verb verb_check;
extern const verb verb_select;
extern const verb verb_set_fields;
extern const verb verb_add;
extern const verb verb_rm;
extern const verb verb_apply;

#endif
