#include "test.h"

#include "emit/ctext.h"

#include <string.h>

static sdn_arena arena;

static int teardown(void **state)
{
    (void)state;
    sdn_arena_release(&arena);
    return 0;
}

static void literals_hold_any_text(void **state)
{
    static const struct {
        sdn_str text;
        const char *literal;
    } cases[] = {
        {SDN_STR_INIT(""), "\"\""},
        {SDN_STR_INIT("plain text"), "\"plain text\""},
        {SDN_STR_INIT("a \"b\" \\ c"), "\"a \\\"b\\\" \\\\ c\""},
        {SDN_STR_INIT("tab\treturn\r"), "\"tab\\treturn\\r\""},
        {SDN_STR_INIT("\x01"
                      "1\x7F"
                      "f"),
         "\"\\0011\\177f\""},
        {SDN_STR_INIT("a\0b"), "\"a\\000b\""},
        {SDN_STR_INIT("?"
                      "?/ and ?"
                      "?"
                      "?= but ?"
                      "?x"),
         "\"?\\?/ and ?"
         "?\\?= but ?"
         "?x\""},
        {SDN_STR_INIT("gr\xC3\xBC\xC3\x9F"
                      "e"),
         "\"gr\xC3\xBC\xC3\x9F"
         "e\""},
        {SDN_STR_INIT("x\xE2\x80\xAEy"), "\"x\\342\\200\\256y\""},
        {SDN_STR_INIT("one\ntwo\n"), "\"one\\n\"\n\"two\\n\""},
        {SDN_STR_INIT("%d $T$ */"), "\"%d $T$ */\""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(ctext_literal(&arena, cases[i].text).ptr, cases[i].literal);
}

static void characters_are_escaped(void **state)
{
    (void)state;
    assert_string_equal(ctext_character(&arena, ',').ptr, "','");
    assert_string_equal(ctext_character(&arena, '\'').ptr, "'\\''");
    assert_string_equal(ctext_character(&arena, '"').ptr, "'\"'");
    assert_string_equal(ctext_character(&arena, '\\').ptr, "'\\\\'");
    assert_string_equal(ctext_character(&arena, '\t').ptr, "'\\t'");
}

static void comments_end_where_they_should(void **state)
{
    static const struct {
        sdn_str text;
        const char *comment;
    } cases[] = {
        {SDN_STR_INIT(""), ""},
        {SDN_STR_INIT("One line."), "/* One line. */"},
        {SDN_STR_INIT("One.\nTwo."), "/* One.\n * Two. */"},
        {SDN_STR_INIT("One.\n\n  Two.  \n"), "/* One.\n *\n *   Two. */"},
        {SDN_STR_INIT("a */ b /* c"), "/* a * / b / * c */"},
        {SDN_STR_INIT("a */*/ b"), "/* a * / * / b */"},
        {SDN_STR_INIT("/"), "/* / */"},
        {SDN_STR_INIT("*"), "/* * */"},
        {SDN_STR_INIT("C:\\\nnext"), "/* C:\\.\n * next */"},
        {SDN_STR_INIT("C:\\  \nnext\\"), "/* C:\\.\n * next\\. */"},
        {SDN_STR_INIT("a ?"
                      "?/\n/ b"),
         "/* a ? ?/\n * / b */"},
        {SDN_STR_INIT("bell\a cr\r"), "/* bell  cr */"},
        {SDN_STR_INIT("\xE2\x80\xAE turned"), "/* <U+202E> turned */"},
        {SDN_STR_INIT("\xE2\x81\xA6"), "/* <U+2066> */"},
        {SDN_STR_INIT("na\xC3\xAFve"), "/* na\xC3\xAFve */"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(ctext_comment(&arena, cases[i].text).ptr, cases[i].comment);
}

static void long_comment_lines_are_broken_at_blanks(void **state)
{
    (void)state;
    assert_string_equal(
        ctext_comment(&arena, SDN_STR("The first line of this comment has more to say than fits into the width of a "
                                      "line, so it has to go on."))
            .ptr,
        "/* The first line of this comment has more to say than fits into the width of a line, so it has to go\n"
        " * on. */");
}

static void long_literals_are_broken_at_blanks(void **state)
{
    (void)state;
    assert_string_equal(ctext_literal(&arena, SDN_STR("The first line of this text has more to say than fits into "
                                                      "the width of a line, so it goes on."))
                            .ptr,
                        "\"The first line of this text has more to say than fits into the width of a line, \"\n"
                        "\"so it goes on.\"");
}

static void texts_beyond_the_limit_of_literals_are_arrays(void **state)
{
    static char text[4097];
    (void)state;
    memset(text, 'x', sizeof text);
    text[0] = '\'';
    text[1] = '"';
    text[2] = '\n';
    text[3] = (char)0xC3;
    assert_memory_equal(ctext_literal(&arena, (sdn_str){text, 4095}).ptr, "\"'\\\"\\n", 6);
    sdn_str array = ctext_literal(&arena, (sdn_str){text, 4096});
    assert_memory_equal(array.ptr, "((const char[]){'\\'', '\"', '\\n', '\\303', 'x', ", 46);
    assert_string_equal(array.ptr + array.len - 11, "'x', '\\0'})");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(literals_hold_any_text),
        cmocka_unit_test(characters_are_escaped),
        cmocka_unit_test(comments_end_where_they_should),
        cmocka_unit_test(long_comment_lines_are_broken_at_blanks),
        cmocka_unit_test(long_literals_are_broken_at_blanks),
        cmocka_unit_test(texts_beyond_the_limit_of_literals_are_arrays),
    };
    return run_cases_with(argc, argv, tests, NULL, teardown);
}
