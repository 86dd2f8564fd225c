/* The plan's phase 3, one module for all record types: the same generic store under the three generated types, and
 * under one written by hand. */
#define _DEFAULT_SOURCE

#include "test.h"

#include "child.h"
#include "files.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "feature.h"
#include "task.h"
#include "todo.h"

#include <stdio.h>
#include <unistd.h>

static const char three_tables[] =
    "# one file, three tables\n"
    "todos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|\n"
    "    1, TODO, parser, P1, \"first, of two\", a.c, 3, \"\", \"\", open, true\n"
    "    2, FIXME, parser, P9, second, a.c, 4, 77, \"1,3\", waiting, false\n"
    "\n"
    "features |id, category, name, description, spec, mode_interpreter, mode_jit, "
    "mode_smf_cranelift, mode_smf_llvm, platforms, status, valid|\n"
    "    700.1, Tools, Bare words here, , /doc/x.md, supported, not_supported, supported, "
    "supported, \"linux,bsd\", complete, true\n"
    "\n"
    "tasks |id,category,name,description,priority,status,valid|\n"
    "    T-1,core,\"Do it\",\"All of it\",high,in_progress,true\n";

static sdn_file *open_file(void)
{
    sdn_error err = {0};
    sdn_file *file = sdn_file_open("all.sdn", NULL, &err);
    if (file == NULL)
        fail_msg("%s", err.message);
    return file;
}

static void plan_phase3_generic_database_loads_correctly(void **state)
{
    (void)state;
    static const sdn_record_type *const types[] = {&todo_record_type, &feature_record_type, &task_record_type};
    static const size_t counts[] = {2, 1, 1};
    write_file("all.sdn", three_tables);
    sdn_file *file = open_file();
    for (size_t i = 0; i < 3; i++) {
        const sdn_problem *problems;
        sdn_store *store = sdn_file_store(file, types[i], NULL);
        assert_non_null(store);
        assert_int_equal(sdn_store_count(store), counts[i]);
        assert_int_equal(sdn_store_problems(store, &problems), 0);
    }
    sdn_file_close(file);
}

static void todos_hold_what_the_file_says(todo_store *todos)
{
    const todo *one = todo_store_get(todos, "1"), *two = todo_store_get(todos, "2");
    assert_string_equal(one->description.ptr, "first, of two");
    assert_int_equal(one->priority, TODO_PRIORITY_P1);
    assert_false(one->has_issue);
    assert_int_equal(one->blocked.count, 0);
    assert_true(one->valid);
    assert_int_equal(two->priority, TODO_PRIORITY_OTHER_);
    assert_string_equal(two->priority_text.ptr, "P9");
    assert_int_equal(two->status, TODO_STATUS_OTHER_);
    assert_string_equal(two->status_text.ptr, "waiting");
    assert_int_equal(two->line, 4);
    assert_true(two->has_issue);
    assert_string_equal(two->issue.ptr, "77");
    assert_int_equal(two->blocked.count, 2);
    assert_string_equal(two->blocked.items[1].ptr, "3");
}

static void plan_phase3_record_trait_implementation_works(void **state)
{
    (void)state;
    write_file("all.sdn", three_tables);
    sdn_file *file = open_file();
    todos_hold_what_the_file_says(todo_store_in_file(file, NULL));

    const feature *f = feature_store_get(feature_store_in_file(file, NULL), "700.1");
    assert_string_equal(f->name.ptr, "Bare words here");
    assert_string_equal(f->description.ptr, "");
    assert_string_equal(f->spec.ptr, "/doc/x.md");
    assert_int_equal(f->mode_jit, FEATURE_MODE_NOT_SUPPORTED);
    assert_int_equal(f->platforms.count, 2);
    assert_string_equal(f->platforms.items[0].ptr, "linux");

    const task *t = task_store_get(task_store_in_file(file, NULL), "T-1");
    assert_string_equal(t->description.ptr, "All of it");
    assert_int_equal(t->priority, TASK_PRIORITY_HIGH);
    assert_int_equal(t->status, TASK_STATUS_IN_PROGRESS);
    sdn_file_close(file);
}

/* Files of the programs that came before are read, and what they hold that we do not know is kept for them. */
static void plan_phase3_backward_compatibility(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("all.sdn", "\nstrings |id, value|\n    1, x\n\n"
                          "todos |status, id, owner, description|\n"
                          "        done, 7, ann, \"say \"\"hi\"\"\"\n"
                          "\topen, 8, bob, plain words, too many\n"
                          "        open, 9, , last");
    todo_store *todos = todo_store_open("all.sdn", NULL, &err);
    assert_non_null(todos);
    assert_int_equal(todo_store_count(todos), 2);
    assert_string_equal(todo_store_get(todos, "7")->description.ptr, "say \"hi\"");
    assert_string_equal(todo_store_get(todos, "7")->keyword.ptr, "TODO"); /* no such column: the default */
    todo *t = todo_store_edit(todos, "9", &err);
    t->status = TODO_STATUS_STALE;
    assert_ok(todo_store_save(todos, &err), err);
    todo_store_close(todos);
    assert_string_equal(read_file("all.sdn"), "\nstrings |id, value|\n    1, x\n\n"
                                              "todos |status, id, owner, description|\n"
                                              "        done, 7, ann, \"say \"\"hi\"\"\"\n"
                                              "\topen, 8, bob, plain words, too many\n"
                                              "        stale, 9, , last");
}

/* With the generator it takes a schema (see the test readme_example); without, this table of fields. */
static void plan_phase3_new_record_type_easily_added(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *notes = sdn_store_open(&note_record_type, "notes.sdn", NULL, &err);
    note values = note_of("", "written by hand");
    assert_non_null(sdn_store_insert(notes, &values, &err));
    assert_ok(sdn_file_save(sdn_store_file(notes), &err), err);
    const note *saved = sdn_store_get(notes, &(sdn_value){.text = SDN_STR("1")});
    assert_string_equal(saved->text.ptr, "written by hand");
    sdn_store_close(notes);
}

/* The same steps have the same results for each type; only the record type is passed. */
static void same_steps(const sdn_record_type *type, void *values, const char *path)
{
    sdn_error err = {0};
    const sdn_value key[] = {{.text = SDN_STR("K-1")}};
    sdn_store *store = sdn_store_open(type, path, NULL, &err);
    assert_non_null(store);
    *(sdn_str *)((char *)values + type->fields[type->key.fields[0]].offset) = key[0].text;
    assert_int_equal(sdn_store_count(store), 0);
    assert_null(sdn_store_get(store, key));
    assert_null(sdn_store_edit(store, key, &err));
    assert_int_equal(err.code, SDN_E_NOT_FOUND);
    assert_non_null(sdn_store_insert(store, values, &err));
    assert_null(sdn_store_insert(store, values, &err));
    assert_int_equal(err.code, SDN_E_EXISTS);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_true(sdn_record_equal(type, values, sdn_store_get(store, key)));
    assert_ok(sdn_store_delete(store, key, &err), err);
    assert_int_equal(sdn_store_delete(store, key, &err), SDN_E_NOT_FOUND);
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 1);
    sdn_store_close(store);
}

static void plan_phase3_consistency_across_all_types(void **state)
{
    (void)state;
    todo t;
    feature f;
    task k;
    note n = note_of("", "x");
    todo_init(&t);
    feature_init(&f);
    task_init(&k);
    same_steps(&todo_record_type, &t, "a.sdn");
    same_steps(&feature_record_type, &f, "b.sdn");
    same_steps(&task_record_type, &k, "c.sdn");
    same_steps(&note_record_type, &n, "d.sdn");
    /* and in one file, in one transaction */
    same_steps(&todo_record_type, &t, "all.sdn");
    same_steps(&feature_record_type, &f, "all.sdn");
    same_steps(&task_record_type, &k, "all.sdn");
    sdn_file *file = open_file();
    assert_int_equal(todo_store_count(todo_store_in_file(file, NULL)), 1);
    assert_int_equal(feature_store_count(feature_store_in_file(file, NULL)), 1);
    assert_int_equal(task_store_count(task_store_in_file(file, NULL)), 1);
    sdn_file_close(file);
}

static void plan_phase3_error_handling(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("all.sdn", "features |id, mode_jit|\n    1, supported\n    2, perhaps\n");
    feature_store *features = feature_store_open("all.sdn", NULL, &err);
    const sdn_problem *problems;
    assert_int_equal(feature_store_count(features), 1);
    assert_int_equal(feature_store_problems(features, &problems), 1);
    assert_int_equal(problems[0].line, 3);
    assert_int_equal(problems[0].column, 8);
    assert_string_equal(problems[0].message,
                        "column 'mode_jit': 'perhaps' is none of supported, not_supported; correct it");
    feature_store_close(features);

    sdn_options strict = sdn_options_default();
    strict.strict = true;
    assert_null(feature_store_open("all.sdn", &strict, &err));
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_string_equal(err.message, "all.sdn:3:8: column 'mode_jit': 'perhaps' is none of supported, not_supported; "
                                     "correct it");
    assert_null(task_store_open("all.sdn", &strict, &err));
    assert_int_equal(err.code, SDN_E_NOT_FOUND);
}

/* Two stores of one file, changed by several processes at once, each transaction touching both. */
static int add_pairs(child *parent, void *context)
{
    (void)parent;
    (void)context;
    sdn_file *file = open_file();
    todo_store *todos = todo_store_in_file(file, NULL);
    note values = note_of("", "pair");
    sdn_store *notes = sdn_file_store(file, &note_record_type, NULL);
    todo t;
    todo_init(&t);
    t.description = SDN_STR("pair");
    for (int i = 0; i < 20; i++)
        if (sdn_file_begin(file, NULL) != SDN_OK || todo_store_insert(todos, &t, NULL) == NULL ||
            sdn_store_insert(notes, &values, NULL) == NULL || sdn_file_commit(file, NULL) != SDN_OK)
            return 1;
    sdn_file_close(file);
    return 0;
}

/* Meanwhile a reader, without a lock, never sees one without the other. */
static int watch_pairs(child *parent, void *context)
{
    (void)context;
    child_say(parent);
    sdn_file *file = open_file();
    todo_store *todos = todo_store_in_file(file, NULL);
    sdn_store *notes = sdn_file_store(file, &note_record_type, NULL);
    while (todo_store_count(todos) < 60) {
        if (sdn_file_reload(file, NULL) != SDN_OK || todo_store_count(todos) != sdn_store_count(notes))
            return 1;
        usleep(1000);
    }
    sdn_file_close(file);
    return 0;
}

static void plan_phase3_concurrent_access_via_unified_api(void **state)
{
    (void)state;
    child watcher = child_start(watch_pairs, NULL);
    assert_true(child_hear(&watcher));
    child writers[3];
    for (int i = 0; i < 3; i++)
        writers[i] = child_start(add_pairs, NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(child_finish(&writers[i]), 0);
    assert_int_equal(child_finish(&watcher), 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(plan_phase3_generic_database_loads_correctly),
        TEST_IN_TEMPDIR(plan_phase3_record_trait_implementation_works),
        TEST_IN_TEMPDIR(plan_phase3_backward_compatibility),
        TEST_IN_TEMPDIR(plan_phase3_new_record_type_easily_added),
        TEST_IN_TEMPDIR(plan_phase3_consistency_across_all_types),
        TEST_IN_TEMPDIR(plan_phase3_error_handling),
        TEST_IN_TEMPDIR(plan_phase3_concurrent_access_via_unified_api),
    };
    return run_cases(argc, argv, tests);
}
