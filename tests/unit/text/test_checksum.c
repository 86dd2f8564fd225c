#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "text/checksum.h"
#include "text/crc32.h"
#include "base/decimal.h"

#include <string.h>

/* ---- CRC-32 ---- */

static uint32_t crc_of(const char *text)
{
    return sdn__crc32(0, text, strlen(text));
}

static void sums_are_those_of_the_published_vectors(void **state)
{
    (void)state;
    assert_int_equal(crc_of(""), 0);
    assert_int_equal(crc_of("123456789"), 3421780262u);
    assert_int_equal(crc_of("a"), 0xE8B7BE43u);
    assert_int_equal(crc_of("The quick brown fox jumps over the lazy dog"), 0x414FA339u);
    assert_int_equal(sdn__crc32(0, "\0\0\0\0", 4), 0x2144DF1Cu);
    assert_int_equal(sdn__crc32(0, "\xFF\xFF\xFF\xFF", 4), 0xFFFFFFFFu);
}

static void a_sum_may_be_made_in_parts(void **state)
{
    (void)state;
    const char *text = "123456789";
    for (size_t first = 0; first <= 9; first++)
        assert_int_equal(sdn__crc32(sdn__crc32(0, text, first), text + first, 9 - first), 3421780262u);
}

/* ---- decimal numbers ---- */

static void decimals_are_digits_that_fit(void **state)
{
    (void)state;
    uint64_t number = 1;
    assert_true(sdn__decimal(SDN_STR("0"), &number));
    assert_int_equal(number, 0);
    assert_true(sdn__decimal(SDN_STR("007"), &number));
    assert_int_equal(number, 7);
    assert_true(sdn__decimal(SDN_STR("18446744073709551615"), &number));
    assert_true(number == UINT64_MAX);
}

static void anything_else_is_no_decimal(void **state)
{
    (void)state;
    static const char *const others[] = {"",
                                         "-1",
                                         "+1",
                                         " 1",
                                         "1 ",
                                         "1.0",
                                         "1_0",
                                         "0x1",
                                         "a",
                                         "18446744073709551616",
                                         "99999999999999999999",
                                         "1234567890123456789x",
                                         "1234567890123456789 "};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        uint64_t number = 42;
        assert_false(sdn__decimal(sdn_str_from(others[i]), &number));
        assert_int_equal(number, 42);
    }
}

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

static void the_sum_covers_everything_behind_the_line(void **state)
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
        cmocka_unit_test(sums_are_those_of_the_published_vectors),
        cmocka_unit_test(a_sum_may_be_made_in_parts),
        cmocka_unit_test(decimals_are_digits_that_fit),
        cmocka_unit_test(anything_else_is_no_decimal),
        cmocka_unit_test(a_file_without_the_line_has_no_checksum),
        cmocka_unit_test(the_sum_covers_everything_behind_the_line),
        cmocka_unit_test(a_line_without_a_number_is_bad),
        cmocka_unit_test(renewing_writes_the_sum_whatever_its_length),
        cmocka_unit_test(renewing_leaves_files_without_the_line_alone),
        TEST_IN_TEMPDIR(renewing_without_memory_is_remembered),
    };
    return run_cases(argc, argv, tests);
}
