/* Schemas of a data file, loaded and checked. */
#ifndef SDNC_DATA_SCHEMA_LOAD_H
#define SDNC_DATA_SCHEMA_LOAD_H

#include <sdn/arena.h>
#include <sdn/error.h>

#include "data/schema_lookup.h"
#include "diag/diag.h"
#include "model/model.h"

/* Loads the files of `choice`, from a revision of git if `revision` is not NULL. *made and what it refers to are in the
 * arena of `diags`. SDN_E_INVALID: there are mistakes, which are in `diags`; the message says only in which schema.
 * SDN_E_NOT_FOUND: the record that is meant is not there. SDN_E_NOMEM. Warnings are left out: they are for those who
 * write the schema. */
sdn_code schema_load(const schema_choice *choice, const char *revision, diag_list *diags, const model **made,
                     sdn_error *err);

/* The record of this name in the schemas, those that were asked for first; NULL: there is none. */
const model_record *schema_record(const model *schemas, sdn_str name);

/* The same by its table. */
const model_record *schema_record_of_table(const model *schemas, sdn_str table);

#endif
