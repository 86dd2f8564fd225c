#include "test.h"

#include <sdn/arena.h>

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

static void elements_are_found_by_their_text(void **state)
{
    (void)state;
    sdn_str items[] = {SDN_STR_INIT("a"), SDN_STR_INIT(""), SDN_STR_INIT("b"), SDN_STR_INIT("a")};
    sdn_str_list none = {NULL, 0}, list = {items, 4};
    assert_int_equal(sdn_str_list_find(list, SDN_STR("a")), 0);
    assert_int_equal(sdn_str_list_find(list, SDN_STR("b")), 2);
    assert_int_equal(sdn_str_list_find(list, (sdn_str){NULL, 0}), 1);
    assert_int_equal(sdn_str_list_find(list, SDN_STR("c")), 4);
    assert_int_equal(sdn_str_list_find(none, SDN_STR("a")), 0);
    assert_true(sdn_str_list_has(list, SDN_STR("b")));
    assert_false(sdn_str_list_has(list, SDN_STR("B")));
    assert_false(sdn_str_list_has(none, SDN_STR("")));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_order_bytewise_with_prefixes_first),
        cmocka_unit_test(null_is_empty_text),
        cmocka_unit_test(text_may_hold_nul),
        cmocka_unit_test(lists_are_equal_element_by_element),
        cmocka_unit_test(elements_are_found_by_their_text),
    };
    return run_cases(argc, argv, tests);
}
