/* Rows that cannot be read, do not count, or have the key of another row. */
#include "test.h"

#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

/* ---- rows that cannot be read ---- */

static void unreadable_rows_are_problems_and_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no, done, side|\n"
                                "    1, one, 1, true, left\n"
                                "    2, two, x, true, left\n"
                                "    3, three, 1, yes, left\n"
                                "    4, four, 1, true, \"up\"\n"
                                "    5, five, 1, true\n"
                                "    6, six, 1, true, left, more\n"
                                "    7, \"seven, 1, true, left\n"
                                "    , eight, 1, true, left\n"
                                "\t9, nine, -1, true, left\n"
                                "    10, t\xFF, 1, true, left\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_problems(store, "3:13: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it\n"
                           "4:18: column 'done': 'yes' is neither true nor false; correct it\n"
                           "5:23: column 'side': 'up' is none of left, right-hand side; correct it\n"
                           "6:5: the row has 4 cells, the header 5 columns; correct the row\n"
                           "7:5: the row has 6 cells, the header 5 columns; correct the row\n"
                           "8:8: a quote is not closed; add the closing quote\n"
                           "9:5: the key is empty; give the row a key\n"
                           "10:11: column 'no': '-1' is not a whole number from 0 to 4294967295; correct it\n"
                           "11:10: the row is not valid UTF-8; correct it\n");
    assert_null(get_note(store, "2"));
    assert_null(get_note(store, "10"));
}

static void cells_in_messages_are_short_and_one_line(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, 12345678901234567890123456789012345678x\xC3\xA4y\n"
                                "    2, \"a\nb\"\n");
    assert_problems(store,
                    "2:8: column 'no': '12345678901234567890123456789012345678x...' is not a whole number from 0 "
                    "to 4294967295; correct it\n"
                    "3:8: column 'no': 'a?b' is not a whole number from 0 to 4294967295; correct it\n");
}

static void the_last_row_of_a_key_is_the_record(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, x\n    1, b\n  1, c\n");
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(get_note(store, "1")->text.ptr, "c");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    assert_problems(store, "2:5: key '1' occurs again further down, and that row counts; remove one of them\n"
                           "4:5: key '1' occurs again further down, and that row counts; remove one of them\n");
}

static void a_key_on_several_rows_is_neither_edited_nor_deleted_nor_put(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    5, z\n    1, a\n    2, x\n    1, b\n    2, y\n");
    note values = note_of("1", "c");
    get_note(store, "5"); /* lines are counted right in any order of look-ups */
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    assert_put_fails(store, &values, SDN_E_INVALID,
                     "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    assert_insert_fails(store, &values, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '1' already; use another key, or change that record");
    assert_edit_fails(store, "1", SDN_E_INVALID,
                      "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    edit_note(store, "5")->text = SDN_STR("c");
    save_store(store);
    assert_content("notes |id, text|\n    5, c\n    1, a\n    2, x\n    1, b\n    2, y\n");
}

/* Keys enter their index some rows late. */
static void keys_that_are_repeated_are_found_however_far_apart(void **state)
{
    (void)state;
    enum { ROWS = 100 };
    for (unsigned distance = 1; distance < ROWS; distance++) {
        char text[64 * ROWS];
        const sdn_problem *list;
        size_t len = (size_t)sprintf(text, "notes |id, no|\n");
        for (unsigned row = 0; row < ROWS; row++)
            len += (size_t)sprintf(text + len, "    %u, %u\n", row == ROWS - 1 ? row - distance : row, row);
        sdn_store *store = notes_of(text);
        char twice[16];
        sprintf(twice, "%u", ROWS - 1 - distance);
        assert_int_equal(sdn_store_count(store), ROWS - 1);
        assert_int_equal(get_note(store, twice)->number, ROWS - 1);
        assert_int_equal(sdn_store_problems(store, &list), 1);
        assert_int_equal(list[0].line, ROWS - distance + 1);
        close_store(store);
    }
}

static void of_rows_that_do_not_count_the_first_keeps_their_key(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, 2\n    1, 3\n    1, x\n");
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:2:1: another row has the key '1' too; remove one of them first");
}

static void keys_that_are_repeated_in_a_table_that_does_not_count_are_problems(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    1\nnotes |id|\n    1\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_problems(store, "1:1: table 'notes' occurs again at line 4, and only that one is read; merge the two\n"
                           "2:5: key '1' occurs again further down, and that row counts; remove one of them\n");
}

static void records_are_walked_in_order_wherever_the_file_stops_rising(void **state)
{
    (void)state;
    static const struct {
        const char *ids, *order, *with_new; /* with_new: with a record of the next number, and 4 */
    } cases[] = {
        {"1 2 3 10", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"1 2 10 3", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"10 3 2 1", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"1 3 x 10", "1 3 10 x ", "1 3 4 10 11 x "},
        {"x 1 3 10", "1 3 10 x ", "1 3 4 10 11 x "},
        {"0 1 3 10", "0 1 3 10 ", "0 1 3 4 10 11 "},
        {"1 01 10 20", "01 1 10 20 ", "01 1 4 10 20 21 "},
        {"1 3 10 3", "1 3 10 ", "1 3 4 10 11 "},
        {"07 8 10 9", "07 8 9 10 ", "4 07 8 9 10 11 "},
        {"99999999999999999999 1 3", "1 3 99999999999999999999 ", "1 3 4 99999999999999999999 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256] = "notes |id|\n", ids[64];
        snprintf(ids, sizeof ids, "%s", cases[i].ids);
        for (char *id = strtok(ids, " "); id != NULL; id = strtok(NULL, " "))
            sprintf(text + strlen(text), "    %s\n", id);
        for (int walked = 0; walked < 2; walked++) { /* before the records are inserted, or not */
            sdn_store *store = notes_of(text);
            if (walked)
                assert_string_equal(ids_of(sdn_store_all(store)), cases[i].order);
            insert_note(store, "", "");
            if (get_note(store, "4") == NULL)
                insert_note(store, "4", "");
            assert_string_equal(ids_of(sdn_store_all(store)), cases[i].with_new);
            close_store(store);
        }
    }
}

static void text_keys_are_walked_in_order_wherever_the_file_stops_rising(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    9\n    a\n    B\n    c\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 9 B a c ");
    close_store(store);
    store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    9\n    B\n    a\n    c\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 9 B a c ");
}

/* Room is made for as many rows as there will be if all are as long as the first ones. */
static void rows_may_become_longer_or_shorter(void **state)
{
    (void)state;
    enum { ROWS = 3000, WIDE = 300 };
    static char text[ROWS * (WIDE + 32)];
    for (int longer = 0; longer < 2; longer++) {
        size_t len = (size_t)sprintf(text, "notes |id, text|\n");
        for (unsigned row = 1; row <= ROWS; row++) {
            bool wide = (row > ROWS / 100) == longer;
            len += (size_t)sprintf(text + len, "%u,%*s\n", row, wide ? WIDE : 1, "x");
        }
        sdn_store *store = notes_of(text);
        assert_int_equal(sdn_store_count(store), ROWS);
        for (unsigned row = 1; row <= ROWS; row++) {
            char id[16];
            sprintf(id, "%u", row);
            assert_string_equal(get_note(store, id)->text.ptr, "x");
        }
        close_store(store);
    }
}

static void a_row_may_have_the_key_of_an_unreadable_one(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, x\n    1, 2\n    1, y\n");
    assert_int_equal(get_note(store, "1")->number, 2);
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:2:1: another row has the key '1' too; remove one of them first");
}

static void of_tables_with_one_name_the_last_one_counts(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, text|\n    1, a\n    2, x, y\n\nother |a|\n    1\n\nnotes |text, id|\n    b, 1\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_string_equal(get_note(store, "1")->text.ptr, "b");
    assert_problems(store, "1:1: table 'notes' occurs again at line 8, and only that one is read; merge the two\n"
                           "3:5: the row has 3 cells, the header 2 columns; correct the row\n");
    note two = note_of("2", "d");
    assert_edit_fails(store, "1", SDN_E_INVALID,
                      "x.sdn:2:1: another row has the key '1' too; remove one of them first");
    assert_insert_fails(store, &two, SDN_E_EXISTS,
                        "x.sdn:3:1: a row that cannot be read has the key '2'; correct that row first");
    insert_note(store, "", "d");
    save_store(store);
    assert_content(
        "notes |id, text|\n    1, a\n    2, x, y\n\nother |a|\n    1\n\nnotes |text, id|\n    b, 1\n    d, 3\n");
}

static void stray_lines_are_problems_of_every_store(void **state)
{
    (void)state;
    sdn_store *store = notes_of("stray\nnotes |id, no|\n    1, x\nother |a|\n");
    assert_problems(store,
                    "1:1: this line is not part of a table and starts no statement; correct it, or make it a comment\n"
                    "3:8: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it\n");
}

static void a_table_without_its_key_column_has_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text|\n    one\n");
    assert_int_equal(sdn_store_count(store), 0);
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n");
}

static void a_row_too_short_for_its_key_has_none(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text, no, id|\n    one\n    two, 2, 1\n");
    assert_problems(store, "2:5: the row has 1 cell, the header 3 columns; correct the row\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 ");
    assert_string_equal(insert_note(store, "", "new")->id.ptr, "2");
}

static void a_table_without_columns_has_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes ||\n    one\n");
    assert_int_equal(sdn_store_count(store), 0);
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n");
}

/* Notes whose sides have these words. */
static sdn_store *notes_with_sides(const sdn_str *words, uint32_t count, const char *text)
{
    static sdn_enum_type sides;
    static sdn_field fields[NOTE_FIELD_TAGS + 1];
    static sdn_record_type type;
    memcpy(fields, note_record_type.fields, sizeof fields);
    sides = (sdn_enum_type){.name = "Side", .names = words, .count = count};
    fields[NOTE_FIELD_SIDE].enumeration = &sides;
    type = note_record_type;
    type.fields = fields;
    return store_of(&type, text);
}

static void of_many_or_long_words_the_first_ones_are_shown(void **state)
{
    (void)state;
    static const sdn_str letters[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b"), SDN_STR_INIT("c"),
                                      SDN_STR_INIT("d"), SDN_STR_INIT("e"), SDN_STR_INIT("f"),
                                      SDN_STR_INIT("g"), SDN_STR_INIT("h"), SDN_STR_INIT("i")};
    static char long_word[151];
    memset(long_word, 'w', sizeof long_word - 1);
    sdn_store *store = notes_with_sides(letters, 9, "notes |id, side|\n    1, x\n");
    assert_problems(store, "2:8: column 'side': 'x' is none of a, b, c, d, e, f, g, h, ... (9 words); correct it\n");
    close_store(store);
    const sdn_str words[] = {sdn_str_from(long_word), SDN_STR("b")};
    store = notes_with_sides(words, 2, "notes |id, side|\n    1, x\n");
    assert_problems(store, "2:8: column 'side': 'x' is none of ... (2 words); correct it\n");
    close_store(store);
}

static void a_header_of_one_column_is_told_so(void **state)
{
    (void)state;
    assert_problems(notes_of("notes |id|\n    1, 2\n"),
                    "2:5: the row has 2 cells, the header 1 column; correct the row\n");
}

static void separators_alone_are_an_empty_list(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, tags|\n    1, \",\"\n    2, \",,\"\n    3, []\n    4, [ , ]\n    5, \"a,\"\n");
    assert_problems(store, "");
    assert_int_equal(get_note(store, "1")->tags.count, 0);
    assert_int_equal(get_note(store, "2")->tags.count, 0);
    assert_int_equal(get_note(store, "3")->tags.count, 0);
    assert_int_equal(get_note(store, "4")->tags.count, 0);
    assert_int_equal(get_note(store, "5")->tags.count, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(unreadable_rows_are_problems_and_no_records),
        TEST_WITH_STORES(cells_in_messages_are_short_and_one_line),
        TEST_WITH_STORES(the_last_row_of_a_key_is_the_record),
        TEST_WITH_STORES(a_key_on_several_rows_is_neither_edited_nor_deleted_nor_put),
        TEST_WITH_STORES(keys_that_are_repeated_are_found_however_far_apart),
        TEST_WITH_STORES(of_rows_that_do_not_count_the_first_keeps_their_key),
        TEST_WITH_STORES(keys_that_are_repeated_in_a_table_that_does_not_count_are_problems),
        TEST_WITH_STORES(records_are_walked_in_order_wherever_the_file_stops_rising),
        TEST_WITH_STORES(text_keys_are_walked_in_order_wherever_the_file_stops_rising),
        TEST_WITH_STORES(rows_may_become_longer_or_shorter),
        TEST_WITH_STORES(a_row_may_have_the_key_of_an_unreadable_one),
        TEST_WITH_STORES(of_tables_with_one_name_the_last_one_counts),
        TEST_WITH_STORES(stray_lines_are_problems_of_every_store),
        TEST_WITH_STORES(a_table_without_its_key_column_has_no_records),
        TEST_WITH_STORES(a_table_without_columns_has_no_records),
        TEST_WITH_STORES(a_row_too_short_for_its_key_has_none),
        TEST_WITH_STORES(of_many_or_long_words_the_first_ones_are_shown),
        TEST_WITH_STORES(a_header_of_one_column_is_told_so),
        TEST_WITH_STORES(separators_alone_are_an_empty_list),
    };
    return run_cases(argc, argv, tests);
}
