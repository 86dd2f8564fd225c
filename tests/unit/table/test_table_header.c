/* Columns under an old name. */
#include "test.h"

#include "temp_people.h"
#include "temp_stores.h"

#include <string.h>

/* ---- old names of columns ---- */

static void a_column_is_read_and_kept_under_its_old_name(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, aliases, name, badge|\n    a, \"x,y\", A, 1\n");
    assert_int_equal(get_person(store, "a")->nicks.count, 2);
    static const sdn_str nick = SDN_STR_INIT("z");
    edit_person(store, "a")->nicks = (sdn_str_list){&nick, 1};
    person added = person_of("b", 2);
    added.has_nicks = true;
    added.nicks = (sdn_str_list){&nick, 1};
    added.born = (sdn_date){1999, 1, 1};
    added.name = SDN_STR("B");
    added.place = SDN_STR("p");
    insert_person(store, &added);
    save_store(store);
    assert_content("people |id, aliases, name, badge, place|\n    a, z, A, 1, \"\"\n    b, z, B, 2, p\n");
}

static void the_newest_name_counts_and_the_name_of_another_field_does_not(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&person_record_type, "people |id, aliases, nicknames, name, badge|\n    a, old, newer, A, 1\n");
    assert_string_equal(get_person(store, "a")->nicks.items[0].ptr, "newer");
    close_store(store);
    store = store_of(&person_record_type, "people |id, nicks, nicknames, name, badge|\n    a, newest, newer, A, 1\n");
    assert_string_equal(get_person(store, "a")->nicks.items[0].ptr, "newest");
    close_store(store);
    store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, 1\n");
    assert_false(get_person(store, "a")->has_nicks); /* `name` is an old name too, but a field has it today */
}

static void problems_name_the_column_as_the_file_has_it(void **state)
{
    (void)state;
    static const sdn_str was[] = {SDN_STR_INIT("years")};
    static sdn_field fields[PERSON_FIELD_COUNT];
    memcpy(fields, person_record_type.fields, sizeof fields);
    fields[PERSON_FIELD_AGE].was = was;
    fields[PERSON_FIELD_AGE].was_count = 1;
    static sdn_record_type type;
    type = person_record_type;
    type.fields = fields;
    sdn_store *store = store_of(&type, "people |id, name, badge, years|\n    a, A, 1, many\n");
    assert_problems(store,
                    "2:14: column 'years': 'many' is not a whole number from -2147483648 to 2147483647; correct it\n");
    close_store(store);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_column_is_read_and_kept_under_its_old_name),
        TEST_WITH_STORES(the_newest_name_counts_and_the_name_of_another_field_does_not),
        TEST_WITH_STORES(problems_name_the_column_as_the_file_has_it),
    };
    return run_cases(argc, argv, tests);
}
