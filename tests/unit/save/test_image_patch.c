/* Saves that patch the loaded tables: what these are afterwards. */
#include "test.h"

#include "patched_saves.h"
#include "record_types/rules.h"
#include "temp_stores.h"

#include "store/file.h"

#include <stdio.h>
#include <string.h>

static const char NOTES[] = "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n";

static void edits_additions_and_deletions_are_patched(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "2")->text = SDN_STR("longer than before");
    assert_true(save_patches(
        store, "notes |id, text, no|\n    1, one, 1\n    2, \"longer than before\", 2\n    3, three, 3\n"));
    assert_string_equal(get_note(store, "2")->text.ptr, "longer than before");
    edit_note(store, "2")->text = SDN_STR("x");
    insert_note(store, "4", "four");
    insert_note(store, "5", "five");
    assert_true(save_patches(store,
                             "notes |id, text, no|\n    1, one, 1\n    2, x, 2\n    3, three, 3\n    4, four, 7\n"
                             "    5, five, 7\n"));
    delete_note(store, "1");
    delete_note(store, "4");
    edit_note(store, "5")->number = 55;
    insert_note(store, "6", "six");
    assert_true(
        save_patches(store, "notes |id, text, no|\n    2, x, 2\n    3, three, 3\n    5, five, 55\n    6, six, 7\n"));
    assert_string_equal(ids_of(sdn_store_all(store)), "2 3 5 6 ");
    edit_note(store, "6")->text = SDN_STR("taken back");
    insert_note(store, "7", "taken back");
    delete_note(store, "2");
    sdn_file_rollback(store->file);
    assert_string_equal(ids_of(sdn_store_all(store)), "2 3 5 6 ");
    assert_string_equal(get_note(store, "6")->text.ptr, "six");
    assert_string_equal(insert_note(store, "", "next")->id.ptr, "8");
}

static void many_patches_are_made_one_file_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    char text[2000], expected[2200];
    int reread = 0;
    for (int i = 0; i < 100; i++) {
        memset(text, 'a' + i % 26, sizeof text - 1);
        text[sizeof text - 1] = '\0';
        edit_note(store, "2")->text = sdn_store_text(store, text);
        snprintf(expected, sizeof expected, "notes |id, text, no|\n    1, one, 1\n    2, %s, 2\n    3, three, 3\n",
                 text);
        reread += !save_patches(store, expected);
    }
    assert_in_range(reread, 1, 10);
}

static void rows_without_line_end_get_one(void **state)
{
    (void)state;
    sdn_store *store = notes_of("\xEF\xBB\xBFnotes |id, text|\r\n\t1,one");
    insert_note(store, "2", "two");
    assert_true(save_patches(store, "\xEF\xBB\xBFnotes |id, text|\r\n\t1,one\r\n\t2,two\r\n"));
    insert_note(store, "3", "three");
    assert_true(save_patches(store, "\xEF\xBB\xBFnotes |id, text|\r\n\t1,one\r\n\t2,two\r\n\t3,three\r\n"));
}

/* The row ends where they were added. */
static void rows_after_the_last_one_stay_when_that_changes(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one");
    insert_note(store, "2", "two");
    assert_true(save_patches(store, "notes |id, text|\n    1, one\n    2, two\n"));
    edit_note(store, "1")->text = SDN_STR("changed");
    assert_true(save_patches(store, "notes |id, text|\n    1, changed\n    2, two\n"));
    delete_note(store, "1");
    assert_true(save_patches(store, "notes |id, text|\n    2, two\n"));
    insert_note(store, "3", "three");
    delete_note(store, "2");
    assert_true(save_patches(store, "notes |id, text|\n    3, three\n"));
}

static void a_line_end_that_breaks_off_is_completed(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\r\n  1, a\r");
    insert_note(store, "2", "b");
    assert_true(save_patches(store, "notes |id, text|\r\n  1, a\r\n  2, b\r\n"));
    assert_string_equal(get_note(store, "1")->text.ptr, "a");
}

static void what_follows_the_table_stays_after_added_rows(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n# comment\n\nother |a|\n    b\n");
    insert_note(store, "2", "two");
    assert_true(save_patches(store, "notes |id, text|\n    1, one\n    2, two\n# comment\n\nother |a|\n    b\n"));
    insert_note(store, "3", "three");
    delete_note(store, "1");
    assert_true(save_patches(store, "notes |id, text|\n    2, two\n    3, three\n# comment\n\nother |a|\n    b\n"));
}

static void records_without_key_are_added_and_walked_in_order(void **state)
{
    (void)state;
    write_bytes(STORE_PATH, "log |id, text|\n    a, one\n", 26);
    sdn_store *store = open_store(&log_record_type);
    sdn_error err = {0};
    note second = note_of("b", "two"), third = note_of("c", "three");
    assert_non_null(sdn_store_insert(store, &second, &err));
    assert_true(save_patches(store, "log |id, text|\n    a, one\n    b, two\n"));
    assert_non_null(sdn_store_insert(store, &third, &err));
    assert_true(save_patches(store, "log |id, text|\n    a, one\n    b, two\n    c, three\n"));
    assert_string_equal(ids_of(sdn_store_all(store)), "a b c ");
}

static void text_of_other_records_may_be_assigned(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->text = get_note(store, "3")->text;
    edit_note(store, "3")->text = get_note(store, "2")->text;
    assert_true(save_patches(store, "notes |id, text, no|\n    1, three, 1\n    2, two, 2\n    3, two, 3\n"));
    assert_string_equal(get_note(store, "1")->text.ptr, "three");
    edit_note(store, "2")->text = get_note(store, "1")->text;
    assert_true(save_patches(store, "notes |id, text, no|\n    1, three, 1\n    2, three, 2\n    3, two, 3\n"));
}

/* Positions are those in the file, also after patches. */
static void problems_after_patches_have_their_lines(void **state)
{
    (void)state;
    sdn_error err = {0};
    const sdn_problem *list = NULL;
    size_t count = 0;
    sdn_file *file = open_file_of("notes |id, text|\n    1, one\npeople |id, name, badge, age, born, place|\n"
                                  "    ann, Ann, 1, 900, 2000-01-01, x\n    bob, Bob, 2, 900, 2000-01-02, x\n"
                                  "ordered_notes |id, no|\n    a, many\n");
    sdn_store *notes = store_in(file, &note_record_type);
    insert_note(notes, "2", "two");
    insert_note(notes, "3", "three");
    assert_ok(sdn_file_save(file, &err), err);
    sdn_store *people = store_in(file, &person_record_type);
    assert_ok(sdn_store_validate(people, &list, &count, &err), err);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].line, 6);
    assert_int_equal(list[0].column, 18);
    assert_int_equal(list[1].line, 7);
    sdn_store *ordered = store_in(file, &ordered_note_record_type);
    assert_problems(ordered, "9:8: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n");
}

static const char LAST_CELLS[] = "notes |id, no, text|\n    1, 1, one\n    2, 2, two\n    3, 3, one\n    9, 9, nine\n";

/* What ends a text in the buffer depends on the row it is in. */
static void a_deleted_record_releases_the_text_of_others(void **state)
{
    (void)state;
    sdn_store *store = notes_of(LAST_CELLS);
    edit_note(store, "3")->text = get_note(store, "1")->text;
    delete_note(store, "3");
    assert_true(save_patches(store, "notes |id, no, text|\n    1, 1, one\n    2, 2, two\n    9, 9, nine\n"));
    edit_note(store, "2")->number = 20;
    assert_true(save_patches(store, "notes |id, no, text|\n    1, 1, one\n    2, 20, two\n    9, 9, nine\n"));
}

static void an_edit_without_effect_releases_the_text_of_others(void **state)
{
    (void)state;
    char mine[] = "two";
    sdn_store *store = notes_of(LAST_CELLS);
    edit_note(store, "3")->text = get_note(store, "1")->text; /* which is equal */
    edit_note(store, "2")->text = (sdn_str){mine, 3};
    edit_note(store, "9")->number = 90;
    assert_true(save_patches(store, "notes |id, no, text|\n    1, 1, one\n    2, 2, two\n    3, 3, one\n"
                                    "    9, 90, nine\n"));
    memcpy(mine, "XXX", 3);
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    edit_note(store, "9")->number = 91;
    assert_true(save_patches(store, "notes |id, no, text|\n    1, 1, one\n    2, 2, two\n    3, 3, one\n"
                                    "    9, 91, nine\n"));
}

static void a_save_of_nothing_releases_text_too(void **state)
{
    (void)state;
    char mine[] = "two";
    sdn_store *store = notes_of(LAST_CELLS);
    begin_store(store);
    edit_note(store, "2")->text = (sdn_str){mine, 3};
    insert_note(store, "", "gets 10");
    delete_note(store, "10");
    commit_store(store);
    memcpy(mine, "XXX", 3);
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_string_equal(insert_note(store, "", "")->id.ptr, "11"); /* a number given out stays used */
}

static void a_table_directly_after_added_rows_has_its_lines(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("notes |id, text|\n    1, one\nordered_notes |id, no|\n    a, many\n");
    insert_note(store_in(file, &note_record_type), "2", "two");
    assert_ok(sdn_file_save(file, &err), err);
    assert_problems(store_in(file, &ordered_note_record_type),
                    "5:8: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n");
}

/* Text and lists of an absent value, and the text of an open enum that has a word, are not read. */
static void what_does_not_count_may_be_garbage(void **state)
{
    (void)state;
    char *gone = (char *)16;
    sdn_store *store = notes_of("notes |id, text, kind, link|\n    1, one, other, a\n    2, two, other, b\n");
    note *edited = edit_note(store, "1");
    edited->has_link = false;
    edited->link = (sdn_str){gone, 5};
    edited->kind = NOTE_KIND_IDEA;
    edited->kind_text = (sdn_str){gone, 5};
    assert_true(save_patches(store, "notes |id, text, kind, link|\n    1, one, idea, \"\"\n    2, two, other, b\n"));
    assert_int_equal(get_note(store, "1")->link.len, 0);
    note made = *get_note(store, "2");
    made.id = SDN_STR("3");
    made.has_link = false;
    made.link = (sdn_str){gone, 5};
    assert_insert_fails(
        store, &made, SDN_E_MISUSE,
        "x.sdn: table 'notes': field 'link' has a value, but its has_... is false; set both, or clear both");
    made.link.len = 0;
    made.kind_text = (sdn_str){gone, 5};
    made.kind = NOTE_KIND_IDEA;
    sdn_error err = {0};
    assert_non_null(sdn_store_insert(store, &made, &err));
    assert_true(save_patches(store, "notes |id, text, kind, link|\n    1, one, idea, \"\"\n    2, two, other, b\n"
                                    "    3, two, idea, \"\"\n"));
}

/* Where no number can be given out next, none need be looked for. */
static void a_deletion_among_keys_without_number_is_patched(void **state)
{
    (void)state;
    sdn_store *store = store_of(&ordered_note_record_type, "ordered_notes |id, text|\n    a, one\n    b, two\n");
    delete_note(store, "a");
    assert_true(save_patches(store, "ordered_notes |id, text|\n    b, two\n"));
}

/* What follows the last record must follow the new ones too, since later saves write them there. */
static void rows_follow_deleted_ones_at_the_end(void **state)
{
    (void)state;
    static const struct {
        const char *before, *deleted, *after, *later;
        bool patches;
    } cases[] = {
        {"notes |id, text|\n    1, a\n    2, b\n# end\n", "2", "notes |id, text|\n    1, a\n    4, new\n# end\n",
         "notes |id, text|\n    1, a\n    4, new\n    5, new\n# end\n", true},
        {"notes |id, text|\n    1, a\n    2, b\n    3, c", "23", "notes |id, text|\n    1, a\n    4, new\n",
         "notes |id, text|\n    1, a\n    4, new\n    5, new\n", true},
        {"notes |id, text|\r\n    1, a\r\n\r\n", "1", "notes |id, text|\r\n    4, new\r\n\r\n",
         "notes |id, text|\r\n    4, new\r\n    5, new\r\n\r\n", true},
        {"notes |id, text|\n    1, a\n# in between\n    2, b\n", "2",
         "notes |id, text|\n    1, a\n    4, new\n# in between\n",
         "notes |id, text|\n    1, a\n    4, new\n    5, new\n# in between\n", false},
        {"notes |id, text|\n# first\n    1, a\n", "1", "notes |id, text|\n    4, new\n# first\n",
         "notes |id, text|\n    4, new\n    5, new\n# first\n", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sdn_store *store = notes_of(cases[i].before);
        for (const char *id = cases[i].deleted; *id != '\0'; id++)
            delete_note(store, (char[]){*id, '\0'});
        insert_note(store, "4", "new");
        assert_int_equal(save_patches(store, cases[i].after), cases[i].patches);
        insert_note(store, "5", "new");
        assert_true(save_patches(store, cases[i].later));
        close_store(store);
    }
}

/* The rows of earlier saves that are deleted leave nothing behind, and those after them follow what is left. */
static void rows_follow_added_ones_that_were_deleted(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\n# end\n");
    insert_note(store, "2", "b");
    insert_note(store, "3", "c");
    assert_true(save_patches(store, "notes |id, text|\n    1, a\n    2, b\n    3, c\n# end\n"));
    delete_note(store, "3");
    assert_true(save_patches(store, "notes |id, text|\n    1, a\n    2, b\n# end\n"));
    insert_note(store, "4", "d");
    assert_true(save_patches(store, "notes |id, text|\n    1, a\n    2, b\n    4, d\n# end\n"));
    delete_note(store, "4");
    delete_note(store, "2");
    insert_note(store, "5", "e");
    assert_true(save_patches(store, "notes |id, text|\n    1, a\n    5, e\n# end\n"));
    edit_note(store, "5")->text = SDN_STR("E");
    insert_note(store, "6", "f");
    assert_true(save_patches(store, "notes |id, text|\n    1, a\n    5, E\n    6, f\n# end\n"));
}

/* Any mixture of edits, deletions and additions over many saves, against what the file must be. */
static void rows_that_were_added_may_be_edited_and_deleted(void **state)
{
    (void)state;
    enum { ROWS = 40, SAVES = 30 };
    char text[ROWS][16] = {{0}}, expected[4096];
    unsigned seed = 1;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n# in between\n    2, two\n    3, three\n# after\n");
    strcpy(text[1], "one");
    strcpy(text[2], "two");
    strcpy(text[3], "three");
    for (int save = 0, last = 3; save < SAVES; save++) {
        for (int edit = 0; edit < 4; edit++) {
            char id[16];
            seed = seed * 1103515245 + 12345;
            int row = 1 + (int)(seed >> 16) % (last + 1);
            snprintf(id, sizeof id, "%d", row);
            if (row == last + 1 && last + 1 < ROWS - 1) {
                snprintf(text[++last], sizeof text[0], "new_%d", row);
                insert_note(store, "", text[last]);
            } else if (row <= last && text[row][0] != '\0' && (seed >> 9) % 5 == 0 && row < last) {
                delete_note(store, id);
                text[row][0] = '\0';
            } else if (row <= last && text[row][0] != '\0') {
                snprintf(text[row], sizeof text[0], "edit_%u", seed >> 20);
                edit_note(store, id)->text = sdn_store_text(store, text[row]);
            }
        }
        size_t len = (size_t)snprintf(expected, sizeof expected, "notes |id, text|\n");
        for (int row = 1; row <= last; row++) {
            if (text[row][0] != '\0')
                len += (size_t)snprintf(expected + len, sizeof expected - len, "    %d, %s\n", row, text[row]);
            if (row == 1)
                len += (size_t)snprintf(expected + len, sizeof expected - len, "# in between\n");
        }
        snprintf(expected + len, sizeof expected - len, "# after\n");
        if (sdn_file_changed(store->file))
            (void)save_patches(store, expected);
    }
}

/* Of what rose before, all is known again, so that what comes next need not be sorted. */
static void keys_rise_again_after_a_rollback(void **state)
{
    (void)state;
    static const char *const files[] = {"", NOTES, "notes |id, text|\n    2, two\n    1, one\n",
                                        "notes |id, text|\n    1, one\n    2\n"};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        sdn_store *store = notes_of(files[i]);
        insert_note(store, "9", "");
        insert_note(store, "8", "");
        assert_false(store->file->image->tables[0]->slots.order.keys_sorted);
        sdn_file_rollback(store->file);
        insert_note(store, "5", "");
        insert_note(store, "6", "");
        if (i < 3) /* after a row that cannot be read it may be known, or not */
            assert_int_equal(store->file->image->tables[0]->slots.order.keys_sorted, i < 2);
        insert_note(store, "4", "");
        static const char *const ids[] = {"4 5 6 ", "1 2 3 4 5 6 ", "1 2 4 5 6 ", "1 4 5 6 "};
        assert_string_equal(ids_of(sdn_store_all(store)), ids[i]);
        close_store(store);
    }
}

static void a_rollback_leaves_records_without_key_in_file_order(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = store_of(&log_record_type, "log |id, text|\n    b, two\n    a, one\n");
    note made = note_of("c", "three");
    for (int i = 0; i < 2; i++) {
        assert_non_null(sdn_store_insert(store, &made, &err));
        assert_string_equal(ids_of(sdn_store_all(store)), "b a c ");
        if (i == 0)
            sdn_file_rollback(store->file);
    }
    assert_true(save_patches(store, "log |id, text|\n    b, two\n    a, one\n    c, three\n"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(edits_additions_and_deletions_are_patched),
        TEST_WITH_STORES(many_patches_are_made_one_file_again),
        TEST_WITH_STORES(rows_without_line_end_get_one),
        TEST_WITH_STORES(rows_after_the_last_one_stay_when_that_changes),
        TEST_WITH_STORES(a_line_end_that_breaks_off_is_completed),
        TEST_WITH_STORES(what_follows_the_table_stays_after_added_rows),
        TEST_WITH_STORES(records_without_key_are_added_and_walked_in_order),
        TEST_WITH_STORES(text_of_other_records_may_be_assigned),
        TEST_WITH_STORES(problems_after_patches_have_their_lines),
        TEST_WITH_STORES(a_deleted_record_releases_the_text_of_others),
        TEST_WITH_STORES(an_edit_without_effect_releases_the_text_of_others),
        TEST_WITH_STORES(a_save_of_nothing_releases_text_too),
        TEST_WITH_STORES(a_table_directly_after_added_rows_has_its_lines),
        TEST_WITH_STORES(what_does_not_count_may_be_garbage),
        TEST_WITH_STORES(a_deletion_among_keys_without_number_is_patched),
        TEST_WITH_STORES(rows_follow_deleted_ones_at_the_end),
        TEST_WITH_STORES(rows_follow_added_ones_that_were_deleted),
        TEST_WITH_STORES(rows_that_were_added_may_be_edited_and_deleted),
        TEST_WITH_STORES(keys_rise_again_after_a_rollback),
        TEST_WITH_STORES(a_rollback_leaves_records_without_key_in_file_order),
    };
    return run_cases(argc, argv, tests);
}
