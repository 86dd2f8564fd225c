/* Names of temporary files. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "base/alloc.h"
#include "file/temp_name.h"

#include <fcntl.h>
#include <string.h>

static void temp_names_are_recognised_for_their_base_only(void **state)
{
    (void)state;
    char *name = sdn__temp_name("x.sdn");
    assert_int_equal(strlen(name), strlen("x.sdn") + SDN_TEMP_SUFFIX_SIZE - 1);
    assert_true(sdn__temp_name_matches(name, "x.sdn"));
    assert_false(sdn__temp_name_matches(name, "x"));
    assert_false(sdn__temp_name_matches(name, "y.sdn"));
    name[0] = 'y'; /* a copy that somebody gave the form of another file's */
    assert_false(sdn__temp_name_matches(name, "y.sdn"));
    sdn__free(name);
}

static void names_of_that_form_that_others_chose_are_not_ours(void **state)
{
    static const char *const others[] = {
        "x.0123456789abcdef.tmp",
        "x.0123456789abcde.tmp",
        "x.0123456789abcdef0.tmp",
        "x.0000000000000000.tmp",
        "x.ffffffffffffffff.tmp",
        "x.tmp",
        "x.sdn.tmp",
        "x",
    };
    (void)state;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(sdn__temp_name_matches(others[i], "x"));
    char *name = sdn__temp_name("x");
    for (size_t at = 2; at < 18; at++) { /* any digit changed, or in upper case */
        char digit = name[at];
        name[at] = digit == '0' ? '1' : '0';
        assert_false(sdn__temp_name_matches(name, "x"));
        name[at] = digit >= 'a' ? (char)(digit - 'a' + 'A') : 'A';
        assert_false(sdn__temp_name_matches(name, "x"));
        name[at] = digit;
    }
    assert_true(sdn__temp_name_matches(name, "x"));
    sdn__free(name);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(temp_names_are_recognised_for_their_base_only),
        cmocka_unit_test(names_of_that_form_that_others_chose_are_not_ours),
    };
    return run_cases(argc, argv, tests);
}
