/* Large blocks: which pages they ask for, with a clock and a kernel of the test's own. */
#include "test.h"

#include "base/alloc.h"
#include "base/pages.h"
#include "os/sys.h"

#include <errno.h>
#include <string.h>

enum { MB = 1 << 20, HUGE = 2 * MB, LARGE = 16 * MB, SURE = 32 * MB, SAMPLE = 64 << 10, MOST_REQUESTS = 200 };

enum { DEAR_NS = 20000, CHEAP_NS = 100 };

/* ---- a kernel that notes what it is asked for ---- */

static sdn_sys_table real_sys;
static sdn_allocator real_allocator;

typedef struct request {
    char *start;
    size_t size;
} request;

/* What the kernel does, and what it was asked for. */
static struct {
    int huge_result;
    int fetch_result;
    int64_t huge_ns;  /* how long a huge page takes */
    int64_t small_ns; /* how long 4 KB take otherwise */
    size_t slow_from; /* the first huge page that takes 50 ms */
    int64_t now_ns;
    request fetches[MOST_REQUESTS];
    size_t fetch_count;
    size_t huge_count;
} kernel;

static int64_t time_of_kernel(void)
{
    return kernel.now_ns;
}

static int prefer_huge(void *start, size_t size)
{
    assert_int_equal((uintptr_t)start % HUGE, 0);
    assert_int_equal(size, HUGE);
    kernel.huge_count++;
    return kernel.huge_result;
}

static int fetch(void *start, size_t size)
{
    assert_int_equal((uintptr_t)start % 4096, 0);
    assert_int_equal(size % 4096, 0);
    assert_true(kernel.fetch_count < MOST_REQUESTS);
    kernel.fetches[kernel.fetch_count++] = (request){start, size};
    if (size != HUGE)
        kernel.now_ns += (int64_t)(size / 4096) * kernel.small_ns;
    else
        kernel.now_ns += kernel.huge_count > kernel.slow_from ? 50000000 : kernel.huge_ns;
    return kernel.fetch_result;
}

static int enter(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    real_allocator = sdn__allocator_in_use;
    memset(&kernel, 0, sizeof kernel);
    kernel.huge_ns = 150000;
    kernel.small_ns = DEAR_NS;
    kernel.slow_from = SIZE_MAX;
    sdn__sys.thread_time_ns = time_of_kernel;
    sdn__sys.prefer_huge_pages = prefer_huge;
    sdn__sys.fetch_pages = fetch;
    return 0;
}

static int leave(void **state)
{
    (void)state;
    sdn__sys = real_sys;
    sdn__allocator_in_use = real_allocator;
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static sdn_page_block block_of(size_t size)
{
    sdn_page_block block = {.start = sdn__alloc_pages(size), .size = size};
    assert_non_null(block.start);
    return block;
}

/* Fills a block in parts, as a reader does. */
static void fill(sdn_pages *pages, sdn_page_block *block, size_t part)
{
    for (size_t used = 0; used < block->size; used += part) {
        size_t more = block->size - used < part ? block->size - used : part;
        sdn__fetch_pages(pages, block, used + more);
        memset(block->start + used, 1, more);
    }
}

/* Forgets the sample of small pages, which is the first request, and where it is. */
static void take_sample(const sdn_page_block *block, size_t offset)
{
    assert_true(kernel.fetch_count > 0);
    assert_ptr_equal(kernel.fetches[0].start, block->start + offset);
    assert_int_equal(kernel.fetches[0].size, SAMPLE);
    kernel.fetch_count--;
    memmove(kernel.fetches, kernel.fetches + 1, kernel.fetch_count * sizeof *kernel.fetches);
}

/* How many of the requests were for pages of 2 MB, all of them before the others, one after another. */
static void assert_fetched(const sdn_page_block *block, size_t huge, size_t end)
{
    size_t at = 0;
    for (size_t i = 0; i < kernel.fetch_count; i++) {
        assert_ptr_equal(kernel.fetches[i].start, block->start + at);
        assert_true(i >= huge ? kernel.fetches[i].size < HUGE : kernel.fetches[i].size == HUGE);
        at += kernel.fetches[i].size;
    }
    assert_int_equal(kernel.huge_count, huge);
    assert_int_equal(at, end);
}

/* ---- cases ---- */

static void small_blocks_ask_for_nothing(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    static const size_t sizes[] = {0, 1, 1000, (64 << 10) - 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        sdn__free(sdn__alloc_whole(&pages, sizes[i]));
    assert_int_equal(kernel.fetch_count, 0);
}

static void a_block_below_the_limit_has_small_pages_in_the_parts_it_is_filled_by(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(3 * MB);
    fill(&pages, &block, 256 << 10);
    assert_fetched(&block, 0, 3 * MB);
    assert_int_equal(kernel.fetch_count, 3 * MB / (256 << 10));
    sdn__free(block.start);
}

static void a_large_block_has_huge_pages_up_to_the_last_whole_one(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(LARGE + MB + 100);
    fill(&pages, &block, 256 << 10);
    take_sample(&block, LARGE);
    assert_fetched(&block, 8, LARGE + MB);
    assert_false(pages.huge_are_slow);
    sdn__free(block.start);
}

static void a_huge_page_may_reach_a_sixteenth_of_it_beyond_the_end(void **state)
{
    (void)state;
    for (int more = 0; more < 2; more++) {
        sdn_pages pages = {false};
        sdn_page_block block = block_of(2 * HUGE - HUGE / 16 - (size_t)more);
        kernel.huge_count = kernel.fetch_count = 0;
        fill(&pages, &block, block.size);
        assert_int_equal(kernel.huge_count, more ? 0 : 2);
        sdn__free(block.start);
    }
}

/* There is room for the sample behind any block. */
static void the_sample_is_behind_the_last_huge_page(void **state)
{
    (void)state;
    static const size_t sizes[] = {2 * HUGE - HUGE / 16, 2 * HUGE, 2 * HUGE + 1, 2 * HUGE + SAMPLE, 3 * HUGE - MB};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        sdn_pages pages = {false};
        sdn_page_block block = block_of(sizes[i]);
        kernel.huge_count = kernel.fetch_count = 0;
        sdn__fetch_pages(&pages, &block, 1);
        take_sample(&block, 2 * HUGE);
        assert_fetched(&block, 1, HUGE);
        memset(block.start + 2 * HUGE, 1, SAMPLE);
        sdn__free(block.start);
    }
}

/* 2.5 ms for all of them: 2.5 us for each small page in place of two huge ones, for more of these less; half a
 * millisecond if huge pages were quick. */
static void where_small_pages_are_cheap_blocks_have_these(void **state)
{
    (void)state;
    for (size_t count = 2; count < 16; count++)
        for (int dearer = 0; dearer < 2; dearer++) {
            sdn_pages pages = {.huge_were_quick = count % 2 == 1};
            sdn_page_block block = block_of(count * HUGE);
            kernel.small_ns = (int64_t)((pages.huge_were_quick ? 500000 : 2500000) / (512 * count)) + dearer;
            kernel.huge_count = kernel.fetch_count = 0;
            fill(&pages, &block, 256 << 10);
            assert_int_equal(kernel.huge_count, dearer ? count : 0);
            take_sample(&block, count * HUGE);
            assert_fetched(&block, dearer ? count : 0, count * HUGE);
            assert_false(pages.huge_are_slow); /* other blocks may have them */
            assert_true(pages.huge_were_quick || !dearer);
            sdn__free(block.start);
        }
}

static void in_a_very_large_block_no_small_pages_are_timed(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(SURE);
    kernel.small_ns = CHEAP_NS;
    fill(&pages, &block, MB);
    assert_fetched(&block, 16, SURE);
    sdn__free(block.start);
}

static void pages_are_made_only_as_far_as_the_block_is_used(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(SURE);
    sdn__fetch_pages(&pages, &block, 3 * MB);
    assert_fetched(&block, 2, 2 * HUGE);
    sdn__fetch_pages(&pages, &block, 4 * MB);
    assert_fetched(&block, 2, 2 * HUGE);
    sdn__free(block.start);
}

static void after_a_slow_one_pages_are_small_in_other_blocks_too(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(LARGE), other = block_of(LARGE);
    kernel.slow_from = 3;
    fill(&pages, &block, 256 << 10);
    take_sample(&block, LARGE);
    assert_fetched(&block, 4, LARGE);
    assert_true(pages.huge_are_slow);
    kernel.huge_count = kernel.fetch_count = 0;
    fill(&pages, &other, MB);
    assert_fetched(&other, 0, LARGE); /* without a sample */
    sdn__free(block.start);
    sdn__free(other.start);
}

static void a_millisecond_is_not_slow(void **state)
{
    (void)state;
    kernel.small_ns = 1000;
    for (size_t size = LARGE; size <= SURE; size += LARGE)
        for (int slower = 0; slower < 2; slower++) {
            sdn_pages pages = {false};
            kernel.huge_count = 0;
            kernel.huge_ns = 1000000 + slower;
            sdn__free(sdn__alloc_whole(&pages, size));
            assert_int_equal(pages.huge_are_slow, slower);
            assert_int_equal(kernel.huge_count, slower ? 1 : size / HUGE);
        }
}

/* 512 small pages of 10 us. */
static void a_huge_page_is_not_slow_where_small_ones_take_longer(void **state)
{
    (void)state;
    kernel.small_ns = 10000;
    for (int slower = 0; slower < 2; slower++) {
        sdn_pages pages = {false};
        kernel.huge_ns = 5120000 + slower;
        sdn__free(sdn__alloc_whole(&pages, LARGE));
        assert_int_equal(pages.huge_are_slow, slower);
    }
}

static void without_a_state_pages_are_small(void **state)
{
    (void)state;
    sdn__free(sdn__alloc_whole(NULL, LARGE));
    assert_int_equal(kernel.huge_count, 0);
    assert_int_equal(kernel.fetch_count, 1);
}

static void a_system_without_huge_pages_is_asked_once(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(LARGE);
    kernel.huge_result = -EINVAL;
    fill(&pages, &block, MB);
    assert_int_equal(kernel.huge_count, 1);
    assert_true(pages.huge_are_slow);
    kernel.huge_count = 0;
    take_sample(&block, LARGE);
    assert_fetched(&block, 0, LARGE);
    sdn__free(block.start);
}

/* Then each page is made by a write to it, and timed all the same. */
static void a_system_that_makes_no_pages_in_advance_can_have_huge_ones(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    sdn_page_block block = block_of(LARGE);
    kernel.fetch_result = -EINVAL;
    memset(block.start, 7, LARGE + SAMPLE);
    sdn__fetch_pages(&pages, &block, LARGE);
    take_sample(&block, LARGE);
    assert_fetched(&block, 8, LARGE);
    for (size_t at = 0; at < LARGE + SAMPLE; at++)
        assert_int_equal(block.start[at], at % (at < LARGE ? HUGE : 4096) == 0 ? 0 : 7);
    sdn__free(block.start);
}

static void a_moved_block_keeps_what_is_used(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    char *block = sdn__move_whole(&pages, NULL, 0, 100000);
    assert_non_null(block);
    memset(block, 3, 100000);
    block = sdn__move_whole(&pages, block, 100000, LARGE);
    assert_non_null(block);
    for (size_t i = 0; i < 100000; i++)
        assert_int_equal(block[i], 3);
    sdn__free(block);
}

static void *no_aligned_memory(size_t alignment, size_t size)
{
    (void)alignment, (void)size;
    return NULL;
}

static void failing_allocations_are_reported(void **state)
{
    (void)state;
    sdn_pages pages = {false};
    char *block = sdn__alloc_whole(&pages, 100);
    sdn__allocator_in_use.align = no_aligned_memory;
    assert_null(sdn__alloc_pages(LARGE));
    assert_null(sdn__alloc_whole(&pages, LARGE));
    assert_null(sdn__move_whole(&pages, block, 100, LARGE));
    memset(block, 1, 100); /* it is still there */
    sdn__free(block);
    sdn__allocator_in_use = real_allocator;
    assert_null(sdn__alloc_whole(&pages, SIZE_MAX));
    assert_null(sdn__alloc_pages(SIZE_MAX / 2 + 1));
}

/* Whatever this system has. */
static void the_system_of_the_test_does_it_too(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 1000, 300001, HUGE - 1, HUGE, 8000001, LARGE - 1, LARGE, LARGE + 3 * MB + 5};
    sdn__sys = real_sys;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        sdn_pages pages = {false};
        char *block = sdn__alloc_whole(&pages, sizes[i]);
        assert_non_null(block);
        memset(block, 1, sizes[i]);
        sdn__free(block);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(small_blocks_ask_for_nothing),
        TEST(a_block_below_the_limit_has_small_pages_in_the_parts_it_is_filled_by),
        TEST(a_large_block_has_huge_pages_up_to_the_last_whole_one),
        TEST(a_huge_page_may_reach_a_sixteenth_of_it_beyond_the_end),
        TEST(the_sample_is_behind_the_last_huge_page),
        TEST(where_small_pages_are_cheap_blocks_have_these),
        TEST(in_a_very_large_block_no_small_pages_are_timed),
        TEST(pages_are_made_only_as_far_as_the_block_is_used),
        TEST(after_a_slow_one_pages_are_small_in_other_blocks_too),
        TEST(a_millisecond_is_not_slow),
        TEST(a_huge_page_is_not_slow_where_small_ones_take_longer),
        TEST(without_a_state_pages_are_small),
        TEST(a_system_without_huge_pages_is_asked_once),
        TEST(a_system_that_makes_no_pages_in_advance_can_have_huge_ones),
        TEST(a_moved_block_keeps_what_is_used),
        TEST(failing_allocations_are_reported),
        TEST(the_system_of_the_test_does_it_too),
    };
    return run_cases(argc, argv, tests);
}
