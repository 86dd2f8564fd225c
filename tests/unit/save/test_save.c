/* Saves that patch the loaded tables, and those that read the whole file again. */
#include "test.h"

#include "faults.h"
#include "patched_saves.h"
#include "temp_stores.h"

#include "base/crc32.h"
#include "save/save.h"
#include "store/file.h"

#include <stdio.h>
#include <string.h>

static const char NOTES[] = "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n";

static void what_is_more_than_rows_is_read_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    delete_note(store, "3");
    assert_true(save_patches(store, "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n"));
    insert_note(store, "0", "goes first");
    assert_false(save_patches(store, "notes |id, text, no|\n    0, \"goes first\", 7\n    1, one, 1\n    2, two, 2\n"));
    edit_note(store, "1")->done = true;
    assert_false(save_patches(store,
                              "notes |id, text, no, done|\n    0, \"goes first\", 7, false\n    1, one, 1, true\n"
                              "    2, two, 2, false\n"));
    close_store(store);
    store = notes_of("notes |id, text, no| 1, one, 1\n");
    edit_note(store, "1")->number = 5;
    assert_false(save_patches(store, "notes |id, text, no| 1, one, 5\n"));
}

static const char MANY[] = ":8: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n";

static void assert_many_in_line(const sdn_store *store, unsigned line)
{
    char expected[256];
    snprintf(expected, sizeof expected, "%u%s", line, MANY);
    assert_problems(store, expected);
}

/* A row that cannot be read stays what it is, unless it gets another line. */
static void edits_beside_what_cannot_be_read_are_patched(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of("notes |id, no, text|\n    1, 1, \"o\nn\"\n    2, many, z\n    3, 3, c\n");
    assert_many_in_line(store, 4);
    edit_note(store, "1")->number = 5;
    insert_note(store, "4", "d");
    assert_true(
        save_patches(store, "notes |id, no, text|\n    1, 5, \"o\nn\"\n    2, many, z\n    3, 3, c\n    4, 7, d\n"));
    assert_many_in_line(store, 4);
    edit_note(store, "1")->text = SDN_STR("one");
    assert_false(
        save_patches(store, "notes |id, no, text|\n    1, 5, one\n    2, many, z\n    3, 3, c\n    4, 7, d\n"));
    assert_many_in_line(store, 3);
    delete_note(store, "1");
    assert_false(save_patches(store, "notes |id, no, text|\n    2, many, z\n    3, 3, c\n    4, 7, d\n"));
    assert_many_in_line(store, 2);
    assert_null(sdn_store_insert(store, &(note){.id = SDN_STR("2")}, &err));
    assert_int_equal(err.line, 2);
}

static void rows_above_what_cannot_be_read_are_read_again(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("notes |id, text|\n    1, one\nordered_notes |id, no|\n    a, many\n    b, 1\n");
    sdn_store *notes = store_in(file, &note_record_type), *ordered = store_in(file, &ordered_note_record_type);
    insert_note(notes, "2", "two");
    assert_false(save_patches(notes, "notes |id, text|\n    1, one\n    2, two\nordered_notes |id, no|\n    a, many\n"
                                     "    b, 1\n"));
    assert_problems(ordered, "5:8: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n");
    edit_note(notes, "2")->text = SDN_STR("2");
    edit_note(ordered, "b")->number = 3;
    assert_true(save_patches(notes, "notes |id, text|\n    1, one\n    2, 2\nordered_notes |id, no|\n    a, many\n"
                                    "    b, 3\n"));
    assert_problems(ordered, "5:8: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n");
}

/* What is written could close the quote. */
static void edits_beside_an_open_quote_are_read_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, \"two\n    3, three\n");
    edit_note(store, "3")->text = SDN_STR("drei");
    assert_false(save_patches(store, "notes |id, text|\n    1, one\n    2, \"two\n    3, drei\n"));
}

/* The sum of whatever is laid out, for any line that had one. */
static void a_file_with_a_checksum_line_is_patched(void **state)
{
    (void)state;
    static const struct {
        const char *line, *line_end;
        bool patches; /* the first time already */
    } cases[] = {{"#sdn-crc32:0", "\n", true},
                 {"#sdn-crc32:4000000000", "\n", true},
                 {"#sdn-crc32:0123456789abcdef", "\r\n", true},
                 {"#sdn-crc32:", "\n", false},
                 {"#sdn-crc32:", "\r\n", false}};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[300], body[200];
        const char *end = cases[i].line_end;
        size_t len =
            (size_t)snprintf(text, sizeof text, "%s%snotes |id, text|%s    1, one%s", cases[i].line, end, end, end);
        write_bytes(STORE_PATH, text, len);
        sdn_store *store = open_store_with(&note_record_type, &options);
        for (unsigned save = 2; save < 6; save++) {
            char id[2] = {(char)('0' + save), '\0'};
            if (save < 4)
                insert_note(store, id, "x");
            edit_note(store, "1")->text = save % 2 == 0 ? SDN_STR("even") : SDN_STR("odd");
            snprintf(body, sizeof body, "notes |id, text|%s    1, %s%s    2, x%s%s%s", end,
                     save % 2 == 0 ? "even" : "odd", end, end, save > 2 ? "    3, x" : "", save > 2 ? end : "");
            snprintf(text, sizeof text, "#sdn-crc32:%lu%s%s", (unsigned long)sdn__crc32(0, body, strlen(body)), end,
                     body);
            assert_int_equal(save_patches(store, text), cases[i].patches || save > 2);
        }
        close_store(store);
    }
}

static void the_sum_of_a_saved_file_is_right(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.ignore_checksum = true;
    write_store("#sdn-crc32:0\n# no table yet\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    for (int i = 0; i < 5; i++) {
        insert_note(store, "", "text");
        assert_ok(sdn_file_save(store->file, &err), err);
        close_store(open_store(&note_record_type)); /* which looks at the sum */
    }
    close_store(store);
}

/* Without a line end the line is a comment, which the first row turns into a checksum line. */
static void a_checksum_line_that_gets_its_line_end_gets_a_sum(void **state)
{
    (void)state;
    write_bytes(STORE_PATH, "#sdn-crc32:", 11);
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "1", "");
    sdn_error err = {0};
    assert_ok(sdn_file_save(store->file, &err), err);
    close_store(store);
    close_store(open_store(&note_record_type));
}

/* Whatever allocation fails, the file stays what it was, and can be laid out again. */
static void a_sum_that_finds_no_memory_fails_the_save(void **state)
{
    (void)state;
    sdn_save save;
    sdn_error err = {0};
    sdn_options options = sdn_options_default();
    options.ignore_checksum = true;
    write_store("#sdn-crc32:0\nnotes |id, text|\n    1, one\n");
    sdn_store *store = open_store_with(&note_record_type, &options);
    sdn_code code = SDN_E_NOMEM;
    edit_note(store, "1")->text = SDN_STR("two");
    assert_true(sdn_file_changed(store->file));
    for (int nth = 1; code != SDN_OK; nth++) {
        assert_ok(sdn__save_prepare(store->file->image, 42, &save, &err), err);
        save.plan.text.next = save.plan.text.end; /* so that the sum needs another block */
        faults_arm_memory(nth);
        code = sdn__save_lay_out(store->file->image, &save, &err);
        faults_remove();
        assert_true(code == SDN_OK ? nth > 3 : code == SDN_E_NOMEM);
        sdn__save_cancel(&save);
        assert_true(sdn__pieces_equal(&store->file->image->pieces, "#sdn-crc32:0\nnotes |id, text|\n    1, one\n", 41));
    }
}

static void a_table_that_the_file_lacks_may_be_edited_without_effect(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("notes |id, text|\n    1, one\n");
    sdn_store *notes = store_in(file, &note_record_type), *ordered = store_in(file, &ordered_note_record_type);
    for (int i = 0; i < 3; i++) {
        insert_note(ordered, "a", "in vain");
        delete_note(ordered, "a");
        edit_note(notes, "1")->number = (uint32_t)i;
        edit_note(notes, "1")->text = i % 2 == 0 ? SDN_STR("even") : SDN_STR("odd");
        edit_note(notes, "1")->number = 7;
        assert_ok(sdn_file_save(file, &err), err);
        assert_ok(sdn_file_begin(file, &err), err);
        assert_ok(sdn_file_commit(file, &err), err);
    }
    assert_content("notes |id, text|\n    1, even\n");
    insert_note(ordered, "b", "kept");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content(
        "notes |id, text|\n    1, even\n\nordered_notes |id, text, no, done, kind, side, link, weight, tags|\n"
        "    b, kept, 7, false, fact, left, \"\", \"\", \"\"\n");
}

/* The quote would close the one left open above the table, and make text of all between. */
static void a_quote_left_open_elsewhere_is_not_closed_by_a_row(void **state)
{
    (void)state;
    static const char *const files[] = {"other |a, b|\n    \"open, x\nnotes |id, text|\n    1, one\n",
                                        "name: \"open\nnotes |id, text|\n    1, one\n"};
    sdn_error err = {0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        sdn_store *store = notes_of(files[i]);
        insert_note(store, "2", ",x");
        assert_int_equal(sdn_file_save(store->file, &err), SDN_E_INVALID);
        assert_content(files[i]);
        close_store(store);
    }
}

/* A checksum line gets longer when it is renewed. */
static void no_save_makes_a_file_too_large_to_open(void **state)
{
    (void)state;
    static const char text[] = "#sdn-crc32:0\nnotes |id, text|\n    1, one\n";
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.ignore_checksum = true;
    for (size_t more = 0; more < 12; more++) {
        options.max_file_bytes = sizeof text - 1 + more;
        write_bytes(STORE_PATH, text, sizeof text - 1);
        sdn_store *store = open_store_with(&note_record_type, &options);
        edit_note(store, "1")->text = SDN_STR("ONE");
        sdn_code code = sdn_file_save(store->file, &err);
        assert_true(code == SDN_OK || code == SDN_E_LIMIT);
        assert_true(read_bytes(STORE_PATH).len <= options.max_file_bytes);
        close_store(store);
        close_store(open_store_with(&note_record_type, &options));
    }
}

static void a_save_that_fails_leaves_all_as_it_was(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    sdn_error err = {0};
    get_note(store, "1");
    edit_note(store, "2")->text = SDN_STR("two, edited");
    insert_note(store, "4", "four");
    for (int nth = 1;; nth++) {
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(store->file, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        if (code == SDN_OK)
            break;
        assert_true(fired);
        assert_int_equal(code, SDN_E_NOMEM);
        assert_string_equal(get_note(store, "1")->text.ptr, "one");
        assert_string_equal(get_note(store, "2")->text.ptr, "two, edited");
        assert_content(NOTES);
    }
    assert_content("notes |id, text, no|\n    1, one, 1\n    2, \"two, edited\", 2\n    3, three, 3\n    4, four, 7\n");
}

/* ---- rows encoded when their records are inserted ---- */

#define ALL_COLUMNS "|id, text, no, done, kind, side, link, weight, tags|\n"
#define ALL_CELLS   "7, false, fact, left, \"\", \"\", \"\"\n"

static void a_new_file_is_not_read_again(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    insert_note(store, "", "one");
    insert_note(store, "", "two words");
    assert_true(save_patches(store, "notes " ALL_COLUMNS "    1, one, " ALL_CELLS "    2, \"two words\", " ALL_CELLS));
    edit_note(store, "1")->text = SDN_STR("ONE");
    insert_note(store, "", "three");
    assert_true(save_patches(store, "notes " ALL_COLUMNS "    1, ONE, " ALL_CELLS "    2, \"two words\", " ALL_CELLS
                                    "    3, three, " ALL_CELLS));
    delete_note(store, "2");
    edit_note(store, "3")->text = SDN_STR("THREE");
    assert_true(save_patches(store, "notes " ALL_COLUMNS "    1, ONE, " ALL_CELLS "    3, THREE, " ALL_CELLS));
    assert_string_equal(get_note(store, "3")->text.ptr, "THREE");
    assert_string_equal(insert_note(store, "", "")->id.ptr, "4");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 3 4 ");
}

static void nor_is_a_file_without_rows(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
    } files[] = {
        {"", "notes " ALL_COLUMNS},
        {"# comment", "# comment\n\nnotes " ALL_COLUMNS},
        {"# comment\n\n", "# comment\n\nnotes " ALL_COLUMNS},
        {"name: value\n", "name: value\n\nnotes " ALL_COLUMNS},
        {"other |a|\n    x\n", "other |a|\n    x\n\nnotes " ALL_COLUMNS},
        {"\xEF\xBB\xBF# comment\n", "\xEF\xBB\xBF# comment\n\nnotes " ALL_COLUMNS},
        {"notes " ALL_COLUMNS, "notes " ALL_COLUMNS},
        {"notes " ALL_COLUMNS "# comment\n", NULL},
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char expected[400];
        sdn_store *store = notes_of(files[i].before);
        insert_note(store, "", "one");
        snprintf(expected, sizeof expected, "%s    1, one, " ALL_CELLS "%s",
                 files[i].after != NULL ? files[i].after : "notes " ALL_COLUMNS,
                 files[i].after != NULL ? "" : "# comment\n");
        assert_true(save_patches(store, expected));
        edit_note(store, "1")->number = 8;
        *strchr(strstr(expected, "one"), '7') = '8';
        assert_true(save_patches(store, expected));
        close_store(store);
    }
}

static void a_new_table_after_quotes_is_read_again(void **state)
{
    (void)state;
    sdn_store *store = notes_of("other |a|\n    x\nname: \"text\"\n");
    insert_note(store, "", "one");
    assert_false(
        save_patches(store, "other |a|\n    x\nname: \"text\"\n\nnotes " ALL_COLUMNS "    1, one, " ALL_CELLS));
}

static void several_tables_of_a_new_file(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("");
    sdn_store *notes = store_in(file, &note_record_type), *ordered = store_in(file, &ordered_note_record_type);
    insert_note(ordered, "a", "A");
    insert_note(notes, "", "one");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("notes " ALL_COLUMNS "    1, one, " ALL_CELLS "\nordered_notes " ALL_COLUMNS "    a, A, " ALL_CELLS);
    insert_note(notes, "", "two");
    insert_note(ordered, "b", "B");
    edit_note(ordered, "a")->text = SDN_STR("AA");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("notes " ALL_COLUMNS "    1, one, " ALL_CELLS "    2, two, " ALL_CELLS "\nordered_notes " ALL_COLUMNS
                   "    a, AA, " ALL_CELLS "    b, B, " ALL_CELLS);
}

static void other_tables_of_a_new_file_may_stay_as_they_are(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_file *file = open_file_of("notes |id, text|\n");
    sdn_store *notes = store_in(file, &note_record_type), *ordered = store_in(file, &ordered_note_record_type);
    sdn_store *log = store_in(file, &log_record_type);
    insert_note(notes, "1", "one")->number = 7;
    insert_note(ordered, "a", "A");
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("notes |id, text|\n    1, one\n\nordered_notes " ALL_COLUMNS "    a, A, " ALL_CELLS);
    assert_int_equal(sdn_store_count(log), 0);
}

/* With a new column every row gets another cell. The slot of a record that was taken back before a save has no row. */
static void a_column_is_added_after_a_new_record_was_taken_back(void **state)
{
    (void)state;
    sdn_store *store = notes_of(NOTES);
    insert_note(store, "4", "in vain");
    insert_note(store, "5", "five");
    delete_note(store, "4");
    assert_true(
        save_patches(store, "notes |id, text, no|\n    1, one, 1\n    2, two, 2\n    3, three, 3\n    5, five, 7\n"));
    delete_note(store, "3");
    note *edited = edit_note(store, "2");
    edited->has_link = true;
    edited->link = SDN_STR("x");
    assert_false(save_patches(
        store, "notes |id, text, no, link|\n    1, one, 1, \"\"\n    2, two, 2, x\n    5, five, 7, \"\"\n"));
}

/* Rows that were added by a save, some of them written to first, so that their texts are not contiguous. */
static void save_added_notes(sdn_store *store)
{
    static const char *const ids[] = {"4", "5", "6", "7", "8"};
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        note *made = insert_note(store, ids[i], "added");
        if (i >= 2)
            made->text = SDN_STR("longer than it was");
    }
    save_store(store);
}

static char large[8000]; /* a row with it takes an allocation of its own */

static sdn_store *with_new_and_rewritten_notes(int rewritten)
{
    static const char *const edited[] = {"4", "5", "6", "7"};
    sdn_store *store = notes_of("notes " ALL_COLUMNS "    1, one, " ALL_CELLS);
    save_added_notes(store);
    for (int i = 0; i < rewritten; i++)
        edit_note(store, edited[i])->text = sdn_str_from(large);
    insert_note(store, "10", "")->text = sdn_str_from(large);
    insert_note(store, "11", "")->text = sdn_str_from(large);
    return store;
}

/* The rows that were added before are in the file, and edits of them are kept. */
static bool fail_one_allocation(int rewritten, int nth)
{
    sdn_error err = {0};
    sdn_store *store = with_new_and_rewritten_notes(rewritten);
    faults_arm_memory(nth);
    sdn_code code = sdn_file_save(store->file, &err);
    bool fired = faults_fired_memory();
    faults_remove();
    /* Under the address sanitizer a store is loaded again after the save, and a failure of that does no harm. */
    assert_true(code == SDN_OK || (fired && code == SDN_E_NOMEM));
    if (code != SDN_OK)
        save_store(store);
    close_store(store);
    store = open_store(&note_record_type);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 4 5 6 7 8 10 11 ");
    assert_string_equal(get_note(store, "11")->text.ptr, large);
    assert_string_equal(get_note(store, "6")->text.ptr, rewritten > 2 ? large : "longer than it was");
    close_store(store);
    return fired;
}

static void a_save_that_rewrites_added_rows_may_fail(void **state)
{
    (void)state;
    memset(large, 'x', sizeof large - 1);
    for (int rewritten = 0; rewritten <= 4; rewritten += 4)
        for (int nth = 1; fail_one_allocation(rewritten, nth); nth++)
            ;
}

static void a_first_save_that_fails_leaves_all_as_it_was(void **state)
{
    (void)state;
    sdn_error err = {0};
    for (int nth = 1;; nth++) {
        sdn_store *store = notes_of("");
        insert_note(store, "", "one");
        insert_note(store, "", "two")->text = SDN_STR("TWO");
        insert_note(store, "", "three")->text = SDN_STR("THREE");
        faults_arm_memory(nth);
        sdn_code code = sdn_file_save(store->file, &err);
        bool fired = faults_fired_memory();
        faults_remove();
        if (code != SDN_OK) {
            assert_int_equal(code, SDN_E_NOMEM);
            assert_content("");
            assert_string_equal(get_note(store, "2")->text.ptr, "TWO");
            save_store(store);
        }
        close_store(store);
        assert_content("notes " ALL_COLUMNS "    1, one, " ALL_CELLS "    2, TWO, " ALL_CELLS
                       "    3, THREE, " ALL_CELLS);
        if (!fired)
            break;
        remove(STORE_PATH);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_column_is_added_after_a_new_record_was_taken_back),
        TEST_WITH_STORES(what_is_more_than_rows_is_read_again),
        TEST_WITH_STORES(edits_beside_what_cannot_be_read_are_patched),
        TEST_WITH_STORES(rows_above_what_cannot_be_read_are_read_again),
        TEST_WITH_STORES(edits_beside_an_open_quote_are_read_again),
        TEST_WITH_STORES(a_file_with_a_checksum_line_is_patched),
        TEST_WITH_STORES(the_sum_of_a_saved_file_is_right),
        TEST_WITH_STORES(a_sum_that_finds_no_memory_fails_the_save),
        TEST_WITH_STORES(a_checksum_line_that_gets_its_line_end_gets_a_sum),
        TEST_WITH_STORES(a_table_that_the_file_lacks_may_be_edited_without_effect),
        TEST_WITH_STORES(a_quote_left_open_elsewhere_is_not_closed_by_a_row),
        TEST_WITH_STORES(no_save_makes_a_file_too_large_to_open),
        TEST_WITH_STORES(a_save_that_fails_leaves_all_as_it_was),
        TEST_WITH_STORES(a_new_file_is_not_read_again),
        TEST_WITH_STORES(nor_is_a_file_without_rows),
        TEST_WITH_STORES(a_new_table_after_quotes_is_read_again),
        TEST_WITH_STORES(several_tables_of_a_new_file),
        TEST_WITH_STORES(other_tables_of_a_new_file_may_stay_as_they_are),
        TEST_WITH_STORES(a_save_that_rewrites_added_rows_may_fail),
        TEST_WITH_STORES(a_first_save_that_fails_leaves_all_as_it_was),
    };
    return run_cases(argc, argv, tests);
}
