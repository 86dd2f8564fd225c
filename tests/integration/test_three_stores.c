/* The typed API of the generated stores, function by function. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "files.h"
#include "positions.h"
#include "tempdir.h"
#include "todos.h"

#include "feature.h"
#include "task.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char todo_header[] =
    "todos |id, keyword, area, priority, description, file, line, issue, blocked, status, valid|\n";

static todo *insert(todo_store *store, const char *id, const char *file, uint32_t line, todo_status status)
{
    sdn_error err = {0};
    todo values;
    todo_init(&values);
    values.id = sdn_str_from(id);
    values.description = SDN_STR("d");
    values.file = sdn_str_from(file);
    values.line = line;
    values.status = status;
    todo *t = todo_store_insert(store, &values, &err);
    if (t == NULL)
        fail_msg("%s", err.message);
    return t;
}

/* The ids a cursor shows, joined by blanks; lasts until the next call. */
static const char *ids(todo_cursor cursor)
{
    static char text[1024];
    size_t used = 0;
    text[0] = '\0';
    for (const todo *t; (t = todo_cursor_next(&cursor)) != NULL;)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? " " : "", t->id.ptr);
    return text;
}

static void init_sets_the_defaults_of_the_schema(void **state)
{
    (void)state;
    todo t;
    todo_init(&t);
    assert_string_equal(t.keyword.ptr, "TODO");
    assert_int_equal(t.priority, TODO_PRIORITY_P2);
    assert_int_equal(t.line, 0);
    assert_false(t.has_issue);
    assert_int_equal(t.status, TODO_STATUS_OPEN);
    assert_true(t.valid);
    feature f;
    feature_init(&f);
    assert_int_equal(f.mode_smf_llvm, FEATURE_MODE_SUPPORTED);
    assert_int_equal(f.status, FEATURE_STATUS_PLANNED);
    task k;
    task_init(&k);
    assert_int_equal(k.priority, TASK_PRIORITY_MEDIUM);
}

static void enums_know_their_names(void **state)
{
    (void)state;
    todo_priority p = TODO_PRIORITY_LOW;
    assert_string_equal(todo_priority_name(TODO_PRIORITY_CRITICAL), "critical");
    assert_string_equal(todo_priority_name(TODO_PRIORITY_OTHER_), "");
    assert_string_equal(todo_priority_name((todo_priority)99), "");
    assert_true(todo_priority_from_name(SDN_STR("P0"), &p));
    assert_int_equal(p, TODO_PRIORITY_P0);
    assert_false(todo_priority_from_name(SDN_STR("p0"), &p));
    assert_int_equal(p, TODO_PRIORITY_P0);
}

static void copy_and_equal_are_deep(void **state)
{
    (void)state;
    sdn_arena arena = SDN_ARENA_INIT;
    char word[] = "volatile";
    sdn_str item = {word, strlen(word)};
    todo a, b;
    todo_init(&a);
    a.description = item;
    a.blocked = (sdn_str_list){&item, 1};
    assert_int_equal(todo_copy(&b, &a, &arena), 0);
    assert_true(todo_equal(&a, &b));
    word[0] = 'V';
    assert_false(todo_equal(&a, &b));
    assert_string_equal(b.description.ptr, "volatile");
    assert_string_equal(b.blocked.items[0].ptr, "volatile");
    sdn_arena_release(&arena);
}

static void automatic_keys_go_on_from_the_largest_number(void **state)
{
    (void)state;
    char text[512];
    /* 12 is in a row that cannot be read; the key is in use all the same */
    snprintf(text, sizeof text, "%s    9, TODO, a, P1, d, f, 1, , , open, true\n    12, too, short\n", todo_header);
    write_file("todo_db.sdn", text);
    todo_store *store = open_todos();
    assert_string_equal(insert(store, "", "f", 1, TODO_STATUS_OPEN)->id.ptr, "13");
    assert_string_equal(insert(store, "", "f", 1, TODO_STATUS_OPEN)->id.ptr, "14");
    assert_string_equal(insert(store, "name", "f", 1, TODO_STATUS_OPEN)->id.ptr, "name");
    todo_store_rollback(store);
    assert_string_equal(insert(store, "", "f", 1, TODO_STATUS_OPEN)->id.ptr, "15");
    todo_store_close(store);
}

static void indexes_follow_insert_edit_delete_and_rollback(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    insert(store, "10", "b.c", 5, TODO_STATUS_OPEN);
    insert(store, "9", "a.c", 5, TODO_STATUS_DONE);
    insert(store, "x", "a.c", 6, TODO_STATUS_OPEN);
    assert_string_equal(ids(todo_store_all(store)), "9 10 x");
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_OPEN)), "10 x");
    assert_string_equal(ids(todo_store_by_file_line(store, "a.c", 5)), "9");
    assert_ok(todo_store_save(store, &err), err);

    todo *t = todo_store_edit(store, "10", &err);
    todo *u = todo_store_edit(store, "9", &err);
    t->status = TODO_STATUS_DONE;
    t->file = SDN_STR("a.c");
    u->status = TODO_STATUS_OPEN;
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_OPEN)), "9 x");
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_DONE)), "10");
    assert_string_equal(ids(todo_store_by_file_line(store, "a.c", 5)), "9 10");
    assert_ok(todo_store_delete(store, "x", &err), err);
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_OPEN)), "9");
    todo_store_rollback(store);
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_OPEN)), "10 x");
    assert_string_equal(ids(todo_store_by_file_line(store, "a.c", 5)), "9");
    todo_store_close(store);
    store = open_todos();
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_OPEN)), "10 x");
    todo_store_close(store);
}

static void a_cursor_goes_on_while_its_records_change(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    for (uint32_t i = 0; i < 6; i++)
        insert(store, "", "f", i, TODO_STATUS_OPEN);
    todo_cursor cursor = todo_store_by_status(store, TODO_STATUS_OPEN);
    unsigned shown = 0;
    for (const todo *t; (t = todo_cursor_next(&cursor)) != NULL; shown++) {
        char id[8];
        snprintf(id, sizeof id, "%s", t->id.ptr);
        if (shown == 1)
            assert_ok(todo_store_delete(store, "4", &err), err);
        if (shown == 2)
            insert(store, "99", "f", 1, TODO_STATUS_OPEN);
        todo_store_edit(store, id, &err)->status = TODO_STATUS_DONE; /* leaves the index being walked */
    }
    assert_int_equal(shown, 6); /* 1 2 3 5 6 99 */
    assert_string_equal(ids(todo_store_by_status(store, TODO_STATUS_DONE)), "1 2 3 5 6 99");
    todo_store_close(store);
}

static void put_inserts_or_replaces(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    todo values;
    todo_init(&values);
    values.id = SDN_STR("5");
    values.description = SDN_STR("one");
    assert_non_null(todo_store_put(store, &values, &err));
    values.description = SDN_STR("two");
    assert_non_null(todo_store_put(store, &values, &err));
    assert_int_equal(todo_store_count(store), 1);
    assert_string_equal(todo_store_get(store, "5")->description.ptr, "two");
    todo_store_close(store);
}

static void one_edited_field_is_one_changed_cell(void **state)
{
    (void)state;
    sdn_error err = {0};
    char text[1024];
    snprintf(text, sizeof text,
             "# kept\n%s\t007,TODO ,  \"parser\" , P2, \"d\", f, 0012, , [a, \"b c\"], open,true  \n\n# end",
             todo_header);
    write_file("todo_db.sdn", text);
    todo_store *store = open_todos();
    const todo *t = todo_store_get(store, "007");
    assert_non_null(t);
    assert_int_equal(t->line, 12);
    assert_int_equal(t->blocked.count, 2);
    todo_store_edit(store, "007", &err)->priority = TODO_PRIORITY_HIGH;
    assert_ok(todo_store_save(store, &err), err);
    snprintf(text, sizeof text,
             "# kept\n%s\t007,TODO ,  \"parser\" , high, \"d\", f, 0012, , [a, \"b c\"], open,true  \n\n# end",
             todo_header);
    assert_string_equal(read_file("todo_db.sdn"), text);
    todo_store_close(store);
}

static void a_save_without_changes_touches_nothing(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("todo_db.sdn", todo_header);
    make_older("todo_db.sdn", 1000);
    struct stat before, after;
    assert_int_equal(stat("todo_db.sdn", &before), 0);
    todo_store *store = open_todos();
    assert_ok(todo_store_save(store, &err), err);
    assert_ok(todo_store_begin(store, &err), err);
    assert_ok(todo_store_commit(store, &err), err);
    insert(store, "", "f", 1, TODO_STATUS_OPEN);
    todo_store_rollback(store);
    assert_ok(todo_store_save(store, &err), err);
    todo_store_close(store);
    assert_int_equal(stat("todo_db.sdn", &after), 0);
    assert_int_equal(after.st_mtime, before.st_mtime);
    assert_int_equal(after.st_ino, before.st_ino);
}

static void features_are_in_text_order(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char *const keys[] = {"2", "100", "15", "101", "f1"};
    feature_store *store = feature_store_open("feature_db.sdn", NULL, &err);
    for (size_t i = 0; i < 5; i++) {
        feature values;
        feature_init(&values);
        values.id = sdn_str_from(keys[i]);
        assert_non_null(feature_store_insert(store, &values, &err));
        assert_ok(feature_store_save(store, &err), err);
    }
    feature_store_close(store);
    const char *text = read_file("feature_db.sdn");
    const char *at = text;
    static const char *const in_order[] = {"\n    100,", "\n    101,", "\n    15,", "\n    2,", "\n    f1,"};
    for (size_t i = 0; i < 5; i++) {
        at = strstr(at, in_order[i]);
        assert_non_null(at);
    }
}

static void words_that_are_not_known_survive(void **state)
{
    (void)state;
    sdn_error err = {0};
    write_file("task_db.sdn", "tasks |id,category,name,description,priority,status,valid,owner|\n"
                              "    A,c,n,d,\"very high\",someday,true,ann\n");
    task_store *store = task_store_open("task_db.sdn", NULL, &err);
    const task *t = task_store_get(store, "A");
    assert_int_equal(t->priority, TASK_PRIORITY_OTHER_);
    assert_string_equal(t->priority_text.ptr, "very high");
    task_store_edit(store, "A", &err)->name = task_store_text(store, "new name");
    assert_ok(task_store_save(store, &err), err);
    assert_string_equal(read_file("task_db.sdn"), "tasks |id,category,name,description,priority,status,valid,owner|\n"
                                                  "    A,c,\"new name\",d,\"very high\",someday,true,ann\n");
    task_store_close(store);
}

static void a_save_never_undoes_the_work_of_another(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *mine = open_todos();
    insert(mine, "1", "f", 1, TODO_STATUS_OPEN);
    todo_store *theirs = open_todos();
    insert(theirs, "2", "f", 1, TODO_STATUS_OPEN);
    assert_ok(todo_store_save(theirs, &err), err);
    assert_ok(todo_store_save(mine, &err), err);
    assert_string_equal(ids(todo_store_all(mine)), "1 2");
    todo_store_edit(mine, "2", &err)->line = 7;
    todo_store_edit(theirs, "2", &err)->line = 8;
    assert_ok(todo_store_save(mine, &err), err);
    assert_int_equal(todo_store_save(theirs, &err), SDN_E_CONFLICT);
    assert_true(todo_store_changed(theirs));
    todo_store_rollback(theirs);
    assert_ok(todo_store_reload(theirs, &err), err);
    assert_int_equal(todo_store_get(theirs, "2")->line, 7);
    todo_store_close(mine);
    todo_store_close(theirs);
}

static void a_key_cannot_be_edited(void **state)
{
    (void)state;
    sdn_error err = {0};
    todo_store *store = open_todos();
    insert(store, "1", "f", 1, TODO_STATUS_OPEN);
    assert_ok(todo_store_save(store, &err), err);
    todo_store_edit(store, "1", &err)->id = SDN_STR("2");
    assert_int_equal(todo_store_save(store, &err), SDN_E_MISUSE);
    assert_non_null(todo_store_get(store, "1"));
    assert_null(todo_store_get(store, "2"));
    todo_store_rollback(store);
    assert_ok(todo_store_save(store, &err), err);
    todo_store_close(store);
}

static void a_file_with_two_names_is_replaced_only_on_request(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    write_file("todo_db.sdn", todo_header);
    assert_int_equal(link("todo_db.sdn", "other.sdn"), 0);
    todo_store *store = open_todos();
    insert(store, "1", "f", 1, TODO_STATUS_OPEN);
    assert_int_equal(todo_store_save(store, &err), SDN_E_IO);
    assert_message_has(err, "break_links");
    assert_string_equal(read_file("todo_db.sdn"), todo_header);
    todo_store_close(store);

    options.break_links = true;
    store = todo_store_open("todo_db.sdn", &options, &err);
    insert(store, "1", "f", 1, TODO_STATUS_OPEN);
    assert_ok(todo_store_save(store, &err), err);
    todo_store_close(store);
    assert_string_equal(read_file("other.sdn"), todo_header);
    assert_non_null(strstr(read_file("todo_db.sdn"), "\n    1, TODO"));
}

static void positions_of_todos_are_the_order_of_their_record_type(void **state)
{
    (void)state;
    static const named_position fields[] = {
        {TODO_FIELD_ID, "id"},
        {TODO_FIELD_KEYWORD, "keyword"},
        {TODO_FIELD_AREA, "area"},
        {TODO_FIELD_PRIORITY, "priority"},
        {TODO_FIELD_DESCRIPTION, "description"},
        {TODO_FIELD_FILE, "file"},
        {TODO_FIELD_LINE, "line"},
        {TODO_FIELD_ISSUE, "issue"},
        {TODO_FIELD_BLOCKED, "blocked"},
        {TODO_FIELD_STATUS, "status"},
        {TODO_FIELD_VALID, "valid"},
    };
    static const named_position indexes[] = {
        {TODO_INDEX_STATUS, "status"},
        {TODO_INDEX_FILE_LINE, "file_line"},
    };
    assert_field_positions(&todo_record_type, fields, sizeof fields / sizeof fields[0]);
    assert_index_positions(&todo_record_type, indexes, sizeof indexes / sizeof indexes[0]);
}

static void positions_of_features_are_the_order_of_their_record_type(void **state)
{
    (void)state;
    static const named_position fields[] = {
        {FEATURE_FIELD_ID, "id"},
        {FEATURE_FIELD_CATEGORY, "category"},
        {FEATURE_FIELD_NAME, "name"},
        {FEATURE_FIELD_DESCRIPTION, "description"},
        {FEATURE_FIELD_SPEC, "spec"},
        {FEATURE_FIELD_MODE_INTERPRETER, "mode_interpreter"},
        {FEATURE_FIELD_MODE_JIT, "mode_jit"},
        {FEATURE_FIELD_MODE_SMF_CRANELIFT, "mode_smf_cranelift"},
        {FEATURE_FIELD_MODE_SMF_LLVM, "mode_smf_llvm"},
        {FEATURE_FIELD_PLATFORMS, "platforms"},
        {FEATURE_FIELD_STATUS, "status"},
        {FEATURE_FIELD_VALID, "valid"},
    };
    static const named_position indexes[] = {
        {FEATURE_INDEX_STATUS, "status"},
        {FEATURE_INDEX_CATEGORY, "category"},
    };
    assert_field_positions(&feature_record_type, fields, sizeof fields / sizeof fields[0]);
    assert_index_positions(&feature_record_type, indexes, sizeof indexes / sizeof indexes[0]);
}

static void positions_of_tasks_are_the_order_of_their_record_type(void **state)
{
    (void)state;
    static const named_position fields[] = {
        {TASK_FIELD_ID, "id"},
        {TASK_FIELD_CATEGORY, "category"},
        {TASK_FIELD_NAME, "name"},
        {TASK_FIELD_DESCRIPTION, "description"},
        {TASK_FIELD_PRIORITY, "priority"},
        {TASK_FIELD_STATUS, "status"},
        {TASK_FIELD_VALID, "valid"},
    };
    static const named_position indexes[] = {
        {TASK_INDEX_STATUS, "status"},
    };
    assert_field_positions(&task_record_type, fields, sizeof fields / sizeof fields[0]);
    assert_index_positions(&task_record_type, indexes, sizeof indexes / sizeof indexes[0]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions_of_todos_are_the_order_of_their_record_type),
        cmocka_unit_test(positions_of_features_are_the_order_of_their_record_type),
        cmocka_unit_test(positions_of_tasks_are_the_order_of_their_record_type),
        TEST_IN_TEMPDIR(init_sets_the_defaults_of_the_schema),
        TEST_IN_TEMPDIR(enums_know_their_names),
        TEST_IN_TEMPDIR(copy_and_equal_are_deep),
        TEST_IN_TEMPDIR(automatic_keys_go_on_from_the_largest_number),
        TEST_IN_TEMPDIR(indexes_follow_insert_edit_delete_and_rollback),
        TEST_IN_TEMPDIR(a_cursor_goes_on_while_its_records_change),
        TEST_IN_TEMPDIR(put_inserts_or_replaces),
        TEST_IN_TEMPDIR(one_edited_field_is_one_changed_cell),
        TEST_IN_TEMPDIR(a_save_without_changes_touches_nothing),
        TEST_IN_TEMPDIR(features_are_in_text_order),
        TEST_IN_TEMPDIR(words_that_are_not_known_survive),
        TEST_IN_TEMPDIR(a_save_never_undoes_the_work_of_another),
        TEST_IN_TEMPDIR(a_key_cannot_be_edited),
        TEST_IN_TEMPDIR(a_file_with_two_names_is_replaced_only_on_request),
    };
    return run_cases(argc, argv, tests);
}
