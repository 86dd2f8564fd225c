#include "test.h"

#include "compile_text.h"

#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    sdn_arena arena;
    diag_list diags;
    source_file source;
    sdn_buffer text;
} fixture;

static fixture start(const char *text)
{
    fixture f = {.arena = SDN_ARENA_INIT};
    sdn_error err = {0};
    assert_ok(source_init(&f.source, SDN_STR("t.schema"), sdn_str_from(text), &f.arena, &err), err);
    return f;
}

/* Renders and compares, and ends the fixture. */
static void finish(fixture *f, bool color, const char *expected)
{
    diag_sort(&f->diags);
    diag_render(&f->diags, (diag_style){.color = color}, &f->text);
    sdn__buffer_add(&f->text, "", 1);
    assert_string_equal(f->text.bytes, expected);
    sdn__buffer_release(&f->text);
    diag_list_release(&f->diags);
    sdn_arena_release(&f->arena);
}

static source_span span(const fixture *f, uint32_t start, uint32_t len)
{
    return (source_span){&f->source, start, len};
}

static void an_error_shows_its_line_and_what_belongs_to_it(void **state)
{
    fixture f = start("one\n  two three\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, span(&f, 6, 3), "wrong '%s'", "two");
    diag_note(&f.diags, d, span(&f, 0, 3), "because of this");
    diag_help(&f.diags, d, "try %d", 3);
    finish(&f, false,
           "t.schema:2:3: error: wrong 'two'\n"
           "    2 |   two three\n"
           "      |   ^^^\n"
           "t.schema:1:1: note: because of this\n"
           "    1 | one\n"
           "      | ^^^\n"
           "      = help: try 3\n");
}

static void errors_are_in_order_of_place_and_said_once(void **state)
{
    fixture f = start("ab\ncd\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 3, 1), "late");
    diag_error(&f.diags, span(&f, 0, 1), "early");
    diag_error(&f.diags, span(&f, 3, 1), "late");
    diag_error(&f.diags, span(&f, 3, 1), "late too");
    finish(&f, false,
           "t.schema:1:1: error: early\n    1 | ab\n      | ^\n\n"
           "t.schema:2:1: error: late\n    2 | cd\n      | ^\n\n"
           "t.schema:2:1: error: late too\n    2 | cd\n      | ^\n");
}

static void a_message_about_the_file_shows_no_line(void **state)
{
    fixture f = start("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, source_whole(&f.source), "bad name");
    finish(&f, false, "t.schema:1:1: error: bad name\n");
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
        fixture f = start(cases[i].text);
        diag_list_init(&f.diags, &f.arena);
        diag_error(&f.diags, span(&f, (uint32_t)strlen(cases[i].text) - 1, 1), "e");
        finish(&f, false, cases[i].shown);
    }
}

static void a_mark_ends_with_its_line(void **state)
{
    fixture f = start("ab cd\nef\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 3, 6), "e");
    diag_error(&f.diags, span(&f, 9, 1), "end");
    finish(&f, false,
           "t.schema:1:4: error: e\n    1 | ab cd\n      |    ^^\n\n"
           "t.schema:3:1: error: end\n    3 |\n      | ^\n");
}

static void a_long_line_is_shown_around_the_mark(void **state)
{
    static char line[100001];
    (void)state;
    memset(line, 'a', sizeof line - 1);
    line[50000] = 'X';
    fixture f = start(line);
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 50000, 1), "e");
    finish(&f, false,
           "t.schema:1:50001: error: e\n"
           "    1 | "
           "..."
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaXaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
           "aaaaaaaaaaa...\n"
           "      |                                                                ^\n");
}

static void a_terminal_gets_colors(void **state)
{
    fixture f = start("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, span(&f, 0, 1), "e");
    diag_help(&f.diags, d, "h");
    finish(&f, true,
           "\x1b[1mt.schema:1:1: \x1b[1;31merror: \x1b[0me\n"
           "\x1b[1;34m    1 |\x1b[0m ab\n"
           "\x1b[1;34m      |\x1b[0m \x1b[1;31m^\x1b[0m\n"
           "\x1b[1;34m      = \x1b[1;32mhelp: \x1b[0mh\n");
}

static void control_characters_in_messages_are_replaced(void **state)
{
    fixture f = start("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, source_whole(&f.source), "a\x1b[31mb\nc\xE2\x80\xAE\xC3");
    finish(&f, false,
           "t.schema:1:1: error: a?[31mb?c?"
           "?\n");
}

static void errors_beyond_the_limit_are_counted(void **state)
{
    fixture f = start("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    for (int i = 0; i < DIAG_MAX + 5; i++)
        diag_note(&f.diags, diag_error(&f.diags, span(&f, 0, 1), "same"), span(&f, 1, 1), "n");
    assert_int_equal(f.diags.count, DIAG_MAX);
    finish(&f, false,
           "t.schema:1:1: error: same\n    1 | ab\n      | ^\n"
           "t.schema:1:2: note: n\n    1 | ab\n      |  ^\n"
           "\n5 more errors are not shown\n");
}

static void json_has_one_object_per_line(void **state)
{
    fixture f = start("ab\t\"c\"\nd\xFF\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, (source_span){&f.source, 0, 2}, "a \"b\" \\ \xFF\x01\xC3\xA4\n");
    diag_note(&f.diags, d, (source_span){&f.source, 7, 40}, "here");
    diag_help(&f.diags, d, "one");
    diag_note(&f.diags, d, (source_span){&f.source, 0, 0}, "all");
    diag_help(&f.diags, d, "two");
    diag_warning(&f.diags, (source_span){&f.source, 3, 3}, "unwise");
    assert_int_equal(f.diags.errors, 1);
    diag_render(&f.diags, (diag_style){.json = true}, &f.text);
    diag_render_json_plain(SDN_STR(""), SDN_STR("out"), &f.text);
    sdn__buffer_add(&f.text, "", 1);
    assert_string_equal(f.text.bytes, "{\"severity\":\"error\",\"message\":\"a \\\"b\\\" \\\\ "
                                      "\xEF\xBF\xBD\\u0001\xC3\xA4\\n\",\"file\":\"t.schema\","
                                      "\"line\":1,\"column\":1,\"end_line\":1,\"end_column\":3,\"notes\":["
                                      "{\"message\":\"here\",\"file\":\"t.schema\",\"line\":2,\"column\":1,"
                                      "\"end_line\":2,\"end_column\":3},"
                                      "{\"message\":\"all\",\"file\":\"t.schema\",\"line\":1,\"column\":1,"
                                      "\"end_line\":1,\"end_column\":1}],"
                                      "\"help\":[\"one\",\"two\"]}\n"
                                      "{\"severity\":\"warning\",\"message\":\"unwise\",\"file\":\"t."
                                      "schema\",\"line\":1,\"column\":4,\"end_line\":1,"
                                      "\"end_column\":7,\"notes\":[],\"help\":[]}\n"
                                      "{\"severity\":\"error\",\"message\":\"out\",\"file\":null,\"line\":0,"
                                      "\"column\":0,\"end_line\":0,\"end_column\":0,"
                                      "\"notes\":[],\"help\":[]}\n");
    f.text.len = 0;
    finish(&f, false,
           "t.schema:1:1: error: a \"b\" \\ ??\xC3\xA4?\n"
           "    1 | ab      \"c\"\n"
           "      | ^^\n"
           "t.schema:2:1: note: here\n"
           "    2 | d?\n"
           "      | ^^\n"
           "      = help: one\n"
           "t.schema:1:1: note: all\n"
           "      = help: two\n"
           "\n"
           "t.schema:1:4: warning: unwise\n"
           "    1 | ab      \"c\"\n"
           "      |         ^^^\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_error_shows_its_line_and_what_belongs_to_it),
        cmocka_unit_test(errors_are_in_order_of_place_and_said_once),
        cmocka_unit_test(a_message_about_the_file_shows_no_line),
        cmocka_unit_test(the_caret_is_below_its_text_whatever_precedes_it),
        cmocka_unit_test(a_mark_ends_with_its_line),
        cmocka_unit_test(a_long_line_is_shown_around_the_mark),
        cmocka_unit_test(a_terminal_gets_colors),
        cmocka_unit_test(control_characters_in_messages_are_replaced),
        cmocka_unit_test(errors_beyond_the_limit_are_counted),
        cmocka_unit_test(json_has_one_object_per_line),
    };
    return run_cases(argc, argv, tests);
}
