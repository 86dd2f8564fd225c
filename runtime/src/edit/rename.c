/*
 * Renames: a record gets another key, and keeps its slot and its row.
 *
 * The record leaves the indexes under its old key, then its key fields are written, then it enters them again. All
 * checks are made before, on a copy of the record with the new key.
 */
#include "edit/edit_private.h"

#include "record/scalar.h"
#include "record/value.h"
#include "table/rules.h"

#include <string.h>

int sdn__edit_copy_key(sdn_table *table, const sdn_value *key, sdn_value *copy)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        copy[i] = key[i];
        if (table->type->fields[table->type->key.fields[i]].type != SDN_TYPE_STRING)
            continue;
        copy[i].text = sdn_arena_copy_str(&table->arena, key[i].text);
        if (copy[i].text.ptr == NULL)
            return -1;
    }
    return 0;
}

static void set_key(const sdn_table *table, void *record, const sdn_value *key)
{
    for (uint32_t i = 0; i < table->type->key.field_count; i++) {
        const sdn_field *field = &table->type->fields[table->type->key.fields[i]];
        memcpy((char *)record + field->offset, &key[i], sdn__scalar_of(field)->size);
    }
}

/* The key map is made a scattered one first: a sorted map has room for rising numbers only, and entering it may not
 * fail. */
sdn_code sdn__edit_vacate_key(sdn_table *table, uint32_t slot, sdn_error *err)
{
    if (sdn__table_reserve_change(table) != 0 || sdn__key_map_scatter(&table->lookup.keys) != 0 ||
        sdn__table_change_of(table, slot) == NULL)
        return sdn__fail_memory(err);
    sdn__table_leave_indexes(table, slot);
    return SDN_OK;
}

void sdn__edit_give_key(sdn_table *table, uint32_t slot, const sdn_value *key)
{
    if (key != NULL) {
        set_key(table, sdn__slots_record(&table->slots, slot), key);
        if (sdn__row_is_cached(&table->slots.rows[slot]))
            sdn__image_rows_uncache(&table->slots.rows[slot]);
        sdn__table_count_number(table, key);
        table->slots.order.keys_sorted = false;
        sdn__key_order_limit(&table->slots.order, slot);
    }
    sdn__table_enter_indexes(table, slot, sdn__table_key_tag(table, slot));
}

/* Refuses a key that the record of a slot may not have, or with which it would break a rule. */
static sdn_code check_renamed(sdn_table *table, uint32_t slot, const sdn_value *key, sdn_error *err)
{
    uint32_t tag = sdn__key_map_tag(&table->lookup.keys, key);
    sdn_code code = sdn__edit_check_key(table, key, tag, "use another key", err);
    if (code != SDN_OK)
        return code;
    void *renamed = sdn_arena_alloc(&table->arena, table->type->size);
    if (renamed == NULL)
        return sdn__fail_memory(err);
    memcpy(renamed, sdn__slots_record(&table->slots, slot), table->type->size);
    set_key(table, renamed, key);
    code = sdn__edit_check_values(table, renamed, err);
    return code == SDN_OK ? sdn__rules_require(table, slot, renamed, SDN_E_EXISTS, err) : code;
}

static sdn_code rename_slot(sdn_table *table, uint32_t slot, const sdn_value *new_key, sdn_error *err)
{
    sdn_value copy[SDN_INDEX_FIELDS_MAX];
    sdn_code code = check_renamed(table, slot, new_key, err);
    if (code == SDN_OK && sdn__edit_copy_key(table, new_key, copy) != 0)
        code = sdn__fail_memory(err);
    if (code == SDN_OK)
        code = sdn__edit_vacate_key(table, slot, err);
    if (code != SDN_OK)
        return code;
    sdn__edit_give_key(table, slot, copy);
    table->slots.rows[slot].flags &= ~(uint32_t)SDN_ROW_NUMBERED;
    return SDN_OK;
}

sdn_code sdn__edit_rename(sdn_table *table, const sdn_value *key, const sdn_value *new_key, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    if (slot == SDN_NO_SLOT)
        return sdn__edit_not_found(table, key, err);
    if (sdn__key_equal(table->type, key, new_key))
        return SDN_OK;
    sdn_code code = sdn__edit_require_one_row(table, key, err);
    return code == SDN_OK ? rename_slot(table, slot, new_key, err) : code;
}
