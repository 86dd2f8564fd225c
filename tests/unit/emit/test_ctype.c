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
static const model_schema schema;
static const model_enum closed = {
    .name = SDN_STR_INIT("Level"), .enumerators = words, .enumerator_count = 2, .schema = &schema};
static const model_enum open = {
    .name = SDN_STR_INIT("Mood"), .open = true, .enumerators = words, .enumerator_count = 2, .schema = &schema};

static const char *initial_of(const model_field *field)
{
    cprinter printer;
    cprinter_init(&printer, &arena);
    cprinter_set(&printer, "enum", SDN_STR("level"));
    return ctype_initial(&printer, field).ptr;
}

static void every_type_has_a_row(void **state)
{
    static const struct {
        model_type type;
        const char *member;
    } cases[] = {
        {{.scalar = MODEL_STRING}, "sdn_str $member$"},
        {{.scalar = MODEL_BOOL}, "bool $member$"},
        {{.scalar = MODEL_I32}, "int32_t $member$"},
        {{.scalar = MODEL_I64}, "int64_t $member$"},
        {{.scalar = MODEL_U32}, "uint32_t $member$"},
        {{.scalar = MODEL_U64}, "uint64_t $member$"},
        {{.scalar = MODEL_F64}, "double $member$"},
        {{.scalar = MODEL_DATE}, "sdn_date $member$"},
        {{.scalar = MODEL_TIMESTAMP}, "sdn_timestamp $member$"},
        {{.scalar = MODEL_ENUM, .enumeration = &closed}, "enum $enum$ $member$"},
        {{.scalar = MODEL_ENUM, .enumeration = &open}, "enum $enum$ $member$"},
        {{.scalar = MODEL_STRING, .list = true}, "sdn_str_list $member$"},
        {{.scalar = MODEL_BOOL, .list = true}, "sdn_bool_list $member$"},
        {{.scalar = MODEL_I32, .list = true}, "sdn_i32_list $member$"},
        {{.scalar = MODEL_I64, .list = true}, "sdn_i64_list $member$"},
        {{.scalar = MODEL_U32, .list = true}, "sdn_u32_list $member$"},
        {{.scalar = MODEL_U64, .list = true}, "sdn_u64_list $member$"},
        {{.scalar = MODEL_F64, .list = true}, "sdn_f64_list $member$"},
        {{.scalar = MODEL_DATE, .list = true}, "sdn_date_list $member$"},
        {{.scalar = MODEL_TIMESTAMP, .list = true}, "sdn_timestamp_list $member$"},
        {{.scalar = MODEL_ENUM, .list = true, .enumeration = &closed}, "struct $enum$_list $member$"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const ctype *type = ctype_of(&cases[i].type);
        assert_non_null(type);
        assert_string_equal(type->member, cases[i].member);
        assert_true(type->constant != NULL && type->read != NULL && type->write != NULL);
        assert_int_equal(type->items != NULL, cases[i].type.list);
        assert_int_equal(type->parameter == NULL, cases[i].type.list);
        assert_int_equal(type->lookup == NULL, cases[i].type.list);
        assert_int_equal(type->text != NULL, cases[i].type.enumeration == &open);
    }
}

static void an_element_has_the_constant_of_its_list(void **state)
{
    (void)state;
    for (int scalar = MODEL_STRING; scalar <= MODEL_ENUM; scalar++) {
        model_type element = {.scalar = (model_scalar)scalar};
        model_type list = {.scalar = (model_scalar)scalar, .list = true};
        assert_string_equal(ctype_of(&element)->constant, ctype_of(&list)->constant);
    }
}

static void lists_of_open_enums_have_none(void **state)
{
    model_type type = {.scalar = MODEL_ENUM, .enumeration = &open, .list = true};
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

#define PLAIN(name)   .type = {.scalar = name}
#define LIST_OF(name) .type = {.scalar = name, .list = true}
#define GIVEN(...)    .initial = {.given = true, .value = {__VA_ARGS__}}
#define ITEMS(list)   .initial = {.given = true, .items = list, .item_count = sizeof list / sizeof list[0]}

static void defaults_are_initializers(void **state)
{
    static const model_value texts[] = {{.text = SDN_STR_INIT("a")}, {.text = SDN_STR_INIT("b, \"c\"")}};
    static const model_value numbers[] = {{.signed_number = -1}, {.signed_number = INT64_MIN}};
    static const model_value days[] = {{.date = {2026, 1, 31}}, {.date = {9999, 12, 31}}};
    static const model_value levels[] = {{.number = 1}, {.number = 0}};
    const struct {
        model_field field;
        const char *initial;
    } cases[] = {
        {{PLAIN(MODEL_STRING)}, "SDN_STR_INIT(\"\")"},
        {{PLAIN(MODEL_STRING), GIVEN(.text = SDN_STR_INIT("x\"y"))}, "SDN_STR_INIT(\"x\\\"y\")"},
        {{PLAIN(MODEL_BOOL)}, "false"},
        {{PLAIN(MODEL_BOOL), GIVEN(.boolean = true)}, "true"},
        {{PLAIN(MODEL_I32)}, "0"},
        {{PLAIN(MODEL_I32), GIVEN(.signed_number = INT32_MIN)}, "-2147483648"},
        {{PLAIN(MODEL_I64), GIVEN(.signed_number = INT64_MIN)}, "INT64_MIN"},
        {{PLAIN(MODEL_U32), GIVEN(.number = 2147483647)}, "2147483647"},
        {{PLAIN(MODEL_U32), GIVEN(.number = UINT32_MAX)}, "4294967295u"},
        {{PLAIN(MODEL_U64), GIVEN(.number = UINT64_MAX)}, "18446744073709551615u"},
        {{PLAIN(MODEL_F64)}, "0.0"},
        {{PLAIN(MODEL_F64), GIVEN(.real = -0.0)}, "-0.0"},
        {{PLAIN(MODEL_DATE)}, "{.year = 0, .month = 0, .day = 0}"},
        {{PLAIN(MODEL_DATE), GIVEN(.date = {2026, 1, 31})}, "{.year = 2026, .month = 1, .day = 31}"},
        {{PLAIN(MODEL_TIMESTAMP)}, "{.seconds = 0, .nanoseconds = 0}"},
        {{PLAIN(MODEL_TIMESTAMP), GIVEN(.timestamp = {-1, 999999999})}, "{.seconds = -1, .nanoseconds = 999999999}"},
        {{.type = {.scalar = MODEL_ENUM, .enumeration = &closed}}, "LEVEL_LOW"},
        {{.type = {.scalar = MODEL_ENUM, .enumeration = &open}, GIVEN(.number = 1)}, "MOOD_HIGH"},
        {{LIST_OF(MODEL_STRING)}, "{NULL, 0}"},
        {{LIST_OF(MODEL_STRING), .initial = {.given = true}}, "{NULL, 0}"},
        {{LIST_OF(MODEL_STRING), ITEMS(texts)},
         "{(const sdn_str[]){SDN_STR_INIT(\"a\"),\n"
         "                   SDN_STR_INIT(\"b, \\\"c\\\"\")}, 2}"},
        {{LIST_OF(MODEL_I64), ITEMS(numbers)}, "{(const int64_t[]){-1, INT64_MIN}, 2}"},
        {{LIST_OF(MODEL_DATE), ITEMS(days)},
         "{(const sdn_date[]){{.year = 2026, .month = 1, .day = 31},\n"
         "                    {.year = 9999, .month = 12, .day = 31}}, 2}"},
        {{.type = {.scalar = MODEL_ENUM, .enumeration = &closed, .list = true}, ITEMS(levels)},
         "{(const level[]){LEVEL_HIGH, LEVEL_LOW}, 2}"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(initial_of(&cases[i].field), cases[i].initial);
}

static void only_timestamps_need_a_remark(void **state)
{
    model_field moment = {PLAIN(MODEL_TIMESTAMP), GIVEN(.timestamp = {1769847300, 0})};
    model_field none = {PLAIN(MODEL_TIMESTAMP)};
    model_field day = {PLAIN(MODEL_DATE), GIVEN(.date = {2026, 1, 31})};
    cprinter printer;
    (void)state;
    cprinter_init(&printer, &arena);
    assert_string_equal(ctype_remark(&printer, &moment).ptr, " /* 2026-01-31T08:15:00Z */");
    assert_string_equal(ctype_remark(&printer, &none).ptr, "");
    assert_string_equal(ctype_remark(&printer, &day).ptr, "");
}

static void bounds_are_values(void **state)
{
    model_type small = {.scalar = MODEL_I32, .list = true};
    model_type huge = {.scalar = MODEL_U64};
    model_type real = {.scalar = MODEL_F64};
    cprinter printer;
    (void)state;
    cprinter_init(&printer, &arena);
    assert_string_equal(ctype_value(&printer, &small, (model_value){.signed_number = -5}).ptr, "{.i32 = -5}");
    assert_string_equal(ctype_value(&printer, &huge, (model_value){.number = UINT64_MAX}).ptr,
                        "{.u64 = 18446744073709551615u}");
    assert_string_equal(ctype_value(&printer, &real, (model_value){.real = 0.5}).ptr, "{.f64 = 0.5}");
    assert_string_equal(ctype_number(&printer, &huge, (model_value){.number = UINT64_MAX}).ptr, "18446744073709551615");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_has_a_row),
        cmocka_unit_test(an_element_has_the_constant_of_its_list),
        cmocka_unit_test(lists_of_open_enums_have_none),
        cmocka_unit_test(optional_makes_no_difference),
        cmocka_unit_test(defaults_are_initializers),
        cmocka_unit_test(only_timestamps_need_a_remark),
        cmocka_unit_test(bounds_are_values),
    };
    return run_cases_with(argc, argv, tests, NULL, teardown);
}
