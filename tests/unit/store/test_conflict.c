/* What counts as a conflict, what its message says, and how the policies decide. */
#include "test.h"

#include "conflicting_notes.h"
#include "files.h"
#include "record_types/composite_key.h"

/* ---- conflicts ---- */

static void the_same_field_changed_differently_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, theirs, 1\n    2, two, 2\n    3, three, 9\n";
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("of ours");
    edit_note(store, "2")->number = 20;
    edit_note(store, "3")->number = 8;
    write_store(theirs);
    assert_save_fails(
        store, SDN_E_CONFLICT,
        "x.sdn: the file changed since it was loaded; table 'notes', record '1' field 'text': 'one' "
        "became 'of ours' here and 'theirs' in the file (and 1 more conflict); nothing was written; roll back "
        "and edit again, or set on_conflict");
    assert_content(theirs);
    assert_false(file_exists("x.sdn.lock"));
    assert_int_equal(sdn_store_conflicts(store, &list), 2);
    assert_int_equal(list[0].kind, SDN_CONFLICT_FIELD);
    assert_string_equal(list[0].key, "1");
    assert_string_equal(list[0].field, "text");
    assert_string_equal(list[0].base, "one");
    assert_string_equal(list[0].theirs, "theirs");
    assert_string_equal(list[0].ours, "of ours");
    assert_string_equal(((const note *)list[0].base_record)->text.ptr, "one");
    assert_string_equal(((const note *)list[0].theirs_record)->text.ptr, "theirs");
    assert_string_equal(((const note *)list[0].ours_record)->text.ptr, "of ours");
    assert_string_equal(list[1].key, "3");
    assert_string_equal(list[1].field, "number");
    assert_string_equal(list[1].base, "3");
    assert_string_equal(list[1].theirs, "9");
    assert_string_equal(list[1].ours, "8");

    /* The edits are still there; neither begin nor reload gets by, and rollback does. */
    assert_string_equal(get_note(store, "1")->text.ptr, "of ours");
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_false(file_exists("x.sdn.lock"));
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, &list), 2);
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_conflicts(store, &list), 2);
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_int_equal(sdn_store_conflicts(store, &list), 0);
    assert_string_equal(get_note(store, "1")->text.ptr, "theirs");
}

static void a_value_that_was_emptied_is_seen_in_the_message(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("notes |id, text, no|\n    1, \"\", 1\n    2, two, 2\n    3, three, 3\n");
    assert_save_fails(
        store, SDN_E_CONFLICT,
        "x.sdn: the file changed since it was loaded; table 'notes', record '1' field 'text': 'one' became "
        "'ours' here and '' in the file; nothing was written; roll back and edit again, or set on_conflict");
}

static void an_edit_against_a_deletion_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 1\n";
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "2")->text = SDN_STR("ours");
    write_store(theirs);
    assert_one_conflict(store, SDN_CONFLICT_EDIT_DELETE, "2, two, 2" REST_OF_NOTE, "", "2, ours, 2" REST_OF_NOTE);
    assert_content(theirs);
}

static void a_deletion_against_an_edit_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 1\n    2, theirs, 2\n";
    sdn_store *store = notes_of(NOTES_BASE);
    delete_note(store, "2");
    write_store(theirs);
    assert_one_conflict(store, SDN_CONFLICT_DELETE_EDIT, "2, two, 2" REST_OF_NOTE, "2, theirs, 2" REST_OF_NOTE, "");
    assert_content(theirs);
}

static void a_record_inserted_here_over_one_that_changed_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 1\n    2, theirs, 2\n";
    sdn_store *store = notes_of(NOTES_BASE);
    delete_note(store, "2");
    insert_note(store, "2", "ours");
    write_store(theirs);
    assert_one_conflict(store, SDN_CONFLICT_DELETE_EDIT, "2, two, 2" REST_OF_NOTE, "2, theirs, 2" REST_OF_NOTE,
                        "2, ours, 7" REST_OF_NOTE);
    assert_content(theirs);
}

static void a_record_inserted_by_both_sides_under_a_given_key_is_one(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, mood, text, no|\n    4, glad, same, 7\n";
    sdn_store *store = notes_of("notes |id, text, no|\n");
    insert_note(store, "4", "same");
    write_store(theirs);
    save_store(store);
    assert_content(theirs);
    assert_int_equal(sdn_store_count(store), 1);
}

static void records_inserted_by_both_sides_under_one_key_are_a_conflict(void **state)
{
    (void)state;
    sdn_error err = {0};
    for (int automatic = 0; automatic < 2; automatic++) {
        static const char theirs[] = "notes |id, text, no|\n    1, same, 7\n";
        sdn_store *store = notes_of("notes |id, text, no|\n");
        insert_note(store, automatic ? "" : "1", automatic ? "same" : "other");
        write_store("notes |id, text, no|\n# a merge that meets nothing\n");
        assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
        write_store(theirs);
        assert_one_conflict(store, SDN_CONFLICT_INSERT, "", "1, same, 7" REST_OF_NOTE,
                            automatic ? "1, same, 7" REST_OF_NOTE : "1, other, 7" REST_OF_NOTE);
        assert_content(theirs);
        close_store(store);
    }
}

/* ---- numbers that were given a second time ---- */

static void an_edit_of_a_number_that_another_record_has_now_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 1\n    2, \"delete production\", 7\n";
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "2")->done = true;
    write_store(theirs);
    assert_save_fails(
        store, SDN_E_CONFLICT,
        "x.sdn: the file changed since it was loaded; table 'notes', record '2' was changed here, and the "
        "file has another record under its key; nothing was written; roll back and edit again, or set "
        "on_conflict");
    assert_one_conflict(store, SDN_CONFLICT_REPLACED, "2, two, 2" REST_OF_NOTE,
                        "2, \"delete production\", 7" REST_OF_NOTE, "2, two, 2, true, fact, left, \"\", \"\", \"\"");
    assert_content(theirs);
}

static void keys_that_people_give_are_what_a_record_is(void **state)
{
    (void)state;
    write_store("ordered_notes |id, text|\n    2, two\n");
    sdn_store *store = open_store(&ordered_note_record_type);
    edit_note(store, "2")->kind = NOTE_KIND_IDEA;
    write_store("ordered_notes |id, text, kind|\n    2, theirs, fact\n");
    save_store(store);
    assert_content("ordered_notes |id, text, kind|\n    2, theirs, idea\n");
}

static void policies_decide_about_replaced_records(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    2, other, 7\n";
    for (int ours = 0; ours < 2; ours++) {
        sdn_store *store = notes_with(NOTES_BASE, ours ? SDN_ON_CONFLICT_OURS : SDN_ON_CONFLICT_THEIRS);
        edit_note(store, "2")->number = 22;
        rename_note(store, "2", "20");
        write_store(theirs);
        save_store(store);
        assert_content(ours ? "notes |id, text, no|\n    20, two, 22\n" : theirs);
        close_store(store);
    }
}

/* Which asks for a number where it is inserted. */
static void a_record_keeps_the_key_0(void **state)
{
    (void)state;
    write_store("numbered |number, name|\n    0, nil\n    1, one\n");
    sdn_options options = sdn_options_default();
    options.on_conflict = SDN_ON_CONFLICT_OURS;
    sdn_store *store = open_store_with(&numbered_record_type, &options);
    sdn_error err = {0};
    pair *record = sdn_store_edit(store, &(sdn_value){0}, &err);
    assert_non_null(record);
    record->name = SDN_STR("ours");
    write_store("numbered |number, name|\n    1, one\n");
    save_store(store);
    assert_content("numbered |number, name|\n    0, ours\n    1, one\n");
}

/* ---- policies ---- */

static void the_policy_ours_lets_unsaved_edits_win(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_store *store = conflicting(SDN_ON_CONFLICT_OURS);
    save_store(store);
    assert_content("notes |id, text, no|\n    1, ours, 1\n    2, ours, 2\n    5, ours, 55\n    9, ours, 99\n");
    assert_int_equal(sdn_store_conflicts(store, &list), 4);
}

static void the_policy_theirs_lets_the_file_win(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_store *store = conflicting(SDN_ON_CONFLICT_THEIRS);
    save_store(store);
    assert_content("notes |id, text, no|\n    1, theirs, 1\n    3, theirs, 3\n    5, ours, 55\n"
                   "    9, theirs, 9\n");
    assert_int_equal(sdn_store_conflicts(store, &list), 4);
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void no_policy_overwrites_a_row_that_cannot_be_read(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, many\n    9, nine, many\n";
    for (int way = 0; way < 3; way++) {
        sdn_store *store = notes_with(NOTES_BASE, SDN_ON_CONFLICT_OURS);
        if (way == 0)
            edit_note(store, "1")->text = SDN_STR("ours");
        else if (way == 1)
            delete_note(store, "1");
        else
            insert_note(store, "9", "ours");
        write_store(theirs);
        assert_save_fails(store, SDN_E_INVALID,
                          way < 2 ? "x.sdn:2:1: the row of record '1', which was changed here, can no longer be read; "
                                    "correct that row first"
                                  : "x.sdn:3:1: the row of record '9', which was changed here, can no longer be read; "
                                    "correct that row first");
        assert_content(theirs);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(the_same_field_changed_differently_is_a_conflict),
        TEST_WITH_STORES(a_value_that_was_emptied_is_seen_in_the_message),
        TEST_WITH_STORES(an_edit_against_a_deletion_is_a_conflict),
        TEST_WITH_STORES(a_deletion_against_an_edit_is_a_conflict),
        TEST_WITH_STORES(a_record_inserted_here_over_one_that_changed_is_a_conflict),
        TEST_WITH_STORES(a_record_inserted_by_both_sides_under_a_given_key_is_one),
        TEST_WITH_STORES(records_inserted_by_both_sides_under_one_key_are_a_conflict),
        TEST_WITH_STORES(an_edit_of_a_number_that_another_record_has_now_is_a_conflict),
        TEST_WITH_STORES(a_record_keeps_the_key_0),
        TEST_WITH_STORES(keys_that_people_give_are_what_a_record_is),
        TEST_WITH_STORES(policies_decide_about_replaced_records),
        TEST_WITH_STORES(the_policy_ours_lets_unsaved_edits_win),
        TEST_WITH_STORES(the_policy_theirs_lets_the_file_win),
        TEST_WITH_STORES(no_policy_overwrites_a_row_that_cannot_be_read),
    };
    return run_cases(argc, argv, tests);
}
