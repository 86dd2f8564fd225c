/*
 * A record that was deleted, and another one that was inserted with its key, are one change: of the record with that key.
 * So a database does not delete a row that is there afterwards, which would clear what refers to it.
 */
#include "backend/push.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/error.h"
#include "record/value.h"
#include "table/changes.h"

uint32_t sdn_push_table_count(const sdn_push *push)
{
    return (uint32_t)push->image->table_count;
}

const sdn_record_type *sdn_push_type(const sdn_push *push, uint32_t table)
{
    return push->image->tables[table]->type;
}

/* ---- order ---- */

static bool refers_to(const sdn_record_type *from, const sdn_record_type *to)
{
    for (uint32_t i = 0; i < from->field_count; i++)
        if (from->fields[i].references != NULL && sdn_str_equal(from->fields[i].references->table, to->table))
            return true;
    return false;
}

/* Whether a table from `position` of the order on refers to another one of them. */
static bool has_referrer_from(const sdn_push *push, size_t position, uint32_t table)
{
    for (size_t i = position; i < push->image->table_count; i++)
        if (push->order[i] != table &&
            refers_to(push->image->tables[push->order[i]]->type, push->image->tables[table]->type))
            return true;
    return false;
}

/* Of a circle the first table comes first. */
static void order_tables(sdn_push *push)
{
    size_t count = push->image->table_count;
    for (size_t i = 0; i < count; i++)
        push->order[i] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) {
        size_t next = i;
        while (next < count && has_referrer_from(push, i, push->order[next]))
            next++;
        next = next < count ? next : i;
        uint32_t table = push->order[next];
        memmove(push->order + i + 1, push->order + i, (next - i) * sizeof *push->order);
        push->order[i] = table;
    }
}

uint32_t sdn_push_table(const sdn_push *push, uint32_t position)
{
    return push->order[position];
}

/* ---- replacements ---- */

static bool change_deletes(const sdn_slots *slots, const sdn_change *change)
{
    return (slots->rows[change->slot].flags & SDN_ROW_DELETED) != 0;
}

/* The slot of the new record with the key of a deleted one, or SDN_NO_SLOT. */
static uint32_t successor_of(const sdn_table *table, const sdn_change *change)
{
    const sdn_slots *slots = &table->slots;
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (change->base == NULL || !change_deletes(slots, change) || table->type->key.field_count == 0)
        return SDN_NO_SLOT;
    sdn__values_of(table->type, &table->type->key, change->base, key);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    return slot != SDN_NO_SLOT && (slots->rows[slot].flags & SDN_ROW_NEW) != 0 ? slot : SDN_NO_SLOT;
}

static int by_place(const void *a, const void *b)
{
    const sdn_replacement *x = a, *y = b;
    uint32_t first = x->table != y->table ? x->table : x->slot, second = x->table != y->table ? y->table : y->slot;
    return (first > second) - (first < second);
}

static bool is_replacement(const sdn_push *push, uint32_t table, uint32_t slot)
{
    sdn_replacement wanted = {table, slot};
    return push->replacement_count > 0 &&
           bsearch(&wanted, push->replacements, push->replacement_count, sizeof wanted, by_place) != NULL;
}

/* Those of a table. Each change has at most one, for which there is room. */
static void find_replacements(sdn_push *push, uint32_t number)
{
    const sdn_table *table = push->image->tables[number];
    const sdn_changes *changes = &table->slots.changes;
    bool has_new = changes->count > changes->edit_count;
    for (size_t i = 0; has_new && i < changes->count; i++) {
        uint32_t slot = successor_of(table, &changes->items[i]);
        if (slot != SDN_NO_SLOT)
            push->replacements[push->replacement_count++] = (sdn_replacement){number, slot};
    }
}

/* How many replacements there may be. */
static size_t count_edits(const sdn_image *image)
{
    size_t edits = 0;
    for (size_t i = 0; i < image->table_count; i++)
        edits += image->tables[i]->slots.changes.edit_count;
    return edits;
}

sdn_code sdn__push_init(sdn_push *push, const sdn_image *image, sdn_save *save, bool of_records, sdn_error *err)
{
    size_t most = count_edits(image);
    *push = (sdn_push){.image = image, .save = save};
    if (!of_records)
        return SDN_OK;
    push->order = sdn__alloc_zeroed(image->table_count + 1, sizeof *push->order);
    push->replacements = sdn__alloc_zeroed(most + 1, sizeof *push->replacements);
    if (push->order == NULL || push->replacements == NULL)
        return sdn__fail_memory(err);
    order_tables(push);
    for (uint32_t i = 0; i < image->table_count; i++)
        find_replacements(push, i);
    qsort(push->replacements, push->replacement_count, sizeof *push->replacements, by_place);
    return SDN_OK;
}

void sdn__push_release(sdn_push *push)
{
    sdn__free(push->order);
    sdn__free(push->replacements);
}

/* ---- changes ---- */

/* What became of a change; false: nothing, or it is told with another one. */
static bool tell(const sdn_push *push, uint32_t number, const sdn_change *found, sdn_record_change *change)
{
    const sdn_table *table = push->image->tables[number];
    if (!sdn__slots_is_changed(&table->slots, found) || is_replacement(push, number, found->slot))
        return false;
    uint32_t slot = push->replacement_count > 0 ? successor_of(table, found) : SDN_NO_SLOT;
    change->loaded = found->base;
    if (slot == SDN_NO_SLOT)
        change->edited = change_deletes(&table->slots, found) ? NULL : sdn__slots_record(&table->slots, found->slot);
    else
        change->edited = sdn__slots_record(&table->slots, slot);
    return slot == SDN_NO_SLOT || !sdn_record_equal(table->type, change->loaded, change->edited);
}

bool sdn_push_next(const sdn_push *push, uint32_t table, size_t *position, sdn_record_change *change)
{
    const sdn_changes *changes = &push->image->tables[table]->slots.changes;
    while (*position < changes->count)
        if (tell(push, table, &changes->items[(*position)++], change))
            return true;
    return false;
}
