/*
 * Files made to be slow: each takes at most a generous multiple of the time of a plain file of the same size, opened,
 * walked, added to and saved.
 *
 * SDN_TEST_KILOBYTES sets the size (512).
 */
#include "test.h"

#include "files.h"
#include "temp_stores.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMES_PLAIN = 60, MOST_ROWS = 20000, WIDEST_ROW = 32 };

static char *text;
static size_t text_len;
static size_t size;

static int enter(void **state)
{
    const char *kilobytes = getenv("SDN_TEST_KILOBYTES");
    size = (kilobytes != NULL ? strtoul(kilobytes, NULL, 10) : 512) * 1024;
    text = malloc(size + (size_t)MOST_ROWS * WIDEST_ROW);
    return text == NULL ? -1 : temp_stores_enter(state);
}

static int leave(void **state)
{
    free(text);
    return temp_stores_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static void start(const char *head)
{
    text_len = strlen(head);
    memcpy(text, head, text_len);
}

/* Repeats `part` until the file is full. */
static void fill(const char *part)
{
    size_t len = strlen(part);
    for (; text_len + len <= size; text_len += len)
        memcpy(text + text_len, part, len);
}

/* As fill; each %u is the number of the part. */
static void fill_numbered(const char *format, unsigned modulus)
{
    char part[256];
    for (unsigned i = 0;; i++) {
        size_t len = 0;
        for (const char *at = format; *at != '\0'; at++) {
            if (at[0] == '%' && at[1] == 'u') {
                len += (size_t)snprintf(part + len, sizeof part - len, "%u", i % modulus);
                at++;
            } else {
                part[len++] = *at;
            }
        }
        if (text_len + len > size)
            return;
        memcpy(text + text_len, part, len);
        text_len += len;
    }
}

/* Opens, walks, changes and saves; the time it took, also if the store failed. */
static double work(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    write_bytes(STORE_PATH, text, text_len);
    double before = now_ms();
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, &err);
    if (store != NULL) {
        sdn_cursor cursor = sdn_store_all(store);
        while (sdn_cursor_next(&cursor) != NULL)
            ;
        note values = note_of("a new one", "x, \"y\"");
        if (sdn_store_insert(store, &values, &err) != NULL)
            (void)sdn_file_save(sdn_store_file(store), &err);
    }
    sdn_store_close(store);
    return now_ms() - before;
}

static double plain_ms(void)
{
    start("notes |id, text|\n");
    fill_numbered("    %u, some text\n", UINT32_MAX);
    return work();
}

static void assert_not_slow(const char *what)
{
    static double plain;
    if (plain == 0) {
        char *kept = text;
        size_t kept_len = text_len;
        text = malloc(size);
        assert_non_null(text);
        plain = plain_ms();
        free(text);
        text = kept;
        text_len = kept_len;
    }
    double took = work();
    print_message("%-40s %7.1f ms, %4.1f times a plain file\n", what, took, took / plain);
    if (took > TIMES_PLAIN * plain + 500)
        fail_msg("%s: %.0f ms; a plain file takes %.0f ms", what, took, plain);
}

static const char HEAD[] = "notes |id, text|\n    1, one\n";

/* One line of nothing but `part`, in a row and in a cell of a row. */
static void one_long_line(const char *what, const char *part)
{
    start(HEAD);
    fill(part);
    assert_not_slow(what);
    start("notes |id, text|\n    1, one\n    2, ");
    fill(part);
    assert_not_slow(what);
}

static void long_lines_are_not_slow(void **state)
{
    (void)state;
    one_long_line("quotes", "\"");
    one_long_line("brackets", "[");
    one_long_line("braces, closed too late", "{[(");
    one_long_line("closing brackets", "]");
    one_long_line("backslashes", "\\");
    one_long_line("commas", ",");
    one_long_line("open brackets in cells", "[,");
    one_long_line("open brackets and quotes in cells", "[\",");
    one_long_line("open quotes in cells", "\"\",");
    one_long_line("escaped quotes", "\\\"");
    one_long_line("quotes and backslashes", "\"\\");
    one_long_line("quotes in bare cells", "a\",");
    one_long_line("quotes after text, odd", "a\"b,\"c\",");
    one_long_line("closed brackets with text after", "[a]b,");
    one_long_line("nested brackets in cells", "[[],");
    one_long_line("bars", "|");
    one_long_line("carriage returns", "\r");
    one_long_line("blanks", " ");
    one_long_line("characters of two bytes", "\xC3\xA4");
    one_long_line("bytes that are no text", "\xFF");
}

static void many_lines(const char *what, const char *part)
{
    start(HEAD);
    fill(part);
    assert_not_slow(what);
}

static void many_bad_rows_are_not_slow(void **state)
{
    (void)state;
    many_lines("rows with an open quote", "    2, \"x\n");
    many_lines("rows of one quote", "\"\n");
    many_lines("rows of a quote and an escape", "\"\\\n");
    many_lines("rows of an escaped quote", "\"\\\"\n");
    many_lines("rows of three quotes", "\"\"\"\n");
    many_lines("rows of a quote and a comma", "\",\n");
    many_lines("rows that close the quote before", "\",\"\n");
    many_lines("rows of quote, comma, quote, comma", "\",\",\"\n");
    many_lines("rows of a bracket", "[\n");
    many_lines("rows of a bracket and a quote", "[\"\n");
    many_lines("rows with too many cells", "2,3,4\n");
    many_lines("rows that are no text", "2,\xFF\n");
    many_lines("blank lines", "\n");
    many_lines("comments", "#\n");
    many_lines("tables of no rows", "a|b|\n");
    many_lines("tables of one name", "notes|id|1\n");
    many_lines("statements", "a:\n");
    many_lines("statements with an open quote", "a: \"\n");
    many_lines("statements with an escaped quote", "a: \\\"\n");
    many_lines("statements with quote and escape", "a: \"\\\"\n");
    many_lines("statements with quotes that end nothing", "a: \"b\n");
}

static void rows_over_many_lines_are_not_slow(void **state)
{
    (void)state;
    static const char *const parts[] = {"\"\n",    "\",\n",        "\",\"\n",   "\",\",\"\n",
                                        "x\n\"\n", "\", \"\n\"\n", "\"\n\"\"\n"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        start("notes |id");
        for (int column = 0; column < 990; column++)
            text_len += (size_t)sprintf(text + text_len, ",c%d", column);
        text_len += (size_t)sprintf(text + text_len, "|\n");
        fill(parts[i]);
        assert_not_slow("a wide table of rows with open quotes");
    }
}

static void many_equal_keys_are_not_slow(void **state)
{
    (void)state;
    start("notes |id, text|\n");
    fill("    1, x\n");
    assert_not_slow("one key");
    start("notes |id, text|\n");
    fill_numbered("    %u, x\n", 1000);
    assert_not_slow("a thousand keys, again and again");
    start("notes |id, text|\n");
    fill_numbered("    %u, x\n    %u, y, z\n", UINT32_MAX);
    assert_not_slow("unreadable rows of the same keys");
}

static void many_stray_lines_are_not_slow(void **state)
{
    (void)state;
    start("x: 1\n");
    fill("-\n");
    assert_not_slow("stray lines");
    start("x: 1\n");
    fill("\"\n");
    assert_not_slow("stray quotes");
    start("x:\n");
    fill(" \"\n");
    assert_not_slow("quotes in a block");
    start("");
    fill("a\n");
    assert_not_slow("stray lines alone");
}

static void wide_headers_are_not_slow(void **state)
{
    (void)state;
    start("notes |id");
    fill(",a");
    memcpy(text + text_len - 4, "|\n1\n", 4);
    assert_not_slow("a header beyond the limit");
    start("other |");
    fill(",");
    memcpy(text + text_len - 2, "|\n", 2);
    assert_not_slow("a header of commas");
}

/* Rows added before, between and after rows that cannot be read, one save for all. */
static void many_changes_among_many_rows_are_not_slow(void **state)
{
    (void)state;
    double took[2];
    for (int odd = 0; odd < 2; odd++) {
        start("notes |id, text|\n");
        for (unsigned i = 0; i < MOST_ROWS; i++)
            text_len += (size_t)sprintf(text + text_len, "    %u, x%s\n", 2 * i + 1, odd && i % 2 ? ", \"y" : "");
        write_bytes(STORE_PATH, text, text_len);
        double before = now_ms();
        sdn_store *store = open_store(&note_record_type);
        for (unsigned i = 0; i < MOST_ROWS; i++) {
            char id[16];
            snprintf(id, sizeof id, "%u", 2 * i);
            insert_note(store, id, "new");
        }
        save_store(store);
        assert_int_equal(sdn_store_count(store), odd ? MOST_ROWS + MOST_ROWS / 2 : 2 * MOST_ROWS);
        sdn_file_rollback(sdn_store_file(store));
        close_store(store);
        took[odd] = now_ms() - before;
    }
    print_message("%d inserts: %.0f ms, among bad rows %.0f ms\n", MOST_ROWS, took[0], took[1]);
    assert_true(took[1] < TIMES_PLAIN * took[0] + 500);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(long_lines_are_not_slow),
        TEST(many_bad_rows_are_not_slow),
        TEST(rows_over_many_lines_are_not_slow),
        TEST(many_equal_keys_are_not_slow),
        TEST(many_stray_lines_are_not_slow),
        TEST(wide_headers_are_not_slow),
        TEST(many_changes_among_many_rows_are_not_slow),
    };
    return run_cases(argc, argv, tests);
}
