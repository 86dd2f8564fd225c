/* What every test includes first: cmocka, and the headers it needs in the order it needs them. */
#ifndef SDNC_TEST_H
#define SDNC_TEST_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

/* What main of a test program returns: runs the cases of the array `tests`, or one of them by name.
 *
 *   test_lock                 all cases
 *   test_lock 'works_with*'   the cases whose names match; exit code 2 if there are none
 *   test_lock --list          prints the names
 */
#define run_cases(argc, argv, tests) run_cases_with(argc, argv, tests, NULL, NULL)

/* The same with functions that are called before the first and after the last case. */
#define run_cases_with(argc, argv, tests, setup, teardown) \
    run_case_array(argc, argv, tests, sizeof(tests) / sizeof *(tests), setup, teardown)

int run_case_array(int argc, char **argv, const struct CMUnitTest *tests, size_t count, CMFixtureFunction setup,
                   CMFixtureFunction teardown);

/* A test in a directory of its own, which is the working directory while it runs. */
#define TEST_IN_TEMPDIR(function) cmocka_unit_test_setup_teardown(function, tempdir_enter, tempdir_leave)

/* Skips a case that shows what the library can do on Linux alone, where it was built for other systems (the CMake option
 * SDN_POSIX_ONLY). The reason says which call it is about. */
#ifdef SDN_POSIX_ONLY
#define only_on_linux(reason)                        \
    do {                                             \
        print_message("%s: %s\n", __func__, reason); \
        skip();                                      \
    } while (0)
#else
#define only_on_linux(reason) ((void)0)
#endif

/* That `expression`, an sdn_code, is SDN_OK; shows the message of `err` otherwise. */
#define assert_ok(expression, err)         \
    do {                                   \
        if ((expression) != SDN_OK)        \
            fail_msg("%s", (err).message); \
    } while (0)

/* That a message of the library contains `part`. */
#define assert_message_has(err, part)                               \
    do {                                                            \
        if (strstr((err).message, (part)) == NULL)                  \
            fail_msg("no \"%s\" in \"%s\"", (part), (err).message); \
    } while (0)

#endif
