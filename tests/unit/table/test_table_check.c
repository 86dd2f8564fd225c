/* That sdn__table_fault and what it calls find what is wrong, one fault at a time, in a table of 2000 notes. */
#include "test.h"

#include "broken.h"
#include "record_types/basic.h"
#include "temp_stores.h"

#include "edit/edit.h"
#include "store/file.h"
#include "table/image.h"

#include <stdio.h>
#include <stdlib.h>

enum { RECORDS = 2000 };

static sdn_table *table;

static void check_table_of(const sdn_store *store)
{
    table = store->file->image->tables[0];
}

/* Notes with the ids 1, 2, ..., all with one text and their id as number; all indexes are built. */
static int enter(void **state)
{
    enum { LINE = 32 };
    static char text[(RECORDS + 1) * LINE];
    if (temp_stores_enter(state) != 0)
        return -1;
    int len = snprintf(text, LINE, "notes |id, text, no|\n");
    for (int id = 1; id <= RECORDS; id++)
        len += snprintf(text + len, LINE, "    %d, same, %d\n", id, id);
    check_table_of(notes_of(text));
    sdn__ordered_index_build(&table->lookup.by_key);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_KIND]);
    sdn__ordered_index_build(&table->lookup.indexes[NOTE_INDEX_TEXT_NUMBER]);
    sdn__ordered_index_build(&table->lookup.hashed[NOTE_INDEX_KIND]);
    sdn__ordered_index_build(&table->lookup.hashed[NOTE_INDEX_TEXT_NUMBER]);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, temp_stores_leave)

static note *edit(const char *id)
{
    sdn_value key = {.text = sdn_str_from(id)};
    note *record = sdn__edit_open(table, &key, NULL);
    assert_non_null(record);
    return record;
}

static void assert_fault(const char *expected)
{
    const char *fault = sdn__table_fault(table);
    assert_string_equal(fault != NULL ? fault : "sound", expected);
}

static void a_broken_slot_is_found(void **state)
{
    (void)state;
    sdn_slots *slots = &table->slots;
    edit("5")->number = 0;
    WITH(slots->live_count, slots->live_count + 1, "live_count is wrong");
    WITH(slots->loaded_count, slots->row_count + 1, "more slots are loaded, or sorted, than there are");
    WITH(slots->rows[4].change, 0, "a slot that is open or edited has no change");
    WITH(slots->order.sorted_prefix, slots->row_count + 1, "more slots are loaded, or sorted, than there are");
    WITH(slots->rows[6].change, 1, "a change is that of another slot");
    WITH(slots->rows[6].change, 2, "a change is that of another slot");
    WITH(slots->changes.items[0].base, NULL, "a slot is not edited but has a base, or the other way round");
    WITH(slots->changes.items[0].indexed, NULL, "an open slot lacks the record as the indexes know it");
    WITH(slots->rows[7].flags, SDN_ROW_CACHED, "a cached row is not new, or patched too");
    sdn__table_flush_open(table);
    WITH(slots->rows[4].change, 0, "a slot that is open or edited has no change");
    WITH(((note *)sdn__slots_record(slots, 8))->id, SDN_STR("3"), "the sorted prefix is not sorted");
}

static void a_broken_image_row_is_found(void **state)
{
    (void)state;
    sdn_image_rows *rows = &table->image_rows;
    sdn_patch patch = {.text = SDN_STR("")};
    WITH(table->slots.rows[3].flags, SDN_ROW_PATCHED, "a row has a patch that does not exist");
    WITH(rows->added_count, RECORDS + 1, "more rows were added than there are");
    sdn_row kept = table->slots.rows[3];
    table->slots.rows[3] = (sdn_row){.start = 0, .flags = SDN_ROW_PATCHED};
    rows->patches = &patch;
    rows->patch_count = 1;
    assert_fault("a row of the file has a patch that rollback would drop");
    rows->saved_patches = 1;
    assert_fault("sound");
    rows->patch_count = rows->saved_patches = 0;
    rows->patches = NULL;
    table->slots.rows[3] = kept;
    assert_fault("sound");
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
    assert_fault("sound");
    size_t at = 0;
    while (keys->entries[at].slot != 9)
        at++;
    WITH(keys->entries[at].slot, 8, "the key of a live record leads elsewhere");
}

static void a_broken_index_is_found(void **state)
{
    (void)state;
    sdn_ordered_index *index = &table->lookup.by_key;
    uint32_t *slots = index->blocks[1].slots;
    WITH(index->blocks[1].count, 0, "a block is empty, or has too many slots");
    WITH(index->blocks[1].count, index->blocks[1].count - 1, "a record is missing in the index");
    WITH(index->block_capacity, 1, "there is no room for all blocks, or for all spares");
    WITH(index->spare_capacity, 0, "there is no room for all blocks, or for all spares");
    WITH(index->blocks[1].count, UINT32_MAX, "a block is empty, or has too many slots");
    WITH(slots[0], slots[1], "slots are not in order");
    WITH(slots[0], RECORDS, "a slot is in the index that does not belong there");
    WITH(index->built, false, "an unbuilt index has blocks");
}

static void a_table_without_key_has_no_keys_and_no_index_by_key(void **state)
{
    (void)state;
    check_table_of(store_of(&log_record_type, "log |id, text, no|\n    1, one, 7\n    1, two, 8\n"));
    assert_fault("sound");
    WITH(table->lookup.keys.count, 1, "records without key have keys in the map");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(a_broken_slot_is_found),
        TEST(a_broken_image_row_is_found),
        TEST(a_broken_key_map_is_found),
        TEST(a_broken_index_is_found),
        TEST_WITH_STORES(a_table_without_key_has_no_keys_and_no_index_by_key),
    };
    return run_cases(argc, argv, tests);
}
