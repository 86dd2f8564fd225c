#include "test.h"

#include "emit/ctype.h"

#include <string.h>

static sdn_arena arena;

static int teardown(void **state)
{
    (void)state;
    sdn_arena_release(&arena);
    return 0;
}

static const model_enumerator words[] = {
    {.name = SDN_STR_INIT("low")},
    {.name = SDN_STR_INIT("high")},
};
static const model_enum closed = {.name = SDN_STR_INIT("Level"), .enumerators = words, .enumerator_count = 2};
static const model_enum open = {.name = SDN_STR_INIT("Mood"), .open = true, .enumerators = words, .enumerator_count = 2};

static const char *initial_of(const model_field *field)
{
    cprinter printer;
    cprinter_init(&printer, &arena);
    return ctype_of(&field->type)->initial(&printer, field).ptr;
}

static void every_scalar_has_a_row(void **state)
{
    static const struct {
        model_type type;
        const char *member;
    } cases[] = {
        {{.scalar = MODEL_STRING}, "sdn_str $member$"},
        {{.scalar = MODEL_BOOL}, "bool $member$"},
        {{.scalar = MODEL_U32}, "uint32_t $member$"},
        {{.scalar = MODEL_ENUM, .enumeration = &closed}, "enum $enum$ $member$"},
        {{.scalar = MODEL_ENUM, .enumeration = &open}, "enum $enum$ $member$"},
        {{.scalar = MODEL_STRING, .list = true}, "sdn_str_list $member$"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const ctype *type = ctype_of(&cases[i].type);
        assert_non_null(type);
        assert_string_equal(type->member, cases[i].member);
        assert_true((type->parameter == NULL) == (type->lookup == NULL));
        assert_true((type->text != NULL) == (cases[i].type.enumeration == &open));
    }
}

static void lists_of_other_things_have_none(void **state)
{
    model_type type = {.scalar = MODEL_U32, .list = true};
    (void)state;
    assert_null(ctype_of(&type));
}

static void optional_makes_no_difference(void **state)
{
    model_type plain = {.scalar = MODEL_U32};
    model_type optional = {.scalar = MODEL_U32, .optional = true};
    (void)state;
    assert_ptr_equal(ctype_of(&plain), ctype_of(&optional));
}

static void defaults_are_initializers(void **state)
{
    static const sdn_str items[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b, \"c\"")};
    const struct {
        model_field field;
        const char *initial;
    } cases[] = {
        {{.type = {.scalar = MODEL_STRING}}, "SDN_STR_INIT(\"\")"},
        {{.type = {.scalar = MODEL_STRING}, .initial = {.given = true, .text = SDN_STR("x\"y")}},
         "SDN_STR_INIT(\"x\\\"y\")"},
        {{.type = {.scalar = MODEL_BOOL}}, "false"},
        {{.type = {.scalar = MODEL_BOOL}, .initial = {.given = true, .number = 1}}, "true"},
        {{.type = {.scalar = MODEL_U32}, .initial = {.given = true, .number = 2147483647}}, "2147483647"},
        {{.type = {.scalar = MODEL_U32}, .initial = {.given = true, .number = UINT32_MAX}}, "4294967295u"},
        {{.type = {.scalar = MODEL_ENUM, .enumeration = &closed}}, "LEVEL_LOW"},
        {{.type = {.scalar = MODEL_ENUM, .enumeration = &open}, .initial = {.given = true, .number = 1}}, "MOOD_HIGH"},
        {{.type = {.scalar = MODEL_STRING, .list = true}}, "{NULL, 0}"},
        {{.type = {.scalar = MODEL_STRING, .list = true}, .initial = {.given = true}}, "{NULL, 0}"},
        {{.type = {.scalar = MODEL_STRING, .list = true},
          .initial = {.given = true, .items = items, .item_count = 2}},
         "{(const sdn_str[]){SDN_STR_INIT(\"a\"),\n"
         "                   SDN_STR_INIT(\"b, \\\"c\\\"\")}, 2}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(initial_of(&cases[i].field), cases[i].initial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_scalar_has_a_row),
        cmocka_unit_test(lists_of_other_things_have_none),
        cmocka_unit_test(optional_makes_no_difference),
        cmocka_unit_test(defaults_are_initializers),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
