/* How many calls to the system a transaction makes: what each of them costs is small, what a careless one more of them
 * costs shows in no other test. */
#include "test.h"

#include "faults.h"
#include "temp_stores.h"

#include <sdn/atomic_file.h>

#include <stdio.h>

static const char NOTES[] = "notes |id, text|\n    1, one\n    2, two\n";

static void count_from_here(void)
{
    faults_arm(0, 0, FAULT_INSTEAD);
}

/* That at most `most` were made since count_from_here. */
static void assert_calls(const char *what, int most)
{
    int calls = faults_calls();
    faults_remove();
    if (calls <= most)
        return;
    for (int i = 1; i <= calls; i++)
        print_message("%s ", faults_call(i));
    fail_msg("%s makes %d calls, %d are allowed", what, calls, most);
}

/* The first transaction of an open file also looks for what killed ones left. */
static sdn_store *open_after_a_transaction(sdn_durability durability)
{
    sdn_options options = sdn_options_default();
    options.durability = durability;
    write_bytes(STORE_PATH, NOTES, sizeof NOTES - 1);
    sdn_store *store = open_store_with(&note_record_type, &options);
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("uno");
    commit_store(store);
    return store;
}

static void begin_and_commit_make_few_calls(void **state)
{
    only_on_linux("the calls counted are those of Linux");
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_ATOMIC);
    count_from_here();
    begin_store(store);
    assert_calls("begin", 11);
    edit_note(store, "2")->text = SDN_STR("due");
    count_from_here();
    commit_store(store);
    assert_calls("commit", 28);
}

static void flush_costs_two_calls(void **state)
{
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_DURABLE);
    begin_store(store);
    edit_note(store, "2")->text = SDN_STR("due");
    count_from_here();
    commit_store(store);
    assert_calls("a commit that is flushed", 29);
}

static void save_alone_makes_few_calls(void **state)
{
    only_on_linux("the calls counted are those of Linux");
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_ATOMIC);
    edit_note(store, "2")->text = SDN_STR("due");
    count_from_here();
    save_store(store);
    assert_calls("a save", 37);
}

static void begin_reads_a_changed_file_with_few_calls(void **state)
{
    only_on_linux("the calls counted are those of Linux");
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_ATOMIC);
    write_bytes(STORE_PATH, "notes |id, text|\n    1, other\n", 29);
    count_from_here();
    begin_store(store);
    assert_calls("a begin that reads", 16);
}

static void commit_of_nothing_makes_few_calls(void **state)
{
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_ATOMIC);
    begin_store(store);
    count_from_here();
    commit_store(store);
    assert_calls("a commit of nothing", 4);
}

static void reload_of_an_unchanged_file_makes_few_calls(void **state)
{
    sdn_error err = {0};
    (void)state;
    sdn_store *store = open_after_a_transaction(SDN_ATOMIC);
    count_from_here();
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_calls("a reload", 3);
}

/* The whole calling sequence of sdn/lock.h and sdn/atomic_file.h. */
static void locked_save_of_a_file_makes_few_calls(void **state)
{
    only_on_linux("the calls counted are those of Linux");
    sdn_error err = {0};
    sdn_atomic_file_options options = sdn_atomic_file_options_default();
    (void)state;
    options.durability = SDN_ATOMIC;
    write_bytes(STORE_PATH, NOTES, sizeof NOTES - 1);
    count_from_here();
    sdn_lock *lock = sdn_lock_acquire(STORE_PATH, NULL, &err);
    sdn_atomic_file *file = sdn_atomic_file_create(STORE_PATH, lock, &options, &err);
    assert_non_null(file);
    assert_ok(sdn_atomic_file_write(file, NOTES, sizeof NOTES - 1, &err), err);
    assert_ok(sdn_atomic_file_commit(&file, &err), err);
    sdn_lock_release(lock);
    assert_calls("a locked save of a file", 41);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(begin_and_commit_make_few_calls),
        TEST_WITH_STORES(flush_costs_two_calls),
        TEST_WITH_STORES(save_alone_makes_few_calls),
        TEST_WITH_STORES(begin_reads_a_changed_file_with_few_calls),
        TEST_WITH_STORES(commit_of_nothing_makes_few_calls),
        TEST_WITH_STORES(reload_of_an_unchanged_file_makes_few_calls),
        TEST_WITH_STORES(locked_save_of_a_file_makes_few_calls),
    };
    return run_cases(argc, argv, tests);
}
