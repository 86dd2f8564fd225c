/* What a file holds that is not read, or not as it was meant: conflicts of git, rows after the end of their table,
 * headers that are off. All of it is reported, nothing of it is lost, and no key in it is given again. */
#include "test.h"

#include "temp_stores.h"

#include "record_types/composite_key.h"
#include "record_types/rules.h"

#include <stdio.h>
#include <string.h>

/* ---- helpers ---- */

static void rewrite(const char *text)
{
    write_bytes(STORE_PATH, text, strlen(text));
}

static void assert_begin_fails(sdn_store *store, sdn_code code, const char *message)
{
    sdn_error err = {0};
    assert_int_equal(sdn_file_begin(sdn_store_file(store), &err), code);
    assert_string_equal(err.message, message);
}

static void assert_strict_refuses(const char *text, sdn_code code, const char *message)
{
    sdn_options options = sdn_options_default();
    options.strict = true;
    rewrite(text);
    assert_open_fails(&note_record_type, &options, code, message);
}

/* That a file of notes has these problems, the first of which strict refuses, and an automatic key beyond `largest`. */
static void assert_reported(const char *text, const char *problems, const char *next_key)
{
    char first[512];
    sdn_store *store = notes_of(text);
    assert_problems(store, problems);
    assert_string_equal(insert_note(store, "", "new")->id.ptr, next_key);
    close_store(store);
    snprintf(first, sizeof first, "x.sdn:%.*s", (int)strcspn(problems, "\n"), problems);
    assert_strict_refuses(text, SDN_E_SYNTAX, first);
}

static void assert_clean(const char *text)
{
    sdn_store *store = notes_of(text);
    assert_problems(store, "");
    close_store(store);
}

#define CHOOSE "; keep what is right and remove the marker lines"

/* ---- conflicts of git ---- */

static const char conflict[] =
    "notes |id, text|\n    1, one\n<<<<<<< HEAD\n    2, ours\n=======\n    2, theirs\n    7, new\n"
    ">>>>>>> branch\n    3, three\n";

static void a_conflict_is_one_problem_and_its_rows_are_no_records(void **state)
{
    (void)state;
    sdn_store *store = notes_of(conflict);
    assert_problems(store, "3:1: unresolved git conflict, lines 3-8" CHOOSE "\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 3 ");
    assert_edit_fails(
        store, "7", SDN_E_INVALID,
        "x.sdn:3:1: record '7' cannot be read: unresolved git conflict, lines 3-8; correct that row first");
    assert_insert_fails(store, &(note){.id = SDN_STR("2"), .text = SDN_STR(""), .link = SDN_STR("")}, SDN_E_EXISTS,
                        "x.sdn:4:1: a row that cannot be read has the key '2'; correct that row first");
    assert_string_equal(insert_note(store, "", "x")->id.ptr, "8");
    assert_strict_refuses(conflict, SDN_E_SYNTAX, "x.sdn:3:1: unresolved git conflict, lines 3-8" CHOOSE);
}

static void nothing_is_saved_into_a_conflict_until_it_is_resolved(void **state)
{
    (void)state;
    static const char message[] = "x.sdn:3:1: unresolved git conflict, lines 3-8" CHOOSE;
    sdn_store *store = notes_of(conflict);
    sdn_error err = {0};
    assert_begin_fails(store, SDN_E_SYNTAX, message);
    edit_note(store, "1")->text = SDN_STR("edited");
    assert_begin_fails(store, SDN_E_SYNTAX, message);
    assert_save_fails(store, SDN_E_SYNTAX, message);
    assert_content(conflict);
    assert_true(sdn_file_changed(sdn_store_file(store)));
    rewrite("notes |id, text|\n    1, one\n    2, ours\n    3, three\n");
    assert_ok(sdn_file_reload(sdn_store_file(store), &err), err);
    assert_problems(store, "");
    save_store(store);
    assert_content("notes |id, text|\n    1, edited\n    2, ours\n    3, three\n");
}

static void a_conflict_that_comes_while_edits_are_pending_leaves_them(void **state)
{
    (void)state;
    static const char message[] = "x.sdn:3:1: unresolved git conflict, lines 3-8" CHOOSE;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n");
    sdn_error err = {0};
    begin_store(store);
    edit_note(store, "1")->text = SDN_STR("edited");
    rewrite(conflict);
    assert_int_equal(sdn_file_commit(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_string_equal(err.message, message);
    assert_int_equal(sdn_file_reload(sdn_store_file(store), &err), SDN_E_SYNTAX);
    assert_begin_fails(store, SDN_E_SYNTAX, message);
    assert_content(conflict);
    assert_string_equal(get_note(store, "1")->text.ptr, "edited");
    rewrite("notes |id, text|\n    1, one\n    7, new\n");
    save_store(store);
    assert_content("notes |id, text|\n    1, edited\n    7, new\n");
}

static void a_conflict_is_seen_wherever_it_is_by_every_store(void **state)
{
    (void)state;
    static const struct {
        const char *text, *problem;
    } cases[] = {
        {"<<<<<<< a\n=======\nnotes |id|\n    1\n>>>>>>> b\n", "1:1: unresolved git conflict, lines 1-5"},
        {"notes |id|\n    1\n\n<<<<<<< a\nx: 1\n=======\nx: 2\n>>>>>>> b\n", "4:1: unresolved git conflict, lines 4-8"},
        {"other |q|\n<<<<<<< a\n    1\n=======\n>>>>>>> b\nnotes |id|\n", "2:1: unresolved git conflict, lines 2-5"},
        {"x:\n    a: 1\n<<<<<<< a\n    b: 1\n=======\n    t |q|\n>>>>>>> b\n    c: 1\nnotes |id|\n",
         "3:1: unresolved git conflict, lines 3-7"},
        {"<<<<<<< a\nnotes |id, text|\n    1, a\n=======\nnotes |id, no|\n    1, 1\n>>>>>>> b\n",
         "1:1: unresolved git conflict, lines 1-7"},
        {"notes |id|\r\n<<<<<<< a\r\n    1\r\n||||||| base\r\n=======\r\n    2\r\n>>>>>>> b",
         "2:1: unresolved git conflict, lines 2-7"},
        {"notes |id|\n<<<<<<<<< a\n    1\n=======\n=========\n    2\n>>>>>>>>> b\n",
         "2:1: unresolved git conflict, lines 2-7"},
        {"notes |id|\n<<<<<<<\n    1\n=======\n    2\n>>>>>>>\n", "2:1: unresolved git conflict, lines 2-6"},
        {"notes |id|\n<<<<<<< a\n||||||| b\n<<<<<<<<< t\n=========\n>>>>>>>>> u\n=======\n>>>>>>> b\n",
         "2:1: unresolved git conflict, lines 2-8"},
        {"notes |id|\n<<<<<<< a\n||||||| b\n<<<<<<< t\n=======\n>>>>>>> u\n=======\n>>>>>>> b\n",
         "2:1: unresolved git conflict, lines 2-8"},
        {"\xEF\xBB\xBFnotes |id|\n<<<<<<< a\n    1\n=======\n>>>>>>> b\n", "2:1: unresolved git conflict, lines 2-5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char expected[200];
        sdn_store *store = notes_of(cases[i].text);
        snprintf(expected, sizeof expected, "%s" CHOOSE "\n", cases[i].problem);
        assert_problems(store, expected);
        insert_note(store, "99", "x");
        snprintf(expected, sizeof expected, "x.sdn:%s" CHOOSE, cases[i].problem);
        assert_save_fails(store, SDN_E_SYNTAX, expected);
        assert_content(cases[i].text);
        close_store(store);
    }
}

static void keys_in_every_half_of_a_conflict_count(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("<<<<<<< a\n\xEF\xBB\xBFnotes |id, text|\n    1, a\n    40, b\n=======\nnotes |id, no|\n"
                 "    1, 1\n>>>>>>> b\n");
    assert_string_equal(insert_note(store, "", "x")->id.ptr, "41");
    assert_insert_fails(store, &(note){.id = SDN_STR("40"), .text = SDN_STR(""), .link = SDN_STR("")}, SDN_E_EXISTS,
                        "x.sdn:4:1: a row that cannot be read has the key '40'; correct that row first");
}

static void a_conflict_without_its_end_is_one_too(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n<<<<<<< HEAD\n    2, two\n");
    assert_problems(store, "3:1: unresolved git conflict, line 3, without the marker of its end" CHOOSE "\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    edit_note(store, "1")->text = SDN_STR("x");
    assert_save_fails(store, SDN_E_SYNTAX,
                      "x.sdn:3:1: unresolved git conflict, line 3, without the marker of its end" CHOOSE);
}

static void marks_without_an_opening_or_elsewhere_are_ordinary_text(void **state)
{
    (void)state;
    assert_clean("notes |id|\n=======\n>>>>>>> b\n||||||| c\n<<<<<<\n<<<<<<<x\n    <<<<<<< a\n# <<<<<<< a\n");
    assert_clean("notes |id, text|\n    1, \"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\"\n    2, two\n");
    assert_clean("notes |id, text|\n    1, \"a\n<<<<<<< HEAD\nb\"\n    2, two\n");
    assert_clean("x: \"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> x\nd\"\nnotes |id|\n");
    sdn_store *store = notes_of("notes |id|\n<<<<<<<\n    1\n======= x\n=======  \n    2\n>>>>>>>\n    3\n");
    assert_problems(store, "2:1: unresolved git conflict, lines 2-7" CHOOSE "\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "3 ");
}

static void a_quoted_text_does_not_reach_into_a_conflict(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id, text|\n    1, \"a\n<<<<<<< HEAD\nours\"\n=======\ntheirs\"\n>>>>>>> x\n    2, two\n");
    assert_problems(store, "2:8: a quote is not closed; add the closing quote\n"
                           "3:1: unresolved git conflict, lines 3-7" CHOOSE "\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "2 ");
    close_store(store);
    store = notes_of("x: \"a\n<<<<<<< HEAD\nours\"\n=======\ntheirs\"\n>>>>>>> x\nnotes |id|\n    1\n");
    const sdn_problem *list;
    assert_true(sdn_store_problems(store, &list) >= 1);
    assert_int_equal(list[0].line, 2);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 ");
}

static void two_conflicts_are_two_problems_and_a_place_for_each(void **state)
{
    (void)state;
    sdn_store *store =
        notes_of("notes |id|\n<<<<<<< a\n    1\n=======\n    2\n>>>>>>> b\n    3\n<<<<<<< a\n    4\n=======\n"
                 ">>>>>>> b\n");
    assert_problems(store, "2:1: unresolved git conflict, lines 2-6" CHOOSE "\n"
                           "8:1: unresolved git conflict, lines 8-11" CHOOSE "\n");
    assert_delete_fails(
        store, "4", SDN_E_INVALID,
        "x.sdn:8:1: record '4' cannot be read: unresolved git conflict, lines 8-11; correct that row first");
}

static void a_store_added_later_sees_the_conflict(void **state)
{
    (void)state;
    sdn_file *file = open_file_of(conflict);
    sdn_store *notes = store_in(file, &note_record_type);
    assert_problems(store_in(file, &pair_record_type), "3:1: unresolved git conflict, lines 3-8" CHOOSE "\n");
    assert_problems(notes, "3:1: unresolved git conflict, lines 3-8" CHOOSE "\n");
    assert_edit_fails(
        notes, "7", SDN_E_INVALID,
        "x.sdn:3:1: record '7' cannot be read: unresolved git conflict, lines 3-8; correct that row first");
}

/* ---- rows after the statement that ends their table ---- */

#define ENDS(line)                                                                                               \
    ": this line ends table 'notes', but line " line " looks like a row of it, and is not read; move this line " \
    "after the rows, or make it a comment\n"
#define IS_ROW                                                                                                    \
    ": this line ends table 'notes', since it starts as a statement does, but looks like a row; indent the rows " \
    "deeper than the header\n"

static void rows_after_a_statement_are_reported(void **state)
{
    (void)state;
    assert_reported("notes |id, text|\n    1, a\nnote: see mail\n    2, b\n    3, c\n", "3:1" ENDS("4"), "4");
    assert_reported("notes |id, text|\n    1, a\nnote:\n    2, b\n", "3:1" ENDS("4"), "3");
    assert_reported("notes |id, text|\n    1, a\nnote = 7\n\n# c\n    20, b\n", "3:1" ENDS("6"), "21");
    assert_reported("notes |id|\n    1\nnote: see mail\n    2\n", "3:1" ENDS("4"), "3");
    assert_reported("notes |id, text|\r\n    1, a\r\nnote: x\r\n    2, b\r\n", "3:1" ENDS("4"), "3");
    assert_reported("\xEF\xBB\xBFnotes |id, text|\n    1, a\nnote: x\n    2, b", "3:1" ENDS("4"), "3");
    assert_reported("  notes |id, text|\n    1, a\n  note: x\n    2, b\n", "3:3" ENDS("4"), "3");
}

static void rows_that_start_as_statements_do_are_reported(void **state)
{
    (void)state;
    assert_reported("notes |text, id|\nhttp://a, 1\nhttp://b, 7\n", "2:1" IS_ROW, "8");
    assert_reported("notes |text, id|\nfix: x, 4\n", "2:1" IS_ROW, "5");
    assert_reported("notes |id|\nhttp://a\n", "2:1" IS_ROW, "1");
    assert_reported("notes |text, id|\n    a, 1\nx: 1\ny: \"a, b\"\nfix: x, 9\n", "3:1" ENDS("5"), "10");
    assert_reported("notes |text, id|\n    a, 1\nfix: x, 4\nb, 9\n",
                    "3:1" IS_ROW
                    "4:1: this line is not part of a table and starts no statement; correct it, or make it a comment\n",
                    "10");
}

static void a_key_after_the_end_of_its_table_is_taken(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, a\nnote:\n    2, b\n    1, c\n");
    note two = note_of("2", "x");
    assert_insert_fails(store, &two, SDN_E_EXISTS,
                        "x.sdn:4:1: a row that cannot be read has the key '2'; correct that row first");
    assert_edit_fails(store, "1", SDN_E_INVALID,
                      "x.sdn:5:1: another row has the key '1' too; remove one of them first");
    assert_delete_fails(
        store, "2", SDN_E_INVALID,
        "x.sdn:4:1: record '2' is not read: its row is after the end of its table, or in an earlier table of "
        "that name; correct that first");
}

/* It would be a header whose one row has too many cells. */
static void a_row_that_starts_as_a_header_does_is_reported(void **state)
{
    (void)state;
    assert_reported(
        "notes |text, id|\na, 1\nb |x| y, 8\nc, 2\n",
        "3:1: this line ends table 'notes', since it starts as a header does, but looks like a row; indent the rows "
        "deeper than the header\n",
        "9");
    assert_clean("notes |text, id|\n    a, 1\nb |x, y| 1, 2\nc |x, y|\n    1\n");
}

static void rows_that_only_keep_their_keys_are_limited_too(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_rows = 3;
    rewrite("notes |id|\n    1\n    2\nnotes |id|\n    3\n    4\nnotes |id|\n    5\n");
    assert_open_fails(&note_record_type, &options, SDN_E_LIMIT,
                      "x.sdn:6:1: more than 3 rows in a table; raise max_rows to read this file");
}

static void statements_between_tables_are_no_problem(void **state)
{
    (void)state;
    assert_clean(
        "notes |id, text|\n    1, a\n\nx: 1\ny = {a: 1, b: 2}\nz = [1, 2]\nm: table{i32, i32}\n    1, 0\n    0, 1\n"
        "d:\n    a: 1\n    b = [1, 2]\n    t |p, q|\n        1, 2\n    e:\n        x, y\nl:\n    one\n    two\n");
    assert_clean("notes |id, text|\n    1, a\n\nurl: http://x\nq: \"a, b\"\nk =\n");
    assert_clean("notes |id|\n    1\n\nx: 1\nl:\n    one\n");
    assert_clean("x: 1\n    a, b\nnotes |id, text|\n    1, a\n");
}

/* ---- headers ---- */

static void a_column_that_is_there_twice_is_reported_and_not_written(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text, no, text|\n    1, a, 5, b\n";
    assert_strict_refuses(text, SDN_E_SYNTAX,
                          "x.sdn:1:22: column 'text' is there twice, and only the first one is read; "
                          "rename or remove one");
    sdn_store *store = notes_of(text);
    note two = note_of("2", "x");
    static const char message[] =
        "x.sdn:1:22: column 'text' is there twice, so field 'text' cannot be written; rename or "
        "remove one first";
    assert_problems(store,
                    "1:22: column 'text' is there twice, and only the first one is read; rename or remove one\n");
    assert_insert_fails(store, &two, SDN_E_INVALID, message);
    edit_note(store, "1")->number = 6;
    save_store(store);
    assert_content("notes |id, text, no, text|\n    1, a, 6, b\n");
    edit_note(store, "1")->text = SDN_STR("c");
    assert_save_fails(store, SDN_E_INVALID, message);
    assert_content("notes |id, text, no, text|\n    1, a, 6, b\n");
    sdn_file_rollback(sdn_store_file(store));
    delete_note(store, "1");
    save_store(store);
    assert_content("notes |id, text, no, text|\n");
}

static void a_column_of_almost_the_name_is_reported_and_none_is_added(void **state)
{
    (void)state;
    static const char text[] = "notes |id, Text, ki-nd|\n    1, a, fact\n";
    assert_reported(text,
                    "1:12: column 'text' is missing, did you mean 'Text'; rename that column\n"
                    "1:18: column 'kind' is missing, did you mean 'ki-nd'; rename that column\n",
                    "2");
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->text = SDN_STR("c");
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn:1:12: column 'text' is missing, did you mean 'Text'; rename that column "
                      "first");
    assert_content(text);
    close_store(store);
    assert_clean("notes |id, texts, Other|\n    1, a, b\n");
}

static void a_header_without_the_key_is_one_problem(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |ID, text|\n    1, a\n    2, b\n");
    assert_problems(store, "1:8: column 'id' is missing, did you mean 'ID'; rename that column\n");
    assert_int_equal(sdn_store_count(store), 0);
    close_store(store);
    store = notes_of("notes |text|\n    a\n    b\n");
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n");
    close_store(store);
    assert_clean("notes |text|\n");
    store = notes_of("notes |text|\n    a\n<<<<<<< HEAD\n    b\n>>>>>>> x\n");
    assert_problems(store, "1:1: column 'id' is missing, and no row can be read without it; add the column\n"
                           "3:1: unresolved git conflict, lines 3-5" CHOOSE "\n");
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_column_without_which_no_row_is_read_is_named_for_each_record(void **state)
{
    (void)state;
    static const char message[] =
        "x.sdn:1:1: record 'b' cannot be read: column 'badge' is missing, and no row can be read "
        "without it; correct that row first";
    sdn_error err = {0};
    sdn_store *store = store_of(&person_record_type, "people |id, name|\n    a, A\n    b, B\n");
    sdn_value key = {.text = SDN_STR("b")};
    assert_problems(store, "1:1: column 'badge' is missing, and no row can be read without it; add the column\n");
    assert_null(sdn_store_edit(store, &key, &err));
    assert_int_equal(err.code, SDN_E_INVALID);
    assert_string_equal(err.message, message);
}

#define LONG "c012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678"

static void of_a_long_name_of_a_column_the_start_is_shown(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, " LONG "9, " LONG "9|\n    1, a, b\n");
    assert_problems(store,
                    "1:115: column '" LONG "' is there twice, and only the first one is read; rename or remove one\n");
    close_store(store);
    store = notes_of("notes |id, te"
                     "____________________________________________________________________________________"
                     "________________________xt|\n    1, a\n");
    assert_problems(store, "1:12: column 'text' is missing, did you mean 'te"
                           "____________________________________________________________________________________"
                           "______________'; rename that column\n");
}

/* One that was probably meant is there, and a second one would be appended to the file. */
static void assert_misplaced(const char *text, const char *problem)
{
    char expected[512];
    sdn_store *store = notes_of(text);
    snprintf(expected, sizeof expected, "%s\n", problem);
    assert_problems(store, expected);
    assert_int_equal(sdn_store_count(store), 0);
    insert_note(store, "1", "x");
    snprintf(expected, sizeof expected, "x.sdn:%s", problem);
    assert_save_fails(store, SDN_E_INVALID, expected);
    assert_content(text);
    close_store(store);
}

static void a_table_of_nearly_the_name_is_reported_and_none_is_added(void **state)
{
    (void)state;
    assert_misplaced("NOTES |id, text|\n    1, a\n",
                     "1:1: table 'notes' is missing, did you mean 'NOTES'; rename that table");
    assert_misplaced("x: 1\n\nNo_tes |id, text|\n    1, a\n",
                     "3:1: table 'notes' is missing, did you mean 'No_tes'; rename that table");
    assert_clean("Notes |id|\n    1\nnotes |id|\n    1\n");
    assert_clean("note |id|\n    1\n"); /* another word is another table */
}

static void a_header_written_as_a_statement_is_reported_and_none_is_added(void **state)
{
    (void)state;
    assert_misplaced("notes: |id, text|\n    1, a\n",
                     "1:1: table 'notes' is written as a statement, and is not read; remove "
                     "what is between its name and the columns");
    assert_misplaced("notes = |id, text|\n    1, a\n", "1:1: table 'notes' is written as a statement, and is not read; "
                                                       "remove what is between its name and the columns");
    assert_clean("notes: |x\nnotes |id|\n    1\n");
}

static void a_table_in_the_block_of_a_statement_is_reported_and_none_is_added(void **state)
{
    (void)state;
    static const char text[] = "x:\n    notes |id, text|\n        1, a\n";
    sdn_store *store = notes_of(text);
    assert_problems(store,
                    "2:5: table 'notes' is inside the block of another statement, where it is not read; move it out\n");
    insert_note(store, "1", "x");
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn:2:5: table 'notes' is inside the block of another statement, where it is "
                      "not read; move it out");
    assert_content(text);
    close_store(store);
    assert_clean("x:\n    notes |id, text|\n        1, a\nnotes |id|\n    1\n");
    assert_clean("x:\n    other |id, text|\n        1, a\nnotes |id|\n");
}

/* ---- why a record is not there ---- */

static sdn_code explain(const sdn_store *store, const char *id, sdn_error *err)
{
    sdn_value key = {.text = sdn_str_from(id)};
    return sdn_store_explain(store, &key, err);
}

static void why_a_record_is_not_there_can_be_asked(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, side|\n    1, lfet\n    2, left\n    3\n    4, \"a\nb\"\n");
    sdn_error err = {0};
    assert_int_equal(explain(store, "1", &err), SDN_E_INVALID);
    assert_string_equal(err.message, "x.sdn:2:8: record '1' cannot be read: column 'side': 'lfet' is none of left, "
                                     "right-hand side; correct that row first");
    assert_int_equal(explain(store, "2", &err), SDN_OK);
    assert_int_equal(explain(store, "3", &err), SDN_E_INVALID);
    assert_string_equal(err.message, "x.sdn:4:5: record '3' cannot be read: the row has 1 cell, the header 2 columns; "
                                     "correct that row first");
    assert_int_equal(explain(store, "4", &err), SDN_E_INVALID);
    assert_int_equal(err.line, 5);
    assert_int_equal(explain(store, "5", &err), SDN_E_NOT_FOUND);
}

static void an_empty_part_of_a_key_is_named(void **state)
{
    (void)state;
    sdn_record_type type = pair_record_type;
    type.key = (sdn_index_type){.fields = {PAIR_FIELD_NUMBER, PAIR_FIELD_NAME}, .field_count = 2};
    sdn_store *store = store_of(&type, "pairs |number, name, flag, value|\n    1, \"\", true, x\n");
    sdn_error err = {0};
    pair values = {.number = 1, .name = SDN_STR(""), .value = SDN_STR("")};
    assert_problems(store, "2:8: column 'name': the cell is empty, but it is part of the key; fill it in\n");
    assert_null(sdn_store_insert(store, &values, &err));
    assert_string_equal(err.message,
                        "x.sdn: table 'pairs': field 'name' is empty, but it is part of the key; fill it in");
    close_store(store);
}

static void a_row_without_a_column_is_not_blamed_on_a_later_row(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = store_of(&person_record_type, "people |id, name|\n    a, A\n    b, B, C\n");
    const sdn_value key = {.text = SDN_STR("a")};
    assert_null(sdn_store_edit(store, &key, &err));
    assert_string_equal(err.message,
                        "x.sdn:1:1: record 'a' cannot be read: column 'badge' is missing, and no row can be "
                        "read without it; correct that row first");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_conflict_is_one_problem_and_its_rows_are_no_records),
        TEST_WITH_STORES(nothing_is_saved_into_a_conflict_until_it_is_resolved),
        TEST_WITH_STORES(a_conflict_that_comes_while_edits_are_pending_leaves_them),
        TEST_WITH_STORES(a_conflict_is_seen_wherever_it_is_by_every_store),
        TEST_WITH_STORES(keys_in_every_half_of_a_conflict_count),
        TEST_WITH_STORES(a_conflict_without_its_end_is_one_too),
        TEST_WITH_STORES(marks_without_an_opening_or_elsewhere_are_ordinary_text),
        TEST_WITH_STORES(a_quoted_text_does_not_reach_into_a_conflict),
        TEST_WITH_STORES(two_conflicts_are_two_problems_and_a_place_for_each),
        TEST_WITH_STORES(a_store_added_later_sees_the_conflict),
        TEST_WITH_STORES(rows_after_a_statement_are_reported),
        TEST_WITH_STORES(rows_that_start_as_statements_do_are_reported),
        TEST_WITH_STORES(a_key_after_the_end_of_its_table_is_taken),
        TEST_WITH_STORES(a_row_that_starts_as_a_header_does_is_reported),
        TEST_WITH_STORES(rows_that_only_keep_their_keys_are_limited_too),
        TEST_WITH_STORES(statements_between_tables_are_no_problem),
        TEST_WITH_STORES(a_column_that_is_there_twice_is_reported_and_not_written),
        TEST_WITH_STORES(a_column_of_almost_the_name_is_reported_and_none_is_added),
        TEST_WITH_STORES(a_header_without_the_key_is_one_problem),
        TEST_WITH_STORES(a_column_without_which_no_row_is_read_is_named_for_each_record),
        TEST_WITH_STORES(of_a_long_name_of_a_column_the_start_is_shown),
        TEST_WITH_STORES(a_table_of_nearly_the_name_is_reported_and_none_is_added),
        TEST_WITH_STORES(a_header_written_as_a_statement_is_reported_and_none_is_added),
        TEST_WITH_STORES(a_table_in_the_block_of_a_statement_is_reported_and_none_is_added),
        TEST_WITH_STORES(why_a_record_is_not_there_can_be_asked),
        TEST_WITH_STORES(an_empty_part_of_a_key_is_named),
        TEST_WITH_STORES(a_row_without_a_column_is_not_blamed_on_a_later_row),
    };
    return run_cases(argc, argv, tests);
}
