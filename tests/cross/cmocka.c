/* The runner of the cases, for cmocka.h beside. Prints a line for each case that does not simply pass, and a sum. */
#define _POSIX_C_SOURCE 200809L

#include "cmocka.h"

#include <fnmatch.h>

jmp_buf cross_cmocka_skipped;

static const char *filter = "*";

void cmocka_set_test_filter(const char *pattern)
{
    filter = pattern;
}

static void run_fixture(const char *name, const char *what, CMFixtureFunction fixture, void **state)
{
    if (fixture == NULL || fixture(state) == 0)
        return;
    printf("%s: %s fails\n", name, what);
    exit(1);
}

/* Whether it ran; a skipped one did not. */
static int run_case(const struct CMUnitTest *test, void *of_group)
{
    void *state = of_group;
    volatile int ran = 1;
    run_fixture(test->name, "setup", test->setup, &state);
    if (setjmp(cross_cmocka_skipped) == 0)
        test->run(&state);
    else
        ran = 0;
    run_fixture(test->name, "teardown", test->teardown, &state);
    if (!ran)
        printf("%s: skipped\n", test->name);
    return ran;
}

int _cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count, CMFixtureFunction setup,
                            CMFixtureFunction teardown)
{
    void *state = NULL;
    size_t passed = 0, skipped = 0;
    run_fixture(name, "setup", setup, &state);
    for (size_t i = 0; i < count; i++) {
        if (fnmatch(filter, tests[i].name, 0) != 0)
            continue;
        if (run_case(&tests[i], state))
            passed++;
        else
            skipped++;
    }
    run_fixture(name, "teardown", teardown, &state);
    printf("%zu passed, 0 failed, %zu skipped\n", passed, skipped);
    return 0;
}
