#include "test.h"

#include "faults.h"
#include "record_types/composite_key.h"
#include "temp_people.h"
#include "temp_stores.h"

#include "store/file.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers ---- */

static void delete_record(sdn_store *store, const char *id)
{
    sdn_error err = {0};
    sdn_value key = key_of(id);
    assert_ok(sdn_store_delete(store, &key, &err), err);
}

typedef void *change(sdn_store *store, const void *values, sdn_error *err);

static void assert_refused(sdn_store *store, change *make, const person *values, sdn_code code, const char *message)
{
    sdn_error err = {0};
    size_t count = sdn_store_count(store);
    assert_null(make(store, values, &err));
    assert_string_equal(err.message, message);
    assert_string_equal(sdn_code_name(err.code), sdn_code_name(code));
    assert_int_equal(sdn_store_count(store), count);
}

/* That insert, put and an edit with a save all refuse the values of `bad` with this violation. */
static void assert_everywhere(const person *bad, const char *violation)
{
    char message[512], content[512];
    person good = person_of("x", 50);
    snprintf(message, sizeof message, "x.sdn: table 'people', record 'x': %s", violation);
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    b, other, 1\n");
    assert_refused(store, sdn_store_insert, bad, SDN_E_INVALID, message);
    assert_refused(store, sdn_store_put, bad, SDN_E_INVALID, message);
    assert_false(sdn_file_changed(sdn_store_file(store)));
    insert_person(store, &good);
    assert_refused(store, sdn_store_put, bad, SDN_E_INVALID, message);
    save_store(store);
    snprintf(content, sizeof content, "%s", read_bytes(STORE_PATH).ptr);
    *edit_person(store, "x") = *bad;
    assert_save_fails(store, SDN_E_INVALID, message);
    assert_content(content);
    *edit_person(store, "x") = good;
    edit_person(store, "x")->name = SDN_STR("changed");
    save_store(store);
    close_store(store);
}

/* ---- rules of one field ---- */

static void what_is_nonempty_is_not_empty(void **state)
{
    (void)state;
    person bad = person_of("x", 50);
    bad.name = SDN_STR("");
    assert_everywhere(&bad, "field 'name' is empty, against its rule nonempty; fill it in");
}

static void an_optional_nonempty_list_may_be_absent(void **state)
{
    (void)state;
    person fine = person_of("x", 50);
    fine.has_nicks = true; /* and no element, which is as good as absent */
    sdn_store *store = open_store(&person_record_type);
    assert_false(insert_person(store, &fine)->has_nicks);
}

static void a_number_keeps_its_range(void **state)
{
    (void)state;
    person bad = person_of("x", 50);
    bad.age = -1;
    assert_everywhere(&bad, "field 'age' is -1, against its rule range 0..150; correct it");
    bad.age = 151;
    assert_everywhere(&bad, "field 'age' is 151, against its rule range 0..150; correct it");
    bad = person_of("x", 50);
    bad.has_weight = true;
    bad.weight = 0.25;
    assert_everywhere(&bad, "field 'weight' is 0.25, against its rule range 0.5..500; correct it");
}

static void the_bounds_are_in_the_range_and_absent_values_are_fine(void **state)
{
    (void)state;
    sdn_store *store = open_store(&person_record_type);
    person low = person_of("a", 1), high = person_of("b", 2), absent = person_of("c", 3);
    low.age = 0;
    high.age = 150;
    high.has_weight = true;
    high.weight = 500;
    insert_person(store, &low);
    insert_person(store, &high);
    insert_person(store, &absent);
    person *edited = edit_person(store, "b");
    edited->has_weight = false;
    edited->weight = -1;
    save_store(store);
}

static void every_element_keeps_the_range(void **state)
{
    (void)state;
    static const uint32_t marks[] = {1, 6, 7};
    person bad = person_of("x", 50);
    bad.marks = (sdn_u32_list){marks, 3};
    assert_everywhere(&bad, "field 'marks', element 3, is 7, against its rule range 1..6; correct it");
}

/* ---- unique ---- */

static void a_unique_value_is_found(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, email, badge, born, place|\n"
                                                     "    a, A, a@x, 1, \"2000-01-01\", here\n"
                                                     "    b, B, , 2, \"2000-01-01\", there\n");
    sdn_value email = {.text = SDN_STR("a@x")}, badge = {.u32 = 2}, none = {.text = SDN_STR("")};
    assert_ptr_equal(sdn_store_find(store, PERSON_INDEX_EMAIL, &email), get_person(store, "a"));
    assert_ptr_equal(sdn_store_find(store, PERSON_INDEX_BADGE, &badge), get_person(store, "b"));
    assert_null(sdn_store_find(store, PERSON_INDEX_EMAIL, &none)); /* absent is not empty */
    sdn_value both[] = {{.date = {2000, 1, 1}}, {.text = SDN_STR("there")}};
    assert_ptr_equal(sdn_store_find(store, PERSON_INDEX_BORN_PLACE, both), get_person(store, "b"));
    both[0].date.year = 2001;
    assert_null(sdn_store_find(store, PERSON_INDEX_BORN_PLACE, both));
    edit_person(store, "b")->badge = 7;
    assert_null(sdn_store_find(store, PERSON_INDEX_BADGE, &badge));
}

static void a_taken_value_is_refused_by_insert_put_and_save(void **state)
{
    (void)state;
    static const char taken[] =
        "x.sdn: table 'people', record 'x': field 'badge' is '1', against the rule unique: record "
        "'a' has the same; use another value";
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge, place|\n    a, A, 1, here\n");
    person bad = person_of("x", 1), good = person_of("x", 2);
    assert_refused(store, sdn_store_insert, &bad, SDN_E_EXISTS, taken);
    assert_refused(store, sdn_store_put, &bad, SDN_E_EXISTS, taken);
    insert_person(store, &good);
    assert_refused(store, sdn_store_put, &bad, SDN_E_INVALID, taken);
    edit_person(store, "x")->badge = 1;
    assert_save_fails(store, SDN_E_INVALID, taken);
    edit_person(store, "x")->badge = 3;
    save_store(store);
}

static void several_fields_are_unique_together(void **state)
{
    (void)state;
    sdn_store *store = open_store(&person_record_type);
    person first = person_of("a", 1), second = person_of("b", 2);
    second.born = first.born;
    assert_null(first.place.len ? first.place.ptr : NULL);
    insert_person(store, &first);
    assert_refused(store, sdn_store_insert, &second, SDN_E_EXISTS,
                   "x.sdn: table 'people', record 'b': fields 'born', 'place' are '1901-01-01, ', against the rule "
                   "unique: record 'a' has the same; use another value");
    second.place = SDN_STR("there");
    insert_person(store, &second);
    save_store(store);
}

static void absent_values_are_not_the_same(void **state)
{
    (void)state;
    sdn_store *store = open_store(&person_record_type);
    for (uint32_t i = 1; i <= 10; i++) {
        person each = person_of("", i);
        insert_person(store, &each);
    }
    save_store(store);
}

static void the_rule_holds_whether_the_index_is_built_or_not(void **state)
{
    (void)state;
    sdn_store *store = open_store(&person_record_type);
    for (uint32_t i = 0; i < 1500; i++) {
        person each = person_of("", i);
        each.place = sdn_store_text(store, "");
        char place[16];
        snprintf(place, sizeof place, "p%u", i);
        each.place = sdn_store_text(store, place);
        insert_person(store, &each);
        sdn_error err = {0};
        each.id = SDN_STR("");
        each.place = SDN_STR("elsewhere");
        assert_null(sdn_store_insert(store, &each, &err));
        assert_int_equal(err.code, SDN_E_EXISTS);
    }
    assert_int_equal(sdn_store_count(store), 1500);
    save_store(store);
}

static void two_records_may_swap_their_values(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&person_record_type, "people |id, name, badge, place|\n    a, A, 1, here\n    b, B, 2, there\n");
    person *a = edit_person(store, "a"), *b = edit_person(store, "b");
    a->badge = 2;
    b->badge = 1;
    save_store(store);
    assert_content("people |id, name, badge, place|\n    a, A, 2, here\n    b, B, 1, there\n");
}

static void the_value_of_a_deleted_record_is_free(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, 1\n");
    person again = person_of("b", 1);
    delete_record(store, "a");
    insert_person(store, &again);
    save_store(store);
    assert_null(get_person(store, "a"));
    delete_record(store, "b");
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(get_person(store, "b")->badge, 1);
}

static void rows_that_cannot_be_read_take_no_values_but_their_key(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge, age|\n    a, A, 1, old\n");
    person again = person_of("b", 1), key = person_of("a", 2);
    sdn_error err = {0};
    insert_person(store, &again);
    assert_null(sdn_store_insert(store, &key, &err));
    assert_string_equal(err.message, "x.sdn:2:1: a row that cannot be read has the key 'a'; correct that row first");
}

static void a_refused_insert_leaves_no_trace(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, 1\n");
    sdn_value badge = {.u32 = 9}, age = {.i32 = 200};
    person bad = person_of("x", 9), good = person_of("x", 9);
    bad.age = 200;
    assert_null(sdn_store_find(store, PERSON_INDEX_BADGE, &badge)); /* builds the index */
    sdn_error err = {0};
    assert_null(sdn_store_insert(store, &bad, &err));
    assert_null(sdn_store_find(store, PERSON_INDEX_BADGE, &badge));
    sdn_cursor old = sdn_store_by(store, PERSON_INDEX_AGE, &age);
    assert_null(sdn_cursor_next(&old));
    insert_person(store, &good);
    assert_non_null(sdn_store_find(store, PERSON_INDEX_BADGE, &badge));
    save_store(store);
}

/* ---- references ---- */

static const char TWO_TABLES[] =
    "teams |name|\n    red\n    blue\n\npeople |id, name, badge, team, friends|\n    a, A, 1, red, \n";

static void a_reference_leads_to_a_record(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(TWO_TABLES);
    sdn_store *people = store_in(file, &person_record_type);
    person bad = person_of("x", 2);
    bad.has_team = true;
    bad.team = SDN_STR("green");
    sdn_error err = {0};
    assert_non_null(sdn_store_insert(people, &bad, &err)); /* teams are not open */
    sdn_file_rollback(file);
    sdn_store *teams = store_in(file, &team_record_type);
    static const char green[] =
        "x.sdn: table 'people', record 'x': field 'team' is 'green', against its rule references "
        "Team: table 'teams' has no such record; correct it, or insert that record first";
    assert_refused(people, sdn_store_insert, &bad, SDN_E_INVALID, green);
    bad.team = SDN_STR("blue");
    insert_person(people, &bad)->team = SDN_STR("green");
    sdn_error save = {0};
    assert_int_equal(sdn_file_save(file, &save), SDN_E_INVALID);
    assert_string_equal(save.message, green);
    team added = {.name = SDN_STR("green")};
    assert_non_null(sdn_store_insert(teams, &added, &err));
    assert_ok(sdn_file_save(file, &save), save);
}

static void a_reference_to_a_row_that_cannot_be_read_says_so(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, one\n");
    static const sdn_str friends[] = {SDN_STR_INIT("a")};
    person record = person_of("x", 2);
    record.friends = (sdn_str_list){friends, 1};
    assert_refused(store, sdn_store_insert, &record, SDN_E_INVALID,
                   "x.sdn: table 'people', record 'x': field 'friends', element 1, is 'a', against its rule references "
                   "Person: the row of table 'people' with this key, line 2, cannot be read; correct that row first");
}

static void each_element_leads_to_a_record_be_it_itself(void **state)
{
    (void)state;
    static const sdn_str friends[] = {SDN_STR_INIT("a"), SDN_STR_INIT("x"), SDN_STR_INIT("nobody")};
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, 1\n");
    person record = person_of("x", 2);
    record.friends = (sdn_str_list){friends, 3};
    assert_refused(
        store, sdn_store_insert, &record, SDN_E_INVALID,
        "x.sdn: table 'people', record 'x': field 'friends', element 3, is 'nobody', against its rule references "
        "Person: table 'people' has no such record; correct it, or insert that record first");
    record.friends.count = 2;
    insert_person(store, &record);
    save_store(store);
}

static void what_is_referred_to_is_not_deleted(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of(TWO_TABLES);
    sdn_store *people = store_in(file, &person_record_type), *teams = store_in(file, &team_record_type);
    delete_record(teams, "red");
    delete_record(teams, "blue");
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_string_equal(err.message,
                        "x.sdn: table 'people', record 'a': field 'team' is 'red', against its rule "
                        "references Team: that record was deleted; correct the field, or delete this record "
                        "too");
    assert_content(TWO_TABLES);
    team again = {.name = SDN_STR("red")};
    assert_non_null(sdn_store_insert(teams, &again, &err));
    assert_ok(sdn_file_save(file, &err), err);
    delete_record(teams, "red");
    edit_person(people, "a")->has_team = false;
    assert_ok(sdn_file_save(file, &err), err);
}

/* ---- old rows that break rules ---- */

static const char OLD_SINS[] = "people |id, name, badge, age, place, friends|\n"
                               "    a, \"\", 1, 30, p, \"\"\n"
                               "    b, B, 1, 200, q, \"\"\n"
                               "    c, C, 3, 30, r, \"a,nobody\"\n"
                               "    d, D, 4, 30, p, \"\"\n"
                               "    e, E, 5, 30, s, \"\"\n";

static void an_old_row_keeps_no_other_from_being_saved(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, OLD_SINS);
    edit_person(store, "e")->name = SDN_STR("F");
    edit_person(store, "a"); /* not changed */
    person *b = edit_person(store, "b");
    b->age = 201;
    b->age = 200;
    delete_record(store, "c");
    save_store(store);
    edit_person(store, "b")->name = SDN_STR("changed");
    assert_save_fails(
        store, SDN_E_INVALID,
        "x.sdn: table 'people', record 'b': field 'age' is 200, against its rule range 0..150; correct it");
}

static const char *validate(sdn_store *store)
{
    static char found[4096];
    const sdn_problem *list;
    size_t count, used = 0;
    sdn_error err = {0};
    assert_ok(sdn_store_validate(store, &list, &count, &err), err);
    found[0] = '\0';
    for (size_t i = 0; i < count; i++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%u:%u: %s\n", list[i].line, list[i].column,
                                 list[i].message);
    return found;
}

static const char LISTED[] =
    "2:8: record 'a': field 'name' is empty, against its rule nonempty; fill it in\n"
    "2:12: record 'a': field 'badge' is '1', against the rule unique: record 'b' has the same; use another "
    "value\n"
    "2:5: record 'a': fields 'born', 'place' are '1999-01-01, p', against the rule unique: record 'd' has "
    "the same; "
    "use another value\n"
    "3:14: record 'b': field 'age' is 200, against its rule range 0..150; correct it\n"
    "3:11: record 'b': field 'badge' is '1', against the rule unique: record 'a' has the same; use another "
    "value\n"
    "4:21: record 'c': field 'friends', element 2, is 'nobody', against its rule references Person: table 'people' has "
    "no such "
    "record; correct it, or insert that record first\n"
    "5:5: record 'd': fields 'born', 'place' are '1999-01-01, p', against the rule unique: record 'a' has "
    "the same; "
    "use another value\n";

static void validate_lists_every_broken_rule_in_file_order(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, OLD_SINS);
    sdn_cursor all = sdn_store_all(store);
    while (sdn_cursor_next(&all) != NULL) /* every line end is a NUL now */
        ;
    assert_string_equal(validate(store), LISTED);
    assert_string_equal(validate(store), LISTED);
    assert_string_equal(get_person(store, "b")->name.ptr, "B");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void validate_sees_edits_and_new_records(void **state)
{
    (void)state;
    sdn_store *store = store_of(&person_record_type, "people |id, name, badge|\n    a, A, 1\n");
    person added = person_of("b", 2);
    insert_person(store, &added)->age = 200;
    edit_person(store, "a")->name = SDN_STR("");
    assert_string_equal(validate(store),
                        "2:8: record 'a': field 'name' is empty, against its rule nonempty; fill it in\n"
                        "0:0: record 'b': field 'age' is 200, against its rule range 0..150; correct it\n");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(validate(store), "");
}

static void records_without_key_have_rules_too(void **state)
{
    (void)state;
    sdn_store *store = store_of(&visitor_record_type, "visitors |name, badge|\n    A, 1\n");
    person twin = person_of("", 1);
    assert_refused(store, sdn_store_insert, &twin, SDN_E_EXISTS,
                   "x.sdn: table 'visitors': field 'badge' is '1', against the rule unique: another record "
                   "has the same; "
                   "use another value");
    twin.badge = 2;
    insert_person(store, &twin)->name = SDN_STR("");
    assert_string_equal(validate(store), "0:0: field 'name' is empty, against its rule nonempty; fill it in\n");
}

/* ---- types made by hand ---- */

/* People with a team that is a record of `target`. */
static const sdn_record_type *people_referring_to(const sdn_record_type *target)
{
    static sdn_field fields[PERSON_FIELD_COUNT];
    static sdn_record_type type;
    memcpy(fields, person_record_type.fields, sizeof fields);
    fields[PERSON_FIELD_TEAM].references = target;
    type = person_record_type;
    type.fields = fields;
    return &type;
}

/* As the schema compiler would not let it happen. */
static void a_reference_that_is_no_key_of_its_target_is_not_checked(void **state)
{
    (void)state;
    static const sdn_record_type *const targets[] = {&pair_record_type, &numbered_record_type};
    for (size_t i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        sdn_file *file = open_file_of("people |id, name, badge, team|\n");
        store_in(file, targets[i]);
        sdn_store *people = store_in(file, people_referring_to(targets[i]));
        person values = person_of("a", 1);
        values.has_team = true;
        values.team = SDN_STR("nowhere");
        insert_person(people, &values);
        save_store(people);
        assert_content("people |id, name, badge, team, born|\n    a, somebody, 1, nowhere, \"1901-01-01\"\n");
    }
}

/* People who keep no rule but that their team is one. */
static const sdn_record_type *people_with_nothing_but_a_team(void)
{
    static sdn_field fields[PERSON_FIELD_COUNT];
    static sdn_record_type type;
    memcpy(fields, person_record_type.fields, sizeof fields);
    for (size_t i = 0; i < PERSON_FIELD_COUNT; i++)
        fields[i].flags &= ~(uint32_t)(SDN_FIELD_NONEMPTY | SDN_FIELD_RANGE);
    type = person_record_type;
    type.fields = fields;
    type.index_count = 0;
    return &type;
}

static void a_reference_may_be_the_only_rule(void **state)
{
    (void)state;
    static const char text[] = "teams |name|\n    red\n\npeople |id, name, badge, team|\n    a, \"\", 1, red\n";
    sdn_error err = {0};
    sdn_file *file = open_file_of(text);
    store_in(file, &team_record_type);
    sdn_store *people = store_in(file, people_with_nothing_but_a_team());
    edit_person(people, "a")->team = SDN_STR("nowhere");
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "against its rule references");
    assert_content(text);
    edit_person(people, "a")->team = SDN_STR("red");
    edit_person(people, "a")->age = 900;
    assert_ok(sdn_file_save(file, &err), err);
}

/* People with an index by their team. */
static const sdn_record_type *people_by_team(void)
{
    static const sdn_index_type by_team = {.fields = {PERSON_FIELD_TEAM}, .field_count = 1};
    static sdn_record_type type;
    type = person_record_type;
    type.indexes = &by_team;
    type.index_count = 1;
    return &type;
}

/* Whoever looks at all records, and whoever asks the index, finds the first one. */
static void who_refers_to_what_is_gone_is_found_by_an_index(void **state)
{
    (void)state;
    enum { SCANS = 4 }; /* before the index is built */
    sdn_error err = {0};
    sdn_file *file = open_file_of("teams |name|\n    red\n    blue\n    green\n\npeople |id, name, badge, team|\n"
                                  "    a, A, 1, \n    b, B, 2, green\n    c, C, 3, blue\n    d, D, 4, red\n");
    sdn_store *teams = store_in(file, &team_record_type), *people = store_in(file, people_by_team());
    delete_record(teams, "blue");
    delete_record(teams, "red");
    for (int i = 0; i < SCANS + 2; i++) {
        assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
        assert_message_has(err, "record 'c': field 'team' is 'blue'");
        assert_int_equal(sdn__store_table(people)->lookup.hashed[0].built, i >= SCANS);
    }
    edit_person(people, "c")->has_team = false;
    assert_int_equal(sdn_file_save(file, &err), SDN_E_INVALID);
    assert_message_has(err, "record 'd': field 'team' is 'red'");
    edit_person(people, "d")->team = SDN_STR("green");
    assert_ok(sdn_file_save(file, &err), err);
}

static void of_several_changes_the_first_violation_is_told(void **state)
{
    (void)state;
    static const char people[] = "people |id, name, badge, age, place|\n    a, A, 1, 1, x\n    b, B, 2, 2, y\n";
    sdn_store *store = store_of(&person_record_type, people);
    edit_person(store, "b")->age = -1;
    edit_person(store, "a")->age = 151;
    assert_save_fails(
        store, SDN_E_INVALID,
        "x.sdn: table 'people', record 'b': field 'age' is -1, against its rule range 0..150; correct it");
    assert_content(people);
}

enum { LONG_NAME = 150 };

static char long_names[2][LONG_NAME + 1];

static void fields_with_long_names_are_named_in_part(void **state)
{
    (void)state;
    static sdn_field fields[PERSON_FIELD_COUNT];
    static sdn_record_type type;
    sdn_error err = {0};
    memcpy(fields, person_record_type.fields, sizeof fields);
    memset(long_names[0], 'm', LONG_NAME);
    memset(long_names[1], 'n', LONG_NAME);
    fields[PERSON_FIELD_BORN].name = long_names[0];
    fields[PERSON_FIELD_PLACE].name = long_names[1];
    type = person_record_type;
    type.fields = fields;
    sdn_store *store = store_of(&type, "people |id, name, badge, place|\n    a, A, 1, x\n");
    person values = person_of("b", 2);
    values.born = (sdn_date){1999, 1, 1};
    values.place = SDN_STR("x");
    assert_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(err.code, SDN_E_EXISTS);
    assert_message_has(err, "fields 'mmm");
    assert_message_has(err, "nnn '1999-01-01, x', against the rule unique: record 'a' has the same");
}

static void a_word_of_a_closed_enum_may_be_unique(void **state)
{
    (void)state;
    static const sdn_index_type unique = {
        .fields = {NOTE_FIELD_SIDE, NOTE_FIELD_KIND}, .field_count = 2, .unique = true};
    static sdn_record_type type;
    type = note_record_type;
    type.indexes = &unique;
    type.index_count = 1;
    sdn_store *store = store_of(&type, "notes |id, side, kind|\n    1, left, new\n");
    note values = note_of("2", "x");
    values.kind = NOTE_KIND_OTHER_;
    values.kind_text = SDN_STR("new");
    values.side = NOTE_SIDE_LEFT;
    assert_insert_fails(store, &values, SDN_E_EXISTS,
                        "x.sdn: table 'notes', record '2': fields 'side', 'kind' are 'left, new', against the rule "
                        "unique: record '1' has the same; use another value");
    values.side = NOTE_SIDE_RIGHT;
    sdn_error err = {0};
    assert_non_null(sdn_store_insert(store, &values, &err));
}

static void problems_of_a_table_with_a_long_name_are_cut(void **state)
{
    (void)state;
    static char name[601], text[2048];
    static sdn_record_type type;
    const sdn_problem *list;
    memset(name, 't', 600);
    type = team_record_type;
    type.table = sdn_str_from(name);
    snprintf(text, sizeof text, "%s |name|\n    a\n%s |name|\n    b\n", name, name);
    sdn_store *store = store_of(&type, text);
    assert_int_equal(sdn_store_problems(store, &list), 1);
    assert_int_equal(list[0].line, 1);
    assert_int_equal(strlen(list[0].message), 511);
    assert_int_equal(strncmp(list[0].message, "table 'ttt", 10), 0);
}

/* ---- types whose functions do not agree ---- */

static bool try_all(sdn_store *store)
{
    static const sdn_str friends[] = {SDN_STR_INIT("a")};
    static const uint32_t marks[] = {1, 2};
    const sdn_problem *list;
    size_t count;
    sdn_error err = {0};
    sdn_value a = key_of("a"), d = key_of("d");
    person added = person_of("", 9), replaced = person_of("d", 10);
    added.friends = (sdn_str_list){friends, 1};
    added.marks = (sdn_u32_list){marks, 2};
    person *edited = sdn_store_edit(store, &a, &err);
    if (edited != NULL) {
        edited->name = SDN_STR("new");
        edited->badge = 77;
        edited->place = SDN_STR("elsewhere");
    }
    bool done = edited != NULL && sdn_store_insert(store, &added, &err) != NULL &&
                sdn_store_put(store, &replaced, &err) != NULL &&
                sdn_store_validate(store, &list, &count, &err) == SDN_OK &&
                sdn_store_delete(store, &d, &err) == SDN_OK && sdn_file_save(sdn_store_file(store), &err) == SDN_OK;
    if (!done && err.code != SDN_E_NOMEM)
        fail_msg("%s", err.message);
    return done;
}

static void after_any_failed_allocation_the_store_goes_on(void **state)
{
    (void)state;
    bool done = false;
    for (int nth = 1; !done; nth++) {
        sdn_store *store = store_of(&person_record_type, OLD_SINS);
        faults_arm_memory(nth);
        done = try_all(store);
        bool fired = faults_fired_memory();
        faults_arm_memory(0);
        if (!done) {
            assert_true(fired);
            assert_content(OLD_SINS);
            sdn_file_rollback(sdn_store_file(store));
            assert_string_equal(validate(store), LISTED);
            assert_true(try_all(store));
        }
        assert_null(get_person(store, "d"));
        assert_string_equal(get_person(store, "a")->name.ptr, "new");
        assert_int_equal(sdn_store_count(store), 5);
        close_store(store);
    }
}

static void a_save_after_deletions_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    static const char people[] = "people |id, name, badge|\n    a, A, 1\n    b, B, 2\n    c, C, 3\n";
    const sdn_value first = {.text = SDN_STR("a")}, second = {.text = SDN_STR("b")};
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = store_of(&person_record_type, people);
        assert_ok(sdn_store_delete(store, &first, &err), err);
        assert_ok(sdn_store_delete(store, &second, &err), err);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_content(code == SDN_OK ? "people |id, name, badge|\n    c, C, 3\n" : people);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(what_is_nonempty_is_not_empty),
        TEST_WITH_STORES(an_optional_nonempty_list_may_be_absent),
        TEST_WITH_STORES(a_number_keeps_its_range),
        TEST_WITH_STORES(the_bounds_are_in_the_range_and_absent_values_are_fine),
        TEST_WITH_STORES(every_element_keeps_the_range),
        TEST_WITH_STORES(a_unique_value_is_found),
        TEST_WITH_STORES(a_taken_value_is_refused_by_insert_put_and_save),
        TEST_WITH_STORES(several_fields_are_unique_together),
        TEST_WITH_STORES(absent_values_are_not_the_same),
        TEST_WITH_STORES(the_rule_holds_whether_the_index_is_built_or_not),
        TEST_WITH_STORES(two_records_may_swap_their_values),
        TEST_WITH_STORES(the_value_of_a_deleted_record_is_free),
        TEST_WITH_STORES(rows_that_cannot_be_read_take_no_values_but_their_key),
        TEST_WITH_STORES(a_refused_insert_leaves_no_trace),
        TEST_WITH_STORES(a_reference_leads_to_a_record),
        TEST_WITH_STORES(a_reference_to_a_row_that_cannot_be_read_says_so),
        TEST_WITH_STORES(each_element_leads_to_a_record_be_it_itself),
        TEST_WITH_STORES(what_is_referred_to_is_not_deleted),
        TEST_WITH_STORES(an_old_row_keeps_no_other_from_being_saved),
        TEST_WITH_STORES(validate_lists_every_broken_rule_in_file_order),
        TEST_WITH_STORES(validate_sees_edits_and_new_records),
        TEST_WITH_STORES(records_without_key_have_rules_too),
        TEST_WITH_STORES(after_any_failed_allocation_the_store_goes_on),
        TEST_WITH_STORES(a_reference_that_is_no_key_of_its_target_is_not_checked),
        TEST_WITH_STORES(a_reference_may_be_the_only_rule),
        TEST_WITH_STORES(who_refers_to_what_is_gone_is_found_by_an_index),
        TEST_WITH_STORES(of_several_changes_the_first_violation_is_told),
        TEST_WITH_STORES(fields_with_long_names_are_named_in_part),
        TEST_WITH_STORES(a_word_of_a_closed_enum_may_be_unique),
        TEST_WITH_STORES(problems_of_a_table_with_a_long_name_are_cut),
        TEST_WITH_STORES(a_save_after_deletions_that_runs_out_of_memory_changes_nothing),
    };
    return run_cases(argc, argv, tests);
}
