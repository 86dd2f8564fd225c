/* Tables and their rows, read from the first byte to the last. */
#include "test.h"

#include "faults.h"
#include "shown_document.h"

#include "text/document_reader.h"

#include <string.h>

static void a_table_is_a_header_and_the_lines_after_it(void **state)
{
    (void)state;
    assert_tables("t |a, b|\n    1, x\n    2, y\n", "1:t(a,b)\n      1, x;\n      2, y;\n");
    assert_tables("t|a,b|\n1,x\n2,y", "1:t(a,b)\n  1,x;\n  2,y;\n");
    assert_tables("\n\nt |\ta ,b\t|\r\n\t1, x\r\n", "3:t(a,b)\n  \t1, x;\n");
}

static void rows_may_have_any_indent(void **state)
{
    (void)state;
    assert_tables("t |a|\n    1\n2\n\t3\n        4\n", "1:t(a)\n      1;\n  2;\n  \t3;\n          4;\n");
}

static void comments_and_blank_lines_belong_to_no_row(void **state)
{
    (void)state;
    assert_tables("# top\nt |a| # c\n# x, y\n\n    1\n   # z\n \t\n    2\n# end", "2:t(a)\n      1;\n      2;\n");
}

static void a_row_may_be_on_the_header_line(void **state)
{
    (void)state;
    assert_tables("p |x, y| 10, 20\nq |n| A\n", "1:p(x,y)+\n  10, 20;\n2:q(n)+\n  A;\n");
    assert_tables("p |x, y| \"a\nb\", 20\n    1, 2\n", "1:p(x,y)+\n  \"a\nb\", 20;\n      1, 2;\n");
}

static void a_header_may_end_in_a_comma_or_have_no_columns(void **state)
{
    (void)state;
    assert_tables("t |a, b, |\n", "1:t(a,b)\n");
    assert_tables("t |a, b,|\n", "1:t(a,b)\n");
    assert_tables("t ||\n    1\n", "1:t()\n      1;\n");
    assert_tables("t |  |\n", "1:t()\n");
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    assert_tables("\xEF\xBB\xBFt |a|\n    1\n", "1:t(a)\n      1;\n");
    assert_int_equal(sdn__document_column(&shown.document, shown.document.bytes), 1);
}

static void an_empty_file_has_no_tables(void **state)
{
    (void)state;
    assert_tables("", "");
    assert_tables("\n\n", "");
    assert_tables("# only a comment", "");
    assert_tables("\xEF\xBB\xBF", "");
}

static void a_row_with_quotes_may_run_over_lines(void **state)
{
    (void)state;
    assert_tables("t |a, b|\n    1, \"x\nu |b|\n\"\n    2, y\n", "1:t(a,b)\n      1, \"x\nu |b|\n\";\n      2, y;\n");
    assert_tables("t |a, b|\n    1, \"x\nu |b|\n    2\n",
                  "1:t(a,b)\n      1, \"x;a quote is not closed; add the closing quote\n3:u(b)\n      2;\n");
}

static void many_open_quotes_do_not_keep_a_later_row_from_its_lines(void **state)
{
    (void)state;
    char text[4096] = "t |a, b|\n";
    for (int i = 0; i < 100; i++)
        strcat(text, "    1, \"x\n");
    strcat(text, "    2, \"y\nz\"\n");
    sdn_error err = {0};
    assert_ok(show_document(text, strlen(text), &err), err);
    assert_non_null(strstr(shown.text, "      2, \"y\nz\";\n"));
}

static void bytes_that_are_no_text_spoil_their_row_only(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "t |a|\n    1\n    \xFF\n    3\n";
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_string_equal(shown.text, "1:t(a)\n      1;\n      \xFF;the row is not valid UTF-8; correct it\n      3;\n");
}

static void too_many_columns_are_refused(void **state)
{
    (void)state;
    shown.limits.max_columns = 2;
    assert_refused("t |a, b, c|\n", 12, SDN_E_LIMIT,
                   "x.sdn:1:4: too many columns; raise max_columns to read this table");
}

static void the_columns_allowed_are_allowed(void **state)
{
    (void)state;
    sdn_error err = {0};
    shown.limits.max_columns = 2;
    assert_ok(show_document("t |a, b|\n", 9, &err), err);
    assert_ok(show_document("t |a, b,|\n", 10, &err), err); /* the last comma counts for nothing */
}

static void a_cell_that_is_too_long_spoils_its_row(void **state)
{
    (void)state;
    shown.limits.max_cell_bytes = 3;
    sdn_error err = {0};
    static const char text[] = "t |a, b|\n    abc, d\n    a, bcde\n";
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_string_equal(shown.text, "1:t(a,b)\n      abc, d;\n      a, bcde;the cell is too long; shorten it, or raise "
                                    "max_cell_bytes\n");
}

/* Without their rows only their positions are kept. */
static void tables_are_read_over_without_their_rows(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, \"open\n    \"2\n3\", 4\nu || x\n";
    sdn_error err = {0};
    assert_ok(sdn__document_read(&shown.document, "x.sdn", text, sizeof text - 1, &shown.limits, &shown.arena, &err),
              err);
    assert_int_equal(shown.document.table_count, 2);
    assert_ptr_equal(shown.document.tables[0].rows_end, strstr(text, "u ||"));
    assert_ptr_equal(shown.document.tables[1].rows_end, text + sizeof text - 1);
}

static void reading_without_memory_says_so(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, 2\nx: 1\nstray\n";
    sdn_error err = {0};
    int failures = 0;
    for (int nth = 1; nth < 10; nth++) {
        sdn__document_release(&shown.document);
        sdn_arena_release(&shown.arena);
        faults_begin();
        faults_arm_memory(nth);
        sdn_code code =
            sdn__document_read(&shown.document, "x.sdn", text, sizeof text - 1, &shown.limits, &shown.arena, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        failures += fired;
    }
    assert_int_equal(failures, 4); /* tables, columns, cells, the stray line */
}

static void a_row_has_one_problem_however_long_its_cells(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n123456, \"x\n12345, 1, 2\n";
    sdn_error err = {0};
    shown.limits.max_cell_bytes = 4;
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_string_equal(shown.text, "1:t(a,b)\n"
                                    "  123456, \"x;a quote is not closed; add the closing quote\n"
                                    "  12345, 1, 2;the cell is too long; shorten it, or raise max_cell_bytes\n");
}

static void reading_may_end_early(void **state)
{
    (void)state;
    static const char text[] = "t |a| 1\n    2\nstray\nu |b|\n    \xff\n";
    sdn_document_reader reader;
    sdn_row_scan row;
    sdn__document_open(&reader, &shown.document, "x.sdn", text, sizeof text - 1, &shown.limits, &shown.arena, NULL);
    assert_non_null(sdn__document_next_table(&reader));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_int_equal(row.line.end - row.line.start, 1);
    assert_int_equal(sdn__document_close(&reader), SDN_OK);
    assert_int_equal(shown.document.table_count, 1);
}

static void rows_that_are_not_pulled_are_skipped(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, 2\n    3, 4\nx: 5\n    6, 7\nu |c|\n    8\n";
    sdn_document_reader reader;
    sdn_row_scan row;
    sdn__document_open(&reader, &shown.document, "x.sdn", text, sizeof text - 1, &shown.limits, &shown.arena, NULL);
    assert_false(sdn__document_next_row(&reader, &row));
    assert_false(sdn__document_next_detached_row(&reader, &row));
    assert_non_null(sdn__document_next_table(&reader));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_false(sdn__document_next_detached_row(&reader, &row)); /* rows come first */
    assert_int_equal(sdn__document_next_table(&reader)->line_number, 6);
    assert_ptr_equal(shown.document.tables[0].rows_end, strstr(text, "x:"));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_int_equal(*reader.cells[0].ptr, '8');
    assert_null(sdn__document_next_table(&reader));
    assert_null(sdn__document_next_table(&reader));
    assert_int_equal(sdn__document_close(&reader), SDN_OK);
    assert_int_equal(shown.document.problem_count, 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DOCUMENT(a_table_is_a_header_and_the_lines_after_it),
        TEST_WITH_DOCUMENT(rows_may_have_any_indent),
        TEST_WITH_DOCUMENT(comments_and_blank_lines_belong_to_no_row),
        TEST_WITH_DOCUMENT(a_row_may_be_on_the_header_line),
        TEST_WITH_DOCUMENT(a_header_may_end_in_a_comma_or_have_no_columns),
        TEST_WITH_DOCUMENT(a_byte_order_mark_is_no_part_of_the_first_name),
        TEST_WITH_DOCUMENT(an_empty_file_has_no_tables),
        TEST_WITH_DOCUMENT(a_row_with_quotes_may_run_over_lines),
        TEST_WITH_DOCUMENT(many_open_quotes_do_not_keep_a_later_row_from_its_lines),
        TEST_WITH_DOCUMENT(bytes_that_are_no_text_spoil_their_row_only),
        TEST_WITH_DOCUMENT(too_many_columns_are_refused),
        TEST_WITH_DOCUMENT(the_columns_allowed_are_allowed),
        TEST_WITH_DOCUMENT(a_cell_that_is_too_long_spoils_its_row),
        TEST_WITH_DOCUMENT(tables_are_read_over_without_their_rows),
        TEST_WITH_DOCUMENT(reading_without_memory_says_so),
        TEST_WITH_DOCUMENT(a_row_has_one_problem_however_long_its_cells),
        TEST_WITH_DOCUMENT(reading_may_end_early),
        TEST_WITH_DOCUMENT(rows_that_are_not_pulled_are_skipped),
    };
    return run_cases(argc, argv, tests);
}
