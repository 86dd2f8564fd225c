/* New rows: where they go and what they look like. */
#include "test.h"

#include "edited_notes.h"
#include "temp_stores.h"

/* ---- new rows: where ---- */

static void a_new_row_goes_to_its_place_among_sorted_rows(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n    1, a\n    3, b\n", "2",
                    "notes |id, text|\n    1, a\n    2, new\n    3, b\n");
    assert_inserted("notes |id, text|\n    3, b\n", "421",
                    "notes |id, text|\n    1, new\n    2, new\n    3, b\n    4, new\n");
    assert_inserted("notes |id, text|\n    2, a\n    10, b\n", "3",
                    "notes |id, text|\n    2, a\n    3, new\n    10, b\n");
    assert_inserted(
        "notes |id, text|\n# c\n\n    1, a\n# d\n    3, b\n# e\n\nx |y|\n", "024",
        "notes |id, text|\n    0, new\n# c\n\n    1, a\n    2, new\n# d\n    3, b\n    4, new\n# e\n\nx |y|\n");
}

/* However they were inserted; what is written next lies among them. */
static void new_rows_after_all_others_are_in_key_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n");
    insert_note(store, "9", "n");
    insert_note(store, "5", "n");
    save_store(store);
    assert_content("notes |id, text|\n    1, a\n    5, n\n    9, n\n");
    insert_note(store, "7", "n");
    save_store(store);
    assert_content("notes |id, text|\n    1, a\n    5, n\n    7, n\n    9, n\n");
}

/* A row that is in the file no longer has no say in it. */
static void what_was_deleted_does_not_disturb_the_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    5, a\n    1, b\n    3, c\n    9, d\n");
    delete_note(store, "5");
    save_store(store);
    insert_note(store, "2", "n");
    save_store(store);
    assert_content("notes |id, text|\n    1, b\n    2, n\n    3, c\n    9, d\n");
}

static void what_was_inserted_without_effect_leaves_no_trace(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    insert_note(store, "4", "in vain");
    insert_note(store, "5", "n");
    delete_note(store, "4");
    save_store(store);
    assert_content("notes |id, text|\n    1, a\n    2, b\n    3, c\n    5, n\n");
    edit_note(store, "2")->text = SDN_STR("b");
    delete_note(store, "1");
    save_store(store);
    assert_content("notes |id, text|\n    2, b\n    3, c\n    5, n\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "2 3 5 ");
    insert_note(store, "4", "n");
    save_store(store);
    assert_content("notes |id, text|\n    2, b\n    3, c\n    4, n\n    5, n\n");
}

static void an_edit_without_effect_next_to_a_deletion_is_none(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    edit_note(store, "2")->text = SDN_STR("b");
    delete_note(store, "1");
    save_store(store);
    assert_content("notes |id, text|\n    2, b\n    3, c\n");
    assert_string_equal(get_note(store, "2")->text.ptr, "b");
}

static void a_new_row_goes_to_the_end_of_unsorted_ones(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n    3, a\n    1, b\n# end\n\nx: 1\n", "42",
                    "notes |id, text|\n    3, a\n    1, b\n    4, new\n    2, new\n# end\n\nx: 1\n");
}

static void unreadable_rows_do_not_disturb_the_order(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n    9\n    1, a\n    7\n    3, b\n    0\n", "24",
                    "notes |id, text|\n    9\n    1, a\n    2, new\n    7\n    3, b\n    4, new\n    0\n");
}

static void order_by_key_places_rows_even_among_unsorted_ones(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type, "ordered_notes |id, text|\n    m, 1\n    c, 2\n    x, 3\n");
    insert_note(store, "d", "new");
    insert_note(store, "a", "new");
    insert_note(store, "z", "new");
    save_store(store);
    assert_content("ordered_notes |id, text|\n    a, new\n    m, 1\n    c, 2\n    d, new\n    x, 3\n    z, new\n");
}

static void rows_without_key_go_to_the_end(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |id, text|\n    b, 1\n    a, 2\n# c\n");
    insert_note(store, "a", "x");
    insert_note(store, "a", "y");
    save_store(store);
    assert_content("log |id, text|\n    b, 1\n    a, 2\n    a, x\n    a, y\n# c\n");
}

static void inserts_and_deletes_meet(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, b\n    3, c\n");
    delete_note(store, "1");
    delete_note(store, "3");
    insert_note(store, "0", "n");
    insert_note(store, "3", "n");
    insert_note(store, "4", "n");
    save_store(store);
    assert_content("notes |id, text|\n    0, n\n    2, b\n    3, n\n    4, n\n");
    static const char *const ids[] = {"0", "2", "3", "4"};
    for (size_t i = 0; i < 4; i++)
        delete_note(store, ids[i]);
    insert_note(store, "7", "n");
    save_store(store);
    assert_content("notes |id, text|\n    7, n\n");
}

/* ---- new rows: how ---- */

static void a_line_end_is_added_only_before_a_new_row(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n    1, a", "2", "notes |id, text|\n    1, a\n    2, new\n");
    assert_inserted("notes |id, text|\n    2, a", "1", "notes |id, text|\n    1, new\n    2, a");
    assert_inserted("notes |id, text|\r\n    1, a\r", "2", "notes |id, text|\r\n    1, a\r\n    2, new\r\n");
}

/* ---- a row on the header line ---- */

static void a_row_on_the_header_line_stays_while_it_is_alone(void **state)
{
    (void)state;
    assert_edited("notes |id, text| 1, one\n# c\n", "1", "new", "notes |id, text| 1, new\n# c\n");
    assert_edited("  notes|id,text|1,one", "1", "new", "  notes|id,text|1,new");
    assert_deleted("notes |id, text| 1, one\n    2, two\n", "2", "notes |id, text| 1, one\n");
}

static void a_second_row_moves_the_first_from_the_header_line(void **state)
{
    (void)state;
    assert_inserted("notes |id, text| 1, one\n# c\n", "2", "notes |id, text|\n    1, one\n    2, new\n# c\n");
    assert_inserted("notes |id, text| 1, one\n# c\n", "0", "notes |id, text|\n    0, new\n    1, one\n# c\n");
    assert_inserted("notes |id, text| 1, one", "2", "notes |id, text|\n    1, one\n    2, new\n");
    assert_inserted("notes |id, text| 1, one\n  3, two\n", "2", "notes |id, text|\n  1, one\n  2, new\n  3, two\n");
    assert_inserted("notes |id, text| 1\n", "2", "notes |id, text|\n    2, new\n    1\n");
}

static void a_deleted_row_leaves_the_header_line(void **state)
{
    (void)state;
    assert_deleted("notes |id, text| 1, one\n# c\n", "1", "notes |id, text|\n# c\n");
    assert_deleted("notes |id, text| 1, one", "1", "notes |id, text|\n");
    assert_deleted("notes |id, text| 1, one\r\n  2, two\r\n", "1", "notes |id, text|\r\n  2, two\r\n");
    sdn_store *store = notes_of("notes |id, text| 1, one\n");
    delete_note(store, "1");
    insert_note(store, "2", "two");
    save_store(store);
    assert_content("notes |id, text|\n    2, two\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_new_row_goes_to_its_place_among_sorted_rows),
        TEST_WITH_STORES(a_new_row_goes_to_the_end_of_unsorted_ones),
        TEST_WITH_STORES(unreadable_rows_do_not_disturb_the_order),
        TEST_WITH_STORES(order_by_key_places_rows_even_among_unsorted_ones),
        TEST_WITH_STORES(rows_without_key_go_to_the_end),
        TEST_WITH_STORES(inserts_and_deletes_meet),
        TEST_WITH_STORES(a_line_end_is_added_only_before_a_new_row),
        TEST_WITH_STORES(a_row_on_the_header_line_stays_while_it_is_alone),
        TEST_WITH_STORES(a_second_row_moves_the_first_from_the_header_line),
        TEST_WITH_STORES(a_deleted_row_leaves_the_header_line),
        TEST_WITH_STORES(new_rows_after_all_others_are_in_key_order),
        TEST_WITH_STORES(what_was_deleted_does_not_disturb_the_order),
        TEST_WITH_STORES(what_was_inserted_without_effect_leaves_no_trace),
        TEST_WITH_STORES(an_edit_without_effect_next_to_a_deletion_is_none),
    };
    return run_cases(argc, argv, tests);
}
