/* What a save makes of a file, byte for byte. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "text/crc32.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define ALL_COLUMNS "id, text, no, done, kind, side, link, weight, tags"

static sdn_str text_of(const char *text)
{
    return sdn_str_from(text);
}

/* ---- nothing changed, nothing touched ---- */

static void a_save_without_changes_touches_nothing(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF# c\r\n notes |id , text,| # h\r\n\r\n\t1 , \"a\" \"b\"\r\n2, \"x\ny\"";
    struct stat before, after;
    sdn_store *store = notes_of(text);
    assert_int_equal(stat(STORE_PATH, &before), 0);
    assert_string_equal(get_note(store, "1")->text.ptr, "\"a\" \"b\"");
    sdn_str same = sdn_store_text(store, "x\ny");
    edit_note(store, "2")->text = same;
    save_store(store);
    begin_store(store);
    commit_store(store);
    assert_int_equal(stat(STORE_PATH, &after), 0);
    assert_content(text);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_true(before.st_mtim.tv_sec == after.st_mtim.tv_sec && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
}

/* ---- edited rows ---- */

static void assert_edited(const char *before, const char *id, const char *text, const char *after)
{
    sdn_store *store = notes_of(before);
    edit_note(store, id)->text = text_of(text);
    save_store(store);
    assert_content(after);
    assert_string_equal(get_note(store, id)->text.ptr, text);
    close_store(store);
}

static void an_edited_row_changes_in_its_edited_cell_only(void **state)
{
    (void)state;
    assert_edited("# top\n\nnotes |x, id, text, y|\n  \"\", 1, one,\n\t a b ,2 ,\"two\" , \"\"\"q\"\" # \"\n# mid\n\n  "
                  "  c,3,x,\\\n# end",
                  "2", "new text",
                  "# top\n\nnotes |x, id, text, y|\n  \"\", 1, one,\n\t a b ,2 ,\"new text\" , \"\"\"q\"\" # \"\n# "
                  "mid\n\n    c,3,x,\\\n# end");
}

static void an_edited_cell_is_bare_only_where_that_is_safe(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1, \"a b\"\n", "1", "word", "notes |id, text|\n    1, word\n");
    assert_edited("notes |id, text|\n    1, word\n", "1", "a, b", "notes |id, text|\n    1, \"a, b\"\n");
    assert_edited("notes |text, id|\nx, 1\n", "1", "notes |a|", "notes |text, id|\n\"notes |a|\", 1\n");
    assert_edited("notes |text, id|\nx, 1\n", "1", "# c", "notes |text, id|\n\"# c\", 1\n");
}

static void an_emptied_cell_takes_the_style_of_its_column(void **state)
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

static void the_style_of_the_other_columns_decides_for_one_without_empty_cells(void **state)
{
    (void)state;
    assert_edited("notes |id, text, x|\n    1, one,\n    2, two,\n", "1", "",
                  "notes |id, text, x|\n    1, ,\n    2, two,\n");
}

static void a_filled_cell_gets_the_blank_its_neighbours_have(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1,\n    2, two\n", "1", "one", "notes |id, text|\n    1, one\n    2, two\n");
    assert_edited("notes |id, text|\n    1,\n    2,two\n", "1", "one", "notes |id, text|\n    1,one\n    2,two\n");
    assert_edited("notes |id, text, x|\n    1, , a\n", "1", "one", "notes |id, text, x|\n    1, one, a\n");
}

static void a_row_over_several_lines_keeps_its_line_ends(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, \"a\n  b\", idea\n    2, c, idea\n");
    edit_note(store, "1")->kind = NOTE_KIND_FACT;
    save_store(store);
    assert_content("notes |id, text, kind|\n    1, \"a\n  b\", fact\n    2, c, idea\n");
    edit_note(store, "1")->text = SDN_STR("x\ny");
    save_store(store);
    assert_content("notes |id, text, kind|\n    1, \"x\\ny\", fact\n    2, c, idea\n");
}

static void several_cells_of_one_row_may_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |tags, no, id, link, done|\n    [a, b], 1, k, \"l\", false\n");
    note *one = edit_note(store, "k");
    static const char *const tags[] = {"x, y", "z"};
    one->tags = sdn_store_list(store, tags, 2);
    one->number = 2;
    one->has_link = false;
    one->done = true;
    save_store(store);
    assert_content("notes |tags, no, id, link, done|\n    [\"x, y\", \"z\"], 2, k, \"\", true\n");
}

static void the_last_line_keeps_having_no_line_end(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1, one\n    2, two", "2", "new", "notes |id, text|\n    1, one\n    2, new");
    assert_edited("notes |id, text|\n    1, one\n    2, two", "1", "new", "notes |id, text|\n    1, new\n    2, two");
    assert_edited("notes |id, text|\r\n    1, one\r", "1", "new", "notes |id, text|\r\n    1, new\r");
}

static void line_ends_and_byte_order_mark_stay(void **state)
{
    (void)state;
    assert_edited("\xEF\xBB\xBFnotes |id, text|\r\n    1, one\r\n\r\n    2, two\n", "1", "new",
                  "\xEF\xBB\xBFnotes |id, text|\r\n    1, new\r\n\r\n    2, two\n");
}

static void unreadable_rows_and_other_tables_stay(void **state)
{
    (void)state;
    assert_edited("a: 1\nstray\nold |id, text|\n    1, x\n    2\nnotes |id, text|\n    1, one, more\n    2, \"open\n"
                  "    4, three\n    , none\n    3, twice\nz |q| 1\n    2, 3",
                  "3", "new",
                  "a: 1\nstray\nold |id, text|\n    1, x\n    2\nnotes |id, text|\n    1, one, more\n    2, \"open\n"
                  "    4, three\n    , none\n    3, new\nz |q| 1\n    2, 3");
}

/* ---- deleted rows ---- */

static void assert_deleted(const char *before, const char *id, const char *after)
{
    sdn_store *store = notes_of(before);
    delete_note(store, id);
    save_store(store);
    assert_content(after);
    assert_null(get_note(store, id));
    close_store(store);
}

static void a_deleted_row_takes_its_line_with_it_and_nothing_else(void **state)
{
    (void)state;
    assert_deleted("notes |id|\n    1\n# c\n    2\n\n    3\n", "2", "notes |id|\n    1\n# c\n\n    3\n");
    assert_deleted("notes |id|\n    1\n    2", "2", "notes |id|\n    1\n");
    assert_deleted("notes |id|\n    1\n    2", "1", "notes |id|\n    2");
    assert_deleted("notes |id|\r\n    1\r\n    2\r\n", "1", "notes |id|\r\n    2\r\n");
    assert_deleted("notes |id|\r\n    1\r", "1", "notes |id|\r\n");
    assert_deleted("notes |id, text|\n    1, \"a\nb\"\n    2, c\n", "1", "notes |id, text|\n    2, c\n");
    assert_deleted("notes |id|\n    1\nother |a|\n    1\n", "1", "notes |id|\nother |a|\n    1\n");
}

/* ---- new rows: where ---- */

static void assert_inserted(const char *before, const char *ids, const char *after)
{
    sdn_store *store = notes_of(before);
    for (const char *id = ids; *id != '\0'; id++)
        insert_note(store, (char[]){*id, '\0'}, "new");
    save_store(store);
    assert_content(after);
    close_store(store);
}

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
static void new_rows_behind_all_others_are_in_key_order(void **state)
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

static void what_was_inserted_in_vain_leaves_no_trace(void **state)
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

static void an_edit_in_vain_beside_a_deletion_is_none(void **state)
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

static void an_empty_default_in_a_new_column_has_the_style_of_the_table(void **state)
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

static void a_missing_table_is_appended_behind_a_blank_line(void **state)
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

/* ---- the checksum line ---- */

static void the_checksum_line_is_renewed(void **state)
{
    (void)state;
    static const char before[] = "notes |id, text|\n    1, one\n", after[] = "notes |id, text|\n    1, new\n";
    char text[256];
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, before, strlen(before)), before);
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, after, strlen(after)), after);
    assert_content(text);
}

/* ---- several tables ---- */

static void tables_of_one_file_are_laid_out_in_file_order(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("log |id, text|\n    a, 1\n\nnotes |id, text|\n    1, one\nx: 1\n");
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    sdn_store *pairs = store_in(file, &pair_record_type);
    sdn_error err = {0};
    pair values = {.number = 1, .name = SDN_STR("n"), .value = SDN_STR("")};
    insert_note(log, "b", "2");
    edit_note(notes, "1")->text = SDN_STR("new");
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("log |id, text|\n    a, 1\n    b, 2\n\nnotes |id, text|\n    1, new\nx: 1\n\n"
                   "pairs |number, name, flag, value|\n    1, n, false, \"\"\n");
    assert_string_equal(ids_of(sdn_store_all(log)), "a b ");
}

/* ---- what cannot be written ---- */

static void a_value_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text|\n    1, one\n    2, two\n";
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->text = SDN_STR("fine");
    edit_note(store, "2")->text = SDN_STR("\xFF");
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn: table 'notes', record '2': field 'text' is not valid UTF-8 or holds a NUL byte; "
                      "files hold text only");
    assert_content(text);
    edit_note(store, "2")->text = SDN_STR("two");
    save_store(store);
    assert_content("notes |id, text|\n    1, fine\n    2, two\n");
}

static void a_text_longer_than_a_cell_may_be_is_named(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_cell_bytes = 8;
    write_bytes(STORE_PATH, "notes |id, text|\n    1, one\n", 28);
    sdn_store *store = open_store_with(&note_record_type, &options);
    note values = note_of("2", "a b c d e");
    assert_insert_fails(
        store, &values, SDN_E_INVALID,
        "x.sdn: table 'notes', record '2': field 'text' is too long; shorten it, or raise max_cell_bytes");
    insert_note(store, "2", "a b c de");
    edit_note(store, "1")->text = SDN_STR("abcdefghi");
    assert_save_fails(
        store, SDN_E_INVALID,
        "x.sdn: table 'notes', record '1': field 'text' is too long; shorten it, or raise max_cell_bytes");
    edit_note(store, "1")->text = SDN_STR("abcdefgh");
    save_store(store);
    assert_content("notes |id, text|\n    1, abcdefgh\n    2, \"a b c de\"\n");
}

static void a_file_that_would_get_too_large_is_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_file_bytes = 30;
    write_bytes(STORE_PATH, "notes |id, text|\n    1, one\n", 28);
    sdn_store *store = open_store_with(&note_record_type, &options);
    insert_note(store, "2", "two");
    assert_save_fails(store, SDN_E_LIMIT, "x.sdn: the file would get too large; raise max_file_bytes, or split it");
    assert_content("notes |id, text|\n    1, one\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_save_without_changes_touches_nothing),
        TEST_WITH_STORES(an_edited_row_changes_in_its_edited_cell_only),
        TEST_WITH_STORES(an_edited_cell_is_bare_only_where_that_is_safe),
        TEST_WITH_STORES(an_emptied_cell_takes_the_style_of_its_column),
        TEST_WITH_STORES(an_emptied_cell_of_a_column_without_empty_ones_is_quoted),
        TEST_WITH_STORES(the_style_of_the_other_columns_decides_for_one_without_empty_cells),
        TEST_WITH_STORES(a_filled_cell_gets_the_blank_its_neighbours_have),
        TEST_WITH_STORES(a_row_over_several_lines_keeps_its_line_ends),
        TEST_WITH_STORES(several_cells_of_one_row_may_change),
        TEST_WITH_STORES(the_last_line_keeps_having_no_line_end),
        TEST_WITH_STORES(line_ends_and_byte_order_mark_stay),
        TEST_WITH_STORES(unreadable_rows_and_other_tables_stay),
        TEST_WITH_STORES(a_deleted_row_takes_its_line_with_it_and_nothing_else),
        TEST_WITH_STORES(a_new_row_goes_to_its_place_among_sorted_rows),
        TEST_WITH_STORES(a_new_row_goes_to_the_end_of_unsorted_ones),
        TEST_WITH_STORES(unreadable_rows_do_not_disturb_the_order),
        TEST_WITH_STORES(order_by_key_places_rows_even_among_unsorted_ones),
        TEST_WITH_STORES(rows_without_key_go_to_the_end),
        TEST_WITH_STORES(inserts_and_deletes_meet),
        TEST_WITH_STORES(a_new_row_looks_like_its_neighbours),
        TEST_WITH_STORES(a_new_row_of_an_empty_table_looks_as_usual),
        TEST_WITH_STORES(columns_without_a_field_are_empty_in_new_rows),
        TEST_WITH_STORES(a_row_of_one_empty_cell_is_no_blank_line),
        TEST_WITH_STORES(a_line_end_is_added_only_before_a_new_row),
        TEST_WITH_STORES(a_row_on_the_header_line_stays_while_it_is_alone),
        TEST_WITH_STORES(a_second_row_moves_the_first_from_the_header_line),
        TEST_WITH_STORES(a_deleted_row_leaves_the_header_line),
        TEST_WITH_STORES(a_column_is_appended_when_a_record_first_needs_it),
        TEST_WITH_STORES(columns_are_appended_in_the_order_of_the_schema),
        TEST_WITH_STORES(defaults_need_no_column),
        TEST_WITH_STORES(a_deleted_record_needs_no_column),
        TEST_WITH_STORES(new_and_old_rows_get_a_new_column_alike),
        TEST_WITH_STORES(an_empty_default_in_a_new_column_has_the_style_of_the_table),
        TEST_WITH_STORES(a_column_for_a_row_on_the_header_line),
        TEST_WITH_STORES(a_table_without_columns_gets_those_it_needs),
        TEST_WITH_STORES(no_column_is_added_while_a_row_cannot_be_read),
        TEST_WITH_STORES(a_column_too_many_is_refused),
        TEST_WITH_STORES(a_missing_table_is_appended_behind_a_blank_line),
        TEST_WITH_STORES(an_empty_file_gets_no_blank_line),
        TEST_WITH_STORES(a_missing_file_is_created),
        TEST_WITH_STORES(the_checksum_line_is_renewed),
        TEST_WITH_STORES(tables_of_one_file_are_laid_out_in_file_order),
        TEST_WITH_STORES(a_value_that_cannot_be_written_is_named),
        TEST_WITH_STORES(a_text_longer_than_a_cell_may_be_is_named),
        TEST_WITH_STORES(a_file_that_would_get_too_large_is_refused),
        TEST_WITH_STORES(new_rows_behind_all_others_are_in_key_order),
        TEST_WITH_STORES(blanks_before_the_second_bar_make_way_for_a_column),
        TEST_WITH_STORES(what_was_deleted_does_not_disturb_the_order),
        TEST_WITH_STORES(what_was_inserted_in_vain_leaves_no_trace),
        TEST_WITH_STORES(an_edit_in_vain_beside_a_deletion_is_none),
    };
    return run_cases(argc, argv, tests);
}
