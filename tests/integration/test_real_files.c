/*
 * Files as people and other programs write them: every row is read, problems are where they should be, an unchanged
 * save changes nothing, and an edit changes the bytes of its row and no others.
 *
 * The files are those of tests/data, whose README.md says what is odd about each. What they hold is stated here by
 * hand. If SDNC_REAL_FILES names a directory with the files of the originating project, they are tried as well.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 700

#include "test.h"

#include "files.h"
#include "tempdir.h"

#include "feature.h"
#include "task.h"
#include "todo.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A row of several lines. */
typedef struct row_lines {
    const char *key;
    unsigned first;
    unsigned last;
} row_lines;

enum { MOST_PROBLEMS = 12, MOST_LONG_ROWS = 4 };

typedef struct table_file {
    const char *name;
    const sdn_record_type *type;
    size_t rows;                         /* that are read */
    uint32_t problems[MOST_PROBLEMS];    /* their lines; 0 after the last */
    row_lines long_rows[MOST_LONG_ROWS]; /* all other rows are on one line */
    const char *fixed;  /* fields that cannot be edited here, or not without a new column; NULL: none */
    bool has_sum;       /* the first line is a checksum, which each save renews */
    bool is_unresolved; /* nothing can be saved, because of a git conflict */
} table_file;

/* tests/data */
static const table_file samples[] = {
    {.name = "todo_scan.sdn", .type = &todo_record_type, .rows = 10},
    {.name = "todo_windows.sdn", .type = &todo_record_type, .rows = 4},
    {.name = "feature_lines.sdn",
     .type = &feature_record_type,
     .rows = 6,
     .fixed = " id=31 "}, /* a quote in a bare cell would be closed by the first one after it */
    {.name = "feature_tree.sdn", .type = &feature_record_type, .rows = 4},
    {.name = "task_csv.sdn", .type = &task_record_type, .rows = 6},
    {.name = "checked.sdn", .type = &task_record_type, .rows = 2, .has_sum = true},
    {.name = "checked.sdn", .type = &todo_record_type, .rows = 1, .has_sum = true},
    {.name = "document.sdn", .type = &task_record_type, .rows = 2},
    {.name = "document.sdn", .type = &feature_record_type, .rows = 1},
    {.name = "document.sdn", .type = &todo_record_type, .rows = 0},
    {.name = "todo_multiline.sdn",
     .type = &todo_record_type,
     .rows = 5,
     .long_rows = {{"1", 2, 6}, {"3", 8, 10}, {"4", 11, 17}}},
    {.name = "todo_damaged.sdn",
     .type = &todo_record_type,
     .rows = 3,
     .problems = {1, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16},
     .fixed = " id=6 "},
    {.name = "task_conflict.sdn", .type = &task_record_type, .rows = 2, .problems = {3}, .is_unresolved = true},
    {.name = "feature_wide.sdn", .type = &feature_record_type, .rows = 3},
    {.name = "task_columns.sdn",
     .type = &task_record_type,
     .rows = 2,
     .problems = {1, 1},
     .fixed = " category name status valid "},
    {.name = "task_inline.sdn", .type = &task_record_type, .rows = 1},
    {.name = "todo_loose.sdn", .type = &todo_record_type, .rows = 5},
};

enum { SAMPLE_COUNT = sizeof samples / sizeof samples[0] };

/* SDNC_REAL_FILES */
static const table_file real_files[] = {
    {.name = "feature_db.sdn", .type = &feature_record_type, .rows = 20},
    {.name = "feature_db_older.sdn", .type = &feature_record_type, .rows = 74},
    {.name = "todo_db.sdn", .type = &todo_record_type, .rows = 63},
    {.name = "task_db.sdn", .type = &task_record_type, .rows = 1},
};

enum { REAL_COUNT = sizeof real_files / sizeof real_files[0] };

static const char *const documents[] = {
    "spec_data_example.sdn",     "spec_named_table.sdn",       "spec_named_table_inline.sdn",
    "spec_typed_table_long.sdn", "spec_typed_table_short.sdn",
};

/* The text of a field of a record of tests/data. */
typedef struct cell_text {
    const char *name;
    const sdn_record_type *type;
    const char *key;
    const char *field;
    const char *text;
} cell_text;

static const cell_text texts[] = {
    {"todo_scan.sdn", &todo_record_type, "3", "description",
     "Zeitstempel in UTC \xE2\x80\x94 not local time (see \xC2\xA7 4)"},
    {"todo_scan.sdn", &todo_record_type, "4", "description",
     "Reply is {\"state\": \"ok\", \"left\": [1, 2]}; parse it"},
    {"todo_scan.sdn", &todo_record_type, "5", "description", "Keep \\n as two bytes in the log"},
    {"todo_scan.sdn", &todo_record_type, "7", "description", "Label reads \"Water\tnow\""},
    {"todo_scan.sdn", &todo_record_type, "6", "file", "docs/ui.md#retry-loop"},
    {"todo_scan.sdn", &todo_record_type, "12", "description", "true"},
    {"todo_windows.sdn", &todo_record_type, "2", "description", "Water at 6:00, and at 18:00"},
    {"todo_windows.sdn", &todo_record_type, "3", "area", "garden"},
    {"feature_lines.sdn", &feature_record_type, "1", "description", "Matches tuples (and `enum` values) #core"},
    {"feature_lines.sdn", &feature_record_type, "2", "description", "Inserts values: `{name}`, `{size * 2}`"},
    {"feature_lines.sdn", &feature_record_type, "10", "description", "100% of tests pass -> see /var/log/weak.log"},
    {"feature_lines.sdn", &feature_record_type, "7", "description", "[experimental] keeps comments & blank lines"},
    {"feature_lines.sdn", &feature_record_type, "31", "name", "5\" disk images"},
    {"feature_tree.sdn", &feature_record_type, "100", "description", "Loads \"changed\" modules"},
    {"feature_tree.sdn", &feature_record_type, "100", "spec", "./spec/reload.md"},
    {"feature_tree.sdn", &feature_record_type, "101", "name", "Quoted \"words\""},
    {"feature_tree.sdn", &feature_record_type, "101", "description", "A path such as C:\\temp\new"},
    {"feature_tree.sdn", &feature_record_type, "15", "description", "Ends in a backslash \\"},
    {"task_csv.sdn", &task_record_type, "T-1", "description", "Accept \"quoted\" cells, and commas"},
    {"task_csv.sdn", &task_record_type, "T-3", "description", "[not, a, list]"},
    {"task_csv.sdn", &task_record_type, "T,6", "name", " padded "},
    {"checked.sdn", &todo_record_type, "4", "description", "Check the oven"},
    {"document.sdn", &task_record_type, "graft", "description", "see https://example.org/graft#how"},
    {"document.sdn", &feature_record_type, "gate", "description", "Opens at 7"},
    {"todo_multiline.sdn", &todo_record_type, "1", "description",
     "Dear all,\n\n    the hall is closed.\n# not a comment\n"},
    {"todo_multiline.sdn", &todo_record_type, "3", "description", "sent as\r\nit came"},
    {"todo_multiline.sdn", &todo_record_type, "3", "file", "in\nbox"},
    {"todo_multiline.sdn", &todo_record_type, "5", "description", "\\n is no line end in \"C\""},
    {"todo_damaged.sdn", &todo_record_type, "6", "description", "Fine, and the last of its key"},
    {"task_columns.sdn", &task_record_type, "K-2", "name", "Stove"},
    {"task_inline.sdn", &task_record_type, "only", "description", "On the header line, as it is alone"},
    {"todo_loose.sdn", &todo_record_type, "007", "description", "A text, not seven"},
};

/* ---- files and stores ---- */

static bool is_there(const char *directory)
{
    struct stat info;
    return directory[0] != '\0' && stat(directory, &info) == 0;
}

/* The original text, in memory the caller frees; a copy under the same name in the working directory. */
static char *fetch(const char *directory, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    char *text = strdup(read_file(path));
    assert_non_null(text);
    write_file(name, text);
    return text;
}

static sdn_store *open_store(const table_file *file)
{
    sdn_error err = {0};
    sdn_store *store = sdn_store_open(file->type, file->name, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    return store;
}

static void require_problems(const table_file *file, const sdn_store *store)
{
    const sdn_problem *problems;
    size_t count = sdn_store_problems(store, &problems), expected = 0;
    while (expected < MOST_PROBLEMS && file->problems[expected] != 0)
        expected++;
    for (size_t i = 0; i < count; i++)
        if (i >= expected || problems[i].line != file->problems[i])
            fail_msg("%s:%u:%u: unexpected problem: %s", file->name, (unsigned)problems[i].line,
                     (unsigned)problems[i].column, problems[i].message);
    assert_int_equal(count, expected);
}

static void require_rows(const table_file *file, const sdn_store *store)
{
    size_t shown = 0;
    sdn_cursor cursor = sdn_store_all(store);
    while (sdn_cursor_next(&cursor) != NULL)
        shown++;
    if (shown != file->rows || sdn_store_count(store) != file->rows)
        fail_msg("%s: %zu records of table %s, not %zu", file->name, shown, file->type->table.ptr, file->rows);
}

static void require_content(const char *directory, const table_file *file)
{
    free(fetch(directory, file->name));
    sdn_store *store = open_store(file);
    require_rows(file, store);
    require_problems(file, store);
    sdn_store_close(store);
}

/* ---- a save that changes nothing ---- */

static void require_untouched(const char *directory, const char *name, const sdn_record_type *type)
{
    sdn_error err = {0};
    struct stat before, after;
    char *original = fetch(directory, name);
    make_older(name, 5000);
    assert_int_equal(stat(name, &before), 0);
    sdn_store *store = sdn_store_open(type, name, NULL, &err);
    if (store == NULL)
        fail_msg("%s", err.message);
    sdn_cursor cursor = sdn_store_all(store);
    while (sdn_cursor_next(&cursor) != NULL)
        continue;
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    sdn_store_close(store);
    assert_int_equal(stat(name, &after), 0);
    assert_string_equal(read_file(name), original);
    assert_int_equal(after.st_mtime, before.st_mtime);
    assert_int_equal(after.st_ino, before.st_ino);
    free(original);
}

/* ---- one edit ---- */

static const char *after_first_line(const char *text)
{
    return text + strcspn(text, "\n") + 1;
}

static unsigned line_of(const char *text, size_t offset)
{
    unsigned line = 1;
    for (size_t i = 0; i < offset; i++)
        line += text[i] == '\n';
    return line;
}

/* The lines of `before` that hold all bytes which differ in `after`; false if none differ. */
static bool find_changed_lines(const char *before, const char *after, unsigned *first, unsigned *last)
{
    size_t start = 0, end = 0, before_len = strlen(before), after_len = strlen(after);
    while (before[start] != '\0' && before[start] == after[start])
        start++;
    while (end < before_len - start && end < after_len - start &&
           before[before_len - 1 - end] == after[after_len - 1 - end])
        end++;
    *first = line_of(before, start);
    *last = line_of(before, before_len - end > start ? before_len - end - 1 : start);
    return start < before_len || before_len != after_len;
}

static const row_lines *find_long_row(const table_file *file, sdn_str key)
{
    for (size_t i = 0; i < MOST_LONG_ROWS && file->long_rows[i].key != NULL; i++)
        if (sdn_str_equal(sdn_str_from(file->long_rows[i].key), key))
            return &file->long_rows[i];
    return NULL;
}

/* That what changed is within one row: a line, unless the row is known to have several. */
static void require_one_row(const table_file *file, const char *before, sdn_str key, const char *field)
{
    unsigned first, last;
    const char *after = read_file(file->name);
    const row_lines *row = find_long_row(file, key);
    unsigned skipped = file->has_sum ? 1 : 0;
    if (file->has_sum) {
        before = after_first_line(before);
        after = after_first_line(after);
    }
    if (!find_changed_lines(before, after, &first, &last))
        fail_msg("%s, record %s: a new value of field %s changed nothing", file->name, key.ptr, field);
    first += skipped;
    last += skipped;
    if (row != NULL ? first < row->first || last > row->last : first != last)
        fail_msg("%s, record %s, field %s: lines %u to %u were changed", file->name, key.ptr, field, first, last);
}

/* That all records but the edited one are what they were, and that one differs in this field alone. */
static void require_others(const table_file *file, const sdn_store *before, sdn_str key, uint32_t field)
{
    sdn_store *after = open_store(file);
    require_rows(file, after);
    require_problems(file, after);
    sdn_cursor cursor = sdn_store_all(before);
    for (const void *old; (old = sdn_cursor_next(&cursor)) != NULL;) {
        const sdn_value old_key = {.text = *(const sdn_str *)old}; /* id is the first field of all three */
        const void *new = sdn_store_get(after, &old_key);
        assert_non_null(new);
        bool is_edited = sdn_str_equal(old_key.text, key);
        if (sdn_record_equal(file->type, old, new) == is_edited)
            fail_msg("%s: an edit of field %s of record %s, and record %s is %s", file->name,
                     file->type->fields[field].name, key.ptr, old_key.text.ptr, is_edited ? "as it was" : "another");
    }
    sdn_store_close(after);
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

static void change_one_field(const table_file *file, const char *original, const sdn_store *before, sdn_str key,
                             uint32_t field)
{
    sdn_error err = {0};
    const sdn_value value = {.text = key};
    write_file(file->name, original);
    sdn_store *store = open_store(file);
    void *record = sdn_store_edit(store, &value, &err);
    if (record == NULL)
        fail_msg("%s", err.message);
    change_field(store, &file->type->fields[field], record);
    assert_ok(sdn_file_save(sdn_store_file(store), &err), err);
    sdn_store_close(store);
    require_one_row(file, original, key, file->type->fields[field].name);
    require_others(file, before, key, field);
}

/* Whether `fixed` has the word, with a blank at both sides. */
static bool is_fixed(const table_file *file, const char *format, const char *name)
{
    char word[80];
    snprintf(word, sizeof word, format, name);
    return file->fixed != NULL && strstr(file->fixed, word) != NULL;
}

static void change_each_field(const char *directory, const table_file *file)
{
    char *original = fetch(directory, file->name);
    sdn_store *before = open_store(file);
    sdn_cursor cursor = sdn_store_all(before);
    for (const void *record; (record = sdn_cursor_next(&cursor)) != NULL;) {
        sdn_str key = *(const sdn_str *)record;
        for (uint32_t field = 1; field < file->type->field_count; field++)
            if (!is_fixed(file, " %s ", file->type->fields[field].name) && !is_fixed(file, " id=%s ", key.ptr))
                change_one_field(file, original, before, key, field);
    }
    sdn_store_close(before);
    free(original);
}

/* ---- the files of tests/data ---- */

static void every_row_is_read_and_every_problem_is_known(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        require_content(SDNC_SAMPLES, &samples[i]);
}

static void require_text(const cell_text *expected)
{
    const table_file file = {.name = expected->name, .type = expected->type};
    const sdn_value key = {.text = sdn_str_from(expected->key)};
    free(fetch(SDNC_SAMPLES, file.name));
    sdn_store *store = open_store(&file);
    const char *record = sdn_store_get(store, &key);
    if (record == NULL)
        fail_msg("%s: no record %s", file.name, expected->key);
    for (uint32_t i = 0; i < file.type->field_count; i++)
        if (strcmp(file.type->fields[i].name, expected->field) == 0)
            assert_string_equal(((const sdn_str *)(const void *)(record + file.type->fields[i].offset))->ptr,
                                expected->text);
    sdn_store_close(store);
}

static void texts_are_what_the_cells_mean(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        require_text(&texts[i]);
}

static void a_save_without_changes_leaves_bytes_and_mtime(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        require_untouched(SDNC_SAMPLES, samples[i].name, samples[i].type);
}

static void an_edited_field_changes_its_row_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        if (!samples[i].is_unresolved)
            change_each_field(SDNC_SAMPLES, &samples[i]);
}

static void nothing_is_saved_into_a_git_conflict(void **state)
{
    (void)state;
    sdn_error err = {0};
    char *original = fetch(SDNC_SAMPLES, "task_conflict.sdn");
    task_store *tasks = task_store_open("task_conflict.sdn", NULL, &err);
    assert_non_null(tasks);
    task *edited = task_store_edit(tasks, "A-4", &err);
    assert_non_null(edited);
    edited->valid = false;
    assert_int_equal(task_store_save(tasks, &err), SDN_E_SYNTAX);
    assert_int_equal(err.line, 3);
    assert_int_equal(task_store_begin(tasks, &err), SDN_E_SYNTAX);
    task_store_close(tasks);
    assert_string_equal(read_file("task_conflict.sdn"), original);
    free(original);
}

static void a_stale_checksum_is_refused_unless_it_is_to_be_ignored(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    free(fetch(SDNC_SAMPLES, "stale_sum.sdn"));
    assert_null(task_store_open("stale_sum.sdn", NULL, &err));
    assert_int_equal(err.code, SDN_E_CHECKSUM);
    options.ignore_checksum = true;
    task_store *tasks = task_store_open("stale_sum.sdn", &options, &err);
    assert_non_null(tasks);
    task *edited = task_store_edit(tasks, "B-2", &err);
    assert_non_null(edited);
    edited->valid = false;
    assert_ok(task_store_save(tasks, &err), err);
    task_store_close(tasks);
    tasks = task_store_open("stale_sum.sdn", NULL, &err); /* the save has made it right */
    assert_non_null(tasks);
    task_store_close(tasks);
}

/* The quote in the bare cell before it would close at the first one that is written. */
static void quotes_are_not_written_after_a_lone_one(void **state)
{
    (void)state;
    sdn_error err = {0};
    char *original = fetch(SDNC_SAMPLES, "feature_lines.sdn");
    feature_store *features = feature_store_open("feature_lines.sdn", NULL, &err);
    assert_non_null(features);
    feature *edited = feature_store_edit(features, "31", &err);
    assert_non_null(edited);
    edited->description = SDN_STR("needs, quotes");
    assert_int_equal(feature_store_save(features, &err), SDN_E_INVALID);
    assert_string_equal(read_file("feature_lines.sdn"), original);
    edited->description = SDN_STR("none");
    assert_ok(feature_store_save(features, &err), err);
    feature_store_close(features);
    free(original);
}

static bool is_listed(const char *name)
{
    for (size_t i = 0; i < SAMPLE_COUNT; i++)
        if (strcmp(samples[i].name, name) == 0)
            return true;
    return strcmp(name, "stale_sum.sdn") == 0;
}

static void every_file_is_tried_and_described(void **state)
{
    (void)state;
    DIR *directory = opendir(SDNC_SAMPLES);
    assert_non_null(directory);
    char *readme = strdup(read_file(SDNC_SAMPLES "/README.md"));
    for (const struct dirent *entry; (entry = readdir(directory)) != NULL;) {
        const char *name = entry->d_name;
        if (strstr(name, ".sdn") == NULL)
            continue;
        if (!is_listed(name))
            fail_msg("%s is not tried here", name);
        if (strstr(readme, name) == NULL)
            fail_msg("%s is not described in README.md", name);
    }
    free(readme);
    closedir(directory);
}

/* ---- the files of the originating project ---- */

static void real_rows_are_read_and_none_is_a_problem(void **state)
{
    (void)state;
    if (!is_there(SDNC_REAL_FILES))
        skip();
    for (size_t i = 0; i < REAL_COUNT; i++)
        require_content(SDNC_REAL_FILES, &real_files[i]);
}

static void real_files_stay_as_they_are_without_changes(void **state)
{
    (void)state;
    if (!is_there(SDNC_REAL_FILES))
        skip();
    for (size_t i = 0; i < REAL_COUNT; i++)
        require_untouched(SDNC_REAL_FILES, real_files[i].name, real_files[i].type);
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++)
        require_untouched(SDNC_REAL_FILES, documents[i], &todo_record_type);
}

static void an_edited_field_of_a_real_file_changes_its_row_alone(void **state)
{
    (void)state;
    if (!is_there(SDNC_REAL_FILES))
        skip();
    for (size_t i = 0; i < REAL_COUNT; i++)
        change_each_field(SDNC_REAL_FILES, &real_files[i]);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_IN_TEMPDIR(every_row_is_read_and_every_problem_is_known),
        TEST_IN_TEMPDIR(texts_are_what_the_cells_mean),
        TEST_IN_TEMPDIR(a_save_without_changes_leaves_bytes_and_mtime),
        TEST_IN_TEMPDIR(an_edited_field_changes_its_row_alone),
        TEST_IN_TEMPDIR(nothing_is_saved_into_a_git_conflict),
        TEST_IN_TEMPDIR(a_stale_checksum_is_refused_unless_it_is_to_be_ignored),
        TEST_IN_TEMPDIR(quotes_are_not_written_after_a_lone_one),
        TEST_IN_TEMPDIR(every_file_is_tried_and_described),
        TEST_IN_TEMPDIR(real_rows_are_read_and_none_is_a_problem),
        TEST_IN_TEMPDIR(real_files_stay_as_they_are_without_changes),
        TEST_IN_TEMPDIR(an_edited_field_of_a_real_file_changes_its_row_alone),
    };
    return run_cases(argc, argv, tests);
}
