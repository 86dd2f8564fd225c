#include "save/placement.h"

#include "base/alloc.h"
#include "index/index_walk.h"
#include "record/value.h"

#include <stdlib.h>

static bool is_to_be_placed(const sdn_table *table, uint32_t slot)
{
    uint32_t flags = table->slots.rows[slot].flags;
    return (flags & SDN_ROW_NEW) != 0 && (flags & SDN_ROW_DELETED) == 0;
}

/* The placements found so far. */
typedef struct placement_list {
    sdn_placement *items;
    size_t count;
    size_t capacity;
} placement_list;

/* Adds `count` new rows whose slots follow one another: to the last run if they continue that, else as one of their
 * own. */
static int place(placement_list *all, uint32_t after, uint32_t slot, uint32_t count)
{
    sdn_placement *last = all->count > 0 ? &all->items[all->count - 1] : NULL;
    if (last != NULL && last->after == after && last->slot + last->count == slot) {
        last->count += count;
        return 0;
    }
    if (sdn__reserve(&all->items, &all->capacity, all->count + 1, sizeof *all->items) != 0)
        return -1;
    all->items[all->count] =
        (sdn_placement){.after = after, .slot = slot, .count = count, .rank = (uint32_t)all->count};
    all->count++;
    return 0;
}

/* Places all new rows after the same row, in the order of their slots. */
static int place_all_after(const sdn_table *table, uint32_t after, placement_list *all)
{
    int result = 0;
    size_t end = table->slots.row_count;
    for (size_t slot = table->slots.loaded_count; slot < end && result == 0; slot++) {
        size_t first = slot;
        while (slot < end && is_to_be_placed(table, (uint32_t)slot))
            slot++;
        if (slot > first)
            result = place(all, after, (uint32_t)first, (uint32_t)(slot - first));
    }
    return result;
}

/* The last row of the file that has a record, as a value of `after`. */
static uint32_t last_row(const sdn_table *table)
{
    size_t slot = table->slots.loaded_count;
    while (slot > 0 && !sdn__slots_is_live(&table->slots, slot - 1))
        slot--;
    return slot > 0 ? SDN_AFTER((uint32_t)slot - 1) : SDN_AT_START;
}

/* Whether the rows of the file are in key order, those that are unreadable or deleted left out. */
static bool is_in_key_order(const sdn_table *table)
{
    sdn_value key[2][SDN_INDEX_FIELDS_MAX];
    unsigned current = 0;
    bool first = true;
    for (size_t slot = 0; slot < table->slots.loaded_count; slot++) {
        if (!sdn__slots_is_live(&table->slots, slot))
            continue;
        sdn__slots_key(&table->slots, (uint32_t)slot, key[current]);
        if (!first && sdn__key_compare(table->type, key[!current], key[current]) > 0)
            return false;
        first = false;
        current = !current;
    }
    return true;
}

/* Walks all records in key order; each new one follows the last row of the file met before it. */
static int place_in_order(sdn_table *table, placement_list *all)
{
    int result = 0;
    uint32_t after = SDN_AT_START, slot;
    sdn__ordered_index_build(&table->lookup.by_key);
    sdn_cursor cursor = sdn__index_walk_all(&table->lookup.by_key);
    while (result == 0 && (slot = sdn__index_walk_next(&cursor)) != SDN_NO_SLOT) {
        if (is_to_be_placed(table, slot))
            result = place(all, after, slot, 1);
        else
            after = SDN_AFTER(slot);
    }
    return result;
}

/* New rows after the same row stay in the order in which they were found, which is that of their keys. */
static int by_file_order(const void *a, const void *b)
{
    const sdn_placement *x = a, *y = b;
    if (x->after != y->after)
        return x->after < y->after ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

static int find_places(sdn_table *table, placement_list *all)
{
    if (table->slots.row_count == table->slots.loaded_count)
        return 0;
    if (table->type->key.field_count == 0 || table->appends_rows)
        return place_all_after(table, SDN_AT_END, all);
    if (table->slots.order.keys_sorted) /* those of the new records too */
        return place_all_after(table, last_row(table), all);
    if ((table->type->flags & SDN_RECORD_ORDER_BY_KEY) == 0 && !is_in_key_order(table))
        return place_all_after(table, SDN_AT_END, all);
    return place_in_order(table, all);
}

int sdn__placements_find(sdn_table *table, sdn_placement **placements, size_t *count)
{
    placement_list all = {NULL, 0, 0};
    if (find_places(table, &all) != 0) {
        sdn__free(all.items);
        return -1;
    }
    if (all.count > 1) /* with `order by key` the rows of the file need not be sorted, and then the walk jumps */
        qsort(all.items, all.count, sizeof *all.items, by_file_order);
    *placements = all.items;
    *count = all.count;
    return 0;
}
