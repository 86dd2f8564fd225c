/*
 * FIELD=VALUE, the form in which the command line names fields of a bug and their values.
 */
#ifndef BUGS_ASSIGN_H
#define BUGS_ASSIGN_H

#include "bug.h"

typedef struct assignment {
    uint32_t field;    /* BUG_FIELD_... */
    const char *value; /* as a file has it: `high`, `parser,fuzz`; "" for none */
} assignment;

/* Reads `FIELD=VALUE`; the value points into `word`. SDN_E_INVALID: it has another form, or there is no such field.
 * `err` may be NULL. */
sdn_code assignment_read(assignment *a, const char *word, sdn_error *err);

/* Makes the assignments `words` to a bug under edit. SDN_E_INVALID as above, or a value is not one of its field. */
sdn_code assign(bug_store *bugs, bug *b, char *const *words, int count, sdn_error *err);

/* Whether a bug can have the value: SDN_OK, or SDN_E_INVALID with the reason. */
sdn_code assignment_check(const assignment *a, sdn_error *err);

/* Whether a bug has the value. A list has it if it is one of the elements; "" is an empty list. */
bool assignment_holds(const assignment *a, const bug *b);

#endif
