/* What every test includes first: cmocka, and the headers it needs in the order it needs them. */
#ifndef SDNC_TEST_H
#define SDNC_TEST_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>

/* A test in a directory of its own, which is the working directory while it runs. */
#define TEST_IN_TEMPDIR(function) cmocka_unit_test_setup_teardown(function, tempdir_enter, tempdir_leave)

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
