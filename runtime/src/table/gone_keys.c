#include "table/gone_keys.h"

#include "index/index_walk.h"
#include "record/value.h"

#include <string.h>

static sdn_code add_gone_key(sdn_gone_keys *gone, const sdn_slots *slots, const sdn_change *change, sdn_error *err)
{
    uint32_t slot = sdn__slots_add(&gone->slots);
    if (slot == SDN_NO_SLOT)
        return sdn__fail_memory(err);
    memcpy(sdn__slots_record(&gone->slots, slot), change->base, slots->type->size);
    gone->slots.rows[slot].flags = slots->rows[change->slot].flags & SDN_ROW_DELETED;
    uint32_t tag = sdn__key_map_tag_of_slot(&gone->keys, slot);
    if (sdn__key_map_reserve_for(&gone->keys, tag) != 0)
        return sdn__fail_memory(err);
    sdn__key_map_insert(&gone->keys, slot, tag);
    return SDN_OK;
}

static bool is_gone(const sdn_table *table, const sdn_change *change, sdn_gone_kind kind)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (change->base == NULL)
        return false;
    if (kind == SDN_GONE_DELETED && (table->slots.rows[change->slot].flags & SDN_ROW_DELETED) == 0)
        return false;
    sdn__values_of(table->type, &table->type->key, change->base, key);
    return sdn__key_map_find(&table->lookup.keys, key) == SDN_NO_SLOT;
}

sdn_code sdn__gone_keys_init(sdn_gone_keys *gone, const sdn_table *table, sdn_gone_kind kind, sdn_error *err)
{
    const sdn_changes *changes = &table->slots.changes;
    sdn_code code = SDN_OK;
    sdn__slots_init(&gone->slots, table->type);
    sdn__key_map_init(&gone->keys, &gone->slots, table->lookup.keys.seed);
    for (size_t i = 0; i < changes->count && code == SDN_OK; i++)
        if (is_gone(table, &changes->items[i], kind))
            code = add_gone_key(gone, &table->slots, &changes->items[i], err);
    return code;
}

void sdn__gone_keys_release(sdn_gone_keys *gone)
{
    sdn__key_map_release(&gone->keys);
    sdn__slots_release(&gone->slots);
}

bool sdn__gone_keys_have(const sdn_gone_keys *gone, const sdn_value *key, bool *was_deleted)
{
    uint32_t slot = sdn__key_map_find(&gone->keys, key);
    if (slot != SDN_NO_SLOT && was_deleted != NULL)
        *was_deleted = (gone->slots.rows[slot].flags & SDN_ROW_DELETED) != 0;
    return slot != SDN_NO_SLOT;
}

/* ---- who refers to a key ---- */

/* Whether every record in which `field` is present is in the index, ordered by that field first. */
static bool begins_with(const sdn_record_type *type, const sdn_index_type *index, uint32_t field)
{
    if (index->field_count == 0 || index->fields[0] != field)
        return false;
    for (uint32_t i = 1; i < index->field_count; i++)
        if ((type->fields[index->fields[i]].flags & SDN_FIELD_OPTIONAL) != 0)
            return false;
    return true;
}

/* Keys that are texts in numeric order are not in the order of their field. */
sdn_ordered_index *sdn__referring_index(sdn_table *table, uint32_t field)
{
    const sdn_record_type *type = table->type;
    for (uint32_t i = 0; i < type->index_count; i++)
        if (begins_with(type, &type->indexes[i], field))
            return type->indexes[i].field_count == 1 ? &table->lookup.hashed[i] : &table->lookup.indexes[i];
    bool is_by_key = begins_with(type, &type->key, field) && !sdn__key_orders_by_number(type);
    return is_by_key ? &table->lookup.by_key : NULL;
}

sdn_cursor sdn__referring_walk(const sdn_ordered_index *index, const sdn_value *key)
{
    return index->is_hashed ? sdn__index_walk_equal(index, key) : sdn__index_walk_range(index, key, 1, key, 1);
}
