/* That what generated code says is what the schema said, through every escape: runs code of golden/ok. */
#include "test.h"

#include "defaults.h"
#include "importing.h"
#include "keys.h"
#include "types.h"

#include <string.h>

static void assert_text(sdn_str found, const char *expected)
{
    assert_int_equal(found.len, strlen(expected));
    assert_string_equal(found.ptr, expected);
}

static void default_texts_survive_c(void **state)
{
    static const char *const items[] = {"a, b", "\"", "?\?'", "two\nlines", ""};
    text t;
    (void)state;
    text_init(&t);
    assert_text(t.quotes, "say \"hello\"");
    assert_text(t.backslash, "C:\\new\\1");
    assert_text(t.lines, "one\ntwo\nthree");
    assert_text(t.utf8, "na\xC3\xAFve \xE6\xBC\xA2\xE5\xAD\x97");
    assert_text(t.digits, "\xC3\xA9"
                          "9");
    assert_text(t.trigraph, "what?"
                            "?/ and ?"
                            "?=");
    assert_text(t.percent, "100% of $T$ */");
    assert_text(t.empty, "");
    assert_text(t.words, "A text that is long enough to need more than one line of the output, because no line there "
                         "should be too long to read.");
    assert_int_equal(t.items.count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_text(t.items.items[i], items[i]);
    assert_int_equal(t.none.count, 0);
}

static void defaults_of_all_types_are_set(void **state)
{
    sample s;
    (void)state;
    memset(&s, 0xAA, sizeof s);
    sample_init(&s);
    assert_text(s.name, "");
    assert_text(s.text, "text");
    assert_false(s.truth);
    assert_true(s.truth_set);
    assert_int_equal(s.number, 0);
    assert_int_equal(s.number_set, UINT32_MAX);
    assert_int_equal(s.level, LEVEL_LOW);
    assert_int_equal(s.level_set, LEVEL_HIGH);
    assert_int_equal(s.mood_set, MOOD_SO_SO);
    assert_text(s.mood_text, "");
    assert_int_equal(s.small_set, -7);
    assert_true(s.large_set == -1000000000000);
    assert_true(s.huge_set == UINT64_MAX);
    assert_true(s.real == 0 && s.real_set == (double)0.1);
    assert_int_equal(s.day.month, 0);
    assert_true(s.day_set.year == 2026 && s.day_set.month == 1 && s.day_set.day == 31);
    assert_true(s.moment.seconds == 0 && s.moment_set.nanoseconds == 500000000);
    assert_false(s.has_maybe_text || s.has_maybe_truth || s.has_maybe_number || s.has_maybe_level || s.has_maybe_mood);
}

static void setters_set_all_that_makes_a_field(void **state)
{
    sample s;
    (void)state;
    sample_init(&s);
    sample_set_maybe_text(&s, SDN_STR("x"));
    assert_true(s.has_maybe_text);
    assert_text(s.maybe_text, "x");
    sample_set_maybe_level(&s, LEVEL_HIGH);
    assert_true(s.has_maybe_level && s.maybe_level == LEVEL_HIGH);
    sample_clear_maybe_text(&s);
    sample_clear_maybe_level(&s);
    assert_false(s.has_maybe_text || s.has_maybe_level);
    assert_text(s.maybe_text, "");
    assert_int_equal(s.maybe_level, LEVEL_LOW);
}

static void open_enums_are_set_by_their_word(void **state)
{
    sample s;
    (void)state;
    sample_init(&s);
    sample_set_mood_text(&s, SDN_STR("so-so"));
    assert_int_equal(s.mood, MOOD_SO_SO);
    sample_set_mood_text(&s, SDN_STR("merry"));
    assert_int_equal(s.mood, MOOD_OTHER_);
    assert_text(s.mood_text, "merry");
    sample_set_maybe_mood_text(&s, SDN_STR("bad"));
    assert_true(s.has_maybe_mood && s.maybe_mood == MOOD_BAD);
    sample_set_maybe_mood_text(&s, SDN_STR("odd"));
    assert_true(s.has_maybe_mood && s.maybe_mood == MOOD_OTHER_);
    assert_text(s.maybe_mood_text, "odd");
    sample_set_maybe_mood(&s, MOOD_BAD);
    assert_int_equal(s.maybe_mood, MOOD_BAD);
    sample_clear_maybe_mood(&s);
    assert_false(s.has_maybe_mood);
    assert_int_equal(s.maybe_mood, MOOD_GOOD);
}

static void enums_know_their_spelling(void **state)
{
    mood value = MOOD_BAD;
    (void)state;
    assert_string_equal(mood_name(MOOD_SO_SO), "so-so");
    assert_string_equal(mood_name(MOOD_OTHER_), "");
    assert_true(mood_from_name(SDN_STR("so-so"), &value));
    assert_int_equal(value, MOOD_SO_SO);
    assert_false(mood_from_name(SDN_STR("so_so"), &value));
    assert_int_equal(value, MOOD_SO_SO);
}

static void the_record_type_describes_the_struct(void **state)
{
    const sdn_record_type *type = &sample_record_type;
    (void)state;
    assert_int_equal(type->size, sizeof(sample));
    assert_string_equal(type->name, "Sample");
    for (uint32_t i = 0; i < type->field_count; i++)
        assert_true(type->fields[i].offset < sizeof(sample));
    assert_int_equal(type->index_count, 14);
    assert_int_equal(type->indexes[SAMPLE_INDEX_TEXT_TRUTH_NUMBER_MOOD].field_count, 4);
    assert_ptr_equal(radio_record_type.fields[RADIO_FIELD_VOLUME].enumeration, &volume_enum_type);
    assert_int_equal(by_pair_record_type.flags, SDN_RECORD_ORDER_BY_KEY);
    assert_int_equal(entry_record_type.key.field_count, 0);
}

static void copies_are_equal(void **state)
{
    sdn_arena arena = SDN_ARENA_INIT;
    text a, b;
    (void)state;
    text_init(&a);
    a.id = SDN_STR("x");
    assert_int_equal(text_copy(&b, &a, &arena), 0);
    assert_true(text_equal(&a, &b));
    assert_ptr_not_equal(a.quotes.ptr, b.quotes.ptr);
    b.lines = SDN_STR("one");
    assert_false(text_equal(&a, &b));
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(default_texts_survive_c),
        cmocka_unit_test(defaults_of_all_types_are_set),
        cmocka_unit_test(setters_set_all_that_makes_a_field),
        cmocka_unit_test(open_enums_are_set_by_their_word),
        cmocka_unit_test(enums_know_their_spelling),
        cmocka_unit_test(the_record_type_describes_the_struct),
        cmocka_unit_test(copies_are_equal),
    };
    return run_cases(argc, argv, tests);
}
