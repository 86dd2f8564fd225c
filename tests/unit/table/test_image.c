/*
 * The NULs after text in a file's buffer, and the bytes of the file without them.
 *
 * SDN_TEST_FILES sets the number of random files (3000).
 */
#include "test.h"
#include "edit/edit.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "base/alloc.h"
#include "table/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static sdn_options options;
static sdn_image *image_of_test;

static int enter(void **state)
{
    (void)state;
    options = sdn_options_default();
    return 0;
}

static int leave(void **state)
{
    (void)state;
    sdn__image_free(image_of_test);
    image_of_test = NULL;
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

/* In memory of exactly the size that is promised, so that reading or writing on shows under a sanitizer. */
static bool load(const char *bytes, size_t len)
{
    static const sdn_record_type *const types[] = {&note_record_type, &log_record_type};
    char *buffer = sdn__alloc_zeroed(len + SDN_PADDING, 1);
    assert_non_null(buffer);
    memcpy(buffer, bytes, len);
    leave(NULL);
    return sdn__image_create("x.sdn", (sdn_content){.bytes = buffer, .len = len}, &options, types, 2, 42,
                             &image_of_test, NULL) == SDN_OK;
}

static void assert_terminated(sdn_str text)
{
    assert_non_null(text.ptr);
    assert_int_equal(strlen(text.ptr), text.len);
}

static void assert_all_terminated(const sdn_table *table)
{
    for (size_t slot = 0; slot < table->slots.row_count; slot++) {
        if ((table->slots.rows[slot].flags & SDN_ROW_UNREADABLE) != 0)
            continue;
        const note *record = sdn__slots_record(&table->slots, (uint32_t)slot);
        assert_terminated(record->id);
        assert_terminated(record->text);
        assert_terminated(record->link);
        assert_terminated(record->kind_text);
        for (size_t i = 0; i < record->tags.count; i++)
            assert_terminated(record->tags.items[i]);
    }
}

/* A part of the file, in memory of its size. */
static void assert_part_comes_back(const char *bytes, size_t at, size_t len)
{
    char *copy = malloc(len + 1);
    assert_non_null(copy);
    sdn__document_copy(&image_of_test->document, image_of_test->buffer + at, len, copy);
    assert_memory_equal(copy, bytes + at, len);
    free(copy);
}

static void assert_bytes_come_back(const char *bytes, size_t len)
{
    assert_part_comes_back(bytes, 0, len);
    for (int i = 0; i < 20; i++) {
        size_t at = (size_t)rand() % (len + 1);
        assert_part_comes_back(bytes, at, (size_t)rand() % (len - at + 1));
    }
    for (size_t i = 0; i < image_of_test->table_count; i++)
        assert_all_terminated(image_of_test->tables[i]);
}

static void bytes_come_back_from_every_kind_of_delimiter(void **state)
{
    (void)state;
    static const char *const files[] = {
        "notes |id, text|\n1,a\n2,b",
        "notes |id, text|\n1,a\r\n2,b\r\n",
        "notes |id, text|\n1,a\r",
        "notes |text, id|\n\"a\",1\n\"b\",\"2\"",
        "notes |text, id|\n\"a\" ,1\n\"b\"\t,\"2\" \n",
        "notes |text, id|\"a\nb\",1\n",
        "notes |text, id| \"a\r\nb\", 1\r\n\"\", 2\r\n",
        "notes |text, kind, id|\nodd,odd,1\n\"odd\",\"odd\",2\n odd , odd , 3 \n",
        "notes |text, text, id|\na,b,1\n",
        "\xEF\xBB\xBFnotes |id|1\nlog |id|\n1\n1\n",
        "notes |text, id|\na,1\nlog |text, id|\nb,2\nnotes |id, text|\n3,c\n",
        "notes |id, text|\n1,a\n1,b\n1,\"c\"\n,d\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        assert_true(load(files[i], strlen(files[i])));
        assert_bytes_come_back(files[i], strlen(files[i]));
    }
}

/* One text after each kind of delimiter, and the rows between that have none of our NULs. */
static void only_the_texts_of_records_are_terminated(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text, link|\n1, a, \"b\"\n2, c\n\"3\", d , e\r\n4, \0x, f\n5, \"g\\n\", h";
    static const char now[] = "notes |id, text, link|\n1\0 a\0 \"b\0\n2, c\n\"3\0, d , e\0\n4, \0x, f\n5\0 \"g\\n\", h";
    assert_true(load(text, sizeof text - 1));
    assert_int_equal(image_of_test->tables[0]->slots.live_count, 3);
    assert_memory_equal(image_of_test->buffer, now, sizeof now);
    assert_bytes_come_back(text, sizeof text - 1);
}

/* ---- line numbers, found when NULs are there ---- */

static void lines_and_columns_are_those_of_the_file(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text|\n1,a\n2,b\r\n    3\n4,\"c\"\n  ,e\n4,f\nlog |id|\n1\n2\n1,2\n";
    static const struct {
        unsigned table, line, column;
    } expected[] = {{0, 4, 5}, {0, 5, 1}, {0, 6, 3}, {1, 11, 1}};
    size_t at[2] = {0, 0};
    assert_true(load(text, strlen(text)));
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        const sdn_problem_list *list = &image_of_test->tables[expected[i].table]->problems;
        assert_true(at[expected[i].table] < list->count);
        const sdn_problem *problem = &list->items[at[expected[i].table]++];
        assert_int_equal(problem->line, expected[i].line);
        assert_int_equal(problem->column, expected[i].column);
    }
    assert_int_equal(image_of_test->document.tables[1].line_number, 8);
}

/* The row's last text ends in a NUL when the problem is noted. */
static void a_row_whose_key_occurs_again_is_marked_to_its_end(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text|\n    1,\"abc\"\n1,d\n";
    assert_true(load(text, strlen(text)));
    const sdn_problem_list *list = &image_of_test->tables[0]->problems;
    assert_int_equal(list->count, 1);
    assert_int_equal(list->items[0].column, 5);
    assert_int_equal(list->items[0].end_column, 12);
}

/* ---- a table that is added later ---- */

static void assert_can_be_added_and_dropped(const char *bytes, size_t len)
{
    static const sdn_record_type *const notes[] = {&note_record_type};
    char *buffer = sdn__alloc_zeroed(len + SDN_PADDING, 1);
    assert_non_null(buffer);
    memcpy(buffer, bytes, len);
    leave(NULL);
    const sdn_content content = {.bytes = buffer, .len = len};
    if (sdn__image_create("x.sdn", content, &options, notes, 1, 42, &image_of_test, NULL) != SDN_OK)
        return;
    assert_bytes_come_back(bytes, len);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sdn__image_add_table(image_of_test, &log_record_type, 42, NULL), SDN_OK);
        assert_bytes_come_back(bytes, len);
        sdn__image_drop_last_table(image_of_test);
        assert_bytes_come_back(bytes, len);
    }
    assert_int_equal(sdn__image_add_table(image_of_test, &log_record_type, 42, NULL), SDN_OK);
    assert_bytes_come_back(bytes, len);
    sdn_table *table = image_of_test->tables[1];
    size_t rows = table->slots.row_count, problems = table->problems.count;
    assert_true(load(bytes, len)); /* as if both had been read at once */
    assert_int_equal(image_of_test->tables[1]->slots.row_count, rows);
    assert_int_equal(image_of_test->tables[1]->problems.count, problems);
}

static void a_table_is_added_to_a_file_with_nuls(void **state)
{
    (void)state;
    static const char text[] =
        "log |id, text|\n1,a\n\"2\",b\nnotes |id, text|\n1,\"a\"\n\0,2\n2,b\nlog |text, id|\n\"c\",3\n4\n";
    assert_can_be_added_and_dropped(text, sizeof text - 1);
}

/* Without memory the image is as it was. */
static void a_table_is_added_or_nothing_changes(void **state)
{
    (void)state;
    static const char text[] = "log |id, text|\n1,a\n2,b\nnotes |id, text|\n1,\"a\"\n2,b\n";
    static const sdn_record_type *const notes[] = {&note_record_type};
    for (int nth = 1;; nth++) {
        char *buffer = sdn__alloc_zeroed(sizeof text + SDN_PADDING, 1);
        assert_non_null(buffer);
        memcpy(buffer, text, sizeof text);
        leave(NULL);
        const sdn_content content = {.bytes = buffer, .len = sizeof text - 1};
        assert_int_equal(sdn__image_create("x.sdn", content, &options, notes, 1, 42, &image_of_test, NULL), SDN_OK);
        faults_arm_memory(nth);
        sdn_code code = sdn__image_add_table(image_of_test, &log_record_type, 42, NULL);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(image_of_test->table_count, code == SDN_OK ? 2 : 1);
        assert_bytes_come_back(text, sizeof text - 1);
        if (!fired)
            break;
        assert_int_equal(code, SDN_E_NOMEM);
    }
}

/* ---- edits, random files ---- */

static void bytes_of_edited_and_deleted_rows_come_back_too(void **state)
{
    (void)state;
    static const char text[] = "notes |text, id|\n\"a\",1\nb,2\n\"c\",3";
    assert_true(load(text, strlen(text)));
    sdn_table *table = image_of_test->tables[0];
    sdn_value keys[] = {{.text = SDN_STR("1")}, {.text = SDN_STR("2")}, {.text = SDN_STR("3")}};
    note *one = sdn__edit_open(table, &keys[0], NULL), *two = sdn__edit_open(table, &keys[1], NULL);
    one->text = two->text;
    two->text.ptr++; /* inside what it was */
    two->text.len = 0;
    sdn__table_flush_open(table);
    assert_int_equal(sdn__edit_delete(table, &keys[2], NULL), SDN_OK);
    assert_part_comes_back(text, 0, strlen(text));
    assert_string_equal(one->text.ptr, "b");
    sdn__edit_rollback(table);
    assert_bytes_come_back(text, strlen(text));
}

static void bytes_of_random_files_come_back(void **state)
{
    (void)state;
    static const char *const parts[] = {"\"",   "\"",   "\\",        ",",    ",",
                                        ",",    "\n",   "\n",        "\r\n", " ",
                                        "\t",   "[",    "]",         "1",    "a",
                                        "b c",  "\"\"", "\"a\"",     "#",    "odd",
                                        "idea", "\n1,", "\n2,\"x\"", "7",    "log |id, text|\n",
                                        NULL};
    const char *count = getenv("SDN_TEST_FILES");
    unsigned long most = count != NULL ? strtoul(count, NULL, 10) : 3000;
    for (unsigned seed = 1; seed <= most; seed++) {
        char text[1024] = "notes |id, text, kind, link, tags|";
        srand(seed);
        if (seed % 3 == 0)
            strcpy(text, "notes |id, text|");
        size_t len = strlen(text);
        for (int i = rand() % 150; i > 0; i--) {
            const char *part = parts[(size_t)rand() % (sizeof parts / sizeof parts[0])];
            size_t part_len = part != NULL ? strlen(part) : 1;
            memcpy(text + len, part != NULL ? part : "", part_len); /* a NUL */
            len += part_len;
        }
        if (!load(text, len))
            continue;
        assert_bytes_come_back(text, len);
        assert_can_be_added_and_dropped(text, len);
    }
    print_message("seeds 1 to %lu\n", most);
}

/* ---- memory that runs out ---- */

static void tables_know_what_the_read_told_of_the_pages(void **state)
{
    (void)state;
    static const sdn_record_type *const types[] = {&note_record_type, &log_record_type};
    for (int slow = 0; slow < 2; slow++) {
        sdn_content content = {.bytes = sdn__alloc_zeroed(SDN_PADDING, 1), .pages = {.huge_are_slow = slow != 0}};
        leave(NULL);
        assert_int_equal(sdn__image_create("x.sdn", content, &options, types, 1, 42, &image_of_test, NULL), SDN_OK);
        assert_int_equal(sdn__image_add_table(image_of_test, types[1], 42, NULL), SDN_OK);
        for (size_t i = 0; i < 2; i++)
            assert_int_equal(image_of_test->tables[i]->slots.pages->huge_are_slow, slow);
    }
}

enum { LONG_KEY = 9000 };

/* Whether memory ran out for the `nth` allocation. */
static bool load_without_memory(const char *text, int nth)
{
    static const sdn_record_type *const types[] = {&note_record_type, &log_record_type};
    size_t len = strlen(text);
    char *buffer = sdn__alloc_zeroed(len + SDN_PADDING, 1);
    sdn_error err = {0};
    assert_non_null(buffer);
    memcpy(buffer, text, len);
    leave(NULL);
    faults_arm_memory(nth);
    sdn_code code = sdn__image_create("x.sdn", (sdn_content){.bytes = buffer, .len = len}, &options, types, 2, 42,
                                      &image_of_test, &err);
    bool fired = faults_fired_memory();
    faults_remove();
    if (code != SDN_OK) {
        assert_int_equal(code, SDN_E_NOMEM);
        assert_true(fired);
        image_of_test = NULL;
    }
    return fired;
}

/* A file with every kind of problem. The rows before them fill lists and arenas by another amount each time, so that
 * each of the later ones is once the one that needs more memory. */
static void a_file_full_of_problems_that_runs_out_of_memory_is_reported(void **state)
{
    (void)state;
    static char key[LONG_KEY], text[40000];
    memset(key, 'k', sizeof key - 1);
    for (int rows = 0; rows < 40; rows++) {
        int len =
            snprintf(text, sizeof text, "log |id, text|\n    1, 2\nq: 1, 2\n    3, 4\nnotes |id, text, no, no, no|\n");
        for (int i = 0; i < rows; i++)
            len += snprintf(text + len, sizeof text - (size_t)len, "    %d, t, many, 1, 1\n", i);
        snprintf(text + len, sizeof text - (size_t)len,
                 "    a, t, 1, 1, 1\n    b, t, 1, 1, 1\n    a, t, 1, 1, 1\n    b, t, 1, 1, 1\n    few\n"
                 "block:\n    z\n<<<<<<< a\n    y\n=======\n>>>>>>> b\n"
                 "    \"%s\\n\", t, 1, 1, 1\nstray\n<<<<<<< a\n=======\n>>>>>>> b\n",
                 key);
        for (int nth = 1; load_without_memory(text, nth); nth++)
            ;
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(bytes_come_back_from_every_kind_of_delimiter),
        TEST(only_the_texts_of_records_are_terminated),
        TEST(lines_and_columns_are_those_of_the_file),
        TEST(a_row_whose_key_occurs_again_is_marked_to_its_end),
        TEST(a_table_is_added_to_a_file_with_nuls),
        TEST(a_table_is_added_or_nothing_changes),
        TEST(bytes_of_edited_and_deleted_rows_come_back_too),
        TEST(bytes_of_random_files_come_back),
        TEST(tables_know_what_the_read_told_of_the_pages),
        TEST(a_file_full_of_problems_that_runs_out_of_memory_is_reported),
    };
    return run_cases(argc, argv, tests);
}
