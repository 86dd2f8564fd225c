/*
 * Image patch: after a save the tables of an image become what the file is now, without reading it again.
 *
 * What a save does to the row of each change
 *   rewritten         its new text becomes a patch, its record the copy that the save made
 *   new, cached       its patch counts as saved
 *   deleted           it is gone, and touched, so that layouts leave it out
 *   new and deleted   it was never in the file: no row, no patch
 *   not different     the record as loaded comes back
 * Then the rows that were added are listed in runs, and all slots count as loaded.
 *
 * Calling sequence: sdn__image_patch_reserve before the file is replaced; then sdn__image_patch_row for each encoded
 * row, and sdn__image_patch_mark_saved once per table. Only the first can fail.
 */
#ifndef SDN_SAVE_IMAGE_PATCH_H
#define SDN_SAVE_IMAGE_PATCH_H

#include "table/table.h"

/* Makes room for what a save notes that encoded `rows` rows. Returns 0, or -1 when memory ran out. */
int sdn__image_patch_reserve(sdn_table *table, size_t rows);

/* The row of the slot is `text` now, and its record is `record`; their memory must last as long as the table. Room is
 * reserved. */
void sdn__image_patch_row(sdn_table *table, uint32_t slot, sdn_str text, const void *record);

/* All changes are in the file; those with an encoded row were patched before. The bytes are restored. */
void sdn__image_patch_mark_saved(sdn_table *table);

#endif
