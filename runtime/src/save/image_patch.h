/*
 * Image patch: after a save the tables of an image become what the file is now, without reading it again.
 *
 * What a save does to the row of each change
 *   rewritten         its new text becomes a patch, its record the copy that the save made
 *   new, cached       its patch counts as saved
 *   deleted           it is gone
 *   new and deleted   it was never in the file: no row, no patch
 *   not different     the record as loaded comes back
 * Then all slots count as loaded.
 *
 * Calling sequence: sdn__image_patch_row for each encoded row, then sdn__image_patch_mark_saved once per table. Neither
 * can fail: room for the patches was reserved before the file was replaced. Both look at the changes alone.
 */
#ifndef SDN_SAVE_IMAGE_PATCH_H
#define SDN_SAVE_IMAGE_PATCH_H

#include "save/save_plan.h"

/* The slot of the row has its text and its record now; the memory of the text, and of what the record points to, must
 * last as long as the table. Room for a patch is reserved. */
void sdn__image_patch_row(sdn_table *table, const sdn_encoded_row *encoded);

/* All changes are in the file; those with an encoded row were patched before. */
void sdn__image_patch_mark_saved(sdn_table *table);

#endif
