#include "test.h"

#include <string.h>

#include "cli/terminal.h"

static void expect(const char *text, const char *expected)
{
    sdn_buffer buffer = SDN_BUFFER_INIT;
    sdn__buffer_add(&buffer, text, strlen(text));
    terminal_defuse(&buffer);
    assert_int_equal(buffer.len, strlen(expected));
    if (buffer.len > 0)
        assert_memory_equal(buffer.bytes, expected, buffer.len);
    sdn__buffer_release(&buffer);
}

static void text_stays_as_it_is(void **state)
{
    (void)state;
    expect("", "");
    expect("a\tb\r\nc\n", "a\tb\r\nc\n");
    expect("\xC3\xBC\xC2\xA0\xE2\x82\xAC", "\xC3\xBC\xC2\xA0\xE2\x82\xAC");
}

static void colors_of_this_program_stay(void **state)
{
    (void)state;
    expect("\033[1;31merror\033[0m \033[33mx\033[0m", "\033[1;31merror\033[0m \033[33mx\033[0m");
}

static void controls_of_a_file_reach_no_terminal(void **state)
{
    (void)state;
    expect("\033]0;title\a", "?]0;title?");
    expect("a\033[2Jb\033[8mc\033[", "a?[2Jb?[8mc?[");
    expect("\033[1\033[1;", "?[1?[1;");
    expect("\033[;m\033[m", "?[;m?[m");
    expect("over\rwritten\b\x7F", "over?written??");
    expect("\xC2\x9B"
           "2J\xC2",
           "?2J\xC2");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stays_as_it_is),
        cmocka_unit_test(colors_of_this_program_stay),
        cmocka_unit_test(controls_of_a_file_reach_no_terminal),
    };
    return run_cases(argc, argv, tests);
}
