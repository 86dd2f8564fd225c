#include "store/placement.h"

#include "base/alloc.h"
#include "store/value.h"

#include <stdlib.h>

static bool is_to_be_placed(const sdn_table *table, uint32_t slot)
{
    uint32_t flags = table->rows[slot].flags;
    return (flags & SDN_ROW_NEW) != 0 && (flags & SDN_ROW_DELETED) == 0;
}

static size_t place_at_end(const sdn_table *table, sdn_placement *placements)
{
    size_t count = 0;
    for (size_t slot = table->loaded_count; slot < table->row_count; slot++)
        if (is_to_be_placed(table, (uint32_t)slot))
            placements[count++] = (sdn_placement){.after = SDN_AT_END, .slot = (uint32_t)slot};
    return count;
}

/* Whether the readable rows of the file stand in key order. */
static bool is_in_key_order(const sdn_table *table)
{
    sdn_value key[2][SDN_INDEX_FIELDS_MAX];
    unsigned current = 0;
    bool first = true;
    for (size_t slot = 0; slot < table->loaded_count; slot++) {
        if ((table->rows[slot].flags & SDN_ROW_UNREADABLE) != 0 || sdn_table_is_gone(&table->rows[slot]))
            continue;
        sdn_table_key(table, (uint32_t)slot, key[current]);
        if (!first && sdn_key_compare(table->type, key[!current], key[current]) > 0)
            return false;
        first = false;
        current = !current;
    }
    return true;
}

/* Walks all records in key order; each new one follows the last row of the file met before it. */
static size_t place_in_order(sdn_table *table, sdn_placement *placements)
{
    size_t count = 0;
    uint32_t after = SDN_AT_START, slot;
    sdn_ordered_index_build(&table->by_key);
    sdn_cursor cursor = sdn_ordered_index_from(&table->by_key, NULL);
    while ((slot = sdn_ordered_index_next(&cursor)) != SDN_NO_SLOT) {
        if (is_to_be_placed(table, slot))
            placements[count++] = (sdn_placement){.after = after, .slot = slot};
        else
            after = SDN_AFTER(slot);
    }
    return count;
}

/* Rows behind the same row stay in the order they were found in, which is that of their keys. */
static int by_position(const void *a, const void *b)
{
    const sdn_placement *x = a, *y = b;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

int sdn_placements_find(sdn_table *table, sdn_placement **placements, size_t *count)
{
    sdn_placement *found = sdn_resize(NULL, table->change_count, sizeof *found);
    if (found == NULL)
        return -1;
    bool ordered = table->type->key.field_count > 0 && table->row_count > table->loaded_count &&
                   ((table->type->flags & SDN_RECORD_ORDER_BY_KEY) != 0 || is_in_key_order(table));
    *count = ordered ? place_in_order(table, found) : place_at_end(table, found);
    for (size_t i = 0; i < *count; i++)
        found[i].rank = i;
    if (*count > 0) /* in a table that is not sorted, key order is not file order */
        qsort(found, *count, sizeof *found, by_position);
    *placements = found;
    return 0;
}
