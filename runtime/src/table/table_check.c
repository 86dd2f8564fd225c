/* The invariants of a table, for tests. */
#include "table/table.h"

#include "record/value.h"

/* Whether the key map has the key of each live record, for its slot, and no other key. */
static const char *keys_fault(const sdn_table *table)
{
    const sdn_key_map *keys = &table->lookup.keys;
    if (table->type->key.field_count == 0)
        return keys->count == 0 ? NULL : "records without key have keys in the map";
    for (uint32_t slot = 0; slot < table->slots.row_count; slot++) {
        sdn_value key[SDN_INDEX_FIELDS_MAX];
        if (!sdn__slots_is_live(&table->slots, slot))
            continue;
        sdn__slots_key(&table->slots, slot, key);
        if (sdn__key_map_find(keys, key) != slot)
            return "the key of a live record leads elsewhere";
    }
    return keys->count == table->slots.live_count ? sdn__key_map_fault(keys) : "the map has keys of no live record";
}

static const char *indexes_fault(const sdn_table *table)
{
    const char *fault = NULL;
    if (table->type->key.field_count > 0)
        fault = sdn__ordered_index_fault(&table->lookup.by_key);
    for (uint32_t i = 0; i < 2 * table->lookup.index_count && fault == NULL; i++)
        fault = sdn__ordered_index_fault(&table->lookup.indexes[i]);
    return fault;
}

const char *sdn__table_fault(const sdn_table *table)
{
    const char *fault = sdn__slots_fault(&table->slots);
    if (fault == NULL)
        fault = sdn__image_rows_fault(&table->image_rows, &table->slots);
    if (fault == NULL)
        fault = keys_fault(table);
    return fault != NULL ? fault : indexes_fault(table);
}
