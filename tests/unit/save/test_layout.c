/* What a save makes of a file, byte for byte. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "edited_notes.h"
#include "record_types/composite_key.h"
#include "temp_stores.h"

#include "base/crc32.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* ---- nothing changed, nothing touched ---- */

static void a_save_without_changes_touches_nothing(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBF# c\r\n notes |id , text,| # h\r\n\r\n\t1 , \"a\" \"b\"\r\n2, \"x\ny\"";
    struct stat before, after;
    sdn_store *store = notes_of(text);
    assert_int_equal(stat(STORE_PATH, &before), 0);
    assert_string_equal(get_note(store, "1")->text.ptr, "\"a\" \"b\"");
    sdn_str same = sdn_store_text(store, "x\ny");
    edit_note(store, "2")->text = same;
    save_store(store);
    begin_store(store);
    commit_store(store);
    assert_int_equal(stat(STORE_PATH, &after), 0);
    assert_content(text);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_true(before.st_mtim.tv_sec == after.st_mtim.tv_sec && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec);
}

/* ---- edited rows ---- */

static void the_last_line_keeps_having_no_line_end(void **state)
{
    (void)state;
    assert_edited("notes |id, text|\n    1, one\n    2, two", "2", "new", "notes |id, text|\n    1, one\n    2, new");
    assert_edited("notes |id, text|\n    1, one\n    2, two", "1", "new", "notes |id, text|\n    1, new\n    2, two");
    assert_edited("notes |id, text|\r\n    1, one\r", "1", "new", "notes |id, text|\r\n    1, new\r");
}

static void line_ends_and_byte_order_mark_stay(void **state)
{
    (void)state;
    assert_edited("\xEF\xBB\xBFnotes |id, text|\r\n    1, one\r\n\r\n    2, two\n", "1", "new",
                  "\xEF\xBB\xBFnotes |id, text|\r\n    1, new\r\n\r\n    2, two\n");
}

static void unreadable_rows_and_other_tables_stay(void **state)
{
    (void)state;
    assert_edited("a: 1\nstray\nold |id, text|\n    1, x\n    2\nnotes |id, text|\n    1, one, more\n    2, \"open\n"
                  "    4, three\n    , none\n    3, twice\nz |q| 1\n    2, 3",
                  "3", "new",
                  "a: 1\nstray\nold |id, text|\n    1, x\n    2\nnotes |id, text|\n    1, one, more\n    2, \"open\n"
                  "    4, three\n    , none\n    3, new\nz |q| 1\n    2, 3");
}

/* ---- deleted rows ---- */

static void a_deleted_row_takes_its_line_with_it_and_nothing_else(void **state)
{
    (void)state;
    assert_deleted("notes |id|\n    1\n# c\n    2\n\n    3\n", "2", "notes |id|\n    1\n# c\n\n    3\n");
    assert_deleted("notes |id|\n    1\n    2", "2", "notes |id|\n    1\n");
    assert_deleted("notes |id|\n    1\n    2", "1", "notes |id|\n    2");
    assert_deleted("notes |id|\r\n    1\r\n    2\r\n", "1", "notes |id|\r\n    2\r\n");
    assert_deleted("notes |id|\r\n    1\r", "1", "notes |id|\r\n");
    assert_deleted("notes |id, text|\n    1, \"a\nb\"\n    2, c\n", "1", "notes |id, text|\n    2, c\n");
    assert_deleted("notes |id|\n    1\nother |a|\n    1\n", "1", "notes |id|\nother |a|\n    1\n");
}

/* ---- the checksum line ---- */

static void the_checksum_line_is_renewed(void **state)
{
    (void)state;
    static const char before[] = "notes |id, text|\n    1, one\n", after[] = "notes |id, text|\n    1, new\n";
    char text[256];
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, before, strlen(before)), before);
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->text = SDN_STR("new");
    save_store(store);
    snprintf(text, sizeof text, "#sdn-crc32:%lu\n%s", (unsigned long)sdn__crc32(0, after, strlen(after)), after);
    assert_content(text);
}

/* ---- several tables ---- */

static void tables_of_one_file_are_laid_out_in_file_order(void **state)
{
    (void)state;
    sdn_file *file = open_file_of("log |id, text|\n    a, 1\n\nnotes |id, text|\n    1, one\nx: 1\n");
    sdn_store *notes = store_in(file, &note_record_type), *log = store_in(file, &log_record_type);
    sdn_store *pairs = store_in(file, &pair_record_type);
    sdn_error err = {0};
    pair values = {.number = 1, .name = SDN_STR("n"), .value = SDN_STR("")};
    insert_note(log, "b", "2");
    edit_note(notes, "1")->text = SDN_STR("new");
    assert_non_null(sdn_store_insert(pairs, &values, &err));
    assert_ok(sdn_file_save(file, &err), err);
    assert_content("log |id, text|\n    a, 1\n    b, 2\n\nnotes |id, text|\n    1, new\nx: 1\n\n"
                   "pairs |number, name, flag, value|\n    1, n, false, \"\"\n");
    assert_string_equal(ids_of(sdn_store_all(log)), "a b ");
}

/* ---- what cannot be written ---- */

static void a_file_that_would_get_too_large_is_refused(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_file_bytes = 30;
    write_bytes(STORE_PATH, "notes |id, text|\n    1, one\n", 28);
    sdn_store *store = open_store_with(&note_record_type, &options);
    insert_note(store, "2", "two");
    assert_save_fails(store, SDN_E_LIMIT, "x.sdn: the file would get too large; raise max_file_bytes, or split it");
    assert_content("notes |id, text|\n    1, one\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_save_without_changes_touches_nothing),
        TEST_WITH_STORES(the_last_line_keeps_having_no_line_end),
        TEST_WITH_STORES(line_ends_and_byte_order_mark_stay),
        TEST_WITH_STORES(unreadable_rows_and_other_tables_stay),
        TEST_WITH_STORES(a_deleted_row_takes_its_line_with_it_and_nothing_else),
        TEST_WITH_STORES(the_checksum_line_is_renewed),
        TEST_WITH_STORES(tables_of_one_file_are_laid_out_in_file_order),
        TEST_WITH_STORES(a_file_that_would_get_too_large_is_refused),
    };
    return run_cases(argc, argv, tests);
}
