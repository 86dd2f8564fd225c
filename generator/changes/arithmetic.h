/* Sums of numbers of any type, for FIELD+=X and FIELD-=X. */
#ifndef SDNC_CHANGES_ARITHMETIC_H
#define SDNC_CHANGES_ARITHMETIC_H

#include <stdbool.h>

#include <sdn/record.h>

/* Whether values of the type can be added: it is a number. */
bool arithmetic_has(sdn_type type);

/* Adds *operand to *value, or subtracts it; both are values of the type. False, and *value unchanged, if the type cannot
 * hold the result. */
bool arithmetic_add(sdn_type type, void *value, const void *operand, bool subtract);

#endif
