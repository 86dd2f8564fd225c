/* Unsigned decimal numbers, for file headers and keys. number.h reads the values of records, which allow more forms. */
#ifndef SDN_BASE_DECIMAL_H
#define SDN_BASE_DECIMAL_H

#include <stdint.h>

#include <sdn/str.h>

/* Reads a text of digits only. False if it is anything else or too large; *number is unchanged then. */
bool sdn__decimal(sdn_str text, uint64_t *number);

#endif
