/*
 * Changes to single fields of an open record: from text, and elements of lists.
 *
 * The elements of a list are shared: the record as it was loaded, and copies that the caller made of the list, point to
 * them too. So they are never changed. An element is appended in a copy of the list with room for more, or behind the
 * elements in such a copy, which no other list reaches: the table remembers the list that it made last, and how many of
 * its elements are taken.
 */
#include "edit/edit_private.h"

#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

#include <assert.h>
#include <string.h>

/* ---- from text ---- */

/* What can be known of a record of the table: another struct, such as the values for an insert, may be set freely. */
static sdn_code require_settable(const sdn_table *table, uint32_t slot, uint32_t field, sdn_error *err)
{
    const char *path = sdn__edit_path(table), *name = table->type->table.ptr;
    if ((table->slots.rows[slot].flags & SDN_ROW_OPEN) == 0)
        return sdn__fail(
            err, SDN_E_MISUSE, path,
            "table '%s': field '%s' of a record that is not under edit; call edit, and set it before other "
            "calls",
            name, table->type->fields[field].name);
    if (sdn__key_has(table->type, field))
        return sdn__fail(err, SDN_E_MISUSE, path, "table '%s': field '%s' is part of the key; use rename", name,
                         table->type->fields[field].name);
    return SDN_OK;
}

sdn_code sdn__edit_set_field(sdn_table *table, void *record, uint32_t field, sdn_str text, sdn_error *err)
{
    uint32_t slot = sdn__table_slot_of(table, record);
    bool known = slot != SDN_NO_SLOT && field < table->type->field_count;
    sdn_code code = known ? require_settable(table, slot, field, err) : SDN_OK;
    return code == SDN_OK ? sdn_field_set(table->type, field, record, text, &table->arena, err) : code;
}

/* ---- elements of lists ---- */

static sdn_any_list list_of(const sdn_field *field, const void *record)
{
    static const sdn_any_list none = {NULL, 0};
    assert((field->flags & SDN_FIELD_LIST) != 0);
    return sdn__field_present(field, record) ? sdn__list_at((const char *)record + field->offset) : none;
}

/* Assigns a list to the field. An optional one that is empty is absent. */
static void set_list(const sdn_field *field, void *record, const void *items, size_t count)
{
    char *to = record;
    bool present = count > 0;
    sdn__list_set(to + field->offset, items, count);
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy(to + field->presence_offset, &present, sizeof present);
}

/* The elements of a list, with room for one more behind them; NULL when memory ran out. Twice the room each time, so
 * that appending many elements takes a few steps for each. */
static char *grow(sdn_table *table, sdn_any_list list, size_t size)
{
    enum { LEAST = 4 };
    sdn_growing_list *growing = &table->growing;
    bool is_last = list.count > 0 && list.items == growing->items && list.count == growing->count;
    if (is_last && growing->count < growing->capacity) {
        growing->count++;
        return growing->items;
    }
    /* What is in memory has less than half of the bytes that can be counted. */
    size_t capacity = list.count < LEAST ? LEAST : 2 * list.count;
    char *items = sdn_arena_alloc(&table->arena, capacity * size);
    if (items == NULL)
        return NULL;
    if (list.count > 0)
        memcpy(items, list.items, list.count * size);
    *growing = (sdn_growing_list){.items = items, .count = list.count + 1, .capacity = capacity};
    return items;
}

/* Copies an element, and its text to the table. Returns 0, or -1 when memory ran out. */
static int copy_element(sdn_table *table, const sdn_field *field, const void *element, sdn_value *copy)
{
    memcpy(copy, element, sdn__scalar_of(field)->size);
    if (field->type == SDN_TYPE_STRING)
        copy->text = sdn_arena_copy_str(&table->arena, copy->text);
    return field->type == SDN_TYPE_STRING && copy->text.ptr == NULL ? -1 : 0;
}

void sdn__edit_append(sdn_table *table, void *record, uint32_t field, const void *element)
{
    const sdn_field *described = &table->type->fields[field];
    size_t size = sdn__scalar_of(described)->size;
    sdn_any_list list = list_of(described, record);
    sdn_value copy;
    bool is_copied = copy_element(table, described, element, &copy) == 0;
    char *items = is_copied ? grow(table, list, size) : NULL;
    if (items == NULL) {
        table->refusal.text_was_lost = true;
        return;
    }
    memcpy(items + list.count * size, &copy, size);
    set_list(described, record, items, list.count + 1);
}

/* How many elements equal *element. */
static size_t count_elements_equal(const sdn_scalar *scalar, sdn_any_list list, const void *element)
{
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++)
        count += scalar->equal(sdn__list_item(list, scalar, i), element);
    return count;
}

static void copy_others(const sdn_scalar *scalar, sdn_any_list list, const void *element, char *to)
{
    for (size_t i = 0; i < list.count; i++) {
        const void *item = sdn__list_item(list, scalar, i);
        if (scalar->equal(item, element))
            continue;
        memcpy(to, item, scalar->size);
        to += scalar->size;
    }
}

void sdn__edit_remove(sdn_table *table, void *record, uint32_t field, const void *element)
{
    const sdn_field *described = &table->type->fields[field];
    const sdn_scalar *scalar = sdn__scalar_of(described);
    sdn_any_list list = list_of(described, record);
    size_t removed = count_elements_equal(scalar, list, element), left = list.count - removed;
    if (removed == 0)
        return;
    char *items = left > 0 ? sdn_arena_alloc(&table->arena, left * scalar->size) : NULL;
    if (left > 0 && items == NULL) {
        table->refusal.text_was_lost = true;
        return;
    }
    if (left > 0)
        copy_others(scalar, list, element, items);
    set_list(described, record, items, left);
}
