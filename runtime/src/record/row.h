/* Rows outside of files, beyond <sdn/record.h>. */
#ifndef SDN_RECORD_ROW_H
#define SDN_RECORD_ROW_H

#include <sdn/record.h>

/* The cells of a writer as a row, an empty one as `""`; a value that could not be written is empty. Its ptr is NULL when
 * memory ran out. */
sdn_str sdn__row_join(const sdn_row_writer *row, sdn_arena *arena);

#endif
