#include "test.h"

#include "text/utf8.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Where the fault is, or -1. In memory of exactly that size, so that reading on shows under a sanitizer. */
static long fault_in(const char *bytes, size_t len)
{
    char *copy = malloc(len > 0 ? len : 1);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    const char *fault = sdn__utf8_fault(copy, len);
    long at = fault != NULL ? (long)(fault - copy) : -1;
    free(copy);
    return at;
}

#define FAULT_IN(literal) fault_in((literal), sizeof(literal) - 1)

static void ascii_is_text(void **state)
{
    (void)state;
    assert_int_equal(FAULT_IN(""), -1);
    assert_int_equal(FAULT_IN("a"), -1);
    assert_int_equal(FAULT_IN("\x01\x1f\x7f abc\t\r\n0123456789"), -1);
}

static void nul_is_no_text_anywhere(void **state)
{
    (void)state;
    char text[40];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'a', sizeof text);
        text[at] = '\0';
        assert_int_equal(fault_in(text, sizeof text), at);
    }
}

static void first_and_last_of_each_length_are_text(void **state)
{
    (void)state;
    assert_int_equal(FAULT_IN("\xC2\x80\xDF\xBF"), -1);
    assert_int_equal(FAULT_IN("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"), -1);
    assert_int_equal(FAULT_IN("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), -1);
}

static void what_is_just_outside_is_not(void **state)
{
    (void)state;
    assert_int_equal(FAULT_IN("a\x80"), 1);             /* a continuation alone */
    assert_int_equal(FAULT_IN("a\xC0\x80"), 1);         /* overlong */
    assert_int_equal(FAULT_IN("a\xC1\xBF"), 1);         /* overlong */
    assert_int_equal(FAULT_IN("a\xE0\x9F\xBF"), 1);     /* overlong */
    assert_int_equal(FAULT_IN("a\xED\xA0\x80"), 1);     /* first surrogate */
    assert_int_equal(FAULT_IN("a\xED\xBF\xBF"), 1);     /* last surrogate */
    assert_int_equal(FAULT_IN("a\xF0\x8F\xBF\xBF"), 1); /* overlong */
    assert_int_equal(FAULT_IN("a\xF4\x90\x80\x80"), 1); /* beyond U+10FFFF */
    assert_int_equal(FAULT_IN("a\xF5\x80\x80\x80"), 1);
    assert_int_equal(FAULT_IN("a\xFE"), 1);
    assert_int_equal(FAULT_IN("a\xFF"), 1);
}

static void cut_sequences_are_not_text_and_nothing_after_is_read(void **state)
{
    (void)state;
    assert_int_equal(FAULT_IN("a\xC3"), 1);
    assert_int_equal(FAULT_IN("a\xE2\x82"), 1);
    assert_int_equal(FAULT_IN("a\xF0\x9F\x98"), 1);
    assert_int_equal(FAULT_IN("a\xC3"
                              "a"),
                     1);
    assert_int_equal(FAULT_IN("a\xE2\x82"
                              "a"),
                     1);
    assert_int_equal(FAULT_IN("a\xF0\x9F\x98"
                              "a"),
                     1);
}

/* As RFC 3629 defines it, with nothing clever: decode, and encode again. */
static bool is_text(const unsigned char *at, size_t len)
{
    static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
    while (len > 0) {
        size_t length = *at < 0x80 ? 1 : *at < 0xC0 ? 0 : *at < 0xE0 ? 2 : *at < 0xF0 ? 3 : *at < 0xF8 ? 4 : 0;
        if (length == 0 || length > len || *at == 0)
            return false;
        unsigned long point = length == 1 ? *at : *at & (0x7Fu >> length);
        for (size_t i = 1; i < length; i++) {
            if ((at[i] & 0xC0) != 0x80)
                return false;
            point = point << 6 | (at[i] & 0x3F);
        }
        if (length > 1 && (point < least[length] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)))
            return false;
        at += length;
        len -= length;
    }
    return true;
}

static void every_pair_of_lead_bytes_agrees_with_the_definition(void **state)
{
    (void)state;
    static const unsigned char tails[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    enum { TAILS = sizeof tails };
    for (unsigned first = 0; first < 256; first++)
        for (unsigned second = 0; second < 256; second++)
            for (size_t i = 0; i < (size_t)TAILS * TAILS; i++)
                for (size_t len = 1; len <= 4; len++) {
                    char text[4] = {(char)first, (char)second, (char)tails[i / TAILS], (char)tails[i % TAILS]};
                    bool expected = is_text((const unsigned char *)text, len);
                    if ((sdn__utf8_fault(text, len) == NULL) != expected)
                        fail_msg("%02x %02x %02x %02x, %zu bytes", first, second, (unsigned char)text[2],
                                 (unsigned char)text[3], len);
                }
}

static void a_fault_is_found_at_every_distance_from_plain_text(void **state)
{
    (void)state;
    char text[64];
    for (size_t len = 1; len <= sizeof text; len++)
        for (size_t at = 0; at < len; at++) {
            memset(text, 'a', sizeof text);
            text[at] = (char)0x80;
            assert_int_equal(fault_in(text, len), at);
        }
}

static void what_is_shown_is_one_line_of_whole_characters(void **state)
{
    (void)state;
    char shown[8];
    assert_int_equal(sdn__utf8_show(shown, sizeof shown,
                                    "a\n\x7F\xFF"
                                    "\xC3\xA4",
                                    6),
                     6);
    assert_string_equal(shown, "a???\xC3\xA4");
    assert_int_equal(sdn__utf8_show(shown, sizeof shown, "123456\xC3\xA4", 8), 6);
    assert_string_equal(shown, "123456");
}

static void characters_have_a_length_and_a_number(void **state)
{
    (void)state;
    assert_int_equal(sdn__utf8_length("a\xC3\xA4", 3), 1);
    assert_int_equal(sdn__utf8_length("\0", 1), 1);
    assert_int_equal(sdn__utf8_length("\xC3\xA4z", 3), 2);
    assert_int_equal(sdn__utf8_length("\xE2\x82\xAC", 3), 3);
    assert_int_equal(sdn__utf8_length("\xF0\x9F\x98\x80", 4), 4);
    assert_int_equal(sdn__utf8_length("\xC3\xA4", 1), 0);
    assert_int_equal(sdn__utf8_length("\x80", 1), 0);
    assert_int_equal(sdn__utf8_decode("a", 1), 'a');
    assert_int_equal(sdn__utf8_decode("\x7F", 1), 0x7F);
    assert_int_equal(sdn__utf8_decode("\xC2\x80", 2), 0x80);
    assert_int_equal(sdn__utf8_decode("\xDF\xBF", 2), 0x7FF);
    assert_int_equal(sdn__utf8_decode("\xE2\x80\xAE", 3), 0x202E);
    assert_int_equal(sdn__utf8_decode("\xEF\xBF\xBF", 3), 0xFFFF);
    assert_int_equal(sdn__utf8_decode("\xF4\x8F\xBF\xBF", 4), 0x10FFFF);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_is_text),
        cmocka_unit_test(nul_is_no_text_anywhere),
        cmocka_unit_test(first_and_last_of_each_length_are_text),
        cmocka_unit_test(what_is_just_outside_is_not),
        cmocka_unit_test(cut_sequences_are_not_text_and_nothing_after_is_read),
        cmocka_unit_test(every_pair_of_lead_bytes_agrees_with_the_definition),
        cmocka_unit_test(a_fault_is_found_at_every_distance_from_plain_text),
        cmocka_unit_test(characters_have_a_length_and_a_number),
        cmocka_unit_test(what_is_shown_is_one_line_of_whole_characters),
    };
    return run_cases(argc, argv, tests);
}
