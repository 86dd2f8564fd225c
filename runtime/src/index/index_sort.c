#include "index/index_sort.h"

#include "base/compiler.h"
#include "base/number.h"
#include "record/value.h"
#include "base/decimal.h"

#include <assert.h>
#include <string.h>

/* Fewer items than RADIX_LEAST are sorted by merging, fewer than MERGE_LEAST by insertion. */
enum { RADIX_LEAST = 384, MERGE_LEAST = 12 };

/* ---- parts of values ---- */

/* The bytes of a text in a part; the lowest byte tells how many there are, or that the text goes on. */
enum { TEXT_BYTES = 7, GOES_ON = TEXT_BYTES + 1 };

static const uint64_t SIGN = UINT64_C(1) << 63;

/* Eight bytes, the first one the highest. */
static inline uint64_t number_at(const char *at)
{
    uint64_t number = 0;
    for (int i = 0; i < 8; i++)
        number = number << 8 | (unsigned char)at[i];
    return number;
}

/* The last `left` bytes of a text, fewer than eight, as the highest bytes of a number. */
static uint64_t tail_of(sdn_str text, size_t left)
{
    if (left == 0)
        return 0;
    if (text.len >= 8)
        return number_at(text.ptr + text.len - 8) << 8 * (8 - left);
    uint64_t number = 0;
    for (size_t i = text.len - left; i < text.len; i++)
        number = number << 8 | (unsigned char)text.ptr[i];
    return number << 8 * (8 - left);
}

static uint64_t part_of_string(const void *value, size_t part)
{
    const sdn_str text = *(const sdn_str *)value;
    size_t at = part * TEXT_BYTES, left = text.len > at ? text.len - at : 0;
    if (left >= 8)
        return (number_at(text.ptr + at) & ~UINT64_C(0xFF)) | GOES_ON;
    return tail_of(text, left) | left;
}

static uint64_t part_of_bool(const void *value, size_t part)
{
    (void)part;
    return *(const bool *)value;
}

static uint64_t part_of_i32(const void *value, size_t part)
{
    (void)part;
    return (uint64_t)(int64_t) * (const int32_t *)value ^ SIGN;
}

static uint64_t part_of_i64(const void *value, size_t part)
{
    (void)part;
    return (uint64_t) * (const int64_t *)value ^ SIGN;
}

static uint64_t part_of_u32(const void *value, size_t part)
{
    uint32_t number; /* an enum has the same size, but is another type */
    (void)part;
    memcpy(&number, value, sizeof number);
    return number;
}

static uint64_t part_of_u64(const void *value, size_t part)
{
    (void)part;
    return *(const uint64_t *)value;
}

static uint64_t part_of_f64(const void *value, size_t part)
{
    (void)part;
    return sdn__real_rank(value);
}

static uint64_t part_of_date(const void *value, size_t part)
{
    const sdn_date *date = value;
    uint32_t year = (uint32_t)(date->year + 32768);
    (void)part;
    return year << 16 | (uint32_t)date->month << 8 | date->day;
}

static uint64_t part_of_timestamp(const void *value, size_t part)
{
    const sdn_timestamp *time = value;
    return part == 0 ? (uint64_t)time->seconds ^ SIGN : time->nanoseconds;
}

typedef uint64_t part_function(const void *value, size_t part);

/* By sdn_type. */
static part_function *const part_of[] = {
    [SDN_TYPE_STRING] = part_of_string, [SDN_TYPE_BOOL] = part_of_bool, [SDN_TYPE_I32] = part_of_i32,
    [SDN_TYPE_I64] = part_of_i64,       [SDN_TYPE_U32] = part_of_u32,   [SDN_TYPE_U64] = part_of_u64,
    [SDN_TYPE_F64] = part_of_f64,       [SDN_TYPE_DATE] = part_of_date, [SDN_TYPE_TIMESTAMP] = part_of_timestamp,
    [SDN_TYPE_ENUM] = part_of_u32,
};

uint64_t sdn__sort_part(sdn_type type, const void *value, size_t part)
{
    return part_of[type](value, part);
}

bool sdn__sort_part_goes_on(sdn_type type, size_t part, uint64_t last)
{
    if (type == SDN_TYPE_STRING)
        return (last & 0xFF) == GOES_ON;
    return type == SDN_TYPE_TIMESTAMP && part == 0;
}

uint64_t sdn__sort_part_of_numbered(const void *value, size_t part)
{
    uint64_t number = 0;
    bool is_number = sdn__decimal(*(const sdn_str *)value, &number);
    return part == 0 ? !is_number : number;
}

/* ---- what is sorted by ---- */

typedef struct sort_column {
    size_t offset;
    sdn_type type;
    bool is_numbered; /* its number comes before its text, which is a column of its own */
} sort_column;

typedef struct sorter {
    const sdn_slots *slots;
    sort_column columns[2 * SDN_INDEX_FIELDS_MAX + 1];
    uint32_t count;
} sorter;

/* What items are sorted by at a time: which part of which column. */
typedef struct stage {
    uint32_t column;
    size_t part;
} stage;

static void add_column(sorter *s, uint32_t field, bool is_numbered)
{
    const sdn_field *described = &s->slots->type->fields[field];
    s->columns[s->count++] = (sort_column){described->offset, described->type, is_numbered};
}

static void find_columns(sorter *s, const sdn_index_type *fields)
{
    const sdn_record_type *type = s->slots->type;
    for (uint32_t i = 0; i < fields->field_count; i++)
        add_column(s, fields->fields[i], false);
    if (sdn__slots_are_sorted(s->slots))
        return;
    if (sdn__key_orders_by_number(type))
        add_column(s, type->key.fields[0], true);
    for (uint32_t i = 0; i < type->key.field_count; i++)
        add_column(s, type->key.fields[i], false);
}

/* The next stage for items that are equal up to this one, whose part is `part`. After the last column nothing is left
 * that tells them apart. */
static stage next_stage(const sorter *s, stage at, uint64_t part)
{
    const sort_column *c = &s->columns[at.column];
    bool more = c->is_numbered ? at.part == 0 : sdn__sort_part_goes_on(c->type, at.part, part);
    return more ? (stage){at.column, at.part + 1} : (stage){at.column + 1, 0};
}

/* Prefetches the value of an item further on, and the text of one less far on: once items are partly sorted, their
 * records lie far apart in memory. */
static inline void look_ahead(const sorter *s, stage at, const sdn_sort_item *item, const sdn_sort_item *end)
{
    enum { RECORDS = 16, TEXTS = 8 };
    const sort_column *c = &s->columns[at.column];
    if (end - item <= RECORDS)
        return;
    SDN_PREFETCH((const char *)sdn__slots_record(s->slots, item[RECORDS].slot) + c->offset);
    if (c->type == SDN_TYPE_STRING) {
        const void *text = (const char *)sdn__slots_record(s->slots, item[TEXTS].slot) + c->offset;
        uintptr_t start =
            (uintptr_t)((const sdn_str *)text)->ptr; /* a number, since the text may be shorter or have no pointer */
        SDN_PREFETCH((const void *)(start + at.part * TEXT_BYTES));
    }
}

static void fetch_parts(const sorter *s, stage at, sdn_sort_item *items, size_t count)
{
    const sort_column *c = &s->columns[at.column];
    part_function *part = c->is_numbered ? sdn__sort_part_of_numbered : part_of[c->type];
    for (size_t i = 0; i < count; i++) {
        look_ahead(s, at, items + i, items + count);
        items[i].part = part((const char *)sdn__slots_indexed(s->slots, items[i].slot) + c->offset, at.part);
    }
}

/* ---- sorting by one part ---- */

static bool is_sorted(const sdn_sort_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (items[i - 1].part > items[i].part)
            return false;
    return true;
}

static void insertion_sort(sdn_sort_item *items, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        sdn_sort_item item = items[i];
        size_t at = i;
        for (; at > 0 && items[at - 1].part > item.part; at--)
            items[at] = items[at - 1];
        items[at] = item;
    }
}

static void merge_runs(const sdn_sort_item *left, size_t left_count, const sdn_sort_item *right, size_t right_count,
                       sdn_sort_item *to)
{
    const sdn_sort_item *left_end = left + left_count, *right_end = right + right_count;
    while (left < left_end && right < right_end)
        *to++ = right->part < left->part ? *right++ : *left++;
    while (left < left_end)
        *to++ = *left++;
    while (right < right_end)
        *to++ = *right++;
}

static void merge_sort(sdn_sort_item *items, sdn_sort_item *spare, size_t count)
{
    if (count < MERGE_LEAST) {
        insertion_sort(items, count);
        return;
    }
    size_t half = count / 2;
    merge_sort(items, spare, half);
    merge_sort(items + half, spare, count - half);
    memcpy(spare, items, half * sizeof *items);
    merge_runs(spare, half, items + half, count - half, items);
}

/* One pass by the byte at `shift`; `starts` are the counts of its values. */
static void distribute(const sdn_sort_item *from, sdn_sort_item *to, size_t count, unsigned shift, uint32_t *starts)
{
    uint32_t sum = 0;
    for (int value = 0; value < 256; value++) {
        uint32_t counted = starts[value];
        starts[value] = sum;
        sum += counted;
    }
    for (size_t i = 0; i < count; i++)
        to[starts[(from[i].part >> shift) & 0xFF]++] = from[i];
}

/* From the lowest byte to the highest; a byte that is the same in all items is skipped. */
static void radix_sort(sdn_sort_item *items, sdn_sort_item *spare, size_t count)
{
    uint32_t counts[8][256] = {{0}};
    sdn_sort_item *from = items, *to = spare;
    for (size_t i = 0; i < count; i++)
        for (unsigned byte = 0; byte < 8; byte++)
            counts[byte][(items[i].part >> (8 * byte)) & 0xFF]++;
    for (unsigned byte = 0; byte < 8; byte++) {
        if (counts[byte][(items[0].part >> (8 * byte)) & 0xFF] == count)
            continue;
        distribute(from, to, count, 8 * byte, counts[byte]);
        sdn_sort_item *sorted = to;
        to = from;
        from = sorted;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
}

static void sort_by_part(sdn_sort_item *items, sdn_sort_item *spare, size_t count)
{
    if (is_sorted(items, count))
        return;
    if (count < RADIX_LEAST)
        merge_sort(items, spare, count);
    else
        radix_sort(items, spare, count);
}

/* ---- sorting by all parts ---- */

/* Items whose parts so far are equal, and the stage that comes next. */
typedef struct sorted_items {
    sdn_sort_item *items;
    size_t count;
    stage at;
} sorted_items;

/* The group that starts at `start`, among items sorted by their part of `at`. */
static sorted_items group_at(const sorter *s, sdn_sort_item *start, const sdn_sort_item *end, stage at)
{
    sdn_sort_item *next = start + 1;
    while (next < end && next->part == start->part)
        next++;
    return (sorted_items){start, (size_t)(next - start), next_stage(s, at, start->part)};
}

/* The largest group is left to the loop, so that calls nest no deeper than the logarithm of the number of items. */
static void sort_group(const sorter *s, sorted_items all, sdn_sort_item *spare)
{
    while (all.count > 1 && all.at.column < s->count) {
        sorted_items largest = {NULL, 0, {0, 0}};
        const sdn_sort_item *end = all.items + all.count;
        fetch_parts(s, all.at, all.items, all.count);
        sort_by_part(all.items, spare, all.count);
        for (sdn_sort_item *start = all.items; start < end;) {
            sorted_items next = group_at(s, start, end, all.at);
            start += next.count;
            if (next.count > largest.count) {
                sorted_items smaller = largest;
                largest = next;
                next = smaller;
            }
            sort_group(s, next, spare);
        }
        all = largest;
    }
}

void sdn__index_sort(const sdn_slots *slots, const sdn_index_type *fields, sdn_sort_item *items, sdn_sort_item *spare,
                     size_t count)
{
    sorter s = {.slots = slots};
    for (size_t i = 1; i < count; i++)
        assert(items[i - 1].slot < items[i].slot);
    find_columns(&s, fields);
    sort_group(&s, (sorted_items){items, count, {0, 0}}, spare);
}
