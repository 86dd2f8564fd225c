/*
 * Operations in one transaction: all of them are made, or none.
 *
 * Calling sequence: operations_read, before the lock is taken; operations_make, in a transaction; operations_release.
 */
#ifndef SDNC_OPERATIONS_OPERATIONS_H
#define SDNC_OPERATIONS_OPERATIONS_H

#include <stddef.h>

#include "operations/operation.h"

typedef struct operations {
    operation *items;
    size_t count, capacity;
    size_t changed, added, deleted; /* how many of them did what, once they were made */
} operations;

/* Reads the input, of which all operations are made later. COMMAND_FAILED: there are mistakes in it, which were printed. */
command_status operations_read(edit_session *session, const source_file *source, input_format format, operations *read);
void operations_release(operations *list);

/* Makes the operations on the stores of the session; nothing is saved. COMMAND_FINDINGS: what the file holds, or a rule of the
 * schema, does not allow some of them, which was printed. */
command_status operations_make(edit_session *session, operations *list);

#endif
