/* Fields that a command prints of the records that it changed, for programs: a line for each record, the values separated
 * by tabs; \t, \n, \r and \\ stand for these characters in values. */
#ifndef SDNC_CHANGES_PRINTED_FIELDS_H
#define SDNC_CHANGES_PRINTED_FIELDS_H

#include "changes/edit_session.h"
#include "changes/record_targets.h"
#include "query/field_name.h"

typedef struct printed_fields {
    field_choices fields;
} printed_fields;

/* Reads the value of an option, FIELD,FIELD...; none if it was not given. Mistakes are collected in the session. */
command_status printed_fields_read(edit_session *session, const sdn_record_type *type, const char *option,
                                   printed_fields *read);

/* Adds the lines to the output of the command. */
command_status printed_fields_print(const printed_fields *printed, edit_session *session, const sdn_record_type *type,
                                    const record_targets *records);

#endif
