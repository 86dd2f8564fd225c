/* The plan's phase 2, file locking, as programs on a todo store see it. */
#define _DEFAULT_SOURCE

#include "test.h"

#include "child.h"
#include "files.h"
#include "tempdir.h"
#include "todos.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char lock_name[] = "todo_db.sdn.lock";

static sdn_options impatient(void)
{
    sdn_options options = sdn_options_default();
    options.lock_timeout_ms = 200;
    return options;
}

static sdn_code add_one(todo_store *store, const char *description, sdn_error *err)
{
    todo values;
    todo_init(&values);
    values.description = sdn_str_from(description);
    sdn_code code = todo_store_begin(store, err);
    if (code != SDN_OK)
        return code;
    if (todo_store_insert(store, &values, err) == NULL) {
        code = err->code;
        todo_store_rollback(store);
        return code;
    }
    return todo_store_commit(store, err);
}

/* Holds the lock until the parent says so, then commits one todo. */
static int hold_and_add(child *parent, void *context)
{
    (void)context;
    todo_store *store = open_todos();
    todo values;
    todo_init(&values);
    values.description = SDN_STR("by the holder");
    if (todo_store_begin(store, NULL) != SDN_OK || todo_store_insert(store, &values, NULL) == NULL)
        return 1;
    child_say(parent);
    if (!child_hear(parent))
        return 2;
    int result = todo_store_commit(store, NULL) == SDN_OK ? 0 : 3;
    todo_store_close(store);
    return result;
}

static void plan_phase2_single_process_acquires_lock(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    assert_false(file_exists(lock_name));
    assert_ok(todo_store_begin(store, &err), err);
    assert_true(file_exists(lock_name));
    assert_false(plain_lock(lock_name)); /* a plain program sees it too */
    assert_ok(todo_store_commit(store, &err), err);
    assert_false(file_exists(lock_name));
    todo_store_close(store);
}

static int wait_and_add(child *parent, void *context)
{
    sdn_error err = {0};
    (void)context;
    todo_store *store = open_todos();
    child_say(parent);
    int result = add_one(store, "by the waiter", &err) == SDN_OK ? 0 : 1;
    todo_store_close(store);
    return result;
}

static void plan_phase2_second_process_waits_for_lock(void **state)
{
    (void)state;
    child holder = child_start(hold_and_add, NULL);
    assert_true(child_hear(&holder));
    child waiter = child_start(wait_and_add, NULL);
    assert_true(child_hear(&waiter));
    usleep(100000);
    assert_false(file_exists("todo_db.sdn")); /* neither has saved: one holds, one waits */
    child_say(&holder);
    assert_int_equal(child_finish(&holder), 0);
    assert_int_equal(child_finish(&waiter), 0);
    todo_store *store = open_todos();
    assert_string_equal(todo_store_get(store, "1")->description.ptr, "by the holder");
    assert_string_equal(todo_store_get(store, "2")->description.ptr, "by the waiter");
    todo_store_close(store);
}

static void plan_phase2_lock_timeout_prevents_deadlock(void **state)
{
    (void)state;
    sdn_error err = {0};
    char pid[32];
    sdn_options options = impatient();
    child holder = child_start(hold_and_add, NULL);
    assert_true(child_hear(&holder));
    todo_store *store = open_todos_with(&options);
    double start = now_ms();
    assert_int_equal(todo_store_begin(store, &err), SDN_E_TIMEOUT);
    assert_true(now_ms() - start >= 200);
    snprintf(pid, sizeof pid, "%ld", (long)holder.pid);
    assert_message_has(err, pid);
    child_say(&holder);
    assert_int_equal(child_finish(&holder), 0);
    assert_ok(todo_store_begin(store, &err), err);
    todo_store_close(store);
    assert_false(file_exists(lock_name));
}

/* C has no drop: closing a store in a transaction, and rolling it back, are its ends of scope. */
static void plan_phase2_lock_released_on_drop(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    assert_ok(todo_store_begin(store, &err), err);
    todo_store_rollback(store);
    assert_false(file_exists(lock_name));
    assert_ok(todo_store_begin(store, &err), err);
    todo_store_close(store);
    assert_false(file_exists(lock_name));
}

enum { PROCESSES = 4, ADDS = 25 };

static int add_many(child *parent, void *context)
{
    sdn_error err = {0};
    (void)parent;
    todo_store *store = open_todos();
    for (int i = 0; i < ADDS; i++)
        if (add_one(store, context, &err) != SDN_OK) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
    todo_store_close(store);
    return 0;
}

static void run_processes(int count)
{
    char names[PROCESSES][16];
    child children[PROCESSES];
    for (int i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "by %d", i);
        children[i] = child_start(add_many, names[i]);
    }
    for (int i = 0; i < count; i++)
        assert_int_equal(child_finish(&children[i]), 0);
    todo_store *store = open_todos();
    assert_int_equal(todo_store_count(store), count * ADDS);
    int seen[PROCESSES] = {0};
    todo_cursor cursor = todo_store_all(store);
    int number = 0;
    for (const todo *t; (t = todo_cursor_next(&cursor)) != NULL;) {
        assert_int_equal(atoi(t->id.ptr), ++number);
        seen[atoi(t->description.ptr + 3)]++;
    }
    for (int i = 0; i < count; i++)
        assert_int_equal(seen[i], ADDS);
    todo_store_close(store);
}

static void plan_phase2_multiple_processes_serialize(void **state)
{
    (void)state;
    run_processes(2);
}

static void plan_phase2_stress_test_four_concurrent_processes(void **state)
{
    (void)state;
    run_processes(4);
}

static void plan_phase2_stale_lock_files_cleaned_on_startup(void **state)
{
    (void)state;
    sdn_error err = {0};
    /* of ours: its holder was killed */
    child holder = child_start(hold_and_add, NULL);
    assert_true(child_hear(&holder));
    child_kill(&holder);
    assert_true(file_exists(lock_name));
    todo_store *store = open_todos();
    double start = now_ms();
    assert_ok(add_one(store, "after the killed one", &err), err);
    assert_true(now_ms() - start < 1000);
    /* of a plain program that died more than a minute ago */
    assert_true(plain_lock(lock_name));
    make_older(lock_name, 61);
    assert_ok(add_one(store, "after the stale one", &err), err);
    assert_false(file_exists(lock_name));
    todo_store_close(store);
}

static void a_fresh_lock_of_a_plain_program_is_respected(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = impatient();
    todo_store *store = open_todos_with(&options);
    assert_true(plain_lock(lock_name));
    assert_int_equal(todo_store_begin(store, &err), SDN_E_TIMEOUT);
    assert_true(file_exists(lock_name));
    plain_unlock(lock_name);
    assert_ok(todo_store_begin(store, &err), err);
    todo_store_close(store);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(plan_phase2_single_process_acquires_lock),
        TEST_IN_TEMPDIR(plan_phase2_second_process_waits_for_lock),
        TEST_IN_TEMPDIR(plan_phase2_lock_timeout_prevents_deadlock),
        TEST_IN_TEMPDIR(plan_phase2_lock_released_on_drop),
        TEST_IN_TEMPDIR(plan_phase2_multiple_processes_serialize),
        TEST_IN_TEMPDIR(plan_phase2_stress_test_four_concurrent_processes),
        TEST_IN_TEMPDIR(plan_phase2_stale_lock_files_cleaned_on_startup),
        TEST_IN_TEMPDIR(a_fresh_lock_of_a_plain_program_is_respected),
    };
    return run_cases(argc, argv, tests);
}
