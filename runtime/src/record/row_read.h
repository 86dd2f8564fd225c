/* What reading needs of a row, and reading a field whose type the caller does not know; the typed functions are in
 * <sdn/row.h>. */
#ifndef SDN_RECORD_ROW_READ_H
#define SDN_RECORD_ROW_READ_H

#include <sdn/record.h>

/* Bytes that can be read after a row: cells are read eight bytes at a time. */
enum { SDN_ROW_PADDING = 8 };

/* Reads the cell of a field that is neither a list nor an open enum into *value, as sdn_read_... for its type does. */
bool sdn__read_value(sdn_row_reader *row, uint32_t field, void *value);

#endif
