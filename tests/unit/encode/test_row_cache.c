/* Rows of new records that are encoded before they are saved. */
#include "test.h"

#include "faults.h"
#include "patched_saves.h"
#include "temp_stores.h"

#include "store/file.h"

#include <stdio.h>
#include <string.h>

static const char NOTES[] = "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n";

#define ALL_COLUMNS "|id, text, no, done, kind, side, link, weight, tags|\n"

#define ALL_CELLS "7, false, fact, left, \"\", \"\", \"\"\n"

static void a_new_record_may_be_written_to(void **state)
{
    (void)state;
    char mine[] = "two";
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "", "one")->text = SDN_STR("ONE");
    insert_note(store, "", "two")->text = (sdn_str){mine, 3}; /* which is equal */
    insert_note(store, "", "three");
    edit_note(store, "3")->number = 33;
    note *last = insert_note(store, "", "four");
    last->text = SDN_STR("in between");
    last->text = SDN_STR("four");
    assert_true(save_patches(store, "notes " ALL_COLUMNS "    1, ONE, " ALL_CELLS "    2, two, " ALL_CELLS
                                    "    3, three, 33, false, fact, left, \"\", \"\", \"\"\n    4, four, " ALL_CELLS));
    memcpy(mine, "XXX", 3);
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_string_equal(get_note(store, "1")->text.ptr, "ONE");
}

static void new_records_may_be_taken_back(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    insert_note(store, "7", "in vain");
    insert_note(store, "8", "in vain");
    sdn_file_rollback(store->file);
    insert_note(store, "5", "five");
    insert_note(store, "6", "in vain");
    delete_note(store, "6");
    insert_note(store, "6", "six");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 5 6 ");
    assert_true(save_patches(store,
                             "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    5, five, 7\n"
                             "    6, six, 7\n"));
    insert_note(store, "4", "four");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 4 5 6 ");
    assert_false(save_patches(store, "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n"
                                     "    4, four, 7\n    5, five, 7\n    6, six, 7\n"));
}

/* Its row is encoded by the save then. */
static void a_row_for_which_memory_runs_out_is_encoded_later(void **state)
{
    (void)state;
    sdn_error err = {0};
    static const char before[] = "notes " ALL_COLUMNS "    3, three, " ALL_CELLS;
    static char text[8000]; /* read back, it takes memory of its own */
    static char expected[sizeof text + 300];
    memset(text, 'x', sizeof text - 1);
    text[0] = '\n';
    note made = note_of("4", text);
    snprintf(expected, sizeof expected, "%s    4, \"\\n%s\", " ALL_CELLS, before, text + 1);
    for (int nth = 1;; nth++) {
        sdn_store *store = notes_of(before);
        faults_arm_memory(nth);
        const note *inserted = sdn_store_insert(store, &made, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        assert_true(inserted != NULL || (fired && err.code == SDN_E_NOMEM));
        if (inserted == NULL)
            assert_non_null(sdn_store_insert(store, &made, &err));
        assert_true(save_patches(store, expected));
        close_store(store);
        if (!fired)
            break;
    }
}

/* Whether a text lies in the row of the record in the last slot. */
static bool is_in_last_row(const sdn_store *store, sdn_str text)
{
    const sdn_table *table = store->file->image->tables[0];
    sdn_str row = sdn__table_row_text(table, (uint32_t)table->slots.row_count - 1);
    return (uintptr_t)text.ptr - (uintptr_t)row.ptr < row.len;
}

/* Texts are in memory once, but for those with escapes, and end with a NUL; the row is as it is to be written. */
static void a_new_record_points_into_its_row(void **state)
{
    (void)state;
    static const struct {
        const char *text, *cell;
        bool is_in_row;
    } cases[] = {{"two", "two", true},
                 {"two words", "\"two words\"", true},
                 {"a, \"b\"", "\"a, \\\"b\\\"\"", false},
                 {"", "", false}};
    static const char *const line_ends[] = {"\n", "\r\n"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases * 2; i++) {
        char before[200], expected[300], text[20];
        const char *end = line_ends[i % 2], *blank = cases[i / 2].text[0] != '\0' ? " " : "";
        snprintf(before, sizeof before,
                 "notes |id, no, done, kind, side, link, weight, tags, text|%s    1, 1, false, fact, left, , , , one%s",
                 end, end);
        snprintf(expected, sizeof expected, "%s    2, 7, false, fact, left, , , ,%s%s%s", before, blank,
                 cases[i / 2].cell, end);
        snprintf(text, sizeof text, "%s", cases[i / 2].text);
        sdn_store *store = notes_of(before);
        const note *made = insert_note(store, "", text);
        memset(text, 'X', sizeof text - 1);
        assert_string_equal(made->text.ptr, cases[i / 2].text);
        assert_int_equal(is_in_last_row(store, made->text), cases[i / 2].is_in_row);
        assert_true(is_in_last_row(store, made->id));
        assert_true(save_patches(store, expected));
        assert_string_equal(get_note(store, "2")->text.ptr, cases[i / 2].text);
        edit_note(store, "2")->number = 8; /* the row is read as it is in the file */
        *strchr(strrchr(expected, '7'), '7') = '8';
        assert_true(save_patches(store, expected));
        close_store(store);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_new_record_may_be_written_to),
        TEST_WITH_STORES(a_new_record_points_into_its_row),
        TEST_WITH_STORES(new_records_may_be_taken_back),
        TEST_WITH_STORES(a_row_for_which_memory_runs_out_is_encoded_later),
    };
    return run_cases(argc, argv, tests);
}
