#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "record_types/composite_key.h"
#include "tempdir.h"

#include <stdio.h>
#include <string.h>

/* What is printed of a record; lasts until the next call. */
static const char *printed(const sdn_record_type *type, const void *record)
{
    static char text[4096];
    FILE *out = tmpfile();
    assert_non_null(out);
    assert_int_equal(sdn_record_print(type, record, out), SDN_OK);
    rewind(out);
    size_t len = fread(text, 1, sizeof text - 1, out);
    text[len] = '\0';
    fclose(out);
    return text;
}

static void a_record_is_a_line_for_each_field(void **state)
{
    (void)state;
    static const sdn_str tags[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b")};
    note record = note_of("1", "some text");
    record.number = 12;
    record.has_weight = true;
    record.weight = 3;
    record.tags = (sdn_str_list){tags, 2};
    assert_string_equal(printed(&note_record_type, &record), "id:     1\n"
                                                             "text:   some text\n"
                                                             "number: 12\n"
                                                             "done:   false\n"
                                                             "kind:   fact\n"
                                                             "side:   left\n"
                                                             "link:\n"
                                                             "weight: 3\n"
                                                             "tags:   a,b\n");
}

/* The value is `text`; what is printed of it follows the name. */
static void assert_shown(const char *text, size_t len, const char *expected)
{
    pair record = {.number = 1, .name = SDN_STR("x"), .value = {text, len}};
    char all[1024];
    snprintf(all, sizeof all, "number: 1\nname:   x\nflag:   false\nvalue:%s\n", expected);
    assert_string_equal(printed(&pair_record_type, &record), all);
}

#define ASSERT_SHOWN(text, expected) assert_shown(text, sizeof(text) - 1, expected)

static void further_lines_are_indented(void **state)
{
    (void)state;
    ASSERT_SHOWN("one\ntwo\nflag:   true", "  one\n        two\n        flag:   true");
    ASSERT_SHOWN("one\n\ntwo", "  one\n\n        two");
    ASSERT_SHOWN("one\n", "  one\n");
    ASSERT_SHOWN("\none", "\n        one");
    ASSERT_SHOWN("", "");
}

static void what_would_act_on_a_terminal_is_escaped(void **state)
{
    (void)state;
    ASSERT_SHOWN("\x1b[2Ja\tb\rc\x7f", "  \\x1b[2Ja\\tb\\rc\\x7f");
    ASSERT_SHOWN("\xC2\x9B\x31m", "  \\u009b1m"); /* CSI, as one character */
    ASSERT_SHOWN("a\xE2\x80\xAE"
                 "b\xE2\x81\xA6\xE2\x80\xA8\xD8\x9C",
                 "  a\\u202eb\\u2066\\u2028\\u061c");
    ASSERT_SHOWN("\xE2\x80\x8E\xE2\x80\x8F", "  \\u200e\\u200f");
}

static void what_no_file_can_hold_is_shown_as_such(void **state)
{
    (void)state;
    ASSERT_SHOWN("\xFF", "  (no value of its type)");
    ASSERT_SHOWN("a\0b", "  (no value of its type)");
}

static void other_characters_are_printed_as_they_are(void **state)
{
    (void)state;
    ASSERT_SHOWN("\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x98\x80 \xC2\xA0 \\n 100%s", "  \xC3\xA4 \xE2\x82\xAC "
                                                                              "\xF0\x9F\x98\x80 \xC2\xA0 \\n 100%s");
}

static void a_stream_that_takes_nothing_is_an_error(void **state)
{
    (void)state;
    note record = note_of("1", "text");
    FILE *out = fopen("/dev/null", "r");
    assert_non_null(out);
    assert_int_equal(sdn_record_print(&note_record_type, &record, out), SDN_E_IO);
    fclose(out);
}

/* The last of what fills the buffer of the stream, of each kind that is printed. */
static void a_stream_that_is_full_is_an_error(void **state)
{
    (void)state;
    static char text[1 << 16];
    static const char *const kinds[] = {"xxxx", "\x1b\x1b\x1b\x1b", "\t\t\t\t", "\n\n\n\n", "x\nx\n"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        note record = note_of("1", "");
        FILE *out = fopen("/dev/full", "w");
        assert_non_null(out);
        for (size_t at = 0; at < sizeof text; at += 4)
            memcpy(text + at, kinds[i], 4);
        record.text = (sdn_str){text, sizeof text};
        assert_int_equal(sdn_record_print(&note_record_type, &record, out), SDN_E_IO);
        fclose(out);
    }
}

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    static char huge[1 << 20];
    note record = note_of("1", "text");
    FILE *out = fopen("/dev/null", "w");
    assert_non_null(out);
    memset(huge, 'h', sizeof huge);
    record.text = (sdn_str){huge, sizeof huge};
    int failures = 0;
    for (bool fired = true; fired; failures++) {
        faults_arm_memory(failures + 1);
        sdn_code code = sdn_record_print(&note_record_type, &record, out);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
    }
    assert_true(failures > 2);
    fclose(out);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(a_record_is_a_line_for_each_field),
        TEST_IN_TEMPDIR(further_lines_are_indented),
        TEST_IN_TEMPDIR(what_would_act_on_a_terminal_is_escaped),
        TEST_IN_TEMPDIR(what_no_file_can_hold_is_shown_as_such),
        TEST_IN_TEMPDIR(other_characters_are_printed_as_they_are),
        TEST_IN_TEMPDIR(a_stream_that_takes_nothing_is_an_error),
        TEST_IN_TEMPDIR(a_stream_that_is_full_is_an_error),
        TEST_IN_TEMPDIR(memory_that_runs_out_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
