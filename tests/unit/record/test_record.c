#include "test.h"

#include "faults.h"
#include "record_types/all_types.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "record/record.h"

#include <string.h>

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

static void fields_that_differ_are_listed_in_order(void **state)
{
    (void)state;
    uint32_t fields[NOTE_FIELD_TAGS + 1] = {99, 99, 99, 99};
    note a = full_note(), b = full_note();
    assert_int_equal(sdn_record_diff(&note_record_type, &a, &b, fields), 0);
    assert_int_equal(fields[0], 99);
    b.tags.count = 1;
    b.id = SDN_STR("2");
    b.kind_text = SDN_STR("another");
    assert_int_equal(sdn_record_diff(&note_record_type, &a, &b, NULL), 3);
    assert_int_equal(sdn_record_diff(&note_record_type, &a, &b, fields), 3);
    assert_int_equal(fields[0], NOTE_FIELD_ID);
    assert_int_equal(fields[1], NOTE_FIELD_KIND);
    assert_int_equal(fields[2], NOTE_FIELD_TAGS);
    assert_int_equal(fields[3], 99);
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
        sdn_code result = sdn_record_copy(&note_record_type, &copy, &record, &arena);
        sdn_arena_release(&arena);
        assert_int_equal(result, SDN_E_NOMEM);
        assert_string_equal(copy.id.ptr, "7");
        assert_string_equal(copy.text.ptr, "untouched");
    }
}

/* ---- values of absent fields ---- */

static const char *unset_field(const all_types *record, const all_types *before)
{
    const sdn_field *field = sdn__record_unset(&all_types_record_type, record, before);
    return field != NULL ? field->name : "none";
}

static void a_value_that_an_absent_field_got_is_found(void **state)
{
    (void)state;
    static const int32_t numbers[] = {1, 2}, others[] = {1, 2};
    all_types before, record;
    all_types_init(&before);
    record = before;
    assert_string_equal(unset_field(&record, &before), "none");
    record.maybe_i32s = (sdn_i32_list){numbers, 2};
    assert_string_equal(unset_field(&record, &before), "maybe_i32s");
    assert_string_equal(unset_field(&record, &record), "none");
    before.maybe_i32s = (sdn_i32_list){numbers, 1};
    assert_string_equal(unset_field(&record, &before), "maybe_i32s");
    before.maybe_i32s = (sdn_i32_list){others, 2};
    assert_string_equal(unset_field(&record, &before), "maybe_i32s");

    all_types_init(&before);
    record = before;
    record.maybe_text = SDN_STR("text");
    assert_string_equal(unset_field(&record, &before), "maybe_text");
    assert_string_equal(unset_field(&record, &record), "none");
    before.maybe_text = (sdn_str){record.maybe_text.ptr, 2};
    assert_string_equal(unset_field(&record, &before), "maybe_text");
    before.maybe_text = (sdn_str){record.maybe_text.ptr + 1, 4};
    assert_string_equal(unset_field(&record, &before), "maybe_text");

    all_types_init(&before);
    record = before;
    before.maybe_i32 = 5; /* back to the default: no value */
    assert_string_equal(unset_field(&record, &before), "none");
    record.maybe_i32 = 6;
    assert_string_equal(unset_field(&record, &before), "maybe_i32");
}

/* Lengths that no memory has, together more than can be counted. */
static void texts_that_are_too_long_together_are_not_copied(void **state)
{
    (void)state;
    note record = full_note(), copy = note_of("9", "before");
    sdn_arena arena = SDN_ARENA_INIT;
    record.id.len = record.text.len = SIZE_MAX / 2;
    assert_int_equal(sdn_record_copy(&note_record_type, &copy, &record, &arena), SDN_E_NOMEM);
    record.id.len = SIZE_MAX;
    record.text.len = 1;
    assert_int_equal(sdn_record_copy(&note_record_type, &copy, &record, &arena), SDN_E_NOMEM);
    assert_string_equal(copy.text.ptr, "before");
    sdn_arena_release(&arena);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_equal_if_every_field_is),
        cmocka_unit_test(what_does_not_count_is_not_compared),
        cmocka_unit_test(fields_that_differ_are_listed_in_order),
        cmocka_unit_test(copies_share_nothing),
        cmocka_unit_test(null_text_is_copied_as_empty_text),
        cmocka_unit_test(a_copy_may_be_made_onto_itself),
        TEST_IN_TEMPDIR(a_copy_without_memory_leaves_the_target_alone),
        cmocka_unit_test(texts_that_are_too_long_together_are_not_copied),
        cmocka_unit_test(a_value_that_an_absent_field_got_is_found),
    };
    return run_cases(argc, argv, tests);
}
