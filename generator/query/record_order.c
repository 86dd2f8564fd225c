/* A merge sort from short runs up: it is stable, and takes the comparison's context, both of which qsort does not. */
#include "query/record_order.h"

#include <string.h>

#include "base/alloc.h"
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

static int compare_values(const sdn_record_type *type, uint32_t position, const void *a, const void *b)
{
    const sdn_field *field = &type->fields[position];
    const void *x = field_of(a, field->offset), *y = field_of(b, field->offset);
    if ((field->flags & SDN_FIELD_LIST) != 0)
        return compare_elements(field, x, y);
    if (sdn__key_orders_by_number(type) && type->key.fields[0] == position)
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

static void sort_run(const record_order *order, const void **records, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        const void *record = records[i];
        size_t at = i;
        for (; at > 0 && record_order_compare(order, records[at - 1], record) > 0; at--)
            records[at] = records[at - 1];
        records[at] = record;
    }
}

/* Merges two neighbouring runs of `from` into `to`. */
static void merge_runs(const record_order *order, const void *const *from, size_t left_count, size_t count,
                       const void **to)
{
    size_t left = 0, right = left_count;
    for (size_t i = 0; i < count; i++) {
        bool take_left =
            right == count || (left < left_count && record_order_compare(order, from[left], from[right]) <= 0);
        to[i] = from[take_left ? left++ : right++];
    }
}

int record_order_sort(const record_order *order, const void **records, size_t count)
{
    const void **from = records, **to = sdn__alloc((count + 1) * sizeof *to), **spare = to;
    if (spare == NULL)
        return -1;
    for (size_t at = 0; at < count; at += SHORT_RUN)
        sort_run(order, records + at, count - at < SHORT_RUN ? count - at : SHORT_RUN);
    for (size_t run = SHORT_RUN; run < count; run *= 2) {
        for (size_t at = 0; at < count; at += 2 * run) {
            size_t both = count - at < 2 * run ? count - at : 2 * run;
            merge_runs(order, from + at, both < run ? both : run, both, to + at);
        }
        const void **merged = to;
        to = from;
        from = merged;
    }
    if (from != records)
        memcpy(records, from, count * sizeof *records);
    sdn__free(spare);
    return 0;
}
