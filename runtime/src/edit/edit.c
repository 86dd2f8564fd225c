/* Edits, puts and deletions of single records. */
#include "edit/edit_private.h"

#include "edit/on_delete.h"
#include "record/record.h"
#include "record/value.h"
#include "table/rules.h"

#include <string.h>

void *sdn__edit_open(sdn_table *table, const sdn_value *key, sdn_error *err)
{
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    if (slot == SDN_NO_SLOT) {
        sdn__edit_not_found(table, key, err);
        return NULL;
    }
    if (sdn__edit_require_one_row(table, key, err) != SDN_OK)
        return NULL;
    void *record = sdn__table_reserve_change(table) == 0 ? sdn__table_open_slot(table, slot) : NULL;
    if (record == NULL)
        sdn__fail_memory(err);
    return record;
}

/* Overwrites a record. The copy is made and checked first, so that a refused put changes nothing. */
static void *replace_record(sdn_table *table, uint32_t slot, const void *values, sdn_error *err)
{
    if (sdn__edit_check_presence(table, values, sdn__slots_record(&table->slots, slot), err) != SDN_OK)
        return NULL;
    void *copy = sdn_arena_alloc(&table->arena, table->type->size);
    if (copy == NULL || sdn_record_copy(table->type, copy, values, &table->arena) != 0) {
        sdn__fail_memory(err);
        return NULL;
    }
    sdn__record_drop_empty_options(table->type, copy);
    if (sdn__edit_check_values(table, copy, err) != SDN_OK ||
        sdn__rules_require(table, slot, copy, SDN_E_INVALID, err) != SDN_OK)
        return NULL;
    void *record = sdn__table_reserve_change(table) == 0 ? sdn__table_open_slot(table, slot) : NULL;
    if (record == NULL)
        sdn__fail_memory(err);
    else
        memcpy(record, copy, table->type->size);
    return record;
}

void *sdn__edit_put(sdn_table *table, const void *values, sdn_error *err)
{
    sdn__table_flush_open(table);
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(table->type, &table->type->key, values, key);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    if (slot == SDN_NO_SLOT)
        return sdn__edit_insert(table, values, err);
    if (sdn__edit_require_one_row(table, key, err) != SDN_OK)
        return NULL;
    return replace_record(table, slot, values, err);
}

sdn_code sdn__edit_delete(sdn_table *table, const sdn_value *key, sdn_error *err)
{
    sdn__table_flush_open(table);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    return slot != SDN_NO_SLOT ? sdn__edit_delete_slot(table, slot, err) : sdn__edit_not_found(table, key, err);
}

static sdn_code require_deletable(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__slots_key(&table->slots, slot, key);
    return sdn__table_is_keyed(table) ? sdn__edit_require_one_row(table, key, err) : SDN_OK;
}

/* The record may be deleted; other slots may be open. */
static sdn_code remove_slot(sdn_table *table, uint32_t slot, sdn_error *err)
{
    if (sdn__table_reserve_change(table) != 0 || sdn__table_change_of(table, slot) == NULL)
        return sdn__fail_memory(err);
    sdn__table_leave_indexes(table, slot);
    table->slots.rows[slot].flags |= SDN_ROW_DELETED;
    return SDN_OK;
}

sdn_code sdn__edit_delete_alone(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn__table_flush_open(table);
    sdn_code code = require_deletable(table, slot, err);
    return code == SDN_OK ? remove_slot(table, slot, err) : code;
}

static sdn_code remove_with_references(sdn_table *table, uint32_t slot, sdn_error *err)
{
    sdn_clearings plan;
    sdn_code code = sdn__on_delete_plan(table, slot, &plan, err);
    if (code == SDN_OK)
        code = remove_slot(table, slot, err);
    if (code == SDN_OK)
        sdn__on_delete_apply(&plan);
    sdn__on_delete_release(&plan);
    return code;
}

sdn_code sdn__edit_delete_slot(sdn_table *table, uint32_t slot, sdn_error *err)
{
    if (table->referrers == NULL)
        return sdn__edit_delete_alone(table, slot, err);
    sdn__table_flush_open(table);
    sdn_code code = require_deletable(table, slot, err);
    return code == SDN_OK ? remove_with_references(table, slot, err) : code;
}
