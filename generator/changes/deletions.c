/*
 * A record that others refer to cannot be deleted before them, if the schema says so. So that the order in which they are
 * named does not matter, records that were refused are tried again, from the other end each time, until none is left or a
 * round deletes nothing. A chain of references takes two rounds, whichever way it goes. What is left then may be a circle:
 * its references are cleared, as far as the records may be without them, and the rounds begin anew.
 *
 * Records without key cannot be named. They are found by a walk over their table, which deletes those that are wanted;
 * nothing refers to them.
 */
#include "changes/deletions.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "changes/reference.h"
#include "record/value.h"

static bool is_keyed(const deletion *item)
{
    return item->type->key.field_count > 0;
}

static void swap(deletion *a, deletion *b)
{
    deletion kept = *a;
    *a = *b;
    *b = kept;
}

/* ---- with keys ---- */

static void reverse(deletion *items, size_t count)
{
    for (size_t i = 0; i < count / 2; i++)
        swap(&items[i], &items[count - 1 - i]);
}

static sdn_code delete_keyed(const deletion *item, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    sdn__values_of(item->type, &item->type->key, item->record, key);
    return sdn_store_delete(item->store, key, err);
}

/* Tries each once. *left: how many were refused, which are the first ones then. Other errors end it: *left is then the
 * position of that item. */
static sdn_code delete_round(deletion *items, size_t count, size_t *left, sdn_error *err)
{
    *left = 0;
    for (size_t i = 0; i < count; i++) {
        sdn_code code = delete_keyed(&items[i], err);
        if (code != SDN_OK && code != SDN_E_INVALID) {
            swap(&items[0], &items[i]);
            return code;
        }
        if (code != SDN_OK)
            items[(*left)++] = items[i];
    }
    return SDN_OK;
}

/* Deletes as many as can be deleted; *left of them, the first ones, are refused. */
static sdn_code delete_in_rounds(deletion *items, size_t count, size_t *left, sdn_error *err)
{
    bool reversed = false;
    *left = count;
    for (size_t before = count + 1; *left > 0 && *left < before; reversed = !reversed) {
        before = *left;
        sdn_code code = delete_round(items, before, left, err);
        if (code != SDN_OK)
            return code;
        reverse(items, *left);
    }
    if (reversed)
        reverse(items, *left);
    return SDN_OK;
}

/* Clears the references that the record may be without. */
static sdn_code clear_references(const deletion *item, sdn_error *err)
{
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    void *record = NULL;
    sdn__values_of(item->type, &item->type->key, item->record, key);
    for (uint32_t i = 0; i < item->type->field_count; i++) {
        if (!reference_can_be_cleared(item->type, i))
            continue;
        if (record == NULL)
            record = sdn_store_edit(item->store, key, err);
        if (record == NULL)
            return err->code;
        reference_clear(item->type, i, record);
    }
    return SDN_OK;
}

static sdn_code delete_all_keyed(deletion *items, size_t count, sdn_error *err)
{
    size_t left = 0;
    sdn_code code = delete_in_rounds(items, count, &left, err);
    for (size_t i = 0; i < left && code == SDN_OK; i++)
        code = clear_references(&items[i], err);
    if (code == SDN_OK && left > 0)
        code = delete_in_rounds(items, left, &left, err);
    return code == SDN_OK && left > 0 ? delete_keyed(&items[0], err) /* says again why */ : code;
}

/* ---- without keys ---- */

static int compare_addresses(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)a, y = (uintptr_t)b;
    return (x > y) - (x < y);
}

static int compare_deletions(const void *a, const void *b)
{
    const deletion *x = a, *y = b;
    int order = compare_addresses(x->store, y->store);
    return order != 0 ? order : compare_addresses(x->record, y->record);
}

/* Deletes those of one store, which are sorted. */
static sdn_code delete_of_store(const deletion *items, size_t count, sdn_error *err)
{
    sdn_store *store = items[0].store;
    sdn_cursor walk = sdn_store_in_file_order(store);
    deletion wanted = items[0];
    sdn_code code = SDN_OK;
    while (code == SDN_OK && (wanted.record = sdn_cursor_next(&walk)) != NULL)
        if (bsearch(&wanted, items, count, sizeof *items, compare_deletions) != NULL)
            code = sdn_cursor_delete(&walk, store, err);
    return code;
}

static sdn_code delete_all_keyless(deletion *items, size_t count, sdn_error *err)
{
    sdn_code code = SDN_OK;
    if (count > 0)
        qsort(items, count, sizeof *items, compare_deletions);
    for (size_t start = 0, end = 0; start < count && code == SDN_OK; start = end) {
        while (end < count && items[end].store == items[start].store)
            end++;
        code = delete_of_store(items + start, end - start, err);
    }
    return code;
}

/* ---- all ---- */

sdn_code deletions_make(deletion *items, size_t count, sdn_error *err)
{
    size_t keyed = 0;
    for (size_t i = 0; i < count; i++)
        if (is_keyed(&items[i]))
            swap(&items[keyed++], &items[i]);
    sdn_code code = delete_all_keyless(items + keyed, count - keyed, err);
    return code == SDN_OK ? delete_all_keyed(items, keyed, err) : code;
}
