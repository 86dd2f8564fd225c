#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "place.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

enum { MOST_CASES = 200 };

static const char *program_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

static int list_cases(const struct CMUnitTest *tests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        puts(tests[i].name);
    return 0;
}

static bool has_match(const struct CMUnitTest *tests, size_t count, const char *pattern)
{
    for (size_t i = 0; i < count; i++)
        if (fnmatch(pattern, tests[i].name, 0) == 0)
            return true;
    return false;
}

static const char *why_skipped(const char *name)
{
    for (const skipped_case *each = place.skipped; each != NULL && each->name != NULL; each++)
        if (strcmp(each->name, name) == 0)
            return each->why;
    return NULL;
}

/* Without those that the place of the program cannot play, which are named. */
static size_t keep_playable(const struct CMUnitTest *tests, size_t count, struct CMUnitTest kept[])
{
    size_t kept_count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *why = why_skipped(tests[i].name);
        if (why == NULL)
            kept[kept_count++] = tests[i];
        else
            printf("not played: %s: %s\n", tests[i].name, why);
    }
    return kept_count;
}

int run_case_array(int argc, char **argv, const struct CMUnitTest *tests, size_t count, CMFixtureFunction setup,
                   CMFixtureFunction teardown)
{
    const char *pattern = argc > 1 ? argv[1] : "*";
    if (strcmp(pattern, "--list") == 0)
        return list_cases(tests, count);
    if (!has_match(tests, count, pattern)) {
        fprintf(stderr, "%s: no case is named \"%s\"; --list shows all\n", program_name(argv[0]), pattern);
        return 2;
    }
    static struct CMUnitTest kept[MOST_CASES];
    if (count > MOST_CASES)
        return 2;
    cmocka_set_test_filter(pattern);
    return _cmocka_run_group_tests(program_name(argv[0]), kept, keep_playable(tests, count, kept), setup, teardown);
}
