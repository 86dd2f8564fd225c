/* Cursors that continue while records are changed, inserted and deleted. */
#include "test.h"

#include "temp_stores.h"

#include <stdio.h>

/* ---- cursors that continue through changes ---- */

static void a_walk_may_delete_what_it_finds(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n    2\n    3\n    4\n");
    sdn_cursor cursor = sdn_store_all(store);
    size_t count = 0;
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL; count++)
        delete_note(store, each->id.ptr);
    assert_int_equal(count, 4);
    assert_int_equal(sdn_store_count(store), 0);
}

static void a_walk_may_edit_the_field_it_goes_by(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, fact\n    3, idea\n    4, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor cursor = sdn_store_by(store, NOTE_INDEX_KIND, &idea);
    size_t count = 0;
    for (const note *each; (each = sdn_cursor_next(&cursor)) != NULL; count++)
        edit_note(store, each->id.ptr)->kind = NOTE_KIND_FACT;
    assert_int_equal(count, 3);
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "");
}

static void a_walk_shows_what_is_inserted_ahead_of_it_only(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    2\n    4\n");
    sdn_cursor cursor = sdn_store_all(store);
    sdn_cursor_next(&cursor);
    insert_note(store, "1", "passed");
    insert_note(store, "3", "ahead");
    assert_string_equal(ids_of(cursor), "3 4 ");
}

static void a_walk_that_replaces_every_record_comes_to_an_end(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, kind|\n    1, idea\n    2, idea\n    3, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor cursors[] = {sdn_store_all(store), sdn_store_by(store, NOTE_INDEX_KIND, &idea)};
    for (size_t i = 0; i < 2; i++) {
        size_t count = 0;
        for (const note *each; count < 10 && (each = sdn_cursor_next(&cursors[i])) != NULL; count++) {
            char id[8];
            snprintf(id, sizeof id, "%s", each->id.ptr);
            delete_note(store, id);
            insert_note(store, id, "again")->kind = NOTE_KIND_IDEA;
        }
        assert_int_equal(count, 3);
    }
}

static void a_walk_at_its_end_goes_on_when_there_is_more(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id|\n    1\n");
    sdn_cursor cursor = sdn_store_all(store);
    assert_string_equal(ids_of(cursor), "1 ");
    sdn_cursor_next(&cursor);
    assert_null(sdn_cursor_next(&cursor));
    insert_note(store, "2", "x");
    assert_string_equal(((const note *)sdn_cursor_next(&cursor))->id.ptr, "2");
    assert_null(sdn_cursor_next(&cursor));
}

static void a_record_that_was_rolled_back_cannot_be_deleted(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store = notes_of("notes |id|\n    1\n");
    insert_note(store, "2", "x");
    sdn_cursor cursor = sdn_store_all(store);
    assert_non_null(sdn_cursor_next(&cursor));
    assert_non_null(sdn_cursor_next(&cursor));
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_cursor_delete(&cursor, store, &err), SDN_E_NOT_FOUND);
    assert_int_equal(sdn_store_count(store), 1);
}

static void a_walk_by_an_index_may_delete_records_without_key(void **state)
{
    (void)state;
    sdn_error err = {0};
    sdn_store *store =
        store_of(&log_record_type, "log |id, kind|\n    a, idea\n    b, fact\n    c, idea\n    d, idea\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    sdn_cursor cursor = sdn_store_by(store, NOTE_INDEX_KIND, &idea);
    size_t count = 0;
    for (; sdn_cursor_next(&cursor) != NULL; count++)
        assert_ok(sdn_cursor_delete(&cursor, store, &err), err);
    assert_int_equal(count, 3);
    assert_string_equal(ids_of(sdn_store_all(store)), "b ");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_walk_may_delete_what_it_finds),
        TEST_WITH_STORES(a_walk_may_edit_the_field_it_goes_by),
        TEST_WITH_STORES(a_walk_shows_what_is_inserted_ahead_of_it_only),
        TEST_WITH_STORES(a_walk_that_replaces_every_record_comes_to_an_end),
        TEST_WITH_STORES(a_walk_at_its_end_goes_on_when_there_is_more),
        TEST_WITH_STORES(a_record_that_was_rolled_back_cannot_be_deleted),
        TEST_WITH_STORES(a_walk_by_an_index_may_delete_records_without_key),
    };
    return run_cases(argc, argv, tests);
}
