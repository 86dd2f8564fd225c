/*
 * The differences between two versions of a table: which records were added, deleted or changed, and which fields. This
 * is what diff, textconv, merge, apply and breaking speak of.
 *
 * Records are the same if they have the same key. In tables without key equal records are matched one to one, so there
 * are only additions and deletions. A record whose row cannot be read in one of the versions is in no change. Both tables have types made for the same columns: see
 * data_file_open_versions.
 */
#ifndef SDNC_DATA_RECORD_DIFF_H
#define SDNC_DATA_RECORD_DIFF_H

#include <stddef.h>
#include <stdint.h>

#include <sdn/arena.h>
#include <sdn/store.h>

typedef enum record_change_kind { RECORD_ADDED, RECORD_DELETED, RECORD_CHANGED } record_change_kind;

typedef struct record_change {
    record_change_kind kind;
    const void *before;     /* NULL: added */
    const void *after;      /* NULL: deleted */
    const uint32_t *fields; /* of a changed one: positions of the fields that differ, in order */
    size_t field_count;
} record_change;

typedef struct record_diff {
    record_change *changes; /* in the order of the newer file; deleted ones where they were in the older */
    size_t count;
    size_t added, deleted, changed;
} record_diff;

/* Compares two stores of equal types (same fields in the same order). Everything is in the arena, or in the stores.
 * Returns 0, or -1 when memory ran out. */
int record_diff_stores(const sdn_store *before, const sdn_store *after, sdn_arena *arena, record_diff *made);

#endif
