#include "test.h"

#include "record_types/composite_key.h"
#include "temp_stores.h"

#include <stdio.h>
#include <string.h>

/* ---- looking ---- */

static void a_missing_file_is_an_empty_store(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    assert_int_equal(sdn_store_count(store), 0);
    assert_null(get_note(store, "1"));
    assert_null(get_note(store, ""));
    assert_string_equal(ids_of(sdn_store_all(store)), "");
    assert_problems(store, "");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void a_record_is_found_by_its_key(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    B-12, \"two, or so\"\n");
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(get_note(store, "B-12")->text.ptr, "two, or so");
    assert_ptr_equal(get_note(store, "1"), get_note(store, "1"));
    assert_null(get_note(store, "01"));
    assert_null(get_note(store, "b-12"));
    sdn_value null = {.text = {NULL, 0}};
    assert_null(sdn_store_get(store, &null));
}

static void columns_are_found_by_name_and_absent_ones_are_defaults(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |weight, other, text, id|\n    3, x, one, 1\n");
    const note *one = get_note(store, "1");
    assert_string_equal(one->text.ptr, "one");
    assert_true(one->has_weight);
    assert_int_equal(one->weight, 3);
    assert_int_equal(one->number, 7);
    assert_int_equal(one->kind, NOTE_KIND_FACT);
    assert_false(one->has_link);
    assert_int_equal(one->tags.count, 0);
}

static void a_present_empty_text_is_empty_not_the_default(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, ,\n    2, \"\", \"\"\n");
    assert_string_equal(get_note(store, "1")->text.ptr, "");
    assert_string_equal(get_note(store, "2")->text.ptr, "");
    assert_int_equal(get_note(store, "1")->number, 7);
    assert_int_equal(get_note(store, "2")->number, 7);
}

static void every_text_is_terminated_wherever_it_stands(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text, link, id|\r\n"
                                "one,\"a\",1\r\n"
                                "  two , b , 2 \r\n"
                                "\"th\"\"ree\", \"c, d\", \"3\"\r\n"
                                "four,\"e\nf\",4\n"
                                "five\t, ,5");
    static const char *const expected[][2] = {
        {"one", "a"}, {"two", "b"}, {"th\"ree", "c, d"}, {"four", "e\nf"}, {"five", ""}};
    for (unsigned i = 0; i < 5; i++) {
        char id[8];
        snprintf(id, sizeof id, "%u", i + 1);
        const note *each = get_note(store, id);
        assert_non_null(each);
        assert_string_equal(each->id.ptr, id);
        assert_string_equal(each->text.ptr, expected[i][0]);
        assert_string_equal(each->link.ptr, expected[i][1]);
    }
    assert_string_equal(get_note(store, "1")->text.ptr, "one"); /* still, after its neighbours were */
}

static void all_goes_in_key_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    10\n    b\n    9\n    2\n    a\n    010\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "2 9 010 10 a b ");
    close_store(store);
    store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    b\n    9\n    2\n    a\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 2 9 a b ");
}

static void by_an_index_goes_over_equal_values_in_key_order(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind, text, no|\n"
                                "    3, idea, x, 1\n    1, idea, x, 2\n    2, fact, x, 1\n    10, idea, y, 1\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA}, other = {.enumerator = NOTE_KIND_OTHER_};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "1 3 10 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &other)), "");
    sdn_value x1[] = {{.text = SDN_STR("x")}, {.u32 = 1}};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, x1)), "2 3 ");
}

static void a_copied_cursor_walks_on_its_own(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    3\n");
    sdn_cursor first = sdn_store_all(store);
    sdn_cursor_next(&first);
    sdn_cursor second = first;
    assert_string_equal(ids_of(first), "2 3 ");
    sdn_cursor_next(&second);
    assert_string_equal(ids_of(second), "3 ");
}

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
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &fact)), "");
    insert_note(store, "1", "x");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &fact)), "1 ");
}

static void a_key_is_inserted_once(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    note again = note_of("1", "again"), fresh = note_of("2", "two");
    sdn_error err = {0};
    assert_insert_fails(store, &again, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '1' already; use another key, or put");
    assert_non_null(sdn_store_insert(store, &fresh, &err));
    assert_insert_fails(store, &fresh, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '2' already; use another key, or put");
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
    assert_string_equal(insert_note(store, "", "c")->id.ptr, "6"); /* whoever heard of 4 and 5 may remember them */
    save_store(store);
    delete_note(store, "6");
    save_store(store);
    write_bytes(STORE_PATH, "notes |id|\n    1\n", 17);
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
    get_note(store, "1"); /* lines are counted right whatever was looked at */
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
    write_bytes(STORE_PATH, "notes |id|\n    1\n", 17);
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

/* ---- editing ---- */

static void an_edit_shows_at_once(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, one, idea\n    2, two, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA}, fact = {.enumerator = NOTE_KIND_FACT};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "1 2 ");
    note *one = edit_note(store, "1");
    one->kind = NOTE_KIND_FACT;
    one->text = sdn_store_text(store, "changed");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "2 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &fact)), "1 ");
    assert_string_equal(get_note(store, "1")->text.ptr, "changed");
    assert_ptr_equal(get_note(store, "1"), one);
    assert_true(sdn_file_changed(sdn_store_file(store)));
}

static void an_edit_that_changes_nothing_is_no_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    note *one = edit_note(store, "1");
    one->text = SDN_STR("two");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    one = edit_note(store, "1");
    one->text = SDN_STR("one");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void editing_what_is_not_there_is_an_error(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    assert_edit_fails(store, "9", SDN_E_NOT_FOUND, "x.sdn: no record '9' in table 'notes'; check the key");
    assert_delete_fails(store, "9", SDN_E_NOT_FOUND, "x.sdn: no record '9' in table 'notes'; check the key");
    assert_edit_fails(store, "", SDN_E_NOT_FOUND, "x.sdn: no record '' in table 'notes'; check the key");
    delete_note(store, "1");
    assert_edit_fails(store, "1", SDN_E_NOT_FOUND, "x.sdn: no record '1' in table 'notes'; check the key");
}

static void keys_in_messages_are_one_line(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    assert_edit_fails(store, "a\nb", SDN_E_NOT_FOUND, "x.sdn: no record 'a?b' in table 'notes'; check the key");
}

static void several_records_may_be_open_while_their_places_cross(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, a, 1\n    2, b, 2\n    3, c, 3\n    4, d, 4\n");
    sdn_value values[] = {{.text = SDN_STR("a")}, {.u32 = 1}};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, values)), "1 ");
    note *one = edit_note(store, "1"), *four = edit_note(store, "4"), *two = edit_note(store, "2");
    sdn_str text = one->text;
    uint32_t number = one->number;
    one->text = four->text;
    one->number = four->number;
    four->text = text;
    four->number = number;
    two->text = SDN_STR("zz");
    two->number = 1;
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, values)), "4 ");
    sdn_value d4[] = {{.text = SDN_STR("d")}, {.u32 = 4}}, zz[] = {{.text = SDN_STR("zz")}, {.u32 = 1}};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, d4)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, zz)), "2 ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, values)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_TEXT_NUMBER, d4)), "4 ");
}

static void text_may_be_taken_over_from_another_record(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, \"t,wo\"\n");
    edit_note(store, "1")->text = get_note(store, "2")->text;
    delete_note(store, "2");
    save_store(store);
    assert_content("notes |id, text|\n    1, \"t,wo\"\n");
}

static void a_key_changed_in_place_is_put_back_and_refused_by_save(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    note *one = edit_note(store, "1");
    one->id = SDN_STR("2");
    assert_non_null(get_note(store, "1"));
    assert_string_equal(get_note(store, "1")->id.ptr, "1");
    assert_null(get_note(store, "2"));
    assert_save_fails(
        store, SDN_E_MISUSE,
        "x.sdn: table 'notes', record '1': its key was changed in place; roll back, then rename the record");
    assert_content("notes |id, text|\n    1, one\n");
    sdn_file_rollback(sdn_store_file(store));
    edit_note(store, "1")->text = SDN_STR("two");
    save_store(store);
    assert_content("notes |id, text|\n    1, two\n");
}

static void inserting_never_moves_a_record(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    const note *one = get_note(store, "1");
    note *two = insert_note(store, "2", "two");
    for (int i = 3; i < 3000; i++)
        insert_note(store, "", "more");
    assert_ptr_equal(one, get_note(store, "1"));
    assert_ptr_equal(two, get_note(store, "2"));
    assert_string_equal(one->text.ptr, "one");
    assert_string_equal(two->text.ptr, "two");
}

/* ---- putting and deleting ---- */

static void put_inserts_or_makes_equal(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, one, 5\n");
    note *one = put_note(store, "1", "new");
    assert_string_equal(get_note(store, "1")->text.ptr, "new");
    assert_int_equal(one->number, 7); /* all fields, not the text alone */
    put_note(store, "2", "two");
    assert_int_equal(sdn_store_count(store), 2);
    put_note(store, "2", "too");
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(get_note(store, "2")->text.ptr, "too");
}

static void put_may_be_given_a_record_of_the_store(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    sdn_error err = {0};
    const note *one = get_note(store, "1");
    assert_ptr_equal(sdn_store_put(store, one, &err), one);
    assert_string_equal(one->text.ptr, "one");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void what_is_deleted_is_gone_and_may_come_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    delete_note(store, "1");
    assert_null(get_note(store, "1"));
    assert_int_equal(sdn_store_count(store), 1);
    assert_string_equal(ids_of(sdn_store_all(store)), "2 ");
    insert_note(store, "1", "again");
    assert_string_equal(get_note(store, "1")->text.ptr, "again");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    delete_note(store, "1");
    assert_null(get_note(store, "1"));
}

static void what_is_inserted_and_deleted_is_no_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    insert_note(store, "2", "x");
    delete_note(store, "2");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

/* ---- cursors that go on through changes ---- */

static void a_walk_may_delete_what_it_finds(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    3\n    4\n");
    sdn_cursor cursor = sdn_store_all(store);
    size_t count = 0;
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL; count++)
        delete_note(store, each->id.ptr);
    assert_int_equal(count, 4);
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_walk_may_edit_the_field_it_goes_by(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, fact\n    3, idea\n    4, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor cursor = sdn_store_by(store, NOTE_BY_KIND, &idea);
    size_t count = 0;
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL; count++)
        edit_note(store, each->id.ptr)->kind = NOTE_KIND_FACT;
    assert_int_equal(count, 3);
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "");
}

static void a_walk_shows_what_is_inserted_ahead_and_not_behind(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    2\n    4\n");
    sdn_cursor cursor = sdn_store_all(store);
    sdn_cursor_next(&cursor);
    insert_note(store, "1", "behind");
    insert_note(store, "3", "ahead");
    assert_string_equal(ids_of(cursor), "3 4 ");
}

static void a_walk_that_replaces_every_record_comes_to_an_end(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, idea\n    3, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor cursors[] = {sdn_store_all(store), sdn_store_by(store, NOTE_BY_KIND, &idea)};
    for (size_t i = 0; i < 2; i++) {
        size_t count = 0;
        for (const note *each; count < 10 && (each = sdn_cursor_next(&cursors[i])) != NULL; count++) {
            char id[8];
            snprintf(id, sizeof id, "%s", each->id.ptr);
            delete_note(store, id);
            insert_note(store, id, "again")->kind = NOTE_KIND_IDEA;
        }
        assert_int_equal(count, 3);
    }
}

static void a_walk_at_its_end_goes_on_when_there_is_more(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    sdn_cursor cursor = sdn_store_all(store);
    assert_string_equal(ids_of(cursor), "1 ");
    sdn_cursor_next(&cursor);
    assert_null(sdn_cursor_next(&cursor));
    insert_note(store, "2", "x");
    assert_string_equal(((const note *)sdn_cursor_next(&cursor))->id.ptr, "2");
    assert_null(sdn_cursor_next(&cursor));
}

/* ---- rolling back ---- */

static void rollback_forgets_every_kind_of_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, one, idea\n    2, two, idea\n    3, three, fact\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "1 2 ");
    edit_note(store, "1")->kind = NOTE_KIND_FACT;
    put_note(store, "2", "changed");
    delete_note(store, "3");
    insert_note(store, "4", "four")->kind = NOTE_KIND_IDEA;
    sdn_file_rollback(sdn_store_file(store));
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_int_equal(sdn_store_count(store), 3);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "1 2 ");
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_null(get_note(store, "4"));
    assert_string_equal(insert_note(store, "", "x")->id.ptr, "5");
}

static void rollback_gives_a_key_back_to_the_record_that_had_it(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    delete_note(store, "1");
    insert_note(store, "1", "new");
    delete_note(store, "1");
    insert_note(store, "1", "newer");
    edit_note(store, "2")->text = SDN_STR("changed");
    delete_note(store, "2");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    delete_note(store, "1");
    assert_null(get_note(store, "1"));
    assert_string_equal(ids_of(sdn_store_all(store)), "2 ");
}

static void rollback_of_open_records_forgets_what_was_written_to_them(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    edit_note(store, "1")->text = SDN_STR("changed");
    edit_note(store, "2")->id = SDN_STR("7");
    insert_note(store, "3", "x")->id = SDN_STR("8");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void rollback_of_everything_in_a_large_table_restores_the_indexes(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    for (int i = 0; i < 2500; i++)
        insert_note(store, "", "x")->number = (uint32_t)(i * 7919 % 2503);
    save_store(store);
    sdn_cursor cursor = sdn_store_all(store);
    static char before[32768];
    snprintf(before, sizeof before, "%s", ids_of(cursor));
    for (int i = 1; i <= 2500; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        if (i % 3 == 0)
            delete_note(store, id);
        else
            edit_note(store, id)->number = (uint32_t)(i * 31 % 17);
        if (i % 5 == 0)
            insert_note(store, "", "y");
    }
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 2500);
    assert_string_equal(ids_of(sdn_store_all(store)), before);
    for (uint32_t number = 0; number < 2503; number++) {
        sdn_value values[] = {{.text = SDN_STR("x")}, {.u32 = number}};
        cursor = sdn_store_by(store, NOTE_BY_TEXT_NUMBER, values);
        const note *found = sdn_cursor_next(&cursor);
        if (found != NULL)
            assert_int_equal(found->number, number);
        assert_true(found == NULL || sdn_cursor_next(&cursor) == NULL);
    }
}

/* ---- rows that cannot be read ---- */

static void unreadable_rows_are_problems_and_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no, done, side|\n"
                                "    1, one, 1, true, left\n"
                                "    2, two, x, true, left\n"
                                "    3, three, 1, yes, left\n"
                                "    4, four, 1, true, \"up\"\n"
                                "    5, five, 1, true\n"
                                "    6, six, 1, true, left, more\n"
                                "    7, \"seven, 1, true, left\n"
                                "    , eight, 1, true, left\n"
                                "\t9, nine, -1, true, left\n"
                                "    10, t\xFF, 1, true, left\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_problems(store, "3:13: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it\n"
                           "4:18: column 'done': 'yes' is neither true nor false; correct it\n"
                           "5:23: column 'side': 'up' is none of left, right-hand side; correct it\n"
                           "6:5: the row has 4 cells, the header 5 columns; correct the row\n"
                           "7:5: the row has 6 cells, the header 5 columns; correct the row\n"
                           "8:8: a quote is not closed; add the closing quote\n"
                           "9:5: the key is empty; give the row a key\n"
                           "10:11: column 'no': '-1' is not a whole number from 0 to 4294967295; correct it\n"
                           "11:10: the row is not valid UTF-8; correct it\n");
    assert_null(get_note(store, "2"));
    assert_null(get_note(store, "10"));
}

static void cells_in_messages_are_short_and_one_line(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, 12345678901234567890123456789012345678x\xC3\xA4y\n"
                                "    2, \"a\nb\"\n");
    assert_problems(store,
                    "2:8: column 'no': '12345678901234567890123456789012345678x...' is not a whole number from 0 "
                    "to 4294967295; correct it\n"
                    "3:8: column 'no': 'a?b' is not a whole number from 0 to 4294967295; correct it\n");
}

static void the_last_row_of_a_key_is_the_record(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n    2, x\n    1, b\n  1, c\n");
    assert_int_equal(sdn_store_count(store), 2);
    assert_string_equal(get_note(store, "1")->text.ptr, "c");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    assert_problems(store, "2:5: key '1' stands again further down, and that row counts; remove one of them\n"
                           "4:5: key '1' stands again further down, and that row counts; remove one of them\n");
}

static void a_key_on_several_rows_is_neither_edited_nor_deleted_nor_put(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    5, z\n    1, a\n    2, x\n    1, b\n    2, y\n");
    note values = note_of("1", "c");
    get_note(store, "5"); /* lines are counted right whatever was looked at */
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    assert_put_fails(store, &values, SDN_E_INVALID,
                     "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    assert_insert_fails(store, &values, SDN_E_EXISTS,
                        "x.sdn: table 'notes' has a record '1' already; use another key, or put");
    assert_edit_fails(store, "1", SDN_E_INVALID,
                      "x.sdn:3:1: another row has the key '1' too; remove one of them first");
    edit_note(store, "5")->text = SDN_STR("c");
    save_store(store);
    assert_content("notes |id, text|\n    5, c\n    1, a\n    2, x\n    1, b\n    2, y\n");
}

/* Keys enter their index some rows late. */
static void keys_that_stand_twice_are_found_however_far_apart(void **state)
{
    (void)state;
    enum { ROWS = 100 };
    for (unsigned distance = 1; distance < ROWS; distance++) {
        char text[64 * ROWS];
        const sdn_problem *list;
        size_t len = (size_t)sprintf(text, "notes |id, no|\n");
        for (unsigned row = 0; row < ROWS; row++)
            len += (size_t)sprintf(text + len, "    %u, %u\n", row == ROWS - 1 ? row - distance : row, row);
        sdn_store *store = notes_of(text);
        char twice[16];
        sprintf(twice, "%u", ROWS - 1 - distance);
        assert_int_equal(sdn_store_count(store), ROWS - 1);
        assert_int_equal(get_note(store, twice)->number, ROWS - 1);
        assert_int_equal(sdn_store_problems(store, &list), 1);
        assert_int_equal(list[0].line, ROWS - distance + 1);
        close_store(store);
    }
}

static void of_rows_that_do_not_count_the_first_keeps_their_key(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, 2\n    1, 3\n    1, x\n");
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:2:1: another row has the key '1' too; remove one of them first");
}

static void keys_that_stand_twice_in_a_table_that_does_not_count_are_problems(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    1\nnotes |id|\n    1\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_problems(store, "1:1: table 'notes' stands again at line 4, and only that one is read; merge the two\n"
                           "2:5: key '1' stands again further down, and that row counts; remove one of them\n");
}

static void records_are_walked_in_order_wherever_the_file_stops_rising(void **state)
{
    (void)state;
    static const struct {
        const char *ids, *order, *with_new; /* with_new: with a record of the next number, and 4 */
    } cases[] = {
        {"1 2 3 10", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"1 2 10 3", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"10 3 2 1", "1 2 3 10 ", "1 2 3 4 10 11 "},
        {"1 3 x 10", "1 3 10 x ", "1 3 4 10 11 x "},
        {"x 1 3 10", "1 3 10 x ", "1 3 4 10 11 x "},
        {"0 1 3 10", "0 1 3 10 ", "0 1 3 4 10 11 "},
        {"1 01 10 20", "01 1 10 20 ", "01 1 4 10 20 21 "},
        {"1 3 10 3", "1 3 10 ", "1 3 4 10 11 "},
        {"07 8 10 9", "07 8 9 10 ", "4 07 8 9 10 11 "},
        {"99999999999999999999 1 3", "1 3 99999999999999999999 ", "1 3 4 99999999999999999999 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[256] = "notes |id|\n", ids[64];
        snprintf(ids, sizeof ids, "%s", cases[i].ids);
        for (char *id = strtok(ids, " "); id != NULL; id = strtok(NULL, " "))
            sprintf(text + strlen(text), "    %s\n", id);
        for (int walked = 0; walked < 2; walked++) { /* before the records are inserted, or not */
            sdn_store *store = notes_of(text);
            if (walked)
                assert_string_equal(ids_of(sdn_store_all(store)), cases[i].order);
            insert_note(store, "", "");
            if (get_note(store, "4") == NULL)
                insert_note(store, "4", "");
            assert_string_equal(ids_of(sdn_store_all(store)), cases[i].with_new);
            close_store(store);
        }
    }
}

static void text_keys_are_walked_in_order_wherever_the_file_stops_rising(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    9\n    a\n    B\n    c\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 9 B a c ");
    close_store(store);
    store = store_of(&ordered_note_record_type, "ordered_notes |id|\n    10\n    9\n    B\n    a\n    c\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "10 9 B a c ");
}

/* Room is made for as many rows as there will be if they go on as they began. */
static void rows_may_become_longer_or_shorter(void **state)
{
    (void)state;
    enum { ROWS = 3000, WIDE = 300 };
    static char text[ROWS * (WIDE + 32)];
    for (int longer = 0; longer < 2; longer++) {
        size_t len = (size_t)sprintf(text, "notes |id, text|\n");
        for (unsigned row = 1; row <= ROWS; row++) {
            bool wide = (row > ROWS / 100) == longer;
            len += (size_t)sprintf(text + len, "%u,%*s\n", row, wide ? WIDE : 1, "x");
        }
        sdn_store *store = notes_of(text);
        assert_int_equal(sdn_store_count(store), ROWS);
        for (unsigned row = 1; row <= ROWS; row++) {
            char id[16];
            sprintf(id, "%u", row);
            assert_string_equal(get_note(store, id)->text.ptr, "x");
        }
        close_store(store);
    }
}

static void a_row_may_have_the_key_of_an_unreadable_one(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, x\n    1, 2\n    1, y\n");
    assert_int_equal(get_note(store, "1")->number, 2);
    assert_delete_fails(store, "1", SDN_E_INVALID,
                        "x.sdn:2:1: another row has the key '1' too; remove one of them first");
}

static void of_tables_with_one_name_the_last_one_counts(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, text|\n    1, a\n    2, x, y\n\nother |a|\n    1\n\nnotes |text, id|\n    b, 1\n");
    assert_int_equal(sdn_store_count(store), 1);
    assert_string_equal(get_note(store, "1")->text.ptr, "b");
    assert_problems(store, "1:1: table 'notes' stands again at line 8, and only that one is read; merge the two\n"
                           "3:5: the row has 3 cells, the header 2 columns; correct the row\n");
    note two = note_of("2", "d");
    assert_edit_fails(store, "1", SDN_E_INVALID,
                      "x.sdn:2:1: another row has the key '1' too; remove one of them first");
    assert_insert_fails(store, &two, SDN_E_EXISTS,
                        "x.sdn:3:1: a row that cannot be read has the key '2'; correct that row first");
    insert_note(store, "", "d");
    save_store(store);
    assert_content(
        "notes |id, text|\n    1, a\n    2, x, y\n\nother |a|\n    1\n\nnotes |text, id|\n    b, 1\n    d, 3\n");
}

static void stray_lines_are_problems_of_every_store(void **state)
{
    (void)state;
    sdn_store *store = notes_of("stray\nnotes |id, no|\n    1, x\nother |a|\n");
    assert_problems(store,
                    "1:1: this line is not part of a table and starts no statement; correct it, or make it a comment\n"
                    "3:8: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it\n");
}

static void a_table_without_its_key_column_has_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text|\n    one\n");
    assert_int_equal(sdn_store_count(store), 0);
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n");
}

static void a_row_too_short_for_its_key_has_none(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |text, no, id|\n    one\n    two, 2, 1\n");
    assert_problems(store, "2:5: the row has 1 cell, the header 3 columns; correct the row\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 ");
    assert_string_equal(insert_note(store, "", "new")->id.ptr, "2");
}

static void a_table_without_columns_has_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes ||\n    one\n");
    assert_int_equal(sdn_store_count(store), 0);
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n");
}

/* ---- text of the store ---- */

static void text_and_lists_of_the_store_are_copies(void **state)
{
    (void)state;
    char text[] = "text";
    const char *texts[] = {text, "b"};
    sdn_store *store = notes_of("notes |id, text, tags|\n    1, one,\n");
    note *one = edit_note(store, "1");
    one->text = sdn_store_text(store, text);
    one->tags = sdn_store_list(store, texts, 2);
    text[0] = 'X';
    assert_string_equal(one->text.ptr, "text");
    assert_string_equal(one->tags.items[0].ptr, "text");
    assert_int_equal(one->tags.count, 2);
    assert_int_equal(sdn_store_list(store, NULL, 0).count, 0);
    assert_string_equal(sdn_store_text(store, NULL).ptr, "");
    save_store(store);
    assert_content("notes |id, text, tags|\n    1, text, \"text,b\"\n");
}

static void elements_of_any_type_are_copied_into_the_store(void **state)
{
    (void)state;
    uint64_t numbers[] = {1, 2, UINT64_MAX};
    sdn_store *store = notes_of("notes |id|\n    1\n");
    const uint64_t *copy = sdn_store_copy(store, numbers, 3, sizeof *numbers);
    const char *byte = sdn_store_copy(store, "x", 1, 1);
    assert_non_null(copy);
    assert_int_equal((uintptr_t)copy % sizeof *numbers, 0);
    memset(numbers, 0, sizeof numbers);
    assert_true(copy[0] == 1 && copy[1] == 2 && copy[2] == UINT64_MAX && *byte == 'x');
    assert_null(sdn_store_copy(store, NULL, 0, sizeof *numbers));
    assert_false(sdn_file_changed(sdn_store_file(store)));
    save_store(store);
}

/* More than there is, with a product that overflows among them: as when memory runs out. */
static void a_list_that_does_not_fit_is_noticed_by_save(void **state)
{
    (void)state;
    static const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 1}, {SIZE_MAX / 2 + 2, 2}, {SIZE_MAX / 8 + 2, 8}, {2, SIZE_MAX / 2 + 2}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_error err = {0};
        sdn_store *store = notes_of("notes |id|\n    1\n");
        assert_null(sdn_store_copy(store, "", cases[i].count, cases[i].size));
        assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
        sdn_file_rollback(sdn_store_file(store));
        assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    }
}

static void elements_of_no_size_are_none(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    assert_null(sdn_store_copy(store, "x", 1, 0));
    save_store(store);
}

/* ---- other kinds of keys ---- */

static void records_without_key_go_in_file_order(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&log_record_type, "log |id, kind|\n    b, idea\n    a, fact\n    b, idea\n    , idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    assert_int_equal(sdn_store_count(store), 4);
    assert_problems(store, "");
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_BY_KIND, &idea)), "b b  ");
    insert_note(store, "a", "x");
    put_note(store, "a", "y");
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  a a ");
    assert_null(get_note(store, "a"));
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "b a b  ");
}

static const pair *get_pair(sdn_store *store, const char *name, uint32_t number, bool flag)
{
    sdn_value key[] = {{.text = sdn_str_from(name)}, {.u32 = number}, {.boolean = flag}};
    return sdn_store_get(store, key);
}

static void a_key_may_have_several_fields(void **state)
{
    (void)state;
    sdn_store *store = store_of(&pair_record_type, "pairs |number, name, flag, value|\n"
                                                   "    1, a, true, one\n    1, b, true, two\n    2, a, true, three\n"
                                                   "    1, a, false, four\n    1, a, true, five\n");
    sdn_error err = {0};
    assert_int_equal(sdn_store_count(store), 4);
    assert_string_equal(get_pair(store, "a", 1, true)->value.ptr, "five");
    assert_string_equal(get_pair(store, "a", 1, false)->value.ptr, "four");
    assert_string_equal(get_pair(store, "b", 1, true)->value.ptr, "two");
    assert_null(get_pair(store, "b", 2, true));
    assert_problems(store,
                    "2:5: key 'a, 1, true' stands again further down, and that row counts; remove one of them\n");
    sdn_cursor cursor = sdn_store_all(store);
    static const char *const expected[] = {"four", "five", "three", "two"};
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(((const pair *)sdn_cursor_next(&cursor))->value.ptr, expected[i]);
    pair values = {.number = 1, .name = SDN_STR("b"), .flag = true, .value = SDN_STR("x")};
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(err.message, "x.sdn: table 'pairs' has a record 'b, 1, true' already; use another key, or put");
}

static void a_number_key_of_zero_asks_for_the_next_number(void **state)
{
    (void)state;
    sdn_store *store =
        store_of(&numbered_record_type, "numbered |number, value|\n    9, nine\n    41, x, y\n    10, ten\n");
    sdn_error err = {0};
    pair values = {.name = SDN_STR(""), .value = SDN_STR("new")};
    pair *added = sdn_store_insert(store, &values, &err);
    assert_int_equal(added->number, 42);
    sdn_cursor cursor = sdn_store_all(store);
    static const uint32_t expected[] = {9, 10, 42};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(((const pair *)sdn_cursor_next(&cursor))->number, expected[i]);
    values.number = UINT32_MAX;
    assert_non_null(sdn_store_insert(store, &values, &err));
    values.number = 0;
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(err.message, "x.sdn: no number is left for a new record of table 'numbered'; give it a key");
}

static void a_number_key_that_is_empty_is_a_problem(void **state)
{
    (void)state;
    sdn_store *store = store_of(&numbered_record_type, "numbered |number, value|\n    , nine\n    0, zero\n");
    assert_problems(store, "2:5: column 'number': the cell is empty, and the column has no default; fill it in\n");
    sdn_value key = {.u32 = 0};
    assert_non_null(sdn_store_get(store, &key));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_missing_file_is_an_empty_store),
        TEST_WITH_STORES(a_record_is_found_by_its_key),
        TEST_WITH_STORES(columns_are_found_by_name_and_absent_ones_are_defaults),
        TEST_WITH_STORES(a_present_empty_text_is_empty_not_the_default),
        TEST_WITH_STORES(every_text_is_terminated_wherever_it_stands),
        TEST_WITH_STORES(all_goes_in_key_order),
        TEST_WITH_STORES(by_an_index_goes_over_equal_values_in_key_order),
        TEST_WITH_STORES(a_copied_cursor_walks_on_its_own),
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
        TEST_WITH_STORES(an_edit_shows_at_once),
        TEST_WITH_STORES(an_edit_that_changes_nothing_is_no_change),
        TEST_WITH_STORES(editing_what_is_not_there_is_an_error),
        TEST_WITH_STORES(keys_in_messages_are_one_line),
        TEST_WITH_STORES(several_records_may_be_open_while_their_places_cross),
        TEST_WITH_STORES(text_may_be_taken_over_from_another_record),
        TEST_WITH_STORES(a_key_changed_in_place_is_put_back_and_refused_by_save),
        TEST_WITH_STORES(inserting_never_moves_a_record),
        TEST_WITH_STORES(put_inserts_or_makes_equal),
        TEST_WITH_STORES(put_may_be_given_a_record_of_the_store),
        TEST_WITH_STORES(what_is_deleted_is_gone_and_may_come_again),
        TEST_WITH_STORES(what_is_inserted_and_deleted_is_no_change),
        TEST_WITH_STORES(a_walk_may_delete_what_it_finds),
        TEST_WITH_STORES(a_walk_may_edit_the_field_it_goes_by),
        TEST_WITH_STORES(a_walk_shows_what_is_inserted_ahead_and_not_behind),
        TEST_WITH_STORES(a_walk_that_replaces_every_record_comes_to_an_end),
        TEST_WITH_STORES(a_walk_at_its_end_goes_on_when_there_is_more),
        TEST_WITH_STORES(rollback_forgets_every_kind_of_change),
        TEST_WITH_STORES(rollback_gives_a_key_back_to_the_record_that_had_it),
        TEST_WITH_STORES(rollback_of_open_records_forgets_what_was_written_to_them),
        TEST_WITH_STORES(rollback_of_everything_in_a_large_table_restores_the_indexes),
        TEST_WITH_STORES(unreadable_rows_are_problems_and_no_records),
        TEST_WITH_STORES(cells_in_messages_are_short_and_one_line),
        TEST_WITH_STORES(the_last_row_of_a_key_is_the_record),
        TEST_WITH_STORES(a_key_on_several_rows_is_neither_edited_nor_deleted_nor_put),
        TEST_WITH_STORES(keys_that_stand_twice_are_found_however_far_apart),
        TEST_WITH_STORES(of_rows_that_do_not_count_the_first_keeps_their_key),
        TEST_WITH_STORES(keys_that_stand_twice_in_a_table_that_does_not_count_are_problems),
        TEST_WITH_STORES(records_are_walked_in_order_wherever_the_file_stops_rising),
        TEST_WITH_STORES(text_keys_are_walked_in_order_wherever_the_file_stops_rising),
        TEST_WITH_STORES(rows_may_become_longer_or_shorter),
        TEST_WITH_STORES(a_row_may_have_the_key_of_an_unreadable_one),
        TEST_WITH_STORES(of_tables_with_one_name_the_last_one_counts),
        TEST_WITH_STORES(stray_lines_are_problems_of_every_store),
        TEST_WITH_STORES(a_table_without_its_key_column_has_no_records),
        TEST_WITH_STORES(a_table_without_columns_has_no_records),
        TEST_WITH_STORES(text_and_lists_of_the_store_are_copies),
        TEST_WITH_STORES(elements_of_any_type_are_copied_into_the_store),
        TEST_WITH_STORES(a_list_that_does_not_fit_is_noticed_by_save),
        TEST_WITH_STORES(records_without_key_go_in_file_order),
        TEST_WITH_STORES(a_key_may_have_several_fields),
        TEST_WITH_STORES(a_number_key_of_zero_asks_for_the_next_number),
        TEST_WITH_STORES(a_number_key_that_is_empty_is_a_problem),
        TEST_WITH_STORES(a_row_too_short_for_its_key_has_none),
        TEST_WITH_STORES(elements_of_no_size_are_none),
    };
    return run_cases(argc, argv, tests);
}
