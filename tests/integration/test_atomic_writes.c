/* The plan's phase 1, atomic writes, on each of the three stores. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "child.h"
#include "faults.h"
#include "files.h"
#include "tempdir.h"
#include "todos.h"

#include "os/sys.h"

#include "feature.h"
#include "task.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

static const char one_todo[] =
    "todos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|\n"
    "    1, TODO, parser, P1, first, a.c, 3, \"\", \"\", open, true\n";

static void insert_todo(todo_store *store, const char *description)
{
    sdn_error err = {0};
    todo values;
    todo_init(&values);
    values.description = sdn_str_from(description);
    if (todo_store_insert(store, &values, &err) == NULL)
        fail_msg("%s", err.message);
}

static void plan_phase1_normal_save_creates_target_file(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *todos = open_todos();
    insert_todo(todos, "x");
    assert_ok(todo_store_save(todos, &err), err);
    todo_store_close(todos);
    assert_true(file_exists("todo_db.sdn"));

    feature_store *features = feature_store_open("feature_db.sdn", NULL, &err);
    feature one;
    feature_init(&one);
    one.id = SDN_STR("1");
    assert_non_null(feature_store_insert(features, &one, &err));
    assert_ok(feature_store_save(features, &err), err);
    feature_store_close(features);
    assert_true(file_exists("feature_db.sdn"));

    task_store *tasks = task_store_open("task_db.sdn", NULL, &err);
    task other;
    task_init(&other);
    other.id = SDN_STR("T-1");
    assert_non_null(task_store_insert(tasks, &other, &err));
    assert_ok(task_store_save(tasks, &err), err);
    task_store_close(tasks);
    assert_true(file_exists("task_db.sdn"));
}

static void plan_phase1_temp_file_is_cleaned_after_rename(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("todo_db.sdn", one_todo);
    todo_store *todos = open_todos();
    insert_todo(todos, "x");
    assert_ok(todo_store_save(todos, &err), err);
    assert_int_equal(count_names(".tmp"), 0);
    assert_int_equal(count_names(".lock"), 0);
    todo_store_close(todos);
}

static int killing_rename(int directory, const char *from, const char *to)
{
    (void)directory;
    (void)from;
    (void)to;
    raise(SIGKILL);
    return -EIO;
}

/* A program that dies on the step that would have replaced the file. */
static int save_and_die(child *parent, void *context)
{
    (void)parent;
    (void)context;
    sdn__sys.exchange_at = killing_rename;
    sdn__sys.rename_at = killing_rename;
    sdn__sys.rename_new_at = killing_rename;
    todo_store *todos = open_todos();
    insert_todo(todos, "never saved");
    (void)todo_store_save(todos, NULL);
    return 0;
}

static void crash(void)
{
    child dying = child_start(save_and_die, NULL);
    assert_int_equal(child_finish(&dying), -1);
}

static void plan_phase1_on_crash_the_temp_file_remains(void **state)
{
    (void)state;
    write_file("todo_db.sdn", one_todo);
    crash();
    assert_int_equal(count_names(".tmp"), 1);
    assert_string_equal(read_file("todo_db.sdn"), one_todo);
}

/* Ours sweeps its own leftovers, under the lock; another program's file of any name stays. */
static void plan_phase1_on_startup_own_temp_files_are_cleaned_and_others_stay(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("todo_db.sdn", one_todo);
    write_file("editor.tmp", "somebody else's");
    write_file("feature_db.sdn.0123456789abcdef.tmp", "of another database");
    crash();
    assert_int_equal(count_names("todo_db.sdn."), 2); /* the temporary file and the lock of the dead */
    todo_store *todos = open_todos();
    assert_ok(todo_store_begin(todos, &err), err);
    assert_int_equal(count_names("todo_db.sdn."), 1); /* the lock, now ours */
    todo_store_rollback(todos);
    todo_store_close(todos);
    assert_int_equal(count_names("todo_db.sdn."), 0);
    assert_true(file_exists("editor.tmp"));
    assert_true(file_exists("feature_db.sdn.0123456789abcdef.tmp"));
}

static void plan_phase1_file_is_readable_after_atomic_save(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *todos = open_todos();
    insert_todo(todos, "a, \"b\" \\ c\nd\te\r");
    assert_ok(todo_store_save(todos, &err), err);
    todo_store_close(todos);
    todos = open_todos();
    assert_int_equal(todo_store_count(todos), 1);
    assert_string_equal(todo_store_get(todos, "1")->description.ptr, "a, \"b\" \\ c\nd\te\r");
    todo_store_close(todos);
}

static int64_t full_disk(int fd, const void *bytes, size_t size)
{
    (void)fd;
    (void)bytes;
    (void)size;
    return -ENOSPC;
}

static void plan_phase1_old_file_is_preserved_if_write_fails(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("todo_db.sdn", one_todo);
    todo_store *todos = open_todos();
    insert_todo(todos, "no room for this");
    sdn_sys_table real = sdn__sys;
    sdn__sys.write = full_disk;
    assert_int_equal(todo_store_save(todos, &err), SDN_E_IO);
    assert_int_equal(err.os_error, ENOSPC);
    sdn__sys = real;
    assert_string_equal(read_file("todo_db.sdn"), one_todo);
    assert_int_equal(count_names(".tmp"), 0);
    assert_int_equal(count_names(".lock"), 0);
    /* The edit is still pending, and can be saved once there is room. */
    assert_true(todo_store_changed(todos));
    assert_ok(todo_store_save(todos, &err), err);
    assert_non_null(strstr(read_file("todo_db.sdn"), "no room for this"));
    todo_store_close(todos);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(plan_phase1_normal_save_creates_target_file),
        TEST_IN_TEMPDIR(plan_phase1_temp_file_is_cleaned_after_rename),
        TEST_IN_TEMPDIR(plan_phase1_on_crash_the_temp_file_remains),
        TEST_IN_TEMPDIR(plan_phase1_on_startup_own_temp_files_are_cleaned_and_others_stay),
        TEST_IN_TEMPDIR(plan_phase1_file_is_readable_after_atomic_save),
        TEST_IN_TEMPDIR(plan_phase1_old_file_is_preserved_if_write_fails),
    };
    return run_cases(argc, argv, tests);
}
