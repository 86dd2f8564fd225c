/* Saves that are refused because of what could not be read before: open quotes, rows that are no records. */
#include "test.h"

#include "temp_stores.h"

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

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_quote_left_open_before_a_new_table_keeps_it_out),
        TEST_WITH_STORES(a_quote_left_open_in_a_row_keeps_out_what_it_would_swallow),
        TEST_WITH_STORES(rows_without_key_are_compared_around_what_cannot_be_read),
    };
    return run_cases(argc, argv, tests);
}
