/*
 * Files as other programs and people write them: every row is read, nothing is a problem, an unchanged save changes
 * nothing, and one edited field is one changed line.
 *
 * test_real_files SAMPLES REAL [CASE]
 *
 * SAMPLES is the folder tests/samples. REAL is a directory of files of the originating project, which is not part of the
 * repository: without it the samples alone are tested.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700

#include "test.h"

#include "files.h"
#include "tempdir.h"

#include "feature.h"
#include "task.h"
#include "todo.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct real_file {
    const char *name;
    const sdn_record_type *type;
    size_t rows;
} real_file;

/* What is only saved without changes has the type of todos: any table may be saved by a store of another one. */
static const real_file sample_files[] = {
    {"features_bare_cells.sdn", &feature_record_type, 5}, {"features_wide_indent.sdn", &feature_record_type, 3},
    {"todos_quoted_text.sdn", &todo_record_type, 5},      {"todos_all_quoted.sdn", &todo_record_type, 3},
    {"tasks_by_hand.sdn", &task_record_type, 4},          {NULL, NULL, 0},
};

static const char *const sample_others[] = {"statements.sdn", "bugs.sdn", "checksum.sdn", NULL};

/* clang-format off */
static const real_file project_files[] = {
    {"feature_db.sdn", &feature_record_type, 20}, {"feature_db_older.sdn", &feature_record_type, 74},
    {"todo_db.sdn", &todo_record_type, 63},       {"task_db.sdn", &task_record_type, 1},
    {NULL, NULL, 0},
};
/* clang-format on */

static const char *const project_others[] = {
    "spec_data_example.sdn",     "spec_named_table.sdn",       "spec_named_table_inline.sdn",
    "spec_typed_table_long.sdn", "spec_typed_table_short.sdn", NULL,
};

static char *samples, *project;

/* The set of files that a case goes through. */
static const char *directory;
static const real_file *files;
static const char *const *other_files;

/* The original text, in memory the caller frees; a copy under the same name in the working directory. */
static char *fetch(const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    char *text = strdup(read_file(path));
    assert_non_null(text);
    write_file(name, text);
    return text;
}

static sdn_store *open_store(const real_file *file)
{
    sdn_error err = {0};
    const sdn_problem *problems;
    sdn_store *store = sdn_store_open(file->type, file->name, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    if (sdn_store_problems(store, &problems) != 0)
        fail_msg("%s:%u:%u: %s", file->name, (unsigned)problems[0].line, (unsigned)problems[0].column,
                 problems[0].message);
    return store;
}

static void every_row_is_typed_and_none_is_a_problem(void **state)
{
    (void)state;
    for (size_t i = 0; files[i].name != NULL; i++) {
        free(fetch(files[i].name));
        sdn_store *store = open_store(&files[i]);
        assert_int_equal(sdn_store_count(store), files[i].rows);
        sdn_cursor cursor = sdn_store_all(store);
        size_t shown = 0;
        while (sdn_cursor_next(&cursor) != NULL)
            shown++;
        assert_int_equal(shown, files[i].rows);
        sdn_store_close(store);
    }
}

static void require_untouched(const char *name, const sdn_record_type *type)
{
    sdn_error err = {0};
    struct stat before, after;
    char *original = fetch(name);
    make_older(name, 5000);
    assert_int_equal(stat(name, &before), 0);
    sdn_store *store = sdn_store_open(type, name, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    sdn_cursor cursor = sdn_store_all(store);
    while (sdn_cursor_next(&cursor) != NULL)
        continue;
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_begin(sdn_store_file(store), &err), err);
    assert_ok(sdn_file_commit(sdn_store_file(store), &err), err);
    sdn_store_close(store);
    assert_int_equal(stat(name, &after), 0);
    assert_string_equal(read_file(name), original);
    assert_int_equal(after.st_mtime, before.st_mtime);
    assert_int_equal(after.st_ino, before.st_ino);
    free(original);
}

static void a_save_without_changes_leaves_bytes_and_mtime(void **state)
{
    (void)state;
    for (size_t i = 0; files[i].name != NULL; i++)
        require_untouched(files[i].name, files[i].type);
    for (size_t i = 0; other_files[i] != NULL; i++)
        require_untouched(other_files[i], &todo_record_type);
}

/* The number of lines that differ, of two texts with the same number of lines; -1 if the numbers differ. */
static int changed_lines(const char *a, const char *b)
{
    int changed = 0;
    while (*a != '\0' && *b != '\0') {
        size_t x = strcspn(a, "\n"), y = strcspn(b, "\n");
        changed += x != y || memcmp(a, b, x) != 0;
        a += x + (a[x] != '\0');
        b += y + (b[y] != '\0');
    }
    return *a == *b ? changed : -1;
}

/* Gives the field another value of its type. */
static void change_field(sdn_store *store, const sdn_field *field, void *record)
{
    void *at = (char *)record + field->offset;
    if ((field->flags & SDN_FIELD_OPTIONAL) != 0)
        *(bool *)((char *)record + field->presence_offset) = true;
    if ((field->flags & SDN_FIELD_LIST) != 0)
        *(sdn_str_list *)at = sdn_store_list(store, (const char *const[]){"one", "two, three"}, 2);
    else if (field->type == SDN_TYPE_STRING)
        *(sdn_str *)at = sdn_store_text(store, "changed, \"really\"");
    else if (field->type == SDN_TYPE_BOOL)
        *(bool *)at = !*(bool *)at;
    else
        *(uint32_t *)at = *(uint32_t *)at == 1 ? 0 : 1;
}

static void change_one_field(const real_file *file, const char *original, const sdn_value *key, uint32_t field)
{
    sdn_error err = {0};
    write_file(file->name, original);
    sdn_store *store = open_store(file);
    void *record = sdn_store_edit(store, key, &err);
    assert_non_null(record);
    change_field(store, &file->type->fields[field], record);
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    sdn_store_close(store);
    if (changed_lines(original, read_file(file->name)) != 1)
        fail_msg("%s, field %s: %d changed lines", file->name, file->type->fields[field].name,
                 changed_lines(original, read_file(file->name)));
}

static void each_field_of_each_record_changes_one_line(const real_file *file)
{
    char *original = fetch(file->name);
    sdn_store *keys = open_store(file);
    sdn_cursor cursor = sdn_store_all(keys);
    for (const char *record; (record = sdn_cursor_next(&cursor)) != NULL;) {
        const sdn_value key[] = {
            {.text = *(const sdn_str *)(const void *)record}}; /* id is the first field of all three */
        for (uint32_t field = 1; field < file->type->field_count; field++)
            change_one_field(file, original, key, field);
    }
    sdn_store_close(keys);
    free(original);
}

static void one_edited_field_is_a_diff_of_exactly_one_line(void **state)
{
    (void)state;
    for (size_t i = 0; files[i].name != NULL; i++)
        each_field_of_each_record_changes_one_line(&files[i]);
}

static int use_samples(void **state)
{
    directory = samples;
    files = sample_files;
    other_files = sample_others;
    return tempdir_enter(state);
}

static int use_project_files(void **state)
{
    directory = project;
    files = project_files;
    other_files = project_others;
    return tempdir_enter(state);
}

#define WITH_SAMPLES(name)                                       \
    {                                                            \
        "samples_" #name, name, use_samples, tempdir_leave, NULL \
    }
#define WITH_PROJECT_FILES(name)                                       \
    {                                                                  \
        "project_" #name, name, use_project_files, tempdir_leave, NULL \
    }

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WITH_SAMPLES(every_row_is_typed_and_none_is_a_problem),
        WITH_SAMPLES(a_save_without_changes_leaves_bytes_and_mtime),
        WITH_SAMPLES(one_edited_field_is_a_diff_of_exactly_one_line),
        WITH_PROJECT_FILES(every_row_is_typed_and_none_is_a_problem),
        WITH_PROJECT_FILES(a_save_without_changes_leaves_bytes_and_mtime),
        WITH_PROJECT_FILES(one_edited_field_is_a_diff_of_exactly_one_line),
    };
    if (argc < 3) {
        fputs("usage: test_real_files SAMPLES REAL [CASE]\n", stderr);
        return 2;
    }
    samples = realpath(argv[1], NULL);
    project = realpath(argv[2], NULL);
    if (project == NULL) {
        printf("no files of the originating project at %s: the samples alone are tested\n", argv[2]);
        cmocka_set_skip_filter("project_*");
    }
    return run_cases(argc - 2, argv + 2, tests);
}
