/* Messages as people read them: the line, the mark below it, colors. */
#include "test.h"

#include "rendered_diags.h"

#include <string.h>

static source_span span(const rendered_diags *f, uint32_t start, uint32_t len)
{
    return (source_span){&f->source, start, len};
}

static void an_error_shows_its_line_and_what_belongs_to_it(void **state)
{
    rendered_diags f = rendered_diags_of("one\n  two three\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, span(&f, 6, 3), "wrong '%s'", "two");
    diag_note(&f.diags, d, span(&f, 0, 3), "because of this");
    diag_help(&f.diags, d, "try %d", 3);
    rendered_diags_finish(&f, false,
                          "t.schema:2:3: error: wrong 'two'\n"
                          "    2 |   two three\n"
                          "      |   ^^^\n"
                          "t.schema:1:1: note: because of this\n"
                          "    1 | one\n"
                          "      | ^^^\n"
                          "      = help: try 3\n");
}

static void a_message_about_the_file_shows_no_line(void **state)
{
    rendered_diags f = rendered_diags_of("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, source_whole(&f.source), "bad name");
    rendered_diags_finish(&f, false, "t.schema:1:1: error: bad name\n");
}

static void the_caret_is_below_its_text_whatever_precedes_it(void **state)
{
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"\tx", "t.schema:1:2: error: e\n    1 |         x\n      |         ^\n"},
        {"a\tx", "t.schema:1:3: error: e\n    1 | a       x\n      |         ^\n"},
        {"\xC3\xA9x", "t.schema:1:3: error: e\n    1 | \xC3\xA9x\n      |  ^\n"},
        {"\xE6\xBC\xA2x", "t.schema:1:4: error: e\n    1 | \xE6\xBC\xA2x\n      |   ^\n"},
        {"\x1B[1mx", "t.schema:1:5: error: e\n    1 | ?[1mx\n      |     ^\n"},
        {"\xFF\xFEx", "t.schema:1:3: error: e\n    1 | ?"
                      "?x\n      |   ^\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rendered_diags f = rendered_diags_of(cases[i].text);
        diag_list_init(&f.diags, &f.arena);
        diag_error(&f.diags, span(&f, (uint32_t)strlen(cases[i].text) - 1, 1), "e");
        rendered_diags_finish(&f, false, cases[i].shown);
    }
}

static void a_mark_ends_with_its_line(void **state)
{
    rendered_diags f = rendered_diags_of("ab cd\nef\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 3, 6), "e");
    diag_error(&f.diags, span(&f, 9, 1), "end");
    rendered_diags_finish(&f, false,
                          "t.schema:1:4: error: e\n    1 | ab cd\n      |    ^^\n\n"
                          "t.schema:3:1: error: end\n    3 |\n      | ^\n");
}

static void a_long_line_is_shown_around_the_mark(void **state)
{
    static char line[100001];
    (void)state;
    memset(line, 'a', sizeof line - 1);
    line[50000] = 'X';
    rendered_diags f = rendered_diags_of(line);
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 50000, 1), "e");
    rendered_diags_finish(
        &f, false,
        "t.schema:1:50001: error: e\n"
        "    1 | "
        "..."
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        "aaaaaaaaaaa...\n"
        "      |                                                                ^\n");
}

static void a_terminal_gets_colors(void **state)
{
    rendered_diags f = rendered_diags_of("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, span(&f, 0, 1), "e");
    diag_help(&f.diags, d, "h");
    rendered_diags_finish(&f, true,
                          "\x1b[1mt.schema:1:1: \x1b[1;31merror: \x1b[0me\n"
                          "\x1b[1;34m    1 |\x1b[0m ab\n"
                          "\x1b[1;34m      |\x1b[0m \x1b[1;31m^\x1b[0m\n"
                          "\x1b[1;34m      = \x1b[1;32mhelp: \x1b[0mh\n");
}

static void control_characters_in_messages_are_replaced(void **state)
{
    rendered_diags f = rendered_diags_of("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, source_whole(&f.source), "a\x1b[31mb\nc\xE2\x80\xAE\xC3");
    rendered_diags_finish(&f, false,
                          "t.schema:1:1: error: a?[31mb?c?"
                          "?\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_shows_its_line_and_what_belongs_to_it),
        cmocka_unit_test(a_message_about_the_file_shows_no_line),
        cmocka_unit_test(the_caret_is_below_its_text_whatever_precedes_it),
        cmocka_unit_test(a_mark_ends_with_its_line),
        cmocka_unit_test(a_long_line_is_shown_around_the_mark),
        cmocka_unit_test(a_terminal_gets_colors),
        cmocka_unit_test(control_characters_in_messages_are_replaced),
    };
    return run_cases(argc, argv, tests);
}
