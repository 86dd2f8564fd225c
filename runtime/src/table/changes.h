/*
 * Changes: what the caller did to the records of a table since it was loaded, and the indexes kept up to date with it.
 *
 * A record that is handed out for writing is open: its change holds a copy, `indexed`, by which the indexes know it until
 * sdn__table_flush_open, which everything that reads calls first. Flushing and rollback cannot fail, so the memory that
 * they need in the indexes is reserved when a slot is opened (sdn__table_reserve_change).
 */
#ifndef SDN_TABLE_CHANGES_H
#define SDN_TABLE_CHANGES_H

#include "table/table.h"

/* Whether records of the table have keys. */
static inline bool sdn__table_is_keyed(const sdn_table *table)
{
    return table->type->key.field_count > 0;
}

/* Makes the record of a slot found, or no longer found. Room is reserved. */
void sdn__table_enter_indexes(sdn_table *table, uint32_t slot);
void sdn__table_leave_indexes(sdn_table *table, uint32_t slot);

/* Makes room for one more change. Returns 0, or -1 when memory ran out. */
int sdn__table_reserve_change(sdn_table *table);

/* The change of a slot, made if there is none yet; room is reserved. NULL when memory ran out. */
sdn_change *sdn__table_change_of(sdn_table *table, uint32_t slot);

/* The record of a slot, which the caller may write to until the next flush. Room is reserved. NULL when memory ran out. */
void *sdn__table_open_slot(sdn_table *table, uint32_t slot);

/* An optional text or list that is present but empty cannot be told from an absent one in the file: it becomes absent. */
void sdn__table_drop_empty_options(const sdn_table *table, void *record);

/* Brings the indexes up to date with what was written to open records. To be called before anything that reads. */
void sdn__table_flush_open_slots(sdn_table *table);
static inline void sdn__table_flush_open(sdn_table *table)
{
    if (table->slots.changes.open_count > 0)
        sdn__table_flush_open_slots(table);
}

/* Whether anything would be saved, or refuses to be. */
bool sdn__table_changed(const sdn_table *table);

/* Whether the change leaves a record that differs from the file, or takes one away. */
bool sdn__table_is_changed(const sdn_table *table, const sdn_change *change);

#endif
