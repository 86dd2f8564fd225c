/* The dump of a loaded file, in the states that its header shows. */
#include "test.h"

#include "record_types/basic.h"
#include "temp_stores.h"

#include "base/alloc.h"
#include "save/save.h"
#include "store/file.h"
#include "table/dump.h"

#include <string.h>

static void assert_dump(const sdn_store *store, const char *expected)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn__image_dump(store->file->image, &out);
    sdn__buffer_add(&out, "", 1);
    assert_false(out.out_of_memory);
    assert_string_equal(out.bytes, expected);
    sdn__buffer_release(&out);
}

static void rows_problems_and_keys_of_a_file_as_loaded(void **state)
{
    (void)state;
    sdn_store *store = notes_of("# a comment\n"
                                "notes |id, text, no|\n"
                                "    1, one, 7\n"
                                "    2, two, many\n"
                                "    x, \"with \\\"quotes\\\"\", 9\n"
                                "stray\n");
    assert_dump(store, "file x.sdn: 98 bytes read, 98 bytes now, 1 table\n"
                       "table notes: line 2, 4 slots, 4 loaded, 2 live, 3 columns\n"
                       "  order: 1 of 4 slots sorted, not sorted after them, last number 1\n"
                       "  keys: scattered, 2 keys, 32 entries\n"
                       "  unreadable keys: scattered, 2 keys, 8 entries; 0 hidden rows\n"
                       "  index by key: not built\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n"
                       "  slot 0: 33+13 \"1\":     1, one, 7\n"
                       "  slot 1: 47+16 unreadable, line 4:     2, two, many\n"
                       "  slot 2: 64+27 \"x\":     x, \"with \\\"quotes\\\"\", 9\n"
                       "  slot 3: 92+5 unreadable, line 6: stray\n"
                       "  problem 4:13: column 'no': 'many' is not a whole number from 0 to 4294967295; correct it\n"
                       "  problem 6:1: the row has 1 cell, the header 3 columns; correct the row\n");
}

static void changes_are_shown_with_the_slots_they_are_of(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, one, 7\n    2, two, 8\n    3, three, 9\n");
    edit_note(store, "1")->number = 5;
    delete_note(store, "2");
    insert_note(store, "", "new");
    edit_note(store, "3");
    assert_dump(store, "file x.sdn: 65 bytes read, 65 bytes now, 1 table\n"
                       "table notes: line 1, 4 slots, 3 loaded, 3 live, 3 columns\n"
                       "  order: 4 of 4 slots sorted, next key may follow, last number 4\n"
                       "  keys: sorted, 3 keys, 4 of 16 entries, 1 dense\n"
                       "  unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows\n"
                       "  index by key: not built\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n"
                       "  slot 0: 21+13 edited, change 0, \"1\":     1, one, 7\n"
                       "  slot 1: 35+13 deleted edited, change 1, \"2\":     2, two, 8\n"
                       "  slot 2: 49+15 edited open, change 3, \"3\":     3, three, 9\n"
                       "  slot 3: new numbered open, change 2, \"4\": (no row)\n"
                       "  change 0: slot 0, edited\n"
                       "  change 1: slot 1, edited\n"
                       "  change 2: slot 3, new, open\n"
                       "  change 3: slot 2, edited, open\n");
}

/* Saves without writing the file: after a whole save AddressSanitizer gets a new image, which has no patches. */
static void save_in_memory(sdn_store *store)
{
    sdn_save save;
    sdn__table_flush_open(store->file->image->tables[0]);
    assert_int_equal(sdn__save_prepare(store->file->image, 42, &save, NULL), SDN_OK);
    assert_int_equal(sdn__save_lay_out(store->file->image, &save, NULL), SDN_OK);
    sdn__save_finish(&store->file->image, &save);
    const char *fault = sdn__table_fault(store->file->image->tables[0]);
    assert_string_equal(fault != NULL ? fault : "sound", "sound");
}

static void patches_are_shown_after_a_save(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, one, 7\n    2, two, 8\n    3, three, 9\n");
    edit_note(store, "1")->number = 5;
    delete_note(store, "2");
    insert_note(store, "", "new");
    insert_note(store, "", "newer");
    save_in_memory(store);
    assert_dump(store, "file x.sdn: 65 bytes read, 81 bytes now, 1 table\n"
                       "table notes: line 1, 5 slots, 5 loaded, 4 live, 3 columns\n"
                       "  order: 5 of 5 slots sorted, next key may follow, last number 5\n"
                       "  keys: sorted, 4 keys, 5 of 16 entries, 1 dense\n"
                       "  unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows\n"
                       "  index by key: not built\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n"
                       "  slot 0: patch 0 patched \"1\":     1, one, 5\n"
                       "  slot 1: 35+13 deleted \"2\":     2, two, 8\n"
                       "  slot 2: 49+15 \"3\":     3, three, 9\n"
                       "  slot 3: patch 1 numbered patched \"4\":     4, new, 7\n"
                       "  slot 4: patch 2 numbered patched \"5\":     5, newer, 7\n"
                       "  patch 0: 21+13,     1, one, 5\n"
                       "  patch 1: added,     4, new, 7\n"
                       "  patch 2: added,     5, newer, 7\n");
}

static void what_refuses_a_save_is_shown(void **state)
{
    (void)state;
    sdn_store *store = notes_of("");
    assert_dump(store, "file x.sdn: 0 bytes read, 0 bytes now, 1 table\n"
                       "table notes: not in the file, 0 slots, 0 loaded, 0 live, 0 columns\n"
                       "  order: 0 of 0 slots sorted, next key may follow, last number 0\n"
                       "  keys: sorted, 0 keys, 0 of 0 entries, 0 dense\n"
                       "  unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows\n"
                       "  index by key: not built\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n");
    note *record = insert_note(store, "a", "new");
    record->link = SDN_STR("x");
    record->id = SDN_STR("b");
    get_note(store, "a");
    assert_dump(store, "file x.sdn: 0 bytes read, 0 bytes now, 1 table\n"
                       "table notes: not in the file, 1 slot, 0 loaded, 1 live, 0 columns\n"
                       "  order: 0 of 1 slot sorted, not sorted after them, last number 0\n"
                       "  keys: scattered, 1 key, 8 entries\n"
                       "  unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows\n"
                       "  index by key: not built\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n"
                       "  slot 0: new, change 0, \"a\": (no row)\n"
                       "  change 0: slot 0, new\n"
                       "  patch 0: added,     a, new, 7, false, fact, left, \"\", \"\", \"\"\n"
                       "  refused: field 'link' has a value, but is absent\n"
                       "  refused: the key of record 'a' was written to\n");
}

static void built_indexes_are_shown(void **state)
{
    (void)state;
    sdn_store *store = store_of(&note_record_type, "notes |id, text, no|\n    b, one, 7\n    a, two, 8\n");
    (void)ids_of(sdn_store_all(store));
    assert_dump(store, "file x.sdn: 49 bytes read, 49 bytes now, 1 table\n"
                       "table notes: line 1, 2 slots, 2 loaded, 2 live, 3 columns\n"
                       "  order: 0 of 2 slots sorted, not sorted after them, last number 0\n"
                       "  keys: scattered, 2 keys, 32 entries\n"
                       "  unreadable keys: sorted, 0 keys, 0 of 0 entries, 0 dense; 0 hidden rows\n"
                       "  index by key: built, 1 block, 0 spares, 0 inserts, 0 splits, 0 reserved\n"
                       "  index 0: not built\n"
                       "  index 0 by hash: not built\n"
                       "  index 1: not built\n"
                       "  index 1 by hash: not built\n"
                       "  slot 0: 21+13 \"b\":     b, one, 7\n"
                       "  slot 1: 35+13 \"a\":     a, two, 8\n");
}

/* That the dump has this line, or text in one. */
static void assert_dump_has(const sdn_image *image, const char *part)
{
    sdn_buffer out = SDN_BUFFER_INIT;
    sdn__image_dump(image, &out);
    sdn__buffer_add(&out, "", 1);
    if (strstr(out.bytes, part) == NULL)
        fail_msg("no \"%s\" in\n%s", part, out.bytes);
    sdn__buffer_release(&out);
}

static void a_table_without_key_shows_none(void **state)
{
    (void)state;
    sdn_store *store = store_of(&log_record_type, "log |id, text, no|\n    1, one, 7\n");
    assert_dump_has(store->file->image, "  slot 0: 19+13:     1, one, 7\n");
}

static void a_record_that_was_deleted_before_a_save_has_no_row(void **state)
{
    (void)state;
    sdn_store *store = notes_of("notes |id, text, no|\n    1, one, 7\n");
    insert_note(store, "", "new");
    delete_note(store, "2");
    insert_note(store, "", "newer");
    save_in_memory(store);
    assert_dump_has(store->file->image, "(no row)\n");
}

static void hidden_rows_quotes_and_lost_texts_are_shown(void **state)
{
    (void)state;
    sdn_store *store = notes_of("other |a|\n    \"x\nnotes |id, text|\n    1, one\nnotes |id, text|\n    2, two\n");
    store->file->image->tables[0]->refusal.text_was_lost = true;
    assert_dump_has(store->file->image, ", quotes outside of them\n");
    assert_dump_has(store->file->image, "; 1 hidden row\n");
    assert_dump_has(store->file->image, "  refused: memory ran out for a text\n");
}

static void a_long_line_is_cut(void **state)
{
    char path[2000], shown[1100] = "file ";
    const sdn_options options = sdn_options_default();
    const sdn_record_type *const types[] = {&note_record_type};
    sdn_image *image;
    char *bytes = sdn__alloc_zeroed(SDN_PADDING, 1);
    (void)state;
    assert_non_null(bytes);
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    memset(shown + 5, 'p', 1018);
    strcpy(shown + 1023, ", 1 table\n");
    assert_int_equal(sdn__image_create(path, (sdn_content){.bytes = bytes}, &options, types, 1, 42, &image, NULL),
                     SDN_OK);
    assert_dump_has(image, shown);
    sdn__image_free(image);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST_WITH_STORES(rows_problems_and_keys_of_a_file_as_loaded),
        TEST_WITH_STORES(changes_are_shown_with_the_slots_they_are_of),
        TEST_WITH_STORES(patches_are_shown_after_a_save),
        TEST_WITH_STORES(what_refuses_a_save_is_shown),
        TEST_WITH_STORES(built_indexes_are_shown),
        TEST_WITH_STORES(a_table_without_key_shows_none),
        TEST_WITH_STORES(a_record_that_was_deleted_before_a_save_has_no_row),
        TEST_WITH_STORES(hidden_rows_quotes_and_lost_texts_are_shown),
        cmocka_unit_test(a_long_line_is_cut),
    };
    return run_cases(argc, argv, tests);
}
