/* Messages as JSON. */
#include "test.h"

#include "rendered_diags.h"

static void json_has_one_object_per_line(void **state)
{
    rendered_diags f = rendered_diags_of("ab\t\"c\"\nd\xFF\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, (source_span){&f.source, 0, 2}, "a \"b\" \\ \xFF\x01\xC3\xA4\n");
    diag_note(&f.diags, d, (source_span){&f.source, 7, 40}, "here");
    diag_help(&f.diags, d, "one");
    diag_note(&f.diags, d, (source_span){&f.source, 0, 0}, "all");
    diag_help(&f.diags, d, "two");
    diag_warning(&f.diags, (source_span){&f.source, 3, 3}, "unwise");
    assert_int_equal(f.diags.errors, 1);
    diag_render(&f.diags, (diag_style){.format = DIAG_JSON}, &f.text);
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
    rendered_diags_finish(&f, false,
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
        cmocka_unit_test(json_has_one_object_per_line),
    };
    return run_cases(argc, argv, tests);
}
