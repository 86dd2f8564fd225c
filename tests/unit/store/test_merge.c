/* Merging: unsaved edits and what others did to the file meanwhile. */
#include "test.h"

#include "conflicting_notes.h"
#include "faults.h"
#include "files.h"
#include "record_types/all_types.h"
#include "record_types/rules.h"
#include "xorshift.h"

#include "os/sys.h"
#include "record/record.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- what combines ---- */

static void disjoint_edits_inserts_and_deletes_combine(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    delete_note(store, "3");
    insert_note(store, "5", "inserted here");
    write_store("notes |id, text, no|\n    1, one, 100\n    2, theirs, 2\n    3, three, 3\n    4, four, 4\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, ours, 100\n    2, theirs, 2\n    4, four, 4\n"
                   "    5, \"inserted here\", 7\n");
    assert_int_equal(sdn_store_conflicts(store, &list), 0);
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_string_equal(get_note(store, "2")->text.ptr, "theirs");
}

static void the_same_change_on_both_sides_is_no_conflict(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("same");
    edit_note(store, "1")->number = 7;
    delete_note(store, "3");
    write_store("notes |id, text, no|\n    1, same, 1\n    2, two, 2\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, same, 7\n    2, two, 2\n");
}

static void what_people_did_with_an_editor_is_kept(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "2")->number = 22;
    insert_note(store, "9", "nine");
    write_store("# by hand\nother |a|\n    x\n\nnotes |no, mood, text, id|\n  3, sad, three, 3\n\n  # between\n"
                "  2, \"so so\", two, 2\n  1, glad, one, 1\nname: value\n");
    save_store(store);
    assert_content("# by hand\nother |a|\n    x\n\nnotes |no, mood, text, id|\n  3, sad, three, 3\n\n  # between\n"
                   "  22, \"so so\", two, 2\n  1, glad, one, 1\n  7, \"\", nine, 9\nname: value\n");
}

static void edits_that_were_taken_back_do_not_meet_anything(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    edit_note(store, "1")->text = SDN_STR("one");
    insert_note(store, "4", "four");
    delete_note(store, "4");
    edit_note(store, "2")->number = 5;
    write_store("notes |id, text, no|\n    1, theirs, 1\n    2, two, 2\n    4, theirs, 0\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, theirs, 1\n    2, two, 5\n    4, theirs, 0\n");
}

/* Whether the file changed meanwhile or not. */
static void a_deleted_record_that_was_inserted_again_is_a_new_row(void **state)
{
    (void)state;
    static const char *const theirs[] = {"notes |id, mood, text|\n    1, sad, one\n    2, glad, two\n",
                                         "notes |id, mood, text|\n    1, sad, theirs\n    2, glad, two\n",
                                         "notes |id, mood, text|\n    1, sad, one\n"};
    for (size_t i = 0; i < sizeof theirs / sizeof theirs[0]; i++) {
        sdn_store *store = notes_of(theirs[0]);
        delete_note(store, "2");
        insert_note(store, "2", "two");
        write_store(theirs[i]);
        save_store(store);
        assert_content(i == 1 ? "notes |id, mood, text|\n    1, sad, theirs\n    2, \"\", two\n"
                              : "notes |id, mood, text|\n    1, sad, one\n    2, \"\", two\n");
        close_store(store);
    }
}

static void records_without_key_are_appended(void **state)
{
    (void)state;
    write_store("log |id, text|\n    a, one\n");
    sdn_store *store = open_store(&log_record_type);
    sdn_error err = {0};
    note mine = note_of("a", "mine");
    assert_non_null(sdn_store_insert(store, &mine, &err));
    write_store("log |id, text|\n    a, one\n    a, theirs\n");
    save_store(store);
    assert_content("log |id, text|\n    a, one\n    a, theirs\n    a, mine\n");
}

static void a_file_that_appeared_or_vanished_is_merged_too(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "9", "ours");
    write_store(NOTES_BASE);
    save_store(store);
    assert_content("notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    9, ours, 7\n");
    insert_note(store, "10", "after");
    assert_int_equal(remove(STORE_PATH), 0);
    save_store(store);
    assert_int_equal(sdn_store_count(store), 1);
    assert_string_equal(get_note(store, "10")->text.ptr, "after");
}

static void reload_and_begin_keep_unsaved_edits(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("notes |id, text, no|\n    1, one, 1\n    2, theirs, 2\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(get_note(store, "1")->text.ptr, "ours");
    assert_string_equal(get_note(store, "2")->text.ptr, "theirs");
    assert_null(get_note(store, "3"));
    assert_true(sdn_file_changed(sdn_store_file(store)));
    write_store("notes |id, text, no|\n    1, one, 1\n    2, theirs, 200\n");
    begin_store(store);
    assert_int_equal(get_note(store, "2")->number, 200);
    assert_string_equal(get_note(store, "1")->text.ptr, "ours");
    commit_store(store);
    assert_content("notes |id, text, no|\n    1, ours, 1\n    2, theirs, 200\n");
}

static void rollback_after_a_merge_leaves_what_the_file_holds(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    delete_note(store, "2");
    insert_note(store, "8", "ours");
    write_store("notes |id, text, no|\n    1, one, 77\n    2, two, 2\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_int_equal(get_note(store, "1")->number, 77);
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void a_commit_keeps_what_a_program_without_lock_wrote(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("notes |id, text, no|\n    1, one, 1\n    2, theirs, 2\n    3, three, 3\n");
    commit_store(store);
    assert_content("notes |id, text, no|\n    1, ours, 1\n    2, theirs, 2\n    3, three, 3\n");
}

static void all_tables_of_a_file_are_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("notes |id, text|\n    1, one\nordered_notes |id, text|\n    a, alpha\n");
    sdn_store *notes = store_in(file, &note_record_type), *ordered = store_in(file, &ordered_note_record_type);
    edit_note(notes, "1")->text = SDN_STR("ours");
    insert_note(ordered, "b", "beta");
    write_store("notes |id, text|\n    1, one\n    2, two\nordered_notes |id, text|\n    a, theirs\n    c, gamma\n");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("notes |id, text|\n    1, ours\n    2, two\nordered_notes |id, text|\n    a, theirs\n    b, beta\n"
                   "    c, gamma\n");
}

static void automatic_numbers_go_on_after_both_sides(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    insert_note(store, "", "four, taken back");
    delete_note(store, "4");
    edit_note(store, "1")->number = 5;
    write_store("notes |id, text, no|\n    1, one, 1\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(insert_note(store, "", "five")->id.ptr, "5");
    write_store("notes |id, text, no|\n    1, one, 1\n    41, theirs, 1\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(insert_note(store, "", "42")->id.ptr, "42");
}

/* ---- conflicts ---- */

/* ---- rows ---- */

static const char MOODS[] =
    "notes |id, mood, text, no|\n    # of two\n    2, glad, two, 2\n    3, \"so so\", three, 3\n";

/* ---- renamed records ---- */

static void a_renamed_record_keeps_its_row_and_the_edits_of_the_other_side(void **state)
{
    (void)state;
    sdn_store *store = notes_of(MOODS);
    rename_note(store, "2", "9");
    edit_note(store, "9")->number = 22;
    write_store("notes |id, mood, text, no|\n    # of two\n    2, sad, theirs, 2\n    3, \"so so\", three, 3\n");
    save_store(store);
    assert_content("notes |id, mood, text, no|\n    # of two\n    9, sad, theirs, 22\n    3, \"so so\", three, 3\n");
    assert_null(get_note(store, "2"));
    assert_string_equal(get_note(store, "9")->text.ptr, "theirs");
    assert_string_equal(ids_of(sdn_store_all(store)), "3 9 ");
}

static void records_that_swapped_their_keys_are_merged(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "1", "x");
    rename_note(store, "2", "1");
    rename_note(store, "x", "2");
    rename_note(store, "3", "4");
    insert_note(store, "3", "new");
    write_store("notes |id, text, no|\n    1, one, 10\n    2, two, 20\n    3, three, 30\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    2, one, 10\n    1, two, 20\n    4, three, 30\n    3, new, 7\n");
}

static void the_same_rename_on_both_sides_is_no_conflict(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "2", "9");
    write_store("notes |id, text, no|\n    1, one, 1\n    9, two, 2\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, one, 1\n    9, two, 2\n");
}

/* What the file has under the new key is the record that was deleted here, though it holds the same. */
static void a_record_that_held_the_key_is_not_the_renamed_one(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    2, same, 2\n";
    sdn_store *store = notes_of("notes |id, text, no|\n    2, same, 2\n    3, same, 2\n");
    edit_note(store, "3")->text = SDN_STR("same");
    delete_note(store, "2");
    rename_note(store, "3", "2");
    write_store(theirs);
    assert_one_conflict(store, SDN_CONFLICT_EDIT_DELETE, "3, same, 2" REST_OF_NOTE, "", "2, same, 2" REST_OF_NOTE);
    assert_content(theirs);
}

static void a_rename_against_a_deletion_or_another_rename_is_a_conflict(void **state)
{
    (void)state;
    static const char *const theirs[] = {"notes |id, text, no|\n    1, one, 1\n",
                                         "notes |id, text, no|\n    8, two, 2\n"};
    for (int i = 0; i < 2; i++) {
        sdn_store *store = notes_of(NOTES_BASE);
        rename_note(store, "2", "9");
        write_store(theirs[i]);
        assert_one_conflict(store, SDN_CONFLICT_EDIT_DELETE, "2, two, 2" REST_OF_NOTE, "", "9, two, 2" REST_OF_NOTE);
        assert_content(theirs[i]);
        close_store(store);
    }
}

/* The key is that of another record of the file by then, but not by what the file says. */
static void a_record_that_is_gone_is_shown_so_where_another_took_its_key(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    2, two, 2\n";
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "1", "9");
    rename_note(store, "2", "1");
    write_store(theirs);
    assert_one_conflict(store, SDN_CONFLICT_EDIT_DELETE, "1, one, 1" REST_OF_NOTE, "", "9, one, 1" REST_OF_NOTE);
    assert_content(theirs);
}

static void a_rename_to_a_key_that_the_other_side_gave_is_a_conflict(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    2, two, 2\n    9, nine, 9\n";
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "2", "9");
    write_store(theirs);
    assert_save_fails(
        store, SDN_E_CONFLICT,
        "x.sdn: the file changed since it was loaded; table 'notes', record '9' was renamed here, and the "
        "file has another record under that key; nothing was written; roll back and edit again, or set "
        "on_conflict");
    assert_one_conflict(store, SDN_CONFLICT_INSERT, "2, two, 2" REST_OF_NOTE, "9, nine, 9" REST_OF_NOTE,
                        "9, two, 2" REST_OF_NOTE);
    assert_content(theirs);
}

/* Where the file wins, a record that keeps its key blocks the next one. */
static void policies_decide_about_renamed_records(void **state)
{
    (void)state;
    static const char theirs[] =
        "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    9, nine, 9\n";
    const sdn_conflict *list = NULL;
    for (int way = 0; way < 4; way++) {
        bool ours = way % 2 == 1;
        sdn_store *store = notes_with(NOTES_BASE, ours ? SDN_ON_CONFLICT_OURS : SDN_ON_CONFLICT_THEIRS);
        if (way > 1)
            edit_note(store, "3")->done = false; /* changed first */
        rename_note(store, "1", "9");
        rename_note(store, "3", "1");
        edit_note(store, "1")->number = 33;
        insert_note(store, "3", "new");
        write_store(theirs);
        save_store(store);
        assert_content(ours ? "notes |id, text, no|\n    9, one, 1\n    2, two, 2\n    1, three, 33\n    3, new, 7\n"
                            : "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 33\n    9, nine, 9\n");
        assert_int_equal(sdn_store_conflicts(store, &list), ours ? 1 : 3);
        close_store(store);
    }
}

static void a_renamed_record_that_is_gone_is_inserted_where_our_side_wins(void **state)
{
    (void)state;
    sdn_store *store = notes_with(NOTES_BASE, SDN_ON_CONFLICT_OURS);
    rename_note(store, "2", "9");
    write_store("notes |id, text, no|\n    1, one, 1\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, one, 1\n    9, two, 2\n");
}

static void a_renamed_record_is_rolled_back_after_a_merge(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "2", "1x");
    rename_note(store, "3", "2");
    write_store("notes |id, text, no|\n    1, one, 1\n    2, theirs, 2\n    3, three, 3\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(get_note(store, "1x")->text.ptr, "theirs");
    assert_string_equal(get_note(store, "2")->text.ptr, "three");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    assert_string_equal(get_note(store, "2")->text.ptr, "theirs");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void a_row_that_can_no_longer_be_read_is_a_conflict(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    for (int way = 0; way < 3; way++) {
        sdn_store *store = notes_of(NOTES_BASE);
        if (way == 0)
            edit_note(store, "2")->text = SDN_STR("ours");
        else if (way == 1)
            delete_note(store, "2");
        else
            insert_note(store, "9", "ours");
        write_store("notes |id, text, no|\n    1, one, 1\n    2, two, many\n    9, nine, many\n");
        assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
        assert_int_equal(sdn_store_conflicts(store, &list), 1);
        assert_int_equal(list[0].kind, SDN_CONFLICT_UNREADABLE);
        assert_string_equal(list[0].key, way < 2 ? "2" : "9");
        close_store(store);
    }
}

static void a_file_that_cannot_be_read_any_more_keeps_the_edits(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "2")->text = SDN_STR("ours");
    write_bytes(STORE_PATH,
                "\x7f"
                "ELF\2\1\0\0",
                8);
    assert_save_fails(store, SDN_E_SYNTAX, "x.sdn:1:7: a NUL byte: this is not a text file; check the path");
    assert_string_equal(get_note(store, "2")->text.ptr, "ours");
    write_store(NOTES_BASE);
    save_store(store);
    assert_content("notes |id, text, no|\n    1, one, 1\n    2, ours, 2\n    3, three, 3\n");
}

/* ---- rules ---- */

static void pending_records_may_refer_to_each_other(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("teams |name|\n    red\n");
    sdn_store *people = store_in(file, &person_record_type), *teams = store_in(file, &team_record_type);
    team blue = {SDN_STR("blue")};
    person ann = person_of("ann", 1);
    ann.has_team = true;
    ann.team = SDN_STR("blue");
    assert_non_null(sdn_store_insert(teams, &blue, &err));
    assert_non_null(sdn_store_insert(people, &ann, &err));
    write_store("teams |name|\n    green\n");
    assert_ok(sdn_file_save(file, &err), err);
    assert_int_equal(sdn_store_count(teams), 2);
    assert_int_equal(sdn_store_count(people), 1);
}

static void rules_are_checked_against_what_both_sides_did(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *mine = open_store(&person_record_type), *theirs = open_store(&person_record_type);
    person ann = person_of("ann", 1), bob = person_of("bob", 1);
    assert_non_null(sdn_store_insert(mine, &ann, &err));
    assert_non_null(sdn_store_insert(theirs, &bob, &err));
    save_store(theirs);
    assert_int_equal(sdn_file_save(sdn_store_file(mine), &err), SDN_E_INVALID);
    assert_message_has(err, "badge");
    assert_int_equal(sdn_store_count(mine), 2);
    assert_true(sdn_file_changed(sdn_store_file(mine)));
    ((person *)sdn_store_edit(mine, &(sdn_value){.text = SDN_STR("ann")}, &err))->badge = 2;
    assert_int_equal(sdn_file_save(sdn_store_file(mine), &err), SDN_E_INVALID); /* born with place is unique, too */
    assert_message_has(err, "born");
}

/* ---- every type of field ---- */

static void fields_of_every_type_are_taken_from_the_side_that_changed_them(void **state)
{
    (void)state;
    uint64_t seed = 99;
    for (int round = 0; round < 40; round++) {
        sdn_error err = {0};
        sdn_arena arena = SDN_ARENA_INIT;
        (void)remove(STORE_PATH);
        sdn_store *mine = open_store(&all_types_record_type);
        all_types base = all_types_random(&seed, &arena), one = all_types_random(&seed, &arena),
                  two = all_types_random(&seed, &arena);
        base.id = one.id = two.id = 1;
        assert_non_null(sdn_store_insert(mine, &base, &err));
        save_store(mine);
        sdn_store *other = open_store(&all_types_record_type);
        all_types ours = base, theirs = base, merged = base;
        for (uint32_t i = 0; i < all_types_record_type.field_count; i++) {
            const sdn_field *field = &all_types_record_type.fields[i];
            bool here = test_random(&seed) % 2 == 0;
            assert_int_equal(sdn__field_copy(field, here ? &ours : &theirs, here ? &one : &two, &arena), 0);
            assert_int_equal(sdn__field_copy(field, &merged, here ? &one : &two, &arena), 0);
        }
        assert_non_null(sdn_store_put(mine, &ours, &err));
        assert_non_null(sdn_store_put(other, &theirs, &err));
        save_store(other);
        save_store(mine);
        const all_types *now = sdn_store_get(mine, &(sdn_value){.u64 = 1});
        assert_true(sdn_record_equal(&all_types_record_type, now, &merged));
        close_store(mine);
        close_store(other);
        sdn_arena_release(&arena);
    }
}

/* ---- what happens between merge and rename ---- */

static const char *const *next_content; /* what another program leaves at each write of ours; then NULL */
static bool goes_on;                    /* the last content is written again and again */
static int64_t (*real_write)(int fd, const void *bytes, size_t size);

static int64_t write_while_others_write(int fd, const void *bytes, size_t size)
{
    if (*next_content != NULL) {
        write_store(*next_content);
        next_content += !goes_on;
    }
    return real_write(fd, bytes, size);
}

/* The lock file is written too, so others start once it is taken. */
static void let_others_write(const char *const *contents, bool for_ever)
{
    next_content = contents;
    goes_on = for_ever;
    real_write = sdn__sys.write;
    sdn__sys.write = write_while_others_write;
}

static void a_file_that_changes_during_a_save_is_merged_again(void **state)
{
    (void)state;
    static const char *const theirs[] = {
        "notes |id, text, no|\n    1, one, 10\n    2, two, 2\n    3, three, 3\n",
        "notes |id, text, no|\n    1, one, 10\n    2, two, 20\n    3, three, 3\n    9, nine, 9\n", NULL};
    const sdn_conflict *list = NULL;
    sdn_store *store = notes_of(NOTES_BASE);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("ours");
    delete_note(store, "3");
    insert_note(store, "4", "ours");
    let_others_write(theirs, false);
    commit_store(store);
    assert_null(*next_content);
    assert_content("notes |id, text, no|\n    1, ours, 10\n    2, two, 20\n    4, ours, 7\n    9, nine, 9\n");
    assert_int_equal(sdn_store_conflicts(store, &list), 0);
    assert_false(file_exists("x.sdn.lock"));
}

static void a_file_that_changes_again_and_again_is_given_up_on(void **state)
{
    (void)state;
    static const char *const theirs[] = {"notes |id, text, no|\n    1, one, 10\n    2, two, 2\n", NULL};
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 0;
    write_store(NOTES_BASE);
    sdn_store *store = open_store_with(&note_record_type, &options);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("ours");
    let_others_write(theirs, true);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(err.code, SDN_E_CONFLICT);
    sdn__sys.write = real_write;
    assert_content(theirs[0]);
    assert_false(file_exists("x.sdn.lock"));
    assert_string_equal(get_note(store, "1")->text.ptr, "ours");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, ours, 10\n    2, two, 2\n");
}

static void a_conflict_met_during_a_save_is_decided_by_the_policy(void **state)
{
    (void)state;
    static const char *const theirs[] = {"notes |id, text, no|\n    1, theirs, 1\n", NULL};
    static const struct {
        sdn_conflict_policy policy;
        const char *after;
    } cases[] = {{SDN_ON_CONFLICT_FAIL, "notes |id, text, no|\n    1, theirs, 1\n"},
                 {SDN_ON_CONFLICT_OURS, "notes |id, text, no|\n    1, ours, 1\n"},
                 {SDN_ON_CONFLICT_THEIRS, "notes |id, text, no|\n    1, theirs, 1\n"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const sdn_conflict *list = NULL;
        sdn_error err = {0};
        sdn_store *store = notes_with(NOTES_BASE, cases[i].policy);
        begin_store(store);
        edit_note(store, "1")->text = SDN_STR("ours");
        let_others_write(theirs, false);
        sdn_code code = sdn_file_commit(sdn_store_file(store), &err);
        sdn__sys.write = real_write;
        assert_int_equal(code, cases[i].policy == SDN_ON_CONFLICT_FAIL ? SDN_E_CONFLICT : SDN_OK);
        assert_content(cases[i].after);
        assert_int_equal(sdn_store_conflicts(store, &list), 1);
        assert_string_equal(list[0].ours, "ours");
        close_store(store);
    }
}

static int64_t write_to_full_disk(int fd, const void *bytes, size_t size)
{
    (void)fd;
    (void)bytes;
    (void)size;
    return -ENOSPC;
}

static void a_merge_whose_save_fails_can_be_saved_or_rolled_back(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 10\n    2, two, 2\n    8, eight, 8\n";
    for (int rolls_back = 0; rolls_back < 2; rolls_back++) {
        sdn_error err = {0};
        sdn_store *store = notes_of(NOTES_BASE);
        edit_note(store, "1")->text = SDN_STR("ours");
        begin_store(store);
        edit_note(store, "2")->text = SDN_STR("ours");
        insert_note(store, "", "takes 4");
        write_store(theirs);
        real_write = sdn__sys.write;
        sdn__sys.write = write_to_full_disk;
        sdn_code code = sdn_file_commit(sdn_store_file(store), &err);
        sdn__sys.write = real_write;
        assert_int_equal(code, SDN_E_IO);
        assert_content(theirs);
        assert_true(sdn_file_changed(sdn_store_file(store)));
        assert_string_equal(ids_of(sdn_store_all(store)), "1 2 4 8 ");
        if (rolls_back)
            sdn_file_rollback(sdn_store_file(store));
        else
            save_store(store);
        assert_int_equal(sdn_store_count(store), rolls_back ? 3 : 4);
        assert_string_equal(get_note(store, "1")->text.ptr, rolls_back ? "one" : "ours");
        assert_int_equal(get_note(store, "1")->number, 10);
        assert_string_equal(insert_note(store, "", "")->id.ptr, "9");
        close_store(store);
    }
}

/* ---- the shape of the file ---- */

static void columns_that_came_went_or_moved_are_merged(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    insert_note(store, "4", "four")->number = 44;
    write_store("notes |weight, text, done, id|\n    5, one, true, 1\n    , two, false, 2\n    , three, false, 3\n");
    save_store(store); /* the record inserted here needs the column that went */
    assert_content("notes |weight, text, done, id, no|\n    5, ours, true, 1, 7\n    , two, false, 2, 7\n"
                   "    , three, false, 3, 7\n    , four, false, 4, 44\n");
    assert_true(get_note(store, "1")->done);
}

static void a_column_that_went_is_a_change_of_its_fields(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->number = 11;
    write_store("notes |id, text|\n    1, one\n");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, &list), 1);
    assert_string_equal(list[0].base, "1");
    assert_string_equal(list[0].theirs, "7"); /* the default */
    assert_string_equal(list[0].ours, "11");
}

static void a_table_that_went_or_came_is_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    delete_note(store, "1");
    insert_note(store, "4", "four");
    write_store("name: value\n");
    save_store(store);
    assert_string_equal(ids_of(sdn_store_all(store)), "4 ");
    close_store(store);
    store = notes_of("name: value\n");
    insert_note(store, "4", "four");
    write_store("\xEF\xBB\xBFname: value\r\nnotes |id, text|\r\n    1, one");
    save_store(store);
    assert_content("\xEF\xBB\xBFname: value\r\nnotes |id, text|\r\n    1, one\r\n    4, four\r\n");
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("name: value\n");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
}

/* The base of a merge is what the last save left, also where that patched the table. */
static void merges_and_patched_saves_follow_each_other(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = get_note(store, "2")->text;
    insert_note(store, "4", "four")->number = 4;
    save_store(store);
    edit_note(store, "4")->number = 44;
    edit_note(store, "1")->number = 11;
    write_store("notes |id, text, no|\n    1, theirs, 1\n    2, two, 2\n    4, theirs, 4\n    5, five, 5\n");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, theirs, 11\n    2, two, 2\n    4, theirs, 44\n    5, five, 5\n");
    delete_note(store, "2");
    insert_note(store, "6", "six");
    save_store(store);
    edit_note(store, "6")->text = SDN_STR("ours");
    delete_note(store, "5");
    write_store("notes |id, text, no|\n    1, theirs, 11\n    4, theirs, 44\n    5, five, 5\n    6, six, 66\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 4 6 ");
    assert_string_equal(get_note(store, "6")->text.ptr, "ours");
    assert_int_equal(get_note(store, "6")->number, 66);
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(ids_of(sdn_store_all(store)), "1 4 5 6 ");
    assert_string_equal(get_note(store, "6")->text.ptr, "six");
}

static void what_cannot_be_written_is_shown_as_such(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("a\xFF"
                                          "b");
    write_store("notes |id, text, no|\n    1, \"two\\nlines\", 1\n");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, &list), 1);
    assert_string_equal(list[0].theirs, "two\nlines");
    assert_string_equal(list[0].ours, "(no value of its type)");
}

/* As with an edited record: what cannot be written keeps from saving, not from reading. */
static void a_new_record_that_cannot_be_written_is_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    insert_note(store, "4", "four")->text = SDN_STR("a\xFF"
                                                    "b");
    write_store("notes |id, text, no|\n    1, theirs, 1\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_string_equal(get_note(store, "1")->text.ptr, "theirs");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    edit_note(store, "4")->text = SDN_STR("ours");
    save_store(store);
    assert_content("notes |id, text, no|\n    1, theirs, 1\n    4, ours, 7\n");
}

/* ---- memory ---- */

static const char *merged_with(sdn_conflict_policy policy)
{
    return policy == SDN_ON_CONFLICT_OURS
               ? "notes |id, text, no|\n    1, ours, 1\n    2, ours, 2\n    5, ours, 55\n    9, ours, 99\n"
               : "notes |id, text, no|\n    1, theirs, 1\n    3, theirs, 3\n    5, ours, 55\n    9, theirs, 9\n";
}

static void a_merge_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    static const sdn_conflict_policy policies[] = {SDN_ON_CONFLICT_FAIL, SDN_ON_CONFLICT_OURS, SDN_ON_CONFLICT_THEIRS};
    bool fired = true;
    for (int nth = 1, way = 0; way < 6; nth = fired ? nth + 1 : 1, way += !fired) {
        sdn_error err = {0};
        const sdn_conflict *list = NULL;
        sdn_conflict_policy policy = policies[way / 2];
        sdn_store *store = conflicting(policy);
        sdn_file *file = sdn_store_file(store);
        faults_arm_memory(nth);
        sdn_code code = way % 2 == 0 ? sdn_file_reload(file, &err) : sdn_file_save(file, &err);
        fired = faults_fired_memory();
        faults_remove();
        if (code == SDN_E_NOMEM)
            assert_content(CONFLICTING_THEIRS);
        if (code == SDN_E_NOMEM && way % 2 == 0) {
            assert_string_equal(get_note(store, "1")->text.ptr, "ours");
            assert_null(get_note(store, "3"));
        }
        if (policy == SDN_ON_CONFLICT_FAIL) {
            assert_true(code == SDN_E_NOMEM || code == SDN_E_CONFLICT);
            assert_int_equal(sdn_file_save(file, &err), SDN_E_CONFLICT);
            assert_int_equal(sdn_store_conflicts(store, &list), 4);
            assert_content(CONFLICTING_THEIRS);
        } else {
            assert_true(code == SDN_E_NOMEM || code == SDN_OK);
            save_store(store);
            assert_content(merged_with(policy));
        }
        close_store(store);
    }
}

/* Renamed records that meet edits of the other side, and records without key that were deleted and inserted. */
static sdn_store *renamed_beside_edits(void)
{
    sdn_store *store = notes_of(NOTES_BASE);
    rename_note(store, "1", "a key that is long");
    rename_note(store, "2", "1");
    insert_note(store, "9", "ours");
    write_store("notes |id, text, no|\n    1, one, 10\n    2, two, 20\n    3, three, 30\n");
    return store;
}

static sdn_store *log_with_edits(void)
{
    sdn_error err = {0};
    note mine = note_of("a", "mine");
    write_store("log |id, text|\n    a, one\n    b, two\n");
    sdn_store *store = open_store(&log_record_type);
    sdn_cursor cursor = sdn_store_all(store);
    assert_non_null(sdn_cursor_next(&cursor));
    assert_ok(sdn_cursor_delete(&cursor, store, &err), err);
    assert_non_null(sdn_store_insert(store, &mine, &err));
    write_store("log |id, text|\n    b, two\n    a, one\n    c, theirs\n");
    return store;
}

static void merges_without_memory_change_nothing(sdn_store *(*make)(void), const char *merged)
{
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = make();
        faults_arm_memory(nth);
        sdn_code code = sdn_file_reload(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_remove();
        assert_true(code == SDN_OK || (fired && code == SDN_E_NOMEM));
        save_store(store);
        assert_content(merged);
        close_store(store);
    }
}

static void a_merge_of_renames_without_memory_changes_nothing(void **state)
{
    (void)state;
    merges_without_memory_change_nothing(renamed_beside_edits,
                                         "notes |id, text, no|\n    \"a key that is long\", one, 10\n    1, two, 20\n"
                                         "    3, three, 30\n    9, ours, 7\n");
}

static void a_merge_of_records_without_key_without_memory_changes_nothing(void **state)
{
    (void)state;
    merges_without_memory_change_nothing(log_with_edits, "log |id, text|\n    b, two\n    c, theirs\n    a, mine\n");
}

static const char long_notes[] = "notes |id, a, b, c|\n    %s, \"%s\\n\", y, \"\"\n    d, \"%s\\n\", y, \"\"\n"
                                 "    7, \"%s\\n\", y, \"\"\n%s";

/* Keys and columns are so long that each copy needs memory of its own. */
static void a_merge_of_long_texts_that_runs_out_of_memory_changes_nothing(void **state)
{
    (void)state;
    enum { LONG = 20000 };
    static char key[LONG], new_key[LONG], cell[LONG], text[6 * LONG];
    memset(key, 'k', LONG - 1);
    memset(new_key, 'n', LONG - 1);
    memset(cell, 'c', LONG - 1);
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        snprintf(text, sizeof text, long_notes, key, cell, cell, cell, "");
        sdn_store *store = notes_of(text);
        edit_note(store, "7")->text = SDN_STR("ours");
        rename_note(store, key, new_key);
        delete_note(store, "d");
        snprintf(text, sizeof text, long_notes, key, cell, cell, cell, "    e, x, y, z\n");
        write_store(text);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_remove();
        if (code != SDN_OK) { /* some memory is of use, but not needed */
            assert_true(fired);
            assert_int_equal(code, SDN_E_NOMEM);
            assert_content(text);
        }
        close_store(store);
    }
}

static void a_deletion_meets_a_change_of_one_of_several_other_columns(void **state)
{
    (void)state;
    const sdn_conflict *list = NULL;
    sdn_error err = {0};
    sdn_store *store = notes_of("notes |id, a, b, c, d|\n    1, \"\", x, y, z\n");
    delete_note(store, "1");
    write_store("notes |id, a, b, c, d|\n    1, \"\", other, y, z\n");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_CONFLICT);
    assert_int_equal(sdn_store_conflicts(store, &list), 1);
    assert_int_equal(list[0].kind, SDN_CONFLICT_DELETE_EDIT);
}

static void a_field_of_a_record_that_is_there_twice_now_is_not_merged(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of(NOTES_BASE);
    edit_note(store, "1")->text = SDN_STR("ours");
    write_store("notes |id, text, no|\n    1, again, 1\n    1, one, 1\n    2, two, 2\n    3, three, 3\n");
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_is(err.message, "x.sdn:2:1: another row has the key '1' too; remove one of them first");
    assert_content("notes |id, text, no|\n    1, again, 1\n    1, one, 1\n    2, two, 2\n    3, three, 3\n");
}

static void a_renamed_record_never_takes_the_key_of_a_row_that_cannot_be_read(void **state)
{
    (void)state;
    static const char theirs[] = "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    8, x, many\n"
                                 "    9, x, many\n";
    static const sdn_conflict_policy policies[] = {SDN_ON_CONFLICT_FAIL, SDN_ON_CONFLICT_OURS};
    for (size_t i = 0; i < sizeof policies / sizeof policies[0]; i++) {
        sdn_error err = {0};
        sdn_options options = sdn_options_default();
        options.on_conflict = policies[i];
        write_store(NOTES_BASE);
        sdn_store *store = open_store_with(&note_record_type, &options);
        rename_note(store, "1", "9");
        rename_note(store, "2", "8");
        write_store(theirs);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        assert_int_equal(code, policies[i] == SDN_ON_CONFLICT_FAIL ? SDN_E_CONFLICT : SDN_E_INVALID);
        assert_content(theirs);
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(disjoint_edits_inserts_and_deletes_combine),
        TEST_WITH_STORES(the_same_change_on_both_sides_is_no_conflict),
        TEST_WITH_STORES(what_people_did_with_an_editor_is_kept),
        TEST_WITH_STORES(edits_that_were_taken_back_do_not_meet_anything),
        TEST_WITH_STORES(a_deleted_record_that_was_inserted_again_is_a_new_row),
        TEST_WITH_STORES(records_without_key_are_appended),
        TEST_WITH_STORES(a_file_that_appeared_or_vanished_is_merged_too),
        TEST_WITH_STORES(reload_and_begin_keep_unsaved_edits),
        TEST_WITH_STORES(rollback_after_a_merge_leaves_what_the_file_holds),
        TEST_WITH_STORES(a_commit_keeps_what_a_program_without_lock_wrote),
        TEST_WITH_STORES(all_tables_of_a_file_are_merged),
        TEST_WITH_STORES(automatic_numbers_go_on_after_both_sides),
        TEST_WITH_STORES(a_renamed_record_keeps_its_row_and_the_edits_of_the_other_side),
        TEST_WITH_STORES(records_that_swapped_their_keys_are_merged),
        TEST_WITH_STORES(the_same_rename_on_both_sides_is_no_conflict),
        TEST_WITH_STORES(a_record_that_held_the_key_is_not_the_renamed_one),
        TEST_WITH_STORES(a_rename_against_a_deletion_or_another_rename_is_a_conflict),
        TEST_WITH_STORES(a_record_that_is_gone_is_shown_so_where_another_took_its_key),
        TEST_WITH_STORES(a_rename_to_a_key_that_the_other_side_gave_is_a_conflict),
        TEST_WITH_STORES(policies_decide_about_renamed_records),
        TEST_WITH_STORES(a_renamed_record_that_is_gone_is_inserted_where_our_side_wins),
        TEST_WITH_STORES(a_renamed_record_is_rolled_back_after_a_merge),
        TEST_WITH_STORES(a_row_that_can_no_longer_be_read_is_a_conflict),
        TEST_WITH_STORES(a_file_that_cannot_be_read_any_more_keeps_the_edits),
        TEST_WITH_STORES(pending_records_may_refer_to_each_other),
        TEST_WITH_STORES(rules_are_checked_against_what_both_sides_did),
        TEST_WITH_STORES(fields_of_every_type_are_taken_from_the_side_that_changed_them),
        TEST_WITH_STORES(a_file_that_changes_during_a_save_is_merged_again),
        TEST_WITH_STORES(a_file_that_changes_again_and_again_is_given_up_on),
        TEST_WITH_STORES(a_conflict_met_during_a_save_is_decided_by_the_policy),
        TEST_WITH_STORES(a_merge_whose_save_fails_can_be_saved_or_rolled_back),
        TEST_WITH_STORES(columns_that_came_went_or_moved_are_merged),
        TEST_WITH_STORES(a_column_that_went_is_a_change_of_its_fields),
        TEST_WITH_STORES(a_table_that_went_or_came_is_merged),
        TEST_WITH_STORES(merges_and_patched_saves_follow_each_other),
        TEST_WITH_STORES(what_cannot_be_written_is_shown_as_such),
        TEST_WITH_STORES(a_new_record_that_cannot_be_written_is_merged),
        TEST_WITH_STORES(a_merge_that_runs_out_of_memory_changes_nothing),
        TEST_WITH_STORES(a_merge_of_renames_without_memory_changes_nothing),
        TEST_WITH_STORES(a_merge_of_records_without_key_without_memory_changes_nothing),
        TEST_WITH_STORES(a_merge_of_long_texts_that_runs_out_of_memory_changes_nothing),
        TEST_WITH_STORES(a_deletion_meets_a_change_of_one_of_several_other_columns),
        TEST_WITH_STORES(a_field_of_a_record_that_is_there_twice_now_is_not_merged),
        TEST_WITH_STORES(a_renamed_record_never_takes_the_key_of_a_row_that_cannot_be_read),
    };
    return run_cases(argc, argv, tests);
}
