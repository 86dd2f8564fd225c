/* Which columns encoded rows have: those of the file, and those that the edits add. */
#include "test.h"

#include "temp_stores.h"

static void a_column_is_appended_when_a_record_first_needs_it(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text| # c\n    1, one\n# d\n\t\"2\", two \n");
    edit_note(store, "1")->number = 3;
    save_store(store);
    assert_content("notes |id, text, no| # c\n    1, one, 3\n# d\n\t\"2\", two , 7\n");
    assert_int_equal(get_note(store, "2")->number, 7);
}

static void columns_are_appended_in_the_order_of_the_schema(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text, id,|\n    one, 1\n");
    note *one = edit_note(store, "1");
    one->has_weight = true;
    one->weight = 5;
    one->side = NOTE_SIDE_RIGHT;
    save_store(store);
    assert_content("notes |text, id, side, weight|\n    one, 1, \"right-hand side\", 5\n");
}

static void defaults_need_no_column(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    note values = note_of("2", "nothing");
    sdn_error err = {0};
    assert_non_null(sdn_store_insert(store, &values, &err));
    note *one = edit_note(store, "1");
    one->number = 3;
    one->number = 7;
    save_store(store);
    assert_content("notes |id|\n    1\n    2\n");
}

static void a_deleted_record_needs_no_column(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n");
    edit_note(store, "1")->number = 3;
    delete_note(store, "1");
    save_store(store);
    assert_content("notes |id|\n    2\n");
}

static void new_and_old_rows_get_a_new_column_alike(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    3, three\n");
    insert_note(store, "2", "two")->done = true;
    delete_note(store, "3");
    save_store(store);
    assert_content("notes |id, text, done|\n    1, one, false\n    2, two, true\n");
}

static void a_table_without_columns_gets_those_it_needs(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes ||\n");
    insert_note(store, "1", "one");
    save_store(store);
    assert_content("notes |id, text|\n    1, one\n");
    close_store(store);
    store = notes_of("notes | | # c\n");
    insert_note(store, "1", "one");
    save_store(store);
    assert_content("notes |id, text| # c\n    1, one\n");
}

static void no_column_is_added_while_a_row_cannot_be_read(void **state)
{
    (void)state;
    static const char text[] = "notes |text, id|\n    one, 1\n    two, 2, x\n    three, 3, x\n";
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->number = 3;
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn:3:1: column 'no' cannot be added while this row cannot be read; correct the row");
    assert_content(text);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    edit_note(store, "1")->number = 7;
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    assert_content("notes |text, id|\n    new, 1\n    two, 2, x\n    three, 3, x\n");
}

static void a_column_too_many_is_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_columns = 2;
    write_bytes(STORE_PATH, "notes |id, text|\n    1, one\n", 28);
    sdn_store *store = open_store_with(&note_record_type, &options);
    edit_note(store, "1")->number = 3;
    assert_save_fails(store, SDN_E_LIMIT, "x.sdn: table 'notes' would get too many columns; raise max_columns");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_column_is_appended_when_a_record_first_needs_it),
        TEST_WITH_STORES(columns_are_appended_in_the_order_of_the_schema),
        TEST_WITH_STORES(defaults_need_no_column),
        TEST_WITH_STORES(a_deleted_record_needs_no_column),
        TEST_WITH_STORES(new_and_old_rows_get_a_new_column_alike),
        TEST_WITH_STORES(a_table_without_columns_gets_those_it_needs),
        TEST_WITH_STORES(no_column_is_added_while_a_row_cannot_be_read),
        TEST_WITH_STORES(a_column_too_many_is_refused),
    };
    return run_cases(argc, argv, tests);
}
