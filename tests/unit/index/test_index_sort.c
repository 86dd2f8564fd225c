/*
 * Sorting by parts against sorting by comparison: records of every type, many values alike, texts with long common
 * starts, keys that rise and keys that do not.
 */
#include "test.h"
#include "table/table.h"

#include "record_types/all_types.h"
#include "tempdir.h"
#include "xorshift.h"

#include "index/index_sort.h"
#include "record/value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_table table;
static sdn_record_type type;
static const sdn_index_type *sorted_by;
static uint64_t seed = 7;

static uint64_t draw(uint64_t below)
{
    return test_random(&seed) % below;
}

/* ---- records ---- */

/* Few different texts, of all lengths around those that one part holds; NULs among them. */
static sdn_str draw_text(void)
{
    static const char letters[] = {'a', 'b', '\0', '\xC3', ' '};
    char text[40];
    size_t len = (size_t)draw(sizeof text);
    memset(text, 'a', sizeof text);
    for (unsigned i = 0; i < draw(4); i++)
        text[draw(sizeof text)] = letters[draw(sizeof letters)];
    return sdn_arena_copy(&table.arena, text, len);
}

static sdn_str draw_number_text(void)
{
    static const char *const odd[] = {"007", "7", "18446744073709551615", "18446744073709551616", "x", "", "-1", "!"};
    char text[24];
    if (draw(4) == 0)
        return sdn_str_from(odd[draw(sizeof odd / sizeof odd[0])]);
    int len = snprintf(text, sizeof text, "%lu", (unsigned long)draw(3000));
    return sdn_arena_copy(&table.arena, text, (size_t)len);
}

static double draw_f64(void)
{
    static const double odd[] = {0.0, -0.0, 1.5, -1.5, INFINITY, -INFINITY, NAN, 1e-310, -1e-310};
    return draw(2) == 0 ? odd[draw(sizeof odd / sizeof odd[0])] : test_random_double(&seed);
}

static all_types draw_record(uint64_t id)
{
    all_types record = all_types_random(&seed, &table.arena);
    record.id = id;
    record.text = draw(2) == 0 ? draw_text() : draw_number_text();
    record.maybe_text = draw_text();
    record.f64 = draw_f64();
    if (draw(2) == 0)
        record.i32 = (int32_t)draw(3) - 1;
    if (draw(2) == 0)
        record.time = (sdn_timestamp){(int64_t)draw(3) - 1, (uint32_t)draw(3)};
    if (draw(2) == 0)
        record.i64 = (int64_t)draw(3) - 1;
    return record;
}

static void fill(size_t count, bool keys_sorted)
{
    for (size_t i = 0; i < count; i++) {
        all_types record = draw_record(keys_sorted ? i + 1 : draw(1000000));
        uint32_t slot = sdn__slots_add(&table.slots);
        memcpy(sdn__slots_record(&table.slots, slot), &record, sizeof record);
    }
    table.slots.order.sorted_prefix = keys_sorted ? count : 0;
}

/* ---- the model ---- */

static int by_comparison(const void *a, const void *b)
{
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    sdn__values_of(&type, sorted_by, sdn__slots_record(&table.slots, i), x);
    sdn__values_of(&type, sorted_by, sdn__slots_record(&table.slots, j), y);
    int order = sdn__values_compare(&type, sorted_by, x, y);
    if (order == 0) {
        sdn__slots_key(&table.slots, i, x);
        sdn__slots_key(&table.slots, j, y);
        order = sdn__key_compare(&type, x, y);
    }
    return order != 0 ? order : (i > j) - (i < j);
}

static void assert_sorts(size_t count, const sdn_index_type *fields)
{
    sdn_sort_item *items = calloc(2 * count + 1, sizeof *items);
    uint32_t *model = calloc(count + 1, sizeof *model);
    assert_non_null(items);
    assert_non_null(model);
    for (uint32_t i = 0; i < count; i++)
        items[i].slot = model[i] = i;
    sorted_by = fields;
    qsort(model, count, sizeof *model, by_comparison);
    sdn__index_sort(&table.slots, fields, items, items + count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[i].slot, model[i]);
    free(items);
    free(model);
}

static void sort_with(size_t count, uint32_t key, uint32_t flags, bool keys_sorted)
{
    static const sdn_index_type indexes[] = {
        {.field_count = 0},
        {.fields = {ALL_TYPES_FIELD_TEXT}, .field_count = 1},
        {.fields = {ALL_TYPES_FIELD_FLAG, ALL_TYPES_FIELD_I32}, .field_count = 2},
        {.fields = {ALL_TYPES_FIELD_I64, ALL_TYPES_FIELD_MAYBE_TEXT, ALL_TYPES_FIELD_F64}, .field_count = 3},
        {.fields = {ALL_TYPES_FIELD_U32}, .field_count = 1},
        {.fields = {ALL_TYPES_FIELD_F64}, .field_count = 1},
        {.fields = {ALL_TYPES_FIELD_DAY}, .field_count = 1},
        {.fields = {ALL_TYPES_FIELD_FLAG, ALL_TYPES_FIELD_TIME, ALL_TYPES_FIELD_MOOD, ALL_TYPES_FIELD_U64},
         .field_count = 4},
        {.fields = {ALL_TYPES_FIELD_LEVEL, ALL_TYPES_FIELD_I64}, .field_count = 2},
    };
    type = all_types_keyed_by(key, flags);
    assert_int_equal(sdn__table_init(&table, &type, 42), 0);
    fill(count, keys_sorted);
    for (size_t i = 0; i < sizeof indexes / sizeof indexes[0]; i++)
        if (i > 0 || !keys_sorted)
            assert_sorts(count, &indexes[i]);
    sdn__table_release(&table);
}

static const size_t counts[] = {0, 1, 2, 3, 11, 12, 13, 383, 384, 385, 3000};

static void records_are_sorted_as_by_comparison(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        sort_with(counts[i], ALL_TYPES_FIELD_ID, 0, true);
        sort_with(counts[i], ALL_TYPES_FIELD_ID, 0, false);
        sort_with(counts[i], ALL_TYPES_FIELD_TEXT, 0, false);
        sort_with(counts[i], ALL_TYPES_FIELD_TEXT, SDN_RECORD_KEY_AUTO, false);
        sort_with(counts[i], ALL_TYPES_FIELD_TIME, 0, false);
    }
}

/* Each text continues where the one before ends: sorting takes as many steps as there are texts. */
static void texts_that_begin_alike_nest_no_calls(void **state)
{
    (void)state;
    enum { COUNT = 3000 };
    static const sdn_index_type by_text = {.fields = {ALL_TYPES_FIELD_TEXT}, .field_count = 1};
    type = all_types_record_type;
    assert_int_equal(sdn__table_init(&table, &type, 42), 0);
    fill(COUNT, true);
    char *text = calloc(COUNT * 8 + 1, 1);
    assert_non_null(text);
    memset(text, 'x', COUNT * 8);
    for (uint32_t slot = 0; slot < COUNT; slot++)
        ((all_types *)sdn__slots_record(&table.slots, slot))->text = (sdn_str){text, (size_t)slot * 5347 % COUNT * 8};
    assert_sorts(COUNT, &by_text);
    sdn__table_release(&table);
    free(text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_sorted_as_by_comparison),
        cmocka_unit_test(texts_that_begin_alike_nest_no_calls),
    };
    return run_cases(argc, argv, tests);
}
