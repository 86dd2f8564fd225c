#include "test.h"

#include "record_types/basic.h"

/* ---- enums ---- */

static const sdn_enum_type *kind_type(void)
{
    return note_record_type.fields[NOTE_FIELD_KIND].enumeration;
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enum_words_and_numbers_find_each_other),
    };
    return run_cases(argc, argv, tests);
}
