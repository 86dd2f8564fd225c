#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "text/checksum.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_without_the_line_has_no_checksum),
        cmocka_unit_test(the_sum_covers_everything_after_the_line),
        cmocka_unit_test(a_line_without_a_number_is_bad),
        cmocka_unit_test(renewing_writes_the_sum_whatever_its_length),
        cmocka_unit_test(renewing_leaves_files_without_the_line_alone),
        TEST_IN_TEMPDIR(renewing_without_memory_is_remembered),
    };
    return run_cases(argc, argv, tests);
}
