/* Rollback: all changes since the file was loaded or saved are undone. */
#include "store/edit_private.h"

#include <string.h>

static void take_back_edit(sdn_table *table, const sdn_change *change)
{
    sdn_row *row = &table->slots.rows[change->slot];
    memcpy(sdn__slots_record(&table->slots, change->slot), change->base, table->type->size);
    sdn__table_enter_indexes(table, change->slot);
    row->flags &= ~(uint32_t)(SDN_ROW_DELETED | SDN_ROW_EDITED);
}

void sdn__table_rollback(sdn_table *table)
{
    sdn__table_flush_open(table);
    /* All go before the first one comes back: it may have to get its key from a new or a renamed one. */
    for (size_t i = 0; i < table->slots.changes.count; i++)
        if ((table->slots.rows[table->slots.changes.items[i].slot].flags & SDN_ROW_DELETED) == 0)
            sdn__table_leave_indexes(table, table->slots.changes.items[i].slot);
    for (size_t i = 0; i < table->slots.changes.count; i++) {
        if ((table->slots.rows[table->slots.changes.items[i].slot].flags & SDN_ROW_NEW) == 0)
            take_back_edit(table, &table->slots.changes.items[i]);
        table->slots.rows[table->slots.changes.items[i].slot].change = 0;
    }
    table->slots.changes.count = table->slots.changes.edit_count = 0;
    table->slots.row_count = table->slots.loaded_count;
    table->image_rows.patch_count = table->image_rows.saved_patches;
    sdn__slots_restore_order(&table->slots);
    table->refusal.edited_key[0] = '\0';
    table->refusal.text_was_lost = false;
    table->refusal.unset_field = NULL;
}
