/*
 * Rollback: undoes all changes since the file was loaded or saved.
 *
 * Two passes: first every changed record leaves the indexes, then those that were loaded enter them again as they were.
 *
 * Why not one pass: restored records would enter while records that were inserted or renamed here are still there.
 *   - Room: the key map has room for as many keys as there were records at a time. If all n records were deleted and n
 *     others inserted, the first restored one would be one too many, and a full map is searched without end.
 *   - Equal keys: a record could come back while another one has its key, after renames that swap keys, or when a new
 *     record was given the key of a deleted one. A sorted key map has one entry for a key, and would count it twice.
 *
 * Why two are enough: after the first pass the indexes hold unchanged records only. With the restored ones these are
 * the records that were loaded, whose keys are different, and which all had room at the same time. What the blocks of
 * ordered indexes need was reserved by the edits (sdn__table_reserve_change). So rollback cannot fail.
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
    sdn__table_enter_indexes(table, change->slot, sdn__table_key_tag(table, change->slot));
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
