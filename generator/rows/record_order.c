/*
 * Sorts by the first field, then each group of records with equal values by the next one.
 *
 * To compare two records means two cache misses and some calls. So a value is taken as a sequence of numbers (the parts of
 * index/index_sort.h), which lie next to each other while they are sorted by; an optional one has another part before
 * these, whether it is there. Only lists, other words of open enums, and texts that are equal for long are compared record
 * by record.
 *
 * The sort is a merge sort from short runs up, since it is to be stable; runs that are in order already are not merged.
 */
#include "rows/record_order.h"

#include <string.h>

#include "base/alloc.h"
#include "index/index_sort.h"
#include "query/where_eval.h"
#include "record/record.h"
#include "record/scalar.h"
#include "record/value.h"

/* Runs of this length are sorted by insertion. */
enum { SHORT_RUN = 8 };

static const void *field_of(const void *record, size_t offset)
{
    return (const char *)record + offset;
}

static int compare_elements(const sdn_field *field, const void *a, const void *b)
{
    const sdn_scalar *scalar = sdn__scalar_of(field);
    sdn_any_list x = sdn__list_at(a), y = sdn__list_at(b);
    for (size_t i = 0; i < x.count && i < y.count; i++) {
        int order = scalar->compare(sdn__list_item(x, scalar, i), sdn__list_item(y, scalar, i));
        if (order != 0)
            return order;
    }
    return (x.count > y.count) - (x.count < y.count);
}

/* Whether values of the field are texts in the order of their numbers. */
static bool is_in_order_of_numbers(const sdn_record_type *type, uint32_t position)
{
    return sdn__key_orders_by_number(type) && type->key.fields[0] == position;
}

static int compare_values(const sdn_record_type *type, uint32_t position, const void *a, const void *b)
{
    const sdn_field *field = &type->fields[position];
    const void *x = field_of(a, field->offset), *y = field_of(b, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return compare_elements(field, x, y);
    if (is_in_order_of_numbers(type, position))
        return where_order_numbered(x, y);
    int order = sdn__scalar_of(field)->compare(x, y);
    if (order == 0 && sdn__field_is_other_word(field, a))
        order = sdn_str_compare(*(const sdn_str *)field_of(a, field->text_offset),
                                *(const sdn_str *)field_of(b, field->text_offset));
    return order;
}

static int compare_fields(const sdn_record_type *type, uint32_t position, const void *a, const void *b)
{
    const sdn_field *field = &type->fields[position];
    bool has_a = sdn__field_present(field, a), has_b = sdn__field_present(field, b);
    if (!has_a || !has_b)
        return has_a - has_b;
    return compare_values(type, position, a, b);
}

int record_order_compare(const record_order *order, const void *a, const void *b)
{
    for (size_t i = 0; i < order->fields.count; i++) {
        const field_choice *choice = &order->fields.items[i];
        int found = compare_fields(order->type, choice->field, a, b);
        if (found != 0)
            return choice->minus ? -found : found;
    }
    return 0;
}

/* ---- sorting ---- */

typedef struct order_item {
    uint64_t part; /* that is sorted by at the moment */
    const void *record;
} order_item;

typedef int item_compare(const record_order *order, const order_item *a, const order_item *b);

static int compare_parts(const record_order *order, const order_item *a, const order_item *b)
{
    (void)order;
    return (a->part > b->part) - (a->part < b->part);
}

static int compare_records(const record_order *order, const order_item *a, const order_item *b)
{
    return record_order_compare(order, a->record, b->record);
}

static void sort_run(const record_order *order, item_compare *compare, order_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        order_item item = items[i];
        size_t at = i;
        for (; at > 0 && compare(order, &items[at - 1], &item) > 0; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

/* Merges two neighbouring runs of `from` into `to`. */
static void merge_runs(const record_order *order, item_compare *compare, const order_item *from, size_t left_count,
                       size_t count, order_item *to)
{
    size_t left = 0, right = left_count;
    if (right == count || compare(order, &from[right - 1], &from[right]) <= 0) {
        memcpy(to, from, count * sizeof *to);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        bool take_left = right == count || (left < left_count && compare(order, &from[left], &from[right]) <= 0);
        to[i] = from[take_left ? left++ : right++];
    }
}

static void merge_sort(const record_order *order, item_compare *compare, order_item *items, size_t count,
                       order_item *spare)
{
    order_item *from = items, *to = spare;
    for (size_t at = 0; at < count; at += SHORT_RUN)
        sort_run(order, compare, items + at, count - at < SHORT_RUN ? count - at : SHORT_RUN);
    for (size_t run = SHORT_RUN; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t both = count - at < 2 * run ? count - at : 2 * run;
            merge_runs(order, compare, from + at, both < run ? both : run, both, to + at);
        }
        order_item *merged = to;
        to = from;
        from = merged;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

/* ---- parts ---- */

/* What items are sorted by at a time: which part of which field. */
typedef struct order_stage {
    size_t choice;
    size_t part;
} order_stage;

/* Longer texts are compared as they are, so that calls do not nest deeper for them. */
enum { PARTS_MAX = 8 };

static bool is_optional(const sdn_field *field)
{
    return (field->flags & SDN_FIELD_OPTIONAL) != 0;
}

/* Whether the stage has a part; if not, records are compared. */
static bool has_part(const record_order *order, order_stage at)
{
    uint32_t position = order->fields.items[at.choice].field;
    const sdn_field *field = &order->type->fields[position];
    bool is_compared = (field->flags & SDN_FIELD_LIST) != 0 || sdn__field_is_open_enum(field);
    return !is_compared && at.part < (is_in_order_of_numbers(order->type, position) ? 2 : PARTS_MAX);
}

static uint64_t part_of_record(const record_order *order, order_stage at, const void *record)
{
    uint32_t position = order->fields.items[at.choice].field;
    const sdn_field *field = &order->type->fields[position];
    if (is_optional(field) && at.part == 0)
        return sdn__field_present(field, record);
    const void *value = field_of(record, field->offset);
    size_t part = at.part - is_optional(field);
    return is_in_order_of_numbers(order->type, position) ? sdn__sort_part_of_numbered(value, part)
                                                         : sdn__sort_part(field->type, value, part);
}

/* The next stage for records that have this part in common. */
static order_stage next_stage_after(const record_order *order, order_stage at, uint64_t part)
{
    uint32_t position = order->fields.items[at.choice].field;
    const sdn_field *field = &order->type->fields[position];
    bool goes_on;
    if (is_optional(field) && at.part == 0)
        goes_on = part != 0;
    else if (is_in_order_of_numbers(order->type, position))
        goes_on = true;
    else
        goes_on = sdn__sort_part_goes_on(field->type, at.part - is_optional(field), part);
    return goes_on ? (order_stage){at.choice, at.part + 1} : (order_stage){at.choice + 1, 0};
}

/* Nests at most PARTS_MAX times the number of fields deep. */
static void sort_stage(const record_order *order, order_stage at, order_item *items, size_t count, order_item *spare)
{
    if (count < 2 || at.choice == order->fields.count)
        return;
    if (!has_part(order, at)) {
        merge_sort(order, compare_records, items, count, spare);
        return;
    }
    uint64_t flip = order->fields.items[at.choice].minus ? UINT64_MAX : 0;
    for (size_t i = 0; i < count; i++)
        items[i].part = part_of_record(order, at, items[i].record) ^ flip;
    merge_sort(order, compare_parts, items, count, spare);
    for (size_t start = 0, end; start < count; start = end) {
        uint64_t part = items[start].part;
        for (end = start + 1; end < count && items[end].part == part;)
            end++;
        sort_stage(order, next_stage_after(order, at, part ^ flip), items + start, end - start, spare);
    }
}

int record_order_sort(const record_order *order, const void **records, size_t count)
{
    order_item *items = sdn__alloc((2 * count + 1) * sizeof *items);
    if (items == NULL)
        return -1;
    for (size_t i = 0; i < count; i++)
        items[i] = (order_item){0, records[i]};
    sort_stage(order, (order_stage){0, 0}, items, count, items + count);
    for (size_t i = 0; i < count; i++)
        records[i] = items[i].record;
    sdn__free(items);
    return 0;
}
