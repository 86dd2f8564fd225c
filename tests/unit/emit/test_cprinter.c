#include "test.h"

#include "emit/cprinter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct fixture {
    sdn_arena arena;
    cprinter printer;
} fixture;

static int setup(void **state)
{
    fixture *f = calloc(1, sizeof *f);
    if (f == NULL)
        return -1;
    cprinter_init(&f->printer, &f->arena);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *f = *state;
    sdn_arena_release(&f->arena);
    free(f);
    return 0;
}

static void assert_printed(fixture *f, const char *expected)
{
    assert_string_equal(cprinter_text(&f->printer).ptr, expected);
}

static void holes_are_filled(void **state)
{
    fixture *f = *state;
    cprinter_set(&f->printer, "T", SDN_STR("todo"));
    cprinter_set(&f->printer, "n", SDN_STR("3"));
    cprinter_emit(&f->printer, "$T$_$n$ costs 5$$, $T$\n");
    assert_printed(f, "todo_3 costs 5$, todo\n");
}

static void a_name_can_be_set_again(void **state)
{
    fixture *f = *state;
    cprinter_set(&f->printer, "T", SDN_STR("a"));
    cprinter_emit(&f->printer, "$T$");
    cprinter_set(&f->printer, "T", SDN_STR("b"));
    cprinter_emit(&f->printer, "$T$\n");
    assert_printed(f, "ab\n");
}

static void lines_are_indented_and_empty_ones_stay_empty(void **state)
{
    fixture *f = *state;
    cprinter_emit(&f->printer, "{\n");
    cprinter_indent(&f->printer);
    cprinter_emit(&f->printer, "a;\n\n    b;\n");
    cprinter_outdent(&f->printer);
    cprinter_emit(&f->printer, "}\n");
    assert_printed(f, "{\n    a;\n\n        b;\n}\n");
}

static void a_value_of_several_lines_stays_in_its_column(void **state)
{
    fixture *f = *state;
    cprinter_set(&f->printer, "doc", SDN_STR("one\n\ntwo"));
    cprinter_indent(&f->printer);
    cprinter_emit(&f->printer, "x = $doc$;\n");
    assert_printed(f, "    x = one\n\n        two;\n");
}

static void long_lists_continue_after_their_bracket(void **state)
{
    fixture *f = *state;
    cprinter_emit(&f->printer,
                  "some_type_with_a_long_name *some_function_with_a_long_name(const some_type_with_a_long_name *store, "
                  "uint32_t number, const char *text_with_a_long_name, sdn_error *err);\n");
    assert_printed(
        f, "some_type_with_a_long_name *some_function_with_a_long_name(const some_type_with_a_long_name *store,\n"
           "                                                           uint32_t number, const char "
           "*text_with_a_long_name,\n"
           "                                                           sdn_error *err);\n");
}

static void quoted_text_is_not_broken(void **state)
{
    static const char line[] = "f(\"a quoted text, with commas, and brackets ((( and \\\" quotes, that is longer than "
                               "a line of the output can "
                               "ever be, really\");\n";
    fixture *f = *state;
    cprinter_emit(&f->printer, line);
    assert_printed(f, line);
}

static void a_comment_after_a_long_line_goes_before_it(void **state)
{
    fixture *f = *state;
    cprinter_indent(&f->printer);
    cprinter_emit(&f->printer,
                  "uint32_t some_member_with_a_very_long_name_indeed; /* a remark about it that is so long that both "
                  "do not fit */\n");
    assert_printed(f, "    /* a remark about it that is so long that both do not fit */\n"
                      "    uint32_t some_member_with_a_very_long_name_indeed;\n");
}

static void a_short_line_keeps_its_comment(void **state)
{
    fixture *f = *state;
    cprinter_emit(&f->printer, "a; /* b */\n");
    assert_printed(f, "a; /* b */\n");
}

static void format_gives_a_value(void **state)
{
    fixture *f = *state;
    cprinter_set(&f->printer, "a", SDN_STR("1"));
    cprinter_set(&f->printer, "b", cprinter_format(&f->printer, "<$a$>"));
    cprinter_emit(&f->printer, "$b$$a$\n");
    assert_printed(f, "<1>1\n");
}

static void any_number_of_names_can_be_set(void **state)
{
    fixture *f = *state;
    static char names[300][8];
    for (size_t i = 0; i < 300; i++) {
        snprintf(names[i], sizeof names[i], "n%zu", i);
        cprinter_set(&f->printer, names[i], sdn_str_from(names[i]));
    }
    cprinter_emit(&f->printer, "$n0$ $n64$ $n299$\n");
    assert_printed(f, "n0 n64 n299\n");
}

static void a_value_without_memory_fails_the_printer(void **state)
{
    fixture *f = *state;
    sdn_str none = {NULL, 0};
    cprinter_set(&f->printer, "a", none);
    cprinter_emit(&f->printer, "$a$\n");
    assert_null(cprinter_text(&f->printer).ptr);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(holes_are_filled, setup, teardown),
        cmocka_unit_test_setup_teardown(a_name_can_be_set_again, setup, teardown),
        cmocka_unit_test_setup_teardown(lines_are_indented_and_empty_ones_stay_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(a_value_of_several_lines_stays_in_its_column, setup, teardown),
        cmocka_unit_test_setup_teardown(long_lists_continue_after_their_bracket, setup, teardown),
        cmocka_unit_test_setup_teardown(quoted_text_is_not_broken, setup, teardown),
        cmocka_unit_test_setup_teardown(a_comment_after_a_long_line_goes_before_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_short_line_keeps_its_comment, setup, teardown),
        cmocka_unit_test_setup_teardown(format_gives_a_value, setup, teardown),
        cmocka_unit_test_setup_teardown(any_number_of_names_can_be_set, setup, teardown),
        cmocka_unit_test_setup_teardown(a_value_without_memory_fails_the_printer, setup, teardown),
    };
    return run_cases(argc, argv, tests);
}
