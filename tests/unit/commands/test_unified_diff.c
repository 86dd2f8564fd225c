#include "test.h"

#include <stdlib.h>
#include <string.h>

#include "commands/unified_diff.h"
#include "diag/text.h"

static void assert_diff(const char *old_text, const char *new_text, const char *expected)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    int result = unified_diff(&out, "a", "b", sdn_str_from(old_text), sdn_str_from(new_text));
    assert_int_equal(result, expected[0] != '\0');
    sdn__buffer_add(&out, "", 1);
    assert_string_equal(out.bytes, expected);
    sdn__buffer_release(&out);
}

static void the_same_text_gives_nothing(void **state)
{
    (void)state;
    assert_diff("", "", "");
    assert_diff("a\nb\n", "a\nb\n", "");
}

static void lines_are_added_deleted_and_replaced(void **state)
{
    (void)state;
    assert_diff("", "a\nb\n", "--- a\n+++ b\n@@ -0,0 +1,2 @@\n+a\n+b\n");
    assert_diff("a\nb\n", "", "--- a\n+++ b\n@@ -1,2 +0,0 @@\n-a\n-b\n");
    assert_diff("a\nb\nc\n", "a\nc\n", "--- a\n+++ b\n@@ -1,3 +1,2 @@\n a\n-b\n c\n");
    assert_diff("a\nb\nc\n", "a\nx\nc\n", "--- a\n+++ b\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n");
    assert_diff("a\n", "a\na\n", "--- a\n+++ b\n@@ -1 +1,2 @@\n a\n+a\n");
}

static void three_lines_of_context_are_around_a_change(void **state)
{
    (void)state;
    assert_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
                "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
}

static void changes_near_each_other_share_a_hunk(void **state)
{
    (void)state;
    assert_diff("x\n1\n2\n3\n4\n5\n6\ny\n", "1\n2\n3\n4\n5\n6\n",
                "--- a\n+++ b\n@@ -1,8 +1,6 @@\n-x\n 1\n 2\n 3\n 4\n 5\n 6\n-y\n");
    assert_diff("x\n1\n2\n3\n4\n5\n6\n7\ny\n", "1\n2\n3\n4\n5\n6\n7\n",
                "--- a\n+++ b\n@@ -1,4 +1,3 @@\n-x\n 1\n 2\n 3\n@@ -6,4 +5,3 @@\n 5\n 6\n 7\n-y\n");
}

static void a_missing_last_line_end_is_said(void **state)
{
    (void)state;
    assert_diff("a\nb", "a\nb\n", "--- a\n+++ b\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n");
    assert_diff("x\nb", "b", "--- a\n+++ b\n@@ -1,2 +1 @@\n-x\n b\n\\ No newline at end of file\n");
}

static void odd_names_are_quoted(void **state)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    (void)state;
    assert_int_equal(unified_diff(&out, "a b", "a\"\n", SDN_STR("x\n"), SDN_STR("")), 1);
    sdn__buffer_add(&out, "", 1);
    assert_string_equal(out.bytes, "--- a b\t\n+++ \"a\\\"\\012\"\n@@ -1 +0,0 @@\n-x\n");
    sdn__buffer_release(&out);
}

/* --- against a model --- */

/* Applies a diff, line by line; the result is in *made. Any mismatch ends the test. */
static void apply(sdn_str old_text, sdn_str diff, sdn_buffer *made)
{
    const char *line = diff.ptr, *end = diff.ptr + diff.len;
    size_t at = 0;
    long old_line = 1, start = 0;
    while (line < end) {
        const char *next = memchr(line, '\n', (size_t)(end - line));
        assert_non_null(next);
        size_t len = (size_t)(next - line); /* with the mark, without the line end */
        if (line[0] == '@') {
            start = strtol(line + 4, NULL, 10);
            bool none = strstr(line, ",0 +") != NULL && strstr(line, ",0 +") < next;
            for (; old_line < start + none; old_line++) {
                size_t copied = (size_t)(strchr(old_text.ptr + at, '\n') - (old_text.ptr + at)) + 1;
                sdn__buffer_add(made, old_text.ptr + at, copied);
                at += copied;
            }
        } else if (strncmp(line, "--- ", 4) != 0 && strncmp(line, "+++ ", 4) != 0) {
            if (line[0] != '+') {
                assert_memory_equal(old_text.ptr + at, line + 1, len);
                at += len;
                old_line++;
            }
            if (line[0] != '-')
                sdn__buffer_add(made, line + 1, len);
        }
        line = next + 1;
    }
    sdn__buffer_add(made, old_text.ptr + at, old_text.len - at);
}

static void assert_applies(const sdn_buffer *old_text, const sdn_buffer *new_text, size_t *changes)
{
    sdn_buffer out = SDN_BUFFER_INIT, made = SDN_BUFFER_INIT;
    sdn_str old_view = text_view(old_text), new_view = text_view(new_text);
    bool same = sdn_str_equal(old_view, new_view);
    assert_int_equal(unified_diff(&out, "a", "b", old_view, new_view), !same);
    sdn__buffer_add(&out, "", 1); /* for strstr */
    out.len--;
    apply(old_view, text_view(&out), &made);
    assert_true(sdn_str_equal(text_view(&made), new_view));
    *changes = 0;
    for (size_t i = 0; i + 1 < out.len; i++)
        *changes += out.bytes[i] == '\n' && (out.bytes[i + 1] == '-' || out.bytes[i + 1] == '+');
    *changes -= same ? 0 : 1; /* the line with the new name */
    sdn__buffer_release(&out);
    sdn__buffer_release(&made);
}

static void fill(sdn_buffer *text, unsigned *seed, size_t lines, unsigned kinds)
{
    text->len = 0;
    for (size_t i = 0; i < lines; i++) {
        *seed = *seed * 1103515245u + 12345u;
        text_printf(text, "%u\n", (*seed >> 16) % kinds);
    }
    sdn__buffer_add(text, "", 1); /* for strchr */
    text->len--;
}

/* The lines that a shortest edit adds and deletes, by the table every textbook has. */
static size_t shortest(const sdn_buffer *a, const sdn_buffer *b)
{
    static size_t table[64][64];
    size_t n = 0, m = 0;
    const char *as[64], *bs[64];
    for (const char *at = a->bytes; n < 63 && at < a->bytes + a->len; at = strchr(at, '\n') + 1)
        as[n++] = at;
    for (const char *at = b->bytes; m < 63 && at < b->bytes + b->len; at = strchr(at, '\n') + 1)
        bs[m++] = at;
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            bool equal = atoi(as[i - 1]) == atoi(bs[j - 1]);
            size_t least = table[i - 1][j] < table[i][j - 1] ? table[i - 1][j] : table[i][j - 1];
            table[i][j] = equal ? table[i - 1][j - 1] : least + 1;
        }
    return table[n][m];
}

static void every_diff_applies_and_is_the_shortest(void **state)
{
    sdn_buffer old_text = SDN_BUFFER_INIT, new_text = SDN_BUFFER_INIT;
    unsigned seed = 1;
    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        size_t changes;
        fill(&old_text, &seed, seed % 40, 2 + round % 9);
        fill(&new_text, &seed, seed % 40, 2 + round % 9);
        assert_applies(&old_text, &new_text, &changes);
        assert_int_equal(changes, shortest(&old_text, &new_text));
    }
    sdn__buffer_release(&old_text);
    sdn__buffer_release(&new_text);
}

static void texts_that_differ_in_all_take_no_longer_than_others(void **state)
{
    sdn_buffer old_text = SDN_BUFFER_INIT, new_text = SDN_BUFFER_INIT;
    unsigned seed = 7;
    size_t changes;
    (void)state;
    fill(&old_text, &seed, 60000, 10000);
    fill(&new_text, &seed, 60000, 10000);
    assert_applies(&old_text, &new_text, &changes);
    sdn__buffer_release(&old_text);
    sdn__buffer_release(&new_text);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_text_gives_nothing),
        cmocka_unit_test(lines_are_added_deleted_and_replaced),
        cmocka_unit_test(three_lines_of_context_are_around_a_change),
        cmocka_unit_test(changes_near_each_other_share_a_hunk),
        cmocka_unit_test(a_missing_last_line_end_is_said),
        cmocka_unit_test(odd_names_are_quoted),
        cmocka_unit_test(every_diff_applies_and_is_the_shortest),
        cmocka_unit_test(texts_that_differ_in_all_take_no_longer_than_others),
    };
    return run_cases(argc, argv, tests);
}
