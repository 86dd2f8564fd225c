#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/arena.h"
#include "os/sys.h"

#include <errno.h>
#include <stdalign.h>
#include <string.h>

/* ---- arena ---- */

static void arena_hands_out_aligned_memory_of_its_own(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    char *before = NULL;
    for (size_t size = 1; size < 5000; size += 37) {
        (void)sdn_arena_copy(&arena, "x", 1); /* so that the next address is odd */
        char *block = sdn_arena_alloc(&arena, size);
        assert_non_null(block);
        assert_int_equal((uintptr_t)block % alignof(max_align_t), 0);
        memset(block, (int)(size & 0xFF), size);
        if (before != NULL)
            assert_int_equal((unsigned char)*before, (size - 37) & 0xFF);
        before = block;
    }
    sdn_arena_release(&arena);
}

static void arena_copies_are_terminated(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str copy = sdn_arena_copy(&arena, "abc", 2);
    assert_string_equal(copy.ptr, "ab");
    assert_int_equal(copy.len, 2);
    copy = sdn_arena_copy(&arena, NULL, 0);
    assert_string_equal(copy.ptr, "");
    sdn_arena_release(&arena);
}

static void arena_takes_a_block_larger_than_its_steps(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    char *large = sdn_arena_alloc(&arena, (size_t)3 << 20);
    assert_non_null(large);
    memset(large, 1, (size_t)3 << 20);
    assert_non_null(sdn_arena_alloc(&arena, 1));
    assert_true(arena.used >= ((size_t)3 << 20) + 1);
    sdn_arena_release(&arena);
    assert_int_equal(arena.used, 0);
}

static void arena_refuses_what_cannot_be(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    assert_null(sdn_arena_alloc(&arena, SIZE_MAX));
    assert_null(sdn_arena_alloc(&arena, SIZE_MAX / 2));
    assert_null(sdn_arena_copy(&arena, "", SIZE_MAX).ptr);
    assert_non_null(sdn_arena_alloc(&arena, 8));
    sdn_arena_release(&arena);
}

static void arena_is_usable_after_release_and_null_may_be_released(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_arena_release(NULL);
    sdn_arena_release(&arena);
    assert_non_null(sdn_arena_alloc(&arena, 10));
    sdn_arena_release(&arena);
    assert_non_null(sdn_arena_alloc(&arena, 10));
    sdn_arena_release(&arena);
}

static void list_copies_are_deep(void **state)
{
    (void)state;
    char text[] = "one";
    sdn_str items[] = {{text, 3}, {NULL, 0}};
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str_list copy, list = {items, 2};
    assert_int_equal(sdn_arena_copy_list(&arena, list, &copy), SDN_OK);
    text[0] = 'X';
    items[1] = SDN_STR("changed");
    assert_int_equal(copy.count, 2);
    assert_string_equal(copy.items[0].ptr, "one");
    assert_string_equal(copy.items[1].ptr, "");
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){NULL, 0}, &copy), SDN_OK);
    assert_null(copy.items);
    sdn_arena_release(&arena);
}

static void arena_without_memory_says_so_and_stays_usable(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str item = SDN_STR("x");
    sdn_str_list copy = {&item, 77};
    faults_arm_memory(1);
    assert_null(sdn_arena_copy(&arena, "abc", 3).ptr);
    faults_arm_memory(1);
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){&item, 1}, &copy), SDN_E_NOMEM);
    assert_int_equal(copy.count, 77);
    assert_string_equal(sdn_arena_copy(&arena, "abc", 3).ptr, "abc");
    sdn_arena_release(&arena);
}

static void zeroed_memory_is_zero_also_where_it_is_used_again(void **state)
{
    (void)state;
    static const char zeros[100];
    sdn_arena arena = SDN_ARENA_INIT;
    memset(sdn_arena_alloc(&arena, sizeof zeros), 'x', sizeof zeros);
    sdn__arena_rewind(&arena);
    assert_memory_equal(sdn__arena_zeroed(&arena, sizeof zeros), zeros, sizeof zeros);
    sdn_arena_release(&arena);
    faults_arm_memory(1);
    assert_null(sdn__arena_zeroed(&arena, sizeof zeros));
}

/* The items fit into the first block, the text of the second does not. */
static void a_list_that_is_copied_in_part_only_is_no_copy(void **state)
{
    (void)state;
    static const char large[10000];
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_str items[] = {SDN_STR("x"), {large, sizeof large}};
    sdn_str_list copy = {items, 77};
    faults_arm_memory(2);
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){items, 2}, &copy), SDN_E_NOMEM);
    assert_int_equal(copy.count, 77);
    assert_true(faults_fired_memory());
    sdn_arena_release(&arena);
}

/* ---- buffer and allocation ---- */

static void an_arena_takes_over_another_full_or_empty(void **state)
{
    (void)state;
    sdn_arena to = SDN_ARENA_INIT, from = SDN_ARENA_INIT;
    sdn_str kept = sdn_arena_copy(&to, "kept", 4);
    sdn__arena_merge(&to, &from); /* nothing */
    sdn_str next = sdn_arena_copy(&to, "next", 4);
    assert_ptr_equal(next.ptr, kept.ptr + 5); /* where it left off */
    sdn_str taken = sdn_arena_copy(&from, "taken", 5);
    sdn__arena_merge(&to, &from);
    assert_null(from.blocks);
    assert_int_equal(to.used, 5 + 5 + 6);
    assert_string_equal(kept.ptr, "kept");
    assert_string_equal(next.ptr, "next");
    assert_string_equal(taken.ptr, "taken");
    sdn_arena_release(&to);
}

static void an_empty_arena_may_be_rewound(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn__arena_rewind(&arena);
    assert_null(arena.blocks);
    char *first = sdn__arena_bytes(&arena, 3);
    assert_non_null(first);
    sdn__arena_rewind(&arena);
    assert_ptr_equal(sdn__arena_bytes(&arena, 3), first);
    sdn_arena_release(&arena);
}

static void of_the_room_as_much_is_taken_as_is_used(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    char *first = sdn__arena_room(&arena, 1000);
    assert_non_null(first);
    memset(first, 'a', 1000);
    assert_int_equal(arena.used, 0);
    sdn__arena_take(&arena, 10);
    assert_int_equal(arena.used, 10);
    char *second = sdn__arena_room(&arena, 5000);
    assert_non_null(second);
    assert_ptr_not_equal(second, first + 10); /* the block has no room for as many */
    assert_ptr_equal(sdn__arena_room(&arena, 5), second);
    sdn__arena_take(&arena, 5);
    assert_ptr_equal(sdn__arena_room(&arena, 5), second + 5);
    assert_null(sdn__arena_room(&arena, SIZE_MAX));
    assert_int_equal(first[9], 'a');
    sdn_arena_release(&arena);
}

/* ---- large arenas ---- */

enum { ITEM = 1024, ITEMS = 80 << 10, MOST_AHEAD = (2 << 20) + (256 << 10) };

static size_t fetched_bytes;
static int64_t now_ns;
static int fetch_result;
static int count_fetched(void *start, size_t size)
{
    (void)start;
    fetched_bytes += size;
    return fetch_result;
}

static int any_pages(void *start, size_t size)
{
    (void)start, (void)size;
    return 0;
}

static int64_t time_that_passes(void)
{
    return now_ns += 100000;
}

/* An arena of 80 MB, in which each item has its number; returns how many pieces of memory it is in. */
static size_t fill(sdn_arena *arena, uint32_t **items)
{
    size_t pieces = 0;
    for (uint32_t i = 0; i < ITEMS; i++) {
        items[i] = sdn_arena_alloc(arena, ITEM);
        assert_non_null(items[i]);
        for (size_t at = 0; at < ITEM / sizeof **items; at++)
            items[i][at] = i;
        pieces += i == 0 || items[i] != items[i - 1] + ITEM / sizeof **items;
        assert_true(fetched_bytes <= arena->used + MOST_AHEAD);
    }
    return pieces;
}

static void assert_filled(uint32_t **items)
{
    for (uint32_t i = 0; i < ITEMS; i++)
        for (size_t at = 0; at < ITEM / sizeof **items; at++)
            assert_int_equal(items[i][at], i);
}

/* Whether pages can be made before they are written or not. */
static void large_blocks_take_memory_when_they_are_filled_so_far(void **state)
{
    (void)state;
    static uint32_t *items[ITEMS];
    for (int fails = 0; fails < 2; fails++) {
        sdn_sys_table real_sys = sdn__sys;
        sdn_arena arena = SDN_ARENA_INIT;
        fetched_bytes = 0;
        fetch_result = fails ? -EINVAL : 0;
        sdn__sys.fetch_pages = count_fetched;
        sdn__sys.prefer_huge_pages = any_pages;
        sdn__sys.thread_time_ns = time_that_passes;
        assert_true(fill(&arena, items) <= 16); /* 4 KB, 8 KB, ... 64 MB */
        assert_true(fetched_bytes > arena.used / 2);
        assert_filled(items);
        sdn_arena_release(&arena);
        sdn__sys = real_sys;
    }
}

static void a_large_block_has_room_for_what_is_larger_than_its_parts(void **state)
{
    (void)state;
    static const size_t sizes[] = {3 << 20, 1, 1 << 20, 10 << 20, 7};
    sdn_arena arena = SDN_ARENA_INIT;
    char *blocks[sizeof sizes / sizeof *sizes];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        blocks[i] = sdn__arena_bytes(&arena, sizes[i]);
        assert_non_null(blocks[i]);
        memset(blocks[i], (int)i, sizes[i]);
    }
    assert_ptr_equal(blocks[2], blocks[1] + sizes[1]); /* in the block of 6 MB that follows one of 3 */
    assert_ptr_not_equal(blocks[3], blocks[2] + sizes[2]);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (size_t at = 0; at < sizes[i]; at += 4096)
            assert_int_equal(blocks[i][at], i);
    sdn_arena_release(&arena);
}

static void memory_that_the_caller_gave_is_no_part_of_a_block(void **state)
{
    (void)state;
    char own[64];
    sdn_arena arena = {NULL, own, own + sizeof own, 0};
    assert_ptr_equal(sdn__arena_bytes(&arena, 60), own);
    char *more = sdn__arena_bytes(&arena, 60);
    assert_true(more != NULL && (more < own || more >= own + sizeof own));
    sdn_arena_release(&arena);
}

/* Memory that is aligned follows across the end of what is handed out at a time. */
static void aligned_memory_of_a_large_block_follows_too(void **state)
{
    (void)state;
    enum { COUNT = 40000 };
    sdn_arena arena = SDN_ARENA_INIT;
    size_t jumps = 0;
    char *last = NULL;
    for (size_t i = 0; i < COUNT; i++) {
        char *made = sdn_arena_alloc(&arena, 100);
        assert_non_null(made);
        assert_int_equal((uintptr_t)made % alignof(max_align_t), 0);
        memset(made, 'x', 100);
        jumps += last != NULL && made != last + 112;
        last = made;
    }
    assert_true(jumps < 11); /* one for each block */
    sdn_arena_release(&arena);
}

/* From one text to the next the rest of a block is less by its length. */
static void the_rest_of_a_block_is_known(void **state)
{
    (void)state;
    enum { LEN = 1000, COUNT = 20000 };
    char own[64], *last = own;
    sdn_arena arena = {NULL, own, own + sizeof own, 0};
    assert_int_equal(sdn__arena_rest(&arena), sizeof own);
    size_t rest = sizeof own, followed = 0;
    for (size_t i = 0; i < COUNT; i++) {
        char *room = sdn__arena_room(&arena, LEN);
        assert_non_null(room);
        assert_true(sdn__arena_rest(&arena) >= LEN);
        assert_true(room != last + LEN || sdn__arena_rest(&arena) == rest - LEN);
        followed += room == last + LEN;
        last = room;
        rest = sdn__arena_rest(&arena);
        sdn__arena_take(&arena, LEN);
    }
    assert_true(followed > COUNT - 20);
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_hands_out_aligned_memory_of_its_own),
        cmocka_unit_test(arena_copies_are_terminated),
        cmocka_unit_test(arena_takes_a_block_larger_than_its_steps),
        cmocka_unit_test(arena_refuses_what_cannot_be),
        cmocka_unit_test(of_the_room_as_much_is_taken_as_is_used),
        cmocka_unit_test(arena_is_usable_after_release_and_null_may_be_released),
        cmocka_unit_test(list_copies_are_deep),
        TEST_IN_TEMPDIR(arena_without_memory_says_so_and_stays_usable),
        TEST_IN_TEMPDIR(a_list_that_is_copied_in_part_only_is_no_copy),
        cmocka_unit_test(zeroed_memory_is_zero_also_where_it_is_used_again),
        cmocka_unit_test(an_arena_takes_over_another_full_or_empty),
        cmocka_unit_test(an_empty_arena_may_be_rewound),
        cmocka_unit_test(large_blocks_take_memory_when_they_are_filled_so_far),
        cmocka_unit_test(a_large_block_has_room_for_what_is_larger_than_its_parts),
        cmocka_unit_test(memory_that_the_caller_gave_is_no_part_of_a_block),
        cmocka_unit_test(aligned_memory_of_a_large_block_follows_too),
        cmocka_unit_test(the_rest_of_a_block_is_known),
    };
    return run_cases(argc, argv, tests);
}
