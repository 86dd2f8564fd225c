/*
 * Every allocation of every store function made to fail, one after the other: no crash, no leak, the file as it was,
 * the store usable, and what it then says right.
 */
#include "test.h"

#include "faults.h"
#include "files.h"
#include "pair.h"
#include "stores.h"

#include <stdio.h>
#include <string.h>

static const char FILE_TEXT[] = "# top\nstray\nnotes |id, text, kind, tags|\n    1, one, idea, \"a,b\"\n"
                                "    2, \"t\"\"wo\", odd , [c]\n    3, x\n    4, four, fact,\n    4, four, fact,\n"
                                "    q, \"open, fact\n\nlog |id, text|\n    a, b\n";
enum { MOST_ALLOCATIONS = 2000 };

static sdn_options quick(void)
{
    sdn_options options = sdn_options_default();
    options.durability = SDN_ATOMIC;
    return options;
}

static void reset(void)
{
    write_bytes(STORE_PATH, FILE_TEXT, strlen(FILE_TEXT));
}

static void assert_out_of_memory(const sdn_error *err)
{
    assert_string_equal(sdn_code_name(err->code), "SDN_E_NOMEM");
    assert_message_has(*err, "out of memory");
}

/* ---- opening ---- */

static void opening_fails_cleanly(void **state)
{
    (void)state;
    sdn_options options = quick();
    int failures = 0;
    reset();
    for (int nth = 1; nth < MOST_ALLOCATIONS; nth++) {
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_store *store = sdn_store_open(&note_record_type, STORE_PATH, &options, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        sdn_store_close(store);
        if (store == NULL)
            assert_out_of_memory(&err);
        failures += store == NULL;
        if (!fired)
            break;
    }
    assert_true(failures > 10);
    assert_content(FILE_TEXT);
}

static void adding_a_store_fails_cleanly(void **state)
{
    (void)state;
    int failures = 0;
    for (int nth = 1; nth < MOST_ALLOCATIONS; nth++) {
        sdn_file *file = open_file_of(FILE_TEXT);
        sdn_store *notes = store_in(file, &note_record_type);
        const note *one = get_note(notes, "1");
        sdn_error err = {0};
        faults_arm_memory(nth);
        sdn_store *log = sdn_store_in(file, &log_record_type, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        if (log == NULL)
            assert_out_of_memory(&err);
        failures += log == NULL;
        assert_string_equal(one->text.ptr, "one");
        assert_string_equal(ids_of(sdn_store_all(store_in(file, &log_record_type))), "a ");
        assert_ptr_equal(get_note(notes, "1"), one);
        stores_leave(NULL);
        stores_enter(NULL);
        if (!fired)
            break;
    }
    assert_true(failures > 5);
}

/* ---- one change ---- */

/* Does one thing to a store; returns whether it was done. */
typedef bool change(sdn_store *store, sdn_error *err);

static bool do_insert(sdn_store *store, sdn_error *err)
{
    sdn_str tags[] = {SDN_STR_INIT("x"), SDN_STR_INIT("y")};
    note values = note_of("", "new");
    values.tags = (sdn_str_list){tags, 2};
    return sdn_store_insert(store, &values, err) != NULL;
}

static bool do_edit(sdn_store *store, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("1")};
    note *one = sdn_store_edit(store, &key, err);
    if (one != NULL) {
        one->text = SDN_STR("new");
        one->kind = NOTE_KIND_FACT;
    }
    return one != NULL;
}

static bool do_put(sdn_store *store, sdn_error *err)
{
    note values = note_of("2", "new");
    return sdn_store_put(store, &values, err) != NULL;
}

static bool do_delete(sdn_store *store, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("2")};
    return sdn_store_delete(store, &key, err) == SDN_OK;
}

/* Text of the store that is lost is noticed by save. */
static bool do_text(sdn_store *store, sdn_error *err)
{
    static char large[8192];
    const char *texts[] = {large, "b"};
    memset(large, 'a', sizeof large - 1);
    sdn_value key = {.text = SDN_STR("1")};
    note *one = sdn_store_edit(store, &key, err);
    if (one == NULL)
        return false;
    one->text = sdn_store_text(store, large);
    one->tags = sdn_store_list(store, texts, 2);
    return sdn_file_save(sdn_store_file(store), err) == SDN_OK;
}

static bool do_save(sdn_store *store, sdn_error *err)
{
    sdn_value key = {.text = SDN_STR("1")};
    note *one = sdn_store_edit(store, &key, err);
    note values = note_of("", "new"), new_column = note_of("n", "new");
    if (one == NULL || sdn_store_insert(store, &values, err) == NULL ||
        sdn_store_insert(store, &new_column, err) == NULL)
        return false;
    one = sdn_store_edit(store, &key, err);
    if (one == NULL)
        return false;
    one->text = SDN_STR("new text");
    return sdn_file_save(sdn_store_file(store), err) == SDN_OK;
}

static bool do_transaction(sdn_store *store, sdn_error *err)
{
    sdn_file *file = sdn_store_file(store);
    if (sdn_file_begin(file, err) != SDN_OK)
        return false;
    if (do_edit(store, err) && do_delete(store, err) && do_insert(store, err))
        return sdn_file_commit(file, err) == SDN_OK;
    sdn_file_rollback(file);
    return false;
}

static bool do_reload(sdn_store *store, sdn_error *err)
{
    write_bytes(STORE_PATH, "notes |id|\n    5\n", 16);
    return sdn_file_reload(sdn_store_file(store), err) == SDN_OK;
}

static bool do_begin_on_a_new_file(sdn_store *store, sdn_error *err)
{
    write_bytes(STORE_PATH, "notes |id|\n    5\n", 16);
    if (sdn_file_begin(sdn_store_file(store), err) != SDN_OK)
        return false;
    sdn_file_rollback(sdn_store_file(store));
    return true;
}

/* The whole store as text. */
static const char *shown(const sdn_store *store)
{
    static char text[8192];
    size_t used = 0;
    text[0] = '\0';
    sdn_cursor cursor = sdn_store_all(store);
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL;) {
        assert_int_equal(strlen(each->text.ptr), each->text.len);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s:%.20s:%d:%zu ", each->id.ptr, each->text.ptr,
                                 (int)each->kind, each->tags.count);
    }
    for (uint32_t kind = 0; kind <= NOTE_KIND_OTHER_; kind++) {
        sdn_value value = {.enumerator = kind};
        used += (size_t)snprintf(text + used, sizeof text - used, "| %s", ids_of(sdn_store_by(store, NOTE_BY_KIND, &value)));
    }
    snprintf(text + used, sizeof text - used, "%zu", sdn_store_count(store));
    return text;
}

/* Makes every allocation of the change fail, with the indexes built before or not; what was not done can be rolled
 * back, done again, and saved. */
static void fail_every_allocation_of(change *what, bool built, bool changes_file)
{
    static char untouched[8192];
    int failures = 0;
    for (int nth = 1; nth < MOST_ALLOCATIONS; nth++) {
        sdn_error err = {0};
        reset();
        sdn_store *store = open_store(&note_record_type);
        if (built)
            (void)shown(store);
        faults_arm_memory(nth);
        bool done = what(store, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_false(file_exists("x.sdn.lock"));
        if (!done) {
            failures++;
            assert_out_of_memory(&err);
            if (!changes_file)
                assert_content(FILE_TEXT);
            sdn_file_rollback(sdn_store_file(store));
            snprintf(untouched, sizeof untouched, "%s", shown(store));
            assert_string_equal(untouched, "1:one:0:2 2:t\"wo:2:1 4:four:1:0 | 1 | 4 | 2 3");
            if (!what(store, &err))
                fail_msg("not done the second time: %s", err.message);
        }
        (void)shown(store);
        sdn_error again = {0};
        assert_ok(sdn_file_save(sdn_store_file(store), &again), again);
        snprintf(untouched, sizeof untouched, "%s", shown(store));
        close_store(store);
        assert_string_equal(shown(open_store(&note_record_type)), untouched);
        assert_int_equal(count_names(".tmp"), 0);
        stores_leave(NULL);
        stores_enter(NULL);
        if (!fired)
            break;
    }
    assert_true(failures > 0);
}

#define FAILS_CLEANLY(name, what, changes_file)                                                                \
    static void name(void **state)                                                                             \
    {                                                                                                          \
        (void)state;                                                                                           \
        fail_every_allocation_of((what), false, (changes_file));                                               \
        fail_every_allocation_of((what), true, (changes_file));                                                \
    }

FAILS_CLEANLY(inserting_fails_cleanly, do_insert, false)
FAILS_CLEANLY(editing_fails_cleanly, do_edit, false)
FAILS_CLEANLY(putting_fails_cleanly, do_put, false)
FAILS_CLEANLY(deleting_fails_cleanly, do_delete, false)
FAILS_CLEANLY(lost_text_is_noticed_by_save, do_text, false)
FAILS_CLEANLY(saving_fails_cleanly, do_save, false)
FAILS_CLEANLY(transactions_fail_cleanly, do_transaction, false)
FAILS_CLEANLY(reloading_fails_cleanly, do_reload, true)
FAILS_CLEANLY(beginning_fails_cleanly, do_begin_on_a_new_file, true)

/* ---- what needs no memory ---- */

static void looking_rolling_back_and_settling_need_no_memory(void **state)
{
    (void)state;
    reset();
    sdn_store *store = open_store(&note_record_type);
    edit_note(store, "1")->kind = NOTE_KIND_FACT;
    delete_note(store, "2");
    insert_note(store, "", "x");
    edit_note(store, "4")->kind = NOTE_KIND_IDEA;
    faults_arm_memory(1);
    assert_string_equal(shown(store), "1:one:1:2 4:four:0:0 5:x:1:0 | 4 | 1 5 | 3");
    assert_non_null(get_note(store, "1"));
    assert_false(faults_fired_memory());
    sdn_file_rollback(sdn_store_file(store)); /* may use memory under AddressSanitizer, but does without */
    assert_string_equal(shown(store), "1:one:0:2 2:t\"wo:2:1 4:four:1:0 | 1 | 4 | 2 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(opening_fails_cleanly),
        TEST_WITH_STORES(adding_a_store_fails_cleanly),
        TEST_WITH_STORES(inserting_fails_cleanly),
        TEST_WITH_STORES(editing_fails_cleanly),
        TEST_WITH_STORES(putting_fails_cleanly),
        TEST_WITH_STORES(deleting_fails_cleanly),
        TEST_WITH_STORES(lost_text_is_noticed_by_save),
        TEST_WITH_STORES(saving_fails_cleanly),
        TEST_WITH_STORES(transactions_fail_cleanly),
        TEST_WITH_STORES(reloading_fails_cleanly),
        TEST_WITH_STORES(beginning_fails_cleanly),
        TEST_WITH_STORES(looking_rolling_back_and_settling_need_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
