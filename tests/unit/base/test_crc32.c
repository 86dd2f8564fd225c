#include "test.h"

#include "xorshift.h"

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

/* The division itself, bit by bit. */
static uint32_t plain_crc(const char *bytes, size_t len)
{
    uint32_t crc = UINT32_MAX;
    for (size_t i = 0; i < len * 8; i++) {
        uint32_t bit = (unsigned char)bytes[i / 8] >> i % 8 & 1;
        crc = crc >> 1 ^ ((crc ^ bit) & 1) * 0xEDB88320u;
    }
    return ~crc;
}

static void sums_of_any_bytes_are_those_of_the_division(void **state)
{
    (void)state;
    char bytes[64];
    uint64_t seed = 1;
    for (int i = 0; i < 2000; i++) {
        size_t start = test_below(&seed, 8), len = test_below(&seed, sizeof bytes - 8);
        for (size_t at = 0; at < sizeof bytes; at++)
            bytes[at] = (char)test_random(&seed);
        assert_int_equal(sdn__crc32(0, bytes + start, len), plain_crc(bytes + start, len));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_published_vectors),
        cmocka_unit_test(a_sum_may_be_made_in_parts),
        cmocka_unit_test(sums_of_any_bytes_are_those_of_the_division),
    };
    return run_cases(argc, argv, tests);
}
