#include "test.h"

#include "record_types/basic.h"

#include "record/value.h"

#include <string.h>

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
    const sdn_index_type *index = &note_record_type.indexes[NOTE_INDEX_TEXT_NUMBER];
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
    sdn__values_print(&note_record_type, &note_record_type.key, &key, shown, size);
    assert_true(strlen(shown) < size);
    return shown;
}

static void a_number_that_is_no_word_of_its_enum_prints_as_none(void **state)
{
    (void)state;
    char shown[64];
    uint32_t side = NOTE_SIDE_RIGHT, none = 77;
    sdn__value_print(&note_record_type.fields[NOTE_FIELD_SIDE], &side, shown, sizeof shown);
    assert_string_equal(shown, "right-hand side");
    sdn__value_print(&note_record_type.fields[NOTE_FIELD_SIDE], &none, shown, sizeof shown);
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
        cmocka_unit_test(numbered_keys_order_by_number_then_other_texts),
        cmocka_unit_test(other_text_keys_order_bytewise),
        cmocka_unit_test(values_order_by_the_first_field_that_differs),
        cmocka_unit_test(a_key_without_text_is_empty),
        cmocka_unit_test(keys_print_as_one_line_of_whole_characters),
        cmocka_unit_test(a_number_that_is_no_word_of_its_enum_prints_as_none),
    };
    return run_cases(argc, argv, tests);
}
