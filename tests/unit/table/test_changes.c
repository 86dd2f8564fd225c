/*
 * Changes of a table: how many inserts one reservation covers.
 *
 * The runtime asserts, where it is built with assertions, that no index gets more inserts than were reserved. So each
 * test here makes as many as one reservation allows for, in an index that is built: a formula that is too small ends
 * it.
 */
#include "test.h"

#include "record_types/basic.h"
#include "temp_stores.h"

#include "base/alloc.h"
#include "encode/row_encode.h"
#include "edit/edit.h"
#include "table/image.h"

#include <stdio.h>
#include <string.h>

enum { RECORDS = 2000 };

static sdn_options options;
static sdn_image *image;
static sdn_table *table;

/* Notes with the ids 1, 2, ..., all with one text and their id as number. */
static int enter(void **state)
{
    static const sdn_record_type *const types[] = {&note_record_type};
    enum { LINE = 32 };
    (void)state;
    options = sdn_options_default();
    char *bytes = sdn__alloc_zeroed((RECORDS + 1) * LINE + SDN_PADDING, 1);
    if (bytes == NULL)
        return -1;
    int len = snprintf(bytes, LINE, "notes |id, text, no|\n");
    for (int id = 1; id <= RECORDS; id++)
        len += snprintf(bytes + len, LINE, "    %d, same, %d\n", id, id);
    if (sdn__image_create("x.sdn", (sdn_content){.bytes = bytes, .len = (size_t)len}, &options, types, 1, 42, &image,
                          NULL) != SDN_OK)
        return -1;
    table = image->tables[0];
    sdn__ordered_index_build(&table->lookup.by_key);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_KIND]);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_TEXT_NUMBER]);
    sdn__ordered_index_build(&table->lookup.hashed[NOTE_INDEX_KIND]);
    sdn__ordered_index_build(&table->lookup.hashed[NOTE_INDEX_TEXT_NUMBER]);
    return 0;
}

static int leave(void **state)
{
    (void)state;
    sdn__row_encoder_drop(table);
    sdn__image_free(image);
    image = NULL;
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static sdn_value key_of(unsigned id)
{
    static char digits[16];
    int len = snprintf(digits, sizeof digits, "%u", id);
    return (sdn_value){.text = {digits, (size_t)len}};
}

static note *edit(unsigned id)
{
    sdn_value key = key_of(id);
    note *record = sdn__edit_open(table, &key, NULL);
    assert_non_null(record);
    return record;
}

static void assert_sound(void)
{
    const char *fault = sdn__table_fault(table);
    assert_string_equal(fault != NULL ? fault : "sound", "sound");
}

static void assert_as_loaded(void)
{
    assert_sound();
    assert_int_equal(table->slots.row_count, RECORDS);
    assert_int_equal(table->slots.live_count, RECORDS);
    assert_int_equal(table->slots.changes.count, 0);
    for (unsigned id = 1; id <= RECORDS; id++) {
        sdn_value key = key_of(id);
        assert_int_equal(sdn__key_map_find(&table->lookup.keys, &key), id - 1);
        assert_int_equal(((const note *)sdn__slots_record(&table->slots, id - 1))->number, id);
    }
}

static void all_open_records_are_flushed_and_rolled_back(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= RECORDS; id++)
        edit(id)->number = 0;
    sdn__table_flush_open(table);
    assert_sound();
    sdn__edit_rollback(table);
    assert_as_loaded();
}

static void open_records_are_rolled_back_without_a_flush_before(void **state)
{
    (void)state;
    for (unsigned id = RECORDS; id >= 1; id--)
        edit(id)->kind = NOTE_KIND_IDEA;
    sdn__edit_rollback(table);
    assert_as_loaded();
}

static void deleted_records_come_back_without_a_reservation(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= RECORDS; id++) {
        sdn_value key = key_of(id);
        assert_int_equal(sdn__edit_delete(table, &key, NULL), SDN_OK);
    }
    assert_sound();
    assert_int_equal(table->slots.live_count, 0);
    sdn__edit_rollback(table);
    assert_as_loaded();
}

/* As a merge renames: every record gets the key of the next one, the last that of the first. */
static void rename_all_at_once(void)
{
    for (uint32_t slot = 0; slot < RECORDS; slot++)
        assert_int_equal(sdn__edit_vacate_key(table, slot, NULL), SDN_OK);
    for (uint32_t slot = 0; slot < RECORDS; slot++) {
        sdn_value key = key_of((slot + 1) % RECORDS + 1), owned[SDN_INDEX_FIELDS_MAX];
        assert_int_equal(sdn__edit_copy_key(table, &key, owned), 0);
        sdn__edit_give_key(table, slot, owned);
    }
}

static void keys_exchanged_by_all_records_are_rolled_back(void **state)
{
    (void)state;
    rename_all_at_once();
    assert_sound();
    sdn__edit_rollback(table);
    assert_as_loaded();
}

static void inserts_between_edits_are_rolled_back(void **state)
{
    (void)state;
    for (unsigned id = 1; id <= RECORDS; id++) {
        note values = note_of("", "new");
        edit(id)->number = RECORDS - id;
        assert_non_null(sdn__edit_insert(table, &values, NULL));
    }
    sdn__table_flush_open(table);
    assert_sound();
    assert_int_equal(table->slots.live_count, 2 * RECORDS);
    sdn__edit_rollback(table);
    assert_as_loaded();
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(all_open_records_are_flushed_and_rolled_back),
        TEST(open_records_are_rolled_back_without_a_flush_before),
        TEST(deleted_records_come_back_without_a_reservation),
        TEST(keys_exchanged_by_all_records_are_rolled_back),
        TEST(inserts_between_edits_are_rolled_back),
    };
    return run_cases(argc, argv, tests);
}
