/*
 * The wide scan against the plain one: what it takes at all, it takes alike. All of its forms are tested: of plain
 * words, for the baseline of the processor, and for those with more.
 *
 * SDN_TEST_ROUNDS sets the number of random texts (20000).
 */
#include "test.h"

#include "xorshift.h"

#define SDN_WORDS_ONLY
#include "text/scan_wide.inc.h"
#include "text/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 24, MOST_TEXT = 400 };

/* ---- chance ---- */

static uint64_t chance;

static unsigned below(unsigned limit)
{
    return test_below(&chance, limit);
}

static int rounds(void)
{
    const char *given = getenv("SDN_TEST_ROUNDS");
    return given != NULL ? atoi(given) : 20000;
}

/* ---- one row ---- */

static void find_stops_in_words(sdn_wide_scan *wide, const char *start, size_t reach)
{
    find_stops(wide, start, reach);
}

/* `best`: what sdn__wide_scan_init chooses. */
enum { BEST, BASELINE, WORDS, FORMS };
static sdn_find_stops_function *const forms[FORMS] = {NULL, sdn__find_stops_baseline, find_stops_in_words};

static sdn_wide_scan wides[FORMS];
static const char *text_end;

static void init_forms(void)
{
    for (int form = 0; form < FORMS; form++) {
        sdn__wide_scan_init(&wides[form], text_end);
        if (forms[form] != NULL)
            wides[form].find_stops = forms[form];
    }
}

/* A smooth row is taken as a loader takes it. */
static bool take_smooth_row(sdn_wide_scan *wide, const char *start, sdn_cell *cells, uint32_t expected,
                            sdn_row_scan *scan, bool *is_text)
{
    if (!sdn__wide_scan_is_smooth(wide, start, expected))
        return false;
    *scan = (sdn_row_scan){.line = sdn__wide_scan_line(wide), .count = expected};
    const char *first = sdn__skip_blanks(start, scan->line.end);
    memcpy(cells, sdn__wide_scan_cells(wide, first, scan->line, expected), expected * sizeof *cells);
    sdn__wide_scan_pass(wide, scan->line, expected);
    *is_text = true;
    return true;
}

static void assert_same_cells(const sdn_cell *a, const sdn_cell *b, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        assert_ptr_equal(a[i].ptr, b[i].ptr);
        assert_int_equal(a[i].len, b[i].len);
        assert_int_equal(a[i].form, b[i].form);
    }
}

/* Scans the row at `start` with one form. Returns whether it took the row, which the plain scan found to be so. */
static bool compare_form(int form, const char *start, uint32_t expected, const sdn_row_scan *plain,
                         const sdn_cell *plain_cells)
{
    sdn_cell cells[MOST_CELLS + 1];
    sdn_row_scan scan;
    bool is_text = false;
    if (!take_smooth_row(&wides[form], start, cells, expected, &scan, &is_text) &&
        !sdn__wide_scan_row(&wides[form], start, cells, expected, &scan, &is_text))
        return false;
    assert_null(plain->problem);
    assert_null(scan.problem);
    assert_null(scan.fault);
    assert_int_equal(plain->count, expected);
    assert_int_equal(scan.count, expected);
    assert_ptr_equal(scan.line.start, plain->line.start);
    assert_ptr_equal(scan.line.end, plain->line.end);
    assert_ptr_equal(scan.line.next, plain->line.next);
    assert_same_cells(cells, plain_cells, expected);
    if (is_text)
        assert_null(sdn__utf8_fault(scan.line.start, (size_t)(scan.line.end - scan.line.start)));
    return true;
}

/* Scans the row at `start` in all ways. Returns whether the wide scans took it; *next is the row after it. */
static bool compare(const char *start, uint32_t expected, const char **next)
{
    sdn_cell plain_cells[MOST_CELLS + 1];
    size_t effort = 8 * MOST_TEXT;
    sdn_row_scan plain = sdn__scan_row(start, text_end, plain_cells, expected + 1, expected, &effort);
    *next = plain.line.next;
    bool taken = compare_form(BEST, start, expected, &plain, plain_cells);
    for (int form = BEST + 1; form < FORMS; form++)
        assert_int_equal(compare_form(form, start, expected, &plain, plain_cells), taken);
    return taken;
}

/* Memory of exactly the size of the text and the NUL after it, so that a sanitizer notices a read beyond it. */
static char *exact(const char *bytes, size_t len)
{
    char *text = malloc(len + 1);
    assert_non_null(text);
    memcpy(text, bytes, len);
    text[len] = '\0';
    text_end = text + len;
    init_forms();
    return text;
}

static bool takes(const char *row, uint32_t expected)
{
    const char *next;
    char *text = exact(row, strlen(row));
    bool taken = compare(text, expected, &next);
    free(text);
    return taken;
}

/* ---- what it takes ---- */

static void rows_of_bare_and_simple_quoted_cells_are_taken(void **state)
{
    (void)state;
    assert_true(takes("a\n", 1));
    assert_true(takes("a, b\n", 2));
    assert_true(takes("    1, TODO, some text, src/a.c, 12, , , open, true\n", 9));
    assert_true(takes("\ta\t,\t b \t,c \r\n", 3));
    assert_true(takes(",,,\n", 4));
    assert_true(takes(" , , \r\n", 3));
    assert_true(takes("\n", 1));
    assert_true(takes("a\\b, C:\\dir\\, it's, #5, x[1], f(a\n", 6));
    assert_true(takes("\"a, b\", \"\" , \t\"c\"\n", 3));
    assert_true(takes("\"a, b\", \"c\"\r\n", 2));
    assert_true(takes("a,\"it ends; here [and] there\"\t\r\n", 2));
}

static void quoted_cells_may_have_escapes(void **state)
{
    (void)state;
    assert_true(takes("\"a\\\"\", b\n", 2));
    assert_true(takes("\"a\\n\", \"\\\\\", \"\\,\"\r\n", 3));
    assert_true(takes("\"a\"\"\", \"\"\"\", \"\"\"\"\"\"\n", 3));
    assert_true(takes("\"a\\\"\"\"b\", \"\\\"\\\\\\\"\" , \"c\"\n", 3));
}

static void a_row_may_reach_over_many_blocks(void **state)
{
    (void)state;
    char row[1300];
    for (int len = 1; len < 300; len++) {
        snprintf(row, sizeof row, "%*d, \"%*d\",%*d\n", len, 1, 2 * len, 2, len, 3);
        assert_true(takes(row, 3));
    }
}

static void text_beyond_ascii_is_left_to_be_checked(void **state)
{
    (void)state;
    static const char *const rows[] = {"a, \xC3\xA4\n", "a, \xFF\n", "a, \x80\n"};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sdn_cell cells[2];
        sdn_row_scan scan;
        bool is_text = true;
        char *text = exact(rows[i], strlen(rows[i]));
        for (int form = 0; form < FORMS; form++, is_text = true) {
            assert_true(sdn__wide_scan_row(&wides[form], text, cells, 2, &scan, &is_text));
            assert_false(is_text);
        }
        free(text);
    }
}

static void a_nul_is_left_to_be_checked_anywhere(void **state)
{
    (void)state;
    for (size_t at = 1; at < 200; at++) {
        char row[202];
        sdn_cell cells[2];
        sdn_row_scan scan;
        bool is_text = true;
        memset(row, 'x', sizeof row);
        row[at] = '\0';
        row[201] = '\n';
        char *text = exact(row, sizeof row);
        for (int form = 0; form < FORMS; form++, is_text = true) {
            assert_true(sdn__wide_scan_row(&wides[form], text, cells, 1, &scan, &is_text));
            assert_false(is_text);
        }
        free(text);
    }
}

/* ---- what it leaves to the plain scan ---- */

static void other_rows_are_left(void **state)
{
    (void)state;
    static const char *const rows[] = {
        "a, b",      /* no line feed */
        "a, b, c\n", /* too many cells */
        "a\n",       /* too few */
        "[a, b], c\n",  "a, {b}\n",         "a, \"b\n",       "\"a\nb\", c\n",
        "\"a\\\", b\n", "\"a\"\", b\n",     "a, \"b\\\n\"\n", "a, \"b\\\r\n\"\n",
        "\"a\" b, c\n", "a, \"b\" \"c\"\n", "a, b\r",         "",
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_false(takes(rows[i], 2));
    assert_false(takes("a\n", 0));
}

/* ---- random texts ---- */

static size_t random_text(char *text)
{
    static const char *const pieces[] = {
        ",",     ",",        ", ",       ", ",   " ",
        "\t",    "\"",       "\"",       "\\",   "\n",
        "\n",    "\r\n",     "\r",       "[",    "{",
        "]",     "#",        "a",        "bc",   "7",
        "\"x\"", "\"y, z\"", "\xC3\xA4", "\xFF", "a rather long piece of text without anything in it",
    };
    size_t len = 0, wanted = below(MOST_TEXT - 60);
    while (len < wanted) {
        const char *piece = pieces[below(sizeof pieces / sizeof *pieces)];
        memcpy(text + len, piece, strlen(piece));
        len += strlen(piece);
        if (below(60) == 0)
            text[len++] = '\0';
    }
    return len;
}

static uint32_t cells_in(const char *at)
{
    uint32_t count = 1;
    for (; at < text_end && *at != '\n'; at++)
        count += *at == ',';
    return count < MOST_CELLS ? count : MOST_CELLS;
}

static void agrees_with_the_plain_scan_on_random_texts(void **state)
{
    (void)state;
    char bytes[MOST_TEXT];
    size_t taken = 0, left = 0;
    for (int round = 0; round < rounds(); round++) {
        chance = 88172645463325252ULL + (unsigned)round;
        char *text = exact(bytes, random_text(bytes));
        for (const char *at = text; at < text_end;) {
            const char *next;
            uint32_t expected = below(4) == 0 ? below(6) : cells_in(at);
            size_t *count = compare(at, expected, &next) ? &taken : &left;
            (*count)++;
            at = below(8) == 0 ? at + 1 + below((unsigned)(text_end - at)) : next; /* or from anywhere */
        }
        free(text);
    }
    assert_true(taken > (size_t)rounds() && left > (size_t)rounds());
}

/* ---- blocks ---- */

static bool is_rare(unsigned char byte)
{
    return byte != '\n' && (byte < ' ' || byte >= 0x80 || strchr("[{\\|", byte) != NULL);
}

static void assert_block(const unsigned char bytes[SDN_BLOCK_SIZE])
{
    const char *text = (const char *)bytes;
    sdn_block block = sdn__block_in_words(text);
    uint64_t equal = sdn__equal_in_words(text, (char)bytes[0]);
    for (unsigned i = 0; i < SDN_BLOCK_SIZE; i++) {
        assert_int_equal(block.commas >> i & 1, bytes[i] == ',');
        assert_int_equal(block.quotes >> i & 1, bytes[i] == '"');
        assert_int_equal(block.newlines >> i & 1, bytes[i] == '\n');
        assert_int_equal(block.spaces >> i & 1, bytes[i] == ' ');
        assert_int_equal(block.rare >> i & 1, is_rare(bytes[i]));
        assert_int_equal(equal >> i & 1, bytes[i] == bytes[0]);
    }
}

static void blocks_show_every_mark_and_nothing_else(void **state)
{
    (void)state;
    unsigned char bytes[SDN_BLOCK_SIZE];
    for (unsigned value = 0; value < 256; value++)
        for (unsigned at = 0; at < SDN_BLOCK_SIZE; at++) {
            memset(bytes, 'a', sizeof bytes);
            bytes[at] = (unsigned char)value;
            assert_block(bytes);
        }
    chance = 1;
    for (int round = 0; round < 2000; round++) {
        for (unsigned i = 0; i < SDN_BLOCK_SIZE; i++)
            bytes[i] = (unsigned char)below(round % 2 == 0 ? 256 : 128);
        assert_block(bytes);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_of_bare_and_simple_quoted_cells_are_taken),
        cmocka_unit_test(quoted_cells_may_have_escapes),
        cmocka_unit_test(a_row_may_reach_over_many_blocks),
        cmocka_unit_test(text_beyond_ascii_is_left_to_be_checked),
        cmocka_unit_test(a_nul_is_left_to_be_checked_anywhere),
        cmocka_unit_test(other_rows_are_left),
        cmocka_unit_test(agrees_with_the_plain_scan_on_random_texts),
        cmocka_unit_test(blocks_show_every_mark_and_nothing_else),
    };
    return run_cases(argc, argv, tests);
}
