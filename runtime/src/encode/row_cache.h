/*
 * Row cache: the rows of new records, encoded when the records are inserted.
 *
 * The cells of a new record are at hand when it is inserted, since its values are checked by writing them. Encoding the
 * row then, and reading it back, saves doing both again in the save, which only copies the cached text. The text is
 * kept as a patch of the table (image_rows.h); an edit or a rename of the record drops it.
 *
 * What was read back is the record as loading the file would make it, with its texts in the row, each ended by a NUL
 * (text/delimiters.h). So the record is taken from there, and its texts are in memory once. The memory of a row lasts as
 * long as the document, whether or not the row is dropped.
 */
#ifndef SDN_ENCODE_ROW_CACHE_H
#define SDN_ENCODE_ROW_CACHE_H

#include "table/table.h"

/* Caches the row of the new record in `slot`, which the table's encoder was filled with last. Cannot fail: a row that
 * is not cached is encoded by the save. True if the record's texts and lists are the table's own from now on; else they
 * are as before. */
bool sdn__row_cache(sdn_table *table, uint32_t slot);

#endif
