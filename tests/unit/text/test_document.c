#include "test.h"

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
    };
    return run_cases(argc, argv, tests);
}
