/* Sorting of records by their fields. */
#include "test.h"

#include <stdio.h>
#include <string.h>

#include "rows/record_order.h"
#include "record_types/all_types.h"
#include "todo.h"
#include "xorshift.h"

enum { RECORDS_MAX = 2000 };

static record_order order_of(const sdn_record_type *type, const char *fields, sdn_arena *arena)
{
    diag_list diags;
    record_order order = {.type = type};
    diag_list_init(&diags, arena);
    assert_true(field_choices_read("sort", fields, type, arena, &diags, &order.fields));
    diag_list_release(&diags);
    return order;
}

/* Sorts records that have these texts in a field, numbered by u64, and asserts the order of their numbers. */
static void assert_sorted(const char *field, const char *const *texts, const char *fields, const char *expected)
{
    static all_types records[16];
    const void *sorted[16];
    size_t count = 0;
    char numbers[64] = "";
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error err = {0};
    uint32_t position = sdn_field_find(&all_types_record_type, sdn_str_from(field));
    for (; texts[count] != NULL; count++) {
        all_types_init(&records[count]);
        records[count].u64 = count;
        assert_ok(
            sdn_field_set(&all_types_record_type, position, &records[count], sdn_str_from(texts[count]), &arena, &err),
            err);
        sorted[count] = &records[count];
    }
    record_order order = order_of(&all_types_record_type, fields, &arena);
    assert_int_equal(record_order_sort(&order, sorted, count), 0);
    for (size_t i = 0; i < count; i++)
        sprintf(numbers + strlen(numbers), "%s%u", i > 0 ? " " : "", (unsigned)((const all_types *)sorted[i])->u64);
    assert_string_equal(numbers, expected);
    sdn_arena_release(&arena);
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void values_are_in_the_order_of_their_type(void **state)
{
    (void)state;
    assert_sorted("i32", TEXTS("10", "9", "-1"), "i32", "2 1 0");
    assert_sorted("text", TEXTS("b", "a", "", "aa"), "text", "2 1 3 0");
    assert_sorted("level", TEXTS("high", "low", "just so, so"), "level", "1 2 0");
    assert_sorted("mood", TEXTS("zzz", "merry", "abc", "calm"), "mood", "3 1 2 0");
    assert_sorted("day", TEXTS("2024-02-01", "2023-12-31"), "day", "1 0");
    assert_sorted("texts", TEXTS("b", "a,b", "a", ""), "texts", "3 2 1 0");
    assert_sorted("f64", TEXTS("1e3", "-0.5", "7"), "f64", "1 2 0");
}

static void absent_values_come_first_or_last_if_reversed(void **state)
{
    (void)state;
    assert_sorted("maybe_i32", TEXTS("2", "", "-1", ""), "maybe_i32", "1 3 2 0");
    assert_sorted("maybe_i32", TEXTS("2", "", "-1", ""), "-maybe_i32", "0 2 1 3");
}

static void equal_records_keep_their_order_and_further_fields_decide(void **state)
{
    (void)state;
    assert_sorted("level", TEXTS("low", "high", "low", "high"), "level", "0 2 1 3");
    assert_sorted("level", TEXTS("low", "high", "low", "high"), "-level", "1 3 0 2");
    assert_sorted("level", TEXTS("low", "high", "low", "high"), "level,-u64", "2 0 3 1");
}

static void automatic_text_keys_are_sorted_by_number(void **state)
{
    static const char *const ids[] = {"10", "9", "x", "100"};
    todo records[4];
    const void *sorted[4];
    sdn_arena arena = SDN_ARENA_INIT;
    record_order order = order_of(&todo_record_type, "id", &arena);
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        records[i] = *(const todo *)todo_record_type.defaults;
        records[i].id = sdn_str_from(ids[i]);
        sorted[i] = &records[i];
    }
    assert_int_equal(record_order_sort(&order, sorted, 4), 0);
    assert_ptr_equal(sorted[0], &records[1]);
    assert_ptr_equal(sorted[1], &records[0]);
    assert_ptr_equal(sorted[2], &records[3]);
    assert_ptr_equal(sorted[3], &records[2]);
    sdn_arena_release(&arena);
}

/* Of every length up to RECORDS_MAX in steps, with many equal values: sorted, stable, and nothing lost. */
static void many_records_are_sorted_stably(void **state)
{
    static todo records[RECORDS_MAX];
    static const void *sorted[RECORDS_MAX];
    sdn_arena arena = SDN_ARENA_INIT;
    record_order order = order_of(&todo_record_type, "line", &arena);
    uint64_t seed = 7;
    (void)state;
    for (size_t count = 0; count < RECORDS_MAX; count += count < 40 ? 1 : 97) {
        for (size_t i = 0; i < count; i++) {
            records[i] = *(const todo *)todo_record_type.defaults;
            records[i].line = test_below(&seed, 50);
            sorted[i] = &records[i];
        }
        assert_int_equal(record_order_sort(&order, sorted, count), 0);
        for (size_t i = 1; i < count; i++) {
            const todo *a = sorted[i - 1], *b = sorted[i];
            assert_true(a->line < b->line || (a->line == b->line && a < b));
        }
    }
    sdn_arena_release(&arena);
}

/* Sorting by parts and comparing records are the same order. */
static void random_records_of_every_type_are_sorted_as_they_compare(void **state)
{
    enum { COUNT = 300, ROUNDS = 60 };
    static all_types records[COUNT];
    const void *sorted[COUNT];
    uint64_t seed = 5;
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        sdn_arena arena = SDN_ARENA_INIT;
        field_choice choices[2] = {{test_below(&seed, all_types_record_type.field_count), test_below(&seed, 2) == 0},
                                   {test_below(&seed, all_types_record_type.field_count), test_below(&seed, 2) == 0}};
        record_order order = {&all_types_record_type, {choices, 2}};
        for (size_t i = 0; i < COUNT; i++) {
            records[i] = i % 3 == 2 ? records[test_below(&seed, (unsigned)i)] : all_types_random(&seed, &arena);
            sorted[i] = &records[i];
        }
        assert_int_equal(record_order_sort(&order, sorted, COUNT), 0);
        for (size_t i = 1; i < COUNT; i++) {
            int found = record_order_compare(&order, sorted[i - 1], sorted[i]);
            assert_true(found < 0 || (found == 0 && sorted[i - 1] < sorted[i]));
        }
        sdn_arena_release(&arena);
    }
}

static void long_texts_are_sorted_to_their_end(void **state)
{
    static char text[3][200];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        memset(text[i], 'x', sizeof text[i] - 1);
        text[i][190] = (char)('c' - (int)i);
    }
    assert_sorted("text", TEXTS(text[0], text[1], text[2], "x", "xxxxxxx", "xxxxxxxx"), "text", "3 4 5 2 1 0");
    assert_sorted("maybe_text", TEXTS(text[0], text[1], "", "x"), "-maybe_text", "0 1 3 2");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_in_the_order_of_their_type),
        cmocka_unit_test(absent_values_come_first_or_last_if_reversed),
        cmocka_unit_test(equal_records_keep_their_order_and_further_fields_decide),
        cmocka_unit_test(automatic_text_keys_are_sorted_by_number),
        cmocka_unit_test(random_records_of_every_type_are_sorted_as_they_compare),
        cmocka_unit_test(long_texts_are_sorted_to_their_end),
        cmocka_unit_test(many_records_are_sorted_stably),
    };
    return run_cases(argc, argv, tests);
}
