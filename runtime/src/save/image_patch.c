#include "save/image_patch.h"

#include "table/changes.h"

#include <assert.h>
#include <string.h>

/* The row is one of the file now, without a change. */
static void mark_row_saved(sdn_row *row)
{
    row->flags &= ~(uint32_t)(SDN_ROW_NEW | SDN_ROW_EDITED);
    row->change = 0;
}

void sdn__image_patch_row(sdn_table *table, const sdn_encoded_row *encoded)
{
    sdn_row *row = &table->slots.rows[encoded->slot];
    sdn__image_rows_patch(&table->image_rows, row, encoded->text);
    mark_row_saved(row);
    memcpy(sdn__slots_record(&table->slots, encoded->slot), encoded->record, table->type->size);
}

/* Whether this is a new record whose cached row was written; its patch counts from now on. */
static bool keep_cached_row(sdn_row *row)
{
    if (!sdn__row_is_cached(row) || (row->flags & SDN_ROW_DELETED) != 0)
        return false;
    mark_row_saved(row);
    sdn__image_rows_accept_cached(row);
    return true;
}

/* A record that was inserted and deleted again: its row was never in the file. */
static void forget_new_row(sdn_row *row)
{
    row->start = SDN_NO_POSITION;
    sdn__image_rows_uncache(row);
}

/* A deletion, or an edit that changes nothing. The record becomes what it was when it was loaded: text that was
 * assigned to it may be freed by now, or belong to another row. */
static void restore_record(sdn_table *table, const sdn_change *change)
{
    memcpy(sdn__slots_record(&table->slots, change->slot), change->base, table->type->size);
}

/* Ends a change whose row was not patched. */
static void end_change(sdn_table *table, const sdn_change *change)
{
    sdn_row *row = &table->slots.rows[change->slot];
    if (row->change == 0 || keep_cached_row(row))
        return;
    if (change->base == NULL)
        forget_new_row(row);
    else
        restore_record(table, change);
    mark_row_saved(row);
}

/* A replica has all columns from the beginning, and all of its rows are written in the same way. */
static bool keeps_encoder(const sdn_table *table)
{
    return table->appends_rows && table->encoder != NULL && table->encoder->columns.known;
}

void sdn__image_patch_mark_saved(sdn_table *table)
{
    sdn_slots *slots = &table->slots;
    assert(slots->changes.open_count == 0);
    for (size_t i = 0; i < slots->changes.count; i++)
        end_change(table, &slots->changes.items[i]);
    slots->changes.count = slots->changes.edit_count = 0;
    while (slots->row_count > slots->loaded_count && (slots->rows[slots->row_count - 1].flags & SDN_ROW_DELETED) != 0)
        slots->row_count--; /* the slots of records that were deleted again are free for others */
    table->image_rows.added_count += slots->row_count - slots->loaded_count;
    slots->loaded_count = slots->row_count;
    table->image_rows.saved_patches = table->image_rows.patch_count;
    sdn__key_order_limit(&slots->order, slots->row_count);
    if (!keeps_encoder(table))
        sdn__row_encoder_drop(table); /* what it knows of columns and rows may have changed */
}
