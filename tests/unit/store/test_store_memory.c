/*
 * What happens when memory runs out where it seldom does: an arena takes most allocations without asking for memory, so
 * these tests leave it nearly full, by every amount that matters, and then let each allocation fail.
 */
#include "test.h"
#include "save/image_bytes.h"

#include "faults.h"
#include "record_types/composite_key.h"
#include "record_types/rules.h"
#include "temp_stores.h"

#include "base/alloc.h"
#include "store/file.h"
#include "base/crc32.h"

#include <stdio.h>
#include <string.h>

/* More than any of the operations below takes from an arena, in steps that a record does not fit into. */
enum { MOST_LEFT = 1024, STEP = 64 };

/* Leaves that many bytes of the arena's newest block. */
static void leave(sdn_arena *arena, size_t left)
{
    static char zeros[1 << 20];
    while (arena->next == NULL || (size_t)(arena->end - arena->next) < left)
        assert_non_null(sdn_arena_alloc(arena, MOST_LEFT));
    size_t taken = (size_t)(arena->end - arena->next) - left;
    assert_true(taken <= sizeof zeros);
    if (taken > 0)
        assert_non_null(sdn_arena_copy(arena, zeros, taken - 1).ptr);
    assert_int_equal(arena->end - arena->next, left);
}

static sdn_value key_of(const char *id)
{
    return (sdn_value){.text = sdn_str_from(id)};
}

/* ---- each kind of change ---- */

static const char PEOPLE[] = "people |id, name, badge, place|\n    a, A, 1, here\n    b, B, 2, there\n";

typedef bool operation(sdn_store *store, sdn_error *err);

static person full_person(const char *id)
{
    static const sdn_str friends[] = {SDN_STR_INIT("a"), SDN_STR_INIT("b")};
    static uint32_t marks[100];
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        marks[i] = 1 + (uint32_t)i % 6;
    person values = person_of(id, 9);
    values.has_email = true;
    values.email = SDN_STR("somebody@example.org");
    values.friends = (sdn_str_list){friends, 2};
    values.marks = (sdn_u32_list){marks, sizeof marks / sizeof marks[0]};
    return values;
}

static bool insert_one(sdn_store *store, sdn_error *err)
{
    person values = full_person("");
    return sdn_store_insert(store, &values, err) != NULL;
}

static bool put_one(sdn_store *store, sdn_error *err)
{
    person values = full_person("a");
    return sdn_store_put(store, &values, err) != NULL;
}

static bool edit_one(sdn_store *store, sdn_error *err)
{
    sdn_value key = key_of("a");
    person *edited = sdn_store_edit(store, &key, err);
    if (edited != NULL)
        edited->badge = 9;
    return edited != NULL;
}

static bool delete_one(sdn_store *store, sdn_error *err)
{
    sdn_value key = key_of("a");
    return sdn_store_delete(store, &key, err) == SDN_OK;
}

static void assert_unchanged(sdn_store *store)
{
    sdn_value key = key_of("a");
    const person *a = sdn_store_get(store, &key);
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_int_equal(sdn_store_count(store), 2);
    assert_non_null(a);
    assert_int_equal(a->badge, 1);
    assert_string_equal(ids_of(sdn_store_all(store)), "a b ");
}

/* Lets one allocation fail: the store is as it was, and the same works a moment later. Whether there was one. */
static bool fail_one(operation *run, size_t left, int nth)
{
    sdn_error err = {0};
    sdn_store *store = store_of(&person_record_type, PEOPLE);
    leave(&sdn__store_table(store)->arena, left);
    faults_arm_memory(nth);
    bool done = run(store, &err);
    bool fired = faults_fired_memory();
    faults_arm_memory(0);
    assert_int_equal(done, !fired);
    if (fired) {
        assert_int_equal(err.code, SDN_E_NOMEM);
        assert_unchanged(store);
        assert_true(run(store, &err));
    }
    assert_true(sdn_file_changed(sdn_store_file(store)));
    close_store(store);
    return fired;
}

static void a_change_without_memory_changes_nothing(operation *run)
{
    size_t failures = 0;
    for (size_t left = 0; left <= MOST_LEFT; left += STEP)
        for (int nth = 1; fail_one(run, left, nth); nth++)
            failures++;
    assert_true(failures > MOST_LEFT / STEP);
}

static void an_insert_without_memory_changes_nothing(void **state)
{
    (void)state;
    a_change_without_memory_changes_nothing(insert_one);
}

static void a_put_without_memory_changes_nothing(void **state)
{
    (void)state;
    a_change_without_memory_changes_nothing(put_one);
}

static void an_edit_without_memory_changes_nothing(void **state)
{
    (void)state;
    a_change_without_memory_changes_nothing(edit_one);
}

static void a_deletion_without_memory_changes_nothing(void **state)
{
    (void)state;
    a_change_without_memory_changes_nothing(delete_one);
}

static void text_that_was_lost_twice_is_lost(void **state)
{
    (void)state;
    static const char *const texts[] = {"x", "y"};
    sdn_error err = {0};
    sdn_store *store = store_of(&person_record_type, PEOPLE);
    for (int twice = 0; twice < 2; twice++) {
        leave(&sdn__store_table(store)->arena, 0);
        faults_arm_memory_from(1);
        assert_int_equal(sdn_store_list(store, texts, 2).count, 0);
        faults_arm_memory(0);
        assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
    }
    assert_null(sdn_store_copy(store, "x", 1, 0)); /* which needs no memory */
    sdn_file_rollback(sdn_store_file(store));
    assert_null(sdn_store_copy(store, "x", 1, 0));
    assert_unchanged(store);
}

/* ---- loading ---- */

/* Files whose reading notes problems of every kind, each kind being the first in one of them. */
static const char *const FAULTY[] = {
    "people |id, name, badge|\n    a, A, 1\npeople |id, name, badge|\n    b, B, many\n",
    "people |id, name, badge|\n    a, A, 1\n    a, A, 2\n",
    "people |id, name, badge|\n    a, A, 1\n    a, A, 2\npeople |id, name, badge|\n    b, B, 3\n",
    "people |id, name, badge|\n    a, A, 1\n    a, A, 2\n    b, B, many\n",
    "people |id, name, badge|\n    \"\", A, 1\n",
    "people |id, name, badge|\n    a, A\n    \"b, B, 1\n",
    "people |id, name, badge|\n    a, A, many\n",
    "people |id, name, badge, marks|\n    a, A, 1, \"1, x\"\n",
    "stray\npeople |id, name, badge|\n    a, A, 1\n",
    "people |id, name, badge|\n<<<<<<< x\n    a, A, 1\n=======\n>>>>>>> y\n",
    "people |id, name, badge|\n    a, A, 1\nnote: x\n    b, B, 2\n",
    "people |id, name, badge|\n    a, A, 1\npeople |id, name, badge|\n    b, B, 3\n",
    "people |id, Name, name, name, badge|\n    a, A, B, C, 1\n",
    "people |id, Name, badge|\n    a, A, 1\n",
    "people |ID, name, badge|\n    a, A, 1\n",
    "people |name, badge|\n    A, 1\n",
    "people |id, name|\n    a, A\n",
    "x:\n    people |id, name, badge|\n        a, A, 1\n",
};

static void a_file_without_memory_is_not_opened(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof FAULTY / sizeof FAULTY[0]; i++) {
        bool fired = true;
        for (int nth = 1; fired; nth++) {
            sdn_error err = {0};
            write_store(FAULTY[i]);
            faults_arm_memory(nth);
            sdn_store *store = sdn_store_open(&person_record_type, STORE_PATH, NULL, &err);
            fired = faults_fired_memory();
            faults_arm_memory(0);
            assert_int_equal(store == NULL, fired);
            assert_int_equal(err.code, fired ? SDN_E_NOMEM : SDN_OK);
            const sdn_problem *list;
            assert_true(fired || sdn_store_problems(store, &list) > 0);
            sdn_store_close(store);
        }
    }
}

/* ---- saving ---- */

/* Edits that `edit` makes are saved once memory is there, and until then neither lost nor written. `before` and `after`
 * are the file. */
static void assert_saved_in_the_end(const char *before, void (*edit)(sdn_file *file), const char *after)
{
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_file *file = NULL;
        write_store(before);
        file = sdn_file_open(STORE_PATH, NULL, &err);
        assert_non_null(file);
        edit(file);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(file, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        if (code != SDN_OK) {
            assert_true(fired);
            assert_int_equal(code, SDN_E_NOMEM);
            assert_content(before);
            assert_ok(sdn_file_save(file, &err), err);
        }
        assert_content(after);
        assert_false(sdn_file_changed(file));
        sdn_file_close(file);
    }
}

/* Longer than the first block of an arena. */
static char huge[8000];

static void make_huge(void)
{
    memset(huge, 'h', sizeof huge - 1);
    huge[1] = ',';
}

static sdn_store *people_in(sdn_file *file)
{
    sdn_error err = {0};
    sdn_store *store = sdn_file_store(file, &person_record_type, &err);
    assert_non_null(store);
    return store;
}

static void edit_and_insert(sdn_file *file)
{
    sdn_error err = {0};
    sdn_store *store = people_in(file);
    sdn_value key = key_of("a");
    person *edited = sdn_store_edit(store, &key, &err);
    edited->name = sdn_str_from(huge);
    person values = person_of("c", 3);
    assert_non_null(sdn_store_insert(store, &values, &err));
}

static void a_save_without_memory_writes_nothing(void **state)
{
    (void)state;
    static const char before[] = "people |id, name, badge, born|\n    a, A, 1, 1999-01-01\n";
    static const char format[] = "#sdn-crc32:%lu\n%s";
    static char after[sizeof huge + 256], summed_before[512], summed_after[sizeof after + 64];
    make_huge();
    snprintf(after, sizeof after,
             "people |id, name, badge, born|\n    a, \"%s\", 1, 1999-01-01\n    c, somebody, 3, \"1903-01-01\"\n",
             huge);
    assert_saved_in_the_end(before, edit_and_insert, after);
    snprintf(summed_before, sizeof summed_before, format, (unsigned long)sdn__crc32(0, before, strlen(before)), before);
    snprintf(summed_after, sizeof summed_after, format, (unsigned long)sdn__crc32(0, after, strlen(after)), after);
    assert_saved_in_the_end(summed_before, edit_and_insert, summed_after);
}

/* A team as its users see it; a record so large that each block of an arena takes one, and its text another. */
enum { WIDE = 1 << 16 };

static const sdn_record_type *wide_team(void)
{
    static union {
        team first;
        char bytes[WIDE];
    } defaults = {.first = {.name = SDN_STR_INIT("")}};
    static sdn_record_type type;
    type = team_record_type;
    type.size = sizeof defaults;
    type.defaults = &defaults;
    return &type;
}

static void insert_a_wide_team(sdn_file *file)
{
    static union {
        team first;
        char bytes[WIDE];
    } values = {.first = {.name = SDN_STR_INIT("red")}};
    sdn_error err = {0};
    sdn_store *teams = sdn_file_store(file, wide_team(), &err);
    assert_non_null(teams);
    assert_non_null(sdn_store_insert(teams, &values, &err));
}

static void a_save_without_memory_for_a_record_writes_nothing(void **state)
{
    (void)state;
    assert_saved_in_the_end("teams |name|\n    blue\n", insert_a_wide_team, "teams |name|\n    blue\n    red\n");
}

/* A person that large. */
static const sdn_record_type *wide_person(void)
{
    static union {
        person first;
        char bytes[WIDE];
    } defaults;
    static sdn_record_type type;
    memcpy(&defaults.first, person_record_type.defaults, sizeof defaults.first);
    type = person_record_type;
    type.size = sizeof defaults;
    type.defaults = &defaults;
    return &type;
}

static void edit_a_wide_person(sdn_file *file)
{
    sdn_error err = {0};
    sdn_value key = key_of("a");
    sdn_store *people = sdn_file_store(file, wide_person(), &err);
    assert_non_null(people);
    person *edited = sdn_store_edit(people, &key, &err);
    assert_non_null(edited);
    edited->name = sdn_str_from(huge);
}

static void a_save_without_memory_for_an_edited_record_writes_nothing(void **state)
{
    (void)state;
    static char after[sizeof huge + 64];
    make_huge();
    snprintf(after, sizeof after, "people |id, name, badge|\n    a, \"%s\", 1\n", huge);
    assert_saved_in_the_end("people |id, name, badge|\n    a, A, 1\n", edit_a_wide_person, after);
}

/* More records, or larger ones, than can be counted in bytes. */
static void no_memory_holds_more_than_can_be_counted(void **state)
{
    (void)state;
    sdn_table table;
    sdn_record_type type = team_record_type;
    assert_int_equal(sdn__table_init(&table, &type, 42), 0);
    assert_int_equal(sdn__table_expect_rows(&table, SIZE_MAX / 4), -1);
    assert_int_equal(table.slots.row_capacity, 0);
    assert_int_equal(sdn__table_expect_rows(&table, 1000), 0);
    type.size = SIZE_MAX / 256;
    assert_int_equal(sdn__slots_add(&table.slots), SDN_NO_SLOT);
    assert_int_equal(table.slots.row_count, 0);
    sdn__table_release(&table);
}

static void delete_a_team(sdn_file *file)
{
    sdn_error err = {0};
    sdn_store *teams = sdn_file_store(file, &team_record_type, &err);
    sdn_value key = key_of("red");
    people_in(file);
    assert_ok(sdn_store_delete(teams, &key, &err), err);
}

static void a_save_without_memory_looks_for_references_later(void **state)
{
    (void)state;
    assert_saved_in_the_end("teams |name|\n    blue\n    red\n\npeople |id, name, badge, team|\n    a, A, 1, blue\n",
                            delete_a_team,
                            "teams |name|\n    blue\n\npeople |id, name, badge, team|\n    a, A, 1, blue\n");
}

/* ---- merging ---- */

static sdn_code add_conflict(sdn_conflict_list *list, sdn_error *err)
{
    person base = person_of("a", 1), theirs = full_person("a"), ours = person_of("a", 3);
    sdn_versions versions = {&base, &theirs, &ours};
    return sdn__conflict_list_add(list, SDN_CONFLICT_FIELD, &person_record_type, PERSON_FIELD_BADGE, &versions, err);
}

/* Whether an allocation failed. */
static bool fail_one_of_a_conflict(size_t left, int nth)
{
    sdn_conflict_list list = {0};
    sdn_error err = {0};
    leave(&list.arena, left);
    faults_arm_memory(nth);
    sdn_code code = add_conflict(&list, &err);
    bool fired = faults_fired_memory();
    faults_arm_memory(0);
    assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
    assert_int_equal(list.count, fired ? 0 : 1);
    if (!fired) {
        assert_string_equal(list.items[0].theirs, "9");
        assert_string_equal(((const person *)list.items[0].theirs_record)->email.ptr, "somebody@example.org");
    }
    sdn__conflict_list_release(&list);
    return fired;
}

static void a_conflict_without_memory_is_not_listed(void **state)
{
    (void)state;
    for (size_t left = 0; left <= 4 * MOST_LEFT; left += STEP)
        for (int nth = 1; fail_one_of_a_conflict(left, nth); nth++)
            ;
}

/* What was edited, and what was inserted here and by others, where ours is to win. */
static sdn_store *edit_and_insert_large_text(void)
{
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.on_conflict = SDN_ON_CONFLICT_OURS;
    write_bytes(STORE_PATH, PEOPLE, sizeof PEOPLE - 1);
    sdn_store *store = open_store_with(&person_record_type, &options);
    sdn_value key = key_of("a");
    person *edited = sdn_store_edit(store, &key, &err);
    edited->name = sdn_str_from(huge);
    person added = person_of("c", 3);
    added.name = sdn_str_from(huge);
    assert_non_null(sdn_store_insert(store, &added, &err));
    return store;
}

static void a_merge_of_large_text_without_memory_changes_nothing(void **state)
{
    (void)state;
    static const char theirs[] =
        "people |id, name, badge, place|\n    a, A, 1, here\n    b, B, 77, there\n    c, C, 4, where\n";
    make_huge();
    bool fired = true;
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        sdn_store *store = edit_and_insert_large_text();
        write_bytes(STORE_PATH, theirs, sizeof theirs - 1);
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(sdn_store_file(store), &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        if (code != SDN_OK) {
            assert_true(fired);
            assert_int_equal(code, SDN_E_NOMEM);
            assert_content(theirs);
            save_store(store);
        }
        sdn_str text = read_bytes(STORE_PATH);
        const char *first = strstr(text.ptr, huge);
        assert_non_null(first);
        assert_non_null(strstr(first + 1, huge));
        assert_non_null(strstr(text.ptr, "    b, B, 77, there"));
        close_store(store);
    }
}

/* ---- copies of a state ---- */

static void a_copy_of_a_file_without_memory_is_none(void **state)
{
    (void)state;
    bool fired = true;
    sdn_store *store = store_of(&person_record_type, PEOPLE);
    for (int nth = 1; fired; nth++) {
        sdn_error err = {0};
        char *bytes = NULL;
        size_t len = 0;
        faults_arm_memory(nth);
        sdn_code code = sdn__image_copy_bytes(sdn__store_image(store), &bytes, &len, &err);
        fired = faults_fired_memory();
        faults_arm_memory(0);
        assert_int_equal(code, fired ? SDN_E_NOMEM : SDN_OK);
        assert_int_equal(bytes == NULL, fired);
        if (!fired)
            assert_memory_equal(bytes, PEOPLE, sizeof PEOPLE - 1);
        sdn__free(bytes);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(an_insert_without_memory_changes_nothing),
        TEST_WITH_STORES(a_put_without_memory_changes_nothing),
        TEST_WITH_STORES(an_edit_without_memory_changes_nothing),
        TEST_WITH_STORES(a_deletion_without_memory_changes_nothing),
        TEST_WITH_STORES(text_that_was_lost_twice_is_lost),
        TEST_WITH_STORES(a_file_without_memory_is_not_opened),
        TEST_WITH_STORES(a_save_without_memory_writes_nothing),
        TEST_WITH_STORES(a_save_without_memory_for_a_record_writes_nothing),
        TEST_WITH_STORES(a_save_without_memory_for_an_edited_record_writes_nothing),
        TEST_WITH_STORES(no_memory_holds_more_than_can_be_counted),
        TEST_WITH_STORES(a_save_without_memory_looks_for_references_later),
        TEST_WITH_STORES(a_conflict_without_memory_is_not_listed),
        TEST_WITH_STORES(a_merge_of_large_text_without_memory_changes_nothing),
        TEST_WITH_STORES(a_copy_of_a_file_without_memory_is_none),
    };
    return run_cases(argc, argv, tests);
}
