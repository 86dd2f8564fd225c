/* As much of cmocka as the tests need that cross.sh builds for processors for which no cmocka is installed. A failed
 * assertion ends the program. */
#ifndef SDNC_CROSS_CMOCKA_H
#define SDNC_CROSS_CMOCKA_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
};

#define cmocka_unit_test(function) \
    {                              \
#function, function        \
    }

#define fail_msg(...)                          \
    do {                                       \
        printf("%s:%d: ", __FILE__, __LINE__); \
        printf(__VA_ARGS__);                   \
        putchar('\n');                         \
        exit(1);                               \
    } while (0)

#define assert_true(condition)                  \
    do {                                        \
        if (!(condition))                       \
            fail_msg("not so: %s", #condition); \
    } while (0)

#define assert_false(condition)         assert_true(!(condition))
#define assert_null(pointer)            assert_true((pointer) == NULL)
#define assert_non_null(pointer)        assert_true((pointer) != NULL)
#define assert_ptr_equal(a, b)          assert_true((const void *)(a) == (const void *)(b))
#define assert_int_equal(a, b)          assert_true((unsigned long long)(a) == (unsigned long long)(b))
#define assert_string_equal(a, b)       assert_true(strcmp((a), (b)) == 0)
#define assert_memory_equal(a, b, size) assert_true(memcmp((a), (b), (size)) == 0)
#define print_message(...)              printf(__VA_ARGS__)
#define skip()                          return

typedef int (*CMFixtureFunction)(void **state);

/* All cases run: the scripts ask for no single one. */
static inline void cmocka_set_test_filter(const char *pattern)
{
    (void)pattern;
}

static inline int _cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count,
                                          CMFixtureFunction setup, CMFixtureFunction teardown)
{
    void *state = NULL;
    (void)name, (void)setup, (void)teardown;
    for (size_t i = 0; i < count; i++)
        tests[i].run(&state);
    printf("%zu passed, 0 failed\n", count);
    return 0;
}

#endif
