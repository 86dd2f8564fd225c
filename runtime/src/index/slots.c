#include "index/slots.h"

#include "base/alloc.h"
#include "base/pages.h"
#include "record/value.h"

#include <string.h>

void sdn__slots_init(sdn_slots *slots, const sdn_record_type *type)
{
    *slots = (sdn_slots){.type = type};
    sdn__key_order_init(&slots->order);
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

static const sdn_change *change_of(const sdn_slots *slots, uint32_t slot)
{
    uint32_t position = slots->rows[slot].change;
    assert(position > 0 && position <= slots->changes.count && slots->changes.items[position - 1].slot == slot);
    return &slots->changes.items[position - 1];
}

const void *sdn__slots_indexed_if_open(const sdn_slots *slots, uint32_t slot)
{
    const sdn_row *row = &slots->rows[slot];
    if ((row->flags & SDN_ROW_OPEN) == 0)
        return sdn__slots_record(slots, slot);
    const sdn_change *change = change_of(slots, slot);
    assert(change->indexed != NULL);
    return change->indexed;
}

const void *sdn__slots_base(const sdn_slots *slots, uint32_t slot)
{
    return change_of(slots, slot)->base;
}

void sdn__slots_key(const sdn_slots *slots, uint32_t slot, sdn_value *key)
{
    sdn__values_of(slots->type, &slots->type->key, sdn__slots_indexed(slots, slot), key);
}

/* Addresses are compared as numbers, since the record may be of no slot. */
uint32_t sdn__slots_at(const sdn_slots *slots, const void *record)
{
    size_t size = slots->type->size;
    for (size_t i = 0; i < slots->chunk_count; i++) {
        size_t offset = (uintptr_t)record - (uintptr_t)slots->chunks[i];
        size_t slot = i * SDN_CHUNK_RECORDS + offset / size;
        if (offset < SDN_CHUNK_RECORDS * size)
            return offset % size == 0 && slot < slots->row_count ? (uint32_t)slot : SDN_NO_SLOT;
    }
    return SDN_NO_SLOT;
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

bool sdn__slots_is_changed(const sdn_slots *slots, const sdn_change *change)
{
    uint32_t flags = slots->rows[change->slot].flags;
    bool is_deleted = (flags & SDN_ROW_DELETED) != 0;
    if ((flags & SDN_ROW_NEW) != 0)
        return !is_deleted;
    return is_deleted || !sdn_record_equal(slots->type, change->base, sdn__slots_record(slots, change->slot));
}

/* ---- memory ---- */

/* A slab is allocated for all rows that are expected, which costs no memory yet. Its chunks are added a few at a time,
 * so that those not needed are never touched, and those added stay in the cache until they are filled. */
enum { SLAB_BYTES = 64 << 20, BYTES_AT_ONCE = 256 << 10 };

/* How many chunks of at most that many bytes are needed next: one; while a table is loaded, as many as `count` rows in all
 * fill. */
static size_t chunks_wanted(const sdn_slots *slots, size_t count, size_t most_bytes)
{
    size_t expected = count > slots->row_count ? (count - slots->row_count) / SDN_CHUNK_RECORDS : 0;
    size_t most = most_bytes / SDN_CHUNK_RECORDS / slots->type->size;
    if (slots->loaded_count > 0 || expected == 0 || most == 0)
        return 1;
    return expected < most ? expected : most;
}

static int add_slab(sdn_slots *slots, size_t rows)
{
    size_t count = chunks_wanted(slots, rows, SLAB_BYTES), size = slots->type->size;
    if (size > SIZE_MAX / 2 / SDN_CHUNK_RECORDS / count)
        return -1;
    size *= count * SDN_CHUNK_RECORDS;
    if (sdn__reserve(&slots->slabs, &slots->slab_capacity, slots->slab_count + 1, sizeof *slots->slabs) != 0)
        return -1;
    char *slab = sdn__alloc_pages(size);
    if (slab == NULL)
        return -1;
    slots->slabs[slots->slab_count++] = slab;
    slots->slab = (sdn_page_block){.start = slab, .size = size};
    slots->slab_used = 0;
    return 0;
}

/* Adds the next chunks of the last slab, which has at least one. */
static int add_chunks(sdn_slots *slots, size_t rows)
{
    size_t chunk_size = SDN_CHUNK_RECORDS * slots->type->size, count = chunks_wanted(slots, rows, BYTES_AT_ONCE);
    size_t left = (slots->slab.size - slots->slab_used) / chunk_size;
    if (count > left)
        count = left;
    if (sdn__reserve(&slots->chunks, &slots->chunk_capacity, slots->chunk_count + count, sizeof *slots->chunks) != 0)
        return -1;
    if (slots->loaded_count == 0)
        sdn__fetch_pages(slots->pages, &slots->slab, slots->slab_used + count * chunk_size);
    for (size_t i = 0; i < count; i++, slots->slab_used += chunk_size)
        slots->chunks[slots->chunk_count++] = slots->slab.start + slots->slab_used;
    return 0;
}

int sdn__slots_expect(sdn_slots *slots, size_t count)
{
    sdn_row *rows = NULL;
    if (count < SIZE_MAX / 2 / sizeof *rows)
        rows = sdn__move_whole(slots->pages, slots->rows, slots->row_count * sizeof *rows, count * sizeof *rows);
    if (rows == NULL)
        return -1;
    slots->rows = rows;
    slots->row_capacity = count;
    return 0;
}

int sdn__slots_make_room(sdn_slots *slots, size_t expected)
{
    if (sdn__slots_have_room(slots))
        return 0;
    if (slots->slab_used == slots->slab.size && add_slab(slots, expected) != 0)
        return -1;
    return add_chunks(slots, expected);
}

/* Puts chunks that begin at `records` before those that no slot needs yet, of which the first is number `at`. */
static void insert_chunks(sdn_slots *slots, size_t at, char *records, size_t count)
{
    char **to = slots->chunks + at;
    if (slots->chunk_count > at)
        memmove(to + count, to, (slots->chunk_count - at) * sizeof *to);
    for (size_t i = 0; i < count; i++)
        to[i] = records + i * SDN_CHUNK_RECORDS * slots->type->size;
    slots->chunk_count += count;
}

/* The records that fill the last chunk are copied; the others stay, and chunks begin in the middle of the slab. */
int sdn__slots_adopt(sdn_slots *slots, char *slab, const sdn_row *rows, char *records, size_t count)
{
    size_t used = slots->row_count, size = slots->type->size;
    size_t chunks = (used + SDN_CHUNK_RECORDS - 1) / SDN_CHUNK_RECORDS;
    size_t left = chunks * SDN_CHUNK_RECORDS - used, copied = left < count ? left : count;
    size_t added = (count - copied + SDN_CHUNK_RECORDS - 1) / SDN_CHUNK_RECORDS;
    assert(count > 0 && used + count <= slots->row_capacity);
    if (sdn__reserve(&slots->slabs, &slots->slab_capacity, slots->slab_count + 1, sizeof *slots->slabs) != 0 ||
        sdn__reserve(&slots->chunks, &slots->chunk_capacity, slots->chunk_count + added, sizeof *slots->chunks) != 0)
        return -1;
    slots->slabs[slots->slab_count++] = slab;
    if (copied > 0)
        memcpy(sdn__slots_record(slots, (uint32_t)used), records, copied * size);
    insert_chunks(slots, chunks, records + copied * size, added);
    memcpy(slots->rows + used, rows, count * sizeof *rows);
    slots->row_count += count;
    return 0;
}

uint32_t sdn__slots_add(sdn_slots *slots)
{
    if (sdn__reserve(&slots->rows, &slots->row_capacity, slots->row_count + 1, sizeof *slots->rows) != 0)
        return SDN_NO_SLOT;
    if (sdn__slots_make_room(slots, slots->row_capacity) != 0)
        return SDN_NO_SLOT;
    slots->rows[slots->row_count] = (sdn_row){0, 0, 0, 0};
    return (uint32_t)slots->row_count++;
}

/* ---- the order of keys ---- */

void sdn__slots_restore_order(sdn_slots *slots)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    size_t count = slots->loaded_count;
    if (slots->order.sorted_prefix < count)
        return; /* it stopped before the slots that were removed */
    bool is_readable = count > 0 && (slots->rows[count - 1].flags & SDN_ROW_UNREADABLE) == 0;
    if (is_readable)
        sdn__slots_key(slots, (uint32_t)count - 1, key);
    sdn__key_order_resume(&slots->order, slots->type, count, is_readable ? key : NULL);
}

/* ---- checks for tests ---- */

static const char *change_fault(const sdn_slots *slots, uint32_t slot)
{
    const sdn_row *row = &slots->rows[slot];
    bool is_open = (row->flags & SDN_ROW_OPEN) != 0, is_edited = (row->flags & SDN_ROW_EDITED) != 0;
    if ((row->flags & SDN_ROW_UNREADABLE) != 0)
        return NULL; /* it holds a line number instead */
    if (row->change == 0)
        return is_open || is_edited ? "a slot that is open or edited has no change" : NULL;
    if (row->change > slots->changes.count || slots->changes.items[row->change - 1].slot != slot)
        return "a change is that of another slot";
    const sdn_change *change = &slots->changes.items[row->change - 1];
    if (is_edited != (change->base != NULL))
        return "a slot is not edited but has a base, or the other way round";
    if (is_open && slots->changes.open_count == 0)
        return "a slot is open, but none is counted";
    return is_open && change->indexed == NULL ? "an open slot lacks the record as the indexes know it" : NULL;
}

static const char *order_fault(const sdn_slots *slots)
{
    sdn_value keys[2][SDN_INDEX_FIELDS_MAX];
    unsigned current = 0;
    bool has_last = false;
    for (uint32_t slot = 0; slot < slots->order.sorted_prefix; slot++) {
        if (!sdn__slots_is_live(slots, slot))
            continue;
        sdn__slots_key(slots, slot, keys[current]);
        if (has_last && sdn__key_compare(slots->type, keys[1 - current], keys[current]) >= 0)
            return "the sorted prefix is not sorted";
        current = 1 - current;
        has_last = true;
    }
    return NULL;
}

const char *sdn__slots_fault(const sdn_slots *slots)
{
    size_t live = 0;
    if (slots->order.sorted_prefix > slots->row_count || slots->loaded_count > slots->row_count)
        return "more slots are loaded, or sorted, than there are";
    for (uint32_t slot = 0; slot < slots->row_count; slot++) {
        uint32_t flags = slots->rows[slot].flags;
        const char *fault = change_fault(slots, slot);
        live += sdn__slots_is_live(slots, slot);
        if (fault != NULL)
            return fault;
        if ((flags & SDN_ROW_CACHED) != 0 && (flags & (SDN_ROW_NEW | SDN_ROW_PATCHED)) != SDN_ROW_NEW)
            return "a cached row is not new, or patched too";
    }
    return live == slots->live_count ? order_fault(slots) : "live_count is wrong";
}
