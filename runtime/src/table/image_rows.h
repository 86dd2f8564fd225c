/*
 * Image rows: the rows of a table whose text in the file is not in the buffer that the file was read into.
 *
 * After a save the file is not read again: the rows that it changed and added are noted here as patches, and the file
 * is pieces of the buffer and the patches (sdn_image). A new record's row is encoded when it is inserted and cached as a
 * patch too, so that the save finds it ready, and the record points into it, as records point into the buffer.
 *
 * Invariants
 *   - patches[0 .. saved_patches) belong to rows of the file, the others to cached rows of new records; rollback drops
 *     those.
 *   - row.start of a slot that is patched or cached is the position of its patch, and no other slot's.
 *   - The last added_count of the loaded slots were added by saves, or deleted before the save that would have.
 */
#ifndef SDN_TABLE_IMAGE_ROWS_H
#define SDN_TABLE_IMAGE_ROWS_H

#include "index/slots.h"

typedef struct sdn_patch {
    sdn_str text;   /* of the row, as in the file; its line end follows it in memory, but is not counted */
    uint32_t start; /* of the row in the document's bytes; SDN_NO_POSITION: it was added after all rows */
    uint32_t length;
} sdn_patch;

#define SDN_NO_POSITION UINT32_MAX

typedef struct sdn_image_rows {
    sdn_patch *patches;
    size_t patch_count;
    size_t patch_capacity;
    size_t saved_patches; /* the first patches: of rows in the file */
    size_t added_count;   /* rows of the file that saves added */
} sdn_image_rows;

void sdn__image_rows_release(sdn_image_rows *rows);

/* Makes room for `count` more patches. Returns 0, or -1 when memory ran out. */
int sdn__image_rows_reserve(sdn_image_rows *rows, size_t count);

/* Caches the encoded row of a new record; its line end follows it in memory. Room is reserved. */
void sdn__image_rows_cache(sdn_image_rows *rows, sdn_row *row, sdn_str text);

/* Drops the cached row, because the record has changed since. Its patch stays unused until the next save or
 * rollback. */
void sdn__image_rows_uncache(sdn_row *row);

/* The cached row was written to the file as it is: it is a patch of a row of the file now. */
void sdn__image_rows_accept_cached(sdn_row *row);

/* Gives a row of the file another text. Room is reserved. */
void sdn__image_rows_patch(sdn_image_rows *rows, sdn_row *row, sdn_str text);

/* Checks the invariants above against the rows of `slots`, for tests. Returns NULL, or which one does not hold. */
const char *sdn__image_rows_fault(const sdn_image_rows *rows, const sdn_slots *slots);

#endif
