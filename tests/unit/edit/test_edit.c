/* Edits, puts and deletions. */
#include "test.h"

#include "temp_stores.h"

/* ---- editing ---- */

static void an_edit_shows_at_once(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, one, idea\n    2, two, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA}, fact = {.enumerator = NOTE_KIND_FACT};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "1 2 ");
    note *one = edit_note(store, "1");
    one->kind = NOTE_KIND_FACT;
    one->text = sdn_store_text(store, "changed");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "2 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &fact)), "1 ");
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
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, values)), "1 ");
    note *one = edit_note(store, "1"), *four = edit_note(store, "4"), *two = edit_note(store, "2");
    sdn_str text = one->text;
    uint32_t number = one->number;
    one->text = four->text;
    one->number = four->number;
    four->text = text;
    four->number = number;
    two->text = SDN_STR("zz");
    two->number = 1;
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, values)), "4 ");
    sdn_value d4[] = {{.text = SDN_STR("d")}, {.u32 = 4}}, zz[] = {{.text = SDN_STR("zz")}, {.u32 = 1}};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, d4)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, zz)), "2 ");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, values)), "1 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, d4)), "4 ");
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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
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
    };
    return run_cases(argc, argv, tests);
}
