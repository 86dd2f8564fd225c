/* Deletions that clear references or are refused by them, merged with what others did to the file meanwhile. Runs code
 * of golden/ok (on_delete.schema). */
#include "test.h"

#include "faults.h"
#include "on_delete.h"
#include "place.h"
#include "temp_stores.h"
#include "temp_tables.h"

#include <stdio.h>
#include <string.h>

static sdn_error err;

#define SAILORS "sailors |name, rivals|\n"
#define CHORES  "chores |id, title, owner, watchers, blocks|\n"

typedef struct stores {
    sdn_file *file;
    chore_store *chores; /* first, so that merging meets the references before what they refer to */
    sailor_store *sailors;
    crew_store *crews;
    remark_store *log;
} stores;

static const sdn_record_type *const types[] = {&chore_record_type, &sailor_record_type, &crew_record_type,
                                               &remark_record_type};

/* Opens the file, with `text` or as it is. */
static stores open_with(const char *text, sdn_conflict_policy policy)
{
    sdn_options options = sdn_options_default();
    options.on_conflict = policy;
    if (text != NULL)
        write_store(text);
    know_tables(types, sizeof types / sizeof types[0]);
    sdn_file *file = sdn_file_open(place.uri, &options, &err);
    assert_non_null(file);
    return (stores){file, chore_store_in_file(file, &err), sailor_store_in_file(file, &err),
                    crew_store_in_file(file, &err), remark_store_in_file(file, &err)};
}

static stores open_all(const char *text)
{
    return open_with(text, SDN_ON_CONFLICT_FAIL);
}

static void delete_sailor(const stores *s, const char *name)
{
    assert_ok(sailor_store_delete(s->sailors, name, &err), err);
}

/* Saves, and compares the file; a second save finds nothing to do. */
static void save_gives(const stores *s, const char *expected)
{
    assert_ok(sdn_file_save(s->file, &err), err);
    assert_content(expected);
    assert_false(sdn_file_changed(s->file));
    sdn_file_close(s->file);
}

static void save_fails(const stores *s, sdn_code code, const char *part)
{
    assert_string_equal(sdn_code_name(sdn_file_save(s->file, &err)), sdn_code_name(code));
    assert_message_has(err, part);
    sdn_file_close(s->file);
}

/* ---- what the other side made of the references ---- */

static void a_reference_that_was_added_there_is_cleared(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES
                        "    1, a, ann, \"\", \"\"\n    2, new, ann, \"bob,ann\", \"\"\n    3, old, bob, \"\", \"\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES
                           "    1, a, \"\", \"\", \"\"\n    2, new, \"\", bob, \"\"\n    3, old, bob, \"\", \"\"\n");
}

static void a_reference_that_was_turned_elsewhere_stays(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"ann\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, bob, \"bob,ann\", \"\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, a, bob, bob, \"\"\n");
}

static void other_fields_of_the_record_are_merged_as_ever(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"ann\", \"\"\n");
    delete_sailor(&s, "ann");
    chore_store_edit(s.chores, 1, &err)->title = SDN_STR("ours");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, bob, \"ann\", \"1\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, ours, bob, \"\", \"1\"\n");
}

static void a_record_that_was_deleted_there_is_gone(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n" CHORES "    2, b, ann, \"\", \"\"\n");
    save_gives(&s, SAILORS CHORES "    2, b, \"\", \"\", \"\"\n");
}

static void a_record_that_was_deleted_here_too_is_no_conflict(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    assert_ok(chore_store_delete(s.chores, 1, &err), err);
    write_store(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, edited, ann, \"\", \"\"\n");
    save_gives(&s, SAILORS CHORES "    2, edited, \"\", \"\", \"\"\n");
}

static void an_element_that_was_added_here_is_kept(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, \"\", \"ann\", \"\"\n");
    static const char *const watchers[] = {"bob", "ann"};
    chore_store_edit(s.chores, 1, &err)->watchers = chore_store_list(s.chores, watchers, 2);
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, theirs, \"\", \"ann\", \"\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, theirs, \"\", bob, \"\"\n");
}

static void the_same_element_added_on_both_sides_is_no_conflict(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, \"\", \"ann\", \"\"\n");
    static const char *const watchers[] = {"ann", "bob"};
    chore_store_edit(s.chores, 1, &err)->watchers = chore_store_list(s.chores, watchers, 2);
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, \"\", \"ann,bob,ann\", \"\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, a, \"\", bob, \"\"\n");
}

static void the_element_that_was_taken_out_on_both_sides_is_no_conflict(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, \"\", \"ann\", \"\"\n");
    static const char *const watchers[] = {"bob"};
    chore_store_edit(s.chores, 1, &err)->watchers = chore_store_list(s.chores, watchers, 1);
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, \"\", \"\", \"\"\n");
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, a, \"\", bob, \"\"\n");
}

static void a_field_that_both_sides_changed_is_a_conflict(void **state)
{
    (void)state;
    stores s =
        open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n    cy, \"\"\n" CHORES "    1, a, \"\", \"ann\", \"\"\n");
    static const char *const watchers[] = {"ann", "bob"};
    const sdn_conflict *list = NULL;
    chore_store_edit(s.chores, 1, &err)->watchers = chore_store_list(s.chores, watchers, 2);
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n    cy, \"\"\n" CHORES "    1, a, \"\", \"ann,cy\", \"\"\n");
    assert_int_equal(sdn_file_save(s.file, &err), SDN_E_CONFLICT);
    assert_int_equal(chore_store_conflicts(s.chores, &list), 1);
    assert_string_equal(list[0].field, "watchers");
    assert_string_equal(list[0].base, "ann");
    assert_string_equal(list[0].theirs, "ann,cy");
    assert_string_equal(list[0].ours, "bob");
    sdn_file_close(s.file);
}

static void records_of_one_table_are_merged_like_those_of_two(void **state)
{
    (void)state;
    stores s =
        open_all(CHORES "    1, a, \"\", \"\", \"2\"\n    2, b, \"\", \"\", \"2\"\n    3, c, \"\", \"\", \"1,2\"\n");
    assert_ok(chore_store_delete(s.chores, 2, &err), err);
    write_store(CHORES "    1, a, \"\", \"\", \"3,2,1\"\n    2, b, \"\", \"\", \"2\"\n    3, cc, \"\", \"\", \"1,2\"\n"
                       "    4, d, \"\", \"\", \"2\"\n");
    save_gives(&s, CHORES "    1, a, \"\", \"\", \"3,1\"\n    3, cc, \"\", \"\", 1\n    4, d, \"\", \"\", \"\"\n");
}

static void records_without_key_are_cleared_again(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\nlog |who, text|\n    ann, a\n    ann, b\n    ann, b\n");
    remark_cursor all = remark_store_all(s.log);
    delete_sailor(&s, "ann");
    (void)remark_cursor_next(&all);
    assert_false(remark_cursor_next(&all)->has_who);
    assert_ok(remark_cursor_delete(&all, s.log, &err), err);
    write_store(SAILORS "    ann, \"\"\nlog |who, text|\n    ann, new\n    ann, b\n    ann, b\n    ann, a\n");
    save_gives(&s, SAILORS "log |who, text|\n    \"\", new\n    \"\", b\n    \"\", a\n");
}

/* ---- what the other side made of the deleted record ---- */

static void a_deletion_that_gives_way_clears_nothing(void **state)
{
    (void)state;
    static const char theirs[] = "sailors |name, boss|\n    ann, ann\n" CHORES "    1, a, ann, \"\", \"\"\n";
    stores s =
        open_with("sailors |name, boss|\n    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n", SDN_ON_CONFLICT_THEIRS);
    delete_sailor(&s, "ann");
    write_store(theirs);
    save_gives(&s, theirs);
}

static void a_deletion_that_wins_clears(void **state)
{
    (void)state;
    stores s =
        open_with("sailors |name, boss|\n    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n", SDN_ON_CONFLICT_OURS);
    delete_sailor(&s, "ann");
    write_store("sailors |name, boss|\n    ann, ann\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    save_gives(&s, "sailors |name, boss|\n" CHORES "    1, a, \"\", \"\", \"\"\n    2, b, \"\", \"\", \"\"\n");
}

static void a_conflict_about_the_record_leaves_all_pending(void **state)
{
    (void)state;
    static const char theirs[] = "sailors |name, boss|\n    ann, ann\n" CHORES "    1, a, ann, \"\", \"\"\n";
    stores s = open_all("sailors |name, boss|\n    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(theirs);
    assert_int_equal(sdn_file_save(s.file, &err), SDN_E_CONFLICT);
    assert_int_equal(sailor_store_conflicts(s.sailors, NULL), 1);
    assert_int_equal(chore_store_conflicts(s.chores, NULL), 0);
    assert_false(chore_store_get(s.chores, 1)->has_owner);
    assert_content(theirs);
    sdn_file_close(s.file);
}

static void a_row_that_cannot_be_read_any_more_keeps_its_references(void **state)
{
    (void)state;
    static const char theirs[] = "sailors |name, boss|\n    ann, \"\", more\n" CHORES "    1, a, ann, \"\", \"\"\n";
    stores s =
        open_with("sailors |name, boss|\n    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n", SDN_ON_CONFLICT_THEIRS);
    delete_sailor(&s, "ann");
    write_store(theirs);
    save_gives(&s, theirs);
}

static void what_both_sides_deleted_is_cleared_here(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    save_gives(&s, SAILORS CHORES "    1, a, \"\", \"\", \"\"\n    2, b, \"\", \"\", \"\"\n");
}

static void what_only_the_other_side_deleted_is_a_problem_as_ever(void **state)
{
    (void)state;
    size_t count = 0;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "bob");
    write_store(SAILORS "    bob, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    assert_ok(sdn_file_save(s.file, &err), err);
    assert_content(SAILORS CHORES "    1, a, ann, \"\", \"\"\n");
    assert_ok(chore_store_validate(s.chores, NULL, &count, &err), err);
    assert_int_equal(count, 1);
    sdn_file_close(s.file);
}

static void a_record_that_comes_again_keeps_the_references_of_the_other_side(void **state)
{
    (void)state;
    sailor again;
    sailor_init(&again);
    again.name = SDN_STR("ann");
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    assert_non_null(sailor_store_insert(s.sailors, &again, &err));
    write_store(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    save_gives(&s, SAILORS "    ann, \"\"\n" CHORES "    1, a, \"\", \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
}

/* They have no key to be merged by, and so refer to the record that has the key now. */
static void records_without_key_refer_to_the_record_that_comes_again(void **state)
{
    (void)state;
    static const char theirs[] = SAILORS "    ann, \"\"\nlog |who, text|\n    ann, a\n    ann, b\n";
    sailor again;
    sailor_init(&again);
    again.name = SDN_STR("ann");
    stores s = open_all(SAILORS "    ann, \"\"\nlog |who, text|\n    ann, a\n");
    delete_sailor(&s, "ann");
    assert_non_null(sailor_store_insert(s.sailors, &again, &err));
    write_store(theirs);
    save_gives(&s, theirs);
}

static void a_rename_clears_nothing(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "bob");
    assert_ok(sailor_store_rename(s.sailors, "ann", "anna", &err), err);
    chore_store_edit(s.chores, 1, &err)->has_owner = false;
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES
                        "    1, theirs, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    assert_int_equal(sdn_file_save(s.file, &err), SDN_E_INVALID);
    assert_message_has(err, "record '2': field 'owner' is 'ann', against its rule references Sailor: that record was "
                            "renamed");
    assert_false(chore_store_get(s.chores, 1)->has_owner);
    chore_store_edit(s.chores, 2, &err)->owner = SDN_STR("anna");
    save_gives(&s, SAILORS "    anna, \"\"\n" CHORES "    1, theirs, \"\", \"\", \"\"\n    2, b, anna, \"\", \"\"\n");
}

/* ---- what cannot be cleared ---- */

static void a_reference_that_refuses_fails_the_save_until_it_is_gone(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, ann\n" CHORES "    1, a, ann, \"\", \"\"\n");
    assert_int_equal(sdn_file_save(s.file, &err), SDN_E_INVALID);
    assert_message_has(err, "table 'sailors', record 'bob': field 'rivals', element 1, is 'ann'");
    assert_message_has(err, "that record was deleted");
    sailor_store_edit(s.sailors, "bob", &err)->rivals.count = 0;
    save_gives(&s, SAILORS "    bob, \"\"\n" CHORES "    1, a, \"\", \"\", \"\"\n");
}

static void a_list_that_would_be_empty_fails_the_save(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\ncrews |id, chair, members|\n    p, bob, \"ann\"\n"
                        "    q, bob, \"ann,bob\"\n");
    assert_ok(sdn_file_begin(s.file, &err), err);
    assert_int_equal(crew_store_get(s.crews, "q")->members.count, 1);
    assert_int_equal(sdn_file_commit(s.file, &err), SDN_E_INVALID);
    assert_message_has(err, "record 'p': field 'members', element 1, is 'ann'");
    sdn_file_rollback(s.file);
    assert_int_equal(crew_store_get(s.crews, "q")->members.count, 2);
    sdn_file_close(s.file);
}

static void a_reference_that_was_written_after_the_deletion_is_a_mistake(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, bob, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    chore_store_edit(s.chores, 1, &err)->owner = SDN_STR("ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, theirs, bob, \"\", \"\"\n");
    save_fails(&s, SDN_E_INVALID, "field 'owner' is 'ann', against its rule references Sailor");
}

static void a_new_record_that_refers_to_what_was_deleted_is_a_mistake(void **state)
{
    (void)state;
    chore values;
    stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n");
    chore_init(&values);
    values.title = SDN_STR("t");
    chore_set_owner(&values, SDN_STR("bob"));
    assert_non_null(chore_store_insert(s.chores, &values, &err));
    delete_sailor(&s, "ann");
    chore_store_edit(s.chores, 1, &err)->owner = SDN_STR("ann");
    write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n    cy, \"\"\n");
    save_fails(&s, SDN_E_INVALID, "field 'owner' is 'ann', against its rule references Sailor");
}

/* ---- begin, reload ---- */

static void reload_and_begin_clear_too_and_rollback_takes_it_back(void **state)
{
    (void)state;
    stores s = open_all(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n");
    delete_sailor(&s, "ann");
    write_store(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n");
    assert_ok(sdn_file_reload(s.file, &err), err);
    assert_false(chore_store_get(s.chores, 1)->has_owner);
    assert_false(chore_store_get(s.chores, 2)->has_owner);
    write_store(SAILORS "    ann, \"\"\n" CHORES "    1, a, ann, \"\", \"\"\n    2, b, ann, \"\", \"\"\n"
                        "    3, c, ann, \"\", \"\"\n");
    assert_ok(sdn_file_begin(s.file, &err), err);
    assert_false(chore_store_get(s.chores, 3)->has_owner);
    sdn_file_rollback(s.file);
    assert_false(sdn_file_changed(s.file));
    assert_true(chore_store_get(s.chores, 1)->has_owner);
    assert_true(chore_store_get(s.chores, 3)->has_owner);
    sdn_file_close(s.file);
}

/* ---- without memory ---- */

static void a_merge_without_memory_clears_later(void **state)
{
    (void)state;
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        stores s = open_all(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES "    1, a, ann, \"ann,bob\", \"\"\n");
        delete_sailor(&s, "ann");
        write_store(SAILORS "    ann, \"\"\n    bob, \"\"\n" CHORES
                            "    1, a, ann, \"ann,bob,bob\", \"\"\n    2, b, ann, \"\", \"\"\n");
        faults_arm_memory(nth);
        sdn_code code = sdn_file_reload(s.file, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_true(code == SDN_OK || (code == SDN_E_NOMEM && fired));
        save_gives(&s,
                   SAILORS "    bob, \"\"\n" CHORES "    1, a, \"\", \"bob,bob\", \"\"\n    2, b, \"\", \"\", \"\"\n");
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_reference_that_was_added_there_is_cleared),
        TEST_WITH_STORES(a_reference_that_was_turned_elsewhere_stays),
        TEST_WITH_STORES(other_fields_of_the_record_are_merged_as_ever),
        TEST_WITH_STORES(a_record_that_was_deleted_there_is_gone),
        TEST_WITH_STORES(a_record_that_was_deleted_here_too_is_no_conflict),
        TEST_WITH_STORES(an_element_that_was_added_here_is_kept),
        TEST_WITH_STORES(the_same_element_added_on_both_sides_is_no_conflict),
        TEST_WITH_STORES(the_element_that_was_taken_out_on_both_sides_is_no_conflict),
        TEST_WITH_STORES(a_field_that_both_sides_changed_is_a_conflict),
        TEST_WITH_STORES(records_of_one_table_are_merged_like_those_of_two),
        TEST_WITH_STORES(records_without_key_are_cleared_again),
        TEST_WITH_STORES(a_deletion_that_gives_way_clears_nothing),
        TEST_WITH_STORES(a_deletion_that_wins_clears),
        TEST_WITH_STORES(a_conflict_about_the_record_leaves_all_pending),
        TEST_WITH_STORES(a_row_that_cannot_be_read_any_more_keeps_its_references),
        TEST_WITH_STORES(what_both_sides_deleted_is_cleared_here),
        TEST_WITH_STORES(what_only_the_other_side_deleted_is_a_problem_as_ever),
        TEST_WITH_STORES(a_record_that_comes_again_keeps_the_references_of_the_other_side),
        TEST_WITH_STORES(records_without_key_refer_to_the_record_that_comes_again),
        TEST_WITH_STORES(a_rename_clears_nothing),
        TEST_WITH_STORES(a_reference_that_refuses_fails_the_save_until_it_is_gone),
        TEST_WITH_STORES(a_list_that_would_be_empty_fails_the_save),
        TEST_WITH_STORES(a_reference_that_was_written_after_the_deletion_is_a_mistake),
        TEST_WITH_STORES(a_new_record_that_refers_to_what_was_deleted_is_a_mistake),
        TEST_WITH_STORES(reload_and_begin_clear_too_and_rollback_takes_it_back),
        TEST_WITH_STORES(a_merge_without_memory_clears_later),
    };
    return run_cases(argc, argv, tests);
}
