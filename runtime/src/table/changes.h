/*
 * Changes: what the caller did to the records of a table since it was loaded, and the indexes kept up to date with it.
 *
 * A record that is handed out for writing is open: the caller writes to it at any time, without a call. So its
 * change holds a copy, `indexed`, by which the indexes know it until the next call that reads anything: that first
 * flushes the open slots, which moves each record in the indexes from where its copy is to where the record is now.
 *
 * Flushing and rollback cannot fail. The memory that both can need, in the indexes and in the lists here, is reserved
 * before each change (sdn__table_reserve_change): after a failed reservation the table is as it was.
 *
 * A slot has at most one change, however often it was changed; its `base` is the record as loaded (none of a new
 * record), so what a save has to write, and what a merge has to compare, follows from base and record, not from a log
 * of calls.
 */
#ifndef SDN_TABLE_CHANGES_H
#define SDN_TABLE_CHANGES_H

#include "table/table.h"

/* Whether records of the table have keys. */
static inline bool sdn__table_is_keyed(const sdn_table *table)
{
    return table->type->key.field_count > 0;
}

/* The tag of the key of a slot's record; 0 if it has none. */
static inline uint32_t sdn__table_key_tag(const sdn_table *table, uint32_t slot)
{
    return sdn__table_is_keyed(table) ? sdn__key_map_tag_of_slot(&table->lookup.keys, slot) : 0;
}

/* Adds the record of a slot, of whose key this is the tag, to the key map and all indexes, or removes it. Room is
 * reserved. */
void sdn__table_enter_indexes(sdn_table *table, uint32_t slot, uint32_t tag);
void sdn__table_leave_indexes(sdn_table *table, uint32_t slot);

/* The slot of a record of the table, which may be open; SDN_NO_SLOT if it is none of the table's. It is found by its
 * key; without one, or if the caller wrote to it, by its address. */
uint32_t sdn__table_slot_of(const sdn_table *table, const void *record);

/* The record of a slot as it was loaded or last saved: the record itself unless it was changed; NULL if it is new, since
 * its change has no base. */
const void *sdn__table_loaded_record(const sdn_table *table, uint32_t slot);

/* Makes room for one more change, for flushing and for rollback. To be called before each change. Returns 0, or -1 when
 * memory ran out. */
int sdn__table_reserve_change(sdn_table *table);

/* The change of a slot, made if there is none yet. Room is reserved. NULL when memory ran out. */
sdn_change *sdn__table_change_of(sdn_table *table, uint32_t slot);

/* The record of a slot, which the caller may write to until the next flush. Room is reserved. NULL when memory ran
 * out. */
void *sdn__table_open_slot(sdn_table *table, uint32_t slot);

/* Closes the open slots: brings the indexes up to date with what was written to their records. To be called before
 * anything that reads. */
void sdn__table_flush_open_slots(sdn_table *table);
static inline void sdn__table_flush_open(sdn_table *table)
{
    if (table->slots.changes.open_count > 0)
        sdn__table_flush_open_slots(table);
}

/* Whether a save would write anything, or be refused. */
bool sdn__table_changed(const sdn_table *table);

#endif
