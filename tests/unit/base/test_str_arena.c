#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/sys.h"

#include <sdn/arena.h>

#include <errno.h>
#include <stdalign.h>
#include <string.h>

/* ---- text ---- */

static void texts_order_bytewise_with_prefixes_first(void **state)
{
    (void)state;
    static const char *const rising[] = {"", "A", "AA", "B", "a", "a ", "ab", "b", "\x7f", "\xc3\xa4", "\xff"};
    for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++)
        for (size_t j = 0; j < sizeof rising / sizeof rising[0]; j++) {
            int order = sdn_str_compare(sdn_str_from(rising[i]), sdn_str_from(rising[j]));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(sdn_str_equal(sdn_str_from(rising[i]), sdn_str_from(rising[j])), i == j);
        }
}

static void null_is_empty_text(void **state)
{
    (void)state;
    sdn_str null = {NULL, 0};
    assert_true(sdn_str_equal(null, SDN_STR("")));
    assert_int_equal(sdn_str_compare(null, SDN_STR("")), 0);
    assert_true(sdn_str_compare(null, SDN_STR("a")) < 0);
    assert_string_equal(sdn_str_from(NULL).ptr, "");
}

static void text_may_hold_nul(void **state)
{
    (void)state;
    assert_int_equal(SDN_STR("a\0b").len, 3);
    assert_false(sdn_str_equal(SDN_STR("a\0b"), SDN_STR("a\0c")));
    assert_true(sdn_str_compare(SDN_STR("a\0b"), SDN_STR("a\0c")) < 0);
}

static void lists_are_equal_element_by_element(void **state)
{
    (void)state;
    sdn_str ab[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b")}, ba[] = {SDN_STR_INIT("b"), SDN_STR_INIT("a")};
    sdn_str_list none = {NULL, 0}, one = {ab, 1}, two = {ab, 2}, turned = {ba, 2};
    assert_true(sdn_str_list_equal(none, none));
    assert_true(sdn_str_list_equal(two, two));
    assert_false(sdn_str_list_equal(one, two));
    assert_false(sdn_str_list_equal(two, turned));
}

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

static void arena_is_usable_after_release_and_release_takes_null(void **state)
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
    assert_int_equal(sdn_arena_copy_list(&arena, list, &copy), 0);
    text[0] = 'X';
    items[1] = SDN_STR("changed");
    assert_int_equal(copy.count, 2);
    assert_string_equal(copy.items[0].ptr, "one");
    assert_string_equal(copy.items[1].ptr, "");
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){NULL, 0}, &copy), 0);
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
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){&item, 1}, &copy), -1);
    assert_int_equal(copy.count, 77);
    assert_string_equal(sdn_arena_copy(&arena, "abc", 3).ptr, "abc");
    sdn_arena_release(&arena);
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
    assert_int_equal(sdn_arena_copy_list(&arena, (sdn_str_list){items, 2}, &copy), -1);
    assert_int_equal(copy.count, 77);
    assert_true(faults_fired_memory());
    sdn_arena_release(&arena);
}

/* ---- buffer and allocation ---- */

static void buffer_grows_at_the_end(void **state)
{
    (void)state;
    sdn_buffer buffer = SDN_BUFFER_INIT;
    for (int i = 0; i < 1000; i++)
        sdn__buffer_add_str(&buffer, SDN_STR("abc"));
    sdn__buffer_add(&buffer, NULL, 0);
    assert_int_equal(buffer.len, 3000);
    assert_memory_equal(buffer.bytes + 2997, "abc", 3);
    sdn__buffer_release(&buffer);
    assert_int_equal(buffer.len, 0);
    assert_null(buffer.bytes);
}

static void buffer_remembers_that_memory_ran_out(void **state)
{
    (void)state;
    sdn_buffer buffer = SDN_BUFFER_INIT;
    sdn__buffer_add_str(&buffer, SDN_STR("abc"));
    faults_arm_memory(1);
    sdn__buffer_reserve(&buffer, 1000);
    assert_true(buffer.out_of_memory);
    sdn__buffer_add_str(&buffer, SDN_STR("d"));
    assert_int_equal(buffer.len, 3);
    sdn__buffer_release(&buffer);
}

static void sizes_that_overflow_are_refused(void **state)
{
    (void)state;
    assert_null(sdn__resize(NULL, SIZE_MAX / 2, 4));
    assert_null(sdn__alloc_zeroed(SIZE_MAX, SIZE_MAX));
}

static void empty_allocations_are_valid(void **state)
{
    (void)state;
    void *blocks[] = {sdn__alloc(0), sdn__resize(NULL, 0, 8), sdn__alloc_zeroed(0, 8)};
    for (size_t i = 0; i < 3; i++) {
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_order_bytewise_with_prefixes_first),
        cmocka_unit_test(null_is_empty_text),
        cmocka_unit_test(text_may_hold_nul),
        cmocka_unit_test(lists_are_equal_element_by_element),
        cmocka_unit_test(arena_hands_out_aligned_memory_of_its_own),
        cmocka_unit_test(arena_copies_are_terminated),
        cmocka_unit_test(arena_takes_a_block_larger_than_its_steps),
        cmocka_unit_test(arena_refuses_what_cannot_be),
        cmocka_unit_test(arena_is_usable_after_release_and_release_takes_null),
        cmocka_unit_test(list_copies_are_deep),
        TEST_IN_TEMPDIR(arena_without_memory_says_so_and_stays_usable),
        TEST_IN_TEMPDIR(a_list_that_is_copied_in_part_only_is_no_copy),
        cmocka_unit_test(buffer_grows_at_the_end),
        TEST_IN_TEMPDIR(buffer_remembers_that_memory_ran_out),
        cmocka_unit_test(sizes_that_overflow_are_refused),
        cmocka_unit_test(empty_allocations_are_valid),
        cmocka_unit_test(large_memory_does_with_or_without_what_is_wished_for),
        cmocka_unit_test(reserve_doubles_and_keeps_the_array_when_it_fails),
        cmocka_unit_test(an_arena_takes_over_another_full_or_empty),
    };
    return run_cases(argc, argv, tests);
}
