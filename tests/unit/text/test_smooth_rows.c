/*
 * Rows taken from the lists of the wide scan, among rows of every other kind, against the plain scan of each row: at each
 * position relative to the blocks of 64 bytes and to what is scanned at once, and in random documents.
 *
 * SDN_TEST_ROUNDS sets the number of random documents (300).
 */
#include "test.h"

#include "compared_rows.h"
#include "xorshift.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TEXT = 70000, COLUMNS = 3 };

static char text[MOST_TEXT + 1];
static size_t len;

static void add(const char *piece)
{
    size_t size = strlen(piece);
    assert_true(len + size < MOST_TEXT);
    memcpy(text + len, piece, size);
    len += size;
}

/* Compares the document in memory of exactly its size, so that a sanitizer notices a read beyond it. */
static compared_rows compare_text(size_t max_cell_bytes)
{
    char *copy = malloc(len + 1);
    assert_non_null(copy);
    memcpy(copy, text, len);
    copy[len] = '\0';
    compared_rows compared = compare_rows(copy, len, max_cell_bytes);
    free(copy);
    if (compared.difference != NULL)
        fprintf(stderr, "differs: %s, in:\n%.*s\n", compared.difference, len < 3000 ? (int)len : 3000, text);
    assert_null(compared.difference);
    return compared;
}

/* Lines of a table of three columns: the second kind are those that are not rows, or not smooth. */
static const char *const smooth[] = {
    "    1, two, three\n", "  \"a, b\", \"\", c d e\n",          "    1,2,3\n",
    "    , ,\n",           "    12, \"x [y] {z}\", it's | #5\n", "    1, \"it ends, here\", \"\"\n",
};

static const char *const others[] = {
    "    1, \"open, 3\n",
    "    1, \"over\n    lines, 2\", 3\n",
    "    1, \"a\\\"b\", 3\n",
    "    1, \"a\"\"b\", \"\\\\\"\n",
    "    1, a\\, b\\\n",
    "    [1, 2], {3}, 4\n",
    "    1,  two, 3\n",
    "    1, two , 3\n",
    "    1, \"two\" , 3\n",
    "    1, \"two\" x, 3\n",
    "    1, a \"b, c\" d, 3\n",
    "    1, a \"b\", 3\n",
    "    5\" disk, 3\" disk, 3\n",
    "\t1,\ttwo\t, 3\n",
    "    1,\ttwo, 3\n",
    "    1, two,\t\n",
    "    1, two, 3\r\n",
    "    1, \"two\", \"3\"\r\n",
    "    1, two, \r\n",
    "    1, two,3\t\r\n",
    "    1, two\r, 3\n",
    "    1, two, \xC3\xA4\n",
    "    1, two, \xFF\n",
    "    1, two\n",
    "    1, two, 3, 4\n",
    "    1, two, 3 # 4\n",
    "# it's \"a comment, a\n",
    "  # 1, 2, 3\n",
    "\n",
    "   \t\r\n",
    "<<<<<<< ours\n    1, 2, 3\n=======\n    1, 2, 4\n>>>>>>> theirs\n",
    "<<<<<<< ours\n",
    "1, 2, 3\n",
    "    1, \"<<<<<<< ours\n=======\n>>>>>>> theirs\n\", 3\n",
    "    1, \"\n<<<<<<< ours\n\", 3\n    4, 5, 6\n>>>>>>> theirs\n",
    "t |a, b, c|\n",
    "t |a, b, c| 1, 2, 3\n",
    "u |a, b, c| \"1\n\", \"2\", 3\n",
    "x: 1\n  1, 2, 3\n",
    "x = 1\n1, 2, 3\n",
    "    1, 2, a rather long text in a cell so that the row does not fit into a block, nor into two of them, at all\n",
};

enum { SMOOTH = sizeof smooth / sizeof *smooth, OTHERS = sizeof others / sizeof *others };

static void begin_text(void)
{
    len = 0;
    add("t |a, b, c|\n");
}

/* Rows of together `size` bytes, which are smooth. */
static void add_filler(size_t size)
{
    while (size >= 24 + 18) {
        add(smooth[0]);
        size -= strlen(smooth[0]);
    }
    char row[64];
    snprintf(row, sizeof row, "  1, 2, %0*d\n", (int)size - 9, 3);
    add(row);
}

static void other_rows_may_be_anywhere_in_a_block(void **state)
{
    (void)state;
    for (size_t other = 0; other < OTHERS; other++)
        for (size_t at = 24; at < 24 + 130; at++) {
            begin_text();
            add_filler(at);
            add(others[other]);
            add_filler(150);
            add(others[other]);
            for (size_t i = 0; i < SMOOTH; i++)
                add(smooth[i]);
            compare_text(1000);
        }
}

/* What is scanned at once grows from 512 bytes to 8192, and starts at a row each time. */
static void other_rows_may_be_where_a_chunk_ends(void **state)
{
    (void)state;
    static const size_t ends[] = {512, 1500, 8192, 20000};
    for (size_t end = 0; end < sizeof ends / sizeof *ends; end++)
        for (size_t at = ends[end] - 80; at < ends[end] + 80; at++) {
            begin_text();
            add_filler(at);
            add(others[at % OTHERS]);
            add_filler(1000);
            compare_text(1000);
        }
}

static void a_document_may_end_anywhere(void **state)
{
    (void)state;
    begin_text();
    for (size_t i = 0; i < SMOOTH; i++)
        add(smooth[i]);
    add_filler(600);
    for (size_t i = 0; i < SMOOTH; i++)
        add(smooth[i]);
    for (size_t all = len; len > 0; len--)
        if (len < 200 || len > all - 200)
            compare_text(1000);
}

static void most_rows_are_smooth(void **state)
{
    (void)state;
    begin_text();
    add_filler(60000);
    compared_rows compared = compare_text(1000);
    assert_true(compared.rows > 3000 && compared.smooth_rows > compared.rows - compared.rows / 50);
}

static void a_row_may_be_longer_than_what_is_scanned_at_once(void **state)
{
    (void)state;
    for (size_t size = 7000; size < 60000; size += 4999) {
        begin_text();
        add(smooth[1]);
        add("    1, \"");
        memset(text + len, ',', size);
        len += size;
        add("\", 3\n");
        add(smooth[1]);
        compare_text(100000);
        compare_text(size - 1);
        memset(text + 50, '\\', 1);
        compare_text(100000);
    }
}

static void a_row_may_have_more_cells_than_the_lists_have_room_for(void **state)
{
    (void)state;
    for (size_t cells = 500; cells < 2000; cells += 250) {
        begin_text();
        add(smooth[1]);
        for (size_t i = 0; i < cells; i++)
            add(" 1,");
        add("\n");
        add(smooth[1]);
        compare_text(1000);
    }
}

static void long_cells_and_conflicts_are_left(void **state)
{
    (void)state;
    begin_text();
    add(smooth[0]);
    add("    1, 2, 123456789012345678901\n");
    assert_int_equal(compare_text(20).smooth_rows, 0); /* the first row starts the lists */
    len = 0;
    add("t |a, b, c|\n    1, 2, 3\n<<<<<<< a\n    1, 2, 3\n    2, 3, 4\n=======\n>>>>>>> b\n    5, 6, 7\n    5, 6, "
        "8\n");
    assert_int_equal(compare_text(1000).smooth_rows, 1);
}

static int rounds(void)
{
    const char *given = getenv("SDN_TEST_ROUNDS");
    return given != NULL ? atoi(given) : 300;
}

static void add_random_line(uint64_t *chance, unsigned share)
{
    if (test_below(chance, share) > 0) {
        add(smooth[test_below(chance, SMOOTH)]);
        return;
    }
    const char *line = others[test_below(chance, OTHERS)];
    size_t at = len;
    add(line);
    if (test_below(chance, 3) == 0) /* any byte of it becomes another one */
        text[at + test_below(chance, (unsigned)(len - at))] = ",\"\\\n \t[#\r\0\xC3<"[test_below(chance, 12)];
}

static void random_documents_are_read_alike(void **state)
{
    (void)state;
    size_t rows = 0, smooth_rows = 0;
    for (int round = 0; round < rounds(); round++) {
        uint64_t chance = 88172645463325252ULL + (unsigned)round;
        unsigned lines = 1 + test_below(&chance, 600), share = 1 + test_below(&chance, 60);
        begin_text();
        while (lines-- > 0 && len < MOST_TEXT - 300)
            add_random_line(&chance, share);
        compared_rows compared = compare_text(test_below(&chance, 3) == 0 ? 12 : 1000);
        rows += compared.rows;
        smooth_rows += compared.smooth_rows;
    }
    assert_true(smooth_rows > rows / 4 && smooth_rows < rows);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_rows_may_be_anywhere_in_a_block),
        cmocka_unit_test(other_rows_may_be_where_a_chunk_ends),
        cmocka_unit_test(a_document_may_end_anywhere),
        cmocka_unit_test(most_rows_are_smooth),
        cmocka_unit_test(a_row_may_be_longer_than_what_is_scanned_at_once),
        cmocka_unit_test(a_row_may_have_more_cells_than_the_lists_have_room_for),
        cmocka_unit_test(long_cells_and_conflicts_are_left),
        cmocka_unit_test(random_documents_are_read_alike),
    };
    return run_cases(argc, argv, tests);
}
