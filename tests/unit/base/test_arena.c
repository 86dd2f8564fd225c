#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/arena.h"
#include "os/sys.h"

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

/* ---- large blocks ---- */

static size_t fetched;

static int count_fetched(void *start, size_t size)
{
    (void)start;
    fetched += size;
    return 0;
}

/* Fills an arena with texts that follow each other, and returns how many are not where the one before ended. */
static size_t fill(sdn_arena *arena, size_t size, char **texts, size_t count)
{
    size_t jumps = 0;
    for (size_t i = 0; i < count; i++) {
        texts[i] = sdn__arena_room(arena, size);
        assert_non_null(texts[i]);
        assert_true(sdn__arena_rest(arena) >= size);
        memset(texts[i], (int)(i % 251), size);
        sdn__arena_take(arena, size);
        jumps += i > 0 && texts[i] != texts[i - 1] + size;
    }
    return jumps;
}

/* Large blocks are few, their pages are fetched not long before they are used, and what is handed out stays as it is. */
static void a_large_block_is_opened_as_it_fills(void **state)
{
    (void)state;
    enum { SIZE = 1000, COUNT = 20000, MEGABYTE = 1 << 20 };
    static char *texts[COUNT];
    sdn_arena arena = SDN_ARENA_INIT;
    int (*real)(void *start, size_t size) = sdn__sys.fetch_pages;
    sdn__sys.fetch_pages = count_fetched;
    fetched = 0;
    assert_true(fill(&arena, SIZE, texts, 100) < 10);
    assert_int_equal(fetched, 0); /* small blocks are left to the kernel */
    assert_true(fill(&arena, SIZE, texts, COUNT) < 10);
    sdn__sys.fetch_pages = real;
    assert_true(fetched >= (size_t)SIZE * COUNT - 3 * MEGABYTE);
    assert_true(fetched <= (size_t)SIZE * COUNT + 3 * MEGABYTE);
    for (size_t i = 0; i < COUNT; i++)
        for (size_t at = 0; at < SIZE; at += SIZE - 1)
            assert_int_equal((unsigned char)texts[i][at], i % 251);
    sdn_arena_release(&arena);
}

/* The same for memory that is aligned, across the end of what is open. */
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
        cmocka_unit_test(a_large_block_is_opened_as_it_fills),
        cmocka_unit_test(aligned_memory_of_a_large_block_follows_too),
    };
    return run_cases(argc, argv, tests);
}
