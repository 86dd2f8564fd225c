/* Names of members, locals and parameters: none meets another that is visible. */
#include "test.h"

#include "names/cname.h"

#include <string.h>

static sdn_arena arena;
static const model_schema plain, net = {.prefix = SDN_STR_INIT("net_")};

static void fields_take_their_members(void **state)
{
    model_enum open = {.name = SDN_STR("Status"), .open = true, .schema = &plain};
    model_field field = {.name = SDN_STR("dueBy"),
                         .type = {.scalar = MODEL_ENUM, .enumeration = &open, .optional = true}};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_field(&arena, &field, &names), 0);
    assert_int_equal(names.count, 3);
    assert_string_equal(names.items[0].ptr, "due_by");
    assert_string_equal(names.items[1].ptr, "has_due_by");
    assert_string_equal(names.items[2].ptr, "due_by_text");
}

/* A table of names as cname_visible fills it. */
static name_table table_of(const sdn_str *names, size_t count)
{
    name_table table = {.arena = &arena};
    for (size_t i = 0; i < count; i++) {
        const void *value = names;
        assert_int_equal(name_table_add(&table, names[i], &value), 0);
    }
    return table;
}

static void locals_avoid_what_is_visible(void **state)
{
    static const sdn_str types[] = {SDN_STR_INIT("file"), SDN_STR_INIT("status")};
    name_table taken = table_of(types, 2);
    (void)state;
    assert_string_equal(cname_local(&arena, &taken, SDN_STR("file")).ptr, "file_");
    assert_string_equal(cname_local(&arena, &taken, SDN_STR("path")).ptr, "path");
}

static void parameters_meet_nothing(void **state)
{
    static const sdn_str types[] = {SDN_STR_INIT("status"), SDN_STR_INIT("level"), SDN_STR_INIT("level_value")};
    static const struct {
        const char *first, *second, *parameter;
    } cases[] = {
        {"line", "store", "line"},
        {"status", "line", "status_value"},
        {"store", "line", "store_value"},
        {"store", "store_value", "store_value_"},
        {"store_value", "store", "store_value"},
        {"level", "line", "level_value_"},
        {"createdAt", "line", "created_at"},
    };
    static const size_t both[] = {0, 1};
    name_table taken = table_of(types, 3);
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        model_field fields[] = {{.name = sdn_str_from(cases[i].first)}, {.name = sdn_str_from(cases[i].second)}};
        model_record record = {.fields = fields, .field_count = 2};
        model_index index = {.fields = both, .field_count = 2};
        assert_string_equal(cname_parameter(&arena, &taken, &record, &index, 0).ptr, cases[i].parameter);
    }
}

/* Each schema is imported by the next two, so that the number of ways to the first doubles with each. */
static void schemas_that_meet_on_many_ways_count_once(void **state)
{
    enum { SCHEMAS = 60 };
    static char base_names[SCHEMAS][4];
    model_schema schemas[SCHEMAS];
    const model_schema *imports[SCHEMAS][2];
    name_table names = {.arena = &arena};
    (void)state;
    for (size_t i = 0; i < SCHEMAS; i++) {
        base_names[i][0] = (char)('a' + i / 26);
        base_names[i][1] = (char)('a' + i % 26);
        imports[i][0] = i > 0 ? &schemas[i - 1] : NULL;
        imports[i][1] = i > 1 ? &schemas[i - 2] : NULL;
        schemas[i] = (model_schema){
            .base_name = sdn_str_from(base_names[i]), .imports = imports[i], .import_count = i < 2 ? i : 2};
    }
    assert_int_equal(cname_visible(&schemas[SCHEMAS - 1], &names), 0);
}

/* Whether a list of names has this one, and once. */
static bool has_once(sdn_str_list names, const char *wanted)
{
    size_t count = 0;
    for (size_t i = 0; i < names.count; i++)
        count += sdn_str_equal(names.items[i], sdn_str_from(wanted));
    return count == 1;
}

static void each_type_of_list_takes_one_function(void **state)
{
    static const char *const taken[] = {
        "big_bug_store_u32_list", "big_bug_store_date_list", "big_bug_store_my_level_list", "big_bug_store_list",
        "big_bug_store_append_a", "big_bug_store_remove_a",  "big_bug_store_append_g",      "big_bug_store_remove_g"};
    model_enum level = {.name = SDN_STR("MyLevel"), .schema = &plain};
    model_field fields[] = {
        {.name = SDN_STR("a"), .type = {.scalar = MODEL_U32, .list = true}},
        {.name = SDN_STR("b"), .type = {.scalar = MODEL_ENUM, .enumeration = &level, .list = true}},
        {.name = SDN_STR("c"), .type = {.scalar = MODEL_U32, .list = true}},
        {.name = SDN_STR("d"), .type = {.scalar = MODEL_STRING, .list = true}},
        {.name = SDN_STR("e"), .type = {.scalar = MODEL_U64}},
        {.name = SDN_STR("f"), .type = {.scalar = MODEL_DATE, .list = true}},
        {.name = SDN_STR("g"), .type = {.scalar = MODEL_ENUM, .enumeration = &level, .list = true}},
    };
    static const bool copies[] = {true, true, false, false, false, true, false};
    model_record record = {.name = SDN_STR("BigBug"), .fields = fields, .field_count = 7, .schema = &plain};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_record(&arena, &record, &names), 0);
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        assert_true(has_once(names, taken[i]));
    assert_false(has_once(names, "big_bug_store_u64_list"));
    assert_false(has_once(names, "big_bug_store_append_e"));
    assert_false(has_once(names, "big_bug_store_remove_e"));
    for (size_t i = 0; i < record.field_count; i++)
        assert_int_equal(cname_copies_list(&record, i), copies[i]);
    assert_string_equal(cname_list_copier(&arena, &record, &fields[1].type).ptr, "big_bug_store_my_level_list");
}

static void only_closed_enums_have_lists(void **state)
{
    model_enum enumeration = {.name = SDN_STR("Level"), .schema = &plain};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_enum(&arena, &enumeration, &names), 0);
    assert_string_equal(names.items[names.count - 1].ptr, "level_list");
    enumeration.open = true;
    assert_int_equal(cname_of_enum(&arena, &enumeration, &names), 0);
    assert_string_equal(names.items[names.count - 1].ptr, "LEVEL_OTHER_");
    for (size_t i = 0; i < names.count; i++)
        assert_string_not_equal(names.items[i].ptr, "level_list");
}

static bool starts_with(sdn_str name, const char *start)
{
    return name.len > strlen(start) && memcmp(name.ptr, start, strlen(start)) == 0;
}

static void assert_prefixed(sdn_str_list names)
{
    assert_true(names.count > 0);
    for (size_t i = 0; i < names.count; i++)
        if (!starts_with(names.items[i], "net_") && !starts_with(names.items[i], "NET_"))
            fail_msg("'%s' is without the prefix", names.items[i].ptr);
}

static void a_prefix_is_in_each_name_of_the_lists(void **state)
{
    static const model_enumerator words[] = {{.name = SDN_STR_INIT("low")}};
    static const size_t first[] = {0};
    model_enum level = {.name = SDN_STR("Level"), .enumerators = words, .enumerator_count = 1, .schema = &net};
    model_enum other = {.name = SDN_STR("MyWord"), .schema = &plain};
    model_enum open = {.name = SDN_STR("Word"), .open = true, .schema = &plain};
    model_field fields[] = {
        {.name = SDN_STR("a"), .type = {.scalar = MODEL_U32, .optional = true}},
        {.name = SDN_STR("b"), .type = {.scalar = MODEL_ENUM, .enumeration = &other, .list = true}},
        {.name = SDN_STR("c"), .type = {.scalar = MODEL_ENUM, .enumeration = &open}},
    };
    model_index index = {.fields = first, .field_count = 1};
    model_record record = {.name = SDN_STR("Log"),
                           .fields = fields,
                           .field_count = 3,
                           .indexes = &index,
                           .index_count = 1,
                           .schema = &net};
    sdn_str_list names;
    (void)state;
    assert_int_equal(cname_of_record(&arena, &record, &names), 0);
    assert_prefixed(names);
    assert_true(has_once(names, "net_log_store_my_word_list"));
    assert_true(has_once(names, "net_log_set_c_text"));
    assert_int_equal(cname_of_enum(&arena, &level, &names), 0);
    assert_prefixed(names);
    assert_true(has_once(names, "NET_LEVEL_LOW"));
    level.open = true;
    assert_int_equal(cname_of_enum(&arena, &level, &names), 0);
    assert_prefixed(names);
    assert_int_equal(cname_of_field(&arena, &fields[2], &names), 0);
    assert_string_equal(names.items[0].ptr, "c");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_take_their_members),
        cmocka_unit_test(locals_avoid_what_is_visible),
        cmocka_unit_test(parameters_meet_nothing),
        cmocka_unit_test(schemas_that_meet_on_many_ways_count_once),
        cmocka_unit_test(each_type_of_list_takes_one_function),
        cmocka_unit_test(only_closed_enums_have_lists),
        cmocka_unit_test(a_prefix_is_in_each_name_of_the_lists),
    };
    return run_cases(argc, argv, tests);
}
