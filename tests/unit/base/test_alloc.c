#include "test.h"

#include "base/alloc.h"
#include "os/sys.h"

#include <errno.h>
#include <string.h>

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

static unsigned wishes;

static int refuse_wish(void *start, size_t size)
{
    assert_int_equal((uintptr_t)start % 4096, 0);
    assert_int_equal(size % 4096, 0);
    memset(start, 2, size); /* which is ours */
    wishes++;
    return -ENOSYS;
}

static void *no_aligned_memory(size_t alignment, size_t size)
{
    (void)alignment, (void)size;
    return NULL;
}

static void use_and_free(char *block, size_t size)
{
    assert_non_null(block);
    memset(block, 1, size);
    sdn__free(block);
}

static void large_memory_does_with_or_without_what_is_wished_for(void **state)
{
    (void)state;
    sdn_sys_table real_sys = sdn__sys;
    sdn_allocator real = sdn__allocator_in_use;
    static const size_t sizes[] = {0, 1, 1000, 300001, ((size_t)2 << 20) - 1, (size_t)2 << 20, 8000001};
    for (int refused = 0; refused < 2; refused++) {
        sdn__sys.fetch_pages = refused ? refuse_wish : real_sys.fetch_pages;
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            use_and_free(sdn__alloc_whole(sizes[i]), sizes[i]);
    }
    assert_int_equal(wishes, 4); /* of the largest four */
    char *block = sdn__alloc_pages(1000000);
    sdn__sys.fetch_pages = refuse_wish;
    memset(block, 1, 1000000);
    sdn__fetch_pages(block + 1, 900000); /* all but what may belong to others */
    assert_int_equal(block[0], 1);
    assert_int_equal(block[900001], 1);
    assert_int_equal(wishes, 5);
    sdn__fetch_pages(block, 1000);
    assert_int_equal(wishes, 5);
    sdn__free(block);
    sdn__sys = real_sys;
    sdn__allocator_in_use.align = no_aligned_memory;
    assert_null(sdn__alloc_whole(8000000));
    sdn__allocator_in_use = real;
    assert_null(sdn__alloc_whole(SIZE_MAX));
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
        cmocka_unit_test(large_memory_does_with_or_without_what_is_wished_for),
        cmocka_unit_test(reserve_doubles_and_keeps_the_array_when_it_fails),
    };
    return run_cases(argc, argv, tests);
}
