/*
 * Slots: the records of one table of one loaded file, numbered in file order, new ones after those of the file.
 *
 * A slot is a row (its position in the file, and flags) and a record (the struct). Records are allocated in chunks,
 * which never move, so the pointers that callers hold stay valid. A change is what happened to a slot since the file
 * was loaded. The indexes of this folder are built over slots alone; what a table adds to them (text, columns,
 * problems) they need not know.
 *
 * States of a slot
 *   readable     in the key map and the indexes; counted in live_count
 *   unreadable   a row that is kept as it is; if it has a key, that is in the unreadable keys
 *   pending      being inserted, and not accepted yet: hidden from look-ups, not counted
 *   new          inserted since the file was loaded; has no row, or a cached one
 *   cached       new, and its row is encoded already; the text is in a patch (image_rows.h)
 *   edited       has a change whose `base` is the record as loaded
 *   open         the caller may be writing to it; the change's `indexed` is the record as the indexes know it
 *   deleted      no longer found; its record stays for cursors that stopped there
 *   gone         deleted, and saved since
 *   patched      a row of the file whose text is in a patch and not in the buffer: changed or added by a save
 *
 * Invariants
 *   - rows[i].change is 0, or changes.items[rows[i].change - 1].slot == i; of an unreadable row it is the line number.
 *   - An open slot has a change, and that has a copy in `indexed`. As long as slots are open, open_count is not 0.
 *   - A cached slot is new; a patched one is not.
 *   - live_count is the number of slots that are not unreadable, pending or deleted.
 *   - order is true of these slots, see key_order.h.
 */
#ifndef SDN_INDEX_SLOTS_H
#define SDN_INDEX_SLOTS_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sdn/record.h>

#include "base/pages.h"
#include "index/key_order.h"

/* Flags of a row. */
enum {
    SDN_ROW_UNREADABLE = 1 << 0,
    SDN_ROW_NEW = 1 << 1,
    SDN_ROW_EDITED = 1 << 2,
    SDN_ROW_OPEN = 1 << 3,
    SDN_ROW_DELETED = 1 << 4,
    SDN_ROW_CARRIAGE_RETURN = 1 << 5, /* its line ends in \r\n */
    SDN_ROW_PATCHED = 1 << 6,
    SDN_ROW_NUMBERED = 1 << 7, /* of a new record: its key was given automatically, by number */
    SDN_ROW_CACHED = 1 << 8,   /* of a new record: its encoded row is in a patch */
    SDN_ROW_PENDING = 1 << 9   /* being inserted: hidden from look-ups until accepted */
};

typedef struct sdn_row {
    uint32_t start;  /* in the document's bytes; of a patched or cached row: the position of its patch */
    uint32_t length; /* without the line end */
    uint32_t flags;  /* SDN_ROW_... */
    uint32_t change; /* position in the changes plus 1, 0: none; of an unreadable row: its line number */
} sdn_row;

typedef struct sdn_change {
    uint32_t slot;
    void *base;    /* the record as loaded; NULL for a new one */
    void *indexed; /* the record as the indexes know it, valid while the slot is open */
} sdn_change;

/* What happened to the slots since the file was loaded, in the order in which it began. */
typedef struct sdn_changes {
    sdn_change *items;
    size_t count;
    size_t capacity;
    size_t edit_count; /* the changes that have a base */
    uint32_t *open_slots;
    size_t open_count;
    size_t open_capacity;
    void *spare_copy; /* memory for the copy of a record; NULL: none */
} sdn_changes;

typedef struct sdn_slots {
    const sdn_record_type *type;
    sdn_row *rows;
    size_t row_count;
    size_t row_capacity;
    size_t loaded_count; /* the first slots: rows of the file as it was loaded or last saved */
    size_t live_count;   /* readable records that are neither deleted nor pending */
    char **chunks;       /* records, SDN_CHUNK_RECORDS in each */
    size_t chunk_count;
    size_t chunk_capacity;
    char **slabs; /* the memory of one or more chunks each */
    size_t slab_count;
    size_t slab_capacity;
    sdn_page_block slab; /* the last one */
    size_t slab_used;    /* its bytes that are in chunks */
    sdn_pages *pages;    /* of whatever is loaded at the same time; NULL: see base/pages.h */
    sdn_changes changes;
    sdn_key_order order;
} sdn_slots;

#define SDN_NO_SLOT UINT32_MAX

/* Records per chunk. */
enum { SDN_CHUNK_RECORDS = 256 };

void sdn__slots_init(sdn_slots *slots, const sdn_record_type *type);
void sdn__slots_release(sdn_slots *slots);

/* A slot's record; never moves. */
static inline void *sdn__slots_record(const sdn_slots *slots, uint32_t slot)
{
    assert(slot / SDN_CHUNK_RECORDS < slots->chunk_count);
    return slots->chunks[slot / SDN_CHUNK_RECORDS] + (size_t)(slot % SDN_CHUNK_RECORDS) * slots->type->size;
}

/* What sdn__slots_indexed does while slots are open. */
const void *sdn__slots_indexed_if_open(const sdn_slots *slots, uint32_t slot);

/* A slot's record as the indexes know it: while the slot is open, a copy from before the caller could write to it. The
 * row, which may not be in the cache, is looked at only while slots are open. */
static inline const void *sdn__slots_indexed(const sdn_slots *slots, uint32_t slot)
{
    return slots->changes.open_count == 0 ? sdn__slots_record(slots, slot) : sdn__slots_indexed_if_open(slots, slot);
}

/* The record as loaded, of a slot that has a change; NULL if it is new. */
const void *sdn__slots_base(const sdn_slots *slots, uint32_t slot);

/* The key of a slot's record as the indexes know it. */
void sdn__slots_key(const sdn_slots *slots, uint32_t slot, sdn_value *key);

/* Whether the slot holds a record that can be found: readable, and neither deleted nor pending. */
static inline bool sdn__slots_is_live(const sdn_slots *slots, size_t slot)
{
    return (slots->rows[slot].flags & (SDN_ROW_UNREADABLE | SDN_ROW_DELETED | SDN_ROW_PENDING)) == 0;
}

/* Whether the change leaves a record that differs from the file, or takes one away. */
bool sdn__slots_is_changed(const sdn_slots *slots, const sdn_change *change);

/* The slot whose record is at this address, or SDN_NO_SLOT. Takes a step for each chunk. */
uint32_t sdn__slots_at(const sdn_slots *slots, const void *record);

/* Writes the slots of all live records to `live`, which has room for slots->live_count; returns their number. */
size_t sdn__slots_live(const sdn_slots *slots, uint32_t *live);

/* Whether the slot holds a new record whose row is encoded already. */
static inline bool sdn__row_is_cached(const sdn_row *row)
{
    return (row->flags & SDN_ROW_CACHED) != 0;
}

/* Whether the row's text is in a patch, whose position is row->start. */
static inline bool sdn__row_has_patch(const sdn_row *row)
{
    return (row->flags & (SDN_ROW_PATCHED | SDN_ROW_CACHED)) != 0;
}

/* Whether the row is no longer in the file. A deletion that is not saved has a change. */
static inline bool sdn__row_is_gone(const sdn_row *row)
{
    return (row->flags & SDN_ROW_DELETED) != 0 && row->change == 0;
}

/* Makes room for `count` rows in all, which are more than there are. Returns 0, or -1 when memory ran out. */
int sdn__slots_expect(sdn_slots *slots, size_t count);

/* Whether there is memory for the record of one more slot. */
static inline bool sdn__slots_have_room(const sdn_slots *slots)
{
    return slots->row_count / SDN_CHUNK_RECORDS < slots->chunk_count;
}

/* Makes that memory, without adding a slot; while a table is loaded, for more of the `expected` slots in all. Returns 0,
 * or -1 when memory ran out. */
int sdn__slots_make_room(sdn_slots *slots, size_t expected);

/* Adds `count` slots with their rows, and the records at `records`: these are in `slab`, which has room for another chunk
 * after them and belongs to the slots from then on. There is room for the rows. Returns 0, or -1 when memory ran out and
 * nothing was changed. */
int sdn__slots_adopt(sdn_slots *slots, char *slab, const sdn_row *rows, char *records, size_t count);

/* Adds a slot with an uninitialised record. SDN_NO_SLOT when memory ran out. */
uint32_t sdn__slots_add(sdn_slots *slots);

/* Whether the readable records, deleted ones included, are in the order of their keys, or have none. */
static inline bool sdn__slots_are_sorted(const sdn_slots *slots)
{
    return slots->order.sorted_prefix >= slots->row_count || slots->type->key.field_count == 0;
}

/* After the slots from loaded_count on were removed: brings `order` back to what it was before they were added. */
void sdn__slots_restore_order(sdn_slots *slots);

/* Checks the invariants above, for tests. Returns NULL, or which one does not hold. */
const char *sdn__slots_fault(const sdn_slots *slots);

#endif
