/* Private to the files named operations_*. */
#ifndef SDNC_OPERATIONS_OPERATIONS_PRIVATE_H
#define SDNC_OPERATIONS_OPERATIONS_PRIVATE_H

#include "operations/operations.h"

/* So many mistakes are enough to see what is wrong. */
enum { ENOUGH_MISTAKES = 20 };

/* Checks the rules of all records that were changed or added, and counts the changed ones. What is broken is collected in the
 * session, with its place in the input. */
void operations_check(edit_session *session, operations *list);

#endif
