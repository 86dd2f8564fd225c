/* Which functions a record has that walk over its indexes and key, and what they are called. */
#include "test.h"

#include "names/cname.h"

#include <stdio.h>
#include <string.h>

static sdn_arena arena;
static const model_schema plain;

static const model_field fields[] = {
    {.name = SDN_STR_INIT("pageName"), .type = {.scalar = MODEL_STRING}},
    {.name = SDN_STR_INIT("at"), .type = {.scalar = MODEL_TIMESTAMP}},
    {.name = SDN_STR_INIT("seen"), .type = {.scalar = MODEL_BOOL}},
    {.name = SDN_STR_INIT("score"), .type = {.scalar = MODEL_BOOL, .optional = true}},
};
static const size_t page[] = {0}, page_at[] = {0, 1}, page_seen[] = {0, 2}, at_page[] = {1, 0};
static const size_t page_score[] = {0, 3};

#define INDEX(list)                                                 \
    {                                                               \
        .fields = list, .field_count = sizeof list / sizeof list[0] \
    }

/* The functions, each as its name, the number of the index (`k` for the key) and that of its fields. */
static const char *walks_of(const model_record *record)
{
    static char all[2048];
    const cname_walk *walks = NULL;
    size_t count = 0, used = 0;
    all[0] = '\0';
    assert_int_equal(cname_walks(&arena, record, &walks, &count), 0);
    for (size_t i = 0; i < count; i++) {
        char index = walks[i].index == record->index_count ? 'k' : (char)('0' + walks[i].index);
        used += (size_t)snprintf(all + used, sizeof all - used, "%s %c%u\n", walks[i].name.ptr, index,
                                 (unsigned)walks[i].field_count);
    }
    return all;
}

static void a_key_has_its_walks_without_fields_in_their_names(void **state)
{
    (void)state;
    model_record record = {
        .name = SDN_STR("WebVisit"), .schema = &plain, .fields = fields, .field_count = 4, .key = INDEX(page)};
    assert_string_equal(walks_of(&record), "web_visit_store_between k1\n"
                                           "web_visit_store_starting k1\n");
}

static void a_composite_key_has_walks_by_its_first_fields(void **state)
{
    (void)state;
    model_record record = {
        .name = SDN_STR("Visit"), .schema = &plain, .fields = fields, .field_count = 4, .key = INDEX(page_at)};
    assert_string_equal(walks_of(&record), "visit_store_between k2\n"
                                           "visit_store_by_page_name k1\n"
                                           "visit_store_between_page_name k1\n"
                                           "visit_store_starting_page_name k1\n");
}

static void an_index_has_an_order_too(void **state)
{
    (void)state;
    const model_index indexes[] = {INDEX(at_page), INDEX(page_seen)};
    model_record record = {.name = SDN_STR("Visit"),
                           .schema = &plain,
                           .fields = fields,
                           .field_count = 4,
                           .indexes = indexes,
                           .index_count = 2};
    assert_string_equal(walks_of(&record), "visit_store_between_at_page_name 02\n"
                                           "visit_store_starting_at_page_name 02\n"
                                           "visit_store_sorted_by_at_page_name 02\n"
                                           "visit_store_sorted_by_page_name_seen 12\n"
                                           "visit_store_by_at 01\n"
                                           "visit_store_between_at 01\n"
                                           "visit_store_by_page_name 11\n"
                                           "visit_store_between_page_name 11\n"
                                           "visit_store_starting_page_name 11\n");
}

/* The index of just the field has the names, though it comes last; of the others, the key has them. */
static void no_name_is_given_twice(void **state)
{
    (void)state;
    const model_index indexes[] = {INDEX(page_seen), INDEX(page)};
    model_record record = {.name = SDN_STR("Visit"),
                           .schema = &plain,
                           .fields = fields,
                           .field_count = 4,
                           .key = INDEX(page_at),
                           .indexes = indexes,
                           .index_count = 2};
    assert_string_equal(walks_of(&record), "visit_store_sorted_by_page_name_seen 02\n"
                                           "visit_store_between_page_name 11\n"
                                           "visit_store_starting_page_name 11\n"
                                           "visit_store_sorted_by_page_name 11\n"
                                           "visit_store_between k2\n");
    record.index_count = 1;
    assert_string_equal(walks_of(&record), "visit_store_sorted_by_page_name_seen 02\n"
                                           "visit_store_between k2\n"
                                           "visit_store_by_page_name k1\n"
                                           "visit_store_between_page_name k1\n"
                                           "visit_store_starting_page_name k1\n");
}

/* An index with an optional field does not have all records. */
static void an_index_of_all_records_goes_before(void **state)
{
    (void)state;
    const model_index indexes[] = {INDEX(page_score), INDEX(page_seen)};
    model_record record = {.name = SDN_STR("Visit"),
                           .schema = &plain,
                           .fields = fields,
                           .field_count = 4,
                           .indexes = indexes,
                           .index_count = 2};
    assert_string_equal(walks_of(&record), "visit_store_sorted_by_page_name_score 02\n"
                                           "visit_store_sorted_by_page_name_seen 12\n"
                                           "visit_store_by_page_name 11\n"
                                           "visit_store_between_page_name 11\n"
                                           "visit_store_starting_page_name 11\n");
}

static void all_are_names_that_the_record_takes(void **state)
{
    (void)state;
    const model_index indexes[] = {INDEX(at_page), INDEX(page_seen)};
    model_record record = {.name = SDN_STR("Visit"),
                           .schema = &plain,
                           .fields = fields,
                           .field_count = 4,
                           .key = INDEX(page_at),
                           .indexes = indexes,
                           .index_count = 2};
    const cname_walk *walks = NULL;
    size_t count = 0;
    sdn_str_list names;
    assert_int_equal(cname_walks(&arena, &record, &walks, &count), 0);
    assert_int_equal(cname_of_record(&arena, &record, &names), 0);
    for (size_t i = 0; i < count; i++) {
        size_t found = 0;
        for (size_t j = 0; j < names.count; j++)
            found += sdn_str_equal(names.items[j], walks[i].name);
        assert_int_equal(found, 1);
    }
}

/* Words before the name of a field, which another field may have. */
static void parameters_of_bounds_meet_nothing(void **state)
{
    (void)state;
    const model_field lines[] = {{.name = SDN_STR("line")}, {.name = SDN_STR("lowLine")}, {.name = SDN_STR("prefix")}};
    static const size_t one[] = {0}, both[] = {1, 0}, prefix[] = {2};
    const model_record record = {.fields = lines, .field_count = 3};
    const model_index line = INDEX(one), low_line = INDEX(both), by_prefix = INDEX(prefix);
    name_table none = {.arena = &arena}, taken = {.arena = &arena};
    const void *value = lines;
    assert_int_equal(name_table_add(&taken, SDN_STR("high_line"), &value), 0);
    assert_int_equal(name_table_add(&taken, SDN_STR("prefix"), &value), 0);
    assert_string_equal(cname_worded_parameter(&arena, &none, "low", &record, &line, 0).ptr, "low_line");
    assert_string_equal(cname_worded_parameter(&arena, &none, "low", &record, &low_line, 1).ptr, "low_line_key_");
    assert_string_equal(cname_worded_parameter(&arena, &taken, "high", &record, &line, 0).ptr, "high_line_key_");
    assert_string_equal(cname_prefix_parameter(&arena, &none, &record, &line).ptr, "prefix");
    assert_string_equal(cname_prefix_parameter(&arena, &none, &record, &by_prefix).ptr, "prefix_");
    assert_string_equal(cname_prefix_parameter(&arena, &taken, &record, &line).ptr, "prefix_");
}

static int release(void **state)
{
    (void)state;
    sdn_arena_release(&arena);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_has_its_walks_without_fields_in_their_names),
        cmocka_unit_test(a_composite_key_has_walks_by_its_first_fields),
        cmocka_unit_test(an_index_has_an_order_too),
        cmocka_unit_test(no_name_is_given_twice),
        cmocka_unit_test(an_index_of_all_records_goes_before),
        cmocka_unit_test(all_are_names_that_the_record_takes),
        cmocka_unit_test_teardown(parameters_of_bounds_meet_nothing, release),
    };
    return run_cases(argc, argv, tests);
}
