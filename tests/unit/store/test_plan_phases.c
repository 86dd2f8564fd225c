/* The tests that the plan lists for its phases 1 and 3, as far as one store of any record type can show them. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "child.h"
#include "faults.h"
#include "files.h"
#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "os/sys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

/* ---- phase 1: atomic writes ---- */

static void plan_phase1_normal_save_creates_target_file(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    assert_false(file_exists(STORE_PATH));
    insert_note(store, "1", "one");
    save_store(store);
    assert_true(file_exists(STORE_PATH));
}

static void plan_phase1_temp_file_is_cleaned_after_rename(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    assert_int_equal(count_names(".tmp"), 0);
    assert_int_equal(count_names(""), 3); /* the file, `.` and `..` */
}

static int (*real_rename_new_at)(int directory, const char *from, const char *to);

static int die_instead_of_renaming(int directory, const char *from, const char *to)
{
    (void)directory, (void)from, (void)to;
    _exit(9); /* as a killed process: nothing is cleaned up */
}

/* The lock file may get its name in the same way. */
static int die_instead_of_naming(int directory, const char *from, const char *to)
{
    return strcmp(to, STORE_PATH) == 0 ? die_instead_of_renaming(directory, from, to)
                                       : real_rename_new_at(directory, from, to);
}

static int save_and_die(child *parent, void *context)
{
    (void)parent, (void)context;
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, NULL, NULL);
    sdn_value key = {.text = SDN_STR("1")};
    note *one = store != NULL ? sdn_store_edit(store, &key, NULL) : NULL;
    if (one == NULL)
        return 1;
    one->text = SDN_STR("never to be seen");
    sdn__sys.exchange_at = die_instead_of_renaming;
    sdn__sys.rename_at = die_instead_of_renaming;
    real_rename_new_at = sdn__sys.rename_new_at;
    sdn__sys.rename_new_at = die_instead_of_naming;
    (void)sdn_file_save(sdn_store_file(store), NULL);
    return 2;
}

/* A save that got as far as its rename. */
static void crash_a_save(void)
{
    child writer = child_start(save_and_die, NULL);
    assert_int_equal(child_finish(&writer), 9);
}

static void plan_phase1_on_crash_the_temp_file_remains_and_the_file_is_whole(void **state)
{
    (void)state;
    write_store(NOTES);
    crash_a_save();
    assert_int_equal(count_names(".tmp"), 1);
    assert_content(NOTES);
    assert_string_equal(get_note(open_store(&note_record_type), "1")->text.ptr, "one");
}

static void plan_phase1_on_startup_temp_files_are_cleaned(void **state)
{
    (void)state;
    write_store(NOTES);
    crash_a_save();
    assert_int_equal(count_names(".tmp"), 1);
    sdn_store *store = open_store(&note_record_type);
    begin_store(store); /* the first thing that may write */
    assert_int_equal(count_names(".tmp"), 0);
    edit_note(store, "1")->text = SDN_STR("new");
    commit_store(store);
    assert_content("notes |id, text|\n    1, new\n    2, two\n");
}

static void plan_phase1_file_is_readable_after_atomic_save(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    edit_note(store, "1")->text = SDN_STR("a, \"b\"\n");
    save_store(store);
    assert_string_equal(get_note(open_store(&note_record_type), "1")->text.ptr, "a, \"b\"\n");
}

static void plan_phase1_old_file_is_preserved_if_write_fails(void **state)
{
    (void)state;
    int failures = 0;
    for (int nth = 1;; nth++) {
        sdn_store *store = notes_of(NOTES);
        sdn_error err = {0};
        edit_note(store, "1")->text = SDN_STR("new");
        faults_arm(nth, ENOSPC, FAULT_INSTEAD);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        bool fired = faults_fired() != NULL;
        faults_remove();
        if (code != SDN_OK && code != SDN_W_NOT_DURABLE) {
            failures++;
            assert_content(NOTES);
            assert_string_equal(get_note(store, "1")->text.ptr, "new"); /* and the edit is still there */
        } else {
            assert_content("notes |id, text|\n    1, new\n    2, two\n");
        }
        close_store(store);
        (void)remove("x.sdn.lock");
        if (!fired)
            break;
    }
    assert_true(failures > 3);
}

/* ---- phase 3: one module for all record types ---- */

static void plan_phase3_generic_database_loads_correctly(void **state)
{
    (void)state;
    sdn_file *file =
        open_file_of("notes |id, text|\n    1, one\n\nlog |id|\n    a\n    a\n\npairs |name, number, value|\n"
                     "    n, 1, v\n");
    assert_int_equal(sdn_store_count(store_in(file, &note_record_type)), 1);
    assert_int_equal(sdn_store_count(store_in(file, &log_record_type)), 2);
    assert_int_equal(sdn_store_count(store_in(file, &pair_record_type)), 1);
}

static void plan_phase3_record_trait_implementation_works(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no, done, kind, side, link, weight, tags|\n"
                                "    1, one, 2, true, odd, left, l, 3, [a, b]\n");
    note copy;
    sdn_arena arena = SDN_ARENA_INIT;
    sdn_error err = {0};
    assert_int_equal(sdn_record_copy(&note_record_type, &copy, get_note(store, "1"), &arena), 0);
    copy.id = SDN_STR("2");
    const note *added = sdn_store_insert(store, &copy, &err);
    assert_true(sdn_record_equal(&note_record_type, added, &copy));
    save_store(store);
    assert_true(sdn_record_equal(&note_record_type, get_note(store, "2"), &copy));
    sdn_arena_release(&arena);
    assert_content("notes |id, text, no, done, kind, side, link, weight, tags|\n"
                   "    1, one, 2, true, odd, left, l, 3, [a, b]\n"
                   "    2, one, 2, true, odd, left, l, 3, \"a,b\"\n");
}

static void plan_phase3_new_record_type_is_easily_added(void **state)
{
    (void)state;
    sdn_record_type type = pair_record_type;
    sdn_error err = {0};
    type.name = "Tomorrow";
    type.table = SDN_STR("tomorrow");
    sdn_store *store = store_of(&type, NOTES);
    pair values = {.number = 1, .name = SDN_STR("n"), .value = SDN_STR("v")};
    assert_non_null(sdn_store_insert(store, &values, &err));
    save_store(store);
    assert_content(
        "notes |id, text|\n    1, one\n    2, two\n\ntomorrow |number, name, flag, value|\n    1, n, false, v\n");
}

static void plan_phase3_get_insert_delete_all_and_count_are_consistent(void **state)
{
    (void)state;
    const sdn_record_type *const types[] = {&note_record_type, &ordered_note_record_type};
    for (size_t i = 0; i < 2; i++) {
        sdn_store *store = store_of(types[i], "");
        insert_note(store, "b", "x");
        insert_note(store, "a", "x");
        assert_int_equal(sdn_store_count(store), 2);
        assert_string_equal(ids_of(sdn_store_all(store)), "a b ");
        delete_note(store, "a");
        assert_null(get_note(store, "a"));
        assert_string_equal(ids_of(sdn_store_all(store)), "b ");
        save_store(store);
        assert_string_equal(ids_of(sdn_store_all(open_store(types[i]))), "b ");
        close_store(store);
    }
}

static void plan_phase3_error_handling(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, no|\n    1, x\n");
    assert_problems(store, "2:8: column 'no': 'x' is not a whole number from 0 to 4294967295; correct it\n");
    assert_delete_fails(store, "7", SDN_E_NOT_FOUND, "x.sdn: no record '7' in table 'notes'; check the key");
    write_bytes(STORE_PATH, "\0", 1);
    assert_open_fails(&note_record_type, NULL, SDN_E_SYNTAX,
                      "x.sdn:1:1: a NUL byte: this is not a text file; check the path");
}

enum { WRITERS = 4, UPDATES = 25 };

static int add_records(child *parent, void *context)
{
    (void)parent, (void)context;
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, NULL);
    for (int i = 0; store != NULL && i < UPDATES; i++) {
        note values = note_of("", "x");
        if (sdn_file_begin(sdn_store_file(store), NULL) != SDN_OK || sdn_store_insert(store, &values, NULL) == NULL ||
            sdn_file_commit(sdn_store_file(store), NULL) != SDN_OK)
            return 1;
    }
    sdn_store_close(store);
    return store == NULL;
}

static void plan_phase3_concurrent_access_via_unified_api(void **state)
{
    (void)state;
    child writers[WRITERS];
    int failed = 0;
    for (int i = 0; i < WRITERS; i++)
        writers[i] = child_start(add_records, NULL);
    for (int i = 0; i < WRITERS; i++)
        failed += child_finish(&writers[i]) != 0;
    assert_int_equal(failed, 0);
    sdn_store *store = open_store(&note_record_type);
    assert_problems(store, "");
    assert_int_equal(sdn_store_count(store), WRITERS * UPDATES);
    for (int i = 1; i <= WRITERS * UPDATES; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        assert_non_null(get_note(store, id));
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(plan_phase1_normal_save_creates_target_file),
        TEST_WITH_STORES(plan_phase1_temp_file_is_cleaned_after_rename),
        TEST_WITH_STORES(plan_phase1_on_crash_the_temp_file_remains_and_the_file_is_whole),
        TEST_WITH_STORES(plan_phase1_on_startup_temp_files_are_cleaned),
        TEST_WITH_STORES(plan_phase1_file_is_readable_after_atomic_save),
        TEST_WITH_STORES(plan_phase1_old_file_is_preserved_if_write_fails),
        TEST_WITH_STORES(plan_phase3_generic_database_loads_correctly),
        TEST_WITH_STORES(plan_phase3_record_trait_implementation_works),
        TEST_WITH_STORES(plan_phase3_new_record_type_is_easily_added),
        TEST_WITH_STORES(plan_phase3_get_insert_delete_all_and_count_are_consistent),
        TEST_WITH_STORES(plan_phase3_error_handling),
        TEST_WITH_STORES(plan_phase3_concurrent_access_via_unified_api),
    };
    return run_cases(argc, argv, tests);
}
