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
    if (sdn__image_create("x.sdn", bytes, (size_t)len, &options, types, 1, 42, &image, NULL) != SDN_OK)
        return -1;
    table = image->tables[0];
    sdn__ordered_index_build(&table->lookup.by_key);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_KIND]);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_TEXT_NUMBER]);
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

/* ---- that what is wrong is found ---- */

static void assert_fault(const char *expected)
{
    const char *fault = sdn__table_fault(table);
    assert_string_equal(fault != NULL ? fault : "sound", expected);
}

#define WITH(member, value, fault)          \
    do {                                    \
        __typeof__(member) kept = (member); \
        (member) = (value);                 \
        assert_fault(fault);                \
        (member) = kept;                    \
        assert_fault("sound");              \
    } while (0)

static void a_broken_slot_is_found(void **state)
{
    (void)state;
    sdn_slots *slots = &table->slots;
    edit(5);
    WITH(slots->live_count, slots->live_count + 1, "live_count is wrong");
    WITH(slots->loaded_count, slots->row_count + 1, "more slots are loaded, or sorted, than there are");
    WITH(slots->rows[4].change, 0, "a slot that is open or edited has no change");
    WITH(slots->rows[6].change, 1, "a change is that of another slot");
    WITH(slots->changes.items[0].base, NULL, "a slot is not edited but has a base, or the other way round");
    WITH(slots->changes.items[0].indexed, NULL, "an open slot lacks the record as the indexes know it");
    WITH(slots->rows[7].flags, SDN_ROW_CACHED, "a cached row is not new, or patched too");
    sdn__table_flush_open(table);
    WITH(((note *)sdn__slots_record(slots, 8))->id, SDN_STR("3"), "the sorted prefix is not sorted");
}

static void a_broken_image_row_is_found(void **state)
{
    (void)state;
    sdn_image_rows *rows = &table->image_rows;
    uint32_t touched[] = {3, 3};
    sdn_added_run run = {1, 1};
    WITH(rows->touched_sorted, 1, "touched rows are not sorted");
    WITH(table->slots.rows[3].flags, SDN_ROW_TOUCHED, "a touched row is not in the list");
    WITH(table->slots.rows[3].flags, SDN_ROW_PATCHED, "a row has a patch that does not exist");
    WITH(rows->added_count, RECORDS + 1, "more rows were added than there are");
    rows->runs = &run;
    WITH(rows->run_count, 1, "runs are not in ascending order, or hold rows that came with the file");
    rows->runs = NULL;
    rows->touched = touched;
    rows->touched_count = rows->touched_sorted = 2;
    assert_fault("a row in the list of touched ones is not marked so");
    table->slots.rows[3].flags = SDN_ROW_TOUCHED;
    assert_fault("touched rows are not in ascending order");
    table->slots.rows[3].flags = 0;
    rows->touched = NULL;
    rows->touched_count = rows->touched_sorted = 0;
    assert_sound();
}

static void a_broken_key_map_is_found(void **state)
{
    (void)state;
    sdn_key_map *keys = &table->lookup.keys;
    WITH(keys->count, 1, "the map has keys of no live record");
    WITH(keys->entries[9].tag, keys->entries[8].tag, "a sorted map is not in order");
    WITH(keys->entries[9].slot, 8, "an entry is not dense");
    WITH(keys->dense, keys->used + 1, "a sorted map has more entries than room for them");
    assert_int_equal(sdn__key_map_scatter(keys), 0);
    assert_sound();
}

static void a_broken_index_is_found(void **state)
{
    (void)state;
    sdn_ordered_index *index = &table->lookup.by_key;
    uint32_t *slots = index->blocks[1].slots;
    WITH(index->blocks[1].count, 0, "a block is empty, or has too many slots");
    WITH(index->blocks[1].count, index->blocks[1].count - 1, "a record is missing in the index");
    WITH(index->block_capacity, 1, "there is no room for all blocks, or for all spares");
    WITH(slots[0], slots[1], "slots are not in order");
    WITH(slots[0], RECORDS, "a slot is in the index that does not belong there");
    WITH(index->built, false, "an unbuilt index has blocks");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(all_open_records_are_flushed_and_rolled_back),
        TEST(open_records_are_rolled_back_without_a_flush_before),
        TEST(deleted_records_come_back_without_a_reservation),
        TEST(keys_exchanged_by_all_records_are_rolled_back),
        TEST(inserts_between_edits_are_rolled_back),
        TEST(a_broken_slot_is_found),
        TEST(a_broken_image_row_is_found),
        TEST(a_broken_key_map_is_found),
        TEST(a_broken_index_is_found),
    };
    return run_cases(argc, argv, tests);
}
