#include "test.h"

#include "faults.h"

#include "text/document_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_document document;
static sdn_arena arena;
static sdn_document_limits limits;
static char shown[8192];
static size_t used;

static int enter(void **state)
{
    (void)state;
    limits = (sdn_document_limits){.max_cell_bytes = 1 << 24, .max_columns = 1000, .max_rows = 1000};
    used = 0;
    shown[0] = '\0';
    return 0;
}

static int leave(void **state)
{
    (void)state;
    sdn__document_release(&document);
    sdn_arena_release(&arena);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static void show(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int wrote = vsnprintf(shown + used, sizeof shown - used, format, args);
    va_end(args);
    used += (size_t)wrote < sizeof shown - used ? (size_t)wrote : 0;
}

static void show_row(const sdn_row_scan *row, char end)
{
    show("  %.*s%c%s\n", (int)(row->line.end - row->line.start), row->line.start, end,
         row->problem != NULL ? row->problem : "");
}

static void show_table(const sdn_table_text *table)
{
    show("%lu:%.*s(", (unsigned long)table->line_number, (int)table->name.len, table->name.ptr);
    for (uint32_t i = 0; i < table->column_count; i++)
        show("%s%.*s", i > 0 ? "," : "", (int)table->columns[i].len, table->columns[i].ptr);
    show(")%s\n", table->inline_row ? "+" : "");
}

/* Pulls all tables and rows; detached ones end with `!`. */
static sdn_code read_len(const char *bytes, size_t len, sdn_error *err)
{
    sdn_document_reader reader;
    const sdn_table_text *table;
    sdn_row_scan row;
    sdn__document_release(&document);
    sdn__document_open(&reader, &document, "x.sdn", bytes, len, &limits, &arena, err);
    while ((table = sdn__document_next_table(&reader)) != NULL) {
        show_table(table);
        while (sdn__document_next_row(&reader, &row))
            show_row(&row, ';');
        while (sdn__document_next_detached_row(&reader, &row))
            show_row(&row, '!');
    }
    return sdn__document_close(&reader);
}

/* That the tables and rows of a text are those. */
static void assert_tables(const char *text, const char *expected)
{
    sdn_error err = {0};
    leave(NULL);
    enter(NULL);
    assert_ok(read_len(text, strlen(text), &err), err);
    assert_string_equal(shown, expected);
}

static void assert_refused(const char *bytes, size_t len, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_int_equal(read_len(bytes, len, &err), code);
    assert_string_equal(err.message, message);
}

/* ---- tables ---- */

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

static void names_are_words(void **state)
{
    (void)state;
    assert_tables("a_b/c.d-e#f |x|\n", "1:a_b/c.d-e#f(x)\n");
    assert_tables("\xC3\xA4 |x|\n", "1:\xC3\xA4(x)\n");
}

static void a_byte_order_mark_is_no_part_of_the_first_name(void **state)
{
    (void)state;
    assert_tables("\xEF\xBB\xBFt |a|\n    1\n", "1:t(a)\n      1;\n");
    assert_int_equal(sdn__document_column(&document, document.bytes), 1);
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
    assert_ok(read_len(text, strlen(text), &err), err);
    assert_non_null(strstr(shown, "      2, \"y\nz\";\n"));
}

/* ---- statements with quotes ---- */

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

/* ---- stray lines ---- */

static void lines_that_are_nothing_are_problems(void **state)
{
    (void)state;
    assert_tables("x: 1\nstray\n  - item\n", "");
    assert_int_equal(document.problem_count, 2);
    assert_int_equal(document.problems[0].line, 2);
    assert_int_equal(document.problems[0].column, 1);
    assert_int_equal(document.problems[1].line, 3);
    assert_int_equal(document.problems[1].column, 3);
    assert_string_equal(document.problems[0].message,
                        "this line is not part of a table and starts no statement; correct it, or make it a comment");
}

static void a_file_of_stray_lines_alone_is_refused(void **state)
{
    (void)state;
    assert_refused("# c\n\n  Dear reader,\nhello\n", 26, SDN_E_SYNTAX,
                   "x.sdn:3:3: no table and no statement in this file; check the path");
}

/* ---- what is no text ---- */

static void bytes_that_are_no_text_are_refused_outside_rows(void **state)
{
    (void)state;
    assert_refused("\x7f"
                   "ELF\0\1",
                   6, SDN_E_SYNTAX, "x.sdn:1:5: a NUL byte: this is not a text file; check the path");
    assert_refused("t |a|\n    1\n# \xFF\n", 16, SDN_E_SYNTAX,
                   "x.sdn:3:3: not valid UTF-8; check the path, or convert the file to UTF-8");
    assert_refused("x: 1\n  y: \xC3\n", 12, SDN_E_SYNTAX,
                   "x.sdn:2:6: not valid UTF-8; check the path, or convert the file to UTF-8");
    assert_refused("t |\xC3|\n", 6, SDN_E_SYNTAX,
                   "x.sdn:1:4: not valid UTF-8; check the path, or convert the file to UTF-8");
}

static void bytes_that_are_no_text_spoil_their_row_only(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "t |a|\n    1\n    \xFF\n    3\n";
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_string_equal(shown, "1:t(a)\n      1;\n      \xFF;the row is not valid UTF-8; correct it\n      3;\n");
}

/* ---- limits ---- */

static void too_many_columns_are_refused(void **state)
{
    (void)state;
    limits.max_columns = 2;
    assert_refused("t |a, b, c|\n", 12, SDN_E_LIMIT,
                   "x.sdn:1:4: too many columns; raise max_columns to read this table");
}

static void the_columns_allowed_are_allowed(void **state)
{
    (void)state;
    sdn_error err = {0};
    limits.max_columns = 2;
    assert_ok(read_len("t |a, b|\n", 9, &err), err);
    assert_ok(read_len("t |a, b,|\n", 10, &err), err); /* the last comma counts for nothing */
}

static void a_cell_that_is_too_long_spoils_its_row(void **state)
{
    (void)state;
    limits.max_cell_bytes = 3;
    sdn_error err = {0};
    static const char text[] = "t |a, b|\n    abc, d\n    a, bcde\n";
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_string_equal(shown, "1:t(a,b)\n      abc, d;\n      a, bcde;the cell is too long; shorten it, or raise "
                               "max_cell_bytes\n");
}

/* Reads `count` lines of `part` after `head`. */
static sdn_code read_repeated(const char *head, const char *part, size_t count, sdn_error *err)
{
    size_t len = strlen(part), start = strlen(head);
    char *text = calloc(start + count * len + 1, 1);
    assert_non_null(text);
    memcpy(text, head, start);
    for (size_t i = 0; i < count; i++)
        memcpy(text + start + i * len, part, len);
    sdn_code code = read_len(text, start + count * len, err);
    free(text);
    return code;
}

static void assert_most(const char *head, const char *part, size_t count, const char *message)
{
    sdn_error err = {0};
    assert_ok(read_repeated(head, part, count, &err), err);
    assert_int_equal(read_repeated(head, part, count + 1, &err), SDN_E_LIMIT);
    assert_string_equal(err.message, message);
}

static void a_file_of_too_many_tables_is_refused(void **state)
{
    (void)state;
    assert_most("", "t|a|\n", 100000, "x.sdn:100001:1: more than 100000 tables; check the path, or split the file");
}

static void a_file_of_too_many_stray_lines_is_refused(void **state)
{
    (void)state;
    assert_most("x: 1\n", "-\n", 100000,
                "x.sdn:100002:1: more than 100000 lines that are no part of a table and start no statement; check the "
                "path");
}

/* A large file of another kind is not read to its end to learn that no table comes. */
static void a_large_file_of_stray_lines_is_refused_early(void **state)
{
    (void)state;
    sdn_error err = {0};
    assert_int_equal(read_repeated("", "-\n", 100001, &err), SDN_E_SYNTAX);
    assert_string_equal(err.message, "x.sdn:1:1: no table and no statement in this file; check the path");
    assert_int_equal(document.problem_count, 100000);
}

/* Without their rows only their positions are kept. */
static void tables_are_read_over_without_their_rows(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, \"open\n    \"2\n3\", 4\nu || x\n";
    sdn_error err = {0};
    assert_ok(sdn__document_read(&document, "x.sdn", text, sizeof text - 1, &limits, &arena, &err), err);
    assert_int_equal(document.table_count, 2);
    assert_ptr_equal(document.tables[0].rows_end, strstr(text, "u ||"));
    assert_ptr_equal(document.tables[1].rows_end, text + sizeof text - 1);
}

static void reading_without_memory_says_so(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, 2\nx: 1\nstray\n";
    sdn_error err = {0};
    int failures = 0;
    for (int nth = 1; nth < 10; nth++) {
        sdn__document_release(&document);
        sdn_arena_release(&arena);
        faults_begin();
        faults_arm_memory(nth);
        sdn_code code = sdn__document_read(&document, "x.sdn", text, sizeof text - 1, &limits, &arena, &err);
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
    limits.max_cell_bytes = 4;
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_string_equal(shown, "1:t(a,b)\n"
                               "  123456, \"x;a quote is not closed; add the closing quote\n"
                               "  12345, 1, 2;the cell is too long; shorten it, or raise max_cell_bytes\n");
}

static void reading_may_end_early(void **state)
{
    (void)state;
    static const char text[] = "t |a| 1\n    2\nstray\nu |b|\n    \xff\n";
    sdn_document_reader reader;
    sdn_row_scan row;
    sdn__document_open(&reader, &document, "x.sdn", text, sizeof text - 1, &limits, &arena, NULL);
    assert_non_null(sdn__document_next_table(&reader));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_int_equal(row.line.end - row.line.start, 1);
    assert_int_equal(sdn__document_close(&reader), SDN_OK);
    assert_int_equal(document.table_count, 1);
}

static void rows_that_are_not_pulled_are_skipped(void **state)
{
    (void)state;
    static const char text[] = "t |a, b|\n    1, 2\n    3, 4\nx: 5\n    6, 7\nu |c|\n    8\n";
    sdn_document_reader reader;
    sdn_row_scan row;
    sdn__document_open(&reader, &document, "x.sdn", text, sizeof text - 1, &limits, &arena, NULL);
    assert_false(sdn__document_next_row(&reader, &row));
    assert_false(sdn__document_next_detached_row(&reader, &row));
    assert_non_null(sdn__document_next_table(&reader));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_false(sdn__document_next_detached_row(&reader, &row)); /* rows come first */
    assert_int_equal(sdn__document_next_table(&reader)->line_number, 6);
    assert_ptr_equal(document.tables[0].rows_end, strstr(text, "x:"));
    assert_true(sdn__document_next_row(&reader, &row));
    assert_int_equal(*reader.cells[0].ptr, '8');
    assert_null(sdn__document_next_table(&reader));
    assert_null(sdn__document_next_table(&reader));
    assert_int_equal(sdn__document_close(&reader), SDN_OK);
    assert_int_equal(document.problem_count, 1);
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
    assert_string_equal(shown, "1:t(a,b)\n      1, 2;\n  x: \xff, 4!\n");
}

static void rows_between_the_markers_of_a_conflict_have_a_problem(void **state)
{
    (void)state;
    static const char text[] = "t |a|\n    1\n<<<<<<< A\n    2\n=======\n    3\n>>>>>>> B\n    4\n<<<<<<<\n    5\n";
    const char *problem = "the row is part of an unresolved git conflict; resolve that";
    char expected[256];
    sdn_error err = {0};
    snprintf(expected, sizeof expected, "1:t(a)\n      1;\n      2;%s\n      3;%s\n      4;\n      5;\n", problem,
             problem);
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_string_equal(shown, expected);
    assert_int_equal(document.conflict_count, 2); /* the second is its one line */
    assert_int_equal(document.conflicts[0].line, 3);
    assert_ptr_equal(sdn__document_conflict_at(&document, strstr(text, "3\n")), &document.conflicts[0]);
    assert_ptr_equal(sdn__document_conflict_at(&document, strstr(text, "<<<<<<<\n")), &document.conflicts[1]);
    assert_null(sdn__document_conflict_at(&document, strstr(text, "4\n")));
    assert_null(sdn__document_conflict_at(&document, strstr(text, "5\n")));
    assert_null(sdn__document_conflict_at(&document, text));
}

/* ---- positions ---- */

static void positions_are_found_in_any_order(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "# a\n# b\r\n\n# c";
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_int_equal(sdn__document_line(&document, text + 10), 4);
    assert_int_equal(sdn__document_line(&document, text), 1);
    assert_int_equal(sdn__document_line(&document, text + 9), 3);
    assert_int_equal(sdn__document_line(&document, text + 4), 2);
    assert_int_equal(sdn__document_column(&document, text + 6), 3);
    assert_int_equal(sdn__document_column(&document, text + 4), 1);
}

static void the_last_table_of_a_name_is_found(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "t |a|\nu |b|\nt |c|\n";
    assert_ok(read_len(text, sizeof text - 1, &err), err);
    assert_int_equal(sdn__document_table(&document, SDN_STR("t"))->line_number, 3);
    assert_int_equal(sdn__document_table(&document, SDN_STR("u"))->line_number, 2);
    assert_null(sdn__document_table(&document, SDN_STR("v")));
}

static void only_the_word_table_says_that_a_statement_has_a_block(void **state)
{
    (void)state;
    assert_tables("t |a, b|\n    1, 2\nx: table\n    3, 4\n", "1:t(a,b)\n      1, 2;\n");
    assert_tables("t |a, b|\n    1, 2\nx: table of y\n    3, 4\n", "1:t(a,b)\n      1, 2;\n");
    assert_tables("t |a, b|\n    1, 2\nx: tables\n    3, 4\n", "1:t(a,b)\n      1, 2;\n  3, 4!\n");
    assert_tables("t |a, b|\n    1, 2\nx: label\n    3, 4\n", "1:t(a,b)\n      1, 2;\n  3, 4!\n");
}

static void a_row_after_the_end_of_a_table_in_a_conflict_is_no_problem_of_its_own(void **state)
{
    (void)state;
    assert_tables("t |a, b|\n    1, 2\nx: 5\n<<<<<<< a\n    3, 4\n=======\n>>>>>>> b\n",
                  "1:t(a,b)\n      1, 2;\n  3, 4!\n");
    assert_int_equal(document.problem_count, 1);
}

static void a_long_name_of_an_ended_table_is_shown_in_part(void **state)
{
    (void)state;
    char text[200];
    sdn_error err = {0};
    memset(text, 't', 120);
    strcpy(text + 120, " |a, b|\n    1, 2\nx: 5\n    3, 4\n");
    assert_ok(read_len(text, strlen(text), &err), err);
    assert_int_equal(document.problem_count, 1);
    assert_non_null(strstr(document.problems[0].message, "ttt'"));
    assert_true(strlen(document.problems[0].message) < 300);
}

static void a_marker_within_a_quoted_text_of_a_conflict_ends_the_row(void **state)
{
    (void)state;
    assert_tables("t |a|\n<<<<<<< a\n    \"x\n\n=======\n    y\"\n>>>>>>> b\n    z\n",
                  "1:t(a)\n      \"x;the row is part of an unresolved git conflict; resolve that\n"
                  "      y\";the row is part of an unresolved git conflict; resolve that\n      z;\n");
}

static void no_more_headers_in_blocks_are_kept_than_tables(void **state)
{
    (void)state;
    enum { MOST = 100000 };
    static const char line[] = " t|a|\n";
    size_t len = 3, line_len = strlen(line);
    char *text = malloc(len + (MOST + 2) * line_len);
    sdn_error err = {0};
    assert_non_null(text);
    memcpy(text, "x:\n", len);
    for (int i = 0; i < MOST + 2; i++, len += line_len)
        memcpy(text + len, line, line_len);
    sdn_code code = read_len(text, len, &err);
    free(text);
    assert_ok(code, err);
    assert_int_equal(document.nested_count, MOST);
}

static void conflicts_that_cannot_be_noted_are_errors(void **state)
{
    (void)state;
    enum { CONFLICTS = 100 };
    static const char conflict[] = "<<<<<<< a\n=======\n>>>>>>> b\n";
    char text[8 + CONFLICTS * sizeof conflict] = "x: 1\n";
    for (int i = 0; i < CONFLICTS; i++)
        strcat(text, conflict);
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        leave(NULL);
        enter(NULL);
        faults_arm_memory(nth);
        sdn_code code = read_len(text, strlen(text), &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
    }
    static const char no_text[] = "x: 1\n<<<<<<< \xFF\n>>>>>>> b\n";
    sdn_error err = {0};
    assert_int_equal(read_len(no_text, strlen(no_text), &err), SDN_E_SYNTAX);
    assert_int_equal(err.line, 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_table_is_a_header_and_the_lines_after_it),
        TEST(rows_may_have_any_indent),
        TEST(comments_and_blank_lines_belong_to_no_row),
        TEST(a_table_ends_at_the_next_statement_that_is_not_deeper),
        TEST(an_indented_table_ends_at_its_own_indent),
        TEST(a_table_in_the_block_of_a_statement_belongs_to_that),
        TEST(typed_tables_are_statements),
        TEST(a_row_may_be_on_the_header_line),
        TEST(a_header_may_end_in_a_comma_or_have_no_columns),
        TEST(names_are_words),
        TEST(a_byte_order_mark_is_no_part_of_the_first_name),
        TEST(an_empty_file_has_no_tables),
        TEST(a_row_with_quotes_may_run_over_lines),
        TEST(many_open_quotes_do_not_keep_a_later_row_from_its_lines),
        TEST(a_quoted_value_of_a_statement_may_hold_a_header),
        TEST(a_stray_quote_in_a_statement_swallows_no_table),
        TEST(a_comment_after_a_statement_opens_no_quote),
        TEST(lines_that_are_nothing_are_problems),
        TEST(a_file_of_stray_lines_alone_is_refused),
        TEST(bytes_that_are_no_text_are_refused_outside_rows),
        TEST(bytes_that_are_no_text_spoil_their_row_only),
        TEST(too_many_columns_are_refused),
        TEST(the_columns_allowed_are_allowed),
        TEST(a_cell_that_is_too_long_spoils_its_row),
        TEST(a_file_of_too_many_tables_is_refused),
        TEST(a_file_of_too_many_stray_lines_is_refused),
        TEST(a_large_file_of_stray_lines_is_refused_early),
        TEST(tables_are_read_over_without_their_rows),
        TEST(reading_without_memory_says_so),
        TEST(a_row_has_one_problem_however_long_its_cells),
        TEST(reading_may_end_early),
        TEST(rows_that_are_not_pulled_are_skipped),
        TEST(rows_after_the_end_of_their_table_are_detached),
        TEST(a_detached_row_comes_before_the_error_of_its_line),
        TEST(rows_between_the_markers_of_a_conflict_have_a_problem),
        TEST(positions_are_found_in_any_order),
        TEST(the_last_table_of_a_name_is_found),
        TEST(only_the_word_table_says_that_a_statement_has_a_block),
        TEST(a_row_after_the_end_of_a_table_in_a_conflict_is_no_problem_of_its_own),
        TEST(a_long_name_of_an_ended_table_is_shown_in_part),
        TEST(a_marker_within_a_quoted_text_of_a_conflict_ends_the_row),
        TEST(no_more_headers_in_blocks_are_kept_than_tables),
        TEST(conflicts_that_cannot_be_noted_are_errors),
    };
    return run_cases(argc, argv, tests);
}
