/* Value refusal: the message for a record that holds a value which cannot be written to a cell. */
#ifndef SDN_ENCODE_VALUE_REFUSAL_H
#define SDN_ENCODE_VALUE_REFUSAL_H

#include "table/table.h"

/* Fails with the problem of `writer`, which was filled with `record`: SDN_E_INVALID. */
sdn_code sdn__row_refuse_value(const sdn_table *table, const sdn_row_writer *writer, const void *record,
                               sdn_error *err);

#endif
