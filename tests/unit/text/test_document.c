#include "test.h"

#include "faults.h"

#include "shown_document.h"

#include "text/document_reader.h"

#include <stdlib.h>
#include <string.h>

/* ---- tables ---- */

static void names_are_words(void **state)
{
    (void)state;
    assert_tables("a_b/c.d-e#f |x|\n", "1:a_b/c.d-e#f(x)\n");
    assert_tables("\xC3\xA4 |x|\n", "1:\xC3\xA4(x)\n");
}

/* ---- stray lines ---- */

static void lines_that_are_nothing_are_problems(void **state)
{
    (void)state;
    assert_tables("x: 1\nstray\n  - item\n", "");
    assert_int_equal(shown.document.problem_count, 2);
    assert_int_equal(shown.document.problems[0].line, 2);
    assert_int_equal(shown.document.problems[0].column, 1);
    assert_int_equal(shown.document.problems[1].line, 3);
    assert_int_equal(shown.document.problems[1].column, 3);
    assert_string_equal(shown.document.problems[0].message,
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

/* ---- limits ---- */

/* Reads `count` lines of `part` after `head`. */
static sdn_code read_repeated(const char *head, const char *part, size_t count, sdn_error *err)
{
    size_t len = strlen(part), start = strlen(head);
    char *text = calloc(start + count * len + 1, 1);
    assert_non_null(text);
    memcpy(text, head, start);
    for (size_t i = 0; i < count; i++)
        memcpy(text + start + i * len, part, len);
    sdn_code code = show_document(text, start + count * len, err);
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
    assert_int_equal(shown.document.problem_count, 100000);
}

/* ---- positions ---- */

static void positions_are_found_in_any_order(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "# a\n# b\r\n\n# c";
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_int_equal(sdn__document_line(&shown.document, text + 10), 4);
    assert_int_equal(sdn__document_line(&shown.document, text), 1);
    assert_int_equal(sdn__document_line(&shown.document, text + 9), 3);
    assert_int_equal(sdn__document_line(&shown.document, text + 4), 2);
    assert_int_equal(sdn__document_column(&shown.document, text + 6), 3);
    assert_int_equal(sdn__document_column(&shown.document, text + 4), 1);
}

static void the_last_table_of_a_name_is_found(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char text[] = "t |a|\nu |b|\nt |c|\n";
    assert_ok(show_document(text, sizeof text - 1, &err), err);
    assert_int_equal(sdn__document_table(&shown.document, SDN_STR("t"))->line_number, 3);
    assert_int_equal(sdn__document_table(&shown.document, SDN_STR("u"))->line_number, 2);
    assert_null(sdn__document_table(&shown.document, SDN_STR("v")));
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
    assert_int_equal(shown.document.problem_count, 1);
}

static void a_long_name_of_an_ended_table_is_shown_in_part(void **state)
{
    (void)state;
    char text[200];
    sdn_error err = {0};
    memset(text, 't', 120);
    strcpy(text + 120, " |a, b|\n    1, 2\nx: 5\n    3, 4\n");
    assert_ok(show_document(text, strlen(text), &err), err);
    assert_int_equal(shown.document.problem_count, 1);
    assert_non_null(strstr(shown.document.problems[0].message, "ttt'"));
    assert_true(strlen(shown.document.problems[0].message) < 300);
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
    char *text = malloc(len + (MOST + 2) * line_len + 1); /* a NUL follows the text */
    sdn_error err = {0};
    assert_non_null(text);
    memcpy(text, "x:\n", len);
    for (int i = 0; i < MOST + 2; i++, len += line_len)
        memcpy(text + len, line, line_len);
    text[len] = '\0';
    sdn_code code = show_document(text, len, &err);
    free(text);
    assert_ok(code, err);
    assert_int_equal(shown.document.nested_count, MOST);
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
        shown_document_leave(NULL);
        shown_document_enter(NULL);
        faults_arm_memory(nth);
        sdn_code code = show_document(text, strlen(text), &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
    }
    static const char no_text[] = "x: 1\n<<<<<<< \xFF\n>>>>>>> b\n";
    sdn_error err = {0};
    assert_int_equal(show_document(no_text, strlen(no_text), &err), SDN_E_SYNTAX);
    assert_int_equal(err.line, 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_DOCUMENT(names_are_words),
        TEST_WITH_DOCUMENT(lines_that_are_nothing_are_problems),
        TEST_WITH_DOCUMENT(a_file_of_stray_lines_alone_is_refused),
        TEST_WITH_DOCUMENT(bytes_that_are_no_text_are_refused_outside_rows),
        TEST_WITH_DOCUMENT(a_file_of_too_many_tables_is_refused),
        TEST_WITH_DOCUMENT(a_file_of_too_many_stray_lines_is_refused),
        TEST_WITH_DOCUMENT(a_large_file_of_stray_lines_is_refused_early),
        TEST_WITH_DOCUMENT(positions_are_found_in_any_order),
        TEST_WITH_DOCUMENT(the_last_table_of_a_name_is_found),
        TEST_WITH_DOCUMENT(only_the_word_table_says_that_a_statement_has_a_block),
        TEST_WITH_DOCUMENT(a_row_after_the_end_of_a_table_in_a_conflict_is_no_problem_of_its_own),
        TEST_WITH_DOCUMENT(a_long_name_of_an_ended_table_is_shown_in_part),
        TEST_WITH_DOCUMENT(a_marker_within_a_quoted_text_of_a_conflict_ends_the_row),
        TEST_WITH_DOCUMENT(no_more_headers_in_blocks_are_kept_than_tables),
        TEST_WITH_DOCUMENT(conflicts_that_cannot_be_noted_are_errors),
    };
    return run_cases(argc, argv, tests);
}
