/*
 * A field that both sides changed differently, by its policy.
 *
 * A union looks at lists as sets. All elements of the three lists are sorted by value, so that equal ones are side by
 * side: each group says which of the lists have the value. It stays if all of them had it, and is added if only a newer
 * one has it; what one side removed is gone. The values that stay are then put in the order of `base`, and those that
 * were added follow in the order of their values: nothing depends on the side. Two sorts, so n log n for long lists.
 */
#include "store/merge_policy.h"

#include "base/alloc.h"
#include "base/error.h"
#include "record/record.h"
#include "record/scalar.h"

#include <stdlib.h>
#include <string.h>

sdn_code sdn__merged_init(sdn_merged *merged, const sdn_record_type *type, sdn_error *err)
{
    *merged = (sdn_merged){.record = sdn__alloc_zeroed(1, type->size), .arena = SDN_ARENA_INIT};
    return merged->record != NULL ? SDN_OK : sdn__fail_memory(err);
}

void sdn__merged_release(sdn_merged *merged)
{
    sdn__free(merged->record);
    sdn_arena_release(&merged->arena);
}

/* ---- one of two values ---- */

/* An order in which only equal values are equal: 0.0 and -0.0 are different values, but have the same rank. */
static int order_of_values(const sdn_field *field, const void *a, const void *b)
{
    const sdn_scalar *scalar = sdn__scalar_of(field);
    char x[SDN_SCALAR_SIZE], y[SDN_SCALAR_SIZE];
    int order = scalar->compare(a, b);
    if (order != 0 || scalar->equal(a, b))
        return order;
    return sdn_str_compare(scalar->print(field, a, x), scalar->print(field, b, y));
}

/* The larger one for sign 1, the smaller one for -1. A value wins against none. */
static const void *extreme_of(const sdn_field *field, const sdn_versions *v, int sign)
{
    if (!sdn__field_present(field, v->ours))
        return v->theirs;
    if (!sdn__field_present(field, v->theirs))
        return v->ours;
    const void *ours = (const char *)v->ours + field->offset, *theirs = (const char *)v->theirs + field->offset;
    return order_of_values(field, ours, theirs) * sign > 0 ? v->ours : v->theirs;
}

/* ---- union ---- */

enum { IN_BASE, IN_THEIRS, IN_OURS, SIDES };

typedef enum element_fate { FATE_STAYS, FATE_IS_ADDED, FATE_IS_GONE } element_fate;

typedef struct set_element {
    const sdn_field *field;
    const void *value;
    int side;
    size_t position; /* in its list */
    element_fate fate;
} set_element;

static int by_value(const void *a, const void *b)
{
    const set_element *x = a, *y = b;
    int order = order_of_values(x->field, x->value, y->value);
    if (order == 0)
        order = (x->side > y->side) - (x->side < y->side);
    return order != 0 ? order : (x->position > y->position) - (x->position < y->position);
}

static int by_place_in_union(const void *a, const void *b)
{
    const set_element *x = a, *y = b;
    if (x->fate != y->fate)
        return x->fate < y->fate ? -1 : 1;
    if (x->fate == FATE_STAYS)
        return (x->position > y->position) - (x->position < y->position);
    return by_value(a, b);
}

static sdn_any_list list_in(const sdn_field *field, const void *record)
{
    return sdn__field_present(field, record) ? sdn__elements_of(field, record) : (sdn_any_list){NULL, 0};
}

static size_t collect_elements(const sdn_field *field, const void *const *records, set_element *elements)
{
    size_t count = 0;
    for (int side = 0; side < SIDES; side++) {
        sdn_any_list list = list_in(field, records[side]);
        for (size_t i = 0; i < list.count; i++)
            elements[count++] =
                (set_element){field, sdn__list_item(list, sdn__scalar_of(field), i), side, i, FATE_IS_GONE};
    }
    return count;
}

/* Decides the first of a group of equal elements; the others are gone. Returns the end of the group. */
static size_t decide_group(set_element *elements, size_t from, size_t count)
{
    bool in[SIDES] = {false};
    size_t to = from;
    for (; to < count && order_of_values(elements[from].field, elements[from].value, elements[to].value) == 0; to++)
        in[elements[to].side] = true;
    if (in[IN_BASE])
        elements[from].fate = in[IN_OURS] && in[IN_THEIRS] ? FATE_STAYS : FATE_IS_GONE;
    else
        elements[from].fate = FATE_IS_ADDED;
    return to;
}

/* Puts the elements of the union first, in their order. Returns how many they are. */
static size_t arrange_union(set_element *elements, size_t count)
{
    size_t kept = 0;
    if (count == 0)
        return 0;
    qsort(elements, count, sizeof *elements, by_value);
    for (size_t i = 0; i < count;)
        i = decide_group(elements, i, count);
    qsort(elements, count, sizeof *elements, by_place_in_union);
    while (kept < count && elements[kept].fate != FATE_IS_GONE)
        kept++;
    return kept;
}

/* Sets the list of merged->record; an optional one without elements is absent. */
static sdn_code set_union(const sdn_field *field, const set_element *elements, size_t count, sdn_merged *merged,
                          sdn_error *err)
{
    size_t size = sdn__scalar_of(field)->size;
    const bool present = count > 0;
    sdn_arena_release(&merged->arena);
    char *items = count > 0 ? sdn_arena_alloc(&merged->arena, count * size) : NULL;
    if (count > 0 && items == NULL)
        return sdn__fail_memory(err);
    for (size_t i = 0; i < count; i++)
        memcpy(items + i * size, elements[i].value, size);
    sdn__list_set((char *)merged->record + field->offset, items, count);
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        memcpy((char *)merged->record + field->presence_offset, &present, sizeof present);
    return SDN_OK;
}

static sdn_code unite(const sdn_field *field, const sdn_versions *v, sdn_merged *merged, sdn_error *err)
{
    const void *const records[SIDES] = {[IN_BASE] = v->base, [IN_THEIRS] = v->theirs, [IN_OURS] = v->ours};
    size_t count = 1; /* not 0: an allocator may return NULL for that */
    for (int side = 0; side < SIDES; side++)
        count += list_in(field, records[side]).count;
    set_element *elements = sdn__resize(NULL, count, sizeof *elements);
    if (elements == NULL)
        return sdn__fail_memory(err);
    count = arrange_union(elements, collect_elements(field, records, elements));
    sdn_code code = set_union(field, elements, count, merged, err);
    sdn__free(elements);
    return code;
}

/* ---- any field ---- */

sdn_code sdn__merge_by_policy(const sdn_field *field, const sdn_versions *versions, bool file_is_ours,
                              sdn_merged *merged, const void **winner, sdn_error *err)
{
    bool takes_theirs = field->merge == SDN_MERGE_THEIRS;
    sdn_code code = SDN_OK;
    *winner = NULL;
    if (field->merge == SDN_MERGE_MAX || field->merge == SDN_MERGE_MIN)
        *winner = extreme_of(field, versions, field->merge == SDN_MERGE_MAX ? 1 : -1);
    if (field->merge == SDN_MERGE_OURS || field->merge == SDN_MERGE_THEIRS)
        *winner = takes_theirs != file_is_ours ? versions->theirs : versions->ours;
    if (field->merge == SDN_MERGE_UNION) {
        code = unite(field, versions, merged, err);
        *winner = merged->record;
    }
    return code;
}
