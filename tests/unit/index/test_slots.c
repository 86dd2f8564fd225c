/* Records in chunks that never move, and which of them can be found. */
#include "test.h"

#include "faults.h"
#include "record_types/basic.h"
#include "tempdir.h"

#include "index/slots.h"
#include "os/sys.h"

static sdn_slots slots;

static int enter(void **state)
{
    sdn__slots_init(&slots, &note_record_type);
    return tempdir_enter(state);
}

static int leave(void **state)
{
    sdn__slots_release(&slots);
    return tempdir_leave(state);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static note *add(const char *id)
{
    uint32_t slot = sdn__slots_add(&slots);
    assert_int_not_equal(slot, SDN_NO_SLOT);
    note *record = sdn__slots_record(&slots, slot);
    *record = note_of(id, "");
    slots.live_count++;
    return record;
}

static void records_never_move(void **state)
{
    (void)state;
    const note *first = add("first");
    for (uint32_t i = 1; i < 3 * SDN_CHUNK_RECORDS; i++)
        add("more");
    assert_int_equal(slots.row_count, 3 * SDN_CHUNK_RECORDS);
    assert_true(slots.chunk_count >= 3);
    assert_ptr_equal(sdn__slots_record(&slots, 0), first);
    assert_string_equal(first->id.ptr, "first");
}

static void a_record_has_a_slot_by_its_address(void **state)
{
    (void)state;
    static const note elsewhere;
    assert_int_equal(sdn__slots_at(&slots, &elsewhere), SDN_NO_SLOT);
    for (uint32_t i = 0; i < 2 * SDN_CHUNK_RECORDS + 1; i++)
        add("record");
    for (uint32_t slot = 0; slot < slots.row_count; slot++)
        assert_int_equal(sdn__slots_at(&slots, sdn__slots_record(&slots, slot)), slot);
    const note *last = sdn__slots_record(&slots, (uint32_t)slots.row_count - 1);
    assert_int_equal(sdn__slots_at(&slots, (const char *)last + 1), SDN_NO_SLOT); /* within a record */
    assert_int_equal(sdn__slots_at(&slots, last + 1), SDN_NO_SLOT);               /* no record yet */
    assert_int_equal(sdn__slots_at(&slots, &elsewhere), SDN_NO_SLOT);
    assert_int_equal(sdn__slots_at(&slots, NULL), SDN_NO_SLOT);
}

static void expected_rows_take_one_piece_of_memory(void **state)
{
    (void)state;
    assert_int_equal(sdn__slots_expect(&slots, 4 * SDN_CHUNK_RECORDS), 0);
    add("1");
    assert_int_equal(slots.slab_count, 1);
    assert_int_equal(slots.chunk_count, 4);
}

/* Room for rows can be that for more than there turn out to be. */
static void the_last_piece_of_memory_is_for_the_rows_that_are_left(void **state)
{
    (void)state;
    assert_int_equal(sdn__slots_expect(&slots, 10 * SDN_CHUNK_RECORDS), 0);
    assert_int_equal(sdn__slots_make_room(&slots, 3 * SDN_CHUNK_RECORDS), 0);
    assert_int_equal(slots.slab.size, 3 * SDN_CHUNK_RECORDS * sizeof(note));
    for (uint32_t i = 0; i < 3 * SDN_CHUNK_RECORDS; i++)
        add("1");
    assert_int_equal(slots.slab_count, 1);
    assert_int_equal(sdn__slots_make_room(&slots, slots.row_count), 0); /* there are more after all */
    assert_int_equal(slots.slab.size, SDN_CHUNK_RECORDS * sizeof(note));
}

static size_t fetched_bytes;

static int count_fetched(void *start, size_t size)
{
    (void)start;
    fetched_bytes += size;
    return 0;
}

static int any_pages(void *start, size_t size)
{
    (void)start, (void)size;
    return 0;
}

static int64_t no_time(void)
{
    return 0;
}

/* From here on none of them takes any time. */
static void expect_rows_and_count_pages(size_t rows)
{
    sdn__sys.fetch_pages = count_fetched;
    sdn__sys.prefer_huge_pages = any_pages;
    sdn__sys.thread_time_ns = no_time;
    assert_int_equal(sdn__slots_expect(&slots, rows), 0);
    fetched_bytes = 0; /* those of the records are counted */
}

static size_t used_bytes(void)
{
    return slots.row_count * sizeof(note);
}

/* However many rows are expected, and however few of them come. */
static void memory_of_records_is_touched_shortly_before_it_is_used(void **state)
{
    (void)state;
    enum { EXPECTED = 400000, AHEAD = (2 << 20) + (256 << 10) };
    sdn_sys_table real_sys = sdn__sys;
    sdn_pages pages = {false};
    slots.pages = &pages;
    expect_rows_and_count_pages(EXPECTED);
    for (uint32_t i = 0; i < EXPECTED / 2; i++) {
        add("1");
        assert_true(fetched_bytes <= used_bytes() + AHEAD);
    }
    assert_true(fetched_bytes > 0);
    size_t while_loaded = fetched_bytes;
    slots.loaded_count = slots.row_count;
    for (uint32_t i = 0; i < EXPECTED / 4; i++)
        add("1");
    assert_int_equal(fetched_bytes, while_loaded); /* who inserts a record takes memory for few */
    assert_true(slots.slab_count <= used_bytes() / (16 << 20) + 1);
    sdn__sys = real_sys;
}

static void the_pages_of_slots_are_those_of_the_load(void **state)
{
    (void)state;
    for (int slow = 0; slow < 2; slow++) {
        sdn_sys_table real_sys = sdn__sys;
        sdn_pages pages = {.huge_are_slow = slow != 0};
        slots.pages = &pages;
        expect_rows_and_count_pages(400000);
        add("1");
        assert_int_equal(fetched_bytes,
                         slow ? slots.chunk_count * SDN_CHUNK_RECORDS * sizeof(note) / 65536 * 65536 : 2 << 20);
        sdn__sys = real_sys;
        sdn__slots_release(&slots);
        sdn__slots_init(&slots, &note_record_type);
    }
}

static void without_memory_no_slot_is_added(void **state)
{
    (void)state;
    int failures = 0;
    for (bool fired = true; fired; failures += fired) {
        faults_arm_memory(failures + 1);
        uint32_t slot = sdn__slots_add(&slots);
        fired = faults_fired_memory();
        faults_remove();
        assert_int_equal(slot == SDN_NO_SLOT, fired);
        assert_int_equal(slots.row_count, !fired);
        sdn__slots_release(&slots);
        sdn__slots_init(&slots, &note_record_type);
    }
    assert_int_equal(failures, 4); /* rows, chunks, slabs, the records */
}

static void room_is_made_without_a_slot(void **state)
{
    (void)state;
    assert_false(sdn__slots_have_room(&slots));
    assert_int_equal(sdn__slots_make_room(&slots, 0), 0);
    assert_true(sdn__slots_have_room(&slots));
    assert_int_equal(slots.row_count, 0);
}

static void what_is_unreadable_deleted_or_pending_is_not_live(void **state)
{
    (void)state;
    static const uint32_t hidden[] = {SDN_ROW_UNREADABLE, SDN_ROW_DELETED, SDN_ROW_PENDING};
    uint32_t live[4];
    for (uint32_t i = 0; i < 4; i++)
        add("x");
    for (uint32_t i = 0; i < 3; i++)
        slots.rows[i].flags = hidden[i];
    slots.live_count = 1;
    assert_int_equal(sdn__slots_live(&slots, live), 1);
    assert_int_equal(live[0], 3);
}

static void the_indexes_know_an_open_record_by_its_copy(void **state)
{
    (void)state;
    note base = note_of("1", "as loaded"), indexed = note_of("1", "as indexed");
    sdn_change change = {.slot = 0, .base = &base, .indexed = &indexed};
    sdn_value key[SDN_INDEX_FIELDS_MAX];
    const note *record = add("2");
    assert_ptr_equal(sdn__slots_indexed(&slots, 0), record);
    slots.rows[0].flags = SDN_ROW_EDITED | SDN_ROW_OPEN;
    slots.rows[0].change = 1;
    slots.changes.items = &change;
    slots.changes.count = 1;
    assert_string_equal(sdn__slots_fault(&slots), "a slot is open, but none is counted");
    slots.changes.open_count = 1;
    assert_ptr_equal(sdn__slots_indexed(&slots, 0), &indexed);
    assert_ptr_equal(sdn__slots_base(&slots, 0), &base);
    sdn__slots_key(&slots, 0, key);
    assert_string_equal(key[0].text.ptr, "1");
    assert_null(sdn__slots_fault(&slots));
    slots.changes = (sdn_changes){0};
}

static void a_change_is_one_while_the_record_differs(void **state)
{
    (void)state;
    note base = note_of("1", "");
    sdn_change change = {.slot = 0, .base = &base};
    note *record = add("1");
    slots.rows[0].flags = SDN_ROW_EDITED;
    assert_false(sdn__slots_is_changed(&slots, &change));
    record->done = true;
    assert_true(sdn__slots_is_changed(&slots, &change));
    record->done = false;
    slots.rows[0].flags = SDN_ROW_EDITED | SDN_ROW_DELETED;
    assert_true(sdn__slots_is_changed(&slots, &change));
}

static void a_new_record_is_a_change_until_it_is_deleted(void **state)
{
    (void)state;
    sdn_change change = {.slot = 0};
    add("1");
    slots.rows[0].flags = SDN_ROW_NEW;
    assert_true(sdn__slots_is_changed(&slots, &change));
    slots.rows[0].flags = SDN_ROW_NEW | SDN_ROW_DELETED;
    assert_false(sdn__slots_is_changed(&slots, &change));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(records_never_move),
        TEST(a_record_has_a_slot_by_its_address),
        TEST(expected_rows_take_one_piece_of_memory),
        TEST(the_last_piece_of_memory_is_for_the_rows_that_are_left),
        TEST(memory_of_records_is_touched_shortly_before_it_is_used),
        TEST(the_pages_of_slots_are_those_of_the_load),
        TEST(without_memory_no_slot_is_added),
        TEST(room_is_made_without_a_slot),
        TEST(what_is_unreadable_deleted_or_pending_is_not_live),
        TEST(the_indexes_know_an_open_record_by_its_copy),
        TEST(a_change_is_one_while_the_record_differs),
        TEST(a_new_record_is_a_change_until_it_is_deleted),
    };
    return run_cases(argc, argv, tests);
}
