/* Messages as workflow commands of GitHub. */
#include "test.h"

#include "rendered_diags.h"

static void commands_are_one_line_each_with_escapes(void **state)
{
    rendered_diags f = rendered_diags_of("ab c\nd\n");
    const diag_style style = {.format = DIAG_GITHUB};
    (void)state;
    f.source.path = SDN_STR("a,b:%.sdn");
    diag_list_init(&f.diags, &f.arena);
    diag *d = diag_error(&f.diags, (source_span){&f.source, 3, 1}, "100%% wrong:\r\nso, no");
    diag_note(&f.diags, d, (source_span){&f.source, 5, 1}, "here");
    diag_help(&f.diags, d, "mend it");
    diag_warning(&f.diags, source_whole(&f.source), "unwise");
    f.diags.left_out = 2;
    diag_render(&f.diags, style, &f.text);
    diag_render_plain(style, SDN_STR("c,d"), SDN_STR("is\ngone"), &f.text);
    diag_render_plain(style, SDN_STR(""), SDN_STR("out of memory"), &f.text);
    sdn__buffer_add(&f.text, "", 1);
    assert_string_equal(f.text.bytes, "::error file=a%2Cb%3A%25.sdn,line=1,endLine=1,col=4,endColumn=5,title=sdnc::"
                                      "100%25 wrong:%0D%0Aso, no%0Anote: here (a,b:%25.sdn:2)%0Ahelp: mend it\n"
                                      "::warning file=a%2Cb%3A%25.sdn,line=1,endLine=1,title=sdnc::unwise\n"
                                      "::error title=sdnc::2 more errors are not shown\n"
                                      "::error file=c%2Cd,title=sdnc::is%0Agone\n"
                                      "::error title=sdnc::out of memory\n");
    f.diags.left_out = 0;
    f.diags.count = 0;
    f.text.len = 0;
    rendered_diags_finish(&f, false, "");
}

static void formats_have_the_names_of_the_option(void **state)
{
    (void)state;
    assert_int_equal(diag_format_named("json"), DIAG_JSON);
    assert_int_equal(diag_format_named("github"), DIAG_GITHUB);
    assert_int_equal(diag_format_named("text"), DIAG_TEXT);
    assert_int_equal(diag_format_named("xml"), DIAG_TEXT);
    assert_int_equal(diag_format_named(NULL), DIAG_TEXT);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_are_one_line_each_with_escapes),
        cmocka_unit_test(formats_have_the_names_of_the_option),
    };
    return run_cases(argc, argv, tests);
}
