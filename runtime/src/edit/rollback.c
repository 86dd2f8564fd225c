/*
 * Rollback: undoes all changes since the file was loaded or saved.
 *
 * Two passes: first every changed record leaves the indexes, then those that were loaded enter them again as they were.
 *
 * Why not one pass: a record could come back while another one still has its key, after two renames that swap keys, or
 * when a new record was given the key of a deleted or renamed one. The indexes would then hold that key twice. A sorted
 * key map has one entry for a key, so one of the two records would be lost from it.
 *
 * Why two are enough: after the first pass the indexes hold unchanged records only. With the restored ones these are
 * the records that were loaded, and those have different keys. And since the indexes never hold more records than when
 * they were loaded, the room that the edits reserved is enough, so rollback cannot fail.
 */
#include "edit/edit_private.h"

#include <assert.h>
#include <string.h>

static void leave_all(sdn_table *table)
{
    const sdn_changes *changes = &table->slots.changes;
    for (size_t i = 0; i < changes->count; i++)
        if ((table->slots.rows[changes->items[i].slot].flags & SDN_ROW_DELETED) == 0)
            sdn__table_leave_indexes(table, changes->items[i].slot);
}

/* Makes a record what it was when it was loaded. */
static void restore(sdn_table *table, const sdn_change *change)
{
    sdn_row *row = &table->slots.rows[change->slot];
    assert(change->base != NULL);
    memcpy(sdn__slots_record(&table->slots, change->slot), change->base, table->type->size);
    sdn__table_enter_indexes(table, change->slot);
    row->flags &= ~(uint32_t)(SDN_ROW_DELETED | SDN_ROW_EDITED);
}

static void restore_all(sdn_table *table)
{
    sdn_changes *changes = &table->slots.changes;
    for (size_t i = 0; i < changes->count; i++) {
        sdn_row *row = &table->slots.rows[changes->items[i].slot];
        if ((row->flags & SDN_ROW_NEW) == 0)
            restore(table, &changes->items[i]);
        row->change = 0;
    }
    changes->count = changes->edit_count = 0;
}

void sdn__edit_rollback(sdn_table *table)
{
    sdn__table_flush_open(table);
    leave_all(table);
    restore_all(table);
    table->slots.row_count = table->slots.loaded_count;
    table->image_rows.patch_count = table->image_rows.saved_patches; /* cached rows of new records */
    sdn__slots_restore_order(&table->slots);
    table->refusal.edited_key[0] = '\0';
    table->refusal.text_was_lost = false;
    table->refusal.unset_field = NULL;
}
