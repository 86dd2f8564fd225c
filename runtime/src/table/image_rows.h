/*
 * Image rows: the rows of a table whose text in the file is not in the buffer that the file was read into.
 *
 * After a save the file is not read again: the rows that it changed and added are noted here as patches, and the file
 * is the buffer and the patches together. A new record's row is encoded when it is inserted and cached as a patch too,
 * so that the save finds it ready, and the record points into it, as records point into the buffer.
 *
 * A save should cost as much as what it changes, not as much as the table: so the rows that are not as they were read
 * are marked (`touched`, a bit for each slot: marking is one step however many there are, and a walk in the order of
 * slots needs no sorting), and those that earlier saves added are listed (`runs`: one entry for rows whose texts lie
 * next to each other in memory, which then are one piece of the file). Laying out the file visits these alone.
 *
 * Invariants
 *   - patches[0 .. saved_patches) belong to rows of the file, the others to cached rows of new records; rollback drops
 *     those.
 *   - row.start of a slot that is patched or cached is the position of its patch, and no other slot's.
 *   - The last added_count of the loaded slots were added by saves; `runs` lists them in ascending order of slots,
 *     except those that were deleted before a save.
 *   - Only rows of the file are touched. Slots from 64 * touched_words on are not.
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

/* Rows added by saves whose texts follow one another in memory. */
typedef struct sdn_added_run {
    uint32_t slot;  /* of the first one */
    uint32_t count; /* their slots follow one another too */
} sdn_added_run;

typedef struct sdn_image_rows {
    sdn_patch *patches;
    size_t patch_count;
    size_t patch_capacity;
    size_t saved_patches; /* the first patches: of rows in the file */
    size_t added_count;   /* rows of the file that saves added */
    sdn_added_run *runs;
    size_t run_count;
    size_t run_capacity;
    uint64_t *touched; /* a bit per slot, the lowest first: its row is no longer as it was read or added */
    size_t touched_words;
    size_t touched_capacity;
    bool is_patched; /* the rows in the file are not those in the buffer */
} sdn_image_rows;

void sdn__image_rows_release(sdn_image_rows *rows);

/* Makes room for `count` more patches. Returns 0, or -1 when memory ran out. */
int sdn__image_rows_reserve(sdn_image_rows *rows, size_t count);

/* Makes room for touching any of the first `slots` rows. Returns 0, or -1 when memory ran out. */
int sdn__image_rows_reserve_touched(sdn_image_rows *rows, size_t slots);

/* Makes room for `count` more runs. Returns 0, or -1 when memory ran out. */
int sdn__image_rows_reserve_runs(sdn_image_rows *rows, size_t count);

/* Caches the encoded row of a new record; its line end follows it in memory. Room is reserved. */
void sdn__image_rows_cache(sdn_image_rows *rows, sdn_row *row, sdn_str text);

/* Drops the cached row, because the record has changed since. Its patch stays unused until the next save or
 * rollback. */
void sdn__image_rows_uncache(sdn_row *row);

/* The cached row was written to the file as it is: it is a patch of a row of the file now. */
void sdn__image_rows_accept_cached(sdn_image_rows *rows, sdn_row *row);

/* Gives a row of the file another text. Room is reserved. */
void sdn__image_rows_patch(sdn_image_rows *rows, sdn_row *row, sdn_str text);

/* Notes that the slot's row is no longer as it was read or added. Room is reserved. */
void sdn__image_rows_touch(sdn_image_rows *rows, uint32_t slot);

/* The first touched slot from `slot` on; SDN_NO_SLOT if there is none. */
uint32_t sdn__image_rows_next_touched(const sdn_image_rows *rows, size_t slot);

/* Notes that a save added the row of `slot`, which has a patch, to the file; slots come in ascending order. `all` are
 * the rows of all slots; `line_end` is the length of the file's line ends. Room is reserved. */
void sdn__image_rows_add(sdn_image_rows *rows, const sdn_row *all, uint32_t slot, size_t line_end);

/* Checks the invariants above against the rows of `slots`, for tests. Returns NULL, or which one does not hold. */
const char *sdn__image_rows_fault(const sdn_image_rows *rows, const sdn_slots *slots);

#endif
