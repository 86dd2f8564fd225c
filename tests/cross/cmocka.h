/* As much of cmocka as our tests need, for processors and C libraries for which no cmocka is installed. A failed
 * assertion ends the program, and says so with its exit code. */
#ifndef SDNC_CROSS_CMOCKA_H
#define SDNC_CROSS_CMOCKA_H

#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*CMFixtureFunction)(void **state);

struct CMUnitTest {
    const char *name;
    void (*run)(void **state);
    CMFixtureFunction setup;
    CMFixtureFunction teardown;
};

/* clang-format off */
#define cmocka_unit_test(function) {#function, function, NULL, NULL}
#define cmocka_unit_test_setup_teardown(function, setup, teardown) {#function, function, setup, teardown}
/* clang-format on */

/* Where skip() goes; the program that includes test.h has one for all its files, in support/test.c. */
extern jmp_buf cross_cmocka_skipped;

#define skip() longjmp(cross_cmocka_skipped, 1)

#define print_message(...) printf(__VA_ARGS__)

#define fail_msg(...)                          \
    do {                                       \
        printf("%s:%d: ", __FILE__, __LINE__); \
        printf(__VA_ARGS__);                   \
        putchar('\n');                         \
        exit(1);                               \
    } while (0)

#define fail() fail_msg("failed")

#define assert_true(condition)                  \
    do {                                        \
        if (!(condition))                       \
            fail_msg("not so: %s", #condition); \
    } while (0)

#define assert_false(condition)  assert_true(!(condition))
#define assert_null(pointer)     assert_true((pointer) == NULL)
#define assert_non_null(pointer) assert_true((pointer) != NULL)

/* As in cmocka, integers are compared as the widest unsigned type, and pointers as addresses. */
#define assert_int_equal(a, b) \
    cross_cmocka_compare_numbers((unsigned long long)(a), (unsigned long long)(b), 1, #a, __FILE__, __LINE__)
#define assert_int_not_equal(a, b) \
    cross_cmocka_compare_numbers((unsigned long long)(a), (unsigned long long)(b), 0, #a, __FILE__, __LINE__)
#define assert_ptr_equal(a, b)          assert_int_equal((uintptr_t)(a), (uintptr_t)(b))
#define assert_ptr_not_equal(a, b)      assert_int_not_equal((uintptr_t)(a), (uintptr_t)(b))
#define assert_string_equal(a, b)       cross_cmocka_compare_strings((a), (b), 1, #a, __FILE__, __LINE__)
#define assert_string_not_equal(a, b)   cross_cmocka_compare_strings((a), (b), 0, #a, __FILE__, __LINE__)
#define assert_memory_equal(a, b, size) assert_true(memcmp((a), (b), (size)) == 0)
#define assert_in_range(value, low, high)                                   \
    assert_true((unsigned long long)(value) >= (unsigned long long)(low) && \
                (unsigned long long)(value) <= (unsigned long long)(high))

static inline void cross_cmocka_compare_numbers(unsigned long long a, unsigned long long b, int wanted,
                                                const char *what, const char *file, int line)
{
    if ((a == b) == wanted)
        return;
    printf("%s:%d: %s is %#llx, %sexpected is %#llx\n", file, line, what, a, wanted ? "" : "not ", b);
    exit(1);
}

static inline void cross_cmocka_compare_strings(const char *a, const char *b, int wanted, const char *what,
                                                const char *file, int line)
{
    if ((strcmp(a, b) == 0) == wanted)
        return;
    printf("%s:%d: %s is \"%s\", %sexpected is \"%s\"\n", file, line, what, a, wanted ? "" : "not ", b);
    exit(1);
}

/* The names that run_cases in support/test.h calls. */
void cmocka_set_test_filter(const char *pattern);
int _cmocka_run_group_tests(const char *name, const struct CMUnitTest *tests, size_t count, CMFixtureFunction setup,
                            CMFixtureFunction teardown);

#endif
