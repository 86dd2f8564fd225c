/* Columns under an old name. */
#include "test.h"

#include "temp_people.h"
#include "temp_stores.h"

#include <stdio.h>
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

/* ---- names that were probably meant ---- */

static void a_column_near_two_names_is_that_of_the_field_that_has_it(void **state)
{
    (void)state;
    static sdn_field fields[NOTE_FIELD_TAGS + 1];
    static sdn_record_type type;
    memcpy(fields, note_record_type.fields, sizeof fields);
    fields[NOTE_FIELD_LINK].column = SDN_STR("te_xt");
    type = note_record_type;
    type.fields = fields;
    sdn_store *store = store_of(&type, "notes |id, text|\n    1, one\n");
    assert_problems(store, "");
    close_store(store);
}

static void a_long_name_that_is_near_is_shown_in_part(void **state)
{
    (void)state;
    char dashes[150] = "", text[400], message[200];
    memset(dashes, '-', sizeof dashes - 1);
    snprintf(text, sizeof text, "notes%s |id|\n    1\n", dashes);
    sdn_store *store = notes_of(text);
    snprintf(message, sizeof message, "1:1: table 'notes' is missing, did you mean 'notes%.95s'; rename that table\n",
             dashes);
    assert_problems(store, message);
    close_store(store);

    snprintf(text, sizeof text, "notes |id, text%s|\n", dashes);
    store = notes_of(text);
    insert_note(store, "1", "x");
    sdn_error err = {0};
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "x.sdn:1:12: column 'text' is missing, did you mean 'text---");
    assert_content(text);
}

static void a_column_that_is_there_three_times_is_told_twice(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, text, text|\n    1, a, b, c\n");
    assert_problems(store,
                    "1:18: column 'text' is there twice, and only the first one is read; rename or remove one\n"
                    "1:24: column 'text' is there twice, and only the first one is read; rename or remove one\n");
    assert_string_equal(get_note(store, "1")->text.ptr, "a");
}

static void a_table_before_or_after_a_conflict_is_no_second_one(void **state)
{
    (void)state;
    static const char first[] = "<<<<<<< a\nnotes |id|\n    1\n=======\n>>>>>>> b\nnotes |id|\n    2\n";
    static const char last[] = "notes |id|\n    1\n<<<<<<< a\nnotes |id|\n    2\n=======\n>>>>>>> b\n";
    static const char message[] =
        "unresolved git conflict, lines %d-%d; keep what is right and remove the marker lines\n";
    char expected[200];
    sdn_store *store = notes_of(first);
    int len = snprintf(expected, sizeof expected, "1:1: ");
    snprintf(expected + len, sizeof expected - (size_t)len, message, 1, 5);
    assert_problems(store, expected);
    close_store(store);
    store = notes_of(last);
    len = snprintf(expected, sizeof expected, "3:1: ");
    snprintf(expected + len, sizeof expected - (size_t)len, message, 3, 7);
    assert_problems(store, expected);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_column_is_read_and_kept_under_its_old_name),
        TEST_WITH_STORES(the_newest_name_counts_and_the_name_of_another_field_does_not),
        TEST_WITH_STORES(problems_name_the_column_as_the_file_has_it),
        TEST_WITH_STORES(a_column_near_two_names_is_that_of_the_field_that_has_it),
        TEST_WITH_STORES(a_long_name_that_is_near_is_shown_in_part),
        TEST_WITH_STORES(a_column_that_is_there_three_times_is_told_twice),
        TEST_WITH_STORES(a_table_before_or_after_a_conflict_is_no_second_one),
    };
    return run_cases(argc, argv, tests);
}
