#include "test.h"

#include "temp_stores.h"

#include <stdio.h>

/* ---- rolling back ---- */

static void rollback_forgets_every_kind_of_change(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, kind|\n    1, one, idea\n    2, two, idea\n    3, three, fact\n");
    sdn_value idea = {.enumerator = NOTE_KIND_IDEA};
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "1 2 ");
    edit_note(store, "1")->kind = NOTE_KIND_FACT;
    put_note(store, "2", "changed");
    delete_note(store, "3");
    insert_note(store, "4", "four")->kind = NOTE_KIND_IDEA;
    sdn_file_rollback(sdn_store_file(store));
    assert_false(sdn_file_changed(sdn_store_file(store)));
    assert_int_equal(sdn_store_count(store), 3);
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 3 ");
    assert_string_equal(ids_of(sdn_store_by(store, NOTE_INDEX_KIND, &idea)), "1 2 ");
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_null(get_note(store, "4"));
    assert_string_equal(insert_note(store, "", "x")->id.ptr, "5");
}

static void rollback_gives_a_key_back_to_the_record_that_had_it(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    delete_note(store, "1");
    insert_note(store, "1", "new");
    delete_note(store, "1");
    insert_note(store, "1", "newer");
    edit_note(store, "2")->text = SDN_STR("changed");
    delete_note(store, "2");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(get_note(store, "2")->text.ptr, "two");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    delete_note(store, "1");
    assert_null(get_note(store, "1"));
    assert_string_equal(ids_of(sdn_store_all(store)), "2 ");
}

static void rollback_of_open_records_forgets_what_was_written_to_them(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text|\n    1, one\n    2, two\n");
    edit_note(store, "1")->text = SDN_STR("changed");
    edit_note(store, "2")->id = SDN_STR("7");
    insert_note(store, "3", "x")->id = SDN_STR("8");
    sdn_file_rollback(sdn_store_file(store));
    assert_string_equal(get_note(store, "1")->text.ptr, "one");
    assert_string_equal(ids_of(sdn_store_all(store)), "1 2 ");
    assert_false(sdn_file_changed(sdn_store_file(store)));
}

static void rollback_of_everything_in_a_large_table_restores_the_indexes(void **state)
{
    (void)state;
    sdn_store *store = open_store(&note_record_type);
    for (int i = 0; i < 2500; i++)
        insert_note(store, "", "x")->number = (uint32_t)(i * 7919 % 2503);
    save_store(store);
    sdn_cursor cursor = sdn_store_all(store);
    static char before[32768];
    snprintf(before, sizeof before, "%s", ids_of(cursor));
    for (int i = 1; i <= 2500; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", i);
        if (i % 3 == 0)
            delete_note(store, id);
        else
            edit_note(store, id)->number = (uint32_t)(i * 31 % 17);
        if (i % 5 == 0)
            insert_note(store, "", "y");
    }
    sdn_file_rollback(sdn_store_file(store));
    assert_int_equal(sdn_store_count(store), 2500);
    assert_string_equal(ids_of(sdn_store_all(store)), before);
    for (uint32_t number = 0; number < 2503; number++) {
        sdn_value values[] = {{.text = SDN_STR("x")}, {.u32 = number}};
        cursor = sdn_store_by(store, NOTE_INDEX_TEXT_NUMBER, values);
        const note *found = sdn_cursor_next(&cursor);
        if (found != NULL)
            assert_int_equal(found->number, number);
        assert_true(found == NULL || sdn_cursor_next(&cursor) == NULL);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(rollback_forgets_every_kind_of_change),
        TEST_WITH_STORES(rollback_gives_a_key_back_to_the_record_that_had_it),
        TEST_WITH_STORES(rollback_of_open_records_forgets_what_was_written_to_them),
        TEST_WITH_STORES(rollback_of_everything_in_a_large_table_restores_the_indexes),
    };
    return run_cases(argc, argv, tests);
}
