#include "test.h"

#include "base/alloc.h"

/* ---- buffer and allocation ---- */

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    assert_null(sdn__resize(NULL, SIZE_MAX / 2, 4));
    assert_null(sdn__alloc_zeroed(SIZE_MAX, SIZE_MAX));
}

static void empty_allocations_are_valid(void **state)
{
    (void)state;
    void *blocks[] = {sdn__alloc(0), sdn__resize(NULL, 0, 8), sdn__resize(NULL, 8, 0), sdn__alloc_zeroed(0, 8)};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        assert_non_null(blocks[i]);
        sdn__free(blocks[i]);
    }
    sdn__free(NULL);
}

static void reserve_doubles_and_keeps_the_array_when_it_fails(void **state)
{
    (void)state;
    void *array = NULL;
    size_t capacity = 0;
    assert_int_equal(sdn__reserve(&array, &capacity, 1, 4), 0);
    assert_int_equal(capacity, 8);
    assert_int_equal(sdn__reserve(&array, &capacity, 9, 4), 0);
    assert_int_equal(capacity, 16);
    assert_int_equal(sdn__reserve(&array, &capacity, 100, 4), 0);
    assert_int_equal(capacity, 100);
    void *before = array;
    assert_int_equal(sdn__reserve(&array, &capacity, SIZE_MAX / 2, 4), -1);
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, 100);
    sdn__free(array);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(empty_allocations_are_valid),
        cmocka_unit_test(reserve_doubles_and_keeps_the_array_when_it_fails),
    };
    return run_cases(argc, argv, tests);
}
