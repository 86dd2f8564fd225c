/* Columns and tables that the file lacks. */
#include "test.h"

#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

#define ALL_COLUMNS "id, text, no, done, kind, side, link, weight, tags"

/* ---- columns that the file lacks ---- */

static void a_column_is_appended_when_a_record_first_needs_it(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text| # c\n    1, one\n# d\n\t\"2\", two \n");
    edit_note(store, "1")->number = 3;
    save_store(store);
    assert_content("notes |id, text, no| # c\n    1, one, 3\n# d\n\t\"2\", two , 7\n");
    assert_int_equal(get_note(store, "2")->number, 7);
}

static void blanks_before_the_second_bar_make_way_for_a_column(void **state)
{
    (void)state;
    static const char *const headers[] = {"notes |id, text\t|\n    1, one\n", "notes |id, text \t |\n    1, one\n",
                                          "notes |id, text,|\n    1, one\n"};
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        sdn_store *store = notes_of(headers[i]);
        edit_note(store, "1")->number = 3;
        save_store(store);
        assert_content("notes |id, text, no|\n    1, one, 3\n");
        close_store(store);
    }
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

static void a_column_for_a_row_on_the_header_line(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id| 1\n");
    edit_note(store, "1")->number = 3;
    save_store(store);
    assert_content("notes |id, no| 1, 3\n");
    insert_note(store, "2", "two");
    save_store(store);
    assert_content("notes |id, no, text|\n    1, 3, nothing\n    2, 7, two\n");
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

/* ---- tables that the file lacks ---- */

static void assert_appended(const char *before, const char *after)
{
    char expected[1024];
    sdn_store *store = notes_of(before);
    insert_note(store, "1", "one");
    save_store(store);
    const char *end = strstr(before, "\r\n") != NULL ? "\r\n" : "\n";
    snprintf(expected, sizeof expected,
             "%snotes |" ALL_COLUMNS "|%s    1, one, 7, false, fact, left, \"\", \"\", \"\"%s", after, end, end);
    assert_content(expected);
    close_store(store);
}

static void a_missing_table_is_appended_after_a_blank_line(void **state)
{
    (void)state;
    assert_appended("other |a|\n    1\n", "other |a|\n    1\n\n");
    assert_appended("other |a|\n    1", "other |a|\n    1\n\n");
    assert_appended("other |a|\n    1\n\n", "other |a|\n    1\n\n");
    assert_appended("other |a|\r\n    1\r\n", "other |a|\r\n    1\r\n\r\n");
    assert_appended("other |a|\r\n    1\r\n\r\n", "other |a|\r\n    1\r\n\r\n");
    assert_appended("x:\n    y: 1", "x:\n    y: 1\n\n");
    assert_appended("# c", "# c\n\n");
}

static void an_empty_file_gets_no_blank_line(void **state)
{
    (void)state;
    assert_appended("", "");
    assert_appended("\n", "\n");
    assert_appended("\r\n", "\r\n");
    assert_appended("\xEF\xBB\xBF", "\xEF\xBB\xBF");
    assert_appended("\xEF\xBB\xBF\n", "\xEF\xBB\xBF\n");
}

static void a_missing_file_is_created(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "", "one");
    save_store(store);
    assert_content("notes |" ALL_COLUMNS "|\n    1, one, 7, false, fact, left, \"\", \"\", \"\"\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_column_is_appended_when_a_record_first_needs_it),
        TEST_WITH_STORES(columns_are_appended_in_the_order_of_the_schema),
        TEST_WITH_STORES(defaults_need_no_column),
        TEST_WITH_STORES(a_deleted_record_needs_no_column),
        TEST_WITH_STORES(new_and_old_rows_get_a_new_column_alike),
        TEST_WITH_STORES(an_empty_default_in_a_new_column_has_the_form_of_the_table),
        TEST_WITH_STORES(a_column_for_a_row_on_the_header_line),
        TEST_WITH_STORES(a_table_without_columns_gets_those_it_needs),
        TEST_WITH_STORES(no_column_is_added_while_a_row_cannot_be_read),
        TEST_WITH_STORES(a_column_too_many_is_refused),
        TEST_WITH_STORES(a_missing_table_is_appended_after_a_blank_line),
        TEST_WITH_STORES(an_empty_file_gets_no_blank_line),
        TEST_WITH_STORES(a_missing_file_is_created),
        TEST_WITH_STORES(blanks_before_the_second_bar_make_way_for_a_column),
    };
    return run_cases(argc, argv, tests);
}
