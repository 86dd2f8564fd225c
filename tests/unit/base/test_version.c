/* The release: what the library says, what its headers say, and what the build says are one. */
#include <sdn/version.h>

#include "test.h"

static void test_library_and_headers_are_one_release(void **state)
{
    (void)state;
    assert_non_null(sdn_version_string());
    assert_string_equal(sdn_version_string(), SDN_VERSION_STRING);
}

static void test_headers_and_build_are_one_release(void **state)
{
    (void)state;
    assert_string_equal(SDN_VERSION_STRING, SDNC_PROJECT_VERSION);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library_and_headers_are_one_release),
        cmocka_unit_test(test_headers_and_build_are_one_release),
    };
    return run_cases(argc, argv, tests);
}
