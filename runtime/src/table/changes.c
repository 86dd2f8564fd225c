#include "table/changes.h"

#include "base/alloc.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

#include <string.h>

/* ---- the indexes of a table ---- */

void sdn__table_enter_indexes(sdn_table *table, uint32_t slot, uint32_t tag)
{
    if (sdn__table_is_keyed(table)) {
        sdn__key_map_insert(&table->lookup.keys, slot, tag);
        sdn__ordered_index_insert(&table->lookup.by_key, slot);
    }
    for (uint32_t i = 0; i < 2 * table->lookup.index_count; i++)
        sdn__ordered_index_insert(&table->lookup.indexes[i], slot);
    table->slots.live_count++;
}

void sdn__table_leave_indexes(sdn_table *table, uint32_t slot)
{
    if (sdn__table_is_keyed(table)) {
        sdn__key_map_erase(&table->lookup.keys, slot);
        sdn__ordered_index_erase(&table->lookup.by_key, slot);
    }
    for (uint32_t i = 0; i < 2 * table->lookup.index_count; i++)
        sdn__ordered_index_erase(&table->lookup.indexes[i], slot);
    table->slots.live_count--;
}

/* ---- records by their address ---- */

uint32_t sdn__table_slot_of(const sdn_table *table, const void *record)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    if (sdn__table_is_keyed(table)) {
        sdn__values_of(table->type, &table->type->key, record, key);
        uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
        if (slot != SDN_NO_SLOT && sdn__slots_record(&table->slots, slot) == record)
            return slot;
    }
    return sdn__slots_at(&table->slots, record);
}

const void *sdn__table_loaded_record(const sdn_table *table, uint32_t slot)
{
    bool is_changed = table->slots.rows[slot].change != 0;
    return is_changed ? sdn__slots_base(&table->slots, slot) : sdn__slots_record(&table->slots, slot);
}

/* ---- making changes ---- */

/*
 * How many inserts into each index one reservation has to cover: all from now until the next reservation, which is made
 * before the next change. With e edits (changes with a base) and o open slots before the change that is about to be
 * made:
 *
 *   the change itself   An insert or a rename inserts one record, an edit or a delete none. When several records are
 *                       renamed at once, each is first removed, with a reservation of its own; then all are inserted
 *                       under their new keys, without one. All of these are edits, the last one included: at most e + 1
 *                       inserts.
 *   flushing            One insert for each slot that is open, this one included: at most o + 1.
 *   rollback            One insert for each edit, this one included, to put the record back as it was loaded: at most e
 *                       + 1. New records are only removed. Afterwards nothing is edited or open.
 *
 * Each can happen only once before the next reservation: a slot is opened, and a record edited or removed for renaming,
 * by a change. The sum is the bound. ordered_index.c proves that it is enough to reserve for a number of inserts,
 * even if records are erased between them; sdn__ordered_index_insert asserts that no more are made.
 */
static size_t inserts_of_change(const sdn_changes *changes)
{
    return 2 * (changes->edit_count + 1) + changes->open_count + 1;
}

static int reserve_indexes(sdn_table *table, size_t inserts)
{
    sdn_lookup *lookup = &table->lookup;
    size_t records = table->slots.live_count;
    if (sdn__table_is_keyed(table) && sdn__ordered_index_reserve(&lookup->by_key, records, inserts) != 0)
        return -1;
    for (uint32_t i = 0; i < lookup->index_count; i++)
        if (sdn__ordered_index_reserve(&lookup->indexes[i], records, inserts) != 0 ||
            sdn__ordered_index_reserve(&lookup->hashed[i], records, inserts) != 0 ||
            sdn__ordered_index_reserve_moves(&lookup->indexes[i], table->slots.changes.capacity) != 0)
            return -1;
    return 0;
}

int sdn__table_reserve_change(sdn_table *table)
{
    sdn_changes *c = &table->slots.changes;
    if (sdn__reserve(&c->items, &c->capacity, c->count + 1, sizeof *c->items) != 0 ||
        sdn__reserve(&c->open_slots, &c->open_capacity, c->open_count + 1, sizeof *c->open_slots) != 0)
        return -1;
    return reserve_indexes(table, inserts_of_change(c));
}

static int copy_base(sdn_table *table, uint32_t slot, sdn_change *change)
{
    change->base = sdn_arena_alloc(&table->arena, table->type->size);
    if (change->base == NULL)
        return -1;
    memcpy(change->base, sdn__slots_record(&table->slots, slot), table->type->size);
    return 0;
}

sdn_change *sdn__table_change_of(sdn_table *table, uint32_t slot)
{
    sdn_row *row = &table->slots.rows[slot];
    sdn_changes *changes = &table->slots.changes;
    assert((row->flags & SDN_ROW_UNREADABLE) == 0);
    if (row->change != 0)
        return &changes->items[row->change - 1];
    sdn_change change = {.slot = slot};
    if ((row->flags & SDN_ROW_NEW) == 0) {
        if (copy_base(table, slot, &change) != 0)
            return NULL;
        row->flags |= SDN_ROW_EDITED;
        changes->edit_count++;
    }
    assert(changes->count < changes->capacity);
    changes->items[changes->count++] = change;
    row->change = (uint32_t)changes->count;
    return &changes->items[changes->count - 1];
}

/* Memory for a copy of a record: that of an earlier copy, if one is no longer needed. */
static void *copy_memory(sdn_table *table)
{
    void *spare = table->slots.changes.spare_copy;
    table->slots.changes.spare_copy = NULL;
    return spare != NULL ? spare : sdn_arena_alloc(&table->arena, table->type->size);
}

void *sdn__table_open_slot(sdn_table *table, uint32_t slot)
{
    sdn_row *row = &table->slots.rows[slot];
    sdn_changes *changes = &table->slots.changes;
    void *record = sdn__slots_record(&table->slots, slot);
    if ((row->flags & SDN_ROW_OPEN) != 0)
        return record;
    sdn_change *change = sdn__table_change_of(table, slot);
    if (change == NULL)
        return NULL;
    change->indexed = copy_memory(table);
    if (change->indexed == NULL)
        return NULL;
    memcpy(change->indexed, record, table->type->size);
    row->flags |= SDN_ROW_OPEN;
    assert(changes->open_count < changes->open_capacity);
    changes->open_slots[changes->open_count++] = slot;
    return record;
}

/* ---- open slots ---- */

/* Puts back a key that was written through a pointer from edit: the key map finds the record under it. */
static void restore_key(sdn_table *table, void *record, const void *indexed)
{
    sdn_value now[SDN_INDEX_FIELDS_MAX], before[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *key = &table->type->key;
    sdn__values_of(table->type, key, record, now);
    sdn__values_of(table->type, key, indexed, before);
    if (sdn__key_equal(table->type, now, before))
        return;
    sdn__key_show(table->type, before, table->refusal.edited_key);
    for (uint32_t i = 0; i < key->field_count; i++) {
        const sdn_field *field = &table->type->fields[key->fields[i]];
        memcpy((char *)record + field->offset, (const char *)indexed + field->offset, sdn__scalar_of(field)->size);
    }
}

/* Whether two records have different positions in an index, or only one of them has any. */
static bool differ(const sdn_record_type *type, const sdn_index_type *index, const void *record, const void *other)
{
    sdn_value a[SDN_INDEX_FIELDS_MAX], b[SDN_INDEX_FIELDS_MAX];
    bool is_in = sdn__index_has(type, index, record), is_other_in = sdn__index_has(type, index, other);
    if (!is_in || !is_other_in)
        return is_in != is_other_in;
    sdn__values_of(type, index, record, a);
    sdn__values_of(type, index, other, b);
    return sdn__values_compare(type, index, a, b) != 0;
}

/* The row of a new record is encoded and cached when it is inserted. If the caller changed the record since, the cached
 * row is dropped. Otherwise the record gets back its pointers to our copies of text: the caller may have assigned equal
 * text that does not live until the save. */
static bool keeps_cached_row(sdn_slots *slots, uint32_t slot)
{
    sdn_row *row = &slots->rows[slot];
    void *record = sdn__slots_record(slots, slot);
    const void *indexed = sdn__slots_indexed(slots, slot);
    if (!sdn__row_is_cached(row))
        return false;
    if (sdn_record_equal(slots->type, record, indexed)) {
        memcpy(record, indexed, slots->type->size);
        return true;
    }
    sdn__image_rows_uncache(row);
    return false;
}

/* Whether a new record, whose row is cached, is still the copy that was made when it was inserted. */
static bool is_as_inserted(const sdn_slots *slots, uint32_t slot, const void *record, const void *indexed)
{
    return sdn__row_is_cached(&slots->rows[slot]) && memcmp(record, indexed, slots->type->size) == 0;
}

/* Corrects what the caller must not write, or cannot mean: a key, values of absent fields, fields that are present but
 * empty. What would be lost by it is noted, and refuses the save. False if the record was not changed at all. */
static bool correct_record(sdn_table *table, uint32_t slot, void *record, const void *indexed)
{
    const sdn_record_type *type = table->type;
    if (is_as_inserted(&table->slots, slot, record, indexed))
        return false;
    if (table->refusal.unset_field == NULL)
        table->refusal.unset_field = sdn__record_unset(type, record, indexed);
    if (keeps_cached_row(&table->slots, slot))
        return false;
    restore_key(table, record, indexed);
    sdn__record_drop_empty_options(type, record);
    sdn__record_reset_absent(type, record, indexed);
    return true;
}

/* An index is searched for the record by its copy to erase it, while the slot is open, and by the record itself to
 * insert it, for which the slot counts as closed. */
static void move_in_indexes(sdn_table *table, uint32_t slot, const void *indexed)
{
    const sdn_record_type *type = table->type;
    sdn_row *row = &table->slots.rows[slot];
    const void *record = sdn__slots_record(&table->slots, slot);
    for (uint32_t i = 0; i < type->index_count; i++) {
        if (!differ(type, &type->indexes[i], record, indexed))
            continue;
        sdn__ordered_index_erase(&table->lookup.indexes[i], slot);
        sdn__ordered_index_erase(&table->lookup.hashed[i], slot);
        row->flags &= ~(uint32_t)SDN_ROW_OPEN;
        sdn__ordered_index_insert(&table->lookup.indexes[i], slot);
        sdn__ordered_index_insert(&table->lookup.hashed[i], slot);
        row->flags |= SDN_ROW_OPEN;
        sdn__ordered_index_note_move(&table->lookup.indexes[i], slot);
    }
}

static void flush_slot(sdn_table *table, uint32_t slot)
{
    sdn_row *row = &table->slots.rows[slot];
    sdn_change *change = &table->slots.changes.items[row->change - 1];
    void *record = sdn__slots_record(&table->slots, slot);
    assert((row->flags & SDN_ROW_OPEN) != 0 && change->slot == slot);
    if (correct_record(table, slot, record, change->indexed))
        move_in_indexes(table, slot, change->indexed);
    row->flags &= ~(uint32_t)SDN_ROW_OPEN;
    table->slots.changes.spare_copy = change->indexed;
    change->indexed = NULL;
}

/* One slot after the other: the indexes know an open record by its copy until it is closed, so they are in order at
 * each step. */
void sdn__table_flush_open_slots(sdn_table *table)
{
    sdn_changes *changes = &table->slots.changes;
    for (size_t i = 0; i < changes->open_count; i++)
        flush_slot(table, changes->open_slots[i]);
    changes->open_count = 0;
}

/* ---- what was changed ---- */

bool sdn__table_changed(const sdn_table *table)
{
    const sdn_changes *changes = &table->slots.changes;
    if (table->refusal.edited_key[0] != '\0' || table->refusal.text_was_lost || table->refusal.unset_field != NULL)
        return true;
    for (size_t i = 0; i < changes->count; i++)
        if (sdn__slots_is_changed(&table->slots, &changes->items[i]))
            return true;
    return false;
}
