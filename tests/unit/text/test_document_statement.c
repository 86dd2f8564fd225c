/* Statements that are not tables, and rows after the end of their table. */
#include "test.h"

#include "shown_document.h"

#include "text/document_reader.h"

static void a_table_ends_at_the_next_statement_that_is_not_deeper(void **state)
{
    (void)state;
    assert_tables("t |a|\n    1\nu |b|\n    2\n", "1:t(a)\n      1;\n3:u(b)\n      2;\n");
    assert_tables("t |a|\n    1\nx: 3\nu |b|\n    2\n", "1:t(a)\n      1;\n4:u(b)\n      2;\n");
    assert_tables("t |a|\n    1\nx = 3\n", "1:t(a)\n      1;\n");
    /* Deeper, such a line is a row. */
    assert_tables("t |a|\n    x: 3\n    u |b|\n", "1:t(a)\n      x: 3;\n      u |b|;\n");
}

static void an_indented_table_ends_at_its_own_indent(void **state)
{
    (void)state;
    assert_tables("  t |a|\n    1\n  u |b|\n    2\n", "1:t(a)\n      1;\n3:u(b)\n      2;\n");
}

static void a_table_in_the_block_of_a_statement_belongs_to_that(void **state)
{
    (void)state;
    assert_tables("x:\n    t |a|\n    1\nu |b|\n    2\n", "4:u(b)\n      2;\n");
    assert_tables("x:\n\n# c\n    t |a|\n\n    1\n", "");
}

static void typed_tables_are_statements(void **state)
{
    (void)state;
    assert_tables("m: table{i32, i32}\n    1, 0\n    0, 1\nu |b|\n    2\n", "4:u(b)\n      2;\n");
}

static void a_quoted_value_of_a_statement_may_hold_a_header(void **state)
{
    (void)state;
    assert_tables("x: \"a\nt |a|\nb\"\nu |b|\n    2\n", "4:u(b)\n      2;\n");
    assert_tables("x = [\"a\nt |a|\nb\", 1]\nu |b|\n    2\n", "4:u(b)\n      2;\n");
}

static void a_stray_quote_in_a_statement_swallows_no_table(void **state)
{
    (void)state;
    assert_tables("size: 5\" disk\nt |a, b|\n    1, \"x\"\n", "2:t(a,b)\n      1, \"x\";\n");
    assert_tables("size: \"open\nt |a, b|\n    1, \"x\"\n", "2:t(a,b)\n      1, \"x\";\n");
    assert_tables("size: open\"\nt |a, b|\n    1, \"\"\n", "2:t(a,b)\n      1, \"\";\n");
}

static void a_comment_after_a_statement_opens_no_quote(void **state)
{
    (void)state;
    assert_tables("x: 1 # the \"x\nt |a|\n    \"\"\n", "2:t(a)\n      \"\";\n");
}

/* In the line of a statement, in its block, at any line of it, in a stray line, and in the header of the next table. */
static void rows_after_the_end_of_their_table_are_detached(void **state)
{
    (void)state;
    assert_tables("t |a, b|\n    1, 2\nx:\n    3, 4\n    5, 6\n-, 7\nu |c, d| 8\n    9, 9\n",
                  "1:t(a,b)\n      1, 2;\n  3, 4!\n  5, 6!\n  -, 7!\n  u |c, d| 8!\n7:u(c,d)+\n  8;\n      9, 9;\n");
    assert_tables("t |a, b|\n    1, 2\nx: 3, 4\n    y: 5, 6\nz: 7\n",
                  "1:t(a,b)\n      1, 2;\n  x: 3, 4!\n  y: 5, 6!\n");
}

static void a_detached_row_comes_before_the_error_of_its_line(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, 2\nx: \xff, 4\n    5, 6\nu |c|\n    7\n";
    assert_refused(text, sizeof text - 1, SDN_E_SYNTAX,
                   "x.sdn:3:4: not valid UTF-8; check the path, or convert the file to UTF-8");
    assert_string_equal(shown.text, "1:t(a,b)\n      1, 2;\n  x: \xff, 4!\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DOCUMENT(a_table_ends_at_the_next_statement_that_is_not_deeper),
        TEST_WITH_DOCUMENT(an_indented_table_ends_at_its_own_indent),
        TEST_WITH_DOCUMENT(a_table_in_the_block_of_a_statement_belongs_to_that),
        TEST_WITH_DOCUMENT(typed_tables_are_statements),
        TEST_WITH_DOCUMENT(a_quoted_value_of_a_statement_may_hold_a_header),
        TEST_WITH_DOCUMENT(a_stray_quote_in_a_statement_swallows_no_table),
        TEST_WITH_DOCUMENT(a_comment_after_a_statement_opens_no_quote),
        TEST_WITH_DOCUMENT(rows_after_the_end_of_their_table_are_detached),
        TEST_WITH_DOCUMENT(a_detached_row_comes_before_the_error_of_its_line),
    };
    return run_cases(argc, argv, tests);
}
