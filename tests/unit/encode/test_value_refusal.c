/* Values that no cell can hold: the message names record and field. */
#define _POSIX_C_SOURCE 200809L

#include "test.h"

#include "temp_stores.h"

static void a_value_that_cannot_be_written_is_named(void **state)
{
    (void)state;
    static const char text[] = "notes |id, text|\n    1, one\n    2, two\n";
    sdn_store *store = notes_of(text);
    edit_note(store, "1")->text = SDN_STR("fine");
    edit_note(store, "2")->text = SDN_STR("\xFF");
    assert_save_fails(store, SDN_E_INVALID,
                      "x.sdn: table 'notes', record '2': field 'text' is not valid UTF-8 or holds a NUL byte; "
                      "files hold text only");
    assert_content(text);
    edit_note(store, "2")->text = SDN_STR("two");
    save_store(store);
    assert_content("notes |id, text|\n    1, fine\n    2, two\n");
}

static void a_text_longer_than_a_cell_may_be_is_named(void **state)
{
    (void)state;
    sdn_options options = sdn_options_default();
    options.max_cell_bytes = 8;
    write_bytes(STORE_PATH, "notes |id, text|\n    1, one\n", 28);
    sdn_store *store = open_store_with(&note_record_type, &options);
    note values = note_of("2", "a b c d e");
    assert_insert_fails(
        store, &values, SDN_E_INVALID,
        "x.sdn: table 'notes', record '2': field 'text' is too long; shorten it, or raise max_cell_bytes");
    insert_note(store, "2", "a b c de");
    edit_note(store, "1")->text = SDN_STR("abcdefghi");
    assert_save_fails(
        store, SDN_E_INVALID,
        "x.sdn: table 'notes', record '1': field 'text' is too long; shorten it, or raise max_cell_bytes");
    edit_note(store, "1")->text = SDN_STR("abcdefgh");
    save_store(store);
    assert_content("notes |id, text|\n    1, abcdefgh\n    2, \"a b c de\"\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(a_value_that_cannot_be_written_is_named),
        TEST_WITH_STORES(a_text_longer_than_a_cell_may_be_is_named),
    };
    return run_cases(argc, argv, tests);
}
