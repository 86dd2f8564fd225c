/* After a save: the table becomes what the file is now, without reading it again. */
#include "store/table.h"

#include "base/alloc.h"
#include "store/row_compose.h"
#include "store/value.h"

#include <string.h>

int sdn_table_reserve_patches(sdn_table *table, size_t count)
{
    return sdn_reserve(&table->patches, &table->patch_capacity, table->patch_count + count, sizeof *table->patches);
}

static sdn_patch first_patch(const sdn_table *table, uint32_t slot)
{
    const sdn_table_row *row = &table->rows[slot];
    bool added = (row->flags & SDN_ROW_NEW) != 0;
    return (sdn_patch){.start = added ? SDN_NO_PLACE : row->start, .length = added ? 0 : row->length};
}

void sdn_table_keep_row(sdn_table *table, uint32_t slot, sdn_str text)
{
    sdn_table_row *row = &table->rows[slot];
    table->patches[table->patch_count] = (sdn_patch){.text = text, .start = SDN_NO_PLACE};
    row->start = (uint32_t)table->patch_count++;
    row->length = (uint32_t)text.len;
    row->flags |= SDN_ROW_PATCHED;
}

void sdn_table_drop_row(sdn_table *table, uint32_t slot)
{
    table->rows[slot].flags &= ~(uint32_t)SDN_ROW_PATCHED;
}

void sdn_table_patch(sdn_table *table, uint32_t slot, sdn_str text, const void *record)
{
    sdn_table_row *row = &table->rows[slot];
    if ((row->flags & SDN_ROW_PATCHED) == 0) {
        table->patches[table->patch_count] = first_patch(table, slot);
        row->start = (uint32_t)table->patch_count++;
        row->flags |= SDN_ROW_PATCHED;
    }
    table->patches[row->start].text = text;
    row->length = (uint32_t)text.len;
    row->flags &= ~(uint32_t)(SDN_ROW_NEW | SDN_ROW_EDITED);
    row->change = 0;
    table->is_patched = true;
    memcpy(sdn_table_record(table, slot), record, table->type->size);
}

/* A new record whose row was written as it was composed is one of the file now. */
static bool settle_composed(sdn_table *table, uint32_t slot)
{
    sdn_table_row *row = &table->rows[slot];
    if (!sdn_table_is_composed(row) || (row->flags & SDN_ROW_DELETED) != 0)
        return false;
    row->flags &= ~(uint32_t)SDN_ROW_NEW;
    row->change = 0;
    table->is_patched = true;
    return true;
}

/* A deletion, or an edit that came to nothing. The record becomes what it was: the text assigned to it may live no
 * longer, or stand in another row. A row that was inserted and deleted again is like one that was saved and deleted, but
 * has no place. */
static void forget_change(sdn_table *table, const sdn_change *change)
{
    sdn_table_row *row = &table->rows[change->slot];
    if (row->change == 0 || settle_composed(table, change->slot))
        return;
    if (change->base == NULL) {
        row->start = SDN_NO_PLACE;
        row->flags &= ~(uint32_t)SDN_ROW_PATCHED;
    } else {
        memcpy(sdn_table_record(table, change->slot), change->base, table->type->size);
        table->is_patched = table->is_patched || (row->flags & SDN_ROW_DELETED) != 0;
    }
    row->flags &= ~(uint32_t)(SDN_ROW_NEW | SDN_ROW_EDITED);
    row->change = 0;
}

/* From the last one on: where all keys rise by number, it has the largest. */
static void count_added_numbers(sdn_table *table)
{
    bool rises = table->keys_rise && sdn_key_orders_by_number(table->type);
    for (size_t slot = table->row_count; slot-- > table->loaded_count;) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        if ((table->rows[slot].flags & SDN_ROW_DELETED) != 0)
            continue;
        sdn_table_key(table, (uint32_t)slot, key);
        uint64_t number = sdn_key_number(table->type, key);
        if (number > table->loaded_number)
            table->loaded_number = number;
        if (rises)
            break;
    }
    table->largest_number = table->loaded_number;
}

void sdn_table_settle_save(sdn_table *table)
{
    for (size_t i = 0; i < table->change_count; i++)
        forget_change(table, &table->changes[i]);
    table->change_count = table->edit_count = 0;
    while (table->row_count > table->loaded_count &&
           (table->rows[table->row_count - 1].flags & SDN_ROW_DELETED) != 0)
        table->row_count--; /* inserted in vain */
    count_added_numbers(table);
    table->loaded_count = table->row_count;
    table->saved_patches = table->patch_count;
    if (table->rising_count > table->row_count)
        table->rising_count = table->row_count;
    sdn_composer_drop(table); /* others are like what the file has now */
}
