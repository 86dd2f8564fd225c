/* Columns and tables that the file lacks. */
#include "test.h"

#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

#define ALL_COLUMNS "id, text, no, done, kind, side, link, weight, tags"

/* ---- columns that the file lacks ---- */

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
        TEST_WITH_STORES(a_column_for_a_row_on_the_header_line),
        TEST_WITH_STORES(a_missing_table_is_appended_after_a_blank_line),
        TEST_WITH_STORES(an_empty_file_gets_no_blank_line),
        TEST_WITH_STORES(a_missing_file_is_created),
        TEST_WITH_STORES(blanks_before_the_second_bar_make_way_for_a_column),
    };
    return run_cases(argc, argv, tests);
}
