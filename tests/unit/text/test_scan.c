#include "test.h"

#include "text/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 64 };

static sdn_cell cells[MOST_CELLS];
static sdn_row_scan scan;
static char text[4096];
static size_t effort;

/* Scans the first row of `row`, a NUL after it as the store has it. */
static void scan_text(const char *row, uint32_t expected)
{
    effort = 8 * strlen(row);
    snprintf(text, sizeof text, "%s", row);
    scan = sdn__scan_row(text, text + strlen(text), cells, MOST_CELLS, expected, &effort);
}

/* The cells of the first row: form and text of each; Bare, Spaced, Quoted, Escaped. */
static const char *cells_of(const char *row, uint32_t expected)
{
    static char shown[4096];
    size_t used = 0;
    scan_text(row, expected);
    shown[0] = '\0';
    for (uint32_t i = 0; i < scan.count && i < MOST_CELLS; i++)
        used += (size_t)snprintf(shown + used, sizeof shown - used, "%s%c<%.*s>", i > 0 ? " " : "",
                                 "BSQE"[cells[i].form], (int)cells[i].len, cells[i].ptr);
    return shown;
}

static void assert_cells(const char *row, const char *expected)
{
    assert_string_equal(cells_of(row, 1), expected);
    assert_null(scan.problem);
}

/* ---- lines ---- */

static void lines_end_at_line_feed_with_or_without_carriage_return(void **state)
{
    (void)state;
    static const char lines[] = "a\r\nb\n\r\n\nc\r";
    const char *end = lines + sizeof lines - 1;
    static const char *const expected[] = {"a", "b", "", "", "c"};
    const char *at = lines;
    for (size_t i = 0; i < 5; i++) {
        sdn_line line = sdn__line_at(at, end);
        assert_int_equal(line.end - line.start, strlen(expected[i]));
        assert_memory_equal(line.start, expected[i], strlen(expected[i]));
        at = line.next;
    }
    assert_ptr_equal(at, end);
    sdn_line after = sdn__line_at(end, end);
    assert_ptr_equal(after.next, end);
}

/* ---- bare cells ---- */

static void bare_cells_are_trimmed_and_otherwise_verbatim(void **state)
{
    (void)state;
    assert_cells("a,b", "B<a> B<b>");
    assert_cells("    a, b", "B<a> B<b>");
    assert_cells("\ta\t,\t b \t", "S<a> S<b>");
    assert_cells("a b  c, /home/x, #3, `x`, 37%, it's", "B<a b  c> B</home/x> B<#3> B<`x`> B<37%> B<it's>");
    assert_cells("a: b = c | d, (e", "B<a: b = c | d> B<(e>");
}

static void a_comma_at_the_end_leaves_an_empty_cell(void **state)
{
    (void)state;
    assert_cells("a,", "B<a> B<>");
    assert_cells("a, ", "B<a> B<>");
    assert_cells(",", "B<> B<>");
    assert_cells("a, , c", "B<a> B<> B<c>");
    assert_cells(",,,", "B<> B<> B<> B<>");
}

static void a_row_ends_at_its_line_end(void **state)
{
    (void)state;
    assert_cells("a, b\r\nc", "B<a> B<b>");
    assert_string_equal(scan.line.next, "c");
    assert_int_equal(*scan.line.end, '\r');
    assert_cells("a, b\nc", "B<a> B<b>");
    assert_int_equal(*scan.line.end, '\n');
}

/* ---- quoted cells ---- */

static void quoted_cells_know_whether_they_have_escapes(void **state)
{
    (void)state;
    assert_cells("\"a, b\", c", "Q<a, b> B<c>");
    assert_cells("\"\", \"\"", "Q<> Q<>");
    assert_cells("\"a \\\"b\\\"\", c", "E<a \\\"b\\\"> B<c>");
    assert_cells("\"a \"\"b\"\"\", c", "E<a \"\"b\"\"> B<c>");
    assert_cells("\"\"\"\"", "E<\"\">");
    assert_cells("\"\\\\\", x", "E<\\\\> B<x>");
    assert_cells("\" a \"  ,\"b\"\t", "Q< a > Q<b>");
    assert_cells("\"a\",\"b\",\"c\"", "Q<a> Q<b> Q<c>");
}

static void text_after_a_quote_makes_all_of_it_one_bare_cell(void **state)
{
    (void)state;
    assert_cells("\"a\" b, c", "B<\"a\" b> B<c>");
    assert_cells("\"a, b\" and \"c, d\", e", "B<\"a, b\" and \"c, d\"> B<e>");
}

static void commas_in_quotes_inside_a_bare_cell_do_not_split(void **state)
{
    (void)state;
    assert_cells("say \"a, b\" now, c", "B<say \"a, b\" now> B<c>");
    assert_cells("x=\"a\\\", b\", c", "B<x=\"a\\\", b\"> B<c>");
    assert_cells("5\" disk, c", "B<5\" disk> B<c>");
}

static void extent_of_a_cell_has_its_quotes(void **state)
{
    (void)state;
    scan_text("\"a\", b, \"\\n\"", 3);
    sdn_str quoted = sdn__cell_extent(&cells[0]), bare = sdn__cell_extent(&cells[1]),
            escaped = sdn__cell_extent(&cells[2]);
    assert_true(sdn_str_equal(quoted, SDN_STR("\"a\"")));
    assert_true(sdn_str_equal(bare, SDN_STR("b")));
    assert_true(sdn_str_equal(escaped, SDN_STR("\"\\n\"")));
}

/* ---- brackets ---- */

static void brackets_hold_commas_if_the_cell_starts_with_one_and_it_closes(void **state)
{
    (void)state;
    assert_cells("[a, b], c", "B<[a, b]> B<c>");
    assert_cells("{k: v, l: w} , c", "S<{k: v, l: w}> B<c>");
    assert_cells("[a, [b, c], {d, e}], f", "B<[a, [b, c], {d, e}]> B<f>");
    assert_cells("[\"]\", \"a \\\"]\"], f", "B<[\"]\", \"a \\\"]\"]> B<f>");
}

static void other_brackets_are_text(void **state)
{
    (void)state;
    assert_cells("f[a, b], c", "B<f[a> B<b]> B<c>");
    assert_cells("[a, b", "B<[a> B<b>");
    assert_cells("[a, b] c, d", "B<[a> B<b] c> B<d>");
    assert_cells("(a, b)", "B<(a> B<b)>");
    assert_cells("], }", "B<]> B<}>");
    assert_cells("[\"a, b], c", "B<[\"a> B<b]> B<c>");
}

static void brackets_do_not_reach_over_a_line_end(void **state)
{
    (void)state;
    assert_cells("[a, b\nc], d", "B<[a> B<b>");
}

/* ---- quotes over line ends ---- */

static void a_quote_may_hold_line_ends_if_the_cell_count_matches(void **state)
{
    (void)state;
    assert_string_equal(cells_of("1, \"a\nb\n\nc\", d\nnext", 3), "B<1> Q<a\nb\n\nc> B<d>");
    assert_null(scan.problem);
    assert_string_equal(scan.line.next, "next");
    assert_string_equal(cells_of("1, \"a\r\nb\"\r\nnext", 2), "B<1> Q<a\r\nb>");
    assert_string_equal(scan.line.next, "next");
}

static void an_unclosed_quote_spoils_its_own_line_only(void **state)
{
    (void)state;
    assert_string_equal(cells_of("1, \"a\n2, \"b\"\n", 2), "B<1> B<\"a>");
    assert_string_equal(scan.problem, "a quote is not closed; add the closing quote");
    assert_int_equal(scan.fault - text, 3);
    assert_string_equal(scan.line.next, "2, \"b\"\n");
    assert_string_equal(cells_of("1, \"a", 2), "B<1> B<\"a>");
    assert_non_null(scan.problem);
}

static void a_quote_that_closes_elsewhere_but_with_another_cell_count_is_unclosed(void **state)
{
    (void)state;
    cells_of("1, \"a\nb\", c\n", 2);
    assert_non_null(scan.problem);
    assert_string_equal(scan.line.next, "b\", c\n");
}

static void text_after_a_quote_that_closed_on_a_later_line_is_no_row(void **state)
{
    (void)state;
    cells_of("1, \"a\nb\" c\n", 2);
    assert_non_null(scan.problem);
    assert_string_equal(scan.line.next, "b\" c\n");
}

static void attempts_without_effect_cost_no_more_than_they_looked_at(void **state)
{
    (void)state;
    /* The quote of the first row meets that of the second: 10 bytes. */
    cells_of("1, \"a\n2, \"b\n3, \"c\n4, d\n5, e\n6, f\n7, g\n8, h\n", 2);
    assert_non_null(scan.problem);
    assert_true(8 * strlen(text) - effort <= 12);
}

static void no_effort_left_means_no_attempt(void **state)
{
    (void)state;
    snprintf(text, sizeof text, "1, \"a\nb\"\n");
    effort = 3;
    scan = sdn__scan_row(text, text + strlen(text), cells, MOST_CELLS, 2, &effort);
    assert_non_null(scan.problem);
    assert_string_equal(scan.line.next, "b\"\n");
}

/* ---- sizes ---- */

static void cells_beyond_the_capacity_are_counted_only(void **state)
{
    (void)state;
    sdn_cell few[3] = {{NULL, 0, SDN_CELL_BARE}};
    sdn_cell mark = {"mark", 4, SDN_CELL_QUOTED};
    const char *row = "a,b,c,d,e";
    few[2] = mark;
    effort = 100;
    scan = sdn__scan_row(row, row + strlen(row), few, 2, 2, &effort);
    assert_int_equal(scan.count, 5);
    assert_string_equal(few[2].ptr, "mark");
}

static void nothing_is_read_after_the_end(void **state)
{
    (void)state;
    static const char *const rows[] = {"\"",  "\"a",   "\"a\\", "\"a\"", "\"\"",    "\"\"\"", "[",   "[\"", "[\"\\",
                                       "a\"", "a\"\\", "a,",    "\\",    "\"a\"\"", "{[",     "a\r", "\r",  ""};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t len = strlen(rows[i]);
        char *copy = malloc(len + 1); /* the NUL that always follows a file */
        assert_non_null(copy);
        memcpy(copy, rows[i], len + 1);
        for (uint32_t expected = 0; expected < 3; expected++) {
            effort = 1000;
            scan = sdn__scan_row(copy, copy + len, cells, MOST_CELLS, expected, &effort);
            assert_true(scan.line.end <= copy + len);
            assert_ptr_equal(scan.line.next, copy + len);
            assert_true(scan.count >= 1);
        }
        free(copy);
    }
}

/* Looking for the end of each of very many would take too long: the later ones are taken as they are. */
static void only_the_first_brackets_without_end_are_searched_for_one(void **state)
{
    (void)state;
    char row[20 * 4 + 8] = "";
    for (int i = 0; i < 20; i++)
        strcat(row, "[a, ");
    strcat(row, "[b]\n");
    scan_text(row, 21);
    assert_int_equal(scan.count, 21);
    assert_int_equal(cells[20].len, 3);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_end_at_line_feed_with_or_without_carriage_return),
        cmocka_unit_test(bare_cells_are_trimmed_and_otherwise_verbatim),
        cmocka_unit_test(a_comma_at_the_end_leaves_an_empty_cell),
        cmocka_unit_test(a_row_ends_at_its_line_end),
        cmocka_unit_test(quoted_cells_know_whether_they_have_escapes),
        cmocka_unit_test(text_after_a_quote_makes_all_of_it_one_bare_cell),
        cmocka_unit_test(commas_in_quotes_inside_a_bare_cell_do_not_split),
        cmocka_unit_test(extent_of_a_cell_has_its_quotes),
        cmocka_unit_test(brackets_hold_commas_if_the_cell_starts_with_one_and_it_closes),
        cmocka_unit_test(other_brackets_are_text),
        cmocka_unit_test(brackets_do_not_reach_over_a_line_end),
        cmocka_unit_test(a_quote_may_hold_line_ends_if_the_cell_count_matches),
        cmocka_unit_test(an_unclosed_quote_spoils_its_own_line_only),
        cmocka_unit_test(a_quote_that_closes_elsewhere_but_with_another_cell_count_is_unclosed),
        cmocka_unit_test(text_after_a_quote_that_closed_on_a_later_line_is_no_row),
        cmocka_unit_test(attempts_without_effect_cost_no_more_than_they_looked_at),
        cmocka_unit_test(no_effort_left_means_no_attempt),
        cmocka_unit_test(cells_beyond_the_capacity_are_counted_only),
        cmocka_unit_test(nothing_is_read_after_the_end),
        cmocka_unit_test(only_the_first_brackets_without_end_are_searched_for_one),
    };
    return run_cases(argc, argv, tests);
}
