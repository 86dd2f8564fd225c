/* That tables as sdnc ddl prints them keep what files like real ones hold: all records of a file are put into a database,
 * and come back as they were. */
#include "test.h"

#include "feature.h"
#include "sqlite_tables.h"
#include "task.h"
#include "tempdir.h"
#include "todo.h"

#include <sdn/sqlite.h>

#include <stdio.h>
#include <stdlib.h>

static sdn_error err;

/* Runs the statements that sdnc ddl printed. */
static void make_tables_of(const char *schema)
{
    char path[1024];
    static char sql[1 << 16];
    snprintf(path, sizeof path, "%s/%s.sqlite.sql", SDNC_DDL, schema);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t len = fread(sql, 1, sizeof sql - 1, file);
    fclose(file);
    assert_true(len > 0 && len < sizeof sql - 1);
    sql[len] = '\0';
    run_sql(sql);
}

static sdn_store *open_store_of(const sdn_record_type *type, const char *path)
{
    sdn_store *store = sdn_store_open(type, path, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void copy_records(const sdn_store *from, sdn_store *to)
{
    sdn_cursor cursor = sdn_store_all(from);
    for (const void *each; (each = sdn_cursor_next(&cursor)) != NULL;)
        if (sdn_store_put(to, each, &err) == NULL)
            fail_msg("%s", err.message);
    assert_ok(sdn_file_save(sdn_store_file(to), &err), err);
}

static void assert_same_stores(const sdn_store *a, const sdn_store *b, const sdn_record_type *type)
{
    sdn_cursor x = sdn_store_all(a), y = sdn_store_all(b);
    size_t count = 0;
    for (const void *each; (each = sdn_cursor_next(&x)) != NULL; count++) {
        const void *other = sdn_cursor_next(&y);
        assert_non_null(other);
        assert_true(sdn_record_equal(type, each, other));
    }
    assert_null(sdn_cursor_next(&y));
    assert_true(count > 0);
}

static void move_to_database_and_back(const sdn_record_type *type, const char *schema, const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", SDNC_DATA, name);
    assert_int_equal(sdn_sqlite_use(NULL), SDN_OK);
    make_tables_of(schema);
    sdn_store *file = open_store_of(type, path), *database = open_store_of(type, URI);
    copy_records(file, database);
    sdn_store *again = open_store_of(type, URI), *back = open_store_of(type, "back.sdn");
    assert_int_equal(sdn_store_problems(again, NULL), 0);
    assert_same_stores(file, again, type);
    copy_records(again, back);
    assert_same_stores(file, back, type);
    sdn_store_close(file);
    sdn_store_close(database);
    sdn_store_close(again);
    sdn_store_close(back);
}

static void todos_move_to_a_database_and_back(void **state)
{
    (void)state;
    move_to_database_and_back(&todo_record_type, "todo", "todo_scan.sdn");
}

static void tasks_move_to_a_database_and_back(void **state)
{
    (void)state;
    move_to_database_and_back(&task_record_type, "task", "task_columns.sdn");
}

static void features_move_to_a_database_and_back(void **state)
{
    (void)state;
    move_to_database_and_back(&feature_record_type, "feature", "feature_wide.sdn");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(todos_move_to_a_database_and_back),
        TEST_IN_TEMPDIR(tasks_move_to_a_database_and_back),
        TEST_IN_TEMPDIR(features_move_to_a_database_and_back),
    };
    return run_cases(argc, argv, tests);
}
