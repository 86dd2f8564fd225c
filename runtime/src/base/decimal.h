/* Decimal numbers in text. */
#ifndef SDN_BASE_DECIMAL_H
#define SDN_BASE_DECIMAL_H

#include <stdint.h>

#include <sdn/str.h>

/* Reads a text of digits only. False if it is anything else or does not fit; *number is unchanged then. */
bool sdn__decimal(sdn_str text, uint64_t *number);

#endif
