#include "test.h"

#include "base/crc32.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_published_vectors),
        cmocka_unit_test(a_sum_may_be_made_in_parts),
    };
    return run_cases(argc, argv, tests);
}
