/*
 * Row cache: the rows of new records, encoded when the records are inserted.
 *
 * The cells of a new record are at hand when it is inserted, since its values are checked by writing them. Encoding the
 * row then, and reading it back, saves doing both again in the save, which only copies the cached text. The text is
 * kept as a patch of the table (image_rows.h); an edit or a rename of the record drops it.
 */
#ifndef SDN_ENCODE_ROW_CACHE_H
#define SDN_ENCODE_ROW_CACHE_H

#include "table/table.h"

/* Caches the row of the new record in `slot`, which the table's encoder was filled with last. Cannot fail: a row that
 * is not cached is encoded by the save. */
void sdn__row_cache(sdn_table *table, uint32_t slot);

#endif
