/* The rows of a table that are not as they were read: which they are, in the order of slots. */
#include "test.h"

#include "table/image_rows.h"

static sdn_image_rows rows;

static int release_rows(void **state)
{
    (void)state;
    sdn__image_rows_release(&rows);
    rows = (sdn_image_rows){.patches = NULL};
    return 0;
}

/* Touches the slots, which rise, and asserts that a walk meets these and no others. */
static void assert_walked(const uint32_t *slots, size_t count)
{
    for (size_t i = count; i-- > 0;)
        sdn__image_rows_touch(&rows, slots[i]);
    size_t from = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(sdn__image_rows_next_touched(&rows, from), slots[i]);
        assert_int_equal(sdn__image_rows_next_touched(&rows, slots[i]), slots[i]);
        from = (size_t)slots[i] + 1;
    }
    assert_int_equal(sdn__image_rows_next_touched(&rows, from), SDN_NO_SLOT);
}

static void touched_rows_are_walked_in_the_order_of_slots(void **state)
{
    (void)state;
    static const uint32_t slots[] = {0, 1, 62, 63, 64, 127, 640, 999};
    assert_int_equal(sdn__image_rows_reserve_touched(&rows, 1000), 0);
    assert_walked(slots, sizeof slots / sizeof slots[0]);
    assert_int_equal(sdn__image_rows_next_touched(&rows, 1000000), SDN_NO_SLOT);
}

static void no_row_is_touched_at_first(void **state)
{
    (void)state;
    assert_int_equal(sdn__image_rows_next_touched(&rows, 0), SDN_NO_SLOT);
    assert_int_equal(sdn__image_rows_reserve_touched(&rows, 0), 0);
    assert_int_equal(sdn__image_rows_next_touched(&rows, 0), SDN_NO_SLOT);
}

static void room_for_more_rows_touches_none_of_them(void **state)
{
    (void)state;
    static const uint32_t few[] = {63}, more[] = {63, 64, 4095};
    assert_int_equal(sdn__image_rows_reserve_touched(&rows, 64), 0);
    assert_walked(few, 1);
    assert_int_equal(sdn__image_rows_reserve_touched(&rows, 4096), 0);
    assert_walked(few, 1);
    assert_walked(more, 3);
    assert_int_equal(sdn__image_rows_reserve_touched(&rows, 64), 0); /* which leaves what there is */
    assert_walked(more, 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(touched_rows_are_walked_in_the_order_of_slots, NULL, release_rows),
        cmocka_unit_test_setup_teardown(no_row_is_touched_at_first, NULL, release_rows),
        cmocka_unit_test_setup_teardown(room_for_more_rows_touches_none_of_them, NULL, release_rows),
    };
    return run_cases(argc, argv, tests);
}
