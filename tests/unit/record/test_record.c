#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "record/record.h"
#include "record/value.h"

#include <stdio.h>
#include <string.h>

/* ---- enums ---- */

static const sdn_enum_type *kind_type(void)
{
    return note_record_type.fields[NOTE_KIND].enumeration;
}

static void enum_words_and_numbers_find_each_other(void **state)
{
    (void)state;
    assert_int_equal(sdn_enum_find(kind_type(), SDN_STR("idea")), NOTE_KIND_IDEA);
    assert_int_equal(sdn_enum_find(kind_type(), SDN_STR("fact")), NOTE_KIND_FACT);
    assert_int_equal(sdn_enum_find(kind_type(), SDN_STR("Fact")), 2);
    assert_int_equal(sdn_enum_find(kind_type(), SDN_STR("")), 2);
    assert_string_equal(sdn_enum_name(kind_type(), NOTE_KIND_FACT), "fact");
    assert_string_equal(sdn_enum_name(kind_type(), 2), "");
    assert_string_equal(sdn_enum_name(kind_type(), UINT32_MAX), "");
}

/* ---- equality ---- */

static note full_note(void)
{
    static const sdn_str tags[] = {SDN_STR_INIT("x"), SDN_STR_INIT("y")};
    note record = note_of("1", "text");
    record.kind = NOTE_KIND_OTHER_;
    record.kind_text = SDN_STR("other");
    record.has_link = record.has_weight = true;
    record.link = SDN_STR("link");
    record.weight = 3;
    record.tags = (sdn_str_list){tags, 2};
    return record;
}

static void assert_differs(const note *changed)
{
    note record = full_note();
    assert_false(sdn_record_equal(&note_record_type, &record, changed));
    assert_false(sdn_record_equal(&note_record_type, changed, &record));
}

#define ASSERT_COUNTS(change)       \
    do {                            \
        note changed = full_note(); \
        changed.change;             \
        assert_differs(&changed);   \
    } while (0)

static void records_are_equal_if_every_field_is(void **state)
{
    (void)state;
    note a = full_note(), b = full_note();
    assert_true(sdn_record_equal(&note_record_type, &a, &b));
    ASSERT_COUNTS(id = SDN_STR("2"));
    ASSERT_COUNTS(text = SDN_STR("texts"));
    ASSERT_COUNTS(number++);
    ASSERT_COUNTS(done = true);
    ASSERT_COUNTS(kind = NOTE_KIND_IDEA);
    ASSERT_COUNTS(kind_text = SDN_STR("another"));
    ASSERT_COUNTS(side = NOTE_SIDE_RIGHT);
    ASSERT_COUNTS(has_link = false);
    ASSERT_COUNTS(link = SDN_STR("l"));
    ASSERT_COUNTS(weight = 4);
    ASSERT_COUNTS(tags.count = 1);
}

static void what_does_not_count_is_not_compared(void **state)
{
    (void)state;
    note a = full_note(), b = full_note();
    a.has_link = b.has_link = false;
    b.link = SDN_STR("left over");
    a.kind = b.kind = NOTE_KIND_IDEA;
    b.kind_text = SDN_STR("left over");
    assert_true(sdn_record_equal(&note_record_type, &a, &b));
}

/* ---- copies ---- */

static void copies_share_nothing(void **state)
{
    (void)state;
    char text[] = "text", tag[] = "tag";
    sdn_str tags[] = {{tag, 3}};
    sdn_arena arena = SDN_ARENA_INIT;
    note record = full_note(), copy;
    record.text = (sdn_str){text, 4};
    record.tags = (sdn_str_list){tags, 1};
    assert_int_equal(sdn_record_copy(&note_record_type, &copy, &record, &arena), 0);
    assert_true(sdn_record_equal(&note_record_type, &record, &copy));
    memset(text, 'X', 4);
    memset(tag, 'X', 3);
    assert_string_equal(copy.text.ptr, "text");
    assert_string_equal(copy.tags.items[0].ptr, "tag");
    assert_string_equal(copy.kind_text.ptr, "other");
    sdn_arena_release(&arena);
}

static void null_text_is_copied_as_empty_text(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    note record = full_note(), copy;
    record.text = (sdn_str){NULL, 0};
    assert_int_equal(sdn_record_copy(&note_record_type, &copy, &record, &arena), 0);
    assert_string_equal(copy.text.ptr, "");
    sdn_arena_release(&arena);
}

static void a_copy_may_be_made_onto_itself(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    note record = full_note(), same = full_note();
    assert_int_equal(sdn_record_copy(&note_record_type, &record, &record, &arena), 0);
    assert_true(sdn_record_equal(&note_record_type, &record, &same));
    sdn_arena_release(&arena);
}

static void a_copy_without_memory_leaves_the_target_alone(void **state)
{
    (void)state;
    static char large[1 << 16];
    memset(large, 'a', sizeof large - 1);
    note record = full_note(), copy = note_of("7", "untouched");
    record.text = sdn_str_from(large);
    for (int nth = 1; nth <= 2; nth++) {
        sdn_arena arena = SDN_ARENA_INIT;
        faults_arm_memory(nth);
        int result = sdn_record_copy(&note_record_type, &copy, &record, &arena);
        sdn_arena_release(&arena);
        assert_int_equal(result, -1);
        assert_string_equal(copy.id.ptr, "7");
        assert_string_equal(copy.text.ptr, "untouched");
    }
}

/* ---- keys and values ---- */

static int key_order(const sdn_record_type *type, const char *a, const char *b)
{
    sdn_value x = {.text = sdn_str_from(a)}, y = {.text = sdn_str_from(b)};
    int order = sdn__key_compare(type, &x, &y);
    return (order > 0) - (order < 0);
}

static void numbered_keys_order_by_number_then_other_texts(void **state)
{
    (void)state;
    static const char *const rising[] = {
        "0", "00",  "1", "9", "10", "010", "18446744073709551615", "", "-1", "1.5", "18446744073709551616",
        "a", "a10", "a9"};
    for (size_t i = 0; i < sizeof rising / sizeof rising[0]; i++)
        for (size_t j = 0; j < sizeof rising / sizeof rising[0]; j++) {
            bool ten = (i == 4 && j == 5) || (i == 5 && j == 4); /* equal numbers order bytewise: "010" first */
            assert_int_equal(key_order(&note_record_type, rising[i], rising[j]),
                             ten ? (i < j ? 1 : -1) : (i > j) - (i < j));
        }
}

static void other_text_keys_order_bytewise(void **state)
{
    (void)state;
    assert_int_equal(key_order(&ordered_note_record_type, "10", "9"), -1);
    assert_int_equal(key_order(&ordered_note_record_type, "100", "15"), -1);
    assert_int_equal(key_order(&ordered_note_record_type, "a", "B"), 1);
    assert_int_equal(key_order(&ordered_note_record_type, "a", "a"), 0);
}

static void values_order_by_the_first_field_that_differs(void **state)
{
    (void)state;
    const sdn_index_type *index = &note_record_type.indexes[NOTE_BY_TEXT_NUMBER];
    note a = note_of("1", "x"), b = note_of("2", "x");
    sdn_value x[SDN_INDEX_FIELDS_MAX], y[SDN_INDEX_FIELDS_MAX];
    a.number = 1;
    b.number = 2;
    sdn__values_of(&note_record_type, index, &a, x);
    sdn__values_of(&note_record_type, index, &b, y);
    assert_true(sdn__values_compare(&note_record_type, index, x, y) < 0);
    a.text = SDN_STR("y");
    sdn__values_of(&note_record_type, index, &a, x);
    assert_true(sdn__values_compare(&note_record_type, index, x, y) > 0);
    assert_int_equal(sdn__values_compare(&note_record_type, index, x, x), 0);
}

static void a_key_without_text_is_empty(void **state)
{
    (void)state;
    sdn_value key = {.text = {NULL, 0}};
    assert_true(sdn__key_is_empty(&note_record_type, &key));
    key.text = SDN_STR(" ");
    assert_false(sdn__key_is_empty(&note_record_type, &key));
    assert_false(sdn__key_is_empty(&log_record_type, &key)); /* has no key at all */
}

static const char *printed(const char *id, size_t size)
{
    static char shown[512];
    sdn_value key = {.text = sdn_str_from(id)};
    memset(shown, '~', sizeof shown);
    sdn__key_print(&note_record_type, &key, shown, size);
    assert_true(strlen(shown) < size);
    return shown;
}

static void a_number_that_is_no_word_of_its_enum_prints_as_none(void **state)
{
    (void)state;
    char shown[64];
    uint32_t side = NOTE_SIDE_RIGHT, none = 77;
    sdn__value_print(&note_record_type.fields[NOTE_SIDE], &side, shown, sizeof shown);
    assert_string_equal(shown, "right-hand side");
    sdn__value_print(&note_record_type.fields[NOTE_SIDE], &none, shown, sizeof shown);
    assert_string_equal(shown, "(no value of its type)");
}

static void keys_print_as_one_line_of_whole_characters(void **state)
{
    (void)state;
    assert_string_equal(printed("B-12", 100), "B-12");
    assert_string_equal(printed("a\nb\tc\x01", 100), "a?b?c?");
    assert_string_equal(printed("abcdef", 4), "abc");
    assert_string_equal(printed("ab\xC3\xA4", 4), "ab");
    assert_string_equal(printed("ab\xC3\xA4", 5), "ab\xC3\xA4");
    assert_string_equal(printed("", 1), "");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enum_words_and_numbers_find_each_other),
        cmocka_unit_test(records_are_equal_if_every_field_is),
        cmocka_unit_test(what_does_not_count_is_not_compared),
        cmocka_unit_test(copies_share_nothing),
        cmocka_unit_test(null_text_is_copied_as_empty_text),
        cmocka_unit_test(a_copy_may_be_made_onto_itself),
        TEST_IN_TEMPDIR(a_copy_without_memory_leaves_the_target_alone),
        cmocka_unit_test(numbered_keys_order_by_number_then_other_texts),
        cmocka_unit_test(other_text_keys_order_bytewise),
        cmocka_unit_test(values_order_by_the_first_field_that_differs),
        cmocka_unit_test(a_key_without_text_is_empty),
        cmocka_unit_test(keys_print_as_one_line_of_whole_characters),
        cmocka_unit_test(a_number_that_is_no_word_of_its_enum_prints_as_none),
    };
    return run_cases(argc, argv, tests);
}
