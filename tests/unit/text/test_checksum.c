#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/crc32.h"
#include "text/checksum.h"

#include <stdio.h>
#include <string.h>

/* ---- the line ---- */

static sdn_checksum_state check(const char *text)
{
    return sdn__checksum_check(text, strlen(text));
}

static void a_file_without_the_line_has_no_checksum(void **state)
{
    (void)state;
    assert_int_equal(check(""), SDN_CHECKSUM_NONE);
    assert_int_equal(check("# comment\n"), SDN_CHECKSUM_NONE);
    assert_int_equal(check("#sdn-crc32"), SDN_CHECKSUM_NONE);
    assert_int_equal(check("#sdn-crc32:0"), SDN_CHECKSUM_NONE); /* no line end: a comment */
    assert_int_equal(check("\n#sdn-crc32:1\n"), SDN_CHECKSUM_NONE);
    assert_int_equal(check("\xEF\xBB\xBF#sdn-crc32:1\n"), SDN_CHECKSUM_NONE);
}

static void the_sum_covers_everything_after_the_line(void **state)
{
    (void)state;
    assert_int_equal(check("#sdn-crc32:0\n"), SDN_CHECKSUM_GOOD);
    assert_int_equal(check("#sdn-crc32:3421780262\n123456789"), SDN_CHECKSUM_GOOD);
    assert_int_equal(check("#sdn-crc32:3421780262\r\n123456789"), SDN_CHECKSUM_GOOD);
    assert_int_equal(check("#sdn-crc32:3421780262\n123456789\n"), SDN_CHECKSUM_BAD);
    assert_int_equal(check("#sdn-crc32:3421780263\n123456789"), SDN_CHECKSUM_BAD);
}

static void a_line_without_a_number_is_bad(void **state)
{
    (void)state;
    assert_int_equal(check("#sdn-crc32:\n"), SDN_CHECKSUM_BAD);
    assert_int_equal(check("#sdn-crc32: 0\n"), SDN_CHECKSUM_BAD);
    assert_int_equal(check("#sdn-crc32:0x0\n"), SDN_CHECKSUM_BAD);
    assert_int_equal(check("#sdn-crc32:-0\n"), SDN_CHECKSUM_BAD);
    assert_int_equal(check("#sdn-crc32:4294967296\n"), SDN_CHECKSUM_BAD); /* 2^32: not 0 */
}

static void assert_renewed(const char *text, const char *expected)
{
    sdn_buffer content = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&content, sdn_str_from(text));
    sdn__checksum_renew(&content);
    assert_int_equal(content.len, strlen(expected));
    assert_memory_equal(content.bytes, expected, content.len);
    sdn__buffer_release(&content);
}

static void renewing_writes_the_sum_whatever_its_length(void **state)
{
    (void)state;
    assert_renewed("#sdn-crc32:0\n123456789", "#sdn-crc32:3421780262\n123456789");
    assert_renewed("#sdn-crc32:3421780262\n", "#sdn-crc32:0\n");
    assert_renewed("#sdn-crc32:\n123456789", "#sdn-crc32:3421780262\n123456789");
    assert_renewed("#sdn-crc32:1\r\n123456789", "#sdn-crc32:3421780262\r\n123456789");
    assert_renewed("#sdn-crc32:1234567890123456789012345678901234567890\n", "#sdn-crc32:0\n");
}

static void renewing_leaves_files_without_the_line_alone(void **state)
{
    (void)state;
    assert_renewed("", "");
    assert_renewed("#sdn-crc32:0", "#sdn-crc32:0");
    assert_renewed("a |b|\n", "a |b|\n");
}

static void renewing_without_memory_is_remembered(void **state)
{
    (void)state;
    static const char text[] = "#sdn-crc32:\n1234567890123456789";
    sdn_buffer content = SDN_BUFFER_INIT;
    sdn__buffer_add(&content, text, sizeof text - 1); /* no room for ten more digits */
    assert_int_equal(content.capacity, content.len);
    faults_arm_memory(1);
    sdn__checksum_renew(&content);
    assert_true(content.out_of_memory);
    sdn__checksum_renew(&content);
    assert_true(content.out_of_memory);
    sdn__buffer_release(&content);
}

static void a_sum_of_pieces_is_that_of_the_text(void **state)
{
    (void)state;
    static char bytes[10000];
    char digits[SDN_CHECKSUM_MOST], expected[SDN_CHECKSUM_MOST];
    sdn_pieces pieces = SDN_PIECES_INIT;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(i * i % 251);
    for (size_t at = 0, next; at < sizeof bytes; at = next) {
        next = at * 2 + 1 < sizeof bytes ? at * 2 + 1 : sizeof bytes;
        sdn__pieces_add(&pieces, sdn__place_added(at, 1), bytes + at, next - at);
    }
    sdn_pieces_walk walk = sdn__pieces_start(&pieces);
    sdn__pieces_pass(&walk, sdn__place_added(7, 0), bytes + 7, NULL);
    snprintf(expected, sizeof expected, "%lu", (unsigned long)sdn__crc32(0, bytes + 7, sizeof bytes - 7));
    assert_int_equal(sdn__checksum_show(walk, digits), strlen(expected));
    assert_string_equal(digits, expected);
    sdn__pieces_release(&pieces);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_without_the_line_has_no_checksum),
        cmocka_unit_test(the_sum_covers_everything_after_the_line),
        cmocka_unit_test(a_line_without_a_number_is_bad),
        cmocka_unit_test(renewing_writes_the_sum_whatever_its_length),
        cmocka_unit_test(a_sum_of_pieces_is_that_of_the_text),
        cmocka_unit_test(renewing_leaves_files_without_the_line_alone),
        TEST_IN_TEMPDIR(renewing_without_memory_is_remembered),
    };
    return run_cases(argc, argv, tests);
}
