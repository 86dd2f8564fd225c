#include "index/slots.h"

#include "base/alloc.h"
#include "record/value.h"

void sdn__slots_init(sdn_slots *slots, const sdn_record_type *type)
{
    *slots = (sdn_slots){.type = type, .order.keys_sorted = true};
}

void sdn__slots_release(sdn_slots *slots)
{
    for (size_t i = 0; i < slots->slab_count; i++)
        sdn__free(slots->slabs[i]);
    sdn__free(slots->slabs);
    sdn__free(slots->chunks);
    sdn__free(slots->rows);
    sdn__free(slots->changes.items);
    sdn__free(slots->changes.open_slots);
}

const void *sdn__slots_indexed(const sdn_slots *slots, uint32_t slot)
{
    const sdn_row *row = &slots->rows[slot];
    if ((row->flags & SDN_ROW_OPEN) != 0)
        return slots->changes.items[row->change - 1].indexed;
    return sdn__slots_record(slots, slot);
}

const void *sdn__slots_base(const sdn_slots *slots, uint32_t slot)
{
    const sdn_change *change = &slots->changes.items[slots->rows[slot].change - 1];
    assert(change->slot == slot);
    return change->base;
}

void sdn__slots_key(const sdn_slots *slots, uint32_t slot, sdn_value *key)
{
    sdn__values_of(slots->type, &slots->type->key, sdn__slots_indexed(slots, slot), key);
}

size_t sdn__slots_live(const sdn_slots *slots, uint32_t *live)
{
    size_t count = 0;
    for (size_t i = 0; i < slots->row_count; i++)
        if (sdn__slots_is_live(slots, i))
            live[count++] = (uint32_t)i;
    assert(count == slots->live_count);
    return count;
}

/* ---- memory ---- */

/* One chunk; while a table is loaded, as many as its rows are expected to fill, up to a size that the cache holds. */
static size_t chunks_wanted(const sdn_slots *slots)
{
    enum { MOST_BYTES = 1 << 20 };
    size_t expected = (slots->row_capacity - slots->row_count) / SDN_CHUNK_RECORDS;
    size_t most = MOST_BYTES / SDN_CHUNK_RECORDS / slots->type->size;
    if (slots->loaded_count > 0 || expected == 0 || most == 0)
        return 1;
    return expected < most ? expected : most;
}

static int add_chunks(sdn_slots *slots)
{
    size_t count = chunks_wanted(slots), chunk_size = slots->type->size;
    if (chunk_size > SIZE_MAX / 2 / SDN_CHUNK_RECORDS / count)
        return -1;
    chunk_size *= SDN_CHUNK_RECORDS;
    if (sdn__reserve(&slots->chunks, &slots->chunk_capacity, slots->chunk_count + count, sizeof *slots->chunks) != 0 ||
        sdn__reserve(&slots->slabs, &slots->slab_capacity, slots->slab_count + 1, sizeof *slots->slabs) != 0)
        return -1;
    char *slab = sdn__alloc_whole(count * chunk_size);
    if (slab == NULL)
        return -1;
    slots->slabs[slots->slab_count++] = slab;
    for (size_t i = 0; i < count; i++)
        slots->chunks[slots->chunk_count++] = slab + i * chunk_size;
    return 0;
}

int sdn__slots_expect(sdn_slots *slots, size_t count)
{
    sdn_row *rows = NULL;
    if (count < SIZE_MAX / 2 / sizeof *rows)
        rows = sdn__move_whole(slots->rows, slots->row_count * sizeof *rows, count * sizeof *rows);
    if (rows == NULL)
        return -1;
    slots->rows = rows;
    slots->row_capacity = count;
    return 0;
}

int sdn__slots_make_room(sdn_slots *slots)
{
    return sdn__slots_have_room(slots) ? 0 : add_chunks(slots);
}

uint32_t sdn__slots_add(sdn_slots *slots)
{
    if (sdn__reserve(&slots->rows, &slots->row_capacity, slots->row_count + 1, sizeof *slots->rows) != 0)
        return SDN_NO_SLOT;
    if (sdn__slots_make_room(slots) != 0)
        return SDN_NO_SLOT;
    slots->rows[slots->row_count] = (sdn_row){0, 0, 0, 0};
    return (uint32_t)slots->row_count++;
}

/* ---- the order of keys ---- */

void sdn__slots_track_order(sdn_slots *slots, uint32_t slot, const sdn_value *key, uint64_t number)
{
    sdn_key_order *order = &slots->order;
    bool follows = sdn__key_orders_by_number(slots->type)
                       ? number > order->last_number
                       : order->sorted_prefix == 0 || sdn__key_compare(slots->type, order->last_key, key) < 0;
    order->keys_sorted = order->keys_sorted && follows;
    if (!order->keys_sorted)
        return;
    order->sorted_prefix = (size_t)slot + 1;
    order->last_number = number;
    for (uint32_t i = 0; i < slots->type->key.field_count; i++)
        order->last_key[i] = key[i];
}

void sdn__slots_restore_order(sdn_slots *slots)
{
    sdn_key_order *order = &slots->order;
    if (order->sorted_prefix < slots->loaded_count)
        return;
    order->sorted_prefix = slots->loaded_count;
    if (slots->loaded_count == 0) {
        order->keys_sorted = true;
        order->last_number = 0;
        return;
    }
    uint32_t last = (uint32_t)slots->loaded_count - 1;
    if ((slots->rows[last].flags & SDN_ROW_UNREADABLE) != 0)
        return; /* the keys of the rows taken away count as seen: at worst the order is not known to go on */
    sdn__slots_key(slots, last, order->last_key);
    order->last_number = sdn__key_number(slots->type, order->last_key);
    order->keys_sorted = true;
}
