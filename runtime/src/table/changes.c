#include "table/changes.h"

#include "base/alloc.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

#include <string.h>

/* ---- the indexes of a table ---- */

void sdn__table_enter_indexes(sdn_table *table, uint32_t slot)
{
    if (sdn__table_is_keyed(table)) {
        sdn__key_map_insert(&table->lookup.keys, slot);
        sdn__ordered_index_insert(&table->lookup.by_key, slot);
    }
    for (uint32_t i = 0; i < table->type->index_count; i++)
        sdn__ordered_index_insert(&table->lookup.indexes[i], slot);
    table->slots.live_count++;
}

void sdn__table_leave_indexes(sdn_table *table, uint32_t slot)
{
    if (sdn__table_is_keyed(table)) {
        sdn__key_map_erase(&table->lookup.keys, slot);
        sdn__ordered_index_erase(&table->lookup.by_key, slot);
    }
    for (uint32_t i = 0; i < table->type->index_count; i++)
        sdn__ordered_index_erase(&table->lookup.indexes[i], slot);
    table->slots.live_count--;
}

/* ---- making changes ---- */

/* Room for one more change: settling it inserts into each index once, rolling it back once more unless the record is
 * new. New records that were settled before are in the indexes already. */
int sdn__table_reserve_change(sdn_table *table)
{
    size_t inserts = 2 * (table->slots.changes.edit_count + 1) + table->slots.changes.open_count + 1;
    if (sdn__reserve(&table->slots.changes.items, &table->slots.changes.capacity, table->slots.changes.count + 1,
                     sizeof *table->slots.changes.items) != 0 ||
        sdn__reserve(&table->slots.changes.open_slots, &table->slots.changes.open_capacity,
                     table->slots.changes.open_count + 1, sizeof *table->slots.changes.open_slots) != 0)
        return -1;
    if (sdn__table_is_keyed(table) &&
        sdn__ordered_index_reserve(&table->lookup.by_key, table->slots.live_count, inserts) != 0)
        return -1;
    for (uint32_t i = 0; i < table->type->index_count; i++)
        if (sdn__ordered_index_reserve(&table->lookup.indexes[i], table->slots.live_count, inserts) != 0)
            return -1;
    return 0;
}

/* The change of a slot, made if there is none yet; room is reserved. NULL when memory ran out. */
sdn_change *sdn__table_change_of(sdn_table *table, uint32_t slot)
{
    sdn_row *row = &table->slots.rows[slot];
    if (row->change != 0)
        return &table->slots.changes.items[row->change - 1];
    sdn_change change = {.slot = slot};
    if ((row->flags & SDN_ROW_NEW) == 0) {
        change.base = sdn_arena_alloc(&table->arena, table->type->size);
        if (change.base == NULL)
            return NULL;
        memcpy(change.base, sdn__slots_record(&table->slots, slot), table->type->size);
        row->flags |= SDN_ROW_EDITED;
        table->slots.changes.edit_count++;
    }
    table->slots.changes.items[table->slots.changes.count++] = change;
    row->change = (uint32_t)table->slots.changes.count;
    return &table->slots.changes.items[table->slots.changes.count - 1];
}

/* Memory for a copy of a record, that of an earlier one if there is any. */
static void *copy_memory(sdn_table *table)
{
    void *spare = table->slots.changes.spare_copy;
    table->slots.changes.spare_copy = NULL;
    return spare != NULL ? spare : sdn_arena_alloc(&table->arena, table->type->size);
}

/* Lets the caller write to a slot until the next call that settles. Room is reserved. */
void *sdn__table_open_slot(sdn_table *table, uint32_t slot)
{
    sdn_row *row = &table->slots.rows[slot];
    void *record = sdn__table_hand_out(table, slot);
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
    table->slots.changes.open_slots[table->slots.changes.open_count++] = slot;
    return record;
}

/* ---- open slots ---- */

/* Puts back a key that was written through a pointer from edit: the record must stay where it is found. */
static void keep_key(sdn_table *table, void *record, const void *indexed)
{
    sdn_value now[SDN_INDEX_FIELDS_MAX], before[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *key = &table->type->key;
    sdn__values_of(table->type, key, record, now);
    sdn__values_of(table->type, key, indexed, before);
    if (sdn__key_equal(table->type, now, before))
        return;
    sdn__key_print(table->type, before, table->refusal.edited_key, SDN_SHOWN_KEY_SIZE);
    for (uint32_t i = 0; i < key->field_count; i++) {
        const sdn_field *field = &table->type->fields[key->fields[i]];
        memcpy((char *)record + field->offset, (const char *)indexed + field->offset, sdn__scalar_of(field)->size);
    }
}

static bool is_empty(const sdn_field *field, const void *record)
{
    const void *value = (const char *)record + field->offset;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return sdn__list_at(value).count == 0;
    return field->type == SDN_TYPE_STRING && ((const sdn_str *)value)->len == 0;
}

/* An optional text or list that is present but empty cannot be told from an absent one in the file. */
void sdn__table_drop_empty_options(const sdn_table *table, void *record)
{
    for (uint32_t i = 0; i < table->type->field_count; i++) {
        const sdn_field *field = &table->type->fields[i];
        if ((field->flags & SDN_FIELD_OPTIONAL) != 0 && is_empty(field, record))
            *(bool *)((char *)record + field->presence_offset) = false;
    }
}

/* Whether a record would stand elsewhere in an index, or not at all, if it were `other`. */
static bool moves(const sdn_table *table, uint32_t index, const void *record, const void *other)
{
    sdn_value a[SDN_INDEX_FIELDS_MAX], b[SDN_INDEX_FIELDS_MAX];
    const sdn_index_type *fields = &table->type->indexes[index];
    bool is_in = sdn__index_has(table->type, fields, record);
    if (!is_in || !sdn__index_has(table->type, fields, other))
        return is_in != sdn__index_has(table->type, fields, other);
    sdn__values_of(table->type, fields, record, a);
    sdn__values_of(table->type, fields, other, b);
    return sdn__values_compare(table->type, fields, a, b) != 0;
}

/* The row of a new record is encoded when it is inserted. If it was written to since, and is another now, it has none;
 * otherwise it gets its own text back: what was assigned may be gone when it is saved. */
static bool keeps_cached_row(sdn_table *table, uint32_t slot)
{
    void *record = sdn__slots_record(&table->slots, slot);
    const void *indexed = sdn__slots_indexed(&table->slots, slot);
    if (!sdn__row_is_cached(&table->slots.rows[slot]))
        return false;
    if (sdn_record_equal(table->type, record, indexed)) {
        memcpy(record, indexed, table->type->size);
        return true;
    }
    sdn__image_rows_uncache(&table->slots.rows[slot]);
    return false;
}

static void open_indexes(sdn_table *table, uint32_t slot)
{
    void *record = sdn__slots_record(&table->slots, slot);
    if (table->refusal.unset_field == NULL)
        table->refusal.unset_field = sdn__record_unset(table->type, record, sdn__slots_indexed(&table->slots, slot));
    if (keeps_cached_row(table, slot))
        return;
    keep_key(table, record, sdn__slots_indexed(&table->slots, slot));
    sdn__table_drop_empty_options(table, record);
    sdn__record_reset_absent(table->type, record, sdn__slots_indexed(&table->slots, slot));
    for (uint32_t index = 0; index < table->type->index_count; index++)
        if (moves(table, index, record, sdn__slots_indexed(&table->slots, slot)))
            sdn__ordered_index_erase(&table->lookup.indexes[index], slot);
}

static void close_slot(sdn_table *table, uint32_t slot)
{
    sdn_change *change = &table->slots.changes.items[table->slots.rows[slot].change - 1];
    table->slots.rows[slot].flags &= ~(uint32_t)SDN_ROW_OPEN;
    for (uint32_t i = 0; i < table->type->index_count && !sdn__row_is_cached(&table->slots.rows[slot]); i++)
        if (moves(table, i, sdn__slots_record(&table->slots, slot), change->indexed))
            sdn__ordered_index_insert(&table->lookup.indexes[i], slot);
    table->slots.changes.spare_copy = change->indexed;
    change->indexed = NULL;
}

void sdn__table_flush_open_slots(sdn_table *table)
{
    /* The indexes know an open record by its copy until it is closed, so they are in order at each step. */
    for (size_t i = 0; i < table->slots.changes.open_count; i++) {
        open_indexes(table, table->slots.changes.open_slots[i]);
        close_slot(table, table->slots.changes.open_slots[i]);
    }
    table->slots.changes.open_count = 0;
}

/* ---- what was changed ---- */

bool sdn__table_is_changed(const sdn_table *table, const sdn_change *change)
{
    uint32_t flags = table->slots.rows[change->slot].flags;
    if ((flags & SDN_ROW_NEW) != 0)
        return (flags & SDN_ROW_DELETED) == 0;
    return (flags & SDN_ROW_DELETED) != 0 ||
           !sdn_record_equal(table->type, change->base, sdn__slots_record(&table->slots, change->slot));
}

bool sdn__table_changed(const sdn_table *table)
{
    if (table->refusal.edited_key[0] != '\0' || table->refusal.text_was_lost || table->refusal.unset_field != NULL)
        return true;
    for (size_t i = 0; i < table->slots.changes.count; i++)
        if (sdn__table_is_changed(table, &table->slots.changes.items[i]))
            return true;
    return false;
}
