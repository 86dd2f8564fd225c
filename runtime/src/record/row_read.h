/* Row reader, for code that does not know a field's type. */
#ifndef SDN_RECORD_ROW_READ_H
#define SDN_RECORD_ROW_READ_H

#include <sdn/record.h>

/* Reads the cell of a field that is neither a list nor an open enum to where a record holds it. */
bool sdn__read_value(sdn_row_reader *row, uint32_t field, void *value);

#endif
