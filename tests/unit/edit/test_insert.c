#include "test.h"

#include "record_types/all_types.h"
#include "temp_stores.h"

/* ---- inserting ---- */

static void insert_copies_and_is_found_at_once(void **state)
{
    (void)state;
    char text[] = "first";
    sdn_str tag = SDN_STR("t");
    sdn_store *store = open_store(&note_record_type);
    sdn_error err = {0};
    note values = note_of("5", text);
    values.tags = (sdn_str_list){&tag, 1};
    note *added = sdn_store_insert(store, &values, &err);
    text[0] = 'X';
    tag = SDN_STR("other");
    assert_ptr_equal(added, get_note(store, "5"));
    assert_string_equal(added->text.ptr, "first");
    assert_string_equal(added->tags.items[0].ptr, "t");
    assert_int_equal(sdn_store_count(store), 1);
    assert_string_equal(ids_of(sdn_store_all(store)), "5 ");
    assert_true(sdn_file_changed(sdn_store_file(store)));
}

static void text_without_a_nul_is_taken_by_its_length(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    sdn_error err = {0};
    note values = note_of("", "");
    values.id = (sdn_str){"12345", 2};
    values.text = (sdn_str){"abcdef", 3};
    note *added = sdn_store_insert(store, &values, &err);
    assert_string_equal(added->id.ptr, "12");
    assert_string_equal(added->text.ptr, "abc");
}

static void the_first_insert_into_an_empty_store_that_was_walked_is_found(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    sdn_value fact = {.enumerator = NOTE_KIND_FACT};
    assert_string_equal(ids_of(sdn_store_all(store)), "");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &fact)), "");
    insert_note(store, "1", "x");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &fact)), "1 ");
}

static void a_key_is_inserted_once(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    note again = note_of("1", "again"), fresh = note_of("2", "two");
    sdn_error err = {0};
    assert_insert_fails(store, &again, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '1' already; use another key, or change that record");
    assert_non_null(sdn_store_insert(store, &fresh, &err));
    assert_insert_fails(store, &fresh, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '2' already; use another key, or change that record");
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_int_equal(sdn_store_count(store), 2);
}

static void an_empty_key_asks_for_the_next_number(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    3\n    x9\n    007\n    5.5\n");
    assert_string_equal(insert_note(store, "", "a")->id.ptr, "8");
    assert_string_equal(insert_note(store, "", "b")->id.ptr, "9");
    insert_note(store, "20", "c");
    assert_string_equal(insert_note(store, "", "d")->id.ptr, "21");
    delete_note(store, "21");
    assert_string_equal(insert_note(store, "", "e")->id.ptr, "22");
    assert_string_equal(put_note(store, "", "f")->id.ptr, "23");
}

static void a_number_is_not_given_again_while_the_store_is_open(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    3\n");
    insert_note(store, "", "a");
    delete_note(store, "4");
    save_store(store); /* nothing to save */
    assert_string_equal(insert_note(store, "", "b")->id.ptr, "5");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(insert_note(store, "", "c")->id.ptr, "6"); /* other programs may remember 4 and 5 */
    save_store(store);
    delete_note(store, "6");
    save_store(store);
    write_store("notes |id|\n    1\n");
    begin_store(store);
    assert_string_equal(insert_note(store, "", "d")->id.ptr, "7");
    commit_store(store);
    assert_content("notes |id, text|\n    1, nothing\n    7, d\n");
}

static void numbers_of_unreadable_rows_are_not_given_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    3, 1\n    41, many\n    50, 1, 1\n    60, \"open\n");
    assert_string_equal(insert_note(store, "", "a")->id.ptr, "61");
}

static void numbers_of_an_earlier_table_of_the_name_are_not_given_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    30\n\nnotes |id|\n    3\n");
    assert_string_equal(insert_note(store, "", "a")->id.ptr, "31");
}

static void when_no_number_is_left_the_insert_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    18446744073709551615\n");
    note values = note_of("", "x");
    assert_insert_fails(store, &values, SDN_E_LIMIT,
                        "x.sdn: no number is left for a new record of table 'notes'; give it a key");
    insert_note(store, "7", "x");
}

static void values_that_could_not_be_saved_are_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n");
    note values = note_of("1", "\xFF");
    assert_insert_fails(
        store, &values, SDN_E_INVALID,
        "x.sdn: table 'notes', record '1': field 'text' is not valid UTF-8 or holds a NUL byte; files hold "
        "text only");
    values = note_of("1\xC3", "x");
    assert_insert_fails(
        store, &values, SDN_E_INVALID,
        "x.sdn: table 'notes', record '1?': field 'id' is not valid UTF-8 or holds a NUL byte; files hold text "
        "only");
    values = note_of("1", "x");
    values.side = (note_side)9;
    static const char message[] =
        "x.sdn: table 'notes', record '1': field 'side' is 9, which is none of the values of enum "
        "Side; assign one of them";
    assert_insert_fails(store, &values, SDN_E_INVALID, message);
    assert_put_fails(store, &values, SDN_E_INVALID, message);
    assert_int_equal(sdn_store_count(store), 0);
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void a_refused_insert_uses_up_no_number(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    4\n");
    note values = note_of("", "\xFF");
    sdn_error err = {0};
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(insert_note(store, "", "x")->id.ptr, "5");
}

static void without_auto_an_empty_key_is_refused(void **state)
{
    (void)state;
    sdn_store *store = open_store(&ordered_note_record_type);
    note values = note_of("", "x");
    assert_insert_fails(store, &values, SDN_E_INVALID,
                        "x.sdn: table 'ordered_notes': the key is empty; give the record a key");
    assert_put_fails(store, &values, SDN_E_INVALID,
                     "x.sdn: table 'ordered_notes': the key is empty; give the record a key");
}

static void the_key_of_an_unreadable_row_is_taken(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |no, id|\n    1, 1\n    many, 2\n    many, 3\n");
    note values = note_of("2", "x");
    get_note(store, "1"); /* lines are counted right in any order of look-ups */
    assert_insert_fails(store, &values, SDN_E_EXISTS,
                        "x.sdn:3:1: a row that cannot be read has the key '2'; correct that row first");
    assert_put_fails(store, &values, SDN_E_EXISTS,
                     "x.sdn:3:1: a row that cannot be read has the key '2'; correct that row first");
    static const char message[] =
        "x.sdn:3:5: record '2' cannot be read: column 'no': 'many' is not a whole number from 0 "
        "to 4294967295; correct that row first";
    assert_delete_fails(store, "2", SDN_E_INVALID, message);
    assert_edit_fails(store, "2", SDN_E_INVALID, message);
    assert_edit_fails(store, "4", SDN_E_NOT_FOUND, "x.sdn: no record '4' in table 'notes'; check the key");
}

static void more_rows_than_allowed_are_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_rows = 2;
    write_store("notes |id|\n    1\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    insert_note(store, "2", "x");
    note values = note_of("3", "x");
    assert_insert_fails(store, &values, SDN_E_LIMIT, "x.sdn: table 'notes' has 2 records; raise max_rows to add more");
    delete_note(store, "1");
    insert_note(store, "3", "x");
}

static void an_option_that_is_present_but_empty_is_absent(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    sdn_error err = {0};
    note values = note_of("1", "x");
    values.has_link = true;
    values.link = SDN_STR("");
    note *added = sdn_store_insert(store, &values, &err);
    assert_false(added->has_link);
    added->has_link = true;
    assert_false(get_note(store, "1")->has_link);
    added = sdn_store_put(store, &values, &err);
    assert_false(get_note(store, "1")->has_link);
}

static void enumerators_that_are_none_are_refused_wherever_they_are(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of("notes |id|\n");
    note values = note_of("1", "x");
    values.side = (note_side)2; /* one more than there are */
    assert_insert_fails(store, &values, SDN_E_INVALID,
                        "x.sdn: table 'notes', record '1': field 'side' is 2, which is none of the values of enum "
                        "Side; assign one of them");
    values = note_of("1", "x");
    values.kind = NOTE_KIND_OTHER_; /* an open enum has it; its word is wrong */
    values.kind_text = SDN_STR("\xFF");
    assert_null(sdn_store_insert(store, &values, &err));
    assert_message_has(err, ": table 'notes', record '1': field 'kind' ");
    values.kind = (note_kind)3;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_message_has(err, "field 'kind' is 3, which is none of the values of enum Kind");
    close_store(store);

    static const all_types_level levels[] = {ALL_TYPES_LEVEL_HIGH, (all_types_level)9};
    all_types lists;
    all_types_init(&lists);
    lists.levels = (all_types_level_list){levels, 2};
    store = store_of(&all_types_record_type, "");
    assert_null(sdn_store_insert(store, &lists, &err));
    assert_message_has(err, "record '1': field 'levels' is 9, which is none of the values of enum ");
}

static void a_refused_record_without_key_is_not_named(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "");
    note values = note_of("1", "\xFF");
    assert_insert_fails(
        store, &values, SDN_E_INVALID,
        "x.sdn: table 'log': field 'text' is not valid UTF-8 or holds a NUL byte; files hold text only");
}

static void a_value_without_its_presence_is_refused(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    note values = note_of("1", "x");
    values.link = SDN_STR("l");
    assert_put_fails(
        store, &values, SDN_E_MISUSE,
        "x.sdn: table 'notes': field 'link' has a value, but its has_... is false; set both, or clear both");
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(insert_copies_and_is_found_at_once),
        TEST_WITH_STORES(text_without_a_nul_is_taken_by_its_length),
        TEST_WITH_STORES(the_first_insert_into_an_empty_store_that_was_walked_is_found),
        TEST_WITH_STORES(a_key_is_inserted_once),
        TEST_WITH_STORES(an_empty_key_asks_for_the_next_number),
        TEST_WITH_STORES(a_number_is_not_given_again_while_the_store_is_open),
        TEST_WITH_STORES(numbers_of_unreadable_rows_are_not_given_again),
        TEST_WITH_STORES(numbers_of_an_earlier_table_of_the_name_are_not_given_again),
        TEST_WITH_STORES(when_no_number_is_left_the_insert_is_refused),
        TEST_WITH_STORES(values_that_could_not_be_saved_are_refused),
        TEST_WITH_STORES(a_refused_insert_uses_up_no_number),
        TEST_WITH_STORES(without_auto_an_empty_key_is_refused),
        TEST_WITH_STORES(the_key_of_an_unreadable_row_is_taken),
        TEST_WITH_STORES(more_rows_than_allowed_are_refused),
        TEST_WITH_STORES(an_option_that_is_present_but_empty_is_absent),
        TEST_WITH_STORES(enumerators_that_are_none_are_refused_wherever_they_are),
        TEST_WITH_STORES(a_refused_record_without_key_is_not_named),
        TEST_WITH_STORES(a_value_without_its_presence_is_refused),
    };
    return run_cases(argc, argv, tests);
}
