/* Merges of whole files: two versions and the one both were made from. The tables have no schema here. */
#include "test.h"

#include "merged_files.h"

#define HEADER "todos |id, title, status|\n"
#define ROW_1  "    1, \"first\", open\n"
#define ROW_2  "    2, \"second\", open\n"
#define ROW_3  "    3, \"third\", open\n"
#define ROW_4  "    4, \"fourth\", open\n"
#define BASE   HEADER ROW_1 ROW_2 ROW_3 ROW_4

/* ---- one side alone ---- */

static void version_of_the_side_that_changed_is_taken_to_the_byte(void **state)
{
    static const char odd[] = "todos|id|\n1\n\n  #\n<<<<<<< no\n";
    (void)state;
    expect_clean(BASE, BASE, odd, odd);
    expect_clean(BASE, odd, BASE, odd);
    expect_clean(BASE, odd, odd, odd);
    expect_clean("", odd, "", odd);
}

/* ---- records ---- */

static void rows_that_one_side_edited_are_taken(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER "    1, \"first\", done\n" ROW_2 ROW_3 ROW_4,
                 HEADER ROW_1 ROW_2 ROW_3 "    4, fourth, done\n",
                 HEADER "    1, \"first\", done\n" ROW_2 ROW_3 "    4, fourth, done\n");
    expect_clean(BASE, HEADER "    1, \"first\", done\n" ROW_2 ROW_3 ROW_4,
                 HEADER ROW_1 "    2, \"second\", done\n" ROW_3 ROW_4,
                 HEADER "    1, \"first\", done\n"
                        "    2, \"second\", done\n" ROW_3 ROW_4);
}

static void fields_of_one_row_are_merged(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 "  2 ,\"second\",  done\n" ROW_3 ROW_4,
                 HEADER ROW_1 "    2, zwei, open\n" ROW_3 ROW_4, HEADER ROW_1 "  2 ,zwei,  done\n" ROW_3 ROW_4);
}

static void form_of_a_row_that_the_other_side_edited_is_taken(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 "    2, \"second\", done\n" ROW_3 ROW_4,
                 HEADER ROW_1 "    2,   second  , open\n" ROW_3 ROW_4,
                 HEADER ROW_1 "    2,   second  , done\n" ROW_3 ROW_4);
}

static void field_that_both_edited_is_a_conflict_of_its_row(void **state)
{
    (void)state;
    file_merge merged = merged_as(BASE, HEADER ROW_1 "    2, zwei, done\n" ROW_3 ROW_4,
                                  HEADER "    1, \"first\", done\n"
                                         "    2, \"second\", stale\n" ROW_3 ROW_4,
                                  NULL, MERGE_STYLE_MERGE);
    assert_int_equal(merged.result, FILE_MERGE_CONFLICTS);
    assert_string_equal(merged.text.bytes, HEADER "    1, \"first\", done\n"
                                                  "<<<<<<< ours: 2 status=done\n"
                                                  "    2, zwei, done\n"
                                                  "=======\n"
                                                  "    2, zwei, stale\n"
                                                  ">>>>>>> theirs: 2 status=stale\n" ROW_3 ROW_4);
    assert_string_equal(
        merged.messages.bytes,
        "todo.sdn: 1 record merged, 1 conflict: record '2', field 'status': was open, ours done, theirs stale\n");
    file_merge_release(&merged);
}

static void message_counts_no_records_if_there_are_none(void **state)
{
    (void)state;
    file_merge merged = merged_as(BASE, HEADER ROW_1 "    2, zwei, done\n" ROW_3 ROW_4,
                                  HEADER ROW_1 "    2, \"second\", stale\n" ROW_3 ROW_4, NULL, MERGE_STYLE_MERGE);
    assert_string_equal(merged.messages.bytes,
                        "todo.sdn: 1 conflict: record '2', field 'status': was open, ours done, theirs stale\n");
    file_merge_release(&merged);
}

static void styles_of_git_show_the_base(void **state)
{
    static const merge_style styles[] = {MERGE_STYLE_DIFF3, MERGE_STYLE_ZDIFF3};
    (void)state;
    for (int i = 0; i < 2; i++) {
        file_merge merged = merged_as(BASE, HEADER ROW_1 "    2, zwei, done\n" ROW_3 ROW_4,
                                      HEADER ROW_1 "    2, \"second\", stale\n" ROW_3 ROW_4, NULL, styles[i]);
        assert_string_equal(merged.text.bytes, HEADER ROW_1 "<<<<<<< ours: 2 status=done\n"
                                                            "    2, zwei, done\n"
                                                            "||||||| base: 2 status=open\n"
                                                            "    2, zwei, open\n"
                                                            "=======\n"
                                                            "    2, zwei, stale\n"
                                                            ">>>>>>> theirs: 2 status=stale\n" ROW_3 ROW_4);
        file_merge_release(&merged);
    }
}

static void two_inserts_of_a_key_are_a_conflict_unless_they_are_equal(void **state)
{
    (void)state;
    expect_clean(BASE, BASE "    5, x, open\n", HEADER ROW_2 ROW_3 ROW_4 "  5, \"x\", open\n",
                 HEADER ROW_2 ROW_3 ROW_4 "    5, x, open\n");
    expect_merge(BASE, BASE "    5, x, open\n", BASE "    5, y, open\n", FILE_MERGE_CONFLICTS,
                 BASE "<<<<<<< ours: 5\n"
                      "    5, x, open\n"
                      "=======\n"
                      "    5, y, open\n"
                      ">>>>>>> theirs: 5\n");
}

static void inserts_of_both_sides_stand_in_the_order_of_their_keys(void **state)
{
    (void)state;
    expect_clean(BASE, BASE "    6, a, open\n    7, b, open\n", BASE "    5, c, open\n    8, d, open\n",
                 BASE "    5, c, open\n    6, a, open\n    7, b, open\n    8, d, open\n");
}

static void deletion_beside_an_edit_or_a_deletion_is_no_conflict(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 ROW_3 ROW_4, HEADER ROW_1 ROW_2 "    3, drei, open\n" ROW_4,
                 HEADER ROW_1 "    3, drei, open\n" ROW_4);
    expect_clean(BASE, HEADER ROW_1 ROW_3 ROW_4, HEADER ROW_1 ROW_2 ROW_4, HEADER ROW_1 ROW_4);
    expect_clean(BASE, HEADER ROW_1 ROW_3 ROW_4, HEADER ROW_1 ROW_3 "    4, vier, open\n",
                 HEADER ROW_1 ROW_3 "    4, vier, open\n");
}

static void deletion_of_an_edited_record_is_a_conflict(void **state)
{
    (void)state;
    expect_merge(BASE, HEADER ROW_1 ROW_3 ROW_4, HEADER ROW_1 "    2, zwei, open\n" ROW_3 ROW_4, FILE_MERGE_CONFLICTS,
                 HEADER ROW_1 "<<<<<<< ours: 2 deleted\n"
                              "=======\n"
                              "    2, zwei, open\n"
                              ">>>>>>> theirs: 2\n" ROW_3 ROW_4);
    expect_merge(BASE, HEADER ROW_1 "    2, zwei, open\n" ROW_3 ROW_4, HEADER ROW_1 ROW_3 ROW_4, FILE_MERGE_CONFLICTS,
                 HEADER ROW_1 "<<<<<<< ours: 2\n"
                              "    2, zwei, open\n"
                              "=======\n"
                              ">>>>>>> theirs: 2 deleted\n" ROW_3 ROW_4);
}

static void row_whose_form_alone_changed_can_be_deleted(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 "2,second,open\n" ROW_3 ROW_4, HEADER ROW_1 ROW_3 ROW_4, HEADER ROW_1 ROW_3 ROW_4);
}

/* ---- order ---- */

static void order_of_the_side_that_sorted_is_taken(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 "    2, zwei, open\n" ROW_3 ROW_4, HEADER ROW_4 ROW_3 ROW_2 ROW_1,
                 HEADER ROW_4 ROW_3 "    2, zwei, open\n" ROW_1);
    expect_clean(BASE, HEADER ROW_4 ROW_3 ROW_2 ROW_1, HEADER ROW_1 "    2, zwei, open\n" ROW_3 ROW_4,
                 HEADER ROW_4 ROW_3 "    2, zwei, open\n" ROW_1);
}

/* ---- columns ---- */

#define WIDE_HEADER "todos |id, title, due, status|\n"
#define WIDE                                                                                            \
    WIDE_HEADER "    1, \"first\", x, open\n    2, \"second\", \"\", open\n    3, \"third\", x, open\n" \
                "    4, \"fourth\", x, open\n"

static void column_of_one_side_stays_with_edits_of_the_other(void **state)
{
    static const char merged[] = WIDE_HEADER "    1, eins, x, open\n"
                                             "    2, \"second\", \"\", open\n"
                                             "    3, \"third\", x, open\n"
                                             "    4, \"fourth\", x, open\n"
                                             "    5, new, \"\", open\n";
    static const char edited[] = HEADER "    1, eins, open\n" ROW_2 ROW_3 ROW_4 "    5, new, open\n";
    (void)state;
    expect_clean(BASE, WIDE, edited, merged);
    expect_clean(BASE, edited, WIDE, merged);
}

static void columns_of_both_sides_are_in_the_result(void **state)
{
    (void)state;
    expect_clean("t |id, a|\n1, x\n", "t |id, a, b|\n1, x, y\n", "t |id, c, a|\n1, z, x\n",
                 "t |id, c, a, b|\n1, z, x, y\n");
}

static void row_of_base_in_a_conflict_has_the_columns_of_the_result(void **state)
{
    (void)state;
    file_merge merged = merged_as("t |a, b|\n  1, x\n  2, y\n", "t |a, b, c|\n  1, z, w\n  2, y, v\n",
                                  "t |a, b|\n  2, y\n", NULL, MERGE_STYLE_DIFF3);
    assert_int_equal(merged.result, FILE_MERGE_CONFLICTS);
    assert_string_equal(merged.text.bytes, "t |a, b, c|\n"
                                           "<<<<<<< ours: 1\n"
                                           "  1, z, w\n"
                                           "||||||| base: 1\n"
                                           "  1, x, \"\"\n"
                                           "=======\n"
                                           ">>>>>>> theirs: 1 deleted\n"
                                           "  2, y, v\n");
    file_merge_release(&merged);
}

static void removed_column_is_gone_unless_the_other_side_edited_it(void **state)
{
    (void)state;
    expect_clean("t |id, a, b|\n1, x, y\n", "t |id, b|\n1, y\n", "t |id, a, b|\n1, x, z\n2, \"\", w\n",
                 "t |id, b|\n1, z\n2, w\n");
    expect_as_text("t |id, a, b|\n1, x, y\n", "t |id, b|\n1, y\n", "t |id, a, b|\n1, w, y\n",
                   "column 'a' of table 't' was removed on one side and changed on the other");
}

/* ---- comments ---- */

static void comments_of_both_sides_stay(void **state)
{
    (void)state;
    expect_clean(BASE, HEADER ROW_1 "# two\n" ROW_2 ROW_3 ROW_4, HEADER ROW_1 ROW_2 "# three\n" ROW_3 ROW_4 "\n# end\n",
                 HEADER ROW_1 "# two\n" ROW_2 "# three\n" ROW_3 ROW_4 "\n# end\n");
    expect_clean(BASE, HEADER ROW_1 "# two\n" ROW_2 ROW_3 ROW_4, HEADER ROW_1 "# zwei\n" ROW_2 ROW_3 ROW_4,
                 HEADER ROW_1 "# two\n# zwei\n" ROW_2 ROW_3 ROW_4);
    expect_clean(BASE, HEADER ROW_1 "# same\n# two\n" ROW_2 ROW_3 ROW_4,
                 HEADER ROW_1 "# same\n# zwei\n" ROW_2 ROW_3 ROW_4,
                 HEADER ROW_1 "# same\n# two\n# zwei\n" ROW_2 ROW_3 ROW_4);
}

static void comment_of_a_deleted_row_stays_where_one_side_left_it(void **state)
{
    (void)state;
    expect_clean(HEADER ROW_1 "# two\n" ROW_2 ROW_3, HEADER ROW_1 "# two\n" ROW_3,
                 HEADER ROW_1 "# two\n# more\n" ROW_2 ROW_3, HEADER ROW_1 "# two\n# more\n" ROW_3);
    expect_clean(HEADER ROW_1 "# two\n" ROW_2 ROW_3, HEADER ROW_1 ROW_3, HEADER "# one\n" ROW_1 "# two\n" ROW_2 ROW_3,
                 HEADER "# one\n" ROW_1 ROW_3);
}

static void comment_that_both_changed_is_a_conflict(void **state)
{
    (void)state;
    expect_merge(HEADER "# 1\n" ROW_1 ROW_2, HEADER "# one\n" ROW_1 ROW_2 ROW_3, HEADER "# eins\n" ROW_1 ROW_2 ROW_4,
                 FILE_MERGE_CONFLICTS,
                 HEADER "<<<<<<< ours\n"
                        "# one\n"
                        "=======\n"
                        "# eins\n"
                        ">>>>>>> theirs\n" ROW_1 ROW_2 ROW_3 ROW_4);
}

static void comment_of_a_new_row_replaces_none(void **state)
{
    (void)state;
    expect_clean(HEADER "# c\n" ROW_1 ROW_2, HEADER "# d\n" ROW_2, HEADER "# of 3\n" ROW_3 ROW_2,
                 HEADER "# of 3\n" ROW_3 "# d\n" ROW_2);
}

static void rows_after_a_comment_at_the_end_leave_it_once(void **state)
{
    (void)state;
    expect_clean(BASE "# end\n", BASE "# end\n    5, a, open\n", BASE "# end\n    6, b, open\n",
                 BASE "# end\n    5, a, open\n    6, b, open\n");
}

/* ---- other text, other tables ---- */

static void statements_are_merged_as_text(void **state)
{
    (void)state;
    expect_clean("mode: a\n\n" BASE "\nsize: 1\n", "mode: b\n\n" BASE "\nsize: 1\n",
                 "mode: a\n\n" BASE "    5, x, open\n\nsize: 2\n", "mode: b\n\n" BASE "    5, x, open\n\nsize: 2\n");
    expect_merge("mode: a\n" BASE, "mode: b\n" BASE, "mode: c\n" BASE, FILE_MERGE_CONFLICTS,
                 "<<<<<<< ours\nmode: b\n=======\nmode: c\n>>>>>>> theirs\n" BASE);
    expect_clean("# c\n\n" BASE, "# d\n\n# c\n\n" BASE, "mode: a\n  b: 1\n" BASE, "# d\n\nmode: a\n  b: 1\n" BASE);
    expect_clean(BASE, BASE "mode: a\n# x\n", BASE "# y\nmode: a\n", BASE "# y\nmode: a\n# x\n");
}

static void row_before_the_end_of_its_table_keeps_its_comment(void **state)
{
    (void)state;
    expect_clean(BASE "# c\n\nu |x|\n1\n", BASE "# of 5\n    5, x, open\n# c\n\nu |x|\n1\n",
                 BASE "mode: a\n\nu |x|\n1\n", BASE "# of 5\n    5, x, open\nmode: a\n\nu |x|\n1\n");
    expect_clean(BASE "# c\n", BASE "mode: a\n", BASE "# c\n\n# of 5\n    5, x, open\n# of 6\n    6, y, open\n",
                 BASE "\n# of 5\n    5, x, open\n# of 6\n    6, y, open\nmode: a\n");
}

static void new_tables_of_both_sides_stay_and_rows_stay_in_theirs(void **state)
{
    (void)state;
    expect_clean(BASE "\n# end\n", BASE "\nusers |name|\n    ann\n\n# end\n", BASE "\n# end\n    5, x, open\n",
                 BASE "    5, x, open\n\nusers |name|\n    ann\n\n# end\n");
    expect_clean(BASE, BASE "\na |x|\n    1\n", BASE "    5, x, open\n\nb |y|\n    2\n",
                 BASE "    5, x, open\n\na |x|\n    1\n\nb |y|\n    2\n");
}

static void table_that_both_inserted_is_one(void **state)
{
    (void)state;
    expect_clean("", "a |x, y|\n    1, 2\n", "a |x, z|\n    3, 4\n", "a |x, z, y|\n    1, \"\", 2\n    3, 4, \"\"\n");
}

static void deleted_table_is_gone_unless_the_other_side_changed_it(void **state)
{
    (void)state;
    expect_clean(BASE "u |a|\n1\n", HEADER ROW_1,
                 HEADER ROW_1 ROW_2 ROW_3 ROW_4 "# c\n"
                                                "u |a|\n1\n",
                 HEADER ROW_1 "# c\n");
    expect_as_text(BASE "u |a|\n1\n", BASE, BASE "u |a|\n2\n",
                   "table 'u' was deleted on one side and changed on the other");
}

/* ---- rows without key ---- */

static void equal_rows_are_counted(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1, x\n1, x\n2, y\n", "t |a, b|\n1, x\n2, y\n", "t |a, b|\n1, x\n1, x\n2, y\n1, x\n",
                 "t |a, b|\n1, x\n2, y\n1, x\n");
    expect_as_text("t |a, b|\n1, x\n1, y\n", "t |a, b|\n1, x\n1, z\n", "t |a, b|\n1, x\n1, w\n",
                   "table 't' has rows without a key that both sides changed");
}

static void rows_of_both_sides_are_in_order_across_blank_lines(void **state)
{
    (void)state;
    expect_clean("\nt |a|\n1\n", "p |a|\nb\n\nd\n\nt |a|\n1\n", "p |a|\na\n\nc\nt |a|\n1\n",
                 "p |a|\na\nb\nc\n\nd\n\nt |a|\n1\n");
    expect_clean(BASE "\n", BASE "\n    5, x, open\n", BASE "    6, y, open\n\n",
                 BASE "    5, x, open\n    6, y, open\n\n");
}

static void edited_row_without_key_keeps_its_place(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1, x\n1, y\n2, z\n2, w\n", "t |a, b|\n1, x\n1, r\n2, z\n2, w\n",
                 "t |a, b|\n1, p\n1, y\n2, q\n2, w\n", "t |a, b|\n1, p\n1, r\n2, q\n2, w\n");
    expect_clean("t |a, b|\n1, x\n1, y\n2, z\n2, w\n", "t |a, b|\n1, p\n1, y\n2, q\n2, w\n",
                 "t |a, b|\n1, x\n1, r\n2, z\n2, w\n", "t |a, b|\n1, p\n1, r\n2, q\n2, w\n");
}

static void unreadable_row_is_merged_by_key_as_text(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1\n2, y\n3, w\n", "t |a, b|\n1\n2, x\n3, w\n", "t |a, b|\n1, 1, 1\n2, y\n",
                 "t |a, b|\n1, 1, 1\n2, x\n");
    expect_merge("t |a, b|\n1\n2, y\n", "t |a, b|\n1, 1, 1\n2, y\n", "t |a, b|\n1, 2, 3\n2, y\n", FILE_MERGE_CONFLICTS,
                 "t |a, b|\n<<<<<<< ours: 1\n1, 1, 1\n=======\n1, 2, 3\n>>>>>>> theirs: 1\n2, y\n");
}

static void what_cannot_be_merged_as_records_is_left(void **state)
{
    (void)state;
    expect_as_text(BASE, BASE HEADER, HEADER ROW_1, "table 'todos' stands in the file twice");
    expect_as_text(BASE, BASE "# \n", "todos |id, id|\n", "table 'todos' has the column 'id' twice");
    expect_as_text(BASE, "<<<<<<< a\n" BASE "=======\n>>>>>>> b\n", HEADER ROW_1,
                   "unresolved git conflict, lines 1-8; keep what is right and remove the marker lines");
    expect_as_text("", BASE, "nothing\n", "todo.sdn:1:1: no table and no statement in this file; check the path");
}

/* ---- bytes ---- */

static void line_ends_of_the_side_that_changed_them_are_taken(void **state)
{
    static const char edited[] = "t |a, b|\n1, z\n2, y\n", merged[] = "t |a, b|\r\n1, z\r\n2, y\r\n";
    static const char base[] = "t |a, b|\n1, x\n2, y\n", returns[] = "t |a, b|\r\n1, x\r\n2, y\r\n";
    (void)state;
    expect_clean(base, returns, edited, merged);
    expect_clean(base, edited, returns, merged);
    expect_clean(base, "t |a, b|\n1, x\r\n2, y\n", edited, "t |a, b|\n1, z\n2, y\n");
}

static void mark_and_last_line_end_are_merged(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1, x\n2, y\n", "\xEF\xBB\xBFt |a, b|\n1, x\n2, y", "t |a, b|\n1, z\n2, y\n",
                 "\xEF\xBB\xBFt |a, b|\n1, z\n2, y");
    expect_clean("t |a, b|\n1, x\n2, y", "t |a, b|\n1, x\n2, y\n3, z\n", "t |a, b|\n1, w\n2, y",
                 "t |a, b|\n1, w\n2, y\n3, z\n");
}

static void carriage_return_at_the_end_is_merged(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1, x\n2, y\r", "t |a, b|\n1, x\n2, z\r", "t |a, b|\n1, w\n2, y\r",
                 "t |a, b|\n1, w\n2, z\r");
    expect_clean("t |a, b|\n1, x\n# c", "t |a, b|\n1, x\n# c\r", "t |a, b|\n1, w\n# c", "t |a, b|\n1, w\n# c\r");
    expect_clean("t |a, b|\r\n1, x\r\n2, y", "t |a, b|\r\n1, x\r\n2, z", "t |a, b|\r\n1, w\r\n2, y",
                 "t |a, b|\r\n1, w\r\n2, z");
}

static void checksum_is_renewed(void **state)
{
    (void)state;
    expect_clean("#sdn-crc32:3683698410\nbooks |id, title|\n    1, Emma\n", "books |id, title|\n    1, Nana\n",
                 "#sdn-crc32:3683698410\nbooks |id, title|\n    1, Emma\n", "books |id, title|\n    1, Nana\n");
    expect_clean("books |id, title|\n    1, Emma\n", "books |id, title|\n    1, Nana\n",
                 "#sdn-crc32:3683698410\nbooks |id, title|\n    1, Emma\n",
                 "#sdn-crc32:3838899738\nbooks |id, title|\n    1, Nana\n");
    expect_as_text("", "#sdn-crc32:1\nbooks |id, title|\n    1, Emma\n", "a |b|\n",
                   "the checksum of ours does not match its content");
}

static void row_on_the_header_line_stays_there(void **state)
{
    (void)state;
    expect_clean("t |a, b|  1, x\n", "# c\nt |a, b|  1, x\n", "t |a, b|  1, y\n", "# c\nt |a, b| 1, y\n");
    expect_clean("t |a, b|  1, x\n", "t |a, b|  1, x\n2, y\n", "t |a, b|\n0, z\n1, x\n",
                 "t |a, b|\n0, z\n    1, x\n2, y\n");
}

static void row_never_becomes_a_statement_or_a_comment(void **state)
{
    (void)state;
    expect_clean("t |a, b|\n1, x\n2, y\n", "t |a, b|\n1, x\n2, z\n", "t |a, b|\n1, w\n2, y\n  m: 3, v\n",
                 "t |a, b|\n1, w\n2, z\n  m: 3, v\n");
    expect_clean("t |a, b|\n1, x\n2, y\n", "  t |a, b|\n  1, x\n  2, z\n", "t |a, b|\n1, x\n2, y\n m: 3, v\n",
                 "  t |a, b|\n  1, x\n  2, z\n       m: 3, v\n");
    expect_as_text("t |a, b|\n1, x\n2, y\n", "t |b, a|\nx, 1\ny, 2\n", "t |a, b|\n1, x\n2, #y\n",
                   "table 't' has a row that would be a comment");
}

static void mark_and_checksum_are_not_merged(void **state)
{
    (void)state;
    expect_as_text("t |a|\n", "\xEF\xBB\xBFt |a|\n", "#sdn-crc32:386582375\nt |a|\n 1\n",
                   "one side has a byte order mark, and the other a checksum line, which cannot follow it");
}

static void comment_behind_the_columns_is_kept(void **state)
{
    (void)state;
    expect_clean("t |a, b|  # old\n    1, x\n", "t |a, b, c|  # old\n    1, x, y\n",
                 "t |a, b|  # new\n    1, x\n    2, z\n", "t |a, b, c|  # new\n    1, x, y\n    2, z, \"\"\n");
    expect_clean("t |a, b|\n    1, x\n", "t |a, b| # new\n    1, x\n", "t |a, b, c|\n    1, x, y\n",
                 "t |a, b, c| # new\n    1, x, y\n");
    expect_clean("t |a, b|\n    1, x\n", "t |a, b, c|\n    1, x, y\n", "t |a, b, d| # new\n    1, x, z\n",
                 "t |a, b, d, c| # new\n    1, x, z, y\n");
    expect_as_text("t |a, b|\n    1, x\n", "t |a, b| # ours\n    1, x\n", "t |a, b| # theirs\n    1, x\n",
                   "the comment behind the columns of table 't' was changed on both sides");
    expect_as_text("t |a, b| 1, x\n", "t |a, b, c| 1, x, y\n", "t |a, b| # theirs\n    1, x\n",
                   "table 't' has a comment on one side where the other has its first row");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_of_the_side_that_changed_is_taken_to_the_byte),
        cmocka_unit_test(rows_that_one_side_edited_are_taken),
        cmocka_unit_test(fields_of_one_row_are_merged),
        cmocka_unit_test(form_of_a_row_that_the_other_side_edited_is_taken),
        cmocka_unit_test(field_that_both_edited_is_a_conflict_of_its_row),
        cmocka_unit_test(message_counts_no_records_if_there_are_none),
        cmocka_unit_test(styles_of_git_show_the_base),
        cmocka_unit_test(two_inserts_of_a_key_are_a_conflict_unless_they_are_equal),
        cmocka_unit_test(inserts_of_both_sides_stand_in_the_order_of_their_keys),
        cmocka_unit_test(deletion_beside_an_edit_or_a_deletion_is_no_conflict),
        cmocka_unit_test(deletion_of_an_edited_record_is_a_conflict),
        cmocka_unit_test(row_whose_form_alone_changed_can_be_deleted),
        cmocka_unit_test(order_of_the_side_that_sorted_is_taken),
        cmocka_unit_test(column_of_one_side_stays_with_edits_of_the_other),
        cmocka_unit_test(columns_of_both_sides_are_in_the_result),
        cmocka_unit_test(row_of_base_in_a_conflict_has_the_columns_of_the_result),
        cmocka_unit_test(removed_column_is_gone_unless_the_other_side_edited_it),
        cmocka_unit_test(comments_of_both_sides_stay),
        cmocka_unit_test(comment_of_a_deleted_row_stays_where_one_side_left_it),
        cmocka_unit_test(comment_that_both_changed_is_a_conflict),
        cmocka_unit_test(comment_of_a_new_row_replaces_none),
        cmocka_unit_test(rows_after_a_comment_at_the_end_leave_it_once),
        cmocka_unit_test(statements_are_merged_as_text),
        cmocka_unit_test(row_before_the_end_of_its_table_keeps_its_comment),
        cmocka_unit_test(new_tables_of_both_sides_stay_and_rows_stay_in_theirs),
        cmocka_unit_test(table_that_both_inserted_is_one),
        cmocka_unit_test(deleted_table_is_gone_unless_the_other_side_changed_it),
        cmocka_unit_test(equal_rows_are_counted),
        cmocka_unit_test(rows_of_both_sides_are_in_order_across_blank_lines),
        cmocka_unit_test(edited_row_without_key_keeps_its_place),
        cmocka_unit_test(unreadable_row_is_merged_by_key_as_text),
        cmocka_unit_test(what_cannot_be_merged_as_records_is_left),
        cmocka_unit_test(line_ends_of_the_side_that_changed_them_are_taken),
        cmocka_unit_test(mark_and_last_line_end_are_merged),
        cmocka_unit_test(carriage_return_at_the_end_is_merged),
        cmocka_unit_test(checksum_is_renewed),
        cmocka_unit_test(row_on_the_header_line_stays_there),
        cmocka_unit_test(mark_and_checksum_are_not_merged),
        cmocka_unit_test(comment_behind_the_columns_is_kept),
        cmocka_unit_test(row_never_becomes_a_statement_or_a_comment),
    };
    return run_cases(argc, argv, tests);
}
