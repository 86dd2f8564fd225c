/* Stores: the public functions on one table. */
#include "store/file.h"

#include "base/compiler.h"
#include "base/error.h"
#include "edit/edit.h"
#include "index/index_walk.h"
#include "record/value.h"
#include "save/layout.h"
#include "table/rules.h"

#include <string.h>

SDN_NOINLINE static const void *get_any(const sdn_store *store, const sdn_value *key)
{
    sdn_table *table = sdn__store_enter(store);
    uint32_t slot = sdn__key_map_find(&table->lookup.keys, key);
    return slot != SDN_NO_SLOT ? sdn__slots_record(&table->slots, slot) : NULL;
}

/* Most keys are found in a few instructions, for the reason said of sdn__key_map_find_dense. */
const void *sdn_store_get(const sdn_store *store, const sdn_value *key)
{
    uint32_t slot;
    const sdn_table *table = sdn__store_table_at_rest(store);
    if (table == NULL || !sdn__key_map_find_dense(&table->lookup.keys, key, &slot))
        return get_any(store, key);
    return sdn__slots_record(&table->slots, slot);
}

/* Open records stay open: the record may be one of them. */
const void *sdn_store_loaded(const sdn_store *store, const void *record)
{
    const sdn_table *table = sdn__store_table(store);
    uint32_t slot = sdn__table_slot_of(table, record);
    return slot != SDN_NO_SLOT ? sdn__table_loaded_record(table, slot) : NULL;
}

const void *sdn_store_find(const sdn_store *store, uint32_t index, const sdn_value *values)
{
    sdn_cursor cursor = sdn_store_by(store, index, values);
    return sdn_cursor_next(&cursor);
}

sdn_code sdn_store_explain(const sdn_store *store, const sdn_value *key, sdn_error *err)
{
    const sdn_table *table = sdn__store_enter(store);
    return sdn__key_map_find(&table->lookup.keys, key) != SDN_NO_SLOT ? SDN_OK : sdn__edit_not_found(table, key, err);
}

void *sdn_store_edit(sdn_store *store, const sdn_value *key, sdn_error *err)
{
    return sdn__edit_open(sdn__store_table(store), key, err);
}

sdn_code sdn_store_set(sdn_store *store, void *record, uint32_t field, sdn_str text, sdn_error *err)
{
    return sdn__edit_set_field(sdn__store_table(store), record, field, text, err);
}

void *sdn_store_insert(sdn_store *store, const void *values, sdn_error *err)
{
    return sdn__edit_insert(sdn__store_enter(store), values, err);
}

void *sdn_store_put(sdn_store *store, const void *values, sdn_error *err)
{
    return sdn__edit_put(sdn__store_enter(store), values, err);
}

sdn_code sdn_store_delete(sdn_store *store, const sdn_value *key, sdn_error *err)
{
    return sdn__edit_delete(sdn__store_enter(store), key, err);
}

sdn_code sdn_store_rename(sdn_store *store, const sdn_value *key, const sdn_value *new_key, sdn_error *err)
{
    return sdn__edit_rename(sdn__store_enter(store), key, new_key, err);
}

size_t sdn_store_count(const sdn_store *store)
{
    return sdn__store_enter(store)->slots.live_count;
}

size_t sdn_store_problems(const sdn_store *store, const sdn_problem **list)
{
    const sdn_table *table = store != NULL ? sdn__store_table(store) : NULL;
    if (list != NULL)
        *list = table != NULL ? table->problems.items : NULL;
    return table != NULL ? table->problems.count : 0;
}

size_t sdn_store_conflicts(const sdn_store *store, const sdn_conflict **list)
{
    if (list != NULL)
        *list = store != NULL ? store->conflicts.items : NULL;
    return store != NULL ? store->conflicts.count : 0;
}

sdn_code sdn_store_validate(sdn_store *store, const sdn_problem **list, size_t *count, sdn_error *err)
{
    sdn_table *table = sdn__store_enter(store);
    sdn_image *image = sdn__store_image(store);
    sdn_code code = sdn__layout_catch_up(image, err);
    if (code == SDN_OK)
        code = sdn__rules_list(table, &image->pieces, err);
    if (code == SDN_OK && list != NULL)
        *list = table->violations.items;
    if (code == SDN_OK && count != NULL)
        *count = table->violations.count;
    return code;
}

/* ---- walks ---- */

sdn_cursor sdn_store_all(const sdn_store *store)
{
    sdn__table_flush_open(sdn__store_table(store));
    return (sdn_cursor){.store = store, .last = SDN_NO_SLOT};
}

sdn_cursor sdn_store_in_file_order(const sdn_store *store)
{
    sdn_cursor cursor = sdn_store_all(store);
    cursor.flags = SDN_WALK_FILE_ORDER;
    return cursor;
}

/* An index of a table, ready for walks; NULL for the key of records that have none. */
static const sdn_ordered_index *index_of(sdn_table *table, uint32_t number)
{
    if (number == SDN_KEY_INDEX && !sdn__table_is_keyed(table))
        return NULL;
    assert(number == SDN_KEY_INDEX || number < table->type->index_count);
    sdn_ordered_index *index = number == SDN_KEY_INDEX ? &table->lookup.by_key : &table->lookup.indexes[number];
    sdn__ordered_index_build(index);
    return index;
}

/* The same for walks over equal values, which an index by hash is faster for. */
static const sdn_ordered_index *index_of_equals(sdn_table *table, uint32_t number)
{
    if (number == SDN_KEY_INDEX)
        return index_of(table, number);
    assert(number < table->type->index_count);
    sdn__ordered_index_build(&table->lookup.hashed[number]);
    return &table->lookup.hashed[number];
}

static sdn_cursor of_store(sdn_cursor cursor, const sdn_store *store)
{
    cursor.store = store;
    return cursor;
}

sdn_cursor sdn_store_by(const sdn_store *store, uint32_t index, const sdn_value *values)
{
    const sdn_ordered_index *found = index_of_equals(sdn__store_enter(store), index);
    return found != NULL ? of_store(sdn__index_walk_equal(found, values), store) : sdn_store_all(store);
}

sdn_cursor sdn_store_range(const sdn_store *store, uint32_t index, const sdn_value *low, uint32_t low_count,
                           const sdn_value *high, uint32_t high_count)
{
    const sdn_ordered_index *found = index_of(sdn__store_enter(store), index);
    if (found == NULL)
        return sdn_store_all(store);
    return of_store(sdn__index_walk_range(found, low, low_count, high, high_count), store);
}

sdn_cursor sdn_store_starting(const sdn_store *store, uint32_t index, const sdn_value *values, uint32_t count)
{
    const sdn_ordered_index *found = index_of(sdn__store_enter(store), index);
    return found != NULL ? of_store(sdn__index_walk_starting(found, values, count), store) : sdn_store_all(store);
}

sdn_cursor sdn_cursor_reverse(sdn_cursor cursor)
{
    sdn__table_flush_open(sdn__store_table(cursor.store));
    if (cursor.index != NULL)
        return sdn__index_walk_reverse(cursor);
    cursor.flags ^= SDN_WALK_BACKWARD;
    cursor.last = SDN_NO_SLOT;
    return cursor;
}

static uint32_t next_slot(const sdn_slots *slots, uint32_t last)
{
    for (uint32_t slot = last == SDN_NO_SLOT ? 0 : last + 1; slot < slots->row_count; slot++)
        if (sdn__slots_is_live(slots, slot))
            return slot;
    return SDN_NO_SLOT;
}

static uint32_t slot_before(const sdn_slots *slots, uint32_t last)
{
    for (uint32_t slot = last == SDN_NO_SLOT ? (uint32_t)slots->row_count : last; slot > 0; slot--)
        if (sdn__slots_is_live(slots, slot - 1))
            return slot - 1;
    return SDN_NO_SLOT;
}

/* A step of a walk from slot to slot. */
static uint32_t step(const sdn_slots *slots, sdn_cursor *cursor)
{
    bool backward = (cursor->flags & SDN_WALK_BACKWARD) != 0;
    uint32_t slot = backward ? slot_before(slots, cursor->last) : next_slot(slots, cursor->last);
    if (slot != SDN_NO_SLOT)
        cursor->last = slot;
    return slot;
}

/* A walk over all records goes from slot to slot as long as the slots are in key order, so no index has to be built.
 * When they no longer are, it goes on in the index, after the record that it returned last. */
static void continue_by_index(sdn_table *table, sdn_cursor *cursor)
{
    sdn__ordered_index_build(&table->lookup.by_key);
    sdn_cursor by_key = of_store(sdn__index_walk_all(&table->lookup.by_key), cursor->store);
    by_key.flags |= cursor->flags;
    by_key.last = cursor->last;
    *cursor = by_key;
}

const void *sdn_cursor_next(sdn_cursor *cursor)
{
    sdn_table *table = sdn__store_enter(cursor->store);
    if (cursor->index == NULL && (cursor->flags & SDN_WALK_FILE_ORDER) == 0 && !sdn__slots_are_sorted(&table->slots))
        continue_by_index(table, cursor);
    uint32_t slot = cursor->index != NULL ? sdn__index_walk_next(cursor) : step(&table->slots, cursor);
    return slot != SDN_NO_SLOT ? sdn__slots_record(&table->slots, slot) : NULL;
}

sdn_code sdn_cursor_delete(const sdn_cursor *cursor, sdn_store *store, sdn_error *err)
{
    const sdn_table *table = sdn__store_table(store);
    const char *path = table->document->path, *name = table->type->table.ptr;
    if (cursor->store != store || cursor->last == SDN_NO_SLOT)
        return sdn__fail(err, SDN_E_MISUSE, path,
                         "the cursor has returned no record of table '%s' that could be deleted", name);
    if (cursor->last >= table->slots.row_count || (table->slots.rows[cursor->last].flags & SDN_ROW_DELETED) != 0)
        return sdn__fail(
            err, SDN_E_NOT_FOUND, path,
            "the record of table '%s' that the cursor returned last was deleted already; go on with the next", name);
    return sdn__edit_delete_slot(sdn__store_enter(store), cursor->last, err);
}

/* ---- text and lists for records under edit; a failure is reported by the save ---- */

sdn_str sdn_store_text(sdn_store *store, const char *text)
{
    sdn_table *table = sdn__store_table(store);
    sdn_str view = sdn_str_from(text);
    sdn_str copy = sdn_arena_copy_str(&table->arena, view);
    if (copy.ptr == NULL) {
        table->refusal.text_was_lost = true;
        copy = SDN_STR("");
    }
    return copy;
}

sdn_str_list sdn_store_list(sdn_store *store, const char *const *texts, size_t count)
{
    sdn_table *table = sdn__store_table(store);
    sdn_str_list list = {NULL, 0};
    sdn_str *items = count > 0 ? sdn_arena_alloc(&table->arena, count * sizeof *items) : NULL;
    if (items == NULL) {
        table->refusal.text_was_lost = table->refusal.text_was_lost || count > 0;
        return list;
    }
    for (size_t i = 0; i < count; i++)
        items[i] = sdn_store_text(store, texts[i]);
    list.items = items;
    list.count = count;
    return list;
}

void *sdn_store_copy(sdn_store *store, const void *items, size_t count, size_t size)
{
    sdn_table *table = sdn__store_table(store);
    if (count == 0 || size == 0)
        return NULL;
    void *copy = count <= SIZE_MAX / size ? sdn_arena_alloc(&table->arena, count * size) : NULL;
    if (copy == NULL)
        table->refusal.text_was_lost = true;
    else
        memcpy(copy, items, count * size);
    return copy;
}

void sdn_store_append(sdn_store *store, void *record, uint32_t field, const void *element)
{
    sdn__edit_append(sdn__store_table(store), record, field, element);
}

void sdn_store_remove(sdn_store *store, void *record, uint32_t field, const void *element)
{
    sdn__edit_remove(sdn__store_table(store), record, field, element);
}
