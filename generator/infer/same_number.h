/* Decimal numbers in text that have the same value. */
#ifndef SDNC_INFER_SAME_NUMBER_H
#define SDNC_INFER_SAME_NUMBER_H

#include <stdbool.h>

#include <sdn/str.h>

/* Whether two numbers, as JSON or a file has them, have the same value and sign, exactly: 1.50, 1.5 and 15e-1 do. */
bool same_number(sdn_str a, sdn_str b);

#endif
