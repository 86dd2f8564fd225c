/* How many slots, from the first on, are in the order of their keys. */
#include "test.h"

#include "record_types/basic.h"
#include "record_types/composite_key.h"

#include "index/key_order.h"
#include "record/value.h"

static sdn_key_order order;

/* Notes the text keys, in slots from `slot` on; NULL is the end. */
static void track(const sdn_record_type *type, uint32_t slot, const char *const *keys)
{
    for (; *keys != NULL; keys++, slot++) {
        sdn_value key = {.text = sdn_str_from(*keys)};
        sdn__key_order_track(&order, type, slot, &key, sdn__key_number(type, &key));
    }
}

static void rising_texts_are_in_order(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&ordered_note_record_type, 0, (const char *const[]){"a", "ab", "b", NULL});
    assert_true(order.keys_sorted);
    assert_int_equal(order.sorted_prefix, 3);
    assert_string_equal(order.last_key[0].text.ptr, "b");
}

/* Where keys are numbered, 10 follows 9, though not as text. */
static void rising_numbers_are_in_order(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&note_record_type, 0, (const char *const[]){"9", "10", "200", NULL});
    assert_int_equal(order.sorted_prefix, 3);
    assert_int_equal(order.last_number, 200);
    sdn__key_order_init(&order);
    track(&ordered_note_record_type, 0, (const char *const[]){"9", "10", NULL});
    assert_int_equal(order.sorted_prefix, 1);
}

static void a_text_that_is_no_number_follows_no_key(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&note_record_type, 0, (const char *const[]){"1", "word", "2", NULL});
    assert_false(order.keys_sorted);
    assert_int_equal(order.sorted_prefix, 1);
}

static void the_prefix_ends_at_the_first_key_that_does_not_rise(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&ordered_note_record_type, 0, (const char *const[]){"a", "b", "b", "c", "d", NULL});
    assert_false(order.keys_sorted);
    assert_int_equal(order.sorted_prefix, 2);
    assert_string_equal(order.last_key[0].text.ptr, "b");
}

/* Rows that cannot be read have slots, but no key that is noted. */
static void slots_without_a_key_lie_within_the_prefix(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&ordered_note_record_type, 0, (const char *const[]){"a", NULL});
    track(&ordered_note_record_type, 5, (const char *const[]){"b", NULL});
    assert_int_equal(order.sorted_prefix, 6);
}

static void every_field_of_a_key_counts(void **state)
{
    (void)state;
    sdn_value keys[][3] = {{{.text = SDN_STR("a")}, {.u32 = 1}, {.boolean = false}},
                           {{.text = SDN_STR("a")}, {.u32 = 1}, {.boolean = true}},
                           {{.text = SDN_STR("a")}, {.u32 = 0}, {.boolean = true}}};
    sdn__key_order_init(&order);
    for (uint32_t slot = 0; slot < 3; slot++)
        sdn__key_order_track(&order, &pair_record_type, slot, keys[slot], 0);
    assert_int_equal(order.sorted_prefix, 2);
    assert_true(order.last_key[2].boolean);
}

static void order_goes_on_where_slots_were_removed(void **state)
{
    (void)state;
    sdn_value key = {.text = SDN_STR("2")};
    sdn__key_order_init(&order);
    track(&note_record_type, 0, (const char *const[]){"1", "2", "8", NULL});
    sdn__key_order_resume(&order, &note_record_type, 2, &key);
    assert_int_equal(order.sorted_prefix, 2);
    assert_int_equal(order.last_number, 2);
    track(&note_record_type, 2, (const char *const[]){"5", NULL});
    assert_int_equal(order.sorted_prefix, 3);
}

/* The key before the removed slots is not known, so theirs count: 5 is taken for too small. */
static void without_the_last_key_the_removed_ones_count(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&note_record_type, 0, (const char *const[]){"1", "2", "8", NULL});
    sdn__key_order_resume(&order, &note_record_type, 2, NULL);
    track(&note_record_type, 2, (const char *const[]){"5", NULL});
    assert_false(order.keys_sorted);
    assert_int_equal(order.sorted_prefix, 2);
}

static void without_slots_any_key_is_the_first(void **state)
{
    (void)state;
    sdn__key_order_init(&order);
    track(&note_record_type, 0, (const char *const[]){"8", "8", NULL});
    order.sorted_prefix = 2;
    sdn__key_order_resume(&order, &note_record_type, 0, NULL);
    assert_true(order.keys_sorted);
    track(&note_record_type, 0, (const char *const[]){"1", NULL});
    assert_int_equal(order.sorted_prefix, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rising_texts_are_in_order),
        cmocka_unit_test(rising_numbers_are_in_order),
        cmocka_unit_test(a_text_that_is_no_number_follows_no_key),
        cmocka_unit_test(the_prefix_ends_at_the_first_key_that_does_not_rise),
        cmocka_unit_test(slots_without_a_key_lie_within_the_prefix),
        cmocka_unit_test(every_field_of_a_key_counts),
        cmocka_unit_test(order_goes_on_where_slots_were_removed),
        cmocka_unit_test(without_the_last_key_the_removed_ones_count),
        cmocka_unit_test(without_slots_any_key_is_the_first),
    };
    return run_cases(argc, argv, tests);
}
