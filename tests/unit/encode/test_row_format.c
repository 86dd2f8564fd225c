/* New cells and rows look like those that the table has. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "edited_notes.h"
#include "temp_stores.h"

static void an_emptied_cell_takes_the_form_of_its_column(void **state)
{
    (void)state;
    assert_edited("notes |id, text, x|\n    1, one, a\n    2, , b\n", "1", "",
                  "notes |id, text, x|\n    1, , a\n    2, , b\n");
    assert_edited("notes |id, text, x|\n    1, one, a\n    2, \"\", b\n", "1", "",
                  "notes |id, text, x|\n    1, \"\", a\n    2, \"\", b\n");
    assert_edited("notes |id, text|\n    1, one\n    2,\n", "1", "", "notes |id, text|\n    1,\n    2,\n");
    assert_edited("notes |id, text|\n    1, one \n    2,\n", "1", "", "notes |id, text|\n    1,\n    2,\n");
    assert_edited("notes |text, id|\n    one, 1\n    , 2\n", "1", "", "notes |text, id|\n    , 1\n    , 2\n");
}

static void an_emptied_cell_of_a_column_without_empty_ones_is_quoted(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1, one\n    2, two\n", "1", "", "notes |id, text|\n    1, \"\"\n    2, two\n");
}

static void the_form_of_the_other_columns_decides_for_one_without_empty_cells(void **state)
{
    (void)state;
    assert_edited("notes |id, text, x|\n    1, one,\n    2, two,\n", "1", "",
                  "notes |id, text, x|\n    1, ,\n    2, two,\n");
}

static void a_new_row_looks_like_its_neighbours(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n        1, a\n", "2", "notes |id, text|\n        1, a\n        2, new\n");
    assert_inserted("notes |id, text|\n\t1,a\n", "2", "notes |id, text|\n\t1,a\n\t2,new\n");
    assert_inserted("notes |id,text|\n\"1\",\"a\"\n", "2", "notes |id,text|\n\"1\",\"a\"\n2,new\n");
    assert_inserted("notes |id, text|\r\n    1, a\r\n", "2", "notes |id, text|\r\n    1, a\r\n    2, new\r\n");
    assert_inserted("notes |id, x, y, text|\n    1,,\"\",a\n", "2",
                    "notes |id, x, y, text|\n    1,,\"\",a\n    2,,\"\",new\n");
}

static void a_new_row_of_an_empty_table_looks_as_usual(void **state)
{
    (void)state;
    assert_inserted("notes |id, text|\n", "1", "notes |id, text|\n    1, new\n");
    assert_inserted("notes |id, text|", "1", "notes |id, text|\n    1, new\n");
    assert_inserted("notes |id, text| # c", "1", "notes |id, text| # c\n    1, new\n");
    assert_inserted("notes |id, text|\r\n\r\nx: 1", "1", "notes |id, text|\r\n    1, new\r\n\r\nx: 1");
}

static void columns_without_a_field_are_empty_in_new_rows(void **state)
{
    (void)state;
    assert_inserted("notes |x, id, y, text, z|\n    a, 1, b, t, c\n", "2",
                    "notes |x, id, y, text, z|\n    a, 1, b, t, c\n    \"\", 2, \"\", new, \"\"\n");
    assert_inserted("notes |x, id, y, text, z|\n    , 1, , t,\n", "2",
                    "notes |x, id, y, text, z|\n    , 1, , t,\n    , 2, , new,\n");
}

static void a_row_of_one_empty_cell_is_no_blank_line(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |text|\n    a\n");
    insert_note(store, "", "");
    save_store(store);
    assert_content("log |text|\n    a\n    \"\"\n");
    assert_int_equal(sdn_store_count(store), 2);
}

static void an_empty_default_in_a_new_column_has_the_form_of_the_table(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, x|\n    1, one,\n    2, two,\n");
    note *one = edit_note(store, "1");
    one->has_link = true;
    one->link = SDN_STR("l");
    save_store(store);
    assert_content("notes |id, text, x, link|\n    1, one,, l\n    2, two,,\n");
    close_store(store);
    store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    one = edit_note(store, "1");
    one->has_link = true;
    one->link = SDN_STR("l");
    save_store(store);
    assert_content("notes |id, text, link|\n    1, one, l\n    2, two, \"\"\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(an_emptied_cell_takes_the_form_of_its_column),
        TEST_WITH_STORES(an_emptied_cell_of_a_column_without_empty_ones_is_quoted),
        TEST_WITH_STORES(the_form_of_the_other_columns_decides_for_one_without_empty_cells),
        TEST_WITH_STORES(a_new_row_looks_like_its_neighbours),
        TEST_WITH_STORES(a_new_row_of_an_empty_table_looks_as_usual),
        TEST_WITH_STORES(columns_without_a_field_are_empty_in_new_rows),
        TEST_WITH_STORES(a_row_of_one_empty_cell_is_no_blank_line),
        TEST_WITH_STORES(an_empty_default_in_a_new_column_has_the_form_of_the_table),
    };
    return run_cases(argc, argv, tests);
}
