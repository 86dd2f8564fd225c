/* Columns that the schema does not know, in what others did to the file meanwhile. */
#include "test.h"

#include "conflicting_notes.h"

static const char MOODS[] =
    "notes |id, mood, text, no|\n    # of two\n    2, glad, two, 2\n    3, \"so so\", three, 3\n";

static void a_deletion_of_a_row_that_changed_in_an_unknown_column_is_a_conflict(void **state)
{
    (void)state;
    static const char *const theirs[] = {
        "notes |id, mood, text, no|\n    2, sad, two, 2\n", "notes |id, mood, text, no|\n    2, , two, 2\n",
        "notes |id, text, no|\n    2, two, 2\n", "notes |id, mood, text, no, new|\n    2, glad, two, 2, x\n"};
    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++) {
        sdn_store *store = notes_of(MOODS);
        delete_note(store, "2");
        write_store(theirs[i]);
        assert_one_conflict(store, SDN_CONFLICT_DELETE_EDIT, "2, two, 2" REST_OF_NOTE, "2, two, 2" REST_OF_NOTE, "");
        assert_content(theirs[i]);
        close_store(store);
    }
}

static void a_row_spelled_in_another_way_is_as_it_was(void **state)
{
    (void)state;
    sdn_store *store = notes_of(MOODS);
    assert_non_null(get_note(store, "2")); /* text that was handed out is looked at too */
    delete_note(store, "2");
    delete_note(store, "3");
    write_store("notes |no, text, new, id, mood|\n  2,\"two\",, 2,\t\"glad\" \n  # stays\n  3, three, , 3, so so\n");
    save_store(store);
    assert_content("notes |no, text, new, id, mood|\n  # stays\n");
}

static void an_edit_keeps_what_the_other_side_did_in_an_unknown_column(void **state)
{
    (void)state;
    sdn_store *store = notes_of(MOODS);
    edit_note(store, "2")->text = SDN_STR("ours");
    write_store("notes |id, mood, text, no|\n    2, sad, two, 2\n    3, \"so so\", three, 3\n");
    save_store(store);
    assert_content("notes |id, mood, text, no|\n    2, sad, ours, 2\n    3, \"so so\", three, 3\n");
}

/* Though the records, defaults both, are equal. */
static void a_record_known_by_its_other_columns_alone_is_replaced_when_they_are_others(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, mood|\n    2, sad\n";
    sdn_store *store = notes_of("notes |id, mood|\n    2, glad\n");
    edit_note(store, "2")->done = true;
    write_store(theirs);
    sdn_error err = {0};
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    const sdn_conflict *list;
    assert_int_equal(sdn_store_conflicts(store, &list), 1);
    assert_int_equal(list[0].kind, SDN_CONFLICT_REPLACED);
    assert_content(theirs);
}

static void a_record_of_which_something_is_left_is_still_the_same(void **state)
{
    (void)state;
    static const struct {
        const char *base, *theirs, *merged;
    } cases[] = {{"notes |id, text, no, done|\n    2, two, 2, false\n",
                  "notes |id, text, no, done|\n    2, theirs, 2, false\n",
                  "notes |id, text, no, done|\n    2, theirs, 2, true\n"},
                 {"notes |id, mood, text, done|\n    2, glad, two, false\n",
                  "notes |id, mood, text, done|\n    2, glad, theirs, false\n",
                  "notes |id, mood, text, done|\n    2, glad, theirs, true\n"},
                 /* Nothing was there. */
                 {"notes |id, text, done|\n    2, nothing, false\n", "notes |id, text, done|\n    2, theirs, false\n",
                  "notes |id, text, done|\n    2, theirs, true\n"},
                 /* Keys that are no numbers are not given by us. */
                 {"notes |id, text, done|\n    x, two, false\n", "notes |id, text, done|\n    x, theirs, false\n",
                  "notes |id, text, done|\n    x, theirs, true\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_store *store = notes_of(cases[i].base);
        edit_note(store, i < 3 ? "2" : "x")->done = true;
        write_store(cases[i].theirs);
        save_store(store);
        assert_content(cases[i].merged);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_deletion_of_a_row_that_changed_in_an_unknown_column_is_a_conflict),
        TEST_WITH_STORES(a_row_spelled_in_another_way_is_as_it_was),
        TEST_WITH_STORES(an_edit_keeps_what_the_other_side_did_in_an_unknown_column),
        TEST_WITH_STORES(a_record_known_by_its_other_columns_alone_is_replaced_when_they_are_others),
        TEST_WITH_STORES(a_record_of_which_something_is_left_is_still_the_same),
    };
    return run_cases(argc, argv, tests);
}
