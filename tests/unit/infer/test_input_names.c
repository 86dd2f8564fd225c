#include "test.h"

#include "faults.h"
#include "tempdir.h"

#include "infer/input_names.h"

#include <stdio.h>
#include <string.h>

/* That the names, in this order, get these fields and columns, written `field` or `field:column`. */
static void assert_assigned(bool are_fields, const char *const (*expected)[2], size_t count)
{
    sdn_arena arena = SDN_ARENA_INIT;
    input_names names;
    size_t position;
    input_names_init(&names, are_fields, &arena);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(input_names_add(&names, sdn_str_from(expected[i][0]), &position), 0);
        assert_int_equal(position, i);
    }
    assert_int_equal(input_names_assign(&names), 0);
    for (size_t i = 0; i < count; i++) {
        char shown[200];
        input_name *made = &names.items[i];
        bool same = sdn_str_equal(made->field, made->column);
        snprintf(shown, sizeof shown, "%.*s%s%.*s", (int)made->field.len, made->field.ptr, same ? "" : ":",
                 same ? 0 : (int)made->column.len, made->column.ptr);
        assert_string_equal(shown, expected[i][1]);
    }
    input_names_release(&names);
    sdn_arena_release(&arena);
}

#define ASSERT_FIELDS(expected) assert_assigned(true, (expected), sizeof(expected) / sizeof *(expected))

static void names_of_fields_stay(void **state)
{
    (void)state;
    static const char *const expected[][2] = {{"id", "id"}, {"fooBar", "fooBar"}, {"X1", "X1"}, {"key", "key"}};
    ASSERT_FIELDS(expected);
}

static void names_of_columns_are_columns(void **state)
{
    (void)state;
    static const char *const expected[][2] = {{"mode/jit", "mode_jit:mode/jit"}, {"a.b", "a_b:a.b"}, {"x-", "x:x-"}};
    ASSERT_FIELDS(expected);
}

static void other_names_are_made_to_words(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"First Name", "first_name"}, {"2nd", "n2nd"},  {"won't", "wont"}, {"  ", "column_4"},
        {"\xC3\xA4", "column_5"},     {"a, |b", "a_b"}, {"100%", "n100"}};
    ASSERT_FIELDS(expected);
}

static void words_of_c_get_an_end(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"class", "class_value:class"}, {"table", "table_value"}, {"int", "int_value:int"}, {"end_", "end_value:end_"}};
    ASSERT_FIELDS(expected);
}

static void no_two_names_clash_in_c(void **state)
{
    (void)state;
    static const char *const expected[][2] = {{"a b", "a_b_4"},     {"a-b", "a_b_3:a-b"},
                                              {"a_b", "a_b"},       {"has_a_b", "has_a_b_2:has_a_b"},
                                              {"fooBar", "fooBar"}, {"foo_bar", "foo_bar_2:foo_bar"}};
    ASSERT_FIELDS(expected);
}

static void enumerators_may_be_words_of_c(void **state)
{
    (void)state;
    static const char *const expected[][2] = {
        {"class", "class"}, {"won't fix", "wont_fix"}, {"Open", "Open"}, {"open", "open_2:open"}};
    assert_assigned(false, expected, 4);
}

static void a_name_has_one_position(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    input_names names;
    size_t first, second, third;
    input_names_init(&names, true, &arena);
    assert_int_equal(input_names_add(&names, SDN_STR("a"), &first), 0);
    assert_int_equal(input_names_add(&names, SDN_STR("b"), &second), 0);
    assert_int_equal(input_names_add(&names, SDN_STR("a"), &third), 0);
    assert_int_equal(first, third);
    assert_int_equal(names.count, 2);
    input_names_release(&names);
    sdn_arena_release(&arena);
}

static void memory_that_runs_out_is_an_error(void **state)
{
    (void)state;
    int failures = 0;
    for (bool fired = true; fired; failures++) {
        sdn_arena arena = SDN_ARENA_INIT;
        input_names names;
        size_t position;
        faults_arm_memory(failures + 1);
        input_names_init(&names, true, &arena);
        int result = input_names_add(&names, SDN_STR("a b"), &position);
        if (result == 0)
            result = input_names_assign(&names);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(result, fired ? -1 : 0);
        input_names_release(&names);
        sdn_arena_release(&arena);
    }
    assert_true(failures > 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(names_of_fields_stay),          TEST_IN_TEMPDIR(names_of_columns_are_columns),
        TEST_IN_TEMPDIR(other_names_are_made_to_words), TEST_IN_TEMPDIR(words_of_c_get_an_end),
        TEST_IN_TEMPDIR(no_two_names_clash_in_c),       TEST_IN_TEMPDIR(enumerators_may_be_words_of_c),
        TEST_IN_TEMPDIR(a_name_has_one_position),       TEST_IN_TEMPDIR(memory_that_runs_out_is_an_error),
    };
    return run_cases(argc, argv, tests);
}
