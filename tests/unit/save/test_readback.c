/* Saves that are refused because what would be written does not read back as what was put. */
#include "test.h"

#include "faults.h"
#include "poor_system.h"
#include "temp_stores.h"

#include "base/sys.h"

#include <errno.h>
#include <string.h>

static sdn_sys_table real_sys;

/* ---- a record type whose two halves do not agree, as one written by hand may be ---- */

static void write_other_text(const void *memory, sdn_row_writer *row)
{
    note changed = *(const note *)memory;
    changed.text = SDN_STR("something else");
    note_record_type.write(&changed, row);
}

static void write_other_key(const void *memory, sdn_row_writer *row)
{
    note changed = *(const note *)memory;
    changed.id = SDN_STR("other");
    note_record_type.write(&changed, row);
}

static void write_what_cannot_be_read(const void *memory, sdn_row_writer *row)
{
    note_record_type.write(memory, row);
    sdn_write_string(row, NOTE_SIDE, SDN_STR("neither"));
}

static void assert_unfaithful_is_refused(const sdn_record_type *like, void (*write)(const void *, sdn_row_writer *))
{
    static const char content[] = "# nothing\n";
    sdn_record_type type = *like;
    sdn_error err = {0};
    note values = note_of("a", "text");
    type.write = write;
    sdn_store *store = store_of(&type, content);
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_message_has(err, "would not read back as they are; nothing was written; save them one by one");
    assert_true(sdn_file_changed(sdn_store_file(store)));
    assert_content(content);
    close_store(store);
}

static void a_writer_that_writes_other_values_is_refused(void **state)
{
    (void)state;
    assert_unfaithful_is_refused(&note_record_type, write_other_text);
    assert_unfaithful_is_refused(&note_record_type, write_other_key);
    assert_unfaithful_is_refused(&note_record_type, write_what_cannot_be_read);
    assert_unfaithful_is_refused(&log_record_type, write_other_text);
    assert_unfaithful_is_refused(&log_record_type, write_what_cannot_be_read);
}

/* ---- quotes that nobody closed ---- */

/* It would be closed by the first quote of the table that is to follow, and swallow that. */
static void a_quote_left_open_before_a_new_table_keeps_it_out(void **state)
{
    (void)state;
    static const char content[] = "n: \"open";
    sdn_store *store = notes_of(content);
    insert_note(store, "1", ", x");
    sdn_error err = {0};
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_INVALID);
    assert_content(content);
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_quote_left_open_in_a_row_keeps_out_what_it_would_swallow(void **state)
{
    (void)state;
    static const char content[] = "log |id, text, link|\n    \"open\n";
    sdn_store *store = store_of(&log_record_type, content);
    sdn_error err = {0};
    note values = note_of("2", ", x");
    values.has_link = true;
    values.link = SDN_STR("y");
    assert_non_null(sdn_store_insert(store, &values, &err));
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn:2:5: the edits of table 'log' would not read back as they are beside what cannot be "
                      "read; nothing was written; correct this first: a quote is not closed; add the closing quote");
    assert_content(content);
}

/* Records of a table without key are compared row by row, unreadable and deleted ones left out. */
static void rows_without_key_are_compared_around_what_cannot_be_read(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |id, text|\n    a, b\n    bad\n    c, d\n");
    sdn_error err = {0};
    note values = note_of("e", "f");
    assert_non_null(sdn_store_insert(store, &values, &err));
    save_store(store);
    assert_content("log |id, text|\n    a, b\n    bad\n    c, d\n    e, f\n");
    assert_int_equal(sdn_store_count(store), 3);
}

/* ---- strictness about what belongs to no table ---- */

static void strict_refuses_stray_lines_even_without_a_store(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.strict = true;
    write_bytes(STORE_PATH, "x: 1\n  2\nstray\n", 15);
    assert_null(sdn_file_open(STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_SYNTAX);
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 1);
}

static void strict_shortens_the_name_of_another_table(void **state)
{
    (void)state;
    char text[200];
    sdn_options options = sdn_options_default();
    sdn_error err = {0};
    options.strict = true;
    memset(text, 't', sizeof text);
    memcpy(text + 150, " |id|\n", 6);
    write_bytes(STORE_PATH, text, 156);
    assert_null(sdn_store_open(&note_record_type, STORE_PATH, &options, &err));
    assert_int_equal(err.code, SDN_E_NOT_FOUND);
    text[101] = '\0';
    assert_null(strstr(err.message, text));
    text[100] = '\0';
    assert_message_has(err, text);
}

/* ---- text that was lost ---- */

static void a_text_that_could_not_be_kept_keeps_the_record_from_being_saved(void **state)
{
    (void)state;
    static const char content[] = "notes |id, text|\n    1, x\n";
    sdn_error err = {0};
    sdn_store *store = notes_of(content);
    note *n = edit_note(store, "1");
    do { /* until the arena needs another block */
        faults_arm_memory(1);
        n->text = sdn_store_text(store, "some text of the record");
    } while (n->text.len > 0);
    faults_remove();
    assert_int_equal(sdn_file_save(sdn_store_file(store), &err), SDN_E_NOMEM);
    assert_content(content);
    sdn_file_rollback(sdn_store_file(store));
    edit_note(store, "1")->text = SDN_STR("y");
    save_store(store);
    assert_content("notes |id, text|\n    1, y\n");
}

/* ---- no random numbers ---- */

/* They only make keys hard to foresee. */
static void a_store_opens_without_random_numbers(void **state)
{
    (void)state;
    real_sys = sdn__sys;
    without_random_numbers();
    sdn_store *store = notes_of("notes |id, text|\n    1, x\n");
    sdn__sys = real_sys;
    assert_non_null(get_note(store, "1"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_writer_that_writes_other_values_is_refused),
        TEST_WITH_STORES(a_quote_left_open_before_a_new_table_keeps_it_out),
        TEST_WITH_STORES(a_quote_left_open_in_a_row_keeps_out_what_it_would_swallow),
        TEST_WITH_STORES(rows_without_key_are_compared_around_what_cannot_be_read),
        TEST_WITH_STORES(strict_refuses_stray_lines_even_without_a_store),
        TEST_WITH_STORES(strict_shortens_the_name_of_another_table),
        TEST_WITH_STORES(a_text_that_could_not_be_kept_keeps_the_record_from_being_saved),
        TEST_WITH_STORES(a_store_opens_without_random_numbers),
    };
    return run_cases(argc, argv, tests);
}
