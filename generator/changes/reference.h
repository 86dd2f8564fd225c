/* References that a record may be without, so that records which refer to each other can be added and deleted one by one. */
#ifndef SDNC_CHANGES_REFERENCE_H
#define SDNC_CHANGES_REFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include <sdn/record.h>

/* Whether a record of the type may be without the references in this field: it is no part of the key, and is optional, or a
 * list that may be empty. False for fields that are no references, and for types without key: their records cannot be
 * changed later. */
bool reference_can_be_cleared(const sdn_record_type *type, uint32_t field);

/* Clears such a field. */
void reference_clear(const sdn_record_type *type, uint32_t field, void *record);

#endif
