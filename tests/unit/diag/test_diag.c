#include "test.h"

#include "rendered_diags.h"

static source_span span(const rendered_diags *f, uint32_t start, uint32_t len)
{
    return (source_span){&f->source, start, len};
}

static void errors_are_in_order_of_place_and_said_once(void **state)
{
    rendered_diags f = rendered_diags_of("ab\ncd\n");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    diag_error(&f.diags, span(&f, 3, 1), "late");
    diag_error(&f.diags, span(&f, 0, 1), "early");
    diag_error(&f.diags, span(&f, 3, 1), "late");
    diag_error(&f.diags, span(&f, 3, 1), "late too");
    rendered_diags_finish(&f, false,
                          "t.schema:1:1: error: early\n    1 | ab\n      | ^\n\n"
                          "t.schema:2:1: error: late\n    2 | cd\n      | ^\n\n"
                          "t.schema:2:1: error: late too\n    2 | cd\n      | ^\n");
}

static void errors_of_the_library_lose_the_place_that_is_shown_anyway(void **state)
{
    rendered_diags f = rendered_diags_of("ab\ncd\n");
    sdn_error placed = {0}, whole = {0};
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    sdn__fail_at(&placed, SDN_E_SYNTAX, "t.schema", 2, 2, "no: 1:2: %s", "such");
    sdn__fail(&whole, SDN_E_IO, NULL, "gone");
    diag_error_in(&f.diags, &f.source, &placed);
    diag_error_in(&f.diags, &f.source, &whole);
    rendered_diags_finish(&f, false,
                          "t.schema:1:1: error: gone\n\n"
                          "t.schema:2:2: error: no: 1:2: such\n    2 | cd\n      |  ^\n");
}

static void errors_beyond_the_limit_are_counted(void **state)
{
    rendered_diags f = rendered_diags_of("ab");
    (void)state;
    diag_list_init(&f.diags, &f.arena);
    for (int i = 0; i < DIAG_MAX + 5; i++)
        diag_note(&f.diags, diag_error(&f.diags, span(&f, 0, 1), "same"), span(&f, 1, 1), "n");
    assert_int_equal(f.diags.count, DIAG_MAX);
    rendered_diags_finish(&f, false,
                          "t.schema:1:1: error: same\n    1 | ab\n      | ^\n"
                          "t.schema:1:2: note: n\n    1 | ab\n      |  ^\n"
                          "\n5 more errors are not shown\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_are_in_order_of_place_and_said_once),
        cmocka_unit_test(errors_of_the_library_lose_the_place_that_is_shown_anyway),
        cmocka_unit_test(errors_beyond_the_limit_are_counted),
    };
    return run_cases(argc, argv, tests);
}
