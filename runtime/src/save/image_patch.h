/*
 * Patching: after a save the table becomes what the file is now, without reading it again.
 *
 * Calling sequence: sdn__image_patch_reserve before the file is replaced; then, for each encoded row, sdn__image_patch_row, and
 * once per table sdn__image_patch_mark_saved. Only the first can fail.
 */
#ifndef SDN_SAVE_IMAGE_PATCH_H
#define SDN_SAVE_IMAGE_PATCH_H

#include "table/table.h"

/* Makes room for what a save notes that encoded `rows` rows. Returns 0, or -1 when memory ran out. */
int sdn__image_patch_reserve(sdn_table *table, size_t rows);

/* Notes that the slot's row is `text` now, and its record `record`; both stay as long as the table. Room is reserved. */
void sdn__image_patch_row(sdn_table *table, uint32_t slot, sdn_str text, const void *record);

/* Notes that all changes are in the file; those with a row of their own were patched. The bytes are restored. */
void sdn__image_patch_mark_saved(sdn_table *table);

#endif
